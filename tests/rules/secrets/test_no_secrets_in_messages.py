"""The rule no-secrets-in-messages: what git records of a message, over real commits, ranges and tags."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets_in_messages import Policy, rule

HOOKS = Path(__file__).resolve().parents[3] / "hooks"
TOKEN = make("ghp_{alnum:30}{sign:github}", seed=31)
PASSWORD = "k7#" + "Gv2pQ" + "x9w"
# One that people choose: less sure.
CHOSEN = "hunter" + "2"
KEY = "-----" + "BEGIN PRIVATE KEY-----\n" + "\n".join(make("MIIE{base64:60}", seed=n) for n in range(4))
ONLY = ("--rule", "no-secrets-in-messages")


def judge(message: str, kind: str = "message", commit: str = "") -> list[Finding]:
    return list(rule.check(Changeset(kind=kind, message=message, commit=commit), Policy()))


BLOCKS = {
    "token in the subject": (f"use {TOKEN}", 1),
    "token in the body": (f"subject\n\nwith {TOKEN} it works\n", 3),
    "token in a trailer": (f"subject\n\nToken: {TOKEN}\n", 3),
    "token in a URL": (f"subject\n\nhttps://{TOKEN}@github.com/corp/app\n", 3),
    "assignment": (f"subject\n\nDB_PASSWORD={PASSWORD}\n", 3),
    "assignment in YAML": (f"subject\n\npassword: {PASSWORD}\n", 3),
    "key": (f"subject\n\n{KEY}\n", 3),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    message, line = BLOCKS[name]
    found = [finding for finding in judge(message) if finding.confidence != "low"]

    assert [(finding.path, finding.line) for finding in found] == [("", line)]
    assert TOKEN not in found[0].problem + found[0].fix


ALLOWS = [
    "",
    "Add a file\n",
    "Fix the password: reset flow\n\nThe token is read from the environment; secret = os.environ['SECRET'].\n",
    'Revert "Add a file"\n\nThis reverts commit 5ce90eb1d6a5f0a2b3c4d5e6f708192a3b4c5d6e.\n',
    "subject\n\nChange-Id: I5ce90eb1d6a5f0a2b3c4d5e6f708192a3b4c5d6e\nReviewed-by: A <a@b.test>\n",
    "subject\n\n(cherry picked from commit 5ce90eb1d6a5f0a2b3c4d5e6f708192a3b4c5d6e)\n",
    "subject\n\ngit-svn-id: https://svn.corp.test/trunk@123 5ce90eb1-d6a5-f0a2-b3c4-d5e6f708192a\n",
    'subject\n\nFixes: 5ce90eb1d6a5 ("net: x")\nLink: https://lore.test/r/20260101.5ce90eb1@host.test\n',
    "subject\n\npassword: <your password>\n",
    "subject\n\npassword: your-password\n",
    "subject\n\npassword: xxxxxxxx\n",
    f"subject\n\n{make('ghp_{alnum:30}{badsign:github}')}\n",
]


@pytest.mark.parametrize("message", ALLOWS)
def test_allows(message: str) -> None:
    assert [finding for finding in judge(message) if finding.confidence != "low"] == []


def test_files_are_anothers_business(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("a.py", f"t = '{TOKEN}'\n")

    assert repo.check(*ONLY).code == 0
    assert "pre-commit" not in rule.stages
    assert {"commit-msg", "pre-push"} <= set(rule.stages)


# --- the message as git records it


@pytest.fixture
def hooked(repo):  # type: ignore[no-untyped-def]
    """A repository whose commit-msg hook is the suite, called as pre-commit calls it."""
    hook = repo.write(
        ".git/hooks/commit-msg",
        f"#!/bin/sh\nPYTHONPATH='{HOOKS}' PRE_COMMIT=1 exec '{sys.executable}' -m govhooks.cli check -- \"$1\"\n",
    )
    hook.chmod(0o755)
    return repo


def commit(repo, *args: str, editor: str = "", **config: str):  # type: ignore[no-untyped-def]
    """(whether a commit was made, what was recorded) of `git commit ARGS`, `editor` being a shell command."""
    before = repo.git("rev-parse", "HEAD")
    env = {**os.environ, **({"GIT_EDITOR": editor} if editor else {})}
    words = [word for key, value in config.items() for word in ("-c", f"{key.replace('_', '.')}={value}")]
    repo.git(*words, "commit", "--allow-empty", *args, check=False, env=env)
    made = repo.git("rev-parse", "HEAD") != before
    return made, repo.git("log", "-1", "--format=%B") if made else ""


def write(text: str) -> str:
    """An editor that writes a text above what git offers."""
    return f'f() {{ printf \'{text}\' | cat - "$1" > "$1.new" && mv "$1.new" "$1"; }}; f'


@pytest.mark.skipif(os.name != "posix", reason="hooks as shell scripts")
@pytest.mark.parametrize(
    ("args", "editor", "config", "made"),
    [
        (("-m", f"use {TOKEN}"), "", {}, False),
        (("-m", "subject", "-m", "# a comment"), "", {}, True),
        # without an editor git keeps every line
        (("-m", "subject", "-m", f"# {TOKEN}"), "", {}, False),
        (("-m", "subject", "-m", f"# {TOKEN}"), "", {"commit_cleanup": "strip"}, True),
        (("-m", f"subject\n\n# ------------------------ >8 ------------------------\n{TOKEN}"), "", {}, False),
        # with one it drops comments, unless it is told to keep them
        ((), write(f"subject\\n\\n# {TOKEN}\\n"), {}, True),
        ((), write(f"subject\\n\\n{TOKEN}\\n"), {}, False),
        ((), write(f"subject\\n\\n; {TOKEN}\\n"), {"core_commentChar": ";"}, True),
        ((), write(f"subject\\n\\n# {TOKEN}\\n"), {"core_commentChar": ";"}, False),
        ((), write(f"subject\\n\\n# {TOKEN}\\n"), {"commit_cleanup": "verbatim"}, False),
        ((), write(f"subject\\n\\n# {TOKEN}\\n"), {"commit_cleanup": "whitespace"}, False),
        ((), write(f"subject\\n\\n# {TOKEN}\\n"), {"commit_cleanup": "scissors"}, False),
    ],
)
def test_what_git_records_is_judged(args, editor, config, made, hooked) -> None:  # type: ignore[no-untyped-def]
    """git is the oracle: no token is recorded, and no message is refused for what git drops."""
    done, recorded = commit(hooked, *args, editor=editor, **config)

    assert done is made
    assert TOKEN not in recorded


@pytest.mark.skipif(os.name != "posix", reason="hooks as shell scripts")
def test_the_diff_below_the_scissors_is_no_message(hooked) -> None:  # type: ignore[no-untyped-def]
    hooked.commit("slip", **{"a.py": f"t = '{TOKEN}'\n"})
    hooked.stage("a.py", "t = None\n")
    made, recorded = commit(hooked, "--verbose", editor=write("take it out\\n"))

    assert (made, recorded) == (True, "take it out")


def test_a_real_message_is_refused_with_this_text(repo) -> None:  # type: ignore[no-untyped-def]
    repo.write("message", f"\n\nsubject\n# a comment\n\nwith {TOKEN}\n")
    done = repo.check("--message-file", "message")
    fingerprint = done.out.split("fingerprint: ")[1].split("\n")[0]

    assert done.code == 1
    assert done.out == (
        "commit message:3: GitHub: personal, OAuth, user-to-server, installation or refresh token "
        "[no-secrets-in-messages]\n"
        '  fix: remove it from the message: git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"; if it was ever '
        "pushed, treat it as leaked: revoke it (https://github.com/settings/tokens, or curl -X POST "
        "https://api.github.com/credentials/revoke)\n"
        f"  fingerprint: {fingerprint}\n"
        "govhooks: refused: 1 to fix (policy: built-in defaults)\n"
    )


def test_its_own_confidence(repo) -> None:  # type: ignore[no-untyped-def]
    repo.commit("policy", **{"governance.toml": '[rules.no-secrets-in-messages]\nconfidence = "high"\n'})
    repo.write("message", f"subject\n\nDB_PASSWORD={CHOSEN}\n")
    done = repo.check("--message-file", "message")

    assert (done.code, "1 finding of lower confidence" in done.out) == (0, True)
    assert repo.check("--message-file", "message", "--confidence", "medium").code == 1


# --- ranges


def test_every_message_of_a_range_is_judged(repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    one = repo.commit(f"one {TOKEN}")
    two = repo.commit(f"subject\n\ntwo {TOKEN}")
    repo.commit("three")
    done = repo.check("--from-ref", start, "--to-ref", "HEAD", *ONLY)

    assert done.code == 1
    assert f"commit message:1 (in {one[:12]}): GitHub" in done.out
    assert f"commit message:3 (in {two[:12]}): GitHub" in done.out
    assert f"git rebase -i {one[:12]}^" in done.out
    assert TOKEN not in done.out
    assert repo.check("--from-ref", two, "--to-ref", "HEAD", *ONLY).code == 0


def test_a_message_in_another_encoding_is_judged(repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.git(
        "-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--allow-empty", "-F", "-", input=b"\xfcber " + TOKEN.encode()
    )

    assert repo.check("--from-ref", start, "--to-ref", "HEAD", *ONLY).code == 1


def test_a_recorded_message_is_excused_by_its_fingerprint(repo) -> None:  # type: ignore[no-untyped-def]
    start = repo.git("rev-parse", "HEAD")
    repo.commit(f"slip {TOKEN}")
    words = ("--from-ref", "policy", "--to-ref", "main", "--format", "json", *ONLY)
    repo.git("branch", "policy", start)
    (found,) = json.loads(repo.check(*words).out)["findings"]

    def excused(path: str, fingerprint: str) -> int:
        repo.git("checkout", "--quiet", "-B", "policy", start)
        repo.commit(
            "excuse",
            **{
                "governance.toml": f'[[exceptions]]\nrule = "no-secrets-in-messages"\npath = "{path}"\n'
                f'reason = "revoked"\nowner = "ann"\napprover = "bob"\nexpires = {soon()}\n{fingerprint}'
            },
        )
        return repo.check(*words).code

    assert excused("commit message", f'fingerprint = "{found["fingerprint"]}"\n') == 0
    assert excused("commit message", f'fingerprint = "{"0" * 32}"\n') == 1
    assert excused("commit message", "") == 1
    assert excused("*", f'fingerprint = "{found["fingerprint"]}"\n') == 1


def soon() -> str:
    import datetime

    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=30)).isoformat()


# --- tags


def tag(repo, name: str, message: str, *more: str) -> str:  # type: ignore[no-untyped-def]
    repo.git("tag", "-a", name, "-F", "-", *more, input=message.encode())
    return repo.git("rev-parse", f"refs/tags/{name}")


def test_the_tag_that_a_range_ends_in_is_judged(repo) -> None:  # type: ignore[no-untyped-def]
    """Also one on a commit that was pushed before: the range itself is empty."""
    oid = tag(repo, "v1", f"release\n\nsigned in with {TOKEN}\n")
    for name in ("v1", "refs/tags/v1", oid):
        done = repo.check("--from-ref", "HEAD", "--to-ref", name, *ONLY)

        assert done.code == 1
        assert "refs/tags/v1:3: GitHub" in done.out
        assert "git tag -f -a v1 'v1^{}'" in done.out
        assert TOKEN not in done.out
    assert repo.check("--from-ref", "HEAD", "--to-ref", "HEAD", *ONLY).code == 0


def test_the_fix_of_a_tag_works(repo) -> None:  # type: ignore[no-untyped-def]
    tag(repo, "v1", f"release {TOKEN}\n")
    repo.git("tag", "-f", "-a", "v1", "v1^{}", "-m", "release")

    assert repo.check("--from-ref", "HEAD", "--to-ref", "v1", *ONLY).code == 0
    assert repo.git("cat-file", "-p", "v1").startswith(f"object {repo.git('rev-parse', 'HEAD')}")


def test_tags_on_the_commits_of_a_push_are_judged(repo) -> None:  # type: ignore[no-untyped-def]
    """`git push --follow-tags` takes them along, and no hook is told."""
    start = repo.git("rev-parse", "HEAD")
    tag(repo, "old", f"{TOKEN}\n")
    repo.commit("next")
    tag(repo, "clean", "release\n")
    repo.git("tag", "light")

    assert repo.check("--from-ref", start, "--to-ref", "HEAD", *ONLY).code == 0
    tag(repo, "new", f"{TOKEN}\n")
    tag(repo, "of-a-tag", "outer\n", "new")
    done = repo.check("--from-ref", start, "--to-ref", "HEAD", *ONLY)
    assert done.code == 1
    assert done.out.count("refs/tags/new:1: ") == 1
    assert "refs/tags/old" not in done.out


def test_a_tag_of_a_tag_counts_with_both_messages(repo) -> None:  # type: ignore[no-untyped-def]
    tag(repo, "inner", f"{TOKEN}\n")
    tag(repo, "outer", f"a\nDB_PASSWORD={PASSWORD}\n", "inner")
    done = repo.check("--from-ref", "HEAD", "--to-ref", "outer", *ONLY)

    assert "refs/tags/inner:1: " in done.out
    assert "refs/tags/outer:2: " in done.out


def test_a_pushed_tag_is_judged_as_pre_commit_says(repo) -> None:  # type: ignore[no-untyped-def]
    """pre-commit gives the object that is pushed, or for a whole history the name of the local branch or tag."""
    oid = tag(repo, "v1", f"{TOKEN}\n")
    push = {"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_REMOTE_BRANCH": "refs/tags/v1"}
    start = repo.git("rev-parse", "HEAD")

    assert repo.check(*ONLY, "--", PRE_COMMIT_FROM_REF=start, PRE_COMMIT_TO_REF=oid, **push).code == 1
    assert repo.check(*ONLY, "--", PRE_COMMIT_LOCAL_BRANCH="refs/tags/v1", **push).code == 1


def test_a_signature_is_searched_for_tokens_only() -> None:
    signature = f"-----BEGIN PGP SIGNATURE-----\n\nkey={make('{alnum:40}')}\n"
    clean = Changeset(kind="range", tags=[("v1", f"release\n{signature}")])
    token = Changeset(kind="range", tags=[("v1", f"release\n{signature}{TOKEN}\n")])

    assert list(rule.check(clean, Policy())) == []
    assert [finding.line for finding in rule.check(token, Policy())] == [5]


def test_the_name_of_a_tag_is_quoted(repo) -> None:  # type: ignore[no-untyped-def]
    (found,) = rule.check(Changeset(kind="range", tags=[("v1;$(id)", TOKEN)]), Policy())

    assert "git tag -f -a 'v1;$(id)' 'v1;$(id)^{}'" in found.fix


@pytest.mark.skipif(os.name != "posix", reason="posix_spawn")
def test_an_ordinary_message_imports_nothing_heavy(repo) -> None:  # type: ignore[no-untyped-def]
    import subprocess

    repo.stage("app.py", "x = 2\n")
    repo.write(".git/COMMIT_EDITMSG", "Add a file\n\nIt holds what the report needs.\n")
    script = (
        f"import sys; sys.path.insert(0, {str(HOOKS)!r}); from govhooks.cli import main; "
        "code = main(['check', '--', '.git/COMMIT_EDITMSG']); "
        "print(code, *(name for name in ('re', 'subprocess', 'json', 'enum', 'typing') if name in sys.modules))"
    )
    env = {**os.environ, "PRE_COMMIT": "1"}
    done = subprocess.run([sys.executable, "-I", "-c", script], cwd=repo.path, env=env, capture_output=True, check=True)

    assert done.stdout == b"0\n"
