"""Wanted packages -> Facts: several questions at once, all within one deadline.

    Indexes(settings, cache, limits).ask(wanted, indexes)   Wanted -> Facts, one for each

An index is asked when it is configured, or is one of `indexes`, the policy's. A package that comes from anywhere else is not asked for:
its name is nobody else's business. Nothing is raised: what goes wrong is a `Facts.why`.

One thread a question, and the caller waits for none longer than its time: a name server that does not answer cannot be broken off.
"""

from __future__ import annotations

import queue
import threading
import time

from govhooks.core.record import Record
from govhooks.knowledge.advisories.names import normalise
from govhooks.knowledge.indexes.answers import NPM, PYPI, BadAnswer, Facts, Project, facts, is_name, read
from govhooks.knowledge.indexes.cache import Entry
from govhooks.knowledge.indexes.client import Call, Client, Failed, Limits
from govhooks.knowledge.indexes.settings import PUBLIC, Settings, is_at, is_http, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govhooks.knowledge.indexes.cache import Cache

    # What one question gives: the project (None if there is none), the index, when it said so, and whether that was kept.
    Found = tuple["Project | None", str, float, bool]

# Why a package is not asked for.
NOT_CONFIGURED = "it is not configured here, and not one of the policy's indexes"
TOO_MANY = "too many are asked for in one run"


class Wanted(Record):
    """`version` is "" where a manifest names none. `source` is the URL of an index where the file names one, "" for the default."""

    ecosystem: str
    name: str
    version: str = ""
    source: str = ""


class _Question(Record):
    """One project at some indexes, in this order: asked until one of them has all of these versions."""

    ecosystem: str
    name: str
    versions: tuple[str, ...]
    indexes: tuple[str, ...]


class Indexes:
    """All questions of one run; they share its deadline. `silent` is why nothing is asked at all, "" to ask."""

    def __init__(self, settings: Settings, cache: Cache, limits: Limits | None = None, silent: str = "") -> None:
        self._settings, self._cache, self._limits = settings, cache, limits or Limits()
        self._silent = silent
        self._client = Client(settings, self._limits)
        self._known: dict[Wanted, Facts] = {}
        self._left, self._asked = self._limits.run, 0
        # index -> (why its questions fail, how many have failed for want of a connection); gone once one was answered.
        self._failing: dict[str, tuple[str, int]] = {}
        self._answering: set[str] = set()
        self._parsing = threading.Lock()

    def ask(self, wanted: Iterable[Wanted], indexes: Sequence[str] = ()) -> Mapping[Wanted, Facts]:
        """What the indexes say of each, in this order: when there is too much to ask, the last are left out."""
        several = tuple(dict.fromkeys(wanted))
        together: dict[tuple[str, str, tuple[str, ...]], list[Wanted]] = {}
        for one in several:
            if one in self._known:
                continue
            places, why = self._places(one, tuple(map(plain, indexes)))
            if why:
                self._known[one] = Facts(why=why, index=host(places[0]) if places else "")
            else:
                together.setdefault((one.ecosystem, normalise(one.ecosystem, one.name), places), []).append(one)
        questions = {}
        for (ecosystem, name, places), some in together.items():
            if self._asked >= self._limits.packages:
                self._known.update((one, Facts(why=TOO_MANY, index=host(places[0]))) for one in some)
                continue
            self._asked += 1
            question = _Question(ecosystem, name, tuple(one.version for one in some), places)
            questions[question] = some
        for question, answer in self._run(tuple(questions)).items():
            for one in questions[question]:
                self._known[one] = answer if isinstance(answer, Facts) else _facts(answer, one.version)
        self._cache.trim()
        return {one: self._known[one] for one in several}

    def _places(self, wanted: Wanted, extra: Sequence[str]) -> tuple[tuple[str, ...], str]:
        """(the indexes to ask, "") or (those that it would be, why they are not asked)."""
        configured = self._settings.indexes.get(wanted.ecosystem, ())
        scope = wanted.name.partition("/")[0] if wanted.name.startswith("@") else ""
        scoped = self._settings.scopes.get(scope, "") if wanted.ecosystem == NPM else ""
        default = (scoped,) if scoped else configured
        source = plain(wanted.source)
        if not wanted.source or source in PUBLIC.get(wanted.ecosystem, ()):
            places = default
        elif found := is_at(source, (*default, *configured, *self._settings.scopes.values(), *extra)):
            places = (found,)
        else:
            return (source or wanted.source,), NOT_CONFIGURED
        if why := self._silent or self._settings.refused.get(wanted.ecosystem, ""):
            return places, why
        if not any(map(is_http, places)):
            return places, "it is not reached by http or https"
        if not is_name(wanted.ecosystem, wanted.name):
            return places, "no package of it can have such a name"
        return places, ""

    # --- all questions

    def _run(self, questions: Sequence[_Question]) -> Mapping[_Question, tuple[Found, ...] | Facts]:
        """The answer of each question, or Facts that say why there is none."""
        began = time.monotonic()
        end = began + self._left
        waiting = list(reversed(questions))
        done: dict[_Question, tuple[Found, ...] | Facts] = {}
        running: dict[_Question, tuple[Call, float]] = {}
        said: queue.SimpleQueue[tuple[_Question, tuple[Found, ...] | Facts]] = queue.SimpleQueue()
        while waiting or running:
            now = time.monotonic()
            while waiting and len(running) < self._limits.threads and now < end:
                question, call = waiting.pop(), Call()
                running[question] = (call, min(now + self._limits.package, end))
                threading.Thread(target=self._answer, args=(question, call, said), daemon=True).start()
            for question, (call, until) in tuple(running.items()):
                if until <= now:
                    call.break_off()
                    done[question] = self._late(question, until >= end)
                    del running[question]
            if now >= end:
                done.update((question, self._late(question, True)) for question in waiting)
                break
            if not running:
                continue
            try:
                question, answer = said.get(timeout=max(0.0, min(until for _, until in running.values()) - now))
            except queue.Empty:
                continue
            if question in running:
                done[question] = answer
                del running[question]
        self._left = max(0.0, self._left - (time.monotonic() - began))
        return done

    def _late(self, question: _Question, all_of_it: bool) -> Facts:
        seconds = self._limits.run if all_of_it else self._limits.package
        why = f"no answer within {seconds:g} seconds{' for all packages' if all_of_it else ''}"
        if all_of_it and self._failing.get(question.indexes[0]):
            why = self._failing[question.indexes[0]][0]
        return Facts(why=why, index=host(question.indexes[0]))

    # --- one question, in a thread of its own

    def _answer(
        self, question: _Question, call: Call, said: queue.SimpleQueue[tuple[_Question, tuple[Found, ...] | Facts]]
    ) -> None:
        """Put the answer to a question into the queue, whatever happens."""
        found: list[Found] = []
        answer: tuple[Found, ...] | Facts = Facts(why="it cannot be asked: a bug", index=host(question.indexes[0]))
        try:
            for index in question.indexes:
                try:
                    found.append(self._ask(question.ecosystem, question.name, index, call))
                except Failed as error:
                    answer = Facts(why=str(error), index=host(index))
                    return
                project = found[-1][0]
                if project and not project.gone and all(facts(project, one).present for one in question.versions):
                    break
            answer = tuple(found)
        finally:
            said.put((question, answer))

    def _ask(self, ecosystem: str, name: str, index: str, call: Call) -> Found:
        """What an index says of a project, or said when it was asked last. Raises Failed."""
        if not is_http(index):
            raise Failed("it is not reached by http or https")
        url = url_of(ecosystem, name, index)
        kept = self._cache.get(url)
        now = time.time()
        if kept and kept.project.ecosystem == ecosystem and now - kept.at <= self._limits.fresh:
            return kept.project, index, kept.at, True
        why, failures = self._failing.get(index, ("", 0))
        if failures >= self._limits.failures:
            raise Failed(why)
        try:
            answer = self._client.get(ecosystem, url, kept.etag if kept else "", call)
        except Failed as error:
            if error.unreachable and index not in self._answering and not call.over:
                self._failing[index] = (str(error), failures + 1)
            raise
        self._answering.add(index)
        self._failing.pop(index, None)
        if answer.status == 404:
            return None, index, now, False
        if answer.status == 304 and kept:
            self._cache.put(kept.but(at=now))
            return kept.project, index, now, False
        try:
            with self._parsing:  # one at a time: the largest take some hundred MB while they are read
                project = read(ecosystem, name, answer.data)
        except BadAnswer as error:
            raise Failed(f"its answer cannot be used: {error}") from None
        self._cache.put(Entry(url, now, answer.etag, project))
        return project, index, now, False


