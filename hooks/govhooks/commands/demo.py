"""`govhooks demo`: show the hooks at work in a throw-away repository, installed through pre-commit as a user would.

It tries four commits: a clean one, one with a secret, one with a .env file, and one that changes the login code. Run
from a checkout of govhooks, it uses that checkout as the hook repository (its HEAD commit). An installed wheel has no
checkout, so there the installed commands are used as local hooks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TYPES = "[pre-commit, pre-merge-commit, prepare-commit-msg, commit-msg, pre-push, pre-rebase]"
REMOTE = """\
default_install_hook_types: {types}
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: govhooks
"""
LOCAL = """\
default_install_hook_types: {types}
repos:
  - repo: local
    hooks:
      - id: govhooks
        name: govhooks
        entry: '"{script}" check'
        args: ["--"]
        language: system
        always_run: true
        require_serial: true
        verbose: true
        stages: [pre-commit, pre-merge-commit, pre-push, manual, prepare-commit-msg, commit-msg, pre-rebase]
"""


_NEEDED = {
    "git": "https://git-scm.com/downloads",
    "pre-commit": "pip install pre-commit, or pipx install pre-commit",
}


class Demo:
    """A throw-away repository; what happens in it is printed on standard output."""

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, "shop")
        os.mkdir(self.path)
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        self.env.update(
            PRE_COMMIT_HOME=os.path.join(folder, "pre-commit"),
            PRE_COMMIT_COLOR="never",
            GIT_CONFIG_GLOBAL=os.devnull,
            GIT_CONFIG_NOSYSTEM="1",
            PATH=os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", ""),
        )
        for who in ("AUTHOR", "COMMITTER"):
            self.env[f"GIT_{who}_NAME"], self.env[f"GIT_{who}_EMAIL"] = "Demo", "demo@shop.test"
        self.surprises: list[str] = []

    def quiet(self, *command: str) -> str:
        """Run a command without showing it; it must succeed."""
        done = subprocess.run(command, cwd=self.path, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DemoFailed(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def show(self, *command: str) -> int:
        """Run a command, show its output, and return its exit code."""
        say("  $ " + " ".join(command))
        done = subprocess.run(
            command, cwd=self.path, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            say(f"  | {line}")
        return done.returncode

    def attempt(self, title: str, files: dict[str, str], message: str, accepted: bool) -> None:
        """Try a commit, say how it ended, and remember it if that was not expected."""
        say(f"\n{title}")
        for name, content in files.items():
            place = os.path.join(self.path, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as stream:
                stream.write(content)
            self.quiet("git", "add", "--force", "--", name)
        passed = self.show("git", "commit", "--quiet", "--message", message) == 0
        say(f"  => {'committed' if passed else 'refused'}")
        if passed is not accepted:
            self.surprises.append(title)
        if not passed:
            self.quiet("git", "rm", "--quiet", "--cached", "--", *files)


class DemoFailed(Exception):
    """A step of the setup failed."""


def say(text: str) -> None:
    sys.stdout.write(
        text.encode(sys.stdout.encoding or "utf-8", "replace").decode(sys.stdout.encoding or "utf-8") + "\n"
    )
    sys.stdout.flush()


def main(argv: Sequence[str]) -> int:
    """Run the demonstration. Exit codes: 0 everything went as expected, 1 it did not, 3 it could not run."""
    if argv:
        asked = argv[0] in ("-h", "--help")
        (sys.stdout if asked else sys.stderr).write("usage: govhooks demo\n")
        return 0 if asked else 2
    with tempfile.TemporaryDirectory(prefix="govhooks-demo-", ignore_cleanup_errors=True) as folder:
        demo = Demo(folder)
        try:
            _prepare(demo)
            _story(demo)
        except (DemoFailed, OSError) as error:
            sys.stderr.write(f"govhooks: the demo stopped: {error}\n")
            return 3
    if demo.surprises:
        say(f"\nNot as expected: {', '.join(demo.surprises)}")
        return 1
    say("\nAll four steps went as expected. The repository is deleted again; README.md says how to protect yours.")
    return 0


def _prepare(demo: Demo) -> None:
    from shutil import which

    for name, how in _NEEDED.items():
        if which(name, path=demo.env["PATH"]) is None:
            raise DemoFailed(f"{name} is not installed ({how})")
    say("A new repository with govhooks in its .pre-commit-config.yaml:")
    demo.quiet("git", "init", "--quiet")
    config = _config(demo)
    with open(os.path.join(demo.path, ".pre-commit-config.yaml"), "w", encoding="utf-8") as stream:
        stream.write(config)
    for line in config.splitlines():
        say(f"  | {line}")
    if demo.show("pre-commit", "install"):
        raise DemoFailed("pre-commit install failed")
    say("  (pre-commit builds the hook environment once; this takes a moment)")
    demo.quiet("pre-commit", "install-hooks")
    demo.quiet("git", "add", ".pre-commit-config.yaml")
    demo.quiet("git", "commit", "--quiet", "--message", "Add hooks\n\nHigh-Risk: governance")


def _config(demo: Demo) -> str:
    """The pre-commit configuration: this checkout by path and revision, or the installed commands."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if os.path.exists(os.path.join(root, ".pre-commit-hooks.yaml")) and os.path.exists(os.path.join(root, ".git")):
        rev = demo.quiet("git", "-C", root, "rev-parse", "HEAD")
        return REMOTE.format(types=TYPES, repo=root, rev=rev)
    script = os.path.join(os.path.dirname(sys.executable), "govhooks")
    return LOCAL.format(types=TYPES, script=script)


def _story(demo: Demo) -> None:
    from govhooks.rules.secrets.no_secrets.examples import make

    token = make("ghp_{alnum:30}{sign:github}", seed=int.from_bytes(os.urandom(4), "big"))
    demo.attempt("1. A clean commit", {"shop/cart.py": "TAX = 0.19\n"}, "Add the cart", True)
    demo.attempt("2. A secret", {"shop/deploy.py": f'GITHUB_TOKEN = "{token}"\n'}, "Deploy from CI", False)
    demo.attempt("3. An environment file", {".env": "DATABASE_URL=postgres://shop@db/shop\n"}, "Add settings", False)
    demo.attempt(
        "4. A high-risk change: it passes, is flagged, and the message says so",
        {"shop/auth/login.py": "def login(user, password):\n    return user.check_password(password)\n"},
        "Let customers log in",
        True,
    )
    say("")
    demo.show("git", "log", "-1", "--format=%B")
    if "High-Risk: authentication" not in demo.quiet("git", "log", "-1", "--format=%B"):
        demo.surprises.append("the trailer is missing")
