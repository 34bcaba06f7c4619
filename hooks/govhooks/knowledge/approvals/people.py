"""Who is who: recognise one person whatever name a commit, a signature or a forge uses.

A name is an e-mail address, a key's fingerprint (`SHA256:...`, or the 40 digits of an OpenPGP key) or a forge user
(`github:ada`). Two names are the same person if the `.mailmap` of the target branch maps them to one address
(https://git-scm.com/docs/gitmailmap; the test compares with git) or the policy's `people` table lists them together.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROLES = ("author", "committer", "co-author")


def address(name: str) -> str:
    """The address in "Name <mail>", or the text itself; addresses become lower case, keys and forge users stay as they
    are."""
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
    """The people of a project. A person is represented by one of their names, an address if there is one."""

    def __init__(self, mailmap: bytes = b"", aliases: Mapping[str, Iterable[str]] | None = None) -> None:
        self._mailmap = Mailmap(mailmap)
        self._same: dict[str, str] = {}
        for name, others in (aliases or {}).items():
            for other in others:
                self.join(name, other)

    def join(self, one: str, other: str) -> None:
        """Record that two names are the same person."""
        first, second = sorted((self.person(one), self.person(other)), key=_rank)
        if first != second:
            self._same[second] = first

    def person(self, who: str) -> str:
        """The person that a name stands for; an unknown name is a person of its own."""
        name = self._mailmap.proper(who)
        while name in self._same:
            name = self._same[name]
        return name
