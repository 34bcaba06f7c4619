""".gitlab-ci.yml."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

COMMIT = "0123456789" * 4
TEXT = f"""spec:
  inputs: {{}}
---
variables:
  TAG: "3.12"
  IMAGE: {{value: "python:$TAG", description: x}}
image: $IMAGE
include:
  - local: /a.yml
  - /b.yml
  - https://host/c.yml
  - remote: https://user:word@host/d.yml
    integrity: sha256-abc=
  - template: Jobs/SAST.gitlab-ci.yml
  - project: group/ci
    ref: {COMMIT}
    file: /x.yml
  - project: group/other
    file: /x.yml
  - component: $CI_SERVER_FQDN/group/comp/scan@1.2.3
  - what: is this
default:
  services: [postgres:16]
test:
  image:
    name: node:20
    entrypoint: [""]
  services:
    - name: redis:7
      alias: cache
  script: echo
other:
  image: !reference [test, image]
child:
  trigger:
    include:
      - project: group/child
        ref: main
unknown:
  image: $CI_REGISTRY_IMAGE/x:1
""".encode()


def test_all_that_it_says() -> None:
    contents = read(".gitlab-ci.yml", TEXT)

    assert (contents.tool, contents.ecosystem) == ("gitlab", "GitLab")
    assert [(one.ecosystem, one.name, one.wanted, one.version, one.line) for one in contents.packages] == [
        ("Docker", "python", "3.12", "", 7),
        ("GitLab", "https://host/c.yml", "", "", 11),
        ("GitLab", "https://host/d.yml", "", "", 12),
        ("GitLab", "group/ci", COMMIT, COMMIT, 15),
        ("GitLab", "group/other", "", "", 18),
        ("GitLab", "$CI_SERVER_FQDN/group/comp/scan", "1.2.3", "1.2.3", 20),
        ("Docker", "postgres", "16", "", 23),
        ("Docker", "node", "20", "", 26),
        ("Docker", "redis", "7", "", 29),
        ("GitLab", "group/child", "main", "", 37),
    ]
    assert contents.packages[2].hashes == ("sha256-abc=",)
    assert [line for line, _ in contents.unread] == [21, 40]


def test_one_include() -> None:
    assert read("x.gitlab-ci.yml", b"include: https://host/c.yml\n").packages[0].source == "url:https://host/c.yml"


@pytest.mark.parametrize("data", [b"- a\n", b"a: [\n"])
def test_what_is_no_pipeline(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read(".gitlab-ci.yml", data)
