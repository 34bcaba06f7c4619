"""Code in other languages that programs run: python -c, a script from a pipe, awk, make, editors and database clients."""

from __future__ import annotations

import re

from govhooks.knowledge.agents.calls import Code, Counted, Doubt, strip_version
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.rows import Call, Row
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.wrappers import CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.agents.calls import Inner

# sed commands that read, write or run: r, w, e, and the flags w and e.
_SED = compiled(r"(^|[;{}\n\d$/!]|^-n)\s*[rRwWe]\s+\S|(^|[;{}\d$/])\s*e\s*($|;)|^s(.).*\2[gpiI\d]*[ew]|^\d*e\b")
_TAR = compiled(r"checkpoint|command|exec|-I|rsh|^-e|compress|\s")


def unwrap_interpreter(call: Call) -> Iterator[Inner]:
    yield from _unwrap_code(call)
    yield from _unwrap_input(call)


def unwrap_python(call: Call) -> Iterator[Inner]:
    """`python -m timeit code`, `python -m http.server`: the folder is served to anyone."""
    yield from _unwrap_code(call)
    if "timeit" in call.texts:
        yield from map(Code, call.texts)
    if "http.server" in call.texts:
        yield Counted((Word("tar"), Word("-c"), Word(".")))
    yield from _unwrap_input(call)


def unwrap_php(call: Call) -> Iterator[Inner]:
    yield from _unwrap_code(call)
    if "-S" in call.texts:
        yield Counted((Word("tar"), Word("-c"), Word(".")))
    yield from _unwrap_input(call)


def unwrap_perl(call: Call) -> Iterator[Inner]:
    """`perl -MFile::Path=rmtree`: a module may read the arguments."""
    yield from _unwrap_code(call)
    if any(text.startswith("-M") for text in call.texts):
        yield from map(Code, call.texts)
    yield from _unwrap_input(call)


def unwrap_ruby(call: Call) -> Iterator[Inner]:
    """`ruby -run -e rm_rf x`: a module that reads the arguments."""
    yield from _unwrap_code(call)
    if "-run" in call.texts:
        yield from map(Code, call.texts)
    yield from _unwrap_input(call)


def _unwrap_code(call: Call) -> Iterator[Inner]:
    """The code after an interpreter's options, `-c code`, `-uc code` and `-ccode`."""
    name = strip_version(call.name)
    options = CODE[name].split()
    letters = "".join(option[1] for option in options if len(option) == 2)
    for index, text in enumerate(call.texts):
        long = next((one for one in options if one.startswith("--") and text.startswith(one + "=")), "")
        bundle = letters and re.fullmatch(rf"-[A-Za-z0-9]*[{letters}]", text)
        if long:
            yield Code(text[len(long) + 1 :])
        elif (text in options or bundle) and index + 1 < len(call.rest):
            for follows in [one for one in call.rest[index + 1 :] if name != "deno" or one.text[:1] != "-"][:1]:
                yield Code(follows.text)
                if not follows.known:
                    yield Doubt("it runs code that is only known when it runs")
        elif len(text) > 2 and text[:2] in options:
            yield Code(text[2:])


def _unwrap_input(call: Call) -> Iterator[Inner]:
    """The code that an interpreter reads from a pipe."""
    if not call.piped:
        return
    if call.state.said is not None:
        yield Code(call.state.said)
    elif all(text.startswith("-") and text not in CODE[strip_version(call.name)].split() for text in call.texts):
        yield Doubt("it runs code that comes through a pipe")


def unwrap_text(call: Call) -> Iterator[Inner]:
    yield from map(Code, call.texts)


def unwrap_client(call: Call) -> Iterator[Inner]:
    if call.piped:
        yield Doubt("its instructions come through a pipe")
    yield from unwrap_text(call)


