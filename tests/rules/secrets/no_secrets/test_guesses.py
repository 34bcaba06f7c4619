"""Guesses at everyday changes: what nobody must be stopped for, and what looks like it and is a secret."""

from __future__ import annotations

import pytest

from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.excerpt import reads_far
from govhooks.rules.secrets.no_secrets.named import kind_of, says_secret
from govhooks.rules.secrets.no_secrets.words import begins_a_word

P = "pass" + "word"
S = "sec" + "ret"
V = "k7Gv2pQx9w" + "Tbc1Zr4mLq8sNv"
H = "9f86d081884c7d65" * 2 + "a3bf4f1b2b0b822c" * 2
# (path, text): names, references, options and documentation, as compose files, workflows, wallets, tables and templates hold them.
EVERYDAY: tuple[tuple[str, str], ...] = (
    (
        "docker-compose.yml",
        f"services:\n  web:\n    image: x\n    {S}s:\n      - server-certificate-2\n      - db_pw_v2\n",
    ),
    (".github/workflows/ci.yml", f"    {S}s:\n      - deploy-key-v2\n"),
    (".github/workflows/ci.yml", f"    {S}s: inherit\n"),
    ("hardhat.config.ts", 'accounts: ["alice01", "bob"]\n'),
    ("config.yml", 'accounts: ["service-account-1"]\n'),
    ("a.ts", 'accounts = ["dev-account-2", "x"]\n'),
    ("a.ts", 'const w = new Wallet("Savings-2024");\n'),
    ("a.ts", 'enclave_id: "nitro-enclave-7f",\n'),
    ("a.py", 'enclave_name = "eu-enclave2"\n'),
    ("a.py", 'conclave = "room-22a"\n'),
    ("README.md", f"| `{P}` | string | no |\n|---|---|---|\n| `JWT_{S.upper()}` | `changeme-1` |\n"),
    ("README.md", f"| Option | Description |\n|---|---|\n| `{P}` | Password2 |\n"),
    ("a.yml", f"{P}_policy:\n  min: 12\n"),
    ("k8s.yaml", f"      volumes:\n      - name: x\n        {S}:\n          secretName: app-tls-2\n"),
    ("k8s.yaml", f"imagePull{S.title()}s:\n  - name: regcred-2\n"),
    (
        "k8s.yaml",
        "        env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: db-1\n              key: password1\n",
    ),
    ("a.py", 'first_pass = "stage1-tokens"\n'),
    ("a.py", 'jwt.decode(t, "public-key-2", algorithms=["RS256"])\n'),
    ("a.tf", f'variable "db_{P}" {{\n  type = string\n  sensitive = true\n}}\n'),
    ("a.tf", f'variable "{S}_name" {{\n  type = string\n  default = "prod/db-1"\n}}\n'),
    ("a.yaml", "Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\n    MinLength: 8\n"),
    ("params.json", '[{"ParameterKey": "KeyName", "ParameterValue": "my-ec2-key-2"}]'),
    ("a.json", '{"key": "theme_color", "value": "blue-500x"}'),
    ("a.json", '{"name": "session_timeout", "value": "30minutes1"}'),
    ("a.xml", '<property name="key.column" value="user_id1"/>\n'),
    ("a.py", 'parser.add_argument("--token-file", default="~/.tok1")\n'),
    ("a.go", 'key := []byte("user:1")\n'),
    ("a.go", 'c.Set([]byte("session-key-1"), v)\n'),
    ("Makefile", "TOKEN ?= $(shell vault read -field=token x)\n"),
    ("a.sh", 'echo "done-2" | sudo tee /etc/x\n'),
    ("a.sh", 'zip -P "$PW" a.zip b\n'),
    ("a.sh", "docker run -p 8080:80 x\n"),
    ("a.sh", "mongo -p 27017 db\n"),
    ("a.sh", "mongosh --port 27017\n"),
    ("a.sh", "openssl req -new -key server.key -out a.csr\n"),
    ("a.sh", 'openssl enc -aes-256-cbc -k "$KEY"\n'),
    ("a.sh", "vault login -method=oidc role=dev\n"),
    ("a.sh", "7z x -pdf a.7z\n"),
    ("a.ts", "type Props = { token: string | undefined; password?: string | null }\n"),
    ("a.ts", "const token: string | undefined = undefined;\n"),
    ("a.ts", "const key: keyof Props = 'user-id-2';\n"),
    ("a.ts", "password: z.string().min(8, 'Too short'),\n"),
    ("a.rs", 'let key: &str = "config.v2";\n'),
    ("a.rb", 't.string "encrypted_password", default: "", null: false\n'),
    ("a.py", 'token = models.CharField(max_length=64, default="")\n'),
    ("a.py", 'SECRET_KEY = os.environ["SECRET_KEY"]\n'),
    ("a.py", 'API_KEY = os.getenv("API_KEY", "")\n'),
    ("a.yml", "  token: ${{ secrets.GITHUB_TOKEN }}\n"),
    ("a.yml", '  password: "{{ vault_db_password }}"\n'),
    ("a.yml", "  password: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6638653965\n"),
    ("a.ts", "expect(screen.getByLabelText('Password')).toBeVisible()\n"),
    ("cypress/e2e/a.cy.ts", "cy.get('#password').type('Test1234!')\n"),
    ("a.yml", "key: monitoring-v2\n"),
    ("a.yml", "cache-key: v1-deps-linux\n"),
    (
        ".github/workflows/a.yml",
        "          key: ${{ runner.os }}-pip-v2\n          restore-keys: |\n            linux-pip-v2\n",
    ),
    ("renovate.json", '{"key": "abc", "description": "x"}'),
    ("a.md", "The token is `abc`.\n"),
    ("CHANGELOG.md", "- password hashing is argon2id now (#123)\n"),
    ("a.proto", "string password = 3;\n"),
    ("schema.graphql", "type M { login(password: String!): Token! }\n"),
    ("a.sql", "ALTER TABLE users ADD COLUMN password varchar(255) NOT NULL;\n"),
    ("a.sql", "INSERT INTO settings (key, value) VALUES ('theme1', 'dark-2');\n"),
    ("nginx.conf", "ssl_certificate_key /etc/ssl/private/site2.key;\n"),
    ("a.properties", "spring.jpa.hibernate.key-generator=uuid2\n"),
    ("poetry.toml", '[tool.x]\ntoken-url = "https://a.test/v2"\n'),
)
# (path, text): secrets whose name or look resembles one of a reason not to look.
SECRETS: tuple[tuple[str, str], ...] = (
    ("a.env", "DB_PASS=" + V),
    ("a.env", "SMTP_PASS=" + V),
    ("a.env", "HASHICORP_TOKEN=" + H),
    ("a.env", "HASHICORP_VAULT_" + S.upper() + "=" + H),
    ("a.yml", "hash_" + S + ": " + H),
    ("a.py", "AES_" + S.upper() + ' = "' + H[:32] + ":" + H[32:] + '"'),
    ("a.py", P + ' = "WoIstMeinGeld?"'),
    ("a.py", P + ' = "Sommer2019wo?"'),
    ("a.py", P + ' = "!!!Sommer99"'),
    ("a.py", P + ' = "Gf[3kd]*Lp92"'),
    ("a.py", P + ' = "Welcome@Hofmann.de"'),
    ("a.properties", "encryption.key " + V),
    ("a.py", "DB_" + P.upper() + ' = "Tr0ub4dor:AESthetic"'),
    ("a.env", "MYSQL_PWD=" + V),
    ("a.env", "REDIS_AUTH=" + V),
    ("a.env", "JWT_" + S.upper() + "=" + V),
    ("a.env", f"{P}=Sommer2024"),
    ("x.yml", f"{P}s:\n  - {V}\n"),
)


