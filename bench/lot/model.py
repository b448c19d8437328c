"""What a lot is made of: sides, leaves, nasti, and the stacks that are laid into scanners. Nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lot.papers import Identity
from nasti.drawing.papers import Paper
from nasti.model import Part
from nasti.slips import Slip

Feed = Literal["simplex", "duplex", "two_in_file", "two_files"]
"""How a scanner takes sheets: fronts only; both sides at once; all fronts and then the stack turned over, so that the
last back comes first, in one file or in two."""

Fault = Literal["faint_slip", "missing_slip", "lost_on_back_pass", "doubled", "missing_folio", "almost_blank"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet.

    Attributes:
        kind: One of `nasti.model.KINDS`; "separator" for slips.
        nasti: Which nasti it belongs to; of a slip, which one it begins.
        part: Of pages; None for covers, blanks and slips.
        folio: The number in its corner; None where none is written.
        paper: What is printed; None for blanks, slips and almost blanks.
        slip: What it says, of slips.
        initials: Whether somebody put initials and a date on it, and nothing else.
    """

    kind: str
    nasti: int
    part: Part | None = None
    folio: int | None = None
    paper: Paper | None = None
    slip: Slip | None = None
    initials: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of paper and how it is fed.

    Attributes:
        front: Its front.
        back: Its back, seen by scanners that look at it.
        turn_deg: How far it lies counter-clockwise from upright: 0, 90 or 180.
        skew_deg: How far besides.
        fault: What happens to it; None for nothing.
    """

    front: Side
    back: Side
    turn_deg: int = 0
    skew_deg: float = 0.0
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Nasti:
    """One nasti as it was prepared, before anything went wrong.

    Attributes:
        identity: Number, department, subject.
        noting_pages: Pages of noting, counted by whoever prepared it.
        correspondence_pages: The same of correspondence.
        leaves: Its sheets, without slips.
        face: Typeface, a key of `nasti.drawing.canvas.FACES`.
        slip_fault: What happens to the slip before it.
    """

    identity: Identity
    noting_pages: int
    correspondence_pages: int
    leaves: tuple[Leaf, ...]
    face: str
    slip_fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """What is laid into one scanner at once, with its slips.

    Attributes:
        station: Whose scanner: the folder that it saves into.
        form: What it saves.
        feed: How it takes sheets.
        dpi: Dots per inch.
        tone: What it sees.
        leaves: Sheets from top to bottom.
    """

    station: str
    form: Literal["pdf", "tiff", "folder"]
    feed: Feed
    dpi: int
    tone: Literal["colour", "grey", "bilevel"]
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many scan files it becomes."""
        return 2 if self.feed == "two_files" else 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole lot."""

    nastis: tuple[Nasti, ...]
    stacks: tuple[Stack, ...]
