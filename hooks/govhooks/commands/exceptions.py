"""`govhooks exceptions`: add, renew and remove exceptions of governance.toml, and list every suppression.

Name the finding by its fingerprint, as the report shows it; rule, path, advisory and package are taken from the finding.
Only an exception that `policy-exceptions` accepts is written, and nothing of the file but its entry changes. The committed policy
judges, so what is written takes effect once it is committed.
"""

from __future__ import annotations

import argparse
import datetime
import os

from govhooks.commands import options, records
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, CannotJudge, UsageError
from govhooks.core.waiver import MESSAGE, RENEWED, SUBJECTS, Waiver, is_day, is_fingerprint
from govhooks.git import files
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository, to_path
from govhooks.policy import load as policies
from govhooks.policy.exceptions import covers, days_after
from govhooks.policy.load import FILE
from govhooks.run.gather import today
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govhooks.core.finding import Finding
    from govhooks.policy.editing import Value
    from govhooks.rules.review.policy_exceptions.policy import Policy

_RULE = "policy-exceptions"
# How long an exception runs by default: a quarter, time enough to fix what it excuses.
DAYS = 90


def main(argv: Sequence[str]) -> int:
    """Run `govhooks exceptions`. Exit codes: 0 done, 2 bad usage (or no such finding), 3 cannot judge."""
    parser = argparse.ArgumentParser(
        prog="govhooks exceptions", description="Write exceptions of governance.toml, and list every suppression."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="excuse a finding: staged, in the working tree, or in a range")
    add.add_argument("fingerprint", metavar="FINGERPRINT", help="as the report shows it")
    add.add_argument("--reason", required=True, metavar="WHY", help="why it has to stay")
    add.add_argument("--approver", required=True, metavar="WHO", help="who approves it: somebody other than the owner")
    add.add_argument(
        "--owner", default="", metavar="WHO", help="who is responsible for it (default: you, from git's configuration)"
    )
    add.add_argument(
        "--expires", default="", metavar="YYYY-MM-DD", help=f"the last day it holds (default: in {DAYS} days)"
    )
    whole = add.add_mutually_exclusive_group()
    whole.add_argument("--path", action="store_true", help="excuse the rule in this whole file, not this finding alone")
    whole.add_argument(
        "--advisory", action="store_true", help="excuse what this advisory says of this package, in this file"
    )
    whole.add_argument(
        "--package",
        action="store_true",
        help="excuse what is found in this package, in this file; never what an advisory says of it",
    )
    add.add_argument("--from-ref", default="", metavar="A", help="look for it in the commits of A..B")
    add.add_argument("--to-ref", default="", metavar="B")
    renew = commands.add_parser("renew", help="move the end of an exception on, with a new approval")
    renew.add_argument(
        "entry", metavar="FINGERPRINT|N", help="the fingerprint of the exception, or its number in the list"
    )
    renew.add_argument("--reason", required=True, metavar="WHY", help="why it still has to stay")
    renew.add_argument(
        "--approver", required=True, metavar="WHO", help="who approves it: somebody other than the owner"
    )
    renew.add_argument(
        "--expires", default="", metavar="YYYY-MM-DD", help=f"the new last day (default: in {DAYS} days)"
    )
    remove = commands.add_parser("remove", help="take an exception out")
    remove.add_argument(
        "entry", metavar="FINGERPRINT|N", help="the fingerprint of the exception, or its number in the list"
    )
    listed = commands.add_parser(
        "list", help="list every suppression: ours, those of baselines, and those of other tools in files and comments"
    )
    listed.add_argument("--all", action="store_true", help="list every entry, however many there are")
    listed.add_argument("--age", action="store_true", help="say for how many days each is there, by git blame")
    listed.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    does = {"add": _add, "renew": _renew, "remove": _remove, "list": _list}
    return options.run(parser, argv, lambda chosen: does[chosen.command](chosen))


def _add(chosen: argparse.Namespace) -> int:
    if not is_fingerprint(chosen.fingerprint):
        raise UsageError(f"{chosen.fingerprint} is not a fingerprint: 32 hexadecimal digits, as the report shows them")
    if bool(chosen.from_ref) != bool(chosen.to_ref):
        raise UsageError("give --from-ref and --to-ref together")
    place = os.path.join(_root(), FILE)
    data = files.read(place) or b""
    waiver = _waiver(chosen, _find(chosen), data)
    from govhooks.policy.editing import add_entry

    entry = {
        key: getattr(waiver, key)
        for key in ("rule", "path", *SUBJECTS, "reason", "owner", "approver")
        if getattr(waiver, key)
    }
    files.write(place, add_entry(data, "exceptions", {**entry, "expires": datetime.date.fromisoformat(waiver.expires)}))
    _tell(waiver)
    return CLEAN