def refused(path: str, text: str) -> list[str]:
    return [match.title for match in scan(text, path) if match.confidence != "low"]


@pytest.mark.parametrize("row", range(len(EVERYDAY)))
def test_nobody_is_stopped_for_nothing(row: int) -> None:
    assert refused(*EVERYDAY[row]) == []


@pytest.mark.parametrize("row", range(len(SECRETS)))
def test_a_secret_that_resembles_something_else_is_refused(row: int) -> None:
    path, text = SECRETS[row]

    assert refused(path, text + "\n") != []


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("DB_" + P.upper(), "password", True),
        ("SMTP_PASS", "password", True),
        ("signingKey", "key", True),
        ("mot_de_passe", "password", True),
        ("l\u00f6senord", "password", True),
        ("db_haslo", "password", True),
        ("\u043f\u0430\u0440\u043e\u043b\u044c", "password", True),
        (f"{P}_policy", "password-", False),
        ("enclave_name", "", False),
        ("conclave", "", False),
        ("first_pass", "", False),
        ("public_key", "key", False),
        ("cacheKey", "key", False),
        ("theme", "", False),
    ],
)
def test_a_name_says_what_its_words_say(name: str, kind: str, says: bool) -> None:
    assert (kind_of(name), says_secret(name)) == (kind, says)


