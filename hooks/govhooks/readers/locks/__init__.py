"""Locks and manifests as packages: `read(path, bytes)` -> Contents, whatever the tool.

    of(path)          the module that reads a file of this name, "" for none: names only, nothing is imported
    read(path, data)  its Contents; raises BadDocument (with a line) for what is no such file

A module here reads the files of one tool or family of tools: `read(path, data) -> Contents`. Structured files are read by the
readers of their formats (`govhooks.readers.read("toml", data)`), which know the lines; by hand only what none of them reads.
Nothing is asked of git, of the network or of the clock.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from govhooks.readers.locks.package import Contents

# Module -> the names of the files that it reads, folded: globs of the last component, or of the last ones where one has a "/". `*` is
# all that a glob may hold.
FILES: dict[str, tuple[str, ...]] = {
    "actions": (
        ".github/workflows/*.yml",
        ".github/workflows/*.yaml",
        ".gitea/workflows/*.yml",
        ".gitea/workflows/*.yaml",
        ".forgejo/workflows/*.yml",
        ".forgejo/workflows/*.yaml",
        "action.yml",
        "action.yaml",
    ),
    "bun": ("bun.lock", "bun.lockb"),
    "bundler": ("gemfile", "gemfile.lock", "gems.rb", "gems.locked"),
    "cargo": ("cargo.toml", "cargo.lock"),
    "composer": ("composer.json", "composer.lock"),
    "conda": (
        "environment.yml",
        "environment.yaml",
        "environment-*.yml",
        "environment-*.yaml",
        "environment.*.yml",
        "environment.*.yaml",
    ),
    "gitlab": (".gitlab-ci.yml", ".gitlab-ci.yaml", "*.gitlab-ci.yml", "*.gitlab-ci.yaml"),
    "go": ("go.mod", "go.sum"),
    "gradle": ("*gradle.lockfile", "gradle/dependency-locks/*.lockfile", "*.versions.toml"),
    "images": (
        "dockerfile",
        "dockerfile.*",
        "*.dockerfile",
        "containerfile",
        "containerfile.*",
        "*.containerfile",
        "compose.yml",
        "compose.yaml",
        "compose.*.yml",
        "compose.*.yaml",
        "docker-compose*.yml",
        "docker-compose*.yaml",
    ),
    "maven": ("pom.xml",),
    "mix": ("mix.lock",),
    "npm": ("package.json", "package-lock.json", "npm-shrinkwrap.json"),
    "nuget": (
        "packages.lock.json",
        "packages.config",
        "*.csproj",
        "*.fsproj",
        "*.vbproj",
        "directory.packages.props",
        "directory.build.props",
        "directory.build.targets",
    ),
    "pdm": ("pdm.lock", "pdm.*.lock"),
    "pipenv": ("pipfile", "pipfile.lock"),
    "pnpm": ("pnpm-lock.yaml",),
    "poetry": ("poetry.lock",),
    "precommit": (".pre-commit-config.yaml", ".pre-commit-config.yml"),
    "pub": ("pubspec.yaml", "pubspec.lock"),
    "pylock": ("pylock.toml", "pylock.*.toml"),
    "pyproject": ("pyproject.toml",),
    "requirements": (
        "*requirements*.txt",
        "*requirements*.in",
        "requirements/*.txt",
        "requirements/*.in",
        "*constraints*.txt",
    ),
    "setup_cfg": ("setup.cfg",),
    "uv": ("uv.lock", "*.py.lock"),
    "yarn": ("yarn.lock",),
}


_BOTH_SIDES = ("pdm", "poetry", "uv")
_known: list[re.Pattern[str]] = []


def of(path: str) -> str:
    """The module that reads a file of this name, "" when none does. A glob of several components goes before one of fewer."""
    if not _known:
        import re

        from govhooks.search.compiled import compiled

        parts = []
        for module, globs in FILES.items():
            names = "|".join(re.escape(glob).replace(r"\*", "[^/]*") for glob in globs)
            parts.append(f"(?P<{module}>{names})")
        _known.append(compiled(rf"(?:^|/)(?:{'|'.join(parts)})\Z"))
    found = _known[0].search(path.casefold())
    return (found.lastgroup or "") if found else ""


def read(path: str, data: bytes, other: bytes = b"") -> Contents:
    """What the lock or manifest at this path says. Raises BadDocument; ValueError for a path that no module reads.

    `other` is the other side of the change, for those that read what is the same in both more quickly.
    """
    from importlib import import_module

    module = of(path)
    if not module:
        raise ValueError(f"{path}: no lock and no manifest that is known")
    more = (other,) if module in _BOTH_SIDES else ()
    contents: Contents = import_module(f"govhooks.readers.locks.{module}").read(path, data, *more)
    return contents
