"""The real Codex as an oracle: `@openai/codex`, pinned, from npm; no login and no network are needed to ask it.

`/etc/codex` is where Codex reads requirements.toml, and no flag names another place: a mount namespace of our own puts a
folder of ours there (`unshare -rm`), so nothing of the machine is touched.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION = "0.169.0"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "govhooks-tests"


@functools.cache
def binary() -> Path:
    """The Codex executable, installed on first use; skips loudly where npm or the package cannot be had."""
    place = _CACHE / f"codex-{VERSION}"
    if not (found := _executable(place)):
        if not shutil.which("npm"):
            pytest.skip(f"LOUD: npm is absent, nothing is compared with Codex {VERSION}")
        _CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE) as folder:
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
            done = subprocess.run([*command, f"@openai/codex@{VERSION}"], capture_output=True, text=True)
            if done.returncode or not _executable(Path(folder)):
                pytest.skip(f"LOUD: npm cannot install Codex {VERSION}: {done.stderr.strip()[-300:]}")
            if not place.exists():
                shutil.copytree(folder, place, symlinks=True)
        found = _executable(place)
    assert found
    return found


def _executable(place: Path) -> Path | None:
    return next(iter(place.glob("node_modules/@openai/codex-*/vendor/*/bin/codex")), None)


@functools.cache
def _can_mount() -> bool:
    return (
        bool(shutil.which("unshare"))
        and subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0
    )


@contextmanager
def world(toml: str) -> Iterator[tuple[Path, list[str]]]:
    """A folder with an /etc of its own, and the words in front of a command that sees it."""
    if not _can_mount():
        pytest.skip("LOUD: no mount namespace here (unshare -rm), nothing is compared with Codex")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "etc/codex").mkdir(parents=True)
        (place / "home").mkdir()
        for thing in ("passwd", "group"):
            shutil.copy(f"/etc/{thing}", place / "etc")
        (place / "etc/codex/requirements.toml").write_text(toml)
        yield place, ["unshare", "-rm", "sh", "-c", f'mount --bind "{name}/etc" /etc; exec "$@"', "_", str(binary())]


def environment(place: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(place), "CODEX_HOME": str(place / "home")}


def refusal(toml: str) -> str:
    """What Codex says against a requirements.toml; "" when it starts with it."""
    with world(toml) as (place, prefix):
        done = subprocess.run(
            [*prefix, "app-server", "--print-startup-config"],
            capture_output=True,
            text=True,
            env=environment(place),
            timeout=60,
        )
    answer = json.loads(done.stdout)
    return str(answer["error"]["data"]["detail"]) if done.returncode else ""


def servers(toml: str, config: str) -> dict[str, bool]:
    """Which of the MCP servers of a config.toml Codex lets run under a requirements.toml."""
    with world(toml) as (place, prefix):
        (place / "home/config.toml").write_text(config)
        done = subprocess.run(
            [*prefix, "mcp", "list", "--json"], capture_output=True, text=True, env=environment(place), timeout=60
        )
    assert done.returncode == 0, done.stderr
    return {server["name"]: server["enabled"] for server in json.loads(done.stdout)}


def decision(rules: str, argv: list[str], resolve: bool = True) -> str:
    """What `codex execpolicy check` decides for a command under Starlark rules: forbidden, prompt, allow, or ""."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "x.rules")
        place.write_text(rules)
        options = ["--resolve-host-executables"] if resolve else []
        command = [str(binary()), "execpolicy", "check", "--rules", str(place), *options, "--", *argv]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout).get("decision", ""))
