"""Tokens, members, protections and runners of GitLab and GitHub."""

from __future__ import annotations

import pytest
from granting import judged, verdict


def block(kind: str, **more: str) -> str:
    return f'resource "{kind}" "x" {{\n' + "".join(f"  {key} = {value}\n" for key, value in more.items()) + "}\n"


def token(level: str, scopes: str, kind: str = "gitlab_project_access_token", until: str = "2027-03-01") -> str:
    return block(kind, name='"bot"', access_level=f'"{level}"', scopes=scopes, expires_at=f'"{until}"')


def access(role: str) -> str:
    return block("github_team_repository", permission=f'"{role}"')


READ, WRITE, API = '["read_repository"]', '["read_repository", "write_repository"]', '["api"]'
VARIABLE, BRANCH = "gitlab_project_variable", "gitlab_branch_protection"
TERRAFORM = [
    ("flag", token("owner", API), token("reporter", READ)),
    ("flag", token("owner", READ), None),
    ("flag", token("maintainer", READ), token("developer", READ)),
    ("flag", token("developer", WRITE), token("reporter", READ)),
    ("flag", token("reporter", API, "gitlab_group_access_token"), token("reporter", READ, "gitlab_group_access_token")),
    ("flag", token("reporter", '["sudo"]', "gitlab_personal_access_token"), None),
    ("", token("developer", API), None),
    ("", token("developer", READ), token("maintainer", API)),
    ("", token("maintainer", READ), token("owner", READ)),
    ("", token("reporter", '["read_repository", "read_registry"]'), token("reporter", READ)),
    ("", token("reporter", READ, until="2028-03-01"), token("reporter", READ)),
    ("flag", block("gitlab_project_membership", access_level='"owner"'), None),
    (
        "flag",
        block("gitlab_project_share_group", group_access='"maintainer"'),
        block("gitlab_project_share_group", group_access='"guest"'),
    ),
    ("flag", block(BRANCH, allow_force_push="true"), block(BRANCH, allow_force_push="false")),
    ("flag", block(BRANCH, push_access_level='"developer"'), block(BRANCH, push_access_level='"maintainer"')),
    ("", block(BRANCH, push_access_level='"no one"'), block(BRANCH, push_access_level='"developer"')),
    ("flag", block(VARIABLE, protected="false"), block(VARIABLE, protected="true")),
    ("", block(VARIABLE, protected="true"), block(VARIABLE, protected="false")),
    ("", block(VARIABLE, protected="false"), None),
    (
        "flag",
        block("gitlab_project", visibility_level='"public"'),
        block("gitlab_project", visibility_level='"private"'),
    ),
    ("", block("gitlab_project", visibility_level='"internal"'), block("gitlab_project", visibility_level='"public"')),
    ("flag", block("gitlab_user", is_admin="true"), block("gitlab_user", is_admin="false")),
    ("flag", access("admin"), access("push")),
    ("flag", access("push"), access("pull")),
    ("", access("pull"), access("admin")),
    ("", access("triage"), access("pull")),
    ("", access("push"), None),
    ("flag", block("github_membership", role='"admin"'), block("github_membership", role='"member"')),
    (
        "flag",
        block("github_repository_deploy_key", read_only="false"),
        block("github_repository_deploy_key", read_only="true"),
    ),
    (
        "flag",
        block("github_actions_organization_permissions", allowed_actions='"all"'),
        block("github_actions_organization_permissions", allowed_actions='"selected"'),
    ),
]


@pytest.mark.parametrize(("expected", "new", "old"), TERRAFORM)
def test_terraform(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("gitlab/project.tf", new, old)) == expected


def runner(docker: str = "", executor: str = "docker", more: str = "") -> str:
    table = f'[runners.docker]\n    image = "debian:12"\n{docker}\n' if executor == "docker" else ""
    return f'concurrent = 4\n[[runners]]\n  name = "build"\n  executor = "{executor}"\n{more}\n  {table}'


