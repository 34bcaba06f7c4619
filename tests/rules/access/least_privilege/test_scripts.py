"""Modes, groups, containers and command lines of clouds in shell scripts and Dockerfiles."""

from __future__ import annotations

import pytest
from granting import judged, verdict

SCRIPT = "#!/bin/sh\nset -eu\nPREFIX=/opt/agent\n{}\necho done\n"
POLICY = '{"Statement": [{"Effect": "Allow", "Action": "ACTION", "Resource": "*"}]}'
PUT = "aws iam put-role-policy --role-name ci --policy-name x --policy-document"
BIND = "gcloud projects add-iam-policy-binding shop --member=serviceAccount:ci@shop.iam.gserviceaccount.com"
# (what becomes of it, new line, old line)
SHELL = [
    ("flag", 'install -m 0777 build/agent "$PREFIX/bin/agent"', 'install -m 0755 build/agent "$PREFIX/bin/agent"'),
    ("flag", "install -d -m 777 /opt/agent/etc", "install -d -m 750 /opt/agent/etc"),
    ("flag", "install -Dm0666 a /opt/a", "install -Dm0644 a /opt/a"),
    ("flag", "install -o root -g root --mode=0777 a /opt/a", "install -o root -g root --mode=0755 a /opt/a"),
    ("flag", "install -m a+rwx a /opt/a", "install -m a+rx a /opt/a"),
    ("flag", "mkdir -p -m 0777 /srv/x", "mkdir -p -m 0770 /srv/x"),
    ("flag", "mkdir -pm 777 /srv/x", "mkdir -p /srv/x"),
    ("", "mkdir -m 1777 /srv/tmp", None),
    ("", "install -m 0750 build/agent /opt/agent", "install -m 0777 build/agent /opt/agent"),
    ("", "install -m 0755 build/agent2 /opt/agent", "install -m 0755 build/agent /opt/agent"),
    ("", "pip install -r requirements.txt", "pip install -r requirements-dev.txt"),
    ("flag", "umask 000", "umask 027"),
    ("flag", "umask 0", "umask 022"),
    ("flag", "umask u=rwx,g=rwx,o=rwx", "umask 022"),
    ("", "umask 077", "umask 022"),
    ("", "umask 002", "umask 022"),
    ("flag", "find /srv -type f -exec chmod 666 {} +", "find /srv -type f -exec chmod 640 {} +"),
    ("flag", "ls | xargs chmod a+w", "ls | xargs chmod g+w"),
    ("flag", "chmod 4755 /opt/agent/bin/agent", "chmod 755 /opt/agent/bin/agent"),
    ("flag", "chmod u+s /opt/agent/bin/agent", "chmod u+x /opt/agent/bin/agent"),
    ("", "chmod g+s /srv/shared", "chmod g+x /srv/shared"),
    ("", "chmod 2775 /srv/shared", "chmod 775 /srv/shared"),
    ("flag", "setfacl -m o::rwx /srv/x", "setfacl -m g:web:rwx /srv/x"),
    ("", "setfacl -m u:web:rwx,o::r-x /srv/x", None),
    ("flag", "usermod -aG docker deploy", "usermod -aG video deploy"),
    ("flag", "adduser deploy sudo", None),
    ("", "useradd --system --home /opt/agent agent", None),
    ("flag", "setcap cap_sys_admin+ep /opt/agent/bin/agent", "setcap cap_net_bind_service+ep /opt/agent/bin/agent"),
    ("", "setcap cap_net_bind_service=+ep /opt/agent/bin/agent", None),
    ("refuse", "docker run --rm --privileged app", "docker run --rm app"),
    ("flag", "docker run --rm --pid=host app", "docker run --rm app"),
    ("flag", "docker run -v /var/run/docker.sock:/var/run/docker.sock app", "docker run app"),
    ("flag", "docker run --cap-add SYS_ADMIN app", "docker run --cap-add NET_BIND_SERVICE app"),
    ("", 'docker run -v "$PWD:/src" --network web app', "docker run app"),
    ("refuse", f"{BIND} --role=roles/owner", f"{BIND} --role=roles/run.viewer"),
    ("flag", f"{BIND} --role roles/iam.serviceAccountTokenCreator", f"{BIND} --role roles/run.viewer"),
    ("", f"{BIND} --role=roles/run.viewer", f"{BIND} --role=roles/owner"),
    ("refuse", "az role assignment create --assignee x --role Owner --scope /subscriptions/1", None),
    ("", 'az role assignment create --assignee x --role "AcrPull" --scope /subscriptions/1', None),
    ("refuse", f"{PUT} '{POLICY.replace('ACTION', '*')}'", f"{PUT} '{POLICY.replace('ACTION', 'ec2:DescribeTags')}'"),
    ("", f"{PUT} '{POLICY.replace('ACTION', 'ec2:DescribeTags')}'", None),
]


