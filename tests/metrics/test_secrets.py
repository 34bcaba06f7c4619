"""Secret findings along a line, held to a check of the whole tree of every step."""

from __future__ import annotations

import base64
import json
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from conftest import Repo
from edits import edited, encoded, text

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import CONFIDENCES
from govhooks.git.repository import Repository
from govhooks.metrics.kept import Kept
from govhooks.metrics.metric import as_json
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.secrets import WEEKS, judging, lives, measure
from govhooks.metrics.secrets.lives import Lifetime, fingerprints, lifetimes
from govhooks.metrics.store import Store
from govhooks.metrics.timeline import DAY, WEEK, Line
from govhooks.policy.load import Policies
from govhooks.rules.secrets.no_secrets import check, digest
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.run.policy import policy_of

# Later than the repository's first commit, which is made now: time does not go back along a line.
START = 2_000_000_000
PASSWORD = "pass" + "word"


def token(seed: int) -> str:
    return make("ghp_{alnum:30}{sign:github}", seed=seed)


def guessed(seed: int) -> str:
    return make("{alnum:14}", seed=seed) + "!x"


class History:
    """A repository whose commits are a day and a bit apart."""

    def __init__(self, repo: Repo, seed: int = 0) -> None:
        self.repo, self.dice, self.count = repo, random.Random(seed), 0
        self.files: dict[str, list[str]] = {}

    def git(self, *args: str) -> None:
        when = f"{START + self.count * 100_000} +0000"
        self.repo.git(*args, env={**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when})

    def commit(self, **files: str | bytes | None) -> str:
        for name, content in files.items():
            if content is None:
                (self.repo.path / name).unlink()
            else:
                self.repo.write(name, content)
        self.repo.git("add", "-A", "--force", ".")
        self.count += 1
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", f"work {self.count}")
        return self.repo.head()

    def line(self) -> Line:
        return Line(Repository())

    def policies(self, line: Line) -> Policies:
        return policy_of(line.repository, line.commits[-1])

    def lives(self, kept: Kept | None = None, jobs: int = 1) -> list[Lifetime]:
        line = self.line()
        return lifetimes(line, self.policies(line), jobs, kept)


def moments_at(line: Line, times: Sequence[int], kept: Kept | None = None) -> list[Moment]:
    past = Past(line, kept)
    return [Moment(past, seconds) for seconds in times]


@pytest.fixture
def history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.chdir(repo.path)
    return History(repo)


def whole(line: Line, step: int, policies: Policies) -> set[str]:
    """The fingerprints that a check of the whole tree of a step refuses: git lists the tree, the rule is called once on all of it."""
    policy = policies.rules["no-secrets"]
    tree = line.tree(step)
    listed = line.repository.between(line.repository.empty_tree(), line.commits[step])
    changes = tuple(Change("W", one.path, new=one.sources[0], mode=one.mode, oid=one.oid) for one in listed)
    found = check(Changeset(changes, kind="whole", before=tree, after=tree), policy)  # type: ignore[arg-type]
    least = policy.least  # type: ignore[attr-defined]
    return {
        one.fingerprint
        for one in found
        if one.blocks and CONFIDENCES.index(one.confidence) >= CONFIDENCES.index(least(one.path))
    }


def assert_exact(history: History, found: list[Lifetime]) -> None:
    """At every step of the line exactly that stands which a check of its whole tree finds."""
    line = history.line()
    policies = history.policies(line)
    marks = fingerprints(line, policies, found)
    number = {commit: step for step, commit in enumerate(line.commits)}
    for step in range(len(line.commits)):
        stands = [
            mark
            for mark, one in zip(marks, found)
            if number[one.commit] <= step and (one.gone_commit is None or number[one.gone_commit] > step)
        ]

        assert sorted(stands) == sorted(whole(line, step, policies)), step
    for one in found:
        assert one.since == line.times[number[one.commit]]
        assert one.until == (None if one.gone_commit is None else line.times[number[one.gone_commit]])


NAMES = (
    "app.py",
    "lib/settings.py",
    ".env",
    "deploy/secret.yaml",
    "docs/how to.md",
    "test/test_d\u00e9.py",
    "conf.json",
)


