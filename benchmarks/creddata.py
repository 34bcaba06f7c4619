"""Strict F1 of no-secrets on a rebuilt CredData archive, cross-validated by repository.

usage: python benchmarks/creddata.py CREDDATA_DIR [--human] [--write] [--report FILE]

CREDDATA_DIR holds data/<repo>/... and meta/<repo>.csv. The repositories fall into five folds; each fold is scanned by
the whole engine with weights learned from the other four, so nothing of a repository was seen by the model that judges
it. Needs numpy, scipy and scikit-learn (`pip install .[train]`).

--human   a second measure: every true value that a person may have chosen is replaced by one of the same shape made of
          words, names of the keyboard, years and leet (the archive's own are random characters)
--write   learn from all repositories and write hooks/govhooks/rules/secrets/no_secrets/weights.bin
--report  the cross-validated findings of all confidences, one `path:line` a row, for another scorer

A labelled credential is found when a line of it is reported; a reported line that touches no true row is false; rows
whose every category is an identifier (UUID, nonce, salt, bucket, domain, app id) are left out.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from govhooks.core.lines import decode
from govhooks.rules.secrets.no_secrets import score
from govhooks.rules.secrets.no_secrets.candidates import Candidate
from govhooks.rules.secrets.no_secrets.dismissals import skips_file
from govhooks.rules.secrets.no_secrets.engine import Text, _sorted_hits, scan
from govhooks.rules.secrets.no_secrets.guesses import worth_weighing

IDENTIFIERS = {"UUID", "Nonce", "Salt", "AWS S3 Bucket", "Firebase Domain", "Tencent WeChat API App ID"}
FOLDS = 5
WEIGHTS = Path(score.__file__).with_name("weights.bin")
STRENGTH = 0.2
# Copies of values that people may have chosen, and what one of them weighs: the archive's values are random.
COPIES, COPY_WEIGHT = 2, 0.15


class Row(NamedTuple):
    """One labelled span of lines of a file."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    true: bool


class Sample(NamedTuple):
    """One candidate: where its traits' weights are, whether it is a credential, and what made it."""

    repo: str
    places: set[int]
    true: bool
    kind: str
    candidate: Candidate
    before: str
    after: str
    path: str


