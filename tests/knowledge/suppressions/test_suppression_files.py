"""Ignore files of other tools, as their documentation shows them and as people write them: read right, entry by entry."""

from __future__ import annotations

from rows import each

from govhooks.knowledge.suppressions import is_ignore_file, may_hold, read
from govhooks.knowledge.suppressions.formats import FORMATS, format_of
from govhooks.knowledge.suppressions.settings import SETTINGS

# (path, text, for each entry: "line what | reason | owner | expires | how broad"; what is empty at the end is left out)
FILES = [
    # https://trivy.dev/latest/docs/configuration/filtering/#trivyignore
    (
        ".trivyignore",
        """# Accept the risk
CVE-2018-14618

# Accept the risk until 2099-01-01
CVE-2019-14697 exp:2099-01-01

# No impact in our settings
CVE-2019-1543

AVD-DS-0002
generic-unwanted-rule
""",
        ["2 CVE-2018-14618 | Accept the risk", "5 CVE-2019-14697 | Accept the risk | | 2099-01-01", "8 CVE-2019-1543 | No impact in our settings", "10 AVD-DS-0002", "11 generic-unwanted-rule"],
    ),
    ("images/.trivyignore", "CVE-2024-1 exp:2024-02-30\nCVE-2024-2 # no shell in the image, @platform\n", ["1 CVE-2024-1 | | | 2024-02-30", "2 CVE-2024-2 | no shell in the image | @platform"]),
    (".trivyignore", "# CVE-2024-3\nCVE-2024-3\r\n\n# TODO\nCVE-2024-4\n", ["2 CVE-2024-3", "5 CVE-2024-4"]),
    # https://trivy.dev/latest/docs/configuration/filtering/#trivyignoreyaml
    (
        ".trivyignore.yaml",
        """vulnerabilities:
  - id: CVE-2022-40897
    paths:
      - "usr/local/lib/python3.9/site-packages/setuptools-58.1.0.dist-info/METADATA"
    statement: Accept the risk
  - id: CVE-2023-2650
  # the next release has it
  - id: CVE-2023-3446
    purls: ["pkg:deb/debian/libssl1.1"]
    expired_at: 2023-09-01
misconfigurations:
  - id: AVD-DS-0001
secrets:
  - id: aws-access-key-id
    paths: ["foo/bar/aws.secret"]
licenses:
  - id: GPL-3.0
    statement: "owner: legal@corp.example, asked in LEGAL-4"
""",
        ["2 CVE-2022-40897 | Accept the risk", "6 CVE-2023-2650", "8 CVE-2023-3446 | the next release has it | | 2023-09-01", "12 AVD-DS-0001", "14 aws-access-key-id", "17 GPL-3.0 | owner: legal@corp.example, asked in LEGAL-4 | legal@corp.example"],
    ),
    (".trivyignore.yaml", "vulnerabilities:\n- id: CVE-1\n  expired_at: soon\n  statement: none\n", ["2 CVE-1 | | | soon"]),
    (".trivyignore.yml", "vulnerabilities:\n  - id: '*'\n    statement: a throw-away image\n", ["2 * | a throw-away image | | | it silences everything, everywhere"]),
    (".trivyignore.yaml", "vulnerabilities: [\n", "not valid YAML"),
    (".trivyignore.yaml", "misconfigurations:\n- statement: the sidecar reads /proc\n  id: AVD-KSV-0010\n  expired_at: 2026-13-01\n", ["3 AVD-KSV-0010 | the sidecar reads /proc | | 2026-13-01"]),
    # https://google.github.io/osv-scanner/configuration/
    (
        "osv-scanner.toml",
        """[[IgnoredVulns]]
id = "GO-2022-0968"
# ignoreUntil = 2022-11-09 # Optional exception expiry date
reason = "No ssh servers are connected to or hosted in Go lang"

[[IgnoredVulns]]
id = "GO-2022-1059"
ignoreUntil = 2022-11-09
""",
        ["2 GO-2022-0968 | No ssh servers are connected to or hosted in Go lang", "7 GO-2022-1059 | | | 2022-11-09"],
    ),
    (
        "svc/osv-scanner.toml",
        """[[PackageOverrides]]
name = "lib"
version = "1.0.0"
ecosystem = "Go"
ignore = true
effectiveUntil = 2099-11-09T12:00:00Z
reason = "abc of the vendor"

[[PackageOverrides]]
name = "other"
license.override = ["MIT"]

[[PackageOverrides]]
ecosystem = "npm"
group = "dev"
vulnerability.ignore = true
""",
        ["2 Go/lib@1.0.0 | abc of the vendor | | 2099-11-09", "14 * | | | | it silences everything, everywhere"],
    ),
    ("osv-scanner.toml", "[[IgnoredVulns]]\nid = 'A-1'\nreason = 'TODO'\nignoreUntil = 'tomorrow'\n", ["2 A-1 | | | tomorrow"]),
    ("osv-scanner.toml", "[[IgnoredVulns]\n", "not valid TOML"),
    # https://docs.snyk.io/manage-risk/policies/the-.snyk-file
    (
        ".snyk",
        """# Snyk (https://snyk.io) policy file
version: v1.25.0
ignore:
  SNYK-JS-LODASH-567746:
    - '*':
        reason: None Given
        expires: 2099-01-31T00:00:00.000Z
        created: 2026-01-01T00:00:00.000Z
  SNYK-JS-AXIOS-1:
    - 'a > b > axios':
        reason: only our own hosts are asked
patch: {}
""",
        ["4 SNYK-JS-LODASH-567746 | | | 2099-01-31", "9 SNYK-JS-AXIOS-1 | only our own hosts are asked"],
    ),
    (
        ".snyk",
        """version: v1.25.0
exclude:
  global:
    - node_modules
    - legacy/**
    - tools/**:
        reason: not shipped
        expires: '2020-01-01'
  code:
    # written by a generator
    - src/gen/**
    - '**'
""",
        ["5 legacy/** | | | | it leaves out everything in legacy/**", "6 tools/** | not shipped | | 2020-01-01 | it leaves out everything in tools/**", "11 src/gen/** | written by a generator | | | it leaves out everything in src/gen/**", "12 * | | | | it silences everything, everywhere"],
    ),
    (".snyk", "version: v1.25.0\nignore: {}\npatch: {}\n", []),
    # https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html
    (".checkov.yaml", "quiet: true\nskip-check:\n  - CKV_AWS_18  # logs go to the account of the platform\n  - CKV_DOCKER_2\nskip-path:\n  - bash-tools\n", ["3 CKV_AWS_18 | logs go to the account of the platform", "4 CKV_DOCKER_2", "6 bash-tools | | | | it leaves out everything in bash-tools"]),
    (".checkov.yml", "skip-check: CKV_AWS_1,CKV_AWS_*\n", ["1 CKV_AWS_1", "1 CKV_AWS_* | | | | CKV_AWS_* silences a whole family of rules"]),
    ("infra/.checkov.yaml", "# the sandbox, OPS-1\nskip-check:\n  - CKV2_AWS_5\n", ["3 CKV2_AWS_5 | the sandbox, OPS-1"]),
    # https://bandit.readthedocs.io/en/latest/config.html
    (".bandit", "[bandit]\nexclude = /tests\n# only in build scripts\nskips = B404,B603\n", ["2 /tests", "4 B404 | only in build scripts", "4 B603 | only in build scripts"]),
    ("bandit.yaml", "exclude_dirs: ['tests', 'venv']\nskips:\n  # asserts\n  - B101\n", ["1 tests", "4 B101 | asserts"]),
    ("pyproject.toml", '[project]\nname = "bandit-app"\n\n[tool.bandit]\nexclude_dirs = ["tests", "."]\nskips = ["B101"]  # tests are full of them, @qa\n', ["5 tests", "5 * | | | | it silences everything, everywhere", "6 B101 | tests are full of them | @qa"]),
    ("pyproject.toml", '[project]\nname = "app"\n[tool.ruff.lint]\nignore = ["S101"]\n', []),
    # https://semgrep.dev/docs/ignoring-files-folders-code
    (".semgrepignore", ":include .gitignore\n\n# Common large paths\nnode_modules/\nbuild/\n*.min.js\n\n# Semgrep's own tests\n/tests/\n", ["9 /tests/ | Semgrep's own tests"]),
    (".semgrepignore", "web/node_modules/\nsrc/payments/charge.py\n*.lock\ndocs/\napi/tests/\n", ["2 src/payments/charge.py | | | | it leaves out all of src/payments/charge.py", "3 *.lock", "4 docs/", "5 api/tests/"]),
    (".semgrepignore", "src/legacy/\n!src/legacy/keep.py\nvendor/\n", ["1 src/legacy/ | | | | it leaves out everything in src/legacy/"]),
    (".semgrepignore", "# made by the generator, with a page of its own\nlegacy*\ntmp_*\n", ["2 legacy* | made by the generator, with a page of its own | | | it leaves out everything in legacy*", "3 tmp_* | made by the generator, with a page of its own | | | it leaves out everything in tmp_*"]),
    ("app/.semgrepignore", "# everything\n*\n", ["2 * | everything | | | it silences everything, everywhere"]),
    # https://docs.zizmor.sh/configuration/
    ("zizmor.yml", "rules:\n  template-injection:\n    ignore:\n      - safe.yml\n      # the input is a number\n      - somewhat-safe.yml:123\n      - one-exact-spot.yml:123:456\n", ["4 template-injection", "6 template-injection | the input is a number", "7 template-injection"]),
    (".github/zizmor.yml", "rules:\n  # we pin by tag until 2020-01-01\n  unpinned-uses:\n    disable: true\n", ["4 unpinned-uses | we pin by tag | | 2020-01-01"]),
    ("zizmor.yaml", "rules:\n  unpinned-uses:\n    config:\n      policies:\n        actions/*: ref-pin\n", []),
    # https://github.com/gitleaks/gitleaks#gitleaksignore and #configuration
    (".gitleaksignore", "# revoked in SEC-4\ncd5226711335c68be1e720b318b7bc3135a30eb2:cmd/generate/config/rules/sidekiq.go:sidekiq-secret:23\n\ntests/keys.py:generic-api-key:4\n", ["2 cd5226711335c68be1e720b318b7bc3135a30eb2:cmd/generate/config/rules/sidekiq.go:sidekiq-secret:23 | revoked in SEC-4", "4 tests/keys.py:generic-api-key:4"]),
    (".gitleaks.toml", "[extend]\nuseDefault = true\ndisabledRules = [\"generic-api-key\"]\n\n[[allowlists]]\ndescription = \"made-up keys of tests\"\npaths = ['''^tests/''']\nregexes = ['''a(b)c''']\n", ["3 generic-api-key", "5 ^tests/ 1 regexes | made-up keys of tests"]),
    (".gitleaks.toml", "[[allowlists]]\npaths = ['^services/legacy/']\n\n# a key of the tests\n[[rules.allowlists]]\npaths = ['a/testdata/k']\n", ["1 ^services/legacy/ | | | | it leaves out everything in ^services/legacy/"]),
    ("gitleaks.toml", "[allowlist]\npaths = ['''.*''']\n[[rules]]\nid = 'x'\nregex = 'y'\n[[rules.allowlists]]\ncommits = ['abc']\n[rules.allowlist]\n", ["1 * | | | | it silences everything, everywhere", "6 abc"]),
    # https://github.com/trufflesecurity/trufflehog: --exclude-paths=FILE, regular expressions a line
    (".trufflehogignore", "node_modules/\n\n# vendored fixtures, see #12\n^testdata/\n", ["4 ^testdata/ | vendored fixtures, see #12"]),
    ("ci/trufflehog-exclude-paths.txt", ".*\\.lock$\n.*\n", ["1 .*\\.lock$", "2 * | | | | it silences everything, everywhere"]),
    ("trufflehog-ignore.txt", "", []),
    # https://docs.kics.io/latest/configuration-file/
    ("kics.config", '{\n  "path": "assets",\n  "exclude-queries": ["b03a748a", "*"],\n  "exclude-paths": "./a,./**"\n}\n', ["3 b03a748a", "3 * | | | | it silences everything, everywhere", "4 ./a | | | | it leaves out everything in ./a", "4 * | | | | it silences everything, everywhere"]),
    ("kics.config", "---\nexclude-paths:\n  # ignore submodules - handled in the source repos only\n  - bash-tools/\nexclude-severities:\n  - INFO\n", ["4 bash-tools/ | ignore submodules - handled in the source repos only | | | it leaves out everything in bash-tools/", "6 INFO"]),
    ("kics.config", 'verbose = true\nexclude-queries = ["a1"]  # a query about Helm, we have none\n', ["2 a1 | a query about Helm, we have none"]),
    ("kics.yaml", "exclude-severities: [high, low]\n", ["1 high | | | | it silences every finding of severity high", "1 low"]),
    ("kics.config", "path { }\n", "neither JSON, YAML nor TOML"),
    # https://github.com/hadolint/hadolint#configure
    (".hadolint.yaml", "ignored:\n  - DL3000\n  - SC1010  # our shell has it\n\ntrustedRegistries:\n  - docker.io\n", ["2 DL3000", "3 SC1010 | our shell has it"]),
    ("docker/.hadolint.yml", "failure-threshold: error\noverride:\n  info:\n    - DL3008\n", []),
    (".hadolint.yaml", "no-fail: true\nignored: [DL3008]\n", ["1 * | | | | it silences everything, everywhere", "2 DL3008"]),
    # https://github.com/jeemok/better-npm-audit#using-nsprc-file-to-manage-exceptions
    (
        ".nsprc",
        '{\n  "1337": {\n    "active": true,\n    "notes": "Ignored since we don\'t use xxx method",\n    "expiry": 1893456000000\n  },\n'
        '  "4501": {"active": false, "notes": "x"},\n  "GHSA-ww39-953v-wcq6": "not in a browser",\n  "980": {"active": true, "notes": "", "expiry": "31 January 2020 11:45"}\n}\n',
        ["2 1337 | Ignored since we don't use xxx method | | 2030-01-01", "8 GHSA-ww39-953v-wcq6 | not in a browser", "9 980 | | | 31 January 2020 11:45"],
    ),
    (".nsprc", '{"exceptions": ["https://nodesecurity.io/advisories/12"]}', ["1 https://nodesecurity.io/advisories/12"]),
    # https://github.com/IBM/audit-ci#allowlisting
    (
        "audit-ci.jsonc",
        '{\n  // Only use one of ["low": true, "moderate": true]\n  "moderate": true,\n  "allowlist": [\n    // Axios denial of service https://github.com/advisories/GHSA-42xw-2xvc-qx8m\n'
        '    "GHSA-42xw-2xvc-qx8m|axios>a",\n    "example1",\n    {"GHSA-1": {"active": true, "notes": "dev only, owner: @web", "expiry": "2020/01/31"}}\n  ]\n}\n',
        ["6 GHSA-42xw-2xvc-qx8m | Axios denial of service https://github.com/advisories/GHSA-42xw-2xvc-qx8m", "7 example1", "8 GHSA-1 | dev only, owner: @web | @web | 2020-01-31"],
    ),
    ("audit-ci.jsonc", '// settings of audit-ci\n{\n  "allowlist": [\n    {\n      // only our own files (ADM-15)\n      "GHSA-1|xlsx": {"active": true}\n    },\n    "CWE-1333"\n  ]\n}\n', ["6 GHSA-1 | only our own files (ADM-15)", "8 CWE-1333 | | | | it silences every advisory of CWE-1333"]),
    ("audit-resolve.json", '{"version": 1, "decisions": {"1500|y>z": {"decision": "ignore", "madeAt": 1, "expiresAt": 1577836800000}, "9|a": {"decision": "fix"}}}', ["1 1500 | | | 2020-01-01"]),
    (".iyarc", "# no ReDoS on our side\nGHSA-6fc8-4gx4-v693\n", ["2 GHSA-6fc8-4gx4-v693 | no ReDoS on our side"]),
    (".iyarc", "GHSA-1,GHSA-2, GHSA-3\n", ["1 GHSA-1 GHSA-2 GHSA-3"]),
    ("pnpm-workspace.yaml", "audit:\n  ignore:\n    - GHSA-1 # not in a browser\n", ["3 GHSA-1 | not in a browser"]),
    (".yarnrc.yml", "nodeLinker: node-modules\nnpmAuditIgnoreAdvisories:\n  - \"1091087\" # not reachable\n  - \"1091088\"\n", ["3 1091087 | not reachable", "4 1091088"]),
    ("package.json", '{\n  "name": "x",\n  "pnpm": {"auditConfig": {"ignoreCves": ["CVE-2022-36313"]}}\n}\n', ["3 CVE-2022-36313"]),
    ("package.json", '{"name": "x"}', []),
    # Rust, Grype, Bundler
    ("deny.toml", '[advisories]\nversion = 2\nignore = [\n    # a build dependency only\n    "RUSTSEC-0000-0000",\n    { id = "RUSTSEC-2024-0436", reason = "no safe upgrade is available" },\n    { crate = "a-crate@0.1.1" },\n]\n', ["5 RUSTSEC-0000-0000 | a build dependency only", "6 RUSTSEC-2024-0436 | no safe upgrade is available", "7 a-crate@0.1.1"]),
    ("deny.toml", "[licenses]\nallow = ['MIT']\n", []),
    ("deny.toml", "[advisories]\nignore = []\n", []),
    (".cargo/audit.toml", '[advisories]\nignore = ["RUSTSEC-1"] # until the next release\n', ["2 RUSTSEC-1 | until the next release"]),
    (".cargo/audit.toml", '[advisories]\nignore = [\n  "RUSTSEC-1",\n]\n', ["3 RUSTSEC-1"]),
    ("audit.toml", "[output]\nformat = 'json'\n", []),
    (".grype.yaml", "ignore:\n  - vulnerability: CVE-2008-4318\n    fix-state: unknown\n    package:\n      name: libcurl\n      version: 1.5.1\n    reason: not linked into the program\n  - vulnerability: CVE-2\n", ["2 CVE-2008-4318 | not linked into the program", "8 CVE-2"]),
    (".grype.yaml", "ignore:\n  - package:\n      type: gem\n", ["2 * | | | | it silences everything, everywhere"]),
    (".grype.yml", "check-for-app-update: false\n", []),
    (".bundler-audit.yml", "---\nignore:\n  - CVE-2021-1 # we render no markup\n  - CVE-2021-2\n", ["3 CVE-2021-1 | we render no markup", "4 CVE-2021-2"]),
    (".bundler-audit.yml", "ignore: []\n", []),
    (".bundler-audit.yaml", "# accepted in SEC-2, @ruby\nignore:\n  - CVE-1\n", ["3 CVE-1 | accepted in SEC-2 | @ruby"]),
]  # fmt: skip


