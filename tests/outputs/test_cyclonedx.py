"""SBOMs: valid by the schema of CycloneDX for the locks that the tools made, complete, and the same bytes for the same tree."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemas  # noqa: F401 - before cyclonedx loads jsonschema
from conftest import ROOT, Repo
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from govhooks.knowledge.dependencies.bill import Bill, bill
from govhooks.outputs import cyclonedx
from govhooks.readers.locks import of, read
from govhooks.readers.locks.package import Contents, Package

DATA = ROOT / "tests/readers/locks/data"
TOOLS = sorted(path.name for path in DATA.iterdir())
SUBJECT = cyclonedx.Subject("shop", "a" * 40, 1_700_000_000)


@pytest.fixture(scope="module")
def validator() -> JsonStrictValidator:
    return JsonStrictValidator(SchemaVersion.V1_6)


def render(made: Bill, validator: JsonStrictValidator, subject: cyclonedx.Subject = SUBJECT) -> dict[str, Any]:
    """An SBOM as a program reads it, held to the schema."""
    text = cyclonedx.render(made, subject)

    assert validator.validate_str(text) is None
    assert text.isascii() and text.endswith("}\n")
    return dict(json.loads(text))


def test_the_schema_is_no_rubber_stamp(validator: JsonStrictValidator) -> None:
    text = cyclonedx.render(bill([]), SUBJECT)

    assert validator.validate_str(text.replace('"application"', '"applications"')) is not None


def files(folder: Path) -> list[tuple[str, Contents]]:
    """Every lock and manifest below a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [(path.relative_to(folder).as_posix(), path) for path in found]
    return [(name, read(name, path.read_bytes())) for name, path in names if of(name)]


def one(package: Package, validator: JsonStrictValidator) -> dict[str, Any]:
    """The component of a lock of one package."""
    (made,) = render(bill([("lock", Contents("x", package.ecosystem, True, (package,)))]), validator)["components"]
    return dict(made)


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_locks_of_each_tool_are_valid_and_complete(tool: str, validator: JsonStrictValidator) -> None:
    for case in sorted((DATA / tool).iterdir()):
        for side in ("before", "after"):
            read_ = files(case / side)
            told = render(bill(read_), validator)
            components = told["components"]
            locked = {
                (one.name, one.version)
                for _, contents in read_
                if contents.is_lock
                for one in contents.packages
                if not {"constraint", "override", "checksum"} & set(one.groups)
            }
            named = {(_full(part), part.get("version", "")) for part in components}
            references = {part["bom-ref"] for part in components}
            graph = {entry["ref"]: set(entry.get("dependsOn", ())) for entry in told["dependencies"]}

            assert {(name.lower(), version) for name, version in locked} <= {(n.lower(), v) for n, v in named}
            assert len(references) == len(components)
            assert graph.keys() == {"project", *references}
            assert set().union(*graph.values()) <= references
            assert graph["project"] or not components
            for part in components:
                if "purl" in part:
                    assert PackageURL.from_string(part["purl"]).version == part.get("version")


def _full(part: dict[str, Any]) -> str:
    divider = ":" if part.get("purl", "").startswith("pkg:maven") else "/"
    return f"{part['group']}{divider}{part['name']}" if part.get("group") else part["name"]


def test_all_ecosystems_in_one_tree(validator: JsonStrictValidator) -> None:
    everything = [
        (f"{case.parent.name}/{case.name}/{name}", contents)
        for tool in TOOLS
        for case in sorted((DATA / tool).iterdir())
        for name, contents in files(case / "after")
    ]
    told = render(bill(everything), validator)

    assert {part["purl"].partition("/")[0] for part in told["components"] if "purl" in part} >= {
        f"pkg:{kind}" for kind in ("pypi", "npm", "cargo", "golang", "gem", "composer")
    }


ARTIFACT = b"the bytes of a package"
SHA1, SHA256, SHA512 = (getattr(hashlib, name)(ARTIFACT) for name in ("sha1", "sha256", "sha512"))


