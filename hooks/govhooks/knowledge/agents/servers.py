"""What is wrong with an MCP server, independent of the policy: an unpinned package, a secret, plain http, no approval."""

from __future__ import annotations

import re

from govhooks.core import redact
from govhooks.knowledge.agents import dangers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.knowledge.agents.contents import Server
    from govhooks.knowledge.agents.documents import Path
    from govhooks.knowledge.agents.grants import Grant

_PLAIN = re.compile(r"(?i)(http|ws)://(?!\$|\{)")
_SHELLS = frozenset("sh bash zsh dash ash fish cmd cmd.exe powershell powershell.exe pwsh".split())
# Options of a runner that take a value.
_VALUED = frozenset(
    "-p --package --from --with --python --index --index-url --default-index --extra-index-url --registry -c --call --cache "
    "--userconfig --directory --project --env-file -e --env -v --volume --mount --network --name --platform -w --workdir -u --user "
    "-h --hostname --entrypoint --label -l --add-host --memory -m --cpus --pull --gpus --restart --log-driver --spec -P --publish".split()
)
_NAMED = re.compile(
    r"(?i)(token|secret|passw|api[-_]?key|apikey|credential|private[-_]?key|access[-_]?key|auth|_pat$|_key$|dsn|connection[-_]?string|database_url|_url$|cookie|session)"
)
_PUBLIC = re.compile(
    r"(?i)(^|_)(key_?id|token_?(url|type|path|file)|auth_?(url|type|method|mode)|.*_(file|path|dir|name|host|port|region|model|endpoint))$"
)
_SECRET_ARGUMENT = re.compile(
    r"(?i)^--?[\w-]*(token|secret|password|(?<![a-z])key|api[-_]?key|access[-_]?key|(?<![a-z])pat(?![a-z]))[\w-]*(?:=(.+))?$"
)
_REFERENCE = re.compile(r"\$\{?[A-Za-z_{]|\$\(|%\w+%|\{(env|input|file|\w+):?[^}]*\}|^<.+>$|^op://|^vault:|^file:")
_ACTS = re.compile(
    r"(?i)(^|[_.:-])(write|create|delete|remove|drop|exec|execute|run|shell|bash|command|eval|push|merge|deploy|publish|send|update|edit|"
    r"move|put|post|patch|insert|kill|apply|install|upload|transfer|pay|grant|fork|terminal|cancel|refund|revoke|approve|submit|charge|reset|"
    r"clear|purge|stop|restart|disable|rename|add|set|save|commit|rollback|archive|import|invite|assign|close|start)(?=[_.:-]|[A-Z]|$)"
)


def faults(server: Server) -> Iterator[tuple[Path, str, str]]:
    """(path of keys, what is wrong, what to do) for a server as its file has it."""
    if server.words:
        yield from _command(server)
    if _PLAIN.match(server.url.strip()) and not dangers.LOCAL.match(server.url):
        yield server.urls, "uses plain http: anyone on the network path can read it and answer for it", "use https"
    yield from _secrets(server)
    yield from _unasked(server)


def _command(server: Server) -> Iterator[tuple[Path, str, str]]:
    line = " ".join(server.words)
    if len(line) > dangers.LONGEST:
        yield server.commands, "has a command that is too long to review", "put it into a script"
        return
    if dangers.FETCHES.search(line):
        script = next((word for word in server.words if dangers.FETCHES.search(word)), "")
        problem, fix = "runs what it fetches from the network", "commit the script, or install a pinned package"
        yield server.place_of(script) if script else server.commands, problem, fix
        return
    words = [*server.words[0].split(), *server.words[1:]] if server.words[0].strip() else [""]
    if _name(words[0]) in ("sudo", "env", "command", "exec", "nohup", "time"):
        words = [word for word in words[1:] if not re.match(r"\w+=|-", word)] or words
    if _name(words[0]) in _SHELLS and len(words) > 2:
        inner = next((word for word in words[2:] if not word.startswith(("-", "/c", "/C"))), "")
        words = inner.split() if words[1].casefold() != "/c" and " " in inner else words[2:]
        while words and (words[0] in ("exec", "-NoProfile", "-Command") or re.match(r"\w+=", words[0])):
            words = words[1:]
    for package in unpinned(words):
        problem = f"runs whatever version of {redact.tokens(package)} is newest when it starts"
        yield server.place_of(package), problem, "pin one version: package@1.2.3, an image by @sha256"


