"""The baseline over real repositories: what is known stays known, what is new is new, and two branches merge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Repo
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.core.errors import CannotJudge
from govhooks.policy import baseline
from govhooks.rules.index import ENTRIES
from govhooks.rules.secrets.no_secrets.examples import make

FILE = ".govhooks.baseline"
TOKEN = make("ghp_{alnum:30}{sign:github}", seed=41)
WORDS = ["c0rrectHorse7", "k7Gv2pQx9wT", "Zr4mLq8sNv2", "Wd6hYt3bKc9"]


def password(number: int) -> str:
    return WORDS[number % 4] + str(number * 37 + 11)


def line(number: int) -> str:
    return f'db_password = "{password(number)}"\n'


@pytest.fixture
def old(repo):  # type: ignore[no-untyped-def]
    """A repository with a token and a password in it that came before the rules."""
    repo.commit("old", **{"app.py": "x = 1\n" + line(0), "deploy.py": f"t = '{TOKEN}'\n"})
    return repo


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("adopted") / "repo"


@pytest.fixture
def adopted(first: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Repo:
    """The same once its baseline is committed; made once, and copied."""
    if not first.exists():
        old = request.getfixturevalue("old")
        assert old.run("baseline").code == 0
        old.git("add", FILE, "governance.toml")
        old.commit("adopt")
        shutil.copytree(old.path, first, symlinks=True)
    return Repo(shutil.copytree(first, tmp_path / "adopted", symlinks=True))


def text(repo) -> str:  # type: ignore[no-untyped-def]
    return (repo.path / FILE).read_text(encoding="utf-8")


# --- adoption


def test_the_first_run_records_what_is_committed(old) -> None:  # type: ignore[no-untyped-def]
    assert old.check("--all").code == 1
    done = old.run("baseline")
    header, *entries = text(old).splitlines()

    told, since = done.out.splitlines()

    assert (done.code, told) == (0, f"govhooks: {FILE}: 2 known, 2 of them added")
    assert since.startswith(f'govhooks: governance.toml: since = "{old.git("rev-parse", "HEAD")}"; ')
    assert header == baseline.HEADER.rstrip()
    assert sorted(entry.split(" ", 1)[1] for entry in entries) == ["no-secrets app.py", "no-secrets deploy.py"]
    assert entries == sorted(entries)
    assert TOKEN not in text(old) and password(0) not in text(old)


def test_what_is_known_is_shown_and_refuses_nothing(adopted) -> None:  # type: ignore[no-untyped-def]
    done = adopted.check("--all")
    (first, second) = json.loads(adopted.check("--all", "--format", "json").out)["findings"]

    assert done.code == 0
    assert done.out == (
        "app.py:2: possible hard-coded secret in `db_password` [no-secrets]\n"
        "  known: recorded in .govhooks.baseline\n"
        "deploy.py:1: GitHub: personal, OAuth, user-to-server, installation or refresh token [no-secrets]\n"
        "  known: recorded in .govhooks.baseline\n"
        "note: 1 known token or key in .govhooks.baseline must still be rotated\n"
        "govhooks: passed: 2 known (policy: HEAD:governance.toml)\n"
    )
    assert (first["known"], second["known"], first["severity"]) == (True, True, "warning")


def test_the_same_again_writes_the_same_bytes(adopted) -> None:  # type: ignore[no-untyped-def]
    place = adopted.path / FILE
    before = (place.read_bytes(), place.stat().st_mtime_ns, place.stat().st_ino)
    done = adopted.run("baseline")

    assert (done.code, done.out) == (0, f"govhooks: {FILE}: 2 known\n")
    assert (place.read_bytes(), place.stat().st_mtime_ns, place.stat().st_ino) == before
    place.unlink()
    assert adopted.run("baseline", "--add").code == 0
    assert place.read_bytes() == before[0]
    place.write_bytes(before[0].replace(b"\n", b"\r\n"))
    assert adopted.run("baseline").code == 0
    assert place.read_bytes() == before[0].replace(b"\n", b"\r\n")
    assert adopted.run("baseline", "--check").code == 0


def test_it_runs_in_a_folder_too(old) -> None:  # type: ignore[no-untyped-def]
    old.commit("more", **{"sub/x.py": line(1)})

    assert old.run("baseline", cwd=old.path / "sub").code == 0
    assert "no-secrets sub/x.py" in text(old)
    assert not (old.path / "sub" / FILE).exists()


# --- one value, seen in several places

SURE, UNSURE = 'db_password = "{}"\n', 'assert password == "{}"\n'


@pytest.mark.parametrize("forms", [(SURE, UNSURE), (UNSURE, SURE), (UNSURE, SURE, UNSURE)])
def test_the_surest_place_of_a_value_counts(forms: tuple[str, ...], repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"app.py": "".join(form.format(password(0)) for form in forms)})
    assert repo.check("--all").code == 1
    assert repo.run("baseline", "--check").code == 1

    assert repo.run("baseline").code == 0
    assert text(repo).count("no-secrets app.py") == 1
    repo.git("add", FILE)
    repo.commit("adopt")
    assert repo.check("--all").code == 0


@pytest.mark.parametrize("forms", [(UNSURE, SURE), (SURE, UNSURE)])
def test_the_surest_commit_of_a_range_counts(forms: tuple[str, ...], repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    told = ""
    for form in forms:
        told += form.format(password(0))
        repo.commit("more", **{"app.py": told})
    done = repo.check("--from-ref", start, "--to-ref", "HEAD", "--rule", "no-secrets")

    assert (done.code, "refused: 1 to fix" in done.out) == (1, True)
    assert repo.check("--history", "--rule", "no-secrets").code == 1


def test_a_converted_entry_takes_the_surest_place_too(repo) -> None:  # type: ignore[no-untyped-def]
    from govhooks.rules.secrets.no_secrets import digest

    value = password(0)
    report = {"results": {"app.py": [{"type": "Secret Keyword", "hashed_secret": digest(value)}]}}
    held = SURE.format(value) + UNSURE.format(value)
    repo.commit("old", **{"app.py": held, ".secrets.baseline": json.dumps(report)})

    assert repo.run("baseline", "--from", ".secrets.baseline").code == 0
    assert "no-secrets app.py" in text(repo)


# --- every rule that judges content as it stands


def as_json(**value: object) -> str:
    return json.dumps(value, indent=1)


def server(url: str) -> str:
    return as_json(mcpServers={"docs": {"url": url}})


# (file, what was there before, the same with more in it or something else: refused again, rule)
def binding(kind: str, name: str) -> str:
    """A Kubernetes binding that makes somebody the administrator of the cluster."""
    return (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: all\n"
        "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\n"
        f"subjects:\n- kind: {kind}\n  name: {name}\n  namespace: default\n"
    )


PEOPLE = "id,email,last_name\n1,anna.k@firma.de,K\n"
COMPOSE = "services:\n  web:\n    environment:\n      {}: " + "kX9mm2pQ" + "7vTz4LwRb8" + "\n"
STANDING = [
    ("tests/fixtures/.env", "DEBUG=1\nREGION=eu\n", "DEBUG=1\nREGION=eu\nSHOP=42\n", "no-env-files"),
    ("tests/fixtures/.env", "DEBUG=1\n", "DEBUG=2\n", "no-env-files"),
    (".claude/settings.json", as_json(permissions={"allow": ["Bash(git *)"]}), None, "agent-commands"),
    (".claude/settings.json", as_json(permissions={"allow": ["Read(~/.ssh/**)"]}), None, "agent-file-access"),
    (".claude/settings.json", as_json(permissions={"defaultMode": "bypassPermissions"}), None, "agent-permissions"),
    (".mcp.json", server("http://a.example/mcp"), server("http://b.example/mcp"), "mcp-servers"),
    (
        "app.yml",
        "oidc:\n  issuer: http://a.example.net\n",
        "oidc:\n  issuer: http://b.example.net\n",
        "identity-providers",
    ),
    ("app/settings.py", "SESSION_COOKIE_SECURE = False\n", "SESSION_COOKIE_HTTPONLY = False\n", "session-policy"),
    (
        "list.csv",
        PEOPLE,
        PEOPLE.replace("email", "ssn,email").replace("1,", "1,536-90-4399,"),
        "data-classification",
    ),
    (
        "app/login.py",
        "def f(user):\n    print(user.x)\n    log.info(user.password)\n",
        "def f(user):\n    log.info(user.card_number)\n",
        "logging-restrictions",
    ),
    ("deploy/compose.yml", COMPOSE.format("API_TOKEN"), COMPOSE.format("OTHER_TOKEN"), "approved-secret-stores"),
    (
        "config/production.yml",
        "database:\n  password: changeme\n",
        "mail:\n  password: minioadmin\n",
        "separate-environments",
    ),
    ("rbac.yaml", binding("ServiceAccount", "default"), binding("Group", "system:authenticated"), "least-privilege"),
    (".mcp.json", "{ broken", "{ broken again", "mcp-servers"),
    ("AGENTS.md", "Commit with --no-verify.\n", "Always commit with --no-verify.\n", "agent-instructions"),
    (
        ".claude/settings.json",
        as_json(hooks={"SessionStart": [{"hooks": [{"type": "command", "command": "sh run.sh"}]}]}),
        as_json(hooks={"SessionStart": [{"hooks": [{"type": "command", "command": "sh other.sh"}]}]}),
        "agent-hooks",
    ),
    ("requirements.toml", 'allowed_sandbox_modes = ["danger-full-access"]\n', None, "agent-requirements"),
    ("deploy.py", f"t = '{TOKEN}'\n", None, "no-secrets"),
    ("requirements.txt", "reqeusts==1.0\n", "reqeusts==1.0\ndjagno==1.0\n", "dependency-review"),
]


@pytest.mark.parametrize(("name", "before", "later", "rule"), STANDING)
def test_what_stood_there_is_known_and_what_comes_is_new(
    name: str, before: str, later: str | None, rule: str, repo
) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{name: before})
    assert f"[{rule}]" in repo.check("--all").out
    assert repo.run("baseline").code == 0
    assert f" {rule} {name}\n" in text(repo)
    repo.git("add", FILE)
    adopted = repo.commit("adopt")

    assert repo.check("--all").code == 0
    if later is not None:
        repo.stage(name, later)
        done = repo.check()
        assert (done.code, f"[{rule}]" in done.out) == (1, True)
        repo.commit("later")
        assert repo.check("--from-ref", adopted, "--to-ref", "HEAD").code == 1


def test_the_table_has_a_row_for_every_rule_that_is_recorded() -> None:
    from govhooks.rules import load

    # By default guarded-actions only flags what stands in a tree: nothing of it needs to be recorded.
    assert {row[3] for row in STANDING} | {"guarded-actions"} == {rule.id for rule in load() if rule.baseline}
    assert {rule.id for rule in load() if "whole" in rule.kinds and not rule.baseline} == {
        "access-reviews",
        "environment-audit",
        "exposed-credentials",
        "policy-exceptions",
    }


def test_taking_lines_out_of_a_known_environment_file_refuses_nothing(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"t/.env": "# test\nDEBUG=1\nREGION=eu\n"})
    assert repo.run("baseline").code == 0
    repo.git("add", FILE)
    repo.commit("adopt")
    repo.stage("t/.env", "REGION=eu\n\n# test\nDEBUG=1\n")
    assert repo.check().code == 0
    repo.stage("t/.env", "# test\nREGION=eu\n")
    assert repo.check().code == 0
    repo.commit("less")
    since = ("--rule", "no-env-files", "--from-ref", "HEAD^", "--to-ref", "HEAD")
    assert repo.check(*since).code == 0
    assert repo.run("baseline", "--add").code == 0
    assert text(repo).count(" no-env-files ") == 1
    repo.stage("t/.env", "# test\nREGION=eu\nDEBUG=1\n")
    repo.git("add", FILE)
    repo.commit("more")
    assert repo.check(*since).code == 0  # the baseline of HEAD^ still knows these lines
    assert repo.check("--all").code == 1


def test_an_environment_file_that_is_only_on_disk_is_not_recorded(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"t/.env": "DEBUG=1\n"})
    repo.write("t/.env", "DEBUG=1\nREGION=eu\n")
    repo.stage("u/.env", "DEBUG=1\n")
    done = repo.run("baseline")

    assert done.code == 1
    assert "new: t/.env: " in done.out and "new: u/.env: " in done.out
    assert text(repo).count(" no-env-files ") == 1


def test_entries_of_a_rule_that_is_switched_off_are_kept(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("old", **{"t/.env": "DEBUG=1\n"})
    assert repo.run("baseline").code == 0
    before = text(repo)
    repo.commit("off", **{"governance.toml": "[rules.no-env-files]\nenabled = false\n"})

    assert repo.run("baseline").code == 0
    assert text(repo) == before
    assert repo.check("--all").code == 0


def test_a_baseline_with_the_old_header_is_read_and_left_alone(adopted) -> None:  # type: ignore[no-untyped-def]
    old = "# govhooks baseline 1: known secrets (an older header)\n" + "".join(text(adopted).splitlines(True)[1:])
    adopted.commit("as written before", **{FILE: old})

    assert adopted.check("--all").code == 0
    assert adopted.run("baseline").code == 0
    assert text(adopted) == old


# --- moved, changed, gone


def test_entries_of_the_old_form_stay_known_until_they_are_rewritten(adopted) -> None:  # type: ignore[no-untyped-def]
    """The digest of a password was slow once; such entries are as good as new ones, and `govhooks baseline` replaces them."""
    from govhooks.core.fingerprint import MARK, slow

    new = text(adopted)
    (mark,) = (entry.split(" ")[0] for entry in new.splitlines() if entry.endswith(" app.py"))
    old = new.replace(mark, slow("no-secrets", "app.py", password(0)))
    adopted.write(FILE, old)
    adopted.git("add", FILE)
    adopted.commit("as an older release wrote it")
    adopted.stage("app.py", "x = 2\n\n" + line(0))
    known = adopted.check()
    adopted.commit("moved")
    adopted.stage("app.py", "x = 2\n\n" + line(1))
    changed = adopted.check()
    adopted.git("reset", "--quiet", "--hard")

    assert mark.endswith(MARK)
    assert old != new
    assert (known.code, changed.code) == (0, 1)
    assert adopted.run("baseline", "--check").code == 0
    assert adopted.run("baseline").code == 0
    assert text(adopted) == new


def test_a_moved_line_stays_known(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.stage("app.py", "\n" * 30 + line(0).replace("db_password", "  admin_password") + "x = 1\n")

    done = adopted.check()
    assert (done.code, "passed: 1 known" in done.out) == (0, True)
    assert adopted.check("--all").code == 0


def test_a_changed_value_on_a_known_line_is_new(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.stage("app.py", "x = 1\n" + line(1))

    assert adopted.check().code == 1
    done = adopted.run("baseline")
    assert done.code == 1
    assert "new: app.py:2: " in done.out
    assert "dropped: app.py" in done.out
    assert "no-secrets app.py" not in text(adopted)


def test_the_same_value_in_another_file_is_new(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.stage("b.py", line(0))

    assert adopted.check().code == 1


def test_a_stale_entry_is_a_finding(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.commit("out", **{"app.py": "x = 1\n"})
    done = adopted.check("--all")
    check = adopted.run("baseline", "--check")

    assert done.code == 1
    assert "stale entry: this finding is gone from app.py [no-secrets]" in done.out
    assert f"{FILE}:" in done.out
    assert adopted.check("app.py").code == 0
    assert adopted.check("--all", "--rule", "no-env-files").code == 0
    assert adopted.check("--all", "--confidence", "high").out.count("stale entry") == 1
    assert (check.code, "stale: app.py" in check.out) == (1, True)
    assert "no-secrets app.py" in text(adopted)
    assert adopted.run("baseline").code == 0
    assert "no-secrets app.py" not in text(adopted)


def test_a_renamed_file_takes_its_entry_along(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.git("mv", "app.py", "src.py")

    assert adopted.check().code == 0
    assert adopted.run("baseline", "--check").code == 1
    assert adopted.run("baseline").code == 0
    assert "no-secrets src.py" in text(adopted)
    assert "no-secrets app.py" not in text(adopted)
    adopted.git("add", FILE)
    adopted.commit("move")
    assert adopted.check("--all").code == 0


# --- what is new is never swallowed


def test_an_update_records_nothing_new_unasked(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.commit("slip", **{"b.py": line(2)})
    before = text(adopted)
    done = adopted.run("baseline")

    assert (done.code, text(adopted)) == (1, before)
    assert "new: b.py:1: " in done.out
    assert "--add" in done.out
    assert adopted.run("baseline", "--check").code == 1
    assert adopted.run("baseline", "--add").code == 0
    assert "no-secrets b.py" in text(adopted)


def test_what_is_in_no_commit_is_never_recorded(old) -> None:  # type: ignore[no-untyped-def]
    old.write("deploy.py", f"t = '{TOKEN}'\n" + line(3))
    old.stage("b.py", line(2))
    first = old.run("baseline")
    again = old.run("baseline", "--add")

    for done in (first, again):
        assert done.code == 1
        assert "new: b.py:1: " in done.out
        assert "new: deploy.py:2: " in done.out
        assert len(text(old).splitlines()) == 3


def test_a_deleted_baseline_is_not_begun_anew(adopted) -> None:  # type: ignore[no-untyped-def]
    adopted.commit("slip", **{"b.py": line(2)})
    (adopted.path / FILE).unlink()

    assert adopted.run("baseline").code == 1
    assert "no-secrets b.py" not in text(adopted)


def test_a_secret_and_its_entry_in_one_change_are_refused(adopted) -> None:  # type: ignore[no-untyped-def]
    start = adopted.git("rev-parse", "HEAD")
    adopted.commit("slip", **{"b.py": line(2)})
    adopted.run("baseline", "--add")
    entry = text(adopted)
    adopted.git("reset", "--hard", "--quiet", start)
    adopted.stage("b.py", line(2))
    adopted.stage(FILE, entry)
    done = adopted.check()

    assert done.code == 1
    assert f"note: this change alters {FILE}: it is judged by the committed one, not by itself" in done.out
    adopted.commit("both")
    assert adopted.check("--from-ref", start, "--to-ref", "HEAD").code == 1
    assert adopted.check("--from-ref", "HEAD", "--to-ref", "HEAD").code == 0
    assert adopted.check("--all").code == 0


def test_what_an_exception_excuses_is_not_recorded(old) -> None:  # type: ignore[no-untyped-def]
    import datetime

    day = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)
    waiver = f'reason = "r"\nowner = "ann"\napprover = "bob"\nexpires = {day.isoformat()}\n'
    old.commit("policy", **{"governance.toml": f'[[exceptions]]\nrule = "no-secrets"\npath = "app.py"\n{waiver}'})

    assert old.run("baseline").code == 0
    assert "app.py" not in text(old)


# --- detect-secrets


def test_a_baseline_of_detect_secrets_is_converted(old) -> None:  # type: ignore[no-untyped-def]
    """The real tool writes it."""
    scan = Path(sys.executable).with_name("detect-secrets")
    if not scan.exists():
        pytest.skip("no detect-secrets command here")
    done = subprocess.run([str(scan), "scan"], cwd=old.path, capture_output=True, check=True)
    report = json.loads(done.stdout)
    assert {entry["type"] for entries in report["results"].values() for entry in entries} >= {"Secret Keyword"}
    report["results"]["gone.py"] = [{"type": "Secret Keyword", "hashed_secret": "0" * 40}]
    old.commit("theirs", **{".secrets.baseline": json.dumps(report)})
    old.commit("later", **{"b.py": line(2)})
    converted = old.run("baseline", "--from", ".secrets.baseline")

    assert converted.code == 1
    assert "no-secrets app.py" in text(old)
    assert "b.py" not in text(old)
    assert "not converted, govhooks finds no such secret: gone.py" in converted.out
    assert "new: b.py:1: " in converted.out
    old.git("rm", "--quiet", ".secrets.baseline")
    old.git("add", FILE)
    old.commit("ours")
    assert "app.py:2: possible hard-coded secret in `db_password` [no-secrets]\n  known" in old.check("--all").out


# --- broken, and bad usage

GOOD = f"{'0' * 32} no-secrets a.py"
BROKEN = [
    "words",
    "<<<<<<< HEAD",
    "0" * 31 + " no-secrets a.py",
    "G" * 32 + " no-secrets a.py",
    "0" * 32 + " no-secrets ",
    "0" * 32 + " no-secrets",
    "0" * 32 + " policy-exceptions governance.toml",
    "0" * 32 + " high-risk-changes a.py",
    "0" * 32 + " no-such-rule a.py",
    "0" * 32 + " no-secrets a\\q",
    "0" * 32 + " no-secrets a\\xzz",
    "0" * 32 + " no-secrets a\\x",
]


@pytest.mark.parametrize("bad", BROKEN)
def test_a_broken_line_is_named(bad: str, adopted) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotJudge, match=r"^here:3: "):
        baseline.parse(f"# x\n{GOOD}\n{bad}\n".encode(), "here", ENTRIES)
    adopted.stage(FILE, f"{GOOD}\n{bad}\n")
    for done in (adopted.check(), adopted.run("baseline"), adopted.run("baseline", "--check"), adopted.check("--all")):
        assert done.code == 3
        assert f"{FILE}" in done.err and ":2: " in done.err


def test_a_broken_baseline_that_is_committed_blocks_what_needs_it_and_can_be_repaired(adopted) -> None:  # type: ignore[no-untyped-def]
    good = text(adopted)
    adopted.commit("broken", **{FILE: "words\n"})
    adopted.stage("b.py", line(2))
    assert adopted.check().code == 3
    adopted.git("rm", "--quiet", "--cached", "b.py")
    adopted.stage(FILE, good)
    assert adopted.check().code == 0


def test_a_link_is_refused(old) -> None:  # type: ignore[no-untyped-def]
    (old.path / FILE).symlink_to("app.py")

    assert old.run("baseline").code == 3
    assert (old.path / "app.py").read_text().startswith("x = 1")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(old) -> None:  # type: ignore[no-untyped-def]
    old.path.chmod(0o555)
    try:
        assert old.run("baseline").code == 3
    finally:
        old.path.chmod(0o755)


@pytest.mark.parametrize(
    "words", [["--ad"], ["file"], ["--from"], ["--check", "--add"], ["--check", "--from", "x"], ["--from", "nowhere"]]
)
def test_bad_usage_is_named(words: list[str], old) -> None:  # type: ignore[no-untyped-def]
    assert old.run("baseline", *words).code == 2
    assert not (old.path / FILE).exists()


def test_nothing_to_write_in_no_repository(tmp_path: Path, old) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path / "outside"
    outside.mkdir()

    assert old.run("baseline", cwd=outside).code == 3
    assert old.run("baseline", "--help").code == 0


# --- the file


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=12).filter(lambda raw: b"\0" not in raw), max_size=5), st.booleans())
def test_any_path_comes_back(raws: list[bytes], windows: bool) -> None:
    keys = {(f"{n:032x}", "no-secrets", raw.decode("utf-8", "surrogateescape")) for n, raw in enumerate(raws)}
    data = baseline.render(keys)

    assert set(baseline.parse(data.replace(b"\n", b"\r\n") if windows else data, "x", ENTRIES)) == keys
    assert baseline.render(reversed(list(keys))) == data
    assert data.count(b"\n") == len(keys) + 1


@pytest.mark.skipif(sys.platform != "linux", reason="a file system that takes any bytes")
def test_a_path_that_is_no_text_is_recorded(repo) -> None:  # type: ignore[no-untyped-def]
    name = b"a\xff\n b "
    with open(os.path.join(os.fsencode(repo.path), name), "wb") as stream:
        stream.write(line(0).encode())
    repo.git("add", ".")
    repo.commit("odd")

    assert repo.run("baseline").code == 0
    assert text(repo).splitlines()[1].endswith(r" no-secrets a\xff\x0a b\x20")
    repo.git("add", FILE)
    repo.commit("adopt")
    assert repo.check("--all").code == 0


def test_the_fingerprint_is_the_one_of_the_report(old) -> None:  # type: ignore[no-untyped-def]
    shown = {line.split(": ")[1] for line in old.check("--all").out.splitlines() if "fingerprint" in line}
    old.run("baseline")

    assert {entry.split(" ")[0] for entry in text(old).splitlines()[1:]} == shown


# --- merges


def entries(count: int, folder: str, seed: int) -> list[baseline.Key]:
    from govhooks.core.fingerprint import fingerprint

    paths = [f"{folder}/module_{n}.py" for n in range(count)]
    return [(fingerprint("no-secrets", path, f"{seed}", False), "no-secrets", path) for path in paths]


def merges(repo, base, one, two) -> bool:  # type: ignore[no-untyped-def]
    """Whether git merges two branches that add entries to a common baseline, and the outcome holds all of them."""
    repo.git("checkout", "--quiet", "--orphan", "base")
    repo.write(FILE, baseline.render(base))
    repo.git("add", FILE)
    repo.commit("base")
    for name, more in (("one", one), ("two", two)):
        repo.git("checkout", "--quiet", "-B", name, "base")
        repo.write(FILE, baseline.render([*base, *more]))
        repo.git("add", FILE)
        repo.commit(name)
    repo.git("merge", "--quiet", "--no-edit", "one", check=False)
    data = (repo.path / FILE).read_bytes()
    clean = b"<<<<" not in data
    if clean:
        assert set(baseline.parse(data, "merged", ENTRIES)) == {*base, *one, *two}
    else:
        repo.git("merge", "--abort")
    repo.git("checkout", "--quiet", "main")
    repo.git("branch", "-D", "base")
    return clean


def test_two_branches_that_add_entries_merge(repo) -> None:  # type: ignore[no-untyped-def]
    """In the same folder, where a file sorted by path would conflict."""
    clean = sum(
        merges(repo, entries(300, "src", seed), entries(3, "src/new", 100 + seed), entries(3, "src/new2", 200 + seed))
        for seed in range(8)
    )
    print(f"{clean} of 8 merges without a conflict")

    assert clean >= 6


def test_with_a_union_driver_any_branches_merge(repo) -> None:  # type: ignore[no-untyped-def]
    repo.write(".git/info/attributes", f"{FILE} merge=union\n")

    assert all(merges(repo, [], entries(3, "a", seed), entries(3, "b", seed)) for seed in range(3))
