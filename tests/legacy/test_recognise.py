"""Legacy fonts are known by their names, and Kruti Dev by its letters."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.legacy.fonts import is_legacy, layout_of
from nasti.legacy.recognise import is_krutidev
from pages.legacy_typing import encode
from tests.legacy.test_convert import office_words

HINDI = [word for word in office_words()[:5000] if not set(word) & set(":ॆ")]
ENGLISH = """
Government of Chhattisgarh Revenue and Disaster Management Department Office of the Collector Raipur dated the
fifteenth of March with reference to your letter quoted above it is submitted that the case of mutation of the
land bearing Khasra number situated in village Tahsil and District has been examined by the Revenue Inspector
and his report is enclosed herewith for further necessary action please Sub-Divisional Officer Superintendent
""".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("font", "layout"),
    [
        ("Kruti Dev 010", "krutidev"), ("ABCDEF+KrutiDev010", "krutidev"), ("KrutiDev010Normal", "krutidev"),
        ("Kruti_Dev_011-Bold", "krutidev"), ("DevLys 010", "krutidev"), ("QWERTY+DevLys010Thin", "krutidev"),
        ("Chanakya", "chanakya"), ("Walkman-Chanakya-905", "walkman"), ("WalkmanChanakya901Bold", "walkman"),
        ("4CGandhi", None), ("AkrutiDevPriya", None), ("Shusha02", None), ("Shivaji01", None),
    ],
)  # fmt: skip
def test_legacy_fonts_are_known_by_name(font: str, layout: str | None) -> None:
    assert is_legacy(font)
    assert layout_of(font) == layout


@pytest.mark.parametrize("font", ["Mangal", "ABCDEF+Nirmala UI", "Lohit-Devanagari", "TimesNewRomanPSMT", "", "Kokila"])
def test_other_fonts_are_not(font: str) -> None:
    assert not is_legacy(font)


def test_kruti_dev_is_known_by_its_letters() -> None:
    # A claim of statistics: one word said over and over, or the twelve least likely ones, may pass for English.
    chance = Random(1)
    assert all(is_krutidev(" ".join(map(encode, chance.sample(HINDI, 12)))) for _ in range(2000))


@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=30), st.booleans())
def test_english_is_not_taken_for_it(words: list[str], capitals: bool) -> None:
    text = " ".join(words)
    assert not is_krutidev(text.upper() if capitals else text)


@pytest.mark.parametrize("text", ["F 4-28/2014/VII-1", "N-11016/6/2016-ARC-DARPG", "12.04.2004", "", "k; kj"])
def test_numbers_and_scraps_are_not_taken_for_it(text: str) -> None:
    assert not is_krutidev(text)
