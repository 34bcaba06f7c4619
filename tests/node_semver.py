"""npm's own `semver` as an oracle: pinned, from npm, asked under node."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

VERSION = "7.8.6"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "govhooks-tests"
_ASK = """
const semver = require(process.argv[1]);
const pairs = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const answer = ([version, range]) => semver.validRange(range) === null ? null : semver.satisfies(version, range);
const order = ([a, b]) => semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : null;
console.log(JSON.stringify(pairs.map(process.argv[2] === "order" ? order : answer)));
"""


@functools.cache
def package() -> Path:
    """The package, installed on first use; skips loudly where node or npm or the package cannot be had."""
    place = _CACHE / f"semver-{VERSION}"
    found = place / "node_modules/semver"
    if found.exists():
        return found
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip(f"LOUD: node or npm is absent, no range is compared with semver {VERSION}")
    _CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_CACHE) as folder:
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, f"semver@{VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"LOUD: npm cannot install semver {VERSION}: {done.stderr.strip()[-300:]}")
        if not place.exists():
            shutil.copytree(folder, place)
    return found


def ask(what: str, pairs: list[tuple[str, str]]) -> list[object]:
    """For "satisfies", of (version, range): whether it lies in it, None for no range; for "order", of two versions: -1, 0,
    1, None where one is no version."""
    command = ["node", "-e", _ASK, str(package()), what]
    done = subprocess.run(command, input=json.dumps(pairs), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answers: list[object] = json.loads(done.stdout)
    return answers
