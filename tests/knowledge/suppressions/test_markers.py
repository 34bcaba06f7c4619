"""The table of markers: each finds its own examples, and nothing in prose, strings and comments about style."""

from __future__ import annotations

from rows import each

from govhooks.knowledge.suppressions import Suppression, read
from govhooks.knowledge.suppressions.markers import ANNOTATION, MARKERS, STEMS, WORDS, Marker
from govhooks.knowledge.suppressions.tools import TOOLS


def found(path: str, text: str) -> list[tuple[str, str, str]]:
    """(tool, what, reason) of everything in a file."""
    return [(one.tool, " ".join(one.what), one.reason) for one in read(path, text.encode()).suppressions]


def of(marker: Marker, path: str, text: str) -> list[str]:
    return [what for tool, what, _ in found(path, text) if tool == marker.tool]


@each(MARKERS, lambda marker: f"{marker.tool}: {marker.form.source[:60]}")
def test_every_marker_has_its_examples(marker: Marker) -> None:
    text, what = marker.yes
    for path, sign in (("a.ts", "//"), ("a.py", "#"), ("noending", "#")):
        assert of(marker, path, f"x = 1  {sign} {text}\n") == [what], path
        assert of(marker, path, f"{sign} {text}\nx = 1\n") == [what], path
        assert of(marker, path, f"{sign} {marker.no}\nx = 1\n") == [], path
        assert of(marker, path, f"x = '{sign} {text}'\n") == [] or path == "noending", path
        assert of(marker, path, f"x = 1  {sign} {marker.no}\n") == [], path
    assert marker.source.startswith("https://")
    assert any(word in text.lower() for word in marker.words)


def test_the_words_are_those_of_the_markers() -> None:
    assert all(word == word.lower() and len(word) > 3 for word in WORDS)
    assert of(ANNOTATION, "pod.yaml", ANNOTATION.yes[0] + "\n") == [ANNOTATION.yes[1]]
    assert of(ANNOTATION, "pod.yaml", ANNOTATION.no + "\n") == []
    assert {one.tool for one in MARKERS} <= set(TOOLS)
    assert [word for word in WORDS if not any(stem.decode() in word for stem in STEMS)] == []


