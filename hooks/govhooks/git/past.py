"""Who took part in the history that HEAD reaches, read by git log."""

from __future__ import annotations

from govhooks.git.plumbing import answer, git, git_ok

# Trailers by which a commit names people who took part without having written it.
TRAILERS = ("Co-authored-by", "Reviewed-by", "Acked-by", "Approved-by")
_FORMAT = "%x00".join(
    ("%cs", "%aN <%aE>", "%cN <%cE>", *(f"%(trailers:key={key},valueonly,separator=%x1f)" for key in TRAILERS))
)


def people(since: str) -> dict[str, str] | None:
    """ "Name <address>" as .mailmap has it -> the last day (YYYY-MM-DD) on which they took part, since a day.

    None if the history is cut off (a shallow clone) or there is none: nobody can be called inactive then.
    """
    if answer(git("rev-parse", "--is-shallow-repository")) == b"true":
        return None
    if git_ok("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    log = git(
        "log", "-z", "--no-show-signature", f"--since={since}T00:00:00Z", f"--format=tformat:{_FORMAT}%x1e", "HEAD"
    )
    found: dict[str, str] = {}
    for record in log.decode("utf-8", "replace").split("\x1e"):
        fields = record.lstrip("\0").split("\0")
        day = fields[0].strip()
        for field in fields[1:]:
            for name in filter(None, (one.strip() for one in field.split("\x1f"))):
                found[name] = max(day, found.get(name, ""))
    return found
