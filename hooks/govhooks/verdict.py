"""From a request to a verdict: which changesets it means, which policy judges them, what the rules say.

Called by `rule.py` only. Which policy: the one the change would land on (HEAD at commit time, the tip of the target in
a range), never the one in the change. What is judged: see the table in docs/architecture.md.
"""

from __future__ import annotations

import os
import sys
import time

from govhooks import evidence, refs
from govhooks import policy as policy_module
from govhooks.changeset import Change, Changeset, Repository
from govhooks.finding import CONFIDENCES, HIDDEN, Finding
from govhooks.plumbing import CannotJudge, git, git_ok
from govhooks.policy import FILE, Policies, PolicyError
from govhooks.refs import branch_of
from govhooks.rule import Request, Rule, UsageError, Verdict, judge, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

_EXCEPTIONS = "policy-exceptions"
_BASELINE = ".govhooks.baseline"
# Changes from which on sharing them over processes takes less time than it costs.
BIG = 64


def reach(repository: Repository, rules: Sequence[Rule], request: Request) -> Verdict | None:
    """The verdict on a request; None when a message was prepared and there is nothing to judge."""
    day = today()
    if request.stdin:
        return _text_on_stdin(repository, rules, request, day)
    _require_work_tree(request)
    if request.history:
        return _history(repository, rules, request, day)
    if request.to_ref or request.updates:
        return _range(repository, rules, request, day)
    if request.rebase[0]:
        return _rebase(repository, rules, request, day)
    head = repository.head()
    before = repository.tree("HEAD") if head else lambda path: None
    if request.everything:
        changes, kind = repository.whole(None), "whole"
    else:
        changes, kind = _staged_or_named(repository, request)
    changeset = Changeset(changes, kind=kind, today=day, before=before)
    if kind == "whole":
        changeset.after = repository.indexed
    policies = _policies(repository, rules, request, changeset, f"HEAD:{FILE}")
    if request.stage in ("message", "prepare-commit-msg") or request.message_file:
        return _message(repository, rules, request, changeset, policies)
    verdict = _conclude(rules, request, policies, [changeset], kind)
    if kind == "change" and not verdict.refused and _wants_evidence(policies):
        evidence.leave(changeset)
    return verdict


def _wants_evidence(policies: Policies) -> bool:
    return bool(getattr(policies.rules.get("hook-evidence"), "trailer", "")) and "hook-evidence" not in policies.off


def _require_work_tree(request: Request) -> None:
    """Raise CannotJudge in a bare repository or outside of one (a range can be judged in a bare one)."""
    if os.path.exists(".git") and not os.environ.keys() & {"GIT_DIR", "GIT_WORK_TREE"}:
        return
    inside = git("rev-parse", "--is-inside-work-tree").strip()
    if inside != b"true" and not (request.to_ref or request.updates or request.history):
        raise CannotJudge(
            "this is not a working tree: in a bare repository only --history and --from-ref/--to-ref can be judged"
        )


def _staged_or_named(repository: Repository, request: Request) -> tuple[list[Change], str]:
    """What is staged, or the named files whole when the names go beyond what is staged."""
    staged = repository.staged()
    if not request.names:
        return staged, "change"
    names = _relative(repository, request.names)
    # pre-commit names what is staged (in a conflicted merge: what was in conflict). git sets GIT_INDEX_FILE for the
    # hooks of a commit: without it a person ran pre-commit, and names that are every file mean --all-files.
    by_pre_commit = bool(os.environ.get("PRE_COMMIT")) and repository.disturbed.issuperset(names)
    if by_pre_commit and ("GIT_INDEX_FILE" in os.environ or not repository.tracked().keys() <= set(names)):
        return staged, "change"
    try:
        return repository.whole(names), "whole"
    except FileNotFoundError as error:
        raise UsageError(str(error)) from None


def _relative(repository: Repository, names: Iterable[str]) -> list[str]:
    """Names as paths from the top of the repository. Raises UsageError for one outside of it."""
    prefix = "" if os.path.exists(".git") else repository.prefix()
    found = []
    for name in names:
        path = os.fsencode(name).decode("utf-8", "surrogateescape")
        if os.path.isabs(name):
            root = repository.root() or ""
            path = os.path.relpath(os.path.realpath(os.path.dirname(path)) + "/" + os.path.basename(path), root)
        else:
            path = prefix + path
        path = os.path.normpath(path).replace(os.sep, "/")
        if path.startswith("../") or path == "..":
            raise UsageError(f"{name} is outside the repository")
        found.append("" if path == "." else path)
    return found


