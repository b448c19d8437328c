"""A row of equal holes along an edge is the paper's form; whatever else stands in a row may be writing."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import pytest

from ingest.draft import DRAFT_DPI
from ingest.side import measure_side
from tests.ingest import drawn

SIZE = (1240, 1754)
PAPER = cv2.resize(drawn.age(np.full(drawn.A4[::-1], 255, np.uint8)), SIZE, interpolation=cv2.INTER_AREA)
BED = 18


def _pixels(length_mm: float) -> int:
    return round(length_mm / 25.4 * DRAFT_DPI)


def punch_row(
    page: np.ndarray, pitch_mm: float = 8.47, high_mm: float = 4.2, from_edge_mm: float = 6.5, torn: Iterable[int] = ()
) -> np.ndarray:
    """Round holes down the left edge; those whose place is named are torn out to it."""
    punched = page.copy()
    x, radius = _pixels(from_edge_mm), _pixels(high_mm / 2)
    for place, y in enumerate(np.arange(_pixels(8), page.shape[0] - _pixels(4), pitch_mm / 25.4 * DRAFT_DPI)):
        cv2.circle(punched, (x, round(y)), radius, BED, -1, cv2.LINE_AA)
        if place in torn:
            half = round(0.8 * radius)
            cv2.rectangle(punched, (2, round(y) - half), (x, round(y) + half), BED, -1)
    return punched


def punch_slots(page: np.ndarray) -> np.ndarray:
    """The slots of a comb."""
    punched = page.copy()
    for y in np.arange(_pixels(10), page.shape[0] - _pixels(8), 14.3 / 25.4 * DRAFT_DPI):
        top = round(y)
        cv2.rectangle(punched, (_pixels(4), top), (_pixels(7), top + _pixels(8)), BED, -1)
    return punched


def is_blank(page: np.ndarray) -> bool:
    return measure_side(page, DRAFT_DPI).found.blank


EDGES = {
    "spiral": punch_row(PAPER),
    "tractor": punch_row(PAPER, 12.7, 4.0, 6.0),
    "tractor on both sides": punch_row(punch_row(PAPER, 12.7, 4.0, 6.0)[:, ::-1].copy(), 12.7, 4.0, 6.0),
    "wire with large holes": punch_row(PAPER, 12.7, 6.0),
    "comb": punch_slots(PAPER),
    "some torn out": punch_row(PAPER, torn=(3, 4, 17, 33)),
    "on black and white": np.where(punch_row(PAPER, torn=(3, 20)) < 120, 0, 255).astype(np.uint8),
}
WAYS = {
    "left": lambda page: page,
    "right": lambda page: page[:, ::-1],
    "top": lambda page: np.rot90(page, 3),
    "foot": lambda page: np.rot90(page),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_punched_edge_is_blank(name: str) -> None:
    assert is_blank(EDGES[name])


@pytest.mark.parametrize("edge", WAYS)
def test_holes_are_found_along_any_edge(edge: str) -> None:
    page = np.ascontiguousarray(WAYS[edge](EDGES["some torn out"]))
    side = measure_side(page, DRAFT_DPI)
    assert side.found.blank
    assert len(side.holes) == 34


def test_a_sheet_that_lies_askew_keeps_its_holes() -> None:
    turn = cv2.getRotationMatrix2D((620, 877), 1.4, 1.0)
    assert is_blank(cv2.warpAffine(EDGES["some torn out"], turn, SIZE, borderValue=BED).astype(np.uint8))


def column(text: str, thick: int = 2) -> np.ndarray:
    """The same in every line near the left edge."""
    page = PAPER.copy()
    for row in range(30):
        cv2.putText(page, text, (45, 90 + 54 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, thick, cv2.LINE_AA)
    return page


def ticks() -> np.ndarray:
    page = PAPER.copy()
    for y in range(80, 1700, 50):
        cv2.polylines(page, [np.array([(40, y), (48, y + 12), (66, y - 14)])], False, 60, 2, cv2.LINE_AA)
    return page


def bullets_with_words() -> np.ndarray:
    page = column("word")
    for y in range(80, 1700, 54):
        cv2.circle(page, (30, y), 6, 20, -1, cv2.LINE_AA)
    return page


def tear_off_line() -> np.ndarray:
    page = PAPER.copy()
    for y in range(20, 1740, 12):
        cv2.circle(page, (60, y), 2, 20, -1, cv2.LINE_AA)
    return drawn.sign(page, (200, 900), level=60, width=2)


def few_holes() -> np.ndarray:
    """Squares, no further down the edge than somebody could fill boxes."""
    page = PAPER.copy()
    for place in range(7):
        cv2.rectangle(page, (30, 200 + 60 * place), (56, 226 + 60 * place), 20, -1)
    return page


INKED = {
    "ones": lambda: column("1"),
    "zeros": lambda: column("0"),
    "dashes": lambda: column("-", 3),
    "ticks": ticks,
    "bullets with words": bullets_with_words,
    "a dotted line to tear off, with a signature": tear_off_line,
    "some filled boxes": few_holes,
    "a signature beside holes": lambda: drawn.sign(EDGES["some torn out"], (300, 900), level=60, width=2),
    "initials between holes and text": lambda: drawn.sign(EDGES["tractor"], (70, 500), level=60, width=2),
}


@pytest.mark.parametrize("name", INKED)
def test_what_is_written_in_a_row_stays_ink(name: str) -> None:
    assert not is_blank(INKED[name]())
