"""The rule's table in governance.toml: which grants refuse a change, and which are only shown."""

from __future__ import annotations

from govhooks.core.places import TRANSLATIONS
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.policy.load import Choice, GlobList

ID = "least-privilege"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
# Kind of danger -> the option that decides of it.
KINDS = {
    "admin": "admin",
    "public": "public",
    "trust": "trust",
    "broad trust": "broad_trust",
    "write-all": "write_all",
    "writes": "workflow_writes",
    "unset": "unset",
    "wildcard": "wildcards",
    "escalation": "escalation",
    "secrets": "secrets",
    "privileged": "privileged",
    "host": "host",
    "database": "database",
    "database public": "public",
    "sudo": "sudo",
    "modes": "world_writable",
    "unread": "unread",
}
# Folders of what tests read, and of texts for people: nobody is granted anything by them.
TEST_DATA = (
    *("test/", "tests/", "testdata/", "test-data/", "test_data/", "__tests__/", "spec/"),
    *("fixtures/", "__fixtures__/", "__snapshots__/", "cassettes/"),
    *TRANSLATIONS,
)


class Policy(Record):
    """What refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `admin`      every action on every resource, and roles that come to the same: AdministratorAccess, roles/owner, Owner,
                 cluster-admin.
    `public`     grants to everybody: Principal `*` without a condition, allUsers, system:anonymous, PUBLIC.
    `trust`      roles that a token of any repository or workload can assume: no subject or audience in the trust policy.
    `broad_trust`  trust for more than one repository, branch or workload.
    `write_all`  `permissions: write-all` of a workflow or a job.
    `workflow_writes`  write access of a workflow that others can start, or of jobs that do not need it.
    `unset`      a workflow whose permissions the settings of the repository decide.
    `wildcards`  every action of a service, or changes to every resource.
    `escalation` grants that let their holder grant itself more: iam:PassRole on `*`, escalate, bind, impersonate.
    `secrets`    reading secrets, and commands in running containers.
    `privileged` privileged containers.
    `host`       namespaces and folders of the host, root, more capabilities, privilege escalation in a container.
    `database`   GRANT ALL, superusers, and rights that may be passed on.
    `sudo`       any command as root without a password.
    `world_writable`  files that everybody may write.
    `unread`     files that may grant something, and that cannot be read.
    `test_data`  folders that are not judged; () judges every folder.
    """

    admin: Choice = REFUSE
    public: Choice = REFUSE
    trust: Choice = REFUSE
    broad_trust: Choice = FLAG
    write_all: Choice = REFUSE
    workflow_writes: Choice = FLAG
    unset: Choice = FLAG
    wildcards: Choice = FLAG
    escalation: Choice = FLAG
    secrets: Choice = FLAG
    privileged: Choice = REFUSE
    host: Choice = FLAG
    database: Choice = FLAG
    sudo: Choice = REFUSE
    world_writable: Choice = FLAG
    unread: Choice = FLAG
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(KINDS.values(), VERDICTS)

    def verdict(self, kind: str) -> str:
        """What a kind of danger (see `KINDS`) means: "refuse", "flag" or "off"."""
        return str(getattr(self, KINDS[kind]))
