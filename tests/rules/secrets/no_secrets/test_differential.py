"""Against detect-secrets 1.5: what it finds in an added line, we find, or a named filter says why not.

The lines: strings generated from every plugin's own regular expressions, and assignments in the syntaxes people use,
in files of several kinds. The oracle scans a real file with all default plugins and default filters, verification off.
"""

from __future__ import annotations

import base64
import functools
import importlib
import itertools
import json
import random
import re
import string
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.settings import transient_settings

from govhooks.rules.secrets.no_secrets.engine import scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.why_not import why_not

PLUGINS = get_mapping_from_secret_type_to_class()
parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
SETTINGS = {
    "plugins_used": [{"name": plugin.__name__} for plugin in PLUGINS.values()],
    "filters_used": [
        {"path": f"detect_secrets.filters.heuristic.{name}"}
        for name in (
            "is_sequential_string",
            "is_potential_uuid",
            "is_likely_id_string",
            "is_templated_secret",
            "is_prefixed_with_dollar_sign",
            "is_indirect_reference",
            "is_lock_file",
            "is_not_alphanumeric_string",
            "is_swagger_file",
            "is_non_text_file",
        )
    ],
}


def theirs(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, type, value) that detect-secrets finds in a file; nothing is verified over the network."""
    with transient_settings(SETTINGS):
        found = SecretsCollection(root=str(path.parent))
        found.scan_file(path.name)
        for _, secret in found:
            yield secret.line_number, secret.type, secret.secret_value or ""


def unexplained(path: Path, said: Iterable[tuple[int, str, str]]) -> list[str]:
    """What detect-secrets finds in a file (`theirs`), we do not, and no reason explains."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    ours = {number for match in scan(text, path.name) for number in range(match.line, match.end_line + 1)}
    missing = []
    for number, kind, value in said:
        line = lines[number - 1]
        if number in ours or why_not(kind, value, line, path.name):
            continue
        missing.append(f"{path.name}:{number} {kind}: {value!r} in {line!r}")
    return missing


def from_expression(expression: re.Pattern[str], draw: random.Random) -> str:
    """A random string that an expression matches; repeats are drawn, classes are drawn from printable ASCII."""
    return _draw(_tree(expression), draw)


@functools.cache
def _tree(expression: re.Pattern[str]) -> Any:
    return parser.parse(expression.pattern, expression.flags)


def _draw(tree: Any, draw: random.Random) -> str:
    out = ""
    for op, argument in tree:
        name = str(op)
        if name == "LITERAL":
            out += chr(argument)
        elif name == "ANY":
            out += draw.choice(PRINTABLE)
        elif name == "NOT_LITERAL":
            out += draw.choice([char for char in PRINTABLE if ord(char) != argument])
        elif name == "IN":
            out += draw.choice(_class(tuple(argument)))
        elif name == "CATEGORY":
            out += draw.choice(_class(((op, argument),)))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, inner = argument
            for _ in range(draw.randint(low, min(int(high), low + 12))):
                out += _draw(inner, draw)
        elif name == "SUBPATTERN":
            out += _draw(argument[3], draw)
        elif name == "BRANCH":
            out += _draw(draw.choice(argument[1]), draw)
        elif name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        else:
            raise AssertionError(f"no way to draw {name}")
    return out


# The plugins that want an assignment take quotes and brackets at either end for optional; no language does.
_ASSIGNED = re.compile(r"""(\[)?(["']?)[\w-]+\2(?(1)\])\s*(?:=|:|:=|=>|::|(?(1)=|\s))\s*(["']?)[\w-]+\3""")
_NAMED = ("Cloudant Credentials", "IBM COS HMAC Credentials", "IBM Cloud IAM Key", "SoftLayer Credentials")


def _is_syntax(name: str, text: str) -> bool:
    """Whether a drawn line could be one of a program."""
    return name not in _NAMED or text.startswith("http") or _ASSIGNED.fullmatch(text) is not None


PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " "


@functools.cache
def _class(items: tuple[Any, ...]) -> str:
    codes: set[str] = set()
    negate = False
    for op, argument in items:
        name = str(op)
        if name == "NEGATE":
            negate = True
        elif name == "LITERAL":
            codes.add(chr(argument))
        elif name == "RANGE":
            codes.update(map(chr, range(argument[0], argument[1] + 1)))
        elif name == "CATEGORY":
            kind = str(argument)
            test = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda char: char.isalnum() or char == "_"}
            core = next(test[key] for key in test if key in kind)
            codes.update(char for char in PRINTABLE if core(char) is ("NOT" not in kind))
        else:
            raise AssertionError(f"no way to draw {name}")
    return "".join(char for char in PRINTABLE if (char in codes) is not negate) or " "


REGEXES = [
    (name, expression)
    for name, plugin in sorted(PLUGINS.items())
    if issubclass(plugin, RegexBasedDetector)
    for expression in plugin().denylist
]


@pytest.mark.parametrize(("name", "expression"), REGEXES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(REGEXES)])
@pytest.mark.parametrize("many", [10, pytest.param(60, marks=pytest.mark.slow)])
def test_what_a_plugins_expression_matches_is_found(
    name: str, expression: re.Pattern[str], many: int, tmp_path: Path
) -> None:
    draw = random.Random(name + expression.pattern)
    texts = (from_expression(expression, draw) for _ in range(600))
    drawn = list(itertools.islice((text for text in texts if _is_syntax(name, text)), many))
    if name == "Basic Auth Credentials":  # its expression ends at the @
        drawn += [f"{text}{draw.choice(('db.corp.test/x', 'localhost:5432'))}" for text in drawn]
    lines = [f"{draw.choice(('', 'x = ', 'see '))}{text}{draw.choice(('', ' ', ' # note'))}" for text in drawn]
    lines += [f'value = "{text}"' for text in drawn]
    found = 0
    for file in ("lines.txt", "lines.py", "lines.yaml", "lines.js"):
        path = tmp_path / file
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        said = list(theirs(path))
        found += len(said)

        assert unexplained(path, said) == []

    # It counts equal values once (a key's header), wants JSON inside a JSON Web Token (see below), and its default
    # filters drop every value without a letter, which is every address.
    assert found >= 1 or name in ("JSON Web Token", "Public IP (ipv4)"), "the lines are drawn wrongly"


def test_json_web_tokens_are_found(tmp_path: Path) -> None:
    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    draw = random.Random(3)
    lines = []
    for n in range(40):
        signature = base64.urlsafe_b64encode(draw.randbytes(32)).decode().rstrip("=")
        token = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': str(n), 'iat': n})}.{signature}"
        lines += [f'token = "{token}"', f"Authorization: Bearer {token}", f"see {token} here"]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines) + "\n")

    said = list(theirs(path))

    assert len(said) >= 40
    assert unexplained(path, said) == []
    assert {match.line for match in scan(path.read_text(), "a.txt")} == set(range(1, 121))


NAMES = (
    *("password", "db_password", "PASSWORD", "passwd", "pwd", "secret", "client_secret", "api_key", "apikey"),
    *("API_KEY", "auth_key", "private_key", "service_key", "db_pass", "key_pass", "contraseña", "mySecretValue"),
    *("token", "access_token", "aws_secret_access_key", "user", "description", "checksum", "commit", "digest"),
)
FORMS = (
    *('{n} = "{v}"', "{n} = '{v}'", "{n}: {v}", '{n}: "{v}"', '"{n}": "{v}",', "{n}={v}", "export {n}={v}"),
    *('{n} := "{v}"', 'const {n} = "{v}";', 'if ({n} == "{v}") {{', 'if ("{v}" == {n}) {{', "{n} => '{v}',"),
    *('std::string {n}("{v}");', '{n} "{v}";', "<{n}>{v}</{n}>", 'char {n}[25] = "{v}";', "{n} = {v} # note"),
    *("url = https://app:{v}@db.corp.test/x", "Authorization: Bearer {v}", "{n} = `{v}`", "- {n}: {v}"),
)
FILES = ("a.py", "a.js", "a.yaml", "a.ini", "a.go", "a.java", "a.tf", "a.properties", "a.cs", "a.sh", "Dockerfile")


