"""`govhooks dependencies`: what a change does to packages, package by package, and what could be looked up of each.

The rule `dependency-review` judges, as it does in the hook: exceptions and the baseline count. This command shows also what it has
nothing against, and which source was asked. With `--sbom` it writes a bill of materials of the tree instead.
"""

from __future__ import annotations

import argparse
import os

from govhooks.commands import options
from govhooks.commands.dependency_report import INDEX, STATES, Report, Row, write_json, write_text
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CANNOT_JUDGE, CLEAN, UsageError
from govhooks.git.plumbing import git
from govhooks.git.repository import Repository, to_path
from govhooks.policy.load import FILE
from govhooks.readers.locks import of
from govhooks.rules.dependencies.dependency_review.policy import ID
from govhooks.rules.index import ENTRIES
from govhooks.run.conclude import conclude
from govhooks.run.gather import gather, require_work_tree, today
from govhooks.run.gathered import Gathered
from govhooks.run.judge import Said
from govhooks.run.policy import HEAD_POLICY, find_policies, supplied
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from govhooks.core.changeset import Reader
    from govhooks.core.finding import Finding
    from govhooks.rules.dependencies.dependency_review import Review

# The group of go.sum's entries: they install nothing, and are shown only where something is found.
_CHECKSUM = "checksum"


def main(argv: Sequence[str]) -> int:
    """Run `govhooks dependencies`. Exit codes: 0 shown, whatever was found; 2 bad usage; 3 a file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="govhooks dependencies",
        description="Show what a change does to packages: versions, the way each comes in, what is wrong, what was looked up.",
        epilog="Without REV: what is staged, against HEAD. Exit codes: 0 shown, 2 bad usage, 3 a file cannot be read.",
    )
    parser.add_argument(
        "rev",
        nargs="?",
        default="",
        metavar="REV",
        help="what is staged and committed since it left REV (main, v1.2, a commit), or A..B: what B has and A has not",
    )
    parser.add_argument("--all", action="store_true", help="every package of the index, or of the tree at REV")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--sbom",
        default="",
        metavar="FILE",
        help="write a CycloneDX bill of materials of the index, or of the tree at REV; - is standard output",
    )
    parser.add_argument(
        "--name", default="", help="with --sbom: what the project is called (default: as its repository)"
    )
    return options.run(parser, argv, _run)


def _run(chosen: argparse.Namespace) -> int:
    if chosen.name and not chosen.sbom:
        raise UsageError("--name is for --sbom")
    if ".." in chosen.rev and (chosen.all or chosen.sbom):
        raise UsageError(f"{'--sbom' if chosen.sbom else '--all'} shows one tree: name one revision, not {chosen.rev}")
    output = os.path.abspath(chosen.sbom)
    at_the_top()
    if not os.path.isabs(chosen.sbom):  # it stays relative, because a link in the repository may not lead it elsewhere
        output = os.path.relpath(output)
    repository = Repository()
    try:
        if chosen.sbom:
            from govhooks.commands.bill_of_materials import write

            return write(repository, chosen.rev, "-" if chosen.sbom == "-" else output, chosen.name)
        return _show(repository, chosen)
    finally:
        repository.close()


def _show(repository: Repository, chosen: argparse.Namespace) -> int:
    gathered, compared = _gather(repository, chosen.rev, chosen.all)
    changes = gathered.changesets[0].changes
    if not changes and not chosen.rev and not chosen.all and chosen.format == "text":
        _nothing_staged()
        return CLEAN
    report = make_report(gathered, compared)
    if chosen.format == "json":
        write_json(report)
    else:
        write_text(report)
    return CANNOT_JUDGE if report.unread else CLEAN


def _nothing_staged() -> None:
    say("nothing is staged, so no package changes (--all shows every package; REV what changed since a revision)")
    changed = [to_path(name) for name in git("diff-files", "--name-only", "-z").split(b"\0") if name]
    for path in changed:
        if of(path):
            say(f"  {path} differs on disk: git add it first")


def _gather(repository: Repository, rev: str, everything: bool) -> tuple[Gathered, tuple[str, str]]:
    """(what is compared, by which policy; the names of both sides). Raises UsageError, CannotJudge."""
    rules = tuple(entry for entry in ENTRIES if entry.id == ID)
    if everything:
        return _whole(repository, rev), ("", rev or INDEX)
    if ".." in rev:
        start, _, end = rev.partition("..")
        if end.startswith("."):
            raise UsageError(f"{rev}: write A..B; it compares with the merge base of both")
        request = Request(from_ref=start or "HEAD", to_ref=end or "HEAD")
        return gather(repository, rules, request), (request.from_ref, request.to_ref)
    if rev:
        return _since(repository, rev), (rev, INDEX)
    return gather(repository, rules, Request()), ("HEAD", INDEX)


def _since(repository: Repository, rev: str) -> Gathered:
    """What is committed and staged since HEAD left a revision, judged by that revision's policy."""
    require_work_tree(Request())
    target = repository.resolve(rev)
    base = repository.merge_base(target, repository.resolve("HEAD"))
    changes = tuple(repository.indexed_since(base))
    before = repository.tree(target)
    changeset = Changeset(changes, kind="range", today=today(), before=before, after=repository.indexed)
    return _judged(repository, changeset, f"{target[:12]}:{FILE}")


