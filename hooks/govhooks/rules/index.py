"""What is known about every rule without loading it. Generated from the rules: pytest tests/test_catalogue.py --write"""

from __future__ import annotations

from govhooks.core.entry import Entry

# fmt: off
ENTRIES = (
    Entry(
        id="access-reviews",
        module="govhooks.rules.access.access_reviews",
        description="Access to each system is reviewed on time, by somebody else than its owner.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('/codeowners/\n/governance.toml/', "", False, (), (), (), (), "", 0),
            ("", "", False, ("systems.*.files", "register"), (), ("register",), (), "", 0),
        ),
    ),
    Entry(
        id="agent-changes",
        module="govhooks.rules.agents.agent_changes",
        description="Commits by agents come with tests and owners, and leave deployment gates alone.",
        kinds=("range",),
        stages=("pre-push", "manual"),
        concerns=(
            ("", "", False, (), (), (), ("range",), "", 0),
        ),
        shows=True,
        commits=True,
        landing=True,
    ),
    Entry(
        id="agent-commands",
        module="govhooks.rules.agents.agent_commands",
        description="Agents ask before a command that destroys, sends files away, or runs anything.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('opencode.json/\nopencode.jsonc/\nkilo.json/\nkilo.jsonc/\ncrush.json/\ngemini-extension.json/\n/hooks.json/\n.code-workspace/\nrecipe.yaml/\nrecipe.yml/\n.agent.md/\n.chatmode.md/\ncrushrc/\n.devcontainer.json/\n.mcp.json/\nignore/\n.aiexclude/\n/.agents/\n/.ai/\n/.amazonq/\n/.amp/\n/.augment/\n/.claude/\n/.claude-plugin/\n/.cline/\n/.clinerules/\n/.codex/\n/.continue/\n/.copilot/\n/.cursor/\n/.devcontainer/\n/.devin/\n/.factory/\n/.gemini/\n/.goose/\n/.grok/\n/.junie/\n/.kilo/\n/.kilocode/\n/.kiro/\n/.opencode/\n/.qwen/\n/.roo/\n/.vscode/\n/.windsurf/\n/.zed/\n/hooks/\n/agents/\n/copilot/\n/skills/\n/mcp.json/', "", False, (), (), (), (), "", 0),
            ('.sh/\n.bash/\n.zsh/\n.fish/\n.ksh/\n.ps1/\n.bat/\n.cmd/\n.mk/\n.yml/\n.yaml/\n.just/\n.nu/\n.service/\n/.devcontainer.json/\n/.envrc/\n/.mise.toml/\n/composer.json/\n/containerfile/\n/deno.json/\n/devcontainer.json/\n/dockerfile/\n/gnumakefile/\n/jenkinsfile/\n/justfile/\n/launch.json/\n/makefile/\n/mise.toml/\n/noxfile.py/\n/package.json/\n/procfile/\n/pyproject.toml/\n/rakefile/\n/tasks.json/\n/tox.ini/\n/turbo.json/\n/dockerfile\n/makefile.\n.husky/', 'llowedtools\nllowed-tools\nllowed_tools', True, (), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="agent-file-access",
        module="govhooks.rules.agents.agent_file_access",
        description="Agents are kept from secrets and private data, and from files outside of the repository.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('opencode.json/\nopencode.jsonc/\nkilo.json/\nkilo.jsonc/\ncrush.json/\ngemini-extension.json/\n/hooks.json/\n.code-workspace/\nrecipe.yaml/\nrecipe.yml/\n.agent.md/\n.chatmode.md/\ncrushrc/\n.devcontainer.json/\n.mcp.json/\nignore/\n.aiexclude/\n/.agents/\n/.ai/\n/.amazonq/\n/.amp/\n/.augment/\n/.claude/\n/.claude-plugin/\n/.cline/\n/.clinerules/\n/.codex/\n/.continue/\n/.copilot/\n/.cursor/\n/.devcontainer/\n/.devin/\n/.factory/\n/.gemini/\n/.goose/\n/.grok/\n/.junie/\n/.kilo/\n/.kilocode/\n/.kiro/\n/.opencode/\n/.qwen/\n/.roo/\n/.vscode/\n/.windsurf/\n/.zed/\n/hooks/\n/agents/\n/copilot/\n/skills/\n/mcp.json/', "", False, (), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="agent-hooks",
        module="govhooks.rules.agents.agent_hooks",
        description="Opening a repository in an agent runs only reviewed commands.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('opencode.json/\nopencode.jsonc/\nkilo.json/\nkilo.jsonc/\ncrush.json/\ngemini-extension.json/\n/hooks.json/\n.code-workspace/\nrecipe.yaml/\nrecipe.yml/\n.agent.md/\n.chatmode.md/\ncrushrc/\n.devcontainer.json/\n.mcp.json/\nignore/\n.aiexclude/\n/.agents/\n/.ai/\n/.amazonq/\n/.amp/\n/.augment/\n/.claude/\n/.claude-plugin/\n/.cline/\n/.clinerules/\n/.codex/\n/.continue/\n/.copilot/\n/.cursor/\n/.devcontainer/\n/.devin/\n/.factory/\n/.gemini/\n/.goose/\n/.grok/\n/.junie/\n/.kilo/\n/.kilocode/\n/.kiro/\n/.opencode/\n/.qwen/\n/.roo/\n/.vscode/\n/.windsurf/\n/.zed/\n/hooks/\n/agents/\n/copilot/\n/skills/\n/mcp.json/', "", False, (), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="agent-instructions",
        module="govhooks.rules.agents.agent_instructions",
        description="Instructions for agents hide nothing, and do not tell them to bypass the checks.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('/.augment-guidelines/\n/.clinerules/\n/.cursorrules/\n/.goosehints/\n/.roorules/\n/.rules/\n/.windsurfrules/\n/agent.md/\n/agents.md/\n/agents.override.md/\n/claude.local.md/\n/claude.md/\n/copilot-instructions.md/\n/crush.md/\n/gemini.md/\n/qwen.md/\n/skill.md/\n/warp.md/\n.instructions.md/\n.prompt.md/\n.agent.md/\n.chatmode.md/\n.mdc/\n/.roorules-\n/.clinerules-\n/.claude/\n/.codex/\n/.cursor/\n/.gemini/\n/.qwen/\n/.opencode/\n/.kiro/\n/.amazonq/\n/.roo/\n/.continue/\n/.augment/\n/.factory/\n/.junie/\n/.windsurf/\n/.devin/\n/.agents/\n/.agent/\n/.goose/\n/.kilocode/\n/instructions/\n/.github/\n/chatmodes/\n/.amp/\n/.trae/', "", False, ("files",), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="agent-permissions",
        module="govhooks.rules.agents.agent_permissions",
        description="Agents ask before they act, in a sandbox, and talk to their own vendor.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('opencode.json/\nopencode.jsonc/\nkilo.json/\nkilo.jsonc/\ncrush.json/\ngemini-extension.json/\n/hooks.json/\n.code-workspace/\nrecipe.yaml/\nrecipe.yml/\n.agent.md/\n.chatmode.md/\ncrushrc/\n.devcontainer.json/\n.mcp.json/\nignore/\n.aiexclude/\n/.agents/\n/.ai/\n/.amazonq/\n/.amp/\n/.augment/\n/.claude/\n/.claude-plugin/\n/.cline/\n/.clinerules/\n/.codex/\n/.continue/\n/.copilot/\n/.cursor/\n/.devcontainer/\n/.devin/\n/.factory/\n/.gemini/\n/.goose/\n/.grok/\n/.junie/\n/.kilo/\n/.kilocode/\n/.kiro/\n/.opencode/\n/.qwen/\n/.roo/\n/.vscode/\n/.windsurf/\n/.zed/\n/hooks/\n/agents/\n/copilot/\n/skills/\n/mcp.json/', "", False, (), (), (), (), "", 0),
            ('.sh/\n.bash/\n.zsh/\n.fish/\n.ksh/\n.ps1/\n.bat/\n.cmd/\n.mk/\n.yml/\n.yaml/\n.just/\n.nu/\n.service/\n/.devcontainer.json/\n/.envrc/\n/.mise.toml/\n/composer.json/\n/containerfile/\n/deno.json/\n/devcontainer.json/\n/dockerfile/\n/gnumakefile/\n/jenkinsfile/\n/justfile/\n/launch.json/\n/makefile/\n/mise.toml/\n/noxfile.py/\n/package.json/\n/procfile/\n/pyproject.toml/\n/rakefile/\n/tasks.json/\n/tox.ini/\n/turbo.json/\n/dockerfile\n/makefile.\n.husky/', 'dangerously-\nbypasspermissions\n--permission-mode\n--yolo\ndanger-full-access\n--trust-all-tools\n--allow-all\n--approval-mode\n--skip-permissions-unsafe\ngoose_mode\n--yes-always\nsafety-strategy\nopencode_permission\ncursor-agent\ngemini\nqwen\ndroid\ncline\ncodex\n--always-approve\ncrush', True, (), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="agent-requirements",
        module="govhooks.rules.agents.agent_requirements",
        description="The agent policy takes effect as written, and cannot be loosened unnoticed.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("/requirements.toml/", "", False, ("files",), (), (), (), "", 0),
        ),
        supplies=(("agent-policies", "files", ("requirements.toml",)),),
        shows=True,
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="approved-secret-stores",
        module="govhooks.rules.secrets.approved_secret_stores",
        description="Secrets are kept in the approved stores, and deployment and CI files only refer to them.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('.yaml/\n.yml/\n.json/\n.template/\n.toml/\n.tf/\n.tofu/\n.hcl/\n.tfvars/\n.nomad/\n.bicep/\n/dockerfile\n/containerfile\n.dockerfile/\n.containerfile/\n.service/\n/procfile/\n/jenkinsfile\n.jenkinsfile/', 'secret\npassword\npasswd\npassphrase\npass\ntoken\napikey\nbearer\nlogin\nsecurestring\n://\napi_key\napi-key\naccesskey\naccess_key\nprivatekey\nprivate_key\ncredential\n_pass\npwd\nsalt\n_key\nkey_base\nsigning\nencryption\nmaster\nprintenv\nxtrace\nset_-x\n.env\nenv\ndebug_trace\nstep_debug\nset -', True, (), (), (), (), 'env\nkind:\nservices:\nvariable\nresource\nprovider\nimage:\nfrom\nsteps:\njobs:\nscript\nstages:\npipeline\nresources\nparameters\napiversion\ntfvars\nenvironment\ncontainers\nsecretgenerator\nbuild:\nruns:\non:\ntask', 0),
            ('.bicep/\n.template/\nvalues\n.tfvars/\n.tfvars.json/\n.service/\n/deploy/\n/deployment/\n/k8s/\n/kubernetes/\n/charts/\n/helm/\n/infra/\n/terraform/\n/manifests/\n/overlays/\n/ops/\n/docker/\nsecret\ncompose\n/fly.toml/\n/render.yaml/\n/app.json/\n/vercel.json/\n/netlify.toml/\n/serverless.y\n/procfile/\n/jenkinsfile', 'secret\npassword\npasswd\npassphrase\npass\ntoken\napikey\nbearer\nlogin\nsecurestring\n://\napi_key\napi-key\naccesskey\naccess_key\nprivatekey\nprivate_key\ncredential\n_pass\npwd\nsalt\n_key\nkey_base\nsigning\nencryption\nmaster\nprintenv\nxtrace\nset_-x\n.env\nenv\ndebug_trace\nstep_debug', True, (), (), (), (), "", 0),
            ("", "", False, (), (), ("approved",), (), "", 0),
        ),
        baseline=True,
    ),
    Entry(
        id="data-classification",
        module="govhooks.rules.data.data_classification",
        description="Sensitive fields are classified when they are added, and classified data stays out of git.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("/governance.toml/", "", False, (), (), (), (), "", 0),
            ('.csv/\n.tsv/\n.psv/\n.xlsx/\n.xlsm/\n.ods/\n.json/\n.ndjson/\n.jsonl/\n.parquet/\n.sqlite/\n.sqlite3/\n.db/\n.db3/\n.s3db/\n.sql/\n.xls/\n.xlsb/\n.mdb/\n.accdb/\n.dbf/\n.sav/\n.dta/\n.avro/\n.feather/\n.orc/\n.zip/\n.gz/\n.tgz/\n.bz2/\n.xz/\n.zst/\n.7z/\n.tar/\n.rar/\n.dump/\n.pgdump/\n.dmp/\n.bak/\n.bacpac/\n.bson/\n.rdb/\n.pdf/\n.doc/\n.docx/\n.odt/\n.rtf/\n.eml/\n.msg/\n.vcf/\n.ldif/\n.mbox/\n.pst/', "", False, ("paths",), (), (), (), "", 0),
            ("", "", False, (), (), (), (), "", 9),
            ("", 'dni\nnie\nnif\ndocumento\ncodice\ncod_fis\ncodfis\nfiscal_code\nfiscalcode\ncurp\npps\niban', False, (), (), (), (), "", 0),
            (".py/", 'dataclass\nbasemodel\nsqlmodel\nmodel)\nmodel,\nbase)\nbase,\nmapped[\nmapped_column\ncolumn(\n@define\n@frozen\n@mutable\nattr.s\nattr.ib\n@attr\nattrs.define\nattrs.frozen\nmigrations.\nuser)\ndocument)\nschema)\nentity)\nmixin)\nmixin,', True, (), (), (), (), "", 0),
            ('.ts/\n.mts/\n.cts/', 'typeorm\nmikro-orm\nsequelize\nmongoose\ndrizzle\nknex\nqueryinterface\nqueryrunner\n@column(\n@entity(\n@prop(\ncreatetable(\npgtable(\nmysqltable(\nsqlitetable(\nobjection', True, (), (), (), (), "", 0),
            (".tsx/", 'typeorm\nmikro-orm\nsequelize\nmongoose\ndrizzle\nknex\nqueryinterface\nqueryrunner\n@column(\n@entity(\n@prop(\ncreatetable(\npgtable(\nmysqltable(\nsqlitetable(\nobjection', True, (), (), (), (), "", 0),
            ('.js/\n.mjs/\n.cjs/', 'typeorm\nmikro-orm\nsequelize\nmongoose\ndrizzle\nknex\nqueryinterface\nqueryrunner\n@column(\n@entity(\n@prop(\ncreatetable(\npgtable(\nmysqltable(\nsqlitetable(\nobjection', True, (), (), (), (), "", 0),
            (".java/", '@entity\n@embeddable\n@mappedsuperclass\n@document\n@table', True, (), (), (), (), "", 0),
            (".kt/", '@entity\n@embeddable\n@mappedsuperclass\n@document\n@table', True, (), (), (), (), "", 0),
            (".cs/", '{ get; set; }\nget; set\nget;set\nget; init\nmigrationbuilder', True, (), (), (), (), "", 0),
            (".go/", 'gorm:\ndb:\njson:\nbson:\ngorm.model\nbun:\npg:\nsql:\nfield.string(\nfield.text(', True, (), (), (), (), "", 0),
            (".rb/", 'create_table\nadd_column\nchange_table\nchange_column\nfield :\nadd_columns', True, (), (), (), (), "", 0),
            (".php/", 'schema::\norm\\column\n$table->', True, (), (), (), (), "", 0),
            ('.sql/\n.ddl/', "table", True, (), (), (), (), "", 0),
            (".prisma/", 'model \ntype ', True, (), (), (), (), "", 0),
            (".proto/", "message", True, (), (), (), (), "", 0),
            ('.graphql/\n.gql/\n.graphqls/', 'type \ninput \ninterface ', True, (), (), (), (), "", 0),
            (".avsc/", "fields", True, (), (), (), (), "", 0),
            (".json/", 'openapi\nswagger\n$schema\nproperties', True, (), (), (), (), "", 0),
            ('.yaml/\n.yml/', 'openapi\nswagger\n$schema\nproperties\ncolumns:', True, (), (), (), (), "", 0),
        ),
        supplies=(("data-classes", "classes", ("public", "internal", "confidential", "restricted")), ("data-fields", "fields_", {}), ("data-paths", "paths", {}), ("data-types", "types", {})),
        baseline=True,
    ),
    Entry(
        id="dependency-review",
        module="govhooks.rules.dependencies.dependency_review",
        description="Dependencies are reviewed as they change: vulnerable, malicious, abandoned, very new and look-alike packages.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('/workflows/\n/action.yml/\n/action.yaml/\n/bun.lock/\n/bun.lockb/\n/gemfile/\n/gemfile.lock/\n/gems.rb/\n/gems.locked/\n/cargo.toml/\n/cargo.lock/\n/composer.json/\n/composer.lock/\n/environment.yml/\n/environment.yaml/\n/environment-\n/environment.\n/.gitlab-ci.yml/\n/.gitlab-ci.yaml/\n.gitlab-ci.yml/\n.gitlab-ci.yaml/\n/go.mod/\n/go.sum/\ngradle.lockfile/\n/dependency-locks/\n.versions.toml/\n/dockerfile/\n/dockerfile.\n.dockerfile/\n/containerfile/\n/containerfile.\n.containerfile/\n/compose.yml/\n/compose.yaml/\n/compose.\n/docker-compose\n/pom.xml/\n/mix.lock/\n/package.json/\n/package-lock.json/\n/npm-shrinkwrap.json/\n/packages.lock.json/\n/packages.config/\n.csproj/\n.fsproj/\n.vbproj/\n/directory.packages.props/\n/directory.build.props/\n/directory.build.targets/\n/pdm.lock/\n.lock/\n/pipfile/\n/pipfile.lock/\n/pnpm-lock.yaml/\n/poetry.lock/\n/.pre-commit-config.yaml/\n/.pre-commit-config.yml/\n/pubspec.yaml/\n/pubspec.lock/\n/pylock.toml/\n/pylock.\n/pyproject.toml/\nrequirements\n/requirements/\nconstraints\n/setup.cfg/\n/uv.lock/\n.py.lock/\n/yarn.lock/', "", False, ("purposes",), (), (), (), "", 0),
        ),
        excused_by="package",
        supplies=(("network", "network", "ci"),),
        baseline=True,
    ),
    Entry(
        id="environment-audit",
        module="govhooks.rules.environment.environment_audit",
        description="Environment variables are declared, and changes to them in a deployment are shown.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("/governance.toml/", "", False, (), (), (), (), "", 0),
            ('/.env/\n/.env.\n.env/\n/.envrc/\n/dockerfile\n/containerfile\n.dockerfile/\n.containerfile/\n.service/\n.service.d/\n.container/\n.pod/\n/procfile/\n/.ebextensions/', "", False, (), (), (), (), "", 0),
            ('.yaml/\n.yml/\n.json/\n.toml/\n.tf/\n.tofu/\n.hcl/\n.nomad/\n.tfvars/', 'env\nvariable\nvars\ndata:\ndata"\nliterals\nappsettings\napp_settings\nconfig:\nconfig"\nsettings:\nsettings"\nsecrets\nbuildargs\nbuild_args\noption_settings\nencrypteddata\nsecretkey\n_secret"\nkubernetes_config_map\nkubernetes_secret', True, (), (), (), (), "", 0),
            ("compose", "args", True, (), (), (), (), "", 0),
            ("/templates/", '- name:\nkind: configmap\nkind: secret', True, (), (), (), (), "", 0),
            ("", "", False, (), (), ("variables",), (), "", 0),
            ('.py/\n.pyi/\n.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.tsx/\n.mts/\n.cts/\n.go/\n.java/\n.kt/\n.rb/\n.rake/\n.php/\n.cs/\n.rs/\n.sh/\n.bash/\n.zsh/\n.properties/', 'debug\nauth\nlogin\nmfa\n2fa\ncsrf\nrbac\nacl\ntls\nssl\nhttps\nsecur\nrate_lim\nratelim\nwaf\ncsp\nhsts\naudit\nencrypt\nxss\ncert\nverif\nvalidation\nsignature\npermission\nreject\ncors\nallow\ntrusted\ncookie\nsamesite\ninsecure\nanonymous\nguest', False, (), (), (), (), 'getenv\nenviron\nenv(\nenv.\nenv[\n.env\nbasesettings\nconfig(\ngetproperty\n${\n$_env\n$_server\nenv!\nenv::', 0),
            ('/application\n/bootstrap', "${", False, (), (), (), (), "", 0),
        ),
    ),
    Entry(
        id="exposed-credentials",
        module="govhooks.rules.secrets.exposed_credentials",
        description="Exposed credentials are rotated and contained before their deadline.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("/.governance/", "", False, (), (), (), ("range", "whole"), "", 0),
        ),
        landing=True,
    ),
    Entry(
        id="guarded-actions",
        module="govhooks.rules.authorization.guarded_actions",
        description="Routes and other protected actions keep their permission checks.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            (".py/", 'aiohttp\napirouter\nauth\nblueprint\ncelery\ndjango\nfastapi\nflask\nlitestar\npermission\nquart\nrest_framework\nroute\nsanic\nstarlette\nurlpatterns\n_required\nmiddleware', True, (), (), (), (), "", 0),
            ('.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.mts/\n.cts/\n.tsx/', 'express\nfastify\nhono\nkoa\nrestify\n@nestjs\nuseguards\napp_guard\nrocedure\nuse server\nrouter.\napp.get(\napp.post(\napp.put(\napp.patch(\napp.delete(\napp.all(\napp.use(\napp.route(\nserver.get(\nserver.post(\nserver.route(\nroutes.get(\nroutes.post(\napi.get(\napi.post(\napi.use(', True, (), (), (), (), "", 0),
            (".go/", 'go-chi/\ngin-gonic/\nlabstack/echo\ngofiber/\nmux\nrouter\nmiddleware\nchi.\necho.\nfiber.\ngin.default\ngin.new\ngin.engine\ngin.context\nhttp.handle\nhandlefunc\n.handle(\nservehttp\nhttp.handler\npublic\nexempt\nanonym\nwhitelist\nallowlist\nnoauth\nskipauth', True, (), (), (), (), "", 0),
            ('.java/\n.kt/', 'mapping\npreauthorize\nrolesallowed\npermitall\nsecured\nsecurityfilterchain\n@path\njakarta.ws.rs\nmethodsecurity\nwebsecurity\nhttpsecurity\nmatchers(\nauthorizerequests\njavax.ws.rs\naddinterceptor\nhandlerinterceptor\ncontainerrequestfilter', True, (), (), (), (), "", 0),
            (".cs/", 'authoriz\ncontroller\nallowanonymous\nmapget\nmappost\nroute\nmiddleware', True, (), (), (), (), "", 0),
            (".rb/", 'controller\napplicationpolicy\nroutes.draw\ncancan::ability', True, (), (), (), (), "", 0),
            (".php/", 'route\nmiddleware\nisgranted\nauthorize\nsecurity(\ncontroller\npolicies\nvoter', True, (), (), (), (), "", 0),
            ('/security.yaml/\n/security.yml/', 'access_control\nfirewalls', True, (), (), (), (), "", 0),
            ('/route.js/\n/route.ts/\n/route.jsx/\n/route.tsx/\n/pages/\n/middleware.ts/\n/middleware.js/\n/proxy.ts/\n/proxy.js/\n/controllers/', "", False, (), (), (), (), "", 0),
            ("", '\x00\x00\x00', False, (), (), ("guards", "actions"), (), "", 0),
            ("/.governance/", "", False, (), (), (), (), "", 0),
        ),
        baseline=True,
    ),
    Entry(
        id="high-risk-changes",
        module="govhooks.rules.review.high_risk_changes",
        description="High-risk changes are flagged and named in the message; the policy can require approval or refuse them.",
        kinds=("change", "range", "commit", "message"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual", "prepare-commit-msg", "commit-msg"),
        concerns=(
            ('/auth/\n/(auth)/\n/authn/\n/auth0/\n/oauth/\n/oauth2/\n/oidc/\n/saml/\n/sso/\n/mfa/\n/auth-\n/auth_\n-auth/\n_auth/\n/authentication/\n/authenticators/\n/login/\n/logout/\n/signin/\n/sign-in/\n/sign_in/\n/passwords/\n/session/\n/sessions/\n/devise/\nauth.\nauth\n/authenticate/\n/login.\n/login\nlogin.\n/userlogin\n/logout\n/signin.\n/signin\n/sign\n/session.\n/sessions.\n/session\n/sessions\n/sessioncontroller.\n/sessionscontroller.\n/sessionmanager.\n/sessionstore.\n/sessionservice.\npassword\n/passport.\n/passport\njwt\noidc\n/saml.\n/saml\nsaml.\n/sso.\n/sso\nsso.\n/mfa.\n/mfa\n/totp\ntwofactor\nfactor\nwebauthn\npasskey\n/devise.rb/\n/omniauth\n/csrf\n/securityconfig\n/websecurityconfig\n/pam.d/\n/sshd_config/\n/authz/\n/authorization/\n/authorisation/\nauthz\nauthoriz\nauthoris\n/permission/\n/permissions/\npermission\n/rbac/\n/rbac.\n/rbac\nrbac.\n/abac.\n/acl/\n/acls/\n/acl.\n/acls.\n/acl\nacl.\ncontrol\naccesscontrol\n/role.\n/roles.\n/role\n/roles\nrole.\nroles.\n/roleguard.\n/rolesguard.\n/userrole\n/roles/\nrolebinding\nbinding\nclusterrole\ncluster\nserviceaccount\nservice\n/policies/\n/abilities/\n/ability.rb/\nability.rb/\n/authserviceprovider.php/\n/security/\nvoter.php/\n/security.y\n.guard.\n.rego/\n.cedar/\n.polar/\n.fga/\n/casbin\n/iam/\n/iam.\n/iam\niam.\n/tenant/\n/tenants/\n/tenancy/\ntenants/\ntenant/\n/multitenancy/\ntenancy/\n/tenant\n/tenancy\ntenant\n/currenttenant\n/multitenan\n/firestore.rules/\n/storage.rules/\n/database.rules.json/\nsecurity\n/rls.sql/\nrls.sql/\n/sudoers/\n/sudoers.d/\n/cors.\n/payment/\n/payments/\n/payment\npayments/\npayment\n/billing/\nbilling\n/invoice/\n/invoices/\n/invoicing/\ninvoice\ninvoicing\n/refund/\n/refunds/\nrefund\n/payout/\n/payouts/\npayout\n/payroll/\npayroll\n/checkout/\n/checkoutcontroller.\ncontroller.\n/checkoutservice.\n/checkout\n/stripe/\n/stripe.\n/stripe\nstripe.\npaypal\nbraintree\nadyen\nrazorpay\nchargebee\ngocardless\ncreditcard\ncredit\nbankaccount\naccount\n/iban.\n/iban\n/sepa.\n/sepa\n/ledger/\n/ledger.\n/ledger\n/tax/\n/taxes/\n/tax.\n/taxes.\n/tax\n/vat.\n/vat\n/customers/\n/customer.\n/customers.\n/customer\n/customers\n/customerrepository.\n/customerrecord\n/pii/\n/pii.\n/pii\npii.\n/gdpr/\n/gdpr.\n/gdpr\npersonal\npersonaldata\n/patient/\n/patients/\n/patient.\n/patients.\n/.env/\n/.env.\n.env/\n/env.example/\n/.envrc/\n/.flaskenv/\n/settings.py/\n/settings/\nsettings.py/\n/environments/\n/initializers/\n/config/\n/packages/\n/appsettings\n/application\n/bootstrap\n.config/\n/app.config/\n/launchsettings.json/\n/secret.\n/secrets.\n/secret\n/secrets\nsecret.\nsecrets.\n/secrets/\n/credentials/\n/credentials.\ncredentials.\n/vault/\n/vault.hcl/\n/vault-\nkeyvault\nvault\n.pem/\n.p12/\n.pfx/\n.jks/\n.keystore/\n/.sops.yaml/\n/.netrc/\n/.npmrc/\n/.yarnrc.yml/\n/.pypirc/\n/pip.conf/\n/.htaccess/\n/.htpasswd/\n/kubeconfig/\n.kubeconfig/\n/dockerfile/\n/dockerfile.\n.dockerfile/\n/containerfile/\n/containerfile.\n/.dockerignore/\n/docker-compose\n/compose.y\n/compose.\n/docker-entrypoint.sh/\n/docker-bake.\n/k8s/\n/kubernetes/\n/helm/\n/templates/\n/charts/\n/chart.yaml/\n/kustomization.y\n/kustomize/\n/manifests/\n/deploy/\n/deployment/\n/deployments/\n/helmfile.y\n/skaffold.y\n/tiltfile/\n/argocd/\nnetwork\nnetworkpolicy\n.tf/\n.tfvars/\n.tf.json/\n.tfvars.json/\n/terragrunt.hcl/\n/terraform/\n.bicep/\n.bicepparam/\n/pulumi\n/cdk.json/\n/serverless.y\n/samconfig.toml/\n/cloudformation/\n/ansible/\n/ansible.cfg/\n/playbook\n/group_vars/\n/host_vars/\n/cloudbuild\n/app.yaml/\n/fly.toml/\n/render.yaml/\n/vercel.json/\n/netlify.toml/\n/wrangler.toml/\n/railway.json/\n/procfile/\n.service/\n/nginx.conf/\n/nginx/\n/httpd.conf/\n/haproxy.cfg/\n/caddyfile/\n/traefik.y\n/envoy.y\n/workflows/\n/.github/\n/action.yml/\n/action.yaml/\n/dependabot.y\n/.gitlab-ci.yml/\n/.gitlab-ci.yaml/\n/.gitlab/\n/jenkinsfile/\n/jenkinsfile.\n.jenkinsfile/\n/azure-pipelines\n/.azure-pipelines/\n/.circleci/\n/.buildkite/\n/bitbucket-pipelines.yml/\n/.travis.yml/\n/.drone.yml/\n/appveyor.yml/\n/.woodpecker.yml/\n/.woodpecker/\n/.tekton/\n/buildspec\n/.gitattributes/\n/.gitmodules/\n/.husky/\n/logging/\n/logging.\n/logging\nlogging.\n/logger/\n/loggers/\n/logger.\n/loggers.\nlogger.\n/logger\nconfig\n/logconfig\n/log4j\n/logback\n/nlog.config/\n/serilog\n/winston\n/monolog.y\n/fluent-bit\n/fluentd\n/fluent\n/filebeat\n/logstash\n/promtail\n/vector.toml/\n/vector.y\n/otel\n/rsyslog\n/filter_parameter_logging.rb/\n/audit.\n/audit/\n/audits/\n/audit\n/auditlog\naudit.\n/analytics/\nanalytics.\n/analytics\nanalytics/\n/telemetry/\ntelemetry\n/mixpanel\n/amplitude.\n/posthog\n/gtag.\n/gtm.\n/google-tag-manager.\n/googletagmanager.\n/google-analytics\n/sentry/\n/sentry.\n/sentry\n/instrumentation-client.\n/bugsnag.\n/rollbar.\n/newrelic.\n/datadog\n/webhook/\n/webhooks/\nwebhook\npixel.\nthirdparty\nthird\nsharing/\nsharing\nexport\nconsent\ncookieconsent\n/privacyinfo.xcprivacy/\n/governance.toml/\n/.governance/\n/.govhooks.baseline/\n/.secrets.baseline/\n/.pre-commit-config.yaml/\n/.pre-commit-config.yml/\n/.pre-commit-hooks.yaml/\n/prek.toml/\n/codeowners/\n/.mailmap/\n/lefthook.y\n/.lefthook.y\n/.githooks/\n/requirements.toml/', "", False, ("areas.*.paths", "signers", "revoked", "gpg-keys"), ("areas.*.added", "areas.*.removed"), ("cover", "areas.*.changes", "areas.*.by", "areas.*.min-files", "areas.*.min-lines"), (), "", 0),
            ("", 'bcrypt\nargon2\nscrypt\npbkdf2\ncheckpw\nhashpw\nhash::\nmake_password\nmakepassword\ncheck_password\ncheckpassword\nset_password\nsetpassword\nverify_password\nverifypassword\nhash_password\nhashpassword\nvalidate_password\nvalidatepassword\ncompare_password\ncomparepassword\nencrypt_password\nencryptpassword\npassword_hash\npassword_verify\npassword_needs_rehash\nvalid_password\npassword_signin\npasswordsignin\nsecure_password\npassword_encoder\npasswordencoder\npassword_hasher\npasswordhasher\njwt\njsonwebtoken\njose\nverify\nrejectunauthorized\nreject_unauthorized\nignoreexpiration\ncert_none\nunverified_context\ninvalid_certs\ncertificatevalidationcallback\ndangerousaccept\ntrustall\nnone\ncookie\nhttponly\nsamesite\nexpress-session\niron-session\nsession_\nset_http_only\npermanent_session\n.session.\nsession_regenerate_id\nsession_destroy\nsession_set_\nsession()->\nsession::\nreset_session\nsession.invalidate\nsession.permanent\nsession.get(\nsession.pop(\nsession[\ninvalidatehttpsession\nsessionmanagement\nmaximumsessions(\nsessioncreationpolicy\nsessionfixation(\ngetserversession(\ngetironsession(\ngorilla/sessions\nactix-session\nactix_session\nsessionmiddleware\nsessionauthentication\naddsession(\nusesession(\nupdate_session_auth_hash\nhttpsession\nlogin\nauthenticat\nauth\ncurrent_user\nhttpbearer\nsigned_in\nguest\nlogin_user\nlogout_user\nauth\nsignin\nsign_in\nsignout\nsign_out\nreq.log\nrequest.log\nauth\npassword_hashers\ndevise\npassport.use\nstrategy\nuserdetails\nformlogin\nform_login\nhttpbasic\nsecurityfilterchain\nwebsecurity\naddidentity\ncredentialsprovider\nserializeuser\noauth\noidc\nopenid\nauthlib\nredirect_uri\ncode_verifier\ncode_challenge\nsaml\nsocialite\npassport-\ntotp\notp\nwebauthn\nfido2\ntwo_factor\ntwofactor\ntwo-factor\n2fa\nmfa\npasskey\nreset\nforgot\ntoken_generator\nrecover\nchange_password\npassword_change\npasswordchange\nattempt\naxes_\nlockable\nlockout\nrack::attack\nthrottle\nlocked_out\ncsrf\ncsurf\nxsrf\nforgery\ncompare_digest\ntimingsafeequal\nhash_equals\nsecure_compare\nconstanttimecompare\nconstant_time\nauthorization\nwww-authenticate\nbasicauth\nbasic_auth\nbearer\nhttp_basic\n\'basic\n"basic\n`basic\nx-api-key\nperm\nisadminuser\nuser_passes_test\nuserpassestest\nauthorize\ncan?\ncannot?\ncan :\ncannot :\npolicy_scope\npundit\ncancan\ngate::\n->can(\n@can(\n->cannot(\ncan:\nisgranted\ndenyaccess\naccess_control\nvoterinterface\nenforce(\ncasbin\nauthorize\nsecured\nallowed\npermitall\ndenyall\nhasrole\nhasauthority\nhasanyrole\nhasanyauthority\nanonymous\nrequireauthorization\naddauthorization\nrequirerole\nisinrole\n@roles(\n@useguards\n@public(\nrolesguard\naddpolicy\nadmin\nsuperuser\nis_staff\nisstaff\nstaff_member\nrole\nuser_permissions\ngroups.add\ngroups.set\ntenant\norganization\norganisation\nworkspace\norg_id\nunscoped\nschema_context\ncurrent_user\ncurrentuser\nrequest.user\nreq.user\nauth::id\nauth()->id\ng.user\nrow level security\npolicy\nbypassrls\nauth.uid()\nsecurity definer\nrow_security\nsecurity invoker\ngrant \nrevoke \ncreate role\nalter role\ncreate user\nalter user\ndefault privileges\nrole\nserviceaccount\nrbac.authorization\nverbs:\napigroups\nimpersonate\niam\nrole_assignment\nrole_definition\neffect\n"action\nassume\npolicystatement\nprincipal\nroles/\nrolearn\nrole_arn\nrole-arn\npermissions:\n: write\nwrite-all\nread-all\naccess-control-allow\ncors\ncrossorigin\npublic\nallusers\nallauthenticatedusers\nallow read\nallow write\nanonymous\nstripe\npaypal\nbraintree\nadyen\nsquareup\nmollie\nrazorpay\nklarna\nworldpay\ngocardless\nauthorizenet\nchargebee\nrecurly\nplaid\npaddle\nlemonsqueezy\npaystack\nflutterwave\nmercadopago\ncard\ncvv\ncvc\nluhn\nprimary_account_number\niban\nbank\nrouting_number\nroutingnumber\nsort_code\nsortcode\nswift\nsepa\naccount_number\naccountnumber\nrefund\ncharge\npayment\npayout\nchargeback\ninvoice\namount\ntotal_price\ntotalprice\nbilling\nunit_amount\nsubtotal\nlate_fee\ntax\nvat\ndiscount\ncoupon\npromo\nvoucher\ngift_card\ngiftcard\nstore_credit\nsubscription\ntrial\nprice_id\nplan_id\nplanid\npriceid\nproration\nstorekit\nbillingclient\nskpayment\napplepay\ngooglepay\npaymentrequest\napple_pay\ngoogle_pay\npurchasely\nrevenuecat\nssn\nsocial_security\nsocialsecurity\nnational_id\nnationalid\nnational_insurance\npassport\ntax_id\ntaxid\ntaxpayer\ndriver\naadhaar\npersonnummer\nbirth\ndob\nphone\nmaiden\nhome_address\nhomeaddress\ncustomer\nethnicity\npii\npersonal\ngdpr\nccpa\npersonal\ncustomer\nuser_data\nuserdata\nanonymi\npseudonymi\ndata_subject\ndatasubject\nforgotten\nerasure\npatient\ndiagnosis\nmedical\nicd10\nhipaa\nhl7\nfhir\nenviron\ngetenv\nprocess.env\nimport.meta.env\nenv[\nenv(\nenv.fetch\nenv::var\nenv.str\nlookupenv\nconfig(\nenv \narg \nenvironment:\nenv_file:\nenv:\nenvfrom:\n--mount=type=secret\nkind:\nsecret\nconfigmap\nsecuritycontext\nsecurity_context\nprivileged\nrunas\nallowprivilegeescalation\nhostnetwork\nhostpid\nhostipc\nhostpath\ncap_add\ncap_drop\nsecurity_opt\nreadonlyrootfilesystem\nnetwork_mode\ndocker.sock\nuser \nnetworkpolicy\ningress\n0.0.0.0/0\n::/0\nsecurity_group\ncidr\nfirewall\nnetwork_security_rule\nloadbalancer\nnodeport\nsource_ranges\nhvac\nvault\nsecretsmanager\nsecretmanager\nsecret_manager\nsecretclient\nsecret_value\nsecretvalue\nssm\nkeyring\napplication.credentials\nuser-secrets\nusersecrets\nsops\nsecretstr\nkey_vault\ndoppler\nsecrets.\nsecrets:\nwithcredentials\ncredentials(\npull_request_target\nsecrets[\nworkflow_run\ndeploykey\nvariablegroup\n- group:\nsecret\napp_key\nsigning_key\nsigningkey\nmaster_key\napi_key\napikey\npassword\ndebug\nallowed_hosts\nsecure_\nforce_ssl\nhelmet\ncontent-security-policy\ncontent_security_policy\ncontentsecuritypolicy\nx-frame-options\nx_frame_options\nstrict-transport-security\nusehsts\nusehttpsredirection\ncsp_\ntrust proxy\ntrusted_proxies\ntrustproxies\ntrusted_hosts\nframeoptions\nssl_protocols\nssl_ciphers\nssl_certificate\nssl_prefer_server_ciphers\nssl_verify_client\nssl_minimum_version\nsslprotocol\nsslciphersuite\nsslcertificatekeyfile\ntls.config{\nminversion:\nssl.sslcontext(\nssl.create_default_context(\nssl.protocol_\ncreate_urllib3_context\nserver.ssl.\ntls_version\ntls_policy\ntls_cert\ntls_key\nminimum_protocol_version\nssl_policy\nsecurityprotocoltype.\ndatabase\nconnectionstring\ndatasource\ndb_\njdbc:\nmongodb_uri\nredis_url\nconnection_string\npostgres_\nencrypt\ncipher\nfernet\nkms\naes.\naesgcm\nrsa\nprivatekey\nprivate_key\ngeneratekey\nnacl\nsodium\nanalytics\nmixpanel\namplitude\nposthog\ngtag(\ngoogletagmanager\ndatalayer\nhotjar\nfullstory\nmatomo\nplausible\nrudder\nsegment\nheap.\numami\nclarity.ms\nlogrocket\nsmartlook\nfbq(\nfacebook\nfbevents\ndoubleclick\ngoogleadservices\nadsbygoogle\nlinkedin\nttq.\ntwq(\nsnaptr(\npintrk(\ncriteo\nadjust\nappsflyer\nbranch.io\nsentry\nbugsnag\nrollbar\nairbrake\nhoneybadger\nraygun\ncrashlytics\ndefault_pii\ndefaultpii\nappcenter\nddtrace\ndd-trace\ndatadog\nnewrelic\nnew_relic\nhoneycomb\nsplunk\nelastic-apm\nelasticapm\ndynatrace\napplicationinsights\nappinsights\notlp\nloggly\npapertrail\nlogtail\nlogdna\nsumologic\nstatsd\ndictconfig\nfileconfig\nbasicconfig\nlogging\nappender\nwinston\ncreatelogger\nserilog\nwriteto\npino(\nbunyan\nmonolog\nlog_level\nloglevel\nlog4j\nenv_logger\ntracing_subscriber\nzap.new\nlogrus.set\nslog.new\nslog.setdefault\nlogback\naddhandler\nmorgan(\nlog_format\naccess_log\nstructlog.configure\nlog\nconsole\nslog\nzap.\nwinston\ntracing\nfilter_parameter\nfilterparameter\nredact\nsensitive_variables\nsensitive_post_parameters\nexceptionreporterfilter\nexception_reporter_filter\nmask\nscrub\nbeforesend\nbefore_send\nsensitiveparameter\nnotlogged\nlogmasked\nwebhook\nhooks.slack.com\napi.telegram.org\nzapier\nchat.postmessage\npostmessage\nweb_hook\nsendgrid\nmailgun\ntwilio\nmailchimp\npostmark\nintercom\nhubspot\nsalesforce\nzendesk\nmandrill\nklaviyo\nsparkpost\nonesignal\ncustomerio\nmarketo\nbrevo\nresend\nsegment_write\nnodemailer\nopenai\nanthropic\ncohere\ngenerativelanguage\ngenai\ngenerativeai\nbedrock\nmistral\nhuggingface\ngroq\nlitellm\nhttp\ncloudwatch\ncloudtrail\nflow_log\nflowlog\nlogging_project\nlogging_organization\ndiagnostic_setting\nlog_analytics\nfirehose\nkinesis\naccess_logs\nlog_group\ndata_share\ndatasync\naudit\nconsent\ndonottrack\ndo_not_track\nopt_out\noptout\nopt_in\noptin', False, (), (), (), (), "", 0),
        ),
        supplies=(("signers", "signers", ".governance/allowed_signers"), ("revoked", "revoked", ".governance/revoked_keys"), ("gpg-keys", "gpg_keys", ".governance/gpg_keys.asc"), ("people", "people", {})),
        prepares=True,
        shows=True,
        commits=True,
        landing=True,
    ),
    Entry(
        id="hook-evidence",
        module="govhooks.rules.review.hook_evidence",
        description="Commits carry evidence that the hooks ran.",
        kinds=("commit",),
        stages=("pre-push", "manual", "prepare-commit-msg"),
        concerns=(
            ("", "", False, (), (), ("trailer",), (), "", 0),
        ),
        supplies=(("evidence-trailer", "trailer", ""),),
        prepares=True,
        commits=True,
        landing=True,
    ),
    Entry(
        id="identity-providers",
        module="govhooks.rules.authentication.identity_providers",
        description="Logins go through the identity providers that the policy lists, over TLS, and return where they should.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("", 'http://\nhttps://\nissuer\njwk\nredirect\ncallback\nauthority\ntenant\ndomain\noidc\noauth\nsaml\nopenid\nauth0\nokta\npassport-\nomniauth\nallauth\nsocial_core\nnext-auth\n@auth/\nclient_id\nclient-id\nclientid\naddgoogle\naddfacebook\naddmicrosoft\naddtwitter\naddgithub\nvalidatesig\nvalidateissuer\nissuercheck\nskip-issuer\nskip_issuer\nskipsignature\nskipissuer\nassertion\nidp\ndiscovery\nkeycloak\n"*"\n\'*\'\n/*"\n/*\'', False, (), (), (), (), 'issuer\njwk\nredirect\ncallback\naudience\nauthori\nopenid\noidc\noauth\nsaml\nauth0\nokta\nkeycloak\ncognito\ntenant\nwell-known\nwellknown\npassport-\nomniauth\nallauth\nsocial\nnext-auth\n@auth/\nentityid\nentity_id\nidp\nauth-server\nauthserver\nintrospection\nuserinfo\nreplyurl\nreply_url\niss"\niss\'\niss:\niss=\norgurl\norg_url\naddgoogle\naddfacebook\naddmicrosoft\naddtwitter\naddgithub\nvalidatesignature\nassertion', 0),
            ("", "", False, (), (), ("audiences", "redirects"), (), "", 0),
        ),
        baseline=True,
    ),
    Entry(
        id="least-privilege",
        module="govhooks.rules.access.least_privilege",
        description="Grants stay least privilege: no change lets more be done than it has to.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('/workflows/\n/sudoers/\n/sudoers.\n.sudoers/\n/sudoers-\n/sudoers_\n/sudoers.d/', "", False, (), (), (), (), "", 0),
            ('.json/\n.jsonc/\n.yml/\n.yaml/\n.tf/\n.tofu/\n.tfvars/\n.hcl/\n.nomad/\n.template/', 'effect\nfullaccess\nadministratoraccess\npoweruseraccess\ncluster-access-policy\naws_iam\naws::iam\nsystem:masters\nwrite_files\nfunctionurlconfig\nlaunch_permission\naws_db_snapshot\n8e3af657\n18d7d88d\nf58310d9\n#cloud-config\n.builtin.user\nappend:\nrole_attr_flags\nmysql_user\npublicly_accessible\npubliclyaccessible\nallusers\nallauthenticatedusers\nroles/\ngoogle_iam\nprincipalset\nincludedpermissions\n_iam_custom_role\npublic_access_prevention\nbucket_level_access\ninvoker_iam_disabled\nlegacy_abac\nauth/cloud-platform\n"cloud-platform"\nrole_assignment\nroleassignments\nrole_definition\nroledefinitions\nassignablescopes\nazuread_directory_role\nazuread_app\ncontainer_access_type\nfederated_identity_credential\nclaimsmatching\ntoken-exchange\ntokenexchange\nkey_vault_access_policy\nitems_to_be_public\nblob_public_access\nanonymous_pull\nadmin_enabled\naccess_control_enabled\nlocal_account_disabled\nblobpublicaccess\nanonymouspullenabled\nadminuserenabled\nfederatedidentitycredentials\napigroups\nroleref\nrbac.authorization\nnonresourceurls\ncontainers:\ncontainers"\nhostpath\nsecuritycontext\nlambda_permission\nfunction_url\ns3_bucket\npublic_acls\npublic_policy\npublic_buckets\nworkflow_permissions\ncluster-admin\npodsecuritypolicy\nsecuritycontextconstraints\nvalidationfailureaction\nenforcementaction\nresource "gitlab_\nresource "github_\nci_access\nuser_access\n[[runners]]\njob_token_scope\nfile_permission\ndirectory_permission\nkubernetes_\naws::lambda\naws::s3\nnopasswd\n mode:\n{mode:\n"mode"\n-mode\ndefaultmode\nhostnetwork\nhostpid\nhostipc\npod-security.kubernetes.io\nprivileged\ncap_add\nid_tokens\nnetwork_mode\nuserns_mode\nsecurity_opt\ndocker.sock\nservices:', True, (), (), (), (), "", 0),
            ('config\nrunner', "[[runners]]", True, (), (), (), (), "", 0),
            (".sql/", 'row level security\ncreate policy\nalter policy\ngrant\nsuperuser\ncreaterole\nmember\nbypassrls\nreplication', False, (), (), (), (), "", 0),
            ('.tf/\n.tofu/\n.tfvars/\n.hcl/', 'actions\nprincipals\nsubject\n"owner"\nadministrator\nresource "postgresql_\nresource "mysql_', True, (), (), (), (), "", 0),
            ('.bicep/\n.bicepparam/', '8e3af657\n18d7d88d\nf58310d9\nb24988ac\nb1ff04bb\n0ab0b1a8\nroledefinitionidorname\nactions\npublicaccess\nanonymouspullenabled\nadminuserenabled\nsubject\nclaims[', False, (), (), (), (), "", 0),
            ('/dockerfile/\n/dockerfile.\n.dockerfile/\n/containerfile/\n/containerfile.\n.containerfile/', 'chmod\nnopasswd\nuser\nprivileged\n-m 0\n-m 1\n-m 2\n-m 3\n-m 4\n-m 6\n-m 7\n-m=\n-m0\n-m1\n-m2\n-m3\n-m4\n-m6\n-m7\n-m a+\n-m a=\n-m o+\n-m o=\n-m u\n-m g\ndm 0\ndm 2\ndm 7\ndm0\ndm2\ndm7\n--mode\npm 0\npm 7\npm0\npm7\numask\n-m "0\n-m "2\n-m "7\n-m \'0\n-m \'2\n-m \'7\nsetfacl\nsetcap\nusermod\nuseradd\nadduser\ngpasswd\naddgroup', True, (), (), (), (), "", 0),
            ('/makefile/\n/gnumakefile/\n/justfile/\n.mk/\n/debian/\n/postinst/\n/preinst/\n/postrm/\n/prerm/\n.postinst/\n.preinst/\n.postrm/\n.prerm/', 'chmod\nnopasswd\n--privileged\ndocker\npodman\nnerdctl\nallusers\nallauthenticatedusers\ncluster-admin\npolicy/\nroles/\nrole assignment\n\'effect\'\n"effect"\n-m 0\n-m 1\n-m 2\n-m 3\n-m 4\n-m 6\n-m 7\n-m=\n-m0\n-m1\n-m2\n-m3\n-m4\n-m6\n-m7\n-m a+\n-m a=\n-m o+\n-m o=\n-m u\n-m g\ndm 0\ndm 2\ndm 7\ndm0\ndm2\ndm7\n--mode\npm 0\npm 7\npm0\npm7\numask\n-m "0\n-m "2\n-m "7\n-m \'0\n-m \'2\n-m \'7\nsetfacl\nsetcap\nusermod\nuseradd\nadduser\ngpasswd\naddgroup', False, (), (), (), (), "", 0),
            ('tmpfiles.d/\nlogrotate\n/logrotate.d/\n.service/', 'umask\n7 \n6 \n3 \n2 ', False, (), (), (), (), "", 0),
            ('.sh/\n.bash/\n.zsh/\n.ksh/\n.bats/\n/.bashrc/\n/.bash_profile/\n/.profile/', 'chmod\nnopasswd\n--privileged\ndocker\npodman\nnerdctl\nallusers\nallauthenticatedusers\ncluster-admin\npolicy/\nroles/\nrole assignment\n\'effect\'\n"effect"\n-m 0\n-m 1\n-m 2\n-m 3\n-m 4\n-m 6\n-m 7\n-m=\n-m0\n-m1\n-m2\n-m3\n-m4\n-m6\n-m7\n-m a+\n-m a=\n-m o+\n-m o=\n-m u\n-m g\ndm 0\ndm 2\ndm 7\ndm0\ndm2\ndm7\n--mode\npm 0\npm 7\npm0\npm7\numask\n-m "0\n-m "2\n-m "7\n-m \'0\n-m \'2\n-m \'7\nsetfacl\nsetcap\nusermod\nuseradd\nadduser\ngpasswd\naddgroup', False, (), (), (), (), "", 0),
            ('.py/\n.pyw/\n.ts/\n.js/\n.mjs/\n.cjs/\n.mts/\n.cts/\n.tsx/\n.jsx/', 'policystatement\n"effect"\n\'effect\'\neffect:\nmanagedpolicy\nmanaged_policy\nadministratoraccess\nchmod\ngrantpublicaccess\ngrant_public_access\n\'roles/\n"roles/\n`roles/\npulumi\naws_cdk\naws-cdk\npoweruseraccess\niamfullaccess\nanyprincipal\nprivileged=true\nprivileged: true\numask(\ngrant all\ngrant select\ngrant insert\ngrant create\nwith grant option', True, (), (), (), (), "", 0),
        ),
        baseline=True,
    ),
    Entry(
        id="logging-restrictions",
        module="govhooks.rules.data.logging_restrictions",
        description="Classified values stay out of logs, errors, analytics, URLs and prompts.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('.py/\n.pyi/\n.pyw/\n.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.mts/\n.cts/\n.tsx/\n.go/\n.java/\n.kt/\n.cs/\n.rb/\n.rake/\n.php/', 'passw\npasswd\npassphrase\npasscode\npwd\nsecret\ntoken\napi_key\napikey\napi-key\nprivate_key\nprivatekey\naccess_key\naccesskey\nauth_key\nauthkey\nsigning_key\nsigningkey\nencryption_key\nencryptionkey\ncredential\notp\ncard\ncvv\ncvc\niban\nbank_\nbankacc\naccount_n\naccountn\nrouting\nssn\nsocial_sec\nsocialsec\npassport\nnational\nnational_id\ntax_id\ntaxid\nnino\naadha\npesel\ncpf\nlicense\nlicence\nauthorization\ncookie\njwt\nbearer\nheaders\n.header\n.body\n.environ\nprocess.env\nmeta.env\n__dict__\nvars(\nlocals(\ncleaned_data\nvalidated_data\nrequest\nparams\n$_\ngetenv\nenv.\nconnectionstring\nconnection_string\nbackup_code\nrecovery_code\npin_\n_pin\npincode\nsecurity_code\nmaiden\ngetpass', False, (), (), (), (), 'log\nprint\nconsole\nwarn\nputs\necho\nstdout\nstderr\nraise\nthrow\nerrorf\nerror(\nanalytics\nmixpanel\namplitude\nposthog\nsegment\nrudder\ntrack(\nidentify(\ngtag\nsentry\ncapture\nrollbar\nbugsnag\nhoneybadger\nnewrelic\nairbrake\nstatsd\nmetric\n.labels\n.tag(\nhistogram\ngauge\nspan\nrequests.\nhttpx\nhttp\naxios\nfetch(\nurlopen\nparams\nsearchparams\nopenai\nanthropic\ncompletion\nllm\ninvoke\ngenerate\nprompt\nmessage\nagent\nchat\ntimber\npp(\n_dump\nalert', 0),
            ('.py/\n.pyi/\n.pyw/\n.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.mts/\n.cts/\n.tsx/\n.go/\n.java/\n.kt/\n.cs/\n.rb/\n.rake/\n.php/', 'log\nprint\nconsole\nwarn\nputs\necho\nstdout\nstderr\nraise\nthrow\nerrorf\nerror(\nanalytics\nmixpanel\namplitude\nposthog\nsegment\nrudder\ntrack(\nidentify(\ngtag\nsentry\ncapture\nrollbar\nbugsnag\nhoneybadger\nnewrelic\nairbrake\nstatsd\nmetric\n.labels\n.tag(\nhistogram\ngauge\nspan\nrequests.\nhttpx\nhttp\naxios\nfetch(\nurlopen\nparams\nsearchparams\nopenai\nanthropic\ncompletion\nllm\ninvoke\ngenerate\nprompt\nmessage\nagent\nchat\ntimber\npp(\n_dump\nalert', False, (), (), (), (), 'passw\npasswd\npassphrase\npasscode\npwd\nsecret\ntoken\napi_key\napikey\napi-key\nprivate_key\nprivatekey\naccess_key\naccesskey\nauth_key\nauthkey\nsigning_key\nsigningkey\nencryption_key\nencryptionkey\ncredential\notp\ncard\ncvv\ncvc\niban\nbank_\nbankacc\naccount_n\naccountn\nrouting\nssn\nsocial_sec\nsocialsec\npassport\nnational\nnational_id\ntax_id\ntaxid\nnino\naadha\npesel\ncpf\nlicense\nlicence\nauthorization\ncookie\njwt\nbearer\nheaders\n.header\n.body\n.environ\nprocess.env\nmeta.env\n__dict__\nvars(\nlocals(\ncleaned_data\nvalidated_data\nrequest\nparams\n$_\ngetenv\nenv.\nconnectionstring\nconnection_string\nbackup_code\nrecovery_code\npin_\n_pin\npincode\nsecurity_code\nmaiden\ngetpass', 0),
            ("", "", False, (), (), ("matrix",), (), "", 0),
            ("", '@ai-sdk/google\n@heap\n@next/third\nadjust\nadobedtm\nads-twitter\nalgolia\nalloy\namplitude\nanalytics\nanthropic\napp_ga\nappboy\nappdynamics\nappinsights\napplicationinsights\nappsflyer\nappsignal\nazure-monitor\nazure.monitor\nbetterstack\nbrake\nbranch-sdk\nbraze\nbugsnag\ncdn.branch\nchimpstatic\nclarity\ncohere\ncrashlytics\ncrisp\ncriteo\ncustomer.io\ncustomer_io\ncustomerio\nd2wy8f7a9ursnm\ndatadog\ndd-trace\ndd_api\nddtrace\ndoubleclick\ndriftt\ndt_api\ndynatrace\next-azure\next.azure\nfacebook\nfb_pixel\nfreshchat\nfullstory\nga-4\nga4mp\nga_measurement\nga_tracking\ngemini_api\ngenai\ngenerative\ngibbon\ngo-openai\ngoogleads\ngooglesyndication\ngoogletag\ngtag\ngtm_id\nheap-api\nheap_app\nheapanalytics\nhoneybadger\nhoneycomb\nhot-shots\nhotjar\nhs-scripts\nhsforms\nhubapi\nhubspot\nintercom\nio.branch\niterable\njsforce\nklaviyo\nlaunchdarkly\nldclient\nlibhoney\nlicdn\nloggly\nlogrocket\nlogtail\nlogz\nlr-in\nmailchimp\nmailgun\nmatomo\nmeta_pixel\nmistral\nmixpanel\nmparticle\nmxpnl\nnew_relic\nnewrelic\nomtrdc\nonesignal\nopenai\nopencensus-ext\noptimizely\npapertrail\npinecone\npinimg\nplausible\nposthog\npostmark\npublic_g\nraven\nraygun\nreact-ga\nreact-native-branch\nremote_syslog\nrestforce\nrollbar\nrudder\nsalesforce\nscout\nsegment\nsendgrid\nsentry\nsignalfx\nsmartlook\nsnowplow\nsplunk\nstaccato\nstatsd\nstatsig\ntawk.to\ntiktok\ntwilio\nvite_ga\nzdassets\nzendesk\nzenpy\nzopim', False, (), (), (), (), "", 0),
        ),
        baseline=True,
    ),
    Entry(
        id="mcp-servers",
        module="govhooks.rules.agents.mcp_servers",
        description="MCP servers are approved, pinned, encrypted, and hold no secrets.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('opencode.json/\nopencode.jsonc/\nkilo.json/\nkilo.jsonc/\ncrush.json/\ngemini-extension.json/\n/hooks.json/\n.code-workspace/\nrecipe.yaml/\nrecipe.yml/\n.agent.md/\n.chatmode.md/\ncrushrc/\n.devcontainer.json/\n.mcp.json/\nignore/\n.aiexclude/\n/.agents/\n/.ai/\n/.amazonq/\n/.amp/\n/.augment/\n/.claude/\n/.claude-plugin/\n/.cline/\n/.clinerules/\n/.codex/\n/.continue/\n/.copilot/\n/.cursor/\n/.devcontainer/\n/.devin/\n/.factory/\n/.gemini/\n/.goose/\n/.grok/\n/.junie/\n/.kilo/\n/.kilocode/\n/.kiro/\n/.opencode/\n/.qwen/\n/.roo/\n/.vscode/\n/.windsurf/\n/.zed/\n/hooks/\n/agents/\n/copilot/\n/skills/\n/mcp.json/', "", False, (), (), (), (), "", 0),
        ),
        per_change=True,
        baseline=True,
    ),
    Entry(
        id="no-env-files",
        module="govhooks.rules.secrets.no_env_files",
        description="Environment files stay out of git.",
        kinds=("change", "commit", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('/.env/\n/.env.\n/.env-\n/.env_\n/.env~/\n.env/\n.env.local/\n.env.bak/\n.env.enc/\n/.env\n/.env copy\n/.env(\n/.env /\n.env.prod\n.env.stag\n.env.dev\n/.production/\n/.envrc/\n/.envrc.local/\n/.flaskenv/\n/.dev.vars/', "", False, ("patterns",), (), (), (), "", 0),
        ),
        commits=True,
        per_change=True,
        history=True,
        baseline=True,
    ),
    Entry(
        id="no-history-rewrite",
        module="govhooks.rules.review.no_history_rewrite",
        description="Published history is not rewritten.",
        kinds=("push",),
        stages=("pre-push", "manual", "pre-rebase"),
        concerns=(
            ("", "", False, (), (), (), ("push",), "", 0),
        ),
        supplies=(("kept-branches", "branches", ("main", "master", "trunk", "develop", "production", "release", "release/**", "releases/**", "hotfix/**")),),
    ),
    Entry(
        id="no-secrets",
        module="govhooks.rules.secrets.no_secrets",
        description="Secrets stay out of git.",
        kinds=("change", "commit", "whole", "text"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("", "", False, (), (), (), ("change", "message", "range", "commit", "whole", "push", "text"), "", 0),
        ),
        excused_by="file",
        supplies=(("foreign-baseline", "baseline", ".secrets.baseline"),),
        commits=True,
        per_change=True,
        history=True,
        baseline=True,
    ),
    Entry(
        id="no-secrets-in-messages",
        module="govhooks.rules.secrets.no_secrets_in_messages",
        description="Secrets stay out of commit messages.",
        kinds=("message", "commit", "range"),
        stages=("pre-push", "manual", "commit-msg"),
        concerns=(
            ("", "", False, (), (), (), ("change", "message", "range", "commit", "whole", "push", "text"), "", 0),
        ),
        excused_by="file",
        tags=True,
        commits=True,
        history=True,
    ),
    Entry(
        id="policy-exceptions",
        module="govhooks.rules.review.policy_exceptions",
        description="Exceptions to the policy have an owner, an approver and an end date.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ("/governance.toml/", "", False, (), (), (), ("whole",), "", 0),
            ('/.trivyignore/\n/.trivyignore.yaml/\n/.trivyignore.yml/\n/osv-scanner.toml/\n/.osv-scanner.toml/\n/.snyk/\n/.checkov.yaml/\n/.checkov.yml/\n/.bandit/\n/bandit.yaml/\n/bandit.yml/\n/.bandit.yaml/\n/.bandit.yml/\n/.semgrepignore/\n/zizmor.yml/\n/zizmor.yaml/\n/.zizmor.yml/\n/.gitleaksignore/\n/.gitleaks.toml/\n/gitleaks.toml/\ntrufflehog\ntrufflehog-ignore\ntrufflehog-exclude\n/kics.config/\n/kics.yaml/\n/kics.yml/\n/kics.json/\n/kics.toml/\n/.kics.config/\n/.hadolint.yaml/\n/.hadolint.yml/\n/hadolint.yaml/\n/hadolint.yml/\n/audit-ci.json/\n/audit-ci.jsonc/\n/.audit-ci.json/\n/.audit-ci.jsonc/\n/.nsprc/\n/audit-resolve.json/\n/.iyarc/\n/.grype.yaml/\n/.grype.yml/\n/.bundler-audit.yml/\n/.bundler-audit.yaml/', "", False, (), (), (), (), "", 0),
            ("/pyproject.toml/", "bandit", True, (), (), (), (), "", 0),
            ('/.yarnrc.yml/\n/pnpm-workspace.yaml/\n/package.json/', 'npmaudit\nauditconfig\naudit:', True, (), (), (), (), "", 0),
            ("/audit.toml/", "advisories", True, (), (), (), (), "", 0),
            ('/deny.toml/\n/.deny.toml/', "advisories", True, (), (), (), (), "", 0),
            ("", 'nosec\ngosec:disable\nnolint:\nnoqa:\nnoqa :\nruff:\nruff :\nnosem\nzizmor:\ncheckov:skip\nbridgecrew:skip\ntrivy:ignore\ntfsec:ignore\nkics-scan\nhadolint\nleaks:allow\ntrufflehog:ignore\nlist secret\nlist-secret\nnextline secret\nnextline-secret\nggignore\nsecretlint-disable\neslint-disable\noxlint-disable\nbiome-ignore\nnosonar\nrubocop:\ndevskim:\ncodeql[\ncodeql [\nlgtm[\nlgtm [\ncheckov.io/skip', False, (), (), (), (), "", 0),
        ),
        excused_by="fingerprint",
        supplies=(("exception-days", "max_days", 180),),
    ),
    Entry(
        id="separate-environments",
        module="govhooks.rules.environment.separate_environments",
        description="Production credentials stay out of local, development and test configuration, and development defaults out of production.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('prod\nprd\nlive\nstag\nstg\nuat\npreview\ndemo\nsandbox\ntest\nqa\ndev\nlocal\n.env\noverride\n/ci\nci.\ne2e\nphpunit\ncypress\nplaywright\njest.\ntox.ini\n.vscode/\n.idea/\nlaunchsettings\nenvironment.ts', "", False, ("environments.*.files",), (), (), (), "", 0),
            ('.yml\n.yaml\n.json\n.toml\n.ini\n.cfg\n.properties\nconf\ncfg\nsetting\nenv\ndeploy\nsecrets\ncredentials\napplication\nwebpack\nvite\nrollup\nknexfile\nsequelize\ndatabase\nconstants\noptions\nparams', 'sk_live\nsk_test\nrk_live\nrk_test\npk_live\npk_test\nlive_\ntest_\nsandbox\nsq0\n_prod\nprod:\ndev:\nprod-\nproduction\nsecret\npassw\npwd\ntoken\nkey\ncredential\nsalt\npass\ndebug\n://\nhost\nserver\naddr\nurl\nuri\nendpoint\ndsn\nnode\nbrok\nmode\nenv\nprofile\nsqlite\nadapter\ndialect\nclient\nprovider\ndriver\nengine\ndisplay_errors\nconsider_all\nh2\nhsqldb\ndata\nsource\nvalue\nddl\nmail\nminioadmin\nsettings_module\nemulator\nletter_opener\ndetailed\naccess_token\nflw\nezak\neztk\nmid-\nissuer\naccount\narn:', False, (), (), (), (), 'production\nprod:\n"prod"\nprod=\non-profile\nprofiles\n%prod\n%dev\n%test\nprod]\nprod.\nprod =\ntesting\nenvironments\ndevel\ndevconfig\ntestconfig\nlocalconfig', 0),
        ),
        supplies=(("environments", "environments", {}),),
        baseline=True,
    ),
    Entry(
        id="session-policy",
        module="govhooks.rules.authentication.session_policy",
        description="Sessions stay short, cookies and tokens verified, and login protections on.",
        kinds=("change", "range", "whole"),
        stages=("pre-commit", "pre-merge-commit", "pre-push", "manual"),
        concerns=(
            ('.py/\n.pyw/\n.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.mts/\n.cts/\n.tsx/\n.go/\n.java/\n.kt/\n.kts/\n.rb/\n.rake/\n.ru/\n.php/\n.phtml/\n.cs/\n.cshtml/', 'cookie\ncsrf\nxsrf\nforgery\njwt\nmaxage\nmax_age\nmax-age\nhttponly\nhttp_only\nhttp-only\nsamesite\nsame_site\nsame-site\nssl\ntls\ntrustmanager\nbcrypt\nargon\npbkdf\nscrypt\nhasher\nmd5\nsha1\npasswordencoder\nmfa\n2fa\notp\ntwofactor\ntwo_factor\nbruteforce\nbrute_force\naxes\nunverified\nconsider_all_requests\nstretches\nhelmet\ncsurf\ntimedelta\n86400\ninsecure\nexp"\nexp\'\nhost_key\nhostkey\nsamesite\ndeveloperexception\nhsts\nsetverifyhost\nshowpii\ndetailederrors\nsensitivedata\nrequiresecure\nstricttransport\nloginlimit\nauthlimit', False, (), (), (), (), "", 0),
            ('.py/\n.pyw/\n.js/\n.jsx/\n.mjs/\n.cjs/\n.ts/\n.mts/\n.cts/\n.tsx/\n.go/\n.java/\n.kt/\n.kts/\n.rb/\n.rake/\n.ru/\n.php/\n.phtml/\n.cs/\n.cshtml/', 'token\nsession\npassword\nauth\nhash\ndecode\nexcept\nlock\ncert\ndays\nhours\nminutes\nseconds\n3600\ndebug\ndigest\nhttps\ntrust\nconfirm\nvalidat\nmiddleware\ncost\nrounds\nidle\ntimeout\nttl\nremember\nanonymous\nnoop\nunsafe\nalgorithm\niterations\nattempts\nexpir\nlifetime\nhostname\nsecure\nverif\nexempt\n60 * 60\n60*60\nexp:', False, (), (), (), (), 'debug =\nexpiration_\n.verify\n.secure\noptions.\nskipexpiry\nidle_\n_idle\n_expiration\nexpirationm\ngin.\nconsider_all_requests\nslidingexp\ntokenvalidation\nrevocation\nrequiredl\nrequiredu\nrequiredigit\nsecuritymiddleware\ncheck_hostname\nhttpsverify\nhostname\nanonymous\nexp:\njws\nclaims\nmillis\n"session"\n\'session\'\n2fa\n_create_unverified_context\nabsolutetimeout\nacceptleeway\naccess_token\naccesstoken\nalgorithms\nallow_all_hostname_verifier\nallow_invalid_certificates\nallow_self_signed\nallowanyone\nallowedfornewusers\nallowunauthenticated\nargon\naspnet\nassert_hostname\naudiencevalidator\nauth_password_validators\nauthentication_backends\nauthenticationproperties\nauthtktauthenticationpolicy\naxes\nbetterauth\nblacklist_after_rotation\ncert_\ncertificatevalidationcallback\nclientauth\nclockskew\ncompatibilitymode\ncomputehash\nconfirm_within\nconnectpgsimple\ncookie\ncreatehash\ncsrf\ncsurf\ndangerousacceptanyservercertificatevalidator\ndatabasestrategy\ndebug:\ndebug=\ndebug_propagate_exceptions\ndecode_complete\ndefault_authentication_classes\ndefender_login_failure_limit\nderivebits\nderivekey\ndetailederrors\ndevise\ndigestutils\ndisplay_errors\nenablesensitivedatalogging\nenablewebsecurity\nexemptfunc\nexemptglob\nexemptpath\nexemptregexp\nexpire_\nexpiretimespan\nexpresssession\nfastifysession\nflask_debug\nforce_https\nforgery\ngc_maxlifetime\ngeneratefrompassword\ngensalt\nhas_secure_password\nhash_iterations\nhash_rounds\nhashcost\nhasher\nhashpassword\nhash_password\nencrypt_password\nhashsync\nhelmet\nhostnameverifier\nhsts\nhttp_only\nhttponly\nidle_timeout\nidletimeout\nignorenotbefore\nignoringantmatchers\ninactivitytimeout\ninsecure\nironoptions\nissecure\nissuersigningkeyvalidator\nissuervalidator\niterationcount\nitsdangerous\njose\njson_decode\njsonwebsignature\njsonwebtoken\njwt\nlifetime_seconds\nlifetimevalidator\nlimitattempts\nloadtrustmaterial\nlock_strategy\nlockable\nlockout\nlogin_attempts_limit\nlusca\nmacalgorithm\nmake_password\nmax_age\nmax_attempts\nmax_failed_attempts\nmax_failed_logins\nmax_login_attempts\nmaxage\nmaxattempts\nmaxfailedaccessattempts\nmaxfailedattempts\nmaxfailedlogins\nmaximum_attempts\nmaxinactiveintervalinseconds\nmaxloginattempts\nmaxtokenage\nmd5\nmfa\nmongostore\nnextauth\nnonealgorithm\nnosurf\notp\nparamiko\nparanoid\npassword_hash\npassword_iterations\npassword_reset_timeout\npasswordcost\npasswordencoder\npasswordsigninasync\npasswordvalidator\npbekeyspec\npbkdf\npwd_context\nreadtoken\nredisstore\nrefresh_token\nrefresh_ttl\nrefreshtoken\nrefreshttl\nrejectunauthorized\nremember_for\nrememberable_options\nrequireaudience\nrequireconfirmedaccount\nrequireconfirmedemail\nrequirehttpsmetadata\nrequirelowercase\nrequirenonalphanumeric\nrequiresignedtokens\nrequiressecure\nrequireuppercase\nreset_password_within\nrfc2898derivebytes\nsalt_factor\nsalt_rounds\nsaltrounds\nsame_site\nsamesite\nseasurf\nsecurepolicy\nsecurityfilterchain\nsecuritytokendescriptor\nservercertificatecustomvalidationcallback\nsession-\nsession.\nsession:\nsession_\nsessionconfig\nsessionduration\nsessionexpiry\nsessionfixation\nsessioni\nsessionlifetime\nsessionm\nsessionoptions\nsessions\nsessiont\nset_missing_host_key_policy\nsetdefaultmaxinactiveinterval\nsetmaxinactiveinterval\nsetsecure\nsetskipalldefaultvalidators\nsetskipallvalidators\nsetskipsignatureverification\nsha1\nshowpii\nsignasync\nsignaturevalidator\nsigningmethodnone\nsignwith\nskip_before_action\nskip_before_filter\nsliding_token_refresh_lifetime\nspring-security\nspringframework.security\nssl\nstretches\nstricttransportsecurity\ntalisman\ntcpconnector\ntemplate_debug\ntime_cost\ntimecost\ntimeout_in\ntls\ntoken_exp\ntoken_lifetime\ntoken_ttl\ntokenduration\ntokenexp\ntokenlifetime\ntokensexpirein\ntokenttl\ntokenvalidity\ntoomanyattempts\ntrustall\ntrustservercertificate\ntwo_factor\ntwofactor\nunsafeallownonesignaturetype\nunsecured\nupdateage\nuse_strict_mode\nusedeveloperexceptionpage\nusehttpsredirection\nverify:\nverify=\nverify_\nwithoutmiddleware\nwithvalidmethods\nwork_factor\nworkfactor\nwp_debug\nxsrf\nidle_\ninactivity_\ntoken_duration\ntoken_timeout\ntoken_validity\nrefresh_lifetime\nrefresh_duration\nrefresh_timeout\nrefresh_validity\nrefresh_exp\nremember_me_', 0),
            ('.yml/\n.yaml/\n.json/\n.jsonc/\n.toml/\n.tf/\n.hcl/\n.tfvars/\n.tofu/\n.ini/\n.cfg/\n.properties/\n.xml/\n.config/\n/.env/\n/.env.\n.env/\n/.flaskenv/\n/.envrc/\n/dockerfile\n.dockerfile/\n/containerfile\n.php/', 'cookie\nrequiressl\ninclude-stacktrace\ninclude-exception\nxpack\nh2:\nh2.console\nconsole:\nexposure\nthrottling\nconfigure_totp\nwebauthn-register\nauth_enabled\nauthenabled\nguardian\nauth0\nauth:\nauth.\nauth]\nrevokerefresh\nrevoke_refresh\nsslrequired\nssl_required\n"realm"\n"security"\nsecurity:\nsslenabled\nssl.\npassword_policy\npasswordpolicy\nalgorithm\niterations\nsign-in\nsignin\nsign_in\nfrequency\nauthentication\nclient-auth\nclientauth\nspring\nremember\noffline\nadvanced_security\nuser_pool\ntls:\ntls.\nminimum_length\nsession\ncsrf\nxsrf\njwt\nlifespan\nbcrypt\nargon\npbkdf\nhasher\nmfa\n2fa\notp\nlockout\nbrute\ntwo_factor\ntwofactor\naxes\nverify\nverif\ninsecure\ntoken_\ntoken-\ntokenv\ntokenl\ntokene\n_env\ndebug\nanonymous\naspnetcore\nrejectunauth\ntrustserver\nsecurecookie\nidle\nttl\ncerts\nsignature\nlogin\nattempts\nsalt\nexpir\nflask\ndjango\nnode_tls\nauthenticat\nssl_\nssl-\ntls_\ntls-\nskip', True, (), (), (), (), "", 0),
        ),
        baseline=True,
    ),
)
# The words that are searched for in the changed lines of any file: see `literals.groups_of`.
WORDS = (
    '\x00\x00\x00\n\n'
    '"*"\n\n'
    '"action\n\n'
    '"basic\n\n'
    "'*'\n\n"
    "'basic\n\n"
    '- group:\n\n'
    '--mount=type=secret\n\n'
    '->can(\n->cannot(\n\n'
    '.session.\n\n'
    '/*"\n\n'
    "/*'\n\n"
    '0.0.0.0/0\n\n'
    '2fa\n\n'
    ': write\n\n'
    '::/0\n\n'
    '@ai-sdk/google\n\n'
    '@auth/\n\n'
    '@can(\n\n'
    '@heap\n\n'
    '@next/third\n\n'
    '@public(\n\n'
    '@roles(\n\n'
    '@useguards\n\n'
    '`basic\n\n'
    'aadhaar\n\n'
    'access-control-allow\naccess_control\naccess_log\naccess_logs\naccount_number\naccountnumber\n\n'
    'actix-session\nactix_session\n\n'
    'addauthorization\naddfacebook\naddgithub\naddgoogle\naddhandler\naddidentity\naddmicrosoft\naddpolicy\naddsession(\naddtwitter\n\n'
    'adjust\n\n'
    'admin\n\n'
    'adobedtm\n\n'
    'ads-twitter\nadsbygoogle\n\n'
    'adyen\n\n'
    'aes.\naesgcm\n\n'
    'airbrake\n\n'
    'algolia\n\n'
    'allauth\nallauthenticatedusers\nallow read\nallow write\nallowed\nallowed_hosts\nallowprivilegeescalation\nalloy\nallusers\n\n'
    'alter role\nalter user\n\n'
    'amount\n\n'
    'amplitude\n\n'
    'analytics\n\n'
    'anonymi\nanonymous\n\n'
    'anthropic\n\n'
    'api.telegram.org\napi_key\napigroups\napikey\n\n'
    'app_ga\napp_key\nappboy\nappcenter\nappdynamics\nappender\nappinsights\napple_pay\napplepay\napplication.credentials\napplicationinsights\nappsflyer\nappsignal\n\n'
    'arg \nargon2\n\n'
    'assertion\nassume\n\n'
    'attempt\n\n'
    'audit\n\n'
    'auth\nauth()->id\nauth.uid()\nauth0\nauth::id\nauthenticat\nauthlib\nauthority\nauthorization\nauthorize\nauthorizenet\n\n'
    'axes_\n\n'
    'azure-monitor\nazure.monitor\n\n'
    'bank\n\n'
    'basic_auth\nbasicauth\nbasicconfig\n\n'
    'bcrypt\n\n'
    'bearer\n\n'
    'bedrock\n\n'
    'before_send\nbeforesend\n\n'
    'betterstack\n\n'
    'billing\nbillingclient\n\n'
    'biome-ignore\n\n'
    'birth\n\n'
    'braintree\nbrake\nbranch-sdk\nbranch.io\nbraze\n\n'
    'brevo\n\n'
    'bridgecrew:skip\n\n'
    'bugsnag\n\n'
    'bunyan\n\n'
    'bypassrls\n\n'
    'callback\n\n'
    'can :\ncan:\ncan?\ncancan\ncannot :\ncannot?\n\n'
    'cap_add\ncap_drop\n\n'
    'card\n\n'
    'casbin\n\n'
    'ccpa\n\n'
    'cdn.branch\n\n'
    'cert_none\ncertificatevalidationcallback\n\n'
    'change_password\ncharge\nchargeback\nchargebee\nchat.postmessage\n\n'
    'check_password\ncheckov.io/skip\ncheckov:skip\ncheckpassword\ncheckpw\n\n'
    'chimpstatic\n\n'
    'cidr\n\n'
    'cipher\n\n'
    'clarity\nclarity.ms\n\n'
    'client-id\nclient_id\nclientid\n\n'
    'cloudtrail\ncloudwatch\n\n'
    'cod_fis\ncode_challenge\ncode_verifier\ncodeql [\ncodeql[\ncodfis\ncodice\n\n'
    'cohere\n\n'
    'compare_digest\ncompare_password\ncomparepassword\n\n'
    'config(\nconfigmap\nconnection_string\nconnectionstring\nconsent\nconsole\nconstant_time\nconstanttimecompare\ncontent-security-policy\ncontent_security_policy\ncontentsecuritypolicy\n\n'
    'cookie\n\n'
    'cors\n\n'
    'coupon\n\n'
    'crashlytics\n\n'
    'create role\ncreate user\ncreate_urllib3_context\ncreatelogger\ncredentials(\ncredentialsprovider\n\n'
    'crisp\ncriteo\n\n'
    'crossorigin\n\n'
    'csp_\n\n'
    'csrf\n\n'
    'csurf\n\n'
    'curp\ncurrent_user\ncurrentuser\n\n'
    'customer\ncustomer.io\ncustomer_io\ncustomerio\n\n'
    'cvc\n\n'
    'cvv\n\n'
    'd2wy8f7a9ursnm\n\n'
    'dangerousaccept\n\n'
    'data_share\ndata_subject\ndatabase\ndatadog\ndatalayer\ndatasource\ndatasubject\ndatasync\n\n'
    'db_\n\n'
    'dd-trace\n\n'
    'dd_api\n\n'
    'ddtrace\n\n'
    'debug\n\n'
    'default privileges\ndefault_pii\ndefaultpii\n\n'
    'denyaccess\ndenyall\n\n'
    'deploykey\n\n'
    'devise\ndevskim:\n\n'
    'diagnosis\ndiagnostic_setting\n\n'
    'dictconfig\n\n'
    'discount\ndiscovery\n\n'
    'dni\n\n'
    'do_not_track\n\n'
    'dob\n\n'
    'docker.sock\ndocumento\n\n'
    'domain\n\n'
    'donottrack\n\n'
    'doppler\n\n'
    'doubleclick\n\n'
    'driftt\ndriver\n\n'
    'dt_api\n\n'
    'dynatrace\n\n'
    'effect\n\n'
    'elastic-apm\nelasticapm\n\n'
    'encrypt\nencrypt_password\nencryptpassword\n\n'
    'enforce(\n\n'
    'env \nenv(\nenv.fetch\nenv.str\nenv:\nenv::var\nenv[\nenv_file:\nenv_logger\nenvfrom:\nenviron\nenvironment:\n\n'
    'erasure\n\n'
    'eslint-disable\n\n'
    'ethnicity\n\n'
    'exception_reporter_filter\nexceptionreporterfilter\n\n'
    'express-session\n\n'
    'ext-azure\next.azure\n\n'
    'facebook\n\n'
    'fb_pixel\n\n'
    'fbevents\n\n'
    'fbq(\n\n'
    'fernet\n\n'
    'fhir\n\n'
    'fido2\n\n'
    'fileconfig\nfilter_parameter\nfilterparameter\n\n'
    'firehose\nfirewall\n\n'
    'fiscal_code\nfiscalcode\n\n'
    'flow_log\nflowlog\n\n'
    'flutterwave\n\n'
    'force_ssl\nforgery\nforgot\nforgotten\nform_login\nformlogin\n\n'
    'frameoptions\n\n'
    'freshchat\n\n'
    'fullstory\n\n'
    'g.user\n\n'
    'ga-4\n\n'
    'ga4mp\n\n'
    'ga_measurement\nga_tracking\n\n'
    'gate::\n\n'
    'gdpr\n\n'
    'gemini_api\n\n'
    'genai\ngeneratekey\ngenerative\ngenerativeai\ngenerativelanguage\n\n'
    'getenv\ngetironsession(\ngetserversession(\n\n'
    'ggignore\n\n'
    'gibbon\n\n'
    'gift_card\ngiftcard\n\n'
    'go-openai\n\n'
    'gocardless\n\n'
    'google_pay\ngoogleads\ngoogleadservices\ngooglepay\ngooglesyndication\ngoogletag\ngoogletagmanager\n\n'
    'gorilla/sessions\n\n'
    'gosec:disable\n\n'
    'grant \n\n'
    'groq\ngroups.add\ngroups.set\n\n'
    'gtag\ngtag(\n\n'
    'gtm_id\n\n'
    'guest\n\n'
    'hadolint\n\n'
    'hasanyauthority\nhasanyrole\nhasauthority\nhash::\nhash_equals\nhash_password\nhashpassword\nhashpw\nhasrole\n\n'
    'heap-api\nheap.\nheap_app\nheapanalytics\n\n'
    'helmet\n\n'
    'hipaa\n\n'
    'hl7\n\n'
    'home_address\nhomeaddress\n\n'
    'honeybadger\nhoneycomb\n\n'
    'hooks.slack.com\n\n'
    'hostipc\nhostnetwork\nhostpath\nhostpid\n\n'
    'hot-shots\nhotjar\n\n'
    'hs-scripts\n\n'
    'hsforms\n\n'
    'http\nhttp://\nhttp_basic\nhttpbasic\nhttpbearer\nhttponly\nhttps://\nhttpsession\n\n'
    'hubapi\nhubspot\n\n'
    'huggingface\n\n'
    'hvac\n\n'
    'iam\n\n'
    'iban\n\n'
    'icd10\n\n'
    'idp\n\n'
    'ignoreexpiration\n\n'
    'impersonate\nimport.meta.env\n\n'
    'ingress\n\n'
    'intercom\n\n'
    'invalid_certs\ninvalidatehttpsession\ninvoice\n\n'
    'io.branch\n\n'
    'iron-session\n\n'
    'is_staff\n\n'
    'isadminuser\n\n'
    'isgranted\n\n'
    'isinrole\n\n'
    'isstaff\nissuer\nissuercheck\n\n'
    'iterable\n\n'
    'jdbc:\n\n'
    'jose\n\n'
    'jsforce\n\n'
    'jsonwebtoken\n\n'
    'jwk\n\n'
    'jwt\n\n'
    'key_vault\nkeycloak\nkeyring\n\n'
    'kics-scan\n\n'
    'kind:\nkinesis\n\n'
    'klarna\nklaviyo\n\n'
    'kms\n\n'
    'late_fee\n\n'
    'launchdarkly\n\n'
    'ldclient\n\n'
    'leaks:allow\n\n'
    'lemonsqueezy\n\n'
    'lgtm [\nlgtm[\n\n'
    'libhoney\n\n'
    'licdn\n\n'
    'linkedin\n\n'
    'list secret\nlist-secret\n\n'
    'litellm\n\n'
    'loadbalancer\n\n'
    'lockable\nlocked_out\nlockout\n\n'
    'log\nlog4j\nlog_analytics\nlog_format\nlog_group\nlog_level\nlogback\nlogdna\nlogging\nlogging_organization\nlogging_project\nloggly\nlogin\nlogin_user\nloglevel\nlogmasked\nlogout_user\nlogrocket\nlogrus.set\nlogtail\nlogz\n\n'
    'lookupenv\n\n'
    'lr-in\n\n'
    'luhn\n\n'
    'maiden\nmailchimp\nmailgun\n\n'
    'make_password\nmakepassword\n\n'
    'mandrill\n\n'
    'marketo\n\n'
    'mask\nmaster_key\n\n'
    'matomo\n\n'
    'maximumsessions(\n\n'
    'medical\n\n'
    'mercadopago\n\n'
    'meta_pixel\n\n'
    'mfa\n\n'
    'minimum_protocol_version\nminversion:\n\n'
    'mistral\n\n'
    'mixpanel\n\n'
    'mollie\n\n'
    'mongodb_uri\nmonolog\n\n'
    'morgan(\n\n'
    'mparticle\n\n'
    'mxpnl\n\n'
    'nacl\n\n'
    'national_id\nnational_insurance\nnationalid\n\n'
    'network_mode\nnetwork_security_rule\nnetworkpolicy\n\n'
    'new_relic\nnewrelic\n\n'
    'next-auth\nnextline secret\nnextline-secret\n\n'
    'nie\n\n'
    'nif\n\n'
    'nodemailer\nnodeport\n\n'
    'nolint:\n\n'
    'none\n\n'
    'noqa :\nnoqa:\n\n'
    'nosec\nnosem\nnosonar\n\n'
    'notlogged\n\n'
    'oauth\n\n'
    'oidc\n\n'
    'okta\n\n'
    'omniauth\n\n'
    'omtrdc\n\n'
    'onesignal\n\n'
    'openai\nopencensus-ext\nopenid\n\n'
    'opt_in\nopt_out\noptimizely\noptin\noptout\n\n'
    'org_id\norganisation\norganization\n\n'
    'otlp\n\n'
    'otp\n\n'
    'oxlint-disable\n\n'
    'paddle\n\n'
    'papertrail\n\n'
    'passkey\npassport\npassport-\npassport.use\npassword\npassword_change\npassword_encoder\npassword_hash\npassword_hasher\npassword_hashers\npassword_needs_rehash\npassword_signin\npassword_verify\npasswordchange\npasswordencoder\npasswordhasher\npasswordsignin\n\n'
    'patient\n\n'
    'payment\npaymentrequest\npayout\npaypal\npaystack\n\n'
    'pbkdf2\n\n'
    'perm\npermanent_session\npermissions:\npermitall\npersonal\npersonnummer\n\n'
    'phone\n\n'
    'pii\n\n'
    'pinecone\npinimg\npino(\npintrk(\n\n'
    'plaid\nplan_id\nplanid\nplausible\n\n'
    'policy\npolicy_scope\npolicystatement\n\n'
    'postgres_\nposthog\npostmark\npostmessage\n\n'
    'pps\n\n'
    'price_id\npriceid\nprimary_account_number\nprincipal\nprivate_key\nprivatekey\nprivileged\n\n'
    'process.env\npromo\nproration\n\n'
    'pseudonymi\n\n'
    'public\npublic_g\n\n'
    'pull_request_target\n\n'
    'pundit\n\n'
    'purchasely\n\n'
    'rack::attack\n\n'
    'raven\n\n'
    'raygun\n\n'
    'razorpay\n\n'
    'rbac.authorization\n\n'
    'react-ga\nreact-native-branch\nread-all\nreadonlyrootfilesystem\n\n'
    'recover\nrecurly\n\n'
    'redact\nredirect\nredirect_uri\nredis_url\n\n'
    'refund\n\n'
    'reject_unauthorized\nrejectunauthorized\n\n'
    'remote_syslog\n\n'
    'req.log\nreq.user\nrequest.log\nrequest.user\nrequireauthorization\nrequirerole\n\n'
    'resend\nreset\nreset_session\nrestforce\n\n'
    'revenuecat\nrevoke \n\n'
    'role\nrole-arn\nrole_arn\nrole_assignment\nrole_definition\nrolearn\nroles/\nrolesguard\nrollbar\n\n'
    'routing_number\nroutingnumber\n\n'
    'row level security\nrow_security\n\n'
    'rsa\n\n'
    'rubocop:\n\n'
    'rudder\n\n'
    'ruff :\nruff:\n\n'
    'runas\n\n'
    'salesforce\n\n'
    'samesite\nsaml\n\n'
    'schema_context\n\n'
    'scout\n\n'
    'scrub\nscrypt\n\n'
    'secret\nsecret_manager\nsecret_value\nsecretclient\nsecretlint-disable\nsecretmanager\nsecrets.\nsecrets:\nsecrets[\nsecretsmanager\nsecretstr\nsecretvalue\nsecure_\nsecure_compare\nsecure_password\nsecured\nsecurity definer\nsecurity invoker\nsecurity_context\nsecurity_group\nsecurity_opt\nsecuritycontext\nsecurityfilterchain\nsecurityprotocoltype.\n\n'
    'segment\nsegment_write\n\n'
    'sendgrid\nsensitive_post_parameters\nsensitive_variables\nsensitiveparameter\nsentry\n\n'
    'sepa\n\n'
    'serializeuser\nserilog\nserver.ssl.\nserviceaccount\n\n'
    'session()->\nsession.get(\nsession.invalidate\nsession.permanent\nsession.pop(\nsession::\nsession[\nsession_\nsession_destroy\nsession_regenerate_id\nsession_set_\nsessionauthentication\nsessioncreationpolicy\nsessionfixation(\nsessionmanagement\nsessionmiddleware\n\n'
    'set_http_only\nset_password\nsetpassword\n\n'
    'sign_in\nsign_out\nsignalfx\nsigned_in\nsignin\nsigning_key\nsigningkey\nsignout\n\n'
    'skip-issuer\nskip_issuer\nskipissuer\nskipsignature\n\n'
    'skpayment\n\n'
    'slog\nslog.new\nslog.setdefault\n\n'
    'smartlook\n\n'
    'snaptr(\n\n'
    'snowplow\n\n'
    'social_core\nsocial_security\nsocialite\nsocialsecurity\n\n'
    'sodium\n\n'
    'sops\n\n'
    'sort_code\nsortcode\n\n'
    'source_ranges\n\n'
    'sparkpost\n\n'
    'splunk\n\n'
    'squareup\n\n'
    'ssl.create_default_context(\nssl.protocol_\nssl.sslcontext(\nssl_certificate\nssl_ciphers\nssl_minimum_version\nssl_policy\nssl_prefer_server_ciphers\nssl_protocols\nssl_verify_client\nsslcertificatekeyfile\nsslciphersuite\nsslprotocol\n\n'
    'ssm\n\n'
    'ssn\n\n'
    'staccato\nstaff_member\nstatsd\nstatsig\n\n'
    'store_credit\nstorekit\n\n'
    'strategy\nstrict-transport-security\nstripe\nstructlog.configure\n\n'
    'subscription\nsubtotal\n\n'
    'sumologic\n\n'
    'superuser\n\n'
    'swift\n\n'
    'tawk.to\n\n'
    'tax\ntax_id\ntaxid\ntaxpayer\n\n'
    'tenant\n\n'
    'tfsec:ignore\n\n'
    'throttle\n\n'
    'tiktok\n\n'
    'timingsafeequal\n\n'
    'tls.config{\ntls_cert\ntls_key\ntls_policy\ntls_version\n\n'
    'token_generator\n\n'
    'total_price\ntotalprice\ntotp\n\n'
    'tracing\ntracing_subscriber\n\n'
    'trial\ntrivy:ignore\n\n'
    'trufflehog:ignore\ntrust proxy\ntrustall\ntrusted_hosts\ntrusted_proxies\ntrustproxies\n\n'
    'ttq.\n\n'
    'twilio\n\n'
    'two-factor\ntwo_factor\ntwofactor\n\n'
    'twq(\n\n'
    'umami\n\n'
    'unit_amount\n\n'
    'unscoped\n\n'
    'unverified_context\n\n'
    'update_session_auth_hash\n\n'
    'usehsts\nusehttpsredirection\nuser \nuser-secrets\nuser_data\nuser_passes_test\nuser_permissions\nuserdata\nuserdetails\nuserpassestest\nusersecrets\nusesession(\n\n'
    'valid_password\nvalidate_password\nvalidateissuer\nvalidatepassword\nvalidatesig\n\n'
    'variablegroup\n\n'
    'vat\n\n'
    'vault\n\n'
    'verbs:\nverify\nverify_password\nverifypassword\n\n'
    'vite_ga\n\n'
    'voterinterface\n\n'
    'voucher\n\n'
    'web_hook\nwebauthn\nwebhook\nwebsecurity\n\n'
    'winston\n\n'
    'withcredentials\n\n'
    'workflow_run\nworkspace\nworldpay\n\n'
    'write-all\nwriteto\n\n'
    'www-authenticate\n\n'
    'x-api-key\n\n'
    'x-frame-options\n\n'
    'x_frame_options\n\n'
    'xsrf\n\n'
    'zap.\nzap.new\nzapier\n\n'
    'zdassets\n\n'
    'zendesk\nzenpy\n\n'
    'zizmor:\n\n'
    "zopim"
)
WORDS_BEGINS = (
    '\x00\x00\x00"*""ac"ba\'*\'\'ba- g--m->c.se/*"/*\'0.02fa: w::/@ai@au@ca@he@ne@pu@ro@us`baaadaccactaddadjadmadoads'
    "adyaesairalgallaltamoampanaanoantapiappargassattaudautaxeazubanbasbcrbeabedbefbetbilbiobirbrabrebri"
    "bugbunbypcalcancapcarcasccpcdncerchachechicidcipclacliclocodcohcomconcoocorcoucracrecricrocspcsrcsu"
    "curcuscvccvvd2wdandatdb_dd-dd_ddtdebdefdendepdevdiadicdisdnido_dobdocdomdondopdoudridt_dyneffelaenc"
    "enfenveraeslethexcexpextfacfb_fbefbqferfhifidfilfirfisflofluforfrafrefulg.uga-ga4ga_gatgdpgemgenget"
    "ggigibgifgo-gocgoogorgosgragrogtagtmguehadhasheahelhiphl7homhonhoohoshoths-hsfhtthubhughvaiamibaicd"
    "idpignimpingintinvio.irois_isaisgisiissitejdbjosjsfjsojwkjwtkeykickinklakmslatlauldclealemlgtliblic"
    "linlislitloaloclogloolr-luhmaimakmanmarmasmatmaxmedmermetmfaminmismixmolmonmormpamxpnacnatnetnewnex"
    "nienifnodnolnonnoqnosnotoauoidoktomnomtoneopeoptorgotlotpoxlpadpappaspatpaypbkperphopiipinplapolpos"
    "ppspripropsepubpulpunpurracravrayrazrbarearecredrefrejremreqresrevrolrourowrsarubrudrufrunsalsamsch"
    "scoscrsecsegsensepsersessetsigskiskpslosmasnasnosocsodsopsorsouspasplsqusslssmssnstastostrsubsumsup"
    "switawtaxtentfsthrtiktimtlstoktottratritruttqtwitwotwqumauniunsunvupdusevalvarvatvauvervitvotvouweb"
    "winwitworwriwwwx-ax-fx_fxsrzapzdazenzizzop"
)
