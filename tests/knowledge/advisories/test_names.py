"""Spellings of one name, and of two."""

from __future__ import annotations

import pytest

from govhooks.knowledge.advisories.names import normalise


@pytest.mark.parametrize(
    ("ecosystem", "name", "wanted"),
    [
        ("PyPI", "Ruamel.YAML_-x", "ruamel-yaml-x"),
        ("npm", "@Scope/JSONStream", "@Scope/JSONStream"),
        ("Go", "github.com/Masterminds/goutils", "github.com/Masterminds/goutils"),
        ("crates.io", "Serde-JSON", "serde_json"),
        ("Packagist", "Symfony/HTTP-Kernel", "symfony/http-kernel"),
        ("Packagist:https://packages.drupal.org/8", "Drupal/Core", "drupal/core"),
        ("NuGet", "Newtonsoft.Json", "newtonsoft.json"),
        ("GitHub Actions", "GitHub/CodeQL-Action/analyze", "github/codeql-action"),
        ("Maven", "org.Apache:Log4j", "org.Apache:Log4j"),
        ("RubyGems", "RedCloth", "RedCloth"),
    ],
)
def test_names(ecosystem: str, name: str, wanted: str) -> None:
    assert normalise(ecosystem, name) == wanted
    assert normalise(ecosystem, wanted) == wanted
