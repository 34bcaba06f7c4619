"""`check --history`: the verdict of judging every commit by itself, in one go, interrupted or not."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from edits import edited, encoded, made, text
from schemas import jsonschema

from govhooks.core.changeset import Changeset
from govhooks.git.repository import Repository
from govhooks.policy.load import defaults
from govhooks.rules import load
from govhooks.run.concern import ask

ROOT = Path(__file__).resolve().parents[2]
RULES = {rule.id: rule for rule in load()}
Found = set[tuple[str, str, str, str]]


def told(repo, *args: str, code: int = 1, **env: str) -> Found:
    """(rule, path, fingerprint, commit) of every finding, as the JSON report has them."""
    done = repo.check(*args, "--format", "json", **env)

    assert done.code == code, done
    return {(f["rule"], f["path"], f["fingerprint"], f["commit"]) for f in json.loads(done.out)["findings"]}


def one_by_one(repo, monkeypatch, *revs: str) -> Found:
    """The oracle: every commit judged whole, in this process, with no look at excerpts."""
    monkeypatch.chdir(repo.path)
    monkeypatch.setattr("govhooks.rules.secrets.no_secrets.worth_reading", lambda change, guesses: True)
    repository = Repository()
    first: dict[tuple[str, str, str, str], tuple[str, str, str, str]] = {}
    rules = [RULES["no-env-files"], RULES["no-secrets"]]
    for commit, changes in repository.commits(*revs):
        changeset = Changeset(changes, kind="commit", commit=commit, after=repository.tree(commit))
        for rule in rules:
            for f in ask([rule], changeset, defaults(RULES.values())):
                first.setdefault((f.rule, f.path, f.identity, f.problem), (f.rule, f.path, f.fingerprint, commit))
    repository.close()
    return set(first.values())


def test_a_secret_that_came_and_went_is_named_with_its_commit(repo, token) -> None:
    bad = repo.commit("oops", **{"deploy.py": f"TOKEN = '{token}'\n"})
    repo.commit("gone", **{"deploy.py": "TOKEN = read()\n"})
    done = repo.check("--history")

    assert done.code == 1
    assert f"deploy.py:1 (in {bad[:12]})" in done.out
    assert token not in done.out + done.err


def test_the_report_is_as_the_schema_says(repo, token) -> None:
    repo.commit("oops", **{"deploy.py": f"TOKEN = '{token}'\n"})
    report = json.loads(repo.check("--history", "--format", "json").out)
    jsonschema.validate(report, json.loads((ROOT / "docs/report.schema.json").read_text()))

    assert report["checked"]["kind"] == "history"
    assert report["checked"]["commits"] == 2
    assert report["checked"]["rules"] == ["no-env-files", "no-secrets", "no-secrets-in-messages"]


def test_every_ref_and_the_stash_are_history(repo) -> None:
    for number, name in enumerate(("branch", "tag", "stash")):
        repo.git("checkout", "-q", "-B", "side", "main")
        repo.stage(f"{name}.py", f"T = '{made(number)}'\n")
        if name == "stash":
            repo.git("stash", "push", "--quiet")
            continue
        repo.git("commit", "-qm", name)
        repo.git("update-ref", f"refs/{name}s/kept", "HEAD")
    repo.git("checkout", "-q", "main")
    repo.git("branch", "-D", "side")

    assert {path for _, path, _, _ in told(repo, "--history")} == {"branch.py", "tag.py", "stash.py"}


def test_since_leaves_out_what_a_commit_reaches(repo) -> None:
    old = repo.commit("old", **{"old.py": f"T = '{made(1)}'\n"})
    repo.commit("new", **{"new.py": f"T = '{made(2)}'\n"})

    assert {path for _, path, _, _ in told(repo, "--history", "--since", old)} == {"new.py"}
    assert repo.check("--history", "--since", "HEAD").code == 0
    assert repo.check("--history", "--since", "nowhere").code == 3
    assert repo.check("--since", "HEAD").code == 2
    assert repo.check("--history", "--all").code == 2


def test_a_clean_history_passes(repo) -> None:
    done = repo.check("--history")

    assert (done.code, done.out.startswith("govhooks: clean: 1 commit, ")) == (0, True)


def test_no_commit_yet(empty_repo) -> None:
    assert empty_repo.check("--history").code == 0


def test_a_bare_repository_is_judged(repo, token, tmp_path) -> None:
    repo.commit("oops", **{"deploy.py": f"TOKEN = '{token}'\n"})
    subprocess.run(["git", "clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare")], check=True)
    done = repo.run("check", "--history", cwd=tmp_path / "bare")

    assert done.code == 1 and "deploy.py:1" in done.out


def test_a_shallow_history_is_not_called_clean(repo, tmp_path) -> None:
    for number in range(3):
        repo.commit(f"work {number}", **{"app.py": f"x = {number}\n"})
    subprocess.run(["git", "clone", "-q", "--depth", "2", repo.path.as_uri(), str(tmp_path / "s")], check=True)

    done = repo.run("check", "--history", cwd=tmp_path / "s")
    assert done.code == 3 and "shallow" in done.err
    assert repo.run("check", "--history", "--since", "HEAD~1", cwd=tmp_path / "s").code == 0


def test_a_missing_blob_is_not_called_clean(repo) -> None:
    repo.commit("work", **{"lost.py": "y = 2\n"})
    blob = repo.git("rev-parse", "HEAD:lost.py")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()

    assert repo.check("--history").code == 3


def test_the_policy_of_head_judges_and_excuses(repo) -> None:
    repo.commit("oops", **{"a.py": f"T = '{made(1)}'\n"})
    ((_, path, fingerprint, _),) = told(repo, "--history")
    entry = f'rule = "no-secrets"\npath = "{path}"\nfingerprint = "{fingerprint}"\nreason = "revoked long ago, kept"\n'
    people = 'owner = "a@corp.test"\napprover = "b@corp.test"\n'
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 20 * 86400))
    repo.commit("except", **{"governance.toml": f"[[exceptions]]\n{entry}{people}expires = {day}\n"})
    done = repo.check("--history")

    assert done.code == 0, done
    assert "excused" in done.out


def _grow(repo, chance: random.Random, steps: int) -> None:
    files: dict[str, list[str]] = {}
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    for step in range(steps):
        for _ in range(chance.randint(1, 3)):
            name = chance.choice(["a.py", "conf/b.yaml", "c.txt", "d.js", ".env", "e é.md"])
            place = repo.path / name
            way = chance.random()
            if name not in files or not place.exists():
                files[name] = text(chance, chance.choice([5, 150, 400]))
            elif way < 0.08:
                repo.git("rm", "-q", "--cached", "--", name)
                place.unlink()
                continue
            elif way < 0.2:
                new = f"moved/{step}-{chance.randint(0, 99)}{place.suffix}"
                files[new] = files[name]
                place.unlink()
                repo.git("rm", "-q", "--cached", "--ignore-unmatch", "--", name)
                name, place = new, repo.path / new
            elif way < 0.24:
                place.unlink()
                place.symlink_to(f"target-{made(step)}")
                repo.git("add", "-f", "--", name)
                continue
            if place.is_symlink():
                place.unlink()
            files[name] = edited(chance, files[name])
            repo.stage(name, encoded(chance, files[name]))
        repo.git("commit", "-qm", f"step {step}", "--allow-empty")
        if chance.random() < 0.2:
            repo.git("branch", f"b{step}", f"HEAD~{chance.randint(0, min(step, 4))}")
        elif chance.random() < 0.3 and (
            other := repo.git("branch", "--format=%(refname:short)", "--no-merged").split()
        ):
            repo.git("merge", "-q", "-s", "recursive", "-X", chance.choice(["ours", "theirs"]), "--no-commit", "--no-ff",
                     chance.choice(other), check=False)  # fmt: skip
            repo.git("checkout", "-q", "--theirs", ".", check=False)
            repo.git("add", "-A")
            repo.git("update-index", "--add", "--cacheinfo", f"160000,{'2' * 40},module")
            repo.git("commit", "-qm", "merge", "--allow-empty")
            files = {name: (repo.path / name).read_bytes().decode("utf-8", "replace").splitlines() for name in files
                     if (repo.path / name).is_file()}  # fmt: skip


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_the_verdict_is_that_of_every_commit_by_itself(repo, monkeypatch, seed) -> None:
    _grow(repo, random.Random(seed), 25)
    oracle = one_by_one(repo, monkeypatch, "--all")

    assert len(oracle) > 10
    assert told(repo, "--history", "--confidence", "low", "--jobs", "1") == oracle
    assert told(repo, "--history", "--confidence", "low", "--jobs", "2") == oracle


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, *range(100, 140)])
def test_the_verdict_is_that_of_every_commit_by_itself_swept(repo, monkeypatch, seed) -> None:
    _grow(repo, random.Random(seed), 60)

    assert told(repo, "--history", "--confidence", "low") == one_by_one(repo, monkeypatch, "--all")


def _long(repo, commits: int) -> None:
    feed = [b"reset refs/heads/main\nfrom refs/heads/main^0\n\n"]
    for number in range(commits):
        body = f"x = {number}\n" if number % 500 != 250 else f"T = '{made(number)}'\n"
        feed.append(
            b"commit refs/heads/main\ncommitter D <d@corp.test> %d +0000\ndata 1\nx\n" % (1_700_000_000 + number)
        )
        feed.append(b"M 100644 inline f%d.py\ndata %d\n%s\n" % (number % 7, len(body), body.encode()))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repo.path, input=b"".join(feed), check=True)


def _interrupted(repo, *args: str) -> tuple[int, str]:
    """A run that gets SIGINT as soon as one task is done."""
    code = """
