"""One sheet, from the original to its words: what reader processes spend their time on."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np

from ingest.clean import Cleaned, clean, clean_again
from ingest.originals import Scanned, open_sheet
from ingest.quality.fingerprint import sign_words
from nasti.model import Box, Form, Notice, Picture, Sheet, SheetRead, Step
from nasti.settings import OcrSection, Settings
from ocr.engine import Engine
from ocr.engines import make_engine
from ocr.read import UNREADABLE_BELOW, UPSIDE_DOWN_BELOW, PageReading, read_page

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
    elif cleaned.turn_sure or not (reading.words or reading.handwriting):
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
    words = tuple(replace(word, box=back(word.box)) for word in reading.words) if reading else ()
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
        notices=(*cleaned.notices, *_doubt(reading, cleaned)),
        measures={**cleaned.measures, "text": sign_words(words)},
        words=words,
        handwriting=tuple(map(back, reading.handwriting)) if reading else (),
        steps=steps,
        seconds=seconds,
    )


def _doubt(reading: PageReading | None, cleaned: Cleaned) -> tuple[Notice, ...]:
    """How sure the words of a page are, where reading flagged it for that."""
    told = {notice.name for notice in cleaned.notices}
    bounds = {"turn_unsure": UPSIDE_DOWN_BELOW, "unreadable": UNREADABLE_BELOW, "low_confidence": None}
    names = [name for name in bounds if reading is not None and name in reading.flags and name not in told]
    confidence = round(reading.mean_confidence, 3) if reading is not None else None
    return tuple(Notice(name, confidence, bounds[name], "confidence") for name in names)


def _scaled(box: Box, factor: float, size_px: tuple[int, int]) -> Box:
    width, height = size_px
    left, top, right, bottom = (round(edge * factor) for edge in box)
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)
