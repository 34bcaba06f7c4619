"""Files of ours are not read as code: what stands in them is a policy, reasons, paths and digests."""

from __future__ import annotations

import json
import random

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.review.high_risk_changes import Policy as Risk
from govhooks.rules.review.high_risk_changes import check as flag
from govhooks.rules.secrets.no_secrets import Policy, check

DICE = random.Random(11)
NAMES = ("datadog", "mailjet", "facebook", "shodan", "algolia", "fastly", "slack-signing-secret", "twilio-auth-token")


def digits(count: int) -> str:
    return f"{DICE.getrandbits(4 * count):0{count}x}"


def exception(name: str) -> str:
    return f'{{ rule = "no-secrets", path = "{name}_api_key.py", fingerprint = "{digits(32)}" }}'


OWN = {
    ".govhooks.baseline": "".join(f"{digits(32)} no-secrets {name}_api_key.py\n" for name in NAMES),
    "governance.toml": f"exceptions = [{', '.join(map(exception, NAMES))}]\n",
    ".secrets.baseline": json.dumps({"results": {f"{n}_key.py": [{"hashed_secret": digits(40)}] for n in NAMES}}),
}


def found(path: str, text: str) -> list[str]:
    changeset = Changeset([Change("A", path, new=text.encode())], kind="change")
    return [finding.problem for finding in check(changeset, Policy())]


@pytest.mark.parametrize("path", OWN)
def test_digests_are_no_keys(path: str) -> None:
    assert found(path, OWN[path]) == []


@pytest.mark.parametrize("path", OWN)
def test_a_token_is_one_in_any_of_them(path: str, token: str) -> None:
    assert len(found(path, OWN[path] + f"# {token}\n")) == 1


@pytest.mark.parametrize(
    "line", ['reason = "the datadog api_key = {}"', 'reason = "datadog"  # api_key = "{}"', "datadog_api_key = '{}'"]
)
def test_a_key_in_the_words_of_a_policy_is_one(line: str) -> None:
    assert found("governance.toml", line.format(digits(32)) + "\n") != []


WORDS = "jwt.decode( stripe.Charge.create( twilio datadog os.environ subprocess.run(x, shell=True) md5( "


@pytest.mark.parametrize(
    ("path", "areas"),
    [
        ("governance.toml", {"governance"}),
        (".govhooks.baseline", {"governance"}),
        (".secrets.baseline", {"governance"}),
        (".governance/allowed_signers", {"governance"}),
        (".governance/register.toml", {"governance"}),
        (".governance/run.py", {"governance", "authentication", "payments"}),
        ("other.toml", {"authentication", "payments"}),
    ],
)
def test_words_in_them_touch_no_area_but_their_own(path: str, areas: set[str]) -> None:
    changeset = Changeset([Change("A", path, new=f'reason = "{WORDS}"\n'.encode())], kind="change")
    touched = {finding.identity for finding in flag(changeset, Risk())}

    assert touched >= areas
    assert touched == areas or path.endswith((".py", "other.toml"))


def test_a_file_that_becomes_one_of_them_is_read_as_what_it_was() -> None:
    change = Change("R", "governance.toml", old_path="a.toml", new=f'r = "{WORDS}"\n'.encode(), old=[b""])

    assert {finding.identity for finding in flag(Changeset([change]), Risk())} > {"governance"}
