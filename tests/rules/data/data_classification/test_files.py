"""Files that may not enter git: by path, by name, by their columns; and what looks like one and is let pass."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.data.data_classification import check
from govhooks.rules.data.data_classification.policy import Policy

DEFAULTS = Policy()
PEOPLE = b"id,email,first_name,ssn\n1,anna.k@firma.de,Anna,\n2,bo@post.dk,Bo,\n"
REGISTER = Policy(
    fields_={"email": "confidential", "shoe_size": "restricted"}, paths={"ref/**": "public", "vault/": "restricted"}
)


def judge(*changes: Change, policy: Policy = DEFAULTS) -> list[Finding]:
    """What is said of the files; of the models in them see test_model_fields.py."""
    return list(check(Changeset(changes), policy.but(unregistered="off", unclassified="off")))


def new(path: str, data: bytes = b"x") -> Change:
    return Change("A", path, new=data)


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook as spreadsheet programs write it: strings shared, cells that refer to them."""
    strings = [cell for row in rows for cell in row]
    shared = "".join(f"<si><t>{one}</t></si>" for one in strings)
    at = iter(range(len(strings)))
    body = "".join("<row>" + "".join(f'<c r="A1" t="s"><v>{next(at)}</v></c>' for _ in row) + "</row>" for row in rows)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{body}</sheetData></worksheet>")
    return data.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("content.xml", f'<x><table:table table:name="a">{cells}</table:table></x>')
    return data.getvalue()


def sqlite(tmp: Path, *statements: str) -> bytes:
    path = tmp / "x.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


RECORDS = json.dumps([{"email": f"p{at}@firma.de", "phone": "030 1", "name": "x"} for at in range(30)]).encode()
SHEET = [["id", "email", "birth_date"], ["1", "anna.k@firma.de", "1980-01-02"]]
REFUSED = {
    "users.csv": PEOPLE,
    "data/customers.tsv": b"id\temail\tlast_name\n1\tanna.k@firma.de\tK\n",
    "report.xlsx": xlsx(SHEET),
    "report.ods": ods(SHEET),
    "exports/all.ndjson": b'{"email": "a.b@firma.de", "phone": "0301"}\n',
    "crm.json": RECORDS,
    "backup.sql.gz": b"\x1f\x8b",
    "db/prod.dump": b"PGDMP\0",
    "nightly_backup.bak": b"\0\1",
    "customers_dump.bson": b"\1",
    "dump.sql": b"CREATE TABLE users (id int, email text, ssn text);\nINSERT INTO users VALUES (1, 'a@firma.de', 'x');\n",
    "pg.sql": b"COPY public.users (id, email, first_name) FROM stdin;\n1\ta@firma.de\tA\n\\.\n",
    "private/contract.pdf": b"%PDF",
    "exports/gdpr_export_17.zip": b"PK",
    "customer-export-2024.zip": b"PK",
}
PASSED = {
    "countries.csv": b"code,name,population\nDE,Germany,83\n",
    "template.csv": b"email,first_name,last_name\n",
    "sample.csv": b"email,first_name\njane.doe@example.com,Jane\n",
    "tests/fixtures/users.csv": PEOPLE,
    "ref/postal.csv": PEOPLE,
    "package.json": b'{"name": "x", "contributors": [{"name": "A", "email": "a@firma.de"}]}',
    "schema.sql": b"CREATE TABLE users (id int, email text, ssn text);\n",
    "seed.sql": b"INSERT INTO countries (code, title) VALUES ('DE', 'Germany');\n",
    "assets/fonts.zip": b"PK",
    "docs/manual.pdf": b"%PDF",
    "words.db": b"\0\1\2",
    "src/private/api.py": b"x = 1\n",
    "src/private/tsconfig.json": b"{}",
    "app/export/users.py": b"def export(): pass\n",
}


@each(REFUSED.items())
def test_files_of_people_are_refused(path: str, data: bytes) -> None:
    (finding,) = judge(new(path, data))

    assert finding.path == path and finding.blocks
    assert b"firma" not in (finding.problem + finding.fix + finding.identity).encode()


@each(PASSED.items())
def test_other_files_are_let_pass(path: str, data: bytes) -> None:
    assert judge(new(path, data), policy=REGISTER if path.startswith("ref/") else Policy()) == []


def test_one_personal_column_is_flagged_and_the_register_is_asked() -> None:
    sizes = b"id,shoe_size\n1,43\n"

    assert [finding.blocks for finding in judge(new("list.csv", b"id,email\n1,anna.k@firma.de\n"))] == [False]
    assert judge(new("sizes.csv", sizes)) == []
    assert [finding.blocks for finding in judge(new("sizes.csv", sizes), policy=REGISTER)] == [True]