@pytest.mark.parametrize(("expected", "new", "old"), SHELL)
def test_shell(expected: str, new: str, old: str | None) -> None:
    before = None if old is None else SCRIPT.format(old)

    assert verdict(judged("scripts/install.sh", SCRIPT.format(new), before)) == expected


@pytest.mark.parametrize(
    ("expected", "new", "old"), [row for row in SHELL if row[1].startswith(("install", "chmod", "mkdir"))]
)
def test_the_same_in_an_image(expected: str, new: str, old: str | None) -> None:
    image = "FROM debian:12\nRUN apt-get update \\\n && {}\nUSER app\n"

    assert verdict(judged("Dockerfile", image.format(new), image.format(old or "true"))) == expected


def test_the_finding_says_the_command() -> None:
    (found,) = judged("install.sh", SCRIPT.format("install -Dm0777 a /opt/a"))

    assert found.problem == "install /opt/a lets everybody write /opt/a (install -m 0777)"
    assert found.line == 4


RESTART = "/usr/bin/systemctl restart shop.service"
# (what becomes of it, new, old)
SUDOERS = [
    ("flag", f"deploy ALL=(root) NOPASSWD: {RESTART}, /usr/bin/systemctl *", f"deploy ALL=(root) NOPASSWD: {RESTART}"),
    (
        "flag",
        f"deploy ALL=(root) NOPASSWD: {RESTART}, /usr/bin/vim /etc/shop/*",
        f"deploy ALL=(root) NOPASSWD: {RESTART}",
    ),
    (
        "flag",
        "Cmnd_Alias R = /bin/ls, \\\n  /usr/bin/less /var/log/x\nops ALL=(root) R",
        "Cmnd_Alias R = /bin/ls\nops ALL=(root) R",
    ),
    ("flag", "ops ALL=(root) /bin/bash", None),
    ("flag", "ops ALL=(root) /usr/bin/python3", None),
    ("", "ops ALL=(root) /usr/bin/python3 /opt/shop/manage.py migrate", None),
    ("", "ops ALL=(root) /bin/bash /opt/shop/backup.sh", None),
    ("flag", "ops ALL=(root) /usr/bin/docker", "ops ALL=(root) /usr/bin/docker restart shop"),
    ("", 'ops ALL=(root) /usr/local/bin/report ""', None),
    ("flag", "ops ALL=(root) /usr/bin/chown app /srv/*", "ops ALL=(root) /usr/bin/chown app /srv/shop"),
    ("flag", "ops ALL=(root) /usr/local/bin/*", "ops ALL=(root) /usr/local/bin/report"),
    ("flag", "ops ALL=(root) /opt/shop/bin/", None),
    ("", "ops ALL=(root) NOEXEC: /usr/bin/less /var/log/shop.log", None),
    ("", "ops ALL=(root) sudoedit /etc/shop/shop.conf", "ops ALL=(root) /usr/bin/vim /etc/shop/shop.conf"),
    ("flag", "ops ALL=(root) sudoedit /etc/*", "ops ALL=(root) sudoedit /etc/shop/shop.conf"),
    (
        "",
        f"ops ALL=(root) NOPASSWD: {RESTART}, /usr/bin/systemctl status shop.service",
        f"ops ALL=(root) NOPASSWD: {RESTART}",
    ),
    ("", f"ops ALL=(root) NOPASSWD: {RESTART}", f"ops ALL=(root) NOPASSWD: {RESTART}, /usr/bin/systemctl *"),
    ("flag", f"ops ALL=(root) NOPASSWD: {RESTART}", f"ops ALL=(root) {RESTART}"),
    ("", f"ops ALL=(root) PASSWD: {RESTART}", f"ops ALL=(root) NOPASSWD: {RESTART}"),
    ("flag", "ops ALL=(root) /usr/bin/pg_ctl reload", "ops ALL=(postgres) /usr/bin/pg_ctl reload"),
    ("", "ops ALL=(postgres) /usr/bin/pg_ctl reload", "ops ALL=(root) /usr/bin/pg_ctl reload"),
    ("", "ops ALL=(postgres) /usr/bin/psql", None),
    ("flag", "ops ALL=(root) /usr/local/bin/deploy *", "ops ALL=(root) /usr/local/bin/deploy staging"),
    ("flag", "ops ALL=(root) /usr/bin/systemctl restart shop*", f"ops ALL=(root) {RESTART}"),
    ("flag", f"ALL ALL=(root) NOPASSWD: {RESTART}", f"ops ALL=(root) NOPASSWD: {RESTART}"),
    ("flag", "Defaults !env_reset\n", "Defaults env_reset\n"),
    ("flag", 'Defaults env_keep += "LANG LD_PRELOAD"\n', 'Defaults env_keep += "LANG"\n'),
    ("", 'Defaults env_keep += "LANG TZ"\n', 'Defaults env_keep += "LANG"\n'),
    ("flag", "Defaults timestamp_timeout=-1\n", "Defaults timestamp_timeout=5\n"),
    ("", "Defaults timestamp_timeout=0\n", "Defaults timestamp_timeout=5\n"),
    ("flag", 'Defaults secure_path="/usr/bin:/tmp"\n', 'Defaults secure_path="/usr/bin:/bin"\n'),
    ("", 'Defaults secure_path="/usr/sbin:/usr/bin"\n', 'Defaults secure_path="/usr/bin:/bin"\n'),
    ("", "Defaults:ops !requiretty, !setenv\n", None),
    ("flag", "ops ALL=(root) SETENV: /usr/local/bin/report", "ops ALL=(root) /usr/local/bin/report"),
    ("flag", "ops ALL=(root) /home/ops/report", None),
    ("flag", "ops ALL=(root) /usr/bin/systemctl edit shop.service", f"ops ALL=(root) {RESTART}"),
    ("", f"# ops ALL=(root) /bin/bash\nops ALL=(root) {RESTART}", None),
]


