"""Programs that run something as a side function: find -exec, git aliases, ssh, docker exec, tmux, npm."""

from __future__ import annotations

import itertools
import re

from govhooks.knowledge.agents.calls import Argv, Code, Counted, Line, doubt_unknown, find_name, join, skip_options
from govhooks.knowledge.agents.lazily import compiled
from govhooks.knowledge.agents.rows import Call, Row
from govhooks.knowledge.agents.words import Word
from govhooks.knowledge.agents.work import TooMuch
from govhooks.knowledge.agents.wrappers import RUNNERS, VALUES, WRAPPERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.knowledge.agents.calls import Inner, Words

_MOST_MOUNTED = 1000
# A search of the whole folder, which is how a command for every file below it is judged.
_SEARCH = (Word("grep"), Word("-r"), Word("x"))
# Commands that show none of a file's text.
_HARMLESS = ("echo", "ls", "stat", "chmod", "touch", "wc", "file")
# git settings whose value is a program.
_SETTINGS = compiled(
    r"command$|pager|editor|\.cmd$|helper|hookspath|textconv|clean$|smudge$|fsmonitor|external$|program$|\.driver$|proxy$",
    re.IGNORECASE,
)
_GIT_RUNS = compiled(r"(?:--(?:open-files-in-pager|upload-pack|receive-pack|exec|extcmd)=|-O(?=.))(.*)", re.DOTALL)
_SSH_RUNS = compiled(r"(?:-o)?\s*(?:ProxyCommand|LocalCommand|RemoteCommand)[= ](.*)", re.IGNORECASE | re.DOTALL)


def unwrap_option(call: Call) -> Iterator[Inner]:
    """`su -c script`."""
    for index, word in enumerate(call.rest):
        if re.fullmatch(r"-[A-Za-z]*c|--command|--call", word.text) and index + 1 < len(call.rest):
            yield Line(call.rest[index + 1].text)
            yield from doubt_unknown((call.rest[index + 1],))
        elif word.text.startswith(("--command=", "--call=")):
            yield Line(word.text.partition("=")[2])


def unwrap_watch(call: Call) -> Iterator[Inner]:
    yield Line(join(skip_options(call.rest, VALUES[call.name], 0)))


def unwrap_tmux(call: Call) -> Iterator[Inner]:
    """`tmux send-keys 'rm x' Enter`."""
    if call.texts[:1] in (["send-keys"], ["send"]):
        yield Line("".join(text for text in call.texts[1:] if not re.fullmatch(r"-\w|\d|C-m|Enter", text)))


def unwrap_session(call: Call) -> Iterator[Inner]:
    """Each argument with a space, and what follows each of the first plain words."""
    for text in call.texts:
        if " " in text:
            yield Line(text)
    plain = [index for index, text in enumerate(call.texts) if not text.startswith("-")]
    for index in plain[:4]:
        yield Argv(call.rest[index:])


def unwrap_flock(call: Call) -> Iterator[Inner]:
    yield Argv(skip_options(call.rest, WRAPPERS["flock"].values, WRAPPERS["flock"].own))


def unwrap_ssh(call: Call) -> Iterator[Inner]:
    for text in call.texts:
        if found := _SSH_RUNS.match(text):
            yield Line(found[1])
    if inner := skip_options(skip_options(call.rest, VALUES["ssh"], 1), VALUES["ssh"], 0):  # `ssh host -t rm x`, too
        yield Line(join(inner))


def unwrap_wsl(call: Call) -> Iterator[Inner]:
    rest = _translate_mounts(call.rest)
    yield Argv(skip_options(rest, VALUES["wsl"], 0))
    yield from _unwrap_verbs(rest)


def unwrap_container(call: Call) -> Iterator[Inner]:
    rest = _translate_mounts(call.rest)
    texts = [word.text for word in rest]
    if "--" in texts:
        yield Argv(rest[texts.index("--") + 1 :])
    yield from _unwrap_verbs(rest)


