"""The comments with which tools are told not to report something: a table, each with its source and examples.

`yes` is a comment with the marker, and what it silences; `no` looks like one and is none.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.suppressions.suppression import BLOCK, LINE
from govhooks.search.expression import Expression

# A marker begins the comment, or a comment in the comment: `# type: ignore  # nosec`.
_START = r"(?:\A|(?<=#)|(?<=# )|(?<=#  )|(?<=//)|(?<=// ))"
# Others are found anywhere in a comment behind code; quoted or in a comment of its own they may be prose.
_WITHIN = r"(?<![\w`'\"./-])"
_ID = r"[\w.*/@-]+"
_IDS = rf"{_ID}(?:[ \t]*,[ \t]*{_ID})*"


class Marker(Record):
    """One kind of comment.

    `tool`     whose comment it is; `{"go": ...}` of `also` names another one for files of that ending.
    `form`     matches the marker in the text of a comment; its groups `what`, `reason`, `expires` and `wide` (then it is about a file)
               are optional.
    `loose`    the same at any place of a line: where it does not match, nobody has to tell comments from code.
    `words`    literals in lower case, of which every such comment has one.
    `scope`    what it silences where `wide` is not there.
    `anywhere` whether it counts within the text of a comment that stands behind code.
    `named`    whether ids can be given.
    `only`     matches the ids that are about security; "" for all.
    """

    tool: str
    form: Expression
    loose: Expression
    words: tuple[str, ...]
    source: str
    yes: tuple[str, str]
    no: str
    scope: str = LINE
    anywhere: bool = False
    named: bool = True
    only: Expression | None = None
    also: tuple[tuple[str, str], ...] = ()


def _row(tool: str, form: str, words: str, source: str, yes: tuple[str, str], no: str, **more: object) -> Marker:
    lead = _WITHIN if more.get("anywhere") else _START
    forms = Expression(rf"{lead}{form}"), Expression(form)
    return Marker(tool, *forms, tuple(words.split("|")), source, yes, no, **more)  # type: ignore[arg-type]


# Rules of ESLint and its plugins about security; all others are about style.
_ESLINT = Expression(
    r"(?:security|security-node|no-unsanitized|@microsoft/sdl|xss|no-secrets|scanjs-rules|no-wildcard-postmessage|anti-trojan-source)/.+"
    r"|no-eval|no-implied-eval|no-new-func|no-script-url|@typescript-eslint/no-implied-eval"
    r"|react/(?:no-danger|no-danger-with-children|jsx-no-target-blank|jsx-no-script-url|iframe-missing-sandbox)"
    r"|vue/no-v-html|svelte/no-at-html-tags|solid/no-innerhtml|lit/no-template-map|lit/unsafe-html|detect-[a-z-]+"
    r"|sonarjs/(?:no-hardcoded|pseudo-random|os-command|sql-queries|code-eval|hashing|encryption|weak-|unverified|cors|csrf|xml-)[\w-]*"
)

MARKERS = (
    _row(
        "bandit",
        r"nosec\b[ \t]*:?[ \t]*(?P<what>(?:[BG]\d{3}|[a-z]+(?:_[a-z]+)+)(?:[ \t]*,?[ \t]*(?:[BG]\d{3}|[a-z]+(?:_[a-z]+)+))*)?",
        "nosec",
        "https://bandit.readthedocs.io/en/latest/config.html#exclusions",
        ("nosec B602, B607", "B602 B607"),
        "to silence bandit write nosec",
        also=(("go", "gosec"),),
    ),
    _row(
        "gosec",
        r"gosec:disable\b[ \t]*(?P<what>G\d{3}(?:[ \t,]+G\d{3})*)?",
        "gosec:disable",
        "https://github.com/securego/gosec#annotating-code",
        ("gosec:disable G101 -- not a secret", "G101"),
        "see gosec:disable",
    ),
    _row(
        "gosec",
        r"nolint:(?P<what>\w+(?:,\w+)*)",
        "nolint:",
        "https://golangci-lint.run/docs/linters/false-positives/#nolint-directive",
        ("nolint:errcheck,gosec // not reachable", "gosec"),
        "nolint:errcheck,lll",
        only=Expression(r"gosec"),
    ),
    _row(
        "ruff",
        r"(?P<wide>(?:ruff|flake8)[ \t]*:[ \t]*)?(?i:noqa) ?:[ \t]*(?P<what>[A-Z]+\d*(?:[ \t]*[, \t][ \t]*[A-Z]+\d+)*)",
        "noqa:|noqa :",
        "https://docs.astral.sh/ruff/linter/#error-suppression",
        ("noqa: S603, E501", "S603"),
        "noqa: E501, B008",
        only=Expression(r"S\d{0,3}"),
    ),
    _row(
        "ruff",
        r"ruff[ \t]*:[ \t]*(?:ignore|disable|(?P<wide>file-ignore))\[(?P<what>[\w, \-]+)\]",
        "ruff:|ruff :",
        "https://docs.astral.sh/ruff/linter/#error-suppression",
        ("ruff: ignore[S603, E501]", "S603"),
        "ruff: ignore[E501]",
        only=Expression(r"S\d{3}"),
    ),
    _row(
        "semgrep",
        rf"nosem(?:grep)?\b(?:[ \t]*:[ \t]*(?P<what>{_IDS}))?",
        "nosem",
        "https://semgrep.dev/docs/ignoring-files-folders-code",
        ("nosemgrep: my.rule, python.lang.security.audit.eval", "my.rule python.lang.security.audit.eval"),
        "semgrep would need a nosemgrep here",
    ),
    _row(
        "zizmor",
        r"zizmor:[ \t]*ignore\[(?P<what>[^\]\n]*)\]",
        "zizmor:",
        "https://docs.zizmor.sh/usage/#ignoring-results",
        ("zizmor: ignore[artipacked,ref-confusion]", "artipacked ref-confusion"),
        "zizmor: ignores this",
    ),
    _row(
        "checkov",
        rf"(?:checkov|bridgecrew):skip=(?P<what>{_ID})(?::(?P<reason>[^\n]*))?",
        "checkov:skip|bridgecrew:skip",
        "https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html",
        ("checkov:skip=CKV_AWS_20:a public website", "CKV_AWS_20"),
        "checkov: skip CKV_AWS_20",
        scope=BLOCK,
    ),
    _row(
        "trivy",
        r"(?:trivy|tfsec):ignore:(?P<what>[\w*.-]+(?:[ \t]+(?:trivy|tfsec):ignore:[\w*.-]+)*)(?:\[[^\]\n]*\])?(?::ws:[\w-]+)?(?::exp:(?P<expires>[\w/-]+))?",
        "trivy:ignore|tfsec:ignore",
        "https://aquasecurity.github.io/tfsec/latest/guides/configuration/ignores",
        ("trivy:ignore:AVD-AWS-0086:exp:2027-01-31", "AVD-AWS-0086"),
        "trivy ignores AVD-AWS-0086",
        scope=BLOCK,
    ),
    _row(
        "kics",
        r"kics-scan[ \t]+(?:ignore-(?P<what>line|block)\b|(?P<wide>disable)=(?P<ids>[\w,\- ]+)|(?P<all>ignore)(?![\w-]))",
        "kics-scan",
        "https://docs.kics.io/latest/running-kics/#using-commands-on-scanned-files-as-comments",
        ("kics-scan ignore-line", "*"),
        "kics-scan is run by the pipeline",
    ),
    _row(
        "hadolint",
        r"hadolint[ \t]+(?P<wide>global[ \t]+)?ignore[ \t]*=[ \t]*(?P<what>[A-Z]+\d+(?:[ \t]*,[ \t]*[A-Z]+\d+)*)",
        "hadolint",
        "https://github.com/hadolint/hadolint#inline-ignores",
        ("hadolint ignore=DL3002,DL3008", "DL3002 DL3008"),
        "hadolint ignores this file",
    ),
    _row(
        "gitleaks",
        r"(?:gitleaks|betterleaks):allow\b",
        "leaks:allow",
        "https://github.com/gitleaks/gitleaks#gitleaksallow",
        ("gitleaks:allow", "*"),
        "`gitleaks:allow` would do",
        anywhere=True,
        named=False,
    ),
    _row(
        "trufflehog",
        r"trufflehog:ignore\b",
        "trufflehog:ignore",
        "https://github.com/trufflesecurity/trufflehog#how-do-i-ignore-specific-secrets",
        ("trufflehog:ignore", "*"),
        "trufflehog ignores this",
        anywhere=True,
        named=False,
    ),
    _row(
        "detect-secrets",
        r"(?i:pragma: ?(?:allow|white)list(?: nextline)?[ -]secret\b)",
        "list secret|list-secret|nextline secret|nextline-secret",
        "https://github.com/Yelp/detect-secrets#inline-allowlisting",
        ("pragma: allowlist secret", "*"),
        "pragma: no cover",
        anywhere=True,
        named=False,
    ),
    _row(
        "ggshield",
        r"(?i:ggignore)\b(?!-)",
        "ggignore",
        "https://github.com/GitGuardian/ggshield",
        ("ggignore", "*"),
        "ggignore-list is a file",
        anywhere=True,
        named=False,
    ),
    _row(
        "secretlint",
        r"secretlint-disable(?P<near>-line|-next-line)?\b(?![\w-])[ \t]*(?P<what>@[\w./-]+(?:[ \t]*,[ \t]*@[\w./-]+)*)?",
        "secretlint-disable",
        "https://github.com/secretlint/secretlint/blob/master/packages/@secretlint/secretlint-rule-filter-comments/README.md",
        ("secretlint-disable-line @secretlint/secretlint-rule-basicauth", "@secretlint/secretlint-rule-basicauth"),
        "secretlint-disabled",
    ),
    _row(
        "eslint",
        r"(?:eslint|oxlint)-disable(?P<near>-next-line|-line)?(?![\w-])[ \t]*(?P<what>(?:[@\w][\w./@-]*)(?:[ \t]*,[ \t]*[@\w][\w./@-]*)*)?"
        r"(?:[ \t]*,)?(?:[ \t]+--+[ \t]*(?P<reason>[^\n]*))?",
        "eslint-disable|oxlint-disable",
        "https://eslint.org/docs/latest/use/configure/rules#disabling-rules",
        ("eslint-disable-next-line no-eval, no-console -- a sandbox", "no-eval"),
        "eslint-disable-line no-console, react/prop-types",
        only=_ESLINT,
    ),
    _row(
        "biome",
        r"biome-ignore(?P<near>-all|-start)?[ \t]+(?P<what>lint/security(?:/\w+)?)(?:\([^)\n]*\))?[ \t]*(?::[ \t]*(?P<reason>[^\n]*))?",
        "biome-ignore",
        "https://biomejs.dev/analyzer/suppressions/",
        ("biome-ignore lint/security/noGlobalEval: a sandbox", "lint/security/noGlobalEval"),
        "biome-ignore lint/style/useConst: reassigned below",
    ),
    _row(
        "sonar",
        r"NOSONAR\b(?:[ \t]*\((?P<what>[\w:,\- ]+)\))?",
        "nosonar",
        "https://docs.sonarsource.com/sonarqube-server/quality-standards-administration/managing-quality-gates/tracking-inline-comments",
        ("NOSONAR", "*"),
        "`NOSONAR` is understood by Sonar",
        anywhere=True,
        named=False,
    ),
    _row(
        "rubocop",
        r"rubocop:(?:disable(?:-next)?|todo)[ \t]+(?P<what>all\b|[A-Z]\w*(?:/\w+)*(?:[ \t]*,[ \t]*[A-Z]\w*(?:/\w+)*)*)(?:[ \t]+--[ \t]*(?P<reason>[^\n]*))?",
        "rubocop:",
        "https://docs.rubocop.org/rubocop/usage/source_code_directives.html#disabling-cops-within-source-code",
        ("rubocop:disable Security/Eval, Style/Documentation", "Security/Eval"),
        "rubocop:disable Metrics/MethodLength",
        only=Expression(r"Security(?:/\w+)?|all"),
    ),
    _row(
        "devskim",
        r"(?i:devskim:[ \t]*ignore[ \t]+(?P<what>DS\d+(?:,DS\d+)*|all)(?:[ \t]+until[ \t]+(?P<expires>[\d/-]+))?)",
        "devskim:",
        "https://github.com/microsoft/DevSkim/wiki/Suppressions",
        ("DevSkim: ignore DS137138 until 2027-01-31", "DS137138"),
        "DevSkim: ignored",
    ),
    _row(
        "codeql",
        r"(?i:codeql|lgtm)[ \t]?\[(?P<what>[\w/,\- ]*)\]",
        "codeql[|codeql [|lgtm[|lgtm [",
        "https://github.com/github/codeql/blob/main/python/ql/src/AlertSuppression.ql",
        ("codeql[py/clear-text-logging-sensitive-data]", "py/clear-text-logging-sensitive-data"),
        "codeql is run by the pipeline",
    ),
)
# A marker that is no comment but an annotation of a manifest: `checkov.io/skip1: CKV_K8S_20=a reason`.
_ANNOTATED = Expression(
    r"""(?m)^[ \t]*["']?checkov\.io/skip\w*["']?[ \t]*:[ \t]*["']?(?P<what>[\w.]+)(?:=(?P<reason>[^"'\n]*))?"""
)
ANNOTATION = Marker(
    "checkov",
    _ANNOTATED,
    _ANNOTATED,
    ("checkov.io/skip",),
    "https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html",
    ("    checkov.io/skip1: CKV_K8S_20=a probe needs it", "CKV_K8S_20"),
    "    # see checkov.io/skip1",
    scope=BLOCK,
)
# What a text has to hold, in lower case, before it is looked at line by line: what `Concerns.words` of the rule names.
WORDS = tuple(dict.fromkeys(word for one in (*MARKERS, ANNOTATION) for word in one.words))
# Every word has one of these in it: a file without any of them is done with after a dozen searches.
STEMS = tuple(
    stem.encode()
    for stem in "nose|nosonar|noqa|nolint:|:ignore|:skip|/skip|:allow|-secret| secret|ggignore|-disable|:disable|biome-i|rubocop:|devskim:|codeql"
    "|lgtm|kics-scan|hadolint|zizmor:|ruff".split("|")
)
