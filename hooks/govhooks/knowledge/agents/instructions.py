"""Check texts that instruct agents: what is hidden in them, and where they tell agents to bypass the checks.

A line that forbids something is fine: `Never commit with --no-verify` passes, and so does a bare command under a
heading such as "Do not". Hidden text counts anywhere: a person who reviews the file does not see it.
"""

from __future__ import annotations

import re
import unicodedata

from govhooks.knowledge.agents import dangers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Invisible characters. Sources: Unicode 16, chapters 23.2 to 23.9; Boucher and Anderson, "Trojan Source" (bidi,
# CVE-2021-42574).
_TAG = re.compile("[\U000e0000-\U000e007f]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_OVERRIDE = re.compile("[\u202d\u202e]")
_BIDI = re.compile("[\u202a-\u202c\u2066-\u2069\u200e\u200f\u061c]")
_ZERO = re.compile(
    "[\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u034f\u115f\u1160\u3164\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
_JOINER = re.compile("(?<=[\x20-\x7e])[\u200c\u200d]|[\u200c\u200d](?=[\x21-\x7e])")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}|(?<=[\x00-\x7f])[\ufe00-\ufe0d\U000e0100-\U000e01ef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FAR = re.compile(r"\S[ \t\u00a0]{200,}[^\s|]")  # the cells of a table are padded

# "No excuse to wait: push ..." forbids nothing; "no --no-verify" does.
_NONE = re.compile(r"(?i)\b(no|none|nor|neither)\b(?=\W+(\w+\W+){0,3}$)")
_NO = re.compile(
    r"(?i)\b(never|not|cannot|without|avoid\w*|forbid\w*|forbidden|prohibit\w*|disallow\w*|refus\w+|reject\w*|ban(s|ned)?|"
    r"block\w*|prevent\w*|den(y|ies|ied)|stop\w*|detect\w*|catch(es)?|flag(s|ged)?|warn\w*|beware|instead of|rather than|don'?ts?|dont|isn'?t|"
    r"won'?t|can'?t|mustn'?t|shouldn'?t|doesn'?t|fails? (if|when)|report\w*|off[- ]limits|unacceptable|illegal|wrong|bad|anti-?patterns?|"
    r"against|violat\w+|break\w*|requires? (human|explicit|approval)|ask (first|before|the)|unless|only (a|the) (human|person|maintainer)|nie|kein\w*|jamais|ne pas|nunca|jam\u00e1s|sin|sem|n\u00e3o|\u043d\u0438\u043a\u043e\u0433\u0434\u0430|\u043d\u0435)\b|\u7981\u6b62|\u4e0d\u8981|\u4e0d\u5f97|\u5207\u52ff|n['\u2019]t\b|[\u274c\u26d4\U0001f6ab]"
)
# Flags with which an agent, or git on its behalf, bypasses what should ask or judge.
_FLAGS = (
    r"--no-verify(?![\w-])|--dangerously-(skip-permissions|bypass-approvals-and-sandbox|bypass-hook-trust|allow-all(?![\w-]))|--skip-permissions-unsafe|"
    r"(?<![\w-])--yolo(?![\w-])|--trust-all-tools|--allow-all-tools|core\.hooksPath=(/dev/null|\s|''|\"\")|\bHUSKY(_SKIP_HOOKS)?=[01]\b(?! +(\w+=\S+ +)*(npm|pnpm|yarn|bun)\b)|required_permissions: *\[?['\"]all|\bLEFTHOOK=(0|false)\b|"
    r"\bSKIP=[\w,-]+(?=[` ]+(git|in front|before|pre-commit|when you commit))|\bPRE_COMMIT_ALLOW_NO_CONFIG=1|\bgit +(\S+ +){0,6}commit\b[^`|;&]* -[a-mo-zA-Z]*n[a-zA-Z]*(?![\w-])|--permission-mode[ =]bypassPermissions|"
    r"--approval-mode[ =](yolo|auto_edit)|pre-commit +uninstall|dangerouslyDisableSandbox|continue-on-error: *true|pragma: allowlist secret|gitleaks:allow|\bnosemgrep\b|danger-full-access|\bbypassPermissions\b"
)
_FLAG_USED = re.compile(_FLAGS)
_USES = re.compile(
    r"(?i)(^|[\s>*`(.,:;-])(use|using|run|running|pass|passing|add|adding|append|with|always|via|set|setting|invoke|start|launch|execute|commit|"
    r"push|prefer|apply|call|try|retry|export|include|switch to|enable|prefix|configure|put|write|simply|just)\b"
)
_COMMAND = re.compile(
    r"(?:^|`|\$ |[\s\"'(])(?:[A-Z_]+=\S+ +)*(git +(\S+ +){0,6}(commit|push|merge|rebase|config)|claude|codex|gemini|qwen|copilot|cursor-agent|amp|droid|q chat|kiro-cli|opencode|pre-commit)\b"
)
_SAFEGUARD = (
    r"((pre-?commit|pre-?push|git|commit|push|security|safety|secrets?|policy|quality|permission|govhooks|CI|lint(ing|er)?|required|status|protection|"
    r"verification|validation|approval|confirmation|compliance|sandbox|code review|guard|the|all|any|these|those|its|his|your|our|local|our own)[ /-])*"
    r"((pre-?commit|pre-?push|commit|git|security|safety|secret|policy|permission|approval|verification|quality|CI|status|protection)[ -]"
    r"(hooks?|checks?|scann?(s|ers?|ing)?|gates?|polic(y|ies)|rules?|controls?|prompts?|requests?|requirements?|dialogs?|restrictions?|reviews?|pipelines?|guardrails?)|"
    r"sandbox(ing)?|guard ?rails?|git hooks?|pre-?commit|code review|govhooks|gitleaks|detect-secrets|trufflehog|branch protections?|signature verification)"
)
_SWITCHES_OFF = re.compile(
    r"(?i)\b(disable|skip|bypass|turn off|switch off|circumvent|work around|get around|deactivate|ignore|remove|evade|suppress|override|uninstall|"
    r"kill|stop|silence|mute|comment out)(?:s|ing)? +(?:the |all |any |our |your |its |these )?"
    + _SAFEGUARD
    + r"\b(?!['-]| (state|image|dir|directory|path|per)\b)"
    r"|\b(disable|skip|bypass|circumvent|get around|suppress)(?:s|ing)? +(?:the |all |any |our |your |its |these )?hooks\b(?!['-])"
)
_ANYWAY = re.compile(
    r"(?i)\b(disable|skip|delete|remove|comment out|ignore|silence|suppress|mute|bypass)\b[^;\n]{0,80}\b(push|commit|merge|ship|deploy|release|continue|proceed|land)\w*( it| them)? (anyway|regardless|nevertheless|all the same)\b"
)
# Removing a failing check, or silencing it for a whole file.
_UNLISTS = re.compile(
    r"(?i)\b(fail\w*|refus\w+|block\w*|reject\w*|complain\w*|report\w*|red)\b[^;\n]{0,80}\b(delete|remove|drop|comment out|disable|take)\b[^;\n]{0,60}"
    r"(\.pre-commit-config\.yaml|governance\.toml|requirements\.toml|settings\.json|\.github/workflows)"
    r"|\b(add|put|insert|use)\b[^;\n]{0,20}(ruff: noqa|flake8: noqa|@ts-nocheck|eslint-disable|type: ignore|nosec|nolint)\b[^;\n]{0,60}\b(so that|to (silence|skip|avoid|get past))\b"
)
_AVOIDS = re.compile(
    r"(?i)\bto (avoid|get around|dodge|escape)( the)? (sandbox|permission|approval)s? (approvals?|permissions?|prompts?|checks?)( \w+)?\b"
)
_OVERRULES = re.compile(
    r"(?i)\b(ignore|disregard|forget|override|overrule|discard) +(?:all +|any +|every +|the +|your +|of +|my +)*(?:previous|prior|earlier|preceding|above|"
    r"former|existing|original|system|other|safety) +(?:\w+ +)?(instructions?|rules?|prompts?|guidelines?|guidance|directives?|constraints?|polic(y|ies)|messages?)\b"
)
_PEOPLE = r"(the |our |your |any |a )?(user|human|developer|reviewer|maintainer|operator|owner|team|person|people|anyone|anybody|anything)s?"
_OURS = r"(this|that|it|these|them|what|any of (this|it)|the (change|step|commit|command|instruction|edit|fix|workaround|failure|rule)s?|why|anything)"
_SECRETLY = re.compile(
    rf"(?i)\b(do not|don['\u2019]?t|never|must not|should not|without|no need to)\s+(\w+\s+){{0,2}}?("
    rf"(tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning)\s+{_PEOPLE}\b\W*((about|of|that|what|when|why)\b|$)|"
    rf"(mention|mentioning|reveal|revealing|disclose|disclosing|show|showing|report|reporting|explain|explaining)\s+{_OURS}\b[^.;\n]{{0,40}}\bto {_PEOPLE}\b)|"
    r"\b(nobody|no one)\s+(else\s+)?(should|must|may|needs? to|has to|will)\s+(see|know|notice|find out)\b|"
    rf"\b(hide|conceal|keep)\s+{_OURS}\b[^.;\n]{{0,30}}\bfrom {_PEOPLE}\b"
)
# In prose; as a command line it is `dangers.FETCHES`.
_DOWNLOADS = re.compile(
    r"(?i)\b(download|fetch|get|pull)\b[^.\n]{0,60}https?://\S+[^.\n]{0,40}\band (then )?(run|execute|source|evaluate)\b"
)
# Installers that projects mention in their instructions; each address is the one that the vendor documents.
_INSTALLERS = re.compile(
    r"(?i)https://(astral\.sh|sh\.rustup\.rs|get\.docker\.com|deno\.land|bun\.(sh|com)|get\.pnpm\.io|install\.python-poetry\.org|raw\.githubusercontent\.com/(nvm-sh|Homebrew|"
    r"golangci|rust-lang|helm|rbenv|pyenv)/|get\.sdkman\.io|nixos\.org|install\.determinate\.systems|mise\.(run|jdx\.dev)|just\.systems|get\.volta\.sh|fnm\.vercel\.app|"
    r"claude\.ai/install|opencode\.ai/install|starship\.rs|sdk\.cloud\.google\.com|cli\.github\.com|taskfile\.dev|pixi\.sh|get\.helm\.sh|ollama\.com|foundry\.paradigm\.xyz|"
    r"dl\.google\.com|antigravity\.google/cli|gh\.io/copilot-install|www\.npmjs\.com/install|pyenv\.run|moonrepo\.dev|proto\.run|devenv\.sh|bootstrap\.pypa\.io|fly\.io/install|supabase\.com|tailscale\.com/install)"
)
_SECRET_FILE = r"(\.env\b|\.env\.\w+|~?/?\.ssh\b|\bid_(rsa|ed25519)\b|\.aws/|\.npmrc|\.netrc|\.pypirc|\.kube/|/etc/(passwd|shadow)|\bcredentials\.json\b|\b(the|your|my|our|all|any|user'?s?) credentials\b|\bsecrets?\.(ya?ml|json|toml|txt)|private[ _-]?keys?\b)"
_SENT = re.compile(
    r"(?i)\b(curl|wget|http|nc|ncat|scp|rsync)\b[^\n|;`]{0,200}" + _SECRET_FILE + r"[^\n]{0,200}(https?://|\S+@?\S+:|\b\w[\w.-]+\.\w{2,}\b)"
    r"|\b(curl|wget|http)\b[^\n]{0,200}(https?://)[^\n]{0,200}(@|<\s*|\$\(cat\s+)\S*" + _SECRET_FILE + r"|(\b(env|printenv|set)\b|\bcat\s+\S*" + _SECRET_FILE + r"\S*)\s*\|[^\n]{0,200}\b(curl|wget|nc|ncat|http)\b"
    r"|\$\((env|printenv|cat\s+\S*" + _SECRET_FILE + r"[^)]{0,200})\)[^\n]{0,200}https?://|https?://[^\n]{0,200}\$\((env|printenv|cat\s+\S*" + _SECRET_FILE + r"[^)]{0,200})\)"
    r"|\b(send|upload|post|exfiltrate|forward|e-?mail|transmit|submit|publish|append|include|encode|copy|paste)\b[^.\n]{0,70}?("
    + _SECRET_FILE + r"|\b(ssh keys?|credentials|secrets|api keys?|access tokens?|environment variables|passwords)\b)[^\n]{0,60}?(\w+://|\bto [\w.+-]+@[\w-]+\.\w+)"
)  # fmt: skip
# Secrets pasted where everybody can read them: a ticket, a comment, a chat.
_PASTED = re.compile(
    r"(?i)\b(attach|paste|include|post|put|share|drop)\b[^.\n]{0,60}("
    + _SECRET_FILE
    + r"|\boutput of .?(env|printenv)\b|\b(value|contents?) of .?[A-Z_]*(TOKEN|SECRET|KEY|PASSWORD)\b)"
)
_PLACES = re.compile(
    r"(?i)\b(issues?|bugs?|tickets?|pull request|PR|comments?|chat|slack|teams channel|gist|pastebin|jira|description)\b|https?://"
)
_QUOTED = re.compile(
    r"(?i)\b(prompt[- ]injection|injected|attack\w*|phrases?|text|pages?|says?|claims?|such as|e\.g\.|for example|like|if (you|a|an|the|any|some)\b[^.]{0,60}\b(says?|asks?|tells?|contains?|claims?|instructs?|reads?)|treat|untrusted|suspicious|malicious|data, not)\b"
)
_COMMAND_OF = re.compile(r"(-\s*['\"\[]|(-\s*)?(cmd|args|command|uri|url)\s*:)")
_LONGEST, _PIECE, _OVERLAP = 50_000, 1_500, 300
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z`\"'(*_])|\s+(?:\u2014|--)\s+")


def faults(lines: Sequence[str], numbers: Iterable[int], data: bool = False) -> Iterator[tuple[int, str, str]]:
    """(number, what is wrong, what to do) for the lines with these 1-based numbers; the lines around them are context.

    With `data`, the file is YAML: commands of servers or hooks in it, as in front matter, are left to other rules.
    """
    front = (
        next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
        if lines[:1] and lines[0].rstrip() == "---"
        else 0
    )
    for number in numbers:
        line = lines[number - 1]
        if hidden := _hidden(line, number):
            yield (
                number,
                f"{hidden}: agents read what a reviewer cannot see",
                "take it out, and find out who put it in",
            )
        if len(line) > _LONGEST:
            yield number, "a line that is too long to review", "break it into lines that can be reviewed"
            continue
        if (data or number < front) and _COMMAND_OF.match(line.lstrip()):
            continue
        text = unicodedata.normalize("NFKC", _invisible(line))
        if told := _told(text, lines, number):
            yield number, *told


def _invisible(line: str) -> str:
    """A line as the model reads it: tag characters turned into the letters they stand for, zero-width characters
    removed."""
    shown = _TAG.sub(lambda found: chr(ord(found[0]) - 0xE0000) if ord(found[0]) > 0xE001F else "", line)
    return _ZERO.sub("", re.sub("[\u200c\u200d\ufe00-\ufe0f]", "", shown))


def _hidden(line: str, number: int) -> str:
    if line.isascii():
        if found := _CONTROL.search(line):
            return f"a control character (U+{ord(found[0]):04X})"
        return "text hidden far to the right" if _FAR.search(line) else ""
    if number == 1:
        line = line.removeprefix("\ufeff")
    plain = _FLAG.sub("", line)
    right = any(unicodedata.bidirectional(char) in ("R", "AL") for char in plain)
    for expression, what, counts in (
        (_TAG, "hidden tag characters", True),
        (_OVERRIDE, "a bidirectional override", True),
        (_BIDI, "a bidirectional control", not right),
        (_ZERO, "a zero-width character", True),
        (_JOINER, "a zero-width joiner inside a word", True),
        (_SELECTORS, "variation selectors that can carry text", True),
        (_CONTROL, "a control character", True),
        (_FAR, "text far to the right", True),
    ):
        found = expression.search(plain) if counts else None
        if found:
            return f"{what} (U+{ord(found[0][0]):04X})" if expression is not _FAR else what
    return ""


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a line; an overlong one is cut into overlapping pieces."""
    for sentence in _SENTENCE.split(re.sub(r"\s{2,}", " ", text)):
        for start in range(0, max(1, len(sentence) - _OVERLAP), _PIECE - _OVERLAP):
            yield sentence[start : start + _PIECE]


def _told(text: str, lines: Sequence[str], number: int) -> tuple[str, str] | None:
    for sentence in _sentences(text):
        for expression, problem, fix in (
            (_SWITCHES_OFF, "tells agents to bypass a safeguard", "take it out: the checks apply to agents, too"),
            (_ANYWAY, "tells agents to bypass a check", "say what to fix: what fails must not land"),
            (_UNLISTS, "tells agents to bypass a check", "say what to fix: what fails must not land"),
            (_AVOIDS, "tells agents to bypass a safeguard", "take it out: the checks apply to agents, too"),
            (_OVERRULES, "tells agents to ignore their other instructions", "say what to do, not what to ignore"),
        ):
            found = expression.search(sentence)
            if (
                found
                and not _described(sentence, found.start())
                and not _forbidden(sentence, found.start(), found.end(), lines, number)
            ):
                return f"{problem}: {_shown(found[0])}", fix
        flag = _FLAG_USED.search(sentence)
        if (
            flag
            and _meant(sentence, flag.start())
            and not _forbidden(sentence, flag.start(), flag.end(), lines, number)
        ):
            what = f"tells agents to use {_shown(flag[0].strip())}"
            return what, "take it out: fix what the checks refuse, or excuse it in governance.toml"
        secret = _SECRETLY.search(sentence)
        if secret and not _quoted(text) and not _double(sentence, secret, lines, number):
            return "tells agents to hide something from people", "take it out"
        fetched = dangers.FETCHES.search(sentence) or _DOWNLOADS.search(sentence)
        if fetched and not _INSTALLERS.search(sentence) and not _forbidden(sentence, fetched.start(), fetched.end(), lines, number):  # fmt: skip
            return "tells agents to run what they fetch", "commit the script, or install a pinned package"
        sent = _SENT.search(sentence)
        pasted = _PASTED.search(sentence) if _PLACES.search(sentence) else None
        if pasted and not _forbidden(sentence, pasted.start(), pasted.end(), lines, number):
            return (
                "tells agents to put secrets where others can read them",
                "take it out, and rotate every secret that was put there",
            )
        if sent and not _forbidden(sentence, sent.start(), sent.end(), lines, number):
            return "tells agents to send secrets to another host", "take it out"
    return None


def _double(sentence: str, secret: re.Match[str], lines: Sequence[str], number: int) -> bool:
    """A double negation: "Do not stash without telling the user", "states that don't tell the user what to do"."""
    before = sentence[: secret.start()]
    if sentence.rstrip().endswith("?"):
        return True
    if secret[0][:7].casefold() != "without":
        return bool(re.search(r"(?i)\b(that|which|who|we|they)\s+$", before))
    if re.search(r"(?i)\b(is|are|was|were|be|gets?)\s+(\w+\s+){0,2}$", before):
        return True
    return _forbidden(sentence, secret.start(), secret.end(), lines, number) or bool(_NO.search(before))


def _described(sentence: str, start: int) -> bool:
    """Whether the text only says that somebody can do it, or is a condition or a code comment: it tells nobody to do
    it."""
    before = sentence[:start]
    return bool(
        re.match(r"\s*//", sentence)
        or re.match(r"(?i)[\s>*-]*(if|when|whenever|unless) (you|a|an|the|we|they|someone|anyone)\b[^,]*$", before)
        or re.search(
            r"(?i)\b(can|could|might|would|anyone|anything|attackers?|they|who|that|which|how to|option to|ability to)\b[^,.;:]{0,30}$",
            before,
        )
    )


def _meant(sentence: str, at: int) -> bool:
    """Whether a flag is meant to be used, and not only mentioned: in a command line, after a word that says to use it,
    or with nothing before it and no explanation after it."""
    before = sentence[:at]
    if _COMMAND.search(before + " ") or _USES.search(before):
        return True
    explained = re.match(r"[\w=-]+[`*]*\s*[:\uff1a\u2014|]", sentence[at:])
    return before.strip(" `$>*-\t") == "" and not explained


def _forbidden(sentence: str, start: int, end: int, lines: Sequence[str], number: int) -> bool:
    """Whether the text forbids what was found: before it, in its introduction, or as a quotation."""
    # "If the sandbox blocks it, ...": a condition forbids nothing.
    before = re.sub(
        r"(?i)\b(if|when|whenever|where|once|because|since|as|should|in case|unless)\b[^,]*,", "", sentence[:start]
    )
    # "Do not wait, run ...": the last clause is an order of its own.
    order = re.search(
        r"(?i),\s*(then |just |simply |instead )?(run|use|commit|push|call|pass|set|execute)\b(?![^,]*\bor\b)[^,]*$",
        before,
    )
    before = before[order.start() :] if order else before
    if _NO.search(before) or _NONE.search(before) or _quoted(lines[number - 1].replace(sentence[start:end], "")):
        return True
    after = sentence[end : end + 90]
    rest = lines[number - 1].partition(sentence[start:end])[2]
    if re.search(
        r"(?i)\b(must not|do not|don['\u2019]?t|never|may not)\s+(run|use|do|execute|call|try|follow|copy)\s+(it|this|that|them|these)\b",
        rest,
    ):
        return True
    if re.search(
        "\u4f7f\u308f\u306a\u3044|\u3057\u306a\u3044|\u7981\u6b62|\u4e0d\u8981|\ud558\uc9c0", after
    ):  # a negation at the end
        return True
    if re.match(r"(?i)[`'\"*) ]*(\([^)]*\) )?(\w+ )?(is|are|was) (never|not|forbidden|prohibited|banned|blocked|off|denied|disallowed|refused)|[`'\")* ]*[:\u2014-]+ *(never|not|no|forbidden|prohibited|banned|blocked|denied|refused)\b|[`'\"*) |]*(\||\u2192|=>|->) *(\W*)(never|no\b|not|forbidden|deny|denied|blocked|prohibited|refused|ask)", after):  # fmt: skip
        return True
    return _introduced(lines, number)


def _quoted(rest: str) -> bool:
    return bool(
        _QUOTED.search(rest) and (_NO.search(rest) or re.search(r"(?i)\b(ignore it|report it|treat|data)\b", rest))
    )


def _introduced(lines: Sequence[str], number: int) -> bool:
    """Whether a list or code block is below a heading or line that forbids."""
    indented = len(lines[number - 1]) - len(lines[number - 1].lstrip())
    for back in range(number - 2, max(-1, number - 26), -1):
        line = lines[back].rstrip()
        heading = line.lstrip().startswith("#") or re.match(r"\s*(\*\*|__).*(\*\*|__):?$", line)
        if heading or line.endswith(":"):
            if _NO.search(line) or re.search(r"(?i)injection|attack|malicious", line):
                return True
            if heading or len(line) - len(line.lstrip()) <= indented:
                return False
        if back == number - 2 and line.strip() and not re.match(r"\s*([-*+>|]|\d+[.)]|```)", lines[number - 1]) and not re.search(r"[.!?:;]\W*$", line):  # fmt: skip
            # A sentence that continues from the line above.
            tail = _SENTENCE.split(line)[-1]
            if _NO.search(tail):
                return True
    return False


def _shown(text: str) -> str:
    return " ".join(text.split())[:60]
