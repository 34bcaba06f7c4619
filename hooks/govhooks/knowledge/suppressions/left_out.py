"""Paths that a tool is told not to look at: which of them nobody has to explain, and which hide code."""

from __future__ import annotations

from govhooks.core.places import BUILT, UNSHIPPED, test_data
from govhooks.knowledge.suppressions.suppression import EVERYWHERE
from govhooks.search.expression import Expression

# What everybody leaves out: what was built or installed, and git's own.
_USUAL = frozenset(
    one.strip("/*")
    for one in (
        *BUILT,
        *(".git/", ".venv/", "venv/", ".env/", ".semgrep/", ".semgrep_logs/", ".tox/", ".nox/", "__pycache__/", "build/", "target/", "out/", "coverage/", "env/"),
        *(".npm/", ".yarn/", ".next/", ".nuxt/", ".cache/", ".mypy_cache/", ".pytest_cache/", ".eggs/", ".terraform/", "*.map", "*.min.js"),
    )
)  # fmt: skip
# Test data, examples, texts for people, generated code: no part of what runs.
_UNSHIPPED = test_data((*UNSHIPPED, "docs/", "doc/", "benchmarks/", "generated/", "*generated*", "migrations/"))
_REGEX = Expression(r"\\(?P<escaped>.)|[\^$]")
# Names of files with code.
_CODE = Expression(
    r"(?i)\.(?:pyw?|[cm]?[jt]sx?|go|java|kts?|rb|php|cs|rs|c|cc|cpp|h|hpp|scala|swift|tf|sh|bash|ps1|vue|svelte|sql)\Z"
)


def is_usual(path: str) -> bool:
    """Whether everybody leaves that path out (a glob, or an expression): installed packages, built files."""
    plain = _plain(path).strip("/*")
    return plain in _USUAL or plain.rpartition("/")[2] in _USUAL


def is_unshipped(path: str) -> bool:
    """Whether that path is no part of what runs, so that nobody asks why it is left out."""
    plain = _plain(path).rstrip("/*")
    return _UNSHIPPED(plain) or _UNSHIPPED(f"{plain}/x")


def left_out(path: str) -> str:
    """Why it is too much to leave that path out: it is a folder of code, or a file of it; "" if it is neither, or not shipped."""
    plain = _plain(path)
    if plain in EVERYWHERE or is_usual(path):
        return ""
    bare = plain.rstrip("/*")
    is_file = "." in bare.rpartition("/")[2][1:]
    if _UNSHIPPED(bare if is_file else f"{bare}/x"):
        return ""
    if is_file:
        return f"it leaves out all of {path}" if _CODE.search(bare) else ""
    return f"it leaves out everything in {path}"


def _plain(path: str) -> str:
    """A glob, or an expression as a glob: `^src/legacy/.*` is src/legacy/*."""
    text = path.removeprefix("./").replace("(^|/)", "")
    plain = _REGEX.compiled().sub(lambda found: found["escaped"] or "", text)
    return plain.replace(".*", "*") if plain != text or ".*" in plain else plain
