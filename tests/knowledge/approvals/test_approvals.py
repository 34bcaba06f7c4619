"""The parts of `govhooks.knowledge.approvals`, against git, ssh-keygen and gpg wherever they are the oracle."""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import Repo
from hypothesis import given
from hypothesis import strategies as st

from govhooks.core.errors import CannotJudge
from govhooks.git.repository import Repository
from govhooks.knowledge.approvals import requirement, statement
from govhooks.knowledge.approvals.codeowners import Codeowners
from govhooks.knowledge.approvals.digest import digest
from govhooks.knowledge.approvals.people import Mailmap, People
from govhooks.knowledge.approvals.requirement import Requirement, Voters
from govhooks.knowledge.approvals.signing import NAMESPACE, Refused, Signers, lines, verify
from govhooks.knowledge.approvals.statement import KEYS, Statement, parse, payload
from govhooks.knowledge.signed_text import Malformed

# --- digest: git's own raw diff is the oracle ----------------------------------------------------------------------


def gits(repo: Repo, base: str, *paths: str) -> str:
    """The digest as README says anybody can compute it."""
    command = ["git", "diff", "--raw", "--no-renames", "-z", "--no-abbrev", base, "HEAD", "--", *paths]
    return hashlib.sha256(subprocess.run(command, cwd=repo.path, capture_output=True, check=True).stdout).hexdigest()


def scramble(repo: Repo, chance: random.Random) -> None:
    """Change the tree in some of all the ways there are."""
    width = len(repo.git("rev-parse", "HEAD"))
    tracked = [name for name in repo.git("ls-files", "-z").split("\0") if name]
    for number in range(chance.randint(1, 6)):
        name = chance.choice(tracked)
        way = chance.randrange(7)
        place = repo.path / name
        if way == 0:
            repo.stage(
                chance.choice(["new/ä b", "-x", "q\nr", "Z", "a.d/e", "a/d"]) + str(number), f"{chance.random()}\n" * 9
            )
        elif not place.is_file() or place.is_symlink():
            continue
        elif way == 1:
            repo.stage(name, place.read_text() + "more\n")
        elif way == 2:
            repo.git("rm", "-q", "-f", "--", name)
        elif way == 3:
            repo.git("mv", "-k", "--", name, f"moved{number}")
        elif way == 4:
            repo.git("update-index", "--chmod=+x", "--", name)
        elif way == 5:
            repo.git("rm", "-q", "--cached", "--", name)
            place.unlink()
            os.symlink("elsewhere", place)
            repo.git("add", "--", name)
        else:
            repo.git(
                "update-index", "--add", "--cacheinfo", f"160000,{chance.randrange(16**width):0{width}x},module{number}"
            )


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_the_digest_is_that_of_gits_raw_diff(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "repo"
    path.mkdir()
    repo = Repo(path)
    repo.git("init", "-q", f"--object-format={form}")
    for key, value in (
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("core.abbrev", "5"),
        ("color.ui", "always"),
    ):
        repo.git("config", key, value)
    repo.commit("start", **{f"dir{n % 3}/f{n}": f"{n}\n" * 20 for n in range(12)})
    monkeypatch.chdir(path)
    chance = random.Random(form)
    for _ in range(12):
        before = repo.git("rev-parse", "HEAD")
        scramble(repo, chance)
        staged = Repository()
        from_index = digest(staged.indexed_since(before))
        staged.close()
        repo.git("commit", "-q", "--allow-empty", "-m", "x")
        repository = Repository()
        changes = repository.between(before, "HEAD")
        repository.close()

        assert digest(changes) == from_index == gits(repo, before)
        some = [change for change in changes if chance.random() < 0.5]
        paths = {f":(literal){path}" for change in some for path in (change.path, change.old_path) if path}
        if paths:
            assert digest(some) == gits(repo, before, *paths)


# --- statements ----------------------------------------------------------------------------------------------------

GOOD = dict(
    zip(KEYS, ("approved", "payments", "a" * 64, "main", "ada@corp.test", "2026-11-24T06:00:00Z", "2027-01-01", "seen"))
)
ARMOR = b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"


def test_a_statement_reads_as_it_was_written() -> None:
    made = parse(payload(**GOOD) + ARMOR, "x")

    assert {key: getattr(made, key) for key in KEYS} == GOOD
    assert made.text == payload(**GOOD) + ARMOR


@pytest.mark.parametrize(
    "change",
    [
        {"state": "agreed"},
        {"digest": "A" * 64},
        {"digest": "a" * 63},
        {"issued": "2026-11-24"},
        {"issued": "2026-02-30T06:00:00Z"},
        {"expires": "tomorrow"},
        {"expires": "2026-02-30"},
        {"reason": "two\nlines"},
        {"reason": ""},
        {"reason": "escape \x1b[2J"},
        {"reason": "trailing "},
        {"by": "a\u202eb"},
    ],
)
def test_what_is_no_statement_is_neither_written_nor_read(change: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        payload(**{**GOOD, **change})
    text = "\n".join([statement.HEAD, *(f"{key}: {value}" for key, value in {**GOOD, **change}.items())]) + "\n"
    with pytest.raises(Malformed):
        parse(text.encode() + ARMOR)


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=400))
def test_no_text_but_a_whole_one_is_read(junk: bytes, at: int) -> None:
    whole = payload(**GOOD) + ARMOR
    for text in (junk, whole[:at], whole[:at] + junk + whole[at:], whole + junk, junk + whole):
        try:
            made = parse(text)
        except Malformed:
            continue
        assert made.text.rstrip() == text.rstrip()
        assert made.payload == payload(*(getattr(made, key) for key in KEYS))


