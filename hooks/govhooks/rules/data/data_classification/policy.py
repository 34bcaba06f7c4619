"""The rule's table in governance.toml: the project's classes, and which fields, types and files are of which class."""

from __future__ import annotations

from govhooks.core.places import UNSHIPPED
from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.knowledge.classification.register import Register
    from govhooks.policy.load import Choice, GlobList

ID = "data-classification"
REFUSE, FLAG, OFF = VERDICTS = ("refuse", "flag", "off")
CLASSES = ("public", "internal", "confidential", "restricted")
# Files that hold no data of people: tests, examples, and what is not written here.
TEST_DATA = (*UNSHIPPED, "factories/", "*_factory.*", "*Factory.*", "*.stories.*", "build/")


class Policy(Record):
    """What is of which class; and what refuses a change ("refuse"), what is only shown ("flag"), and what is not looked at ("off").

    `classes`      the project's own classes, least first.
    `fields_`      the register: a name, or Model.name or table.column -> its class.
    `types`        the name of a type -> the class of every field of it.
    `paths`        a glob -> the class of the files that it matches.
    `unclassified` a new field that looks sensitive and that the register does not have.
    `unregistered` the same where the policy has no register: one finding a file.
    `lowered`      an entry of the register that gets a lower class, or goes.
    `keep_out`     the classes whose files may not enter git; none named: the more sensitive half of the classes.
    `files`        a file that may not enter git: of a class that stays out, an export, a dump, a table with personal columns.
    `literals`     a number of a card, an account or a person that a checksum proves.
    `test_data`    files in which nothing counts: tests, fixtures, examples.
    """

    classes: tuple[str, ...] = CLASSES
    fields_: dict[str, str] = {}
    types: dict[str, str] = {}
    paths: dict[str, str] = {}
    unclassified: Choice = REFUSE
    unregistered: Choice = FLAG
    lowered: Choice = FLAG
    keep_out: tuple[str, ...] = ()
    files: Choice = REFUSE
    literals: Choice = REFUSE
    test_data: GlobList = TEST_DATA

    CHOICES = dict.fromkeys(("unclassified", "unregistered", "lowered", "files", "literals"), VERDICTS)

    def verify(self) -> str:
        if not self.classes or len(set(self.classes)) < len(self.classes):
            return "classes must name each class once, least first"
        for option, entries in (("fields", self.fields_), ("types", self.types), ("paths", self.paths)):
            for name, of in entries.items():
                if of not in self.classes:
                    return f"{option}: {name} is {of!r}, which is none of the classes {', '.join(self.classes)}"
        for of in self.keep_out:
            if of not in self.classes:
                return f"keep-out: {of!r} is none of the classes {', '.join(self.classes)}"
        from govhooks.core.globs import BadGlob, validate

        for glob in self.paths:
            try:
                validate(glob)
            except BadGlob as error:
                return f"paths: bad glob {glob!r}: {error}"
        return ""

    @property
    def register(self) -> Register:
        """The register, to ask for the class of a field."""
        from govhooks.knowledge.classification.register import Register

        return Register(self.classes, self.fields_, self.paths, self.types)

    @property
    def stays_out(self) -> tuple[str, ...]:
        """The classes whose files may not enter git."""
        return self.keep_out or self.classes[(len(self.classes) + 1) // 2 :]

    @property
    def is_in_use(self) -> bool:
        """Whether the project keeps a register."""
        return bool(self.fields_ or self.types or self.classes != CLASSES)
