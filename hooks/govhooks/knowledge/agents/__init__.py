"""What govhooks knows about AI coding agents: their files, their policy languages, and how commands are judged.

    documents     TOML, JSON or JSONC text -> values with the line of each
    table         data: the agents' committed files, where MCP servers are in them, which settings switch a safeguard off
    contents      an agent's committed file -> what it says, by that table
    codex_keys    data: the keys of Codex' requirements.toml, with the version they were read from
    servers       what is wrong with an MCP server, independent of the policy
    hooks         the commands that a file makes an agent or editor run automatically, and what is wrong with them
    dangers       what a command line or text does that needs a person's consent
    entries       what each agent's own files must contain to carry out the policy
    grants        lists of what an agent may run, read or write without asking -> one entry each, in every agent's grammar
    broad         what such a list of commands lets through: one dangerous command line as proof
    instructions  a text that instructs agents -> what is hidden in it, and where it tells agents to bypass the checks
    launches      scripts and CI -> where they start an agent with its safeguards off
    authors       how agents sign commits, and which agent made what in a range
    access        what such a list of files lets through, and deny rules without effect
    repository_policy  the agent policy that a repository declares
    requirements  requirements.toml -> faults: what Codex refuses, what has no effect, what can be bypassed
    matchers      MCP identities: which command or url a server may have
    deny_patterns deny_read: which patterns Codex accepts, and what they mean once deployed
    prefixes      prefix rules, judged as Codex judges them
    shell         a command line -> every command in it, however it is wrapped
    words         one word as it is written -> the words that the shell makes of it
    wrappers      data: programs that run their arguments, shells, interpreters
    destructive   commands that destroy data, independent of the policy
    judgement     a command line or a path -> what the policy decides, the strictest answer of all
    ratchet       two requirements.toml -> what the newer one loosens, field by field

All pure: text in, values and faults out. Only `contents`, `repository_policy`, `authors` and the quick checks below
know about changesets. The quick checks run for every file of a commit and load none of the modules above.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.core.finding import Finding
    from govhooks.knowledge.agents.contents import Judged

# File names and folders from the table of agents (tests/rules/agents/test_agent_permissions.py verifies that none of
# its files is missed).
_ENDS = (
    *(
        "opencode.json",
        "opencode.jsonc",
        "kilo.json",
        "kilo.jsonc",
        "crush.json",
        "gemini-extension.json",
        "hooks/hooks.json",
    ),
    *(
        ".code-workspace",
        "recipe.yaml",
        "recipe.yml",
        ".agent.md",
        ".chatmode.md",
        "crushrc",
        ".devcontainer.json",
        ".mcp.json",
    ),
    "ignore",
    ".aiexclude",
)
_DOTTED = frozenset(
    ".codex .claude .claude-plugin .cursor .vscode .devcontainer .copilot .gemini .qwen .opencode .kiro .roo .kilo .kilocode .zed .amp "
    ".augment .factory .junie .devin .windsurf .amazonq .agents .cline .clinerules .continue .goose .grok .ai".split()
)
_GITHUB = ("/hooks/", "/agents/", "/copilot/", "/skills/", "/mcp.json")
# Files that agents read as instructions, by name, or by folder and extension; in any case and any folder.
_NAMES = frozenset(
    "agents.md agents.override.md agent.md claude.md claude.local.md gemini.md qwen.md warp.md crush.md skill.md .cursorrules "
    ".windsurfrules .clinerules .roorules .goosehints .augment-guidelines .rules copilot-instructions.md".split()
)
_NAME_ENDS = (".instructions.md", ".prompt.md", ".agent.md", ".chatmode.md", ".mdc")
_FOLDERS = (
    "/.claude/ /.codex/ /.cursor/ /.gemini/ /.qwen/ /.opencode/ /.kiro/ /.amazonq/ /.roo/ /.clinerules/ /.continue/ /.augment/ "
    "/.factory/ /.junie/ /.windsurf/ /.devin/ /.agents/ /.agent/ /.goose/ /.kilocode/ /.github/instructions/ /.github/prompts/ "
    "/.github/agents/ /.github/chatmodes/ /.github/skills/ /.amp/ /.trae/"
).split()
_TEXTS = (".md", ".mdc", ".mdx", ".markdown", ".txt", ".prompt")
_SETTINGS = (".toml", ".yaml", ".yml")  # instructions only in folders of commands, prompts and recipes
_WRITTEN = ("/commands/", "/prompts/", "/recipes/", "/rules/", "/agents/", "/skills/")
# Scripts, CI and build files, and texts in one that start an agent without its safeguards (see `launches`).
_SCRIPTS = frozenset(
    "makefile gnumakefile justfile dockerfile containerfile package.json jenkinsfile procfile rakefile .envrc tox.ini noxfile.py "
    "devcontainer.json .devcontainer.json tasks.json launch.json mise.toml .mise.toml pyproject.toml composer.json deno.json turbo.json".split()
)
_SCRIPT_ENDS = (
    *(
        ".sh",
        ".bash",
        ".zsh",
        ".fish",
        ".ksh",
        ".ps1",
        ".bat",
        ".cmd",
        ".mk",
        ".yml",
        ".yaml",
        ".just",
        ".nu",
        ".service",
    ),
)
LAUNCH_MARKS = tuple(
    b"dangerously- bypassPermissions --permission-mode --yolo danger-full-access --trust-all-tools --allow-all --approval-mode "
    b"--skip-permissions-unsafe GOOSE_MODE --yes-always safety-strategy OPENCODE_PERMISSION cursor-agent gemini qwen droid cline codex --always-approve crush".split()
)


# The same checks as globs, for `Rule.concerns`: they may match more, never less.
CONFIGURATIONS = (*(f"*{end}" for end in _ENDS), *sorted(_DOTTED), *(f"**{part.rstrip('/')}" for part in _GITHUB))
INSTRUCTIONS = (
    *sorted(_NAMES),
    *(f"*{end}" for end in _NAME_ENDS),
    ".roorules-*",
    ".clinerules-*",
    *(folder.removeprefix("/") for folder in _FOLDERS),
)
SCRIPTS = (*(f"*{end}" for end in _SCRIPT_ENDS), *sorted(_SCRIPTS), "dockerfile*", "makefile.*", "*.husky/")


def may_launch(path: str) -> bool:
    """Whether this file is a script or defines commands to run: cheap, because it is asked for every file."""
    name = path[path.rfind("/") + 1 :].casefold()
    return (
        name.endswith(_SCRIPT_ENDS)
        or name in _SCRIPTS
        or name.startswith(("dockerfile", "makefile."))
        or ".husky/" in path
    )


def may_be_configuration(path: str) -> bool:
    """Whether the table of agents must be consulted for this path: cheap, for commits that touch no agent's file."""
    folded = path.casefold()
    if folded.endswith(_ENDS):
        return True
    if not (folded.startswith(".") or "/." in folded):
        return False
    parts = folded.split("/")
    return not _DOTTED.isdisjoint(parts) or (".github" in parts and any(part in folded for part in _GITHUB))


