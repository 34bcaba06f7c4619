"""`govhooks data`: the register is written into governance.toml, and what stood there stays."""

from __future__ import annotations

from conftest import Repo

POLICY = """# ours
[rules.data-classification.fields]
# people
email = "confidential"
zip = "internal"   # of a house

[rules.no-secrets]
confidence = "low"
"""
MODEL = """from pydantic import BaseModel
class Patient(BaseModel):
    email: str
    name: str
    ssn: str
    has_phone: bool
"""


def test_classify_keeps_comments_and_order(repo: Repo) -> None:
    repo.write("governance.toml", POLICY)

    done = repo.run("data", "classify", "Patient.ssn", "restricted")
    assert (done.code, done.out) == (0, "Patient.ssn is restricted: commit governance.toml with the field\n")
    assert (repo.path / "governance.toml").read_text() == POLICY.replace(
        "email =", '"Patient.ssn" = "restricted"\nemail ='
    )

    assert repo.run("data", "classify", "Patient.ssn", "restricted").out == "Patient.ssn is restricted already\n"
    assert repo.run("data", "classify", "zip", "public").out.startswith("zip is public (was internal)")
    assert 'zip = "public"   # of a house' in (repo.path / "governance.toml").read_text()


def test_classify_says_what_is_wrong(repo: Repo) -> None:
    done = repo.run("data", "classify", "email", "secret")
    assert (done.code, "none of the classes of governance.toml: public, internal" in done.err) == (2, True)

    done = repo.run("data", "classify", "a.b.c", "public")
    assert (done.code, "names no field" in done.err) == (2, True)
    assert not (repo.path / "governance.toml").exists()


def test_init_writes_what_is_there(repo: Repo) -> None:
    repo.commit(
        "app",
        **{"app/models.py": MODEL, "tests/models.py": MODEL.replace("Patient", "Other"), "governance.toml": POLICY},
    )

    done = repo.run("data", "init", "--dry-run")
    assert (done.code, done.out.splitlines()) == (0, ["Patient.name: confidential", "ssn: restricted"])
    assert (repo.path / "governance.toml").read_text() == POLICY

    assert repo.run("data", "init").code == 0
    text = (repo.path / "governance.toml").read_text()
    assert text == POLICY.replace("email =", '"Patient.name" = "confidential"\nemail =').replace(
        "zip", 'ssn = "restricted"\nzip'
    )
    assert repo.run("data", "init").out == "no field looks sensitive that is not registered\n"
    repo.git("add", "-A")
    repo.commit("register")
    assert repo.check("--all", "--rule", "data-classification").code == 0
