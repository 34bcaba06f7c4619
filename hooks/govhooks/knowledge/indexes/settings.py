"""Where the indexes are, and how they are reached: as pip, uv and npm are configured on this machine.

    read(environ, inside)   -> Settings of both ecosystems

pip    PIP_* variables, the file of PIP_CONFIG_FILE, pip.conf or pip.ini of the virtual environment, the user and the machine
       https://pip.pypa.io/en/stable/topics/configuration/
uv     UV_DEFAULT_INDEX, UV_INDEX_URL, UV_INDEX, UV_EXTRA_INDEX_URL, where pip names no index
       https://docs.astral.sh/uv/reference/environment/
npm    npm_config_* variables, the user's, the machine's and npm's own npmrc; registries and tokens of scopes
       https://docs.npmjs.com/cli/using-npm/config, https://docs.npmjs.com/cli/configuring-npm/npmrc

A file in the repository that is judged is never read, whoever names it: who changes the repository could send a token, or the
questions, to a place of his own. Where such a file exists and would count, nothing is asked (`refused`).
Certificates are always verified: pip's `trusted-host` and npm's `strict-ssl` are not looked at.
"""

from __future__ import annotations

import os
import re
import sys

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PYPI, NPM = "PyPI", "npm"
DEFAULTS = {PYPI: "https://pypi.org/simple", NPM: "https://registry.npmjs.org"}
# The public index under its other names: what a lock says of it means "the default one".
PUBLIC = {
    PYPI: ("https://pypi.org/simple", "https://pypi.python.org/simple", "https://pypi.org"),
    NPM: ("https://registry.npmjs.org", "https://registry.yarnpkg.com", "https://registry.npmjs.com"),
}
_VARIABLE = re.compile(r"(\\*)\$\{([^${}]+)\}")


class Settings(Record):
    """Where the packages of both ecosystems come from, by ecosystem. URLs have no login, and no "/" at the end.

    `indexes`  those that are asked for a package that names none, in this order.
    `scopes`   "@scope" of npm -> its registry.
    `logins`   "//host[:port]/path" -> the value of the header Authorization for URLs below it.
    `netrc`    the file with further logins, by host; "" for none.
    `proxies`  scheme -> URL of a proxy; without an entry the environment's.
    `certificates`  a file or folder of authorities in place of the system's; `more_certificates` a file beside them.
    `refused`  why an ecosystem is not asked at all.
    """

    indexes: Mapping[str, tuple[str, ...]]
    scopes: Mapping[str, str] = {}
    logins: Mapping[str, str] = {}
    netrc: str = ""
    proxies: Mapping[str, Mapping[str, str]] = {}
    certificates: Mapping[str, str] = {}
    more_certificates: Mapping[str, str] = {}
    refused: Mapping[str, str] = {}


def read(
    environ: Mapping[str, str] | None = None, inside: str = "", platform: str = sys.platform, home: str = ""
) -> Settings:
    """What is configured. `inside` is the top of the repository that is judged: nothing in it is read."""
    found = _Found(os.environ if environ is None else environ, inside, platform, home or os.path.expanduser("~"))
    found.python()
    found.node()
    return Settings(
        indexes=found.indexes,
        scopes=found.scopes,
        logins=found.logins,
        netrc=found.netrc(),
        proxies=found.proxies,
        certificates=found.certificates,
        more_certificates=found.more_certificates,
        refused=found.refused,
    )