def unpinned(words: list[str]) -> list[str]:
    """The packages or images that a command fetches without a fixed version: ["server"] for `npx -y server`."""
    if not words:
        return []
    name, rest = _name(words[0]), words[1:]
    verbs = [word for word in rest if not word.startswith("-")][:2]
    if name in ("npm", "pnpm", "yarn", "bun", "deno", "uv", "pipx", "docker", "podman", "nerdctl"):
        wanted = {
            "npm": ("exec", "x"), "pnpm": ("dlx", "exec"), "yarn": ("dlx",), "bun": ("x",), "deno": ("run",), "uv": ("tool", "x"),
            "pipx": ("run",), "docker": ("run",), "podman": ("run",), "nerdctl": ("run",),
        }[name]  # fmt: skip
        if name == "uv" and verbs[:1] == ["run"]:
            packages = [rest[at + 1] for at, word in enumerate(rest[:-1]) if word == "--with"]
            return [one for one in packages if not _pinned("uv", one)]
        if not verbs or verbs[0] not in wanted or (name == "uv" and verbs[:2] != ["tool", "run"]):
            return []
        rest = rest[rest.index(verbs[-1] if name == "uv" else verbs[0]) + 1 :]
        if (name, verbs[0]) == ("pnpm", "exec"):
            return []
    elif name == "dnx":
        given = next((rest[at + 1 :][:1] for at, word in enumerate(rest) if word == "--version"), [])
        plain = next((word for word in rest if not word.startswith("-")), "")
        return [] if given or re.search(r"@\d+\.\d+", plain) or not plain else [plain]
    elif name == "go":
        rest = rest[1:] if verbs[:1] == ["run"] else []
    elif name not in ("npx", "bunx", "pnpx", "uvx"):
        return []
    named, plain, at = [], "", 0
    while at < len(rest):
        word = rest[at]
        option, equals, value = word.partition("=")
        if word == "--":
            plain = plain or (rest[at + 1] if at + 1 < len(rest) else "")
            break
        if word.startswith("-"):
            takes = option in _VALUED and not equals
            if takes:
                value = rest[at + 1] if at + 1 < len(rest) else ""
            if option in ("--package", "--from", "--with", "--spec") or (
                option == "-p" and name in ("npx", "npm", "pnpx", "pnpm", "bunx")
            ):
                named.append(value)
            at += 2 if takes else 1
            continue
        plain = word
        break
    if plain and not named:
        named = [plain]
    return [one for one in named if one and not _pinned(name, one)]


def _pinned(runner: str, package: str) -> bool:
    if (
        package.startswith(("./", "../", "/", "~", "file:", "${", "$"))
        or re.match(r"[A-Za-z]:[\\/]", package)
        or package == "."
    ):
        return True
    if runner in ("docker", "podman", "nerdctl"):
        digest = package.partition("@")[2]
        tag = package.rpartition("/")[2].partition("@")[0].partition(":")[2]
        return bool(digest.startswith("sha256:") or re.match(r"v?\d+\.\d+(\.\d+)?([-.].*)?$", tag))
    if runner == "go":
        return "@" not in package or bool(re.search(r"@v\d+\.\d+\.\d+", package))
    if runner == "deno":
        return not re.match(r"(npm|jsr|https?):", package) or bool(re.search(r"@v?\d+\.\d+\.\d+", package))
    if re.match(r"(git\+|https?://|git@|github:|[\w.-]+/[\w.-]+(#|$))", package):
        return bool(re.search(r"[@#][0-9a-f]{40}\b", package)) or bool(re.search(r"[@#]v?\d+\.\d+\.\d+$", package))
    if runner in ("uv", "uvx", "pipx") and "==" in package:
        return "*" not in package.rpartition("==")[2]
    version = package[1:].partition("@")[2] if package.startswith("@") else package.partition("@")[2]
    return bool(re.match(r"[=v]?\d+\.\d+(\.\d+)*([-+.][\w.+-]*)?$", version)) and (
        runner in ("uv", "uvx", "pipx") or version.count(".") > 1
    )


def _name(word: str) -> str:
    return re.sub(r"\.(exe|cmd|bat)$", "", re.split(r"[\\/]", word)[-1].casefold())


def _secrets(server: Server) -> Iterator[tuple[Path, str, str]]:
    fix = "use an environment variable instead, ${NAME}, and rotate this secret"
    for key in ("env", "environment", "envs", "headers", "http_headers", "requestOptions", "auth"):
        table = server.table.get(key)
        if key == "requestOptions" and isinstance(table, dict):
            table = table.get("headers")
        for name, value in table.items() if isinstance(table, dict) else ():
            header = "header" in key or key == "requestOptions"
            if (
                isinstance(value, str)
                and (header or _NAMED.search(name))
                and not _PUBLIC.search(name)
                and _is_secret(name, value, header)
            ):
                inner = (key, "headers") if key == "requestOptions" else (key,)
                yield (*server.place, *inner, name), f"has a secret written out in {key}.{name}", fix
    for index, word in enumerate(server.words):
        found = _SECRET_ARGUMENT.match(word)
        value = (found[2] or (server.words[index + 1] if index + 1 < len(server.words) else "")) if found else ""
        if found and not value.startswith("-") and _is_secret(found[1], value, False):
            yield server.place_of(word), f"has a secret written out after {word.partition('=')[0]}", fix
    userinfo = re.match(
        r"\w+://[^/@\s]*:([^/@\s]+)@|[^?#]*\?(?:[^#]*&)?(?:api_?key|token|key|access_token|secret)=([^&#]+)",
        server.url,
        re.IGNORECASE,
    )
    if userinfo and _is_secret("token", userinfo[1] or userinfo[2], False):
        yield server.urls, "has a secret written out in its url", fix


