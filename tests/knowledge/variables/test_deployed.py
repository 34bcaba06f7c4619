"""Which variables a deployment file sets, and which look-alikes set none."""

from __future__ import annotations

from textwrap import dedent

from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.knowledge.variables.deployed import settings
from govhooks.policy.load import Policies, Tables
from govhooks.rules.index import ENTRIES
from govhooks.run.concern import concerned

ENTRY = next(entry for entry in ENTRIES if entry.id == "environment-audit")

# (path, text, the names that it sets with the kinds of their values: l literal, r reference, u unset)
SET = (
    ("Dockerfile", "FROM x\nARG NODE_VERSION=20\nENV PORT=80 LOG_LEVEL=info\nENV OLD_STYLE some value\n",
     "NODE_VERSION l PORT l LOG_LEVEL l OLD_STYLE l"),
    ("api/Dockerfile.prod", "FROM x AS a\nENV A_ONE=1\nFROM y\nENV A_TWO=$A_ONE \\\n    A_THREE=3\n", "A_ONE l A_TWO r A_THREE l"),
    ("Containerfile", "FROM x\nARG TOKEN\n", "TOKEN u"),
    ("docker-compose.yml", """
        x-env: &common
          LOG_LEVEL: info
        services:
          web:
            environment:
              <<: *common
              DATABASE_URL: postgres://db/app
              EMPTY_ONE:
              FROM_SHELL: ${FROM_SHELL}
          worker:
            environment:
              - WORKERS=4
              - PASSED_ON
        """, "LOG_LEVEL l DATABASE_URL l EMPTY_ONE u FROM_SHELL r WORKERS l PASSED_ON u"),
    ("compose.prod.yaml", "services:\n  web:\n    build:\n      context: .\n      args:\n        GIT_REF: main\n", "GIT_REF l"),
    ("deploy/k8s/app.yaml", """
        apiVersion: apps/v1
        kind: Deployment
        spec:
          template:
            spec:
              initContainers:
                - name: migrate
                  env:
                    - name: MIGRATE
                      value: "1"
              containers:
                - name: app
                  args: ["--port", "80"]
                  envFrom:
                    - configMapRef:
                        name: app
                  env:
                    - name: LOG_LEVEL
                      value: info
                    - name: DB_PASSWORD
                      valueFrom:
                        secretKeyRef: {name: db, key: password}
                    - name: POD_IP
                      valueFrom: {fieldRef: {fieldPath: status.podIP}}
        """, "MIGRATE l LOG_LEVEL l DB_PASSWORD r POD_IP r"),
    ("k8s/config.yaml", "kind: ConfigMap\nmetadata:\n  name: app\ndata:\n  LOG_LEVEL: info\n  app.ini: |\n    a=1\n", "LOG_LEVEL l"),
    ("k8s/secret.yaml", "kind: Secret\nmetadata:\n  name: app\nstringData:\n  API_TOKEN: x1\ndata:\n  OTHER: eA==\n", "API_TOKEN l OTHER l"),
    ("k8s/external.yaml", """
        kind: ExternalSecret
        spec:
          target:
            template:
              data:
                DATABASE_URL: "postgres://{{ .user }}@db"
          data:
            - secretKey: API_TOKEN
              remoteRef: {key: app, property: token}
            - secretKey: user
        """, "DATABASE_URL r API_TOKEN r"),
    ("k8s/sealed-secret.yaml", "kind: SealedSecret\nspec:\n  encryptedData:\n    API_TOKEN: AgBy3i\n", "API_TOKEN r"),
    ("chart/templates/es.yaml", "kind: ExternalSecret\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  data:\n    - secretKey: API_TOKEN\n", "API_TOKEN r"),
    ("chart/values.yaml", "image:\n  tag: 1\nenv:\n  LOG_LEVEL: info\nextraEnv:\n  - name: WORKERS\n    value: 4\n", "LOG_LEVEL l WORKERS l"),
    ("chart/values-prod.yaml", "app:\n  envVars:\n    LOG_LEVEL: info\n  secretEnv:\n    DB_PASSWORD: vault:a#b\n", "LOG_LEVEL l DB_PASSWORD r"),
    ("helm/prod.values.yaml", "controller:\n  extraEnvVars:\n    - name: A_FLAG\n      value: 'true'\n", "A_FLAG l"),
    ("chart/templates/deployment.yaml", """
        spec:
          containers:
            - name: {{ .Chart.Name }}
              env:
                - name: LOG_LEVEL
                  value: {{ .Values.logLevel | quote }}
                - name: WORKERS
                  value: "4"
                - name: DB_PASSWORD
                  valueFrom:
                    secretKeyRef:
                      name: {{ .Release.Name }}-db
                      key: password
                {{- range $k, $v := .Values.env }}
                - name: {{ $k }}
                  value: {{ $v | quote }}
                {{- end }}
        """, "LOG_LEVEL r WORKERS l DB_PASSWORD r"),
    ("chart/templates/_helpers.tpl", '{{- define "x.env" -}}\n- name: A_ONE # why\n  value: x\n{{- end -}}\n', "A_ONE l"),
    ("chart/templates/configmap.yaml", 'kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  LOG_LEVEL: "{{ .Values.l }}"\n  MODE_A: x\n',
     "LOG_LEVEL r MODE_A l"),
    ("overlays/prod/kustomization.yaml", """
        configMapGenerator:
          - name: app
            literals:
              - LOG_LEVEL=info
              - "FEATURE_A=on"
        secretGenerator:
          - name: app
            literals: [DB_PASSWORD=x]
            envs: [secrets.env]
        """, "LOG_LEVEL l FEATURE_A l DB_PASSWORD l"),
    ("overlays/prod/kustomization.yml", """
        patches:
          - target: {kind: Deployment}
            patch: |-
              - op: add
                path: /spec/template/spec/containers/0/env/-
                value: {name: A_ONE, value: x}
              - op: replace
                path: /spec/replicas
                value: 2
          - patch: |-
              kind: Deployment
              spec:
                template:
                  spec:
                    containers:
                      - name: app
                        env:
                          - {name: A_TWO, value: y}
        """, "A_ONE l A_TWO l"),
    ("argocd/app.yaml", "kind: Application\nspec:\n  source:\n    helm:\n      values: |\n        env:\n          A_ONE: x\n", "A_ONE l"),
    (".github/workflows/deploy.yml", """
        on: push
        env:
          REGION_NAME: eu
        jobs:
          a:
            environment: production
            env:
              STAGE_NAME: prod
            steps:
              - name: Deploy
                env:
                  API_TOKEN: ${{ secrets.API_TOKEN }}
                run: ./deploy
                with:
                  name: SOMETHING
          b:
            environment:
              name: PRODUCTION
              url: https://example.com
        """, "REGION_NAME l STAGE_NAME l API_TOKEN r"),
    (".github/actions/build/action.yml", "runs:\n  using: composite\n  steps:\n    - run: x\n      env:\n        A_ONE: ${{ inputs.a }}\n", "A_ONE r"),
    (".gitlab-ci.yml", """
        variables:
          DEPLOY_ENV: staging
          DESCRIBED:
            value: "1"
            description: what it is
        deploy:
          variables:
            REPLICAS: "2"
          environment:
            name: PRODUCTION
          script: [./deploy]
        """, "DEPLOY_ENV l DESCRIBED l REPLICAS l"),
    ("ci/deploy.gitlab-ci.yml", ".deploy:\n  variables:\n    A_ONE: $B\n", "A_ONE r"),
    (".circleci/config.yml", "jobs:\n  a:\n    docker:\n      - image: x\n        environment:\n          PGUSER: app\n    environment:\n      A_ONE: 1\n",
     "PGUSER l A_ONE l"),
    ("azure-pipelines.yml", "variables:\n  - name: A_ONE\n    value: x\n  - group: shared\nsteps:\n  - script: x\n    env:\n      A_TOKEN: $(token)\n",
     "A_ONE l A_TOKEN r"),
    ("bitbucket-pipelines.yml", "pipelines:\n  custom:\n    a:\n      - variables:\n          - name: A_ONE\n            default: x\n", "A_ONE l"),
    (".travis.yml", "env:\n  global:\n    - A_ONE=1\n    - secure: abc=\n  jobs:\n    - A_TWO=2 A_THREE='x y'\n", "A_ONE l A_TWO l A_THREE l"),
    ("buildspec.yml", "env:\n  variables:\n    A_ONE: x\n  parameter-store:\n    A_TWO: /app/two\n  secrets-manager:\n    A_THREE: app:three\n",
     "A_ONE l A_TWO r A_THREE r"),
    ("cloudbuild.yaml", "steps:\n  - name: x\n    env: ['A_ONE=1']\n    secretEnv: ['A_TOKEN']\n", "A_ONE l A_TOKEN u"),
    (".drone.yml", "steps:\n  - name: x\n    environment:\n      A_TOKEN:\n        from_secret: token\n      A_ONE: 1\n", "A_TOKEN r A_ONE l"),
    ("infra/lambda.tf", """
        resource "aws_lambda_function" "f" {
          function_name = "f"
          environment {
            variables = {
              LOG_LEVEL = "info"
              TABLE     = aws_dynamodb_table.t.name
            }
          }
        }
        """, "LOG_LEVEL l TABLE r"),
    ("infra/ecs.tf", """
        resource "aws_ecs_task_definition" "t" {
          container_definitions = jsonencode([{
            name = "app"
            environment = [
              { name = "LOG_LEVEL", value = "info" },
              { name = "DB_HOST", value = aws_db_instance.d.address },
            ]
            secrets = [{ name = "DB_PASSWORD", valueFrom = aws_ssm_parameter.p.arn }]
          }])
        }
        """, "LOG_LEVEL l DB_HOST r DB_PASSWORD r"),
    ("infra/ecs_text.tf", """
        resource "aws_ecs_task_definition" "t" {
          container_definitions = <<EOF
        [{"name": "app", "environment": [{"name": "LOG_LEVEL", "value": "info"}]}]
        EOF
        }
        """, "LOG_LEVEL l"),
    ("run.tf", """
        resource "google_cloud_run_v2_service" "s" {
          template {
            containers {
              env {
                name  = "LOG_LEVEL"
                value = "info"
              }
              env {
                name = "DB_PASSWORD"
                value_source {
                  secret_key_ref { secret = "db" }
                }
              }
            }
          }
        }
        """, "LOG_LEVEL l DB_PASSWORD r"),
    ("app.tf", 'resource "azurerm_linux_web_app" "a" {\n  app_settings = {\n    LOG_LEVEL = "info"\n    "API_URL" = var.api\n  }\n}\n', "LOG_LEVEL l API_URL r"),
    ("heroku.tf", 'resource "heroku_app" "a" {\n  config_vars = {\n    LOG_LEVEL = "info"\n  }\n  sensitive_config_vars = {\n    A_TOKEN = var.t\n  }\n}\n',
     "LOG_LEVEL l A_TOKEN r"),
    ("heroku_config.tf", 'resource "heroku_config" "a" {\n  vars = {\n    LOG_LEVEL = "info"\n  }\n  sensitive_vars = {\n    A_TOKEN = var.t\n  }\n}\n',
     "LOG_LEVEL l A_TOKEN r"),
    ("vercel.tf", 'resource "vercel_project_environment_variable" "a" {\n  project_id = "x"\n  key = "API_URL"\n  value = "https://api.example.com"\n}\n', "API_URL l"),
    ("ci.tf", 'resource "github_actions_variable" "a" {\n  repository = "x"\n  variable_name = "REGION_NAME"\n  value = "eu"\n}\n', "REGION_NAME l"),
    ("ci2.tf", 'resource "gitlab_project_variable" "a" {\n  project = "x"\n  key = "REGION_NAME"\n  value = var.r\n}\n', "REGION_NAME r"),
    ("k8s.tf", 'resource "kubernetes_config_map" "a" {\n  metadata {\n    name = "x"\n  }\n  data = {\n    LOG_LEVEL = "info"\n  }\n}\n', "LOG_LEVEL l"),
    ("serverless.yml", """
        provider:
          name: aws
          environment:
            TABLE: ${self:custom.table}
        functions:
          a:
            handler: a.b
            environment:
              LOG_LEVEL: info
        """, "TABLE r LOG_LEVEL l"),
    ("template.yaml", """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Environment:
                Variables:
                  LOG_LEVEL: info
                  TABLE: !Ref Table
          T:
            Type: AWS::ECS::TaskDefinition
            Properties:
              ContainerDefinitions:
                - Name: app
                  Environment:
                    - Name: WORKERS
                      Value: 4
                  Secrets:
                    - Name: DB_PASSWORD
                      ValueFrom: !Ref Secret
        """, "LOG_LEVEL l TABLE r WORKERS l DB_PASSWORD r"),
    ("cloudformation/app.json", '{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"LOG_LEVEL": "info", "TABLE": {"Ref": "X"}}}}}}}',
     "LOG_LEVEL l TABLE r"),
    ("ecs/task-definition.json", '{"containerDefinitions": [{"environment": [{"name": "LOG_LEVEL", "value": "info"}], "secrets": [{"name": "A_TOKEN", "valueFrom": "arn:x"}]}]}',
     "LOG_LEVEL l A_TOKEN r"),
    ("app.service", '[Unit]\nDescription=A=1\n[Service]\nEnvironment="LOG_LEVEL=info" WORKERS=4\nEnvironmentFile=/etc/app.env\nExecStart=/bin/app\n',
     "LOG_LEVEL l WORKERS l"),
    ("web.service", "[Service]\nEnvironment=A_ONE=1 \\\n  A_TWO=2\n#Environment=NO=1\n", "A_ONE l A_TWO l"),
    ("etc/app.service.d/override.conf", "[Service]\nEnvironment=LOG_LEVEL=info\n", "LOG_LEVEL l"),
    ("app.container", "[Container]\nImage=x\nEnvironment=LOG_LEVEL=info\n", "LOG_LEVEL l"),
    ("Procfile", "web: NODE_OPTIONS=--x LOG_LEVEL=info node server.js\nworker: env WORKERS=2 run\nrelease: python manage.py migrate --A=1\n",
     "NODE_OPTIONS l LOG_LEVEL l WORKERS l"),
    ("fly.toml", 'app = "x"\n[env]\n  LOG_LEVEL = "info"\n  PORT = 8080\n[build.args]\n  GIT_REF = "a"\n', "LOG_LEVEL l PORT l GIT_REF l"),
    ("render.yaml", """
        services:
          - type: web
            envVars:
              - key: LOG_LEVEL
                value: info
              - key: DATABASE_URL
                fromDatabase: {name: db, property: connectionString}
              - key: A_SECRET
                generateValue: true
              - key: TO_FILL_IN
                sync: false
              - fromGroup: shared
        """, "LOG_LEVEL l DATABASE_URL r A_SECRET r TO_FILL_IN r"),
    ("app.json", '{"name": "x", "env": {"LOG_LEVEL": "info", "A_SECRET": {"generator": "secret"}, "B_ONE": {"description": "b", "required": true}}}',
     "LOG_LEVEL l A_SECRET r B_ONE u"),
    ("vercel.json", '{"env": {"LOG_LEVEL": "info", "A_TOKEN": "@token"}, "build": {"env": {"BUILD_ONE": "1"}}}', "LOG_LEVEL l A_TOKEN r BUILD_ONE l"),
    ("netlify.toml", '[build.environment]\n  LOG_LEVEL = "info"\n[context.production.environment]\n  API_URL = "x"\n[context.deploy-preview]\n  command = "y"\n',
     "LOG_LEVEL l API_URL l"),
    ("wrangler.toml", 'name = "x"\n[vars]\nLOG_LEVEL = "info"\n[env.production.vars]\nAPI_URL = "x"\n', "LOG_LEVEL l API_URL l"),
    ("app.yaml", "runtime: python312\nenv_variables:\n  LOG_LEVEL: info\n", "LOG_LEVEL l"),
    (".do/app.yaml", "services:\n  - name: a\n    envs:\n      - key: LOG_LEVEL\n        scope: RUN_TIME\n        value: info\n", "LOG_LEVEL l"),
    (".ebextensions/options.config", "option_settings:\n  aws:elasticbeanstalk:application:environment:\n    LOG_LEVEL: info\n", "LOG_LEVEL l"),
    ("ops/app.nomad", 'job "a" {\n  group "g" {\n    task "t" {\n      env {\n        LOG_LEVEL = "info"\n      }\n    }\n  }\n}\n', "LOG_LEVEL l"),
    ("deploy/container-app.yaml", "properties:\n  template:\n    containers:\n      - env:\n          - name: A_TOKEN\n            secretRef: token\n          - name: A_ONE\n            value: x\n",
     "A_TOKEN r A_ONE l"),
    (".env.example", "# what to fill in\nLOG_LEVEL=info\nexport A_TOKEN=\n", "LOG_LEVEL l A_TOKEN u"),
    ("deploy/prod/app.env", "LOG_LEVEL=info\nA_URL=https://${HOST}/\n", "LOG_LEVEL l A_URL r"),
    (".envrc", "export LOG_LEVEL=info\nuse nix\n", "LOG_LEVEL l"),
    ("roles/app/templates/.env.j2", "{% if a %}\nLOG_LEVEL={{ level }}\n{% endif %}\nA_TWO=x\n", "LOG_LEVEL r A_TWO l"),
    (".env.production", "lower_case=1\nUPPER=2\n", "lower_case l UPPER l"),
)  # fmt: skip
NOTHING = (
    ("package.json", '{"env": {"A_ONE": "1"}}'),
    (".eslintrc.json", '{"env": {"browser": true, "ES6": true}}'),
    ("docs/openapi.yaml", "components:\n  schemas:\n    A:\n      properties:\n        env: {type: string}\n"),
    ("deploy/k8s/role.yaml", "kind: Role\nrules:\n  - verbs: [GET]\n"),
    ("deploy/k8s/crd.yaml", "kind: CustomResourceDefinition\nspec:\n  versions:\n    - schema:\n        env:\n          type: array\n          items: {type: object}\n"),
    ("deploy/k8s/cm.yaml", "kind: ConfigMap\ndata:\n  nginx.conf: |\n    env A_ONE;\n  lower-key: x\n"),
    ("deploy/environments.yaml", "environments:\n  - PRODUCTION\n  - STAGING\n"),
    (".github/workflows/x.yml", "on:\n  workflow_dispatch:\n    inputs:\n      LEVEL:\n        default: x\njobs:\n  a:\n    strategy:\n      matrix:\n        env: [PY39, PY310]\n"),
    (".github/dependabot.yml", "registries:\n  a:\n    env:\n      A_ONE: 1\n"),
    (".gitlab-ci.yml", "deploy:\n  stage: DEPLOY\n  only:\n    variables:\n      - $A_ONE == 'x'\n"),
    ("infra/variables.tf", 'variable "LOG_LEVEL" {\n  default = "info"\n}\n'),
    ("infra/tags.tf", 'resource "a" "b" {\n  tags = {\n    OWNER = "x"\n  }\n}\n'),
    ("chart/templates/rbac.yaml", "kind: Role\nmetadata:\n  name: {{ .Release.Name }}\nrules:\n  - verbs: [GET]\n"),
    ("app.desktop.service", "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/x A=1\n"),
    ("Procfile", "web: gunicorn app:app --env DJANGO_SETTINGS_MODULE=x\n"),
    ("Dockerfile", "FROM x\nRUN A_ONE=1 make\nLABEL A_TWO=2\n"),
    (".env.patch", "+A_ONE=1\n"),
    (".env.d.ts", "A_ONE=1\n"),
    (".envoy.cfg", "A_ONE=1\n"),
    ("src/main.yaml", "env:\n  A_ONE: 1\n"),
)  # fmt: skip
_KINDS = {"l": "literal", "r": "reference", "u": "unset"}