INLINE = [
    # bandit: https://bandit.readthedocs.io/en/latest/config.html#exclusions
    ("a.py", "p.Popen(c, shell=True)  # nosec\n", ("bandit", "*", "")),
    ("a.py", "p.Popen(c)  # nosec B602, B607 - the command is a constant\n", ("bandit", "B602 B607", "the command is a constant")),
    ("a.py", "p.Popen(c)  #nosec:B602\n", ("bandit", "B602", "")),
    ("a.py", "f()  # nosec assert_used, B101 # only in tests\n", ("bandit", "B101 assert_used", "only in tests")),
    ("a.py", "f()  # type: ignore[arg-type]  # nosec B101\n", ("bandit", "B101", "")),
    ("a.py", "# the input is our own, SEC-7\nf()  # nosec B307\n", ("bandit", "B307", "the input is our own, SEC-7")),
    ("a.py", "f()  # nosec B101, B102 TODO\n", ("bandit", "B101 B102", "")),
    ("a.py", "#!/usr/bin/env python3\nf()  # nosec B101\n", ("bandit", "B101", "")),
    ("a.py", "x = 1  # unrelated words behind other code\nf()  # nosec B101\n", ("bandit", "B101", "")),
    # gosec: https://github.com/securego/gosec#annotating-code
    ("a.go", "x := f() // #nosec G101 -- an example, no secret\n", ("gosec", "G101", "an example, no secret")),
    ("a.go", "x := f() //nolint:gosec // not reachable from outside\n", ("gosec", "gosec", "not reachable from outside")),
    # Ruff, https://docs.astral.sh/ruff/linter/#error-suppression
    ("a.py", "exec(x)  # noqa: S102\n", ("ruff", "S102", "")),
    ("a.py", "exec(x)  # noqa:E501,S102 - generated code of our own\n", ("ruff", "S102", "generated code of our own")),
    ("a.py", "# ruff: noqa: S101\n", ("ruff", "S101", "")),
    ("a.go", "//gosec:disable G304 -- the path is checked by open\nf(p)\n", ("gosec", "G304", "the path is checked by open")),
    # semgrep: https://semgrep.dev/docs/ignoring-files-folders-code
    ("a.ts", "eval(x) // nosemgrep\n", ("semgrep", "*", "")),
    ("a.ts", "// nosemgrep: a.b.eval-detected\neval(x)\n", ("semgrep", "a.b.eval-detected", "")),
    ("a.rb", "# nosem: a.b, c.d -- see #1234\nx\n", ("semgrep", "a.b c.d", "see #1234")),
    # zizmor: https://docs.zizmor.sh/usage/#ignoring-results
    ("c.yml", "- uses: a/b@v1 # zizmor: ignore[unpinned-uses]\n", ("zizmor", "unpinned-uses", "")),
    ("c.yml", "- uses: a/b@v1 # zizmor: ignore[unpinned-uses] our own action\n", ("zizmor", "unpinned-uses", "our own action")),
    ("c.yml", "# release only, @release\nrun: x # zizmor: ignore[a,b]\n", ("zizmor", "a b", "release only")),
    # checkov: https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
    ("m.tf", '  # checkov:skip=CKV_AWS_20:The bucket is a public website\n  acl = "x"\n', ("checkov", "CKV_AWS_20", "The bucket is a public website")),
    ("m.tf", "  #checkov:skip=CKV_AWS_20\n", ("checkov", "CKV_AWS_20", "")),
    ("Dockerfile", "#bridgecrew:skip=CKV_DOCKER_3:runs as root for the port\n", ("checkov", "CKV_DOCKER_3", "runs as root for the port")),
    ("k.yaml", "    checkov.io/skip2: CKV_K8S_14\n", ("checkov", "CKV_K8S_14", "")),
    ("k.yaml", '    "checkov.io/skip2": "CKV_K8S_14=pinned by the operator"\n', ("checkov", "CKV_K8S_14", "pinned by the operator")),
    # trivy: https://trivy.dev/latest/docs/scanner/misconfiguration/#inline-ignoring
    ("m.tf", "#trivy:ignore:AVD-AWS-0086\n", ("trivy", "AVD-AWS-0086", "")),
    ("m.tf", "#trivy:ignore:aws-s3-x[name=a]:exp:2027-01-31\n", ("trivy", "aws-s3-x", "")),
    ("m.tf", 'resource "a" "b" { // tfsec:ignore:aws-x a public site\n', ("trivy", "aws-x", "a public site")),
    # KICS: https://docs.kics.io/latest/running-kics/#using-commands-on-scanned-files-as-comments
    ("m.tf", "# kics-scan ignore\n", ("kics", "*", "")),
    ("m.yaml", "a: b # kics-scan ignore-line\n", ("kics", "*", "")),
    ("m.yaml", "# the sandbox account, OPS-3\n# kics-scan ignore-block\na:\n", ("kics", "*", "the sandbox account, OPS-3")),
    ("Dockerfile", "# kics-scan disable=b03a748a-542d,0008c003-79aa\n", ("kics", "0008c003-79aa b03a748a-542d", "")),
    # hadolint: https://github.com/hadolint/hadolint#inline-ignores
    ("Dockerfile", "# hadolint ignore=DL3008\nRUN apt-get install x\n", ("hadolint", "DL3008", "")),
    ("Dockerfile", "# hadolint global ignore=DL3003, SC2035\n", ("hadolint", "DL3003 SC2035", "")),
    ("Dockerfile", "# the mirror has one version only\n# hadolint ignore=DL3008\nRUN x\n", ("hadolint", "DL3008", "the mirror has one version only")),
    # gitleaks, trufflehog, detect-secrets and other scanners of secrets
    ("a.go", 'k := "x" // gitleaks:allow\n', ("gitleaks", "*", "")),
    ("a.py", 'k = "x"  # an example of the docs gitleaks:allow\n', ("gitleaks", "*", "an example of the docs")),
    ("page.md", "<!-- gitleaks:allow -->\n", ("gitleaks", "*", "")),
    ("a.js", "k('x') // trufflehog:ignore\n", ("trufflehog", "*", "")),
    ("a.yml", "k: x # trufflehog:ignore revoked in SEC-9\n", ("trufflehog", "*", "revoked in SEC-9")),
    ("a.sh", "K=x # trufflehog:ignore (TODO)\n", ("trufflehog", "*", "")),
    ("a.py", 'k = "x"  # pragma: allowlist secret\n', ("detect-secrets", "*", "")),
    ("a.py", '# pragma: allowlist nextline secret, a dummy of the docs\nk = "x"\n', ("detect-secrets", "*", "a dummy of the docs")),
    ("a.html", "<p>x</p> <!-- pragma: allowlist secret -->\n", ("detect-secrets", "*", "")),
    # ESLint: https://eslint.org/docs/latest/use/configure/rules#disabling-rules
    ("a.js", "/* eslint-disable */\nx\n", ("eslint", "*", "")),
    ("a.tsx", "// eslint-disable-next-line react/no-danger -- sanitized by DOMPurify\n", ("eslint", "react/no-danger", "sanitized by DOMPurify")),
    ("a.js", "eval(x) // eslint-disable-line no-eval, no-console\n", ("eslint", "no-eval", "")),
    ("a.jsx", "{/* eslint-disable-next-line security/detect-object-injection */}\n", ("eslint", "security/detect-object-injection", "")),
    ("a.ts", "// biome-ignore lint/security/noGlobalEval: our own templates\n", ("biome", "lint/security/noGlobalEval", "our own templates")),
    # Sonar, RuboCop, DevSkim, CodeQL
    ("A.java", "run(x); // NOSONAR\n", ("sonar", "*", "")),
    ("A.java", "run(x); // NOSONAR the input is a constant\n", ("sonar", "*", "the input is a constant")),
    ("A.kt", "run(x) // checked above, NOSONAR\n", ("sonar", "*", "checked above")),
    ("a.rb", "eval(x) # rubocop:disable Security/Eval, Style/Eval\n", ("rubocop", "Security/Eval", "")),
    ("a.cs", "x(); // DevSkim: ignore DS126858 until 2027-01-31 the protocol wants it\n", ("devskim", "DS126858", "the protocol wants it")),
    ("m.tf", "#tfsec:ignore:aws-x tfsec:ignore:aws-y\nx {}\n", ("trivy", "aws-x aws-y", "")),
    ("a.rb", "# rubocop:disable-next Security/Eval\nx\n", ("rubocop", "Security/Eval", "")),
    ("a.cpp", "x(); // CodeQL [SM03936] a made-up key\n", ("codeql", "SM03936", "a made-up key")),
    ("a.rb", "# rubocop:todo Security/YAMLLoad\nx\n", ("rubocop", "Security/YAMLLoad", "")),
    ("a.rb", "x # rubocop:disable Security/Open -- our own URLs\n", ("rubocop", "Security/Open", "our own URLs")),
    ("a.c", "gets(x); // DevSkim: ignore DS154189,DS126858\n", ("devskim", "DS126858 DS154189", "")),
    ("a.py", "x()  # DevSkim: ignore all\n", ("devskim", "*", "")),
    ("a.ts", "// biome-ignore-all lint/security: a sandbox of ours\n", ("biome", "lint/security", "a sandbox of ours")),
    ("a.tsx", "{/* biome-ignore lint/security/noDangerouslySetInnerHtml: <explanation> */}\n", ("biome", "lint/security/noDangerouslySetInnerHtml", "")),
    ("a.js", "x() // lgtm[js/eval] an old one, see #4\n", ("codeql", "js/eval", "an old one, see #4")),
    ("A.java", "// codeql[java/sql-injection]\nrun(x);\n", ("codeql", "java/sql-injection", "")),
    ("a.py", "k = x  # ggignore\n", ("ggshield", "*", "")),
    ("a.yml", "k: x # ggignore, a public key\n", ("ggshield", "*", "a public key")),
    ("a.rb", "# revoked in SEC-3\nk = 'x' # ggignore\n", ("ggshield", "*", "revoked in SEC-3")),
    ("a.js", "k('x') // secretlint-disable-line\n", ("secretlint", "*", "")),
    ("a.js", "/* secretlint-disable @secretlint/secretlint-rule-aws */\n", ("secretlint", "@secretlint/secretlint-rule-aws", "")),
    ("a.yml", "# made up for the docs\n# secretlint-disable-next-line\nk: x\n", ("secretlint", "*", "made up for the docs")),
    ("a.py", "log(x)  # codeql[py/clear-text-logging] a label, no secret\n", ("codeql", "py/clear-text-logging", "a label, no secret")),
]  # fmt: skip


