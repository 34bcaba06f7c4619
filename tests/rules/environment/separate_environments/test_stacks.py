"""The rule over the stacks that people deploy: what is found, and what looks like it."""

from __future__ import annotations

from typing import Any

from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.environment.separate_environments import check
from govhooks.rules.environment.separate_environments.policy import Environment, Policy

# Made here, so that no credential stands in this tree.
TAIL = "".join(("4eC39HqLyjW", "DarjtT1zdp7", "Qm8Zr2Kx"))
WORDS = {
    "LIVE": "sk_" + "live_" + TAIL,
    "STRIPETEST": "sk_" + "test_" + TAIL,
    "TAIL": TAIL,
    "RANDOM": "".join(("q7Rt2Vx9", "Lm4Zp8Ks", "1Wd6Nb3Y")),
}
POLICY = Policy(
    environments={
        "production": Environment(
            files=("deploy/prod/**", "**/settings/production.py"),
            hosts=("*.live.example.com",),
            issuers=("https://login.example.com",),
        )
    }
)


class Tree:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def __call__(self, path: str) -> bytes | None:
        return self._files.get(path)

    def paths(self) -> list[str]:
        return sorted(self._files)


def filled(text: str) -> bytes:
    for word, value in WORDS.items():
        text = text.replace(word, value)
    return text.encode()


def judge(path: str, text: str, beside: dict[str, str] | None = None) -> list[Finding]:
    tree = Tree({name: filled(one) for name, one in (beside or {}).items()})
    found = list(check(Changeset((Change("A", path, new=filled(text)),), before=tree), POLICY))
    assert not any(value in repr(found) for value in WORDS.values())
    return found


