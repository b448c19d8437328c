"""Exposure, contrast, colour, and scans of nothing."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ingest.clean import clean
from nasti.settings import IngestSection
from tests.ingest import drawn
from tests.ingest.quality.scenes import LETTER, colour, look, notice, shrink

NOTHING = np.random.default_rng(1).normal(24, 3, drawn.A4[::-1]).clip(0, 255).astype(np.uint8)


def lid_open() -> np.ndarray:
    page = NOTHING.copy()
    page[:500, :500] = LETTER[:500, :500]
    return page


FAULTY = {
    "faint": drawn.age(drawn.write(drawn.HINDI_LINES), ink=0.3),
    "burnt_out": cv2.add(LETTER, np.full_like(LETTER, 130)),
    "too_dark": (LETTER * 0.38).astype(np.uint8),
    "nearly_black": lid_open(),
    "empty_capture": NOTHING,
    "needless_colour": colour(LETTER),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_of_tone_is_noticed_with_its_measure(name: str) -> None:
    found = notice(FAULTY[name], name)
    assert found is not None and found.measure is not None and found.bound is not None


@pytest.mark.parametrize("name", [name for name in FAULTY if name != "needless_colour"])
def test_a_good_letter_has_none_of_them(name: str) -> None:
    assert notice(colour(LETTER), name) is None


def test_a_page_without_anything_to_see_is_not_asked_for_more() -> None:
    assert {one.name for one in look(NOTHING).notices} == {"empty_capture"}


@pytest.mark.parametrize("ink", [(90, 60, 170), (170, 40, 50)])
def test_a_seal_keeps_its_colour(ink: tuple[int, int, int]) -> None:
    assert notice(drawn.seal(colour(LETTER), (1500, 2700), ink), "needless_colour") is None


def test_yellowed_paper_is_no_reason_for_colour() -> None:
    tinted = (colour(LETTER) * np.array([1.0, 0.95, 0.8])).astype(np.uint8)
    assert notice(tinted, "needless_colour") is not None


def test_a_gray_scan_has_no_colour_to_save() -> None:
    assert notice(LETTER, "needless_colour") is None


def test_a_low_resolution_is_told_with_the_bound() -> None:
    scanned = replace(drawn.scan(shrink(LETTER, 1 / 3), 100), flags=("low_resolution",))
    found = clean(scanned, IngestSection(), lambda _: None).notices
    assert [(one.measure, one.bound, one.unit) for one in found if one.name == "low_resolution"] == [(100, 150, "dpi")]


def test_a_picture_darkens_more_of_the_paper_than_print() -> None:
    pictured = LETTER.copy()
    pictured[600:2400, 300:2100] = np.linspace(40, 180, 1800).astype(np.uint8)
    assert look(LETTER).measures["dark_share"] < 0.15 < 0.3 < look(pictured).measures["dark_share"]
