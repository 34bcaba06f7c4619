"""`govhooks ci`: judge again what hooks on a laptop may have skipped.

Base and head come from what the CI system says: GitHub Actions (and Gitea, Forgejo), GitLab CI, Azure Pipelines,
Jenkins, or, without any of them, the default branch and HEAD. It judges every commit of the range and the net change.
On GitHub it adds annotations, and anywhere a SARIF file on request.

Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/,
https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables,
https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables (CHANGE_* by the branch API plug-in).
"""

from __future__ import annotations

import argparse
import os

from govhooks.commands import options
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.core.errors import CLEAN, FINDINGS, CannotJudge
from govhooks.core.record import Record
from govhooks.core.update import Update
from govhooks.git import refs
from govhooks.git.plumbing import git_ok
from govhooks.git.repository import Repository
from govhooks.knowledge.approvals import event as events
from govhooks.run.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Build(Record):
    """What a CI system says about a build.

    `head`     the commit that is built; `branch` where it lands (or is), "" if unknown; `tag` the tag that is built.
    `old`      the branch's tip before a push, or the last commit that passed; "" if unknown.
    `created`  True if the branch did not exist before.
    `idle`     True if nothing was pushed: a scheduled or manual build.
    """

    system: str
    head: str
    branch: str = ""
    old: str = ""
    pull_request: bool = False
    tag: str = ""
    created: bool = False
    idle: bool = False


class Part(Record):
    """What is judged of a build: the request, and how to describe it ({start} is where it begins). `unsure` if nothing
    says what is new."""

    request: Request
    told: str
    unsure: bool = False


def main(argv: Sequence[str]) -> int:
    """Run `govhooks ci`. The exit codes are those of `govhooks check`."""
    parser = argparse.ArgumentParser(
        prog="govhooks ci", description="Judge the commits of a build, whether or not hooks ran where they were made."
    )
    parser.add_argument(
        "--base", default="", metavar="REV", help="judge what is new since REV, instead of what the CI system says"
    )
    parser.add_argument("--head", default="", metavar="REV")
    parser.add_argument("--branch", default="", metavar="NAME", help="the branch that the change will land on")
    parser.add_argument("--sarif", default="", metavar="FILE", help="write a SARIF report, too")
    parser.add_argument("--format", default="", choices=("text", "json", "sarif", "github"))
    return options.run(parser, argv, _ci)


def _ci(chosen: argparse.Namespace) -> int:
    at_the_top()
    build = found(os.environ)
    part = part_of(build, chosen.base, chosen.head, chosen.branch)
    request = part.request
    say(f"govhooks ci: {build.system}, {request.from_ref[:40] or 'everything'}..{request.to_ref[:40]}"
        f"{f', on {request.branch}' if request.branch else ''}")  # fmt: skip
    from govhooks.outputs import write
    from govhooks.policy import adoption
    from govhooks.rules.index import ENTRIES
    from govhooks.run.check import reach

    repository = Repository()
    try:
        since = adoption.point(repository, request.target)[0] if request.root else ""
        start = f"the adoption point {since[:12]}" if since else "the first commit (there is no adoption point)"
        say(f"govhooks ci: judged {part.told.format(start=start)}")
        reached = reach(repository, ENTRIES, request)
    finally:
        repository.close()
    assert reached is not None
    form = chosen.format or ("github" if build.system == "GitHub Actions" else "text")
    write(reached, form, "")
    if chosen.sarif:
        from govhooks.outputs import save

        save(reached, "sarif", chosen.sarif)
    commits = reached.checked["commits"]
    say(
        f"govhooks ci: {commits} commit{'' if commits == 1 else 's'} judged, {reached.checked['changes']} files changed"
    )
    if reached.refused and part.unsure:
        say(
            "govhooks ci: it is not known which commits are new: name the last good one (--base REV),"
            ' or set an adoption point in governance.toml (since = "ID OF A COMMIT")'
        )
    return FINDINGS if reached.refused else CLEAN


