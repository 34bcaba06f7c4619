"""What judging a tree of source takes: govhooks against a native scanner, whole processes, alternated in one run.

    python benchmarks/tree_speed.py CACHE [--rounds 7] [--jobs N]

The tree is made of source distributions from the package index, with an example of every tenth format planted, each in
a file of its own. Prints medians, the ratio (the bar: at most 1/2) and how many of the planted tokens each found; exits
1 when the bar is missed. Wants `pip install -e '.[dev]'` in the environment of the Python that runs it.
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
# A tree of about as much source as the bar asks for, and one of twice as much.
TREES = {
    "small": ("celery==5.5.2", "tornado==6.5.1", "requests==2.32.3", "pip==25.1.1"),
    "large": ("sqlalchemy==2.0.41", "celery==5.5.2", "tornado==6.5.1", "requests==2.32.3"),
}
SOURCE = (".py", ".pyx", ".js", ".css", ".txt", ".rst", ".md", ".toml", ".cfg", ".ini", ".yml", ".yaml", ".json", ".sh")
LEAST_BYTES = 10_000_000
BAR = 0.5


def build(cache: Path, tree: str) -> Path:
    """One of TREES as a repository with one commit, made once."""
    path, folder = cache / tree, cache / "sd"
    if (path / ".git" / "made").exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    path.mkdir(exist_ok=True)
    for package in TREES[tree]:
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "-d", str(folder)]
        name = package.replace("==", "-") + ".tar.gz"
        if not (folder / name).exists():
            subprocess.run([sys.executable, "-m", "pip", "download", *options, package], check=False)
        with tarfile.open(folder / name) as archive:
            for member in archive:
                wanted = member.isfile() and member.name.endswith(SOURCE) and "/doc/" not in member.name
                stream = archive.extractfile(member) if wanted else None
                if stream is not None:
                    target = path / member.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(stream.read())
    plant(path / "planted")
    for args in (("init", "--quiet"), ("add", "--force", "--all"), ("commit", "--quiet", "--message", "tree")):
        subprocess.run(["git", "-c", "user.name=Bench", "-c", "user.email=b@corp.test", *args], cwd=path, check=True)
    (path / ".git" / "made").touch()
    return path


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
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file() and ".git" not in file.parts)
    calls = {
        "govhooks": [str(SCRIPTS / "govhooks"), "check", "--all", "--rule", "no-secrets", *(["--jobs", jobs] if jobs else [])],
        "kingfisher": [
            str(SCRIPTS / "kingfisher"), "scan", ".", "--git-history", "none", "--no-validate", "--no-update-check",
        ],
    }  # fmt: skip
    figures = measure(path, calls, rounds)
    planted = sorted(file.name for file in (path / "planted").iterdir())
    print(f"{tree}: {size / 1e6:.1f} MB, {len(planted)} planted tokens (medians of {rounds}, alternated)")
    for name, (seconds, said) in figures.items():
        found = sum(f"planted/{file}" in said for file in planted)
        print(f"{name:12}{seconds:8.3f} s{seconds / figures['kingfisher'][0]:8.3f}   planted found: {found}")
    ratio = figures["govhooks"][0] / figures["kingfisher"][0]
    met = ratio <= BAR and size >= LEAST_BYTES
    print(f"ratio {ratio:.3f} (bar: {BAR}) -> {'met' if met else 'NOT met'}")
    return met


if __name__ == "__main__":
    sys.exit(main())