def sri(name: str, digest: Any) -> str:
    return f"{name}-{base64.b64encode(digest.digest()).decode()}"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f"sha256:{SHA256.hexdigest()}", [("SHA-256", SHA256.hexdigest())]),
        (f"sha256:{SHA256.hexdigest().upper()}", [("SHA-256", SHA256.hexdigest())]),
        (sri("sha512", SHA512), [("SHA-512", SHA512.hexdigest())]),
        (sri("sha512", SHA512) + "?kind=x", [("SHA-512", SHA512.hexdigest())]),
        (
            f"{sri('sha1', SHA1)} {sri('sha512', SHA512)}",
            [("SHA-1", SHA1.hexdigest()), ("SHA-512", SHA512.hexdigest())],
        ),
        (f"md5:{'0' * 32}", [("MD5", "0" * 32)]),
        # What CycloneDX cannot say, and what is none.
        (sri("h1", SHA256).replace("-", ":", 1), []),
        (f"go.mod:{sri('h1', SHA256)}", []),
        (f"10c0/{SHA512.hexdigest()}", []),
        (SHA512.hexdigest(), []),
        (f"git:{SHA1.hexdigest()}", []),
        (f"reference:{SHA1.hexdigest()}", []),
        (f"sha256:{SHA1.hexdigest()}", []),
        ("sha256:zz", []),
        ("sha512-!!!", []),
        ("sha512-", []),
        ("sha256", []),
        ("", []),
    ],
)
def test_hashes(written: str, told: list[tuple[str, str]], validator: JsonStrictValidator) -> None:
    part = one(Package("npm", "a", "1", hashes=(written,)), validator)

    assert sorted((each["alg"], each["content"]) for each in part.get("hashes", ())) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("MIT", [{"license": {"id": "MIT"}}]),
        ("MIT OR GPL-2.0-only", [{"expression": "MIT OR GPL-2.0-only"}]),
        ("SEE LICENSE IN LICENSE.txt", [{"license": {"name": "SEE LICENSE IN LICENSE.txt"}}]),
        ("", None),
    ],
)
def test_licences(written: str, told: object, validator: JsonStrictValidator) -> None:
    assert one(Package("npm", "a", "1", licence=written), validator).get("licenses") == told


@pytest.mark.parametrize(
    ("package", "group", "name", "kind"),
    [
        (Package("npm", "@angular/core", "1"), "@angular", "core", "library"),
        (Package("npm", "JSONStream", "1"), None, "JSONStream", "library"),
        (Package("Maven", "org.x:y", "1"), "org.x", "y", "library"),
        (Package("Packagist", "a/b", "1"), "a", "b", "library"),
        (Package("Go", "github.com/a/b", "v1"), None, "github.com/a/b", "library"),
        (Package("Docker", "ghcr.io/a/b", "sha256:1"), None, "ghcr.io/a/b", "container"),
        (Package("GitLab", "a/b", "1"), None, "a/b", "library"),
        (Package("npm", "bytes\udcff\x1b", "\udc80"), None, "bytes\ufffd\x1b", "library"),
    ],
)
def test_names(package: Package, group: str | None, name: str, kind: str, validator: JsonStrictValidator) -> None:
    part = one(package, validator)

    assert (part.get("group"), part["name"], part["type"]) == (group, name, kind)
    assert "JSONStream" not in name or part["purl"] == "pkg:npm/JSONStream@1"


def test_where_it_is_named_is_a_property(validator: JsonStrictValidator) -> None:
    lock = Contents(
        "uv", "PyPI", True, (Package("PyPI", "a", "1", groups=("dev", "web")),), {}, (), ((7, "what is it"),)
    )
    manifest = Contents("pip", "PyPI", False, (Package("PyPI", "b", "", wanted=">=2", direct=True),))
    told = render(bill([("x/uv.lock", lock), ("y/requirements.txt", manifest)]), validator)
    properties = [[(one["name"], one["value"]) for one in part["properties"]] for part in told["components"]]

    assert properties == [
        [("govhooks:group", "dev"), ("govhooks:group", "web"), ("govhooks:lock", "x/uv.lock")],
        [("govhooks:manifest", "y/requirements.txt"), ("govhooks:wanted", ">=2")],
    ]
    assert told["metadata"]["properties"] == [{"name": "govhooks:unread", "value": "x/uv.lock:7: what is it"}]