def part_of(build: Build, base: str = "", head: str = "", branch: str = "") -> Part:
    """What to judge of a build. Raises CannotJudge if the commit or what it is compared with is missing from this
    clone.

    What is new is judged: since the base that was given, the target of a pull request, or the tip before a push. If
    nothing says so, for a branch: what the default branch does not have; for the default branch itself: everything
    since the adoption point, because judging only its last commit would let through what was pushed below it.
    """
    if git_ok("rev-parse", "--is-shallow-repository") == b"true":
        raise CannotJudge("this clone is shallow: fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0)")
    head = head or build.head
    if not _id(head):
        raise CannotJudge(f"{head} is not here: check out the commit that is built, with its whole history")
    branch = branch or build.branch
    updates: tuple[Update, ...] = ()
    lands = branch or (refs.TAGS + build.tag if build.tag else "")
    if base:
        lands = lands or refs.branch_of(base)
        return Part(
            Request(stage="ci", from_ref=base, to_ref=head, branch=lands), f"all commits that are not in {_plain(base)}"
        )
    if build.pull_request:
        base = _tracking(branch)
        if not base:
            raise CannotJudge(f"the target branch {branch} is not here: fetch it with its whole history")
        return Part(
            Request(stage="ci", from_ref=base, to_ref=head, branch=branch),
            f"all commits that are not in {_plain(branch)}",
        )
    default = refs.default_target()
    known = refs.default_branch()  # "" if the default branch is only guessed from its name
    is_default = bool(branch) and branch == (known or refs.branch_of(default))
    if build.old and branch:
        updates = (refs.update(refs.BRANCHES + branch, build.old, _id(head)),)
        if updates[0].kind == "advanced" or (is_default and _id(build.old)):
            judge = "" if is_default else _policy_of(branch, _id(build.old), _id(default))
            request = Request(stage="ci", from_ref=build.old, to_ref=head, branch=branch, updates=updates, target=judge)
            return Part(request, f"all commits that are new on {_plain(branch)} since {_plain(build.old[:12])}")
    if default and not is_default:
        lands = lands or refs.branch_of(default)
        elsewhere = bool(known and (branch or build.tag))
        if not _reaches(default, head) or (elsewhere and not build.tag):
            tag = refs.TAGS + build.tag if build.tag and _id(refs.TAGS + build.tag) == _id(head) else ""
            request = Request(stage="ci", from_ref=default, to_ref=tag or head, branch=lands, updates=updates)
            return Part(request, f"all commits that are not in {_plain(refs.branch_of(default))}")
    return _everything(build, head, lands, updates)


def _policy_of(branch: str, old: str, default: str) -> str:
    """The commit whose policy judges a push to a branch other than the default one, as on a server (see `target`):
    somebody who loosens the policy on their own branch must not escape it from the next push on."""
    from govhooks.run import target

    repository = Repository()
    try:
        return target.of_branch(repository, branch, old, default, target.protected(repository, default))
    finally:
        repository.close()


def _everything(build: Build, head: str, branch: str, updates: tuple[Update, ...]) -> Part:
    """Everything, judged by the policy it contains: there is nothing else to compare with."""
    idle = build.idle or bool(build.tag)
    tag = refs.TAGS + build.tag if build.tag and _id(refs.TAGS + build.tag) == _id(head) else ""
    request = Request(
        stage="ci",
        to_ref=tag or head,
        branch=branch,
        updates=updates,
        target=_id(head),
        root=True,
        first=build.created,
        content=idle,
    )
    why = (
        "nothing was pushed"
        if build.idle
        else f"the tag {build.tag} brings nothing new"
        if build.tag
        else f"{branch or 'the branch'} is new"
        if build.created
        else f"it is not known what is new on {branch}"
        if branch
        else "it is not known what is new"
    )
    more = "; trailers, approvals and tests, which only a landing change needs, are not required" if idle else ""
    return Part(request, f"everything since {{start}}, by its own policy: {_plain(why)}{more}", unsure=not idle)


