"""What a file has to hold, in lower case, to grant anything that the rule knows: one word of its kind of file."""

from __future__ import annotations

# Data: AWS, Google, Azure, Kubernetes, compose.
GRANTS = (
    *("effect", "aws_iam", "fullaccess", "administratoraccess", "poweruseraccess"),
    *("allusers", "allauthenticatedusers", "roles/", "google_iam", "principalset"),
    *("role_assignment", "roleassignments", "role_definition", "roledefinitions", "assignablescopes"),
    *("azuread_directory_role", "container_access_type"),
    *(
        "apigroups",
        "roleref",
        "rbac.authorization",
        "nonresourceurls",
        "containers:",
        'containers"',
        "hostpath",
        "securitycontext",
    ),
    *("privileged", "cap_add", "id_tokens", "network_mode", "userns_mode", "security_opt", "docker.sock"),
)
# Compose files, whose settings are short words: a service's `user:`, `pid:`, `volumes:`.
SERVICES = ("services:",)
SQL = ("grant", "superuser", "createrole", "member", "bypassrls", "replication")
IMAGES = ("chmod", "nopasswd", "user", "privileged")
SCRIPTS = (
    *("chmod", "nopasswd", "--privileged", "docker", "podman", "nerdctl", "allusers", "allauthenticatedusers"),
    *("cluster-admin", "policy/"),
)
PROGRAMS = (
    *("policystatement", '"effect"', "'effect'", "effect:", "managedpolicy", "managed_policy", "administratoraccess"),
    *("chmod", "grantpublicaccess", "grant_public_access"),
)
# What only locks and settings of tools are called.
NEVER = (
    *("package.json", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "composer.json", "tsconfig.json"),
    *("deno.json", "renovate.json", "pnpm-workspace.yaml", "mkdocs.yml"),
)
