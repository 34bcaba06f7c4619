"""requirements.toml by hand, for the comparison with Codex: one text a line of each table."""

from __future__ import annotations

SEED = """allowed_approval_policies = ["untrusted", "on-request"]
allowed_sandbox_modes = ["read-only", "workspace-write"]
allowed_web_search_modes = ["cached"]
[permissions.filesystem]
deny_read = ["./.env*", "./private/**"]
[rules]
prefix_rules = [{ pattern = [{ token = "rm" }], decision = "forbidden", justification = "Use an explicit cleanup script instead." }]
"""


def rule(body: str) -> str:
    return f"[rules]\nprefix_rules = [{{{body}}}]\n"


def deny(*patterns: str) -> str:
    return "[permissions.filesystem]\ndeny_read = [" + ", ".join(f"'{one}'" for one in patterns) + "]\n"


def server(identity: str) -> str:
    return f"[mcp_servers.docs]\nidentity = {identity}\n"


def hook(body: str) -> str:
    return f"[[hooks.PreToolUse]]\n{body}\n"


RM = 'pattern = [{ token = "rm" }]'
GRANULAR = "sandbox_approval = true, rules = true, mcp_elicitations = true"

# Codex starts with each of these and does what it reads as; notes aside, we find nothing.
GOOD = [
    SEED,
    "",
    'allowed_approval_policies = ["untrusted"]\n',
    f"allowed_approval_policies = [{{ granular = {{ {GRANULAR} }} }}]\n",
    'allowed_approvals_reviewers = ["user"]\n',
    'allowed_sandbox_modes = ["read-only"]\n',
    "allowed_web_search_modes = []\n",
    'allowed_login_methods = ["chatgpt"]\n',
    'allowed_permission_profiles = { ":workspace" = true, ":read-only" = true }\n',
    'default_permissions = ":workspace"\nallowed_permission_profiles = { ":workspace" = true }\n',
    'default_permissions = "p"\nallowed_permission_profiles = { p = true }\n[permissions.p]\nextends = ":workspace"\n',
    '[[remote_sandbox_config]]\nhostname_patterns = ["ci-*"]\nallowed_sandbox_modes = ["read-only", "workspace-write"]\n',
    deny("/home/*/.ssh/**"),
    deny("~/.aws", "/srv/private"),
    deny("/srv/*.{key,pem}"),
    rule(f'{RM}, decision = "prompt"'),
    rule(f'{RM}, decision = "prompt-user", canonical_matching = true'),
    rule('pattern = [{ any_of = ["rm", "shred"] }, { token = "-rf" }], decision = "prompt", justification = "no"'),
    server('{ command = "/opt/corp/docs-mcp" }'),
    server('{ url = "https://mcp.corp.example/mcp" }'),
    server('{ url = { match = "prefix", value = "https://mcp.corp.example/" } }'),
    server('{ command = { executable = "npx", args = [{ match = "exact", value = "@corp/docs@1.2.3" }] } }'),
    server(
        '{ command = { executable = "npx", args = [{ match = "regex", expression = "@corp/docs@1\\\\.[0-9]+\\\\.[0-9]+" }] } }'
    ),
    '[plugins."a@b".mcp_servers.d]\nidentity = { command = "/opt/corp/d" }\n',
    "[mcp_servers]\n",
    hook('matcher = "Bash"\nhooks = [{ type = "command", command = "/opt/corp/guard", timeout = 10 }]'),
    hook('matcher = "^(Bash|Edit)$"\nhooks = [{ type = "mcp_tool", server = "a", tool = "b" }]'),
    "allow_managed_hooks_only = true\n",
    "features = { web_search = false }\n",
    "feature_requirements = { web_search = false }\n",
    'enforce_residency = "us"\n',
    "[feedback]\nenabled = false\n",
    '[otel]\nlog_user_prompt = false\nexporter = "none"\n',
    '[otel.exporter.otlp-http]\nendpoint = "https://otel.corp.example"\nprotocol = "json"\n',
    '[experimental_network.domains]\n"*.corp.example" = "allow"\n',
    "[experimental_network]\nenabled = true\nhttp_port = 3128\n",
    '[apps.mail]\nenabled = false\n[apps.drive.tools.delete]\napproval_mode = "prompt"\n',
    '[marketplaces]\nrestrict_to_allowed_sources = true\n[marketplaces.allowed_sources.corp]\nsource = "git"\nurl = "https://git.corp.example/x"\n',
    '[auto_review]\nrequired_on_models = ["gpt-5"]\n',
    '[models.new_thread]\nmodel = "gpt-5"\n',
    '[browser_use.default_origin_policy]\naccess = "deny"\n',
    '[computer_use]\ndefault_app_access = "deny"\n',
    '[windows]\nallowed_sandbox_implementations = ["elevated"]\n',
    'additional_developer_instructions = "Ask before you push."\n',
]

