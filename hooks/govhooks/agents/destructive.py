"""Commands that destroy, or rewrite history: what is asked or forbidden before any rule of one's own.

One function a family, from a command's words to (decision, why), or None. They see the words of one command, unwrapped.
"""

from __future__ import annotations

import re

from govhooks.agents.prefixes import FORBIDDEN, PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Found = tuple[str, str]

_DISK = "mkfs fdisk sfdisk gdisk parted wipefs blkdiscard mkswap badblocks cryptsetup zpool lvremove vgremove pvremove format.com".split()
_HOMES = re.compile(
    r"(/|/\*|~|~/|~/\*|\$HOME|/(bin|boot|dev|etc|home|lib|opt|root|sbin|srv|sys|usr|var|Users|System|Library)(/\*|/)?)"
)
_SQL = re.compile(
    r"\b(DROP\s+(DATABASE|SCHEMA|TABLE)|TRUNCATE\s+(TABLE\s+)?\w)|\bDELETE\s+FROM\s+[\w.\"`]+\s*(;|$)", re.IGNORECASE
)


def judge(words: Sequence[str]) -> Found | None:
    """What is decided of a command without any policy; None for nothing."""
    name = words[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].removesuffix(".exe")
    rest = words[1:]
    if name in ("rm", "rmdir", "unlink", "shred", "srm", "trash", "del", "Remove-Item"):
        return _delete(name, rest)
    if name in _DISK or name.startswith("mkfs."):
        return FORBIDDEN, f"{name} destroys what is on a disk"
    if name == "dd" and any(
        word.startswith("of=/dev/") and word not in ("of=/dev/null", "of=/dev/stdout") for word in rest
    ):
        return FORBIDDEN, "dd writes over a device"
    if name == "diskutil" and any("erase" in word.casefold() or "partition" in word.casefold() for word in rest):
        return FORBIDDEN, "diskutil destroys what is on a disk"
    if name == "git":
        return _git(rest)
    if name in ("nc", "ncat", "netcat", "socat") and any(
        re.match(r"-[A-Za-z]*[ec]$|--(sh-)?exec|EXEC:|SYSTEM:", word) for word in rest
    ):
        return PROMPT, f"{name} gives a program to the network"
    if name in ("shutdown", "reboot", "halt", "poweroff"):
        return PROMPT, f"{name} stops the machine"
    if name in ("chmod", "chown", "chgrp") and _has(rest, "R") and any(_HOMES.fullmatch(word) for word in rest):
        return FORBIDDEN, f"{name} -R over a whole system or home"
    if name == "crontab" and "-r" in rest:
        return PROMPT, "crontab -r deletes all jobs"
    if name in ("dropdb", "dropuser"):
        return PROMPT, f"{name} deletes from a database server"
    if name in ("psql", "mysql", "mariadb", "sqlite3", "sqlcmd", "clickhouse-client", "duckdb", "bq", "snow"):
        return (PROMPT, "the statement deletes data") if any(_SQL.search(word) for word in rest) else None
    if name in ("redis-cli", "valkey-cli") and any(word.casefold() in ("flushall", "flushdb") for word in rest):
        return PROMPT, "it empties the database"
    if name in ("mongo", "mongosh") and any("dropDatabase" in word or ".drop(" in word for word in rest):
        return PROMPT, "it drops data"
    if name in ("pre-commit", "prek") and rest[:1] == ["uninstall"]:
        return PROMPT, "it takes the checks away"
    return _cloud(name, rest)


_DELETERS = frozenset("unlink shred srm wipe trash trash-put rimraf del-cli zf_rm grm".split())


def deletes(words: Sequence[str]) -> str:
    """How a command deletes files without being `rm`; "" when it does not. Asked where the policy stops `rm`."""
    name = words[0].replace("\\", "/").rsplit("/", 1)[-1]
    rest = [word for word in words[1:] if not word.startswith("-")]
    runner = name in ("npx", "bunx", "pnpx") or (
        name in ("npm", "pnpm", "yarn", "bun") and rest[:1] and rest[0] in ("exec", "dlx", "x")
    )
    if runner:
        rest = rest if name in ("npx", "bunx", "pnpx") else rest[1:]
        inner = rest[0].partition("@")[0] if rest else ""
        return f"{inner} deletes files" if inner in _DELETERS or (inner == "shx" and "rm" in rest) else ""
    if name in _DELETERS or (name == "gio" and rest[:1] == ["trash"]):
        return f"{name} deletes files"
    if name == "cmake" and "-E" in words and any(word in ("rm", "remove", "remove_directory") for word in words):
        return "cmake -E rm deletes files"
    gone = {
        "rsync": r"--delete\S*|--remove-source-files",
        "tar": r"--remove-files",
        "zip": r"-[A-Za-z]*m[A-Za-z]*|--move",
        "7z": r"-sdel",
    }.get(name)
    if gone and any(re.fullmatch(gone, word) for word in words[1:]):
        return f"{name} deletes files" + (" at the other end" if name == "rsync" else " that it has read")
    return ""