@each(SET)
def test_what_a_file_sets(path: str, text: str, wanted: str) -> None:
    found = settings(path, dedent(text).lstrip("\n").encode())
    words = wanted.split()

    assert found.error == ""
    names = {one.name: one.kind for one in found.found}
    assert names == {name: _KINDS[kind] for name, kind in zip(words[::2], words[1::2], strict=True)}


@each(NOTHING)
def test_look_alikes_set_nothing(path: str, text: str) -> None:
    assert settings(path, text.encode()).found == ()


@each(SET)
def test_the_line_of_a_setting_holds_its_name(path: str, text: str, wanted: str) -> None:
    lines = dedent(text).lstrip("\n").split("\n")

    for one in settings(path, "\n".join(lines).encode()).found:
        at = int(one.line)
        assert any(one.name in line for line in lines[at - 1 : at + 2]), (one.name, at)


@each(SET)
def test_the_index_loads_the_rule_for_each_of_them(path: str, text: str, wanted: str) -> None:
    changeset = Changeset((Change("A", path, new=dedent(text).lstrip("\n").encode()),))

    assert concerned([ENTRY], changeset, Policies(Tables([ENTRY], {}, "a test"))) == [ENTRY]


@each(
    (
        (".travis.yml", "env:\n  - " + 'A="x" ' * 5000 + "!\n"),
        ("a.service", "[Service]\nEnvironment=" + '"' * 50_001 + "\n"),
        ("Procfile", "web: " + "A=1 " * 20_000 + "\n"),
        (".envrc", "export A=" + "x" * 200_000 + "\n"),
        ("chart/templates/a.yaml", "{{\n" + "  - name: A_ONE\n" * 20_000),
        ("compose.yml", "environment:\n  A_ONE: " + "$" * 100_000 + "\n"),
    )
)
def test_what_is_hostile_takes_no_longer(path: str, text: str) -> None:
    assert settings(path, text.encode()).error == ""
