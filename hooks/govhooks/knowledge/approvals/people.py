"""Who is who: one person however a commit, a signature or a forge names them.

A name is an e-mail address, a key's fingerprint (`SHA256:...`, or of an OpenPGP key its 40 digits) or a forge's user
(`github:ada`). Names are one person's when the `.mailmap` of the target branch maps them to one address
(https://git-scm.com/docs/gitmailmap; git is the oracle of the test) or the policy's `people` table lists them together.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROLES = ("author", "committer", "co-author")


def address(name: str) -> str:
    """The address in "Name <mail>", or the text itself; keys and forge users keep their form, addresses lose case."""
    start, end = name.rfind("<"), name.rfind(">")
    bare = name[start + 1 : end] if 0 <= start < end else name
    bare = bare.strip()
    return bare if bare.startswith("SHA256:") else bare.casefold()


class Mailmap:
    """The lines of a .mailmap: (name, address) of a commit -> the proper address."""

    def __init__(self, data: bytes) -> None:
        self._by_mail: dict[str, str] = {}
        self._by_both: dict[tuple[str, str], str] = {}
        for raw in data.decode("utf-8", "replace").split("\n"):
            line = raw.strip()
            if line and not line.startswith("#"):
                self._add(line)

    def _add(self, line: str) -> None:
        parts: list[tuple[str, str]] = []
        rest = line
        while len(parts) < 2 and "<" in rest:
            name, _, rest = rest.partition("<")
            mail, closed, rest = rest.partition(">")
            if not closed:
                break
            parts.append((name.strip(), mail.strip()))
        if len(parts) == 1:  # Proper Name <mail>: the address stays as it is
            return
        if len(parts) == 2:
            (_, proper), (name, mail) = parts
            if name:
                self._by_both[name.casefold(), mail.casefold()] = proper.casefold()
            else:
                self._by_mail[mail.casefold()] = proper.casefold()

    def proper(self, who: str) -> str:
        """The proper address of "Name <mail>" or of an address."""
        mail = address(who)
        name = who[: who.rfind("<")].strip().casefold() if "<" in who else ""
        return self._by_both.get((name, mail)) or self._by_mail.get(mail, mail)


def _rank(name: str) -> tuple[bool, str]:
    return "@" not in name, name


class People:
    """The persons of a project: a person is the first of the names that are theirs, an address where there is one."""

    def __init__(self, mailmap: bytes = b"", aliases: Mapping[str, Iterable[str]] | None = None) -> None:
        self._mailmap = Mailmap(mailmap)
        self._same: dict[str, str] = {}
        for name, others in (aliases or {}).items():
            for other in others:
                self.join(name, other)

    def join(self, one: str, other: str) -> None:
        """Say that two names are one person's."""
        first, second = sorted((self.person(one), self.person(other)), key=_rank)
        if first != second:
            self._same[second] = first

    def person(self, who: str) -> str:
        """The person that a name means; a name nobody knows is a person of its own."""
        name = self._mailmap.proper(who)
        while name in self._same:
            name = self._same[name]
        return name