# (path, text): something is found.
FOUND: tuple[Any, ...] = (
    ("config/database.yml", "test:\n  host: db\n<% if x %>\n  a: b\n<% end %>\nproduction:\n  password: postgres\n  <% y.each do |z| %>\n  c: <%= z %>\n  <% end %>\n"),
    ("appsettings.Production.json", '{"ConnectionStrings": {"Redis": "localhost:6379,abortConnect=false"}}'),
    ("appsettings.Production.json", '{"ConnectionStrings": {"Db": "Server=(localdb)\\\\mssqllocaldb;Database=a"}}'),
    ("appsettings.Production.json", '{"ConnectionStrings": {"Db": "Data Source=app.db"}}'),
    ("appsettings.Production.json", '{"ConnectionStrings": {"Db": "Server=.;Database=a;Trusted_Connection=True"}}'),
    ("ormconfig.prod.js", "module.exports = { type: 'sqlite' };\n"),
    (".env.production", "DEBUG=app:*\n"),
    ("values-prod.yaml", "jwtSecret: dev\n"),
    (".env.production", "SECRET=dev\n"),
    ("config/settings/production.py", "SECRET_KEY = 'dev'\n"),
    (".github/workflows/tests.yml", "jobs:\n  unit:\n    env:\n      KEY: LIVE\n"),
    ("netlify.toml", "[context.production.environment]\n  STRIPE = 'STRIPETEST'\n"),
    ("wrangler.toml", "[env.production.vars]\nDEBUG = 'true'\n"),
    ("app.json", '{"environments": {"test": {"env": {"STRIPE": "LIVE"}}}}'),
    ("ecosystem.config.js", "module.exports = { apps: [{ name: 'a', env_production: { NODE_ENV: 'development' } }] };\n"),
    ("serverless.yml", "custom:\n  dev:\n    key: a\n  prod:\n    key: STRIPETEST\n"),
    ("render.yaml", "environments:\n- x\nprofiles:\n  production:\n    envVars:\n    - key: SECRET_KEY\n      value: changeme\n"),
    ("environments/prod/variables.tf", 'variable "db_password" {\n  default = "changeme"\n}\n'),
    (".envrc", "use nix\nif true; then\n  export STRIPE=LIVE\nfi\n"),
    (".env.test", "OIDC_ISSUER=https://login.prod.example.com/realms/a\n"),
    (".env.production", "OIDC_ISSUER=https://login.staging.example.com/realms/a\n"),
    (".env.production", "JWT_ISSUER=http://localhost:8080/realms/a\n"),
    ("config.py", "class DevConfig:\n    DEBUG = True\nclass ProdConfig:\n    SECRET_KEY = 'changeme'\n"),
    ("app/config.py", "class TestingConfig(Config):\n    STRIPE = 'LIVE'\n"),
    ("settings.py", "class ProductionConfig(Config):\n    DEBUG = True\n"),
("config/development.yaml","payments:\n  square:\n    accessToken: sq0atp-TAIL\n"),
("local.yml","x:\n  environment:\n    - PLAID_ENV=production\n"),
("config/local.yaml","braintree:\n  environment: production\n"),
("src/test/resources/application-test.yml","spring:\n  security:\n    oauth2:\n      resourceserver:\n        jwt:\n          issuer-uri: https://login.example.com/realms/x\n"),
(".env.test","MONGO_URI=mongodb+srv://app:RANDOM@cluster-prod.abcde.mongodb.net/app\n"),
(".env.development","DATABASE_URL=mysql2://root:RANDOM@myapp-prod.cluster-xyz.us-east-1.rds.amazonaws.com:3306/app\n"),
("config/dev.toml","[database]\nurl = \"postgres://svc:RANDOM@pg.live.example.com/app\"\n"),
("config/development.py","SQLALCHEMY_DATABASE_URI = 'postgresql://app:RANDOM@prod-db.internal/app'\n"),
("test/config.json",'{"redis":{"host":"redis.prod.example.com","port":6379}}'),
("app/config/dev.php","<?php\nreturn ['db' => ['host' => 'prod-mysql.example.com', 'password' => 'RANDOM']];\n"),
("config/database.php","<?php\nreturn ['development' => ['host' => 'prod-mysql.example.com'], 'production' => ['password' => 'secret']];\n"),
("appsettings.Production.json",'{"ConnectionStrings":{"Default":"Server=localhost;Database=App;User Id=sa;Password=Password123;"}}'),
("appsettings.Production.json",'{"Jwt":{"Key":"secret","Secret":"supersecret"}}'),
("application-prod.properties","spring.datasource.url=jdbc:h2:mem:testdb\nspring.datasource.password=password\n"),
("application-prod.yml","logging.level.root: DEBUG\nspring.rabbitmq.password: guest\n"),
("values-production.yaml","postgresql:\n  auth:\n    postgresPassword: postgres\nredis:\n  host: localhost\nenv:\n  - name: DEBUG\n    value: \"true\"\n"),
("deploy/prod/configmap.yaml","kind: ConfigMap\ndata:\n  DEBUG: \"1\"\n  DATABASE_URL: postgres://u@localhost:5432/x\n"),
("environments/prod/terraform.tfvars",'db_password = "changeme"\n'),
("environments/prod/main.tf",'resource "aws_db_instance" "x" {\n  password = "password123"\n}\n'),
("docker-compose.prod.yml","services:\n  minio:\n    environment:\n      MINIO_ROOT_USER: minioadmin\n      MINIO_ROOT_PASSWORD: minioadmin\n"),
("config/environments/production.rb","Rails.application.configure do\n  config.cache_store = :redis_cache_store, { url: 'redis://localhost:6379/0' }\nend\n"),
("config/environments/production.rb","Rails.application.configure do\n  config.secret_key_base = 'changeme'\n  Stripe.api_key = 'STRIPETEST'\nend\n"),
("config/production.js","module.exports = {\n  db: 'mongodb://localhost:27017/app',\n  jwtSecret: 'secret',\n  debug: true\n}\n"),
("config/production.ts","export default { database: { dialect: 'sqlite', storage: 'db.sqlite' } }\n"),
("config/settings/production.py","DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': 'localhost', 'PASSWORD': 'postgres'}}\n"),
("config/settings/production.py","CELERY_BROKER_URL = 'amqp://guest:guest@localhost:5672//'\n"),
("config/settings/production.py","CACHES = {'default': {'BACKEND': 'x', 'LOCATION': 'redis://127.0.0.1:6379/1'}}\n"),
("config/settings/production.py","app.config['DEBUG'] = True\n"),
("group_vars/production/main.yml","mysql_root_password: root\ndb_host: localhost\n"),
("wp-config-production.php","<?php\ndefine('DB_PASSWORD', 'password');\ndefine('DB_HOST', 'localhost');\n"),
("config/production.ini","[database]\nsqlalchemy.url = sqlite:///app.db\n[app:main]\ndebug = true\n"),
("k8s/production/secret.yaml","kind: Secret\nstringData:\n  JWT_SECRET: changeme\n"),
("overlays/prod/kustomization.yaml","secretGenerator:\n- name: x\n  literals:\n  - DB_PASSWORD=changeme\n  - DEBUG=true\n"),
("overlays/prod/kustomization.yaml","configMapGenerator:\n- name: x\n  literals:\n  - REDIS_URL=redis://localhost:6379\n"),
("prod.env","KAFKA_BROKERS=localhost:9092\nELASTICSEARCH_URL=http://localhost:9200\n"),
(".env.production","DJANGO_SECRET_KEY=django-insecure-abc\nMAIL_HOST=smtp.mailtrap.io\n"),
(".env.production","RAZORPAY_KEY_ID=rzp_test_TAIL\n"),
(".env.prod","SECRET_KEY_BASE=development_secret\n"),
("fly.production.toml","[env]\n  NODE_ENV = \"development\"\n"),
("serverless.prod.yml","provider:\n  environment:\n    STRIPE: STRIPETEST\n"),
("pom-prod.xml","<p><db.password>changeme</db.password></p>"),
("config/prod/hibernate.xml","<c><property name=\"hibernate.connection.url\">jdbc:mysql://localhost/x</property><property name=\"hibernate.connection.password\">root</property></c>"),
("config/prod/persistence.xml","<p><property name=\"javax.persistence.jdbc.password\" value=\"root\"/></p>"),
("docker-compose.prod.yml","services:\n  web:\n    env_file: .env\n    command: python manage.py runserver\n    environment:\n      - DEBUG=True\n      - SECRET_KEY=secret\n"),
("Dockerfile.prod","FROM x\nENV DEBUG=1 SECRET_KEY=changeme\n"),
("config/prod.json",'{"mongo":{"uri":"mongodb://localhost/app"},"session":{"secret":"keyboard cat"}}'),
("settings.prod.yaml","db:\n  engine: sqlite\n  url: sqlite:///x.db\n"),
(".env.production","PAYPAL_MODE=sandbox\nADYEN_ENVIRONMENT=TEST\n"),
("config/dev.yml","adyen:\n  environment: live\n"),
(".env.local","PAYSTACK_SECRET_KEY=LIVE\nMOLLIE_API_KEY=live_TAIL\n"),
("docker-compose.dev.yml","services:\n  api:\n    environment:\n      DATABASE_URL: postgres://app:RANDOM@prod-db.example.com:5432/app\n"),
("conf/dev/db.xml","<db><url>jdbc:postgresql://db.prod.example.com/app</url></db>"),
("config/database.yml","default: &default\n  adapter: postgresql\ndevelopment:\n  <<: *default\n  host: prod-db.example.com\n  password: RANDOM\nproduction:\n  <<: *default\n  url: <%= ENV['DATABASE_URL'] %>\n"),
("config/database.yml","development:\n  host: localhost\nproduction:\n  host: localhost\n  password: postgres\n"),
("src/main/resources/application.yml","spring:\n  profiles: dev\n  datasource:\n    url: jdbc:postgresql://db.prod.example.com/app\n"),
("tests/settings.py","STRIPE_SECRET = 'LIVE'\n"),
("jest.setup.js","process.env.STRIPE_KEY = 'LIVE';\n"),
("test/setup.env","STRIPE=LIVE\n"),
("env/local.sh","export DATABASE_URL=postgres://a:RANDOM@prod-db.example.com/x\n"),
("scripts/dev.env.sh","export STRIPE=LIVE\n"),
)  # fmt: skip

