"""Recognise commits by AI agents, from addresses, names, trailers and lines of the message.

A data table comes first: one row per agent and kind of sign, with an example and its source. The regular expression of
a row is searched, ignoring case, in what `kind` names: `who` is "Name <mail>" of the author, the committer, or of a
trailer that names people (Co-authored-by and the like), `trailer` is "Key: value", `line` a line of the message. A
commit without any sign is taken for a person's: nothing here can tell otherwise.
"""

from __future__ import annotations

import functools

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from govhooks.core.changeset import Changeset

WHO, TRAILER, LINE = "who", "trailer", "line"


class Sign(Record):
    """One way to recognise an agent's commits, with one example."""

    agent: str
    kind: str
    pattern: str
    example: str
    source: str


SIGNS: tuple[Sign, ...] = (
    Sign("Claude Code", WHO, r"<noreply@anthropic\.com>|\bclaude\[bot\]", "Claude Opus 4.7 (1M context) <noreply@anthropic.com>", "code.claude.com/docs/en/settings (attribution)"),
    Sign("Claude Code", LINE, r"Generated with \[?Claude Code\b", "Generated with [Claude Code](https://claude.com/claude-code)", "code.claude.com/docs/en/settings (attribution)"),
    Sign("Codex", WHO, r"<(noreply|codex)@openai\.com>|\b(chatgpt-codex-connector|openai-codex|codex)\[bot\]", "Codex <noreply@openai.com>", "openai/codex (commit_attribution)"),
    Sign("Copilot", WHO, r"\+Copilot@users\.noreply\.github\.com>|\bcopilot-swe-agent\b|<copilot@github\.com>", "copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", "copilot 1.0.102, run; docs.github.com/copilot (coding agent)"),
    Sign("Cursor", WHO, r"<(cursoragent|agent)@cursor\.(com|sh)>|\bcursor\[bot\]", "Cursor <cursoragent@cursor.com>", "cursor.com/docs"),
    Sign("Devin", WHO, r"\bdevin-ai-integration\b", "devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@users.noreply.github.com>", "docs.devin.ai"),
    Sign("Jules", WHO, r"\bgoogle-labs-jules\b", "google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>", "jules.google/docs"),
    Sign("Gemini Code Assist", WHO, r"\bgemini-code-assist\b", "gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@users.noreply.github.com>", "developers.google.com/gemini-code-assist"),
    Sign("aider", WHO, r"\(aider\) ?<|<(noreply@|aider@)aider\.chat>", "Ada (aider) <ada@corp.example>", "aider.chat/docs/git.html"),
    Sign("opencode", WHO, r"<noreply@opencode\.ai>|\bopencode-agent\[bot\]", "opencode-agent[bot] <opencode-agent[bot]@users.noreply.github.com>", "opencode 1.18.33, run"),
    Sign("opencode", LINE, r"Generated with \[?opencode\b", "Generated with [opencode](https://opencode.ai)", "opencode.ai/docs"),
    Sign("Amp", WHO, r"<amp@ampcode\.com>", "Amp <amp@ampcode.com>", "ampcode.com/manual"),
    Sign("Amp", TRAILER, r"^Amp-Thread(-ID)?:", "Amp-Thread-ID: https://ampcode.com/threads/T-1", "amp --help, run"),
    Sign("Factory", WHO, r"\bfactory-droid\b", "factory-droid[bot] <138933559+factory-droid[bot]@users.noreply.github.com>", "droid, its package"),
    Sign("OpenHands", WHO, r"<openhands@all-hands\.dev>", "openhands <openhands@all-hands.dev>", "docs.all-hands.dev"),
    Sign("Qwen Code", WHO, r"<qwen-coder@alibabacloud\.com>", "Qwen-Coder <qwen-coder@alibabacloud.com>", "qwen-code 0.15.10, its package"),
    Sign("Crush", WHO, r"<crush@charm\.(land|sh)>", "Crush <crush@charm.land>", "charmbracelet/crush, README"),
    Sign("Crush", LINE, r"Generated with Crush\b", "Generated with Crush", "charmbracelet/crush, README"),
    Sign("Continue", WHO, r"<noreply@continue\.dev>", "Continue <noreply@continue.dev>", "@continuedev/cli 1.5.47, its source"),
    Sign("Roo Code", WHO, r"\broomote\b", "Roo Code <roomote@roocode.com>", "docs.roocode.com"),
    Sign("Warp", WHO, r"<(oz-)?agent@warp\.dev>", "Warp <agent@warp.dev>", "docs.warp.dev"),
    Sign("Junie", WHO, r"\bjetbrains-junie\b|<junie@jetbrains\.com>", "Junie <junie@jetbrains.com>", "junie.jetbrains.com/docs"),
    Sign("Replit", TRAILER, r"^Replit-Commit-Author: *(Agent|Assistant)", "Replit-Commit-Author: Agent", "docs.replit.com"),
    Sign("Amazon Q", WHO, r"\bamazon-q-developer\b", "amazon-q-developer[bot] <208079219+amazon-q-developer[bot]@users.noreply.github.com>", "docs.aws.amazon.com/amazonq"),
    Sign("Kiro", WHO, r"<(noreply|kiro)@kiro\.dev>", "Kiro <noreply@kiro.dev>", "seen in public repositories, 2026-11"),
    Sign("Mistral Vibe", WHO, r"<vibe@mistral\.ai>", "Mistral Vibe <vibe@mistral.ai>", "seen in public repositories, 2026-11"),
    Sign("Lovable", WHO, r"\b(lovable-dev|gpt-engineer-app)\[bot\]", "lovable-dev[bot] <1+lovable-dev[bot]@users.noreply.github.com>", "seen in public repositories, 2026-11"),
    Sign("Sisyphus", WHO, r"<clio-agent@sisyphuslabs\.ai>", "Sisyphus <clio-agent@sisyphuslabs.ai>", "code-yeongyu/oh-my-opencode"),
    Sign("Sweep", WHO, r"\bsweep(-ai)?\[bot\]", "sweep-ai[bot] <1+sweep-ai[bot]@users.noreply.github.com>", "docs.sweep.dev"),
    # The convention of the Linux kernel: AGENT:MODEL without an address. A person who was helped signs with their own
    # address.
    Sign("an agent", TRAILER, r"^(AI-)?(Assisted|Generated)-by: *[^<]*$", "Assisted-by: Claude:claude-3-opus coccinelle", "docs.kernel.org/process/coding-assistants.html"),
)  # fmt: skip
# Trailers that name an author of the change.
_PEOPLE = frozenset(
    "co-authored-by co-developed-by signed-off-by assisted-by generated-by ai-generated-by ai-assisted-by authored-by".split()
)


