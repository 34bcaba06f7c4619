"""How well credentials that people choose are told from what only looks like one: recall, precision and F1.

    python benchmarks/chosen.py [--half dev|held-out|both] [--confidence low|medium|high] [--peers] [--errors]
    python benchmarks/chosen.py --show [ID...] [--half ...]     the entries in clear, on the terminal only
    python benchmarks/chosen.py --add FILE                      take entries from a text file, or new text for old ids

Every entry of benchmarks/chosen/*.tsv becomes a file of its own in a repository made for the run; `govhooks check` of
the environment of this Python judges it, and a peer does the same. A credential is found when a finding covers its
line; a finding on any other line of an entry is false. What is tuned is tuned on the half `dev`: `--errors` names the
wrong answers of that half only, and the figure that counts is that of the half `held-out`.

No credential stands in clear in the repository: a text is stored as base64 of its reversed bytes, in groups of six
characters. What --add reads and --show prints, an entry without an id being a new one:

    == KIND PATH [SYNTAX] [id=ID]
    a line of the text
    >>the line that holds the credential (at most one; none in a look-alike)
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Each set is a folder: `chosen` is the one that was tuned on, `chosen-second` was written later by somebody who had not seen the rule,
# and `kinds` by three others: secrets of every kind, in files of every trade. Nobody has looked at what its half `held-out` holds.
SETS = Path(__file__).resolve().parent
DATA = SETS / "chosen"
MARK = ">>"
LEVELS = ("high", "medium", "low")
# What a path says about the syntax of its text; an entry may say it itself (a URL, a command line in a document).
SYNTAXES = (
    (r"(^|/)(Dockerfile|Containerfile)[^/]*$", "docker"),
    (r"(^|/)(docker-)?compose[^/]*\.ya?ml$", "compose"),
    (r"(^|/)(\.env|env)[^/]*$|\.env$|\.envrc$", "env"),
    (r"\.(py|pyi)$", "python"),
    (r"\.(js|jsx|mjs|cjs|ts|tsx|vue)$", "javascript"),
    (r"\.(go)$", "go"),
    (r"\.(java|kt|kts|scala|groovy|gradle)$", "java"),
    (r"\.(cs|vb|cshtml)$", "csharp"),
    (r"\.(php)$", "php"),
    (r"\.(rb|erb|rake)$", "ruby"),
    (r"\.(sh|bash|zsh|ps1|bat|cmd|fish)$|(^|/)(Makefile|Jenkinsfile|crontab|justfile)$", "shell"),
    (r"\.(ya?ml|j2)$", "yaml"),
    (r"\.(json|jsonc|ipynb)$|config\.json$", "json"),
    (r"\.(toml)$", "toml"),
    (r"\.(properties)$", "properties"),
    (r"\.(xml|config|plist|csproj|pom|xsd|svg|resx|xaml)$", "xml"),
    (r"\.(tf|tfvars|hcl|nomad)$", "hcl"),
    (r"\.(sql)$", "sql"),
    (r"\.(html?|css|scss|jinja|twig|hbs|ejs)$", "markup"),
    (r"\.(md|rst|txt|adoc|log)$", "prose"),
    (r"\.(c|h|cc|cpp|hpp|rs|swift|m|dart|ex|exs|erl|pl|pm|lua|r|R|ino|proto|graphql|clj|hs)$", "other-code"),
)


@dataclass(frozen=True)
class Entry:
    """A text and where its credential is: `line` from 1, 0 in a look-alike."""

    id: str
    syntax: str
    kind: str
    path: str
    line: int
    text: str

    @property
    def half(self) -> str:
        return "dev" if hashlib.sha256(f"half {self.id}".encode()).digest()[0] < 128 else "held-out"

    @property
    def file(self) -> str:
        return f"{self.id}/{self.path}"


@dataclass
class Score:
    found: int = 0
    missed: int = 0
    false: int = 0
    clean: int = 0  # look-alikes left alone

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else float("nan")

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else float("nan")

    @property
    def f1(self) -> float:
        counted = 2 * self.found + self.missed + self.false
        return 2 * self.found / counted if counted else float("nan")


def encode(text: str) -> str:
    """Text -> groups of six characters that no scanner reads as anything."""
    packed = base64.urlsafe_b64encode(text.encode()[::-1]).decode().rstrip("=")
    return " ".join(packed[at : at + 6] for at in range(0, len(packed), 6))


def decode(stored: str) -> str:
    packed = stored.replace(" ", "")
    return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))[::-1].decode()


def syntax_of(path: str) -> str:
    return next((name for pattern, name in SYNTAXES if re.search(pattern, path)), "other-config")


def load(folder: Path = DATA) -> list[Entry]:
    entries = []
    for name in sorted(folder.glob("*.tsv")):
        for row in name.read_text(encoding="utf-8").splitlines():
            id, syntax, kind, path, line, stored = row.split("\t")
            entries.append(Entry(id, syntax, kind, path, int(line), decode(stored)))
    return entries


def save(entries: Iterable[Entry], folder: Path = DATA) -> None:
    """Credentials and look-alikes to a file each, sorted by id: a new entry changes one line."""
    for name, wanted in (("credentials", True), ("look-alikes", False)):
        rows = [
            "\t".join((e.id, e.syntax, e.kind, e.path, str(e.line), encode(e.text)))
            for e in sorted(entries, key=lambda e: e.id)
            if (e.line > 0) == wanted
        ]
        (folder / f"{name}.tsv").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def parse(text: str, known: Sequence[Entry]) -> list[Entry]:
    """The entries of a text file in the form --show prints, those without an id numbered after the known ones."""
    taken = {entry.id for entry in known}
    entries = []
    for block in re.split(r"(?m)^== ", text)[1:]:
        head, _, body = block.partition("\n")
        words = head.split()
        id = next((word[3:] for word in words if word.startswith("id=")), "")
        kind, path, *rest = (word for word in words if not word.startswith("id="))
        lines = body.rstrip("\n").split("\n")
        marked = [number for number, line in enumerate(lines, 1) if line.startswith(MARK)]
        if len(marked) > 1 or not any(lines):
            sys.exit(f"{head}: a text has lines, and at most one is marked")
        if not id:
            letter = "c" if marked else "n"
            id = f"{letter}{1 + max((int(i[1:]) for i in taken if i[0] == letter), default=0):04}"
        taken.add(id)
        plain = "\n".join(line.removeprefix(MARK) for line in lines) + "\n"
        syntax = " ".join(rest) or syntax_of(path)
        entries.append(Entry(id, syntax, kind, path, marked[0] if marked else 0, plain))
    return entries


def add(source: Path, folder: Path = DATA) -> None:
    known = load(folder)
    new = parse(source.read_text(encoding="utf-8"), known)
    merged = {entry.id: entry for entry in [*known, *new]}
    same: dict[str, str] = {}
    for entry in merged.values():
        if (other := same.setdefault(entry.text, entry.id)) != entry.id:
            sys.exit(f"{entry.id} has the text of {other}: {entry.text}")
    save(merged.values(), folder)
    print(f"{len(new)} entries taken, {len(merged)} in all")


def show(entries: Iterable[Entry]) -> None:
    for entry in entries:
        lines = entry.text.removesuffix("\n").split("\n")
        print(f"== {entry.kind} {entry.path} {entry.syntax} id={entry.id}")
        for number, line in enumerate(lines, 1):
            print(f"{MARK if number == entry.line else ''}{line}")


# --- who judges: a repository -> (path, first line, last line, level) of every finding ---

Finding = tuple[str, int, int, str]


def run(command: list[str], folder: Path, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def govhooks(folder: Path) -> list[Finding]:
    command = [sys.executable, "-m", "govhooks.cli", "check", "--all", "--rule", "no-secrets"]
    report = json.loads(run([*command, "--format", "json", "--confidence", "low"], folder, (0, 1)))
    return [(f["path"], f["line"], f["end_line"], f["confidence"]) for f in report["findings"]]


def script(name: str) -> str:
    """A peer's command: of this environment, or of the PATH."""
    near = Path(sysconfig.get_path("scripts")) / name
    return str(near) if near.exists() else shutil.which(name) or ""


