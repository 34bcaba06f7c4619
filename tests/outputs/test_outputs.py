"""The four formats: valid by their schemas, without a secret, and closed to what a hostile repository writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schemas import jsonschema
from sweeps import examples

from govhooks.core.finding import Finding
from govhooks.core.verdict import Verdict
from govhooks.core.waiver import Waiver
from govhooks.outputs import github, sarif, text
from govhooks.outputs import json as json_output
from govhooks.outputs.escape import printable
from govhooks.rules import load
from govhooks.run.request import FORMATS

ROOT = Path(__file__).resolve().parents[2]
REPORT = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
SARIF = json.loads((ROOT / "tests/data/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
RENDER = {"text": text.render, "json": json_output.render, "sarif": sarif.render, "github": github.render}
RULES = tuple(load())

# Every one of these would do something if it reached a terminal or a CI log as it is.
HOSTILE = (
    "a\n::error::owned",
    "::error::owned",
    "  ::set-output name=x::y",
    "\t::stop-commands::x",
    "a\r::warning::x",
    "##[error]owned",
    "##vso[task.setvariable variable=x]y",
    "x##vso[task.complete]",
    "###[group]x",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://evil.test\x07link",
    "\x9b31m",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "zero\u200bwidth",
    "soft\u00adhyphen",
    "tag\U000e0041\U000e007f",
    "line\u2028separator\u2029",
    "\u061cmark",
    "nel\x85x",
    "\ufffe\uffff",
    "nul\0",
    "bell\x07\x08\x08",
    "bytes\udcff\udc80",
    "per%0A::error::cent",
    "a,line=1::x",
    "a:b,c",
    "]]>&<x>\"'",
    "[link](javascript:x)",
)


def finding(**changed: object) -> Finding:
    fields = {"rule": "no-secrets", "path": "a.py", "line": 3, "problem": "p", "fix": "f", "identity": "i", **changed}
    return Finding(**fields)  # type: ignore[arg-type]


def verdict(*findings: Finding, notes: tuple[str, ...] = (), policy: str = "built-in defaults") -> Verdict:
    checked = {"kind": "change", "changes": 1, "commits": 0, "rules": ["no-secrets"], "policy": policy}
    return Verdict(findings=findings, checked=checked, notes=notes, rules=RULES)


WAIVER = Waiver(1, "no-secrets", "a.py", "a revoked key", "ann", "bob", "2030-01-01")
SOME = verdict(
    finding(column=5, end_line=4),
    finding(path="", line=0, commit="1" * 40),
    finding(path="b c.py", line=0, blocks=False, fix=""),
    finding(path="d.py", exception=WAIVER),
    notes=("something to know",),
)
PACKAGED = verdict(
    finding(package=("npm", "@angular/core", "19.0.0"), advisories=("GHSA-1", "CVE-2026-1")),
    finding(package=("GitLab", "group/project", "")),
    finding(package=("npm", "a\x1b[31m\udcff", "::error::1\n"), advisories=("##[error]", "\u202e")),
)


def all_hostile() -> Verdict:
    findings = []
    for nasty in HOSTILE:
        waiver = Waiver(1, "no-secrets", nasty, nasty, nasty, nasty, "2030-01-01")
        findings += [
            finding(path=nasty, problem=nasty, fix=nasty, package=(nasty, nasty, nasty), advisories=(nasty,)),
            finding(package=("npm", nasty, nasty)),
            finding(path=f"dir/{nasty}", line=0, blocks=False, problem=nasty, fix=nasty),
            finding(path=nasty, exception=waiver),
        ]
    return verdict(*findings, notes=HOSTILE, policy=HOSTILE[0])


# --- silence is not success, and a commit that passes is told in three lines


def judged(*findings: Finding, notes: tuple[str, ...] = (), **checked: object) -> Verdict:
    made = verdict(*findings, notes=notes)
    made.checked.update(checked)
    return made


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (
            {"kind": "whole", "changes": 1230, "rules": ["a", "b"]},
            "govhooks: clean: 1,230 files, 2 rules, policy built-in defaults",
        ),
        ({"kind": "whole", "changes": 1}, "govhooks: clean: 1 file, 1 rule, policy built-in defaults"),
        (
            {"kind": "range", "changes": 2, "commits": 1},
            "govhooks: clean: 2 files, 1 commit, 1 rule, policy built-in defaults",
        ),
        (
            {"kind": "history", "changes": 0, "commits": 40},
            "govhooks: clean: 40 commits, 1 rule, policy built-in defaults",
        ),
        ({"kind": "change", "changes": 0}, "govhooks: nothing new is staged: nothing to judge"),
    ],
)
def test_who_asks_is_answered(checked: dict[str, object], said: str) -> None:
    assert text.render(judged(**checked), asked=True) == f"{said}\n"
    assert text.render(judged(notes=("n",), **checked), asked=True) == f"note: n\n{said}\n"
    assert text.render(judged(**checked)) == ""


FLAGS = [
    finding(
        rule="high-risk-changes",
        identity=area,
        path=f"{area}/{n}.py",
        line=0,
        blocks=False,
        problem=f"high risk: {area}",
    )
    for area, count in (("payments", 3), ("authentication", 1))
    for n in range(count)
]
EXCUSED = finding(exception=WAIVER)
KNOWN = finding(path="k.py", known=True, blocks=False)


def test_a_commit_that_passes_is_told_in_three_lines() -> None:
    made = judged(*FLAGS, EXCUSED, KNOWN, notes=("x is switched off by y", "n", "m"))

    assert text.shortened(made) == (
        "flagged: payments (3 files), authentication (authentication/0.py)\n"
        "note: x is switched off by y; 2 more notes\n"
        "govhooks: passed: 4 flagged, 1 excused, 1 known (policy: built-in defaults)\n"
    )
    assert text.shortened(judged(FLAGS[0])) == text.render(judged(FLAGS[0]))
    assert text.shortened(judged()) == ""


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*FLAGS, EXCUSED])), st.lists(st.sampled_from(HOSTILE)))
def test_it_is_never_more_than_three(findings: list[Finding], notes: list[str]) -> None:
    assert text.shortened(judged(*findings, notes=tuple(notes))).count("\n") <= 3


# --- what to do when a refusal is wrong, or has to stay

LIVE = finding(identity="live", proven=True)
GUESS = finding(guessable=True, confidence="medium")
IN_TESTS = finding(guessable=True, confidence="medium", path="tests/test_a.py")
SURE_IN_TESTS = IN_TESTS.but(confidence="high")
MESSAGE = finding(path="", rule="no-secrets-in-messages")
TRAILER = finding(path="", rule="high-risk-changes")
ENTRY = finding(path="governance.toml", rule="policy-exceptions")
STALE = finding(path=".govhooks.baseline")
ADD = "govhooks exceptions add "
WAYS = [
    ((GUESS,), "change", f"wrong, or has to stay? {ADD}{GUESS.fingerprint}"),
    ((LIVE, GUESS), "change", f"wrong, or has to stay? {ADD}{GUESS.fingerprint}"),
    ((GUESS,), "range", f"wrong, or has to stay? {ADD}{GUESS.fingerprint}"),
    ((finding(rule="no-env-files"),), "change", "wrong, or has to stay? "),
    ((LIVE,), "change", f"revoked, or public by design? only then: {ADD}{LIVE.fingerprint}"),
    ((IN_TESTS,), "change", 'made up for tests? confidence-in-tests = "high" in [rules.no-secrets]'),
    ((SURE_IN_TESTS,), "change", "wrong, or has to stay? "),
    ((IN_TESTS, GUESS), "change", "wrong, or has to stay? "),
    ((GUESS,), "whole", "committed before govhooks was set up? `govhooks baseline`"),
    ((GUESS, KNOWN), "whole", "wrong, or has to stay? "),
    ((MESSAGE,), "change", ""),
    ((TRAILER,), "change", ""),
    ((ENTRY,), "whole", ""),
    ((STALE,), "whole", ""),
    ((KNOWN,), "change", ""),
    ((GUESS,), "history", ""),
]


@pytest.mark.parametrize(("findings", "kind", "way"), WAYS)
def test_the_report_ends_with_one_way_out(findings: tuple[Finding, ...], kind: str, way: str) -> None:
    made = verdict(*findings)
    made.checked["kind"] = kind
    *_, summary, last = ["", *text.render(made).splitlines()]

    if way:
        assert summary.startswith("govhooks: refused: ")
        assert last.startswith(way)
    else:
        assert last.startswith("govhooks: ")


# --- each format


def test_text_is_where_what_and_what_to_do() -> None:
    key = finding().fingerprint

    assert text.render(SOME) == (
        "a.py:3: p [no-secrets]\n"
        "  fix: f\n"
        f"  fingerprint: {key}\n"
        "commit message (in 111111111111): p [no-secrets]\n"
        "  fix: f\n"
        f"  fingerprint: {finding(path='').fingerprint}\n"
        "b c.py: p [no-secrets]\n"
        "d.py:3: p [no-secrets]\n"
        "  excused: a revoked key (owner ann, until 2030-01-01)\n"
        "note: something to know\n"
        "govhooks: refused: 2 to fix, 1 flagged, 1 excused (policy: built-in defaults)\n"
        f'revoked, or public by design? only then: govhooks exceptions add {key} --reason "WHY" --approver "WHO"\n'
    )
    assert text.render(verdict()) == ""
    assert text.render(verdict(notes=("n",))) == "note: n\n"


def test_github_annotates_each_finding() -> None:
    out = github.render(SOME)

    assert out.startswith(text.render(SOME))
    assert out[len(text.render(SOME)) :].splitlines() == [
        "::error file=a.py,line=3,title=no-secrets::p - fix: f",
        "::error title=no-secrets::p - fix: f",
        "::warning file=b c.py,title=no-secrets::p",
        "::notice file=d.py,line=3,title=no-secrets::p - fix: f",
    ]


def test_github_escapes_what_has_a_meaning() -> None:
    line = github.render(verdict(finding(path="50%,a:b", problem="100% a:b,c"))).splitlines()[-1]

    assert line == "::error file=50%25%2Ca%3Ab,line=3,title=no-secrets::100%25 a:b,c - fix: f"


@pytest.mark.parametrize(
    "report", [SOME, PACKAGED, verdict(), all_hostile()], ids=["some", "packages", "none", "hostile"]
)
def test_json_is_valid(report: Verdict) -> None:
    jsonschema.Draft202012Validator.check_schema(REPORT)
    out = json_output.render(report)
    jsonschema.validate(json.loads(out), REPORT, cls=jsonschema.Draft202012Validator)

    assert out.isascii()
    assert out.endswith("}\n")
    assert len(json.loads(out)["findings"]) == len(report.findings)


def test_json_says_what_is_known() -> None:
    first, message, flagged, excused = json.loads(json_output.render(SOME))["findings"]

    assert first == {
        "rule": "no-secrets",
        "path": "a.py",
        "line": 3,
        "end_line": 4,
        "column": 5,
        "severity": "error",
        "confidence": "high",
        "problem": "p",
        "fix": "f",
        "fingerprint": finding().fingerprint,
        "commit": None,
        "known": False,
        "exception": None,
    }
    assert (message["path"], message["commit"]) == ("", "1" * 40)
    assert (flagged["severity"], flagged["end_line"]) == ("warning", 0)
    assert excused["severity"] == "warning"
    assert excused["exception"] == {
        "path": "a.py",
        "reason": "a revoked key",
        "owner": "ann",
        "approver": "bob",
        "expires": "2030-01-01",
    }


def test_a_finding_about_a_package_names_it() -> None:
    full, without_type, nasty = json.loads(json_output.render(PACKAGED))["findings"]
    results = json.loads(sarif.render(PACKAGED))["runs"][0]["results"]

    assert full["package"] == {"ecosystem": "npm", "name": "@angular/core", "version": "19.0.0"}
    assert (full["purl"], full["advisories"]) == ("pkg:npm/%40angular/core@19.0.0", ["GHSA-1", "CVE-2026-1"])
    assert "purl" not in without_type
    assert (without_type["package"]["version"], without_type["advisories"]) == ("", [])
    assert nasty["purl"] == "pkg:npm/a%1B%5B31m%FF@::error::1%0A"
    assert nasty["package"]["name"] == r"a\x1b[31m\xff"
    assert [result["properties"] for result in results] == [
        {"confidence": "high", "purl": full["purl"], "advisories": full["advisories"]},
        {"confidence": "high"},
        {"confidence": "high", "purl": nasty["purl"], "advisories": ["#\\x23[error]", "\\u202e"]},
    ]


@pytest.mark.parametrize("broken", ["rule", "path", "line", "severity", "fingerprint", "exception"])
def test_the_schema_is_no_rubber_stamp(broken: str) -> None:
    report = json.loads(json_output.render(SOME))
    for value in (None, "\x1b", -1, {}):
        if broken == "exception" and value is None:
            continue
        report["findings"][0][broken] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(report, REPORT, cls=jsonschema.Draft202012Validator)
    del report["findings"][0][broken]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, REPORT, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "report", [SOME, PACKAGED, verdict(), all_hostile()], ids=["some", "packages", "none", "hostile"]
)
def test_sarif_is_valid(report: Verdict) -> None:
    out = sarif.render(report)
    log = json.loads(out)
    validator = jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)

    assert [error.message for error in validator.iter_errors(log)] == []
    assert out.isascii()
    assert len(log["runs"][0]["results"]) == len(report.findings)


def test_sarif_says_what_is_known() -> None:
    (run,) = json.loads(sarif.render(SOME))["runs"]
    first, message, flagged, excused = run["results"]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert first["level"] == "error"
    assert first["partialFingerprints"] == {"govhooks/v2": finding().fingerprint}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a.py"},
                "region": {"startLine": 3, "endLine": 4, "startColumn": 5},
            }
        }
    ]
    assert "locations" not in message
    assert message["properties"]["commit"] == "1" * 40
    assert flagged["level"] == "warning"
    assert flagged["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "b%20c.py"}}
    assert excused["suppressions"][0]["status"] == "accepted"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "something to know"


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(st.binary(min_size=1, max_size=20).filter(lambda raw: b"\0" not in raw))
def test_a_sarif_path_is_the_path(raw: bytes) -> None:
    """The URI decodes to the path's bytes, and is a relative reference without a scheme."""
    path = raw.decode("utf-8", "surrogateescape")
    (result,) = json.loads(sarif.render(verdict(finding(path=path))))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert unquote_to_bytes(uri) == raw
    assert re.fullmatch(r"[\w.~/%-]*", uri, re.ASCII)


