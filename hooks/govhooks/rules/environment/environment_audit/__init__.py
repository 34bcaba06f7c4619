"""Environment variables are declared, and changes to them in a deployment are shown."""

# facts      what the change does to variables: both sides of deployment files and code
# switches   variables that switch a protection on or off
# audit      what appears, goes or gets another value; secrets as literals; switches; environments that differ
# register   what the register has to say: undeclared, unused, incomplete

from __future__ import annotations

from govhooks.core.rule import Concerns, Rule
from govhooks.knowledge.variables.deployed import WORDS
from govhooks.policy.load import FILE
from govhooks.rules.environment.environment_audit.policy import ID, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding

_DEPLOYED = ("*.yaml", "*.yml", "*.json", "*.toml", "*.tf", "*.tofu", "*.hcl", "*.nomad", "*.tfvars")
_NAMED = (
    *(".env", ".env.*", "*.env", ".envrc", "Dockerfile*", "Containerfile*", "*.dockerfile", "*.containerfile"),
    *("*.service", "*.service.d/*.conf", "*.container", "*.pod", "Procfile", "**/.ebextensions/*.config"),
)
_CODE = (
    *("*.py", "*.pyi", "*.js", "*.jsx", "*.mjs", "*.cjs", "*.ts", "*.tsx", "*.mts", "*.cts", "*.go", "*.java", "*.kt"),
    *("*.rb", "*.rake", "*.php", "*.cs", "*.rs", "*.sh", "*.bash", "*.zsh", "*.properties"),
)
_READS = tuple(
    "getenv environ env( env. env[ .env basesettings config( getproperty ${ $_env $_server env! env::".split()
)


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge what a change does to environment variables."""
    from govhooks.rules.environment.environment_audit.facts import gather

    facts = gather(changeset, policy)
    if not facts.deployed and not facts.coded:
        return
    from govhooks.rules.environment.environment_audit import audit, register

    for part in (audit.check, register.check):
        yield from part(facts, changeset, policy)


_SWITCHES = tuple(
    "debug auth login mfa 2fa csrf rbac acl tls ssl https secur rate_lim ratelim waf csp hsts audit encrypt xss cert verif validation signature"
    " permission reject cors allow trusted cookie samesite insecure anonymous guest".split()
)

rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(paths=(f"/{FILE}",)),
        Concerns(paths=_NAMED),
        Concerns(paths=_DEPLOYED, words=WORDS, whole=True),
        Concerns(paths=("*compose*.yml", "*compose*.yaml"), words=("args",), whole=True),
        Concerns(paths=("**/templates/**",), words=("- name:", "kind: configmap", "kind: secret"), whole=True),
        # Code is judged with a register, beside a deployment, and where the default of a protection may change.
        Concerns(opens=("variables",)),
        Concerns(paths=_CODE, words=_SWITCHES, within=_READS),
        Concerns(paths=("application*.yml", "application*.yaml", "bootstrap*.yml", "bootstrap*.yaml"), words=("${",)),
    ),
    kinds=("change", "range", "whole"),
)