import os, signal, sys
from govhooks.run import history
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is started deaf to it
add = history.State.add
def once(self, commits):
    add(self, commits)
    os.kill(os.getpid(), signal.SIGINT)
history.State.add = once
from govhooks.cli import main
sys.exit(main(["check", "--history", *sys.argv[1:]]))
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run([sys.executable, "-c", code, *args], cwd=repo.path, env=env, capture_output=True, text=True)
    return done.returncode, done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_goes_on_where_it_was(repo, jobs) -> None:
    _long(repo, 800)
    whole = told(repo, "--history")
    code, said = _interrupted(repo, "--jobs", jobs)

    assert code == 3
    counted = re.search(r"cannot judge: interrupted: (\d+) of 801 commits judged", said)
    assert counted and 0 < int(counted[1]) < 801, said
    state = (repo.path / ".git/govhooks/history").read_text()
    assert re.fullmatch(r"(?:[0-9a-f]{64} ){1}[0-9a-f]{64}\n(?:[0-9a-f]{40}\n)+", state)
    done = repo.check("--history", "--jobs", jobs, "--format", "json")
    assert {(f["rule"], f["path"], f["fingerprint"], f["commit"]) for f in json.loads(done.out)["findings"]} == whole
    assert any("were judged before the interruption" in note for note in json.loads(done.out)["notes"])
    assert not (repo.path / ".git/govhooks/history").exists()


