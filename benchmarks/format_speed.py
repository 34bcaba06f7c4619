"""What the worst line costs: for every row of the formats, lines of a megabyte made to be slow.

    PYTHONPATH=hooks python benchmarks/format_speed.py [--limit 0.2] [ROW ...]

Times what the engine does for that row alone on the line, from its literals' places to its tokens. Prints the ten slowest
rows, and for their lines what the whole scan takes (its one pass, its hits, and every other row that they concern);
exits 1 when a row takes longer than the limit, in seconds. The lines: a literal
repeated; a literal before a long run of the token's own characters; a token's beginnings repeated.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from govhooks.rules.secrets.no_secrets.engine import Text, _tokens, literals, scan
from govhooks.rules.secrets.no_secrets.examples import make
from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats import load

SIZE = 1_000_000
ROUNDS = 2


def hostile(row: Format) -> Iterator[tuple[str, str]]:
    """(name, line) of every line for a row."""
    for literal in dict.fromkeys((row.literals[0], row.literals[-1])):
        yield f"literal {literal!r}", fill(literal)
        yield f"literal {literal!r} and a space", fill(literal + " ")
        yield f"literal {literal!r} and a run", literal + fill("a1B2c3D4")
    token = make(row.positive[0])
    start = min(token.lower().find(literal) for literal in row.literals if literal in token.lower())
    for name, unit in (
        ("half a token", token[: max(len(token) // 2, start + 3)]),
        ("half a token and a hyphen", token[: max(len(token) // 2, start + 3)] + "-"),
        ("a token but for its end", token[:-1] + "!"),
        ("a token without its end", token[:-1]),
    ):
        yield name, fill(unit)
    yield "a token and a run of its characters", token + fill(token[-8:])


def fill(unit: str) -> str:
    return (unit * (SIZE // len(unit) + 1))[:SIZE]


def seconds(job: Callable[[], Iterable[object]]) -> float:
    """Processor time, the best of some rounds: what else the machine does is not the pattern's fault."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in job():
            pass
        best = min(best, time.process_time() - started)
    return best


def of_row(row: Format, line: str) -> float:
    lowered, view = line.lower(), Text(line)
    places = {at for literal in row.literals for at in starts(lowered, literal)}
    offsets = sorted(places)
    return seconds(lambda: _tokens(view, row, offsets, {}))


def starts(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def main() -> int:
    parser = argparse.ArgumentParser(description="What the worst line costs each row of the formats.")
    parser.add_argument("--limit", type=float, default=0.2)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    wanted = parser.parse_args()
    literals().expect_much()
    worst = []
    for row in load():
        if not wanted.rows or row.id in wanted.rows:
            worst.append(max((of_row(row, line), row.id, name, line) for name, line in hostile(row)))
    worst.sort(reverse=True)
    for taken, row_id, name, line in worst[:10]:
        whole = seconds(lambda line=line: scan(line, "a.min.js", guesses=False))  # type: ignore[misc]
        print(f"{taken:.3f} s  {row_id}: {name} (whole scan: {whole:.3f} s)")
    over = sum(taken > wanted.limit for taken, *_ in worst)
    print(f"{len(worst)} rows, {over} above {wanted.limit} s for a line of {SIZE:,} characters")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
