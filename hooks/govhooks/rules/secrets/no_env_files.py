"""Environment files stay out of git."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.globs import globs
from govhooks.core.lines import decode, split
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.core.globs import Globs
    from govhooks.policy.load import GlobList

ID = "no-env-files"
ENCRYPTED = ("dotenvx", "sops", "git-crypt", "dotenv-vault", "ansible-vault", "age", "gpg")


class Policy(Record):
    """Which names are environment files, which of them are templates, and which encryption makes an environment file
    safe."""

    patterns: GlobList = (
        ".env",
        ".env.*",
        ".env-*",
        ".env_*",
        ".env~",
        "*.env",
        "*.env.local",
        "*.env.bak",
        "*.env.enc",
        ".env[0-9]*",
        ".env copy*",
        ".env(*",
        ".env ",
        "*.env.prod*",
        "*.env.stag*",
        "*.env.dev*",
        ".env/",
        ".envs/.production/",
        ".envrc",
        ".envrc.local",
        ".flaskenv",
        ".dev.vars",
    )
    templates: GlobList = (
        "*.example",
        "*.sample",
        "*.template",
        "*.dist",
        "*.tpl",
        "*.tmpl",
        "*.defaults",
        "*.schema",
        "example.env",
        "sample.env",
        "template.env",
        "*.example.env",
        "*.sample.env",
        "*.template.env",
        "*-example.env",
        "*_example.env",
        ".env-example",
        ".env_example",
        ".env-sample",
        ".env_sample",
        ".env-template",
        ".env_template",
    )
    allow: GlobList = (".env.d.ts", ".env.js", ".env.mjs", ".env.ts")
    allow_encrypted: tuple[str, ...] = ("dotenvx", "sops", "git-crypt")

    def verify(self) -> str:
        wrong = [name for name in self.allow_encrypted if name not in ENCRYPTED]
        return f"allow-encrypted must be one of {', '.join(ENCRYPTED)}, not {wrong[0]!r}" if wrong else ""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    # A file's own name says what it is: a folder `prod.env` may contain anything, and a folder `x.template` does not
    # make its files templates. A pattern that means a folder ends in "/".
    patterns = globs(policy.patterns, ignore_case=True, files_only=True)
    templates = globs(policy.templates, ignore_case=True, files_only=True)
    allow = globs(policy.allow, ignore_case=True, files_only=True)
    for change in changeset.changes:
        if not change.is_now(patterns) or not change.has_content or change.is_now(allow):
            continue
        if change.is_now(templates) and change.mode != "120000":
            old = change.old_path if change.old_mode != "120000" else ""
            known = bool(old and patterns.match(old) and templates.match(old))
            yield from _live_values(change, change.added_indexes if known else list(range(len(change.lines))))
            continue
        kind = _encryption(change)
        if kind and kind in policy.allow_encrypted:
            yield from _clear_values(change, kind)
            continue
        yield Finding(
            rule=ID,
            path=change.path,
            line=0,
            problem=_problem(change, kind),
            fix=_fix(change, changeset),
            identity=f"env-file {_content(change, patterns)}",
            guessable=True,
        )


def _content(change: Change, patterns: Globs) -> str:
    """The content of the file, independent of the order of its lines: an exception for it covers these lines and no
    others.

    A change that only removes lines from an environment file keeps its identity.
    """
    from hashlib import sha256

    if change.large or change.mode == "120000":
        return change.digest()
    lines = change.lines
    same = change.old_path and patterns.match(change.old_path) and change.old_mode == change.mode
    if same and not change.is_new and not change.added_indexes:
        lines = split(decode(change.read_old())[0])
    kept = sorted({line.strip() for line in lines if line.strip()})
    return sha256("\n".join(kept).encode("utf-8", "surrogateescape")).hexdigest()


def _problem(change: Change, kind: str) -> str:
    if kind:
        return f"environment file encrypted with {kind}, which the policy does not allow"
    if change.mode == "120000":
        return "environment file (a symbolic link)"
    if change.status == "R" and change.old_path:
        return f"environment file, renamed from {change.old_path}"
    return "environment file"


def _fix(change: Change, changeset: Changeset) -> str:
    """The exact commands; a pushed file has leaked its values to everybody with read access."""
    path = quote(change.path)
    rotate = "if it was ever pushed, rotate every value in it"
    if changeset.kind == "commit" and changeset.stands != "landed":
        return f"remove {path} from that commit (git rebase --interactive) and add it to .gitignore; {rotate}"
    return f"git rm --cached -- {path} && printf '%s\\n' {quote(_ignored(change.path))} >> .gitignore; {rotate}"


def _ignored(path: str) -> str:
    """The .gitignore line that ignores this path and nothing else."""
    line = "".join("\\" + char if char in "*?[\\" else char for char in path)
    return "/" + (line[:-1] + "\\ " if line.endswith(" ") else line)


def quote(path: str) -> str:
    """Quote a path for a POSIX shell."""
    from shlex import quote as shell_quote

    return shell_quote(path)


def _assignments(change: Change, indexes: list[int]) -> Iterator[tuple[int, str, str, str]]:
    """(line number, text, name, value) for the lines with these indexes; the name is "" if a line assigns nothing.

    Both `NAME=value` and `NAME: value` are assignments, as for dotenv; a carriage return ends a line, too.
    """
    for index in indexes:
        for text in change.lines[index].split("\r"):
            found = _ASSIGNMENT.match(text)
            yield index + 1, text, found["name"] if found else "", _unquoted(found["value"]) if found else ""


def _all_lines(change: Change) -> list[int]:
    return list(range(len(change.lines)))


def _unquoted(value: str) -> str:
    """The value without quotes or trailing comment, as dotenv files write them."""
    value = value.strip()
    if value[:1] in "\"'`" and value[:1]:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    return value.partition(" #")[0].strip()


def _live_values(change: Change, indexes: list[int]) -> Iterator[Finding]:
    """Values of a template that look like real ones, even in comments."""
    if change.large:
        yield Finding(
            rule=ID,
            path=change.path,
            line=0,
            problem="template is too large to check",
            fix="keep only names and placeholders in it",
            identity=f"large-template {change.digest()}",
        )
    for number, text, name, value in _assignments(change, indexes):
        if not name and text.lstrip().startswith("#"):
            found = _ASSIGNMENT.match(text.lstrip().lstrip("#"))
            name, value = (found["name"], _unquoted(found["value"])) if found else ("", "")
        if not name or not looks_live(name, value):
            continue
        yield Finding(
            rule=ID,
            path=change.path,
            line=number,
            problem=f"`{name}` looks like a real value, not a placeholder",
            fix=f"write a placeholder ({name}=changeme); if the value was real, treat it as leaked: rotate it",
            identity=f"{name}={value}",
            guessable=True,
            confidence="medium",
        )


# Last words of names whose values are settings, numbers or names, in addition to those of `no_secrets.everyday`.
_SETTINGS = frozenset(
    """
    id ids uuid guid options option opts opt args arguments flags flag features toggles settings config params hosts origins origin
    digest checksum sha commit revision rev build tag tags release model models level email mail from to cc sender recipient subject
    price plan product currency locale language lang tz timezone account project tenant app org organization organisation team
    channel guild workspace pool zone cluster namespace arn cron image images cidr subnet address addresses abi network chain
    """.split()
)


def looks_live(name: str, value: str) -> bool:
    """Whether a template's value looks like a credential, rather than a placeholder, a setting, an address or a path."""
    import re

    from govhooks.search.placeholder import entropy, stand_in

    default = re.fullmatch(r"\$\{\w+:?-([^{}]*)\}", value)
    value = default.group(1) if default else value
    if len(value) < 6 or stand_in(value):
        return False
    userinfo = re.search(r"://[^/\s:@]*:([^/\s@]+)@", value)
    if userinfo:
        password = userinfo.group(1)
        local = re.search(r"@(?:localhost|127\.0\.0\.1|db|postgres|mysql|redis|[\w.-]*example[\w.]*)(?::|/|$)", value)
        return not stand_in(password) and not local
    if re.match(r"[a-z][a-z0-9+.-]*://|\.{0,2}/|[\w.-]+\.[a-z]{2,6}(:\d+)?(/|$)|[\d.:,]+$|[^@\s]+@[\w.-]+$", value):
        return False  # an address, a path, a host, a number, an e-mail
    if _is_public(name, value):
        return False
    named = re.search(r"(?i)pass|pwd|secret|token|api_?key|private|credential|signing|_key\b|_sid\b|dsn|salt", name)
    text = value.removeprefix("base64:")
    mixed = bool(re.search(r"\d", text)) and bool(re.search(r"[A-Za-z]", text)) and " " not in text
    if named and not re.search(r"(?i)url|uri|host|path|file|ttl|expir|timeout|length|algo|issuer|_id$|enabled", name):
        return (mixed and not _plain_words(text)) or (
            len(text) >= 12 and entropy(text) >= 3.0 and " " not in text and not _plain_words(text)
        )
    if named is None and _SETTING.match(value):
        return False
    return mixed and len(text) >= 20 and entropy(text) >= 3.5 and not _plain_words(text)