# --- nothing gets through


def is_safe(out: str) -> None:
    """No control, bidirectional or invisible character, no command of a CI service that is not ours."""
    assert "\r" not in out
    for line in out.split("\n"):
        bad = [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert bad == [], repr(line)
        assert "##[" not in line
        assert "##vso[" not in line
        if line.lstrip().startswith("::"):
            assert re.match(r"::(error|warning|notice) (file=[^:,]+,)?(line=\d+,)?title=[a-z-]+::", line), line


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_repository_writes_no_command(form: str) -> None:
    is_safe(RENDER[form](all_hostile()))


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_nor_does_what_a_program_decodes(form: str) -> None:
    """Whoever prints a field of a report prints nothing hostile either."""

    def strings(value: object):  # type: ignore[no-untyped-def]
        if isinstance(value, str):
            yield value
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from strings(item)

    for field in strings(json.loads(RENDER[form](all_hostile()))):
        is_safe(field)


@settings(derandomize=True, max_examples=examples(500), deadline=None)
@given(st.text(max_size=20) | st.text(":# \t\n\r\x1b\u202e[vso]%", max_size=12))
def test_any_text_is_printable(nasty: str) -> None:
    shown = printable(nasty)

    assert "\n" not in shown
    assert not shown.lstrip().startswith("::")
    is_safe(shown)
    is_safe(printable(f"prefix {nasty}"))
    shown.encode("utf-8")


@pytest.mark.parametrize(
    "plain", ["a.py", "src/ümläut/日本.txt", "a b", "a::b", "#a", "c#", "é", "100%", "~x", "emoji 😀"]
)
def test_what_is_harmless_stays_as_it_is(plain: str) -> None:
    assert printable(plain) == plain


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.text(max_size=10), st.text(max_size=10))
def test_two_names_that_look_alike_are_shown_apart(one: str, other: str) -> None:
    """Escaping does not make hidden characters vanish: only texts that already hold a backslash can collide."""
    if one != other and "\\" not in one + other and "::" not in one + other:
        assert printable(one) != printable(other)


