"""Strict F1 of no-secrets on a rebuilt CredData archive, cross-validated by repository.

    python benchmarks/creddata.py CREDDATA_DIR [--human] [--report FILE]

CREDDATA_DIR holds data/<repo>/... and meta/<repo>.csv. The repositories fall into five folds; each fold is scanned by
the whole engine with weights learned from the other four, so nothing of a repository was seen by the model that judges
it. Needs numpy, scipy and scikit-learn (`pip install .[train]`); `tools/train.py` learns.

`--human` is a second measure: every true value that a person may have chosen is replaced by one of the same shape made
of words, names of the keyboard, years and leet (the archive's own are random characters).

A quarter of the repositories, by a hash of their names, is kept apart: rules are not to be written with their errors in
view, and their figure is printed beside that of the others.

A labelled credential is found when a line of it is reported; a reported line that touches no true row is false; rows
whose every category is an identifier (UUID, nonce, salt, bucket, domain, app id) are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from govhooks.rules.secrets.no_secrets import score
from govhooks.rules.secrets.no_secrets.engine import _sorted_hits, scan
from govhooks.rules.secrets.no_secrets.guesses import _all_with_context
from govhooks.rules.secrets.no_secrets.match import Text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from train import FOLDS, IDENTIFIERS, Chosen, Corpus, Row, learn, material, repo_of


def use(weights: bytes) -> None:
    from array import array

    score._weights[:] = array("b", weights)


class Tally:
    """Found, missed and false lines, at each confidence at least."""

    ORDER = ("low", "medium", "high")

    def __init__(self) -> None:
        self.wanted: Counter[str] = Counter()
        self.found: dict[str, Counter[str]] = {name: Counter() for name in self.ORDER}
        self.false: dict[str, Counter[str]] = {name: Counter() for name in self.ORDER}

    def add(self, rows: list[Row], reported: dict[int, tuple[str, str]]) -> None:
        """`reported`: line -> (confidence, what it was found as)."""
        for name in self.ORDER:
            lines = {line for line, (sure, _) in reported.items() if self.ORDER.index(sure) >= self.ORDER.index(name)}
            free, true = set(), set()
            for row in rows:
                span = set(range(row.first, row.last + 1))
                if row.true and set(row.kind.split(":")) <= IDENTIFIERS:
                    free |= span
                elif row.true:
                    true |= span
                    if name == "low":
                        self.wanted[row.kind] += 1
                    if span & lines:
                        self.found[name][row.kind] += 1
            for line in lines - free - true:
                self.false[name][reported[line][1]] += 1

    def figures(self, name: str) -> tuple[float, float, float]:
        """(recall, strict precision, strict F1)."""
        hit, false = sum(self.found[name].values()), sum(self.false[name].values())
        recall, precision = hit / max(1, sum(self.wanted.values())), hit / max(1, hit + false)
        return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)


def is_kept(repo: str) -> bool:
    """Whether a repository, by a hash of its name, is one of the quarter that nobody looks at."""
    return sha256(f"kept apart {repo}".encode()).digest()[0] % 4 == 0


def judge(corpus: Corpus, path: str, text: str) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for match in scan(text, path):
        line = match.line
        if line not in found or Tally.ORDER.index(found[line][0]) < Tally.ORDER.index(match.confidence):
            found[line] = (match.confidence, match.id if match.guess else "format")
    return found


def held(path: str, text: str) -> set[int]:
    """The lines on which a candidate stands: what is not on one of them cannot be guessed."""
    _, hits = _sorted_hits(text)
    return {text.count("\n", 0, one.start) + 1 for one, *_ in _all_with_context(Text(text), path, hits)}


def humanised(text: str, rows: list[Row], chosen: Chosen) -> str:
    """The text with every true value that a person may have chosen replaced by such a one."""
    lines = text.split("\n")
    for row in rows:
        if row.true and row.first == row.last and 0 <= row.start < row.end and row.first <= len(lines):
            line = lines[row.first - 1]
            value = line[row.start : row.end]
            if chosen.suits(row.kind, value):
                lines[row.first - 1] = line[: row.start] + chosen.instead(value) + line[row.end :]
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="creddata.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive", type=Path, metavar="CREDDATA_DIR")
    parser.add_argument("--human", action="store_true", help="values as people choose them, where a person may have")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the findings here, path:line, for a scorer")
    given = parser.parse_args(argv)
    if not (given.archive / "meta").is_dir():
        parser.error(f"{given.archive} has no meta/: it is not an unpacked archive")
    corpus = Corpus(given.archive)
    found, copies, texts = material(corpus)
    other = Chosen(texts, 11) if given.human else None
    rows: list[str] = []
    whole, kept, rest, candidates = Tally(), Tally(), Tally(), Tally()
    print("fold  repos   recall precision strict-F1   (all confidences)   medium: recall precision")
    for fold in range(FOLDS):
        use(
            learn([s for s in found if corpus.fold[s.repo] != fold], [s for s in copies if corpus.fold[s.repo] != fold])
        )
        part = Tally()
        for path in corpus.files:
            if corpus.fold[repo_of(path)] != fold:
                continue
            text = corpus.read(path)
            if other is not None:
                text = humanised(text, corpus.rows[path], other)
            reported = judge(corpus, path, text)
            candidates.add(corpus.rows[path], dict.fromkeys((*held(path, text), *reported), ("low", "")))
            for tally in (part, whole, kept if is_kept(repo_of(path)) else rest):
                tally.add(corpus.rows[path], reported)
            rows += [f"{path}:{line}\n" for line in sorted(reported)]
        repos = sum(at == fold for at in corpus.fold.values())
        recall, precision, f1 = part.figures("low")
        sure = part.figures("medium")
        print(
            f"{fold:4}  {repos:5}   {recall:.3f}  {precision:.3f}     {f1:.3f}               {sure[0]:.3f}  {sure[1]:.3f}"
        )
    for name, tally in (("kept apart", kept), ("the others", rest)):
        recall, precision, f1 = tally.figures("low")
        print(f"{name}: recall {recall:.3f}, strict precision {precision:.3f}, strict F1 {f1:.3f}")
    print(f"true lines that hold a candidate or a token: {candidates.figures('low')[0]:.3f}")
    _print(whole)
    if given.report:
        given.report.write_text("".join(rows), encoding="utf-8")
    return 0


def _print(tally: Tally) -> None:
    for name in Tally.ORDER:
        recall, precision, f1 = tally.figures(name)
        print(f"all   {name} and surer: recall {recall:.3f}, strict precision {precision:.3f}, strict F1 {f1:.3f}")
    print("\ncategory: found of wanted (all confidences)")
    for kind, count in tally.wanted.most_common(40):
        print(f"  {tally.found['low'][kind]:5} of {count:5}  {kind}")
    print("false lines by what they were found as (all, medium):")
    for kind, count in tally.false["low"].most_common():
        print(f"  {count:5} {tally.false['medium'][kind]:5}  {kind}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