class Corpus:
    """The archive: labels, files, folds."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for meta in sorted((root / "meta").glob("*.csv")):
            with meta.open(encoding="utf-8") as stream:
                for found in csv.DictReader(stream):
                    self.rows[found["FilePath"]].append(_row(found))
        self.files = sorted(str(path.relative_to(root)) for path in (root / "data").rglob("*") if path.is_file())
        repos = sorted({_repo(path) for path in self.files})
        random.Random(0).shuffle(repos)
        self.fold = {repo: at % FOLDS for at, repo in enumerate(repos)}

    def read(self, path: str) -> str:
        return decode((self.root / path).read_bytes())[0]


def _repo(path: str) -> str:
    return path.split("/")[1]


def _row(found: dict[str, str]) -> Row:
    start = int(found["ValueStart"] or -1)
    return Row(
        int(found["LineStart"]),
        int(found["LineEnd"]),
        start,
        int(found["ValueEnd"] or start + 1),
        found["Category"],
        found["GroundTruth"] == "T",
    )


def samples(corpus: Corpus) -> Iterator[Sample]:
    """Every candidate worth weighing, but for those on a true row that are not its value: they are neither."""
    for path in corpus.files:
        if skips_file(path):
            continue
        text = corpus.read(path)
        view = Text(text)
        true_rows = [row for row in corpus.rows[path] if row.true]
        for candidate, before, after in worth_weighing(view, path, _sorted_hits(text)[1]):
            kind = _label(candidate, view, true_rows)
            if kind is not None:
                places = score.places(candidate, before, after, path)
                yield Sample(_repo(path), places, bool(kind), kind, candidate, before, after, path)


def _label(candidate: Candidate, view: Text, rows: list[Row]) -> str | None:
    """The category of the true row that a candidate is the value of, "" for none, None when it does not count."""
    line, column = view.place(candidate.start)
    found: str | None = ""
    for row in rows:
        if not row.first <= line <= row.last:
            continue
        start, end = column - 1, column - 1 + len(candidate.value)
        inside = row.start < 0 or row.first != row.last or (start < row.end and end > row.start)
        if set(row.kind.split(":")) <= IDENTIFIERS or not inside:
            found = found or None
        else:
            found = row.kind
    return found


class Chosen:
    """Replaces random characters by what people choose, keeping the classes and the length."""

    LEET = {"o": "0", "e": "3", "i": "1", "l": "1", "a": "4", "s": "5", "t": "7", "b": "8", "g": "9"}
    NUMBERS = (
        *"1 12 123 1234 12345 123456 1234567 12345678 2019 2018 2017 2020 007 99 88 01 69 777 2000 1990".split(),
    )
    KINDS = re.compile(r"Password|URL Cred|SQL|CMD|CURL|Secret|Credential$")

    def __init__(self, texts: Iterable[str], seed: int) -> None:
        self.random = random.Random(seed)
        count: Counter[str] = Counter()
        for text in texts:
            count.update(re.findall(r"(?<![A-Za-z])[a-z]{3,14}(?![A-Za-z])", text))
        self.words: dict[int, list[str]] = defaultdict(list)
        for word in sorted(count):
            if count[word] > 3 and re.search("[aeiouy]", word):
                self.words[len(word)].append(word)

    def suits(self, kind: str, value: str) -> bool:
        """Whether a person may have chosen the value that stood here."""
        few = len(re.findall(r"[a-z]+|[A-Z]+|[0-9]+", value)) <= 5
        return bool(self.KINDS.search(kind)) and len(value) <= 24 and " " not in value and few

    def instead(self, value: str) -> str:
        return re.sub(r"[A-Za-z0-9]+", lambda found: self._run(found[0]), value)

    def _run(self, old: str) -> str:
        runs = re.findall(r"[A-Za-z]+|[0-9]+", old)
        if len(runs) > 2:
            new = self._leet(old)
        else:
            new = "".join(self._word(len(run)) if run.isalpha() else self._digits(len(run)) for run in runs)
        return "".join(char.upper() if was.isupper() else char for char, was in zip(new, old))

    def _leet(self, old: str) -> str:
        at = {index for index, char in enumerate(old) if char.isdigit()}
        word = ""
        for _ in range(40):
            word = self._word(len(old))
            if all(word[index] in self.LEET for index in at):
                break
        return "".join(self.LEET.get(char, "0") if index in at else char for index, char in enumerate(word))

    def _word(self, size: int) -> str:
        if self.words[size] and (size <= 8 or self.random.random() < 0.4):
            return self.random.choice(self.words[size])
        if size < 6:
            return "".join(self.random.choice("abcdefghijklmnoprstuvw") for _ in range(size))
        cut = self.random.randrange(3, size - 2)
        return self._word(cut) + self._word(size - cut)

    def _digits(self, size: int) -> str:
        known = [number for number in self.NUMBERS if len(number) == size]
        if known and self.random.random() < 0.7:
            return self.random.choice(known)
        return "".join(self.random.choice("0123456789") for _ in range(size))


def chosen_copies(found: list[Sample], chosen: Chosen, times: int) -> Iterator[Sample]:
    """The true samples whose value a person may have chosen, each with such a value, `times` over."""
    for sample in found:
        if not (sample.true and chosen.suits(sample.kind, sample.candidate.value)):
            continue
        for _ in range(times):
            candidate = copy(sample.candidate)
            candidate.value = chosen.instead(sample.candidate.value)
            places = score.places(candidate, sample.before, sample.after, sample.path)
            yield sample._replace(places=places, candidate=candidate)


def learn(found: list[Sample], copies: list[Sample]) -> bytes:
    """The weights, one signed byte a place."""
    rows = [*found, *copies]
    ends = np.cumsum([0, *(len(sample.places) for sample in rows)])
    columns = np.concatenate([sorted(sample.places) for sample in rows])
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), score.SIZE))
    model: Any = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", fit_intercept=False)
    weight = [1.0] * len(found) + [COPY_WEIGHT] * len(copies)
    model.fit(matrix, [sample.true for sample in rows], sample_weight=weight)
    scaled = np.clip(np.rint(model.coef_[0] * score.SCALE), -127, 127).astype(np.int8)
    return bytes(scaled.tobytes())


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


def judge(corpus: Corpus, path: str, text: str) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for match in scan(text, path):
        line = match.line
        if line not in found or Tally.ORDER.index(found[line][0]) < Tally.ORDER.index(match.confidence):
            found[line] = (match.confidence, match.id if match.guess else "format")
    return found


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
    corpus = Corpus(Path(argv[0]))
    found = list(samples(corpus))
    texts = [corpus.read(path) for path in corpus.files if path.endswith((".md", ".rst", ".txt", ".py", ".js", ".rb"))]
    copies = list(chosen_copies(found, Chosen(texts, 7), COPIES))
    if "--write" in argv:
        WEIGHTS.write_bytes(learn(found, copies))
        print(f"{WEIGHTS}: learned from {len(found)} candidates, {sum(s.true for s in found)} of them credentials")
        return 0
    other = Chosen(texts, 11) if "--human" in argv else None
    rows: list[str] = []
    whole = Tally()
    print("fold  repos   recall precision strict-F1   (all confidences)   medium: recall precision")
    for fold in range(FOLDS):
        use(
            learn([s for s in found if corpus.fold[s.repo] != fold], [s for s in copies if corpus.fold[s.repo] != fold])
        )
        part = Tally()
        for path in corpus.files:
            if corpus.fold[_repo(path)] != fold:
                continue
            text = corpus.read(path)
            if other is not None:
                text = humanised(text, corpus.rows[path], other)
            reported = judge(corpus, path, text)
            for tally in (part, whole):
                tally.add(corpus.rows[path], reported)
            rows += [f"{path}:{line}\n" for line in sorted(reported)]
        repos = sum(at == fold for at in corpus.fold.values())
        recall, precision, f1 = part.figures("low")
        sure = part.figures("medium")
        print(
            f"{fold:4}  {repos:5}   {recall:.3f}  {precision:.3f}     {f1:.3f}               {sure[0]:.3f}  {sure[1]:.3f}"
        )
    _print(whole)
    if "--report" in argv:
        Path(argv[argv.index("--report") + 1]).write_text("".join(rows), encoding="utf-8")
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
