"""The dirty edge of a tape is told from a line that somebody drew."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.draft import DRAFT_DPI
from ingest.side import measure_side
from ingest.steps import lies_on_step
from nasti.model import Box
from tests.ingest import drawn

SIDE = 240
FLAT = np.full((SIDE, SIDE), 0.1, np.float32)
STEP = FLAT + np.where(np.arange(SIDE)[:, None] > 120, np.float32(0.03), 0)
DARKER = FLAT + np.linspace(0, 0.6, SIDE, dtype=np.float32)[:, None]
STRAIGHT = np.array([(40, 120), (200, 120)])
BENT = np.array([(40, 116), (90, 124), (140, 116), (200, 124)])


def look(dark: np.ndarray, points: np.ndarray, thick: int = 3) -> bool:
    mask = np.zeros(dark.shape, np.uint8)
    cv2.polylines(mask, [points], False, 1, thick)
    x, y, width, height = cv2.boundingRect(mask)
    box: Box = (x, y, x + width, y + height)
    here = mask[y - 1 : y + height + 1, x - 1 : x + width + 1] > 0
    noise = np.random.default_rng(1).normal(0, 0.003, dark.shape).astype(np.float32)
    return lies_on_step(here, box, dark + 0.2 * mask + noise)


@pytest.mark.parametrize("turned", [False, True], ids=["across", "down"])
def test_a_straight_line_along_a_step_is_an_edge(turned: bool) -> None:
    assert look(STEP.T.copy() if turned else STEP, STRAIGHT[:, ::-1].copy() if turned else STRAIGHT)


@pytest.mark.parametrize(
    ("dark", "points", "thick"),
    [
        pytest.param(FLAT, STRAIGHT, 3, id="on plain paper"),
        pytest.param(DARKER, STRAIGHT, 3, id="where the paper grows darker"),
        pytest.param(STEP, BENT, 3, id="bent"),
        pytest.param(STEP, STRAIGHT, 12, id="thick"),
        pytest.param(STEP, np.array([(112, 120), (128, 120)]), 3, id="short"),
        pytest.param(STEP, np.array([(120, 40), (120, 200)]), 3, id="across the step"),
    ],
)
def test_any_other_line_may_be_ink(dark: np.ndarray, points: np.ndarray, thick: int) -> None:
    assert not look(dark, points, thick)


def taped() -> np.ndarray:
    page = cv2.resize(drawn.age(np.full(drawn.A4[::-1], 255, np.uint8)), (1240, 1754), interpolation=cv2.INTER_AREA)
    light = np.ones(page.shape, np.float32)
    cv2.fillPoly(light, [np.array([(300, 800), (800, 830), (795, 910), (295, 880)])], 0.97)
    cv2.line(light, (300, 800), (520, 813), 0.8, 2, cv2.LINE_AA)
    cv2.line(light, (400, 886), (795, 910), 0.85, 2, cv2.LINE_AA)
    return (page * cv2.GaussianBlur(light, (0, 0), 0.6)).astype(np.uint8)


def test_tape_with_dirt_along_its_edges_is_blank_until_somebody_signs_on_it() -> None:
    assert measure_side(taped(), DRAFT_DPI).found.blank
    assert not measure_side(drawn.sign(taped(), (400, 860), level=90, width=2), DRAFT_DPI).found.blank
