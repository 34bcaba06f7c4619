"""Find where scripts, CI and build files start an agent with its safeguards off.

A data table: one row per flag or setting. `alone` means that no other program has the flag, so it counts even on a line
of its own, as in the arguments of a workflow step; any other flag counts only after the agent's own command. Code that
merely mentions the flag (grep, echo, a comment) starts nothing.
"""

from __future__ import annotations

import re

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Launch(Record):
    """A flag, or an environment setting, that starts an agent without its safeguards."""

    agent: str
    command: str
    flag: str
    what: str
    alone: bool
    example: str
    source: str


_ASKS = "it never asks for approval"
LAUNCHES: tuple[Launch, ...] = (
    Launch("Claude Code", "claude", r"--(allow-)?dangerously-skip-permissions", _ASKS, True, "claude -p x --dangerously-skip-permissions", "code.claude.com/docs/en/cli-reference"),
    Launch("Claude Code", "claude", r"--permission-mode[ =]['\"]?(bypassPermissions|acceptEdits|auto|dontAsk)\b", "it edits files, or does anything, without asking", True, "claude --permission-mode bypassPermissions", "code.claude.com/docs/en/cli-reference"),
    Launch("Codex", "codex", r"--dangerously-bypass-approvals-and-sandbox", "no approvals and no sandbox", True, "codex exec --dangerously-bypass-approvals-and-sandbox x", "codex 0.169.0, run"),
    Launch("Codex", "codex", r"--dangerously-bypass-hook-trust", "hooks run that nobody has trusted", True, "codex exec --dangerously-bypass-hook-trust x", "codex 0.169.0, run"),
    Launch("Codex", "codex", r"--yolo", "no approvals and no sandbox", False, "codex --yolo x", "codex 0.169.0, run"),
    Launch("Codex", "codex", r"(--sandbox[ =]|-s[ =]?|sandbox_mode=|sandbox: *)['\"]?danger-full-access", "no sandbox: the whole machine is open to it", True, "codex exec -s danger-full-access x", "codex 0.169.0, run"),
    Launch("Codex", "codex exec", r"--trust\b", "the folder is trusted without asking", False, "codex exec --trust x", "codex 0.169.0, run"),
    Launch("Codex", "codex", r"safety-strategy: *['\"]?unsafe\b", "no sandbox", True, "safety-strategy: unsafe", "github.com/openai/codex-action"),
    Launch("Gemini CLI", "gemini", r"--yolo|(?<=\s)-y(?=\s|$)|--approval-mode[ =]['\"]?(yolo|auto_edit)", _ASKS, False, "gemini --yolo -p x", "google-gemini/gemini-cli"),
    Launch("Qwen Code", "qwen", r"--yolo|(?<=\s)-y(?=\s|$)|--approval-mode[ =]['\"]?(yolo|auto-edit)", _ASKS, False, "qwen --yolo -p x", "QwenLM/qwen-code"),
    Launch("Copilot CLI", "copilot", r"--allow-all-tools|--allow-all-paths|--allow-all\b|--yolo", _ASKS, False, "copilot -p x --allow-all-tools", "docs.github.com/copilot"),
    Launch("Amazon Q", "q chat", r"--trust-all-tools", _ASKS, True, "q chat --trust-all-tools x", "docs.aws.amazon.com/amazonq"),
    Launch("Kiro", "kiro-cli", r"--trust-all-tools", _ASKS, True, "kiro-cli chat --trust-all-tools x", "kiro.dev/docs/cli"),
    Launch("Cursor", "cursor-agent", r"--force\b|--yolo|(?<=\s)-f(?=\s|$)", _ASKS, False, "cursor-agent -p x --force", "cursor.com/docs/cli"),
    Launch("Amp", "amp", r"--dangerously-allow-all", _ASKS, True, "amp --dangerously-allow-all -x x", "ampcode.com/manual"),
    Launch("Factory", "droid", r"--skip-permissions-unsafe|--auto[ =]high", _ASKS, False, "droid exec --skip-permissions-unsafe x", "docs.factory.ai"),
    Launch("Goose", "goose", r"GOOSE_MODE[=:] *['\"]?auto\b", _ASKS, True, "GOOSE_MODE=auto goose run x", "block/goose"),
    Launch("aider", "aider", r"--yes-always", _ASKS, False, "aider --yes-always x", "aider.chat/docs"),
    Launch("opencode", "opencode", r"--dangerously-skip-permissions|OPENCODE_PERMISSION=['\"]?.{0,4}allow", _ASKS, False, "opencode run --dangerously-skip-permissions x", "opencode.ai/docs"),
    Launch("Cline", "cline", r"--yolo|(?<=\s)-y(?=\s|$)", _ASKS, False, "cline --yolo x", "docs.cline.bot"),
    Launch("Crush", "crush", r"--yolo|(?<=\s)-y(?=\s|$)", _ASKS, False, "crush run --yolo x", "charmbracelet/crush, README"),
    Launch("Grok", "grok", r"--always-approve|--yolo", _ASKS, False, "grok --always-approve -p x", "docs.x.ai/build"),
    Launch("Devin", "devin", r"--permission-mode[ =]['\"]?(dangerous|bypass)\b|--dangerously-\w+", _ASKS, False, "devin --permission-mode dangerous -p x", "docs.devin.ai"),
)  # fmt: skip
_LOOKS = re.compile(
    r"(?i)\b(e|f|z|git )?grep\b|\b(rg|ack|ag|sed|awk|echo|printf|semgrep|cat|fail|die|warn|error|log|contains|assert\w*|case|write-host|write-error)\b|=~|\b(if|elif) +(\[|test )"
)
_ON_ITS_OWN = re.compile(r"^[\s\-\[,'\"]*(?:[\w.-]*(?:args?|flags?|options?|cmd|command|with|run|mode)[\w.-]*['\"]?\s*[:=]+\s*)?(?:['\"]?\$\{\w+: )?[\[|>'\"\s]*(?:--?[\w-]+(?:[ =][\w./-]+)?[\s,'\"]+)*$", re.IGNORECASE)  # fmt: skip