def _unwrap_verbs(rest: Words) -> Iterator[Inner]:
    """`docker exec c rm`, `docker run --entrypoint rm c x`, `vagrant ssh -c 'rm x'`."""
    texts = [word.text for word in rest]
    for verb in ("exec", "run", "ssh"):
        if verb not in texts:
            continue
        after = rest[texts.index(verb) + 1 :]
        yield Argv(skip_options(after, VALUES["container"], 1))
        for index, word in enumerate(after):
            if word.text == "--entrypoint" and index + 1 < len(after):
                yield Line(join((after[index + 1], *skip_options(after[index + 2 :], VALUES["container"], 1))))
            elif word.text.startswith("--entrypoint="):
                yield Argv((Word(word.text.partition("=")[2]),))
            elif word.text in ("-c", "--command") and index + 1 < len(after) and verb == "ssh":
                yield Line(after[index + 1].text)


def _translate_mounts(rest: Words) -> Words:
    """The words with the paths of a container replaced by the folders that are mounted there (`-v .:/w`)."""
    if len(rest) > _MOST_MOUNTED:
        raise TooMuch
    mounts = [
        found
        for index, word in enumerate(rest)
        for text in (word.text.partition("=")[2] if word.text.startswith("--volume=") else word.text,)
        if (index and rest[index - 1].text in ("-v", "--volume")) or text is not word.text
        if (found := re.match(r"([./~][^:]*):(/[\w./-]+)", text))
    ]
    for source, place in dict.fromkeys(found.groups() for found in mounts):
        inside = rf"(?<![\w.]){re.escape(place.rstrip('/'))}/"
        rest = tuple(
            word
            if re.match(r"[./~][^:]*:/", word.text)
            else word.but(text=re.sub(inside, source.rstrip("/") + "/", word.text))
            for word in rest
        )
    return rest


def unwrap_find(call: Call) -> Iterator[Inner]:
    for index, text in enumerate(call.texts):
        if text in ("-exec", "-execdir", "-ok", "-okdir"):
            call.state.work.spend(10 * len(call.rest))
            yield from _unwrap_exec(call.rest, index)
        elif text == "-files0-from" and index + 1 < len(call.rest):
            yield Counted((Word("<"), call.rest[index + 1]))
        elif text == "-delete":
            yield from _unwrap_delete(call.rest, index)


def _unwrap_exec(rest: Words, at: int) -> Iterator[Inner]:
    """`find places -name names -exec rm {} ;`: the command, for each name, or for each place if no name is given."""
    end = next((index for index in range(at + 1, len(rest)) if rest[index].text in (";", "+")), len(rest))
    places = tuple(word for word in rest[:at] if not word.text.startswith(("-", "(", "!")))
    names = tuple(
        rest[index + 1] for index in range(at - 1) if rest[index].text in ("-name", "-iname", "-path", "-wholename")
    )
    inner: list[Word] = []
    for word in rest[at + 1 : end]:
        if "{}" in word.text and (names or places):
            inner += [name.but(text=f"**/{name.text}", glob=True) for name in names] or places
            inner += [word] if word.text != "{}" else []
        else:
            inner.append(word)
    yield Argv(tuple(inner))
    if inner and not names and find_name(inner[0].text) not in _HARMLESS:
        yield Argv((*_SEARCH, *(places or (Word("."),))))


def _unwrap_delete(rest: Words, at: int) -> Iterator[Inner]:
    """`-name '*.pyc' -delete` removes these; without a name, the folder as a whole."""
    texts = [word.text for word in rest]
    named = [
        rest[index + 1]
        for index in range(at - 1)
        if texts[index] in ("-name", "-iname")
        and texts[index - 1] not in ("!", "-not")
        and texts[index + 1].strip("*?.")
    ]
    if named and not {"-o", "-or", ","} & set(texts):
        yield Argv((Word("rm"), Word("-f"), named[0].but(text=f"**/{named[0].text}", glob=True)))
    else:
        yield Argv((Word("rm"), Word("-rf"), *rest[:1]))