@each(INLINE)
def test_comments_of_tools_are_read(path: str, text: str, wanted: tuple[str, str, str]) -> None:
    assert found(path, text) == [wanted]


def test_every_tool_has_comments_that_show_it() -> None:
    counts = {marker.tool: sum(wanted[0] == marker.tool for *_, wanted in INLINE) for marker in MARKERS}

    assert {tool: count for tool, count in counts.items() if count < 3} == {}


EVERYDAY = [
    (
        "README.md",
        "Write `# nosec` behind the line.\n\n```python\nf()  # nosec B101\n```\n\nOr NOSONAR, or eslint-disable.\n",
    ),
    ("README.md", "~~~html\n<!-- gitleaks:allow -->\n~~~\n"),
    ("notes.txt", "# nosec\n// NOSONAR\n"),
    ("guide.rst", "Use ``# noqa: S101`` in tests.\n# nosec\n"),
    ("a.py", 'MARK = "NOSONAR"\nTEXT = "x  # nosec"\n'),
    ("a.py", '"""How to silence bandit:\n\n    f()  # nosec B101\n"""\n'),
    ("a.py", "x = '''\n# nosec\n'''\n"),
    ("a.py", "# to silence bandit write nosec behind the line\nx = 1\n"),
    ("a.py", "# a `# nosec` without an id silences all\nx = 1\n"),
    ("a.py", "import x  # noqa\nimport y  # noqa: F401\nz = 1  # noqa: E501, SIM115\n"),
    ("a.py", "# flake8: noqa\n"),
    ("a.js", "// eslint-disable-next-line no-console\nconsole.log(1)\n// eslint-disable-line\n"),
    ("a.js", "/* eslint-disable no-unused-vars, react/prop-types */\n"),
    ("a.js", "const a = 'NOSONAR', b = `// nosemgrep`, c = \"// NOSONAR\";\n"),
    ("a.ts", "const t = `\n// nosemgrep: a.b\n`;\n"),
    ("a.js", 'const quote = /["\'`]/; const x = "// NOSONAR";\n'),
    ("A.java", 'String t = """\n  // NOSONAR\n  """;\n'),
    ("A.java", "/* The marker NOSONAR is for Sonar. */\nint x = 1;\n"),
    ("a.go", 'x := "// #nosec"\n'),
    ("a.go", "x := f() //nolint:errcheck\n"),
    ("a.rb", "# rubocop:disable Metrics/MethodLength\n"),
    ("a.tf", 'x = "# checkov:skip=CKV_AWS_1:y"\n'),
    ("a.tf", "x = <<EOT\n# checkov:skip=CKV_AWS_1:y\nEOT\n"),
    ("data.json", '{"text": "x # nosec", "more": "// NOSONAR"}\n'),
    ("a.sh", "echo 'x # nosec'\nurl=http://x/#nosec\n"),
    ("a.yml", "name: pins # by dependabot\nrun: 'echo # zizmor: ignore[x]'\n"),
    ("a.sql", "select '-- NOSONAR';\n"),
    ("a.csv", "a,b\n# nosec,1\n"),
    ("logo.png", "\x89PNG # nosec \x00\x00\x00\x00"),
]


