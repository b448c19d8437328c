"""Separator slips: what they say, and how they say it in a QR code and a Code 39.

The QR code carries everything, so that a slip speaks for itself in any store. The Code 39 carries kind, serial and
side alone: it outlives worse copies, and the store knows the rest by the serial. Both spellings are a wire format:
slips printed years ago must still be understood.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

SlipKind = Literal["nasti", "noting", "correspondence", "lot", "end_of_lot", "larger", "patch"]
"""What a slip begins: a nasti, a part of it, a lot; or the end of a lot, a sheet of another size. ``patch`` is a
separator of others, which says that something new begins and not what."""

Passes = Literal["", "one", "two_in_file", "two_files"]
"""How the sides of sheets come: as they are read, all fronts and then all backs, or fronts and backs in two files."""

SIDES = ("A", "B")

_QR_HEAD = "NASTI1:"
_BARS = re.compile(r"N1-([SPCLEB])-([0-9A-Z]{0,16})-([AB])")
_BAR_LETTERS: dict[str, SlipKind] = {
    "S": "nasti", "P": "noting", "C": "correspondence", "L": "lot", "E": "end_of_lot", "B": "larger",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says.

    Attributes:
        kind: What it begins or ends.
        serial: Its number in the store that printed it, digits and capital letters; "" where it has none.
        side: "A" for the front, "B" for the back.
        number: File number of the nasti as written; "" on a slip that is bound to a nasti later, and on other kinds.
        department: Of the nasti.
        subject: Of the nasti.
        noting_pages: How many pages the noting has, counted by the person who prepared it; None when not counted.
        correspondence_pages: The same of the correspondence.
        sheets: How many sheets of paper lie behind the slip; None when not counted.
        lot: Name of the lot.
        operator: Who scans.
        passes: How the sides of the lot come, where that is not as the station has it.
    """

    kind: SlipKind
    serial: str = ""
    side: str = "A"
    number: str = ""
    department: str = ""
    subject: str = ""
    noting_pages: int | None = None
    correspondence_pages: int | None = None
    sheets: int | None = None
    lot: str = ""
    operator: str = ""
    passes: Passes = ""


PATCH = Slip("patch")


def write_qr(slip: Slip) -> str:
    """The text of a slip's QR code, which is also how a sheet keeps it."""
    said = {name: value for name, value in asdict(slip).items() if value not in ("", None)}
    return _QR_HEAD + json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def write_bars(slip: Slip) -> str:
    """The text of a slip's Code 39.

    Raises:
        ValueError: It is a separator of others.
    """
    letters = {kind: letter for letter, kind in _BAR_LETTERS.items()}
    if slip.kind not in letters:
        raise ValueError(f"slips of kind {slip.kind} are not ours to print")
    return f"N1-{letters[slip.kind]}-{slip.serial}-{slip.side}"


def read_slip(text: str) -> Slip | None:
    """What a code says; None where it is no slip of ours. Separators of others are told by whoever reads the code.

    Args:
        text: Of a QR code or a Code 39. Keys of newer versions are passed over.
    """
    if bars := _BARS.fullmatch(text.strip()):
        return Slip(_BAR_LETTERS[bars[1]], serial=bars[2], side=bars[3])
    if not text.startswith(_QR_HEAD):
        return None
    try:
        said = json.loads(text.removeprefix(_QR_HEAD))
    except json.JSONDecodeError:
        return None
    return _restore(said) if isinstance(said, dict) else None


def _restore(said: dict[str, Any]) -> Slip | None:
    known = {field.name: said[field.name] for field in fields(Slip) if field.name in said}
    counts = ("noting_pages", "correspondence_pages", "sheets")
    whole = all(isinstance(value, int if name in counts else str) for name, value in known.items())
    in_range = known.get("side", "A") in SIDES and known.get("passes", "") in get_args(Passes)
    if not whole or not in_range or known.get("kind") not in get_args(SlipKind):
        return None
    return Slip(**known)
