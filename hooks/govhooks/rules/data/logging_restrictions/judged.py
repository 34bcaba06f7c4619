"""The leaks of a file: its tree as nodes, followed."""

from __future__ import annotations

from govhooks.rules.data.logging_restrictions.flow import Flow, TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.readers.code import Code
    from govhooks.rules.data.logging_restrictions.expressions import Leak
    from govhooks.rules.data.logging_restrictions.names import Names
    from govhooks.rules.data.logging_restrictions.near import Near


def leaks(code: Code, names: Names, near: Near) -> list[Leak] | None:
    """The classified values that reach a sink; None where the file takes too much to be followed."""
    try:
        if code.language == "python":
            from govhooks.rules.data.logging_restrictions import python_code

            aliases = {one.alias: ".".join(filter(None, (one.module, one.name))) for one in code.imports if one.alias}
            flow = Flow(names, lambda name: aliases.get(name, name))
            return flow.run(python_code.body(code.tree, near))
        from govhooks.rules.data.logging_restrictions.source_tables import LANGUAGES

        if code.language in LANGUAGES:
            from govhooks.rules.data.logging_restrictions import source_code

            flow = Flow(names, lambda name: name, tables=True)
            return flow.run(source_code.body(code.tree, code.language, near))
        from govhooks.rules.data.logging_restrictions import script_code

        flow = Flow(names, lambda name: name, tables=True)
        return flow.run(script_code.body(code.tree, near))
    except (TooMuch, RecursionError):
        return None