def _tell(waiver: Waiver) -> None:
    what = "the commit message" if waiver.path == MESSAGE else waiver.path
    about = f" ({waiver.about})" if waiver.about else ""
    say(
        f"{FILE}: {waiver.rule} on {what}{about} is excused until {waiver.expires}"
        f" (owner {waiver.owner}, approver {waiver.approver})"
    )
    say(
        f"next: commit {FILE} first, by itself (git add {FILE}, then git commit {FILE}), then your change."
        " A change is judged by the committed policy; in a pull request or on a server, by that of the target branch:"
        " land the exception there first"
    )


def _root() -> str:
    repository = Repository()
    try:
        root = repository.root()
    finally:
        repository.close()
    if root is None:
        raise CannotJudge("this is not a working tree")
    return os.fsdecode(root.encode("utf-8", "surrogateescape")) if os.name == "posix" else root


def _find(chosen: argparse.Namespace) -> Finding:
    """The finding with a fingerprint. Raises UsageError if there is none, or if it cannot be excused."""
    for request in _requests(chosen):
        for finding in _findings(request):
            if finding.fingerprint != chosen.fingerprint:
                continue
            if finding.exception is not None:
                raise UsageError(f"it is excused already, until {finding.exception.expires}")
            return finding
    where = f"{chosen.from_ref}..{chosen.to_ref}" if chosen.to_ref else "what is staged or in the working tree"
    more = "" if chosen.to_ref else "; for a pushed commit, give the range: --from-ref A --to-ref B"
    raise UsageError(f"no finding in {where} has the fingerprint {chosen.fingerprint}{more}")


def _requests(chosen: argparse.Namespace) -> Iterator[Request]:
    if chosen.to_ref:
        yield Request(from_ref=chosen.from_ref, to_ref=chosen.to_ref, confidence="low")
        return
    yield Request(confidence="low")
    yield Request(everything=True, confidence="low")


def _findings(request: Request) -> Sequence[Finding]:
    found = records.findings(request)
    if found is None:
        raise CannotJudge("there is nothing to judge")
    return found


def _waiver(chosen: argparse.Namespace, finding: Finding, data: bytes) -> Waiver:
    """The exception to write. Raises UsageError if it would excuse nothing."""
    from govhooks.rules import by_id

    day, last = today(), _last_day(data)
    expires = chosen.expires or min(days_after(day, DAYS), last)
    if not is_day(expires):
        raise UsageError(f"--expires must be a day, YYYY-MM-DD, not {expires}")
    if not day <= expires <= last:
        raise UsageError(f"--expires must be from {day} to {last} (max-days of [rules.{_RULE}]), not {expires}")
    flag = next((name for name in ("path", "advisory", "package") if getattr(chosen, name)), "")
    waiver = Waiver(
        index=0,
        rule=finding.rule,
        path=_glob(finding.path, anchored=bool(flag)),
        reason=chosen.reason,
        owner=chosen.owner or _me(),
        approver=chosen.approver,
        expires=expires,
        fingerprint="" if flag else chosen.fingerprint,
        advisory=_advisory(finding) if flag == "advisory" else "",
        package=_package(finding, flag) if flag in ("advisory", "package") else "",
        by=by_id(finding.rule).excused_by,
    )
    if waiver.same_person():
        raise UsageError(f"the approver must not be the owner ({waiver.owner})")
    if lacking := waiver.lacks():
        raise UsageError(f"an exception needs {' and '.join(lacking)}")
    if reason := waiver.too_broad():
        raise UsageError(f"{reason}: leave --{flag or 'path'} out")
    if not covers(waiver, finding) or waiver.bad_advisory():
        raise UsageError(f"leave --{flag} out" if flag else "a finding of this kind cannot be excused: fix it")
    return waiver


def _advisory(finding: Finding) -> str:
    """The id of the advisory that a finding tells of: the one that says that a package is malicious, or the first. Raises
    UsageError."""
    if not finding.advisories:
        raise UsageError("this finding tells of no advisory: leave --advisory out")
    return next((one for one in finding.advisories if one.startswith("MAL-")), finding.advisories[0])


def _package(finding: Finding, flag: str) -> str:
    """The package of a finding, in all its versions, as an exception names it. Raises UsageError."""
    if finding.package is None:
        raise UsageError(f"this finding is about no package: leave --{flag} out")
    if flag == "package" and finding.advisories:
        raise UsageError(f"{finding.advisories[0]} is excused by its id: give --advisory, not --package")
    return "/".join(finding.package[:2])


def _last_day(data: bytes) -> str:
    """The last day that the policy allows. Raises PolicyError for an invalid policy."""
    return days_after(today(), _policy(data).max_days)


