"""Grants stay least privilege: no change lets more be done than it has to."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.rule import Concerns, Rule
from govhooks.rules.access.least_privilege import words
from govhooks.rules.access.least_privilege.policy import FLAG, ID, OFF, REFUSE, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.changeset import Changeset
    from govhooks.rules.access.least_privilege.danger import Danger
    from govhooks.rules.access.least_privilege.files import File


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say of every grant that is new, and too much, what it lets do; and which file could not be judged."""
    from govhooks.core.places import test_data
    from govhooks.rules.access.least_privilege.danger import worse
    from govhooks.rules.access.least_privilege.files import files

    given, unread = files(changeset, test_data(policy.test_data))
    if policy.unread != OFF:
        for file, line, why in unread:
            yield Finding(
                rule=ID,
                path=file,
                line=line,
                problem=f"its grants were not judged: {why}",
                fix="review them by hand, or write them so that they can be read",
                identity="unread",
                blocks=policy.unread == REFUSE,
            )
    for file, new in worse(given, changeset.kind == "whole"):
        yield from _said(file, new, policy)


def _said(file: File, dangers: list[Danger], policy: Policy) -> Iterator[Finding]:
    """One finding for all new grants of a kind that one holder has."""
    groups: dict[tuple[str, str], list[Danger]] = {}
    for danger in dangers:
        if policy.verdict(danger.kind) != OFF:
            holder = danger.holder if danger.kind != "unset" else ""
            groups.setdefault((holder, danger.kind), []).append(danger)
    for (holder, kind), all_of_them in groups.items():
        first = all_of_them[0]
        who = holder or f"no permissions for {', '.join(one.holder for one in all_of_them)}:"
        yield Finding(
            rule=ID,
            path=file.path,
            line=file.line(first),
            problem=f"{who} {_together([one.what for one in all_of_them])}{file.was(first)}",
            fix=first.fix,
            identity=f"{kind} {who} {' '.join(sorted({one.key for one in all_of_them}))}",
            blocks=policy.verdict(kind) != FLAG,
        )


def _together(whats: list[str]) -> str:
    """Several things that are said of one holder; what they begin with, up to a colon, is said once."""
    whats = list(dict.fromkeys(whats))
    begin, colon, _ = whats[0].partition(": ")
    if colon and all(what.startswith(begin + colon) for what in whats):
        first, *others = whats
        whats = [first, *(what.removeprefix(begin + colon) for what in others)]
    more = f", and {len(whats) - 3} more" if len(whats) > 3 else ""
    return ("; " if not colon else ", ").join(whats[:3]) + more


rule = Rule(
    ID,
    Policy,
    check,
    concerns=(
        Concerns(
            paths=(
                ".github/workflows/*.yml",
                ".github/workflows/*.yaml",
                "sudoers",
                "sudoers.*",
                "*.sudoers",
                "sudoers-*",
                "sudoers_*",
                "sudoers.d/",
            )
        ),
        Concerns(
            paths=(
                "*.json",
                "*.jsonc",
                "*.yml",
                "*.yaml",
                "*.tf",
                "*.tofu",
                "*.tfvars",
                "*.hcl",
                "*.nomad",
                "*.template",
            ),
            words=(*words.GRANTS, *words.SERVICES),
            whole=True,
        ),
        Concerns(paths=("*config*.toml", "*runner*.toml"), words=words.RUNNERS, whole=True),
        Concerns(paths=("*.sql",), words=words.SQL),
        Concerns(paths=("*.tf", "*.tofu", "*.tfvars", "*.hcl"), words=words.INPUTS, whole=True),
        Concerns(paths=("*.bicep", "*.bicepparam"), words=words.BICEP),
        Concerns(
            paths=("dockerfile", "dockerfile.*", "*.dockerfile", "containerfile", "containerfile.*", "*.containerfile"),
            words=words.IMAGES,
            whole=True,
        ),
        Concerns(
            paths=(
                *(
                    "makefile",
                    "gnumakefile",
                    "justfile",
                    "*.mk",
                    "debian/rules",
                    "postinst",
                    "preinst",
                    "postrm",
                    "prerm",
                ),
                *("*.postinst", "*.preinst", "*.postrm", "*.prerm"),
            ),
            words=words.SCRIPTS,
        ),
        Concerns(paths=("*tmpfiles.d/", "*logrotate*", "logrotate.d/", "*.service"), words=words.CONFIGURED),
        Concerns(
            paths=("*.sh", "*.bash", "*.zsh", "*.ksh", "*.bats", ".bashrc", ".bash_profile", ".profile"),
            words=words.SCRIPTS,
        ),
        Concerns(
            paths=("*.py", "*.pyw", "*.ts", "*.js", "*.mjs", "*.cjs", "*.mts", "*.cts", "*.tsx", "*.jsx"),
            words=words.PROGRAMS,
            whole=True,
        ),
    ),
    kinds=("change", "range", "whole"),
    baseline=True,
)
