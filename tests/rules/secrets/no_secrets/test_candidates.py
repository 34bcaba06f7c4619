"""Where a value is read from: every common syntax, exactly the value, in linear time."""

from __future__ import annotations

import email
import http
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples, processor_seconds

from govhooks.rules.secrets.no_secrets.candidates import AFTER, BEFORE, Candidate
from govhooks.rules.secrets.no_secrets.dismissals import dismissal
from govhooks.rules.secrets.no_secrets.engine import _sorted_hits
from govhooks.rules.secrets.no_secrets.guesses import every
from govhooks.rules.secrets.no_secrets.match import Text
from govhooks.rules.secrets.no_secrets.words import CALLS, COMMANDS

ROOT = Path(__file__).parents[4]
VALUE = "kT9" + "mQ2v" + "xLp4"
SYNTAXES = {
    "python": "DB_PASSWORD = '{}'",
    "python keyword": 'connect(user="app", password="{}")',
    "python dict": 'settings["password"] = "{}"',
    "python annotation": 'password: str = "{}"',
    "python bytes": "SECRET_KEY = b'{}'",
    "environment with a default": 'os.environ.get("DB_PASSWORD", "{}")',
    "javascript": "const apiKey = '{}';",
    "javascript object": "  password: '{}',",
    "typescript": 'private readonly token: string = "{}";',
    "template string": "const token = `{}`;",
    "go": 'password := "{}"',
    "go typed": 'var password string = "{}"',
    "java": 'private static final String PASSWORD = "{}";',
    "java setter": 'dataSource.setPassword("{}");',
    "java map": 'env.put("password", "{}");',
    "c#": 'var secret = @"{}";',
    "c# connection string": '"Server=db;User Id=app;Password={};"',
    "php": "$password = '{}';",
    "php array": "'password' => '{}',",
    "php define": "define('DB_PASSWORD', '{}');",
    "ruby": "config.secret_key_base = '{}'",
    "ruby symbol": "password: '{}'",
    "rust": 'let password = "{}";',
    "rust some": 'password: Some("{}"),',
    "c": 'char password[] = "{}";',
    "shell": "export DB_PASSWORD={}",
    "shell quoted": 'DB_PASSWORD="{}"',
    "shell default": 'PASS="${{DB_PASSWORD:-{}}}"',
    "powershell": '$Password = "{}"',
    "option": "tool --password {} --verbose",
    "option with sign": "tool --password={}",
    "yaml": "db_password: {}",
    "yaml quoted": 'password: "{}"',
    "yaml list": "- name: DB_PASSWORD\n  value: {}",
    "json": '"client_secret": "{}",',
    "json in a string": '"{{\\"password\\": \\"{}\\"}}"',
    "toml": 'password = "{}"',
    "ini": "password = {}",
    "properties": "spring.datasource.password={}",
    "xml element": "<password>{}</password>",
    "xml attribute": '<add user="app" password="{}" />',
    "xml setting": '<add key="password" value="{}" />',
    "plist": "<key>password</key>\n<string>{}</string>",
    "hcl": 'master_password = "{}"',
    "sql": "CREATE USER app IDENTIFIED BY '{}';",
    "sql with": "ALTER ROLE app WITH PASSWORD '{}';",
    "dockerfile": "ENV DB_PASSWORD={}",
    "dockerfile with a space": "ENV DB_PASSWORD {}",
    "header": "X-Api-Key: {}",
    "bearer": "Authorization: Bearer {}",
    "query": "https://api.corp.test/v1?access_token={}&page=2",
    "url": "postgres://app:{}@db.corp.test:5432/app",
    "git credentials": "https://deploy:{}@git.corp.test",
    "netrc": "machine git.corp.test login app password {}",
    "kubeconfig": "    client-key-data: {}",
    "docker auth": '"auth": "{}"',
    "notebook": '"password = \\"{}\\"\\n",',
    "comparison": 'if password == "{}":',
    "comparison from the left": 'if ("{}" == password) {{',
}
OPTIONS = {
    "curl ": "-u app:{}",
    "sshpass ": "-p {}",
    **dict.fromkeys(("mysql ", "mysqldump ", "mysqladmin ", "mariadb "), "-u app -p{} db"),
    **dict.fromkeys(("docker login ", "podman login ", "helm registry login ", "az login "), "-u app -p {}"),
    **dict.fromkeys(("redis-cli ", "rediscli_auth "), "-a {} ping"),
    **dict.fromkeys(("ldapsearch ", "ldapadd ", "ldapmodify "), "-x -w {}"),
    **dict.fromkeys(("mongo ", "mongosh ", "mongodump ", "twine "), "--username app -p {} db"),
    "zip ": "-P {} a.zip b",
    "sqlcmd ": "-S host -U app -P {}",
    "7z ": "x -p{} a.7z",
    "openssl ": "enc -aes-256-cbc -k {} -in a",
    "htpasswd ": "-bc users app {}",
    "vault login ": "-no-print {}",
    "vault operator unseal ": "{}",
    "lftp ": "-u app,{} host",
    "gh secret set ": "DEPLOY --repo a/b --body {}",
    "net use ": "Z: //host/share /user:app {}",
    "smbclient ": "//host/share -U app%{}",
    "convertto-securestring ": "-String '{}' -AsPlainText",
}


