"""Odd queries: what a keyboard, a clipboard or a cat may put into the field where one searches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from finding.queries import LIMIT
from storage.search import Options, search
from storage.store import Store

LONGEST = 10_000
_SIGNS = "\"“”«»-−*:/\\|()[]{}.,;।॥%_'`~^$#@!?&=+<>"
_CONTROLS = "".join(map(chr, [*range(32), *range(0x7F, 0xA0), 0x200B, 0x200D, 0x202E, 0xFEFF]))
_HALVES = (0xD800, 0xDFFF)
_EMOJI = "😀🙏🏽👨‍👩‍👧🇮🇳☎️✔️"
_FIELDS = "विभाग: year: kind: number: from: head: date: वर्ष: क्रमांक: unknown: :"
_VALUES = "1994..1998 1998..1994 ..1994 1994.. 12.3.94 order 142/अ-27 = =n=142 0 00 ١٩٩٤ १९९४ NaN NULL 1e9 ् ा \u0301"


@dataclass(frozen=True)
class Odd:
    """What came of odd queries.

    Attributes:
        queries: How many.
        slowest: CPU milliseconds of the slowest.
        slowest_query: Its beginning.
        p95: CPU milliseconds below which 95 of a hundred took.
        slowest_wall: Milliseconds of the slowest by the clock.
    """

    queries: int
    slowest: float
    slowest_query: str
    p95: float
    slowest_wall: float


def make_query(chance: Random, words: Sequence[str]) -> str:
    """One odd query.

    Args:
        chance: What it comes from.
        words: Words that pages have.
    """
    parts = [_part(chance, words) for _ in range(chance.choice((1, 1, 2, 3, 4, 6, 10, 30)))]
    query = chance.choice(("", " ", " ", "  ", "\n")).join(parts)
    if chance.random() < 0.02:
        query = (query + " ") * (LONGEST // (len(query) + 1) + 1)
    return query[:LONGEST]


def _part(chance: Random, words: Sequence[str]) -> str:
    """A piece of an odd query: words whole, cut, joined or quoted; signs; any characters; fields with odd values."""
    word = chance.choice(words)
    makers = (
        lambda: word,
        lambda: word[: chance.randint(1, len(word))] + "*",
        lambda: "-" + word,
        lambda: f'"{word} {chance.choice(words)}"',
        lambda: f'"{word}',
        lambda: word[::-1],
        lambda: "".join(chance.choices(_SIGNS, k=chance.randint(1, 6))),
        lambda: "".join(chance.choices(_CONTROLS, k=chance.randint(1, 4))) + word,
        lambda: chance.choice(_EMOJI) + word,
        lambda: chr(chance.randint(*_HALVES)) + word,
        lambda: "".join(chr(chance.choice((chance.randint(0x900, 0x97F), chance.randint(0, 0x10FFFF))))
                        for _ in range(chance.randint(1, 12))),
        lambda: chance.choice(_FIELDS.split()) + chance.choice((word, *_VALUES.split())),
        lambda: chance.choice(_VALUES.split()),
        lambda: f"{chance.randint(0, 10**chance.randint(1, 12))}/{word[:2]}-{chance.randint(0, 99)}",
        lambda: word[:1] * chance.randint(2, 300),
    )  # fmt: skip
    return chance.choice(makers)()


def try_odd_queries(store: Store, words: Sequence[str], chance: Random, count: int) -> Odd:
    """Search for odd queries, one after the other; one that raises ends the measurement.

    Args:
        store: Filled and indexed.
        words: Words that pages have.
        chance: What the queries come from.
        count: How many.
    """
    took: list[tuple[float, str]] = []
    slowest_wall = 0.0
    for _ in range(count):
        query = make_query(chance, words)
        options = Options(limit=LIMIT, wide=chance.random() < 0.2, cursor=chance.choice(("", "", query[:40])))
        began, used = time.perf_counter(), time.process_time()
        store.read(lambda s, query=query, options=options: search(s, query, options))
        took.append(((time.process_time() - used) * 1e3, query[:80]))
        slowest_wall = max(slowest_wall, (time.perf_counter() - began) * 1e3)
    took.sort()
    return Odd(count, *took[-1], took[min(count - 1, int(0.95 * count))][0], slowest_wall)
