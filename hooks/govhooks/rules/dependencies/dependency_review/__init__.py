"""Dependencies are reviewed as they change: vulnerable, malicious, abandoned, very new and look-alike packages."""

from __future__ import annotations

from govhooks.core.change import LARGE
from govhooks.core.entry import BY_PACKAGE
from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule
from govhooks.readers.locks import FILES, of
from govhooks.rules.dependencies.dependency_review.policy import ID, OFF, REFUSE, Policy
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.dependencies.difference import Step
    from govhooks.readers.locks.package import Contents
    from govhooks.rules.dependencies.dependency_review.published import Published
    from govhooks.rules.dependencies.dependency_review.verdicts import File, Hits, Verdict


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Say of every package that a lock or manifest adds or changes what is wrong with it."""
    yield from review(changeset, policy).findings


class Review(Record):
    """What a change does to its locks and manifests.

    `found`     each of them, with what becomes of its packages.
    `hits`      what was looked up; None where there is no such file.
    `findings`  what is wrong.
    `unread`    (path, line, why) of the files that could not be read, whether or not the policy makes a finding of it; test data
                may be broken on purpose.
    `published` what the package indexes said; None where the policy does not let them be asked.
    """

    found: tuple[tuple[File, tuple[Step, ...]], ...] = ()
    hits: Hits | None = None
    findings: tuple[Finding, ...] = ()
    unread: tuple[tuple[str, int, str], ...] = ()
    published: Published | None = None


def review(changeset: Changeset, policy: Policy) -> Review:
    """What the change does to packages, and what is wrong with that. Raises CannotJudge."""
    from govhooks.core.globs import globs
    from govhooks.rules.dependencies.dependency_review import manifests
    from govhooks.rules.dependencies.dependency_review.verdicts import File, compare, judge

    data = globs(policy.test_data, ignore_case=True)
    files: list[File] = []
    findings: list[Finding] = []
    unread: list[tuple[str, int, str]] = []
    for change in changeset.changes:
        path = change.path if change.exists else change.old_path
        if not of(change.path) and not of(change.old_path or change.path):
            continue
        is_data = data.match(path) is not None
        # Out of a folder of test data, everything comes in for the first time.
        has_old = bool(change.old_path) and (is_data or data.match(change.old_path) is None)
        has_old = has_old and change.old_mode != _SYMLINK
        before = _old(change, changeset) if has_old else b""
        if change.exists and change.mode == _SYMLINK:
            new, error = None, _link(change)
        else:
            new, error = contents_of(
                change.path, change.read() if change.has_content and of(change.path) else b"", before
            )
            if not error and of(change.path) and change.large:
                error = _too_large()
        if error:
            if policy.says("unread", is_data):
                unread.append((change.path, error.line, error.problem))
            findings += _said(change, policy, [error], is_data)
            continue
        old, _ = contents_of(change.old_path, before) if has_old else (None, None)
        if new is not None:
            findings += _said(change, policy, _unread(new, old), is_data)
        files.append(File(change, path, old, new, is_data))
    if not files and not policy.purposes:
        return Review((), None, tuple(findings), tuple(unread))
    around = manifests.surroundings(files, changeset)
    found, hits = compare(files, changeset)
    for file, verdict in judge(found, hits, changeset, policy) if files else ():
        findings += _said(file.change, policy, [manifests.placed(verdict, file, around)], file.is_data)
    for file, verdict in manifests.judge(found, around, changeset, policy):
        findings += _said(file.change, policy, [verdict], file.is_data)
    answered = None
    if changeset.supplied.get("indexes") is not None:
        from govhooks.rules.dependencies.dependency_review import published

        answered = published.look_up(found, changeset, policy)
        for file, verdict in published.judge(found, answered, changeset, policy):
            findings += _said(file.change, policy, [verdict], file.is_data)
    return Review(tuple(found), hits, tuple(findings), tuple(unread), answered)


def _old(change: Change, changeset: Changeset) -> bytes:
    """What stood there before; of a whole tree, nothing: everything counts as new."""
    return b"" if changeset.kind == "whole" or not change.old_path else change.read_old()


def contents_of(path: str, data: bytes, other: bytes = b"") -> tuple[Contents | None, Verdict | None]:
    """What a file says, None for one that is empty or no lock; or why it cannot be read. `other` is the other side of the change."""
    from govhooks.readers.document import BadDocument
    from govhooks.readers.locks import read
    from govhooks.readers.locks.package import OtherFile
    from govhooks.rules.dependencies.dependency_review.verdicts import Verdict

    if not data.strip() or not of(path):
        return None, None
    try:
        return read(path, data, other), None
    except BadDocument as error:
        if isinstance(error, OtherFile) and path.rpartition("/")[2].casefold() not in _CERTAIN:
            return None, None  # prose, or the settings of another program
        problem = f"its packages cannot be read, so none was judged: {error}"
        return None, Verdict("unread", error.line, problem, "mend the file, or write it anew with its tool", "unread")


def _link(change: Change) -> Verdict | None:
    """What is to be said of a link in the place of a lock or manifest; None where it leads to another one, which is judged itself."""
    from posixpath import join, normpath

    from govhooks.rules.dependencies.dependency_review.verdicts import Verdict

    if not of(change.path):
        return None
    target = change.read().decode("utf-8", "surrogateescape")
    place = normpath(join(change.path.rpartition("/")[0], target))
    if of(place) and not place.startswith(("/", "../")):
        return None
    problem = f"it is a link to {target}, whose packages are not judged"
    return Verdict("unread", 0, problem, "put the file itself here, or link to a lock or manifest", "unread link")


def _too_large() -> Verdict:
    from govhooks.rules.dependencies.dependency_review.verdicts import Verdict

    problem = f"it is larger than {LARGE >> 20} MiB and is not read, so none of its packages was judged"
    return Verdict("unread", 0, problem, "split the project, or review this file by hand", "unread")


_SYMLINK = "120000"
# A file of this name is a file of requirements, whatever is in it.
_CERTAIN = ("requirements.txt", "requirements.in")


def _unread(new: Contents, old: Contents | None) -> Iterator[Verdict]:
    """Entries that no package could be made of, and were not there before."""
    from govhooks.rules.dependencies.dependency_review.verdicts import Verdict

    known = {why for _, why in old.unread} if old else set()
    for line, why in new.unread:
        if why not in known:
            yield Verdict(
                "unread", line, f"not judged: {why}", "write it so that it names one package", f"unread {why}"
            )


_USERS = Expression(r"(?<=://)[^/\s]*@|(?<=[?&])[^\s&#=]+=[^\s&#]+")


def _without_credentials(text: str) -> str:
    """A text without the users, passwords and parameters of the URLs in it: they may hold a token."""
    if "://" not in text:
        return text
    return "".join(_USERS.split(text))


def _said(change: Change, policy: Policy, verdicts: object, is_data: bool) -> Iterator[Finding]:
    for verdict in verdicts:  # type: ignore[attr-defined]
        if not policy.says(verdict.kind, is_data):
            continue
        decided = verdict.decided or policy.verdict(verdict.kind)
        if decided != OFF:
            yield Finding(
                rule=ID,
                path=change.path,
                line=verdict.line,
                problem=_without_credentials(verdict.problem),
                fix=_without_credentials(verdict.fix),
                identity=_without_credentials(verdict.identity),
                blocks=decided == REFUSE,
                package=verdict.package,
                advisories=verdict.advisories,
                joint=verdict.joint,
            )


rule = Rule(
    ID,
    Policy,
    check,
    concerns=Concerns(paths=tuple(pattern for patterns in FILES.values() for pattern in patterns), globs=("purposes",)),
    kinds=("change", "range", "whole"),
    baseline=True,
    excused_by=BY_PACKAGE,
    supplies={"network": "network"},
    group=lambda identity: f"packages: {identity.partition(' ')[0]}",
)
