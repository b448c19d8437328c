"""One sheet, from the original to its words: what reader processes spend their time on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np

from ingest.clean import Cleaned, clean, clean_again
from ingest.geometry import lay_box, upright_size
from ingest.originals import Scanned, open_sheet
from ingest.quality.fingerprint import sign_words
from ingest.scanned import Seal
from ingest.separators import Separator, find_separator
from nasti.model import UNTOLD, Box, Form, Notice, Sheet, SheetRead, Step, Told
from nasti.settings import OcrSection, Settings
from nasti.slips import write_qr
from nasti.textlayer import TextLayer
from ocr.engine import Engine
from ocr.engines import make_engine
from ocr.layer import LayerVerdict, judge_layer
from ocr.read import UNREADABLE_BELOW, UPSIDE_DOWN_BELOW, PageReading, read_page

TURN_DOUBTED_BELOW = 0.6
"""Mean word confidence below which a page may be the wrong way up: upright pages read at 0.93–0.95, upside-down
ones at 0.29–0.33. Source: measured on ten A4 pages at 300 dpi with the Devanagari model."""


def read_sheet(files: Sequence[Path], form: Form, index: int, settings: Settings, told: Told = UNTOLD) -> SheetRead:
    """Open, clean and read one sheet.

    Args:
        files: The original's files, in reading order.
        form: What the original is.
        index: Which sheet, from 0.
        settings: Limits, cleaning and reading.
        told: What a person says of it; see `read_scanned`.

    Raises:
        InputRejected: The sheet cannot be opened.
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser or a rasteriser failed.
    """
    started_s = time.process_time()
    scanned = open_sheet(files, form, index, settings.limits, settings.pdf.jpeg_quality)
    opened_s = time.process_time()
    sheet = read_scanned(scanned, index, settings, told)
    return SheetRead(replace(sheet, seconds={"open": opened_s - started_s, **sheet.seconds}), scanned.picture)


def read_scanned(scanned: Scanned, index: int, settings: Settings, told: Told = UNTOLD) -> Sheet:
    """Clean and read one sheet that is open already; a separator is not read beyond what its codes say.

    Args:
        scanned: The sheet as it came.
        index: Which sheet, from 0.
        settings: Cleaning and reading.
        told: What a person says of it: it is laid the way up they say, and no other is tried; it is read where they
            say that it is not blank, and not read where they say that it is.

    Raises:
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser failed.
    """
    cv2.setNumThreads(1)
    started_s = time.process_time()
    # Whoever says that a side is written or blank has seen that it is no separator.
    separator = find_separator(scanned) if told.blank is None else None
    if separator is not None:
        return _as_separator(index, scanned, separator, time.process_time() - started_s)
    looked_s = time.process_time()
    engine = _engine(settings.ocr)
    begun_s = time.process_time()
    cleaned = clean(scanned, settings.ingest, engine.ask_turn, told=told)
    cleaned_s = time.process_time()
    judged = _judge(scanned, cleaned, engine, settings, told)
    reading: PageReading | None = None
    if judged is not None and judged.verdict.reading is not None:
        cleaned, reading = judged.cleaned, judged.verdict.reading
    elif not cleaned.blank:
        reading = _read(scanned, cleaned, engine, settings)
        doubted = reading.turn_deg or reading.mean_confidence < TURN_DOUBTED_BELOW
        if doubted and told.turn_deg is None:
            cleaned, reading = _try_other_turns(scanned, cleaned, reading, engine, settings)
    if judged is not None and reading is not None:
        flags, steps = (*reading.flags, *judged.verdict.flags), (judged.verdict.step, *reading.steps)
        reading = replace(reading, flags=flags, steps=steps)
    seconds = {
        "separate": looked_s - started_s,
        "clean": cleaned_s - begun_s,
        "ocr": time.process_time() - cleaned_s,
    }
    return _as_sheet(index, scanned, cleaned, reading, seconds, told)


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


def _read(
    scanned: Scanned, cleaned: Cleaned, engine: Engine, settings: Settings, *, thorough: bool = True
) -> PageReading:
    def again() -> np.ndarray:
        return clean_again(scanned, cleaned, settings.ingest)

    return read_page(cleaned.reading, settings.ingest.read_dpi, engine, settings.ocr, again, thorough=thorough)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was decided of a sheet's own words, and the sheet as it lies by them."""

    cleaned: Cleaned
    verdict: LayerVerdict


def _judge(scanned: Scanned, cleaned: Cleaned, engine: Engine, settings: Settings, told: Told) -> _Judged | None:
    """Decide whether the words are kept that a sheet brings with it; None where it brings none."""
    layer = scanned.layer
    if layer is None or cleaned.blank or settings.ocr.text_layers == "never":
        return None
    turns = Counter[int]()
    for word in layer.words:
        turns[word.turn_deg] += len(word.text)
    ((turn_deg, _),) = turns.most_common(1)
    if turn_deg != cleaned.turn_deg and told.turn_deg is None:
        cleaned = clean(scanned, settings.ingest, engine.ask_turn, first_turn=turn_deg)

    def lay(box: Box) -> Box:
        upright = lay_box(box, scanned.picture.size_px, cleaned.turn_deg, cleaned.skew_deg)
        return _scaled(upright, cleaned.scale, cleaned.reading.shape[1::-1])

    words = tuple(replace(word, box=box) for word in layer.words if _is_box(box := lay(word.box)))
    laid = TextLayer(words, tuple(map(lay, layer.pictures)))
    verdict = judge_layer(laid, cleaned.reading, settings.ingest.read_dpi, engine, settings.ocr)
    # The words themselves say which way is up.
    return _Judged(replace(cleaned, flags=tuple(flag for flag in cleaned.flags if flag != "turn_unsure")), verdict)