def _has(rest: Sequence[str], letter: str) -> bool:
    """Whether a short option is there, alone or in a group."""
    return any(re.fullmatch(rf"-[A-Za-z]*{letter}[A-Za-z]*", word) for word in rest)


def _delete(name: str, rest: Sequence[str]) -> Found | None:
    deep = name == "rm" and (_has(rest, "[rR]") or "--recursive" in rest)
    for word in rest:
        if word.startswith("-"):
            continue
        if _HOMES.fullmatch(word) and (deep or name != "rm"):
            return FORBIDDEN, f"{name} of {word}: a whole system or home"
        if not deep:
            continue
        if word in (".", "./", "*", "./*", ".git", "./.git") or word.startswith(("..", "~")):
            return PROMPT, f"{name} -r of {word}, which reaches far"
        if word.startswith("/") and not re.match(r"(/var)?/tmp/", word):
            return PROMPT, f"{name} -r of {word}, outside of the repository"
    return None


def _git(rest: Sequence[str]) -> Found | None:
    if not rest:
        return None
    verb, more = rest[0], rest[1:]
    if "--no-verify" in more and verb in ("commit", "push", "merge", "rebase", "am", "cherry-pick", "revert"):
        return PROMPT, "--no-verify goes around the checks"
    if verb == "commit" and _has([word for word in more if word != "-m"], "n"):
        return PROMPT, "-n goes around the checks"
    if verb == "config" and any(word.casefold().startswith("core.hookspath") for word in more):
        return PROMPT, "core.hooksPath takes the checks away"
    forced = _has(more, "f") or any(
        word.split("=")[0] in ("--force", "--force-with-lease", "--mirror", "--prune") for word in more
    )
    if verb == "push":
        if forced or any(word.startswith("+") for word in more):
            return PROMPT, "a forced push rewrites published history"
        if "--delete" in more or "-d" in more or any(re.match(r":\S", word) for word in more):
            return PROMPT, "it deletes a branch or tag of the remote"
    why = {
        "filter-branch": "it rewrites history",
        "filter-repo": "it rewrites history",
        "rebase": "it rewrites history",
        "replace": "it rewrites history",
        "update-ref": "it moves or deletes refs by hand",
    }
    if verb in why and not set(more) & {"--abort", "--continue", "--skip", "--quit", "--show-current-patch"}:
        return PROMPT, why[verb]
    if verb == "commit" and "--amend" in more:
        return PROMPT, "it rewrites the last commit"
    if verb == "reset" and {"--hard", "--merge", "--keep"} & set(more):
        return PROMPT, "it throws changes away"
    if verb == "clean" and (forced or "--force" in more):
        return PROMPT, "it deletes files that git does not have"
    if verb in ("checkout", "restore", "switch") and (
        forced or more[-1:] in (["."], ["./"]) or "--discard-changes" in more
    ):
        return PROMPT, "it throws changes away"
    if verb == "branch" and (_has(more, "D") or (forced and "--delete" in more)):
        return PROMPT, "it deletes a branch that may not be merged"
    if verb == "tag" and (forced or "-d" in more or "--delete" in more):
        return PROMPT, "it moves or deletes a tag"
    if verb == "stash" and more[:1] in (["drop"], ["clear"]):
        return PROMPT, "it throws a stash away"
    if verb == "reflog" and more[:1] in (["expire"], ["delete"]):
        return PROMPT, "it deletes the way back"
    if verb in ("gc", "prune") and any(
        word.startswith(("--prune=now", "--prune=all", "--expire=now")) for word in more
    ):
        return PROMPT, "it deletes the way back"
    return None


_CLOUDS = {
    "aws": r"(delete|terminate|remove|purge|destroy|deregister|release)(-\S+)?|rb",
    "gcloud": r"delete|destroy|remove-\S+",
    "gsutil": r"rm|rb",
    "az": r"delete|purge|remove",
    "kubectl": r"delete|drain",
    "oc": r"delete",
    "helm": r"uninstall|delete",
    "terraform": r"destroy|-destroy",
    "tofu": r"destroy|-destroy",
    "pulumi": r"destroy",
    "cdk": r"destroy",
    "sam": r"delete",
    "serverless": r"remove",
    "heroku": r"\S+:destroy|pg:reset",
    "fly": r"destroy|delete",
    "flyctl": r"destroy|delete",
    "vercel": r"remove|rm",
    "doctl": r"delete|destroy",
    "gh": r"delete",
    "docker": r"prune",
    "podman": r"prune",
    "npm": r"unpublish",
    "cargo": r"yank",
    "eksctl": r"delete",
    "supabase": r"delete|reset",
    "wrangler": r"delete",
}


def _cloud(name: str, rest: Sequence[str]) -> Found | None:
    verbs = _CLOUDS.get(name)
    plain = [word for word in rest if not word.startswith("--")]
    if verbs and any(re.fullmatch(verbs, word) for word in plain[:5]):
        return PROMPT, f"{name} deletes what is not in the repository"
    if name == "aws" and "s3" in plain[:1] and "rm" in plain[:2]:
        return PROMPT, "aws s3 rm deletes what is not in the repository"
    return None
