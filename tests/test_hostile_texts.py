"""Texts made to keep a rule about access, logins or guards busy: each is judged, or said to be unread, and the run goes on.

A pattern that looks back over what it has read takes hours for one of these; the limit is that the test ends.
"""

from __future__ import annotations

import pytest

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules import by_id

SIZE = 40_000
# What makes the rules look at a file, for each kind of file; then one text again and again.
FILES = {
    "x.py": "import jwt, requests\nfrom flask import Flask\napp = Flask(__name__)\nOIDC_ISSUER = 'https://a.b'\n",
    "x.ts": "import session from 'express-session' // oidc https://x issuer cookie Action Statement\n",
    "x.yml": "# session cookie issuer https://x privileged Action kind: ClusterRole\n",
    "x.tf": "# cookie session issuer https:// aws_iam_policy\n",
    "x.sql": "-- GRANT ALL TO PUBLIC\n",
    "x.sh": "# chmod 777 GRANT\n",
    "x.properties": "session.cookie=1\noidc.issuer=https://x\n",
    "CODEOWNERS": "",
}
TEXTS = (
    "secret" + " " * SIZE + "=",
    *(part * (SIZE // len(part)) for part in (" \n", "a,", "{{", "%s", "//", "/*", "cookie=", "https://")),
)


@pytest.mark.parametrize(
    "rule", ["session-policy", "guarded-actions", "least-privilege", "identity-providers", "access-reviews"]
)
@pytest.mark.parametrize("path", FILES)
def test_it_ends(rule: str, path: str) -> None:
    loaded = by_id(rule).load()
    for text in TEXTS:
        change = Change("A", path, new=f"{FILES[path]}{text}\n".encode())
        for finding in loaded.check(Changeset([change]), loaded.Policy()):
            assert finding.problem and finding.fix