def plain(url: str) -> str:
    """A URL to compare and to join: without a login, the host in lower case, no "/" at the end."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return f"{parts.scheme.lower()}://{host}{parts.path}".rstrip("/") if host else ""


def is_http(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def is_inside(path: str, top: str) -> bool:
    """Whether a file lies in a folder, by its name or by what that leads to; "" is no folder."""
    if not top:
        return False
    for resolve in (os.path.abspath, os.path.realpath):
        folder, place = os.path.normcase(resolve(top)).rstrip(os.sep), os.path.normcase(resolve(path))
        if place == folder or place.startswith(folder + os.sep):
            return True
    return False


class _Found:
    """What has been found so far; files that lie in the repository are left out, and told."""

    def __init__(self, environ: Mapping[str, str], inside: str, platform: str, home: str) -> None:
        self.environ, self.platform, self.home = environ, platform, home
        self._inside = inside
        self.indexes: dict[str, tuple[str, ...]] = {}
        self.scopes: dict[str, str] = {}
        self.logins: dict[str, str] = {}
        self.proxies: dict[str, dict[str, str]] = {}
        self.certificates: dict[str, str] = {}
        self.more_certificates: dict[str, str] = {}
        self.refused: dict[str, str] = {}

    def _text(self, path: str, ecosystem: str) -> str:
        """A file of settings, "" for none."""
        if not path or not os.path.isfile(path):
            return ""
        if is_inside(path, self._inside):
            self.refused.setdefault(ecosystem, f"its settings lie in the repository that is judged ({_base(path)})")
            return ""
        try:
            with open(path, encoding="utf-8-sig", errors="surrogateescape") as stream:
                return stream.read()
        except OSError as error:
            self.refused.setdefault(ecosystem, f"{_base(path)} cannot be read: {error.strerror}")
            return ""

    def _certificates(self, ecosystem: str, path: str, kept: dict[str, str]) -> None:
        if not path:
            return
        if is_inside(path, self._inside):
            self.refused.setdefault(ecosystem, f"its certificates lie in the repository that is judged ({_base(path)})")
        else:
            kept[ecosystem] = path

    def _add(self, ecosystem: str, url: str) -> Iterator[str]:
        """The URL of an index, without its login, which is kept."""
        from base64 import b64encode
        from urllib.parse import unquote, urlsplit

        bare = plain(url)
        if not is_http(bare) and "://" in url:
            yield url.strip()  # a folder, which pip can read: no index can be asked there
            return
        if not bare:
            self.refused.setdefault(ecosystem, "the URL of its index is none")
            return
        user, at, _ = urlsplit(url.strip()).netloc.rpartition("@")
        if at:
            name, _, word = user.partition(":")
            pair = f"{unquote(name)}:{unquote(word)}".encode("utf-8", "surrogateescape")
            self.logins.setdefault(_place(bare), f"Basic {b64encode(pair).decode('ascii')}")
        yield bare

    def netrc(self) -> str:
        """https://everything.curl.dev/usingcurl/netrc.html; requests, and so pip, looks at NETRC, ~/.netrc and ~/_netrc."""
        told = self.environ.get("NETRC", "")
        for path in (told,) if told else (os.path.join(self.home, name) for name in (".netrc", "_netrc")):
            if os.path.isfile(path) and not is_inside(path, self._inside):
                return path
        return ""

    # --- pip and uv

    def python(self) -> None:
        told: dict[str, str] = {}
        for path in self._pip_files():
            told.update(self._pip(path))
        told.update(
            (name[4:].lower().replace("_", "-"), value)
            for name, value in self.environ.items()
            if name.startswith("PIP_") and value
        )
        if told.get("no-index", "").lower() in ("1", "true", "yes", "on", "y", "t"):
            self.refused.setdefault(PYPI, "pip is configured to use no index (no-index)")
        first, more = told.get("index-url", ""), told.get("extra-index-url", "").split()
        if not first and not more:
            first = self.environ.get("UV_DEFAULT_INDEX") or self.environ.get("UV_INDEX_URL") or ""
            more = f"{self.environ.get('UV_INDEX', '')} {self.environ.get('UV_EXTRA_INDEX_URL', '')}".split()
        urls = [_unnamed(url) for url in (first or DEFAULTS[PYPI], *more)]
        self.indexes[PYPI] = tuple(dict.fromkeys(bare for url in urls for bare in self._add(PYPI, url)))
        if proxy := told.get("proxy", ""):
            proxy = proxy if "://" in proxy else f"http://{proxy}"
            self.proxies[PYPI] = {"http": proxy, "https": proxy}
        named = (told.get("cert"), *map(self.environ.get, ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")))
        self._certificates(PYPI, next(filter(None, named), ""), self.certificates)

    def _pip_files(self) -> Iterator[str]:
        """pip's files, the ones that count less first."""
        env, join = self.environ, os.path.join
        named = env.get("PIP_CONFIG_FILE", "")
        if named == os.devnull:
            return
        if self.platform == "win32":
            name, machine = "pip.ini", [join(env.get("PROGRAMDATA") or "C:\\ProgramData", "pip", "pip.ini")]
            user = [join(env.get("APPDATA") or join(self.home, "AppData", "Roaming"), "pip", name)]
            legacy = join(self.home, "pip", name)
        else:
            name, legacy = "pip.conf", join(self.home, ".pip", "pip.conf")
            config = env.get("XDG_CONFIG_HOME") or join(self.home, ".config")
            user = [join(config, "pip", name)]
            if self.platform == "darwin":
                machine = ["/Library/Application Support/pip/pip.conf"]
                library = join(self.home, "Library", "Application Support", "pip")
                user = [join(library, name)] if os.path.isdir(library) else user
            else:
                folders = (env.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
                machine = [*(join(folder, "pip", name) for folder in folders), "/etc/pip.conf"]
        yield from machine
        if not (named and os.path.exists(named)):
            yield from (legacy, *user)
        if env.get("VIRTUAL_ENV"):
            yield join(env["VIRTUAL_ENV"], name)
        yield named

    def _pip(self, path: str) -> dict[str, str]:
        """The options of a file that `pip install` would take."""
        from configparser import Error, RawConfigParser

        text = self._text(path, PYPI)
        parser = RawConfigParser()
        try:
            parser.read_string(text)
        except Error:
            self.refused.setdefault(PYPI, f"{_base(path)} cannot be read")
            return {}
        told: dict[str, str] = {}
        for section in ("global", "install"):
            if parser.has_section(section):
                told.update((key.replace("_", "-"), value) for key, value in parser.items(section) if value)
        return told

    # --- npm

    def node(self) -> None:
        told: dict[str, str] = {}
        spoken: dict[str, str] = {}
        for name, value in self.environ.items():
            if name.lower().startswith("npm_config_") and value:
                key = name[len("npm_config_") :]
                if not key.startswith("//"):
                    key = key[:1] + key[1:].replace("_", "-")
                    key = key.lower()
                spoken[key] = value
        for path in self._npm_files(spoken):
            told.update(self._npm(path))
        told.update((key, self._expanded(value)) for key, value in spoken.items())
        self.indexes[NPM] = tuple(self._add(NPM, told.get("registry") or DEFAULTS[NPM]))
        for key, value in told.items():
            scope, colon, rest = key.partition(":")
            if colon and rest == "registry" and scope.startswith("@"):
                self.scopes.update((scope, bare) for bare in self._add(NPM, value))
        self._npm_logins(told)
        proxy = told.get("proxy", "")
        secure = told.get("https-proxy", "") or proxy
        self.proxies[NPM] = {
            scheme: one for scheme, one in (("http", proxy), ("https", secure)) if one not in ("", "null", "false")
        }
        named = told.get("cafile", "")
        self._certificates(NPM, named if named != "null" else "", self.certificates)
        self._certificates(NPM, self.environ.get("NODE_EXTRA_CA_CERTS", ""), self.more_certificates)

    def _npm_files(self, spoken: Mapping[str, str]) -> Iterator[str]:
        """npm's files, the ones that count less first; never the project's own."""
        from shutil import which

        prefix = self.environ.get("PREFIX", "")
        if not prefix and (node := which("node", path=self.environ.get("PATH", os.defpath))):
            folder = os.path.dirname(os.path.realpath(node))
            prefix = folder if self.platform == "win32" else os.path.dirname(folder)
        if prefix:
            for library in ("node_modules", os.path.join("lib", "node_modules"), os.path.join("share", "nodejs")):
                yield os.path.join(prefix, library, "npm", "npmrc")
            yield spoken.get("globalconfig", "") or os.path.join(prefix, "etc", "npmrc")
        else:
            yield spoken.get("globalconfig", "")
        yield spoken.get("userconfig", "") or os.path.join(self.home, ".npmrc")

    def _npm(self, path: str) -> dict[str, str]:
        told: dict[str, str] = {}
        for line in self._text(path, NPM).splitlines():
            key, equals, value = line.strip().partition("=")
            if equals and not key.startswith((";", "#")):
                value = value.strip()
                if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                    value = value[1:-1]
                told[self._expanded(key.strip().strip("\"'"))] = self._expanded(value)
        return told

    def _expanded(self, text: str) -> str:
        """A text with npm's ${VARIABLES}; one that is not set stays as it is, with "?" it is empty."""

        def value(found: re.Match[str]) -> str:
            if len(found[1]) % 2:
                return found[0][len(found[1]) // 2 + 1 :]
            name, optional = found[2].removesuffix("?"), found[2].endswith("?")
            return found[1][: len(found[1]) // 2] + self.environ.get(
                name, "" if optional else found[0][len(found[1]) :]
            )

        return _VARIABLE.sub(value, text)

    def _npm_logins(self, told: Mapping[str, str]) -> None:
        """Tokens and passwords; each is of one host and what lies below its path."""
        from base64 import b64decode, b64encode
        from binascii import Error

        for key, value in told.items():
            place, _, kind = key.rpartition(":")
            if not place.startswith("//") or "${" in value or not value:
                continue
            at = place.rstrip("/").lower()
            if kind == "_authToken":
                self.logins[at] = f"Bearer {value}"
            elif kind == "_auth":
                self.logins.setdefault(at, f"Basic {value}")
            elif kind == "_password" and (user := told.get(f"{place}:username")):
                try:
                    pair = user.encode() + b":" + b64decode(value, validate=True)
                except (Error, ValueError):
                    continue
                self.logins.setdefault(at, f"Basic {b64encode(pair).decode('ascii')}")


def login(settings: Settings, url: str) -> str:
    """The value of the header Authorization that a URL may have, "" for none: that of the nearest place above it."""
    place = _place(plain(url))
    while place.startswith("//") and len(place) > 2:
        if found := settings.logins.get(place):
            return found
        place = place.rpartition("/")[0]
    return ""


def _place(url: str) -> str:
    """What npm calls a nerf dart: "//host/path" of a plain URL."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    usual = {"https": ":443", "http": ":80"}.get(scheme, "")
    return f"//{host.removesuffix(usual) if usual else host}{slash}{path}".rstrip("/").lower()


def _unnamed(url: str) -> str:
    """uv's `name=https://...` without the name."""
    name, equals, rest = url.partition("=")
    return rest if equals and "://" in rest and "/" not in name and ":" not in name else url


def _base(path: str) -> str:
    return os.path.basename(path)


def is_at(url: str, places: Iterable[str]) -> str:
    """The place of several that a URL is, or lies below; "" for none."""
    bare = plain(url)
    return next((place for place in places if place and (bare == place or bare.startswith(f"{place}/"))), "")
