"""Comments of other secret scanners excuse what our own pragma excuses, and nothing else."""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.secrets.no_secrets import Policy, check
from govhooks.rules.secrets.no_secrets.examples import make

# Put together, so that no line here excuses itself.
PASSWORD = "k7#" + "Gv2pQ" + "x9w"
ALLOW, NOSEC, NOQA = "gitleaks:" + "allow", "no" + "sec", "no" + "qa"
SEMGREP, KICS, CHECKOV = "no" + "semgrep", "kics-scan " + "ignore-line", "checkov:" + "skip=CKV_SECRET_6"

HERE = [
    f"# {ALLOW}",
    f"// {ALLOW}",
    "# betterleaks:" + "allow",
    "# trufflehog:" + "ignore",
    "# gg" + "ignore",
    "# kingfisher:" + "ignore",
    "# HashiCorp" + "Ignore",
    "// secretlint-" + "disable-line",
    f"# {NOSEC}",
    f"#{NOSEC}",
    f"# {NOSEC} B105",
    f"# {NOSEC}: B105,B303",
    f"# {NOSEC} B303, B106",
    f"# {NOSEC} hardcoded_password_string",
    f"# {NOSEC} - a password of the demo",
    f"// #{NOSEC} G101 -- a name",
    f"# {NOQA}: S105",
    f"# {NOQA}: E501, S106",
    f"# {SEMGREP}",
    f"# {SEMGREP}: generic.secrets.security.detected-generic-secret",
    f"# {KICS}",
    f"# {CHECKOV}:not one",
    "// eslint-disable-line no-secrets/" + "no-secrets",
    "# lgtm[py/" + "hardcoded-credentials]",
    "# pragma: allowlist " + "secret",
]
ABOVE = [
    "// secretlint-" + "disable-next-line",
    f"# {KICS}",
    f"# {CHECKOV}:not one",
    f"# {SEMGREP}",
    f"// {SEMGREP}: generic.secrets.security.detected-generic-secret",
    "// eslint-disable-next-line no-secrets/" + "no-secrets",
    "# pragma: allowlist nextline " + "secret",
]
OTHER = [
    f"# {NOSEC} B303",
    f"# {NOSEC}: B608, B303",
    f"# {NOSEC} request_without_timeout",
    f"// #{NOSEC} G404",
    f"# {NOQA}",
    f"# {NOQA}: E501",
    f"# {NOQA}: S101",
    f"# {SEMGREP}: python.lang.security.audit.eval-detected",
    "# checkov:" + "skip=CKV_AWS_20:public on purpose",
    f"# a {NOSEC}urity thing",
    "# gitleaks: allow it, please",
    "// eslint-disable-line no-console",
    "# kics-scan disable=x",
    "# NOSONAR",
]


def refused(text: str, path: str = "app.py") -> list[Finding]:
    change = Changeset([Change("A", path, new=f"x = 1\n{text}\n".encode())])
    return [finding for finding in check(change, Policy()) if finding.confidence != "low"]


@pytest.mark.parametrize("comment", HERE)
def test_a_comment_on_the_line_excuses_a_guess(comment: str) -> None:
    assert refused(f'password = "{PASSWORD}"  {comment}') == []
    assert refused(f'password = "{PASSWORD}"\ny = 2  {comment}')


@pytest.mark.parametrize("comment", ABOVE)
def test_a_comment_above_the_line_excuses_a_guess(comment: str) -> None:
    assert refused(f'{comment}\npassword = "{PASSWORD}"') == []
    assert refused(f'{comment}\n\npassword = "{PASSWORD}"')


@pytest.mark.parametrize("comment", OTHER)
def test_a_comment_about_something_else_excuses_nothing(comment: str) -> None:
    assert refused(f'password = "{PASSWORD}"  {comment}')
    assert refused(f'{comment}\npassword = "{PASSWORD}"')


@pytest.mark.parametrize("comment", HERE)
def test_no_comment_excuses_a_token_or_a_key(comment: str) -> None:
    assert refused(f'x = "{make("ghp_{alnum:30}{sign:github}")}"  {comment}')
    assert refused(f'x = "{make("sk_live_{alnum:24}")}"  {comment}')


def test_no_secret_excuses_itself() -> None:
    for mark in (ALLOW, "gg" + "ignore", "trufflehog:" + "ignore"):
        assert refused(f'password = "{PASSWORD}-{mark}"')
