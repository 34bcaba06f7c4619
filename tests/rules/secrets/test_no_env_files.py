"""The rule no-env-files: what is an environment file, what is a template, what is encrypted."""

from __future__ import annotations

import subprocess

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.no_env_files import ENCRYPTED, Policy, looks_live, quote, rule


def judge(change: Change, policy: Policy | None = None, kind: str = "change") -> list[Finding]:
    return list(rule.check(Changeset([change], kind=kind), policy or Policy()))


def named(path: str, content: str | bytes = "A=1\n", **policy: object) -> list[Finding]:
    data = content if isinstance(content, bytes) else content.encode()
    return judge(Change("A", path, new=data), Policy(**policy))


ENVIRONMENT = """
.env a/.env a/b/c/.env .ENV .Env deploy/.env .env.local .env.production .env.development.local .env.prod.bak .env.1 .env~
.env-prod .env_prod .env.old .env.json prod.env PROD.ENV config/staging.env app.env.local app.env.bak .envrc a/.envrc .flaskenv
.dev.vars .env.enc my.env.enc .env.swp .env.save .env.test .env.ci .env.vault .env.keys .env.examples.real
"""


@pytest.mark.parametrize("path", ENVIRONMENT.split())
def test_an_environment_file_is_refused(path: str) -> None:
    (found,) = named(path)

    assert (found.path, found.line, found.problem) == (path, 0, "environment file")
    assert found.blocks
    assert found.confidence == "high"


OTHER = """
env env.py src/env/x.py environment.yml .environment .envoy.yaml envoy.env.py .env.d.ts a.envx x.env.ts venv .venv dotenv .envs
.env.example .env.sample .env.template .env.dist example.env prod.env.example .env.production.example
sample.env .ENV.EXAMPLE app.example.env .env.tpl .env.schema config/.env.defaults .env-example
"""


@pytest.mark.parametrize("path", OTHER.split())
def test_what_is_none_passes(path: str) -> None:
    assert named(path) == []


# What a file is, its own name says, unless the policy names a folder.
@pytest.mark.parametrize(
    "path", ["prod.env/values.yaml", "app.env.production/main.tf", "a/.env.d/x.sh", "x.env/y/z.py"]
)
def test_a_folder_named_like_one_makes_none_of_what_lies_in_it(path: str) -> None:
    assert named(path) == []
    assert len(named(path, patterns=(*Policy().patterns, path.split("/")[0] + "/", "a/.env.d/"))) == 1


@pytest.mark.parametrize(
    "path", [".env/config", "a/.env/prod", "prod.env/.env", "prod.env/db.env", ".envs/.production/db"]
)
def test_a_file_in_a_folder_of_environment_files_is_refused(path: str) -> None:
    assert len(named(path)) == 1


@pytest.mark.parametrize("status", ["A", "M", "T", "W"])
def test_every_way_to_be_there_is_refused(status: str) -> None:
    assert len(judge(Change(status, ".env", new=b"A=1\n", old=[b"A=0\n"] * (status in "MT")))) == 1


def test_a_deletion_passes() -> None:
    assert judge(Change("D", ".env", old=[b"A=1\n"])) == []


def test_a_rename_launders_nothing() -> None:
    (found,) = judge(Change("R", ".env", "notes.txt", new=b"A=1\n", old=[b"A=1\n"]))

    assert found.problem == "environment file, renamed from notes.txt"
    assert judge(Change("R", "notes.txt", ".env", new=b"A=1\n", old=[b"A=1\n"])) == []


def test_an_empty_file_is_one_too() -> None:
    assert len(named(".env", "")) == 1


def test_a_link_is_one_too() -> None:
    (found,) = judge(Change("A", ".env", new=b"/etc/app/env", mode="120000"))
    (template,) = judge(Change("A", ".env.example", new=b".env", mode="120000"))

    assert found.problem == template.problem == "environment file (a symbolic link)"


def test_a_submodule_is_none() -> None:
    assert judge(Change("A", "x.env", mode="160000")) == []


# --- templates; every value is put together here, so that none stands in this file

