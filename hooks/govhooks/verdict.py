"""From a request to a verdict: which changesets it means, which policy judges them, what the rules say.

Called by `rule.py` only. Which policy: the one the change would land on (HEAD at commit time, the tip of the target in
a range), never the one in the change. What is judged: see the table in docs/architecture.md.
"""

from __future__ import annotations

import os
import sys
import time

from govhooks import evidence, policy_cache, refs
from govhooks import policy as policy_module
from govhooks.changeset import SYMLINK, Change, Changeset, Repository
from govhooks.finding import CONFIDENCES, HIDDEN, Finding, surest
from govhooks.plumbing import CannotJudge, git, git_ok
from govhooks.policy import FILE, Policies, PolicyError
from govhooks.record import Record
from govhooks.refs import branch_of
from govhooks.rule import Request, Rule, UsageError, Verdict, judge, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

_EXCEPTIONS = "policy-exceptions"
_SECRETS = "no-secrets"
_BASELINE = ".govhooks.baseline"
_KEPT = "no-history-rewrite"
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
    notes: list[str] = []
    if request.everything:
        changes, kind = repository.whole(None), "whole"
    else:
        changes, kind, notes = _staged_or_named(repository, request)
    changeset = Changeset(changes, kind=kind, today=day, before=before, notes=notes)
    if kind == "whole":
        changeset.after = repository.indexed
    policies = _policies(repository, rules, request, changeset, f"HEAD:{FILE}")
    if request.stage in ("message", "prepare-commit-msg") or request.message_file:
        return _message(repository, rules, request, changeset, policies)
    if kind == "change" and notes and _wants_evidence(policies):
        # Evidence is of all that is committed, or it could never be had where something is left out.
        changeset.changes = tuple(repository.staged())
        changeset.notes = [note for note in changeset.notes if note not in notes]
        changeset.notes.append(
            "the policy asks for evidence: what pre-commit's configuration leaves out is judged, too"
        )
    verdict = _conclude(rules, request, policies, [changeset], kind)
    if kind == "change" and _wants_evidence(policies):
        if verdict.refused:
            evidence.drop()
        elif not (request.policy or request.confidence):  # of the committed policy, at its own confidence
            evidence.leave(repository, changeset, _due(rules, policies))
    return verdict


def _due(rules: Iterable[Rule], policies: Policies) -> list[str]:
    """The rules that judge what is staged by this policy."""
    return [rule.id for rule in rules if "change" in rule.kinds and rule.id not in policies.off]


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


def _staged_or_named(repository: Repository, request: Request) -> tuple[list[Change], str, list[str]]:
    """What is staged, or the named files whole when the names go beyond what is staged; with what is to be said of it."""
    staged = repository.staged()
    hook = bool(os.environ.get("PRE_COMMIT"))
    if not request.names:
        if hook and not request.message_file and _leaves_out():
            staged, notes = _left_in(repository, staged, ())
            return staged, "change", notes
        return staged, "change", []
    names = _relative(repository, request.names)
    # pre-commit names what is staged (in a conflicted merge: what was in conflict). git sets GIT_INDEX_FILE for the
    # hooks of a commit: without it a person ran pre-commit, and names that are every file mean --all-files.
    by_pre_commit = hook and repository.disturbed.issuperset(names)
    if by_pre_commit and ("GIT_INDEX_FILE" in os.environ or not repository.tracked().keys() <= set(names)):
        staged, notes = _left_in(repository, staged, names)
        return staged, "change", notes
    try:
        changes = repository.whole(names)
    except FileNotFoundError as error:
        raise UsageError(str(error)) from None
    left = len(repository.tracked().keys() - set(names)) if hook else 0
    # With few names somebody chose files (--files), and knows that there are others.
    told = left and left < len(names)
    return changes, "whole", [_left_out(left, "tracked", "`govhooks check --all` judges all")] if told else []


# pre-commit splits what does not fit into a command line (128 KiB): a part of the names says nothing of the others.
_ONE_COMMAND_LINE = 100_000
_LEAST_COMMAND_LINE = 25_000  # on Windows it may take 32 KiB
# Where pre-commit and prek read what to leave out.
_CONFIGURATIONS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")


