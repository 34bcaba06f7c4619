"""The rule policy-exceptions: what a change tells other tools not to report."""

from __future__ import annotations

import pytest
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.errors import CannotJudge
from govhooks.core.finding import Finding
from govhooks.policy.load import load as load_policy
from govhooks.rules import load
from govhooks.rules.review.policy_exceptions import Policy, rule

TODAY = "2026-03-01"


def judge(*changes: Change, policy: Policy | None = None, kind: str = "change") -> list[Finding]:
    return list(rule.check(Changeset(changes, today=TODAY, kind=kind), policy or Policy()))


def added(path: str, text: str, old: str | None = None, **more: object) -> list[Finding]:
    change = (
        Change("A", path, new=text.encode())
        if old is None
        else Change("M", path, new=text.encode(), old=[old.encode()])
    )
    return judge(change, **more)  # type: ignore[arg-type]


def problems(found: list[Finding]) -> list[str]:
    return [f"{one.path}:{one.line} {one.problem}" for one in found]


FLAGS = [
    (".trivyignore", "CVE-2024-1\n", "1 new trivy suppression of CVE-2024-1 gives no reason"),
    (".trivyignore", "CVE-1 exp:2026-02-28 # in no image\n", "1 new trivy suppression of CVE-1 expired on 2026-02-28"),
    (".trivyignore", "CVE-1 exp:2026-02-30 # in no image\n", "1 new trivy suppression of CVE-1 has an end that is no date"),
    (".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-1\n  - id: CVE-2\n", "2 2 new trivy suppressions of CVE-1, CVE-2 give no reason (lines 2, 3)"),
    ("osv-scanner.toml", "[[IgnoredVulns]]\nid = 'GO-1'\n", "2 new osv-scanner suppression of GO-1 gives no reason"),
    (".snyk", "ignore:\n  S-1:\n    - '*':\n        reason: None given\n", "2 new snyk suppression of S-1 gives no reason"),
    (".trivyignore", "# Trivy ignore file\nCVE-1\n", "2 new trivy suppression of CVE-1 gives no reason"),
    ("a.py", "# TODO: remove\nf()  # nosec B307 later\n", "2 new bandit suppression of B307 gives no reason"),
    ("a.py", "f()  # noqa: S6 - a fixed command\n", "1 new ruff suppression of S6 is too broad: S6 silences a whole family of rules"),
    ("a.rb", "# rubocop:disable all -- from a generator of ours\n", "1 new rubocop suppression of everything on this line is too broad: it silences every rule on this line"),
    (".semgrepignore", "# everything is noise\n*\n", "2 new semgrep suppression of everything is too broad: it silences everything, everywhere"),
    ("zizmor.yml", "rules:\n  artipacked:\n    disable: true\n", "3 new zizmor suppression of artipacked gives no reason"),
    (".gitleaks.toml", "[allowlist]\npaths = ['.*']\n", "1 new gitleaks suppression of everything gives no reason, and is too broad: it silences everything, everywhere"),
    ("pyproject.toml", '[tool.bandit]\nskips = ["B101"]\n', "2 new bandit suppression of B101 gives no reason"),
    ("package.json", '{"pnpm": {"auditConfig": {"ignoreGhsas": ["*"]}}}', "1 new npm-audit suppression of everything is too broad: it silences everything, everywhere"),
    ("a.py", "x = 1\ny = f()  # nosec B307\n", "2 new bandit suppression of B307 gives no reason"),
    ("a.py", "f()  # nosec - trusted input\n", "1 new bandit suppression of everything on this line is too broad: it silences every rule on this line"),
    ("a.py", "f()  # noqa: S307\nf()  # noqa: S307\n", "1 2 new ruff suppressions of S307 give no reason (lines 1, 2)"),
    ("a.js", "/* eslint-disable */\n", "1 new eslint suppression of everything in this file gives no reason, and is too broad: it silences every rule in this file"),
    ("A.java", "f(); // NOSONAR\n", "1 new sonar suppression of this line gives no reason"),
    ("m.tf", "#trivy:ignore:A-1:exp:2025-01-01 a test\n", "1 new trivy suppression of A-1 expired on 2025-01-01"),
    ("deep/Dockerfile", "# hadolint ignore=DL3008\nRUN x\n", "1 new hadolint suppression of DL3008 gives no reason"),
    ("k.yml", "    checkov.io/skip1: CKV_K8S_1\n", "1 new checkov suppression of CKV_K8S_1 gives no reason"),
    (".snyk", "ignore: [\n", "2 the suppressions of snyk cannot be read: not valid YAML: expected the node content, but found '<stream end>'"),
]  # fmt: skip


