"""HCL: values that were written are read again, python-hcl2 is the oracle of structure, and a table says where lines are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers.trees import paths

from govhooks.readers import read
from govhooks.readers.document import Tagged

TEXT = b"""\
# comment
terraform {
  required_version = ">= 1.0" // x
  required_providers { aws = { source = "hashicorp/aws", version = "~> 5" } }
}
variable "x" { type = list(string) }
resource "aws_iam_policy" "p" {
  count = var.on ? 1 : 0 # c
  name  = "p-${var.name}-${lookup(var.m, "a}", "b")}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:*"], Resource = "*" }, # all
      {
        "Effect" : "Deny"
        Action   = [for a in var.actions : "s3:${a}" if a != ""]
        Resource = [
          aws_s3_bucket.b.arn, # the bucket
          "${aws_s3_bucket.b.arn}/*",
        ]
      }
    ]
  })
  ingress {
    cidr_blocks = ["0.0.0.0/0"]
    from_port = -1
    f = 1.5e3
  }
  ingress {
    cidr_blocks = concat(["10.0.0.0/8"], var.more...)
  }
  doc = <<-EOT
      {
        "a": "$${x}"
      }
    EOT
  tags = merge(local.tags, {
    (var.key) = "v"
    "x y" = null
  })
  e = "a\\"b\\n\\u00e9"
}
resource aws_iam_policy q {}
locals {
  b = [1, true, { x = 1 }]
  s = "x"["y"]
  q = !var.x
  m = { for k, v in var.y : k => v }
  p = provider::aws::arn_parse("x")
}
"""
POLICY = {
    "count": "${var.on ? 1 : 0}",
    "name": 'p-${var.name}-${lookup(var.m, "a}", "b")}',
    "policy": Tagged(
        "jsonencode",
        [
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"},
                    {
                        "Effect": "Deny",
                        "Action": '${[for a in var.actions : "s3:${a}" if a != ""]}',
                        "Resource": ["${aws_s3_bucket.b.arn}", "${aws_s3_bucket.b.arn}/*"],
                    },
                ],
            }
        ],
    ),
    "ingress": [
        {"cidr_blocks": ["0.0.0.0/0"], "from_port": -1, "f": 1500.0},
        {"cidr_blocks": Tagged("concat", [["10.0.0.0/8"], "${var.more...}"])},
    ],
    "doc": '{\n  "a": "$${x}"\n}\n',
    "tags": Tagged("merge", ["${local.tags}", {"${(var.key)}": "v", "x y": None}]),
    "e": 'a"b\né',
}


def test_values() -> None:
    (side,) = read("hcl", TEXT)

    assert side.value == {
        "terraform": [
            {
                "required_version": ">= 1.0",
                "required_providers": [{"aws": {"source": "hashicorp/aws", "version": "~> 5"}}],
            }
        ],
        "variable": {"x": [{"type": Tagged("list", ["${string}"])}]},
        "resource": {"aws_iam_policy": {"p": [POLICY], "q": [{}]}},
        "locals": [
            {
                "b": [1, True, {"x": 1}],
                "s": '${"x"["y"]}',
                "q": "${!var.x}",
                "m": "${{ for k, v in var.y : k => v }}",
                "p": Tagged("provider::aws::arn_parse", ["x"]),
            }
        ],
    }


LINES = (
    (("terraform", 0, "required_providers", 0, "aws", "version"), 4),
    (("resource",), 7),
    (("resource", "aws_iam_policy", "p"), 7),
    (("resource", "aws_iam_policy", "p", 0, "policy", 0, "Statement", 0, "Action", 0), 13),
    (("resource", "aws_iam_policy", "p", 0, "policy", 0, "Statement", 1, "Effect"), 15),
    (("resource", "aws_iam_policy", "p", 0, "policy", 0, "Statement", 1, "Resource", 1), 19),
    (("resource", "aws_iam_policy", "p", 0, "ingress", 1), 29),
    (("resource", "aws_iam_policy", "p", 0, "doc"), 32),
    (("resource", "aws_iam_policy", "p", 0, "tags", 1, "x y"), 39),
    (("resource", "aws_iam_policy", "q", 0), 43),
    (("locals", 0, "b", 2, "x"), 45),
    (("locals", 0, "m"), 48),
)


@pytest.mark.parametrize(("path", "line"), LINES)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_lines(path: tuple[str | int, ...], line: int, end: bytes) -> None:
    (side,) = read("hcl", TEXT.replace(b"\n", end))

    assert side.lines[path] == line


_NAMES = st.from_regex(r"[a-z_][a-z0-9_-]{0,3}", fullmatch=True)
_KEYS = st.text("ab.\"' :#-=${}é\n", min_size=1, max_size=3)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("x]}#,:-'\" \n\\é<=/*", max_size=6)
    | st.sampled_from(['${a["}"]}', "$${x}", "${a}-${b}", "%{ if x }y%{ endif }", "$", "{", "a$"])
)
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)
_BODIES = st.dictionaries(_NAMES, _VALUES, max_size=4)


def quoted(text: str) -> str:
    """A text as HCL has it; what is in `${...}` stays as it is."""
    parts = re.split(r'(\$\{a\["\}"\]\})', text)
    return '"' + "".join(part if index % 2 else json.dumps(part)[1:-1] for index, part in enumerate(parts)) + '"'


def written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ # }\n" + ",\n".join(f"{quoted(key)} = {written(item)}" for key, item in value.items()) + "\n}"
    if isinstance(value, list):
        return "[" + ", // ]\n".join(map(written, value)) + "\n]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def _opens(value: Any) -> bool:
    """Whether a text opens a template that it does not close, which no quoted text of HCL can."""
    texts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return any(
        _opens(one)
        if isinstance(one, (dict, list))
        else isinstance(one, str)
        and "${" in one.replace("$${", "")
        and not re.fullmatch(r'\$\{a\["\}"\]\}|\$\{a\}-\$\{b\}', one)
        for one in texts
    )


@given(body=_BODIES.filter(lambda body: not _opens(body)))
def test_what_is_written_is_read_again(body: dict[str, Any]) -> None:
    text = "".join(f"{name} = {written(value)} # x\n" for name, value in body.items()) + 'b "l" {\n x = 1 \n}\n'
    if "b" in body:
        text = text[: text.rindex("b ")]
    (side,) = read("hcl", text.encode())
    wanted = body if "b" in body else {**body, "b": {"l": [{"x": 1}]}}

    assert not side.error, text
    assert repr(side.value) == repr(wanted)
    assert set(side.lines) == paths(wanted)
    for name in body:
        assert text.split("\n")[side.line((name,)) - 1].startswith(f"{name} = ")


def plain(value: Any) -> Any:
    """What python-hcl2 reads, in the shape of ours."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str) and value[:1] == value[-1:] == '"' and "<<" not in value:
        return value[1:-1].replace('\\"', '"')
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if key.startswith("__"):
            continue
        if isinstance(inner, list) and inner and all(isinstance(one, dict) and is_block(one) for one in inner):
            for block in inner:
                put(found, key, block)
        else:
            found[plain(key)] = plain(inner)
    return found