def _text_on_stdin(repository: Repository, rules: Sequence[Rule], request: Request, day: str) -> Verdict:
    rules = [rule for rule in rules if "text" in rule.kinds]
    if not rules:
        raise UsageError("none of these rules judges a text on standard input")
    if sys.stdin is None:
        raise CannotJudge("standard input is closed")
    if sys.stdin.isatty():
        sys.stderr.write("govhooks: reading a text; end it with Ctrl-D (Windows: Ctrl-Z, Enter)\n")
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise CannotJudge(f"standard input cannot be read: {error.strerror}") from None
    inside = git_ok("rev-parse", "--git-dir") is not None
    before = repository.tree("HEAD") if inside and repository.head() else lambda path: None
    changeset = Changeset([Change("W", "<stdin>", new=data)] if data else [], kind="text", today=day, before=before)
    if not data:
        changeset.notes.append("nothing to judge: standard input is empty")
    policies = _policies(repository, rules, request, changeset, f"HEAD:{FILE}")
    return _conclude(rules, request, policies, [changeset], "text")


def _range(repository: Repository, rules: Sequence[Rule], request: Request, day: str) -> Verdict:
    """The commits of a range one by one for the rules that guard history, and its net change for the others."""
    if not request.to_ref:  # a push that deletes, and brings nothing
        return _push(repository, rules, request, day)
    new = repository.resolve(request.to_ref)
    if request.from_ref:
        old = repository.resolve(request.from_ref)
        base = repository.merge_base(old, new)
        revs: tuple[str, ...] = (new, "--not", *(request.hidden or (old,)))
    else:  # a push of a history whose root the remote does not have
        remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "origin")
        old, base, revs = "", repository.empty_tree(), (new, "--not", *(request.hidden or (f"--remotes={remote}",)))
        if request.root:
            revs = (new,)
    target = _target(request, old)
    before = repository.tree(target) if target else lambda path: None
    net = Changeset(repository.between(base, new), kind="range", today=day, before=before, after=repository.tree(new))
    policies = _policies(repository, rules, request, net, f"{_short(target)}:{FILE}")
    if any(rule.commits for rule in rules):
        net.commits = tuple(commits(repository, revs, day, before))
        if any(rule.tags for rule in rules):
            net.tags = tuple(repository.tags(request.to_ref, {changeset.commit for changeset in net.commits}))
    from govhooks.approvals.review import Review

    if net.commits:
        _place(net, request, policies, new, revs)
    branch = _branch(request)
    net.review = Review(repository, branch, target, new, time.time(), net.commits)
    changesets = [net, *net.commits, *_pushed(request, old, new, day, before)]
    if not net.changes and not net.tags and not net.commits:
        net.notes.append(f"nothing to judge: {request.from_ref}..{request.to_ref} is empty")
    return _conclude(rules, request, policies, changesets, "range")


def commits(
    repository: Repository, revs: tuple[str, ...], day: str, before: Callable[[str], bytes | None]
) -> Iterator[Changeset]:
    """Every commit of a range with its message and its people, oldest first."""
    told = dict(_messages(revs))
    for commit, changes in repository.commits(*revs):
        more = told.get(commit, {})
        yield Changeset(
            changes, kind="commit", today=day, commit=commit, before=before, after=repository.tree(commit), **more
        )


def _branch(request: Request) -> str:
    """The branch that a range lands on, "" when nobody says."""
    if request.branch:
        return request.branch.removeprefix("refs/heads/")
    if request.stage == "pre-push" and os.environ.get("PRE_COMMIT_REMOTE_BRANCH"):
        return os.environ["PRE_COMMIT_REMOTE_BRANCH"].removeprefix("refs/heads/")
    return branch_of(request.from_ref) if request.from_ref else ""


def _pushed(
    request: Request, old: str, new: str, day: str, before: Callable[[str], bytes | None]
) -> Iterator[Changeset]:
    """What becomes of the refs of a push, where that is told."""
    updates = request.updates
    if request.stage == "pre-push" and not updates:
        remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
        made = refs.pushed(remote, os.environ.get("PRE_COMMIT_REMOTE_BRANCH", ""), old, new)
        updates = (made,) if made else ()
    if updates:
        yield Changeset(kind="push", today=day, before=before, updates=updates)