def _left_in(repository: Repository, staged: list[Change], names: Collection[str]) -> tuple[list[Change], list[str]]:
    """(what is staged, less the files that pre-commit's configuration leaves out; a note of how many those are).

    Deletions, links and submodules pre-commit never names, and a file called -- it cannot name where a hook has `args`
    without that word. In a merge it names what was in conflict, and no more. A configuration that is staged itself
    leaves nothing out yet: it would choose what is judged of the change that brings it.
    """
    kept = [
        change
        for change in staged
        if not change.has_content or change.mode == SYMLINK or change.path in names or change.path == "--"
    ]
    judged = set(map(id, kept))
    left = [change.path for change in staged if id(change) not in judged]
    if not left or sum(map(len, names)) > _ONE_COMMAND_LINE or repository.merging():
        return staged, []
    proposed = next((change.path for change in staged if change.path in _CONFIGURATIONS), "")
    if proposed:
        return staged, [f"this change alters {proposed}: what it leaves out is judged until it is committed"]
    where = "the push and CI judge all"
    if sum(map(len, names)) + sum(map(len, left)) > _LEAST_COMMAND_LINE:
        where = f"or names that one command has no room for, and another judges; {where}"
    return kept, [_left_out(len(left), "staged", where)]


def _left_out(count: int, kind: str, where: str) -> str:
    files = f"{count} {kind} file{'s are' if count > 1 else ' is'}"
    return f"{files} not judged here (`exclude` or `files` in .pre-commit-config.yaml); {where}"


def _leaves_out() -> bool:
    """Whether pre-commit, which named no file, may have been told to leave files out, and not to name any."""
    for name in _CONFIGURATIONS:
        try:
            with open(name, encoding="utf-8", errors="replace") as stream:
                text = stream.read()
        except OSError:
            continue
        import re

        told = re.search(r"(?m)^\s*(?:-\s*)?(?:exclude|files|types|types_or|exclude_types)\s*[:=]", text)
        return told is not None and "pass_filenames" not in text
    return False


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
    from govhooks import adoption

    new = repository.resolve(request.to_ref)
    old = repository.resolve(request.from_ref) if request.from_ref else ""
    request, known = _landing(repository, request, old, new)
    target = _target(request, old)
    since, doubt = adoption.point(repository, target or (new if request.policy else ""), request.policy)
    if old:
        base = repository.merge_base(old, new)
        known = known or (old,)
    else:  # a history whose root the other side does not have
        base = repository.merge_base(since, new) if since else repository.empty_tree()
    known += (since,) if since else ()
    revs: tuple[str, ...] = (new, "--not", *known) if known else (new,)
    before = repository.tree(target) if target else lambda path: None
    net = Changeset(repository.between(base, new), kind="range", today=day, before=before, after=repository.tree(new))
    net.notes += [doubt] if doubt else []
    policies = _policies(repository, rules, request, net, f"{_short(target)}:{FILE}")
    if request.content:
        rules = [rule for rule in rules if not rule.landing]
    if request.stage == "pre-push" and "PRE_COMMIT_REMOTE_NAME" in os.environ and _KEPT not in policies.off:
        from govhooks.commands.installed import hint

        net.notes += hint("pre-push")
    if any(rule.commits for rule in rules):
        net.commits = tuple(commits(repository, revs, day, before))
        if any(rule.tags for rule in rules):
            net.tags = tuple(repository.tags(request.to_ref, {changeset.commit for changeset in net.commits}))
    from govhooks.approvals.review import Review

    if net.commits:
        _place(net, request, policies, new, revs)
    branch = _branch(request)
    if not request.first:
        # A policy that came with the history is no target: what landed with it has to have its approvals still.
        landed = target if old or not request.root else (since or "")
        net.review = Review(repository, branch, landed, new, time.time(), net.commits)
    changesets = [net, *net.commits, *_pushed(request, old, new, day, before)]
    if not old:
        changesets += _tree(repository, since, new, day, before)
        if not since and not doubt and (request.first or request.root) and len(net.commits) > 1:
            net.notes.append(
                f"every commit is judged, starting with the first: {FILE} has no adoption point"
                f' (since = "ID OF A COMMIT", written by the first govhooks baseline)'
            )
    if not net.changes and not net.tags and not net.commits:
        net.notes.append(f"nothing to judge: {request.from_ref}..{request.to_ref} is empty")
    return _conclude(rules, request, policies, changesets, "range")


def _landing(repository: Repository, request: Request, old: str, new: str) -> tuple[Request, tuple[str, ...]]:
    """(the request with the commit whose policy judges it, where pre-commit tells of a push; what is known there)."""
    remote = os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
    if request.stage != "pre-push" or not remote or request.target:
        return request, request.hidden or (() if request.root or old else (refs.held_by(remote or "origin"),))
    from govhooks import target

    remote = target.remote(remote)
    folder, name = f"refs/remotes/{remote}", os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
    default = target.default_tip(folder)
    if not old and target.holds_nothing(folder):
        found = target.of_first(repository, (target.tip("HEAD"), new, target.tip(refs.default_target() or "/")))
        return request.but(target=found or "none", first=True), ()
    short = name.removeprefix(refs.BRANCHES)
    own = target.tip(f"{folder}/{short}") if name.startswith(refs.BRANCHES) else ""
    found = target.of_branch(repository, short, own, default, target.protected(repository, default))
    known = (*((old,) if old else (refs.held_by(remote),)), *((default,) if default else ()))
    return request.but(target=found or old or "none"), known


