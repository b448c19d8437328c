"""The whole flow, read top to bottom: an original becomes sheets, words, papers and searchable PDFs.

Functions of this module hold no state and touch neither database nor watched folders; `nasti.jobs` makes durable
work of them and `nasti read` runs them as they are. Those that open scans or write PDFs are meant to run in a reader
process (`nasti.readers`), because scans come from anywhere.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from classify.understand import understand
from ingest.clean import Cleaned, clean, clean_again
from ingest.originals import Scanned, count_sheets, open_sheet
from nasti.model import Box, Form, Paper, Part, Picture, Sheet, SheetRead, Step, Understood
from nasti.pages import plan_pages
from nasti.settings import OcrSection, Settings
from ocr.engine import Engine
from ocr.engines import make_engine
from ocr.read import PageReading, read_page

if TYPE_CHECKING:
    from ocr.pdf import Bookmark, PdfInfo

__all__ = ["bind_sheets", "count_sheets", "plan_parts", "read_sheet", "understand"]

TURN_DOUBTED_BELOW = 0.6
"""Mean word confidence below which a page may be the wrong way up: upright pages read at 0.93–0.95, upside-down
ones at 0.29–0.33. Source: measured on ten A4 pages at 300 dpi with the Devanagari model."""


def read_sheet(files: Sequence[Path], form: Form, index: int, settings: Settings) -> SheetRead:
    """Open, clean and read one sheet.

    Args:
        files: The original's files, in reading order.
        form: What the original is.
        index: Which sheet, from 0.
        settings: Limits, cleaning and reading.

    Raises:
        InputRejected: The sheet cannot be opened.
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser or a rasteriser failed.
    """
    started_s = time.process_time()
    scanned = open_sheet(files, form, index, settings.limits, settings.pdf.jpeg_quality)
    opened_s = time.process_time()
    sheet = read_scanned(scanned, index, settings)
    return SheetRead(replace(sheet, seconds={"open": opened_s - started_s, **sheet.seconds}), scanned.picture)


def read_scanned(scanned: Scanned, index: int, settings: Settings) -> Sheet:
    """Clean and read one sheet that is open already.

    Args:
        scanned: The sheet as it came.
        index: Which sheet, from 0.
        settings: Cleaning and reading.

    Raises:
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser failed.
    """
    cv2.setNumThreads(1)
    engine = _engine(settings.ocr)
    started_s = time.process_time()
    cleaned = clean(scanned, settings.ingest, engine.ask_turn)
    cleaned_s = time.process_time()
    reading = None if cleaned.blank else _read(scanned, cleaned, engine, settings)
    if reading is not None and (reading.turn_deg or reading.mean_confidence < TURN_DOUBTED_BELOW):
        cleaned, reading = _try_other_turns(scanned, cleaned, reading, engine, settings)
    seconds = {"clean": cleaned_s - started_s, "ocr": time.process_time() - cleaned_s}
    return _as_sheet(index, scanned.picture, cleaned, reading, seconds)


def straighten_scanned(scanned: Scanned, settings: Settings) -> Cleaned:
    """How a sheet lies, without reading it.

    Args:
        scanned: The sheet as it came.
        settings: Cleaning and reading.

    Raises:
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser failed.
    """
    cv2.setNumThreads(1)
    return clean(scanned, settings.ingest, _engine(settings.ocr).ask_turn)


def plan_parts(understood: Understood) -> dict[Part, tuple[int, ...]]:
    """Which sheets each bound part shows, in order, by the rules of `nasti.pages`.

    Args:
        understood: The sheets of one nasti.

    Returns:
        Positions in ``understood.sheets``; parts without a sheet are left out.
    """
    plan: dict[Part, list[int]] = {}
    for position, place in enumerate(plan_pages(understood.sheets)):
        if place is not None:
            plan.setdefault(place.part, []).append(position)
    return {part: tuple(positions) for part, positions in plan.items()}


def label_pages(understood: Understood, part: Part | None, positions: Sequence[int]) -> tuple[str, ...]:
    """Page labels: those of the part's pages as `nasti.pages` names them; 1… for a whole scan, which is no part."""
    if part is None:
        return tuple(str(number) for number in range(1, len(positions) + 1))
    places = plan_pages(understood.sheets)
    return tuple(place.label for position in positions if (place := places[position]) is not None)


def bind_sheets(
    understood: Understood,
    part: Part | None,
    positions: Sequence[int],
    pictures: Mapping[int, Path],
    created: datetime,
    out: Path,
) -> None:
    """Bind sheets into one searchable PDF/A and prove that it gives every word back.

    Args:
        understood: The sheets of one nasti or scan.
        part: Which part they make up; None for a whole scan as it came.
        positions: Which sheets, in order; `plan_parts` gives those of a part.
        pictures: The kept image file of each of those positions.
        created: Date in the file, so that binding the same sheets twice gives the same bytes.
        out: Where the PDF is written.

    Raises:
        InvalidOutput: The finished file is not valid PDF/A or lost a word.
    """
    # The PDF libraries take longer to load than a page to read; whoever only reads does without.
    from ocr.pdf import PdfPage, bind
    from ocr.pdf_proof import prove

    sheets = [understood.sheets[position] for position in positions]
    pages = [
        PdfPage(partial(load_picture, pictures[position], sheet), sheet, label)
        for position, sheet, label in zip(positions, sheets, label_pages(understood, part, positions), strict=True)
    ]
    bind(pages, _bookmarks(understood.papers, positions), _info(understood, part, created), out)
    prove(out, pages)


