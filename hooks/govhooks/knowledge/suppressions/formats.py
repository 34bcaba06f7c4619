"""The files in which tools are told what not to report: a table of names, each with the module that reads it and its source."""

from __future__ import annotations

from govhooks.core.record import Record

# `module` is a module beside this one with `read(source)`.


class Format(Record):
    """`names` are globs for the last part of the path; with `words`, a file of that name is one only if it has one of these."""

    tool: str
    names: tuple[str, ...]
    module: str
    source: str
    words: tuple[str, ...] = ()


FORMATS = (
    Format("trivy", (".trivyignore",), "lists", "https://trivy.dev/docs/latest/configuration/filtering#trivyignore"),
    Format(
        "trivy",
        (".trivyignore.yaml", ".trivyignore.yml"),
        "trivy",
        "https://trivy.dev/docs/latest/configuration/filtering#trivyignoreyaml",
    ),
    Format(
        "osv-scanner",
        ("osv-scanner.toml", ".osv-scanner.toml"),
        "osv_scanner",
        "https://google.github.io/osv-scanner/configuration/",
    ),
    Format("snyk", (".snyk",), "snyk", "https://docs.snyk.io/manage-risk/policies/the-.snyk-file"),
    Format(
        "checkov",
        (".checkov.yaml", ".checkov.yml"),
        "settings",
        "https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html",
    ),
    Format(
        "bandit",
        (".bandit", "bandit.yaml", "bandit.yml", ".bandit.yaml", ".bandit.yml"),
        "settings",
        "https://bandit.readthedocs.io/en/latest/config.html",
    ),
    Format(
        "bandit", ("pyproject.toml",), "settings", "https://bandit.readthedocs.io/en/latest/config.html", ("bandit",)
    ),
    Format("semgrep", (".semgrepignore",), "lists", "https://semgrep.dev/docs/ignoring-files-folders-code"),
    Format("zizmor", ("zizmor.yml", "zizmor.yaml", ".zizmor.yml"), "zizmor", "https://docs.zizmor.sh/configuration/"),
    Format("gitleaks", (".gitleaksignore",), "lists", "https://github.com/gitleaks/gitleaks#gitleaksignore"),
    Format(
        "gitleaks",
        (".gitleaks.toml", "gitleaks.toml"),
        "gitleaks",
        "https://github.com/gitleaks/gitleaks#configuration",
    ),
    Format(
        "trufflehog",
        ("*trufflehog*ignore", "*trufflehog*exclude", "*trufflehog-ignore*.txt", "*trufflehog-exclude*.txt"),
        "lists",
        "https://github.com/trufflesecurity/trufflehog#5-scan-a-github-repo",
    ),
    Format(
        "kics",
        ("kics.config", "kics.yaml", "kics.yml", "kics.json", "kics.toml", ".kics.config"),
        "settings",
        "https://docs.kics.io/latest/configuration-file/",
    ),
    Format(
        "hadolint",
        (".hadolint.yaml", ".hadolint.yml", "hadolint.yaml", "hadolint.yml"),
        "settings",
        "https://github.com/hadolint/hadolint#configure",
    ),
    Format(
        "npm-audit",
        ("audit-ci.json", "audit-ci.jsonc", ".audit-ci.json", ".audit-ci.jsonc"),
        "npm_audit",
        "https://github.com/IBM/audit-ci#allowlisting",
    ),
    Format(
        "npm-audit",
        (".nsprc",),
        "npm_audit",
        "https://github.com/jeemok/better-npm-audit#using-nsprc-file-to-manage-exceptions",
    ),
    Format("npm-audit", ("audit-resolve.json",), "npm_audit", "https://github.com/naugtur/npm-audit-resolver"),
    Format("npm-audit", (".iyarc",), "lists", "https://github.com/djfdyuruiry/improved-yarn-audit"),
    Format(
        "npm-audit",
        (".yarnrc.yml", "pnpm-workspace.yaml", "package.json"),
        "settings",
        "https://pnpm.io/cli/audit",
        ("npmAudit", "auditConfig", "audit:"),
    ),
    Format(
        "cargo-audit",
        ("audit.toml",),
        "settings",
        "https://github.com/rustsec/rustsec/blob/main/cargo-audit/audit.toml.example",
        ("advisories",),
    ),
    Format(
        "cargo-deny",
        ("deny.toml", ".deny.toml"),
        "ignore_tables",
        "https://embarkstudios.github.io/cargo-deny/checks/advisories/cfg.html",
        ("advisories",),
    ),
    Format("grype", (".grype.yaml", ".grype.yml"), "ignore_tables", "https://github.com/anchore/grype"),
    Format(
        "bundler-audit",
        (".bundler-audit.yml", ".bundler-audit.yaml"),
        "settings",
        "https://github.com/rubysec/bundler-audit#ignoring-advisories",
    ),
)


def format_of(path: str) -> Format | None:
    """The format of a file, by its name; None if it is no such file."""
    name = path.rpartition("/")[2].casefold()
    for one in FORMATS:
        for glob in one.names:
            if name == glob if "*" not in glob else _matches(name, glob.split("*")):
                return one
    return None


def _matches(name: str, parts: list[str]) -> bool:
    """Whether the parts of a glob are in a name, in their order; the first and the last one at its ends."""
    at = 0
    for part in parts:
        at = name.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return name.endswith(parts[-1])