# Codex does not start with these.
REFUSED = [
    "a = 1\na = 2\n",
    "a = \n",
    "[rules\n",
    'x = "\n',
    "allowed_approval_policies = []\n",
    'allowed_approval_policies = "never"\n',
    'allowed_approval_policies = ["always"]\n',
    'allowed_approval_policies = ["granular"]\n',
    'allowed_approval_policies = ["On-Request"]\n',
    "allowed_approval_policies = [{ granular = {} }]\n",
    "allowed_approval_policies = [{ granular = { sandbox_approval = 1, rules = true, mcp_elicitations = true } }]\n",
    "allowed_approval_policies = [{ x = 1 }]\n",
    "allowed_approvals_reviewers = []\n",
    'allowed_approvals_reviewers = ["nobody"]\n',
    "allowed_sandbox_modes = []\n",
    'allowed_sandbox_modes = ["workspace-write"]\n',
    'allowed_sandbox_modes = ["read_only"]\n',
    'allowed_web_search_modes = ["on"]\n',
    "allowed_login_methods = []\n",
    'allowed_login_methods = ["sso"]\n',
    "[[remote_sandbox_config]]\n",
    '[[remote_sandbox_config]]\nhostname_patterns = ["*"]\n',
    '[[remote_sandbox_config]]\nhostname_patterns = ["*"]\nallowed_sandbox_modes = ["workspace-write"]\n',
    "allowed_permission_profiles = {}\n",
    'default_permissions = "x"\n',
    'default_permissions = ":read-only"\nallowed_permission_profiles = { ":workspace" = true }\n',
    'default_permissions = ":workspace"\nallowed_permission_profiles = { ":workspace" = false }\n',
    'allowed_permission_profiles = { ":workspace" = true, ":read-only" = true, zzz = true }\n',
    '[permissions.":corp"]\nextends = ":workspace"\n',
    '[permissions.p]\nextends = ":workspace"\n',
    "permissions = 3\n",
    '[permissions.filesystem]\ndeny_read = ".env"\n',
    "[permissions.filesystem]\ndeny_read = [3]\n",
    '[permissions.filesystem]\ndescription = "x"\n',
    deny("[z-a]"),
    deny("/a/{b,c}"),
    deny("/a*{b"),
    deny("C:/x"),
    "[rules]\n",
    "[rules]\nprefix_rules = []\n",
    rule('decision = "prompt"'),
    rule('pattern = [], decision = "prompt"'),
    rule('pattern = ["rm"], decision = "prompt"'),
    rule('pattern = "rm", decision = "prompt"'),
    rule('pattern = [{ token = "" }], decision = "prompt"'),
    rule('pattern = [{ token = " " }], decision = "prompt"'),
    rule('pattern = [{}], decision = "prompt"'),
    rule('pattern = [{ any_of = [] }], decision = "prompt"'),
    rule('pattern = [{ any_of = ["a", ""] }], decision = "prompt"'),
    rule('pattern = [{ token = "a", any_of = ["b"] }], decision = "prompt"'),
    rule(RM),
    rule(f'{RM}, decision = "allow"'),
    rule(f'{RM}, decision = "deny"'),
    rule(f'{RM}, decision = "Forbidden"'),
    rule(f'{RM}, decision = "forbidden", justification = " "'),
    rule(f'{RM}, decision = "forbidden", canonical_matching = "yes"'),
    "[mcp_servers.docs]\n",
    '[mcp_servers.docs]\ncommand = "x"\n',
    server("{}"),
    server('"npx"'),
    server("{ command = 3 }"),
    server('{ command = { executable = "a" } }'),
    server('{ command = { executable = "a", args = ["x"] } }'),
    server('{ command = { executable = "a", args = [{ match = "exact", expression = "x" }] } }'),
    server('{ command = { executable = "a", args = [{ match = "regex", expression = "(" }] } }'),
    server('{ url = { match = "regex", expression = "(?=a)" } }'),
    server('{ url = { match = "regex", expression = "\\\\p{L}" } }'),
    server('{ url = { match = "glob", value = "x" } }'),
    '[plugins."a@b".mcp_servers.d]\nidentity = { url = { match = "regex", expression = "(" } }\n',
    "hooks = 3\n",
    hook('hooks = [{ type = "shell", command = "x" }]'),
    hook('hooks = [{ type = "command" }]'),
    hook('hooks = [{ command = "x" }]'),
    hook('hooks = [{ type = "mcp_tool" }]'),
    hook('hooks = [{ type = "mcp_tool", server = "a" }]'),
    hook('hooks = [{ type = "mcp_tool", server = "a", tool = "b", input = 3 }]'),
    hook('hooks = [{ type = "command", command = "x", timeout = -1 }]'),
    hook('hooks = [{ type = "command", command = "x", timeout = "3" }]'),
    hook('hooks = [{ type = "command", command = "x", commandWindows = "y", command_windows = "y" }]'),
    hook("matcher = 3\nhooks = []"),
    "[marketplaces]\nx = 1\n",
    '[marketplaces.allowed_sources.x]\nsource = "svn"\n',
    '[marketplaces.allowed_sources.x]\nsource = "git"\nbranch = "main"\n',
    'enforce_residency = "eu"\n',
    '[experimental_network]\ndenied_domains = ["*"]\n',
    '[experimental_network.domains]\n"*" = "allow"\n',
    '[experimental_network]\ndomains = { a = "allow" }\nallowed_domains = ["b"]\n',
    '[experimental_network]\nunix_sockets = { "/a" = "allow" }\nallow_unix_sockets = ["/b"]\n',
    "[experimental_network]\nhttp_port = 70000\n",
    '[application.storage]\ndefault_project_parent = "x"\n',
    '[auto_review]\nrequired_on_models = ["a/b"]\n',
    '[auto_review]\nrequired_on_models = [""]\n',
    "[windows]\nallowed_sandbox_implementations = []\n",
    "features = { a = true }\nfeature_requirements = { b = true }\n",
    "features = { a = 3 }\n",
    'otel = { exporter = "otlp-http" }\n',
    "[otel.exporter.otlp-http]\n",
    '[otel.exporter.otlp-http]\nendpoint = "x"\n',
    "[browser_use.extension]\nrequest_headers = [{}]\n",
    "[computer_use.windows]\nexes = [{}]\n",
    'model_provider = "nobody"\n',
    'cli_auth_credentials_store = "vault"\n',
    '[apps.x.tools.y]\napproval_mode = "never"\n',
]