LIMITED = 'allowed_images = ["registry.example.org/*:*"]'
RUNNER = [
    ("refuse", runner("privileged = true"), runner("privileged = false")),
    ("refuse", runner("services_privileged = true"), runner()),
    ("", runner("privileged = false"), runner("privileged = true")),
    ("", runner('privileged = true\nshm_size = 1\nvolumes = ["/cache"]'), runner("privileged = true")),
    (
        "flag",
        runner('volumes = ["/cache", "/var/run/docker.sock:/var/run/docker.sock"]'),
        runner('volumes = ["/cache"]'),
    ),
    ("flag", runner('volumes = ["/:/host:ro"]'), runner('volumes = ["/cache"]')),
    ("", runner('volumes = ["/cache", "/srv/cache:/srv/cache:rw"]'), runner('volumes = ["/cache"]')),
    ("flag", runner('network_mode = "host"'), runner()),
    ("flag", runner('cap_add = ["SYS_ADMIN"]'), runner()),
    ("", runner('cap_drop = ["SYS_ADMIN"]'), runner()),
    ("flag", runner('devices = ["/dev/kvm"]'), runner()),
    ("flag", runner(), runner(LIMITED)),
    ("flag", runner('allowed_images = ["*"]'), runner(LIMITED)),
    ("", runner('allowed_images = ["registry.example.org/ci/*:*"]'), runner(LIMITED)),
    ("", runner(), None),
    ("flag", runner(executor="shell"), runner()),
    ("", runner(), runner(executor="shell")),
    ("flag", runner('user = "root"'), runner('user = "ci"')),
]


@pytest.mark.parametrize(("expected", "new", "old"), RUNNER)
def test_the_runners_own_configuration(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("runner/config.toml", new, old)) == expected


def test_other_tables_are_not_read() -> None:
    assert not judged("app/config.toml", "privileged = true\n[docker]\nprivileged = true\n")
    assert not judged("pyproject.toml", runner("privileged = true"))


def test_the_configuration_in_the_values_of_a_chart() -> None:
    def values(privileged: str) -> str:
        lines = f'[[runners]]\n  [runners.kubernetes]\n    image = "a"\n    privileged = {privileged}\n'
        return "runners:\n  config: |\n" + "".join(f"    {line}\n" for line in lines.split("\n"))

    (found,) = judged("runner/values.yaml", values("true"), values("false"))

    assert (found.line, found.blocks) == (2, True)


PROJECT = (
    "ci_access:\n  projects:\n  - id: acme/shop\n    environments: [production]\n    access_as:\n      ci_job: {}\n"
)
AGENTS = [
    ("flag", PROJECT.replace("projects", "groups").replace("acme/shop", "acme"), PROJECT),
    ("flag", PROJECT.replace("ci_job", "agent"), PROJECT),
    ("flag", PROJECT.replace("    access_as:\n      ci_job: {}\n", ""), PROJECT),
    ("flag", PROJECT.replace("    environments: [production]\n", ""), PROJECT),
    (
        "flag",
        "user_access:\n  access_as:\n    user: {}\n  groups:\n  - id: acme\n",
        "user_access:\n  access_as:\n    user: {}\n",
    ),
    ("flag", PROJECT + "  - id: evil/x\n    environments: [production]\n", PROJECT),
    ("flag", "ci_access:\n  instance: {}\n", PROJECT),
    ("flag", '"ci_access": {"groups": [{"id": "acme"}]}\n', "ci_access: {}\n"),
    ("", PROJECT, PROJECT.replace("ci_job", "agent")),
    ("", PROJECT, None),
    ("", PROJECT + PROJECT.partition("projects:\n")[2].replace("shop", "docs"), PROJECT),
    ("", PROJECT.replace("acme/shop", "acme/store"), PROJECT),
]


@pytest.mark.parametrize(("expected", "new", "old"), AGENTS)
def test_agents_of_gitlab(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged(".gitlab/agents/prod/config.yaml", new, old)) == expected
    assert verdict(judged("config/config.yaml", new, old)) == ""
    assert verdict(judged(".gitlab/agents/config.yaml", new, old)) == ""


def test_values_of_a_chart_in_the_place_of_an_agent() -> None:
    values = "runners:\n  config: |\n    [[runners]]\n      name = 'a'\n      executor = 'docker'\n      [runners.docker]\n        privileged = {}\n"
    assert verdict(judged(".gitlab/agents/x/config.yaml", values.format("true"), values.format("false"))) != ""