def a_file(dice: random.Random, name: str) -> list[str]:
    if name.endswith(".yaml"):
        kind = dice.choice(("Secret", "ConfigMap"))
        value = base64.b64encode(guessed(dice.randint(0, 9)).encode()).decode()
        return ["apiVersion: v1", f"kind: {kind}", *[f"# {n}" for n in range(20)], "data:", f"  {PASSWORD}: {value}"]
    if name == ".env":
        return [f"NAME_{n}={n}" for n in range(30)] + [f"DB_{PASSWORD.upper()}={guessed(dice.randint(0, 9))}"]
    return text(dice, dice.randint(2, 160))


def work(history: History) -> None:
    """One commit by chance: edits, new files, renames, deletions, copies, links, baselines, merges."""
    dice, files = history.dice, history.files
    changed: dict[str, str | bytes | None] = {}
    for _ in range(dice.randint(1, 3)):
        name, way = dice.choice(NAMES), dice.random()
        if way < 0.12 and name in files:
            del files[name]
            changed[name] = None
        elif way < 0.25 and files:
            source = dice.choice(sorted(files))
            lines = files[source]
            if dice.random() < 0.5 and changed.get(source, b"") is not None:
                del files[source]
                changed[source] = None
            files[name] = lines
            changed[name] = encoded(dice, lines)
        else:
            files[name] = edited(dice, files[name]) if name in files else a_file(dice, name)
            changed[name] = encoded(dice, files[name])
    if dice.random() < 0.1:
        known = [
            {"hashed_secret": digest(guessed(n)), "line_number": 1, "type": "x"} for n in range(dice.randint(0, 9))
        ]
        changed[".secrets.baseline"] = json.dumps({"results": dict.fromkeys(NAMES[:4], known)})
    kept = {
        name: content for name, content in changed.items() if content is not None or (history.repo.path / name).exists()
    }
    if dice.random() < 0.15:
        history.git("checkout", "-q", "-b", f"topic{history.count}")
        history.commit(**kept)
        history.commit(**{"side.txt": f"{PASSWORD} = '{guessed(history.count)}'\n"})
        branch = f"topic{history.count - 2}"
        history.git("checkout", "-q", "main")
        history.git("merge", "-q", "--no-ff", "--no-verify", "-m", "merge", branch)
        return
    history.commit(**kept)


@pytest.mark.parametrize("seed", range(6))
def test_what_stands_is_what_a_check_of_the_whole_tree_finds(history: History, seed: int) -> None:
    history.dice.seed(seed)
    for _ in range(40):
        work(history)

    assert_exact(history, history.lives(jobs=1 + seed % 2))


@pytest.mark.parametrize("seed", range(4))
def test_a_longer_history_continues_where_an_earlier_report_was(history: History, seed: int) -> None:
    """The same as computed at once, however the history was cut; and nothing is judged twice."""
    history.dice.seed(100 + seed)
    for _ in range(8):
        for _ in range(history.dice.randint(1, 6)):
            work(history)
        kept = Kept()
        found = history.lives(kept)
        kept.save()

        assert not kept.notes
        assert found == history.lives()
    assert_exact(history, found)


def test_one_that_is_renamed_is_another_and_one_that_moves_is_not(history: History) -> None:
    first = history.commit(**{"a.py": f'x = "{token(1)}"\n'})
    history.commit(**{"a.py": f'\n\n# more\nx = "{token(1)}"\n'})
    history.git("mv", "a.py", "b.py")
    second = history.commit()
    third = history.commit(**{"b.py": "x = 1\n"})
    gone, renamed = history.lives()

    assert (gone.path, gone.line, gone.commit, gone.gone_commit) == ("a.py", 4, first, second)
    assert (renamed.path, renamed.line, renamed.commit, renamed.gone_commit) == ("b.py", 4, second, third)
    assert gone.fingerprint != renamed.fingerprint
    assert_exact(history, [gone, renamed])