def _whole(repository: Repository, rev: str) -> Gathered:
    """A tree as if all of it were new, judged by its own policy; without `rev` the index, judged by that of HEAD."""
    nothing = repository.empty_tree()
    if rev:
        commit = repository.resolve(rev)
        changes = tuple(repository.between(nothing, commit))
        before, after = repository.tree(commit), repository.tree(commit)
        changeset = Changeset(changes, kind="whole", today=today(), before=before, after=after)
        return _judged(repository, changeset, f"{commit[:12]}:{FILE}")
    require_work_tree(Request())
    head: Reader = repository.tree("HEAD") if repository.head() else lambda path: None
    changes = tuple(repository.indexed_since(nothing))
    changeset = Changeset(changes, kind="whole", today=today(), before=head, after=repository.indexed)
    return _judged(repository, changeset, HEAD_POLICY)


def _judged(repository: Repository, changeset: Changeset, origin: str) -> Gathered:
    request = Request()
    rules = tuple(entry for entry in ENTRIES if entry.id == ID)
    policies, file, notes = find_policies(rules, request, changeset, origin)
    changeset = changeset.but(policy_file=file, supplied=supplied(policies))
    return Gathered(request, repository, rules, policies, (changeset,), changeset.kind, tuple(notes))


def make_report(gathered: Gathered, compared: tuple[str, str]) -> Report:
    """Judge what was gathered. Raises CannotJudge."""
    from govhooks.rules.dependencies.dependency_review import review

    policy = gathered.policies.rules[ID]
    found = review(gathered.changesets[0], policy)  # type: ignore[arg-type]
    off = ID in gathered.policies.off
    verdict = conclude(gathered, Said(() if off else found.findings, 0))
    rows, left = _rows(found, verdict.findings)
    rows.sort(key=lambda row: STATES.index(row.state) if row.state else len(STATES))
    return Report(compared, tuple(rows), tuple(left), found.unread, verdict)


def _rows(found: Review, findings: Sequence[Finding]) -> tuple[list[Row], list[Finding]]:
    """(a row for each package that changes, the findings that are about none of them)."""
    from govhooks.rules.dependencies.dependency_review.coverage import statements
    from govhooks.rules.dependencies.dependency_review.published import answer

    about: dict[tuple[str, tuple[str, str, str] | None], list[Finding]] = {}
    for finding in findings:
        about.setdefault((finding.path, finding.package), []).append(finding)
    rows = []
    for file, steps in found.found:
        for step in steps:
            package, new = step.package, step.new
            told = tuple(about.pop((file.path, (package.ecosystem, package.name, package.version)), ())) if new else ()
            if not told and _CHECKSUM in package.groups:
                continue
            way: tuple[str, ...] = ()
            if new is not None and not new.direct and file.ways is not None:
                way = file.ways(new.name)[:-1]
            facts = answer(step, file, found.published) if found.published is not None else None
            rows.append(Row(file.path, step, way, told, statements(step, found.hits, facts)))
    return rows, [finding for several in about.values() for finding in several]