@each(EVERYDAY)
def test_everyday_files_suppress_nothing(path: str, text: str) -> None:
    assert found(path, text) == []


def one(path: str, text: str) -> Suppression:
    (suppression,) = read(path, text.encode()).suppressions
    return suppression


def test_what_a_comment_silences_and_how_far() -> None:
    assert one("a.js", "/* eslint-disable */\n").broad() == "it silences every rule in this file"
    assert one("a.js", "/* eslint-disable no-eval */\nx\n/* eslint-enable */\n").scope == "block"
    assert found("a.js", "/* eslint-disable */\nx\n/* eslint-enable */\n") == []
    assert one("a.py", "f()  # nosec\n").broad() == "it silences every rule on this line"
    assert one("A.java", "f(); // NOSONAR\n").broad() == ""
    assert one("m.tf", "# kics-scan ignore\n").broad() == "it silences every rule in this file"
    assert one("m.tf", "#trivy:ignore:*\n").broad() == "it silences every rule in this block"
    assert one("a.py", "# flake8: noqa: S101\n").scope == "file"
    assert one("m.tf", "#trivy:ignore:A-1:exp:2027-01-31\n").expires == "2027-01-31"
    assert one("a.cs", "x(); // DevSkim: ignore DS1 until 2027-01-31\n").expires == "2027-01-31"
    assert one("a.py", "f()  # nosec B1O1\n").what == ("*",)


def test_windows_line_ends_and_wide_text() -> None:
    text = "# trusted input\r\nf()  # nosec B307\r\n"

    assert found("a.py", text) == [("bandit", "B307", "trusted input")]
    assert [s.line for s in read("a.ps1", ("\ufeff" + "x # gitleaks:allow\r\n").encode("utf-16")).suppressions] == [1]
