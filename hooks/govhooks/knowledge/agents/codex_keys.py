"""The keys of Codex' requirements.toml and their types: data, nothing else.

Read from the binary of `@openai/codex` VERSION on READ: each key was given a number and a word, and the error message
says its type (`tests/knowledge/agents/test_codex.py` repeats that). Codex silently ignores any other key.

A type is one of:

    "str" "bool" "int" "port"      a string, a boolean, a whole number, a port up to 65535
    "path" "absolute"              a path, an absolute path
    ("a", "b")                     one of these words
    [T]                            an array of T
    {"key": T, "key!": T}          a table with these keys; "!" marks a required key
    {"*": T}                       a table with arbitrary names
    "@name"                        judged by a function of `requirements`
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = "0.169.0"
READ = "2026-11-24"

APPROVALS = ("untrusted", "on-request", "never", "on-failure")
SANDBOXES = ("read-only", "workspace-write", "danger-full-access", "external-sandbox")
SEARCHES = ("disabled", "cached", "indexed", "live")
ALLOW_DENY = ("allow", "deny")
DECISIONS = ("allow", "prompt", "prompt-user", "forbidden")
EVENTS = (
    "PreToolUse",
    "PermissionRequest",
    "PostToolUse",
    "PreCompact",
    "PostCompact",
    "SessionStart",
    "SessionEnd",
    "UserPromptSubmit",
    "SubagentStart",
    "SubagentStop",
    "Stop",
    "Interrupt",
    "PreModelRequest",
    "PostModelRequest",
)
# The model providers built into Codex.
PROVIDERS = ("openai", "ollama", "lmstudio", "amazon-bedrock")
HANDLERS = ("command", "mcp_tool", "prompt", "agent")

HANDLER = {
    "type!": HANDLERS,
    "command": "str",
    "commandWindows": "str",
    "command_windows": "str",
    "timeout": "int",
    "async": "bool",
    "statusMessage": "str",
    "additionalContextLimit": "int",
    "server": "str",
    "tool": "str",
    "input": "any",
    "prompt": "str",
    "model": "str",
}
HOOK = {"matcher": "str", "hooks!": [HANDLER]}
RULE = {
    "pattern!": [{"token": "str", "any_of": ["str"]}],
    "decision": DECISIONS,
    "justification": "str",
    "canonical_matching": "bool",
}
PROFILE = {"description": "str", "extends": "str", "workspace_roots": "any", "filesystem": "any", "network": "any"}
ORIGIN = {
    "access": ALLOW_DENY,
    "access_approval_lifetime": ("turn", "thread"),
    "auto_review": ALLOW_DENY,
    "downloads": ALLOW_DENY,
    "full_cdp_access": ALLOW_DENY,
    "persistent_approval": "bool",
    "uploads": ALLOW_DENY,
}

KEYS: dict[str, Any] = {
    "additional_developer_instructions": "str",
    "allow_appshots": "bool",
    "allow_browser_and_computer_use": "bool",
    "allow_login_shell": "bool",
    "allow_managed_hooks_only": "bool",
    "allow_remote_control": "bool",
    "allowed_approval_policies": ["@approval"],
    "allowed_approvals_reviewers": [("user", "auto_review", "guardian_subagent")],
    "allowed_chatgpt_workspaces": ["str"],
    "allowed_login_methods": [("chatgpt", "api")],
    "allowed_permission_profiles": {"*": "bool"},
    "allowed_sandbox_modes": [SANDBOXES],
    "allowed_web_search_modes": [SEARCHES],
    "application": {
        "network": {"enabled": "bool", "domains": {"*": ALLOW_DENY}},
        "storage": {"default_project_parent": "absolute", "projectless_workspace_root": "absolute"},
    },
    "apps": {
        "*": {
            "enabled": "bool",
            "tools": {"*": {"approval_mode": ("auto", "prompt", "writes", "approve")}},
        }
    },
    "auto_review": {"required_on_models": ["str"], "ignore_rules": ["str"]},
    "browser_use": {
        "allow_global_persistent_approval": "bool",
        "allow_history_access": "bool",
        "allow_webmcp": "bool",
        "default_origin_policy": ORIGIN,
        "disable_auto_review": "bool",
        "extension": {"request_headers": [{"name!": "str", "value!": "str"}]},
        "origins": {"*": ORIGIN},
    },
    "chatgpt_base_url": "str",
    "check_for_update_on_startup": "bool",
    "cli_auth_credentials_store": ("file", "keyring", "auto", "ephemeral"),
    "computer_use": {
        "allow_locked_computer_use": "bool",
        "allow_persistent_approval": "bool",
        "default_app_access": ALLOW_DENY,
        "macos": {"bundle_ids": {"*": ALLOW_DENY}},
        "windows": {
            "aumids": {"*": ALLOW_DENY},
            "exes": [{"access!": ALLOW_DENY, "product_name!": "str", "publisher_name!": "str", "binary_name": "str"}],
        },
    },
    "config_server": "any",
    "default_permissions": "str",
    "enforce_residency": ("us",),
    "experimental_network": {
        "enabled": "bool",
        "http_port": "port",
        "socks_port": "port",
        "allow_upstream_proxy": "bool",
        "dangerously_allow_non_loopback_proxy": "bool",
        "dangerously_allow_all_unix_sockets": "bool",
        "domains": {"*": ALLOW_DENY},
        "review_domains": ["str"],
        "managed_allowed_domains_only": "bool",
        "allowed_domains": ["str"],
        "denied_domains": ["str"],
        "unix_sockets": {"*": ALLOW_DENY},
        "allow_unix_sockets": ["str"],
        "allow_local_binding": "bool",
        "header_injections": ["any"],
    },
    "features": {"*": "bool"},
    "feedback": {"enabled": "bool"},
    "guardian_extra_policy": "str",
    "guardian_policy_config": "str",
    "hooks": {"managed_dir": "path", "windows_managed_dir": "path", **{event: [HOOK] for event in EVENTS}},
    "in_app_browser": {"allow_external_browser_settings_import": "bool"},
    "log_dir": "path",
    "marketplaces": {
        "restrict_to_allowed_sources": "bool",
        "allowed_sources": {
            "*": {
                "source!": ("git", "host_pattern", "local"),
                "url": "str",
                "ref": "str",
                "host_pattern": "str",
                "path": "path",
            }
        },
    },
    "mcp_servers": {"*": {"identity!": "@identity"}},
    "model_catalog_json": "path",
    "model_provider": "str",
    "model_providers": {"*": "any"},
    "models": {"new_thread": {"model": "str", "model_reasoning_effort": "str", "service_tier": "str"}},
    "otel": {
        "environment": "str",
        "exporter": "@exporter",
        "log_agent_responses": "bool",
        "log_guardian_assessments": "bool",
        "log_sse_deltas": "bool",
        "log_user_prompt": "bool",
        "metrics_exporter": "@exporter",
        "span_attributes": {"*": "str"},
        "tool_result": {"max_bytes!": "int"},
        "trace_exporter": "@exporter",
        "tracestate": {"*": "any"},
    },
    "permissions": {"filesystem": {"deny_read": ["str"]}, "*": PROFILE},
    "plugins": {"*": {"mcp_servers": {"*": {"identity!": "@identity"}}}},
    "remote_sandbox_config": [{"hostname_patterns!": ["str"], "allowed_sandbox_modes!": [SANDBOXES]}],
    "rules": {"prefix_rules!": [RULE]},
    "sqlite_home": "path",
    "unsafe_enforce_sqlite_journal_mode": "bool",
    "windows": {"allowed_sandbox_implementations": [("elevated", "unelevated", "mxc")]},
}
ALIASES = {"feature_requirements": "features"}

# Tables in which Codex rejects an unknown key; everywhere else it ignores one.
STRICT = (("marketplaces",), ("marketplaces", "allowed_sources", "*"))