def test_names_links_binaries_and_keys(history: History) -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + make("{base64:64}\n" * 20, seed=3) + "-----END RSA PRIVATE KEY-----\n"
    secret = f"backup-{token(4)}"
    history.commit(**{secret: f"{PASSWORD} = '{guessed(2)}'\n", "id_rsa": "\n" * 50 + key})
    history.commit(
        **{"data.bin": b"\0\x80\xff" * 20 + token(5).encode() + b"\n", "many.txt": f"{token(6)}\n{token(6)}\n"}
    )
    os.symlink(f"https://x:{guessed(3)}@corp.test/", history.repo.path / "link")
    history.commit()
    history.commit(**{secret: None, "id_rsa": None, "data.bin": b"\0\x80\xff" * 20, "link": None})
    found = [one for one in history.lives() if "<secret>" not in one.path]
    named = [one for one in history.lives() if "<secret>" in one.path]

    assert {one.path for one in found} >= {"data.bin", "many.txt"}
    assert [one.line for one in named if "file's name" in one.title] == [0]
    assert token(4) not in repr(named)
    kept = Kept()
    history.lives(kept)
    kept.save()
    assert history.lives(kept) == history.lives()


def test_nothing_kept_shows_a_value_or_lets_a_guess_be_tested(history: History) -> None:
    values = [guessed(1), token(2), token(3)]
    history.commit(**{"a.py": f"{PASSWORD} = '{values[0]}'\nx = '{values[1]}'\n", f"b-{values[2]}": "x\n"})
    line = history.line()
    policies = history.policies(line)
    kept = Kept()
    found = lifetimes(line, policies, 1, kept)
    kept.save()
    slow = [mark for mark, one in zip(fingerprints(line, policies, found), found) if one.guessable]
    data = json.dumps(Store().read("facts")[0])

    assert len(slow) == 1
    assert not any(value in data or digest(value) in data for value in (*values, *slow))
    assert not any(value in repr(found) for value in values)


@pytest.mark.parametrize("way", ["damaged", "other", "places", "types", "empty"])
def test_what_does_not_fit_is_not_believed(history: History, way: str) -> None:
    history.commit(**{"a.py": f"{PASSWORD} = '{guessed(1)}'\n"})
    kept = Kept()
    history.lives(kept)
    kept.save()
    (key,) = kept._facts[lives.KIND]
    fact = kept.get(lives.KIND, key)
    if way == "damaged":
        place = history.repo.path / ".git/govhooks/metrics/facts"
        data = place.read_bytes()
        place.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        kept = Kept()
    elif way == "other":
        kept.put(lives.KIND, key, {**fact, "tip": "0" * 40})
    elif way == "places":
        kept.put(lives.KIND, key, {**fact, "hot": [[path, oid, [[7, 0]]] for path, oid, _ in fact["hot"]]})
    elif way == "types":
        kept.put(lives.KIND, key, {**fact, "lives": [[None]]})
    else:
        kept.put(lives.KIND, key, [])
    history.commit(**{"a.py": f"{PASSWORD} = '{guessed(2)}'\n"})

    assert history.lives(kept) == history.lives()
    assert bool(kept.notes) == (way != "other")


def test_a_rewritten_history_is_judged_again(history: History) -> None:
    history.commit(**{"a.py": f"x = '{token(1)}'\n"})
    kept = Kept()
    history.lives(kept)
    history.git("commit", "-q", "--amend", "--no-verify", "-m", "other")

    assert history.lives(kept) == history.lives()


