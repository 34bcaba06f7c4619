"""The command line and what pre-commit's environment adds to it."""

from __future__ import annotations

import pytest

from govhooks.core.errors import UsageError
from govhooks.run.request import Request, parse

PRE_COMMIT = {"PRE_COMMIT": "1"}
MESSAGE = ".git/COMMIT_EDITMSG"


@pytest.mark.parametrize(
    ("argv", "environ", "request_"),
    [
        ([], {}, {}),
        (["--all"], {}, {"everything": True}),
        (["a", "b/c"], {}, {"names": ("a", "b/c")}),
        (["-"], {}, {"stdin": True}),
        (["-"], {"PRE_COMMIT": "1"}, {"names": ("-",)}),
        (["--", "-"], {}, {"names": ("-",)}),
        (["--", "--all", "-x", "--"], {}, {"names": ("--all", "-x", "--")}),
        (["--rule", "no-secrets", "--rule=no-env-files"], {}, {"rules": ("no-secrets", "no-env-files")}),
        (["--from-ref", "A", "--to-ref=B"], {}, {"from_ref": "A", "to_ref": "B"}),
        (["--to-ref", "B", "--from-ref", "A"], {}, {"from_ref": "A", "to_ref": "B"}),
        (["--format", "json", "--output", "f"], {}, {"format": "json", "output": "f"}),
        (["--output=a=b"], {}, {"output": "a=b"}),
        (["--confidence", "high", "--policy", "p.toml"], {}, {"confidence": "high", "policy": "p.toml"}),
        (["--message-file", "m"], {}, {"message_file": "m"}),
        (["--hook-stage", "pre-push"], {}, {"stage": "pre-push"}),
        (["--rule", "--all"], {}, {"rules": ("--all",)}),
        # pre-commit's environment
        (["a"], PRE_COMMIT, {"names": ("a",)}),
        ([MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "message"}),
        (["--", MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "message"}),
        ([".git/MERGE_MSG"], PRE_COMMIT, {"message_file": ".git/MERGE_MSG", "stage": "message"}),
        # a tracked file may be called so; git's own message lies in the git directory itself
        *(
            ([name], PRE_COMMIT, {"names": (name,)})
            for name in ("x.git/COMMIT_EDITMSG", "COMMIT_EDITMSG", "repo.git/MERGE_MSG", ".git/x/A_EDITMSG")
        ),
        (
            [MESSAGE],
            {**PRE_COMMIT, "PRE_COMMIT_COMMIT_MSG_SOURCE": "message"},
            {"message_file": MESSAGE, "stage": "prepare-commit-msg"},
        ),
        (["--hook-stage", "commit-msg", MESSAGE], PRE_COMMIT, {"message_file": MESSAGE, "stage": "commit-msg"}),
        (
            ["x"],
            {**PRE_COMMIT, "PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"},
            {"from_ref": "A", "to_ref": "B"},
        ),
        (
            ["x"],
            {
                **PRE_COMMIT,
                "PRE_COMMIT_FROM_REF": "A",
                "PRE_COMMIT_TO_REF": "B",
                "PRE_COMMIT_REMOTE_NAME": "origin",
            },
            {"from_ref": "A", "to_ref": "B", "stage": "pre-push"},
        ),
        (
            ["x"],
            {**PRE_COMMIT, "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/b"},
            {"to_ref": "refs/heads/b", "stage": "pre-push"},
        ),
        (["--all"], {**PRE_COMMIT, "PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"}, {"everything": True}),
        # not pre-commit: a name is a name, a stray variable is nothing
        ([MESSAGE], {}, {"names": (MESSAGE,)}),
        ([], {"PRE_COMMIT_FROM_REF": "A", "PRE_COMMIT_TO_REF": "B"}, {}),
    ],
)
def test_a_command_line_is_read(  # type: ignore[no-untyped-def]
    repo, monkeypatch: pytest.MonkeyPatch, argv: list[str], environ: dict[str, str], request_: dict[str, object]
) -> None:
    monkeypatch.chdir(repo.path)
    assert parse(argv, environ) == Request(**request_)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--al"], ["--al", "did you mean --all?"]),
        (["--fromref", "A"], ["did you mean --from-ref?"]),
        (["--formt=json"], ["did you mean --format?"]),
        (["-x"], ["unknown option -x"]),
        (["--all=yes"], ["--all=yes"]),
        (["--rule"], ["--rule needs a value"]),
        (["--rule="], ["--rule needs a value"]),
        (["--format", "xml"], ["--format must be one of text, json, sarif, github, not xml"]),
        (["--confidence", "sure"], ["--confidence must be one of low, medium, high, not sure"]),
        (["--hook-stage", "commit"], ["--hook-stage must be one of", "not commit"]),
        (["--from-ref", "A"], ["give --from-ref and --to-ref together"]),
        (["--to-ref", "A"], ["give --from-ref and --to-ref together"]),
        (["--all", "a.txt"], ["give only one of"]),
        (["--all", "--from-ref", "A", "--to-ref", "B"], ["give only one of"]),
        (["--from-ref", "A", "--to-ref", "B", "a.txt"], ["give only one of"]),
        (["--all", "-"], ["give only one of"]),
    ],
)
def test_a_wrong_command_line_is_named(argv: list[str], words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv, {})

    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_help_names_every_option(repo) -> None:  # type: ignore[no-untyped-def]
    from govhooks.run.request import _FLAGS, _VALUES

    text = repo.check("--help").out

    assert all(option in text for option in (*_FLAGS, *_VALUES))