@each(FILES, lambda row: f"{row[0]}: {row[1][:40]!r}")
def test_files_of_tools_are_read(path: str, text: str, wanted: list[str] | str) -> None:
    reading = read(path, text.encode())
    found = [
        " | ".join((f"{one.line} {' '.join(one.what)}", one.reason, one.owner, one.expires, one.broad())).rstrip(" |")
        for one in reading.suppressions
    ]

    if isinstance(wanted, str):
        assert wanted in reading.error, (reading.error, found)
        return
    assert reading.error == ""
    assert [one.split() for one in found] == [one.split() for one in wanted], found


def test_every_format_has_files_that_show_it() -> None:
    counts: dict[tuple[str, str], int] = {}
    for path, *_ in FILES:
        form = format_of(path)
        assert form is not None, path
        counts[(form.tool, "")] = counts.get((form.tool, ""), 0) + 1

    assert {one.tool for one in FORMATS} == {tool for tool, _ in counts}
    assert {tool for (tool, _), count in counts.items() if count < 3} == set()
    assert all(one.source.startswith("https://") for one in (*FORMATS, *SETTINGS))


def test_no_secret_of_an_allowlist_is_shown() -> None:
    word = "hunter2" + "hunter2"
    (one,) = read("gitleaks.toml", f"[allowlist]\nstopwords = ['{word}']\nregexes = ['{word}']\n".encode()).suppressions

    assert word not in one.subject
    assert one.what == ("1 regexes", "1 stopwords")