# --- in a repository


@pytest.fixture
def leaky(repo, token: str):  # type: ignore[no-untyped-def]
    """Secrets of several kinds: in a file, in a name-value pair, in an environment file, in a path."""
    password = "".join(["c0rrect", "Horse", "7", "Staple", "Q"])
    repo.stage("app.py", f"x = 1\ntoken = '{token}'\nurl = 'https://user:{password}@db.corp.test/x'\n")
    repo.stage("config.yaml", f"db:\n  password: '{password}'\n")
    repo.stage(".env.example", f"API_SECRET={password}\n")
    repo.stage(".env", f"API_SECRET={password}\n")
    return repo, (token, password)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", [[], ["--all"], [".env", "app.py"], ["--confidence", "low"]])
def test_no_format_shows_a_secret(form: str, words: list[str], leaky, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    repo, secrets = leaky
    done = repo.check(*words, "--format", form)
    filed = repo.check(*words, "--format", form, "--output", str(tmp_path / "report"))
    report = (tmp_path / "report").read_text()

    assert done.code == filed.code == 1
    assert report == done.out
    assert "no-env-files" in done.out
    for secret in secrets:
        for shown in (done.out, done.err, filed.out, filed.err, report):
            # not even a part of it that would shorten a search
            assert all(secret[i : i + 6] not in shown for i in range(len(secret) - 5))
    is_safe(done.out)
    if form == "json":
        jsonschema.validate(json.loads(report), REPORT, cls=jsonschema.Draft202012Validator)
    if form == "sarif":
        jsonschema.validate(json.loads(report), SARIF, cls=jsonschema.Draft4Validator)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["clean", "range", "message", "text"])
