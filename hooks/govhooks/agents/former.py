"""What problems were called before they were worded anew.

Some fingerprints are made of the words of a problem. An exception or a baseline entry names a fingerprint, so a clearer
message must not change it: the identity keeps the words that it began with. Whoever words such a problem anew adds a row.
"""

from __future__ import annotations

import re

# By rule: (regular expression of the words that are shown, the words that identify).
# fmt: off
FORMER: dict[str, tuple[tuple[str, str], ...]] = {
    "agent-commands": (
        (r"destroys what cannot be restored", "destroys what cannot be had back"),
        (r"makes git run any program", "makes git run anything"),
        (r"it bypasses the checks", "it goes around the checks"),
        (r"it discards changes", "it throws changes away"),
        (r"it deletes what git needs to undo a mistake", "it deletes the way back"),
        (r"destroys the contents of a disk", "destroys what is on a disk"),
        (r"it changes a whole system or home folder", "it reaches a whole system or home"),
        (r"it lets the network run a program", "it gives a program to the network"),
        (r"it shuts the machine down", "it stops the machine"),
        (r"it removes the checks", "it takes the checks away"),
        (r"core\.hooksPath switches the checks off", "core.hooksPath takes the checks away"),
        (r"it deletes files that git does not track", "it deletes files that git does not have"),
        (r"it discards a stash", "it throws a stash away"),
        (r" on (\S+): a whole system or home folder", r" of \1: a whole system or home"),
        (r" -r on (\S+): it may delete far more than meant", r" -r of \1, which reaches far"),
        (r" -r on (\S+), outside the repository", r" -r of \1, outside of the repository"),
        (r"it may reach a file under deny_read", "it may come to a file under deny_read"),
        (r"matches what follows it", "matches what stands behind it"),
        (r"matches what is in it", "matches what stands in it"),
        (r"it reads everything in a folder, including what deny_read names", "it reads all that is in a folder, deny_read included"),
        (r"it reads a folder that is only known when it runs", "it reads in a folder that is only known when it runs"),
        (r"its code reads whatever is in a folder", "code reads whatever is in a folder"),
        (r"its code deletes a whole system or home folder", "code deletes a whole system or home"),
        (r"its code deletes files", "code deletes files"),
        (r"it runs code that is only known when it runs", "code is run that is only known when it runs"),
    ),
    "agent-file-access": (
        (r"lets it leave the repository without asking", "lets it out of the repository without asking"),
        (r"protects nothing", "keeps it from nothing"),
        (r"is open to it, outside the repository", "is opened to it: outside of the repository"),
        (r"is not a list: it is silently ignored", "is no list: it is read over in silence"),
        (r"reaches outside the repository", "reaches out of the repository"),
        (r"lets it change its own rules", "lets it change what decides over it"),
    ),
    "agent-instructions": (
        (r"agents read what a reviewer cannot see", "agents read what a reviewer does not see"),
        (r"that is too long to review", "that is too long to be read by anybody"),
        (r"text hidden far to the right", "text far to the right of an empty line's width"),
        (r"a zero-width character", "a character without width"),
        (r"a zero-width joiner inside a word", "a joiner without width inside a word"),
        (r"tells agents to bypass", "tells agents to get around"),
        (r"tells agents to ignore their other instructions", "tells agents to overrule their other instructions"),
        (r"tells agents to hide something from people", "tells agents to keep something from people"),
        (r"where others can read them", "where others read them"),
        (r"tells agents to send secrets to another host", "tells agents to send secrets away"),
    ),
    "agent-permissions": (
        (r"it never asks for approval", "nothing is asked for"),
        (r"it edits files, or does anything, without asking", "edits or everything happen without asking"),
        (r"no approvals and no sandbox", "no question and no sandbox"),
        (r"no sandbox: the whole machine is open to it", "no sandbox: the whole machine"),
        (r"hooks run that nobody has trusted", "hooks run without having been trusted"),
        (r"the line is too long to judge", "the line is too long to be judged"),
    ),
    "agent-requirements": (
        (r"are the same key, given twice", "are one key, given twice"),
        (r"is not a valid identity: it must be a table", "is no identity: an identity is a table"),
        (r"is not a valid identity: it needs a command or a url", "is no identity: an identity has a command or a url"),
        (r"is not a valid identity: ", "is no identity: "),
        (r"a command must be a string, or a table with `", "a command is a string, or a table of `"),
        (r"`executable` must be a string and `args`", "`executable` is a string and `args`"),
        (r"a matcher must be a table such as", "a matcher is a table such as"),
        (r"`match` must be exact", "`match` is exact"),
        (r"(a matcher of \S+) takes a string", r"\1 has a string"),
        (r"plain http: anyone on the network path can read it and answer for the server", "plain http: whoever is on the way reads and answers for the server"),
        (r"every host that begins like this, even followed by \.evil\.example", "every host that begins so, such as the same with .evil.example behind it"),
        (r"more hosts than it seems: a dot matches any character", "more hosts than the one it reads as: a dot is any character"),
        (r"is not a key that Codex knows: Codex does not start", "is not a key that Codex knows: it refuses to start"),
        (r"is not a key that Codex knows: it is ignored, and", "is not a key that Codex knows: it reads over it, and"),
        (r"the entry applies to no host", "the entry is for no host"),
        (r"uses the prefix of Codex' own profiles", "takes the prefix of Codex' own profiles"),
        (r"`default_permissions` is set without", "`default_permissions` stands without"),
        (r"profiles are defined, but none is the default", "profiles are defined and none is the default"),
        (r"is reserved for deny_read and cannot be a profile", "is for deny_read, and no profile"),
        (r"is listed twice", "stands there twice"),
        (r"Codex has no negation: it looks for a file whose name starts with !", "Codex knows no negation: it looks for a file whose name begins with !"),
        (r"Codex does not apply these rules to a command", "Codex walks past these rules for a command"),
        (r"an element of a pattern needs exactly one of `token` and `any_of`", "a pattern's element has either `token` or `any_of`"),
        (r"is matched literally: tokens have no wildcards", "is matched as it stands: tokens know no wildcards"),
        (r"is shell syntax, not an argument", "is shell syntax and no argument"),
        (r"matches only that spelling: plain (`.*`) still runs", r"matches that spelling only: \1 runs"),
        (r"is forbidden without a reason", "is forbidden without a word"),
        (r"is ignored next to a command", "means nothing beside a command"),
        (r"cannot be combined", "do not go together"),
        (r"lifts a restriction of the sandbox", "opens what the sandbox closes"),
        (r"is not a valid model name", "is no model's name"),
        (r"is wider, or a different one", "is wider, or another"),
    ),
    "mcp-servers": (
        (r"uses plain http: anyone on the network path can read it and answer for it", "is asked over plain http: whoever is on the way reads and answers for it"),
        (r"has a command that is too long to review", "has a command that is too long to be read by anybody"),
        (r"\(some agents ignore the star, but that is what it means\)", "(some agents do not read the star: it is meant so)"),
        (r"is not approved", "is not among the approved ones"),
        (r"has no valid identity", "has no identity that can be read"),
        (r"differs from the one approved under this name", "is not the one that is approved under this name"),
    ),
}
# fmt: on


def identity(rule: str, problem: str) -> str:
    """The words of a problem that its fingerprint is made of."""
    for now, then in FORMER[rule]:
        problem = re.sub(now, then, problem)
    return problem
