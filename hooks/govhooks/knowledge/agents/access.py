"""What an agent's lists of readable and writable files let through, and deny rules that have no effect."""

from __future__ import annotations

import re

from govhooks.knowledge.agents import contents, deny_patterns, grants
from govhooks.knowledge.agents.grants import ALLOW, DENY, Grant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.knowledge.agents.contents import Judged

# Folders that contain a whole machine or home, and folders of keys.
_WHOLE = re.compile(
    r"(?i)(//?|~/?|\$\{?HOME\}?/?|[A-Z]:[\\/]*|//?(home|Users|root|etc|var|usr)(/[^/]*)?|(\.\./)*\.\./?|(\.\./){2,}.*)(/?\*+)*/?"
)
_KEYS = re.compile(
    r"(?i)(^|[/~])\.(ssh|aws|gnupg|kube|docker|azure|netrc|npmrc|pypirc|config/(gcloud|gh)|git-credentials|password-store)(/|$|\*)|/etc/(shadow|ssl/private)"
)
# Files that control the agent itself.
_OWN = re.compile(
    r"(?i)^(\./)?(\*\*/)?(\.git(/|$)|\.claude(/(settings|hooks)|/?\**$)|\.codex(/(config|hooks|rules)|/?\**$)|\.cursor(/(cli|hooks|mcp)|/?\**$)|\.mcp\.json|\.(vscode|kiro|gemini|qwen|roo|amazonq|factory|augment|amp|devin|windsurf|opencode|continue|kilocode|junie)(/|$)|opencode\.jsonc?$|governance\.toml|requirements\.toml|\.pre-commit-config\.yaml|\.github/workflows)"
)
# Agents whose lists can exclude .env again. For the others, a read tool without arguments is normal.
_DENIES_ENV = ("Claude Code", "Cursor", "Qwen Code", "Devin", "opencode")
_EVERYTHING = ("", "*", "**", "**/*", "./", "./*", "./**", "./**/*", ".", "/", "/**")
# The tools of Claude Code 2.1.197 that a permission rule may name.
_TOOLS = frozenset(
    "Agent Artifact AskUserQuestion Bash BashOutput Cd Edit EnterPlanMode EnterWorktree ExitPlanMode ExitWorktree Glob Grep KillShell LS LSP "
    "ListMcpResources Monitor MultiEdit NotebookEdit NotebookRead PowerShell Read ReadMcpResource Skill SlashCommand Task TaskOutput TaskStop "
    "TodoRead TodoWrite ToolSearch WebFetch WebSearch Workflow Write".split()
)
# Rules that Claude Code accepts but never applies (code.claude.com/docs/en/permissions; measured with 2.1.197).
_DEAD = ("write", "notebookedit", "multiedit", "glob", "grep", "ls", "notebookread")


def faults(judged: Judged, deny_read: tuple[str, ...]) -> Iterator[tuple[str, int, str, str]]:
    """(entry, line, what is wrong, what to do) for one file, given the declared policy's deny_read."""
    entries = tuple(grants.of(judged))
    claude = judged.file.agent in ("Claude Code", "Qwen Code")
    for grant in entries:
        if grant.kind == "outside":
            if grant.decision == ALLOW and (grant.form == "all" or _is_whole(grant.text) or _KEYS.search(grant.text)):
                problem = f"{grant.raw} lets it leave the repository without asking"
                yield grant.raw, grant.line, problem, 'use "ask", or name the folder'
        elif grant.kind in (grants.READ, grants.WRITE) and grant.decision == ALLOW:
            yield from _allowed(grant, entries, judged.file.agent in _DENIES_ENV and judged.file.form != "markdown")
        elif claude and grant.decision == DENY and grant.tool.casefold() in _DEAD and grant.form != "all":
            other = "Read" if grant.tool.casefold() in ("glob", "grep", "ls", "notebookread") else "Edit"
            fix = f"write {other}({grant.text}): only Read and Edit rules apply to files"
            yield grant.raw, grant.line, f"{grant.raw} protects nothing", fix
        elif judged.file.agent == "Claude Code" and grant.decision != ALLOW and (name := _misspelt(grant.tool)):
            yield (
                grant.raw,
                grant.line,
                f"{grant.raw} protects nothing: there is no tool {grant.tool}",
                f"write {name}",
            )
    for where in judged.file.folders:
        for path, value in contents.under(judged.document.value, where):
            if isinstance(value, str) and (_is_whole(value) or _KEYS.search(value)):
                line = judged.document.line(path)
                problem = f"{value} is open to it, outside the repository"
                yield value, line, problem, "name only the folder that is needed"
    for name in ("deny", "ask", "allow") if claude else ():
        for path, value in contents.under(judged.document.value, f"permissions > {name}"):
            if not isinstance(value, list):
                line = judged.document.line(path)
                yield name, line, f"permissions > {name} is not a list: it is silently ignored", "make it a list"
    if (judged.file.denies_reads and "settings.local." not in judged.path.casefold()) or judged.file.ignores:
        yield from _uncovered(judged, entries, deny_read)


