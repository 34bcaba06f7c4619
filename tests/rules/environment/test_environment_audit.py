"""What is shown of environment variables, what is refused, and what nobody is told of."""

from __future__ import annotations

from typing import Any

from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.environment.environment_audit import check
from govhooks.rules.environment.environment_audit.policy import Policy, Variable
from govhooks.rules.environment.environment_audit.switches import off

DEFAULTS = Policy()
COMPOSE = "services:\n  web:\n    image: app:1\n    environment:\n      LOG_LEVEL: info\n"
REGISTER = Policy(variables={"LOG_LEVEL": Variable(owner="a", purpose="b")})


def judge(*changes: Change, policy: Policy = DEFAULTS, **more: Any) -> list[Finding]:
    tree = {change.old_path: change.read_old() for change in changes if change.old_path}
    tree.update(more.pop("tree", {}))
    return list(check(Changeset(changes, before=tree.get, today="2026-06-01", **more), policy))


def edit(path: str, old: str, new: str) -> Change:
    return Change("M", path, new=new.encode(), old=[old.encode()])


def add(path: str, new: str) -> Change:
    return Change("A", path, new=new.encode())


def said(*changes: Change, policy: Policy = DEFAULTS, **more: Any) -> list[tuple[str, bool]]:
    return [(finding.problem, finding.blocks) for finding in judge(*changes, policy=policy, **more)]


SHOWN = [
    ("docker-compose.yml", COMPOSE, COMPOSE + "      CACHE_URL: x\n", "this compose file adds CACHE_URL"),
    ("docker-compose.yml", COMPOSE + "      CACHE_URL: x\n", COMPOSE, "this compose file removes CACHE_URL"),
    (
        "docker-compose.yml",
        COMPOSE,
        COMPOSE.replace("info", "warn"),
        "this compose file changes the value of LOG_LEVEL",
    ),
    ("Dockerfile", "FROM x\n", "FROM x\nENV WORKERS=4\n", "this Dockerfile adds WORKERS"),
    ("app.service", "[Service]\n", "[Service]\nEnvironment=WORKERS=4\n", "this systemd unit adds WORKERS"),
    ("Procfile", "web: run\n", "web: WORKERS=4 run\n", "this Procfile adds WORKERS"),
    (
        ".github/workflows/deploy.yml",
        "jobs:\n  a:\n    steps: []\n",
        "jobs:\n  a:\n    env:\n      WORKERS: 4\n    steps: []\n",
        "this workflow adds WORKERS",
    ),
    ("fly.toml", 'app = "x"\n', 'app = "x"\n[env]\nWORKERS = "4"\n', "this deployment file adds WORKERS"),
    (
        "infra/main.tf",
        'resource "aws_lambda_function" "f" {\n}\n',
        'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      WORKERS = "4"\n    }\n  }\n}\n',
        "this Terraform file adds WORKERS",
    ),
    (
        "chart/templates/app.yaml",
        "{{ if .x }}\nspec:\n{{ end }}\n",
        "{{ if .x }}\nspec:\n        - name: WORKERS\n          value: 4\n{{ end }}\n",
        "this Helm template adds WORKERS",
    ),
]
PASSED = [
    ("docker-compose.yml", COMPOSE, COMPOSE.replace("app:1", "app:2")),
    ("docker-compose.yml", COMPOSE, COMPOSE + "      # CACHE_URL: x\n"),
    ("docker-compose.yml", COMPOSE + "      APP_VERSION: 1\n", COMPOSE + "      APP_VERSION: 2\n"),
    ("docker-compose.yml", COMPOSE, COMPOSE + "      GITHUB_SHA: x\n"),
    ("docker-compose.yml", COMPOSE, COMPOSE.replace("    image: app:1\n", "") + "    image: app:1\n"),
    ("tests/docker-compose.yml", COMPOSE, COMPOSE + "      CACHE_URL: x\n"),
    ("package.json", "{}", '{"env": {"WORKERS": "4"}}'),
    ("app.py", "", "import os\nos.environ['WORKERS']\n"),
    ("README.md", "", "export WORKERS=4\n"),
    (".env.example", "", "WORKERS=4\nSECRET_KEY=\n"),
    (".eslintrc.json", "{}", '{"env": {"browser": true}}'),
]


@each(SHOWN)
def test_what_changes_in_a_deployment_is_shown(path: str, old: str, new: str, problem: str) -> None:
    assert said(edit(path, old, new)) == [(problem, False)]
    assert said(edit(path, new, new)) == []
    assert said(edit(path, old, new), policy=Policy(changes="off")) == []


@each(PASSED)
def test_everyday_changes_are_let_pass(path: str, old: str, new: str) -> None:
    assert said(edit(path, old, new)) == []