def load_picture(path: Path, sheet: Sheet) -> Picture:
    """The kept image of a sheet.

    Args:
        path: A JPEG or PNG file, named so.
        sheet: The sheet it shows.
    """
    width, height = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    form: Literal["jpeg", "png"] = "jpeg" if path.suffix == ".jpg" else "png"
    return Picture(path.read_bytes(), form, (width, height), sheet.dpi)


def picture_suffix(picture: Picture) -> str:
    """The file name ending of a kept image, as `load_picture` expects it."""
    return ".jpg" if picture.form == "jpeg" else ".png"


@lru_cache(maxsize=1)
def _engine(settings: OcrSection) -> Engine:
    return make_engine(settings)


def _read(scanned: Scanned, cleaned: Cleaned, engine: Engine, settings: Settings) -> PageReading:
    def again() -> np.ndarray:
        return clean_again(scanned, cleaned, settings.ingest)

    return read_page(cleaned.reading, settings.ingest.read_dpi, engine, settings.ocr, again)


def _try_other_turns(
    scanned: Scanned, cleaned: Cleaned, reading: PageReading, engine: Engine, settings: Settings
) -> tuple[Cleaned, PageReading]:
    """Read the page turned as the recogniser says it lies, or every other way where nothing says so; keep the best."""
    best = cleaned, reading
    if reading.turn_deg:
        steps_deg: tuple[int, ...] = (reading.turn_deg,)
    elif cleaned.turn_sure or not reading.words:
        steps_deg = ()
    else:
        steps_deg = (180, 90, 270)
    for step_deg in steps_deg:
        turn_deg = (cleaned.turn_deg + step_deg) % 360
        turned = clean(scanned, settings.ingest, engine.ask_turn, first_turn=turn_deg)
        attempt = _read(scanned, turned, engine, settings)
        if attempt.turn_deg == 0 and (best[1].turn_deg or attempt.mean_confidence > best[1].mean_confidence):
            best = turned, attempt
        if best[1].turn_deg == 0 and best[1].mean_confidence >= TURN_DOUBTED_BELOW:
            break
    return best


def _as_sheet(
    index: int, picture: Picture, cleaned: Cleaned, reading: PageReading | None, seconds: Mapping[str, float]
) -> Sheet:
    back = partial(_scaled, factor=1 / cleaned.scale, size_px=cleaned.size_px)
    flags = {*cleaned.flags, *(reading.flags if reading else ())}
    steps: tuple[Step, ...] = (*cleaned.steps, *(reading.steps if reading else ()))
    return Sheet(
        index=index,
        size_px=cleaned.size_px,
        dpi=picture.dpi,
        turn_deg=cleaned.turn_deg,
        skew_deg=cleaned.skew_deg,
        paper_px=cleaned.paper_px,
        blank=cleaned.blank,
        kind="blank" if cleaned.blank else "other",
        flags=tuple(sorted(flags)),
        words=tuple(replace(word, box=back(word.box)) for word in reading.words) if reading else (),
        handwriting=tuple(map(back, reading.handwriting)) if reading else (),
        steps=steps,
        seconds=seconds,
    )


def _scaled(box: Box, factor: float, size_px: tuple[int, int]) -> Box:
    width, height = size_px
    left, top, right, bottom = (round(edge * factor) for edge in box)
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def _bookmarks(papers: Sequence[Paper], positions: Sequence[int]) -> list[Bookmark]:
    from ocr.pdf import Bookmark

    pages = {position: page for page, position in enumerate(positions)}
    return [Bookmark(_title(paper), pages[paper.first]) for paper in papers if paper.first in pages]


def _title(paper: Paper) -> str:
    known = [str(paper.fields[name].value) for name in ("letter_number", "date", "subject") if name in paper.fields]
    return " · ".join([KIND_TITLES.get(paper.kind, paper.kind), *known])


KIND_TITLES = {
    "note": "टीप",
    "order_sheet": "आदेश पत्रक",
    "letter": "पत्र",
    "order": "आदेश",
    "circular": "परिपत्र",
    "notification": "अधिसूचना",
    "memo": "ज्ञापन",
    "demi_official": "अर्द्धशासकीय पत्र",
    "application": "आवेदन",
    "list": "सूची",
    "affidavit": "शपथ पत्र",
    "panchnama": "पंचनामा",
    "statement": "कथन",
    "map": "नक्शा",
    "receipt": "रसीद",
    "envelope": "लिफाफा",
    "photograph": "छायाचित्र",
    "other": "अन्य",
}
"""Bookmark titles of the kinds of paper."""

PART_TITLES: dict[Part, str] = {"noting": "टीप", "correspondence": "पत्राचार"}


def _info(understood: Understood, part: Part | None, created: datetime) -> PdfInfo:
    from ocr.pdf import PdfInfo

    def value(name: str) -> str:
        return str(understood.fields[name].value) if name in understood.fields else ""

    number = value("file_number")
    return PdfInfo(
        title=" — ".join([number or "नस्ती", *([PART_TITLES[part]] if part else [])]),
        number=number,
        subject=value("subject"),
        department=value("department"),
        part=part,
        created=created.astimezone(UTC),
    )