@each(FLAGS)
def test_what_is_flagged(path: str, text: str, problem: str) -> None:
    found = added(path, text)

    assert problems(found) == [f"{path}:{problem}"]
    assert not found[0].blocks
    assert found[0].fix


PASSES = [
    (".semgrepignore", ".env/\n.semgrep/\ntests/\n*_test.go\ndocs/\n"),
    ("pyproject.toml", '[tool.bandit]\nexclude_dirs = ["tests", ".venv"]\n'),
    (".checkov.yaml", "skip-path:\n  - examples\n"),
    ("w.yml", "- run: | # all of it\n    f()  # nosec\n"),
    ("Dockerfile", "RUN <<EOF\n# hadolint ignore=DL3008\nEOF\n"),
    ("n.ipynb", '{"source": ["# nosec is bandit\'s"]}\n'),
    (".trivyignore", "# in no image we ship\nCVE-1\nCVE-2\n"),
    (".trivyignore", f"CVE-1 exp:{TODAY} # in no image\n"),
    (".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-1\n    statement: SEC-12\n"),
    (".semgrepignore", "node_modules/\nvendor/\n"),
    ("kics.json", '{"exclude-queries": ["a1"]}'),
    ("package.json", '{"pnpm": {"auditConfig": {"ignoreCves": ["CVE-1"]}}}'),
    ("a.py", "f()  # nosec B307 - the input is ours\n"),
    ("a.py", "# https://corp.example/SEC-1\nf()  # noqa: S307\n"),
    ("a.py", "import x  # noqa: F401\n"),
    ("a.js", "f() // eslint-disable-line no-console\n"),
    ("a.ts", "// Code generated by protoc-gen-ts_proto. DO NOT EDIT.\n\n/* eslint-disable */\n"),
    ("README.md", "Use `# nosec`.\n"),
    ("node_modules/x/a.js", "/* eslint-disable */\n"),
    ("vendor/a.go", "f() // #nosec\n"),
    ("a.min.js", "/* eslint-disable */\n"),
]


@each(PASSES)
def test_what_passes(path: str, text: str) -> None:
    assert added(path, text) == []


def test_what_was_there_before_is_not_new() -> None:
    old = "a\nf()  # nosec B307\n"

    assert added("a.py", "b\nf()  # nosec B307\n", old) == []
    assert added("a.py", "f()  # nosec B307\na\n", old) == []
    assert added("a.py", "g()  # nosec B307\n", old) == []
    assert problems(added("a.py", old + "g()  # nosec B307\n", old)) == [
        "a.py:3 new bandit suppression of B307 gives no reason"
    ]
    assert problems(added("a.py", "f()  # nosec B307, B308\n", old)) == [
        "a.py:1 new bandit suppression of B307, B308 gives no reason"
    ]
    assert added(".trivyignore", "CVE-2\nCVE-1\n", "CVE-1\nCVE-2\n") == []
    assert added(".trivyignore", "CVE-1 exp:2027-01-01\n", "CVE-1\n") == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.py", "f()  # nosec\n", "f()  # nosec B307\n"),
        ("a.py", "f()  # nosec B307, B404\n", "f()  # nosec B404\n"),
        ("a.js", "/* eslint-disable no-eval */\neval(x)\n", "// eslint-disable-next-line no-eval\neval(x)\n"),
        (".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-1\n", "vulnerabilities:\n  - id: CVE-1\n    paths: [a]\n"),
    ],
)
def test_to_silence_less_is_not_new(path: str, old: str, new: str) -> None:
    assert problems(added(path, new, old)) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.py", "f()  # nosec B307\n", "f()  # nosec\n"),
        ("a.py", "f()  # nosec B307\n", "f()  # nosec B307\ng()  # nosec B307\n"),
        ("a.py", "f()  # nosec B307\n", "f()  # nosec B404\n"),
        ("a.js", "// eslint-disable-next-line no-eval\neval(x)\n", "/* eslint-disable no-eval */\neval(x)\n"),
    ],
)
def test_to_silence_more_or_something_else_is_new(path: str, old: str, new: str) -> None:
    assert all(" new " in one for one in problems(added(path, new, old))) and added(path, new, old)


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("a.py", "f()  # nosec B307 - a constant\n", "f()  # nosec B307\n", 1),
        (".trivyignore", "# in no image\nCVE-1\n", "CVE-1\n", 1),
        ("a.py", "# a constant\nf()  # nosec B307\n", "f()  # nosec B307\n", 1),
    ],
)
def test_a_reason_that_is_taken_out_is_missed(path: str, old: str, new: str, line: int) -> None:
    (said,) = problems(added(path, new, old))

    assert said.startswith(f"{path}:{line} ") and said.endswith("no longer gives a reason")
    assert problems(added(path, old.replace("constant", "literal"), old)) == []


