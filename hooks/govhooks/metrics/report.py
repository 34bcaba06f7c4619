"""The report: the metrics of one or several repositories as one document of plain data, which every output shows.

    {"format": "govhooks report 1", "made", "govhooks", "since", "until", "compared_with", "repositories": [
        {"name", "commit", "branch", "url", "notes", "metrics": [metric.as_json]}]}

docs/metrics.schema.json describes it. Nothing is asked of a network.
"""

from __future__ import annotations

import os

import govhooks
from govhooks.core.errors import CannotJudge
from govhooks.git import refs
from govhooks.git.plumbing import answer, git, git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge.signed_text import instant
from govhooks.metrics import access_reviews, approvals, evidence, exceptions, secrets, time_to_contain, vulnerabilities
from govhooks.metrics.kept import Kept
from govhooks.metrics.metric import as_json
from govhooks.metrics.moments import Moment, Past
from govhooks.metrics.timeline import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from govhooks.metrics.metric import Metric

    Document = dict[str, Any]

FORMAT = "govhooks report 1"
# Id of a metric -> what measures it at some moments; the order in which reports show them.
METRICS: dict[str, Callable[[Sequence[Moment]], Metric]] = {
    vulnerabilities.ID: vulnerabilities.measure,
    secrets.ID: secrets.measure,
    access_reviews.ID: access_reviews.measure,
    time_to_contain.ID: time_to_contain.measure,
    exceptions.ID: exceptions.measure,
    approvals.ID: approvals.measure,
    evidence.EVIDENCE: evidence.evidence,
    evidence.AGENTS: evidence.agents,
}


def document(places: Sequence[str], since: int, until: int, compare: str = "", only: Sequence[str] = ()) -> Document:
    """The report on some repositories (folders), with trends from a time to another (seconds since 1970).

    `compare` is a commit whose figures stand beside each one as "before". Raises CannotJudge, and UsageError for a commit that no
    repository has.
    """
    told = [_at(place, lambda: _repository(since, until, compare, only)) for place in places]
    for one, name in zip(told, _names([one["name"] for one in told], places)):
        one["name"] = name
    return {
        "format": FORMAT,
        "made": instant(until),
        "govhooks": govhooks.__version__,
        "since": instant(since),
        "until": instant(until),
        "compared_with": {"rev": compare} if compare else None,
        "repositories": told,
    }


def _at(place: str, measure: Callable[[], Document]) -> Document:
    """What a function says in a folder, or in the top folder of the repository that has it: paths are those of the tree."""
    start = os.getcwd()
    here = place in ("", ".")
    try:
        os.chdir(place or ".")
    except OSError as error:
        raise CannotJudge(f"{place}: {error.strerror}") from None
    try:
        top = os.fsdecode(git_ok("rev-parse", "--show-toplevel") or b"")  # a bare repository has no folders
        if top and not here and not os.path.samefile(top, "."):
            raise CannotJudge(f"{place} is a folder of the repository {top}: name that")
        if top:
            os.chdir(top)
        return measure()
    finally:
        os.chdir(start)


def _names(names: Sequence[str], places: Sequence[str]) -> list[str]:
    """The names of repositories, with as much of their places as tells them apart."""
    found = list(names)
    for depth in range(2, 9):
        for index, place in enumerate(places):
            if names.count(names[index]) > 1:
                parts = os.path.abspath(place).replace(os.sep, "/").rstrip("/").removesuffix("/.git").split("/")
                found[index] = "/".join(parts[-depth:])
        if len(set(found)) == len(found):
            break
    return found


def _repository(since: int, until: int, compare: str, only: Sequence[str]) -> Document:
    repository = Repository()
    try:
        if git_ok("rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
            if git_ok("rev-parse", "--git-dir") is None:
                raise CannotJudge(f"{os.getcwd()} is not a git repository")
            raise CannotJudge(f"{os.getcwd()}: there is no commit yet, so no history")
        shallow = answer(git("rev-parse", "--is-shallow-repository")) == b"true"
        if shallow:
            raise CannotJudge(
                "this is a shallow clone, which knows too little: fetch its history (git fetch --unshallow)"
            )
        kept = Kept()
        past = Past(Line(repository, latest=until), kept)
        measured = _measured(past, past.line.points(since, until), only)
        earlier: dict[str, Metric] = {}
        if compare:
            other = Line(repository, repository.resolve(compare), latest=until)
            earlier = {one.id: one for one in _measured(Past(other), [other.times[-1]], only)}
        kept.save()
        ahead = past.line.ahead
        notes = [_ahead(ahead)] if ahead else []
        return {
            "name": _name(),
            "commit": past.line.commits[-1],
            "branch": refs.branch_of("HEAD"),
            "url": _url(),
            "notes": [*notes, *kept.notes],
            "metrics": [_with_before(as_json(one), earlier.get(one.id)) for one in measured],
        }
    finally:
        repository.close()


def _ahead(count: int) -> str:
    return f"{count} commit{' is' if count == 1 else 's are'} dated in the future, and count{'s' if count == 1 else ''} as of now"


def _measured(past: Past, times: Sequence[int], only: Sequence[str]) -> list[Metric]:
    moments = [Moment(past, seconds) for seconds in times]
    return [measure(moments) for name, measure in METRICS.items() if not only or name in only]


def _with_before(metric: Document, earlier: Metric | None) -> Document:
    """A metric's data with the figures of another commit beside its own."""
    for figure in metric["figures"] if earlier else ():
        figure["before"] = earlier.value(figure["id"]) if earlier else None
    return metric


def _name() -> str:
    """The name of a repository: its folder's, of a bare one without `.git`."""
    top = git_ok("rev-parse", "--show-toplevel") or git_ok("rev-parse", "--absolute-git-dir") or b"repository"
    return os.path.basename(os.fsdecode(top).rstrip("/\\")).removesuffix(".git") or "repository"


def _url() -> str:
    """Where the repository can be looked at: the page of its remote `origin`; "" if that is not on the web."""
    found = os.fsdecode(git_ok("config", "--get", "remote.origin.url") or b"")
    if found.startswith("git@") and ":" in found:
        place, _, path = found[len("git@") :].partition(":")
        found = f"https://{place}/{path}"
    if not found.startswith("https://"):
        return ""
    found = found.partition("?")[0].partition("#")[0]  # some say who they are there
    place, slash, path = found[len("https://") :].partition("/")
    return f"https://{place.rpartition('@')[2]}{slash}{path.removesuffix('.git')}"