def detect_secrets(folder: Path) -> list[Finding]:
    report = json.loads(run([script("detect-secrets"), "scan"], folder))
    found = [(path, each["line_number"]) for path, many in report["results"].items() for each in many]
    return [(path, line, line, "high") for path, line in found]


def kingfisher(folder: Path) -> list[Finding]:
    options = ["--git-history", "none", "--no-validate", "--no-update-check", "--format", "jsonl"]
    report = run([script("kingfisher"), "scan", str(folder), *options], folder, (0, 200, 205))
    found: list[Finding] = []
    for row in report.splitlines():
        if row.startswith("{") and "finding" in (each := json.loads(row)):
            where = each["finding"]
            path = os.path.relpath(os.path.realpath(folder / where["path"]), os.path.realpath(folder))
            found.append((path, where["line"], where["line"], "high"))
    return found


def credsweeper(folder: Path) -> list[Finding]:
    with tempfile.TemporaryDirectory() as away:
        out = Path(away) / "report.json"
        options = ["--save-json", str(out), "--no-stdout", "--jobs", "2", "--pedantic"]
        run([script("credsweeper"), "--path", str(folder), *options], folder, (0, 1))
        report = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    top = os.path.realpath(folder)
    found: list[Finding] = []
    for each in report:
        for where in each["line_data_list"]:
            path = os.path.relpath(os.path.realpath(where["path"]), top)
            found.append((path, where["line_num"], where["line_num"], "high"))
    return found


PEERS: dict[str, Callable[[Path], list[Finding]]] = {
    "detect-secrets": detect_secrets,
    "kingfisher": kingfisher,
    "credsweeper": credsweeper,
}


# --- what is counted ---


