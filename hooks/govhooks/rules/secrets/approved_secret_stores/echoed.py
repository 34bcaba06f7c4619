"""Secrets that a CI job writes to its log, to its outputs or into an artifact."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.knowledge.variables.secret import is_secret_name
from govhooks.rules.secrets.approved_secret_stores.policy import ID, OFF, REFUSE
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.secrets.approved_secret_stores.policy import Policy

_CI = compiled(
    r"(?i)(?:^|/)(?:\.github/(?:workflows|actions)/.*\.ya?ml|\.gitlab-ci[\w.-]*\.ya?ml|\.gitlab/.*\.ya?ml|\.circleci/config\.ya?ml|bitbucket-pipelines\.ya?ml"
    r"|azure-pipelines[\w.-]*\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|buildspec[\w.-]*\.ya?ml|cloudbuild[\w.-]*\.ya?ml|jenkinsfile[\w.-]*|action\.ya?ml)$"
)
_SECRET = r"(?:\$\{\{\s*secrets\.(?!GITHUB_TOKEN\b)(?P<{0}>\w+)\s*\}\}|\$\{?(?P<{0}v>[A-Za-z_]\w*)\}?)"
_ECHO = compiled(
    r"(?:^|[\s;&|'\"(])(?:(?:echo|printf|print|Write-(?:Host|Output)|cat\s*<<<)\s+|(?:console\.(?:log|info|error|debug)|core\.(?:info|debug|notice|warning|setOutput)|print|puts)\()(.*)$"
)
_EXPRESSION = compiled(r"\$\{\{\s*secrets\.(?!GITHUB_TOKEN\b)(\w+)\s*\}\}")
_ALL = compiled(r"(?i)\$\{\{\s*toJSON\(\s*secrets\s*\)")
# `${A:+set}` only says that it is there.
_VARIABLE = compiled(
    r"\$\{([A-Za-z_]\w*)(?:(?!:?\+)[:\-?#%/^,][^}]*)?\}|\$env:([A-Za-z_]\w*)|\$(?!env:)([A-Za-z_]\w*)"
    r"|process\.env\.([A-Za-z_]\w*)|os\.(?:environ\[|environ\.get\(|getenv\()[\"\']([A-Za-z_]\w*)"
)
# Azure Pipelines puts variables in before the shell sees the line.
_MACRO = compiled(r"\$\(((?!pwd\b)[A-Za-z_][\w.]*)\)")
_TARGET = compiled(r">>?\s*[\"\']?([\w./-]+)")
_KEPT = compiled(r"^\s*(?:path:|dotenv:|-)\s*[\"\']?([\w./-]+)[\"\']?\s*$")
_FROM_SECRETS = compiled(r"^\s*(?:-\s+)?([A-Za-z_]\w*):\s*[\"']?\$\{\{\s*secrets\.")
# What only says whether it is there, masks it, hashes it or hands it on.
_FINE = compiled(
    r"::add-mask::|\|\s*(?!tee\b|cat\b|base64(?:\s+-{1,2}[\w-]+(?:[ =]\d+)?)*\s*[)\"'`;]*\s*$|rev\b|sed\b|xxd\b|od\b)\w|(?<![2\d])>\s*/dev/null|sha256sum|\$\{#"
    r"|(?<![2\d>])>>?\s*(?![&\s]*(?:\"?\$\{?GITHUB_(?:OUTPUT|STEP_SUMMARY)|/dev/std(?:out|err)|&2|&1))[\"'\w~./$]"
)
# Several commands whose output goes somewhere together: `{ echo a; echo b; } > file`.
_TOGETHER = compiled(r"(?<!\})[})]\s*(?:>|\|(?!\|))")
_PRINTED = compiled(r"(?:^|[\s;&|])printenv\s+([A-Za-z_]\w*)\s*$")
_DUMPS_TO = compiled(r"(?:^|[\s;&|:-])(?:printenv|env)\s*(?:\|\s*sort\s*)?>{1,2}\s*[\"'\w./~$]")
_DUMPS = compiled(
    r"(?:^|[\s;&|-]|run:\s*)(?:printenv|env)\s*(?:\|\s*(?:sort|grep\s+-i\s+\S+|grep\s+(?:-[a-zA-Z]*[bd-pr-uw-zA-Z]\s+)*[\"']?\^?\w*(?i:token|secret|passw|credential|key)\S*|tee\b.*)\s*)?$|^\s*(?:-\s+)?(?:run:\s*)?set\s*$|(?:^|\s)(?:export|declare)\s+-[px]\s*$"
    r"|print\(\s*(?:dict\()?os\.environ\)?\s*\)|console\.log\(\s*(?:JSON\.stringify\()?process\.env\)?\s*\)|(?:Get-ChildItem|gci|dir|ls)\s+[Ee]nv:\s*$"
)
_SHOWS_FILE = compiled(
    r"(?:^|[\s;&|])(?:cat|head|tail|less|more|type)\s+(?:[\w./-]*/)?\.env(?:\.(?!example|sample|template|dist)\w+)?\s*(?:\|\s*sort\s*)?$"
)
_TRACES = compiled(r"(?:^|[\s;&|])set\s+-[a-wyz]*x[a-z]*\b|(?:^|\s)bash\s+-[a-wyz]*x\b|(?:^|\s)set\s+-o\s+xtrace")
_DEBUG = compiled(r"^\s*(?:CI_DEBUG_TRACE|ACTIONS_STEP_DEBUG):\s*[\"']?true")
_ARTIFACT = compiled(
    r"^\s*(?:path:\s*|-\s+)?[\"']?(?:[\w./-]*/)?(?:\.env(?:\.(?!example|sample|template)\w+)?|\.npmrc|\.netrc|\.aws/?|kubeconfig|[\w-]*credentials[\w-]*\.(?:json|ya?ml|txt)|[\w-]*secrets?[\w-]*\.(?:json|ya?ml|txt|env))[\"']?\s*$"
)

_LONGEST = 4000


def check(changes: Sequence[Change], changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """A finding for each secret that a job begins to show."""
    if policy.echoed == OFF:
        return
    for change in changes:
        if not change.has_content or not _CI.search(change.path):
            continue
        lines = change.lines
        mapped = {match[1] for line in lines if (match := _FROM_SECRETS.match(line))}
        uploads = any("upload-artifact" in line or "artifacts:" in line or "store_artifacts" in line for line in lines)
        kept = {match[1].rsplit("/", 1)[-1] for line in lines if uploads and (match := _KEPT.match(line))}
        old = set(map(str.strip, change.read_old().decode("utf-8", "replace").split("\n")))
        said: set[str] = set()
        for line in change.added:
            if len(line.text) > _LONGEST or line.text.strip() in old or line.text.lstrip().startswith("#"):
                continue
            for problem, what, fix in _shown(line.text, mapped, uploads, kept, "azure" in change.path.lower()):
                if what in said:
                    continue
                said.add(what)
                yield Finding(
                    rule=ID,
                    path=change.path,
                    line=line.number,
                    problem=problem,
                    fix=fix,
                    identity=f"echoed {what}",
                    blocks=policy.echoed == REFUSE and not what.startswith("maybe"),
                )


def _shown(
    text: str, mapped: set[str], uploads: bool, kept: set[str], is_azure: bool
) -> Iterator[tuple[str, str, str]]:
    """(problem, what is shown, fix) of one line of a job; `kept` are the names of what goes into artifacts."""
    take_out = 'take it out; to know whether it is set, test it: [ -n "$NAME" ]'
    is_kept = any(match[1].rsplit("/", 1)[-1] in kept for match in _TARGET.finditer(text)) if kept else False
    names: list[str] = []
    for command in _commands(text):
        echo = _ECHO.search(command)
        said = echo[1] if echo else ""
        if not said or (not is_kept and (_FINE.search(said) or _TOGETHER.search(text))):
            continue
        if _ALL.search(said):
            yield "every secret of the repository is written to the job's log", "all secrets", "take it out"
        names += _EXPRESSION.findall(said)
        if is_azure:
            names += [match[1] for match in _MACRO.finditer(said) if is_secret_name(match[1])]
        states = _states(said)
        names += [
            name
            for match in _VARIABLE.finditer(said)
            if states[match.start()] not in ("'", "\\")  # the shell puts no variable in there
            and ((name := next(filter(None, match.groups()))) in mapped or is_secret_name(name))
        ]
    if (printed := _PRINTED.search(text)) and (printed[1] in mapped or is_secret_name(printed[1])):
        names.append(printed[1])
    for name in dict.fromkeys(names):
        yield f"{name} is written to the job's log or outputs", name, take_out.replace("NAME", name)
    if _DUMPS.search(text):
        if mapped:
            yield (
                "the job writes its environment to the log, with its secrets",
                "environment",
                "take it out, or print the names alone: env | cut -d= -f1",
            )
        else:
            yield (
                "the job writes its environment to the log",
                "maybe environment",
                "print the names alone: env | cut -d= -f1",
            )
    if uploads and _DUMPS_TO.search(text):
        yield (
            "the job writes its environment into a file, and uploads files as artifacts",
            "environment file",
            "take it out, or write the names alone: env | cut -d= -f1",
        )
    if _SHOWS_FILE.search(text):
        yield (
            "the job writes an environment file to the log",
            "env file",
            "take it out, or print the names alone: cut -d= -f1 .env",
        )
    if (_TRACES.search(text) and mapped) or _DEBUG.match(text):
        yield (
            "the job traces its commands, and the values of secrets in them, to the log",
            "maybe trace",
            "switch tracing off around commands with secrets: set +x",
        )
    if uploads and _ARTIFACT.match(text):
        yield "a file of secrets goes into an artifact", "artifact", "leave the file out of the artifact's paths"


def _commands(text: str) -> Iterator[str]:
    """The commands of a line of shell: `a; b && c || d`; what is quoted or in an expression, `${{ a || b }}`, ends none."""
    start = 0
    for at, (char, state) in enumerate(zip(text, _states(text))):
        if not state and at >= start and (char == ";" or text[at : at + 2] in ("&&", "||")):
            yield text[start:at]
            start = at + (1 if char == ";" else 2)
    yield text[start:]


def _states(text: str) -> list[str]:
    """For each character of a line of shell, what it stands in: a quote, an escape (a backslash), an expression (a brace), or ""."""
    states: list[str] = []
    state = ""
    skip = False
    for at, char in enumerate(text):
        states.append("\\" if skip else state)
        if skip:
            skip = False
        elif char == "\\" and state != "'":
            skip = True
        elif state in ("'", '"'):
            state = "" if char == state else state
        elif state == "{":
            state = "" if text.startswith("}}", at) else state
        elif text.startswith("${{", at):
            state = "{"
        elif char in "'\"":
            state = char
    return states
