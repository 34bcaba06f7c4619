"""`govhooks ci`: judge again what hooks on a laptop may have skipped.

Base and head are found by what the CI system says: GitHub Actions (and Gitea, Forgejo), GitLab CI, Azure Pipelines,
Jenkins, or, without any of them, the default branch and HEAD. Every commit of the range is judged and the net change;
on GitHub with annotations, and anywhere with a SARIF file beside the text.

Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/,
https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables,
https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables (CHANGE_* by the branch API plug-in).
"""

from __future__ import annotations

import argparse
import os

from govhooks import event as events
from govhooks import refs
from govhooks.changeset import Repository
from govhooks.commands import options
from govhooks.commands.landing import at_the_top
from govhooks.commands.options import say
from govhooks.plumbing import CannotJudge, git_ok
from govhooks.record import Record
from govhooks.rule import CLEAN, FINDINGS, Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Build(Record):
    """What a CI system says: `system`, the commit that is built, the branch it lands on (or is on), and `old`, its
    tip before a push ("" for a pull request, or where that is not told)."""

    system: str
    head: str
    branch: str = ""
    old: str = ""
    pull_request: bool = False


def main(argv: Sequence[str]) -> int:
    """Run `govhooks ci`: exit codes as those of `govhooks check`."""
    parser = argparse.ArgumentParser(
        prog="govhooks ci", description="Judge again what hooks on a laptop may have skipped."
    )
    parser.add_argument("--base", default="", metavar="REV", help="instead of what the CI system says")
    parser.add_argument("--head", default="", metavar="REV")
    parser.add_argument("--branch", default="", metavar="NAME", help="where the change lands")
    parser.add_argument("--sarif", default="", metavar="FILE", help="write a SARIF report, too")
    parser.add_argument("--format", default="", choices=("text", "json", "sarif", "github"))
    return options.run(parser, argv, _ci)


def _ci(chosen: argparse.Namespace) -> int:
    at_the_top()
    build = found(os.environ)
    request = request_of(build, chosen.base, chosen.head, chosen.branch)
    say(f"govhooks ci: {build.system}, {request.from_ref[:40] or 'everything'}..{request.to_ref[:40]}"
        f"{f', on {request.branch}' if request.branch else ''}")  # fmt: skip
    from govhooks import verdict
    from govhooks.outputs import write
    from govhooks.rules import load

    repository = Repository()
    try:
        reached = verdict.reach(repository, load(), request)
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
    return FINDINGS if reached.refused else CLEAN


def request_of(build: Build, base: str = "", head: str = "", branch: str = "") -> Request:
    """What is to be judged of a build. Raises CannotJudge when the base is not here to compare with."""
    if git_ok("rev-parse", "--is-shallow-repository") == b"true":
        raise CannotJudge("this clone is shallow: fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0)")
    head = head or build.head
    branch = branch or build.branch
    updates: tuple[refs.Update, ...] = ()
    if build.old and branch and not base:
        updates = (refs.update(refs.BRANCHES + branch, build.old, _id(head)),)
        base = build.old if updates[0].kind == "advanced" else ""
    if build.pull_request and not base:
        base = _tracking(branch)
        if not base:
            raise CannotJudge(f"the branch {branch} it shall land on is not here: fetch it, with its whole history")
    if not base:
        base = refs.default_target()
        branch = branch or (refs.branch_of(base) if base else "")
        if base and _id(base) == _id(head):  # the default branch itself, and nobody says what is new on it
            base = f"{head}^" if _id(f"{head}^") else ""
    return Request(stage="ci", from_ref=base, to_ref=head, branch=branch, updates=updates, root=not base)


def _id(rev: str) -> str:
    found_ = git_ok("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return found_.decode("ascii") if found_ else ""


def _tracking(branch: str) -> str:
    for name in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
        if _id(name):
            return name
    return ""


def found(environ: Mapping[str, str]) -> Build:
    """The build that the environment tells of."""
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
        # as GitLab calls it; a checkout there has no origin/HEAD
        os.environ.setdefault("CI_DEFAULT_BRANCH", event.table("repository").text("default_branch"))
    sha = environ.get("GITHUB_SHA", "HEAD")
    if event.has("pull_request"):
        # What is checked out is a merge that GitHub made: the commits are those of the head.
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
    ref = environ.get("GITHUB_REF", "")
    if environ.get("GITHUB_EVENT_NAME") == "push" and ref.startswith(refs.BRANCHES):
        return Build(
            "GitHub Actions",
            sha,
            ref.removeprefix(refs.BRANCHES),
            _old(event.text("before") if event.has("before") else ""),
        )
    return Build("GitHub Actions", sha)


def _gitlab(environ: Mapping[str, str]) -> Build | None:
    if environ.get("GITLAB_CI") != "true":
        return None
    target = environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    if target:
        # In a merged-results pipeline CI_COMMIT_SHA is a merge that GitLab made.
        head = environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environ.get("CI_COMMIT_SHA", "HEAD")
        return Build("GitLab CI", head, target, pull_request=True)
    branch, old = environ.get("CI_COMMIT_BRANCH", ""), _old(environ.get("CI_COMMIT_BEFORE_SHA"))
    return Build("GitLab CI", environ.get("CI_COMMIT_SHA", "HEAD"), branch, old)


def _azure(environ: Mapping[str, str]) -> Build | None:
    if environ.get("TF_BUILD", "").lower() != "true":
        return None
    target = environ.get("SYSTEM_PULLREQUEST_TARGETBRANCH", "").removeprefix(refs.BRANCHES)
    if target:
        head = environ.get("SYSTEM_PULLREQUEST_SOURCECOMMITID") or environ.get("BUILD_SOURCEVERSION", "HEAD")
        return Build("Azure Pipelines", head, target, pull_request=True)
    branch = environ.get("BUILD_SOURCEBRANCH", "")
    name = branch.removeprefix(refs.BRANCHES) if branch.startswith(refs.BRANCHES) else ""
    return Build("Azure Pipelines", environ.get("BUILD_SOURCEVERSION", "HEAD"), name)


def _jenkins(environ: Mapping[str, str]) -> Build | None:
    if not environ.get("JENKINS_URL"):
        return None
    head, target = environ.get("GIT_COMMIT", "HEAD"), environ.get("CHANGE_TARGET")
    if target:
        return Build("Jenkins", head, target, pull_request=True)
    # The last commit that was found good: what a failed build brought is judged again.
    old = environ.get("GIT_PREVIOUS_SUCCESSFUL_COMMIT", "")
    branch = environ.get("BRANCH_NAME") or environ.get("GIT_BRANCH", "").removeprefix("origin/")
    return Build("Jenkins", head, branch, old)


def _old(before: object) -> str:
    """The tip before a push; "" for a new branch, whose old tip is all zeros."""
    return before if isinstance(before, str) and before.strip("0") else ""


_SYSTEMS: tuple[Callable[[Mapping[str, str]], Build | None], ...] = (_github, _gitlab, _azure, _jenkins)
