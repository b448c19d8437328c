"""A back beside its front: what shines through is explained, ink is not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.backs import judge_back, may_be_blank, settle_alone, settle_back
from ingest.draft import DRAFT_DPI
from ingest.side import Side, measure_side
from nasti.model import Picture, Sheet, Step, Told, Word
from tests.ingest import drawn

DRAFT_A4 = (1240, 1754)
PRINT = cv2.resize(drawn.write(drawn.HINDI_LINES), DRAFT_A4, interpolation=cv2.INTER_AREA)
FRONT = drawn.age(PRINT)


def see_through(strength: float, *, skew_deg: float = 0.0, blur_px: float = 0.6, flip: int = 1) -> np.ndarray:
    """The back of `PRINT`, laid askew on its own."""
    ghost = cv2.GaussianBlur(cv2.flip(255 - PRINT, flip).astype(np.float32), (0, 0), blur_px)
    return drawn.age((255 - strength * ghost).astype(np.uint8), skew_deg=skew_deg, seed=2)


def measure(page: np.ndarray) -> Side:
    return measure_side(page, DRAFT_DPI)


FRONT_SIDE = measure(FRONT)


@pytest.mark.parametrize("flip", [1, 0], ids=["across", "down"])
@pytest.mark.parametrize("skew_deg", [0.0, 1.3])
def test_print_from_the_other_side_is_explained(skew_deg: float, flip: int) -> None:
    side = measure(see_through(0.3, skew_deg=skew_deg, flip=flip))
    found = settle_back(side, FRONT_SIDE)
    assert not side.found.blank
    assert (found.blank, found.flip) == (True, "across" if flip == 1 else "down")
    assert 0.2 < found.through < 0.5


@settings(max_examples=8, deadline=None)
@given(
    strength=st.floats(0.05, 0.35),
    skew_deg=st.floats(-2, 2),
    blur_px=st.floats(0.6, 2.5),
)
def test_mirrored_print_alone_stays_explained(strength: float, skew_deg: float, blur_px: float) -> None:
    side = measure(see_through(strength, skew_deg=skew_deg, blur_px=blur_px))
    assert settle_back(side, FRONT_SIDE).blank


@settings(max_examples=8, deadline=None)
@given(x=st.integers(100, 900), y=st.integers(120, 1500), strength=st.floats(0.05, 0.35))
def test_ink_over_what_shines_through_is_found(x: int, y: int, strength: float) -> None:
    page = drawn.sign(see_through(strength), (x, y), level=60, width=3)
    assert not settle_back(measure(page), FRONT_SIDE).blank


@pytest.mark.parametrize("level", [215, 225])
def test_pale_ink_among_what_shines_through_is_a_doubt_that_only_the_other_side_settles(level: float) -> None:
    ghost = see_through(0.3, blur_px=3.0)
    plain, signed = measure(ghost), measure(drawn.sign(ghost, (300, 1400), level=level, width=3))
    assert plain.found.blank
    assert signed.found.blank, "by itself it passes for blank"
    assert (settle_alone(plain).blank, settle_alone(signed).blank) == (True, False)
    assert (settle_back(plain, FRONT_SIDE).blank, settle_back(signed, FRONT_SIDE).blank) == (True, False)
    other = measure(drawn.age(np.full(DRAFT_A4[::-1], 255, np.uint8), seed=3))
    assert not settle_back(signed, other).blank, "another side explains nothing"


def seals() -> np.ndarray:
    """Two seals and nothing else."""
    page = np.full(DRAFT_A4[::-1], 255, np.uint8)
    for x, y in ((300, 420), (820, 1200)):
        for radius, thick in ((105, 5), (94, 2), (60, 2)):
            cv2.circle(page, (x, y), radius, 60, thick, cv2.LINE_AA)
        cv2.putText(page, "P.W.D.", (x - 48, y + 8), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 60, 2, cv2.LINE_AA)
        for turn in range(0, 360, 20):
            spot = x + 77 * np.cos(np.radians(turn)), y + 77 * np.sin(np.radians(turn))
            cv2.putText(page, "EOF"[turn % 3], (int(spot[0]), int(spot[1])), 0, 0.5, 60, 1, cv2.LINE_AA)
    return page


def shade_edges(page: np.ndarray) -> np.ndarray:
    """The same shadow along the edges of any side, and a cloud of its own."""
    shaded = page.astype(np.float32)
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    near = np.minimum.reduce((x, y, x[:, ::-1], y[::-1]))
    shaded *= 1 - 0.5 * np.exp(-((near / 6.0) ** 2))
    shaded *= 1 - 0.04 * np.exp(-(((x - 500) / 200.0) ** 2 + ((y - 600) / 260.0) ** 2))
    return shaded.astype(np.uint8)


@pytest.mark.parametrize("skew_deg", [0.0, 0.9])
def test_two_seals_on_a_stain_are_explained_whatever_lies_along_the_edges(skew_deg: float) -> None:
    ghost = cv2.GaussianBlur((255 - seals()[:, ::-1]).astype(np.float32), (0, 0), 0.7)
    back = drawn.age((255 - 0.3 * ghost).astype(np.uint8), skew_deg=skew_deg, seed=2)
    side, front = measure(shade_edges(back)), measure(shade_edges(drawn.age(seals())))
    assert not side.found.blank
    assert settle_back(side, front).blank
    signed = measure(shade_edges(drawn.sign(back, (500, 800), level=150, width=3)))
    assert not settle_back(signed, front).blank


def test_the_same_print_on_both_sides_is_not_explained() -> None:
    assert not settle_back(measure(drawn.age(np.ascontiguousarray(PRINT[:, ::-1]), seed=2)), FRONT_SIDE).blank


def test_another_page_explains_nothing() -> None:
    other = cv2.resize(drawn.write(drawn.ENGLISH_LINES, drawn.LATIN), DRAFT_A4, interpolation=cv2.INTER_AREA)
    assert not settle_back(measure(see_through(0.3)), measure(drawn.age(other))).blank


def test_sheets_are_judged_by_the_pictures_that_are_kept() -> None:
    back, front = (
        Picture(drawn.encode(page, "JPEG", quality=80), "jpeg", DRAFT_A4, DRAFT_DPI)
        for page in (see_through(0.3), FRONT)
    )
    sheet = Sheet(0, DRAFT_A4, DRAFT_DPI)
    assert judge_back(back, front, sheet, sheet).blank
    assert not judge_back(back, front, sheet, replace(sheet, blank=True)).blank
    assert not judge_back(back, front, replace(sheet, told=Told(blank=False)), sheet).blank


WORD = Word("कार्यालय", (0, 0, 10, 10), 0.95, 0, 0)
READ = Sheet(0, DRAFT_A4, DRAFT_DPI, words=(WORD,) * 20)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        pytest.param(READ, False, id="reads well"),
        pytest.param(replace(READ, words=(replace(WORD, confidence=0.3),) * 20), True, id="reads badly"),
        pytest.param(replace(READ, words=()), True, id="no words"),
        pytest.param(replace(READ, words=(), blank=True), False, id="blank already"),
        pytest.param(
            replace(READ, words=(), blank=True, steps=(Step("look_for_ink", {"soft_mm": 400}),)),
            True,
            id="called blank over much that shines through",
        ),
        pytest.param(
            replace(READ, words=(), blank=True, steps=(Step("look_for_ink", {"soft_mm": 40}),)),
            False,
            id="called blank where little shines through",
        ),
        pytest.param(
            replace(READ, words=(), blank=True, steps=(Step("look_for_ink", {"soft_mm": 60}),)),
            True,
            id="called blank where a seal shines through",
        ),
        pytest.param(replace(READ, words=(), separator="x"), False, id="separator"),
        pytest.param(replace(READ, words=(), told=Told(blank=False)), False, id="a person said so"),
    ],
)
def test_only_sheets_that_read_badly_are_looked_at_again(sheet: Sheet, expected: bool) -> None:
    assert may_be_blank(sheet) is expected
