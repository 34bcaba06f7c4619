"""The rule separate-environments."""

from __future__ import annotations

from typing import Any

from conftest import Repo
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.environment.separate_environments import check
from govhooks.rules.environment.separate_environments.policy import Environment, Policy

# Made here, so that no credential stands in this tree.
TAIL = "".join(("4eC39HqLyjW", "DarjtT1zdp7", "Qm8Zr2Kx"))
LIVE, TEST = "sk_" + "live_" + TAIL, "sk_" + "test_" + TAIL
RANDOM = "".join(("q7Rt2Vx9", "Lm4Zp8Ks", "1Wd6Nb3Y"))


def judge(
    *changes: Change, before: dict[str, bytes] | None = None, kind: str = "change", **policy: Any
) -> list[Finding]:
    tree = before or {}
    return list(check(Changeset(changes, kind=kind, before=_Tree(tree)), Policy(**policy)))


class _Tree:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def __call__(self, path: str) -> bytes | None:
        return self._files.get(path)

    def paths(self) -> list[str]:
        return sorted(self._files)


def filled(text: str) -> bytes:
    return text.replace("LIVE", LIVE).replace("TEST", TEST).replace("RANDOM", RANDOM).encode()


# (path, text, part of the problem, whether it refuses)
FOUND = (
    (".env.development", "STRIPE_SECRET_KEY=LIVE\n", "Stripe secret key for production in a development file", True),
    (".env.test", "STRIPE_SECRET_KEY=LIVE\n", "in a test file", True),
    (".env.local", "STRIPE_SECRET_KEY=LIVE\n", "in a local file", True),
    (".env.staging", "STRIPE_SECRET_KEY=LIVE\n", "in a staging file", False),
    ("config/development.json", '{"stripe": {"secretKey": "LIVE"}}', "in a development file", True),
    ("config/settings/test.py", 'STRIPE_SECRET_KEY = "LIVE"\n', "in a test file", True),
    ("app/settings_local.py", 'STRIPE = {"key": "LIVE"}\n', "in a local file", True),
    ("config/environments/test.rb", 'Rails.application.configure do\n  config.x.stripe_key = "LIVE"\nend\n', "in a test file", True),
    ("config/config.development.js", 'module.exports = { stripe: { key: "LIVE" } };\n', "in a development file", True),
    ("src/environments/environment.dev.ts", 'export const environment = { stripeKey: "LIVE" };\n', "development", True),
    ("src/test/resources/application.properties", "stripe.key=LIVE\n", "in a test file", True),
    ("appsettings.Development.json", '{"Stripe": {"ApiKey": "LIVE"}}', "in a development file", True),
    ("envs/dev/terraform.tfvars", 'stripe_key = "LIVE"\n', "in a development file", True),
    ("docker-compose.override.yml", "services:\n  web:\n    environment:\n      STRIPE_KEY: LIVE\n", "in a local file", True),
    ("docker-compose.dev.yml", "services:\n  web:\n    environment:\n      - STRIPE_KEY=LIVE\n", "STRIPE_KEY", True),
    ("overlays/dev/deployment.yaml", "spec:\n  containers:\n  - env:\n    - name: STRIPE_KEY\n      value: LIVE\n", "(STRIPE_KEY)", True),
    ("config/dev/app.php", "<?php return ['stripe' => ['secret' => 'LIVE']];\n", "in a development file", True),
    ("config/dev/app.toml", '[stripe]\nkey = "LIVE"\n', "in a development file", True),
    ("config/dev/app.ini", "[stripe]\nkey = LIVE\n", "in a development file", True),
    ("config/dev/app.xml", "<c><add key='Stripe' value='LIVE'/></c>", "(Stripe)", True),
    ("Dockerfile.dev", "FROM x\nENV STRIPE_KEY=LIVE\n", "in a development file", True),
    ("env.dev.sh", "export STRIPE_KEY=LIVE\n", "in a development file", True),
    ("config/database.yml", "development:\n  key: LIVE\nproduction:\n  key: x\n", "in a development file", True),
    (".env.development", "DATABASE_URL=postgres://app:RANDOM@db.prod.example.com/app\n", "DATABASE_URL connects to a production host with a password in a development file", True),
    (".env.development", "DB_HOST=prod-db.example.com\n", "DB_HOST connects to a production host", True),
    (".env.test", "REDIS_URL=redis://production-redis.example.com:6379\n", "REDIS_URL connects", True),
    ("src/main/resources/application-dev.yml", "spring:\n  datasource:\n    url: jdbc:postgresql://db.prod.example.com:5432/app\n", "url connects", True),
    ("src/main/resources/application-dev.properties", "spring.datasource.url=jdbc:mysql://prod-db:3306/app\n", "connects", True),
    ("appsettings.Development.json", '{"ConnectionStrings": {"Default": "Server=prod-sql.example.com;Database=a;User Id=u;Password=RANDOM"}}', "Default connects", True),
    ("config/settings/local.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db.prod.example.com"}}\n', "HOST connects", True),
    (".env.development", "PAYPAL_MODE=live\n", "PAYPAL_MODE is set to production", False),
    (".env.development", "PAYPAL_URL=https://api-m.paypal.com\n", "leads to the live system", False),
    (".env.production", "SECRET_KEY=changeme\n", "SECRET_KEY has a well-known default value", True),
    (".env.production", "DB_PASSWORD=password\n", "DB_PASSWORD has a well-known default value", True),
    ("values-prod.yaml", "auth:\n  rootPassword: minioadmin\n", "rootPassword has a well-known", True),
    ("config/settings/production.py", 'SECRET_KEY = "django-insecure-abcdef"\n', "SECRET_KEY has a well-known", True),
    ("config/settings/production.py", 'SECRET_KEY = os.environ.get("SECRET_KEY", "changeme")\n', "falls back to", True),
    ("docker-compose.prod.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:-postgres}\n", "falls back to", True),
    (".env.production", "DATABASE_URL=postgres://postgres:postgres@db/app\n", "well-known default password", True),
    ("config/settings/production.py", "DEBUG = True\n", "DEBUG is on in a production file", False),
    (".env.production", "APP_DEBUG=true\n", "APP_DEBUG is on", False),
    (".env.production", "NODE_ENV=development\n", "NODE_ENV = development", False),
    (".env.production", "DATABASE_URL=postgres://app:${PW}@localhost:5432/app\n", "leads to a service on this machine", False),
    (".env.production", "DB_HOST=127.0.0.1\n", "DB_HOST leads to a service on this machine", False),
    (".env.production", "CELERY_BROKER_URL=amqp://rabbit@host.docker.internal\n", "leads to a service on this machine", False),
    ("application-prod.yml", "spring:\n  data:\n    redis:\n      host: localhost\n", "host leads to a service", False),
    (".env.production", "DATABASE_URL=sqlite:///db.sqlite3\n", "SQLite", False),
    ("config/settings/production.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n', "SQLite", False),
    (".env.production", "STRIPE_SECRET_KEY=TEST\n", "has a test-mode Stripe secret key", False),
    (".env.production", "PAYPAL_URL=https://api-m.sandbox.paypal.com\n", "sandbox of a provider", False),
    (".env.production", "DATABASE_URL=postgres://app:${PW}@staging-db.example.com/app\n", "connects to a staging host", False),
    ("config/environments/production.rb", "Rails.application.configure do\n  config.consider_all_requests_local = true\nend\n", "is on", False),
    ("wp/config/production.php", "<?php\ndefine('WP_DEBUG', true);\n", "WP_DEBUG is on", False),
    (".env.production", "NEXT_PUBLIC_API_URL=http://localhost:3000\n", "leads to this machine", False),
    (".env.production", "MAIL_HOST=mailhog\n", "leads to mailhog", False),
    (".env.production", "AWS_ENDPOINT_URL=http://localstack:4566\n", "leads to localstack", False),
    (".env.production", "FIRESTORE_EMULATOR_HOST=localhost:8080\n", "emulator", False),
    (".env.production", "DJANGO_SETTINGS_MODULE=config.settings.local\n", "DJANGO_SETTINGS_MODULE = ", False),
    (".env.production", "MINIO_ROOT_USER=minioadmin\n", "well-known default login", True),
    ("application-prod.yml", "spring:\n  h2:\n    console:\n      enabled: true\n", "enabled is on", False),
    ("application-prod.properties", "spring.jpa.hibernate.ddl-auto=create-drop\n", "is for development", False),
    ("application-prod.yml", "spring:\n  profiles:\n    active: dev\n", "active = dev", False),
    ("prod.tfvars", 'environment = "dev"\n', "environment = dev", False),
    ("k8s/production/secret.yaml", "kind: Secret\ndata:\n  password: Y2hh" + "bmdlbWU=\n", "password has a well-known", True),
    ("config/dev/braintree.py", "import braintree\nbraintree.Configuration.configure(environment=braintree.Environment.Production)\n", "environment is set to production", False),
    ("knexfile.js", "module.exports = {\n  development: { client: 'sqlite3' },\n  production: { connection: { password: 'changeme' } },\n};\n", "password has a well-known", True),
    ("wrangler.toml", '[env.dev.vars]\nA = "x"\n[env.production.vars]\nSTRIPE = "TEST"\n', "test-mode", False),
    ("config/settings.toml", '[development]\nkey = "LIVE"\n[production]\nkey = "@vault"\n', "in a development file", True),
    ("config/config.json", '{"development": {"password": "x"}, "production": {"password": "root", "username": "u"}}', "password has a well-known", True),
    ("config/application.yml", "a: 1\n---\nspring:\n  config:\n    activate:\n      on-profile: prod\n  datasource:\n    url: jdbc:postgresql://localhost/app\n", "this machine", False),
    ("config/secrets.yml", "test:\n  stripe: LIVE\nproduction:\n  stripe: <%= ENV['X'] %>\n", "in a test file", True),
    ("phpunit.xml", '<phpunit><php><env name="STRIPE_KEY" value="LIVE"/></php></phpunit>', "(STRIPE_KEY)", True),
    ("config/dev/db.go", 'package config\n\nconst StripeKey = "LIVE"\n', "in a development file", True),
    ("config/dev/config.php", "<?php\n$config['stripe_key'] = 'LIVE';\n", "in a development file", True),
)  # fmt: skip