def values(draw: random.Random) -> str:
    """A value of the kinds that stand in such places: made, chosen, placeholders, digests, code, prose."""
    pick = draw.choice
    made = "".join(draw.choices(string.ascii_letters + string.digits + "+/", k=draw.choice((16, 20, 32, 40, 64))))
    digits = "".join(draw.choices("0123456789abcdef", k=draw.choice((9, 16, 32, 40, 64))))
    chosen = pick(("hunter", "summer", "Dragon", "letmein", "qwerty", "P@ss", "s3cr")) + str(draw.randrange(10, 9999))
    word = pick(("changeme", "example", "None", "<your-key>", "${SECRET}", "{{ secret }}", "password", "true", "xxxx"))
    code = pick(("os.environ['X']", "settings.SECRET", "get_secret()", "process.env.KEY", "self.password"))
    prose = pick(("Please enter your password", "The secret of good code", "no spaces here please"))
    return pick((made, made, digits, chosen, chosen, word, code, prose, made + "==", chosen + "!" + chosen))


@pytest.mark.parametrize("many", [150, pytest.param(400, marks=pytest.mark.slow)])
@pytest.mark.parametrize("file", FILES)
def test_what_it_finds_in_generated_lines_is_found(file: str, many: int, tmp_path: Path) -> None:
    draw = random.Random(file)
    lines = [draw.choice(FORMS).format(n=draw.choice(NAMES), v=values(draw)) for _ in range(many)]
    path = tmp_path / file
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert unexplained(path, theirs(path)) == []


def test_the_oracle_finds_something(tmp_path: Path) -> None:
    """The tests above would be empty if the oracle were set up wrongly."""
    path = tmp_path / "a.py"
    path.write_text("".join(f'db_password = "hunter{n}!x"\n' for n in range(20)))

    assert Counter(kind for _, kind, _ in theirs(path))["Secret Keyword"] == 20
    assert len({match.line for match in scan(path.read_text(), "a.py")}) == 20


# As their owners write them; nothing excuses a miss. The oracle's kind, and the line.
PROVIDERS = [
    ("AWS Access Key", "aws_access_key_id = {aws}"),
    ("AWS Access Key", 'aws_secret_access_key = "{alnum:39}/"'),
    ("AWS Access Key", 'aws_session_pass: "{alnum:40}"'),
    ("Artifactory Credentials", "artifactory_api_key = AKCp{alnum:69}"),
    ("Artifactory Credentials", "ARTIFACTORY_PASSWORD=AP6{alnum:32}"),
    ("Azure Storage Account access key", "AccountName=acme;AccountKey={alnum:86}=="),
    ("Basic Auth Credentials", "git clone https://joe:{alnum:20}@git.corp.test/app"),
    ("Cloudant Credentials", 'cloudant_password = "{hex:64}"'),
    ("Cloudant Credentials", "cloudant_password: {hex:64}"),
    ("Cloudant Credentials", "url = https://acme:{hex:64}@acme.cloudant.com"),
    ("GitHub Token", "token: ghp_{alnum:30}{sign:github}"),
    ("GitLab Token", "export T=glpat-{alnum:20}"),
    ("IBM COS HMAC Credentials", '"cos_hmac_secret_access_key": "{hex:48}"'),
    ("IBM Cloud IAM Key", "ibm_cloud_iam_api_key = '{alnum:44}'"),
    ("Mailchimp Access Key", "MAILCHIMP={hex:32}-us7"),
    ("NPM tokens", "//registry.npmjs.org/:_authToken=npm_{alnum:30}{sign:github}"),
    ("OpenAI Token", "OPENAI_API_KEY=sk-{alnum:20}T3BlbkFJ{alnum:20}"),
    ("SendGrid API Key", "send(SG.{alnum:22}.{alnum:43})"),
    ("Slack Token", "slack: xoxb-{digits:12}-{digits:12}-{alnum:24}"),
    ("Slack Token", "curl https://hooks.slack.com/services/T{upper:8}/B{upper:10}/{alnum:24}"),
    ("SoftLayer Credentials", "softlayer_api_key = {loweralnum:64}"),
    ("Square OAuth Secret", "square = sq0csp-{alnum:43}"),
    ("Stripe Access Key", "stripe.api_key = sk_live_{alnum:24}"),
    ("Telegram Bot Token", "{digits:9}:AA{alnum:33}"),
    ("Twilio API Key", "twilio_sid = SK{hex:32}"),
]


