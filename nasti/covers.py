"""Separator slips as sheets to print: A4, both sides alike, for people in large type and for machines in two codes.

Each side carries the QR code twice, in opposite corners, so that a fold, a punch hole or a stamp cannot take both,
and a Code 39 that outlives copies in which the squares of a QR code run together. The top left corner is left to
words: that is where nasti are tagged and stapled.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import product

import pikepdf

from nasti.cover_pen import PAGE_MM, Pen
from nasti.slips import SIDES, Slip, SlipKind, write_bars, write_qr

AT_ONCE = 40
"""Slips drawn into one file before it is packed: a page that is not packed takes up to a megabyte of memory."""

FRAME_INSET_MM, FRAME_MM = 6.0, 7.0
"""Office printers leave 4 to 5 mm along the edges white."""
LEFT_MM, RIGHT_MM = 19.0, 191.0
QR_MM = 78.0
UPPER_QR_MM = (RIGHT_MM - QR_MM, 19.0)
LOWER_QR_MM = (LEFT_MM, 278.0 - QR_MM)
BARS_MM = (30.0, 148.0, 150.0, 28.0)
"""Left, top, width and height; ten narrow bars of quiet zone on either side are white as well."""

FACTS_MM = (190.0, 262.0)
"""First baseline, and what must be left free below for the serial."""
_LABEL_MM = 5.5
_LINE_MM = 0.45
"""Distance of lines, for each point of the letter size."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a person sees of a kind of slip.

    Attributes:
        hindi: What it does, in Hindi.
        english: The same in English.
        laying: Where to lay it, Hindi and English.
        dash_mm: Length of the black and the white pieces of its frame; (0, 0) for an unbroken one.
    """

    hindi: str
    english: str
    laying: tuple[str, str]
    dash_mm: tuple[float, float]


_LOOKS: dict[SlipKind, _Look] = {
    "nasti": _Look(
        "नई नस्ती यहाँ से", "A new nasti begins here",
        ("नस्ती के सबसे ऊपर रखें", "Lay on top of the nasti"), (0, 0),
    ),
    "noting": _Look(
        "टीप (नोटशीट) यहाँ से", "Noting begins here",
        ("नोटशीट के पहले पन्ने के ऊपर रखें", "Lay before the first sheet of noting"), (24, 8),
    ),
    "correspondence": _Look(
        "पत्राचार यहाँ से", "Correspondence begins here",
        ("पत्राचार के पहले पन्ने के ऊपर रखें", "Lay before the first sheet of correspondence"), (8, 6),
    ),
    "lot": _Look(
        "नया लॉट यहाँ से", "A new lot begins here",
        ("लॉट के सबसे ऊपर रखें", "Lay on top of the lot"), (40, 4),
    ),
    "end_of_lot": _Look(
        "लॉट यहाँ समाप्त", "The lot ends here",
        ("लॉट के सबसे नीचे रखें", "Lay under the last sheet of the lot"), (5, 4),
    ),
    "larger": _Look(
        "अगला पन्ना बड़ा है", "The next sheet is larger",
        ("बड़े पन्ने (नक्शा, A3) के स्थान पर रखें", "Lay where the larger sheet (map, A3) belongs"), (16, 12),
    ),
}  # fmt: skip

_PASSES = {
    "one": ("एक बार में", "in one pass"),
    "two_in_file": ("पहले सब सामने, फिर सब पीछे", "all fronts, then all backs"),
    "two_files": ("सामने और पीछे अलग फ़ाइल में", "fronts and backs in two files"),
}


Progress = Callable[[int, int], None]
"""Called with slips done and slips in all."""


def draw_slips(slips: Sequence[Slip], tell: Progress | None = None) -> bytes:
    """Draw slips, each a sheet of paper: two pages, front and back.

    Args:
        slips: Of our own kinds; the side they name does not matter.
        tell: Told now and then.

    Returns:
        A PDF file.

    Raises:
        ToolMissing: A typeface is not installed.
        ValueError: A slip is a separator of others.
    """
    if len(slips) <= AT_ONCE:
        return _draw_few(slips)
    with pikepdf.new() as whole, ExitStack() as opened:
        for done in range(0, len(slips), AT_ONCE):
            if tell is not None:
                tell(done, len(slips))
            few = io.BytesIO(_draw_few(slips[done : done + AT_ONCE]))
            whole.pages.extend(opened.enter_context(pikepdf.open(few)).pages)
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def _draw_few(slips: Sequence[Slip]) -> bytes:
    with closing(Pen("Nasti slips")) as pen:
        for slip, side in product(slips, SIDES):
            pen.begin_page()
            _draw_side(pen, replace(slip, side=side))
        return pen.finish()


def _draw_side(pen: Pen, slip: Slip) -> None:
    bars = write_bars(slip)
    look = _LOOKS[slip.kind]
    _draw_frame(pen, *look.dash_mm)
    for corner in (UPPER_QR_MM, LOWER_QR_MM):
        pen.qr(write_qr(slip), *corner, QR_MM)
    _draw_heading(pen, look)
    _draw_name(pen, slip)
    pen.bars(bars, *BARS_MM)
    pen.write(bars, BARS_MM[0], BARS_MM[1] + BARS_MM[3] + 6, 13)
    _draw_facts(pen, slip)
    _draw_serial(pen, slip)


def _draw_frame(pen: Pen, dash: float, gap: float) -> None:
    width, height = (side - 2 * FRAME_INSET_MM for side in PAGE_MM)
    right, bottom = PAGE_MM[0] - FRAME_INSET_MM - FRAME_MM, PAGE_MM[1] - FRAME_INSET_MM - FRAME_MM
    for first, length in _dashes(width, dash, gap):
        for top in (FRAME_INSET_MM, bottom):
            pen.fill(FRAME_INSET_MM + first, top, length, FRAME_MM)
    for first, length in _dashes(height, dash, gap):
        for left in (FRAME_INSET_MM, right):
            pen.fill(left, FRAME_INSET_MM + first, FRAME_MM, length)


def _dashes(length: float, dash: float, gap: float) -> Iterator[tuple[float, float]]:
    if not dash:
        yield 0.0, length
        return
    # Stretched so that a corner has a whole dash.
    count = max(2, round((length + gap) / (dash + gap)))
    step = (length - dash) / (count - 1)
    for number in range(count):
        yield number * step, dash


def _draw_heading(pen: Pen, look: _Look) -> None:
    room = UPPER_QR_MM[0] - LEFT_MM - 6
    pen.arrow_up(LEFT_MM, 20, 16, 14)
    pen.write("यह सिरा पहले डालें", LEFT_MM + 20, 27, 13)
    pen.write("Feed this edge first", LEFT_MM + 20, 33.5, 11)
    baseline = 52.0
    pen.write(look.hindi, LEFT_MM, baseline, pen.fit(look.hindi, room, (20, 36)))
    baseline += 13
    for line in pen.break_lines(look.english, room, 25):
        pen.write(line, LEFT_MM, baseline, 25)
        baseline += 10
    baseline += 1
    for text, size_pt in zip(look.laying, (13, 11), strict=True):
        for line in pen.break_lines(text, room, size_pt):
            pen.write(line, LEFT_MM, baseline, size_pt)
            baseline += 6


def _draw_name(pen: Pen, slip: Slip) -> None:
    """The number of the nasti, or the name of the lot, as large as it fits; room to write it where it is not known."""
    if slip.kind in ("lot", "end_of_lot"):
        label, name = "लॉट / Lot", slip.lot
    else:
        label, name = "नस्ती क्रमांक / File number", slip.number
    if slip.kind == "nasti" or name:
        pen.write(label, LEFT_MM, 109, 12)
    room = RIGHT_MM - LEFT_MM
    if name:
        lines, size_pt = [name], pen.fit(name, room, (30, 64))
        if pen.width_of(name, size_pt) > room:
            lines = pen.break_lines(name, room, size_pt := 24)
        step = size_pt * 0.44
        baseline = 135 - (len(lines) - 1) * step / 2
        for number, line in enumerate(lines):
            pen.write(line, LEFT_MM, baseline + number * step, size_pt)
    elif slip.kind == "nasti":
        pen.outline(LEFT_MM, 113, room, 26)


def _draw_facts(pen: Pen, slip: Slip) -> None:
    left = LOWER_QR_MM[0] + QR_MM + 8
    room = RIGHT_MM - left
    facts = list(_list_facts(slip))
    for size_pt in (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0):
        lines = [(label, pen.break_lines(value, room, size_pt)) for label, value in facts]
        if sum(_LABEL_MM + len(broken) * size_pt * _LINE_MM for _, broken in lines) <= FACTS_MM[1] - FACTS_MM[0]:
            break
    baseline = FACTS_MM[0]
    for label, broken in lines:
        pen.write(label, left, baseline, 8)
        for line in broken:
            baseline += size_pt * _LINE_MM
            pen.write(line, left, baseline, size_pt)
        baseline += _LABEL_MM


def _list_facts(slip: Slip) -> Iterator[tuple[str, str]]:
    if slip.department:
        yield "विभाग / Department", slip.department
    if slip.subject:
        yield "विषय / Subject", slip.subject
    pages = (("टीप N", slip.noting_pages), ("पत्राचार C", slip.correspondence_pages))
    if said := [f"{name} {count}" for name, count in pages if count is not None]:
        yield "पृष्ठ / Pages", " · ".join(said)
    if slip.sheets is not None:
        yield "पन्ने / Sheets of paper", str(slip.sheets)
    lot = "" if slip.kind in ("lot", "end_of_lot") else slip.lot
    if said := [name for name in (lot, slip.operator) if name]:
        yield "लॉट · ऑपरेटर / Lot · operator", " · ".join(said)
    if slip.passes:
        yield "स्कैन / Scanned", " / ".join(_PASSES[slip.passes])


def _draw_serial(pen: Pen, slip: Slip) -> None:
    left = LOWER_QR_MM[0] + QR_MM + 8
    pen.write("पर्ची / Slip", left, 265, 9)
    pen.write(slip.serial, left, 275, 24)
    sides = {"A": "A · सामने / front", "B": "B · पीछे / back"}
    pen.write(sides[slip.side], left + 50, 275, 12)