def _tree(
    repository: Repository, since: str, new: str, day: str, before: Callable[[str], bytes | None]
) -> Iterator[Changeset]:
    """The tree that arrives with an adoption point: what is still in it must be in the baseline, whenever it came."""
    if not since or git_ok("merge-base", "--is-ancestor", since, new) is None:
        return
    changes = repository.between(repository.empty_tree(), new)
    tree = Changeset(changes, kind="whole", today=day, commit=new, before=before, after=repository.tree(new))
    tree.only = tuple(rule.id for rule in _every() if rule.baseline)
    yield tree


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
        ref = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
        # Of a tag that is moved, the client names the tag's own object: it tells what was a tag from what was not.
        made = refs.pushed(remote, ref, request.from_ref if ref.startswith(refs.TAGS) else old, new)
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
    """The commit whose policy judges a range: the tip it would land on; "" for none (of a push see `target`)."""
    if request.target:
        return "" if request.target == "none" else request.target
    return old


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
        # What is amended holds more than what is staged: its message has the trailer already, or it was not judged.
        amended = os.environ.get("PRE_COMMIT_COMMIT_OBJECT_NAME") == "HEAD"
        asked = any(rule.id == "hook-evidence" for rule in rules) and not (request.policy or amended)
        if asked and _wants_evidence(policies):
            changeset.judged = evidence.take(repository, changeset, _due(_every(), policies))
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
    from govhooks import target

    tip = target.tip(f"refs/remotes/origin/{branch}") or target.tip(f"{refs.BRANCHES}{branch}")
    pushed = any(update.short == branch for update in request.updates)
    return pushed or bool(tip and git_ok("merge-base", "--is-ancestor", new, tip) is not None)


def _policies(
    repository: Repository, rules: Sequence[Rule], request: Request, changeset: Changeset, origin: str
) -> Policies:
    """The policy that judges, with what is to be said about it noted on the changeset."""
    proposed = any(FILE in (change.path, change.old_path) for change in changeset.changes)
    broken: PolicyError | None = None
    if request.policy:
        found, changeset.policy_file = _from_file(request.policy)
        changeset.notes.append(f"judged by {request.policy}, not by the committed policy")
    else:
        found = policy_module.defaults(rules)
        try:
            data = changeset.before(FILE)
            if data is not None:
                read = policy_cache.load if changeset.kind == "change" else policy_module.load
                found = read(data, origin, _every())
            if not proposed and changeset.kind in ("change", "whole"):
                changeset.notes += _differs_on_disk(data)
        except PolicyError as error:
            if not proposed:
                raise
            broken = error
    if proposed and changeset.kind != "whole":
        data = changeset.after(FILE)
        if data is not None:
            proposal = policy_module.load(data, f"{FILE} (in this change)", _every())
            if proposal.since and proposal.since != found.since:
                from govhooks import adoption

                doubt = adoption.doubt(proposal.since, request.to_ref or "HEAD")
                changeset.notes += [doubt] if doubt else []
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
    return [f"{FILE} on disk differs from the committed one: it takes effect once it is committed"]


def _every() -> Sequence[Rule]:
    """All rules: a policy is checked whole, whichever of them is asked."""
    from govhooks.rules import load

    return load()


def _from_file(path: str) -> tuple[Policies, tuple[str, bytes]]:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
        return policy_module.load(data, path, _every()), (path, data)
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
    asked = []
    for rule in rules:
        if rule.id in policies.off:
            notes.append(f"{rule.id} is disabled by {policies.origin}")
            continue
        asked.append(rule)
    said = _said(asked, request, policies, changesets) if recorded is None else recorded
    findings = _discreet(surest(said, _same))
    if findings and policies.waivers:
        findings = _excused(findings, policies, changesets[0].today)
    _proposed_baseline(changesets[0], notes)
    stale: list[Finding] = []
    if findings or request.everything:
        findings, stale = _known(findings, changesets[0], notes)
    # What an exception excuses it excuses at any confidence, also where that is not shown.
    used = {finding.exception.index for finding in findings if finding.exception is not None}
    if findings:
        findings = _confident(findings, policies, request, notes)
    if kind == "whole":
        # Only a look at every file can tell that an entry matches nothing any more.
        findings.extend(f for f in stale if request.everything and any(f.rule == rule.id for rule in asked))
        findings.extend(_unused(rules, used, policies, request))
    findings = _once(findings)
    findings.sort(key=lambda finding: (not finding.blocks, finding.path, finding.line, finding.rule))
    checked = {
        "kind": kind,
        "changes": sum(
            len(changeset.changes) for changeset in changesets if changeset.kind != "commit" and not changeset.only
        ),
        "commits": commits if recorded is not None else sum(changeset.kind == "commit" for changeset in changesets),
        "rules": [rule.id for rule in asked],
        "policy": policies.origin,
    }
    return Verdict(findings=tuple(findings), checked=checked, notes=tuple(dict.fromkeys(notes)), rules=tuple(rules))