# --- people: git check-mailmap is the oracle -----------------------------------------------------------------------

MAPS = (
    "Ada Park <ada@corp.test> <ada@home.test>",
    "<bo@corp.test> <BO@old.test>",
    "Cy <cy@corp.test> Cyrus <shared@corp.test>",
    "Dana <dana@corp.test> Dana D <shared@corp.test>",
    "Only Name <eve@corp.test>",
    "# comment <a@b> <c@d>",
    "broken <x@corp.test",
    "",
)


@pytest.mark.parametrize("size", range(len(MAPS) + 1))
def test_mailmap_is_read_as_git_reads_it(size: int, repo: Repo) -> None:
    text = "\n".join(MAPS[:size]) + "\n"
    repo.write(".mailmap", text)
    mailmap = Mailmap(text.encode())
    names = ("ada", "Cyrus", "Dana D", "Somebody", "cyrus")
    mails = ("ada@home.test", "ADA@home.test", "bo@old.test", "shared@corp.test", "eve@corp.test", "none@corp.test")
    for name, mail in itertools.product(names, mails):
        who = f"{name} <{mail}>"
        git = repo.git("check-mailmap", who)

        assert mailmap.proper(who) == git[git.index("<") + 1 : -1].casefold(), who


def test_names_of_one_person() -> None:
    people = People(b"A <ada@corp.test> <ada@home.test>", {"ada@corp.test": ["github:Ada", "SHA256:AbC"]})
    people.join("bo@corp.test", "SHA256:xyz")

    assert len({people.person(n) for n in ("ada@corp.test", "Ada <ADA@home.test>", "github:ada", "SHA256:AbC")}) == 1
    assert people.person("SHA256:AbC") == "ada@corp.test"
    assert people.person("bo@corp.test") == people.person("SHA256:xyz") != people.person("SHA256:XYZ")


# --- requirements: a count over all ways is the oracle -------------------------------------------------------------

GROUPS = {"@red": {"a", "b", "c"}, "@blue": {"c", "d"}, "@all": {"a", "b", "c", "d", "e"}}


def voters() -> Voters:
    members = lambda name: frozenset(GROUPS.get(name, {name}))  # noqa: E731
    return Voters(members=members, everybody=frozenset("abcde"))


