"""Random programs in which a classified value does or does not reach a sink, as Python and as JavaScript; and what they do when they run.

A program is a list of statements as tuples; `python` and `script` write it out. Wherever it may go one way or the other it asks
`flip()`, which is answered in every possible way: a sink leaks if the sentinel reaches it on any of the ways.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import warnings
from types import SimpleNamespace
from typing import Any

SENTINEL = "somebody-4711@mail.test"
SOURCES = ("email", "user.email", 'row["email"]', "user.profile.email")
CLEAN = ('"text"', "count", "user.id", 'row["plan"]', "email_id", "user.has_email")
VARIABLES = ("v0", "v1", "v2", "email")
TABLES = ("d0", "d1")
KEYS = ("a", "b")
# How often a program may ask `flip`, and how many ways are followed.
DEEPEST, MOST = 12, 1000

# (Python, JavaScript): what hands a value on, and what cleans it.
HANDING = (
    ("str({})", "String({})"),
    ("{}.strip()", "{}.trim()"),
    ('f"<{{{}}}>"', "`<${{{}}}>`"),
    ('"{{}} x".format({})', "`${{{}}} x`"),
    ('("of %s" % {})', '"of ".concat({})'),
    ('("<" + {})', '("<" + {})'),
    ("json.dumps([{}])", "JSON.stringify([{}])"),
    ('", ".join([{}, "b"])', '[{}, "b"].join(", ")'),
    ('", ".join(one for one in [{}])', '[{}].map((one) => one).join(", ")'),
    ('{{"k": {}}}["k"]', '({{ k: {} }}).k'),
    ('["x", {}][1]', '["x", {}][1]'),
)  # fmt: skip
CLEANING = (
    ("mask({})", "mask({})"),
    ("str(len({}))", "String({}.length)"),
    ("str({} is None)", "String({} === null)"),
    ('str({} == "x")', 'String({} == "x")'),
    ("sha256({})", "sha256({})"),
    ("{}[-4:]", "{}.slice(-4)"),
    ("{}[:3]", "{}.slice(0, 3)"),
    ('{{"k": {}, "l": "x"}}["l"]', '({{ k: {}, l: "x" }}).l'),
    ('["x", {}][0]', '["x", {}][0]'),
    ("str(bool({}))", "String(Boolean({}))"),
    ("redact_text({})", "redactText({})"),
    ('", ".join(mask(one) for one in [{}])', '[{}].map((one) => mask(one)).join(", ")'),
)
SINKS = (
    ("logger.info({})", "logger.info({})"),
    ('logger.info("x %s", {})', 'logger.info("x", {})'),
    ('logger.warning(f"x {{{}}}")', "logger.warn(`x ${{{}}}`)"),
    ('logger.error("x %s" % {})', 'logger.error("x " + {})'),
    ('logger.debug("x", extra={{"k": {}}})', 'logger.debug("x", {{ k: {} }})'),
    ('logger.info("x {{}}".format({}))', "logger.info({{ k: {{ l: {} }} }})"),
    ("print({})", "console.log({})"),
    ('print("x", {})', 'console.error("x", {})'),
    ("logger.bind(k={}).info('x')", "logger.log({})"),
)

Statement = tuple[Any, ...]


def program(seed: int) -> list[Statement]:
    """The statements of a program."""
    return _Made(random.Random(seed)).body(0, False, 7)


class _Made:
    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._flips = 0
        self._each = 0
        self._inside: list[str] = []

    def body(self, deep: int, in_loop: bool, size: int) -> list[Statement]:
        return [self._statement(deep, in_loop) for _ in range(self._dice.randint(2 if deep else 4, size))]

    def _statement(self, deep: int, in_loop: bool) -> Statement:
        dice = self._dice
        kinds = ["set"] * 5 + ["sink"] * 6 + ["table", "put", "drop", "unpack", "add", "sinktable", "walrus"]
        if deep < 3 and self._flips < 5:
            kinds += ["if"] * 4 + ["loop", "each", "try"] * 2
            kinds += ["stop"] * 2 if in_loop else ["leave"]
        kind = dice.choice(kinds)
        table, key = dice.choice(TABLES), dice.choice(KEYS)
        if kind in ("set", "add", "walrus"):
            name = dice.choice(VARIABLES)
            return kind, name, self._email() if name == "email" else self._expression(0)
        if kind == "sink":
            return kind, dice.randrange(len(SINKS)), self._expression(1)
        if kind == "sinktable":
            return kind, table
        if kind == "table":
            return kind, table, self._expression(1), self._expression(1)
        if kind == "put":
            return kind, table, key, self._expression(1)
        if kind == "drop":
            return kind, table, key
        if kind == "unpack":
            first, second = dice.sample(VARIABLES, 2)
            return (
                kind,
                first,
                second,
                *(self._email() if one == "email" else self._expression(1) for one in (first, second)),
            )
        self._flips += 1
        if kind == "if":
            return kind, self.body(deep + 1, in_loop, 3), self.body(deep + 1, in_loop, 3) if dice.random() < 0.6 else []
        if kind == "loop":
            return kind, self.body(deep + 1, True, 3)
        if kind == "each":
            self._each += 1
            name = f"x{self._each}"
            values = [self._expression(1) for _ in range(2)]
            self._inside.append(name)
            inner = self.body(deep + 1, False, 3)
            self._inside.pop()
            return kind, name, values, inner
        if kind == "try":
            # An error may come between any two statements: those in there are simple ones.
            return kind, self.body(9, False, 3), self.body(deep + 1, in_loop, 2), dice.random() < 0.3
        return (dice.choice(("break", "continue")),) if kind == "stop" else ("leave",)

    def _email(self) -> tuple[Any, ...]:
        """What a variable that is called `email` gets: one, or what is surely none."""
        if self._dice.random() < 0.5:
            return "leaf", self._dice.choice((*SOURCES, '"text"'))
        return "clean", self._dice.randrange(len(CLEANING)), self._expression(1)

    def _expression(self, deep: int) -> tuple[Any, ...]:
        dice = self._dice
        roll = dice.random()
        if deep < 3 and roll < 0.45:
            kind = dice.choice(("hand", "hand", "clean", "pick", "cat"))
            if kind == "hand":
                return kind, dice.randrange(len(HANDING)), self._expression(deep + 1)
            if kind == "clean":
                return kind, dice.randrange(len(CLEANING)), self._expression(deep + 1)
            if kind == "pick" and self._flips < 5:
                self._flips += 1
                return kind, self._expression(deep + 1), self._expression(deep + 1)
            return "cat", self._expression(deep + 1), self._expression(deep + 1)
        if roll < 0.6:
            return "leaf", dice.choice(SOURCES)
        if roll < 0.7:
            return "leaf", dice.choice(CLEAN)
        if roll < 0.8:
            return "get", dice.choice(TABLES), dice.choice(KEYS)
        return "leaf", dice.choice((*VARIABLES, *self._inside))


def _expression(node: tuple[Any, ...], language: int) -> str:
    kind = node[0]
    if kind == "leaf":
        text: str = node[1]
        if language == 0:
            return text
        return text.replace('row["email"]', "row.email").replace("email_id", "emailId").replace("has_email", "hasEmail")
    if kind == "get":
        return f'{node[1]}.get("{node[2]}", "none")' if language == 0 else f'({node[1]}.{node[2]} ?? "none")'
    if kind in ("hand", "clean"):
        inner = _expression(node[2], language)
        form = (HANDING if kind == "hand" else CLEANING)[node[1]][language]
        if "{{{" in form and language == 0:  # an expression in an f-string: older Pythons want other quotes in it
            return f'("<" + {inner} + ">")' if '"' in inner or "'" in inner else form.format(inner)
        return form.format(f"({inner})" if inner[:1] in "`(" else inner)
    if kind == "cat":
        return f"({_expression(node[1], language)} + {_expression(node[2], language)})"
    first, second = _expression(node[1], language), _expression(node[2], language)
    return f"({first} if flip() else {second})" if language == 0 else f"(flip() ? {first} : {second})"


def python(body: list[Statement]) -> str:
    """The program as Python."""
    lines = ["def main(email, user, row, count, email_id):", '    v0 = v1 = v2 = "start"', "    d0, d1 = {}, {}"]
    _python(body, lines, "    ")
    return "\n".join(lines) + "\n"


def _python(body: list[Statement], lines: list[str], indent: str) -> None:
    inner = indent + "    "
    for node in body:
        kind, say = node[0], [_expression(one, 0) for one in node[1:] if isinstance(one, tuple)]
        if kind == "set":
            lines.append(f"{indent}{node[1]} = {say[0]}")
        elif kind == "add":
            lines.append(f"{indent}{node[1]} += {say[0]}")
        elif kind == "walrus":
            lines.append(f"{indent}if ({node[1]} := {say[0]}) is None: pass")
        elif kind == "sink":
            form = SINKS[node[1]][0]
            inside = '"' in say[0] or "'" in say[0]
            lines.append(
                indent + (f'logger.warning("x " + {say[0]})' if "{{{" in form and inside else form.format(say[0]))
            )
        elif kind == "sinktable":
            lines.append(f'{indent}logger.info("%s", {node[1]})')
        elif kind == "table":
            lines.append(f'{indent}{node[1]} = {{"a": {say[0]}, "b": {say[1]}}}')
        elif kind == "put":
            lines.append(f'{indent}{node[1]}["{node[2]}"] = {say[0]}')
        elif kind == "drop":
            lines.append(f'{indent}{node[1]}.pop("{node[2]}", None)')
        elif kind == "unpack":
            lines.append(f"{indent}{node[1]}, {node[2]} = {say[0]}, {say[1]}")
        elif kind == "if":
            lines.append(f"{indent}if flip():")
            _python(node[1], lines, inner)
            if node[2]:
                lines.append(f"{indent}else:")
                _python(node[2], lines, inner)
        elif kind == "loop":
            lines.append(f"{indent}while flip():")
            _python(node[1], lines, inner)
        elif kind == "each":
            lines.append(
                f"{indent}for {node[1]} in ([{', '.join(_expression(one, 0) for one in node[2])}] * 2 if flip() else []):"
            )
            _python(node[3], lines, inner)
            lines += [f"{inner}if flip():", f"{inner}    break"]
        elif kind == "try":
            lines += [f"{indent}try:", f"{inner}boom(flip())"]
            for one in node[1]:
                _python([one], lines, inner)
                lines.append(f"{inner}boom(flip())")
            lines.append(f"{indent}except Bang:")
            _python(node[2], lines, inner)
            if node[3]:
                lines += [f"{indent}finally:", f"{inner}v0 = mask(v0)"]
        else:
            lines += [f"{indent}if flip():", f"{inner}{'return' if kind == 'leave' else kind}"]


def script(body: list[Statement]) -> str:
    """The program as JavaScript."""
    lines = [
        "function main(email, user, row, count, emailId) {",
        '  let v0 = "start", v1 = "start", v2 = "start";',
        "  let d0 = {}, d1 = {};",
    ]
    _script(body, lines, "  ")
    return "\n".join([*lines, "}"]) + "\n"


def _script(body: list[Statement], lines: list[str], indent: str) -> None:
    inner = indent + "  "
    for node in body:
        kind, say = node[0], [_expression(one, 1) for one in node[1:] if isinstance(one, tuple)]
        if kind == "set":
            lines.append(f"{indent}{node[1]} = {say[0]};")
        elif kind == "add":
            lines.append(f"{indent}{node[1]} += {say[0]};")
        elif kind == "walrus":
            lines.append(f"{indent}if (({node[1]} = {say[0]}) === null) {{ }}")
        elif kind == "sink":
            lines.append(f"{indent}at = {len(lines) + 1}; {SINKS[node[1]][1].format(say[0])};")
        elif kind == "sinktable":
            lines.append(f"{indent}at = {len(lines) + 1}; logger.info({{ ...{node[1]} }});")
        elif kind == "table":
            lines.append(f"{indent}{node[1]} = {{ a: {say[0]}, b: {say[1]} }};")
        elif kind == "put":
            lines.append(f'{indent}{node[1]}["{node[2]}"] = {say[0]};')
        elif kind == "drop":
            lines.append(f"{indent}delete {node[1]}.{node[2]};")
        elif kind == "unpack":
            lines.append(f"{indent}[{node[1]}, {node[2]}] = [{say[0]}, {say[1]}];")
        elif kind == "if":
            lines.append(f"{indent}if (flip()) {{")
            _script(node[1], lines, inner)
            if node[2]:
                lines.append(f"{indent}}} else {{")
                _script(node[2], lines, inner)
            lines.append(f"{indent}}}")
        elif kind == "loop":
            lines.append(f"{indent}while (flip()) {{")
            _script(node[1], lines, inner)
            lines.append(f"{indent}}}")
        elif kind == "each":
            values = ", ".join(_expression(one, 1) for one in (*node[2], *node[2]))
            lines.append(f"{indent}for (const {node[1]} of flip() ? [{values}] : []) {{")
            _script(node[3], lines, inner)
            lines.append(f"{inner}if (flip()) break;")
            lines.append(f"{indent}}}")
        elif kind == "try":
            lines += [f"{indent}try {{", f"{inner}boom(flip());"]
            for one in node[1]:
                _script([one], lines, inner)
                lines.append(f"{inner}boom(flip());")
            lines.append(f"{indent}}} catch (bang) {{")
            _script(node[2], lines, inner)
            if node[3]:
                lines += [f"{indent}}} finally {{", f"{inner}v0 = mask(v0);"]
            lines.append(f"{indent}}}")
        else:
            lines += [f"{indent}if (flip()) {{", f"{inner}{'return' if kind == 'leave' else kind};", f"{indent}}}"]


class Bang(Exception):
    pass


def run(text: str, walks: int = 0) -> set[int]:
    """The lines of a Python program on which the sentinel reaches a sink, on any of its ways; and on so many random, longer ones."""
    leaked: set[int] = set()

    class Recording(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if SENTINEL in record.getMessage() or SENTINEL in str(record.__dict__.get("k", "")):
                leaked.add(record.lineno)

    class Logger(logging.Logger):
        def bind(self, **values: object) -> Logger:
            if SENTINEL in str(values):
                leaked.add(sys._getframe(1).f_lineno)
            return self

    def say(*values: object) -> None:
        if SENTINEL in " ".join(map(str, values)):
            leaked.add(sys._getframe(1).f_lineno)

    logger = Logger("generated")
    logger.addHandler(Recording())
    answers: list[int] = []
    asked = 0

    def flip() -> int:
        nonlocal asked
        asked += 1
        if asked > len(answers):
            answers.append(0)
        return answers[asked - 1] if asked <= DEEPEST else 0

    def boom(bang: int) -> None:
        if bang:
            raise Bang

    known: dict[str, Any] = {"flip": flip, "boom": boom, "Bang": Bang, "logger": logger, "print": say, "json": json}
    known |= dict.fromkeys(("mask", "sha256", "redact_text"), lambda value: "***")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `"x" is None`
        exec(compile(text, "generated", "exec"), known)
    user = SimpleNamespace(email=SENTINEL, id="u1", has_email="yes", profile=SimpleNamespace(email=SENTINEL))
    for _ in range(MOST):
        asked = 0
        known["main"](SENTINEL, user, {"email": SENTINEL, "plan": "free"}, "3", "e1")
        del answers[min(asked, DEEPEST) :]
        while answers and answers[-1]:
            answers.pop()
        if not answers:
            break
        answers[-1] = 1
    else:
        raise TimeoutError
    dice = random.Random(1)
    known["flip"] = lambda: dice.random() < 0.6
    for _ in range(walks):
        known["main"](SENTINEL, user, {"email": SENTINEL, "plan": "free"}, "3", "e1")
    return leaked


# The same for programs in JavaScript: prints one list of lines for each.
HARNESS = """
const SENTINEL = %(sentinel)s, DEEPEST = %(deepest)d, MOST = %(most)d, WALKS = %(walks)d;
let at = 0, asked = 0, answers = [], leaked = new Set();
let flip = () => { asked++; if (asked > answers.length) answers.push(0); return asked <= DEEPEST ? answers[asked - 1] : 0; };
const boom = (bang) => { if (bang) throw new Error("bang"); };
const say = (...values) => { if (JSON.stringify(values).includes(SENTINEL)) leaked.add(at); };
const logger = { info: say, warn: say, error: say, debug: say, log: say };
const mask = (value) => "***", sha256 = mask, redactText = mask;
const user = { email: SENTINEL, id: "u1", hasEmail: "yes", profile: { email: SENTINEL } };
const programs = [%(programs)s];
const output = [];
for (const main of programs) {
  leaked = new Set(); answers = [];
  let done = false;
  for (let turn = 0; turn < MOST && !done; turn++) {
    asked = 0;
    main(SENTINEL, user, { email: SENTINEL, plan: "free" }, "3", "e1");
    answers.length = Math.min(asked, DEEPEST);
    while (answers.length && answers[answers.length - 1]) answers.pop();
    if (!answers.length) done = true; else answers[answers.length - 1] = 1;
  }
  const asking = flip;
  flip = () => Math.random() < 0.6;
  for (let turn = 0; turn < WALKS; turn++) main(SENTINEL, user, { email: SENTINEL, plan: "free" }, "3", "e1");
  flip = asking;
  output.push(done ? [...leaked] : null);
}
process.stdout.write(JSON.stringify(output));
"""


def harness(programs: list[str], walks: int = 0) -> str:
    """A program for node that runs all of these, and each on so many random ways."""
    made = ", ".join(
        f"(() => {{ const console = {{ log: say, error: say }}; {one}; return main; }})()" for one in programs
    )
    return HARNESS % {
        "sentinel": json.dumps(SENTINEL),
        "deepest": DEEPEST,
        "most": MOST,
        "walks": walks,
        "programs": made,
    }