def url_of(ecosystem: str, name: str, index: str) -> str:
    """Where an index tells of a project."""
    from urllib.parse import quote

    if ecosystem == PYPI:
        return f"{index}/{quote(normalise(PYPI, name), safe='')}/"
    return f"{index}/{quote(name, safe='@')}"


def host(url: str) -> str:
    """The host of a URL, as it is shown: never a login, a path or a parameter."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        scheme = f"{parts.scheme}://" if parts.scheme else ""
        return (parts.netloc.rpartition("@")[2] or scheme or parts.path.partition("/")[0])[:100]
    except ValueError:
        return "?"


def _facts(found: Sequence[Found], version: str) -> Facts:
    """Of several indexes the first that has the version counts, else the first that has the project, else the first."""
    told = []
    for project, index, at, cached in found:
        one = facts(project, version) if project else Facts()
        told.append(one.but(index=host(index), at=_stamp(at), cached=cached))
    return next(
        (one for one in told if one.known and one.present),
        next((one for one in told if one.known), next((one for one in told if one.gone), told[0])),
    )


def _stamp(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


OFFLINE = "GOVHOOKS_OFFLINE"


def of_machine(environ: Mapping[str, str], inside: str) -> Indexes:
    """As this machine is configured. `inside` is the top of the repository that is judged, of which nothing is believed: neither
    settings, nor answers that are kept in it. GOVHOOKS_OFFLINE, unless it is empty or 0, lets nothing be asked.
    """
    import os

    from govhooks.knowledge.advisories.database import folder
    from govhooks.knowledge.indexes import settings
    from govhooks.knowledge.indexes.cache import Cache

    place = os.path.join(folder(environ), "indexes")
    silent = f"{OFFLINE} is set" if environ.get(OFFLINE, "") not in ("", "0") else ""
    cache = Cache("" if settings.is_inside(place, inside) else place, time.time)
    return Indexes(settings.read(environ, inside), cache, silent=silent)