@pytest.mark.parametrize(
    ("wanted", "approving", "enough"),
    [
        (Requirement(), "a", True),
        (Requirement(), "", False),
        (Requirement(), "z", False),
        (Requirement(approvers=("@red",), count=2), "ab", True),
        (Requirement(approvers=("@red",), count=2), "ad", False),
        (Requirement(approvers=("@red", "@blue"), count=2, distinct_groups=2), "ab", False),
        (Requirement(approvers=("@red", "@blue"), count=2, distinct_groups=2), "ac", True),
        (Requirement(approvers=("@red", "@blue"), count=1, distinct_groups=2), "c", False),
        (Requirement(all_of=(Requirement(("@red",)), Requirement(("@blue",)))), "c", False),
        (Requirement(all_of=(Requirement(("@red",)), Requirement(("@blue",)))), "cd", True),
        (Requirement(all_of=(Requirement(("@red",), 2), Requirement(("@blue",)))), "abc", True),
        (Requirement(all_of=(Requirement(("@red",), 2), Requirement(("@blue",)))), "acz", False),
        (
            Requirement(all_of=(Requirement(("e",)), Requirement(any_of=(Requirement(("a",)), Requirement(("d",)))))),
            "de",
            True,
        ),
        (
            Requirement(all_of=(Requirement(("e",)), Requirement(any_of=(Requirement(("a",)), Requirement(("d",)))))),
            "da",
            False,
        ),
        (Requirement(any_of=(Requirement(("d",)), Requirement(("@red",), 3))), "d", True),
        (Requirement(any_of=(Requirement(("d",)), Requirement(("@red",), 3))), "ab", False),
    ],
)
def test_requirements(wanted: Requirement, approving: str, enough: bool) -> None:
    assert requirement.met(wanted, approving, voters()) is enough


LEAVES = st.builds(
    Requirement,
    approvers=st.lists(st.sampled_from(["@red", "@blue", "a", "d", "e"]), min_size=1, max_size=2).map(tuple),
    count=st.integers(min_value=0, max_value=3),
)


@given(st.lists(LEAVES, min_size=1, max_size=3), st.sets(st.sampled_from("abcde")))
def test_all_of_takes_people_of_its_own_for_each(leaves: list[Requirement], people: set[str]) -> None:
    slots = [voters().eligible(leaf) for leaf in leaves for _ in range(leaf.count or 1)]
    enough = any(
        all(person in slot for person, slot in zip(order, slots))
        for order in itertools.permutations(people, len(slots))
    )

    assert requirement.met(Requirement(all_of=tuple(leaves)), people, voters()) is enough


# --- owners of code ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("readme", ("@all",)),
        ("app/x.js", ("@js", "j@corp.test")),
        ("docs/start.md", ("@docs",)),
        ("docs/deep/start.md", ("@all",)),
        ("build/logs/x", ("@build",)),
        ("x/build/logs/x", ("@all",)),
        ("x/apps/y/z", ("@apps",)),
        ("free/x", ()),
        ("a b/x", ("@space",)),
    ],
)
def test_code_owners(path: str, owners: tuple[str, ...]) -> None:
    table = "* @all # everything\n*.js @js j@corp.test\ndocs/* @docs\n/build/logs/ @build\napps/ @apps\n/free/\na\\ b/ @space\n"

    assert Codeowners(table.encode()).owners(path) == owners


@pytest.mark.parametrize("line", ["!x @a", "[Section] @a", "^[Optional][2] @a", "x nobody", "[a @b"])
def test_a_line_that_a_forge_would_ignore_is_an_error(line: str) -> None:
    with pytest.raises(CannotJudge, match="CODEOWNERS:2: "):
        Codeowners(f"* @all\n{line}\n".encode())


# --- signatures ----------------------------------------------------------------------------------------------------


def test_allowed_signers_are_read_as_ssh_keygen_reads_them() -> None:
    text = (
        "# a comment\n"
        "ada@corp.test,ada@home.test ssh-ed25519 AAAA comment\n"
        'bo@corp.test namespaces="git,x y",valid-before="20270101" ssh-rsa BBBB\n'
        "cy@corp.test cert-authority ecdsa-sha2-nistp256 CCCC\n"
        "nonsense\n"
    )
    found = list(lines(text.encode()))

    assert [line.principals for line in found] == [
        ("ada@corp.test", "ada@home.test"),
        ("bo@corp.test",),
        ("cy@corp.test",),
    ]
    assert [line.key for line in found] == ["ssh-ed25519 AAAA", "ssh-rsa BBBB", "ecdsa-sha2-nistp256 CCCC"]
    assert found[2].options == ("cert-authority",)


