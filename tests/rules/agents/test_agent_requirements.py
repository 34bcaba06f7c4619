"""The rule by hand, the ratchet, and one commit with git."""

from __future__ import annotations

import pytest
from conftest import Repo
from knowledge.agents.requirements_files import SEED, deny, rule, server

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.policy import load as policy_module
from govhooks.rules import load
from govhooks.rules.agents.agent_requirements import Policy, check


def policy(toml: str = "") -> Policy:
    text = f"[rules.agent-requirements]\n{toml}\n"
    table = policy_module.load(text.encode(), "governance.toml", load()).rules["agent-requirements"]
    assert isinstance(table, Policy)
    return table


def judged(new: str | None, old: str | None = None, path: str = "requirements.toml", toml: str = "") -> list[Finding]:
    status = "A" if old is None else "D" if new is None else "M"
    change = Change(status, path, new=(new or "").encode(), old=[] if old is None else [old.encode()])
    return list(check(Changeset([change]), policy(toml)))


def blocking(findings: list[Finding]) -> list[str]:
    return [finding.problem for finding in findings if finding.blocks]


def loosened(old: str, new: str) -> list[str]:
    start = "loosens the agent policy: "
    return [one.problem.removeprefix(start) for one in judged(new, old) if one.problem.startswith(start)]


def test_the_sample_policy_passes_with_notes() -> None:
    findings = judged(SEED)

    assert blocking(findings) == []
    assert [finding.line for finding in findings] == [5, 5, 7]
    assert 'deploy "/home/**/.env*"' in findings[0].fix


@pytest.mark.parametrize("path", ["requirements.toml", "codex/requirements.toml", "a/b/requirements.toml"])
def test_it_is_found_anywhere(path: str) -> None:
    assert len(blocking(judged('sandbox_modes = ["read-only"]\n', path=path))) == 1


@pytest.mark.parametrize("path", ["my-requirements.toml", "requirements.toml.md", "requirements.txt"])
def test_other_names_are_no_business_of_it(path: str) -> None:
    assert judged("allowed_sandbox_modes = 3\n", path=path) == []


def test_a_file_that_is_not_for_codex_is_left_alone_unless_it_is_named() -> None:
    text = "[project]\nname = 'x'\n[tool.poetry]\nversion = '1'\n"

    assert judged(text) == []
    assert blocking(judged(text, path="policy/agents.toml", toml='files = ["policy/agents.toml"]')) != []


def test_a_link_cannot_be_judged() -> None:
    change = Change("A", "requirements.toml", new=b"elsewhere", mode="120000")
    (finding,) = check(Changeset([change]), Policy())

    assert finding.blocks and "cannot be judged" in finding.problem


@pytest.mark.parametrize(
    ("toml", "new", "problem"),
    [
        ("", 'allowed_approval_policies = ["on-request", "never"]\n', "`allowed_approval_policies` allows never"),
        ("", 'allowed_sandbox_modes = ["read-only", "danger-full-access"]\n', "allows danger-full-access"),
        ("", 'allowed_web_search_modes = ["live"]\n', "`allowed_web_search_modes` allows live"),
        (
            "",
            '[[remote_sandbox_config]]\nhostname_patterns = ["ci"]\nallowed_sandbox_modes = ["read-only", "danger-full-access"]\n',
            "`remote_sandbox_config` allows danger-full-access",
        ),
        ('approval-policies = ["untrusted"]', 'allowed_approval_policies = ["on-request"]\n', "allows on-request"),
        ('required = ["rules.prefix_rules"]', "allowed_web_search_modes = []\n", "`rules.prefix_rules` is missing"),
        ('deny-read = ["private/a/key"]', deny("./.env*"), "`deny_read` does not deny private/a/key"),
        (
            'commands = ["git push --force"]',
            rule('pattern = [{ token = "rm" }], decision = "prompt"'),
            "no prefix rule stops",
        ),
    ],
)
def test_it_falls_short(toml: str, new: str, problem: str) -> None:
    (found,) = blocking(judged(new, toml=toml))

    assert problem in found


