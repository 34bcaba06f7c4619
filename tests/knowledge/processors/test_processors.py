"""Who is mentioned as a processor of data, and where."""

from __future__ import annotations

from rows import each

from govhooks.knowledge.processors import mentions, place, processors

MENTIONED = [
    ("package.json", '    "@sentry/react": "^8.1.0",', "sentry"),
    ("web/package-lock.json", '    "node_modules/posthog-js": {', ""),
    ("pnpm-lock.yaml", "      posthog-js:", "posthog"),
    ("requirements-dev.txt", "sentry-sdk[flask]==2.1", "sentry"),
    ("pyproject.toml", '    "posthog>=3",', "posthog"),
    ("poetry.lock", 'name = "mixpanel"', "mixpanel"),
    ("Gemfile", 'gem "sentry-rails"', "sentry"),
    ("go.mod", "\tgithub.com/getsentry/sentry-go v0.27.0", "sentry"),
    ("pom.xml", "<groupId>io.sentry</groupId>", "sentry"),
    ("app/build.gradle.kts", 'implementation("io.sentry:sentry-android:7.0")', "sentry"),
    ("Shop.csproj", '<PackageReference Include="Sentry.AspNetCore" Version="4" />', "sentry"),
    ("composer.json", '"sentry/sentry-laravel": "^4.0"', "sentry"),
    ("pubspec.yaml", "  sentry_flutter: ^7", "sentry"),
    ("Podfile", "pod 'Firebase/Crashlytics'", "firebase-analytics"),
    ("app.py", "from sentry_sdk import init", "sentry"),
    ("app.ts", "import posthog from 'posthog-js'", "posthog"),
    ("main.go", '\t"github.com/posthog/posthog-go"', "posthog"),
    ("App.java", "import io.sentry.Sentry;", "sentry"),
    ("index.html", '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>', "google-analytics"),
    ("head.tsx", '<Script src="https://cdn.segment.com/analytics.js" />', "segment"),
    (".env.example", "SENTRY_DSN=", "sentry"),
    ("deploy.yaml", "            - name: MIXPANEL_TOKEN", "mixpanel"),
    ("main.tf", '      source = "jianyuan/sentry"', "sentry"),
]
OTHERS = [
    ("package.json", '"name": "sentry-demo",'),
    ("package.json", '"heap": "1.0"'),
    ("requirements.txt", "# sentry-sdk"),
    ("requirements.txt", "my-sentry-sdk==1"),
    ("app.py", "segment = line.segments[0]"),
    ("app.py", "import segments"),
    ("app.ts", "const heap = new Heap()"),
    ("app.ts", "// import posthog from 'posthog-js'"),
    ("index.html", '<script src="/js/gtag.js"></script>'),
    ("README.md", "We use sentry-sdk."),
    ("deploy.yaml", "- name: SEGMENT_SIZE"),
    ("main.tf", 'source = "hashicorp/aws"'),
]


@each(MENTIONED)
def test_a_processor_is_recognised_where_it_is_mentioned(path: str, text: str, id: str) -> None:
    assert list(mentions(path, [(3, text)]).items()) == ([(id, 3)] if id else [])


@each(OTHERS)
def test_what_is_called_alike_is_none(path: str, text: str) -> None:
    assert mentions(path, [(1, text)]) == {}


def test_the_table_is_in_lower_case_and_each_of_its_rows_can_be_met() -> None:
    from govhooks.knowledge.processors import _literals

    assert len(processors()) > 60
    for where, rows in _literals.items():
        for literal, id in rows:
            assert literal == literal.lower() and id in processors(), (where, literal)
            assert "*" not in literal[:-1], literal


def test_a_literal_holds_one_of_the_stems() -> None:
    from govhooks.knowledge.processors import _literals
    from govhooks.knowledge.processors.stems import STEMS

    literals = [literal for rows in _literals.values() for literal, _ in rows]

    assert [literal for literal in literals if not any(stem in literal for stem in STEMS)] == []
    assert [stem for stem in STEMS if not any(stem in literal for literal in literals)] == []


def test_files_without_mentions_are_left_alone() -> None:
    assert [place(path) for path in ("a.md", "a.css", "Makefile", "logo.svg")] == ["", "", "", ""]
