"""What the tools of Node.js share: how a package is asked for, and where a tarball comes from.

    ask("old", "npm:debug@2")    -> Ask("debug", "2", "")           an alias is the package that is installed
    ask("x", "u/repo#v1")        -> Ask("x", "u/repo#v1", "git:https://github.com/u/repo@v1")
    from_url("debug", URL)       -> "" for the public registry, "registry:BASE", "git:URL@REVISION" or "url:URL"

Forms: https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies, https://yarnpkg.com/protocols,
https://pnpm.io/package-sources, https://bun.com/docs/pm/cli/add
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.compiled import compiled

# The public registry; the second name is an alias of the first one (https://github.com/yarnpkg/yarn/issues/5892).
PUBLIC = ("https://registry.npmjs.org/", "https://registry.yarnpkg.com/")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org", "gist": "gist.github.com"}
_SHORT = compiled(r"(?a)[\w-][\w.-]*/[\w.-]+(?:#.*)?")
_GIT = compiled(r"(?a)git\+|git://|git@|ssh://|https?://[^#]+\.git(?:#|$)")
_REPOSITORY = compiled(r"(?a)https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[^/?#]+/[^/?#]+/?(?:#.*)?")
_CODELOAD = compiled(r"(?a)https://codeload\.github\.com/([^/]+/[^/]+)/(?:legacy\.)?tar\.gz/([^/?#]+)")
_PATHS = ("file:", "link:", "portal:", "workspace:", "exec:")


class Ask(Record):
    """What one line of a manifest asks for: the package that gets installed, the range, and its source ("" the registry)."""

    name: str
    wanted: str
    source: str = ""


def ask(name: str, spec: str) -> Ask:
    """What `"name": "spec"` of a package.json, or of a lock's copy of one, means."""
    if ":" not in spec and "/" not in spec and spec not in (".", ".."):
        return Ask(name, spec)
    if spec.startswith("npm:"):
        real, wanted = split_name(spec[4:])
        # Yarn writes `npm:^1` for the range of a name that is no alias.
        return Ask(real, wanted) if wanted or not _is_range(real) else Ask(name, real)
    if spec.startswith("jsr:"):
        real, wanted = split_name(spec[4:])
        real, wanted = (real, wanted) if real.startswith("@") else (name, real)
        return Ask("@jsr/" + real.removeprefix("@").replace("/", "__"), wanted, "registry:https://npm.jsr.io/")
    if spec.startswith("patch:"):
        return _patched(name, spec)
    if spec.startswith(_PATHS):
        return Ask(name, spec, "path:" + (spec if spec.startswith("workspace:") else spec.partition(":")[2]))
    if spec.startswith(("./", "../", "/", "~/")) or spec in (".", ".."):
        return Ask(name, spec, f"path:{spec}")
    host = spec.partition(":")[0]
    if host in _HOSTS or _GIT.match(spec) or _REPOSITORY.fullmatch(spec) or _SHORT.fullmatch(spec):
        return Ask(name, spec, git_source(spec))
    if spec.startswith(("https://", "http://")):
        return Ask(name, spec, from_url(name, spec))
    return Ask(name, spec)


def installed(name: str, spec: str) -> str:
    """The package that gets installed for `"name": "spec"`: another one for an alias."""
    if ":" not in spec or (spec.startswith("npm:") and spec[4:5] in "^~0123456789<>=*"):
        return name
    return ask(name, spec).name


def split_name(spec: str) -> tuple[str, str]:
    """`@scope/name@rest` -> its two parts; the rest is "" when there is none."""
    at = spec.find("@", 1)
    return (spec, "") if at < 0 else (spec[:at], spec[at + 1 :])


def _is_range(word: str) -> bool:
    """Whether what stands behind `npm:` is a range or a tag and no name: names of packages begin with a letter or a scope."""
    return word[:1] in "0123456789^~<>=*vx " or "||" in word or word in ("latest", "next")


def _patched(name: str, spec: str) -> Ask:
    """`patch:debug@npm%3A4.3.1#./fix.patch`: what is patched, by which file; Yarn's own patches are no source of their own."""
    from urllib.parse import unquote

    inner, _, patch = spec[6:].partition("#")
    real, wanted = split_name(unquote(inner))
    patch = patch.partition("::")[0]
    return Ask(real or name, wanted.removeprefix("npm:"), "" if "builtin<" in patch or not patch else f"path:{patch}")


def git_source(spec: str) -> str:
    """A git URL, or a short form of one, as `git:URL@REVISION`."""
    url, _, fragment = spec.partition("#")
    url = url.removeprefix("git+")
    host, _, rest = url.partition(":")
    if host in _HOSTS and not rest.startswith("//"):
        url = f"https://{_HOSTS[host]}/{rest}"
    elif _SHORT.fullmatch(url):
        url = f"https://github.com/{url}"
    revision = fragment
    for part in fragment.split("&"):
        kind, is_pair, word = part.partition("=")
        if is_pair and kind in ("commit", "tag", "head"):
            revision = word
    return f"git:{url}@{revision}" if revision else f"git:{url}"


def from_url(name: str, url: str) -> str:
    """The source that a tarball's URL says: a registry when the URL is that of this package in it, and "" for the public one.

    A tarball of another package behind this name is no registry's: it is `url:URL`, wherever it lies.
    """
    url = url.partition("#")[0]
    if found := _CODELOAD.match(url):
        return f"git:https://github.com/{found[1]}@{found[2]}"
    base, is_registry, _ = url.partition("/-/")
    if is_registry:
        base = base.replace("%2f", "/").replace("%2F", "/").replace("%40", "@")
        if not base.endswith(f"/{name}"):
            return f"url:{url}"
        registry = base[: -len(name)]
        return "" if registry in PUBLIC else f"registry:{registry}"
    base, is_registry, _ = url.partition(f"/download/{name}/")  # GitHub Packages
    return f"registry:{base}/" if is_registry else f"url:{url}"


def version_of_url(name: str, url: str) -> str:
    """The version that the URL of a registry's tarball has: `.../is-odd/-/is-odd-3.0.1.tgz`."""
    file = url.rpartition("/")[2].partition("?")[0].partition("#")[0]
    start = f"{name.rpartition('/')[2]}-"
    return file[len(start) : -len(".tgz")] if file.startswith(start) and file.endswith(".tgz") else ""