# (path, text)
PASSES = (
    ("k8s/production/external.yaml", "kind: ExternalSecret\nspec:\n  data:\n  - secretKey: password\n    remoteRef:\n      key: db\n      property: password\n"),
    ("k8s/production/app.yaml", "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password\n"),
    ("values-prod.yaml", "auth:\n  existingSecret: password\n  secretKeys:\n    adminPasswordKey: password\n  usernameKey: admin\n"),
    ("docker-compose.prod.yml", "services:\n  db:\n    secrets: [admin, password]\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/password\n"),
    (".env.production", "SMTP_HOST=localhost\nVAULT_ADDR=http://127.0.0.1:8200\nOTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318\n"),
    (".env.production", "NODE_ENV=production\nAPP_ENV=prod\nRAILS_ENV=production\nSPRING_PROFILES_ACTIVE=prod\n"),
    (".env.production", "PAYPAL_MODE=live\nPAYPAL_URL=https://api-m.paypal.com\nSESSION_KEY=user_session\n"),
    (".env.development", "PAYPAL_MODE=sandbox\nNODE_ENV=development\n"),
    ("config/database.yml", "test: &t\n  adapter: sqlite3\n  database: storage/test.sqlite3\nproduction:\n  adapter: postgresql\n  password: <%= ENV['P'] %>\n"),
    (".gitlab-ci.yml", "test:\n  variables:\n    POSTGRES_PASSWORD: LIVE\nproduction:\n  variables:\n    PASSWORD: secret\n"),
    ("config/environments/production.rb", "Rails.application.configure do\n  config.log_level = :debug\n  config.consider_all_requests_local = false\nend\n"),
    ("src/environments/environment.prod.ts", "export const environment = { production: true, apiUrl: 'https://api.example.com' };\n"),
    ("config/puma/production.rb", 'bind "tcp://127.0.0.1:3000"\n'),
    ("src/components/prod-card.json", '{"password": "secret"}'),
    ("Cargo.toml", "[profile.dev]\ndebug = true\n[profile.test]\ndebug = true\n"),
    (".env.example", "STRIPE_SECRET_KEY=LIVE\n"),
    (".env.production.example", "SECRET_KEY=changeme\n"),
    (".env.development", "STRIPE_SECRET_KEY=TEST\n"),
    (".env.development", "STRIPE_SECRET_KEY=sk_live_xxxxxxxxxxxxxxxxxxxx\n"),
    (".env.development", "# STRIPE_SECRET_KEY=LIVE\nA=1\n"),
    (".env.development", "DB_PASSWORD=changeme\nDEBUG=true\nDB_HOST=localhost\n"),
    (".env.development", "VITE_API_URL=https://api.example.com\n"),
    (".env.development", "DATABASE_URL=postgres://app:app@localhost/app_dev\n"),
    (".env.development", "DOCS_URL=https://docs.prod.example.com/start\n"),
    (".env.production", "STRIPE_SECRET_KEY=LIVE\n"),
    (".env.production", "DATABASE_URL=postgres://app:RANDOM@db.prod.example.com/app\n"),
    (".env.production", "DEBUG=false\nAPP_DEBUG=0\nLOG_LEVEL=debug\n"),
    (".env.production", "DB_PASSWORD=${DB_PASSWORD}\nDB_HOST=${DB_HOST:-localhost}\n"),
    (".env.production", "STATSD_HOST=localhost\nDD_AGENT_HOST=127.0.0.1\nLISTEN=127.0.0.1:8080\n"),
    (".env.production", "METRICS_REDIS_BIND=127.0.0.1\n"),
    (".env.production", "API_KEY=\n"),
    (".env.production", "DB_USERNAME=admin\nDB_NAME=password\n"),
    ("values-prod.yaml", "existingSecret: secret\nlogLevel: debug\nlogging:\n  debug: true\n"),
    ("docker-compose.prod.yml", 'services:\n  web:\n    healthcheck:\n      test: ["CMD", "redis-cli", "-u", "redis://localhost:6379", "ping"]\n    ports: ["127.0.0.1:8000:8000"]\n'),
    ("k8s/production/app.yaml", "containers:\n- name: cloud-sql-proxy\n- env:\n  - name: DB_HOST\n    value: 127.0.0.1\n"),
    ("k8s/production/app.yaml", "livenessProbe:\n  httpGet:\n    host: localhost\n"),
    ("config/settings/production.py", 'DEBUG = False\nSECRET_KEY = os.environ["SECRET_KEY"]\nALLOWED_HOSTS = ["localhost"]\n'),
    ("product/config.yaml", "password: changeme\n"),
    ("docs/prod/readme.yaml", "password: changeme\n"),
    ("tests/test_config.py", 'KEY = "LIVE"\n'),
    (".github/workflows/test.yml", "jobs:\n  test:\n    env:\n      DB_HOST: localhost\n      PASSWORD: postgres\n"),
    (".github/workflows/deploy-production.yml", "jobs:\n  test:\n    env:\n      DB_HOST: localhost\n      PASSWORD: postgres\n"),
    ("tests/fixtures/dev/config.yml", "key: LIVE\n"),
    ("config/database.yml", "development:\n  host: localhost\n  password: postgres\nproduction:\n  url: <%= ENV['DATABASE_URL'] %>\n"),
)  # fmt: skip