# Command-line options, a contract address, a digest, a UUID, a list, settings.
_SETTING = Expression(
    r"-|0x[0-9a-fA-F]{40}\Z|sha(?:1|256|512)[:-]|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z|[^\s,=&]+(?:,[^\s,=&]+)+\Z"
    r"|[\w.-]+[=:][\w.-]+(?:[,;&][\w.-]+[=:][\w.-]*)+\Z"
)


def _is_public(name: str, value: str) -> bool:
    """Whether a template may show a value: its name does not suggest a secret, the value is public, or anybody would
    guess it."""
    from govhooks.rules.secrets.no_secrets.everyday import (
        is_documented,
        is_public,
        is_sample_token,
        is_stock,
    )
    from govhooks.rules.secrets.no_secrets.named import says_no_secret

    if is_documented(value) or is_sample_token(value) or is_public(name, value) or is_stock(value, name):
        return True
    last = name.lower().replace("-", "_").replace(".", "_").rpartition("_")[2]
    if last in ("id", "ids") and "secret" in name.lower():
        return False  # the secret half of a Vault AppRole
    return last in _SETTINGS or says_no_secret(name) or _is_count(value)


def _is_count(value: str) -> bool:
    """Whether a value is only a count or the alphabet: `abcdef123456`."""
    import re

    from govhooks.search.placeholder import stand_in

    runs = re.findall(r"[a-z]+|\d+", value.lower())
    return bool(runs) and all(len(run) > 2 and stand_in(run) == "repeat" for run in runs)