def test_one_that_goes_elsewhere_is_no_leave_for_a_smaller_one() -> None:
    """Only in its own file does one that silences less take the place of another."""
    gone = Change("M", "a.py", new=b"f()\n", old=[b"f()  # nosec\n"])
    come = Change("M", "b.py", new=b"g()  # nosec B307\n", old=[b"g()\n"])

    assert problems(judge(gone, come)) == ["b.py:1 new bandit suppression of B307 gives no reason"]


def test_a_new_one_above_a_known_one_is_the_new_one() -> None:
    old = "f()  # nosec B307 - ours\n"

    assert problems(added("a.py", "g()  # nosec B307\n" + old, old)) == [
        "a.py:1 new bandit suppression of B307 gives no reason"
    ]
    assert problems(added(".trivyignore", "# a\n*\n\n# ours\nCVE-1\n", "# ours\nCVE-1\n"))[0].startswith(
        ".trivyignore:2 "
    )


def test_a_merge_is_judged_by_what_both_sides_had() -> None:
    ours, theirs = b"x\nf()  # nosec B307\n", b"f()  # nosec B307\ny\n"
    both = Change("M", "a.py", new=b"x\nf()  # nosec B307\ny\n", old=[ours, theirs])
    more = Change("M", "a.py", new=b"x\nf()  # nosec B307\ny\ng()  # nosec B307\n", old=[ours, theirs])

    assert judge(both) == []
    assert problems(judge(more)) == ["a.py:4 new bandit suppression of B307 gives no reason"]


def test_what_moves_to_another_file_is_not_new() -> None:
    line = "f()  # nosec B307\n"
    gone = Change("M", "a.py", new=b"x\n", old=[line.encode()])
    come = Change("M", "b.py", new=f"y\n{line}".encode(), old=[b"y\n"])
    twice = Change("M", "b.py", new=f"y\n{line}{line}".encode(), old=[b"y\n"])
    deleted = Change("D", "a.py", old=[line.encode()])
    renamed = Change("R", "b.py", "a.py", new=line.encode(), old=[line.encode()])

    assert judge(gone, come) == judge(come, gone) == judge(deleted, come) == judge(renamed) == []
    assert len(judge(gone, twice)) == len(judge(come)) == 1


def test_what_has_expired_is_flagged_when_it_is_touched_and_in_a_whole_tree() -> None:
    old = "# in no image\nCVE-1 exp:2026-01-01\n"

    assert added(".trivyignore", old + "\n# a\nCVE-2 exp:2027-01-01 # in no image\n", old) == []
    assert problems(added(".trivyignore", "# in no image\nCVE-1 exp:2026-02-01\n", old)) == [
        ".trivyignore:2 trivy suppression of CVE-1 expired on 2026-02-01"
    ]
    whole = Change("W", ".trivyignore", new=(old + "CVE-2\n\n*\n").encode())
    assert problems(judge(whole, kind="whole")) == [".trivyignore:2 trivy suppression of CVE-1 expired on 2026-01-01"]
    code = Change("W", "a.py", new=b"f()  # nosec B1 until 2020-01-01\ng()  # nosec\n")
    assert problems(judge(code, kind="whole")) == [
        "a.py:1 bandit suppression of everything on this line expired on 2020-01-01"
    ]


def test_what_surely_silences_nothing_is_named_in_a_whole_tree() -> None:
    twice = Change("W", ".trivyignore", new=b"CVE-1\nCVE-2\nCVE-1\n")
    rules = Change("W", "zizmor.yml", new=b"rules:\n  a:\n    ignore: [ci.yml, old.yml:1]\n    disable: true\n")
    workflow = Change("W", ".github/workflows/ci.yml", new=b"on: push\n")

    assert problems(judge(twice, kind="whole")) == [
        ".trivyignore:3 trivy suppression of CVE-1 is unused: line 1 says the same"
    ]
    assert judge(rules, kind="whole") == []  # nobody lists this tree
    named = Changeset([rules, workflow], kind="whole", after=Tree(["zizmor.yml", workflow.path]))
    assert problems(list(rule.check(named, Policy()))) == [
        "zizmor.yml:3 zizmor suppression of a is unused: there is no old.yml"
    ]


