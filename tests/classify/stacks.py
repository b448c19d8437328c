"""Stacks of paper as a scanner sees them: every side knows by its `index` where it belongs in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from nasti.model import Sheet, Word
from nasti.slips import Slip, SlipKind, write_qr

A4_PX, LEGAL_PX, A3_PX = (2480, 3508), (2550, 4200), (3508, 4960)

Leaf = tuple[Sheet, Sheet]


def side(
    *words: str, folio: int | None = None, blank: bool = False, size_px: tuple[int, int] = A4_PX, turn_deg: int = 0
) -> Sheet:
    """A side with some words, one below the other."""
    read = tuple(
        Word(word, (300, 300 + 90 * row, 900, 350 + 90 * row), 0.95, row, row) for row, word in enumerate(words)
    )
    return Sheet(0, size_px, 300, folio=folio, blank=blank, words=read, turn_deg=turn_deg)


def slip_side(slip: Slip, *, back: bool = False) -> Sheet:
    """A side of a slip as it was read."""
    return Sheet(0, A4_PX, 300, separator=write_qr(replace(slip, side="B" if back else "A")))


def slip_leaf(kind: SlipKind, serial: str = "", *, unread: str = "", **said: str) -> Leaf:
    """A slip; "A" or "B" where the codes of a side were not read."""
    slip = Slip(kind, serial, **said)  # type: ignore[arg-type]
    front, back = slip_side(slip), slip_side(slip, back=True)
    blind = side("नस्ती", "पर्ची")
    return (blind if "A" in unread else front), (blind if "B" in unread else back)


def page_leaf(folio: int | None = None) -> Leaf:
    """A sheet that is printed on both sides, its pages numbered or not."""
    if folio is None:
        return side("शेष"), side("संलग्न")
    return side("शेष", folio=folio), side("संलग्न", folio=folio + 1)


def one_sided(folio: int | None = None) -> Leaf:
    """A sheet with a blank back."""
    return side("पत्र", folio=folio), side(blank=True)


def stack(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Leaves whose sides know their places."""
    return [
        (replace(front, index=2 * place), replace(back, index=2 * place + 1))
        for place, (front, back) in enumerate(leaves)
    ]


def two_passes(leaves: Sequence[Leaf], *, backs_reversed: bool, lost: Iterable[int] = ()) -> tuple[list[Sheet], int]:
    """All fronts and then all backs, and where the backs begin; sides whose index is lost are not there."""
    gone = set(lost)
    fronts = [front for front, _ in leaves if front.index not in gone]
    backs = [back for _, back in leaves if back.index not in gone]
    return fronts + (backs[::-1] if backs_reversed else backs), len(fronts)


def places(sheets: Sequence[Sheet], positions: Iterable[int]) -> list[int]:
    """Where the sides at some positions belong."""
    return [sheets[position].index for position in positions]


@dataclass(frozen=True)
class Kind:
    """What a leaf of a made-up stack is."""

    name: str
    unread: str = ""


_PLAIN = st.sampled_from([Kind("page"), Kind("page"), Kind("unnumbered"), Kind("one_sided"), Kind("slip")])
_FAINT = st.sampled_from([Kind("slip", "A"), Kind("slip", "B")])

LEAVES = st.lists(_PLAIN, min_size=1, max_size=40)
FAINT_LEAVES = st.lists(st.one_of(_PLAIN, _PLAIN, _FAINT), min_size=1, max_size=40)
"""Stacks in which one side of some slips was not read."""


def made_up(kinds: Sequence[Kind]) -> list[Leaf]:
    """A stack of several nasti, each with numbers of its own."""
    leaves: list[Leaf] = []
    folio = 1
    for place, kind in enumerate(kinds):
        if kind.name == "slip":
            leaves.append(slip_leaf("nasti", f"S{place}", unread=kind.unread))
            folio = 1
        elif kind.name == "page":
            leaves.append(page_leaf(folio))
            folio += 2
        else:
            leaves.append(page_leaf() if kind.name == "unnumbered" else one_sided())
    return stack(leaves)
