"""What a file has to hold, in lower case, to grant anything that the rule knows: one word of its kind of file."""

from __future__ import annotations

# Settings of Azure's resources.
ARM_SWITCHES = ("blobpublicaccess", "anonymouspullenabled", "adminuserenabled", "federatedidentitycredentials")
# Policies of AWS.
AWS = ("effect", "fullaccess", "administratoraccess", "poweruseraccess", "cluster-access-policy")
# GitLab's runner.
RUNNERS = ("[[runners]]",)
# Data: AWS, Google, Azure, Kubernetes, compose.
GRANTS = (
    *(
        *AWS,
        "aws_iam",
        "aws::iam",
        "system:masters",
        "write_files",
        "functionurlconfig",
        "launch_permission",
        "aws_db_snapshot",
    ),
    *("8e3af657", "18d7d88d", "f58310d9", "#cloud-config", ".builtin.user", "append:", "role_attr_flags", "mysql_user"),
    *("publicly_accessible", "publiclyaccessible"),
    *(
        "allusers",
        "allauthenticatedusers",
        "roles/",
        "google_iam",
        "principalset",
        "includedpermissions",
        "_iam_custom_role",
    ),
    *(
        "public_access_prevention",
        "bucket_level_access",
        "invoker_iam_disabled",
        "legacy_abac",
        "auth/cloud-platform",
        '"cloud-platform"',
    ),
    *("role_assignment", "roleassignments", "role_definition", "roledefinitions", "assignablescopes"),
    *(
        "azuread_directory_role",
        "azuread_app",
        "container_access_type",
        "federated_identity_credential",
        "claimsmatching",
    ),
    *("token-exchange", "tokenexchange", "key_vault_access_policy", "items_to_be_public", "blob_public_access"),
    *("anonymous_pull", "admin_enabled", "access_control_enabled", "local_account_disabled", *ARM_SWITCHES),
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
    *(
        "lambda_permission",
        "function_url",
        "s3_bucket",
        "public_acls",
        "public_policy",
        "public_buckets",
        "workflow_permissions",
    ),
    *(
        "cluster-admin",
        "podsecuritypolicy",
        "securitycontextconstraints",
        "validationfailureaction",
        "enforcementaction",
    ),
    *('resource "gitlab_', 'resource "github_', "ci_access", "user_access", *RUNNERS),
    *("job_token_scope", "file_permission", "directory_permission", "kubernetes_", "aws::lambda", "aws::s3"),
    *(
        "nopasswd",
        " mode:",
        "{mode:",
        '"mode"',
        "-mode",
        "defaultmode",
        "hostnetwork",
        "hostpid",
        "hostipc",
        "pod-security.kubernetes.io",
    ),
    *("privileged", "cap_add", "id_tokens", "network_mode", "userns_mode", "security_opt", "docker.sock"),
)
# Those of them that are single settings of any document.
SETTINGS = (
    "nopasswd",
    "mode",
    "privileged",
    "securitycontext",
    "hostnetwork",
    "hostpid",
    "hostipc",
    "aws::lambda",
    "aws::s3",
    "verbs",
    "cluster-admin",
    "write_files",
    *("#cloud-config", ".builtin.user", "append:", "role_attr_flags", "mysql_user"),
    "aws::iam",
    "functionurlconfig",
)
# What only files of Terraform say: of names that are used in others.
INPUTS = ("actions", "principals", "subject", '"owner"', "administrator", 'resource "postgresql_', 'resource "mysql_')
# Compose files, whose settings are short words: a service's `user:`, `pid:`, `volumes:`.
SERVICES = ("services:",)
BICEP = (
    *("8e3af657", "18d7d88d", "f58310d9", "b24988ac", "b1ff04bb", "0ab0b1a8", "roledefinitionidorname", "actions"),
    *("publicaccess", "anonymouspullenabled", "adminuserenabled", "subject", "claims["),
)
SQL = (
    *("row level security", "create policy", "alter policy"),
    *("grant", "superuser", "createrole", "member", "bypassrls", "replication"),
)
# Modes that `install` and `mkdir` are given, and what else changes who may write or be root.
MODES = (
    *("-m 0", "-m 1", "-m 2", "-m 3", "-m 4", "-m 6", "-m 7", "-m=", "-m0", "-m1", "-m2", "-m3", "-m4"),
    *(
        "-m6",
        "-m7",
        "-m a+",
        "-m a=",
        "-m o+",
        "-m o=",
        "-m u",
        "-m g",
        "dm 0",
        "dm 2",
        "dm 7",
        "dm0",
        "dm2",
        "dm7",
        "--mode",
    ),
    *(
        "pm 0",
        "pm 7",
        "pm0",
        "pm7",
        "umask",
        '-m "0',
        '-m "2',
        '-m "7',
        "-m '0",
        "-m '2",
        "-m '7",
        "setfacl",
        "setcap",
        "usermod",
        "useradd",
        "adduser",
        "gpasswd",
        "addgroup",
    ),
)
IMAGES = ("chmod", "nopasswd", "user", "privileged", *MODES)
SCRIPTS = (
    *("chmod", "nopasswd", "--privileged", "docker", "podman", "nerdctl", "allusers", "allauthenticatedusers"),
    *("cluster-admin", "policy/", "roles/", "role assignment", "'effect'", '"effect"', *MODES),
)
# Modes in tmpfiles.d, logrotate and units of systemd: an octal digit that lets others write, before a blank or the end.
CONFIGURED = ("umask", "7 ", "6 ", "3 ", "2 ")
PROGRAMS = (
    *("policystatement", '"effect"', "'effect'", "effect:", "managedpolicy", "managed_policy", "administratoraccess"),
    *(
        "chmod",
        "grantpublicaccess",
        "grant_public_access",
        "'roles/",
        '"roles/',
        "`roles/",
        "pulumi",
        "aws_cdk",
        "aws-cdk",
    ),
    *("poweruseraccess", "iamfullaccess", "anyprincipal", "privileged=true", "privileged: true", "umask("),
    *("grant all", "grant select", "grant insert", "grant create", "with grant option"),
)
# What only locks and settings of tools are called.
NEVER = (
    *("package.json", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "composer.json", "tsconfig.json"),
    *("deno.json", "renovate.json", "pnpm-workspace.yaml", "mkdocs.yml"),
)