def _push(repository: Repository, rules: Sequence[Rule], request: Request, day: str) -> Verdict:
    """A push that brings no commit: refs that go, or move to what is there."""
    target = _target(request, "")
    before = repository.tree(target) if target else lambda path: None
    said = Changeset(kind="push", today=day, before=before, updates=request.updates)
    policies = _policies(repository, rules, request, said, f"{_short(target)}:{FILE}")
    return _conclude(rules, request, policies, [said], "range")


def _rebase(repository: Repository, rules: Sequence[Rule], request: Request, day: str) -> Verdict:
    """The published commits that a rebase is about to write anew; the policy is the upstream's."""
    before = repository.tree("HEAD") if repository.head() else lambda path: None
    updates = refs.rebased(repository, *request.rebase)
    said = Changeset(kind="push", today=day, before=before, updates=updates)
    policies = _policies(repository, rules, request, said, f"HEAD:{FILE}")
    return _conclude(rules, request, policies, [said], "rebase")


def _history(repository: Repository, rules: Sequence[Rule], request: Request, day: str) -> Verdict:
    """Every commit there is, once, by the rules that guard history; the policy is HEAD's."""
    from govhooks import history

    rules = [rule for rule in rules if rule.history]
    if not rules:
        raise UsageError("none of these rules judges a history")
    before = repository.tree("HEAD") if repository.head() else lambda path: None
    said = Changeset(kind="commit", today=day, before=before)
    policies = _policies(repository, rules, request, said, f"HEAD:{FILE}")
    asked = [rule for rule in rules if rule.id not in policies.off]
    found, count = history.judged(repository, asked, policies, request, said)
    return _conclude(rules, request, policies, [said], "history", found, count)


def _target(request: Request, old: str) -> str:
    """The commit whose policy judges a range: the tip it would land on; "" for none.

    A push of a new branch lands on the remote's default branch in the end, so that branching off an old commit gains
    nothing; an existing branch is judged by its tip on the remote.
    """
    if request.target:
        return "" if request.target == "none" else request.target
    remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
    branch = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "").removeprefix("refs/heads/")
    if request.stage != "pre-push" or not remote:
        return old
    for ref in (f"refs/remotes/{remote}/{branch}", f"refs/remotes/{remote}/HEAD"):
        if found := _tip(ref):
            return found
    return old


def _tip(ref: str) -> str:
    found = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    return found.decode("ascii") if found else ""


def _short(commit: str) -> str:
    return commit[:12] if commit else "none"