def candidates(text: str, *, quick: bool = False, ending: str = "") -> list[Candidate]:
    return list(every(Text(text), _sorted_hits(text)[1], quick, ending))


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_value_is_read_from_every_common_syntax(syntax: str) -> None:
    text = "first line\n" + SYNTAXES[syntax].format(VALUE) + "\nlast line\n"
    found = candidates(text)

    assert VALUE in [candidate.value for candidate in found]
    assert all(text[candidate.start : candidate.end] == candidate.value for candidate in found)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_value_is_read_from_the_options_of_a_command(command: str) -> None:
    assert [candidate.value for candidate in candidates(command + OPTIONS[command].format(VALUE))][:1] == [VALUE]


@pytest.mark.parametrize("call", CALLS)
def test_a_value_is_read_from_the_arguments_of_a_call(call: str) -> None:
    arguments = ", ".join(["'user'"] * CALLS[call] + [f'"{VALUE}"'])

    assert VALUE in [candidate.value for candidate in candidates(f"x = {call}{arguments})")]


@pytest.mark.parametrize(
    "text", ["mysql -P 3306", "curl -u $USER:$PASS x", "docker login -u app --password-stdin", "curl x; y -u a:b"]
)
def test_an_option_without_a_password_has_none(text: str) -> None:
    assert [
        candidate for candidate in candidates(text) if candidate.value == "3306" or candidate.name == "password"
    ] == []


PIECES = st.sampled_from(
    [
        "password",
        "key",
        " = ",
        ": ",
        "'",
        '"',
        "\\",
        "\n",
        "(",
        ")",
        "{",
        "==",
        "://",
        "@",
        "Bearer ",
        "curl ",
        "-u ",
        "a1B",
        "é",
        "=>",
        ",",
    ]
)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join))
def test_a_value_is_where_it_is_said_to_be(text: str) -> None:
    for candidate in candidates(text):
        assert text[candidate.start : candidate.end] == candidate.value


def kept(text: str, path: Path, quick: bool) -> set[tuple[int, int]]:
    ending = path.suffix[1:]
    found = set()
    for candidate in candidates(text, quick=quick, ending=ending):
        start = text.rfind("\n", 0, candidate.start) + 1
        stop = text.find("\n", candidate.start)
        before = text[max(start, candidate.start - BEFORE) : candidate.start]
        after = text[candidate.end : min(stop if stop >= 0 else len(text), candidate.end + AFTER)]
        if not dismissal(candidate, before, after[len(candidate.quote) :], ending):
            found.add((candidate.start, candidate.end))
    return found


FOLDERS = (ROOT / "hooks", ROOT / "tests", ROOT / "docs", Path(email.__file__).parent, Path(http.__file__).parent)


def test_a_quick_look_passes_over_nothing_that_would_be_weighed() -> None:
    files = [path for folder in FOLDERS for path in sorted(folder.rglob("*.*")) if path.suffix in (".py", ".md", ".sh")]
    weighed = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        full = kept(text, path, quick=False)
        weighed += len(full)

        assert kept(text, path, quick=True) == full, path
    assert weighed > 100


@pytest.mark.parametrize("wrapped", ["decode('{}')", 'Some("{}")', "os.environ.get('X', '{}')", "str ('{}')"])
def test_a_quick_look_at_a_program_sees_what_a_call_wraps(wrapped: str) -> None:
    text = "key = value\n" * 60 + "password = " + wrapped.format(VALUE)

    assert VALUE in [candidate.value for candidate in candidates(text, quick=True, ending="py")]


@pytest.mark.parametrize(
    "unit",
    [
        "password=",
        "password ",
        "key: {",
        "key: '",
        'token = "',
        "://a:",
        "Bearer ",
        "curl ",
        "curl -u ",
        "mysql -",
        "eyJ",
        "secret=x,",
        "==password",
        "auth=(",
        "key\\",
        "|password|x",
        "x:abcd@tcp(",
        "nkey ",
        "password:\n- ",
    ],
)
@pytest.mark.parametrize("length", [40_000, pytest.param(400_000, marks=pytest.mark.slow)])
def test_a_hostile_line_takes_linear_time(unit: str, length: int) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        hits = _sorted_hits(text)[1]
        return processor_seconds(lambda: list(every(Text(text), hits)))

    assert seconds(length) < 12 * max(seconds(length // 4), 0.01)
