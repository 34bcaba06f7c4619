"""The files of a change with what they set, each side taken apart once, and a setting as a message may quote it."""

from __future__ import annotations

from govhooks.readers.document import ABSENT
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from govhooks.readers.document import Document, Side
    from govhooks.rules.environment.separate_environments.policy import Policy
    from govhooks.rules.environment.separate_environments.settings import Setting

    # A setting, its environment, and the kind of that.
    Placed = tuple[Setting, str, str]

# Names that a message quotes; a longer part of one that has letters and digits may be a generated value.
_SEPARATED = compiled(r"[_.-]")
_LONGEST_WORD = 15
_SHOWN = compiled(r"[\w.@$%:/ \[\]-]{1,80}")


class File:
    """One document of a changed file: what its new side sets, and what its old side did."""

    def __init__(self, document: Document, policy: Policy, is_whole: bool) -> None:
        self.document = document
        self.path = document.path
        self._policy = policy
        self._is_script = document.path.rpartition("/")[2] == ".envrc"  # direnv: lines of variables, or a script
        self.new = tuple(self._placed(document.new, document.path))
        self.old = () if is_whole else tuple(self._placed(document.old, document.change.old_path or document.path))

    @property
    def fresh(self) -> Iterator[Placed]:
        """What the old side does not set in the same way."""
        known = {(one.keys, one.value, environment) for one, environment, _ in self.old}
        for one, environment, kind in self.new:
            if (one.keys, one.value, environment) not in known:
                yield one, environment, kind

    @property
    def error(self) -> str:
        """Why the new side cannot be read, "" if it can."""
        return self._side(self.document.new).error

    def _placed(self, side: Side, path: str) -> Iterator[Placed]:
        from govhooks.rules.environment.separate_environments.settings import settings

        side = self._side(side)
        environment = self._policy.environment_of(path)
        found = settings(side, self.document.format, path)
        if environment:
            kind = self._policy.kind_of(environment)
            for one in found:
                yield one, environment, kind
            return
        from govhooks.rules.environment.separate_environments.parts import parted

        for one in parted(found, side):
            here = self._policy.named(one.environment)
            yield one, here, self._policy.kind_of(here)

    def _side(self, side: Side) -> Side:
        """A side; of a script of direnv, and of YAML with lines of ERB, what can be read after all."""
        if not side.error or side is ABSENT:
            return side
        from govhooks.readers import read

        change = self.document.change
        data = change.read() if side is self.document.new else change.read_old()
        if self._is_script:
            return read("shell", data)[0]
        if self.document.format == "yaml" and b"<%" in data:
            lines = data.split(b"\n")
            bare = [b"" if line.lstrip().startswith(b"<%") and b"<%=" not in line else line for line in lines]
            return read("yaml", b"\n".join(bare))[0] if bare != lines else side
        return side


def shown(name: str) -> str:
    """A name of a setting as a message may quote it: nothing that may itself be a generated value."""
    from govhooks.core.redact import is_random

    parts = _SEPARATED.split(name)
    is_name = _SHOWN.fullmatch(name) and not any(len(part) > _LONGEST_WORD and is_random(part) for part in parts)
    return name if is_name else "a setting"