@each(FOUND)
def test_what_is_found(path: str, text: str, problem: str, refuses: bool) -> None:
    found = judge(Change("A", path, new=filled(text)))

    assert len(found) == 1, found
    assert problem in found[0].problem, found[0].problem
    assert found[0].blocks is refuses
    assert LIVE not in repr(found) and TEST not in repr(found) and RANDOM not in repr(found)


@each(PASSES)
def test_what_is_let_pass(path: str, text: str) -> None:
    assert judge(Change("A", path, new=filled(text))) == []


def test_what_stood_there_is_no_news() -> None:
    old, new = filled("KEY=LIVE\n"), filled("B=1\n\nKEY=LIVE\n")

    assert judge(Change("M", ".env.development", new=new, old=[old])) == []
    assert judge(Change("R", "config/.env.development", ".env.development", new=new, old=[old])) == []
    assert len(judge(Change("R", ".env.development", ".env.production", new=new, old=[old]))) == 1
    assert len(judge(Change("W", ".env.development", new=new), kind="whole")) == 1


def test_the_same_secret_in_two_environments() -> None:
    new, beside = filled("DB_PASSWORD=RANDOM\n"), {".env.development": filled("A=1\nDB_PASSWORD=RANDOM\n")}
    (found,) = judge(Change("A", ".env.production", new=new), before=beside)

    assert (found.path, found.line, found.blocks) == (".env.production", 1, True)
    assert (
        found.problem == "DB_PASSWORD (production) has the same value as DB_PASSWORD in .env.development (development)"
    )
    assert RANDOM not in repr(found)


