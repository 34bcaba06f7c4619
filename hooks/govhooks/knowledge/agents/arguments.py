"""Which arguments of a command are files that it reads, or folders that it reads completely."""

from __future__ import annotations

import re

from govhooks.knowledge.agents import deny_patterns
from govhooks.knowledge.agents.folders import ANYWHERE
from govhooks.knowledge.agents.lazily import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govhooks.knowledge.agents.shell import Command
    from govhooks.knowledge.agents.words import Word

# Commands that only look at names; commands that read all arguments but the last.
NAMES_ONLY = frozenset(
    "ls ll la cd pushd mkdir rmdir rm touch test [ [[ echo printf chmod chown chgrp stat which type export unset basename dirname "
    "realpath pwd true false kill sleep exit return set alias git-ignore trash unlink".split()
)
COPIES = frozenset("cp mv install rsync scp".split())
TREES = {
    "tar",
    "zip",
    "rsync",
    "scp",
    "cp",
    "7z",
    "grep",
    "egrep",
    "fgrep",
    "rg",
    "ag",
    "ack",
    "cat",
    "head",
    "tail",
    "strings",
}
# Commands whose first plain argument is a pattern or program.
PATTERN_FIRST = frozenset("grep egrep fgrep zgrep rg ag ack sed awk gawk mawk nawk jq yq perl tr".split())
# Commands for which @file means the content of the file.
AT_FILES = frozenset("curl http https xh gh aws wget gcc javac ansible".split())
# Programs that read .env themselves and show it: their names, and the arguments that make them do so.
_LOADS_ENV = tuple(
    (compiled(first), compiled(then))
    for first, then in (
        (r"\bdocker[ -]compose\b", r".* config\b"),
        (r"\b(?:dotenv|env-cmd)(?:-cli)?\b", r".*\b(?:list|get|printenv|env)\b"),
        (r"\b(?:pipenv|foreman|honcho) run ", r"(?:env|printenv|set)\b"),
        (r"\bdotenv/config\b", r".*\bprocess\.env\b"),
    )
)


def read_words(name: str, command: Command) -> Iterator[Word]:
    if name in NAMES_ONLY:
        return
    arguments = _drop_excluded(name, list(command.words[1:]))
    plain = [word for word in arguments if not word.text.startswith("-")]
    if name in COPIES and len(plain) > 1 and not has_target(command.texts):
        arguments.remove(plain[-1])
    if (
        name in PATTERN_FIRST
        and plain
        and not any(re.match(r"-[A-Za-z]*[ef]$|--(regexp|file|expression|from-file)", word.text) for word in arguments)
    ):
        arguments.remove(plain[0])  # a pattern or program; what a program reads is judged as code
    if name == "make":
        arguments = [
            word for at, word in enumerate(arguments) if at and arguments[at - 1].text in ("-f", "--file", "--makefile")
        ]
    if name == "gh" and plain[:1] and plain[0].text == "search":
        return
    if name == "git":
        verb = plain[0].text if plain else ""
        texts = command.texts
        if verb == "commit":
            arguments = [
                word
                for at, word in enumerate(arguments)
                if at and arguments[at - 1].text in ("-F", "--file", "-t", "--template")
            ]
        elif (
            (verb == "log" and not {"-p", "-u", "--patch"} & set(texts))
            or verb in ("rm", "status", "check-ignore", "ls-files", "update-index", "restore", "checkout", "stash")
            or (verb in ("add", "mv") and not (verb == "mv" or {"-f", "--force"} & set(texts)))
        ):
            return
    if name in ("find", "fd", "tree", "du"):
        return
    for word in arguments:
        yield word
        text = word.text
        if not text.startswith("-") and ":" in text:
            yield word.but(text=text.split(":")[0])
        splits = r"[=@:,<]" if name in AT_FILES else r"[=:,<]"
        for piece in re.split(splits, text)[1:]:
            yield word.but(text=piece.removeprefix("//"))
        if re.match(r"-[A-Za-z][^-]", text):
            yield word.but(text=text[2:])


def _drop_excluded(name: str, arguments: list[Word]) -> list[Word]:
    """The arguments without options that exclude files."""
    kept: list[Word] = []
    skip = 0
    for word in arguments:
        if skip:
            skip -= 1
            continue
        if re.match(r"--(exclude|ignore)[\w-]*=", word.text) or (
            word.text.startswith("!") and kept and kept[-1].text in ("-g", "--glob")
        ):
            continue
        if re.fullmatch(r"--(exclude|ignore)[\w-]*", word.text):
            skip = 1
            continue
        if name == "zip" and word.text == "-x":
            break
        kept.append(word)
    return kept


def has_target(words: tuple[str, ...]) -> bool:
    return any(re.match(r"-[A-Za-z]*t$|--target-directory", word) for word in words[1:])


def loads_env(text: str) -> bool:
    for first, then in _LOADS_ENV:
        found = first.search(text)
        if found and then.match(text, found.end()):
            return True
    return False


def reads_whole_tree(
    name: str, words: tuple[str, ...], folders: Iterable[str] = ("",), deny_read: Iterable[str] = ()
) -> bool:
    if name in ("rgrep", "ugrep", "cpio"):
        return True
    if (name, *words[1:3]) in (("aws", "s3", "sync"), ("aws", "s3", "cp")) or (name, *words[1:2]) in (
        ("rclone", "copy"),
        ("rclone", "sync"),
    ):
        return "." in words
    if name == "git":
        return words[1:2] == ("grep",) and any(word in ("--no-index", "--untracked") for word in words)
    if name == "diff":
        return "." in words and any(re.fullmatch(r"-[A-Za-z]*r[A-Za-z]*|--recursive", word) for word in words)
    if name not in TREES:
        return False
    cut = words.index("-x") if "-x" in words else len(words)
    left_out = " ".join(
        words[index]
        for index in range(1, len(words))
        if "exclude" in words[index] or words[index - 1] == "--exclude" or index > cut
    )
    if (
        deny_read
        and left_out
        and all(deny_patterns.in_repository(one).split("/")[0].strip("*") in left_out for one in deny_read)
    ):
        return False
    inside = [folder for folder in folders if folder not in ("", ".", ANYWHERE)]
    if inside and words[-1:] == (".",) and not any(re.match(r"(\.env|private)", folder) for folder in inside):
        return False  # `cd src && grep -r x .`, `tar -C dist .`
    options = [word for word in words[1:] if word.startswith("-")] + (
        [words[1]] if name in ("tar", "7z") and len(words) > 1 else []
    )
    deep = {
        "tar": any("c" in word for word in options),
        "zip": any("r" in word for word in options),
        "7z": "a" in words[1:2],
        "rg": any(word in ("--hidden", "-uu", "-uuu", "-.", "--no-ignore") for word in options),
        "ag": any(word in ("--hidden", "-u", "--unrestricted") for word in options),
    }.get(
        name,
        any(re.fullmatch(r"-[A-Za-z]*[rRa][A-Za-z]*|--recursive|--archive", word) for word in options)
        or "recurse" in words,
    )
    plain = [word for word in words[1:] if not word.startswith("-")]
    if deep and name in ("grep", "egrep", "fgrep", "rg", "ag", "ack") and len(plain) < 2 and "-f" not in words:
        return True  # a search without a path searches the current folder
    return deep and any(word in (".", "./", "..", "*", ".*", "./*", "./.*", "{}", "./.") for word in words[1:])