def _policy(data: bytes) -> Policy:
    """The policy of the rule. Raises PolicyError for an invalid one."""
    from govhooks.rules.index import ENTRIES

    return policies.load(data, FILE, ENTRIES).rules[_RULE]  # type: ignore[return-value]


def _glob(path: str, anchored: bool) -> str:
    """A glob that matches this path and no other; "?" stands for a byte that TOML cannot hold."""
    if not path:
        return MESSAGE
    escaped = "".join(
        "?" if "\udc80" <= char <= "\udcff" else "\\" + char if char in "*?[\\" else char for char in path
    )
    if escaped.endswith(" "):
        escaped = escaped[:-1] + "\\ "
    if escaped.startswith(("!", "#")):
        escaped = "\\" + escaped
    return "/" + escaped if anchored and "/" not in path else escaped


def _me() -> str:
    """The current user, according to git. Raises UsageError if git does not know."""
    found = git_ok("var", "GIT_AUTHOR_IDENT")
    name = to_path(found).rsplit(" ", 2)[0] if found else ""
    if not name:
        raise UsageError("git does not know who you are: name the owner (--owner), or set user.name and user.email")
    return name.encode("utf-8", "replace").decode("utf-8")


def _renew(chosen: argparse.Namespace) -> int:
    from govhooks.policy.editing import update_entry
    from govhooks.rules.review.policy_exceptions.ours import faults

    place = os.path.join(_root(), FILE)
    data = files.read(place) or b""
    old = _entry(chosen.entry, data)
    policy, day, last = _policy(data), today(), _last_day(data)
    expires = chosen.expires or min(days_after(day, DAYS), last)
    if not is_day(expires):
        raise UsageError(f"--expires must be a day, YYYY-MM-DD, not {expires}")
    if not day <= expires <= last:
        raise UsageError(f"--expires must be from {day} to {last} (max-days of [rules.{_RULE}]), not {expires}")
    if old.is_dated() and expires <= old.expires:
        raise UsageError(f"it runs until {old.expires} already: --expires must be a later day")
    new = old.but(expires=expires, reason=chosen.reason, approver=chosen.approver, renewed=old.renewed + 1)
    for problem, fix in faults(new, day, last, policy):
        raise UsageError(f"exception #{new.index} {problem}: {fix}")
    values: dict[str, Value] = {
        "reason": new.reason,
        "approver": new.approver,
        "expires": datetime.date.fromisoformat(expires),
        RENEWED: new.renewed,
    }
    files.write(place, update_entry(data, "exceptions", new.index - 1, values))
    _tell(new)
    if new.renewed > policy.max_renewals:
        say(f"note: it is renewed for more than {policy.max_renewals} time(s) (max-renewals): {_RULE} flags it")
    return CLEAN


def _remove(chosen: argparse.Namespace) -> int:
    from govhooks.policy.editing import remove_entry

    place = os.path.join(_root(), FILE)
    data = files.read(place) or b""
    waiver = _entry(chosen.entry, data)
    files.write(place, remove_entry(data, "exceptions", waiver.index - 1))
    say(f"{FILE}: exception #{waiver.index} ({waiver.rule} on {waiver.path}) is gone; those behind it have new numbers")
    say(f"next: commit {FILE}")
    return CLEAN


def _entry(named: str, data: bytes) -> Waiver:
    """The exception with a fingerprint or a number. Raises UsageError if there is none, or several."""
    from govhooks.rules.index import ENTRIES

    waivers = policies.waivers(data, FILE, ENTRIES)
    if is_fingerprint(named):
        found = [one for one in waivers if one.fingerprint == named]
    elif named.removeprefix("#").isdigit():
        found = [one for one in waivers if one.index == int(named.removeprefix("#"))]
    else:
        raise UsageError(f"{named} is neither a fingerprint nor a number of the list")
    if len(found) != 1:
        several = ", ".join(f"#{one.index}" for one in found)
        raise UsageError(
            f"{len(found)} exceptions of {FILE} have it: name one by its number ({several})"
            if found
            else f"{FILE} has no exception {named}: see govhooks exceptions list"
        )
    return found[0]


def _list(chosen: argparse.Namespace) -> int:
    from govhooks.commands.exceptions_view import view, write_json, write_text
    from govhooks.rules.index import ENTRIES

    root = _root()
    used: dict[Waiver, int] = {}
    if policies.waivers(files.read(os.path.join(root, FILE)) or b"", FILE, ENTRIES):
        for finding in _findings(Request(everything=True, confidence="low")):
            if finding.exception is not None:
                key = finding.exception.but(index=0)
                used[key] = used.get(key, 0) + 1
    found = view(root, used, today(), chosen.age)
    if chosen.format == "json":
        write_json(found)
    else:
        write_text(found, chosen.all)
    return CLEAN
