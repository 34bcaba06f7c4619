"""What judging a tree of source takes: govhooks against a native scanner, whole processes, alternated in one run.

    python benchmarks/tree_speed.py CACHE [--rounds 7] [--jobs N]

Three trees, made of source distributions from the package index: one of 12 MB, one of 40 MB in 5,000 files, and one of
8,000 tiny files; with an example of every tenth format planted, each in a file of its own. Prints medians, the ratio of
each format of the report (the bar: at most 1/2 for text, JSON and SARIF alike) and how many of the planted tokens each
found; exits 1 when a bar is missed. Wants `pip install -e '.[dev]'` in the environment of the Python that runs it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from history_speed import measure

SCRIPTS = Path(sysconfig.get_path("scripts"))
# Source distributions; those of "tiny" are cut into files of some lines each.
TREES = {
    "small": ("celery==5.5.2", "tornado==6.5.1", "requests==2.32.3", "pip==25.1.1"),
    "large": (
        "celery==5.5.2",
        "sqlalchemy==2.0.41",
        "ansible-core==2.18.6",
        "tornado==6.5.1",
        "requests==2.32.3",
    ),
    "tiny": ("requests==2.32.3", "tornado==6.5.1"),
}
SOURCE = (".py", ".pyx", ".js", ".css", ".txt", ".rst", ".md", ".toml", ".cfg", ".ini", ".yml", ".yaml", ".json", ".sh")
FORMATS = ("text", "json", "sarif")
BAR = 0.5
# A tiny file has so many lines, and there are so many files.
LINES, TINY = 12, 8_000


def build(cache: Path, tree: str) -> Path:
    """One of TREES as a repository with one commit, made once."""
    path, folder = cache / tree, cache / "sd"
    if (path / ".git" / "made").exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    path.mkdir(exist_ok=True)
    count = 0
    for package in TREES[tree]:
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "-d", str(folder)]
        name = package.replace("-", "_").replace("==", "-") + ".tar.gz"
        if not (folder / name).exists():
            subprocess.run([sys.executable, "-m", "pip", "download", *options, package], check=False)
        with tarfile.open(folder / name) as archive:
            for member in archive:
                wanted = member.isfile() and member.name.endswith(SOURCE) and "/doc/" not in member.name
                stream = archive.extractfile(member) if wanted else None
                if stream is not None:
                    target = path / member.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    count += write(target, stream.read(), TINY - count if tree == "tiny" else 0)
    plant(path / "planted")
    for args in (("init", "--quiet"), ("add", "--force", "--all"), ("commit", "--quiet", "--message", "tree")):
        subprocess.run(["git", "-c", "user.name=Bench", "-c", "user.email=b@corp.test", *args], cwd=path, check=True)
    (path / ".git" / "made").touch()
    return path


def write(target: Path, data: bytes, most: int) -> int:
    """Write a file, or at most so many small files that it is cut into; how many there are."""
    if not most:
        target.write_bytes(data)
        return 0
    lines = data.splitlines(keepends=True)
    starts = range(0, len(lines), LINES)[:most]
    for at in starts:
        target.with_name(f"{target.stem}_{at}{target.suffix}").write_bytes(b"".join(lines[at : at + LINES]))
    return len(starts)


def plant(folder: Path) -> None:
    from govhooks.rules.secrets.no_secrets.examples import make
    from govhooks.rules.secrets.no_secrets.formats import load

    folder.mkdir(exist_ok=True)
    for row in load()[::10]:
        (folder / f"{row.id}.py").write_text(f'{row.id.replace("-", "_")} = "{make(row.positive[0], seed=11)}"\n')


def main() -> int:
    parser = argparse.ArgumentParser(description="What judging a tree takes.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--jobs", default="")
    options = parser.parse_args()
    met = [compare(build(options.cache.absolute(), tree), tree, options.rounds, options.jobs) for tree in TREES]
    return 0 if all(met) else 1


def compare(path: Path, tree: str, rounds: int, jobs: str) -> bool:
    """Print the figures of one tree; whether the bar is met."""
    files = [file for file in path.rglob("*") if file.is_file() and ".git" not in file.parts]
    size = sum(file.stat().st_size for file in files)
    ours = [str(SCRIPTS / "govhooks"), "check", "--all", "--rule", "no-secrets", *(["--jobs", jobs] if jobs else [])]
    calls = {name: [*ours, "--format", name] for name in FORMATS}
    calls["kingfisher"] = [
        str(SCRIPTS / "kingfisher"), "scan", ".", "--git-history", "none", "--no-validate", "--no-update-check",
    ]  # fmt: skip
    figures = measure(path, calls, rounds)
    planted = sorted(file.name for file in (path / "planted").iterdir())
    count = f"{size / 1e6:.1f} MB in {len(files)} files"
    print(f"{tree}: {count}, {len(planted)} planted tokens (medians of {rounds}, alternated)")
    met = True
    for name, (seconds, said) in figures.items():
        found = sum(f"planted/{file}" in said for file in planted)
        ratio = seconds / figures["kingfisher"][0]
        met = met and (name == "kingfisher" or ratio <= BAR)
        print(f"{name:12}{seconds:8.3f} s{ratio:8.3f}   planted found: {found}")
    print(f"bar: {BAR} -> {'met' if met else 'NOT met'}")
    return met


if __name__ == "__main__":
    sys.exit(main())
