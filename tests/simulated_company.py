"""Two simulated years of a company: what happened when, as plain facts, and the repository in which it was recorded.

The facts are what the tests compute from; the repository is what govhooks reads. Only the writing is shared.
"""

from __future__ import annotations

import datetime
import os
import random
import subprocess
from pathlib import Path
from typing import NamedTuple

from govhooks.knowledge import access_record
from govhooks.knowledge.incidents import event as form
from govhooks.knowledge.incidents.event import Event

START = 1_732_500_000  # 2024-11-25
DAY = 86400
YEARS = 730
SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"
ADA, BO, CY = "ada@corp.test", "bo@corp.test", "cy@corp.test"


class Excused(NamedTuple):
    """An exception: from when to when it stands in the file (seconds), and [(from when, its last day)]."""

    number: int
    owner: str
    since: int
    until: int
    days: tuple[tuple[int, str], ...]

    def expires(self, at: int) -> str:
        return [day for when, day in self.days if when <= at][-1]


class Reviewed(NamedTuple):
    """A system: since when it is in the register, how many days between reviews, when reviews landed."""

    name: str
    since: int
    every: int
    reviews: tuple[int, ...]
    signed: bool


class Exposed(NamedTuple):
    """An exposure: when it began, was detected, and (when it happened, when that landed) for rotated and contained."""

    id: str
    exposed: int
    detected: int
    landed: int
    deadline: str
    rotated: tuple[int, int] | None
    contained: tuple[int, int] | None


class Facts(NamedTuple):
    excused: list[Excused]
    reviewed: list[Reviewed]
    exposed: list[Exposed]


def day(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%d")


def instant(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def facts(seed: int) -> Facts:
    dice = random.Random(seed)

    def when(first: float, last: float) -> int:
        """A second of a day between two, counted from the start."""
        return START + int(dice.uniform(first, last) * DAY)

    excused = []
    for number in range(25):
        since = when(1, YEARS - 20)
        days = [(since, day(since + dice.randint(5, 170) * DAY))]
        while dice.random() < 0.4:
            again = days[-1][0] + dice.randint(3, 60) * DAY + dice.randint(0, 5000)
            days.append((again, day(again + dice.randint(40, 170) * DAY)))
            if days[-1][1] <= days[-2][1]:
                days.pop()
                break
        until = days[-1][0] + dice.randint(5, 300) * DAY + 17
        excused.append(Excused(number, dice.choice((ADA, CY)), since, until, tuple(days)))
    reviewed = []
    for number in range(6):
        since, every = when(1, 300), dice.choice((30, 90, 182))
        reviews, at = [], since + dice.randint(1, 40) * DAY
        while at < START + YEARS * DAY:
            reviews.append(at + dice.randint(0, 4000))
            at += int(every * dice.choice((0.8, 0.95, 1.0, 1.3))) * DAY
        reviewed.append(Reviewed(f"system-{number}", since, every, tuple(reviews if number else ()), number % 2 == 1))
    exposed = []
    for number in range(14):
        began = when(2, YEARS - 30)
        found = began + dice.randint(600, 20 * DAY)
        landed = found + dice.randint(60, DAY)
        rotated = found + dice.randint(60, 5 * DAY)
        contained = rotated + dice.randint(60, 9 * DAY)
        late = max(landed, rotated) + dice.randint(60, DAY)
        exposed.append(
            Exposed(
                f"{day(found)}-{number:04x}",
                began,
                found,
                landed,
                day(found + DAY),
                (rotated, late) if dice.random() < 0.9 else None,
                (contained, max(late, contained) + dice.randint(60, DAY)) if dice.random() < 0.85 else None,
            )
        )
    exposed = [one if one.rotated else one._replace(contained=None) for one in exposed]
    return Facts(excused, reviewed, exposed)


def _event(one: Exposed, kind: str, at: int, landed: int) -> Event:
    event = Event(one.id, kind, instant(at), ADA, instant(max(at, landed - 30)), "why")
    if kind == "opened":
        event = event.but(
            what="a token",
            exposed=instant(one.exposed),
            exposed_to="everybody",
            owner=BO,
            revoke="the page",
            deadline=one.deadline,
        )
    return form.parse(form.payload(event) + SIGNATURE)


def _policy(facts_: Facts, at: int) -> str:
    parts = []
    for system in facts_.reviewed:
        if system.since <= at:
            done = [review for review in system.reviews if review <= at]
            last = f"last = {day(done[-1])}\n" if done and not system.signed else ""
            parts.append(
                f'[rules.access-reviews.systems.{system.name}]\nowner = "{ADA}"\nreviewer = "{BO}"\n'
                f'every = "{system.every}d"\nfiles = ["infra/{system.name}/**"]\n{last}'
            )
    for one in facts_.excused:
        if one.since <= at < one.until:
            parts.append(
                f'[[exceptions]]\nrule = "no-env-files"\npath = "deploy/{one.number}.env"\nreason = "why"\n'
                f'owner = "{one.owner}"\napprover = "{BO}"\nexpires = {one.expires(at)}\n'
            )
    return "\n".join(parts)


class Company:
    """The repository at `path`, made from facts with real keys; `end` is the time of its last commit."""

    def __init__(self, path: Path, key: Path, told: Facts) -> None:
        self.path, self.told = path, told
        self._key = key
        public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
        files: dict[int, dict[str, bytes]] = {START: {".governance/allowed_signers": f"{BO} {public}\n".encode()}}
        changes = {one.since for one in told.reviewed} | {one.since for one in told.excused}
        changes |= {one.until for one in told.excused} | {when for one in told.excused for when, _ in one.days}
        for system in told.reviewed:
            for review in system.reviews:
                if not system.signed:
                    changes.add(review)
                    continue
                text = access_record.payload(
                    system.name, BO, instant(review - 20), "a" * 40, (("keep", ADA),), "looked"
                )
                files.setdefault(review, {})[access_record.place(system.name)] = text + self._sign(text)
        for at in changes:
            files.setdefault(at, {})["governance.toml"] = _policy(told, at).encode()
        for one in told.exposed:
            for kind, times in (
                ("opened", (one.detected, one.landed)),
                ("rotated", one.rotated),
                ("contained", one.contained),
            ):
                if times is not None:
                    event = _event(one, kind, *times)
                    files.setdefault(times[1], {})[event.place] = event.text
        self.end = max(max(files), START + YEARS * DAY)
        files.setdefault(self.end, {})["README.md"] = b"the end\n"
        self._write(files)

    def _sign(self, text: bytes) -> bytes:
        command = ("ssh-keygen", "-Y", "sign", "-q", "-f", str(self._key), "-n", "approval@govhooks")
        return subprocess.run(command, input=text, capture_output=True, check=True).stdout

    def _write(self, files: dict[int, dict[str, bytes]]) -> None:
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.path)], check=True)
        stream = bytearray()
        for at in sorted(files):
            stream += f"commit refs/heads/main\ncommitter Dev <dev@corp.test> {at} +0000\ndata 4\nwork\n".encode()
            for path, content in sorted(files[at].items()):
                stream += f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
            stream += b"\n"
        subprocess.run(["git", "fast-import", "--quiet"], cwd=self.path, input=bytes(stream), check=True)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=self.path, check=True, env=dict(os.environ))