def is_block(value: dict[str, Any]) -> bool:
    if "__is_block__" in value:
        return True
    inner = [one for key, one in value.items() if not key.startswith("__")]
    return len(inner) == 1 and isinstance(inner[0], dict) and is_block(inner[0])


def put(around: dict[str, Any], key: str, block: dict[str, Any]) -> None:
    if "__is_block__" in block:
        around.setdefault(plain(key), []).append(plain(block))
    else:
        ((label, inner),) = [(name, one) for name, one in block.items() if not name.startswith("__")]
        put(around.setdefault(plain(key), {}), label, inner)


ORACLE = (
    'resource "a" "b" {\n  x = 1\n  y = [1, "z", true, null]\n}\nresource "a" "c" {}\ndata "a" "b" {\n  z = { a = 1, "b c" = [] }\n}\n',
    'a = "x"\nb {\n  c "d" {\n    e = false\n  }\n  c "f" {\n  }\n}\nb {\n  g = "h-${var.x}"\n}\n',
    "x = [\n  1,\n  # two\n  2,\n]\ny = {\n  a = {\n    b = -1\n  }\n}\n",
    'm "s" {\n  source = "./x"\n  for_each = var.y\n  t = a.b[0].c\n  u = x ? y : z\n  v = !w\n}\n',
)


