"""Environment files stay out of git."""

from __future__ import annotations

from govhooks.finding import Finding
from govhooks.globs import Globs
from govhooks.record import Record
from govhooks.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.changeset import Change, Changeset
    from govhooks.policy import GlobList

ID = "no-env-files"
ENCRYPTED = ("dotenvx", "sops", "git-crypt", "dotenv-vault", "ansible-vault", "age", "gpg")


class Policy(Record):
    """Which names are environment files, which of them are templates, and which encryption makes one harmless."""

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
        ".envrc",
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
        ".env.example.*",
        ".env.sample.*",
        ".env.template.*",
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
    allow: GlobList = (".env.d.ts",)
    allow_encrypted: tuple[str, ...] = ("dotenvx", "sops", "git-crypt")

    def verify(self) -> str:
        wrong = [name for name in self.allow_encrypted if name not in ENCRYPTED]
        return f"allow-encrypted knows {', '.join(ENCRYPTED)}, not {wrong[0]!r}" if wrong else ""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    patterns = Globs(policy.patterns, ignore_case=True)
    templates = Globs(policy.templates, ignore_case=True)
    allow = Globs(policy.allow, ignore_case=True)
    for change in changeset.changes:
        if not change.is_now(patterns) or not change.has_content or change.is_now(allow):
            continue
        if change.is_now(templates) and change.mode != "120000":
            yield from _live_values(change)
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
            identity="env-file",
        )


def _problem(change: Change, kind: str) -> str:
    if kind:
        return f"environment file, encrypted with {kind}, which the policy does not allow"
    if change.mode == "120000":
        return "environment file, as a symbolic link"
    if change.status == "R" and change.old_path:
        return f"environment file, renamed from {change.old_path}"
    return "environment file"


def _fix(change: Change, changeset: Changeset) -> str:
    """The exact commands; a file that was pushed has told its values to everyone who can read."""
    path = quote(change.path)
    rotate = "if it was ever pushed, rotate every value in it"
    if changeset.kind == "commit":
        return f"take {path} out of that commit (git rebase --interactive), add it to .gitignore; {rotate}"
    return f"git rm --cached -- {path} && printf '%s\\n' {quote(_ignored(change.path))} >> .gitignore; {rotate}"


def _ignored(path: str) -> str:
    """The line of .gitignore that ignores this path and nothing else."""
    line = "".join("\\" + char if char in "*?[\\" else char for char in path)
    return "/" + (line[:-1] + "\\ " if line.endswith(" ") else line)


def quote(path: str) -> str:
    """A path for a POSIX shell."""
    from shlex import quote as shell_quote

    return shell_quote(path)


def _pairs(change: Change, indexes: list[int]) -> Iterator[tuple[int, str, str]]:
    """(line number, name, value) of the assignments among the lines with these indexes."""
    lines = change.lines
    for index in indexes:
        line = lines[index].strip()
        if line.startswith("#") or "=" not in line:
            continue
        name, _, value = line.removeprefix("export ").partition("=")
        yield index + 1, name.strip(), _unquoted(value)


def _unquoted(value: str) -> str:
    """The value without quotes or a trailing comment, as dotenv files write them."""
    value = value.strip()
    if value[:1] in "\"'" and value[:1]:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    return value.partition(" #")[0].strip()


def _live_values(change: Change) -> Iterator[Finding]:
    """Values of a template that look like the real thing."""
    for number, name, value in _pairs(change, change.added_indexes):
        if not looks_live(name, value):
            continue
        yield Finding(
            rule=ID,
            path=change.path,
            line=number,
            problem=f"a template holds what looks like a real value for {name}",
            fix=f"write a placeholder ({name}=changeme), and rotate the value if it was real",
            identity=f"{name}={value}",
            guessable=True,
            confidence="medium",
        )


def looks_live(name: str, value: str) -> bool:
    """Whether a template's value is a credential and not a placeholder, a setting, an address or a path."""
    import re

    from govhooks.placeholder import entropy, stand_in

    if len(value) < 6 or stand_in(value):
        return False
    userinfo = re.search(r"://[^/\s:@]*:([^/\s@]+)@", value)
    if userinfo:
        password = userinfo.group(1)
        return not stand_in(password) and password.lower() not in ("postgres", "root", "admin", "guest", "mysql")
    if re.match(r"[a-z][a-z0-9+.-]*://|\.{0,2}/|[\w.-]+\.[a-z]{2,6}(:\d+)?(/|$)|[\d.:,]+$|[^@\s]+@[\w.-]+$", value):
        return False  # an address, a path, a host, a number, an e-mail
    named = re.search(
        r"(?i)pass|pwd|secret|token|api_?key|private|credential|signing|_key\b|_sid\b|dsn|salt|auth", name
    )
    mixed = bool(re.search(r"\d", value)) and bool(re.search(r"[A-Za-z]", value)) and " " not in value
    if named and not re.search(r"(?i)url|uri|host|path|file|ttl|expir|timeout|length|algo|issuer|_id$|enabled", name):
        return mixed or (len(value) >= 12 and entropy(value) >= 3.0 and " " not in value and not _plain_words(value))
    return mixed and len(value) >= 20 and entropy(value) >= 3.5 and not _plain_words(value)


def _plain_words(value: str) -> bool:
    """Whether a value is nothing but words joined by separators (app-name, us_east, Some.Module)."""
    parts = value.replace("_", "-").replace(".", "-").replace("/", "-").replace(" ", "-").split("-")
    return all(part.isalpha() or (part.isdigit() and len(part) < 4) or not part for part in parts)


def _encryption(change: Change) -> str:
    """The tool whose ciphertext the file is, by its own marks, or ""."""
    blob = change.read()
    if blob.startswith(b"\0GITCRYPT\0"):
        return "git-crypt"
    if blob.startswith(b"$ANSIBLE_VAULT;"):
        return "ansible-vault"
    if blob.startswith((b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")):
        return "age"
    if blob.startswith(b"-----BEGIN PGP MESSAGE-----"):
        return "gpg"
    text = change.text
    if "encrypted:" in text and "DOTENV_PUBLIC_KEY" in text:
        return "dotenvx"
    if "ENC[AES256_GCM," in text and "sops_" in text:
        return "sops"
    if any(name.startswith("DOTENV_VAULT_") for _, name, _ in _pairs(change, list(range(len(change.lines))))):
        return "dotenv-vault"
    return ""


def _clear_values(change: Change, kind: str) -> Iterator[Finding]:
    """Values left in clear in a file that is encrypted value by value."""
    if kind not in ("dotenvx", "sops", "dotenv-vault"):
        return  # the whole file is ciphertext
    for number, name, value in _pairs(change, list(range(len(change.lines)))):
        if not value or _is_ciphertext(kind, name, value):
            continue
        yield Finding(
            rule=ID,
            path=change.path,
            line=number,
            problem=f"{name} is in clear in a file encrypted with {kind}",
            fix={
                "dotenvx": f"dotenvx encrypt -f {quote(change.path)}",
                "sops": f"sops encrypt --in-place {quote(change.path)}",
            }.get(kind, "npx dotenv-vault build"),
            identity=f"{name}={value}",
            guessable=True,
        )


def _is_ciphertext(kind: str, name: str, value: str) -> bool:
    if kind == "dotenv-vault":
        return name.startswith("DOTENV_VAULT")
    if kind == "dotenvx":
        return value.startswith("encrypted:") or name.startswith("DOTENV_PUBLIC_KEY")
    return value.startswith("ENC[AES256_GCM,") or name.startswith("sops_") or name.endswith("_unencrypted")


rule = Rule(ID, Policy, check)
