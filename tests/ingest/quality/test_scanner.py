"""Streaks, moiré and overlaps, as one sheet shows them."""

import numpy as np
import pytest

from tests.ingest import drawn
from tests.ingest.quality.scenes import LETTER, look, notice, streak

CROOKED = drawn.age(drawn.write(drawn.HINDI_LINES), skew_deg=1.2)


@pytest.mark.parametrize("page", [LETTER, CROOKED], ids=["straight", "crooked"])
def test_a_streak_is_measured_in_millimetres_from_the_left(page: np.ndarray) -> None:
    ((column_mm, strength),) = look(streak(page, 1181)).measures["streaks"]
    assert column_mm == pytest.approx(100.1, abs=0.3)
    assert strength > 8


def test_one_sheet_alone_gives_it_away_only_where_it_lies_crooked() -> None:
    assert notice(streak(CROOKED, 1181), "streak") is not None
    assert notice(streak(LETTER, 1181), "streak") is None


def margin_line(skew_deg: float) -> np.ndarray:
    page = drawn.write(drawn.HINDI_LINES).copy()
    page[:, 270:275] = 0
    return drawn.age(page, skew_deg=skew_deg)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(LETTER, id="letter"),
        pytest.param(margin_line(0.6), id="printed margin, crooked"),
        pytest.param(
            np.vstack((LETTER[:400], streak(LETTER, 1181)[400:-400], LETTER[-400:])), id="rule within the margins"
        ),
    ],
)
def test_printed_lines_are_no_streaks(page: np.ndarray) -> None:
    assert look(page).measures["streaks"] == []


def photo(wave_levels: float) -> np.ndarray:
    page = LETTER.copy()
    y, x = np.mgrid[0:900, 0:900].astype(np.float32)
    clouds = 130 + 40 * np.sin(x / 300) * np.cos(y / 260) + np.random.default_rng(2).normal(0, 5, x.shape)
    waves = wave_levels * np.cos(2 * np.pi * (x * 0.6 + y * 0.8) / 25)
    page[1800:2700, 700:1600] = np.clip(clouds + waves, 0, 255)
    return page


def test_waves_on_a_picture_are_moire_and_a_smooth_picture_has_none() -> None:
    found = notice(photo(10), "moire")
    assert found is not None and found.box is not None
    assert 600 < found.box[0] < found.box[2] < 1700
    assert notice(photo(0), "moire") is None


def test_an_edge_across_a_long_scan_is_measured() -> None:
    lower = LETTER[1200:].copy()
    lower[:20] = 150
    found = look(np.vstack((LETTER, lower))).measures["overlap_mm"]
    assert found == pytest.approx(297, abs=4)
    assert look(np.vstack((LETTER, LETTER[1200:]))).measures["overlap_mm"] is None
