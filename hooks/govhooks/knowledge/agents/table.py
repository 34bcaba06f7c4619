"""The table of AI coding agents whose committed configuration is judged: one row per file, shared by all rules.

A row says which files it describes (a name counts in any folder of the repository: an agent that starts in `packages/x`
reads the one there), their format, where they have MCP servers, hooks by event and helper commands, and which values
switch a safeguard off. `where` is a path of keys separated by ` > `: `*` is any key or element, `\\*` a key that is a
star.

`starts` are commands of an editor that a person approves by opening the folder; `scripts` means that the whole file is
a script that an agent runs. Both are judged by what they do, not for existing. `code` is a program that the agent loads
at startup.

A row that is not `certain` has a file name that other programs use, too: a file that cannot be parsed is ignored.

`dead` are keys that look like protection but have no effect in a project's file ("" for the whole file): (where, why).

`grants` are lists of what may run or be read without asking: (where, notation of `govhooks.knowledge.agents.grants`,
decision). `order` says which of several matching entries decides: the strictest, the first or the last. `folders` are
folders that are opened to the agent. `denies_reads` is how the file denies reading a path; `ignores` means that the
whole file is a list of such paths.

To add an agent, add a row here and a repository in `tests/knowledge/agents/labelled/`.
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Switch(Record):
    """Values of a key that switch a safeguard off; `()` for `values` means any value except null, false and empty.

    `matches` is a regular expression that a string value must also match, `key` one for the whole last key of the path;
    `example` is a value, or a key, for which they match.
    """

    where: str
    values: tuple[Any, ...]
    what: str
    fix: str = "take it out: that is for each person to decide, per session"
    matches: str = ""
    key: str = ""
    example: str = "x"


class File(Record):
    """One kind of file of one agent. `form` is json, jsonc or toml; `source` says where this was read, and when."""

    agent: str
    names: tuple[str, ...]
    form: str
    source: str
    servers: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    hooks: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    tasks: bool = False
    starts: tuple[str, ...] = ()
    scripts: bool = False
    code: bool = False
    certain: bool = True
    dead: tuple[tuple[str, str], ...] = ()

    @property
    def runs(self) -> bool:
        """Whether anything in it runs automatically, or is run to make a decision."""
        decides = any(grammar == "tables" for _, grammar, _ in self.grants)
        return bool(self.hooks or self.helpers or self.tasks or self.starts or self.scripts or self.code or decides)

    grants: tuple[tuple[str, str, str], ...] = ()
    order: str = "strictest"
    folders: tuple[str, ...] = ()
    denies_reads: str = ""
    ignores: bool = False


_MANAGED = "it counts only in the organisation's managed settings"
_PROJECT = "it is not read from a project's file"
_CLAUDE_DEAD = (
    *(
        (key, _MANAGED)
        for key in (
            *("allowManagedHooksOnly", "allowManagedPermissionRulesOnly", "allowManagedMcpServersOnly"),
            *("strictKnownMarketplaces", "managedMcpServers", "requiredMinimumVersion"),
        )
    ),
    *(
        (f"sandbox > {key}", _PROJECT)
        for key in (
            *(
                "network > strictAllowlist",
                "network > tlsTerminate",
                "filesystem > disabled",
                "allowAppleEvents",
                "ripgrep",
            ),
            *("credentials > awsPairs", "credentials > sigv4"),
        )
    ),
)
_EVERYWHERE = ("/", "/*", "/**", "~", "~/", "~/**", "$HOME", "${HOME}", "C:\\", "..", "../", "../..")
_ROOTS = "the whole machine or home folder is writable"
_URL = "sends the conversation, and the API key, to another host"
_REDIRECTS = (
    *(
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_BEDROCK_BASE_URL",
        "ANTHROPIC_VERTEX_BASE_URL",
        "OPENAI_BASE_URL",
        "GOOGLE_GEMINI_BASE_URL",
    ),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"),
)
_LOADERS = (
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "DYLD_INSERT_LIBRARIES",
    "PYTHONSTARTUP",
    "PYTHONPATH",
    "BASH_ENV",
    "PROMPT_COMMAND",
    "GIT_SSH_COMMAND",
)
_REQUIRES = r"(^|\s)(-r|--require|--import|--(experimental-)?loader|--inspect\S*)\b"
_LOADS = "loads code into every program that the agent starts"
_ELSEWHERE = r"(?s)^(?!\s*https?://(?![^/?#]*@)(localhost|127\.[\d.]+|\[::1\])(?=[:/]|$)).*\S"
_ENV = (
    *(
        Switch(f"env > {name}", (), _URL, "set it on the machine, in the organisation's own settings", _ELSEWHERE)
        for name in _REDIRECTS
    ),
    *(Switch(f"env > {name}", (), _LOADS, "take it out") for name in _LOADERS),
    Switch(
        "env > NODE_OPTIONS",
        (),
        _LOADS,
        "take it out",
        _REQUIRES,
        example="--require ./x.js",
    ),
    Switch("env > NODE_TLS_REJECT_UNAUTHORIZED", ("0", 0), "certificates are not verified", "take it out"),
)
_CALLS = tuple((f"permissions > {decision}", "calls", decision) for decision in ("allow", "ask", "deny"))
_KIRO = (
    ("allowedTools", "tools", "allow"),
    *(
        (f"toolsSettings > {tool} > {key}Paths", f"paths:{kind}", decision)
        for kind, tools in (("read", ("read", "fs_read", "grep", "glob")), ("write", ("write", "fs_write")))
        for tool in tools
        for key, decision in (("allowed", "allow"), ("denied", "deny"))
    ),
    *((f"toolsSettings > {tool} > allowedCommands", "regexes", "allow") for tool in ("shell", "execute_bash")),
    *((f"toolsSettings > {tool} > deniedCommands", "regexes", "deny") for tool in ("shell", "execute_bash")),
)
_GEMINI_CALLS = (
    ("tools > allowed", "calls", "allow"),
    ("tools > exclude", "calls", "deny"),
    ("tools > confirmationRequired", "calls", "ask"),
    ("allowedTools", "calls", "allow"),
    ("excludeTools", "calls", "deny"),
)
_APPROVE = "chat.tools.terminal.autoApprove"
_HELPERS = (
    *(
        "apiKeyHelper",
        "awsAuthRefresh",
        "awsCredentialExport",
        "gcpAuthRefresh",
        "otelHeadersHelper",
        "statusLine > command",
    ),
    *("fileSuggestion > command", "policyHelper", "processWrapper", "proxyAuthHelper", "subagentStatusLine > command"),
)
_TOOLS = (
    "tools > discoveryCommand",
    "tools > callCommand",
    "mcp > serverCommand",
    "toolDiscoveryCommand",
    "toolCallCommand",
    "mcpServerCommand",
)
_GEMINI = (
    Switch("security > folderTrust > enabled", (False,), "folders are trusted without asking"),
    Switch("security > disableYoloMode", (False,), "everything can be approved at once"),
    Switch("general > defaultApprovalMode", ("auto_edit", "yolo"), "edits are made without asking"),
    Switch("tools > approvalMode", ("auto_edit", "auto-edit", "yolo"), "it never asks for approval"),
    Switch("tools > autoAccept", (True,), "tools run without asking"),
    Switch("autoAccept", (True,), "tools run without asking"),
    Switch("tools > sandbox", (False, "false", "none"), "no sandbox"),
    Switch("sandbox", (False, "false", "none"), "no sandbox"),
    Switch(
        "security > environmentVariableRedaction > enabled", (False,), "commands can read the tokens in the environment"
    ),
    Switch("tools > sandboxNetworkAccess", (True,), "the sandbox lets it reach the whole network"),
    Switch("hooksConfig > enabled", (False,), "no hook runs, the guard included", "take it out"),
)
_GEMINI_ALLOWED = Switch(
    "tools > sandboxAllowedPaths > *",
    _EVERYWHERE,
    "the whole machine or home folder is writable",
    "name only the folder that is needed",
)
_GEMINI_FOLDERS = ("context > includeDirectories > *", "includeDirectories > *")

FILES: tuple[File, ...] = (
    File(
        "Codex",
        (".codex/config.toml",),
        "toml",
        "codex 0.169.0, run, 2026-11",
        ("mcp_servers",),
        (
            Switch("approval_policy", ("never",), "it never asks for approval", 'approval_policy = "on-request"'),
            Switch(
                "sandbox_mode",
                ("danger-full-access",),
                "no sandbox: the whole machine is open to it",
                'sandbox_mode = "workspace-write"',
            ),
            Switch(
                "sandbox_workspace_write > network_access",
                (True,),
                "the sandbox lets it reach the whole network",
                "take it out",
            ),
            Switch(
                "sandbox_workspace_write > writable_roots > *",
                _EVERYWHERE,
                _ROOTS,
                "name only the folder that is needed",
            ),
            Switch("web_search", ("live",), "live web pages can give it instructions", 'web_search = "cached"'),
            Switch(
                "default_permissions",
                (":danger-full-access",),
                "no sandbox: the whole machine is open to it",
                'default_permissions = ":workspace"',
            ),
            Switch("permissions > * > filesystem > :root", ("write",), _ROOTS, "name only the folder that is needed"),
            Switch("permissions > * > filesystem > /", ("write",), _ROOTS, "name only the folder that is needed"),
            Switch(
                "shell_environment_policy > ignore_default_excludes",
                (True,),
                "commands can read the tokens in the environment",
                "take it out",
            ),
            Switch("features > hooks", (False,), "no hook runs, the guard included", "take it out"),
            *(
                Switch(where, (), _URL, "set it on the machine", _ELSEWHERE)
                for where in ("openai_base_url", "chatgpt_base_url", "model_providers > * > base_url")
            ),
            Switch("projects > * > trust_level", ("trusted",), "folders are trusted without asking"),
            Switch(
                "permissions > * > network > domains > \\*",
                ("allow",),
                "the sandbox lets it reach the whole network",
                "name the hosts",
            ),
            Switch(
                "shell_environment_policy > set > NODE_OPTIONS",
                (),
                _LOADS,
                "take it out",
                _REQUIRES,
                example="-r ./x.js",
            ),
            *(Switch(f"shell_environment_policy > set > {name}", (), _LOADS, "take it out") for name in _LOADERS),
            *(
                one.but(where=f"profiles > * > {one.where}")
                for one in (
                    Switch("approval_policy", ("never",), "it never asks for approval"),
                    Switch("sandbox_mode", ("danger-full-access",), "no sandbox: the whole machine is open to it"),
                )
            ),
        ),
        hooks=("hooks",),
        helpers=("notify",),
    ),
    File(
        "Claude Code",
        (".claude/settings.json", ".claude/settings.local.json"),
        "json",
        "claude-code 2.1.197, run; code.claude.com/docs/en/settings, 2026-11",
        (),
        (
            Switch(
                "permissions > defaultMode",
                ("bypassPermissions", "auto", "acceptEdits"),
                "it edits files, or does anything, without asking",
                '"defaultMode": "default"',
            ),
            Switch("skipDangerousModePermissionPrompt", (True,), "it starts without approvals and without a warning"),
            Switch("sandbox > enabled", (False,), "no sandbox"),
            Switch(
                "sandbox > excludedCommands > *",
                (),
                "this runs outside the sandbox, and can run anything",
                "name commands that do only one thing",
                r"^(\*+|(ba|z|da)?sh|python\d?|node|npx|docker|env|sudo|curl|wget)(\s|:|\*|$)",
                example="bash",
            ),
            Switch("sandbox > enableWeakerNestedSandbox", (True,), "a weaker sandbox"),
            Switch("sandbox > autoAllowBashIfSandboxed", (True,), "commands run without asking"),
            Switch(
                "sandbox > network > allowAllUnixSockets",
                (True,),
                "the sandbox reaches every socket, including docker's",
                "name the sockets",
            ),
            Switch(
                "sandbox > network > allowedDomains > *",
                ("*",),
                "the sandbox lets it reach every host",
                "name the hosts",
            ),
            Switch("sandbox > filesystem > allowWrite > *", _EVERYWHERE, _ROOTS, "name only the folder that is needed"),
            Switch("disableAllHooks", (True,), "no hook runs, the guard included", "take it out"),
            *_ENV,
        ),
        ("hooks",),
        _HELPERS,
        grants=_CALLS,
        dead=_CLAUDE_DEAD,
        folders=("permissions > additionalDirectories > *",),
        denies_reads="Read(./{})",
    ),
    File("Claude Code", (".mcp.json",), "json", "claude-code 2.1.197, run, 2026-11", ("mcpServers",)),
    File("Cursor", (".cursor/mcp.json",), "json", "cursor.com/docs, 2026-11", ("mcpServers",)),
    File("VS Code", (".vscode/mcp.json",), "jsonc", "code.visualstudio.com/docs, 2026-11", ("servers",)),
    File(
        "Copilot",
        (".github/mcp.json", ".copilot/mcp-config.json"),
        "json",
        "docs.github.com/copilot, 2026-11",
        ("mcpServers",),
    ),
    File(
        "VS Code",
        (".vscode/settings.json", "*.code-workspace", ".devcontainer/devcontainer.json", ".devcontainer.json"),
        "jsonc",
        "microsoft/vscode, 2026-11",
        ("mcp > servers", "settings > mcp > servers", "customizations > vscode > mcp > servers"),
        tuple(
            one.but(where=prefix + one.where)
            for prefix in ("", "settings > ", "customizations > vscode > settings > ")
            for one in (
                Switch("chat.tools.global.autoApprove", (True,), "every tool runs without asking"),
                Switch("chat.tools.autoApprove", (True,), "every tool runs without asking"),
                Switch(
                    "chat.tools.edits.autoApprove > *",
                    (True,),
                    "every edit is made without asking",
                    key=r"(\*\*?/?)+",
                    example="**/*",
                ),
                Switch(
                    "chat.tools.urls.autoApprove > *",
                    (True,),
                    "any page is fetched without asking",
                    key=r"(https?://)?\*+(/\*+)?",
                    example="*",
                ),
                Switch("chat.permissions.default", ("autoApprove", "autopilot"), "it never asks for approval"),
                Switch("chat.agent.sandbox.enabled", (False, "off"), "no sandbox"),
                Switch(
                    "chat.tools.terminal.blockDetectedFileWrites",
                    ("never",),
                    "commands can write outside the workspace",
                ),
                Switch(
                    "chat.tools.terminal.ignoreDefaultAutoApproveRules",
                    (True,),
                    "the built-in block on dangerous commands is off",
                ),
                Switch("security.workspace.trust.enabled", (False,), "folders are trusted without asking"),
            )
        ),
        grants=tuple(
            (prefix + key, grammar, decision)
            for prefix in ("", "settings > ", "customizations > vscode > settings > ")
            for key, grammar, decision in (
                (_APPROVE, "approve", ""),
                ("chat.tools.edits.autoApprove", "edits", ""),
                *((f"{fork}.allowedCommands", "prefixes", "allow") for fork in ("roo-cline", "kilo-code", "zoo-code")),
                *((f"{fork}.deniedCommands", "prefixes", "deny") for fork in ("roo-cline", "kilo-code", "zoo-code")),
            )
        ),
        tasks=True,
        starts=tuple(
            f"{name}Command"
            for name in ("initialize", "onCreate", "updateContent", "postCreate", "postStart", "postAttach")
        ),
    ),
    File(
        "Gemini CLI",
        (".gemini/settings.json",),
        "jsonc",
        "google-gemini/gemini-cli, its schema, 2026-11",
        ("mcpServers",),
        (*_GEMINI, _GEMINI_ALLOWED),
        ("hooks",),
        _TOOLS,
        grants=_GEMINI_CALLS,
        folders=_GEMINI_FOLDERS,
    ),
    File(
        "Qwen Code",
        (".qwen/settings.json",),
        "jsonc",
        "qwenlm.github.io/qwen-code-docs, 2026-11",
        ("mcpServers",),
        (
            *_GEMINI,
            Switch("disableAllHooks", (True,), "no hook runs, the guard included", "take it out"),
            Switch("proxy", (), _URL, "set it on the machine", _ELSEWHERE),
            *_ENV,
        ),
        ("hooks",),
        (*_TOOLS, "ui > statusLine > command"),
        grants=(*_CALLS, *_GEMINI_CALLS),
        folders=_GEMINI_FOLDERS,
        denies_reads="Read({})",
    ),
    File(
        "opencode",
        ("opencode.json", "opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"),
        "jsonc",
        "opencode.ai/docs, 2026-11",
        ("mcp", "mcp > servers"),
        tuple(
            Switch(where, ("allow",), "it never asks for approval", 'use "ask"')
            for key in ("permission", "permissions", "agent > * > permission", "mode > * > permission")
            for where in (key, f"{key} > \\*")
        ),
        helpers=("plugin > *",),
        starts=("formatter > * > command", "lsp > * > command"),
        grants=tuple(
            (key, "patterns", "")
            for key in ("permission", "permissions", "agent > * > permission", "mode > * > permission")
        ),
        order="last",
    ),
    File("Kiro", (".kiro/settings/mcp.json",), "json", "kiro.dev/docs, 2026-11", ("mcpServers",)),
    File("Roo Code", (".roo/mcp.json",), "json", "docs.roocode.com, 2026-11", ("mcpServers",)),
    File("Kilo Code", (".kilocode/mcp.json",), "json", "kilo.ai/docs, 2026-11", ("mcpServers",)),
    File(
        "Kilo Code",
        ("kilo.json", "kilo.jsonc", ".kilo/kilo.json", ".kilo/kilo.jsonc"),
        "jsonc",
        "kilo.ai/docs; a fork of opencode, 2026-11",
        ("mcp",),
        tuple(
            Switch(where, ("allow",), "it never asks for approval", 'use "ask"')
            for where in ("permission", "permission > \\*")
        ),
        grants=(("permission", "patterns", ""),),
        order="last",
        certain=False,
    ),
    File(
        "Crush",
        ("crush.json", ".crush.json"),
        "json",
        "charmbracelet/crush, README of 0.96.1, 2026-11",
        ("mcp",),
        (
            Switch("providers > * > base_url", (), _URL, "set it on the machine", _ELSEWHERE),
            Switch("permissions > skip_requests", (True,), "it never asks for approval"),
        ),
        ("hooks",),
        grants=(("permissions > allowed_tools", "tools", "allow"),),
        starts=("lsp > * > command",),
    ),
    File(
        "Cursor",
        (".cursor/sandbox.json",),
        "jsonc",
        "cursor.com/docs/reference/sandbox, 2026-11",
        switches=(
            Switch("type", ("insecure_none",), "no sandbox", '"type": "workspace_readwrite"'),
            Switch(
                "networkPolicy > default",
                ("allow",),
                "the sandbox lets it reach the whole network",
                "name the hosts",
            ),
            Switch(
                "networkPolicy > allow > *", ("*",), "the sandbox lets it reach the whole network", "name the hosts"
            ),
            Switch("additionalReadwritePaths > *", _EVERYWHERE, _ROOTS, "name only the folder that is needed"),
        ),
        folders=("additionalReadonlyPaths > *",),
    ),
    File(
        "Cursor",
        (".cursor/environment.json", ".cursor/worktrees.json"),
        "json",
        "cursor.com/docs, 2026-11",
        starts=("install", "start", "terminals > * > command", "setup-worktree", "setup-worktree-unix"),
    ),
    File(
        "Copilot",
        (".github/copilot/settings.json", ".github/copilot/settings.local.json"),
        "jsonc",
        "copilot 1.0.102, run, 2026-11",
        switches=(Switch("disableAllHooks", (True,), "no hook runs, the guard included", "take it out"),),
        hooks=("hooks",),
    ),
    File(
        "Continue",
        (".continue/settings.json", ".continue/settings.local.json"),
        "json",
        "@continuedev/cli 1.5.47, its source, 2026-11",
        switches=(Switch("disableAllHooks", (True,), "no hook runs, the guard included", "take it out"),),
        hooks=("hooks",),
    ),
    File(
        "Goose",
        (".agents/plugins/*/hooks/hooks.json",),
        "json",
        "block/goose 1.48.0, its source, 2026-11",
        hooks=("hooks",),
    ),
    File(
        "Grok",
        (".grok/config.toml",),
        "toml",
        "docs.x.ai/build, 2026-11",
        ("mcp_servers",),
        (
            Switch(
                "ui > permission_mode", ("always-approve", "yolo", "bypassPermissions"), "it never asks for approval"
            ),
        ),
        ("hooks",),
        grants=(("permission > rules", "tables", ""),),
    ),
    File("Grok", (".grok/hooks/*.json",), "json", "docs.x.ai/build/features/hooks, 2026-11", hooks=("hooks",)),
    File(
        "JetBrains AI Assistant", (".ai/mcp/mcp.json",), "json", "dyoshikawa/rulesync 17.0.0, 2026-11", ("mcpServers",)
    ),
    File(
        "Gemini CLI",
        ("gemini-extension.json",),
        "json",
        "google-gemini/gemini-cli 0.61.0, docs, 2026-11",
        ("mcpServers",),
    ),
    File(
        "Gemini CLI",
        (".gemini/agents/*.md",),
        "markdown",
        "google-gemini/gemini-cli 0.61.0, docs, 2026-11",
        ("mcpServers",),
    ),
    File(
        "Qwen Code",
        (".qwen/agents/*.md",),
        "markdown",
        "qwen-code 0.15.10, docs, 2026-11",
        ("mcpServers",),
        (Switch("approvalMode", ("yolo", "auto-edit"), "it never asks for approval"),),
    ),
    File(
        "Zed",
        (".zed/settings.json",),
        "jsonc",
        "zed.dev/docs; its source, 2026-11",
        ("context_servers",),
        dead=(("agent > tool_permissions", _PROJECT),),
    ),
    File(
        "Amp",
        (".amp/settings.json", ".amp/settings.jsonc"),
        "jsonc",
        "ampcode.com/manual, 2026-11",
        ("amp.mcpServers",),
        (
            Switch("amp.dangerouslyAllowAll", (True,), "it never asks for approval"),
            Switch(
                "amp.guardedFiles.allowlist > *",
                ("*", "**", "**/*"),
                "the built-in protection of secrets is off",
                "name only the files that are needed",
            ),
            Switch("amp.proxy", (), _URL, "set it on the machine", _ELSEWHERE),
        ),
        folders=("amp.guardedFiles.allowlist > *",),
        grants=(("amp.permissions", "tables", ""),),
        order="first",
    ),
    File(
        "Augment",
        (".augment/settings.json", ".augment/settings.local.json"),
        "jsonc",
        "docs.augmentcode.com, 2026-11",
        ("mcpServers",),
        hooks=("hooks",),
        grants=(("toolPermissions", "tables", ""),),
        order="first",
    ),
    File("Factory", (".factory/mcp.json",), "json", "docs.factory.ai, 2026-11", ("mcpServers",)),
    File(
        "Junie",
        (".junie/mcp/mcp.json", ".junie/mcp.json"),
        "json",
        "junie.jetbrains.com/docs, 2026-11",
        ("mcpServers",),
    ),
    File(
        "Devin",
        (".devin/mcp_config.json", ".windsurf/mcp_config.json"),
        "json",
        "docs.devin.ai, 2026-11",
        ("mcpServers",),
    ),
    File("Amazon Q", (".amazonq/mcp.json",), "json", "docs.aws.amazon.com/amazonq, 2026-11", ("mcpServers",)),
    File("Codex", (".codex/hooks.json",), "json", "codex 0.169.0, run, 2026-11", hooks=("hooks",)),
    File("Cursor", (".cursor/hooks.json",), "json", "cursor.com/docs/hooks, 2026-11", hooks=("hooks",)),
    File("Copilot", (".github/hooks/*.json",), "json", "docs.github.com/copilot, 2026-11", hooks=("hooks",)),
    File("VS Code", (".vscode/tasks.json",), "jsonc", "code.visualstudio.com/docs/editor/tasks, 2026-11", tasks=True),
    File(
        "Kiro",
        (".kiro/agents/*.json",),
        "json",
        "kiro.dev/docs/cli, 2026-11",
        ("mcpServers",),
        hooks=("hooks",),
        grants=_KIRO,
    ),
    File(
        "Kiro",
        (".kiro/hooks/*.kiro.hook", ".kiro/hooks/*.json"),
        "json",
        "kiro.dev/docs/hooks, 2026-11",
        hooks=("hooks",),
    ),
    File(
        "Amazon Q",
        (".amazonq/cli-agents/*.json",),
        "json",
        "docs.aws.amazon.com/amazonq, 2026-11",
        ("mcpServers",),
        hooks=("hooks",),
        grants=_KIRO,
    ),
    File(
        "Factory",
        (".factory/settings.json", ".factory/settings.local.json"),
        "jsonc",
        "docs.factory.ai, 2026-11",
        switches=(
            Switch("enableDroidShield", (False,), "commits are not scanned for secrets", "take it out"),
            Switch("hooksDisabled", (True,), "no hook runs, the guard included", "take it out"),
            Switch("subagentAutonomyLevel", ("high",), "it never asks for approval"),
            *(
                Switch(where, ("high", "auto-high", "skip-permissions-unsafe"), "it never asks for approval")
                for where in (
                    "autonomyLevel",
                    "autonomyMode",
                    "sessionDefaultSettings > autonomyLevel",
                    "sessionDefaultSettings > autonomyMode",
                )
            ),
        ),
        hooks=("hooks",),
        grants=(
            ("commandAllowlist", "prefixes", "allow"),
            ("commandDenylist", "prefixes", "ask"),
            ("commandBlocklist", "prefixes", "deny"),
            ("permissionRules > rules", "rules", ""),
        ),
    ),
    File(
        "Factory",
        (".factory/hooks.json", ".factory/hooks/hooks.json"),
        "jsonc",
        "docs.factory.ai, 2026-11",
        hooks=("hooks", ""),
    ),
    File(
        "Devin", (".devin/hooks.v1.json", ".windsurf/hooks.json"), "json", "docs.devin.ai, 2026-11", hooks=("hooks", "")
    ),
    File("Antigravity", (".agents/hooks.json",), "json", "antigravity.google/docs, 2026-11", hooks=("*", "")),
    File("Antigravity", (".agents/mcp_config.json",), "jsonc", "antigravity.google/docs, 2026-11", ("mcpServers",)),
    File("Codex", (".codex/rules/*.rules",), "python", "codex 0.169.0, run, 2026-11", grants=(("", "starlark", ""),)),
    File(
        "Cursor",
        (".cursor/cli.json",),
        "json",
        "cursor.com/docs/cli/reference/permissions, 2026-11",
        grants=_CALLS,
        denies_reads="Read({})",
        dead=tuple((key, _PROJECT) for key in ("approvalMode", "sandbox")),
    ),
    File(
        "Cursor",
        (".cursor/permissions.json",),
        "jsonc",
        "cursor.com/docs, 2026-11",
        grants=(*_CALLS, ("terminalAllowlist", "prefixes", "allow"), ("mcpAllowlist", "mcp", "allow")),
    ),
    File(
        "Cline",
        (".cline/command-permissions.json",),
        "json",
        "docs.cline.bot, 2026-11",
        switches=(Switch("allowRedirects", (True,), "allowed commands can write any file"),),
        grants=(("allow", "globs", "allow"), ("deny", "globs", "deny")),
    ),
    File(
        "Kiro",
        (".kiro/settings/permissions.yaml", ".kiro/settings/permissions.yml"),
        "yaml",
        "kiro.dev/docs/cli/v3/permissions, 2026-11",
        dead=(("", "Kiro reads no permissions from a repository"),),
    ),
    File(
        "Continue",
        (".continue/permissions.yaml",),
        "yaml",
        "@continuedev/cli 1.5.47, its source, 2026-11",
        dead=(("", "Continue reads only the file in the home folder"),),
    ),
    File(
        "Gemini CLI",
        (".gemini/policies/*.toml",),
        "toml",
        "gemini-cli 0.61.0, docs/reference/policy-engine.md, 2026-11",
        dead=(("", "Gemini CLI 0.61 does not read workspace policies"),),
    ),
    File(
        "Devin",
        (".devin/config.json",),
        "jsonc",
        "docs.devin.ai, 2026-11",
        ("mcpServers",),
        hooks=("hooks",),
        grants=_CALLS,
        denies_reads="Read({})",
    ),
    File(
        "Continue",
        (".continue/config.yaml", ".continue/config.yml", ".continue/mcpServers/*.yaml", ".continue/mcpServers/*.yml"),
        "yaml",
        "docs.continue.dev, 2026-11",
        ("mcpServers",),
        (Switch("models > * > apiBase", (), _URL, "set it on the machine", _ELSEWHERE),),
    ),
    File("Continue", (".continue/mcpServers/*.json",), "json", "docs.continue.dev, 2026-11", ("mcpServers",)),
    File(
        "Goose",
        (".goose/recipes/*.yaml", ".goose/recipes/*.yml", "recipe.yaml", "recipe.yml"),
        "yaml",
        "block/goose, documentation, 2026-11",
        ("extensions", "recipe > extensions"),
        starts=("retry > checks > * > command", "retry > on_failure"),
        certain=False,
    ),
    File(
        "Copilot",
        (".github/agents/*.md", "*.agent.md", "*.chatmode.md"),
        "markdown",
        "docs.github.com/copilot (custom agents), 2026-11",
        ("mcp-servers",),
        hooks=("hooks",),
    ),
    File(
        "Claude Code",
        tuple(
            f"{folder}/**/*.md"
            for folder in (
                *(".claude/agents", ".claude/commands", ".claude/skills", ".agents/skills", ".github/skills"),
                *(".gemini/skills", ".qwen/skills"),
            )
        ),
        "markdown",
        "code.claude.com/docs/en/sub-agents, skills, 2026-11",
        ("mcpServers",),
        (
            Switch(
                "permissionMode",
                ("bypassPermissions", "auto", "acceptEdits"),
                "it edits files, or does anything, without asking",
                "take it out",
            ),
        ),
        ("hooks",),
        grants=(("allowed-tools", "calls", "allow"),),
    ),
    File(
        "Claude Code",
        (".claude-plugin/plugin.json", "hooks/hooks.json"),
        "json",
        "code.claude.com/docs/en/plugins, 2026-11",
        ("mcpServers",),
        hooks=("hooks",),
        certain=False,
    ),
    File(
        "opencode",
        tuple(f".opencode/{folder}/**/*.md" for folder in ("agent", "agents", "mode", "modes")),
        "markdown",
        "opencode.ai/docs/agents, 2026-11",
        switches=tuple(
            Switch(where, ("allow",), "it never asks for approval", 'use "ask"')
            for where in ("permission", "permission > \\*")
        ),
        grants=(("permission", "patterns", ""),),
        order="last",
    ),
    *(
        File(agent, (f"{folder}/hooks/**/*",), "lines", source, scripts=True)
        for agent, folder, source in (
            ("Claude Code", ".claude", "code.claude.com/docs/en/hooks, 2026-11"),
            ("Codex", ".codex", "codex 0.169.0, run, 2026-11"),
            ("Cursor", ".cursor", "cursor.com/docs/hooks, 2026-11"),
            ("Gemini CLI", ".gemini", "google-gemini/gemini-cli, 2026-11"),
            ("Cline", ".clinerules", "docs.cline.bot/features/hooks, 2026-11"),
            ("Factory", ".factory", "docs.factory.ai, 2026-11"),
            ("Devin", ".windsurf", "docs.windsurf.com, 2026-11"),
        )
    ),
    *(
        File(agent, names, "lines", source, code=True, scripts=names[0].endswith("rc"))
        for agent, names, source in (
            ("Crush", (".crushrc", "crushrc"), "charmbracelet/crush, README of 0.96.1, 2026-11"),
            (
                "opencode",
                tuple(
                    f".opencode/{folder}/*.{end}"
                    for folder in ("plugin", "plugins", "tool", "tools")
                    for end in ("ts", "js", "mjs")
                ),
                "opencode 1.18.33, run, 2026-11",
            ),
            (
                "Kilo Code",
                tuple(f".kilo/{folder}/*.{end}" for folder in ("plugin", "plugins") for end in ("ts", "js")),
                "kilo.ai/docs, 2026-11",
            ),
            ("Amp", (".amp/plugins/*.ts", ".amp/plugins/*.js"), "ampcode.com/manual, 2026-11"),
        )
    ),
    *(
        File(agent, (name,), "lines", source, ignores=True)
        for agent, name, source in (
            ("Cursor", ".cursorignore", "cursor.com/docs, 2026-11"),
            ("Gemini CLI", ".geminiignore", "google-gemini/gemini-cli, 2026-11"),
            ("Qwen Code", ".qwenignore", "qwenlm.github.io/qwen-code-docs, 2026-11"),
            ("Kiro", ".kiroignore", "kiro.dev/docs, 2026-11"),
            ("Roo Code", ".rooignore", "docs.roocode.com, 2026-11"),
            ("Cline", ".clineignore", "docs.cline.bot, 2026-11"),
            ("Augment", ".augmentignore", "docs.augmentcode.com, 2026-11"),
            ("Devin", ".devinignore", "docs.devin.ai, 2026-11"),
            ("Windsurf", ".codeiumignore", "docs.windsurf.com, 2026-11"),
            ("Junie", ".aiignore", "junie.jetbrains.com/docs, 2026-11"),
            ("Continue", ".continueignore", "docs.continue.dev, 2026-11"),
            ("Crush", ".crushignore", "charmbracelet/crush, 2026-11"),
            ("Kilo Code", ".kilocodeignore", "kilo.ai/docs, 2026-11"),
            ("Goose", ".gooseignore", "block/goose, 2026-11"),
            ("Windsurf", ".windsurfignore", "docs.windsurf.com, 2026-11"),
            ("Gemini Code Assist", ".aiexclude", "developers.google.com/gemini-code-assist, 2026-11"),
        )
    ),
)
