"""The rule data-classification: a sensitive field is classified in the change that adds it."""

from __future__ import annotations

import pytest
from conftest import Repo

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.policy.load import PolicyError, load
from govhooks.rules.data.data_classification import rule
from govhooks.rules.data.data_classification.names import may_be_sensitive
from govhooks.rules.data.data_classification.policy import ID, Policy
from govhooks.rules.index import ENTRIES

USER = "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n"
REGISTER = {"phone": "confidential", "Patient.ssn": "restricted"}
POLICY = Policy(fields_=REGISTER)


def change(path: str, new: str | None, old: str | None = None) -> Change:
    if new is None:
        return Change("D", path, old=[(old or "").encode()])
    return Change("A" if old is None else "M", path, new=new.encode(), old=[] if old is None else [old.encode()])


def judge(*changes: Change, policy: Policy = POLICY, kind: str = "change") -> list[Finding]:
    return list(rule.check(Changeset(changes, kind=kind), policy))


def names(found: list[Finding]) -> list[str]:
    return [one.problem.partition(" ")[0] for one in found]


def test_a_new_field_has_to_be_in_the_register() -> None:
    (found,) = judge(change("user.py", USER + "    email: str\n    phone: str\n", USER))

    assert (found.path, found.line, found.blocks) == ("user.py", 4, True)
    assert found.problem == "User.email looks like an email address and is not in the register"
    assert found.fix == "classify it in this commit: `govhooks data classify User.email confidential`"
    assert "4" not in found.identity


@pytest.mark.parametrize(
    "fields", [{"email": "internal"}, {"User.email": "public"}, {"users.email": "public"}, {"user.eMail": "public"}]
)
def test_what_the_register_has_passes(fields: dict[str, str]) -> None:
    text = USER + "    email: str\n" if "user.eMail" not in fields else USER + "    e_mail: str\n"

    assert judge(change("user.py", text, USER), policy=Policy(fields_=fields)) == []


def test_a_type_classifies_each_of_its_fields() -> None:
    changed = change("user.py", USER + "    email: EmailStr\n", USER)

    assert judge(changed, policy=Policy(types={"EmailStr": "confidential"})) == []
    assert len(judge(changed, policy=Policy(types={"SecretStr": "restricted"}))) == 1


def test_the_change_itself_may_bring_the_entry() -> None:
    model = change("user.py", USER + "    email: str\n", USER)
    old = '[rules.data-classification.fields]\nphone = "confidential"\n'
    policy = Policy(fields_={"phone": "confidential"})

    assert judge(model, change("governance.toml", old + '"User.email" = "confidential"\n', old), policy=policy) == []
    assert len(judge(model, change("governance.toml", old + "x = 'public'\n", old), policy=policy)) == 1


@pytest.mark.parametrize(
    "new",
    [
        '[rules.data-classification]\nunclassified = "off"\n',
        "[rules.data-classification]\nenabled = false\n",
        '[rules.data-classification]\ntest-data = ["**"]\n',
        '[rules.data-classification.fields]\nemail = "nothing"\n',
        "[rules.data-classification.fields]\nemail = 1\n",
        "rules = 3\n",
        "[rules\n",
    ],
)
def test_the_change_itself_loosens_nothing_else(new: str) -> None:
    model = change("user.py", USER + "    email: str\n", USER)

    assert "User.email" in names(
        judge(model, change("governance.toml", new), policy=Policy(fields_={"phone": "confidential"}, lowered="off"))
    )


def test_a_register_may_come_with_the_model() -> None:
    new = '[rules.data-classification]\nclasses = ["open", "closed"]\n[rules.data-classification.fields]\nemail = "closed"\n'

    assert judge(change("user.py", USER + "    email: str\n"), change("governance.toml", new), policy=Policy()) == []


def test_without_a_register_one_finding_a_file_is_shown() -> None:
    fields = "".join(f"    {name}: str\n" for name in ("email", "phone", "ssn", "iban", "nickname2"))
    (found,) = judge(change("user.py", USER + fields), policy=Policy())

    assert not found.blocks
    assert found.problem == (
        "no class is registered for User.email (email address), User.phone (phone number), User.ssn (government id) and 2 more"
    )
    assert "govhooks data init" in found.fix


@pytest.mark.parametrize(
    ("policy", "blocks"),
    [
        (Policy(unregistered="refuse"), [True]),
        (Policy(unregistered="off"), []),
        (Policy(fields_=REGISTER, unclassified="flag"), [False]),
        (Policy(fields_=REGISTER, unclassified="off"), []),
        (Policy(classes=("a", "b")), [True]),
    ],
)
def test_the_policy_says_what_it_means(policy: Policy, blocks: list[bool]) -> None:
    found = judge(change("user.py", USER + "    email: str\n"), policy=policy)

    assert [one.blocks for one in found] == blocks
    assert all("classify User.email b`" in one.fix for one in found if policy.classes == ("a", "b"))


def test_what_stood_there_or_moved_is_not_said_again() -> None:
    text = USER + "    email: str\n"

    assert judge(change("user.py", text + "    x: int\n", text)) == []
    assert judge(change("user.py", "import os\n" + text, text)) == []
    assert judge(change("user.py", text.replace("User", "Person"), text)) == []
    assert judge(change("new.py", text), change("old.py", None, text)) == []
    assert judge(change("a.py", USER, text), change("b.py", text)) == []
    assert judge(Change("R", "b.py", "a.py", new=(text + "x = 1\n").encode(), old=[text.encode()])) == []
    assert names(judge(change("a.py", text + "class Patient(BaseModel):\n    email: str\n", text))) == ["Patient.email"]