def _is_box(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _try_other_turns(
    scanned: Scanned, cleaned: Cleaned, reading: PageReading, engine: Engine, settings: Settings
) -> tuple[Cleaned, PageReading]:
    """Read the page turned as the recogniser says it lies, then every other way while none reads well; keep the best.

    Ways that nothing speaks for are glanced at, and the best of them is read thoroughly: a page that reads badly
    whichever way it lies costs the recogniser nine looks, fifteen at most, or some more where a turn was named.
    """
    best, whole = (cleaned, reading), True
    steps_deg: Sequence[int]
    least = 0.0
    if reading.turn_deg:
        # Of a few words it may be told that they lie on a side, and the wrong one be named.
        ways = (reading.turn_deg, (reading.turn_deg + 180) % 360, 90, 180, 270)
        steps_deg = tuple(dict.fromkeys(filter(None, ways)))
    elif cleaned.turn_sure:
        steps_deg = ()
    elif "nearly_blank" in cleaned.flags or not (reading.words or reading.handwriting):
        # What little ink there is says no more for being read four times; what shines through reads badly any way up.
        steps_deg, least = _find_voted(cleaned), TURN_DOUBTED_BELOW
    else:
        steps_deg = (180, 90, 270)
    for step_deg in steps_deg:
        turn_deg = (cleaned.turn_deg + step_deg) % 360
        turned = clean(scanned, settings.ingest, engine.ask_turn, first_turn=turn_deg)
        thorough = step_deg == reading.turn_deg
        attempt = _read(scanned, turned, engine, settings, thorough=thorough)
        better = best[1].turn_deg or attempt.mean_confidence > best[1].mean_confidence
        if attempt.turn_deg == 0 and better and attempt.mean_confidence >= least:
            best, whole = (turned, attempt), thorough
        if best[1].turn_deg == 0 and best[1].mean_confidence >= TURN_DOUBTED_BELOW:
            break
    turned, attempt = best
    if whole or attempt.mean_confidence >= settings.ocr.retry_below:
        return best
    return turned, _read(scanned, turned, engine, settings)


def _find_voted(cleaned: Cleaned) -> Sequence[int]:
    """The steps to the sides that headlines of a few words spoke for, though too few to settle it."""
    votes = next((step.detail.get("votes") for step in cleaned.steps if step.name == "turn"), None)
    sides = votes if isinstance(votes, Mapping) else {}
    return [step_deg for side in sides if (step_deg := (int(side) - cleaned.turn_deg) % 360)]


def _as_sheet(
    index: int,
    scanned: Scanned,
    cleaned: Cleaned,
    reading: PageReading | None,
    seconds: Mapping[str, float],
    told: Told,
) -> Sheet:
    back = partial(_scaled, factor=1 / cleaned.scale, size_px=cleaned.size_px)
    flags = {*cleaned.flags, *(reading.flags if reading else ())}
    seals = (Notice("signed", box=_lay_seal(seal, scanned, cleaned)) for seal in scanned.signatures)
    notices = (*cleaned.notices, *_doubt(reading, cleaned), *seals)
    if told.turn_deg is not None:
        flags.discard("turn_unsure")
        notices = tuple(notice for notice in notices if notice.name != "turn_unsure")
    signed = tuple(Step("signed", {"by": seal.by, "at": seal.at, "whole": seal.whole}) for seal in scanned.signatures)
    steps: tuple[Step, ...] = (*signed, *cleaned.steps, *(reading.steps if reading else ()))
    words = tuple(replace(word, box=back(word.box)) for word in reading.words) if reading else ()
    handwriting = tuple(map(back, reading.handwriting)) if reading else ()
    return Sheet(
        index=index,
        size_px=cleaned.size_px,
        dpi=scanned.picture.dpi,
        turn_deg=cleaned.turn_deg,
        skew_deg=cleaned.skew_deg,
        paper_px=cleaned.paper_px,
        blank=cleaned.blank,
        kind="blank" if cleaned.blank else "other",
        flags=tuple(sorted(flags)),
        notices=notices,
        measures={**cleaned.measures, "text": sign_words(words, handwriting)},
        told=told,
        words=words,
        handwriting=handwriting,
        steps=steps,
        seconds=seconds,
    )


def _as_separator(index: int, scanned: Scanned, separator: Separator, seconds: float) -> Sheet:
    turn_deg = separator.turn_deg or 0
    width, height = upright_size(scanned.picture.size_px, turn_deg)
    told = {"by": separator.by, "attempt": separator.attempt, "turn_known": separator.turn_deg is not None}
    return Sheet(
        index=index,
        size_px=(width, height),
        dpi=scanned.picture.dpi,
        turn_deg=turn_deg,
        skew_deg=separator.skew_deg,
        paper_px=(0, 0, width, height),
        separator=write_qr(separator.slip),
        kind="separator",
        flags=tuple(sorted(scanned.flags)),
        steps=(Step("find_separator", told),),
        seconds={"separate": seconds},
    )


def _lay_seal(seal: Seal, scanned: Scanned, cleaned: Cleaned) -> Box | None:
    if seal.box is None:
        return None
    return lay_box(seal.box, scanned.picture.size_px, cleaned.turn_deg, cleaned.skew_deg)


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
