"""How the tool that wrote a lock takes another version of a package: one command line a tool."""

from __future__ import annotations

from shlex import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.locks.package import Package

# Tool -> its command; {name} and {version} are quoted for a shell.
COMMANDS = {
    "bun": "bun update {name}@{version}",
    "bundler": "bundle update {name} --conservative",
    "cargo": "cargo update --package {name} --precise {version}",
    "composer": "composer update {name} --with-dependencies",
    "go": "go get {name}@{version}",
    "npm": "npm install {name}@{version}",
    "pdm": "pdm update {name}",
    "pipenv": "pipenv upgrade {name}=={version}",
    "pnpm": "pnpm update {name}@{version}",
    "poetry": "poetry update {name}",
    "pub": "dart pub upgrade {name}",
    "uv": "uv lock --upgrade-package {name}=={version}",
    "yarn": "yarn upgrade {name}@{version}",
    "yarn-berry": "yarn up {name}@{version}",
}


def take(package: Package, version: str, tool: str, path: str) -> str:
    """What to do to have a version of a package that a file of this tool pins."""
    command = COMMANDS.get(tool)
    if command is None or (tool == "npm" and package.direct is False):
        if tool == "npm":
            return f"npm update {quote(package.name)} (to {version} or later; or an entry in overrides)"
        return f"set {package.name} to {version} or later in {path}"
    if package.ecosystem == "Go" and not version.startswith("v"):
        version = f"v{version}"
    return command.format(name=quote(package.name), version=quote(version))