def test_in_a_repository(repo: Repo) -> None:
    repo.stage("config/development.json", filled('{"stripe": {"secretKey": "LIVE"}}'))
    done = repo.check("--rule", "separate-environments")

    assert done.code == 1
    assert LIVE not in done.out + done.err
    assert done.out.splitlines()[:2] == [
        "config/development.json:1: Stripe secret key for production in a development file (secretKey) [separate-environments]",
        "  fix: put the provider's test-mode value into secretKey here, and rotate the production one",
    ]


def test_the_policy_says_what_belongs_where() -> None:
    environments = {
        "production": Environment(
            files=("deploy/live/**",), hosts=("*.live.example.com",), issuers=("https://login.example.com",)
        ),
        "staging": Environment(hosts=("*.stg.example.com",), issuers=("https://login.stg.example.com",)),
    }

    def found(path: str, text: str) -> list[tuple[str, bool]]:
        return [
            (one.problem, one.blocks) for one in judge(Change("A", path, new=filled(text)), environments=environments)
        ]

    assert found(".env.development", "API_URL=https://api.live.example.com\n") == [
        ("API_URL names a host of production in a development file", False)
    ]
    assert found(".env.development", "DB_URL=postgres://a:RANDOM@db.live.example.com/a\n") == [
        ("DB_URL connects to a production host with a password in a development file", True)
    ]
    assert found(".env.development", "ISSUER=https://login.example.com/\n") == [
        ("ISSUER names the production issuer in a development file", True)
    ]
    assert found("deploy/live/a.yaml", "issuer: https://login.stg.example.com\n") == [
        ("issuer names the staging issuer in a production file", False)
    ]
    assert found("deploy/live/a.yaml", "url: https://api.stg.example.com\n") == [
        ("url names a host of staging in a production file", False)
    ]
    assert found("deploy/live/a.yaml", "url: https://api.live.example.com\nissuer: https://login.example.com\n") == []


