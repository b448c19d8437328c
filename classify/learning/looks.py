"""What a page looks like among its neighbours: features for its kind and for whether a paper begins on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from classify.layout import Page
from classify.learning.hashing import Ids, feature_ids, pieces
from classify.likeness import plain
from classify.signs import Signs

_HEAD_ROWS, _FOOT_ROWS = 5, 3
_LONGEST_ROW = 24
"""Characters of a row that are cut into pieces."""


@dataclass(frozen=True)
class Look:
    """One page with print, and what the rules make of it.

    Attributes:
        page: The page.
        signs: What was found on it.
        kind: Its kind by the rules.
        begins: Whether a paper begins on it by the rules.
    """

    page: Page
    signs: Signs | None
    kind: str
    begins: bool

    @cached_property
    def brief(self) -> tuple[str, ...]:
        """What its neighbours are told of it: its kind, how full it is, its first and last words."""
        rows = [[text for word in row.words if (text := plain(word.text))] for row in self.page.rows]
        first, last = (rows[0][:2], rows[-1][:2]) if rows else ([], [])
        words = (*(f"f{text}" for text in first), *(f"z{text}" for text in last))
        return (f"k{self.kind}", f"b{self.begins}", f"n{min(8, len(rows) // 5)}", *words)


def look_ids(looks: Sequence[Look | None]) -> list[Ids | None]:
    """The features of every page; None for sheets without print.

    Args:
        looks: By sheet of one nasti, in order; None for sheets without print.
    """
    printed = [look for look in looks if look]
    found = iter(feature_ids([*_own(look), *_among(printed, number)]) for number, look in enumerate(printed))
    return [next(found) if look else None for look in looks]


def _among(looks: Sequence[Look], number: int) -> Iterator[str]:
    """What stands before and behind a page."""
    for name, neighbour in (("before", number - 1), ("behind", number + 1)):
        brief = looks[neighbour].brief if 0 <= neighbour < len(looks) else ("edge",)
        yield from (f"{name}|{feature}" for feature in brief)
        yield f"{name}|{brief[0]}|{looks[number].kind}"
    yield f"place{min(4, number)}"


def _own(look: Look) -> Iterator[str]:
    rows = look.page.rows
    yield from (f"kind={look.kind}", f"begins={look.begins}", f"both={look.kind}{look.begins}")
    for row in rows:
        yield from (f"t={text}" for word in row.words if (text := plain(word.text)))
    for name, some in (("h", rows[:_HEAD_ROWS]), ("z", rows[-_FOOT_ROWS:])):
        for number, row in enumerate(some):
            text = plain(row.text)[:_LONGEST_ROW]
            yield from (f"{name}{piece}" for piece in pieces(text, 4))
            yield f"{name}{number}={text[:8]}"
    if look.signs:
        yield from (f"sign={name}{int(3 * strength)}" for name, strength in look.signs.strengths.items())
        yield from (f"title={kind}" for kind in look.signs.headings)
    yield from _layout(look.page)


def _layout(page: Page) -> Iterator[str]:
    rows = page.rows
    left, top, right, bottom = page.frame
    yield f"rows{min(12, len(rows) // 4)}"
    yield f"shape{int(4 * (bottom - top) / max(1, right - left))}"
    if not rows:
        return
    gaps = sum(row.gap_before(index) >= 2 for row in rows for index in range(1, len(row.words)))
    digits = sum(letter.isdecimal() for row in rows for letter in row.text)
    letters = sum(len(row.text) for row in rows)
    full = sum(page.across(row.box[2]) - page.across(row.box[0]) > 0.6 for row in rows)
    yield f"gaps{min(8, 4 * gaps // len(rows))}"
    yield f"digits{int(10 * digits / max(1, letters))}"
    yield f"full{int(5 * full / len(rows))}"
    yield f"top{int(8 * page.depth(rows[0]))}"
    yield f"foot{int(8 * page.depth(rows[-1]))}"
    for number, row in enumerate(rows[:3]):
        middle = (page.across(row.box[0]) + page.across(row.box[2])) / 2
        yield f"row{number}at{int(5 * middle)}w{int(5 * (page.across(row.box[2]) - page.across(row.box[0])))}"


def look_over(
    pages: Sequence[Page | None], signs: Sequence[Signs | None], kinds: Sequence[str], firsts: Collection[int]
) -> list[Look | None]:
    """The sheets of a nasti as the rules have them; None for those that nothing can be told of.

    Args:
        pages: By sheet; None for sheets without print.
        signs: By sheet, what was found on it.
        kinds: By sheet, by the rules.
        firsts: Positions of the sheets on which papers begin, by the rules.
    """
    return [
        Look(page, found, kind, position in firsts) if page and page.rows and kind not in _MUTE else None
        for position, (page, found, kind) in enumerate(zip(pages, signs, kinds, strict=True))
    ]


_MUTE = frozenset({"blank", "separator"})