# (path, text): nothing is.
PASSES: tuple[Any, ...] = (
    ("appsettings.Production.json", '{"ConnectionStrings": {"Db": "#{DbConnection}#", "Redis": "redis.internal:6379"}}'),
    (".env.test", "PROD_DB_HOST=\nSYNC=prod\n"),
    ("values-prod.yaml", "imagePullSecret: docker\ntlsSecret: default\ndatabaseSecret: postgres\npasswordSecret: admin\n"),
    (".envrc", "use nix\nif true; then\n  export STRIPE=$(pass stripe)\nfi\n"),
    ("netlify.toml", "[context.production.environment]\n  NODE_ENV = 'production'\n[context.deploy-preview.environment]\n  STRIPE = 'STRIPETEST'\n"),
    ("compose.yaml", "services:\n  test:\n    image: a\n    environment:\n      DEBUG: 'true'\n  production:\n    image: b\n    profiles: [production]\n"),
    ("Makefile.prod.yml", "a: b\n"),
    ("environments/prod/variables.tf", 'variable "name" {\n  default = "secret"\n}\n'),
    (".env.production", "OIDC_ISSUER=https://login.example.com/realms/a\n"),
    ("config.py", "class Config:\n    DEBUG = False\nclass DevelopmentConfig(Config):\n    DEBUG = True\n    SECRET_KEY = 'dev'\nclass ProductionConfig(Config):\n    SECRET_KEY = os.environ['SECRET_KEY']\n"),
("application.properties","%dev.quarkus.datasource.password=dev\n%prod.quarkus.datasource.password=${DB_PASSWORD}\n"),
(".env.production","LOG_LEVEL=debug\nPORT=3000\nHOST=0.0.0.0\nBIND_ADDRESS=127.0.0.1\n"),
("docker-compose.prod.yml","services:\n  db:\n    healthcheck:\n      test: pg_isready -h localhost -U postgres\n  web:\n    healthcheck:\n      test: curl -f http://localhost:8000/health\n"),
("values-prod.yaml","replicaCount: 3\nimage:\n  tag: 1.2.3\nlivenessProbe:\n  exec:\n    command: [sh, -c, 'redis-cli -u redis://localhost:6379 ping']\n"),
("k8s/production/sidecar.yaml","containers:\n- name: statsd\n  env:\n  - name: STATSD_HOST\n    value: localhost\n  - name: DD_AGENT_HOST\n    value: 127.0.0.1\n"),
("product/docker-compose.prodigy.yml","x:\n  environment:\n    PASSWORD: changeme\n"),
("config/initializers/devise.rb","Devise.setup do |config|\n  config.secret_key = 'changeme'\nend\n"),
("developer_docs/settings.yml","password: changeme\nkey: LIVE\n"),
("testing_tools/config.yml","key: LIVE\n"),
("releases/latest/config.yml","password: changeme\n"),
("config/environments/production.rb","Rails.application.configure do\n  config.force_ssl = true\n  config.log_level = :debug\n  config.action_mailer.default_url_options = { host: 'example.com' }\nend\n"),
("config/settings/production.py","from .base import *\nDEBUG = env.bool('DEBUG', default=False)\nSECRET_KEY = env('SECRET_KEY')\nDATABASES = {'default': env.db('DATABASE_URL')}\nINTERNAL_IPS = ['127.0.0.1']\n"),
("config/settings/dev.py","DEBUG = True\nSECRET_KEY = 'django-insecure-xyz'\nDATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n"),
("appsettings.Development.json",'{"ConnectionStrings":{"Default":"Server=localhost;Database=App;User Id=sa;Password=Password123;"},"Logging":{"LogLevel":{"Default":"Debug"}}}'),
("appsettings.Production.json",'{"Logging":{"LogLevel":{"Default":"Information"}},"AllowedHosts":"*","ConnectionStrings":{"Default":""}}'),
("application-prod.yml","spring:\n  datasource:\n    url: ${DB_URL}\n    password: ${DB_PASSWORD}\nmanagement:\n  server:\n    address: 127.0.0.1\nlogging:\n  level:\n    root: debug\n"),
("application-dev.yml","spring:\n  datasource:\n    url: jdbc:h2:mem:x\n    password: sa\n"),
("environments/prod/main.tf",'variable "db_password" {\n  type = string\n  sensitive = true\n}\nresource "x" "y" {\n  password = var.db_password\n  tags = { Environment = "production" }\n}\n'),
("environments/prod/main.tf",'module "db" {\n  source = "../../modules/dev-tools"\n  environment = "production"\n}\n'),
("prod.tfvars",'instance_type = "m5.large"\ndomain = "example.com"\n'),
("overlays/prod/kustomization.yaml","resources:\n- ../../base\nimages:\n- name: app\n  newTag: v1\n"),
("config/production.json",'{"debug": false, "db": {"host": "db.internal", "password": "@@DB_PASSWORD@@"}, "logger": {"debug": true}}'),
("config/production.js","module.exports = { db: process.env.DATABASE_URL, secret: process.env.SECRET, debug: false };\n"),
("config/production.js","module.exports = { db: process.env.DATABASE_URL || 'postgres://localhost/dev' };\n"),
(".env.test","DATABASE_URL=postgres://test:test@localhost:5432/test\nSTRIPE_KEY=STRIPETEST\n"),
(".env.development","REACT_APP_API=https://api.example.com\nSENTRY_DSN=https://abc123def456@o1.ingest.sentry.io/2\n"),
(".env.development","STRIPE_PUBLISHABLE_KEY=pk_test_TAIL\n"),
(".env.staging","DATABASE_URL=postgres://a:RANDOM@staging-db.example.com/a\n"),
("docs/production.yml","password: changeme\n"),
("config/locales/production.en.yml","en:\n  password: Password\n"),
("src/product/prod.ts","export const secret = 'secret'\n"),
("app/models/test.rb","class Test\n  KEY = 'LIVE'\nend\n"),
("tests/payments/test_stripe.py","KEY='LIVE'\n"),
("src/test/java/com/x/StripeTest.java","class StripeTest { String k = \"LIVE\"; }\n"),
("src/test/java/com/x/Helper.java","class Helper { String k = \"LIVE\"; }\n"),
("vars/prod.yml","vault_password: '{{ vault_db_password }}'\ndb_password: '{{ lookup(\"env\", \"DB\") }}'\n"),
("group_vars/production/vault.yml","$ANSIBLE_VAULT;1.1;AES256\n6162\n"),
("secrets.production.yaml","db_password: ENC[AES256_GCM,data:abc,iv:def,tag:x,type:str]\nsops:\n  version: 3\n"),
("config/production.toml","[server]\nlisten = \"127.0.0.1:9000\"\n[metrics]\naddr = \"localhost:9090\"\n[log]\nlevel=\"debug\"\n"),
("docker-compose.prod.yml","services:\n  redis:\n    command: redis-server --requirepass ${REDIS_PASSWORD} --bind 127.0.0.1\n    ports:\n      - '127.0.0.1:6379:6379'\n"),
("docker-compose.prod.yml","services:\n  web:\n    environment:\n      - SECRET_KEY\n      - DATABASE_URL=${DATABASE_URL:?}\n      - DEBUG=${DEBUG:-false}\n"),
("wrangler.toml","name='x'\n[env.dev.vars]\nDEBUG='true'\nSTRIPE='STRIPETEST'\n[env.production.vars]\nDEBUG='false'\n"),
("config/database.yml","development:\n  host: localhost\n  password: postgres\ntest:\n  host: localhost\nproduction:\n  host: <%= ENV['H'] %>\n  password: <%= ENV['P'] %>\n"),
("eas.json",'{"build":{"development":{"env":{"API":"http://localhost"}},"production":{"env":{"API":"https://api.example.com"}}}}'),
("angular.json",'{"projects":{"a":{"architect":{"build":{"configurations":{"production":{"budgets":[]},"development":{"sourceMap":true}}}}}}}'),
("package.json",'{"scripts":{"dev":"NODE_ENV=development node .","test":"jest","production":"node ."}}'),
("nginx/production.yml","upstream: http://127.0.0.1:8080\nproxy_url: http://localhost:3000\n"),
(".env.production","TRUSTED_PROXIES=127.0.0.1\nALLOWED_HOSTS=localhost,example.com\nCORS_ORIGINS=http://localhost:3000\n"),
(".env.production","TOKEN_TYPE=test\nPASSWORD_RESET_TIMEOUT=3600\nPASSWORD_MIN_LENGTH=12\nSECRET_NAME=prod/db\nAPI_KEY_HEADER=test\nACCESS_TOKEN_LIFETIME=12345\n"),
(".env.production","DB_PASSWORD=<set in vault>\nAPI_KEY=REPLACE_ME\nSECRET=__SECRET__\n"),
(".env.test","AWS_ACCOUNT=123456789012\nISSUER=https://login.test.example.com\n"),
(".env.development","NEXT_PUBLIC_SITE=https://www.live.example.com.evil.com\n"),
("config/prod/monolog.yaml","monolog:\n  handlers:\n    main:\n      level: debug\n"),
("config/packages/test/framework.yaml","framework:\n  test: true\n  session:\n    storage_factory_id: session.storage.factory.mock_file\n"),
("deploy/prod/prometheus.yml","scrape_configs:\n- job_name: redis\n  static_configs:\n  - targets: ['localhost:9121']\n"),
("deploy/prod/exporter.yaml","args: ['--redis.addr=redis://localhost:6379']\n"),
("deploy/prod/haproxy.yaml","x: y\n"),
("inventories/production/hosts.yml","all:\n  hosts:\n    localhost:\n      ansible_connection: local\n      ansible_host: localhost\n"),
("config/deploy/production.rb","server 'app.example.com', user: 'deploy', roles: %w{web}\nset :branch, 'main'\n"),
("test/fixtures/production.json",'{"password": "secret"}'),
("terraform/live/prod/db/terragrunt.hcl","inputs = {\n  name = \"db\"\n  env = \"prod\"\n}\n"),
)  # fmt: skip