LIVE = [
    ("DB_PASSWORD", ("c0rrect", "Horse7", "Staple")),
    ("API_SECRET", ("9f86", "d081884c", "7d659a2f")),
    ("DATABASE_URL", ("postgres://app:", "s3cr3tP4ss", "@db.corp.test/x")),
    ("SESSION_SECRET", ("kq8Zr2Lm", "Xv4Tn7Wp")),
    ("STRIPE_KEY", ("q7W2e9R4", "t1Y6u8I3o5P0")),
]
PLACEHOLDERS = [
    "DB_PASSWORD=",
    "DB_PASSWORD=changeme",
    "DB_PASSWORD=your_password",
    "DB_PASSWORD='<password>'",
    "DB_PASSWORD=${PASSWORD}",
    "DB_PASSWORD=xxxxxxxxxxxx",
    "DATABASE_URL=postgres:" + "//postgres:postgres@localhost:5432/app",
    "DATABASE_URL=postgres:" + "//user:password@localhost/app",
    "REDIS_URL=redis://localhost:6379/0",
    "PORT=8080",
    "HOST=0.0.0.0",
    "APP_NAME=my-application-name",
    "LOG_LEVEL=debug",
    "EMAIL=someone@corp.test",
    "KEY_PATH=/etc/ssl/private/key.pem",
    "SECRET_FILE=./secrets/key1.json",
    "TOKEN_TTL=3600s12",
    "TIMEOUT=30000",
    "# DB_PASSWORD=a comment",
    "JWT_ISSUER=https://auth.corp.test/",
    "no assignment at all",
    "",
]


@pytest.mark.parametrize(("name", "parts"), LIVE)
@pytest.mark.parametrize(
    "form", ["{}={}", "export {}={}", "{}='{}'", '{}="{}"', "{} = {}", "{}={} # comment", "  {}={}"]
)
def test_a_template_with_a_real_value_is_refused(name: str, parts: tuple[str, ...], form: str) -> None:
    value = "".join(parts)
    (found,) = named(".env.example", "PORT=1\n" + form.format(name, value) + "\n")

    assert (found.line, found.confidence, found.guessable) == (2, "medium", True)
    assert found.problem == f"`{name}` looks like a real value, not a placeholder"
    assert value not in found.problem + found.fix + repr(found.fingerprint)
    assert looks_live(name, value)


@pytest.mark.parametrize("line", PLACEHOLDERS)
def test_a_template_with_placeholders_passes(line: str) -> None:
    assert named(".env.example", line + "\n") == []


def test_only_what_is_added_to_a_template_is_judged() -> None:
    line = f"DB_PASSWORD={''.join(LIVE[0][1])}\n"
    change = Change("M", ".env.example", new=f"{line}PORT=1\n".encode(), old=[line.encode()])

    assert judge(change) == []
    assert len(judge(Change("W", ".env.example", new=f"{line}PORT=1\n".encode()))) == 1


def test_a_template_in_utf_16_is_read() -> None:
    line = f"DB_PASSWORD={''.join(LIVE[0][1])}\n"

    assert len(judge(Change("A", ".env.example", new=line.encode("utf-16")))) == 1


# --- encryption

CIPHER = "encrypted:" + "BD9Y1x+abc" * 9 + "=="
DOTENVX = f'DOTENV_PUBLIC_KEY="03{"ab" * 32}"\nA="{CIPHER}"\n'
SOPS = "A=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops_version=3.8.1\nsops_mac=ENC[AES256_GCM,data:x]\n"


GIT_CRYPT = b"\0GITCRYPT\0" + bytes(range(120, 200))
AGE = b"age-encryption.org/v1\n-> X25519 x\n--- x\n" + bytes(range(120, 200))
PGP = "-----BEGIN PGP MESSAGE-----\nVersion: GnuPG v2\n\nhQEMAwAAAA\n=abcd\n-----END PGP MESSAGE-----\n"