def test_what_is_said_of_the_whole(validator: JsonStrictValidator) -> None:
    told = render(bill([]), validator)

    assert told["metadata"]["component"]["name"] == "shop"
    assert told["metadata"]["component"]["version"] == "a" * 40
    assert told["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    assert [one["name"] for one in told["metadata"]["tools"]["components"]] == ["govhooks"]
    assert told["serialNumber"].startswith("urn:uuid:")


def test_the_serial_number_is_that_of_the_content() -> None:
    lock = Contents("uv", "PyPI", True, (Package("PyPI", "a", "1"),))
    made, other = bill([("uv.lock", lock)]), bill([("b/uv.lock", lock)])
    first = cyclonedx.render(made, SUBJECT)
    serials = {
        json.loads(cyclonedx.render(each, subject))["serialNumber"]
        for each, subject in (
            (made, SUBJECT),
            (other, SUBJECT),
            (made, SUBJECT.but(moment=1)),
            (made, SUBJECT.but(name="x")),
        )
    }

    assert cyclonedx.render(made, SUBJECT) == first
    assert len(serials) == 4


# --- the command


@pytest.fixture
def project(repo: Repo) -> Repo:
    case = DATA / "uv/0.4"
    for side in ("before", "after"):
        for name in ("uv.lock", "pyproject.toml"):
            repo.stage(name, (case / side / name).read_bytes())
        repo.git("commit", "-q", "--no-verify", "-m", side)
    repo.stage("sub/requirements.txt", "click==8.1.8\nranged>=2\n")
    return repo


def sbom(repo: Repo, *args: str, **env: str) -> tuple[str, dict[str, Any]]:
    done = repo.run("dependencies", "--sbom", "-", *args, **env)
    assert (done.code, done.err) == (0, "")
    return done.out, json.loads(done.out)


def test_the_tree_at_a_revision_or_the_index(project: Repo, validator: JsonStrictValidator) -> None:
    (now, index), (_, head), (_, before) = sbom(project), sbom(project, "HEAD"), sbom(project, "HEAD~1")
    purls = [{one["purl"] for one in told["components"]} for told in (index, head, before)]
    moment = int(project.git("log", "-1", "--format=%ct"))

    assert validator.validate_str(now) is None
    assert purls[0] - purls[1] == {"pkg:pypi/click@8.1.8", "pkg:pypi/ranged"}
    assert "pkg:pypi/httpx@0.28.1" in purls[1] - purls[2]
    assert head["metadata"]["component"]["version"] == project.git("rev-parse", "HEAD")
    assert "version" not in index["metadata"]["component"]
    from datetime import datetime

    assert datetime.fromisoformat(head["metadata"]["timestamp"]).timestamp() == moment


@pytest.mark.slow
def test_the_same_tree_is_the_same_bytes_wherever_it_lies(project: Repo, tmp_path: Path) -> None:
    project.git("commit", "-q", "--no-verify", "-m", "sub")
    project.git("remote", "add", "origin", "https://user:pw@git.test/team/shop.git")
    first, told = sbom(project)
    clone = Repo(tmp_path / "elsewhere")
    project.git("clone", "-q", ".", str(clone.path))
    clone.git("remote", "set-url", "origin", "git@git.test:team/shop")

    assert told["metadata"]["component"]["name"] == "shop"
    assert sbom(project)[0] == first
    assert sbom(clone)[0] == first
    assert sbom(clone, "--name", "other")[0] != first
    assert sbom(clone, SOURCE_DATE_EPOCH="86400")[1]["metadata"]["timestamp"] == "1970-01-02T00:00:00+00:00"
    assert project.run("dependencies", "--sbom", "-", SOURCE_DATE_EPOCH="soon").code == 2


def test_before_the_first_commit(empty_repo: Repo) -> None:
    empty_repo.stage("requirements.txt", "click==8\n")

    assert sbom(empty_repo)[1]["metadata"]["timestamp"] == "1970-01-01T00:00:00+00:00"


@pytest.mark.slow
def test_into_a_file(project: Repo, tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    done = project.run("dependencies", "--sbom", str(target))

    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == f"{target}: {len(json.loads(target.read_text())['components'])} components of 2 locks and manifests\n"
    )
    assert target.read_text() == sbom(project)[0]
    assert project.run("dependencies", "--sbom", str(tmp_path / "no/where.json")).code == 2


def test_a_file_is_named_as_from_where_one_is(project: Repo) -> None:
    below = project.path / "sub"
    done = project.run("dependencies", "--sbom", "sbom.json", cwd=below)

    assert done.code == 0
    assert (below / "sbom.json").read_text() == sbom(project)[0]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.slow
def test_no_link_of_the_repository_is_followed(project: Repo, tmp_path: Path) -> None:
    (project.path / "sbom.json").symlink_to(tmp_path / "precious")
    (project.path / "package-lock.json").symlink_to(tmp_path / "precious")
    project.git("add", "package-lock.json")

    assert project.run("dependencies", "--sbom", "sbom.json").code == 2
    assert project.run("dependencies", "--sbom", "../sbom.json", cwd=project.path / "sub").code == 2
    assert not (tmp_path / "precious").exists()
    assert sbom(project)


def test_an_entry_that_is_no_package_is_told(project: Repo) -> None:
    project.stage("other/requirements.txt", "click==8\n== 9 ==\n")
    done = project.run("dependencies", "--sbom", "-")
    (told,) = json.loads(done.out)["metadata"]["properties"]

    assert done.code == 0
    assert done.err.startswith("govhooks: other/requirements.txt:2: not in the SBOM: ")
    assert told["value"].startswith("other/requirements.txt:2: ")


def test_without_the_library_it_says_what_to_install(project: Repo) -> None:
    program = (
        "import sys; sys.modules['cyclonedx'] = None\n"
        "from govhooks import cli; sys.exit(cli.main(['dependencies', '--sbom', 'x.json']))"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project.path, env=environ, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"govhooks: cannot judge: {cyclonedx.INSTALL}\n"
    assert not (project.path / "x.json").exists()


def test_only_this_loads_the_library(project: Repo) -> None:
    program = (
        "import sys; from govhooks import cli; cli.main(['dependencies'])\n"
        "assert not {'cyclonedx', 'packageurl'} & sys.modules.keys()"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}

    subprocess.run([sys.executable, "-c", program], cwd=project.path, env=environ, check=True, capture_output=True)