@pytest.mark.parametrize("text", ORACLE, ids=range(len(ORACLE)))
def test_structure_is_that_of_python_hcl2(text: str) -> None:
    hcl2 = pytest.importorskip("hcl2")
    (side,) = read("hcl", text.encode())

    assert side.value == plain(hcl2.loads(text))


BROKEN = (
    (b"a = \n", 1, "expected a value"),
    (b"a = 1\nb\n", 2, "expected `=` of an argument, or `{` of a block"),
    (b"a {\n  b = 1\n", 3, "expected }"),
    (b"a = 1\na = 2\n", 2, "`a` is given twice"),
    (b"a = 1\na {\n}\n", 2, "`a` is an argument and a block"),
    (b"a {}\na = 1\n", 2, "`a` is given twice"),
    (b'a {}\na "b" {}\n', 2, "`a` has labels here and none elsewhere"),
    (b'a "b" {}\na {}\n', 2, "`a` has labels elsewhere and none here"),
    (b'a = "x\n"\n', 1, "a string that is not closed"),
    (b'\na = "${x\n\n', 2, "a string that is not closed"),
    (b'a = "\\q"\n', 1, "`\\q` in a text"),
    (b"a = [1,\n", 2, "expected `]`"),
    (b"a = { b }\n", 1, "expected a key, or `}`"),
    (b"a = <<X\nb\n", 1, "a heredoc that does not end: expected X"),
    (b"a = (1 + ]\n", 1, "`]` closes nothing"),
    (b"a = (1 +\n", 2, "expected `)`"),
    (b"a = 1 }\n", 1, "expected the end of the line"),
    (b"}\n", 1, "expected an argument or a block"),
    (b'a = "\\UFFFFFFFF"\n', 1, "a character that does not exist"),
    (b"a = \xff\n", 1, "not UTF-8"),
)
HOSTILE = (
    b"a = " + b"[" * 5000,
    b"a = " + b"[" * 100 + b"]" * 100,
    b"a {\n" * 5000,
    b"a = " + b"f(" * 5000,
    b"a = " + b"{b=" * 5000,
    b'a = "' + b'${"' * 50_000,
    b"a = " + b"(" * 50_000,
    b"a = " + b"9" * 5000,
    b"a = <<X\n" * 5000,
    b"a = /*" * 50_000,
    b"a " + b'"b" ' * 50_000,
)


@pytest.mark.parametrize(("data", "line", "error"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_said_with_its_line(data: bytes, line: int, error: str) -> None:
    (side,) = read("hcl", data)

    assert error in side.error
    assert side.error_line == line


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_said(data: bytes) -> None:
    (side,) = read("hcl", data)

    assert side.error.startswith("not valid HCL: ")


def test_brackets_in_expressions_take_linear_work() -> None:
    (side,) = read("hcl", b"a = " + b"[(" * 40 + b"1" + b") + 1]" * 40)

    assert side.at(("a", 0)).startswith("${([(")


def test_the_native_and_the_json_syntax_read_alike() -> None:
    """https://developer.hashicorp.com/terraform/language/syntax/json"""
    (native,) = read("hcl", b'resource "a" "b" {\n  x = var.y\n  z = "${var.y}-1"\n  n {\n    k = 1\n  }\n}\n')
    (other,) = read("json", b'{"resource": {"a": {"b": [{"x": "${var.y}", "z": "${var.y}-1", "n": [{"k": 1}]}]}}}')

    assert native.value == other.value