def _messages(revs: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(commit, its message, trailers, author, committer and parents) of a range, as git parses them."""
    from govhooks.message import pairs

    form = "--format=%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%B%x00%(trailers:only=yes,unfold=yes)"
    plain = ("--no-show-signature", "--encoding=UTF-8", "--no-color", "--no-notes", "--no-mailmap")
    raw = git("log", "-z", *plain, form, *revs, "--")
    fields = raw.decode("utf-8", "replace").split("\0")
    for i in range(0, len(fields) - 5, 6):
        commit, parents, author, committer, message, trailers = fields[i : i + 6]
        yield (
            commit,
            {
                "parents": parents.split(),
                "author": author,
                "committer": committer,
                "message": message,
                "trailers": pairs(trailers),
            },
        )


def _message(
    repository: Repository, rules: Sequence[Rule], request: Request, changeset: Changeset, policies: Policies
) -> Verdict | None:
    """prepare-commit-msg writes trailers; commit-msg judges the message."""
    from govhooks import message

    text, trailers = message.read(request.message_file)
    changeset.kind = "message"
    stage = request.stage
    if stage in ("", "message"):
        stage = "prepare-commit-msg" if stage and message.is_being_prepared(text) else "commit-msg"
    if stage == "prepare-commit-msg":
        changeset.judged = _wants_evidence(policies) and evidence.there(changeset)
        _with_what_is_amended(repository, changeset)
        wanted = [
            trailer
            for rule in rules
            if rule.trailers is not None and rule.id not in policies.off
            for trailer in rule.trailers(changeset, policies.rules[rule.id])
        ]
        if request.stage == "message" and wanted and message.has_trailers(trailers, wanted):
            # It was prepared before: the editor was closed on it, and git would now take the trailer for a subject.
            raise CannotJudge("the commit message is empty: write a subject above the trailers (or give it with -m)")
        message.write_trailers(request.message_file, trailers, wanted)
        return None
    _with_what_is_amended(repository, changeset)
    changeset.message, changeset.trailers = text, trailers
    changeset.recorded = message.recorded(request.message_file, text)
    return _conclude(rules, request, policies, [changeset], "message")


def _with_what_is_amended(repository: Repository, changeset: Changeset) -> None:
    """A message is about the whole commit: of one that replaces HEAD, about what HEAD changes, too."""
    from govhooks.amending import amended

    found = amended(repository)
    if found is not None:
        changes, certain = found
        changeset.amends = True
        changeset.changes = tuple(changes) if certain else (*changes, *changeset.changes)


def _place(net: Changeset, request: Request, policies: Policies, new: str, revs: tuple[str, ...]) -> None:
    """Say of each commit of a range where it stands (see `Changeset.stands`), and beside which others."""
    in_ci = request.stage in ("ci", "pre-receive") or os.environ.get("CI", "").lower() in ("true", "1")
    # Of the first push of a history nobody can make every commit anew.
    landed = in_ci and request.stage != "pre-receive" and _has_landed(request, policies, new)
    others = "landed" if landed else "proposed"
    mine: set[str] = set()
    if not in_ci and request.from_ref:
        mine = set(git("rev-list", *revs, "--remotes", "--").decode("ascii").split())
    for commit in net.commits:
        commit.siblings = net.commits
        commit.stands = "here" if commit.commit in mine else others


def _has_landed(request: Request, policies: Policies, new: str) -> bool:
    """Whether CI judges what is on a branch already whose history is kept."""
    from govhooks.globs import Globs

    branch = _branch(request)
    default = refs.default_branch()
    kept = getattr(policies.rules.get("no-history-rewrite"), "branches", refs.PROTECTED)
    if not branch or (branch != default and Globs(kept).match(branch) is None):
        return False
    tip = _tip(f"refs/remotes/origin/{branch}") or _tip(f"{refs.BRANCHES}{branch}")
    pushed = any(update.short == branch for update in request.updates)
    return pushed or bool(tip and git_ok("merge-base", "--is-ancestor", new, tip) is not None)


def _policies(
    repository: Repository, rules: Sequence[Rule], request: Request, changeset: Changeset, origin: str
) -> Policies:
    """The policy that judges, with what is to be said about it noted on the changeset."""
    proposed = any(FILE in (change.path, change.old_path) for change in changeset.changes)
    broken: PolicyError | None = None
    if request.policy:
        found = _from_file(request.policy)
        changeset.notes.append(f"judged by {request.policy}, not by the committed policy")
    else:
        found = policy_module.defaults(rules)
        try:
            data = changeset.before(FILE)
            if data is not None:
                found = policy_module.load(data, origin, _every())
            if not proposed and changeset.kind in ("change", "whole"):
                changeset.notes += _differs_on_disk(data)
        except PolicyError as error:
            if not proposed:
                raise
            broken = error
    if proposed and changeset.kind != "whole":
        data = changeset.after(FILE)
        if data is not None:
            policy_module.load(data, f"{FILE} (in this change)", _every())
        elif broken is not None:
            raise broken
        changeset.notes.append(f"this change alters {FILE}: it is judged by {found.origin}, not by itself")
        if broken is not None:
            changeset.notes.append(f"the committed policy cannot be understood ({broken}); this change repairs it")
    if changeset.kind == "whole" and changeset.after is not changeset.before:
        data = changeset.after(FILE)
        if data is not None:
            policy_module.load(data, FILE, _every())
    return found


def _differs_on_disk(committed: bytes | None) -> list[str]:
    """A note when the policy file that the user sees is not the one that judges."""
    try:
        with open(FILE, "rb") as stream:
            on_disk: bytes | None = stream.read()
    except OSError:
        on_disk = None
    if on_disk is None or on_disk.replace(b"\r\n", b"\n") == (committed or b"").replace(b"\r\n", b"\n"):
        return []
    return [f"{FILE} on disk differs from the committed one: it judges nothing until it is committed"]


def _every() -> Sequence[Rule]:
    """All rules: a policy is checked whole, whichever of them is asked."""
    from govhooks.rules import load

    return load()


def _from_file(path: str) -> Policies:
    try:
        with open(path, "rb") as stream:
            return policy_module.load(stream.read(), path, _every())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def _conclude(
    rules: Sequence[Rule],
    request: Request,
    policies: Policies,
    changesets: Sequence[Changeset],
    kind: str,
    recorded: Iterable[Finding] | None = None,
    commits: int = 0,
) -> Verdict:
    """Ask the rules, apply exceptions and the least confidence, and say what was looked at.

    `recorded` is what the rules have said already, of a history of so many `commits`.
    """
    notes = [note for changeset in changesets for note in changeset.notes]
    found: dict[tuple[object, ...], Finding] = {}
    asked = []
    for rule in rules:
        if rule.id in policies.off:
            notes.append(f"{rule.id} is switched off by {policies.origin}")
            continue
        asked.append(rule)
    for finding in _said(asked, request, policies, changesets) if recorded is None else recorded:
        key = (finding.rule, finding.path, finding.identity, finding.problem)
        # A file's finding is told once for all commits of a range; a message is each commit's own.
        place = () if finding.commit and finding.path else (finding.line, finding.commit)
        found.setdefault((*key, *place), finding)
    findings = _discreet(list(found.values()))
    if findings and policies.waivers:
        findings = _excused(findings, policies, changesets[0].today)
    _proposed_baseline(changesets[0], notes)
    stale: list[Finding] = []
    if findings or request.everything:
        findings, stale = _known(findings, changesets[0], notes)
    if findings:
        findings = _confident(findings, policies, request, notes)
    if kind == "whole":
        # Only a look at every file can tell that an entry matches nothing any more.
        findings.extend(f for f in stale if request.everything and any(f.rule == rule.id for rule in asked))
        findings.extend(_unused(rules, findings, policies, request))
    findings = _once(findings)
    findings.sort(key=lambda finding: (not finding.blocks, finding.path, finding.line, finding.rule))
    checked = {
        "kind": kind,
        "changes": sum(len(changeset.changes) for changeset in changesets if changeset.kind != "commit"),
        "commits": commits if recorded is not None else sum(changeset.kind == "commit" for changeset in changesets),
        "rules": [rule.id for rule in asked],
        "policy": policies.origin,
    }
    return Verdict(findings=tuple(findings), checked=checked, notes=tuple(dict.fromkeys(notes)), rules=tuple(rules))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """What several rules say in the same words, of a file that none of them can read, once; an exception is for one rule."""
    kept: dict[tuple[object, ...], Finding] = {}
    for index, finding in enumerate(findings):
        alike = finding.identity == "unreadable" and finding.exception is None and not finding.known
        kept.setdefault((finding.path, finding.line, finding.problem, finding.commit) if alike else (index,), finding)
    return list(kept.values())


def _discreet(findings: list[Finding]) -> list[Finding]:
    """The findings without the secrets that were found in names of files: no rule's path or words show one."""
    for name in {finding.identity for finding in findings if finding.rule == "no-secrets" and not finding.line}:
        findings = [
            finding.but(**{key: getattr(finding, key).replace(name, HIDDEN) for key in ("path", "problem", "fix")})
            for finding in findings
        ]
    return findings


def _said(
    rules: Sequence[Rule], request: Request, policies: Policies, changesets: Sequence[Changeset]
) -> Iterator[Finding]:
    """What the rules say of the changesets, rule by rule; big work is shared over processes."""
    agent_policy = policies.rules.get("agent-requirements")
    for changeset in changesets:
        changeset.waivers = policies.waivers
        changeset.agent_policies = getattr(agent_policy, "files", ())
    shared = {}
    if sum(len(changeset.changes) for changeset in changesets) >= BIG:
        from govhooks import sharing

        shared = sharing.judged([rule for rule in rules if rule.per_change], policies, changesets, request.jobs)
    for rule in rules:
        for number, changeset in enumerate(changesets):
            said = shared[rule.id, number] if shared and rule.per_change else judge(rule, changeset, policies)
            for finding in said:
                yield finding.but(commit=changeset.commit) if changeset.commit and not finding.commit else finding


def _excused(findings: list[Finding], policies: Policies, day: str) -> list[Finding]:
    from govhooks.exceptions import days_after, excuse

    horizon = days_after(day, policies.rules[_EXCEPTIONS].max_days)  # type: ignore[attr-defined]
    return excuse(findings, policies.waivers, day, horizon)


def _proposed_baseline(changeset: Changeset, notes: list[str]) -> None:
    """A baseline in the change is checked for errors, and said to count from the next commit on."""
    if not any(_BASELINE in (c.path, c.old_path) for c in changeset.changes):
        return
    data = changeset.after(_BASELINE)
    if data is not None:
        from govhooks.baseline import parse

        whole = changeset.kind == "whole"
        parse(data, _BASELINE if whole else f"{_BASELINE} (in this change)")
        if not whole:
            notes.append(f"this change alters {_BASELINE}: it is judged by the committed one, not by itself")


def _known(findings: list[Finding], changeset: Changeset, notes: list[str]) -> tuple[list[Finding], list[Finding]]:
    """(the findings, those in the committed baseline marked; an entry's finding for each that none of them needs)."""
    data = changeset.before(_BASELINE)
    if not data:
        return findings, []
    from govhooks.baseline import mark, parse, stale

    try:
        entries = parse(data, f"committed {_BASELINE}")
    except CannotJudge as error:
        if changeset.kind == "whole" or not any(change.path == _BASELINE for change in changeset.changes):
            raise
        notes.append(f"the committed baseline cannot be understood ({error}); this change repairs it")
        return findings, []
    findings, needed = mark(findings, entries)
    live = sum(finding.known and not finding.guessable for finding in findings)
    if live:
        notes.append(
            f"{live} known token{'s' if live > 1 else ''} or key{'s' if live > 1 else ''} in {_BASELINE}"
            " must still be rotated"
        )
    return findings, list(stale(entries, needed))


def survey(repository: Repository, rule: Rule, foreign_baseline: bool = True) -> tuple[list[Finding], list[Finding]]:
    """(every finding of a rule in the whole tree, those of them that refuse), as if there were no baseline of ours;
    without `foreign_baseline` as if there were none of detect-secrets, either."""
    request = Request(everything=True)
    _require_work_tree(request)
    before = repository.tree("HEAD") if repository.head() else lambda path: None
    changeset = Changeset(repository.whole(None), kind="whole", today=today(), before=before)
    changeset.after = repository.indexed
    policies = _policies(repository, [rule], request, changeset, f"HEAD:{FILE}")
    if rule.id in policies.off:
        raise UsageError(f"{rule.id} is switched off by {policies.origin}")
    if not foreign_baseline:
        policies = policies.but(rules={**policies.rules, rule.id: policies.rules[rule.id].but(baseline="")})
    once = {(f.path, f.identity): f for f in judge(rule, changeset, policies)}
    found = _discreet(list(once.values()))
    if found and policies.waivers:
        found = _excused(found, policies, changeset.today)
    return found, _confident([finding for finding in found if finding.exception is None], policies, request, [])


def _unused(
    rules: Sequence[Rule], findings: Sequence[Finding], policies: Policies, request: Request
) -> Iterator[Finding]:
    """Exceptions that excuse nothing, which only a look at every file by every rule can tell."""
    if not request.everything or len(rules) < len(_every()) or _EXCEPTIONS in policies.off:
        return
    from govhooks.rules.policy_exceptions import unused

    used = {finding.exception.index for finding in findings if finding.exception is not None}
    judged = {rule.id for rule in rules if "whole" in rule.kinds and rule.id not in policies.off}
    yield from unused([waiver for waiver in policies.waivers if waiver.rule in judged], used)


def _confident(findings: list[Finding], policies: Policies, request: Request, notes: list[str]) -> list[Finding]:
    """The findings that reach the least confidence of the request or the policy; the others are counted."""
    kept, dropped = [], 0
    for finding in findings:
        policy = policies.rules[finding.rule]
        least = request.confidence or (
            policy.least(finding.path) if hasattr(policy, "least") else getattr(policy, "confidence", "low")
        )
        if CONFIDENCES.index(finding.confidence) >= CONFIDENCES.index(least):
            kept.append(finding)
        else:
            dropped += 1
    if dropped:
        plural = "s" if dropped > 1 else ""
        notes.append(f"{dropped} finding{plural} of lower confidence not shown (see them with --confidence low)")
    return kept