def _misspelt(tool: str) -> str:
    """The tool that a misspelt name probably means; "" if the name may be right. Claude Code compares case and all."""
    from difflib import get_close_matches

    if tool in _TOOLS or tool.startswith("mcp__") or "*" in tool:
        return ""
    folded = {name.casefold(): name for name in _TOOLS}
    return next((folded[one] for one in get_close_matches(tool.casefold(), folded, 1, 0.75)), "")


def _is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text.strip()) is not None


def _allowed(grant: Grant, entries: Iterable[Grant], whole: bool) -> Iterator[tuple[str, int, str, str]]:
    fix = "name only the folder that is needed"
    if grant.form != "all" and (_is_whole(grant.text) and grant.text not in _EVERYTHING):
        yield grant.raw, grant.line, f"{grant.raw} reaches outside the repository", fix
    elif _KEYS.search(grant.text):
        yield grant.raw, grant.line, f"{grant.raw} gives it keys and passwords", "take it out"
    elif grant.kind == grants.WRITE and grant.form != "all" and _OWN.match(grant.text):
        problem = f"{grant.raw} lets it change its own rules"
        yield grant.raw, grant.line, problem, "take it out: it must ask before such a change"
    elif (
        whole
        and grant.kind == grants.READ
        and (grant.form == "all" or grant.text.strip() in _EVERYTHING)
        and grant.tool.casefold().startswith(("read", "view", "fs_read"))
        and not any(covers(entry, ".env") for entry in entries if entry.decision == DENY)
    ):
        problem = f"{grant.raw} gives it every file, .env too"
        yield grant.raw, grant.line, problem, "name the folders it needs, or deny .env as well"


def covers(grant: Grant, path: str) -> bool:
    """Whether a read entry covers a path of the repository: matched as in .gitignore, a bare name at any depth."""
    return (
        grant.kind == grants.READ
        and grant.tool.casefold() not in _DEAD
        and (grant.form == "all" or reaches(grant.text, path))
    )


def reaches(pattern: str, path: str) -> bool:
    """Whether a pattern in an agent's list or ignore file matches a path of the repository."""
    text = pattern.strip().replace("\\", "/")
    if text.startswith(("//", "~", "!", "#")) or not text:
        return False
    plain = deny_patterns.in_repository(text).removesuffix("/**")
    anchored = "/" in text.rstrip("/").removeprefix("./") or text.startswith(("/", "./"))
    return any(
        deny_patterns.expression(one).fullmatch(path) for one in ((plain,) if anchored else (plain, f"**/{plain}"))
    )


def _uncovered(
    judged: Judged, entries: Iterable[Grant], deny_read: tuple[str, ...]
) -> Iterator[tuple[str, int, str, str]]:
    lines = judged.data.decode("utf-8", "replace").splitlines() if judged.file.ignores else []
    for pattern in deny_read:
        for sample in samples(pattern):
            if judged.file.ignores:
                last = [line for line in lines if reaches(line.strip().removeprefix("!"), sample)]
                fine = bool(last) and not last[-1].strip().startswith("!")
            else:
                fine = any(entry.decision == DENY and covers(entry, sample) for entry in entries)
            if not fine:
                plain = deny_patterns.in_repository(pattern)
                entry = plain if judged.file.ignores else judged.file.denies_reads.format(plain)
                line = judged.document.line(("permissions", "deny"))
                yield (
                    pattern,
                    line,
                    f"does not deny {sample}, which the agent policy's deny_read {pattern} does",
                    f"add {entry}, or run `govhooks agents sync`",
                )
                break


def samples(pattern: str) -> list[str]:
    """Sample paths that a deny_read pattern covers: "./.env*" -> .env and .env.local; "./private/**" -> private/x and
    deeper."""
    plain = deny_patterns.in_repository(pattern)
    found = []
    for filler, folder in (("", ""), (".local", ""), ("x", ""), ("x", "a/b/")):
        text = plain.replace("**/", folder)
        text = re.sub(r"/\*\*$", "/" + folder + (filler or "y"), text)
        text = re.sub(r"\*+", filler, text).replace("?", "x")
        text = re.sub(r"\[(?![!^])(.)[^\]]*\]", r"\1", text)
        text = re.sub(r"\{([^,}]*)[^}]*\}", r"\1", text)
        if deny_patterns.expression(pattern).fullmatch(text) and text not in found:
            found.append(text)
    return found or [plain]
