"""Commits by agents come with tests and owners, and leave deployment gates alone."""

from __future__ import annotations

from govhooks.core.finding import Finding
from govhooks.core.record import Record
from govhooks.core.rule import Concerns, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.knowledge.agents.authors import Commit
    from govhooks.policy.load import Choice, GlobList

    _Theirs = list[tuple[Change, tuple[Commit, ...]]]

ID = "agent-changes"
OFF, REPORT, REFUSE = "off", "report", "refuse"
_SHOWN = 3
# Globs, as in the policy file.
_CODE = tuple(
    """
    *.py *.pyi *.js *.jsx *.mjs *.cjs *.ts *.tsx *.mts *.cts *.vue *.svelte *.go *.rs *.java *.kt *.kts *.scala
    *.groovy *.rb *.php *.cs *.fs *.vb *.c *.h *.cc *.cpp *.cxx *.hpp *.m *.mm *.swift *.dart *.ex *.exs *.erl *.clj
    *.hs *.ml *.lua *.pl *.pm *.r *.jl *.sh *.bash *.ps1 *.sql *.zig *.nim *.sol !conftest.py !setup.py
    !docs/conf.py !*.config.js !*.config.ts !*.config.mjs !*.d.ts !*_pb2.py !*.pb.go !vendor/ !node_modules/
    !third_party/ !migrations/ !*.min.js !examples/
    """.split()
)
_TESTS = tuple(
    """
    test/ tests/ spec/ specs/ __tests__/ testing/ e2e/ qa/ src/test/ *.Tests/ *Tests/ test_* *_test.* *.test.*
    *.spec.* *_spec.* *Test.* *Tests.* *Spec.* *IT.java *.t *.feature
    """.split()
)
_GATES = tuple(
    """
    .github/workflows/ .github/actions/ .github/rulesets/ .github/settings.yml .github/dependabot.yml
    .gitea/workflows/ .forgejo/workflows/ .gitlab-ci.yml .gitlab/ci/ azure-pipelines*.yml .azure-pipelines/
    Jenkinsfile* .circleci/ .buildkite/ .travis.yml .drone.yml .woodpecker* bitbucket-pipelines.yml buildspec*.yml
    cloudbuild*.y*ml .tekton/ .ci/ .mergify.yml CODEOWNERS OWNERS .husky/ lefthook*.y*ml .pre-commit-config.yaml
    governance.toml .governance/ .govhooks.baseline requirements.toml codecov.y*ml .codecov.yml .coveragerc
    sonar-project.properties .argo/ argocd/ renovate.json*
    """.split()
)


class Policy(Record):
    """What is required of a range that contains agents' commits; each requirement is `off`, `report` or `refuse`.

    `tests`   code (`code`) that an agent changes comes with a test (`test_files`), or with a trailer (`tested`) in
              which a person says that they ran the tests; and no test is removed.
    `owner`   each file that an agent changes has a person in CODEOWNERS or, with `teams`, a team.
    `gates`   no change to files that decide whether a change is deployed (`gate_files`).
    `agents`  addresses of further agents. To require approvals for agents' changes, see `high-risk-changes`: an area
              with `by = ["agents"]`.
    """

    tests: Choice = REPORT
    owner: Choice = OFF
    gates: Choice = REPORT
    code: GlobList = _CODE
    test_files: GlobList = _TESTS
    tested: str = "Tested-by"
    teams: bool = True
    gate_files: GlobList = _GATES
    agents: tuple[str, ...] = ()

    CHOICES = {"tests": (OFF, REPORT, REFUSE), "owner": (OFF, REPORT, REFUSE), "gates": (OFF, REPORT, REFUSE)}

    def verify(self) -> str:
        if self.tested and not self.tested.replace("-", "").isalnum():
            return "tested must be a trailer such as Tested-by"
        return ""


def check(changeset: Changeset, policy: Policy) -> Iterator[Finding]:
    """Judge the net change of a range to the files that agents' commits in it touch."""
    if not changeset.commits or {policy.tests, policy.owner, policy.gates} == {OFF}:
        return
    from govhooks.knowledge.agents import authors

    made = authors.made(changeset, policy.agents)
    theirs = [
        (change, commits)
        for change in changeset.changes
        if (commits := (*made.get(change.path, ()), *(made.get(change.old_path, ()) if change.old_path else ())))
    ]
    if not theirs:
        return
    if policy.gates != OFF:
        yield from _gates(theirs, policy)
    if policy.tests != OFF:
        yield from _tests(changeset, theirs, policy)
    if policy.owner != OFF:
        yield from _owners(changeset, theirs, policy)