def unwrap_fd(call: Call) -> Iterator[Inner]:
    for index, text in enumerate(call.texts):
        if text in ("-x", "-X", "--exec", "--exec-batch") and index + 1 < len(call.rest):
            yield Argv(call.rest[index + 1 :])
            if any(re.match(r"-[A-Za-z]*[HIu]", one) for one in call.texts[:index]):
                yield Argv((*_SEARCH, Word(".")))


def unwrap_git(call: Call) -> Iterator[Inner]:
    """git without its global options, and what an alias, a setting or an option runs."""
    index = 0
    while index < len(call.rest) and call.rest[index].text.startswith("-"):
        text = call.rest[index].text
        if text in ("-c", "--config-env") and index + 1 < len(call.rest):
            yield from _unwrap_setting(call.rest[index + 1].text)
        index += 2 if text in VALUES["git"].split() else 1
    if index:
        yield Argv((Word("git"), *call.rest[index:]))
    else:
        yield from _unwrap_git_verb(call.rest, call.texts)


def _unwrap_setting(setting: str) -> Iterator[Inner]:
    key, _, value = setting.partition("=")
    if value.startswith("!"):
        yield Line(value[1:])
    elif value and key.startswith("alias."):
        yield Argv((Word("git"), *map(Word, value.split())))
    elif value and _SETTINGS.search(key):
        yield Line(value)


def _unwrap_git_verb(rest: Words, texts: list[str]) -> Iterator[Inner]:
    if texts[:1] == ["config"]:
        for before, text in itertools.pairwise(texts):
            if text.startswith("!"):
                yield Line(text[1:])
            elif _SETTINGS.search(before):
                yield Line(text)
    for index, text in enumerate(texts):
        follows = texts[index + 1] if index + 1 < len(texts) else ""
        if found := _GIT_RUNS.match(text):
            yield Line(found[1])
        elif text.startswith("ext::"):
            yield Line(text[5:].replace("% ", " ").replace("%S", ""))
        elif text in ("--exec", "-x", "--extcmd", "--upload-pack", "--receive-pack", "-u") and (
            " " in follows or (texts[0] == "rebase" and index + 1 < len(texts))
        ):
            yield Line(follows)
    if texts[:2] in (["bisect", "run"], ["submodule", "foreach"]):
        yield Line(" ".join(text for text in texts[2:] if text not in ("--recursive", "--quiet")))
    if texts[:1] == ["filter-branch"]:
        for text in texts[1:]:
            yield Code(text)


def unwrap_parallel(call: Call) -> Iterator[Inner]:
    if call.piped and call.state.said is not None:
        yield Line(call.state.said)
    rest = skip_options(call.rest, WRAPPERS["parallel"].values, WRAPPERS["parallel"].own)
    for word in rest[1:] if rest and rest[0].text in (":::", ":::+") else ():
        yield Line(word.text)  # `parallel ::: 'rm x'`: each is a command
    yield Line(join(rest))


def unwrap_npm(call: Call) -> Iterator[Inner]:
    """`npm pkg set scripts.x='rm y'`."""
    if call.texts[:1] in (["pkg"], ["set-script"]):
        for text in call.texts[1:]:
            yield Line(text.partition("=")[2] or text)


def unwrap_runner(call: Call) -> Iterator[Inner]:
    """`pnpm exec rm x`, `conda run -n base rm x`: what follows the verb, at whichever word that begins."""
    verbs = RUNNERS[call.name].split()
    at = next((index for index, text in enumerate(call.texts) if text in verbs), len(call.rest))
    for index in range(at + 1, len(call.rest)):
        text = call.rest[index].text
        if " " in text and not text.startswith("-"):
            yield Line(text)
        elif not text.startswith("-"):
            yield Counted(call.rest[index:], sure=False)