@pytest.mark.parametrize("content", [DOTENVX, SOPS, GIT_CRYPT], ids=["dotenvx", "sops", "git-crypt"])
def test_an_encrypted_file_passes(content: str | bytes) -> None:
    assert named(".env.production", content) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (DOTENVX, "dotenvx"),
        (SOPS, "sops"),
        (GIT_CRYPT, "git-crypt"),
        ("$ANSIBLE_VAULT;1.1;AES256\n00\n", "ansible-vault"),
        (AGE, "age"),
        (PGP, "gpg"),
        (f'DOTENV_VAULT_CI="{"ab" * 40}"\n', "dotenv-vault"),
    ],
)
def test_a_kind_that_is_not_allowed_is_named(content: str | bytes, kind: str) -> None:
    (found,) = named(".env", content, allow_encrypted=())

    assert found.problem == f"environment file encrypted with {kind}, which the policy does not allow"
    assert named(".env", content, allow_encrypted=(kind,)) == []


@pytest.mark.parametrize("content", [DOTENVX, SOPS], ids=["dotenvx", "sops"])
@pytest.mark.parametrize("line", ["B=plain", "export B=plain", "B='plain'", "  B = plain", "B=encrypted", "B=1"])
def test_a_value_left_in_clear_is_refused(content: str, line: str) -> None:
    for text, number in ((content + line + "\n", content.count("\n") + 1), (line + "\n" + content, 1)):
        (found,) = named(".env", text)

        assert found.problem.startswith("B is not encrypted, in a file encrypted with ")
        assert found.line == number


@pytest.mark.parametrize(
    "content",
    [
        "# encrypted: no, DOTENV_PUBLIC_KEY to come\nA=plain\n",
        "# ENC[AES256_GCM, sops_version\nA=plain\n",
        "A=plain\n# DOTENV_VAULT_ one day\n",
        "A=plain # -----BEGIN PGP MESSAGE-----\n",
        "# encrypted: DOTENV_PUBLIC_KEY\nDB_PASSWORD: hunter-two\n",
        "\0GITCRYPT\0\nA=plain\n",
        "$ANSIBLE_VAULT;1.1;AES256\nA=plain\n",
        "-----BEGIN PGP MESSAGE-----\nA=plain value\n-----END PGP MESSAGE-----\n",
        "age-encryption.org/v1\nA=plain\n",
    ],
)
def test_a_mark_in_a_comment_encrypts_nothing(content: str) -> None:
    policy = {"allow_encrypted": ENCRYPTED}

    assert len(named(".env", content, **policy)) == 1


@pytest.mark.parametrize("text", ["A='two\nlines'\n", 'A="first\nsecond secret"\n'])
def test_a_value_of_several_lines_in_clear_is_refused(text: str) -> None:
    assert named(".env", DOTENVX + text)


@pytest.mark.parametrize("line", ["sops_X=clear", "DOTENV_PUBLIC_KEYx=clear", "not an assignment", "B: clear"])
def test_no_other_line_in_clear_is_taken_for_the_tools_own(line: str) -> None:
    assert named(".env", DOTENVX + line + "\n")
    assert named(".env", SOPS + line + "\n")
    assert named(".env", DOTENVX.replace("\n", "\r") + "B=clear\r")


@pytest.mark.parametrize("path", ["x.template/.env", ".env.d.ts/.env", "deploy.sample/prod.env"])
def test_a_folder_makes_no_template_of_what_lies_in_it(path: str) -> None:
    assert len(named(path, "A=1\n")) == 1


def test_a_file_renamed_to_a_template_is_judged_whole() -> None:
    live = f"DB_PASSWORD={''.join(LIVE[0][1])}\n".encode()

    assert len(judge(Change("R", ".env.example", ".env", new=live, old=[live]))) == 1
    assert judge(Change("R", "b/.env.example", "a/.env.example", new=live, old=[live])) == []
    assert len(judge(Change("T", ".env.example", new=live, old=[b"/etc/x"], old_mode="120000"))) == 1


