"""What shell builtins and shells run: eval, alias, source, test, sh -c."""

from __future__ import annotations

import re

from govhooks.knowledge.agents.calls import (
    ALIASED,
    DOTTED,
    Argv,
    Doubt,
    Line,
    Quoted,
    doubt_unknown,
    find_name,
    interpret_escapes,
    join,
    skip_options,
)
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.rows import Call, Row
from govhooks.knowledge.agents.wrappers import SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.agents.calls import Inner

# According to their manuals, the output of these is passed to eval to set up a shell.
_PREPARES = compiled(
    r"eval\s+[\"']?(\$\(|`)\s*(\S*/)?(ssh-agent|direnv|pyenv|rbenv|nodenv|jenv|goenv|opam|brew|docker-machine|minikube|starship|zoxide|fnm|mise|asdf|thefuck|dircolors|conda|mamba|register-python-argcomplete)"
    r"( +[\w./-]+)*\s*(\)|`)[\"']?"
)
# A script that runs its own arguments: sh -c '"$@"' x rm.
_RUNS_ARGUMENTS = compiled(r"(^|[;&|(]|\bexec)\s*\"?\$([@*\d]|\{[@*\d])")


def unwrap_alias(call: Call) -> Iterator[Inner]:
    for text in call.texts:
        name, equals, value = text.partition("=")
        if equals:
            call.state.aliases[name] = value
            yield Line(value)


def unwrap_eval(call: Call) -> Iterator[Inner]:
    yield Line(join(call.rest))
    if call.node is None or not _PREPARES.fullmatch(call.state.read(call.node).strip()):
        yield from doubt_unknown(call.rest)


def unwrap_trap(call: Call) -> Iterator[Inner]:
    rest = skip_options(call.rest, "", 0)
    yield Line(rest[0].text if rest else "")
    yield from doubt_unknown(rest)


def unwrap_echo(call: Call) -> Iterator[Inner]:
    """Text written to a file is a script if the file is named again; `printf -v` evaluates a name."""
    if call.texts[:1] == ["-v"]:
        yield Quoted(" ".join(f"'{text}'" for text in call.texts))
    if call.above is not None and call.above.type == "redirected_statement":
        from govhooks.knowledge.agents.feeds import names_again

        if names_again(call.state.read(call.above), call.state):
            yield Line(interpret_escapes(join(call.rest)))


def unwrap_source(call: Call) -> Iterator[Inner]:
    file = call.rest[0] if call.rest else None
    if file is None or not file.known or find_name(file.text) in call.state.written or file.text.startswith("/dev/"):
        yield Doubt("it runs a file that is not checked here")


def unwrap_test(call: Call) -> Iterator[Inner]:
    """Arguments that are evaluated as a number, or as the name of a variable: a[$(...)]."""
    for text in call.texts:
        if "$(" in text or "`" in text:
            yield Quoted(f"'{text}'")


def unwrap_declare(call: Call) -> Iterator[Inner]:
    if any(re.match(r"-\w*n", text) for text in call.texts):
        yield Doubt(ALIASED)


def unwrap_shopt(call: Call) -> Iterator[Inner]:
    if "dotglob" in call.texts:
        yield Doubt(DOTTED)


def unwrap_shell(call: Call) -> Iterator[Inner]:
    """`sh -c script`, `sh file`, and `sh` that reads its script from a pipe."""
    rest = call.rest
    index = 0
    while index < len(rest):
        text = rest[index].text
        if text.startswith(("--command=", "--init-command=")):
            yield Line(text.partition("=")[2])
            return
        if re.fullmatch(r"-[A-Za-z]*[cC][A-Za-z]*|--command|--init-command", text):
            yield from _unwrap_script(call, index + 1)
            return
        if text in ("--rcfile", "--init-file") and index + 1 < len(rest):
            yield from doubt_unknown((rest[index + 1],))
        if re.fullmatch(r"[-+][A-Za-z]*[oO]", text) or text in ("--rcfile", "--init-file"):
            index += 2
            continue
        if text == "-s" or (text == "-" and call.piped):
            break
        if not text.startswith(("-", "+")):
            yield from doubt_unknown((rest[index],))
            if find_name(text) in call.state.written:
                yield Doubt("it runs a script that was written or fetched just before")
            return
        index += 1
    if call.piped:
        yield Doubt("it runs a script that comes through a pipe")


def _unwrap_script(call: Call, at: int) -> Iterator[Inner]:
    """What follows `-c` and further options: the script, and its arguments."""
    after, skip = [], False
    for word in call.rest[at:]:
        if skip or word.text == "--" or re.fullmatch(r"[-+][A-Za-z]+", word.text):
            skip = not skip and bool(re.fullmatch(r"[-+][A-Za-z]*[oO]", word.text))
            continue
        after.append(word)
    if after:
        yield Line(after[0].text)
        yield from doubt_unknown((after[0],))
        if len(after) > 1 and _RUNS_ARGUMENTS.search(after[0].text):
            yield Argv(tuple(after[2:]))
            yield Argv(tuple(after[1:]))


ROWS = (
    Row("alias", unwrap_alias, {"@ q='rm x'": "rm x"}, ("@ q", "@ -p")),
    Row(
        " ".join(SHELLS),
        unwrap_shell,
        {
            "@ -c 'rm x'": "rm x",
            "@ -euo pipefail -c 'rm x'": "rm x",
            "@ --command='rm x'": "rm x",
            "@ -c '$*' x rm x": "rm x",
            "@ -c $X": "it runs a script that is only known when it runs",
            "@ $X": "it runs a script that is only known when it runs",
            "cat y | @": "it runs a script that comes through a pipe",
            "curl -o y u; @ y": "it runs a script that was written or fetched just before",
        },
        ("@ y", "@ --version", "@ -o pipefail y -c 'rm x'"),
    ),
    Row(
        "eval",
        unwrap_eval,
        {"@ rm x": "rm x", "@ $X": "it runs a script that is only known when it runs"},
        ("@", '@ "$(ssh-agent -s)"'),
    ),
    Row(
        "trap",
        unwrap_trap,
        {
            "@ 'rm x' EXIT": "rm x",
            "@ -- 'rm x' EXIT": "rm x",
            "@ $X EXIT": "it runs a script that is only known when it runs",
        },
        ("@", "@ - EXIT"),
    ),
    Row(
        "echo printf",
        unwrap_echo,
        {"@ 'rm x' > y; chmod +x y; ./y": "rm x", "@ -v 'a[$(rm x)]'": "rm x"},
        ("@ 'rm x'", "@ 'rm x' > y"),
    ),
    Row(
        "source .",
        unwrap_source,
        dict.fromkeys(("@ $X", "@ <(ls)", "@ /dev/stdin", "wget u/y; @ y"), "it runs a file that is not checked here"),
        ("@ y",),
    ),
    Row(
        "[[ [ test read let declare typeset local export unset compgen :",
        unwrap_test,
        {"command @ 'a[$(rm x)]'": "rm x"},
        ("command @ 'a[1]'",),
    ),
    Row("declare", unwrap_declare, {"command @ -n a=b": ALIASED}, ("command @ -i a=1",)),
    Row("shopt", unwrap_shopt, {"@ -s dotglob": DOTTED}, ("@ -s nullglob",)),
)
