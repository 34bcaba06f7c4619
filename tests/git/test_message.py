"""The commit message, with git's own trailer parser as the oracle."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govhooks.core.errors import CannotJudge
from govhooks.git import message


@pytest.fixture(autouse=True)
def _inside(repo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(repo.path)


def file(content: str | bytes) -> str:
    Path("message").write_bytes(content if isinstance(content, bytes) else content.encode())
    return "message"


def as_git_says(text: str) -> tuple[tuple[str, str], ...]:
    done = subprocess.run(
        ["git", "interpret-trailers", "--only-trailers", "--only-input", "--unfold", "--no-divider"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    pairs = [line.split(":", 1) for line in done.stdout.decode().split("\n") if ":" in line]
    return tuple((key.strip(), value.strip()) for key, value in pairs)


MESSAGES = [
    "subject\n\nbody\n\nHigh-Risk: auth\n",
    "subject\n\nHigh-Risk: auth\nSigned-off-by: A <a@b>\n",
    "subject\n\nHigh-Risk: auth,\n  deploy\n",
    "subject\n\nHigh-Risk: auth\n\nnot a trailer\n",
    "subject\n\nbody\nHigh-Risk: auth\n",
    "subject\n\nHigh-Risk : auth\n",
    "subject\n\nhigh-risk:auth\n",
    "subject\nHigh-Risk: auth\n",
    "subject\n\nHigh-Risk:\n",
    "subject\n\n---\nHigh-Risk: auth\n",
    "subject\n\nFixes: #1\nsome words\nSigned-off-by: A <a@b>\n",
    "subject\n\n(cherry picked from commit 1234)\nHigh-Risk: auth\n",
    "subject\r\n\r\nHigh-Risk: auth\r\n",
    "subject\n",
    "",
]


@pytest.mark.parametrize("text", MESSAGES)
def test_trailers_are_what_git_says(text: str) -> None:
    assert message.trailers(text) == as_git_says(text)


PARTS = [
    "subject",
    "",
    "body words",
    "High-Risk: auth",
    "Signed-off-by: A <a@b>",
    " folded",
    "---",
    "key:value",
    "# no",
    "a: b: c",
]


@settings(derandomize=True, max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_any_messages_trailers_are_what_git_says(lines: list[str]) -> None:
    text = "subject\n\n" + "".join(f"{line}\n" for line in lines)

    assert message.trailers(text) == as_git_says(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trailer.separators", "=#"),
        ("trailer.where", "start"),
        ("trailer.ifexists", "doNothing"),
        ("core.commentChar", ";"),
    ],
)
def test_the_users_settings_change_no_trailer(key: str, value: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.git("config", key, value)

    assert message.trailers("subject\n\nHigh-Risk: auth\n") == (("High-Risk", "auth"),)


@pytest.mark.parametrize(
    ("raw", "text", "trailers"),
    [
        (
            "subject\n\n# High-Risk: auth\nHigh-Risk: deploy\n",
            "subject\n\nHigh-Risk: deploy\n",
            (("High-Risk", "deploy"),),
        ),
        ("# only\n# comments\n", "", ()),
        ("", "", ()),
        ("\n\n# comment\n", "\n", ()),
        ("\nSigned-off-by: A <a@b>\n", "\nSigned-off-by: A <a@b>\n", (("Signed-off-by", "A <a@b>"),)),
        (
            "subject\n# ------------------------ >8 ------------------------\ndiff --git a/x b/x\n\nHigh-Risk: auth\n",
            "subject\n",
            (),
        ),
        (
            "caf\xe9".encode("latin-1") + b"\n\nHigh-Risk: auth\n",
            "caf\ufffd\n\nHigh-Risk: auth\n",
            (("High-Risk", "auth"),),
        ),
    ],
)
def test_a_file_is_read_without_comments(raw: str | bytes, text: str, trailers: tuple[tuple[str, str], ...]) -> None:
    assert message.read(file(raw)) == (text, trailers)


def test_another_comment_character_is_gits(repo) -> None:  # type: ignore[no-untyped-def]
    repo.git("config", "core.commentChar", ";")
    text, trailers = message.read(
        file("subject\n; comment\n# kept\n; ------------------------ >8 ------------------------\nHigh-Risk: auth\n")
    )

    assert text == "subject\n# kept\n"
    assert trailers == ()


def test_a_message_that_is_not_there_cannot_be_judged() -> None:
    for path in ("nowhere", "", "."):
        with pytest.raises(CannotJudge):
            message.read(path)


@pytest.mark.parametrize(
    ("raw", "prepared"),
    [
        ("", True),
        ("\n", True),
        ("\n# Please enter the commit message\n# On branch main\n", True),
        ("\n\nSigned-off-by: A <a@b>\n", True),
        ("\nSigned-off-by: A <a@b>\nHigh-Risk: auth\n\n# Please enter\n", True),
        ("# only a comment\n", True),
        ("subject\n", False),
        ("subject\n\nSigned-off-by: A <a@b>\n", False),
        ("fix: auth\n", False),
        ("fix: auth\nfix: deploy\n", False),
        ("\nsubject after a blank\n", False),
        ("\nwords\n\nSigned-off-by: A <a@b>\n", False),
    ],
)
def test_a_message_without_a_subject_is_being_prepared(raw: str, prepared: bool) -> None:
    assert message.is_being_prepared(message.read(file(raw))[0]) is prepared


def write(raw: str, wanted: list[tuple[str, str]]) -> str:
    path = file(raw)
    message.write_trailers(path, message.read(path)[1], wanted)
    return Path(path).read_text()


@pytest.mark.parametrize(
    ("raw", "wanted", "result"),
    [
        ("subject\n", [("High-Risk", "auth")], "subject\n\nHigh-Risk: auth\n"),
        ("subject\n\nbody\n", [("High-Risk", "auth, deploy")], "subject\n\nbody\n\nHigh-Risk: auth, deploy\n"),
        ("subject\n\nHigh-Risk: auth\n", [("High-Risk", "deploy")], "subject\n\nHigh-Risk: auth, deploy\n"),
        ("subject\n\nHigh-Risk: auth\n", [("High-Risk", "auth")], "subject\n\nHigh-Risk: auth\n"),
        (
            "subject\n\nHigh-Risk: auth, mine\n",
            [("High-Risk", "deploy, auth")],
            "subject\n\nHigh-Risk: auth, mine, deploy\n",
        ),
        (
            "subject\n\nSigned-off-by: A <a@b>\n",
            [("High-Risk", "auth")],
            "subject\n\nSigned-off-by: A <a@b>\nHigh-Risk: auth\n",
        ),
        (
            "subject\n\nHigh-Risk: auth\nSigned-off-by: A <a@b>\n",
            [("High-Risk", "deploy")],
            "subject\n\nSigned-off-by: A <a@b>\nHigh-Risk: auth, deploy\n",
        ),
        ("subject\n\nbody\n---\nmore\n", [("High-Risk", "auth")], "subject\n\nbody\n---\nmore\n\nHigh-Risk: auth\n"),
        ("subject\n", [], "subject\n"),
        ("subject\n", [("A", "x"), ("A", "y"), ("B", "z")], "subject\n\nA: x, y\nB: z\n"),
    ],
)
def test_trailers_are_united_and_the_rest_is_kept(raw: str, wanted: list[tuple[str, str]], result: str) -> None:
    assert write(raw, wanted) == result


def test_two_trailers_of_a_kind_lose_no_value() -> None:
    result = write("subject\n\nHigh-Risk: auth\nHigh-Risk: crypto\n", [("High-Risk", "deploy")])
    values = {
        part.strip() for key, value in message.trailers(result) for part in value.split(",") if key == "High-Risk"
    }

    assert values == {"auth", "crypto", "deploy"}


def test_writing_twice_is_writing_once() -> None:
    once = write("\n# Please enter\n# words\n", [("High-Risk", "auth")])

    assert write(once, [("High-Risk", "auth")]) == once
    assert once.count("High-Risk: auth") == 1
    assert "# Please enter" in once
    assert message.is_being_prepared(message.read(file(once))[0])


@pytest.mark.parametrize("name", ["-leading", "with space", "--trailer"])
def test_any_name_of_a_file_will_do(name: str) -> None:
    Path(name).write_text("subject\n")
    message.write_trailers(name, (), [("High-Risk", "auth")])

    assert Path(name).read_text() == "subject\n\nHigh-Risk: auth\n"
