"""Queries of each class over made-up text, how long they take, and what they find of what was printed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from finding.fill import Filled
from nasti.hindi import has_devanagari, romanise, tokens
from storage.doc_map import load
from storage.rows import among
from storage.search import Options, search
from storage.search_match import Matcher
from storage.search_query import parse
from storage.search_widen import FEW, widen
from storage.store import Store

LIMIT = 10
"""Nasti of one answer, as a page of results shows them."""


@dataclass(frozen=True)
class Timing:
    """How long a class of queries takes, milliseconds.

    Attributes:
        name: The class.
        wall: Of each query, ascending.
        cpu: The same, of this process.
        pages: Pages found by the middle one.
    """

    name: str
    wall: list[float]
    cpu: list[float]
    pages: int

    def percentile(self, share: float, *, cpu: bool = False) -> float:
        """Time below which this share of the queries takes."""
        values = self.cpu if cpu else self.wall
        return values[min(len(values) - 1, int(share * len(values)))]


@dataclass(frozen=True)
class Recall:
    """What is found of pages that have a word as printed.

    Attributes:
        name: Words on how many pages.
        words: How many were asked for.
        exact: Share of the pages with the word that are found as typed, and share of those found that have it.
        all: The same of all that is found.
    """

    name: str
    words: int
    exact: tuple[float, float]
    all: tuple[float, float]


def make_classes(filled: Filled, chance: Random) -> dict[str, Callable[[], str]]:
    """A maker of queries for each class."""
    words = [word.strip("।,.:;()") for line in filled.samples for word in line]
    words = [word for word in words if len(word) > 3 and not any(char.isdigit() for char in word)]
    hindi = [word for word in words if has_devanagari(word)]

    def following() -> str:
        line = chance.choice([line for line in filled.samples[:500] if len(line) > 3])
        at = chance.randrange(len(line) - 2)
        return " ".join(line[at : at + 3])

    return {
        "one word": lambda: chance.choice(words),
        "three words": following,
        "phrase of three": lambda: f'"{following()}"',
        "prefix": lambda: f"{chance.choice(hindi)[:4]}*",
        "approximate (wide)": lambda: chance.choice(hindi),
        "a name nobody listed": lambda: chance.choice(filled.villages),
        "romanised, one word": lambda: romanise(chance.choice(hindi)),
        "romanised, two words": lambda: f"{romanise(chance.choice(hindi))} {romanise(chance.choice(hindi))}",
        "file number": lambda: chance.choice(filled.numbers),
        "word and year and -word": lambda: f"{chance.choice(hindi)} year:1980..1999 -{chance.choice(hindi)}",
    }


def time_queries(store: Store, filled: Filled, chance: Random, count: int) -> list[Timing]:
    """How long queries take, end to end, facets and snippets included."""
    timings = []
    for name, make in make_classes(filled, chance).items():
        wall, cpu, pages = [], [], []
        for _ in range(count):
            query, options = make(), Options(limit=LIMIT, wide="wide" in name)
            began, used = time.perf_counter(), time.process_time()
            found = store.read(lambda s, query=query, options=options: search(s, query, options))
            wall.append((time.perf_counter() - began) * 1e3)
            cpu.append((time.process_time() - used) * 1e3)
            pages.append(found.total_pages)
        timings.append(Timing(name, sorted(wall), sorted(cpu), sorted(pages)[count // 2]))
    return timings


def measure_recall(store: Store, filled: Filled, chance: Random, count: int) -> list[Recall]:
    """What is found of the pages whose clean words are kept; the same word or a form of it is right."""
    on_pages = Counter(token for page in filled.truth for token in page if len(token) > 2 and not token.isdecimal())
    groups = {
        "3 to 29 pages": [word for word, pages in on_pages.items() if 3 <= pages < FEW],
        "30 pages or more": [word for word, pages in on_pages.items() if pages >= FEW],
    }
    return [
        _recall(store, filled, name, chance.sample(sorted(words), min(count, len(words))))
        for name, words in groups.items()
    ]


def measure_numbers(store: Store, filled: Filled, chance: Random, count: int) -> float:
    """Share of nasti that are found by their number as the best hit; restricted ones included."""
    some = chance.sample(filled.numbers, min(count, len(filled.numbers)))
    options = Options(limit=1, restricted=True, facets=False)
    found = [store.read(lambda s, one=one: search(s, one, options)).nastis[:1] for one in some]
    return sum(hits != () and hits[0].number == one for hits, one in zip(found, some, strict=True)) / len(some)


def _recall(store: Store, filled: Filled, name: str, words: Sequence[str]) -> Recall:
    judged: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for word in words:
        (token,) = tokens(word)
        typed, everything, forms = store.read(lambda s, token=token: pages_of(s, token, len(filled.truth)))
        right = {page for page, there in enumerate(filled.truth, start=1) if token in there}
        alike = {page for page, there in enumerate(filled.truth, start=1) if not forms.isdisjoint(there)}
        for exact, found in ((True, typed), (False, everything)):
            precision = len(found & alike) / len(found) if found else 1.0
            judged[exact].append((len(found & right) / len(right), precision))
    exact, all_ = (tuple(np.mean(judged[key], axis=0).round(3).tolist()) for key in (True, False))
    return Recall(name, len(words), (exact[0], exact[1]), (all_[0], all_[1]))


def pages_of(s: Session, token: str, most: int) -> tuple[set[int], set[int], frozenset[str]]:
    """Pages found as typed, all pages found, and the terms that count as typed."""
    state, asked = load(s), parse(token)
    matches = None
    for wide in (False, True):
        clauses = widen(s, asked, wide=wide)
        matches = Matcher(s, state, (), clauses, {}).match(clauses)
        if matches.pages.size >= FEW:
            break
    condition, bound = among(s, "doc", matches.pages.tolist(), "integer")
    pages = dict(s.execute(text(f"SELECT doc, page_id FROM document WHERE {condition}"), bound).all())
    found = [(pages[doc], typed) for doc, typed in zip(matches.pages.tolist(), matches.typed.tolist(), strict=True)]
    slot = clauses[0].runs[0][0]
    return (
        {page for page, typed in found if typed and page <= most},
        {page for page, _ in found if page <= most},
        frozenset(slot.exact + slot.forms),
    )