# (path, text, what stands beside it): they have a secret in common.
SHARED: tuple[Any, ...] = (
(".env.production","JWT_SECRET=RANDOM\n",{".env.staging":"JWT_SECRET=RANDOM\n"}),
("overlays/prod/secret.yaml","kind: Secret\nstringData:\n  DB_PASSWORD: RANDOM\n",{"overlays/dev/secret.yaml":"kind: Secret\nstringData:\n  DB_PASSWORD: RANDOM\n"}),
("environments/prod/terraform.tfvars","db_password = \"RANDOM\"\n",{"environments/dev/terraform.tfvars":"db_password = \"RANDOM\"\n"}),
("appsettings.Production.json",'{"Jwt":{"SigningKey":"RANDOM"}}',{"appsettings.Development.json":'{"Jwt":{"SigningKey":"RANDOM"}}'}),
("application-prod.yml","db:\n  password: hunter" + "7x\n",{"application-dev.yml":"db:\n  password: hunter" + "7x\n"}),
("docker-compose.prod.yml","services:\n  w:\n    environment:\n      - API_TOKEN=RANDOM\n",{"docker-compose.override.yml":"services:\n  w:\n    environment:\n      API_TOKEN: RANDOM\n"}),
("settings/production.py","SECRET_KEY='RANDOM'\n",{"settings/local.py":"SECRET_KEY = 'RANDOM'\n"}),
("config/config.json",'{"development":{"password":"RANDOM"},"production":{"password":"RANDOM"}}',{}),
(".env.test","DB_PASSWORD=RANDOM\n",{".env.development":"DB_PASSWORD=RANDOM\n"}),
("group_vars/production/all.yml","db_password: RANDOM\n",{"group_vars/staging/all.yml":"db_password: RANDOM\n"}),
(".env.production","DATABASE_URL=postgres://a:RANDOM@db/x\n",{".env.development":"DATABASE_URL=postgres://a:RANDOM@localhost/x\n"}),
("prod/app.env","DB_PASSWORD=RANDOM\n",{"dev/app.env":"DB_PASSWORD=RANDOM\n"}),
("k8s/production/secrets.yaml","kind: Secret\ndata:\n  password: " + "UkFORE9N" * 2 + "\n",{"k8s/staging/secrets.yaml":"kind: Secret\ndata:\n  password: " + "UkFORE9N" * 2 + "\n"}),
)  # fmt: skip