def _same(finding: Finding) -> tuple[object, ...]:
    """What two findings have in common that are one to a reader, and have one fingerprint."""
    # A file's finding is told once for all commits of a range; a message is each commit's own.
    place = () if finding.commit and finding.path else (finding.line, finding.commit)
    value = (finding.rule, finding.path, finding.identity, finding.guessable)
    return (*value, finding.problem, finding.joint, *place)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """What several rules say in the same words, of a file that none of them can read, once; an exception is for one rule."""

    def same(finding: Finding) -> object:
        if not finding.identity.startswith("unreadable ") or finding.exception is not None or finding.known:
            return id(finding)
        return finding.path, finding.line, finding.problem, finding.commit

    return surest(findings, same)


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
    live = sum(finding.known and not finding.guessable and finding.rule == _SECRETS for finding in findings)
    if live:
        notes.append(
            f"{live} known token{'s' if live > 1 else ''} or key{'s' if live > 1 else ''} in {_BASELINE}"
            " must still be rotated"
        )
    return findings, list(stale(entries, needed))


class Survey(Record):
    """What the whole tree holds, as if there were no baseline of ours.

    `found`    every finding; `refused` those that `check --all` would refuse, each value once.
    `rules`    the rules that were asked: a switched-off one says nothing of what is there.
    `committed`  the findings of HEAD in some files, for what has to be told from what is only staged or on disk.
    """

    found: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    committed: Callable[[Collection[str]], list[Finding]]


def survey(repository: Repository, foreign_baseline: bool = True) -> Survey:
    """Ask every rule that judges content as it stands of the whole tree; without `foreign_baseline` as if there were
    none of detect-secrets, either."""
    request = Request(everything=True)
    _require_work_tree(request)
    head = repository.head()
    before = repository.tree("HEAD") if head else lambda path: None
    changeset = Changeset(repository.whole(None), kind="whole", today=today(), before=before)
    changeset.after = repository.indexed
    rules = tuple(rule for rule in _every() if rule.baseline)
    policies = _policies(repository, rules, request, changeset, f"HEAD:{FILE}")
    rules = tuple(rule for rule in rules if rule.id not in policies.off)
    if not rules:
        raise UsageError(f"every rule whose findings are recorded is disabled by {policies.origin}")
    foreign = "" if foreign_baseline else getattr(policies.rules[_SECRETS], "baseline", "")
    if foreign:
        # It excuses nothing, and is still no code: it holds digests.
        changeset.after = lambda path: None if path == foreign else repository.indexed(path)
    found = _discreet(surest(_said(rules, request, policies, [changeset]), _same))
    if found and policies.waivers:
        found = _excused(found, policies, changeset.today)
    refused = [finding for finding in found if finding.blocks and finding.exception is None]
    # Only what is left by then is told once: of a value that stands in a file twice one place may be the surer.
    told = surest(_confident(refused, policies, request, []), lambda f: (f.rule, f.path, f.identity, f.guessable))

    def committed(paths: Collection[str]) -> list[Finding]:
        changes = [
            Change("W", change.path, new=change.sources[0], mode=change.mode, oid=change.oid)
            for change in repository.between(repository.empty_tree(), "HEAD")
            if change.path in paths
        ]
        old = Changeset(changes, kind="whole", today=changeset.today, before=before)
        old.after = lambda path: None if path == foreign else before(path)
        return list(_said(rules, request, policies, [old]))

    return Survey(tuple(found), tuple(told), rules, committed)


def _unused(rules: Sequence[Rule], used: Iterable[int], policies: Policies, request: Request) -> Iterator[Finding]:
    """Exceptions that excuse nothing, which only a look at every file by every rule can tell."""
    if not request.everything or len(rules) < len(_every()) or _EXCEPTIONS in policies.off:
        return
    from govhooks.rules.policy_exceptions import unused

    judged = {rule.id for rule in rules if "whole" in rule.kinds and rule.id not in policies.off}
    entries = [waiver for waiver in policies.waivers if waiver.rule in judged]
    yield from unused(entries, used, request.policy or FILE)


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