def test_a_seed_counts_in_a_text_that_speaks_of_nats() -> None:
    seed = "SU" + "AB3K" * 14

    assert refused("a.txt", f"NKey\n{seed}\n")
    assert refused("a.txt", f"{seed}\n" + "x\n" * 400 + "nsc keys\n")
    assert not refused("a.txt", f"{seed}\n")


@pytest.mark.parametrize(
    ("text", "at", "begins"),
    [
        ("nkey", 0, True),
        ("my_nkey", 3, True),
        ("userNkey", 4, True),
        ("USER NKEY", 5, True),
        ("ForeignKey", 6, False),
        ("FOREIGNKEY", 6, False),
        ("foreignkey", 6, False),
    ],
)
def test_a_foreign_key_does_not_speak_of_nats(text: str, at: int, begins: bool) -> None:
    assert begins_a_word(text, at) is begins
    assert begins_a_word(text.encode(), at) is begins
    assert reads_far("models.py", b"x = 1\n" + text.encode()) is begins


def test_a_change_of_a_long_file_that_speaks_of_nats_says_the_same(repo) -> None:  # type: ignore[no-untyped-def]
    """The word stands further away than the excerpt of a change reaches."""
    long = "NKey\n" + "a line of an ordinary text\n" * 400
    repo.commit("start", **{"a.txt": long})
    repo.stage("a.txt", long + "SU" + "AB3K" * 14 + "\n")

    assert repo.check().code == 1


@pytest.mark.parametrize(
    ("path", "text", "confidence"),
    [
        # a generated password is one at any host but this machine
        ("shop/db.py", f'URL = "postgresql://app:{V}@db.corp.example:5432/shop"', ("high", "medium")),
        ("shop/db.py", 'URL = "postgresql://app:app@db.corp.example:5432/shop"', ("",)),
        # a bundle has keys of other things, and keys of access
        ("static/app.min.js", f'x={{key:"{H[:20]}"}};', ("", "low")),
        ("static/app.min.js", f'x={{api_key:"{V}"}};', ("high", "medium")),
        # folders of tests: what was generated needs a name, what was written some strength
        ("tests/test_a.py", f'api_key = "{V}"', ("high", "medium")),
        ("tests/test_a.py", f'oauth2_token = "{V}"', ("low",)),
        ("src/a.py", f'oauth2_token = "{V}"', ("high", "medium")),
        ("tests/test_a.py", f'{P} = "fighter"', ("", "low")),
        ("tests/test_a.py", f'prod_{P} = "k7_Gv2pQx9wZ!t4"', ("high", "medium")),
        ("tests/test_a.py", f'assert form.{P} == "k7_Gv2pQx9wZ!t4"', ("", "low")),
    ],
)
def test_where_a_value_stands_says_how_sure_it_is(path: str, text: str, confidence: tuple[str, ...]) -> None:
    assert next((match.confidence for match in scan(text + "\n", path)), "") in confidence