_OPTION = "su runuser script flock watch tmux screen entr hyperfine npx npm pnpm bunx"
_CONTAINERS = "docker podman nerdctl kubectl oc lxc vagrant"
ROWS = (
    Row(
        _OPTION,
        unwrap_option,
        {"@ --command='rm x'": "rm x", "@ -c $X": "it runs a script that is only known when it runs"},
        ("@ --version",),
    ),
    Row("watch entr", unwrap_watch, {"@ -n 1 rm x": "rm x"}, ("@ -n 1",)),
    Row("tmux", unwrap_tmux, {"@ send-keys rm ' x' C-m": "rm x"}, ("@ -V",)),
    Row("tmux screen hyperfine", unwrap_session, {"@ -d 'rm x'": "rm x", "@ new -d rm x": "rm x"}, ("@ -V",)),
    Row("flock", unwrap_flock, {"@ -w 5 /tmp/l rm x": "rm x"}, ("@ -w 5 rm",)),
    Row(
        "ssh",
        unwrap_ssh,
        {
            "@ -p 22 host rm x": "rm x",
            "@ host -- rm x": "rm x",
            "@ host -t rm x": "rm x",
            "@ -o ProxyCommand='rm x' host": "rm x",
            "@ -oLocalCommand='rm x' host": "rm x",
        },
        ("@ -p 22 -l rm host",),
    ),
    Row("wsl", unwrap_wsl, {"@ -u root rm x": "rm x"}, ("@ -u rm",)),
    Row(
        _CONTAINERS,
        unwrap_container,
        {
            "@ exec -it -u rm pod rm x": "rm x",
            "@ exec pod -c app -- rm x": "rm x",
            "@ run -v .:/w img rm /w/x": "rm ./x",
            "@ run --entrypoint rm img x": "rm x",
            "@ run --entrypoint=rm img": "rm",
            "@ ssh box -c 'rm x'": "rm x",
        },
        ("@ ps", "@ exec -u rm pod", "@ rm pod"),
    ),
    Row(
        "find",
        unwrap_find,
        {
            "@ . -exec rm -- x ;": "rm -- x",
            "@ a -name 'b*' -ok rm {} ;": "rm **/b*",
            "@ a b -execdir rm {} +": "rm a b",
            "@ a -exec cat {} ;": "grep -r x a",
            "@ -files0-from x": "< x",
            "@ a -delete": "rm -rf a",
            "@ a -name '*.pyc' -delete": "rm -f **/*.pyc",
            "@ a -not -name b.c -delete": "rm -rf a",
        },
        ("@ . -name rm", "@ . -newer x -print0"),
    ),
    Row("fd fdfind", unwrap_fd, {"@ x -x rm y": "rm y", "@ -H x -X cat": "grep -r x ."}, ("@ -e rm", "@ rm")),
    Row(
        "git",
        unwrap_git,
        {
            "@ -c alias.y='!rm x' y": "rm x",
            "@ -c alias.y='clean -f' y": "git clean -f",
            "@ -c core.pager='rm x' log": "rm x",
            "@ -C a --git-dir b log -p": "git log -p",
            "@ config alias.y '!rm x'": "rm x",
            "@ config --global core.editor 'rm x'": "rm x",
            "@ config merge.y.driver 'rm x'": "rm x",
            "@ config core.gitProxy 'rm x'": "rm x",
            "@ grep -O'rm x' y": "rm x",
            "@ fetch --upload-pack='rm x' y": "rm x",
            "@ clone 'ext::rm% x'": "rm x",
            "@ rebase -x ls main": "ls",
            "@ difftool -x 'rm x'": "rm x",
            "@ bisect run rm x": "rm x",
            "@ submodule foreach --recursive rm x": "rm x",
            "@ filter-branch 'rm x'": "rm x",
        },
        ("@ status", "@ rm x", "@ commit -m 'rm x'", "@ config user.name 'rm x'", "@ clean -x", "@ bisect reset"),
    ),
    Row(
        "parallel",
        unwrap_parallel,
        {"@ -j 4 rm x": "rm x", "@ ::: ls 'rm x'": "rm x", "echo 'rm x' | @": "rm x"},
        ("@ -j rm",),
    ),
    Row("npm", unwrap_npm, {"@ pkg set scripts.y='rm x'": "rm x"}, ("@ run y='rm x'",)),
    *(
        Row(name, unwrap_runner, {f"@ {verbs.split()[0]} -n y rm x": "rm x"}, ("@ other rm x", "@ rm x"))
        for name, verbs in RUNNERS.items()
    ),
)