def _gates(theirs: _Theirs, policy: Policy) -> Iterator[Finding]:
    from govhooks.core.globs import globs

    where = globs(policy.gate_files)
    for change, commits in theirs:
        if change.touches(where) is not None:
            problem = f"{_who(commits)} changes a deployment gate"
            fix = "take it out of the agent's change: a person has to make it, in a separate change"
            yield _finding(change.path, problem, fix, "gate", policy.gates)


def _tests(changeset: Changeset, theirs: _Theirs, policy: Policy) -> Iterator[Finding]:
    from govhooks.core.globs import globs

    code, tests = globs(policy.code), globs(policy.test_files)
    for change, commits in theirs:
        if (change.status == "D" or not change.is_now(tests)) and change.old_path and tests.match(change.old_path):
            problem = f"{_who(commits)} removes a test"
            yield _finding(change.path, problem, "keep it, or let a person remove it", "test gone", policy.tests)
    changed = [
        (change, commits)
        for change, commits in theirs
        if change.is_now(code) and not change.is_now(tests) and (change.is_new or change.large or change.added_indexes)
    ]
    if not changed or any(
        change.is_now(tests) and (change.is_new or change.added_indexes) for change in changeset.changes
    ):
        return
    open_commits = {one for _, commits in changed for one in commits} - _ran(changeset, policy)
    if not open_commits:
        return
    told = [change.path for change, commits in changed if open_commits.intersection(commits)]
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    shown = ", ".join(told[:_SHOWN]) + more
    fix = "add or change a test"
    if policy.tested:
        fix += f'; or name the person who ran the tests in the message: "{policy.tested}: NAME <ADDRESS>"'
    yield _finding(
        told[0], f"{_who(sorted(open_commits, key=str))} changes code but no test: {shown}", fix, "tests", policy.tests
    )


def _ran(changeset: Changeset, policy: Policy) -> set[Commit]:
    """The agents' commits whose message says that a person ran the tests."""
    from govhooks.git.message import named
    from govhooks.knowledge.agents import authors

    found = set()
    for commit in changeset.commits:
        said = named(commit.message, commit.trailers, policy.tested) if policy.tested else []
        if any("@" in value and not authors.is_agent(value, policy.agents) for value in said):
            found.add(authors.Commit(commit.commit, authors.made_by(commit, policy.agents)))
    return found


def _owners(changeset: Changeset, theirs: _Theirs, policy: Policy) -> Iterator[Finding]:
    from govhooks.knowledge.agents import authors
    from govhooks.knowledge.approvals.codeowners import read

    table = read(changeset.before)
    for change, commits in theirs:
        owners: Iterable[str] = table.owners(change.path) if table is not None else ()
        people = [one for one in owners if not authors.is_agent(one, policy.agents)]
        if any(policy.teams or not (one.startswith("@") and "/" in one) for one in people):
            continue
        why = (
            "there is no CODEOWNERS"
            if table is None
            else "agents own it"
            if owners and not people
            else "nobody owns it"
        )
        if people:
            why = "only a team owns it"
        problem = f"{_who(commits)} changes a file without an owner: {why}"
        fix = "name a person for it in CODEOWNERS, on the branch it lands on"
        yield _finding(change.path, problem, fix, "owner", policy.owner)


def _who(commits: Iterable[Commit]) -> str:
    """The agents with their commits: "Claude Code (1a2b3c4d5e)"."""
    by_agent: dict[str, list[str]] = {}
    for one in dict.fromkeys(commits):
        by_agent.setdefault(one.agent, []).append(one.commit[:10])
    return ", ".join(f"{agent} ({', '.join(ids[:_SHOWN])})" for agent, ids in by_agent.items())


def _finding(path: str, problem: str, fix: str, identity: str, mode: str) -> Finding:
    return Finding(rule=ID, path=path, line=0, problem=problem, fix=fix, identity=identity, blocks=mode == REFUSE)


rule = Rule(
    ID, Policy, check, concerns=Concerns(kinds=("range",)), kinds=("range",), commits=True, shows=True, landing=True
)