def _plain(text: str) -> str:
    """Escape text that contains names from outside, so that `str.format` leaves it as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def _reaches(rev: str, commit: str) -> bool:
    return git_ok("merge-base", "--is-ancestor", commit, rev) is not None


def _id(rev: str) -> str:
    found_ = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return found_.decode("ascii") if found_ else ""


def _tracking(branch: str) -> str:
    for name in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
        if _id(name):
            return name
    return ""


def found(environ: Mapping[str, str]) -> Build:
    """The build that the environment variables describe."""
    for read in _SYSTEMS:
        build = read(environ)
        if build is not None:
            return build
    return Build("plain git", "HEAD")


def _github(environ: Mapping[str, str]) -> Build | None:
    if environ.get("GITHUB_ACTIONS") != "true":
        return None
    event = events.read(environ)
    if event.has("repository") and event.table("repository").has("default_branch"):
        # GitLab's name for it; a checkout there has no origin/HEAD
        os.environ.setdefault("CI_DEFAULT_BRANCH", event.table("repository").text("default_branch"))
    sha = environ.get("GITHUB_SHA", "HEAD")
    if event.has("pull_request"):
        # The checkout is a merge made by GitHub; the commits to judge are those of the head.
        pull = event.table("pull_request")
        return Build(
            "GitHub Actions", pull.table("head").text("sha"), pull.table("base").text("ref"), pull_request=True
        )
    if event.has("merge_group"):
        group = event.table("merge_group")
        return Build(
            "GitHub Actions",
            group.text("head_sha"),
            group.text("base_ref").removeprefix(refs.BRANCHES),
            pull_request=True,
        )
    pushed = environ.get("GITHUB_EVENT_NAME") == "push"
    return _of_ref(
        Build("GitHub Actions", sha, idle=not pushed),
        environ.get("GITHUB_REF", ""),
        event.text("before") if pushed and event.has("before") else None,
    )


def _of_ref(build: Build, ref: str, before: object = None) -> Build:
    """The build of a branch or tag, given its full ref name and, if known, the tip before the push."""
    if ref.startswith(refs.TAGS):
        return build.but(tag=ref.removeprefix(refs.TAGS))
    if not ref.startswith(refs.BRANCHES):
        return build
    build = build.but(branch=ref.removeprefix(refs.BRANCHES))
    if build.idle or not isinstance(before, str) or not before:
        return build
    # All zeros mean a new branch; the commit itself means a build that was started again.
    return build.but(old=_old(before) if before != build.head else "", created=not before.strip("0"))


def _gitlab(environ: Mapping[str, str]) -> Build | None:
    if environ.get("GITLAB_CI") != "true":
        return None
    target = environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    if target:
        # In a merged-results pipeline, CI_COMMIT_SHA is a merge made by GitLab.
        head = environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environ.get("CI_COMMIT_SHA", "HEAD")
        return Build("GitLab CI", head, target, pull_request=True)
    target = environ.get("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME")
    if target:
        head = environ.get("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA") or environ.get("CI_COMMIT_SHA", "HEAD")
        return Build("GitLab CI", head, target, pull_request=True)
    branch, tag = environ.get("CI_COMMIT_BRANCH", ""), environ.get("CI_COMMIT_TAG", "")
    idle = environ.get("CI_PIPELINE_SOURCE", "push") not in ("push", "external")
    ref = refs.TAGS + tag if tag else refs.BRANCHES + branch if branch else ""
    build = Build("GitLab CI", environ.get("CI_COMMIT_SHA", "HEAD"), idle=idle)
    return _of_ref(build, ref, environ.get("CI_COMMIT_BEFORE_SHA"))


def _azure(environ: Mapping[str, str]) -> Build | None:
    if environ.get("TF_BUILD", "").lower() != "true":
        return None
    target = environ.get("SYSTEM_PULLREQUEST_TARGETBRANCH", "").removeprefix(refs.BRANCHES)
    if target:
        head = environ.get("SYSTEM_PULLREQUEST_SOURCECOMMITID") or environ.get("BUILD_SOURCEVERSION", "HEAD")
        return Build("Azure Pipelines", head, target, pull_request=True)
    idle = environ.get("BUILD_REASON", "IndividualCI") not in ("IndividualCI", "BatchedCI")
    build = Build("Azure Pipelines", environ.get("BUILD_SOURCEVERSION", "HEAD"), idle=idle)
    return _of_ref(build, environ.get("BUILD_SOURCEBRANCH", ""))


def _jenkins(environ: Mapping[str, str]) -> Build | None:
    if not environ.get("JENKINS_URL"):
        return None
    head, target = environ.get("GIT_COMMIT", "HEAD"), environ.get("CHANGE_TARGET")
    if target:
        return Build("Jenkins", head, target, pull_request=True)
    # The last commit that passed: what a failed build brought is judged again.
    old = environ.get("GIT_PREVIOUS_SUCCESSFUL_COMMIT", "")
    if environ.get("TAG_NAME"):  # BRANCH_NAME is the same
        return Build("Jenkins", head, tag=environ["TAG_NAME"])
    branch = environ.get("BRANCH_NAME") or environ.get("GIT_BRANCH", "").removeprefix("origin/")
    return Build("Jenkins", head, "" if branch == "detached" or branch.startswith("refs/") else branch, old)


def _old(before: object) -> str:
    """The tip before a push; "" for a new branch, whose old tip is all zeros."""
    return before if isinstance(before, str) and before.strip("0") else ""


_SYSTEMS: tuple[Callable[[Mapping[str, str]], Build | None], ...] = (_github, _gitlab, _azure, _jenkins)
