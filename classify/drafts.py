"""Where nasti begin among the sheets of a scan: at slips, and at covers with another number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from classify.doubts import Doubt
from classify.glance import Glance, number_of
from classify.same_number import Verdict, compare_numbers
from classify.segment_words import cover_in_middle, slip_repeated, split_at_cover
from nasti.model import PARTS, Field, Notice, Part
from nasti.slips import Slip

SLIP_MISSING, SLIP_REPEATED, SPLIT_BY_COVER = "slip_missing", "slip_repeated", "split_by_cover"


@dataclass(slots=True)
class Draft:
    """A segment in the making.

    Attributes:
        positions: Of its sheets so far.
        is_nasti: False for slips of a lot.
        slip: The slip that begins it, as far as its sides and the store tell; None where none does.
        slip_at: Position of that slip.
        sides: Which sides of it were read.
        lot: Name of the lot it is part of.
        operator: Who scanned it.
        parts: By position, for sheets behind a slip that begins a part.
        part: What the last such slip began.
        covers: Its covers that name a number, by position.
        printed: How many sheets with print it has, without slips.
        blind_covers: Positions of covers on which no number could be read.
        notices: By position.
        doubts: In words.
    """

    positions: list[int]
    is_nasti: bool = True
    slip: Slip | None = None
    slip_at: int = 0
    sides: set[str] = field(default_factory=set)
    lot: str = ""
    operator: str = ""
    parts: dict[int, Part] = field(default_factory=dict)
    part: Part | None = None
    covers: dict[int, Field] = field(default_factory=dict)
    printed: int = 0
    blind_covers: list[int] = field(default_factory=list)
    notices: dict[int, list[Notice]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def says_number(self) -> bool:
        """Whether its slip or a cover says which nasti it is, or under which serial it waits."""
        return bool(self.covers) or bool(self.slip and (self.slip.number or self.slip.serial))

    def notice(self, position: int, notice: Notice) -> None:
        """Flag one of its sheets."""
        self.notices.setdefault(position, []).append(notice)


def draft(glances: Sequence[Glance], lot: str, operator: str, known: Mapping[str, Slip]) -> list[Draft]:
    """Part the sheets of a scan; every sheet is in exactly one draft.

    Args:
        glances: By position.
        lot: That the scan is part of, where no slip says so.
        operator: Who scanned it, where no slip says so.
        known: What the store knows of slips, by serial.
    """
    cutter = _Cutter(glances, lot, operator, known)
    for position, glance in enumerate(glances):
        if glance.slip is None:
            cutter.take_sheet(position, glance)
        else:
            cutter.take_slip(position, glance.slip)
    return cutter.drafts


class _Cutter:
    """Goes through the sheets of a scan once."""

    def __init__(self, glances: Sequence[Glance], lot: str, operator: str, known: Mapping[str, Slip]) -> None:
        self.drafts: list[Draft] = []
        self._glances = glances
        self._lot, self._operator, self._usual_operator = lot, operator, operator
        self._known = known
        self._last: Slip | None = None
        self._has_slips = any(glance.slip and glance.slip.kind in ("nasti", "patch") for glance in glances)

    def take_slip(self, position: int, slip: Slip) -> None:
        """Do what a slip says."""
        again = self._is_again(slip)
        self._last = slip
        slip = _fill(slip, self._known.get(slip.serial))
        if again:
            current = self.drafts[-1]
            current.sides.add(slip.side)
            if current.slip and current.slip.kind == slip.kind:
                current.slip = _fill(current.slip, slip)
            if slip.kind == "lot":
                self._begin_lot(current.slip or slip)
                current.lot, current.operator = self._lot, self._operator
            self._add(position)
        elif slip.kind in ("nasti", "patch"):
            self._begin(position)
            self._begin_with(position, slip)
        elif slip.kind in ("lot", "end_of_lot"):
            self._take_lot_slip(position, slip)
        else:
            self._add(position)
            if slip.kind in PARTS:
                self.drafts[-1].part = "noting" if slip.kind == "noting" else "correspondence"

    def take_sheet(self, position: int, glance: Glance) -> None:
        """Put an ordinary sheet where it belongs."""
        if glance.blank:
            self._add(position)
            return
        self._last = None
        number = glance.cover.get("file_number")
        current = self.drafts[-1] if self.drafts and self.drafts[-1].is_nasti else None
        if current and number and self._verdict(current, number) == "other" and not self._is_first(current):
            self._begin(position)
            flag = SLIP_MISSING if self._has_slips else SPLIT_BY_COVER
            self.drafts[-1].notice(position, Notice(flag, number.confidence, box=number.box, unit="share"))
            self.drafts[-1].doubts.append(split_at_cover(flag, glance, number))
        else:
            if current and glance.kind == "cover":
                self._doubt_cover(current, glance, number)
            self._add(position)
        self._count(self.drafts[-1], position, glance, number)

    def _is_again(self, slip: Slip) -> bool:
        """Whether a slip is the other side of the one right before it, or of the one that began this segment.

        The same side of it again is another copy, and begins something of its own.
        """
        if not self.drafts:
            return False
        if self._last and _name(self._last) == _name(slip):
            return True
        current = self.drafts[-1]
        known = current.slip is not None and bool(slip.serial) and _name(current.slip) == _name(slip)
        return known and slip.side not in current.sides

    def _begin_with(self, position: int, slip: Slip) -> None:
        current = self.drafts[-1]
        current.slip, current.slip_at, current.sides = slip, position, {slip.side}
        earlier = [one.slip for one in self.drafts[:-1] if one.slip]
        if slip.serial and not slip.number and any(_name(one) == _name(slip) for one in earlier):
            current.notice(position, Notice(SLIP_REPEATED))
            current.doubts.append(slip_repeated(SLIP_REPEATED, self._glances[position], slip.serial))

    def _take_lot_slip(self, position: int, slip: Slip) -> None:
        if slip.kind == "lot":
            self._begin_lot(slip)
        self.drafts.append(Draft([position], False, slip, position, {slip.side}, self._lot or slip.lot, self._operator))
        if slip.kind == "end_of_lot":
            self._lot, self._operator = "", self._usual_operator

    def _begin_lot(self, slip: Slip) -> None:
        # A slip that names an operator and no lot changes the operator alone.
        if slip.lot or not slip.operator:
            self._lot, self._operator = slip.lot or slip.serial, self._usual_operator
        self._operator = slip.operator or self._operator

    def _begin(self, position: int) -> None:
        before: list[int] = []
        last = self.drafts[-1] if self.drafts else None
        if last and last.is_nasti and last.slip is None and not last.printed and not last.part:
            before = self.drafts.pop().positions  # Nothing but blank sides came before it.
        self.drafts.append(Draft([*before, position], lot=self._lot, operator=self._operator))

    def _add(self, position: int) -> None:
        """Add a sheet to the segment it follows; behind the slips of a lot and their backs it begins one."""
        is_lot_slip = self._last is not None and self._last.kind in ("lot", "end_of_lot")
        if self.drafts and (self.drafts[-1].is_nasti or is_lot_slip):
            self.drafts[-1].positions.append(position)
        else:
            self._begin(position)
        current = self.drafts[-1]
        if current.part and self._glances[position].slip is None:
            current.parts[position] = current.part

    def _verdict(self, current: Draft, number: Field) -> Verdict:
        """Whether a cover names the number that a segment has."""
        names = [str(cover.value) for cover in current.covers.values()]
        if current.slip and current.slip.number:
            names.append(current.slip.number)
        elif not names and current.printed:
            # Pages before the first cover: they are another nasti's only where they name it.
            read = number_of([self._glances[position] for position in current.positions])
            names = [str(read.value)] if read and read.confidence >= number.confidence / 2 else []
        verdicts = {compare_numbers(name, number) for name in names}
        return next((verdict for verdict in ("same", "unsure", "other") if verdict in verdicts), "same")

    @staticmethod
    def _is_first(current: Draft) -> bool:
        """Whether nothing is printed between the slip and what comes now: that is its cover, whatever it names."""
        return current.slip is not None and not current.printed

    def _doubt_cover(self, current: Draft, glance: Glance, number: Field | None) -> None:
        """Flag another cover of which it cannot be told whether it is of another nasti."""
        unsure = number is None or self._verdict(current, number) == "unsure"
        earlier = [*current.covers, *current.blind_covers]
        inner = bool(earlier) and glance.position - max(earlier) <= _INNER_COVER
        if unsure and earlier and not inner:
            current.notice(glance.position, Notice(SLIP_MISSING, number.confidence if number else None, unit="share"))
            current.doubts.append(cover_in_middle(SLIP_MISSING, glance, number))

    @staticmethod
    def _count(current: Draft, position: int, glance: Glance, number: Field | None) -> None:
        current.printed += 1
        if number:
            current.covers[position] = number
        elif glance.kind == "cover":
            current.blind_covers.append(position)


_INNER_COVER = 3
"""How many sides behind a cover another may lie that is its inner page."""


def _name(slip: Slip) -> tuple[str, str]:
    return slip.kind, slip.serial or slip.number or slip.lot


def _fill(slip: Slip, more: Slip | None) -> Slip:
    """A slip with what it lacks from its other side, or from what the store knows of it."""
    if more is None or more.kind != slip.kind:
        return slip
    lacking = {one.name: getattr(more, one.name) for one in fields(Slip) if getattr(slip, one.name) in ("", None)}
    return replace(slip, **lacking)
