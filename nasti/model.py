"""The records that flow between the stages: frozen values, no behaviour beyond geometry.

Conventions, everywhere in the project:

* A *box* is ``(left, top, right, bottom)`` in pixels on the upright, straightened sheet image, origin top left.
* ``turn_deg`` (0, 90, 180 or 270) and ``skew_deg`` say how far the scan was turned counter-clockwise from upright;
  making it upright turns it clockwise by that much. All angles are degrees, counter-clockwise positive.
* The upright, straightened image has the size of the turned scan: it is rotated about its centre on the same canvas.
* Confidences run from 0 to 1. Indexes count from 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Literal

Box = tuple[int, int, int, int]
NOWHERE: Box = (0, 0, 0, 0)
"""The box of what stands nowhere on a sheet: a value that a person or the name of a file says."""
Size = tuple[int, int]
"""Width and height in pixels."""


def enclose(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes.

    Args:
        boxes: At least one.
    """
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def holds_middle(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in a box."""
    across, down = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


Part = Literal["noting", "correspondence"]
PARTS: tuple[Part, ...] = ("noting", "correspondence")

Form = Literal["pdf", "tiff", "jpeg", "png", "folder"]
"""What an arrival is: one file of a format, or a folder of images in sequence."""

KINDS = (
    "cover", "note", "order_sheet", "letter", "order", "circular", "notification", "memo", "demi_official",
    "application", "list", "affidavit", "panchnama", "statement", "map", "receipt", "envelope", "photograph",
    "separator", "blank", "other",
)  # fmt: skip
"""Kinds of page. Handwriting is a flag, not a kind."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A scan that a scanner has finished writing.

    Attributes:
        path: The file, or the folder that holds the images.
        files: The files that make it up, in reading order (natural: 2 before 10). One for a single file.
        form: What the content is, by its first bytes and not by its name.
        station: First sub-folder under the inbox, "" when there is none.
        department: Second sub-folder under the inbox, "" when there is none.
        size_bytes: Sum over the files.
        owns_folder: True when ``path`` is a folder made for this scan, so that it goes away with its files.
        inside: ``path`` relative to the inbox: where it is filed under ``done/`` or ``rejected/``.
    """

    path: Path
    files: tuple[Path, ...]
    form: Form
    station: str
    department: str
    size_bytes: int
    owns_folder: bool
    inside: Path


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read.

    Attributes:
        text: NFC, no white space inside, no zero-width characters.
        box: Pixels on the upright, straightened sheet.
        confidence: 0 to 1: how likely the text is right, of words handed on by `ocr.read`.
        line: Line number on the sheet, from 0, in reading order.
        block: Block number on the sheet, from 0, in reading order.
        raw: What the recogniser made of it, where the text was mended; "" where that is the text. The pieces of a
            word that had been torn are parted by spaces.
    """

    text: str
    box: Box
    confidence: float
    line: int
    block: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to a sheet: provenance travels with the data.

    Attributes:
        name: The operation, a verb ("straighten", "even_background", "read").
        detail: Its settings and findings, values that JSON can hold.
    """

    name: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person or a slip says about a sheet, or its other side shows; None where they say nothing.

    Attributes:
        part: The part it belongs to.
        blank: Whether it is a blank side.
        turn_deg: How far the scan is turned counter-clockwise from upright.
        kind: What kind of page it is, one of `KINDS`.
        begins: Whether a paper begins on it.
    """

    part: Part | None = None
    blank: bool | None = None
    turn_deg: int | None = None
    kind: str | None = None
    begins: bool | None = None


UNTOLD = Told()


@dataclass(frozen=True, slots=True)
class Notice:
    """How strongly a flag holds and where on the sheet: what a person is shown who looks into it.

    Attributes:
        name: The flag.
        measure: What was measured; None where there is nothing to measure.
        bound: The value from which it is flagged; None where there is none.
        unit: Of both: "mm", "dpi", "deg", "share", …; "" for mere numbers.
        box: Where, pixels on the upright sheet; None for the whole sheet.
        other: The row of another sheet that it is about (the one this is a double of); None where it is about none.
    """

    name: str
    measure: float | None = None
    bound: float | None = None
    unit: str = ""
    box: Box | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One scanned side, read.

    Attributes:
        index: Position in the scan, from 0.
        size_px: Width and height of the upright sheet image.
        dpi: Resolution of the scan, dots per inch.
        turn_deg: 0, 90, 180 or 270.
        skew_deg: Skew that was taken out after the turn, 0.0 where none was.
        paper_px: The paper inside the scanner's border; the whole image where no border was found.
        blank: True when the side carries no ink.
        separator: What a separator sheet says, as `nasti.slips` writes it; None for ordinary sheets.
        kind: One of `KINDS`; "other" until understood.
        part: The part it belongs to; None for covers, blanks and separators.
        folio: The page number written on the page, None where none was read.
        flags: Things for a person to look at ("faint", "turn_unsure", "handwriting", …), sorted.
        notices: Measure and place of those flags that have them.
        measures: What was measured of the side, for comparing it with other sheets; values that JSON can hold.
        told: What a person or a slip says, which outranks what was measured and read.
        words: In reading order.
        handwriting: Where it is written by hand: what stands there is not read and cannot be searched for.
        steps: What was done to it, in order.
        seconds: CPU seconds by stage.
    """

    index: int
    size_px: Size
    dpi: int
    turn_deg: int = 0
    skew_deg: float = 0.0
    paper_px: Box = (0, 0, 0, 0)
    blank: bool = False
    separator: str | None = None
    kind: str = "other"
    part: Part | None = None
    folio: int | None = None
    flags: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)
    told: Told = UNTOLD
    words: tuple[Word, ...] = ()
    handwriting: tuple[Box, ...] = ()
    steps: tuple[Step, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[tuple[Word, ...], ...]:
        """Words grouped by line, in reading order."""
        grouped: dict[int, list[Word]] = {}
        for word in self.words:
            grouped.setdefault(word.line, []).append(word)
        return tuple(tuple(line) for line in grouped.values())

    @property
    def text(self) -> str:
        """The words, lines parted by line feeds."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def marks(self) -> tuple[Box, ...]:
        """Where a marker pen would light each word: as wide as its ink, as high as what stands level on its line.

        Words without vowel signs have less ink than their neighbours, and a line lit word by word should be even.
        Source: 7536 words of office pages: median overlap with a browser's boxes 0.55 as ink, 0.73 so.
        """
        marked = {}
        for line in self.lines:
            usual = median(word.box[3] - word.box[1] for word in line)
            for word in line:
                level = [word.box, *(other.box for other in line if _is_level(word.box, other.box, usual))]
                top, bottom = min(box[1] for box in level), max(box[3] for box in level)
                marked[word] = (word.box[0], top, word.box[2], bottom)
        return tuple(marked[word] for word in self.words)


_TALLEST_MARK = 1.6
"""Heights of the line's usual word: what is taller is a word that a stroke of the pen runs into."""


def _is_level(box: Box, other: Box, usual_px: float) -> bool:
    middle = (other[1] + other[3]) / 2
    return box[1] < middle < box[3] and other[3] - other[1] <= _TALLEST_MARK * usual_px


@dataclass(frozen=True, slots=True)
class Field:
    """One metadata value with its evidence.

    Attributes:
        value: Canonical: dates ISO 8601, years and counts as int, everything else a string.
        raw: As printed, spaces collapsed.
        confidence: 0 to 1: how likely the value is right.
        sheet: Index of the sheet it was read from, in the sequence that was understood.
        box: Where on that sheet; empty where a person says a value that was not read anywhere.
        told: Whether a person says the value.
    """

    value: str | int
    raw: str
    confidence: float
    sheet: int
    box: Box
    told: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a field; it outranks what was read.

    Attributes:
        position: A sheet of the paper it is about, in the sequence that is understood; None for a field of the nasti.
        name: Of the field.
        value: As `Field.value`; None where the paper or the nasti has no such thing.
    """

    position: int | None
    name: str
    value: str | int | None


MENTIONS = (
    "reference_number", "reference_date", "district", "tehsil", "village", "khasra", "amount", "person",
)  # fmt: skip
"""What papers name, each any number of times. References are the letters that a paper answers or follows."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document inside a nasti: a letter, an order, a stretch of notes.

    Attributes:
        kind: One of `KINDS`.
        part: Where it belongs.
        first: Index of its first sheet, in the sequence that was understood.
        last: Index of its last sheet, inclusive; blank backs inside and after it belong to it.
        fields: ``letter_number``, ``date``, ``sender``, ``recipient``, ``subject``, where read.
        mentions: What it names, by `MENTIONS`; of each every different value, in the order of the print.
    """

    kind: str
    part: Part
    first: int
    last: int
    fields: Mapping[str, Field] = field(default_factory=dict)
    mentions: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """What the sheets of one nasti turned out to be.

    Attributes:
        sheets: The sheets given, same order, with kind, part and folio filled in.
        papers: In order of their first sheet; they do not overlap.
        fields: Of the nasti: ``file_number``, ``department``, ``section``, ``subject``, ``year``, ``opened``,
            ``closed``, ``retention``, ``noting_pages``, ``correspondence_pages``, ``head`` (of a revenue case, अ-27),
            ``district``, ``tehsil``, ``village``, ``volume``, ``previous_number``, ``linked_number``, where read.
    """

    sheets: tuple[Sheet, ...]
    papers: tuple[Paper, ...]
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Picture:
    """The visible image of a sheet as it is kept and bound: the scan as it came, unturned.

    Attributes:
        data: A whole JPEG or PNG file; JPEG streams are the scanner's own bytes wherever that is possible.
        form: "jpeg" or "png" (png for bilevel and other images that must stay lossless).
        size_px: Width and height of the scan before turning.
        dpi: Dots per inch.
    """

    data: bytes
    form: Literal["jpeg", "png"]
    size_px: Size
    dpi: int


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet with its words, and the image that is kept and bound."""

    sheet: Sheet
    picture: Picture


Matrix = tuple[tuple[float, float, float], tuple[float, float, float]]
"""A 2 × 3 affine map on pixel coordinates: ``x' = a·x + b·y + c``."""


def scan_to_upright(scan_px: Size, turn_deg: int, skew_deg: float) -> Matrix:
    """The map from pixels of the scan as it came to pixels of the upright, straightened sheet.

    Args:
        scan_px: Width and height of the scan before turning.
        turn_deg: How far the scan was turned counter-clockwise from upright, one of 0, 90, 180, 270.
        skew_deg: How far it was skewed counter-clockwise after that turn is taken out.
    """
    width, height = scan_px
    cos_t, sin_t = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn_deg % 360]
    # Clockwise by turn_deg in image coordinates (y down): (x, y) -> (cos·x - sin·y, sin·x + cos·y).
    upright_w, upright_h = (width, height) if turn_deg % 180 == 0 else (height, width)
    shift_x = (upright_w - (cos_t * width - sin_t * height)) / 2
    shift_y = (upright_h - (sin_t * width + cos_t * height)) / 2
    angle = math.radians(skew_deg)
    cos_s, sin_s = math.cos(angle), math.sin(angle)
    mid_x, mid_y = upright_w / 2, upright_h / 2
    offset_x = mid_x - (cos_s * mid_x - sin_s * mid_y)
    offset_y = mid_y - (sin_s * mid_x + cos_s * mid_y)
    return (
        (
            cos_s * cos_t - sin_s * sin_t,
            -cos_s * sin_t - sin_s * cos_t,
            cos_s * shift_x - sin_s * shift_y + offset_x,
        ),
        (
            sin_s * cos_t + cos_s * sin_t,
            -sin_s * sin_t + cos_s * cos_t,
            sin_s * shift_x + cos_s * shift_y + offset_y,
        ),
    )


def upright_to_scan(upright_px: Size, turn_deg: int, skew_deg: float) -> Matrix:
    """The map back, from pixels of the upright, straightened sheet to pixels of the scan as it came.

    Args:
        upright_px: Width and height of the upright sheet.
        turn_deg: As for `scan_to_upright`.
        skew_deg: As for `scan_to_upright`.
    """
    scan_px = upright_px if turn_deg % 180 == 0 else upright_px[::-1]
    (a, b, c), (d, e, f) = scan_to_upright(scan_px, turn_deg, skew_deg)
    return (a, d, -a * c - d * f), (b, e, -b * c - e * f)