def test_an_account_of_another_environment() -> None:
    environments = {
        "production": Environment(accounts=("123456789012",)),
        "dev": Environment(accounts=("210987654321",)),
    }
    arn = "role: arn:aws:iam::123456789012:role/deploy\nother: arn:aws:iam::1123456789012:role/deploy\n"
    (found,) = judge(Change("A", "deploy/dev/role.yaml", new=arn.encode()), environments=environments)

    assert (found.problem, found.blocks) == (
        "role names a cloud account of production in a file of the environment dev",
        False,
    )


def test_an_environment_of_another_name() -> None:
    environments = {"blue": Environment(kind="production", files=("deploy/blue/**",), hosts=("*.blue.example.com",))}
    (found,) = judge(Change("A", "deploy/blue/a.yaml", new=b"password: changeme\n"), environments=environments)
    (other,) = judge(
        Change("A", ".env.test", new=b"DB_URL=redis://cache.blue.example.com\nA=1\n"), environments=environments
    )

    assert found.problem == "password has a well-known default value in a production file"
    assert other.problem == "DB_URL connects to a production host in a test file"
    assert (
        judge(Change("A", "deploy/blue/a.yaml", new=b"url: redis://a.blue.example.com\n"), environments=environments)
        == []
    )


def test_what_is_not_looked_at() -> None:
    bad = Change("A", ".env.production", new=b"SECRET_KEY=changeme\nDEBUG=true\n")

    assert [one.blocks for one in judge(bad)] == [True, False]
    assert [one.blocks for one in judge(bad, default_credentials="flag", development_settings="refuse")] == [
        False,
        True,
    ]
    assert judge(bad, default_credentials="off", development_settings="off") == []


