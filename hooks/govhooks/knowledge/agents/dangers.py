"""What a command line or a line of instructions does that needs a person's consent: fetch and run, hide, send away.

One regular expression per danger, for hooks, servers, allow-lists and instructions alike. They search the raw text,
because a command may be in JSON, in a script or in prose.
"""

from __future__ import annotations

import re

# A command longer than this is not one that a person reads.
LONGEST = 10_000
_GETS = r"\b(curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|fetch)\b"
_RUNS = r"(?:sudo\s+(?:-\S+\s+)*)?(?:/bin/|/usr/bin/)?((ba|z|da|k)?sh|python\d?(?!\s+-m\s+json\.tool)|node|perl|ruby|iex|invoke-expression)\b"
# It fetches a script from the network and runs it.
FETCHES = re.compile(
    rf"(?i){_GETS}[^\n`]{{0,2000}}\|\s*{_RUNS}"
    r"|(\$\(|`|<\()\s*(curl|wget)\b[^\n]{0,300}\b(ba|z|da|k)?sh\b|\b((ba|z|da|k)?sh|source|eval)\s+(-c\s+)?[\"']?(<\(|\$\(|`)\s*(curl|wget)\b"
    r"|\b(curl|wget)\b[^\n`]{0,300}(https?://|\s-[a-zA-Z]*[oO]\s)[^\n`]{0,300}(&&|;)\s*(sudo\s+)?((ba|z)?sh\s|python\d?\s|node\s|chmod\s+\+x|\./)"
    r"|\bgit\s+clone\b[^\n`]{0,300}(&&|;)\s*((ba|z)?sh\s|python\d?\s)?[\w./~$-]*/[\w.-]+\.(sh|py)\b"
    r"|\biex\b[^\n]{0,300}\b(irm|iwr|downloadstring)\b|\bnpx\s+(-y\s+|--yes\s+)?https?://"
)
# It hides what is run.
HIDES = re.compile(
    r"(?i)base64\s+(-d|-D|--decode)|frombase64string|-enc(odedcommand)?\s+[A-Za-z0-9+/=]{16}|\bxxd\s+-r|\beval\b|\bexec\(|atob\(|\bfromhex\b|\\x[0-9a-f]{2}(\\x[0-9a-f]{2}){3}|\b[A-Za-z0-9+/]{80,}={0,2}|\brev\s*\||\bopenssl\s+enc\b.{0,300}-d"
)
# It sends something on this machine to another one.
SENDS = re.compile(
    r"(?i)\b(curl|wget|nc|ncat|http|https|xh)\b.{0,300}(\s(-[a-zA-Z]*[dFT](?=[\s=@'\"-])|--data\S*|--form|--upload-file|--post-\w+|-X\s*(POST|PUT))|\$\(|<\s*\S|@)|\b(nc|ncat)\s+\S+\s+\d+"
    r"|\b(iwr|irm|invoke-webrequest|invoke-restmethod)\b.{0,300}-(method\s+(post|put)|infile|body)|\bgit\s+push\s+\S*://|\|\s*(ssh|nc|ncat)\s+\S|/dev/tcp/|\b(scp|rsync)\b.{0,300}\S@?\S+:"
)
# The machine itself as the host of a url: nothing leaves it.
LOCAL = re.compile(
    r"(?i)\s*(https?|wss?)://(?![^/?#\s'\"]*@)(localhost|[\w-]+\.localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(?=[:/?#\s'\"]|$)"
)


def stays_here(command: str) -> bool:
    """Whether every url in a command is on this machine."""
    urls = re.findall(r"(?i)\b(?:https?|wss?|ftp)://", command)
    return bool(urls) and len(urls) == len(LOCAL.findall(command))