def write(entries: Iterable[Entry], folder: Path) -> None:
    for entry in entries:
        target = folder / entry.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(entry.text, encoding="utf-8", newline="\n")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for call in (["init", "--quiet"], ["-c", "core.autocrlf=false", "add", "--all", "--force"]):
        subprocess.run(["git", *call], cwd=folder, check=True, capture_output=True, env=env)


def judge(entry: Entry, findings: Iterable[Finding]) -> Score:
    """One entry's part of the score; several findings on one wrong line are one false finding."""
    spans = {(first, last) for _, first, last, _ in findings}
    hit = any(first <= entry.line <= last for first, last in spans)
    false = len({first for first, last in spans if not first <= entry.line <= last})
    if entry.line:
        return Score(found=int(hit), missed=int(not hit), false=false)
    return Score(false=false, clean=int(not false))


def add_up(scores: Iterable[Score]) -> Score:
    total = Score()
    for score in scores:
        total.found += score.found
        total.missed += score.missed
        total.false += score.false
        total.clean += score.clean
    return total


def figures(name: str, score: Score) -> str:
    counts = f"{score.found:6}{score.missed:8}{score.false:7}{score.clean:7}"
    ratios = (f"{ratio:.3f}" if ratio == ratio else "-" for ratio in (score.recall, score.precision, score.f1))
    return f"{name:28}{counts}" + "{:>9}{:>11}{:>8}".format(*ratios)


HEAD = f"{'':28}{'found':>6}{'missed':>8}{'false':>7}{'clean':>7}{'recall':>9}{'precision':>11}{'F1':>8}"


def kind_of(entry: Entry) -> str:
    return entry.kind if entry.line else f"not: {entry.kind}"


def tables(entries: Sequence[Entry], scores: dict[str, Score]) -> None:
    groups: tuple[tuple[str, Callable[[Entry], str]], ...] = (("syntax", lambda e: e.syntax), ("kind", kind_of))
    for title, group in groups:
        print(f"\nper {title}\n{HEAD}")
        for name in sorted({group(entry) for entry in entries}):
            print(figures(name, add_up(scores[entry.id] for entry in entries if group(entry) == name)))


def at_least(level: str, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if LEVELS.index(finding[3]) <= LEVELS.index(level)]


def scored(entries: Sequence[Entry], findings: Sequence[Finding]) -> dict[str, Score]:
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding[0], []).append(finding)
    return {entry.id: judge(entry, by_file.get(entry.file, ())) for entry in entries}


def errors(entries: Iterable[Entry], scores: dict[str, Score]) -> None:
    """The wrong answers of the half that is tuned on; the other half's are nobody's to read."""
    print()
    for entry in entries:
        if entry.half == "dev" and (scores[entry.id].missed or scores[entry.id].false):
            print("missed" if scores[entry.id].missed else "false")
            show([entry])


def main() -> int:
    about, _, usage = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("dev", "held-out", "both"))
    parser.add_argument("--confidence", choices=LEVELS, default="medium", help="the level of the tables per category")
    parser.add_argument("--peers", action="store_true", help="also the peers that are installed")
    parser.add_argument("--errors", action="store_true", help="print what is wrong in the half `dev`")
    parser.add_argument("--show", nargs="*", metavar="ID")
    parser.add_argument("--add", type=Path, metavar="FILE")
    parser.add_argument("--set", choices=("chosen", "chosen-second", "kinds"), default="chosen", help="which entries")
    options = parser.parse_args()
    entries_of = SETS / options.set
    if options.add:
        add(options.add, entries_of)
        return 0
    halves = ("dev", "held-out") if options.half == "both" else (options.half or "dev",)
    if options.show is not None:
        show(e for e in load(entries_of) if (e.id in options.show if options.show else e.half in halves))
        return 0
    if not options.half:
        halves = ("dev", "held-out")
    entries = [entry for entry in load(entries_of) if entry.half in halves]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(entries, folder)
        findings = govhooks(folder)
        peers = {peer: call(folder) for peer, call in PEERS.items() if options.peers and script(peer)}
    true = sum(entry.line > 0 for entry in entries)
    print(f"{' and '.join(halves)}: {true} credentials, {len(entries) - true} look-alikes\n\n{HEAD}")
    for half in halves if len(halves) > 1 else ():
        part = [entry for entry in entries if entry.half == half]
        some = scored(part, at_least(options.confidence, findings))
        print(figures(f"govhooks, {options.confidence}, {half}", add_up(some.values())))
    for level in LEVELS:
        print(figures(f"govhooks, {level}", add_up(scored(entries, at_least(level, findings)).values())))
    for peer, found in peers.items():
        print(figures(peer, add_up(scored(entries, found).values())))
    scores = scored(entries, at_least(options.confidence, findings))
    print(f"\ngovhooks at {options.confidence}:", end="")
    tables(entries, scores)
    if options.errors:
        errors(entries, scores)
    return 0


if __name__ == "__main__":
    sys.exit(main())