# Codex starts with these and says nothing; what stands there has no effect, or allows more than it reads as. The field is ours.
SILENT = [
    ('allowed_approvalpolicies = ["untrusted"]\n', "allowed_approvalpolicies"),
    ('approval_policy = "untrusted"\n', "approval_policy"),
    ('sandbox_mode = "read-only"\n', "sandbox_mode"),
    ('[network]\nallowed_domains = ["a.example"]\n', "network"),
    (
        '[[rules.prefix_rule]]\npattern = [{ token = "rm" }]\n[[rules.prefix_rules]]\npattern = [{ token = "dd" }]\ndecision = "prompt"\n',
        "rules.prefix_rule",
    ),
    ('[permissions.filesystem]\ndeny_write = ["/a"]\n', "permissions.filesystem.deny_write"),
    ('deny_read = ["/a"]\n', "deny_read"),
    ('[filesystem]\ndeny_read = ["/a"]\n', "filesystem"),
    ('prefix_rules = [{ pattern = [{ token = "rm" }], decision = "forbidden" }]\n', "prefix_rules"),
    ('[hooks]\nPreTool = [{ hooks = [{ type = "command", command = "x" }] }]\n', "hooks.PreTool"),
    (hook('matcher = "("\nhooks = [{ type = "command", command = "x" }]'), "hooks.PreToolUse[0].matcher"),
    (hook('matcher = "(?!Bash)"\nhooks = [{ type = "command", command = "x" }]'), "hooks.PreToolUse[0].matcher"),
    (hook('hooks = [{ type = "prompt", prompt = "x" }]'), "hooks.PreToolUse[0].hooks[0]"),
    (hook("hooks = []"), "hooks.PreToolUse[0]"),
    (hook('matcher = "x"'), "hooks.PreToolUse[0]"),
    (hook('hooks = [{ type = "command", command = "" }]'), "hooks.PreToolUse[0].hooks[0].command"),
    (rule(f'{RM}, decision = "forbidden", reason = "x"'), "rules.prefix_rules[0].reason"),
    (rule(f'{RM}, decision = "forbidden", match = ["rm x"]'), "rules.prefix_rules[0].match"),
    (rule(f'{RM}, decision = "forbidden", not_match = ["x"]'), "rules.prefix_rules[0].not_match"),
    (
        '[rules]\nhost_executables = []\nprefix_rules = [{ pattern = [{ token = "rm" }], decision = "prompt" }]\n',
        "rules.host_executables",
    ),
    (rule('pattern = [{ token = "rm -rf" }], decision = "forbidden"'), "rules.prefix_rules[0].pattern[0]"),
    (rule('pattern = [{ token = "rm*" }], decision = "forbidden"'), "rules.prefix_rules[0].pattern[0]"),
    (
        rule('pattern = [{ token = "curl" }, { token = "|" }], decision = "forbidden"'),
        "rules.prefix_rules[0].pattern[1]",
    ),
    (rule('pattern = [{ token = "/bin/rm" }], decision = "forbidden"'), "rules.prefix_rules[0].pattern[0]"),
    (rule(f'{RM}, decision = "forbidden" }}, {{ {RM}, decision = "prompt"'), "rules.prefix_rules[1]"),
    (
        rule(
            f'pattern = [{{ token = "rm" }}, {{ token = "-f" }}], decision = "prompt" }}, {{ {RM}, decision = "forbidden"'
        ),
        "rules.prefix_rules[0]",
    ),
    (rule('pattern = [{ token = "rm", any = ["x"] }], decision = "forbidden"'), "rules.prefix_rules[0].pattern[0].any"),
    (deny(), "permissions.filesystem.deny_read"),
    (deny(""), "permissions.filesystem.deny_read[0]"),
    (deny("/"), "permissions.filesystem.deny_read[0]"),
    (deny("/**"), "permissions.filesystem.deny_read[0]"),
    (deny("/**/.env"), "permissions.filesystem.deny_read[0]"),
    (deny("!.env.example"), "permissions.filesystem.deny_read[0]"),
    (deny("$HOME/.ssh"), "permissions.filesystem.deny_read[0]"),
    (deny("~root/.ssh"), "permissions.filesystem.deny_read[0]"),
    (deny("/a/[ab"), "permissions.filesystem.deny_read[0]"),
    (deny("/a", "/a"), "permissions.filesystem.deny_read[1]"),
    (deny("./.env*"), "permissions.filesystem.deny_read[0]"),
    ('allowed_approval_policies = ["on-failure"]\n', "allowed_approval_policies[0]"),
    (
        f"allowed_approval_policies = [{{ granular = {{ {GRANULAR}, all = true }} }}]\n",
        "allowed_approval_policies[0].granular.all",
    ),
    (server('{ command = "npx" }'), "mcp_servers.docs.identity"),
    (server('{ command = "docker" }'), "mcp_servers.docs.identity"),
    (server('{ command = "/usr/bin/python3.12" }'), "mcp_servers.docs.identity"),
    (server('{ command = "a", url = "https://b.example/" }'), "mcp_servers.docs.identity.url"),
    (server('{ url = "http://mcp.corp.example/" }'), "mcp_servers.docs.identity"),
    (server('{ url = { match = "prefix", value = "https://corp.example" } }'), "mcp_servers.docs.identity"),
    (server('{ url = { match = "prefix", value = "" } }'), "mcp_servers.docs.identity"),
    (server('{ url = { match = "regex", expression = "https://.*" } }'), "mcp_servers.docs.identity"),
    (server('{ url = { match = "regex", expression = "https://mcp.corp.example/.*" } }'), "mcp_servers.docs.identity"),
    (
        server('{ command = { executable = "npx", args = [{ match = "regex", expression = ".*" }] } }'),
        "mcp_servers.docs.identity",
    ),
    (
        '[mcp_servers.docs]\nidentity = { command = "/opt/x" }\nenabled_tools = ["a"]\n',
        "mcp_servers.docs.enabled_tools",
    ),
    (server('{ command = "/opt/x", args = ["y"] }'), "mcp_servers.docs.identity.args"),
    (
        '[[remote_sandbox_config]]\nhostname_patterns = []\nallowed_sandbox_modes = ["read-only"]\n',
        "remote_sandbox_config[0].hostname_patterns",
    ),
    ("[otel.tool_result]\n", "otel.tool_result"),
    ("[feedback]\nenable = false\n", "feedback.enable"),
    ('[marketplaces.allowed_sources.x]\nsource = "git"\nurl = "https://a.example/x"\n', "marketplaces.allowed_sources"),
    (
        "[experimental_network]\ndangerously_allow_all_unix_sockets = true\n",
        "experimental_network.dangerously_allow_all_unix_sockets",
    ),
    ("[browser_use]\nallow_history = false\n", "browser_use.allow_history"),
    ("[computer_use]\nallowed = false\n", "computer_use.allowed"),
    ("managed_dir = '/x'\n", "managed_dir"),
]