@pytest.mark.parametrize("form", ["{n}: {v}", "# {n}={v}", "#export {n}='{v}'", "x=1\r{n}={v}\r", "{n} = `{v}`"])
def test_a_live_value_in_another_syntax_is_found(form: str) -> None:
    text = form.format(n="DB_PASSWORD", v="".join(LIVE[0][1]))

    assert len(named(".env.example", text + "\n")) == 1


def test_the_key_that_decrypts_is_never_allowed() -> None:
    assert len(named(".env.keys", f"DOTENV_PRIVATE_KEY={'ab' * 32}\n")) == 1
    assert named(".env", DOTENVX + f'DOTENV_PRIVATE_KEY="{"ab" * 32}"\n')


# --- policy


def test_the_lists_are_policy() -> None:
    assert named("settings.secret") == []
    assert len(named("settings.secret", patterns=("*.secret",))) == 1
    assert named(".env", patterns=("*.secret",)) == []
    assert named("deploy/.env", allow=("/deploy/.env",)) == []
    assert len(named("other/.env", allow=("/deploy/.env",))) == 1
    assert len(named(".env.example", templates=())) == 1
    assert named(".env", patterns=(*Policy().patterns, "!.env")) == []


def test_an_unknown_encryption_is_a_policy_error() -> None:
    assert Policy(allow_encrypted=("rot13",)).verify() == (
        "allow-encrypted must be one of dotenvx, sops, git-crypt, dotenv-vault, ansible-vault, age, gpg, not 'rot13'"
    )
    assert Policy().verify() == ""


# --- what to do


@pytest.mark.parametrize(
    ("path", "shell"),
    [
        (".env", ".env"),
        ("a b/.env", "'a b/.env'"),
        ("it's.env", "'it'\"'\"'s.env'"),
        ("$(x).env", "'$(x).env'"),
        ("-.env", "-.env"),
    ],
)
def test_the_fix_is_safe_to_paste(path: str, shell: str) -> None:
    (found,) = named(path)

    assert quote(path) == shell
    assert found.fix.startswith(f"git rm --cached -- {shell} && ")


def test_the_fix_of_a_recorded_commit_is_another() -> None:
    (found,) = judge(Change("A", ".env", new=b"A=1\n"), kind="commit")

    assert "git rebase --interactive" in found.fix


# --- in a repository


def test_the_exact_words(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("deploy/.env", "A=1\n")
    done = repo.check("--rule", "no-env-files")
    lines = done.out.splitlines()

    assert done.code == 1
    assert lines[:2] == [
        "deploy/.env: environment file [no-env-files]",
        "  fix: git rm --cached -- deploy/.env && printf '%s\\n' /deploy/.env >> .gitignore; "
        "if it was ever pushed, rotate every value in it",
    ]
    assert lines[2].startswith("  fingerprint: ")
    assert lines[3] == "govhooks: refused: 1 to fix (policy: built-in defaults)"
    assert lines[4].startswith("wrong, or has to stay? govhooks exceptions add ")
    assert lines[5:] == []


def test_the_fix_does_what_it_says(repo) -> None:  # type: ignore[no-untyped-def]
    for path in ("deploy/.env", "a b/it's $x.env", "-x.env", "wild*[1].env", "trail .env"):
        repo.stage(path, "A=1\n")
        out = repo.check("--rule", "no-env-files").out
        command = next(line for line in out.splitlines() if line.startswith("  fix: ")).removeprefix("  fix: ")
        subprocess.run(["sh", "-c", command.split("; if it was")[0]], cwd=repo.path, check=True, capture_output=True)

        assert repo.check("--rule", "no-env-files").code == 0
        assert (repo.path / path).exists()
        done = subprocess.run(["git", "check-ignore", "--", path], cwd=repo.path, capture_output=True, check=False)
        assert done.returncode == 0, path


def test_a_file_added_and_taken_away_is_still_in_the_history(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("add", **{".env": "A=1\n"})
    repo.git("rm", "--quiet", ".env")
    repo.commit("take away")
    done = repo.check("--rule", "no-env-files", "--from-ref", "HEAD~2", "--to-ref", "HEAD")

    assert done.code == 1
    assert "git rebase --interactive" in done.out
