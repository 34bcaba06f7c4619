"""The rule over changesets made by hand, its policy, its trailer, and a real repository."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.policy import load as policy_module
from govhooks.policy.load import PolicyError
from govhooks.rules import load
from govhooks.rules.review.high_risk_changes import Policy, check, trailers


def policy(toml: str = "") -> Policy:
    table = policy_module.load(toml.encode(), "governance.toml", load()).rules["high-risk-changes"]
    assert isinstance(table, Policy)
    return table


def added(path: str, text: str = "x = 1\n") -> Change:
    return Change("A", path, new=text.encode())


def areas(*changes: Change, toml: str = "") -> dict[str, str]:
    """Area -> problem of what is flagged."""
    return {finding.identity: finding.problem for finding in check(Changeset(changes), policy(toml))}


def message(changes: list[Change], *pairs: tuple[str, str], kind: str = "message") -> list[Finding]:
    return list(check(Changeset(changes, kind=kind, message="work", trailers=pairs, commit="c" * 40), policy()))


def attributes(old: str, new: str) -> Change:
    return Change("M", ".gitattributes", new=new.encode(), old=[old.encode()])


OURS = ".govhooks.baseline merge=union\n"
ATTRIBUTES = [
    (added(".gitattributes", OURS), False),
    (added(".gitattributes", "# two branches may add to it\n" + OURS + "\n"), False),
    (attributes("*.png binary\n", "*.png binary\n/.govhooks.baseline text eol=lf merge=union\n"), False),
    (attributes("*.png binary\n" + OURS, "*.png binary\n"), False),
    (added(".gitattributes", ".govhooks.baseline -diff merge=union\n"), True),
    (added(".gitattributes", ".govhooks.baseline binary\n"), True),
    (added(".gitattributes", ".govhooks.baseline filter=lfs\n"), True),
    (added(".gitattributes", ".govhooks.baseline* merge=union\n"), True),
    (added(".gitattributes", "* merge=union\n"), True),
    (added(".gitattributes", OURS + "*.py -text\n"), True),
    (attributes("*.cfg filter=vault\n", OURS), True),
    (attributes("*.cfg -diff\n", "*.cfg -text -diff\n" + OURS), True),
    (added("sub/.gitattributes", "*.py -text\n"), True),
    (Change("D", ".gitattributes", old=[OURS.encode()]), True),
    (Change("A", ".gitattributes", new=OURS.encode(), mode="120000"), True),
]


@pytest.mark.parametrize(("change", "flagged"), ATTRIBUTES)
def test_an_attribute_of_the_baseline_alone_is_no_risk(change: Change, flagged: bool) -> None:
    assert ("configuration" in areas(change)) is flagged


def test_who_names_the_file_is_told_of_each_change() -> None:
    change = added(".gitattributes", OURS)

    assert "configuration" in areas(
        change, toml='[rules.high-risk-changes.areas.configuration]\npaths = ["**/.gitattributes"]\n'
    )
    assert "house" in areas(change, toml='[rules.high-risk-changes.areas.house]\npaths = [".gitattributes"]\n')


LOGIN = added("app/auth/login.py")
HASHING = added("app/models.py", "import os\n\nhashed = bcrypt.hashpw(word, bcrypt.gensalt())\n")

TOUCHES = [
    (LOGIN, "authentication"),
    (HASHING, "authentication"),
    (added("infra/iam.tf", 'resource "aws_iam_role" "x" {}\n'), "authorization"),
    (added("app/billing/invoice.rb"), "payments"),
    (added(".github/workflows/release.yml", "on: push\n"), "configuration"),
    (added("Dockerfile", "FROM alpine\n"), "configuration"),
    (added("governance.toml", "\n"), "governance"),
    (Change("D", "app/auth/login.py", old=[b"x\n"]), "authentication"),
    (Change("R", "app/other.py", "app/auth/login.py", new=b"x\n", old=[b"x\n"]), "authentication"),
    (Change("M", "app/views.py", new=b"def a():\n    pass\n", old=[b"@login_required\ndef a():\n    pass\n"]), None),
    (added("app/cart.py", "TAX = 0.19\n"), "nothing"),
    (added("docs/auth/login.md", "# Log in\n"), "nothing"),
    (added("tests/auth/test_login.py"), "nothing"),
    (added("app/author.py"), "nothing"),
    (added("app/auth/logo.png", "\0\1"), "nothing"),
]


@pytest.mark.parametrize(("change", "area"), TOUCHES, ids=[f"{c.status} {c.path}" for c, _ in TOUCHES])
def test_areas_touched(change: Change, area: str | None) -> None:
    found = areas(change)

    if area == "nothing":
        assert found == {}
    elif area is None:
        assert found  # a removed guard is flagged, whichever area it is said to be of
        assert "removed line 1" in next(iter(found.values()))
    else:
        assert area in found


def test_a_finding_shows_area_file_and_reason_and_does_not_refuse() -> None:
    (finding,) = check(Changeset([HASHING]), policy())

    assert (finding.path, finding.blocks) == ("app/models.py", False)
    assert finding.problem == "high risk: authentication or session logic (password hashing, line 3)"
    assert "High-Risk: authentication" in finding.fix


def test_only_changed_lines_count() -> None:
    old = b"hashed = bcrypt.hashpw(word, salt)\nx = 1\n"

    assert areas(Change("M", "app/models.py", new=old + b"y = 2\n", old=[old])) == {}
    assert "removed line 1" in areas(Change("M", "app/models.py", new=b"x = 1\n", old=[old]))["authentication"]


def test_the_policy_adds_narrows_and_replaces() -> None:
    table = "[rules.high-risk-changes.areas.authentication]\n"

    assert areas(added("id/x.py"), toml=table + 'paths = ["id/"]') == {
        "authentication": "high risk: authentication or session logic (path id/)"
    }
    assert areas(LOGIN, toml=table + 'paths = ["!app/auth/"]') == {}
    assert areas(LOGIN, toml=table + "replace = true") == {}
    assert areas(LOGIN, toml=table + "enabled = false") == {}
    assert areas(HASHING, toml=table + 'without = ["password hashing"]') == {}
    assert areas(HASHING, toml=table + "replace = true\nadded = ['hash\\w+\\(']")["authentication"].endswith(
        r"(pattern hash\w+\(, line 3)"
    )
    assert areas(added("a.py", "y\n"), toml=table + "removed = ['y']") == {}
    assert list(areas(added("crypto/a.c"), toml='[rules.high-risk-changes.areas.crypto]\npaths = ["crypto/"]')) == [
        "crypto"
    ]


def test_what_the_policy_adds_counts_in_quiet_files_too() -> None:
    toml = '[rules.high-risk-changes.areas.runbooks]\npaths = ["docs/runbook.md"]\nadded = ["kubectl"]'

    assert areas(added("docs/runbook.md"), toml=toml)
    assert areas(added("docs/other.md", "kubectl delete\n"), toml=toml)
    assert not areas(added("docs/other.md"), toml=toml)


def test_mode_block_refuses() -> None:
    toml = '[rules.high-risk-changes.areas.authentication]\nmode = "block"'

    assert [finding.blocks for finding in check(Changeset([LOGIN]), policy(toml))] == [True]


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('[rules.high-risk-changes.areas.authentication]\nmode = "blok"', "'blok': did you mean 'block'"),
        ('[rules.high-risk-changes.areas.authentication]\npath = ["x"]', "did you mean 'paths'"),
        ('[rules.high-risk-changes.areas.authentication]\nadded = ["("]', "bad regular expression"),
        ('[rules.high-risk-changes.areas.authentication]\npaths = ["[a"]', "bad glob"),
        ('[rules.high-risk-changes.areas.authentication]\nwithout = ["nope"]', "no built-in signal 'nope'"),
        ('[rules.high-risk-changes.areas.Auth_N]\npaths = ["x"]', "lower case with hyphens"),
        ('[rules.high-risk-changes]\ntrailer = "High Risk:"', "trailer must be a word"),
    ],
)
def test_a_policy_that_makes_no_sense_is_an_error(toml: str, complaint: str) -> None:
    with pytest.raises(PolicyError, match=complaint.replace("(", r"\(")):
        policy(toml)


def test_a_hostile_pattern_ends_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govhooks.policy.patterns.BUDGET", 0.2)
    toml = "[rules.high-risk-changes.areas.authentication]\nadded = ['(a+)+$']"
    with pytest.raises(CannotJudge, match="without nested repeats"):
        areas(added("x.txt", "a" * 5000 + "!\n"), toml=toml)


def test_the_trailer_names_the_areas() -> None:
    assert list(trailers(Changeset([LOGIN, added("app/billing/pay.py")]), Policy())) == [
        ("High-Risk", "authentication, payments")
    ]
    assert list(trailers(Changeset([added("a.py")]), Policy())) == []


@pytest.mark.parametrize("kind", ["message", "commit"])
def test_a_message_must_cover_the_areas(kind: str) -> None:
    both = [LOGIN, added("app/billing/pay.py")]

    assert message(both, ("High-Risk", "authentication, payments"), kind=kind) == []
    assert message(both, ("high-risk", "Payments"), ("High-Risk", "authentication"), kind=kind) == []
    assert message(both, ("High-Risk", "authentication,payments,data-sharing"), kind=kind) == []
    assert message([added("a.py")], kind=kind) == []
    (finding,) = message(both, ("High-Risk", "authentication"), kind=kind)
    assert finding.blocks
    assert finding.problem == "high-risk changes must be declared in the commit message: payments"
    assert '--trailer "High-Risk: authentication, payments"' in finding.fix
    assert message(both, ("Low-Risk", "authentication, payments"), kind=kind)


def test_a_real_commit_is_flagged_with_this_text(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("app/auth/login.py", "def login(user):\n    return user\n")
    done = repo.check("--rule", "high-risk-changes")

    assert done.code == 0
    assert done.out == (
        "app/auth/login.py: high risk: authentication or session logic (path auth/) [high-risk-changes]\n"
        "  next: have it reviewed by someone who knows authentication or session logic; "
        'the trailer "High-Risk: authentication" is added for you\n'
        "govhooks: passed: 1 flagged (policy: built-in defaults)\n"
    )


def test_range_judges_the_messages_of_its_commits(repo) -> None:  # type: ignore[no-untyped-def]
    repo.git("checkout", "--quiet", "-b", "work")
    first = repo.commit("Let users in", **{"app/auth/login.py": "a\n"})
    repo.commit("Change it\n\nHigh-Risk: authentication", **{"app/auth/login.py": "b\n"})
    done = repo.check("--from-ref", "main", "--to-ref", "work", "--rule", "high-risk-changes")

    assert done.code == 1
    assert f"commit message (in {first[:12]}): high-risk changes must be declared in the commit message" in done.out
    assert done.out.count("must be declared") == 1


def test_a_rename_out_of_or_into_a_quiet_place_is_no_way_around() -> None:
    code = b"def login(word):\n    return bcrypt.checkpw(word, stored)\n"

    assert "authentication" in areas(Change("R", "docs/login.py", "src/auth/login.py", new=code, old=[code]))
    assert "authentication" in areas(Change("R", "src/auth/x.py", "tests/x.py", new=b"x\n", old=[b"x\n"]))
    into = areas(Change("R", "tests/models.py", "src/models.py", new=code, old=[code]))
    assert "removed line 2" in into["authentication"]
    out = areas(Change("R", "src/models.py", "tests/models.py", new=code, old=[code]))
    assert "line 2" in out["authentication"]
    assert areas(Change("R", "tests/b/auth.py", "tests/auth.py", new=code, old=[code])) == {}


@pytest.mark.parametrize("mode", ["160000", "120000"])
def test_a_submodule_or_link_stands_for_the_folder_it_may_be(mode: str) -> None:
    assert "authentication" in areas(Change("A", "libs/auth", new=b"", mode=mode))
    assert areas(Change("A", "libs/other", new=b"", mode=mode)) == {}


def test_a_folder_with_the_name_of_a_document_quiets_nothing() -> None:
    assert "authentication" in areas(added("a.md/auth/login.py"))


def test_a_signal_far_down_a_long_line_is_found() -> None:
    line = "x();" * 5000 + "hashed = bcrypt.hashpw(word, salt);" + "y();" * 5000

    assert "authentication" in areas(added("app/models.js", line + "\n"))


@pytest.mark.parametrize("option", ["signers", "revoked", "gpg-keys"])
def test_keys_are_guarded_wherever_the_policy_keeps_them(option: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit(
        "keys", **{"keys/here": "a\n", "governance.toml": f'[rules.high-risk-changes]\n{option} = "keys/here"\n'}
    )
    repo.stage("keys/here", "b\n")

    assert "keys/here: high risk: the policy" in repo.check().out
