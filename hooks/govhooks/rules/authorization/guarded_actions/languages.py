"""Which module reads the actions of which format: one function `facts(source) -> Facts` each.

words  a file without one of these (case-folded) cannot have an action or guard, and is not parsed
"""

from __future__ import annotations

from govhooks.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authorization.guarded_actions.actions import Facts, Source


class Language(Record):
    """The module of a language, and the words of which a file with actions or guards has one."""

    module: str
    words: tuple[str, ...]


_HERE = "govhooks.rules.authorization.guarded_actions"
PYTHON = Language(
    f"{_HERE}.python",
    (
        *(
            "aiohttp",
            "apirouter",
            "auth",
            "blueprint",
            "celery",
            "django",
            "fastapi",
            "flask",
            "litestar",
            "permission",
        ),
        *("quart", "rest_framework", "route", "sanic", "starlette", "urlpatterns", "_required", "middleware"),
    ),
)
LANGUAGES = {"python": PYTHON}


def facts(form: str, source: Source) -> Facts:
    """What a file says about its actions."""
    from importlib import import_module

    found: Facts = import_module(LANGUAGES[form].module).facts(source)
    return found


def may_say(form: str, data: bytes) -> bool:
    """Whether a text holds one of its language's words."""
    text = data.lower()
    return any(word.encode() in text for word in LANGUAGES[form].words)
