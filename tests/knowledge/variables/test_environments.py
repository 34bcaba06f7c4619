"""Which environment a path belongs to."""

from __future__ import annotations

from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.variables.environments import environment_of, part_of
from govhooks.policy.load import Policies, Tables
from govhooks.rules.index import ENTRIES
from govhooks.run.concern import concerned

ENTRY = next(entry for entry in ENTRIES if entry.id == "separate-environments")
KNOWN = (
    (".env.production", "production"),
    (".env.prod", "production"),
    (".env.live", "production"),
    (".env.production.local", "production"),
    (".env-prod", "production"),
    ("prod.env", "production"),
    ("deploy/production.env", "production"),
    (".envs/.production/.django", "production"),
    (".envs/.local/.postgres", "local"),
    (".env.development", "development"),
    (".env.development.local", "development"),
    (".env.dev", "development"),
    (".env.test", "test"),
    (".env.test.local", "test"),
    (".env.ci", "test"),
    (".env.local", "local"),
    (".env.staging", "staging"),
    (".env.stage", "staging"),
    (".envrc", "local"),
    (".dev.vars", "local"),
    ("config/environments/production.rb", "production"),
    ("config/environments/test.rb", "test"),
    ("config/deploy/production.rb", "production"),
    ("config/production.json", "production"),
    ("config/production.js", "production"),
    ("config/config.production.js", "production"),
    ("config/local.json", "local"),
    ("config/packages/prod/doctrine.yaml", "production"),
    ("config/packages/test/framework.yaml", "test"),
    ("settings/prod.py", "production"),
    ("app/settings/production.py", "production"),
    ("app/settings/dev.py", "development"),
    ("app/settings/local.py", "local"),
    ("app/settings_production.py", "production"),
    ("app/production_settings.py", "production"),
    ("app/local_settings.py", "local"),
    ("app/test_settings.py", "test"),
    ("src/main/resources/application-prod.yml", "production"),
    ("src/main/resources/application-prod.properties", "production"),
    ("src/main/resources/application-dev.yml", "development"),
    ("src/test/resources/application.yml", "test"),
    ("appsettings.Production.json", "production"),
    ("src/Api/appsettings.Development.json", "development"),
    ("src/environments/environment.prod.ts", "production"),
    ("src/environments/environment.dev.ts", "development"),
    ("webpack.prod.js", "production"),
    ("values-prod.yaml", "production"),
    ("values-prod-eu-west-1.yaml", "production"),
    ("chart/values.production.yaml", "production"),
    ("chart/values/prod.yaml", "production"),
    ("prod-values.yaml", "production"),
    ("overlays/prod/kustomization.yaml", "production"),
    ("overlays/stage/kustomization.yaml", "staging"),
    ("deploy/prod/app.yaml", "production"),
    ("k8s/production/deployment.yaml", "production"),
    ("clusters/prod-us-east-1/app.yaml", "production"),
    ("clusters/shop-prod/app.yaml", "production"),
    ("environments/prod/main.tfvars", "production"),
    ("environments/live/main.tfvars", "production"),
    ("prod.tfvars", "production"),
    ("prod.auto.tfvars", "production"),
    ("terraform.prod.tfvars", "production"),
    ("docker-compose.prod.yml", "production"),
    ("docker-compose-dev.yml", "development"),
    ("docker-compose.test.yml", "test"),
    ("docker-compose.override.yml", "local"),
    ("compose.override.yaml", "local"),
    ("vars/prod.yml", "production"),
    ("group_vars/production/vault.yml", "production"),
    ("inventories/production/hosts", "production"),
    ("inventories/staging/group_vars/all.yml", "staging"),
    ("host_vars/prod-web-01.yml", "production"),
    ("deploy/pre-prod/app.yaml", "staging"),
    ("values-nonprod.yaml", "development"),
    ("deploy/uat/values.yaml", "staging"),
    ("Dockerfile.prod", "production"),
    ("Dockerfile.dev", "development"),
    ("serverless.prod.yml", "production"),
    ("configProd.js", "production"),
    ("tests/config.yml", "test"),
    ("api/local.settings.json", "local"),
    ("Properties/launchSettings.json", "local"),
    (".vscode/launch.json", "local"),
    ("cypress.env.json", "test"),
    ("phpunit.xml", "test"),
    (".env.testing", "test"),
    ("src/environments/environment.ts", "development"),
    ("sites/default/settings.local.php", "local"),
)
UNKNOWN = (
    ".env",
    ".env.example",
    ".env.production.example",
    ".env.prod.template",
    ".env.sample",
    "production.env.dist",
    "product/config.yaml",
    "config/products.yml",
    "src/reproduce/config.yaml",
    "prodigy.yaml",
    "config/initializers/devise.rb",
    "developer_docs/config.yaml",
    "testing_tools/config.yaml",
    "dev-tools/config.yaml",
    "latest.yaml",
    "releases/latest/values.yaml",
    "contest/config.yaml",
    "attest.json",
    "locale/de.yml",
    "localization.yaml",
    "usr/local/etc/app.conf",
    "live/vpc/main.tf",
    "stage/lights.yaml",
    "docs/production.md",
    "docs/deploy-prod.rst",
    "requirements-dev.txt",
    "app/models/production.py",
    "app/test_views.py",
    "src/prod/handler.go",
    "src/local/storage.ts",
    "values.yaml",
    "config/default.json",
    "docker-compose.yml",
    "settings/base.py",
    "package-lock.json",
    "device.yaml",
    "local-storage/schema.yaml",
)
PARTS = (
    ("production", False, "production"),
    ("Test", False, "test"),
    ("env_production", False, "production"),
    ("live", False, ""),
    ("live", True, "production"),
    ("deploy-preview", True, "staging"),
    ("product", True, ""),
)


@each(KNOWN)
def test_what_a_path_says(path: str, wanted: str) -> None:
    assert environment_of(path) == wanted


@each(UNKNOWN)
def test_paths_that_say_nothing(path: str) -> None:
    assert environment_of(path) == ""


@each(PARTS)
def test_what_the_key_of_a_part_says(key: str, is_held: bool, wanted: str) -> None:
    assert part_of(key, is_held) == wanted


def test_the_policy_is_asked_first() -> None:
    declared = {"blue": ("deploy/prod/**",), "production": ("**/live.py",), "empty": ()}

    assert environment_of("deploy/prod/a.yaml", declared) == "blue"
    assert environment_of("a/b/live.py", declared) == "production"
    assert environment_of("deploy/test/a.yaml", declared) == "test"


@each(KNOWN)
def test_the_index_loads_the_rule_for_each_of_them(path: str, wanted: str) -> None:
    """`separate-environments` judges files that this module tells; its concerns are texts of their paths."""
    changeset = Changeset((Change("A", path, new=b"x"),))

    assert concerned([ENTRY], changeset, Policies(Tables([ENTRY], {}, "a test"))) == [ENTRY]