def unwrap_awk(call: Call) -> Iterator[Inner]:
    """awk programs, and sed commands that read, write or run."""
    sed = call.name == "sed"
    texts = [text for text in call.texts if not sed or len(text) > 2000 or _SED.search(text)]
    if call.piped and any(re.search(r"\bsystem\s*\(\s*\$|^e$|\|\s*getline", text) for text in texts):
        yield Doubt("what it runs comes through a pipe")
    yield from map(Code, texts)


def unwrap_tar(call: Call) -> Iterator[Inner]:
    yield from (Code(text) for text in call.texts if _TAR.search(text))


def unwrap_make(call: Call) -> Iterator[Inner]:
    rest = [word for word in call.rest if "=" in word.text or word.text.startswith("-")]
    if call.piped and any(word.text in ("-f-", "-") for word in rest):
        yield Doubt("it runs a script that comes through a pipe")
    if any(not word.known and not word.text for word in rest):
        yield Doubt("its makefile is only known when it runs")
    yield from (Code(word.text) for word in rest)


def unwrap_crontab(call: Call) -> Iterator[Inner]:
    if call.piped:
        yield Doubt("what runs later comes through a pipe")


_PIPED = {"cat y | @": "it runs code that comes through a pipe", "echo 'rm x' | @": "rm x"}
ROWS = (
    Row(
        " ".join(sorted(set(CODE) - {"python", "perl", "ruby", "php"})),
        unwrap_interpreter,
        _PIPED,
        ("@ y", "cat y | @ z"),
        versions=True,
    ),
    Row(
        "python",
        unwrap_python,
        {
            "@ -c 'rm x'": "rm x",
            "@ -uc 'rm x'": "rm x",
            "@3.12 -c 'rm x'": "rm x",
            "@ -m timeit 'rm x'": "rm x",
            "@ -m http.server": "tar -c .",
            "@ -c $X": "it runs code that is only known when it runs",
            **_PIPED,
        },
        ("@ y.py", "@ -m venv y", "cat y | @ y.py"),
        versions=True,
    ),
    Row(
        "perl",
        unwrap_perl,
        {"@ -lne 'rm x'": "rm x", "@5.36 -e 'rm x'": "rm x", "@ -MFile::Path=rmtree y": "y", **_PIPED},
        ("@ y", "cat y | @ z"),
        versions=True,
    ),
    Row(
        "ruby",
        unwrap_ruby,
        {"@ -lne 'rm x'": "rm x", "@3.3 -e 'rm x'": "rm x", "@ -run -e rm_rf y": "y", **_PIPED},
        ("@ y", "cat y | @ z"),
        versions=True,
    ),
    Row(
        "php",
        unwrap_php,
        {"@ -r 'rm x'": "rm x", "@ -S localhost:80": "tar -c .", **_PIPED},
        ("@ y", "cat y | @ z"),
        versions=True,
    ),
    Row(
        "sqlite3 psql mysql gdb expect ed ex",
        unwrap_client,
        {"@ '!rm x'": "!rm x", "cat y | @": "its instructions come through a pipe"},
        ("@",),
    ),
    Row(
        "awk gawk mawk nawk sed",
        unwrap_awk,
        {"@ '1e rm x' y": "1e rm x", "ls | @ e": "what it runs comes through a pipe"},
        ("@", "ls | @"),
    ),
    Row("tar rsync", unwrap_tar, {"@ --rsh='rm x'": "--rsh=rm x"}, ("@ -cf rm x",)),
    Row(
        "make",
        unwrap_make,
        {
            "@ SHELL='rm x'": "SHELL=rm x",
            "cat y | @ -f -": "it runs a script that comes through a pipe",
        },
        ("@ rm", "cat y | @"),
    ),
    Row("vim vi nvim emacs duckdb lldb rails rake", unwrap_text, {"@ -c '!rm x'": "!rm x"}, ("@",)),
    Row("at batch crontab", unwrap_crontab, {"echo 'rm x' | @": "what runs later comes through a pipe"}, ("@ -l",)),
)