def test_a_file_that_cannot_be_read() -> None:
    (found,) = judge(Change("A", "deploy/prod/a.yaml", new=b"password: [\n"))

    assert found.problem.startswith("its environment's settings are not judged: not valid YAML")
    assert not found.blocks
    assert judge(Change("A", "deploy/prod/b.yaml", new=b"replicas: [\n")) == []
    parts = b"test:\n  password: x\nproduction:\n  password: [\n"
    assert [one.blocks for one in judge(Change("A", "config/database.yml", new=parts))] == [False]


def test_a_secret_is_said_once_for_two_files() -> None:
    text = filled("DB_PASSWORD=RANDOM\n")
    files = [Change("A", ".env.production", new=text), Change("A", ".env.development", new=text)]

    assert len(judge(*files)) == 1
    assert len(judge(*(Change("W", one.path, new=text) for one in files), kind="whole")) == 1
    assert judge(*files, shared_values="off") == []


def test_a_secret_that_both_had_is_no_news() -> None:
    old, beside = filled("DB_PASSWORD=RANDOM\n"), {".env.development": filled("DB_PASSWORD=RANDOM\n")}
    change = Change("M", ".env.production", new=old + b"PORT=1\nAPI_KEY=${KEY}\n", old=[old])

    assert judge(change, before={**beside, ".env.production": old}) == []


def test_a_file_for_another_environment_is_judged_anew() -> None:
    text = filled("DB_PASSWORD=RANDOM\n")
    beside = {".env.development": text, ".env.staging": text}
    renamed = Change("R", ".env.production", ".env.staging", new=text, old=[text])

    assert [one.path for one in judge(renamed, before=beside)] == [".env.production"]


def test_a_name_is_quoted_only_if_it_is_one() -> None:
    odd = "".join(("a8f3kq92", "mz7dkw01", "xn5r"))
    (found,) = judge(Change("A", "config/dev/a.json", new=filled(f'{{"{odd}": "LIVE"}}')))

    assert odd not in found.problem + found.fix
    assert (
        "AUTH0_CLIENT_SECRET2" in judge(Change("A", ".env.test", new=filled("AUTH0_CLIENT_SECRET2=LIVE\n")))[0].problem
    )


def test_a_policy_names_its_hosts() -> None:
    assert "'*'" in Policy(environments={"production": Environment(hosts=("*",))}).verify()
    assert Policy(environments={"production": Environment(hosts=("*.x.example",))}).verify() == ""


def test_the_name_that_the_policy_gives_an_environment() -> None:
    environments = {
        "prod": Environment(files=("deploy/live/**",), hosts=("*.live.example.com",)),
        "int": Environment(kind="staging"),
    }
    text = filled("API_SECRET=RANDOM\nDB_URL=redis://a.live.example.com\n")

    assert (
        judge(Change("A", ".env.production", new=text), before={"deploy/live/a.env": text}, environments=environments)
        == []
    )
    (found,) = judge(
        Change("A", ".env.dev", new=filled("B_URL=redis://a.live.example.com\n")), environments=environments
    )
    assert found.problem == "B_URL connects to a production host in a development file"


def test_two_files_in_a_repository(repo: Repo) -> None:
    repo.commit("dev", **{"deploy/dev/app.yaml": filled("dbPassword: RANDOM\n").decode()})
    repo.stage("deploy/production/app.yaml", filled("dbPassword: ${DB_PASSWORD}\n"))
    repo.stage("deploy/prod/app.yaml", filled("replicas: 2\ndbPassword: RANDOM\n"))
    done = repo.check("--rule", "separate-environments")

    assert RANDOM not in done.out + done.err
    assert done.out.splitlines()[:2] == [
        "deploy/prod/app.yaml:2: dbPassword (production) has the same value as dbPassword in deploy/dev/app.yaml (development)"
        " [separate-environments]",
        "  fix: give each environment a secret of its own: make a new dbPassword for development",
    ]
    repo.commit("prod")
    assert repo.check("--all", "--rule", "separate-environments").code == 1
    repo.stage("deploy/prod/app.yaml", filled("replicas: 3\ndbPassword: RANDOM\n"))
    assert repo.check("--rule", "separate-environments").code == 0