class Tree:
    """A tree that lists its paths."""

    def __init__(self, paths: list[str]) -> None:
        self._paths = paths

    def paths(self) -> list[str]:
        return self._paths

    def __call__(self, path: str) -> bytes | None:
        return None


def test_a_broken_file_is_said_once() -> None:
    assert len(added(".snyk", "ignore: [\n")) == 1
    assert added(".snyk", "ignore: [\n1", "ignore: [\n") == []


def test_links_deletions_and_large_files_are_not_read() -> None:
    link = Change("A", "a.py", new=b"x # nosec", mode="120000")
    gone = Change("D", ".snyk", old=[b"ignore: ["])

    assert judge(link, gone) == []


def test_what_others_have_to_give_is_policy() -> None:
    every = Policy(others=("reason", "owner", "expires"))
    text = "CVE-1\nCVE-2 # in no image, @ops, until 2027-01-31\n"

    (found,) = added(".trivyignore", text, policy=every)
    assert found.problem == "new trivy suppression of CVE-1 gives no reason and no owner and no last day"
    assert found.fix == "add a comment behind it or right above that says why and owner: WHO and until YYYY-MM-DD"
    assert added(".trivyignore", text, policy=Policy(others=())) == []
    assert added("kics.json", '{"exclude-queries": ["a1"]}', policy=every) == []


def test_the_mode_is_policy() -> None:
    both = [Change("A", ".trivyignore", new=b"CVE-1\n"), Change("A", "a.py", new=b"f()  # nosec B1\n")]

    assert judge(*both, policy=Policy(others_mode="off")) == []
    assert [one.blocks for one in judge(*both, policy=Policy(others_mode="refuse"))] == [True, True]
    one = judge(*both, policy=Policy(tools={"trivy": "off", "bandit": "refuse"}))
    assert [(found.path, found.blocks) for found in one] == [("a.py", True)]
    assert [found.path for found in judge(*both, policy=Policy(others_mode="off", tools={"trivy": "flag"}))] == [
        ".trivyignore"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('others = ["why"]', "others is 'why'"),
        ('others-mode = "deny"', "others-mode is 'deny'"),
        ('tools = {trivvy = "off"}', "tools.trivvy is no tool that is known"),
        ('tools = {trivy = "no"}', "tools.trivy is 'no'"),
        ("max-renewals = -1", "max-renewals must be a whole number"),
    ],
)
def test_the_policy_is_strict(text: str, said: str) -> None:
    with pytest.raises(CannotJudge, match=said):
        load_policy(f"[rules.policy-exceptions]\n{text}\n".encode(), "governance.toml", load())


def test_fingerprints_stay_when_lines_move() -> None:
    (one,) = added("a.py", "f()  # nosec B307\n")
    (other,) = added("a.py", "\n\nf()  # nosec B307\n")
    (third,) = added("a.py", "f()  # nosec B308\n")

    assert one.fingerprint == other.fingerprint != third.fingerprint


def test_the_exact_words(repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("requirements/.trivyignore", "\n\nCVE-2024-1\n")
    repo.stage("app.py", "f()  # nosec B307\n")
    repo.stage("deploy/osv-scanner.toml", '[[IgnoredVulns]]\nid = "GO-1"\n')
    done = repo.check("--rule", "policy-exceptions")

    assert done.code == 0
    assert done.out.splitlines() == [
        "app.py:1: new bandit suppression of B307 gives no reason [policy-exceptions]",
        "  next: say why in this comment, or in one right above",
        "deploy/osv-scanner.toml:2: new osv-scanner suppression of GO-1 gives no reason [policy-exceptions]",
        '  next: say why: reason = "..."',
        "requirements/.trivyignore:3: new trivy suppression of CVE-2024-1 gives no reason [policy-exceptions]",
        "  next: add a comment behind it or right above that says why",
        "govhooks: passed: 3 flagged (policy: built-in defaults)",
    ]
    repo.commit("with them")
    repo.stage("app.py", "y = 1\nf()  # nosec B307\n")
    assert "flagged" not in repo.check("--rule", "policy-exceptions").out
    assert "suppression" not in repo.check("--all", "--rule", "policy-exceptions").out