def are_instructions(path: str) -> bool:
    """Whether agents read this file as instructions: cheap, because it is asked for every file."""
    name = path[path.rfind("/") + 1 :].casefold()
    if name in _NAMES or name.endswith(_NAME_ENDS) or name.startswith((".roorules-", ".clinerules-")):
        return True
    if not (path.startswith(".") or "/." in path) or not name.endswith((*_TEXTS, *_SETTINGS)):
        return False
    folded = "/" + path.casefold()
    if name.endswith(_SETTINGS) and not any(folder in folded for folder in _WRITTEN):
        return False
    return any(folder in folded for folder in _FOLDERS)


def is_elsewhere(change: Change) -> bool:
    """Whether an agent's folder is a link or a submodule: what the agent reads there is not in this repository."""
    return change.mode in ("120000", "160000") and change.path[change.path.rfind("/") + 1 :].casefold() in _DOTTED


def new_lines(change: Change, same: Callable[[str], bool]) -> list[int]:
    """1-based numbers of the lines that a change adds; all lines if the file was not of this kind before it was
    renamed."""
    if change.status == "R" and change.old_path and not same(change.old_path):
        return list(range(1, len(change.lines) + 1))
    return [index + 1 for index in change.added_indexes]


def added_texts(
    change: Change, same: Callable[[str], bool], marks: Iterable[bytes]
) -> Iterator[tuple[list[str], list[int], int]]:
    """(lines, 1-based numbers of those that a change adds, number of lines before them) for a file that contains one of
    the marks.

    A file too large to hold in memory comes in pieces, and every line counts as added.
    """
    if not change.large:
        data = change.read()
        if any(mark in data for mark in marks):
            yield change.lines, new_lines(change, same), 0
        return
    from govhooks.core.lines import split

    words = [mark.decode() for mark in marks]
    for text, first in change.pieces():
        if any(word in text for word in words):
            lines = split(text)
            yield lines, list(range(1, len(lines) + 1)), first - 1


def configurations(changeset: Changeset) -> Iterator[Judged]:
    """The agents' files that a change touches, as they are after it; the table is loaded only if there may be one."""
    for change in changeset.changes:
        if change.exists and may_be_configuration(change.path):
            from govhooks.knowledge.agents import contents

            yield from contents.judged(change)


def unreadable(rule: str, judged: Judged) -> Finding:
    """The finding for an agent's file that cannot be read: the agent ignores the whole file, including its deny rules."""
    from hashlib import sha256

    from govhooks.core.finding import Finding

    return Finding(
        rule=rule,
        path=judged.path,
        line=judged.line,
        problem=f"{judged.file.agent}: {judged.trouble}",
        fix="fix the syntax: an agent ignores the whole file if it cannot read it, with all that it forbids",
        identity=f"unreadable {sha256(judged.data).hexdigest()}",
    )