def test_a_changed_policy_a_broken_state_and_other_rules_start_anew(repo) -> None:
    _long(repo, 300)
    whole = told(repo, "--history")
    place = repo.path / ".git/govhooks/history"
    for spoil in ("policy", "rules", "state"):
        _interrupted(repo)
        assert place.exists()
        args = []
        if spoil == "policy":
            policy = repo.write("../other.toml", '[rules.no-secrets]\nno-guesses = ["docs/"]\n')
            args = ["--policy", str(policy)]
        elif spoil == "rules":
            args = ["--rule", "no-secrets"]
        else:
            place.write_bytes(place.read_bytes().replace(b"a", b"b", 3))
        done = repo.check("--history", *args)

        assert "judging every commit" in done.out
        assert {path for _, path, _, _ in whole} == set(re.findall(r"^(\S+):\d+ \(in", done.out, re.M))


def test_a_commit_made_meanwhile_is_judged(repo, token) -> None:
    _long(repo, 300)
    _interrupted(repo)
    repo.git("reset", "-q", "--hard")
    late = repo.commit("late", **{"late.py": f"T = '{token}'\n"})

    assert ("late.py", late) in {(path, commit) for _, path, _, commit in told(repo, "--history")}


def test_interrupted_from_the_keyboard_while_workers_work(repo) -> None:
    _long(repo, 3000)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    child = subprocess.Popen(
        [sys.executable, "-m", "govhooks.cli", "check", "--history", "--jobs", "2"],
        cwd=repo.path, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    time.sleep(0.6)
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=60)

    assert child.returncode in (0, 1, 3) and "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        for _ in range(50):  # nobody of the group is left
            os.killpg(child.pid, 0)
            time.sleep(0.1)