def faults(lines: Sequence[str], numbers: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """(1-based number, agent, what is wrong) for the lines with these numbers; a backslash continues a line."""
    for number in numbers:
        line = lines[number - 1]
        if re.match(r"\s*(#|//|::|rem\b|<!--)", line, re.IGNORECASE):
            continue
        if len(line) > 200_000:
            for launch in LAUNCHES:
                if re.search(rf"(?<![\w-])(?:{launch.flag})(?![\w-])", line):
                    yield (
                        number,
                        launch.agent,
                        "may be started without its safeguards: the line is too long to judge",
                    )
                    break
            continue
        line = line.replace(":-", ": ")  # ${ARGS:---flag}
        before = ""
        for back in range(number - 2, max(-1, number - 12), -1):
            if not lines[back].rstrip().endswith(("\\", "`", "^")):
                break
            before = lines[back].rstrip()[:-1] + " " + before
        for launch in LAUNCHES:
            for found in re.finditer(rf"(?<![\w-])(?:{launch.flag})(?![\w-])", line):
                head = before + line[: found.start()]
                if _is_started(launch, head, found[0]):
                    yield number, launch.agent, f"is started with {' '.join(found[0].split())}: {launch.what}"
                    break
            else:
                continue
            break


def _is_started(launch: Launch, head: str, flag: str) -> bool:
    """Whether the text before a flag is the agent's command, or nothing but a place for arguments."""
    head = re.sub(r"(^|\s)#.*", "", head) if re.search(r"(^|\s)#", head) else head
    command = (
        rf"(?:^|[\s'\"`(;&|/=@:\[,]){launch.command.replace(' ', '[ ]+')}(?:\.(?:cmd|exe))?(?:@[\w.-]+)?(?=[\s'\",]|$)"
    )
    calls = list(re.finditer(command, head))
    if calls:
        # The command before it in the same line may only search for it.
        start = max(
            (m.end() for m in re.finditer(r"&&|\|\||;|(?<!\|)\|(?!\|)|\brun:", head[: calls[-1].start() + 1])),
            default=0,
        )
        return not _LOOKS.search(head[start : calls[-1].start() + 1])
    if "=" in flag and flag[0].isupper():  # NAME=value before the command, or in an environment section
        return not _LOOKS.search(head)
    return launch.alone and bool(_ON_ITS_OWN.match(head))
