"""A company to review changes in: people with real keys, a bare remote, a main branch with a policy, a topic branch.

The keys are made once a session; every test works in its own copy of the repositories.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from conftest import Done, Repo

PEOPLE = ("ada", "bo", "cy", "dana", "dev", "eve")
GROUPS = {"security": ("ada", "bo"), "payments": ("cy", "dana", "ada")}
POLICY = """\
[rules.high-risk-changes]
approvers = ["@security"]
overriders = ["dana@corp.test"]

[rules.high-risk-changes.groups]
security = ["ada@corp.test", "bo@corp.test"]
payments = ["cy@corp.test", "dana@corp.test", "ada@corp.test"]

[rules.high-risk-changes.areas.authentication]
mode = "approve"

[rules.high-risk-changes.areas.payments]
mode = "approve"
approvers = ["@payments"]

[rules.high-risk-changes.areas.vendored]
mode = "approve"
paths = ["vendor/"]
"""
LOGIN = """\
def login(user, word):
    if user.locked:
        audit(user)
        raise Locked
    return user.check(word)


def renew(user, word):
    if user.locked:
        audit(user)
        raise Locked
    return user.check(word)
"""


def mail(who: str) -> str:
    return f"{who}@corp.test"


class World(Repo):
    """`path` is a developer's clone on a topic branch, `remote` the bare repository, `keys` a folder of keys."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / "clone")
        self.home = home
        self.remote = home / "origin.git"

    def key(self, who: str) -> Path:
        return self.home / "keys" / who

    def public(self, who: str) -> str:
        return " ".join(self.key(who).with_suffix(".pub").read_text().split()[:2])

    def start(self, policy: str = POLICY, signers: str = "", **files: str) -> None:
        """Make the remote's main branch, and a topic branch on it; without git's examples of hooks, which each copy would hold."""
        subprocess.run(["git", "init", "-q", "--bare", "--template=", "-b", "main", str(self.remote)], check=True)
        subprocess.run(
            ["git", "clone", "-q", "--template=", str(self.remote), str(self.path)], check=True, capture_output=True
        )
        for hooks in (self.remote / "hooks", self.path / ".git/hooks"):
            hooks.mkdir(exist_ok=True)
        self.git("config", "user.name", "Dev")
        self.git("config", "user.email", "dev@corp.test")
        lines = signers or "".join(f"{mail(who)} {self.public(who)}\n" for who in PEOPLE)
        self.commit(
            "start\n\nHigh-Risk: authentication, payments, governance",
            **{
                "governance.toml": policy,
                ".governance/allowed_signers": lines,
                "app/auth/login.py": LOGIN,
                "app/billing/refund.py": "LIMIT = 100\n",
                "app/cart.py": "TAX = 19\n",
                **files,
            },
        )
        self.git("push", "-q", "origin", "main")
        self.git("remote", "set-head", "origin", "main")
        self.git("checkout", "-q", "-b", "topic")

    def land(self, message: str = "on main", **files: str) -> None:
        """Somebody else lands a commit on main; the topic branch stays where it is."""
        branch = self.git("branch", "--show-current")
        self.git("checkout", "-q", "-B", "landing", "origin/main")
        self.commit(message, **files)
        self.git("push", "-q", "--no-verify", "origin", "HEAD:main")
        self.git("checkout", "-q", branch)

    def edit(self, path: str, old: str, new: str, message: str = "work", areas: str = "authentication") -> str:
        text = (self.path / path).read_text()
        assert old in text
        return self.change({path: text.replace(old, new, 1)}, message, areas)

    def change(
        self, files: dict[str, str], message: str = "work", areas: str = "authentication", who: str = "dev"
    ) -> str:
        for name, content in files.items():
            self.write(name, content)
        if files:
            self.git("add", "--force", "--", *files)
        return self.record(message, areas, who)

    def record(self, message: str = "work", areas: str = "authentication", who: str = "dev") -> str:
        """Commit what is staged."""
        trailer = f"\n\nHigh-Risk: {areas}" if areas else ""
        people = ("-c", f"user.name={who}", "-c", f"user.email={mail(who)}")
        self.git(*people, "commit", "-q", "--no-verify", "--allow-empty", "-m", message + trailer)
        return self.git("rev-parse", "HEAD")

    def say(self, who: str, *args: str, verb: str = "approve", by: str = "") -> Done:
        """`govhooks approve` as somebody."""
        more = () if any(arg.startswith("--reason") for arg in args) else ("--reason", "looked at it")
        return self.run(verb, *args, *more, "--key", str(self.key(who)), "--by", by or mail(who))

    def approve(self, who: str, *args: str, verb: str = "approve", by: str = "", commit: bool = True) -> None:
        """The same, which must succeed, and commit the record as that person."""
        done = self.say(who, *args, verb=verb, by=by)
        assert done.code == 0, done
        if commit:
            self.git(
                "-c", f"user.name={who}", "-c", f"user.email={mail(who)}", "commit", "-q", "--no-verify", "-m", "Say so"
            )

    def forge(self, who: str, area: str, **changed: str) -> Path:
        """A record with other values than `govhooks approve` would write, rightly signed; in the tree, not committed."""
        from govhooks.knowledge.approvals import store
        from govhooks.knowledge.approvals.statement import parse, payload

        values = {
            "state": "approved",
            "area": area,
            "digest": self.digest(area),
            "branch": "main",
            "by": mail(who),
            "issued": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "expires": "2099-01-01",
            "reason": "forged",
        }
        namespace = changed.pop("namespace", "approval@govhooks")
        text = payload(**{**values, **changed})
        statement = parse(text + self.sign(who, text, namespace))
        place = self.path / store.name(statement)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(statement.text)
        self.git("add", "--force", "--", store.name(statement))
        return place

    def sign(self, who: str, text: bytes, namespace: str = "approval@govhooks") -> bytes:
        command = ("ssh-keygen", "-Y", "sign", "-q", "-f", str(self.key(who)), "-n", namespace)
        return subprocess.run(command, input=text, capture_output=True, check=True).stdout

    def digest(self, area: str, range_: str = "origin/main..HEAD") -> str:
        out = self.run("review", "--range", range_, "--branch", "main").out
        lines = out[out.index(f"\n{area} (") :].split("\n")
        return next(line.split()[1] for line in lines if line.startswith("  digest"))

    def judge(self, *args: str, **env: str) -> Done:
        """What CI says of the topic branch, by this rule alone."""
        args = args or ("--from-ref", "origin/main", "--to-ref", "HEAD")
        return self.check("--rule", "high-risk-changes", *args, **env)


def make_keys(folder: Path) -> None:
    folder.mkdir(parents=True)
    for who in PEOPLE:
        command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(folder / who))
        subprocess.run(command, check=True)


def copy(source: Path, target: Path) -> World:
    """A world of its own with the keys, and the repositories where there are any."""
    shutil.copytree(source, target, symlinks=True)
    world = World(target)
    if (target / "clone").exists():
        world.git("remote", "set-url", "origin", os.fspath(world.remote))
    return world
