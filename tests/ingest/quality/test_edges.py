"""Text over the edge, folded corners, fingers: what happens where the paper ends."""

import cv2
import numpy as np
import pytest

from tests.ingest import drawn
from tests.ingest.quality.scenes import FULL, LETTER, colour, fold, notice

LEFT, TOP = 300, 400  # where the lines of drawn pages begin


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_text_that_begins_outside_is_noticed_however_the_sheet_lies(turn_deg: int) -> None:
    found = notice(drawn.turn(np.ascontiguousarray(FULL[:, LEFT + 40 :]), turn_deg), "cut_off")
    assert found is not None and found.box is not None and found.measure is not None
    assert found.measure >= 3
    assert found.box[0] == 0 and found.box[2] < 1000


def test_a_line_cut_along_its_length_is_noticed() -> None:
    found = notice(np.ascontiguousarray(LETTER[TOP + 30 :]), "cut_off")
    assert found is not None and found.box is not None and found.box[1] == 0


def ruled() -> np.ndarray:
    page = LETTER.copy()
    page[300:3300:110, :] = 60
    return page


def framed() -> np.ndarray:
    page = LETTER.copy()
    cv2.rectangle(page, (0, 0), (2479, 3507), 40, 14)
    return page


def signed_over_the_edge() -> np.ndarray:
    return drawn.sign(LETTER, (2300, 2900))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(LETTER, id="letter"),
        pytest.param(drawn.age(drawn.write(drawn.HINDI_LINES), border_px=90, skew_deg=2.0), id="black border"),
        pytest.param(ruled(), id="rules from edge to edge"),
        pytest.param(framed(), id="frame"),
        pytest.param(signed_over_the_edge(), id="flourish"),
        pytest.param(drawn.punch(LETTER, (10, 1400), (10, 2100)), id="holes at the edge"),
    ],
)
def test_what_else_reaches_the_edge_is_no_text(page: np.ndarray) -> None:
    assert notice(page, "cut_off") is None


@pytest.mark.parametrize("bed", [15, 252])
@pytest.mark.parametrize("turn_deg", [0, 90, 180])
@pytest.mark.parametrize("leg_mm", [14, 30])
def test_a_missing_corner_is_measured(bed: int, turn_deg: int, leg_mm: int) -> None:
    page = fold(drawn.age(drawn.write(drawn.HINDI_LINES), paper=225), (round(leg_mm * 11.8),) * 2, bed)
    found = notice(drawn.turn(page, turn_deg), "folded_corner")
    assert found is not None and found.box is not None
    assert found.measure == pytest.approx(leg_mm, abs=4)
    assert found.box[:2] == (pytest.approx(0, abs=8), pytest.approx(0, abs=8))


def test_a_flap_on_the_page_is_noticed() -> None:
    page = LETTER.copy()
    cv2.fillPoly(page, [np.array([(0, 0), (300, 0), (0, 260)])], 252)
    cv2.fillPoly(page, [np.array([(300, 0), (0, 260), (250, 290)])], 205)
    assert notice(page, "folded_corner") is not None


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(LETTER, id="letter"),
        pytest.param(drawn.age(drawn.write(drawn.HINDI_LINES), border_px=90, skew_deg=3.0), id="black border"),
        pytest.param(drawn.seal(colour(LETTER), (160, 160)), id="seal in the corner"),
        pytest.param(drawn.sign(LETTER, (60, 120)), id="initials in the corner"),
    ],
)
def test_whole_corners_are_left_alone(page: np.ndarray) -> None:
    assert notice(page, "folded_corner") is None


SKINS = [(224, 172, 138), (170, 112, 80), (104, 68, 50)]


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("at", [(0, 1500), (1200, 3508)])
def test_a_finger_is_noticed(skin: tuple[int, int, int], at: tuple[int, int]) -> None:
    page = colour(LETTER)
    axes = (270, 90) if at[0] == 0 else (90, 270)
    cv2.ellipse(page, at, axes, 0, 0, 360, skin, -1)
    found = notice(page, "finger")
    assert found is not None and found.box is not None
    assert found.box[0] - 20 <= at[0] <= found.box[2] + 20 and found.box[1] - 20 <= at[1] <= found.box[3] + 20


def stained() -> np.ndarray:
    page = colour(LETTER)
    cv2.circle(page, (1300, 3000), 120, (150, 100, 70), -1)
    return page


def on_a_desk() -> np.ndarray:
    page = colour(LETTER)
    for side in (np.s_[:120], np.s_[-120:], np.s_[:, :120], np.s_[:, -120:]):
        page[side] = (150, 105, 75)
    return page


@pytest.mark.parametrize("page", [stained(), on_a_desk(), LETTER], ids=["stain", "desk", "gray"])
def test_what_else_is_brown_is_no_finger(page: np.ndarray) -> None:
    assert notice(page, "finger") is None