def test_a_path_of_the_policy_decides() -> None:
    assert [finding.problem for finding in judge(new("vault/x.bin"), policy=REGISTER)] == [
        "this file is restricted (paths), and restricted files stay out of git"
    ]
    assert judge(Change("M", "vault/x.bin", new=b"y", old=[b"x"]), policy=REGISTER) == []
    assert judge(new("vault/x.bin"), policy=REGISTER.but(keep_out=("confidential",))) == []
    assert judge(new("vault/x.bin"), policy=REGISTER.but(files="off")) == []
    assert [finding.blocks for finding in judge(new("vault/x.bin"), policy=REGISTER.but(files="flag"))] == [False]


def test_a_change_answers_for_the_columns_it_adds() -> None:
    old = b"id,email,last_name\n1,anna.k@firma.de,K\n"

    assert judge(Change("M", "a.csv", new=old + b"2,bo@post.dk,B\n", old=[old])) == []
    assert [finding.problem for finding in judge(Change("M", "a.csv", new=PEOPLE, old=[b"id\n1\n"]))] == [
        "table with personal columns: email, first_name"
    ]


def test_a_database_shows_its_columns(tmp_path: Path) -> None:
    people = sqlite(
        tmp_path, "CREATE TABLE IF NOT EXISTS members (id INTEGER, email TEXT, birth_date TEXT, PRIMARY KEY (id))"
    )
    words = sqlite(tmp_path, "CREATE TABLE words (id INTEGER, word TEXT)")

    assert [finding.problem for finding in judge(new("app.db", people))] == [
        "database with personal columns: birth_date, email"
    ]
    assert judge(new("app.db", words)) == []


def test_what_cannot_be_looked_into_is_said() -> None:
    assert [(finding.problem, finding.blocks) for finding in judge(new("a.xlsx", b"PK broken"))] == [
        ("cannot look into this table: not a spreadsheet: File is not a zip file", False)
    ]
    assert [finding.blocks for finding in judge(new("a.xls", b"\xd0\xcf"))] == [False]


def test_numbers_of_cards_and_people_are_said_once_for_a_file() -> None:
    card = "4539 1488 " + "0343 6459"
    other = "5425 2334 3010 " + "9911"
    spanish = "54362315" + "K"
    text = f"a = '{card}'\nb = '{card}'\nc = '{other}'\ndni = '{spanish}'\n".encode()

    assert [(finding.line, finding.problem, finding.blocks) for finding in judge(new("a.py", text))] == [
        (1, "2 numbers with a valid checksum: payment card number (lines 1, 2, 3)", True),
        (4, "Spanish DNI or NIE with a valid checksum", True),
    ]
    assert judge(new("tests/a.py", text)) == []
    assert judge(new("poetry.lock", text)) == []
    assert judge(Change("M", "a.py", new=b"# x\n" + text[::1] + b"\n", old=[text])) == []
    assert judge(new("a.py", text), policy=Policy(literals="off")) == []


def test_an_iban_is_flagged() -> None:
    (finding,) = judge(new("invoice.html", ("IBAN DE81 5121 0800 1245 " + "1261 88").encode()))

    assert (finding.problem, finding.blocks) == ("IBAN with a valid checksum", False)


def test_a_file_that_only_moves_is_no_news_and_one_that_leaves_the_fixtures_is() -> None:
    moved = Change("R", "b/a.csv", "a.csv", new=PEOPLE, old=[PEOPLE])
    left = Change("R", "a.csv", "fixtures/a.csv", new=PEOPLE, old=[PEOPLE])

    assert judge(moved) == []
    assert [finding.blocks for finding in judge(left)] == [True]


def test_a_title_may_stand_above_the_heading() -> None:
    table = b"Report 2026\n\nid;email;last_name\n1;anna.k@firma.de;K\n2;bo@post.dk;B\n"

    assert [finding.problem for finding in judge(new("a.csv", table))] == [
        "table with personal columns: email, last_name"
    ]


def test_no_odd_byte_and_no_long_line_hides_a_card() -> None:
    card = "4539 1488 " + "0343 6459"
    spelled = (
        f"x = '{card}'\n\0".encode(),
        f"x = '{card}'\n".encode("utf-16"),
        b"[" + b'{"v": 1.5}, ' * 2000 + f'{{"card": "{card}"}}]'.encode(),
    )

    for data in spelled:
        assert [finding.problem for finding in judge(new("a.py", data))] == [
            "payment card number with a valid checksum"
        ]


@pytest.mark.slow
def test_no_size_hides_people() -> None:
    card = "4539 1488 " + "0343 6459"
    rows = PEOPLE + b"3,c.d@firma.de,C,\n" * 1_200_000

    assert len(rows) > 16 << 20
    assert [finding.problem for finding in judge(new("a.csv", rows))] == [
        "table with personal columns: email, first_name"
    ]
    assert [finding.line for finding in judge(new("a.txt", b"some text\n" * 1_800_000 + f"{card}\n".encode()))] == [
        1_800_001
    ]


def test_other_numbers_are_another_finding() -> None:
    one, two = (
        judge(new("a.py", f"x = '{card}'\n".encode()))[0]
        for card in ("4539 1488 " + "0343 6459", "5425 2334 3010 " + "9911")
    )

    assert one.fingerprint != two.fingerprint and one.guessable
