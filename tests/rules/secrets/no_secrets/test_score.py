"""How much a candidate looks like a credential, and what that is called."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from govhooks.rules.secrets.no_secrets import score
from govhooks.rules.secrets.no_secrets.candidates import Candidate
from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.traits import traits

RANDOM = "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=24))
CHOSEN = "raincoat" + "-Weather7"


def levels(line: str, path: str = "src/settings.py") -> list[str]:
    return [match.confidence for match in scan(line + "\n", path) if match.guess]


@pytest.fixture
def _weights_again():  # type: ignore[no-untyped-def]
    yield
    score.load()


@pytest.mark.usefixtures("_weights_again")
@pytest.mark.parametrize("size", [0, score.SIZE - 1, score.SIZE + 1])
def test_a_damaged_file_of_weights_is_an_error(tmp_path: Path, size: int) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(bytes(size))

    with pytest.raises(ValueError, match=f"weights of {size} places"):
        score.load(str(path))


@pytest.mark.usefixtures("_weights_again")
def test_the_score_is_the_sum_of_the_weights_of_distinct_traits(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"\1" * score.SIZE)
    score.load(str(path))
    candidate = Candidate("keyword", "=", "password", CHOSEN, 12, 12 + len(CHOSEN), '"')
    found = {score.crc32(trait.encode()) % score.SIZE for trait in traits(candidate, 'password = "', '"', "a.py")}

    assert score.score(candidate, 'password = "', '"', "a.py") == len(found) / score.SCALE


def test_levels_follow_the_score() -> None:
    least = dict(score.LEAST)

    assert [score.confidence(value) for value in (least["high"], least["high"] - 0.01, least["medium"] - 0.01)] == [
        *("high", "medium", "low")
    ]
    assert score.confidence(least["low"] - 0.01) == ""


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f'DB_PASSWORD = "{RANDOM}"', "src/settings.py"),
        (f"DB_PASSWORD={RANDOM}", "deploy/app.env"),
        (f"  password: {CHOSEN}", "config/database.yml"),
        (f"spring.datasource.password={CHOSEN}", "src/main/resources/application.properties"),
        (f'"client_secret": "{RANDOM}",', "credentials.json"),
        (f"postgres://app:{RANDOM}@db.corp.test/app", "compose.yml"),
        (f"curl -u deploy:{RANDOM} https://ci.corp.test", "release.sh"),
    ],
)
def test_a_credential_is_at_least_medium(line: str, path: str) -> None:
    assert levels(line, path) in (["medium"], ["high"])


@pytest.mark.parametrize(
    "line",
    [
        'password = "password"',
        'password = os.environ["DB_PASSWORD"]',
        'token_type = "bearer"',
        'key = "user_id"',
        'PASSWORD_FIELD = "new_password"',
        'raise KeyError("no such key")',
        'api_key = "<your-api-key>"',
        'token_url = "https://login.corp.test/oauth/token"',
    ],
)
def test_what_only_looks_like_one_does_not_refuse(line: str) -> None:
    assert [level for level in levels(line) if level != "low"] == []


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f'password = "{CHOSEN}"', "docs/login.rst"),
        (f'password = "{CHOSEN}"', "Doc/guide/login.md"),
        (f'assert parsed.password == "{CHOSEN}"', "tests/test_url.py"),
    ],
)
def test_what_is_told_is_at_most_low(line: str, path: str) -> None:
    used = {"docs/login.rst": "src/login.rst", "Doc/guide/login.md": "guide/login.md"}.get(path, path)

    assert set(levels(line, path)) <= {"low"}
    assert levels(line.replace("assert parsed.password ==", "password ="), used) != []