@pytest.mark.parametrize(("expected", "new", "old"), SUDOERS)
def test_sudoers(expected: str, new: str, old: str | None) -> None:
    assert verdict(judged("etc/sudoers.d/ops", new, old)) == expected


# (what becomes of it, path, new, old)
OTHERS = [
    ("flag", "Makefile", "dirs:\n\t@mkdir -p var \\\n\t  && chmod -R 777 var\n", "dirs:\n\t@mkdir -p var\n"),
    (
        "flag",
        "Makefile",
        "install:\n\tinstall -m 0777 agent $(DESTDIR)/usr/bin\n",
        "install:\n\tinstall -m 0755 agent $(DESTDIR)/usr/bin\n",
    ),
    ("", "Makefile", "# chmod 777 var\nall:\n\tpip install -r requirements.txt\n", None),
    ("flag", "debian/postinst", "#!/bin/sh\nchmod 777 /var/lib/agent\n", "#!/bin/sh\nchmod 750 /var/lib/agent\n"),
    ("", "debian/rules", "%:\n\tdh $@\n\tchmod 755 debian/x\n", None),
    (
        "flag",
        "conf/tmpfiles.d/agent.conf",
        "d /var/lib/agent 0777 agent agent -\n",
        "d /var/lib/agent 0750 agent agent -\n",
    ),
    ("", "conf/tmpfiles.d/agent.conf", "d /tmp/agent 1777 root root -\nf /run/x 0644 root root -\n", None),
    (
        "flag",
        "conf/logrotate.d/agent",
        "/var/log/a.log {\n  create 0666 a a\n}\n",
        "/var/log/a.log {\n  create 0640 a a\n}\n",
    ),
    ("flag", "deploy/agent.service", "[Service]\nUMask=0000\n", "[Service]\nUMask=0027\n"),
    ("", "deploy/agent.service", "[Service]\nUMask=0077\n", "[Service]\nUMask=0027\n"),
    (
        "flag",
        "nfpm.yaml",
        "contents:\n  - dst: /a\n    file_info: {mode: 0777}\n",
        "contents:\n  - dst: /a\n    file_info: {mode: 0755}\n",
    ),
]


@pytest.mark.parametrize(("expected", "path", "new", "old"), OTHERS)
def test_modes_elsewhere(expected: str, path: str, new: str, old: str | None) -> None:
    assert verdict(judged(path, new, old)) == expected


@pytest.mark.parametrize(
    "arguments", ["-pSECRET *", "-u admin:SECRET *", "--password SECRET *", "--password=SECRET", "--user x -p SECRET"]
)
@pytest.mark.parametrize("program", ["/usr/bin/mysql", "/usr/bin/curl", "/usr/bin/rsync"])
def test_a_command_of_sudo_is_quoted_without_credentials(program: str, arguments: str) -> None:
    secret = "hunter" + "2xQ9"
    line = f"ALL ALL=(root) NOPASSWD: {program} {arguments}\n".replace("SECRET", secret)
    found = judged("etc/sudoers.d/app", line, "")

    assert found
    assert all(secret not in text for one in found for text in (one.problem, one.fix, one.identity))