def test_a_field_of_a_model_and_its_migration_is_said_once() -> None:
    sql = "ALTER TABLE users ADD COLUMN email text;\n"
    found = judge(change("app/user.py", USER + "    email: str\n", USER), change("migrations/2.sql", sql))

    assert [(one.path, one.line) for one in found] == [("app/user.py", 4)]


@pytest.mark.parametrize(
    "path",
    [
        "tests/user.py",
        "test_user.py",
        "app/factories/user.py",
        "user_factory.py",
        "examples/user.py",
        "vendor/user.py",
        "src/__mocks__/user.py",
        "fixtures/user.py",
        "user.txt",
        "user.md",
    ],
)
def test_nothing_is_asked_of_tests_and_the_like(path: str) -> None:
    assert judge(change(path, USER + "    email: str\n")) == []


def test_everyday_changes_pass() -> None:
    for path, text in (
        ("a.py", USER + "    has_email: bool\n    email_count: int\n    note: str\n"),
        ("form.tsx", "const f = <input name='email' label='Phone' />;\nexport class F { email: string }\n"),
        ("a.sql", "SELECT email FROM users; UPDATE users SET phone = NULL; DROP TABLE emails;\n"),
        (
            "db/migrate/1.rb",
            "class A < X\n def change\n  remove_column :users, :email\n  add_index :users, :phone\n end\nend\n",
        ),
        ("labels.json", '{"email": "E-Mail", "phone": "Telefon"}\n'),
        ("a.go", 'package a\n\ntype Config struct {\n\tPassword string `json:"password"`\n}\n'),
    ):
        assert judge(change(path, text)) == [], path


def test_a_whole_tree_has_no_old_side() -> None:
    text = USER + "    email: str\n"

    assert names(judge(Change("W", "user.py", new=text.encode()), kind="whole")) == ["User.email"]


def test_a_file_that_cannot_be_read_is_told() -> None:
    (found,) = judge(change("user.py", USER + "    email: str\n  ssn: str\n", USER))

    assert not found.blocks
    assert found.problem.startswith("the fields of its models are not judged: not valid Python")


def test_a_lower_class_is_flagged_with_both() -> None:
    old = Policy(
        fields_={"email": "confidential", "ssn": "restricted", "dob": "internal"}, paths={"exports/**": "restricted"}
    )
    new = (
        '[rules.data-classification.fields]\nemail = "public"\ndob = "confidential"\n'
        '[rules.data-classification.paths]\n"exports/**" = "internal"\n'
    )
    found = judge(change("governance.toml", new, "x"), policy=old)

    assert [(one.problem, one.blocks) for one in found] == [
        ("email is no longer confidential, but public", False),
        ("ssn is no longer registered: it was restricted", False),
        ("exports/** is no longer restricted, but internal", False),
    ]
    assert len(judge(change("governance.toml", None, "x"), policy=old)) == 4
    assert judge(change("governance.toml", new, "x"), policy=old.but(lowered="off")) == []


def test_a_general_entry_may_take_the_place_of_an_exact_one() -> None:
    new = '[rules.data-classification.fields]\nemail = "confidential"\n'

    assert judge(change("governance.toml", new, "x"), policy=Policy(fields_={"User.email": "confidential"})) == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            'fields = {email = "secret"}',
            "fields: email is 'secret', which is none of the classes public, internal, confidential, restricted",
        ),
        ('paths = {"[a" = "public"}', "paths: bad glob '[a'"),
        ("classes = []", "classes must name each class once, least first"),
        ('classes = ["a", "a"]', "classes must name each class once"),
        ("fields = {email = 1}", "'email' must be a string, not a number"),
        ('unclassified = "maybe"', "it must be one of refuse, flag, off"),
    ],
)
def test_a_wrong_policy_says_so(table: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(f"[rules.{ID}]\n{table}\n".encode(), "governance.toml", ENTRIES)

    assert message in str(caught.value)


def test_every_name_of_the_vocabulary_is_looked_at() -> None:
    from govhooks.knowledge.classification.vocabulary import KINDS

    phrases = [one for *_, always, of_people in KINDS for one in (*always.split("|"), *of_people.split("|")) if one]

    assert [form for form in phrases if not may_be_sensitive(form.replace(" ", "_"), f"class User: {form}")] == []


def test_in_a_repository(repo: Repo) -> None:
    repo.commit(
        "policy", **{"governance.toml": '[rules.data-classification.fields]\nphone = "confidential"\n', "user.py": USER}
    )
    repo.stage("user.py", USER + "    email: str\n")
    done = repo.check("--rule", ID)

    assert done.code == 1
    assert done.out.splitlines()[:2] == [
        "user.py:4: User.email looks like an email address and is not in the register [data-classification]",
        "  fix: classify it in this commit: `govhooks data classify User.email confidential`",
    ]

    done = repo.run("data", "classify", "User.email", "confidential")
    assert (done.code, done.out) == (0, "User.email is confidential: commit governance.toml with the field\n")
    repo.git("add", "-A")
    assert repo.check("--rule", ID).code == 0