def _is_secret(name: str, value: str, header: bool) -> bool:
    from govhooks.search.placeholder import stand_in

    if header:
        if not re.search(r"(?i)auth|token|key|secret|cookie|pass", name):
            return False
        value = re.sub(r"(?i)^(bearer|basic|token|apikey)\s+", "", value)
    text = value.strip()
    if len(text) < 6 or _REFERENCE.search(text) or stand_in(text):
        return False
    if re.match(r"\w+://", text):
        inside = re.match(r"\w+://[^/@\s]*:([^/@\s]+)@", text)
        return bool(
            inside
            and not _REFERENCE.search(inside[1])
            and not stand_in(inside[1])
            and inside[1] not in ("postgres", "root", "admin")
        )
    return not re.fullmatch(r"[\w.-]*/[\w./-]*|true|false|\d{1,7}|[a-z]+([-_][a-z]+){0,3}", text)


def _unasked(server: Server) -> Iterator[tuple[Path, str, str]]:
    if server.table.get("trust") is True:
        yield (*server.place, "trust"), "is trusted: its tools run without asking", "take it out"
    for key in ("autoApprove", "alwaysAllow", "auto_approve", "always_allow", "autoApproveTools"):
        value = server.table.get(key)
        if value is True or value == "*":
            yield (*server.place, key), "runs every tool without asking", "list tools that only read"
        for index, tool in enumerate(value if isinstance(value, list) else ()):
            where = (*server.place, key, index)
            if tool == "*":
                yield (
                    where,
                    "runs every tool without asking (some agents ignore the star, but that is what it means)",
                    "list tools that only read",
                )
            elif isinstance(tool, str) and _ACTS.search(tool):
                yield where, f"runs {tool} without asking", "take it out: ask before a tool that changes something"


def unasked_tools(grants: Iterable[Grant]) -> Iterator[tuple[Grant, str, str]]:
    """(grant, what is wrong, what to do) for entries that let tools of MCP servers run without asking.

    `mcp__docs__search`, `Mcp(docs:search)`, `docs:search`, `@docs/search`, `mcp_docs_search`: all tools, or one that
    acts.
    """
    for grant in grants:
        if grant.kind != "other" or grant.decision != "allow":
            continue
        raw = grant.raw.strip()
        called = re.match(r"(?i)mcp\(\s*([^:,)]*)[:,]?\s*([^)]*)\)$", raw)
        found = called or re.match(r"(?:mcp__?|@)?([\w.*-]+?)(?:__|:|/|_(?=\*))([\w.*-]+)$", raw)
        whole = re.match(r"(?:mcp(?:__|_)|@)([\w.*-]+)$|(?i:mcp)$", raw)
        if (
            raw in ("*:*", "mcp__*", "mcp_*", "@*")
            or (grant.form == "mcp" and raw == "*")
            or (called and "*" in (called[1], "") and called[2] in ("*", ""))
        ):
            yield grant, f"{raw} lets every tool of every server run without asking", "list tools that only read"
        elif found and found[2] in ("*", ""):
            yield grant, f"{raw} lets every tool of that server run without asking", "list tools that only read"
        elif found and _ACTS.search(found[2]):
            yield grant, f"{raw} runs without asking", "take it out: ask before a tool that changes something"
        elif whole and not found and not called:
            yield grant, f"{raw} lets every tool of that server run without asking", "list tools that only read"


def unapproved(server: Server, table: dict[str, object]) -> str:
    """Why `[mcp_servers]` in an agent policy does not approve a server, by name and identity as in Codex; "" if it
    does."""
    from govhooks.knowledge.agents import matchers

    entry = table.get(server.name)
    if entry is None:
        return "is not approved"
    identity = entry.get("identity") if isinstance(entry, dict) else None
    if not isinstance(identity, dict) or matchers.shape(identity):
        return "has no valid identity"
    return "" if matchers.allows(identity, server.codex) else "differs from the one approved under this name"
