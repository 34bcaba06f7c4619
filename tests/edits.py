"""Texts and edits of them, by chance: what blobs of a history look like."""

from __future__ import annotations

import random

from govhooks.rules.secrets.no_secrets.examples import make

LINES = ["import os", "", "def f():", "    return 1", "# a remark", "x = y", "-----", "}", "end"]


def made(seed: int) -> str:
    return make("ghp_{alnum:30}{sign:github}", seed=seed)


def text(chance: random.Random, count: int) -> list[str]:
    return [chance.choice(LINES) + ("" if chance.random() < 0.7 else str(chance.random())) for _ in range(count)]


def edited(chance: random.Random, lines: list[str]) -> list[str]:
    lines = list(lines)
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(lines))
        way = chance.random()
        if way < 0.35:
            value = made(chance.randint(0, 30))
            lines[at:at] = [chance.choice([f"key = '{value}'", "pass" + f"word = 'hX7{value[5:20]}'", f"# {value}"])]
        elif way < 0.5:
            lines[at : at + 2] = []
        elif way < 0.65 and len(lines) > 40:
            cut = lines[5:20]
            lines = lines[:5] + lines[20:] + cut
        else:
            lines[at:at] = text(chance, chance.randint(1, 60))
    return lines


def encoded(chance: random.Random, lines: list[str]) -> bytes:
    text = "\n".join(lines) + chance.choice(["\n", "\n", "\n", ""])
    way = chance.random()
    if way < 0.05:
        return text.encode("utf-16")
    if way < 0.1:
        return text.replace("\n", "\r\n").encode()
    return b"\0\x80\xff" + text.encode() if way < 0.14 else text.encode()