@pytest.mark.parametrize(
    ("toml", "new"),
    [
        ('approval-policies = ["never"]', 'allowed_approval_policies = ["never"]\n'),
        ('deny-read = [".env", ".env.local", "private/a/key"]', SEED),
        ('commands = ["rm -rf /", "/bin/rm x"]', SEED),
        ('required = ["rules.prefix_rules", "permissions.filesystem.deny_read"]', SEED),
    ],
)
def test_it_comes_up_to_the_baseline(toml: str, new: str) -> None:
    assert blocking(judged(new, toml=toml)) == []


RM, GIT = 'pattern = [{ token = "rm" }]', 'pattern = [{ token = "git" }, { any_of = ["push", "rebase"] }]'
NPX = '{ command = { executable = "npx", args = [{ match = "prefix", value = "@corp/" }] } }'
NPX_ONE = '{ command = { executable = "npx", args = [{ match = "exact", value = "@corp/a@1" }] } }'
HOOK = '[[hooks.PreToolUse]]\nmatcher = "Bash"\nhooks = [{ type = "command", command = "/opt/guard" }]\n'


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            'allowed_sandbox_modes = ["read-only"]\n',
            'allowed_sandbox_modes = ["read-only", "workspace-write"]\n',
            "now allows workspace-write",
        ),
        ('allowed_sandbox_modes = ["read-only"]\n', "", "is gone: anything is allowed"),
        (
            'allowed_approval_policies = ["untrusted", "on-request"]\n',
            'allowed_approval_policies = ["on-request", "untrusted"]\n',
            "falls back to on-request",
        ),
        (deny("/a", "/b"), deny("/a"), "no longer denies /b"),
        (deny("./private/**"), deny("./private/*.pem"), "no longer denies ./private/**"),
        (
            rule(f'{RM}, decision = "forbidden"'),
            rule(f'{RM}, decision = "prompt"'),
            "`rm` was forbidden and is now prompt",
        ),
        (
            rule(f'{GIT}, decision = "prompt"'),
            rule('pattern = [{ token = "git" }, { token = "push" }], decision = "prompt"'),
            "`git rebase` was prompt and is now not stopped",
        ),
        (
            rule(f'{RM}, decision = "prompt-user"'),
            rule(f'{RM}, decision = "prompt"'),
            "`rm` was prompt-user and is now prompt",
        ),
        (
            rule(f'{RM}, decision = "prompt", canonical_matching = true'),
            rule(f'{RM}, decision = "prompt"'),
            "`rm` was prompt",
        ),
        (rule(f'{RM}, decision = "prompt"'), "", "`rm` was prompt and is now not stopped"),
        ("[mcp_servers]\n", server(NPX_ONE), "one more MCP server is allowed: docs"),
        (server(NPX_ONE), server(NPX), "the identity of the MCP server docs is wider"),
        (
            server('{ url = "https://a.example/" }'),
            server('{ url = "https://b.example/" }'),
            "the identity of the MCP server docs",
        ),
        (server(NPX), "", "every MCP server is allowed"),
        (HOOK, "", "a managed hook of PreToolUse is gone or changed: /opt/guard"),
        (HOOK, HOOK.replace("Bash", "Edit"), "a managed hook of PreToolUse is gone"),
        (
            "allow_managed_hooks_only = true\n",
            "allow_managed_hooks_only = false\n",
            "`allow_managed_hooks_only` was true and is now false",
        ),
        ("allow_managed_hooks_only = true\n", "", "`allow_managed_hooks_only` is gone"),
        (
            "allow_remote_control = false\n",
            "allow_remote_control = true\n",
            "`allow_remote_control` was false and is now true",
        ),
        ("", "allow_remote_control = true\n", "`allow_remote_control` is now true"),
        (
            '[experimental_network.domains]\n"a.example" = "allow"\n',
            '[experimental_network.domains]\n"a.example" = "allow"\n"b.example" = "allow"\n',
            "is now allow",
        ),
        ('[experimental_network.domains]\n"a.example" = "deny"\n', "[experimental_network]\n", "is gone"),
        ("[features]\nx = false\n", "[feature_requirements]\nx = true\n", "`features.x` was false and is now true"),
        ('enforce_residency = "us"\n', "", "`enforce_residency` is gone: it was us"),
        (
            "[apps.mail]\nenabled = false\n",
            "[apps.mail]\nenabled = true\n",
            "`apps.mail.enabled` was false and is now true",
        ),
        (
            'allowed_sandbox_modes = ["read-only"]\n',
            'allowed_sandbox_modes = ["read-only"]\n[[remote_sandbox_config]]\nhostname_patterns = ["*"]\nallowed_sandbox_modes = ["read-only", "workspace-write"]\n',
            "hosts * may now use workspace-write",
        ),
    ],
)
def test_a_loosening_is_named(old: str, new: str, what: str) -> None:
    found = loosened(old, new or "allow_login_shell = false\n")

    assert any(what in text for text in found), found
    assert loosened(old, old) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('allowed_sandbox_modes = ["read-only", "workspace-write"]\n', 'allowed_sandbox_modes = ["read-only"]\n'),
        ('allowed_web_search_modes = ["cached"]\n', 'allowed_web_search_modes = ["cached", "disabled"]\n'),
        (deny("./private/**"), deny("./private")),
        (deny("/srv/private/a"), deny("/srv/private")),
        (rule(f'{RM}, decision = "prompt"'), rule(f'{RM}, decision = "forbidden", justification = "x"')),
        (
            rule('pattern = [{ token = "rm" }, { token = "-r" }], decision = "prompt"'),
            rule(f'{RM}, decision = "prompt"'),
        ),
        (rule(f'{RM}, decision = "prompt"'), rule(f'{RM}, decision = "prompt", canonical_matching = true')),
        (server(NPX), server(NPX_ONE)),
        (server(NPX), "[mcp_servers]\n"),
        ("allow_remote_control = true\n", "allow_remote_control = false\n"),
        ("allow_remote_control = true\n", "allow_login_shell = false\n"),
        ("allow_managed_hooks_only = false\n", "allow_managed_hooks_only = true\n"),
        (
            '[experimental_network.domains]\n"a.example" = "allow"\n',
            '[experimental_network.domains]\n"a.example" = "deny"\n',
        ),
        ("features = { x = false }\n", "feature_requirements = { x = false }\n"),
        ("allow_appshots = false\n", f"allow_appshots = false\n{HOOK}"),
    ],
)
def test_a_tightening_is_not(old: str, new: str) -> None:
    assert loosened(old, new) == []


def test_a_policy_that_goes_is_named() -> None:
    (finding,) = judged(None, SEED)

    assert finding.problem == "the agent policy is removed" and not finding.blocks


def test_at_a_commit(repo: Repo) -> None:
    repo.commit("policy", **{"requirements.toml": SEED})
    repo.stage(
        "requirements.toml", SEED.replace("forbidden", "prompt").replace("allowed_web_search", "allowed_websearch")
    )

    done = repo.check()

    assert done.code == 1
    assert "requirements.toml:3: `allowed_websearch_modes` is not a key that Codex knows" in done.out
    assert "`rm` was forbidden and is now prompt" in done.out
    assert "High-Risk: governance" in done.out


def test_no_value_that_could_be_a_secret_is_shown() -> None:
    token = "tok" + "en-" + "9" * 20
    exporter = (
        f'[otel.exporter.otlp-http]\nendpoint = "https://a.example"\nprotocol = "json"\nheaders = {{ x = "{token}" }}\n'
    )
    old = exporter + f'[[hooks.Stop]]\nhooks = [{{ type = "command", command = "/opt/x --key {token}" }}]\n'
    said = loosened(old, "allow_login_shell = false\n")

    assert len(said) == 2
    assert token not in "".join(said)