def test_the_second_report_judges_nothing(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        work(history)
    kept = Kept()
    found = history.lives(kept)
    kept.save()
    monkeypatch.setattr(judging, "judge", None)

    assert history.lives(Kept()) == found


def test_a_policy_of_its_own_has_results_of_its_own(history: History) -> None:
    history.commit(**{"a.py": f"{PASSWORD} = '{guessed(1)}'\n"})
    kept = Kept()
    history.lives(kept)
    history.commit(**{"governance.toml": '[rules.no-secrets]\nno-guesses = ["a.py"]\n'})

    assert history.lives(kept) == []
    history.commit(**{"governance.toml": "[rules.no-secrets]\nenabled = false\n"})
    metric = measure(moments_at(history.line(), [START + DAY], kept))
    assert {figure.value for figure in metric.figures} == {None}
    assert all("no-secrets is disabled" in figure.unknown for figure in metric.figures)
    assert metric.points[0].values == dict.fromkeys(figure.id for figure in metric.figures)


def test_figures_agree_with_sets_of_every_step(history: History) -> None:
    """Each figure from the sets that whole-tree checks find, and from nothing else."""
    history.dice.seed(5)
    for _ in range(40):
        work(history)
    line = history.line()
    policies = history.policies(line)
    sets = [whole(line, step, policies) for step in range(len(line.commits))]
    came: list[int] = []
    gone: list[tuple[int, float]] = []
    open_: dict[str, int] = {}
    for step, now in enumerate(sets):
        for mark in [one for one in open_ if one not in now]:
            gone.append((line.times[step], (line.times[step] - open_.pop(mark)) / DAY))
        for mark in now - set(open_):
            open_[mark] = line.times[step]
            came.append(line.times[step])
    times = [line.times[0] - DAY, *line.points(0, line.times[-1] + 30 * WEEK)]
    metric = measure(moments_at(line, times))

    assert [point.at for point in metric.points] == sorted(point.at for point in metric.points)
    for at, point in zip(times, metric.points):
        step = line.at(at)
        days = [took for when, took in gone if when <= at]
        assert point.values == {
            "open": len(sets[step]) if step >= 0 else 0,
            "excused": 0,
            "new_per_week": sum(at - WEEKS * WEEK < when <= at for when in came) / WEEKS,
            "median_days_until_gone": statistics.median(days) if days else None,
        }
    assert {one.id: one.value for one in metric.figures} == metric.points[-1].values
    assert [one.kind for one in metric.items] == ["open"] * len(sets[-1]) + ["gone"] * len(gone)
    assert {one.by: one.counts for one in metric.groups} == {
        "kind": Counter(item.title.partition(" in `")[0] for item in metric.items if item.kind == "open")
    }
    json.dumps(as_json(metric))


def test_two_reports_at_once(history: History) -> None:
    """Each keeps a whole file; the last one stands, and is right."""
    history.commit(**{"a.py": f"x = '{token(1)}'\n"})
    one, other = Kept(), Kept()
    history.lives(one)
    history.commit(**{"a.py": f"x = '{token(2)}'\n"})
    history.lives(other)
    other.save()
    one.save()

    assert history.lives(Kept()) == history.lives()


@pytest.mark.parametrize("old", [False, True])
def test_what_is_excused_is_counted_apart(history: History, old: bool) -> None:
    """By the files of each moment: an exception that comes and runs out, and the baseline; a check of the tree says the same."""
    history.commit(
        **{"a.py": f"x = '{token(1)}'\n", "b.py": f"{PASSWORD} = '{guessed(2)}'\n", "c.py": f"y = '{token(3)}'\n"}
    )
    line = history.line()
    found = history.lives()
    marks = dict(zip((one.path for one in found), fingerprints(line, history.policies(line), found, old)))
    last = time.strftime("%Y-%m-%d", time.gmtime(START + 6 * 100_000))
    history.commit(
        **{
            "governance.toml": f'[[exceptions]]\nrule = "no-secrets"\npath = "b.py"\nfingerprint = "{marks["b.py"]}"\nreason = "a"\n'
            f'owner = "ann@corp.test"\napprover = "bo@corp.test"\nexpires = {last}\n',
        }
    )
    history.commit(**{".govhooks.baseline": f"{marks['a.py']} no-secrets a.py\n"})
    history.commit(**{"governance.toml": "[rules\n"})
    history.commit(**{"governance.toml": None})
    kept = Kept()
    moments = moments_at(history.line(), [START + count * 100_000 + 50 for count in range(1, 6)], kept)
    points = measure(moments).points

    assert [(one.values["open"], one.values["excused"]) for one in points] == [
        (3, 0),
        (2, 1),
        (1, 2),
        (None, None),
        (2, 1),
    ]
    kept.save()
    assert measure(moments_at(history.line(), [one.seconds for one in moments], Kept())).points == points
    kinds = {item.path: item.kind for item in measure(moments).items}
    assert kinds == {"a.py": "excused", "b.py": "open", "c.py": "open"}
    assert "2 to fix, 1 known" in history.repo.run("check", "--all", "--rule", "no-secrets").out