def _plain_words(value: str) -> bool:
    """Whether a value is only words joined by separators (app-name, us_east, Some.Module)."""
    parts = value.replace("_", "-").replace(".", "-").replace("/", "-").replace(" ", "-").split("-")
    plain = [part.rstrip("0123456789") for part in parts if not (part.isdigit() and len(part) < 4)]
    return all(word.isalpha() or not word for word in plain) and (len(parts) > 2 or value.isalpha())


def _encryption(change: Change) -> str:
    """The tool that encrypted the file, judged by its marks and the ciphertext after them, or ""."""
    blob = change.read()
    if blob.startswith(b"\0GITCRYPT\0"):
        return "git-crypt" if not _is_utf8(blob[10:]) else ""
    if blob.startswith(b"age-encryption.org/v1\n"):
        return "age" if not _is_utf8(blob) else ""
    lines = [line for line in change.text.splitlines() if line]
    if lines[:1] and lines[0].startswith("$ANSIBLE_VAULT;"):
        return "ansible-vault" if all(not line.strip("0123456789abcdef") for line in lines[1:]) else ""
    for mark, tool in (("AGE ENCRYPTED FILE", "age"), ("PGP MESSAGE", "gpg")):
        if lines[:1] == [f"-----BEGIN {mark}-----"]:
            return tool if lines[-1] == f"-----END {mark}-----" and all(map(_ARMOR.fullmatch, lines[1:-1])) else ""
    pairs = [(name, value) for _, _, name, value in _assignments(change, _all_lines(change)) if name]
    for tool, (key, cipher) in _BY_VALUE.items():
        if any(key.fullmatch(name) for name, _ in pairs) and any(cipher.match(value) for _, value in pairs):
            return tool
    return ""


def _is_utf8(blob: bytes) -> bool:
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_ASSIGNMENT = Expression(r"\s*(?:export\s+)?(?P<name>[A-Za-z_][\w.-]*)(?:\s*=|:(?=\s|$))(?P<value>.*)")
_ARMOR = Expression(r"[A-Za-z0-9+/=]+|(?:Version|Comment|Hash|Charset|MessageID): [\w ().:/-]*")
# Tools that encrypt each value separately: the name that carries their metadata, and what an encrypted value looks
# like.
_BY_VALUE = {
    "dotenvx": (Expression(r"DOTENV_PUBLIC_KEY(?:_[A-Z0-9_]+)?"), Expression(r"encrypted:[A-Za-z0-9+/=]{40}")),
    "sops": (
        Expression(r"sops_(?:version|mac|lastmodified|[a-z]+_suffix|mac_only_encrypted|[a-z_]+__list_\d+__map_\w+)"),
        Expression(r"ENC\[AES256_GCM,data:"),
    ),
    "dotenv-vault": (Expression(r"DOTENV_VAULT(?:_[A-Z0-9]+)?"), Expression(r"[A-Za-z0-9+/=]{40}")),
}
_ENCRYPT = {"dotenvx": "dotenvx encrypt -f {path}", "sops": "sops encrypt --in-place {path}"}


def _clear_values(change: Change, kind: str) -> Iterator[Finding]:
    """Values left in clear in a file whose values are encrypted separately."""
    if kind not in _BY_VALUE:
        return  # the whole file is ciphertext
    key, cipher = _BY_VALUE[kind]
    for number, text, name, value in _assignments(change, _all_lines(change)):
        if not text.strip() or text.lstrip().startswith("#") or (name and (not value or key.fullmatch(name))):
            continue
        if name and cipher.match(value):
            continue
        if kind == "sops" and name.endswith("_unencrypted") and not looks_live(name, value):
            continue  # deliberately left in clear, and it does not look like a secret
        yield Finding(
            rule=ID,
            path=change.path,
            line=number,
            problem=f"{name or 'a line'} is not encrypted, in a file encrypted with {kind}",
            fix=_ENCRYPT.get(kind, "npx dotenv-vault build").format(path=quote(change.path)),
            identity=f"{name}={value or text}",
            guessable=True,
        )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=Policy().patterns, globs=("patterns",)),
    per_change=True,
    baseline=True,
)
