"""Which scans of a station are each other's fronts and backs, by their names or else as they followed each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from nasti import hindi

Side = Literal["front", "back"]

_WORDS: dict[Side, str] = {
    "front": "front fronts f recto obverse odd face a 1 सामने आगे अगला अगले मुख विषम",
    "back": "back backs b verso reverse rear even v 2 पीछे पिछला पिछले पृष्ठभाग पीठ सम",
}
_SIDES = {hindi.fold(word): side for side, words in _WORDS.items() for word in words.split()}
_WEAK = frozenset({"f", "a", "b", "v", "1", "2"})
"""What may as well count scans or name something else: it tells sides only where the other of the two is there."""

_PIECE = re.compile(r"[^\W\d_]+(?:[\u0900-\u097f]*)|\d+")
NEAR_COUNT = 0.1
"""How much the counts of two passes of one stack may differ, as a share of the larger; three sheets always may."""


@dataclass(frozen=True, slots=True)
class PassScan:
    """One scan of a station that scans fronts and backs into two files.

    Attributes:
        name: Of its file or folder.
        kept_at: When it was taken in, seconds; only compared.
        sheet_count: How many sides it holds.
    """

    name: str
    kept_at: float
    sheet_count: int


@dataclass(frozen=True, slots=True)
class Partners:
    """Two scans that are fronts and backs, or one that waits for the other.

    Attributes:
        front: Index of the scan of the fronts; None while it has not come.
        back: Index of the scan of the backs; None while it has not come.
        by: What told so: the names, or that one followed the other; "" for a scan that waits.
    """

    front: int | None
    back: int | None
    by: Literal["name", "succession", ""]


def pair_scans(scans: Sequence[PassScan]) -> tuple[Partners, ...]:
    """Pair the fronts and backs among the scans of a station.

    Names that differ in nothing but the side they tell are a pair, nearest in time first. Otherwise one and the next
    are a pair where their counts are near: the fronts come first, unless their names tell both sides.

    Args:
        scans: Those of one station that have no partner yet, in any order.

    Returns:
        Every scan once, in order of the earlier one of each pair.
    """
    order = sorted(range(len(scans)), key=lambda index: (scans[index].kept_at, scans[index].name))
    named = list(_by_names(scans, order))
    taken = {index for pair in named for index in (pair.front, pair.back)}
    rest = [index for index in order if index not in taken]
    pairs = [*named, *_by_succession(scans, rest)]
    place = {index: at for at, index in enumerate(order)}
    return tuple(sorted(pairs, key=lambda pair: min(place[one] for one in (pair.front, pair.back) if one is not None)))


def pair_names(first: str, second: str) -> tuple[Side, Side] | None:
    """Which sides two names tell, where they differ in nothing else; None where they are no pair.

    Args:
        first: Name of a file or folder.
        second: Another.
    """
    for stem, side, _ in _readings(first):
        for other_stem, other_side, _ in _readings(second):
            if stem == other_stem and side != other_side:
                return side, other_side
    return None


def _by_names(scans: Sequence[PassScan], order: Sequence[int]) -> Iterator[Partners]:
    free = list(order)
    candidates = sorted(
        (abs(scans[other].kept_at - scans[one].kept_at), at, place, one, other, sides)
        for at, one in enumerate(order)
        for place, other in enumerate(order[at + 1 :], at + 1)
        if (sides := pair_names(scans[one].name, scans[other].name)) and not _counts_on(scans, one, other)
    )
    for _, _, _, one, other, sides in candidates:
        if one in free and other in free:
            free.remove(one)
            free.remove(other)
            yield Partners(one, other, "name") if sides[0] == "front" else Partners(other, one, "name")


def _counts_on(scans: Sequence[PassScan], one: int, other: int) -> bool:
    """Whether what looks like sides of two names only counts: there is a third of the series."""
    stems = {
        stem for stem, _, mark in _readings(scans[one].name) if mark in ("1", "2")
    } & {stem for stem, _, _ in _readings(scans[other].name)}  # fmt: skip
    return any(_numbered(scan.name) in {(stem, 3), (stem, 0)} for scan in scans for stem in stems)


def _by_succession(scans: Sequence[PassScan], order: Sequence[int]) -> Iterator[Partners]:
    at = 0
    while at < len(order):
        one, other = order[at], order[at + 1] if at + 1 < len(order) else None
        side = _told_side(scans[one].name)
        if other is not None and _may_follow(scans[one], scans[other]):
            yield Partners(other, one, "succession") if side == "back" else Partners(one, other, "succession")
            at += 2
            continue
        yield Partners(None, one, "") if side == "back" else Partners(one, None, "")
        at += 1


def _may_follow(one: PassScan, other: PassScan) -> bool:
    larger, smaller = max(one.sheet_count, other.sheet_count), min(one.sheet_count, other.sheet_count)
    told = {_told_side(one.name), _told_side(other.name)}
    return told in ({None}, {"front", "back"}) and larger - smaller <= max(3, NEAR_COUNT * larger)


def _told_side(name: str) -> Side | None:
    """The side that a name tells by a word that tells nothing else."""
    return next((side for _, side, mark in _readings(name) if mark not in _WEAK), None)


def _readings(name: str) -> Iterator[tuple[tuple[str, ...], Side, str]]:
    """What is left of a name without a word that tells a side, that side, and the word; words of one meaning first."""
    pieces = _pieces(name)
    found = [(at, piece) for at, piece in enumerate(pieces) if piece in _SIDES]
    for at, piece in sorted(found, key=lambda one: (one[1] in _WEAK, -one[0])):
        if piece in _WEAK and at != len(pieces) - 1:
            continue
        yield (*pieces[:at], *pieces[at + 1 :]), _SIDES[piece], piece


def _numbered(name: str) -> tuple[tuple[str, ...], int] | None:
    """What a name has before the number that ends it, and that number."""
    pieces = _pieces(name)
    return (pieces[:-1], int(pieces[-1])) if pieces and pieces[-1].isdecimal() else None


def _pieces(name: str) -> tuple[str, ...]:
    stem = PurePath(unicodedata.normalize("NFC", name)).stem
    return tuple(folded for piece in _PIECE.findall(_parted(stem)) if (folded := hindi.fold(piece)))


def _parted(stem: str) -> str:
    """``ScanFront`` as two words: capture programs write names without a space."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)