def test_which_files_may_hold_any() -> None:
    assert is_ignore_file("a/.trivyignore") and is_ignore_file("OSV-Scanner.toml")
    assert not is_ignore_file("trivyignore.md") and not is_ignore_file("docs/trufflehog-ignore.md")
    assert may_hold("app.py") and may_hold("Dockerfile.dev") and may_hold("README.md")
    assert not may_hold("notes.txt") and not may_hold("data.json")


def test_an_odd_shape_is_never_a_crash() -> None:
    odd = [
        "[]",
        "1",
        "null",
        "a",
        '"x"',
        "{}",
        "- 1",
        "a: [1, {b: 2}]",
        "ignore: 1",
        "ignore: {a: 1}",
        "rules: [1]",
        "rules: {a: 1}",
    ]
    odd += [
        "[advisories]\nignore = 1",
        "[[rules]]\nallowlist = 1",
        "IgnoredVulns = [1]",
        "skips = {a = 1}",
        '{"decisions": []}',
    ]
    odd += [
        '{"allowlist": [null, [], {"a": 1}]}',
        '{"exceptions": 1, "x": 3}',
        "\x00",
        "\ufeff[a]\n",
        "vulnerabilities: [{id: [1]}]",
    ]
    for form in FORMATS:
        for name in form.names:
            for text in (*odd, *(f"# {' '.join(form.words)}\n{text}" for text in odd)):
                read(name.replace("*", "x"), text.encode())