def test_every_kind_of_run_is_valid(form: str, kind: str, repo, token: str) -> None:  # type: ignore[no-untyped-def]
    words = {
        "clean": [],
        "range": ["--from-ref", "HEAD~1", "--to-ref", "HEAD"],
        "message": ["--message-file", "m"],
        "text": ["-"],
    }
    if kind == "range":
        repo.commit("leak", **{"app.py": f"t = '{token}'\n", ".github/workflows/x.yml": "on: push\n"})
    if kind == "message":
        repo.stage(".github/workflows/x.yml", "on: push\n")
        repo.write("m", "subject\n")
    done = repo.run("check", *words[kind], "--format", form, stdin=b"clean\n")

    assert done.code == (1 if kind in ("range", "message") else 0)
    is_safe(done.out)
    if form == "json":
        jsonschema.validate(json.loads(done.out), REPORT, cls=jsonschema.Draft202012Validator)
        assert json.loads(done.out)["checked"]["kind"] == {"clean": "change"}.get(kind, kind)
    if form == "sarif":
        jsonschema.validate(json.loads(done.out), SARIF, cls=jsonschema.Draft4Validator)
        assert json.loads(done.out)["runs"][0]["results"] or done.code == 0


def test_a_clean_run_still_writes_its_report(repo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = repo.check("--format", "json", "--output", str(tmp_path / "report"))

    assert (done.code, done.out) == (0, "govhooks: nothing new is staged: nothing to judge\n")
    assert json.loads((tmp_path / "report").read_text())["findings"] == []


@pytest.mark.skipif(os.name != "posix", reason="such names do not exist elsewhere")
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_in_a_repository(form: str, repo) -> None:  # type: ignore[no-untyped-def]
    for nasty in HOSTILE:
        try:
            raw = nasty.encode("utf-8", "surrogateescape").replace(b"\0", b"0").replace(b"/", b"_")
        except UnicodeEncodeError:
            continue
        place = os.path.join(os.fsencode(repo.path), raw + b".env")
        with open(place, "wb") as stream:
            stream.write(b"A=1\n")
    subprocess.run(["git", "add", "--force", "--all", "."], cwd=repo.path, check=True)
    done = repo.check("--format", form)

    assert done.code == 1
    is_safe(done.out)
    is_safe(done.err)
    if form == "json":
        assert len(json.loads(done.out)["findings"]) >= len(HOSTILE) - 2


def test_an_error_shows_nothing_hostile_either(repo) -> None:  # type: ignore[no-untyped-def]
    for nasty in HOSTILE:
        if "\0" in nasty:
            continue
        done = repo.check(f"x{nasty}")

        assert done.code == 2
        is_safe(done.err)
        assert done.err.count("\n") == 1


def test_a_hostile_policy_shows_nothing_hostile(repo) -> None:  # type: ignore[no-untyped-def]
    for nasty in HOSTILE[:12]:
        repo.stage("governance.toml", f"{json.dumps(nasty)} = 1\n")
        done = repo.check()

        assert done.code == 3
        is_safe(done.err)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "utf-16"])
