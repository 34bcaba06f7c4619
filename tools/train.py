"""Learn the weights of `no-secrets` from a rebuilt CredData archive: `weights.bin`, one signed byte a place.

usage: python tools/train.py CREDDATA_DIR [--output FILE]

CREDDATA_DIR holds data/<repo>/... and meta/<repo>.csv. Without --output nothing is written: the command compares what it
learns with the weights in use, and exits 1 when they differ. Every value is rounded to 1/32, and nothing is drawn by chance
that is not drawn from a fixed seed, so the same archive and the same candidates give the same bytes; another release of
scikit-learn may round a few of them to the other side. Needs numpy, scipy and scikit-learn (`pip install '.[train]'`).
`benchmarks/creddata.py` measures, cross-validated, how good such weights are.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from array import array
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
from govhooks.rules.secrets.no_secrets.engine import _sorted_hits
from govhooks.rules.secrets.no_secrets.files import skips_file
from govhooks.rules.secrets.no_secrets.guesses import worth_weighing
from govhooks.rules.secrets.no_secrets.match import Text

IDENTIFIERS = {"UUID", "Nonce", "Salt", "AWS S3 Bucket", "Firebase Domain", "Tencent WeChat API App ID"}
FOLDS = 5
WEIGHTS = Path(score.__file__).with_name("weights.bin")
STRENGTH = 0.6
# A repository of many candidates says less for each: n of them weigh n ** (1 - EVENING).
EVENING = 0.3
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
        repos = sorted({repo_of(path) for path in self.files})
        random.Random(0).shuffle(repos)
        self.fold = {repo: at % FOLDS for at, repo in enumerate(repos)}

    def read(self, path: str) -> str:
        return decode((self.root / path).read_bytes())[0]


def repo_of(path: str) -> str:
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
                yield Sample(repo_of(path), places, bool(kind), kind, candidate, before, after, path)


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
    count = Counter(sample.repo for sample in found)
    each = [float(count[sample.repo]) ** -EVENING for sample in rows]
    mean = sum(each[: len(found)]) / len(found)
    weight = [one / mean * (1.0 if at < len(found) else COPY_WEIGHT) for at, one in enumerate(each)]
    model.fit(matrix, [sample.true for sample in rows], sample_weight=weight)
    scaled = np.clip(np.rint(model.coef_[0] * score.SCALE), -127, 127).astype(np.int8)
    return bytes(scaled.tobytes())


def material(corpus: Corpus) -> tuple[list[Sample], list[Sample], list[str]]:
    """(the samples, copies of them with values that people choose, the texts that those are made from)."""
    found = list(samples(corpus))
    texts = [corpus.read(path) for path in corpus.files if path.endswith((".md", ".rst", ".txt", ".py", ".js", ".rb"))]
    return found, list(chosen_copies(found, Chosen(texts, 7), COPIES)), texts


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="train.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive", type=Path, metavar="CREDDATA_DIR")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the weights here")
    given = parser.parse_args(argv)
    if not (given.archive / "meta").is_dir():
        parser.error(f"{given.archive} has no meta/: it is not an unpacked archive")
    found, copies, _ = material(Corpus(given.archive))
    learned = learn(found, copies)
    print(f"learned from {len(found)} candidates, {sum(sample.true for sample in found)} of them credentials")
    held = WEIGHTS.read_bytes()
    steps = [abs(new - old) for new, old in zip(array("b", learned), array("b", held))]
    different = sum(step > 0 for step in steps)
    print(f"{different} of {len(held)} weights differ from those in use, by {max(steps)}/{score.SCALE:g} at most")
    if given.output:
        given.output.write_bytes(learned)
        return 0
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