class Commit(Record):
    """A commit that an agent made: its id, and the agent's name."""

    commit: str
    agent: str


@functools.cache
def _expressions() -> dict[str, re.Pattern[str]]:
    import re

    return {
        kind: re.compile("|".join(f"(?P<s{n}>{s.pattern})" for n, s in enumerate(SIGNS) if s.kind == kind), re.IGNORECASE | re.MULTILINE)
        for kind in (WHO, TRAILER, LINE)
    }  # fmt: skip


def made_by(commit: Changeset, further: tuple[str, ...] = ()) -> str:
    """The agent that made a commit, "" for a person; `further` are addresses of agents from the policy."""
    people = [commit.author, commit.committer]
    people += [value for key, value in commit.trailers if key.casefold() in _PEOPLE]
    trailers = "\n".join(f"{key}: {value}" for key, value in commit.trailers)
    for kind, text in ((WHO, "\n".join(people)), (TRAILER, trailers), (LINE, commit.message or "")):
        if found := _expressions()[kind].search(text):
            return next(SIGNS[int(name[1:])].agent for name, value in found.groupdict().items() if value is not None)
    if further:
        from govhooks.knowledge.approvals.people import address

        known = {one.casefold() for one in further}
        return next((one for one in map(address, people) if one in known), "")
    return ""


def is_agent(who: str, further: tuple[str, ...] = ()) -> bool:
    """Whether a name or address ("@copilot", "Claude <noreply@anthropic.com>") belongs to an agent or another program."""
    bare = who.lstrip("@").casefold()
    if bare.endswith("[bot]") or "[bot]@" in bare or bare in ("copilot", "claude", "codex", "cursoragent", "devin"):
        return True
    known = {one.casefold() for one in further}
    return bool(bare in known or _expressions()[WHO].search(who if "<" in who else f"<{who}>"))


def made(changeset: Changeset, further: tuple[str, ...] = ()) -> dict[str, tuple[Commit, ...]]:
    """Path -> the agents' commits in a range that touch it; a renamed path keeps them."""
    found: dict[str, dict[Commit, None]] = {}
    for commit in changeset.commits:
        agent = made_by(commit, further)
        for change in commit.changes:
            paths = {change.path, change.old_path} - {""}
            told = dict.fromkeys(one for path in paths for one in found.get(path, ()))
            if agent:
                told[Commit(commit.commit, agent)] = None
            for path in paths if told else ():
                found.setdefault(path, {}).update(told)
    return {path: tuple(commits) for path, commits in found.items()}