def test_any_encoding_of_standard_output_will_do(encoding: str, repo) -> None:  # type: ignore[no-untyped-def]
    repo.stage("日本/.env", "A=1\n")
    done = subprocess.run(
        [sys.executable, "-m", "govhooks.cli", "check"],
        cwd=repo.path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == b""
    assert ".env: environment file" in done.stdout.decode(encoding)


# --- two values of one line


def test_two_values_of_a_line_are_said_once() -> None:
    """With both fingerprints; in JSON they stay two findings."""
    same = [finding(identity="a", column=3), finding(identity="b", column=30), finding(identity="c", line=4)]
    said = text.render(verdict(*same))

    assert said.count("a.py:3: p (2 values) [no-secrets]") == 1
    assert said.count("a.py:3: ") == 1
    assert said.count("a.py:4: p [no-secrets]") == 1
    assert all(f"fingerprint: {one.fingerprint}" in said for one in same)
    assert "3 to fix" in said
    assert len(json.loads(json_output.render(verdict(*same)))["findings"]) == 3


def test_a_long_report_is_compact_and_says_the_same() -> None:
    """Above 200 findings JSON and SARIF are not indented."""
    many = verdict(*(finding(line=number, identity=f"{number}") for number in range(1, 400)))

    for name in ("json", "sarif"):
        said = RENDER[name](many)
        assert said.count("\n") == 1
        assert json.loads(said)
    assert len(json.loads(json_output.render(many))["findings"]) == 399