APART: tuple[Any, ...] = (
(".env.production","SENTRY_DSN=https://RANDOM@o1.ingest.sentry.io/1\nGOOGLE_MAPS_API_KEY=RANDOM\n",{".env.development":"SENTRY_DSN=https://RANDOM@o1.ingest.sentry.io/1\nGOOGLE_MAPS_API_KEY=RANDOM\n"}),
(".env.production","DB_PASSWORD=${DB_PASSWORD}\n",{".env.development":"DB_PASSWORD=${DB_PASSWORD}\n"}),
(".env.production","DB_PASSWORD=\nAPI_KEY=<a key>\n",{".env.development":"DB_PASSWORD=\nAPI_KEY=your_key_here\n"}),
(".env.test","DB_PASSWORD=postgres\n",{".env.development":"DB_PASSWORD=postgres\n"}),
(".env.production","DB_PASSWORD=RANDOM\n",{"product/.env.development":"DB_PASSWORD=RANDOM\n"}),
("values-prod.yaml","auth:\n  existingSecret: app-secrets-v2\n  secretName: App-secrets2\n",{"values-dev.yaml":"auth:\n  existingSecret: app-secrets-v2\n  secretName: App-secrets2\n"}),
("values-prod.yaml","cookie_key: session_id\nkmsKey: arn:aws:kms:us-east-1:1:key/a\n",{"values-dev.yaml":"cookie_key: session_id\nkmsKey: arn:aws:kms:us-east-1:1:key/a\n"}),
)  # fmt: skip


@each(FOUND)
def test_what_is_found(path: str, text: str) -> None:
    assert judge(path, text)


@each(PASSES)
def test_what_looks_like_it(path: str, text: str) -> None:
    assert judge(path, text) == []


@each(SHARED)
def test_a_secret_of_two_environments(path: str, text: str, beside: dict[str, str]) -> None:
    (found,) = judge(path, text, beside)

    assert "has the same " in found.problem


@each(APART)
def test_what_two_environments_may_have(path: str, text: str, beside: dict[str, str]) -> None:
    assert judge(path, text, beside) == []
