"""Which folders and files are test data, examples, built code and the like: places where nobody is asked for anything.

The folders of a package in a language of the JVM are no such places: `src/main/java/org/example/docs/` is code like any other.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# For the defaults of options `test-data`. Files of tests, by their names:
TEST_FILES = (
    *("test_*.py", "*_test.py", "conftest.py", "*_test.go", "*.test.*", "*.spec.*", "*_spec.rb", "*_test.rb"),
    *("*Test.java", "*Tests.java", "*IT.java", "*Test.kt", "*Tests.kt", "*Test.php", "*Test.cs", "*Tests.cs"),
)
# Texts for people.
TRANSLATIONS = ("i18n/", "locale/", "locales/", "translations/")
# What was built, or written by others.
BUILT = (
    *("node_modules/", "bower_components/", "site-packages/", "vendor/", "vendors/", "vendored/", "third_party/"),
    *("dist/", "*_dist/", "*-dist/", "static_build/", "*.d.ts", "*.d.mts", "*.d.cts"),
    *("**/static/components/", "**/static/assets/", "**/build/static/"),
    *("*.min.js", "*.min.mjs", "*.chunk.js", "*.bundle.js", "*.entry.js", "*-bundle.js", "*.map"),
)
# What is not the program itself, by its folders and names: for the defaults of options `test-data` of rules about data and deployments.
UNSHIPPED = (
    *(
        "test/",
        "tests/",
        "__tests__/",
        "**/spec/**/*.rb",
        "**/specs/**/*.[jt]s",
        "**/src/test/**",
        "testdata/",
        "fixtures/",
    ),
    *("__fixtures__/", "__mocks__/", "mocks/", "examples/", "example/"),
    *TEST_FILES,
    *TRANSLATIONS,
    *BUILT,
)

_PACKAGE = re.compile(
    r"((?:^|.*/)src/(?:main|\w+Main)/(?:java|kotlin|scala|groovy)/)(?:.*/)?"
    r"|(?:(?<=/)|^)(?:com|org|net|io|dev|edu)/examples?/(?=.*\.(?:java|kt|scala|groovy)$)"
)
# A text that is longer, and whose lines are wider on the average, is what a bundler wrote; so is a shorter one with hardly a space.
_LONG, WIDE = 20_000, 400
_SHORT, _SPACED = 1_500, 15


def is_bundled(data: bytes) -> bool:
    """Whether code is what a bundler wrote, which is nobody's source: lines wider than people write, and many of them or hardly a space."""
    if len(data) <= _SHORT or len(data) <= WIDE * data.count(b"\n"):
        return False
    return len(data) > _LONG or data.count(b" ") * _SPACED < len(data)


def written(data: bytes) -> bytes:
    """What people wrote of a text: all of it, or, where it is bundled, the lines that are not too wide. One wide line hides nothing else."""
    return b"\n".join(line for line in data.split(b"\n") if len(line) <= WIDE) if is_bundled(data) else data


def test_data(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path matches one of the globs of an option `test-data`, in any case of letters."""
    from govhooks.core.globs import globs

    matching = globs(patterns, ignore_case=True)
    return lambda path: matching.match(_PACKAGE.sub(r"\1", path)) is not None