@functools.cache
def signed(folder: Path, kind: str) -> tuple[Statement, str]:
    """A statement signed by a new key of a kind, made once in each folder, and the key's public half."""
    key = folder / kind
    size = ["-b", "2048"] if kind == "rsa" else []  # shorter than by default, which takes a second to be found
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-f", str(key)], check=True)
    issued = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    made = payload(**{**GOOD, "issued": issued})
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE]
    signature = subprocess.run(command, input=made, capture_output=True, check=True).stdout
    return parse(made + signature), " ".join(key.with_suffix(".pub").read_text().split()[:2])


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_good_signature_in_any_zone(
    kind: str, zone: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        one, key = signed(tmp_path_factory.getbasetemp(), kind)
        names = verify(one, Signers(allowed=f"ada@corp.test,ada@home.test {key}\n".encode()), time.time()).names

        assert names[:2] == ("ada@corp.test", "ada@home.test")
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_no_byte_can_change(place: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "signed-once"
    if not (folder / "text").exists():
        folder.mkdir(exist_ok=True)
        one, key = signed(folder, "ed25519")
        (folder / "text").write_bytes(one.text)
        (folder / "key").write_text(key)
    whole = (folder / "text").read_bytes()
    at = place % len(whole)
    changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    signers = Signers(allowed=f"ada@corp.test {(folder / 'key').read_text()}\n".encode())
    try:
        made = parse(changed)
    except Malformed:
        return
    with pytest.raises(Refused):
        verify(made, signers, time.time())


def test_a_revocation_list_in_openssh_form(tmp_path: Path) -> None:
    one, key = signed(tmp_path, "ed25519")
    subprocess.run(["ssh-keygen", "-q", "-k", "-f", str(tmp_path / "krl"), str(tmp_path / "ed25519.pub")], check=True)
    krl = (tmp_path / "krl").read_bytes()
    line = f"ada@corp.test {key}\n".encode()

    with pytest.raises(Refused, match="is revoked"):
        verify(one, Signers(allowed=line, revoked=krl), time.time())
    with pytest.raises(Refused, match="was not valid"):
        verify(
            one,
            Signers(allowed=line.replace(b" ssh", b' valid-before="20200101" ssh'), revoked=b"# none\n"),
            time.time(),
        )


def test_gpg(tmp_path: Path) -> None:
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not on this machine: OpenPGP signatures are not tested")
    home = tmp_path / "g"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", ""]
    for who in ("ada", "bo"):
        subprocess.run(
            [*gpg, "--quick-gen-key", f"{who} <{who}@corp.test>", "ed25519", "sign"], check=True, capture_output=True
        )
    keys = subprocess.run([*gpg, "--armor", "--export", "ada@corp.test"], capture_output=True, check=True).stdout

    def sign(who: str, **changed: str) -> Statement:
        made = payload(**{**GOOD, "issued": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **changed})
        command = [*gpg, "--armor", "--detach-sign", "--local-user", f"{who}@corp.test"]
        return parse(made + subprocess.run(command, input=made, capture_output=True, check=True).stdout)

    try:
        good = sign("ada")
        tampered = parse(good.text.replace(b"reason: seen", b"reason: SEEN"))

        assert verify(good, Signers(gpg=keys), time.time()).names[0] == "ada@corp.test"
        for one, signers, why in (
            (tampered, Signers(gpg=keys), "changed it after signing"),
            (sign("bo"), Signers(gpg=keys), "is not among the project's OpenPGP keys"),
            (sign("ada", by="bo@corp.test"), Signers(gpg=keys), "belongs to ada@corp.test, not to bo@corp.test"),
            (good, Signers(), "the project has no OpenPGP keys"),
        ):
            with pytest.raises(Refused, match=why):
                verify(one, signers, time.time())
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False, capture_output=True)