@pytest.mark.parametrize(("kind", "recipe"), PROVIDERS, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(PROVIDERS)])
@pytest.mark.parametrize("file", ["a.txt", "a.py", "a.yaml", "a.env"])
def test_a_providers_token_is_found_without_excuse(kind: str, recipe: str, file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    for seed in range(4):
        line = make(recipe.replace("{aws}", "AKIAI{base32:15}"), seed=seed)
        path.write_text(line + "\n", encoding="utf-8")

        assert kind in {found for _, found, _ in theirs(path)}, line
        # That a name is a provider's says nothing of the value: it is weighed like any other.
        least = ("low", "medium", "high") if kind in _NAMED else ("medium", "high")
        assert [match.line for match in scan(line + "\n", file) if match.confidence in least], line


def test_a_reason_is_none_where_we_did_not_look() -> None:
    """Of assignments that no candidate reads, and of tokens made as they should be, nothing is explained away."""
    for value in (make("{alnum:24}"), "hunter" + "77!x"):
        assert why_not("Secret Keyword", value, f"password\u2192\u2192{value}", "a.txt") == ""
    for kind, recipe in PROVIDERS:
        if "token" in kind.lower() or kind in ("Stripe Access Key", "SendGrid API Key", "Square OAuth Secret"):
            line = make(recipe)
            value = re.split(r"(?<==)|[( ]", line)[-1].rstrip(")")

            assert why_not(kind, value, line.replace(value, f"\u2192{value}"), "a.txt") == "", (kind, value)


_UNSIGNED = "ey" + "JhbGciOiJub25lIn0.ey" + "JhIjoxfQ."


def test_reasons_have_their_names() -> None:
    made = make("{alnum:32}")
    reasons = {
        ("Public IP (ipv4)", "8.8.8.8", "dns = 8.8.8.8", "a.txt"): "public-ip",
        ("Twilio API Key", make("AC{hex:32}"), make("sid = AC{hex:32}"), "a.txt"): "account-identifier",
        ("Base64 High Entropy String", made, f'etag = "{made}"', "a.txt"): "unnamed",
        ("Secret Keyword", made, f'password = "{made}"', "poetry.lock"): "lock-file",
        ("Secret Keyword", "settings.X", "password = settings.X", "a.py"): "code",
        ("Secret Keyword", "your-password", 'password = "your-password"', "a.py"): "unlikely",
        ("GitHub Token", "ghp", make("x = ghp_{alnum:30}{badsign:github}"), "a.txt"): "checksum",
        ("Cloudant Credentials", "mjxsbyeywwmq", "see cloudant-apipass = mjxsbyeywwmq", "a.py"): "variable",
        ("AWS Access Key", made + "a" * 8, f"aws.ipw=x+9aP~H(]-E'{made}{'a' * 8}'", "a.txt"): "part-of-a-value",
        ("JSON Web Token", _UNSIGNED, _UNSIGNED, "a"): "unsigned-jwt",
    }

    assert {key: why_not(*key) for key in reasons} == reasons
