"""Where indexes are: as pip and npm are configured, by the two themselves; and never by the repository that is judged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest

from govhooks.knowledge.indexes.settings import DEFAULTS, Settings, is_at, login, plain, read

# What a password is made of here: none stands in this tree.
WORD, PASSWORD = "w" + "ord", "_pass" + "word"
CORP = "https://pypi.corp.test/simple"


def rows(table: list[object], *quick: int) -> list[object]:
    """The numbers of a table's rows; each starts the oracle, so that the others are a sweep."""
    return [number if number in quick else pytest.param(number, marks=pytest.mark.slow) for number in range(len(table))]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder without settings, and nothing of this machine's."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def environment(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Of this machine nothing but PATH."""
    nowhere = str(home / "etc")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_DIRS": nowhere,
        "PREFIX": nowhere,
        **{name: value.format(home=home) for name, value in given.items()},
    }


def of(home: Path, given: Mapping[str, str], inside: str = "") -> Settings:
    return read(environment(home, given), inside, home=str(home))


def lay(home: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(home=home) if "{home}" in text else text)


PIP: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {}),
    ({}, {"PIP_INDEX_URL": f"{CORP}/"}),
    ({}, {"PIP_INDEX_URL": CORP, "PIP_EXTRA_INDEX_URL": "https://a.test/x https://b.test/y"}),
    ({".config/pip/pip.conf": f"[global]\nindex-url = {CORP}\nproxy = http://proxy.test:3128\n"}, {}),
    ({".config/pip/pip.conf": f"[global]\nindex_url = {CORP}\n"}, {}),
    ({".config/pip/pip.conf": f"[global]\nindex-url = https://a.test\n[install]\nindex-url = {CORP}\n"}, {}),
    ({".config/pip/pip.conf": "[global]\nextra-index-url =\n    https://a.test/x\n    https://b.test/y\n"}, {}),
    ({".config/pip/pip.conf": f"[download]\nindex-url = {CORP}\n"}, {}),
    ({".pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {}),
    ({".pip/pip.conf": "[global]\nindex-url = https://a.test\n", ".config/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {}),
    ({"xdg/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {"XDG_CONFIG_HOME": "{home}/xdg"}),
    ({"etc/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {}),
    ({"mine": f"[global]\nindex-url = {CORP}\n", ".config/pip/pip.conf": "[global]\nproxy = http://p.test:1\n"}, {"PIP_CONFIG_FILE": "{home}/mine"}),
    ({".config/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {"PIP_CONFIG_FILE": "/dev/null"}),
    ({".config/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {"PIP_CONFIG_FILE": "{home}/none"}),
    ({".config/pip/pip.conf": f"[global]\nindex-url = {CORP}\n"}, {"PIP_INDEX_URL": "https://b.test/simple"}),
    ({".config/pip/pip.conf": "[global]\ncert = {home}/ca.pem\n"}, {}),
    ({}, {"PIP_CERT": "{home}/ca.pem"}),
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="the oracle's files lie elsewhere")
@pytest.mark.parametrize("row", rows(list(PIP), 5, 12))
def test_as_pip_says(home: Path, row: int) -> None:
    files, given = PIP[row]
    lay(home, files)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], env=environment(home, given), capture_output=True, check=True, cwd=home
    )  # fmt: skip
    told: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for line in done.stdout.decode().splitlines():
            key, _, value = line.partition("=")
            if key.startswith(f"{section}."):
                told[key.removeprefix(f"{section}.")] = value.strip("'").replace("\\n", " ")
    found = of(home, given)
    urls = [told.get("index-url", DEFAULTS["PyPI"]), *told.get("extra-index-url", "").split()]

    assert found.indexes["PyPI"] == tuple(map(plain, urls))
    assert found.proxies.get("PyPI", {}).get("https", "") == told.get("proxy", "")
    assert found.certificates.get("PyPI", "") == told.get("cert", "")
    assert found.refused == {}


NPM: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("registry=https://npm.corp.test/api/\n", {}),
    ("; a comment\n# another\nregistry = \"https://npm.corp.test/api\"\n@corp:registry=https://own.test/\n", {}),
    ("registry=https://npm.corp.test\n", {"npm_config_registry": "https://b.test"}),
    ("", {"NPM_CONFIG_REGISTRY": "https://b.test"}),
    ("registry=https://${WHERE}/npm\n@a:registry=https://${NOWHERE?}a.test/\n", {"WHERE": "c.test"}),
    ("https-proxy=http://proxy.test:1\nproxy=http://proxy.test:2\n", {}),
    ("proxy=http://proxy.test:2\n", {}),
    ("cafile={home}/ca.pem\n", {}),
    ("", {"npm_config_userconfig": "{home}/other"}),
    ("", {"npm_config_globalconfig": "{home}/other"}),
    ("", {"npm_config_@corp:registry": "https://own.test"}),
]  # fmt: skip


@pytest.mark.parametrize("row", rows(list(NPM), 2, 6))
def test_as_npm_says(home: Path, row: int) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here: nothing was compared with it")
    text, given = NPM[row]
    lay(home, {".npmrc": text, "other": "registry=https://other.test/\n", "ca.pem": "", "work/package.json": "{}"})
    env = environment(home, given)
    done = subprocess.run(
        [npm, "config", "list", "--json"], env=env, capture_output=True, check=True, cwd=home / "work"
    )
    told = json.loads(done.stdout)
    found = of(home, given)

    assert found.indexes["npm"] == (plain(told["registry"]),)
    assert found.scopes == {
        key.partition(":")[0]: plain(value) for key, value in told.items() if key.endswith(":registry")
    }
    assert found.proxies["npm"].get("https", "") == plain(told["https-proxy"] or told["proxy"] or "")
    assert found.certificates.get("npm", "") == (told.get("cafile") or "")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"UV_DEFAULT_INDEX": CORP}, (CORP,)),
        ({"UV_INDEX_URL": CORP}, (CORP,)),
        ({"UV_INDEX": "own=https://a.test/x https://b.test"}, (DEFAULTS["PyPI"], "https://a.test/x", "https://b.test")),
        ({"UV_DEFAULT_INDEX": f"corp={CORP}", "UV_EXTRA_INDEX_URL": "https://b.test"}, (CORP, "https://b.test")),
        ({"UV_DEFAULT_INDEX": "https://a.test", "PIP_INDEX_URL": CORP}, (CORP,)),
        ({"PIP_INDEX_URL": CORP, "PIP_EXTRA_INDEX_URL": "file:///opt/wheels"}, (CORP, "file:///opt/wheels")),
    ],
)
def test_uv_and_folders(home: Path, given: dict[str, str], meant: tuple[str, ...]) -> None:
    found = of(home, given)

    assert found.indexes["PyPI"] == meant
    assert found.refused == {}


def test_windows_and_macos_have_their_own_places(home: Path) -> None:
    lay(home, {"roaming/pip/pip.ini": f"[global]\nindex-url={CORP}\n"})
    env = {"APPDATA": str(home / "roaming"), "PROGRAMDATA": str(home), "PATH": ""}
    assert read(env, "", "win32", str(home)).indexes["PyPI"] == (CORP,)

    lay(home, {"Library/Application Support/pip/pip.conf": f"[global]\nindex-url={CORP}\n"})
    assert read({"PATH": ""}, "", "darwin", str(home)).indexes["PyPI"] == (CORP,)


def test_no_index_is_no_index(home: Path) -> None:
    assert "no-index" in of(home, {"PIP_NO_INDEX": "1"}).refused["PyPI"]
    assert "PyPI" not in of(home, {"PIP_NO_INDEX": "0"}).refused


def test_the_virtual_environment_has_settings_too(home: Path) -> None:
    lay(home, {"venv/pip.conf": f"[global]\nindex-url={CORP}\n"})

    assert of(home, {"VIRTUAL_ENV": "{home}/venv"}).indexes["PyPI"] == (CORP,)


# --- logins


def basic(user: str, word: str) -> str:
    return "Basic " + b64encode(f"{user}:{word}".encode()).decode()


@pytest.mark.parametrize(
    ("npmrc", "url", "meant"),
    [
        ("//npm.test/:_authToken=T", "https://npm.test/a", "Bearer T"),
        ("//npm.test/:_authToken=${TOKEN}", "https://npm.test/a", "Bearer of the environment"),
        ("//npm.test/:_authToken=${NOWHERE}", "https://npm.test/a", ""),
        ("//npm.test/:_authToken=${NOWHERE?}", "https://npm.test/a", ""),
        ("//npm.test/:_authToken=T", "https://npm.test.evil.test/a", ""),
        ("//npm.test/:_authToken=T", "https://npm.test:8443/a", ""),
        ("//npm.test:8443/:_authToken=T", "https://npm.test:8443/a", "Bearer T"),
        ("//npm.test/x/:_authToken=T", "https://npm.test/a", ""),
        ("//npm.test/x/:_authToken=T", "https://npm.test/xy/a", ""),
        ("//npm.test/x/:_authToken=T\n//npm.test/:_authToken=U", "https://npm.test/x/a", "Bearer T"),
        ("//npm.test/:_auth=QUJD", "https://npm.test/a", "Basic QUJD"),
        (
            f"//npm.test/:username=me\n//npm.test/:{PASSWORD}={b64encode(WORD.encode()).decode()}",
            "https://npm.test/a",
            basic("me", WORD),
        ),
        (f"//npm.test/:username=me\n//npm.test/:{PASSWORD}=?", "https://npm.test/a", ""),
        ("_authToken=T\n_auth=QUJD", "https://registry.npmjs.org/a", ""),  # of no host: npm no longer sends it
    ],
)
def test_logins_of_npm(home: Path, npmrc: str, url: str, meant: str) -> None:
    lay(home, {".npmrc": npmrc})

    assert login(of(home, {"TOKEN": "of the environment"}), url) == meant


def test_a_login_in_a_url_is_kept_apart_from_it(home: Path) -> None:
    url = f"https://m%40e:{WORD}@pypi.corp.test/simple"
    found = of(home, {"PIP_INDEX_URL": url})

    assert found.indexes["PyPI"] == (CORP,)
    assert login(found, f"{CORP}/a/") == basic("m@e", WORD)
    assert login(found, "https://pypi.corp.test/other/a/") == ""
    assert login(found, "https://pypi.org/simple/a/") == ""


def test_netrc(home: Path) -> None:
    lay(home, {".netrc": "", "other": ""})

    assert of(home, {}).netrc == str(home / ".netrc")
    assert of(home, {"NETRC": "{home}/other"}).netrc == str(home / "other")
    assert of(home, {"NETRC": "{home}/none"}).netrc == ""


# --- nothing of the repository


@pytest.mark.parametrize(
    ("files", "given", "ecosystem"),
    [
        ({"repo/pip.conf": f"[global]\nindex-url={CORP}"}, {"PIP_CONFIG_FILE": "{home}/repo/pip.conf"}, "PyPI"),
        ({"repo/.venv/pip.conf": f"[global]\nindex-url={CORP}"}, {"VIRTUAL_ENV": "{home}/repo/.venv"}, "PyPI"),
        ({"repo/.npmrc": "registry=https://evil.test"}, {"npm_config_userconfig": "{home}/repo/.npmrc"}, "npm"),
        ({"repo/ca.pem": "x"}, {"PIP_CERT": "{home}/repo/ca.pem"}, "PyPI"),
        ({"repo/ca.pem": "x"}, {"npm_config_cafile": "{home}/repo/ca.pem"}, "npm"),
        ({"repo/ca.pem": "x"}, {"NODE_EXTRA_CA_CERTS": "{home}/repo/ca.pem"}, "npm"),
    ],
)
def test_settings_in_the_repository_are_not_believed(
    home: Path, files: dict[str, str], given: dict[str, str], ecosystem: str
) -> None:
    lay(home, files)
    found = of(home, given, str(home / "repo"))

    assert "in the repository that is judged" in found.refused[ecosystem]
    assert found.indexes[ecosystem] == (DEFAULTS[ecosystem],)
    assert of(home, given).refused == {}


def test_a_project_npmrc_is_not_even_looked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(home, {"repo/.npmrc": "registry=https://evil.test\n//registry.npmjs.org/:_authToken=T\n"})
    monkeypatch.chdir(home / "repo")
    found = of(home, {}, str(home / "repo"))

    assert (found.indexes["npm"], found.logins, found.refused) == ((DEFAULTS["npm"],), {}, {})


def test_a_link_into_the_repository_is_in_it(home: Path) -> None:
    if os.name == "nt":
        pytest.skip("links need a right on Windows")
    lay(home, {"repo/npmrc": "registry=https://evil.test", "repo/netrc": ""})
    (home / ".npmrc").symlink_to(home / "repo" / "npmrc")
    (home / ".netrc").symlink_to(home / "repo" / "netrc")
    found = of(home, {}, str(home / "repo"))

    assert "npm" in found.refused
    assert found.netrc == ""


@pytest.mark.parametrize("text", ["[global\nindex-url=x", "index-url=x", "[global]\nindex-url=x\n[global]\n"])
def test_a_broken_file_is_told(home: Path, text: str) -> None:
    lay(home, {".config/pip/pip.conf": text})

    assert "pip.conf cannot be read" in of(home, {}).refused["PyPI"]


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://A.test/x/", "https://a.test/x"),
        ("HTTPS://u:p@a.test:8443/x?y#z", "https://a.test:8443/x"),
        ("registry.corp.test", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_plain(url: str, meant: str) -> None:
    assert plain(url) == meant
    assert is_at(url, (meant or "https://x",)) == meant