def test_a_variable_that_moves_between_files_is_no_news() -> None:
    more = COMPOSE + "      CACHE_URL: x\n"

    assert said(edit("compose.yml", more, COMPOSE), edit("compose.web.yml", COMPOSE, more)) == []


SWITCHED = [
    ("DEBUG", "true"),
    ("FLASK_DEBUG", "1"),
    ("VERIFY_SSL", "false"),
    ("SSL_VERIFY", "0"),
    ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
    ("CORS_ORIGINS", "*"),
    ("CORS_ALLOWED_ORIGINS", '["*"]'),
    ("ALLOWED_HOSTS", "*"),
    ("AUTH_DISABLED", "true"),
    ("DISABLE_AUTH", "yes"),
    ("SKIP_TLS_VERIFY", "1"),
    ("CSRF_ENABLED", "off"),
    ("SESSION_COOKIE_SECURE", "False"),
    ("PGSSLMODE", "disable"),
    ("GF_AUTH_ANONYMOUS_ENABLED", "true"),
    ("GIT_SSL_NO_VERIFY", "true"),
    ("VAULT_SKIP_VERIFY", "true"),
    ("RATE_LIMIT_ENABLED", "false"),
]
HELD = [
    ("DEBUG", "false"),
    ("DEBUG_LEVEL", "1"),
    ("DEBUG_PORT", "1"),
    ("VERIFY_SSL", "true"),
    ("CORS_ORIGINS", "https://app.example.com"),
    ("AUTH_DISABLED", "false"),
    ("AUTH_URL", "*"),
    ("VERIFICATION_URL", "0"),
    ("LOG_LEVEL", "debug"),
    ("PGSSLMODE", "verify-full"),
    ("FEATURE_ENABLED", "false"),
    ("CACHE_DISABLED", "true"),
    ("RATE_LIMIT_REQUESTS", "0"),
]


@each(SWITCHED)
def test_a_protection_that_is_switched_off_is_known(name: str, value: str) -> None:
    assert off(name, value)
    assert off("APP_" + name, value) or name in ("NODE_TLS_REJECT_UNAUTHORIZED", "PGSSLMODE", "GIT_SSL_NO_VERIFY")


@each(HELD)
def test_other_switches_are_left_alone(name: str, value: str) -> None:
    assert off(name, value) == ""


def test_a_switch_is_refused_in_production_and_shown_elsewhere() -> None:
    on, flipped = COMPOSE + '      VERIFY_SSL: "true"\n', COMPOSE + '      VERIFY_SSL: "false"\n'
    changes = Policy(changes="off")

    assert said(edit("deploy/prod/compose.yml", on, flipped), policy=changes) == [
        ("VERIFY_SSL switches verification off in production", True)
    ]
    assert said(edit("compose.yml", on, flipped), policy=changes) == [("VERIFY_SSL switches verification off", False)]
    assert said(edit("docker-compose.dev.yml", on, flipped), policy=changes) == []
    assert said(edit("deploy/prod/compose.yml", flipped, flipped + "# x\n"), policy=changes) == []


def test_a_default_in_code_is_a_switch() -> None:
    safe, unsafe = (f'import os\nos.environ.get("DEBUG", "{value}")\n' for value in ("false", "true"))

    assert said(edit("app.py", safe, unsafe)) == [("DEBUG switches debug mode on by default", False)]
    assert said(edit("app.py", unsafe, safe)) == []


def test_a_secret_as_a_literal_is_shown_and_refused_where_it_is_declared() -> None:
    new = COMPOSE + "      DB_PASSWORD: " + "kX9-" + "mm2pQ\n"
    declared = Policy(variables={"DB_PASSWORD": Variable(owner="a", purpose="b", class_="secret", store="vault")})
    problem = "DB_PASSWORD is named like a secret, and this compose file gives its value as a literal"

    assert (problem, False) in said(edit("compose.yml", COMPOSE, new))
    assert all(
        "mm2pQ" not in finding.problem + finding.fix + finding.identity
        for finding in judge(edit("compose.yml", COMPOSE, new))
    )
    assert (problem.replace("named like a", "declared as"), True) in said(
        edit("compose.yml", COMPOSE, new), policy=declared
    )
    for value in ("${DB_PASSWORD}", "changeme", ""):
        assert problem not in dict(said(edit("compose.yml", COMPOSE, COMPOSE + f"      DB_PASSWORD: {value}\n")))
    assert problem not in dict(said(edit("docker-compose.dev.yml", COMPOSE, new)))


def test_environments_are_compared() -> None:
    new = COMPOSE + "      CACHE_URL: x\n"
    tree = {"deploy/staging/compose.yml": COMPOSE.encode()}
    problem = "CACHE_URL: set in production, missing in staging (deploy/staging/compose.yml)"

    assert problem in dict(said(edit("deploy/prod/compose.yml", COMPOSE, new), tree=tree))
    assert problem not in dict(said(edit("deploy/prod/compose.yml", COMPOSE, new)))
    both = [edit(f"deploy/{one}/compose.yml", COMPOSE, new) for one in ("prod", "staging")]
    assert problem not in dict(said(*both))


