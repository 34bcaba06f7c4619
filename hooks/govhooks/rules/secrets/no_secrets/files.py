"""The kinds of files in which values mean less, or something else: tests, manuals, programs, files without text.

Every commit imports this module, and it compiles no regular expression.
"""

from __future__ import annotations

# Where tests and their data are, in any language (the default of the policy's `tests`).
TESTS = (
    *(
        "test/",
        "tests/",
        "spec/",
        "specs/",
        "testing/",
        "testdata/",
        "__tests__/",
        "fixtures/",
        "__mocks__/",
        "__fixtures__/",
    ),
    *(
        "cypress/",
        "e2e/",
        "playwright/",
        "testutil/",
        "testutils/",
        "test_utils/",
        "test-utils/",
        "androidTest/",
        "integrationTest/",
    ),
    *("*.Tests/", "*.Test/", "*.UnitTests/", "*.IntegrationTests/", "*Tests/", "mocks/", "stories/", "features/"),
    *("*.test.*", "*.spec.*", "*.cy.*", "*.e2e.*", "*.e2e-spec.*", "*.stories.*", "*_test.*", "*_tests.*", "*_spec.*"),
    *(
        "test_*.py",
        "tests.py",
        "conftest.py",
        "*Test.java",
        "*Tests.java",
        "*IT.java",
        "*Test.kt",
        "*Tests.kt",
        "*Spec.scala",
    ),
    *("*Spec.groovy", "*Test.php", "*Tests.cs", "*Test.cs", "*Tests.swift", "*Test.scala", "*.feature", "t/*.t"),
)


def in_tests(path: str) -> bool:
    """Whether a file is a test, or data of one, as the default of the policy has it."""
    from govhooks.core.globs import globs

    return globs(TESTS, ignore_case=True).match(path) is not None


# Files whose values are programs, where a bare word is a name.
CODE = frozenset(
    (
        "py js ts jsx tsx mjs cjs java kt kts scala go rb php cs cpp cc c h hpp rs swift m dart ex exs erl groovy lua pl"
        " clj vue gradle pyx pyi sol jl hs ml fs vb svelte"
    ).split()
)
XMLS = frozenset(
    "xml config resx settings xaml plist jsp csproj vbproj props targets jmx xsl xslt wsdl dtsx storyboard".split()
)
TABLES = frozenset(("csv", "tsv"))
SQL = frozenset(("sql", "ddl", "psql", "pgsql", "mysql"))
LISPS = frozenset(("clj", "cljs", "cljc", "edn", "el", "lisp", "lsp", "scm", "rkt"))
ROBOT = frozenset(("robot", "resource"))
# How the names of files end in which a secret stands without a name of its own (`alone.py`).
ALONE = (
    *("pgpass", "pgpass.conf", "sasl_passwd", "passwd.client", "userlist.txt"),
    *(".key", ".psk", ".keyfile", "vault_pass", "vault-pass", "vault_password", "vault-password", "erlang.cookie"),
    *("vault_pass.txt", "vault-pass.txt", "vault_password.txt", "vault-password.txt", ".secret", "secret_token"),
)
# What follows the name where a value may be apart from it; in a program, only a name in quotes has one.
_QUOTES = frozenset("\"'")
_MARKS = frozenset("\"':,{|<>*-\u2013\u2014`\r\n")


def marks_of(ending: str) -> frozenset[str]:
    """The characters after a name that may have its value apart from it, in files with this ending."""
    return _QUOTES if ending in CODE else _MARKS


# Files that contain only digests and versions (detect-secrets leaves out the same ones), and files without text.
_LOCKS = (
    "Brewfile.lock.json",
    "Cartfile.resolved",
    "Package.resolved",
    "composer.lock",
    "Gemfile.lock",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "bun.lock",
    "deno.lock",
    "Podfile.lock",
    "yarn.lock",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "Cargo.lock",
    "packages.lock.json",
    "flake.lock",
    "go.sum",
    ".terraform.lock.hcl",
)
_NO_TEXT = (
    *(".7z", ".bin", ".bmp", ".bz2", ".class", ".css", ".dmg", ".doc", ".eot", ".exe", ".gif", ".gz", ".ico", ".iml"),
    *(".ipr", ".iws", ".jar", ".jpg", ".jpeg", ".lock", ".map", ".mo", ".pdf", ".png", ".prefs", ".psd", ".rar"),
    *(".realm", ".s7z", ".sum", ".svg", ".tar", ".tif", ".tiff", ".ttf", ".webp", ".woff", ".woff2", ".xls", ".xlsx"),
    ".zip",
)


def skips_file(path: str) -> str:
    """Why no guesses are made in a file: "lock-file", "no-text", or ""."""
    if path.rpartition("/")[2] in _LOCKS:
        return "lock-file"
    return "no-text" if path.endswith(_NO_TEXT) else ""


# Texts in folders of documentation.
_TEXTS = (".md", ".mdx", ".rst", ".txt", ".adoc", ".html", ".htm", ".markdown", ".tex")
_MANUALS = frozenset(("doc", "docs", "documentation", "manual", "website"))


def in_manual(path: str) -> bool:
    """Whether a file is a text in a folder of documentation, which mentions values that nobody uses."""
    folders = path.lower().split("/")
    return folders.pop().endswith(_TEXTS) and not _MANUALS.isdisjoint(folders)
