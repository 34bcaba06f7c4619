"""Formats of the providers whose names begin with K."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = ()