def test_what_code_reads_is_asked_for_beside_a_deployment() -> None:
    code = add("app.py", "import os\nos.environ['CACHE_URL']\nos.getenv('WORKERS', '4')\n")
    deployed = edit("compose.yml", COMPOSE, COMPOSE + "      OTHER_ONE: x\n")

    assert ("CACHE_URL is read without a default, and no deployment file of this change sets it", False) in said(
        code, deployed
    )
    assert len(said(code, deployed)) == 2
    assert said(code) == []


def test_the_register_refuses_what_it_does_not_have() -> None:
    code = add("app.py", "import os\nos.environ['CACHE_URL']\nos.environ['LOG_LEVEL']\nos.environ['HOME']\n")
    entry = '[rules.environment-audit.variables.CACHE_URL]\nowner = "a"\npurpose = "b"\n'

    assert said(code, policy=REGISTER) == [("CACHE_URL is read here but is not in the register", True)]
    assert said(code, add("governance.toml", entry), policy=REGISTER) == []
    assert said(edit("app.py", code.text, code.text + "x = 1\n"), policy=REGISTER) == []
    assert said(code, policy=REGISTER.but(platform=("CACHE_*",))) == []


def test_entries_are_complete_and_reviewed() -> None:
    code = add("app.py", "import os\nos.environ['LOG_LEVEL']\n")

    def entry(**fields: Any) -> Policy:
        return Policy(variables={"LOG_LEVEL": Variable(**fields)})

    assert said(code, policy=entry(owner="a")) == [("the register's entry for LOG_LEVEL has no purpose", False)]
    assert said(code, policy=entry(owner="a", purpose="b", review="2026-05-31")) == [
        ("the register's entry for LOG_LEVEL was due for review by 2026-05-31", False)
    ]
    assert said(code, policy=entry(owner="a", purpose="b", review="2026-06-01")) == []


def test_the_last_use_of_a_declared_variable_is_noticed() -> None:
    class Tree(dict[str, bytes]):
        __call__ = dict.get

        def paths(self) -> list[str]:
            return sorted(self)

    old = b"import os\nos.environ['LOG_LEVEL']\n"
    change = Change("M", "app.py", new=b"import os\n", old=[old])
    alone = Changeset((change,), before=Tree({"app.py": old}))
    beside = Changeset((change,), before=Tree({"app.py": old, "b.py": old}))

    assert [finding.problem for finding in check(alone, REGISTER)] == [
        "LOG_LEVEL is still in the register, but nothing reads or sets it any more"
    ]
    assert list(check(beside, REGISTER)) == []


def test_an_environment_that_the_entry_does_not_name() -> None:
    policy = Policy(
        variables={"CACHE_URL": Variable(owner="a", purpose="b", environments=("production",))}, changes="off"
    )
    new = COMPOSE + "      CACHE_URL: x\n"

    assert said(edit("deploy/staging/compose.yml", COMPOSE, new), policy=policy) == [
        ("CACHE_URL is set for staging; its entry says production", False)
    ]
    assert (
        said(
            edit("deploy/prod/compose.yml", COMPOSE, new),
            policy=policy,
            tree={"deploy/staging/compose.yml": COMPOSE.encode()},
        )
        == []
    )


def test_what_cannot_be_read_is_said() -> None:
    ((problem, blocks),) = said(edit("compose.yml", COMPOSE, "services: [\n"))

    assert problem.startswith("the variables of this file are not audited: ") and not blocks


def test_of_a_file_that_could_not_be_read_before_nothing_is_new() -> None:
    assert said(edit("compose.yml", "services: [\n", COMPOSE)) == []


def test_templates_of_projects_need_not_be_what_they_are_called() -> None:
    path = "{{cookiecutter.name}}/Dockerfile"

    assert said(edit(path, "{% if a %}\nFROM x\n", "{% if b %}\nFROM x\n")) == []


def test_a_default_may_stand_elsewhere() -> None:
    code = add(
        "app.py",
        "import environ\nenv = environ.Env(\n    CACHE_URL=(str, ''),\n)\nA = env('CACHE_URL')\nB = env('WORKERS')\n",
    )
    deployed = edit("compose.yml", COMPOSE, COMPOSE + "      OTHER_ONE: x\n")

    assert [one for one, _ in said(code, deployed) if "read" in one] == [
        "WORKERS is read without a default, and no deployment file of this change sets it"
    ]


def test_the_platform_sets_the_port() -> None:
    assert said(edit("Dockerfile", "FROM x\n", "FROM x\nENV PORT=8080\n")) == []
