"""A serial that was misread or mistyped is noticed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nasti.serials import ALPHABET, LENGTH, is_serial, make_serial, tidy_serial

SERIALS = st.builds(make_serial)
PLACES = st.integers(0, LENGTH - 1)


@given(SERIALS)
def test_what_is_made_is_a_serial(serial: str) -> None:
    assert is_serial(serial)
    assert len(serial) == LENGTH


@given(SERIALS, PLACES, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(serial: str, place: int, wrong: str) -> None:
    assume(serial[place] != wrong)
    assert not is_serial(serial[:place] + wrong + serial[place + 1 :])


@given(SERIALS, PLACES, PLACES)
def test_every_two_characters_that_changed_places_are_noticed(serial: str, one: int, other: int) -> None:
    assume(serial[one] != serial[other])
    swapped = list(serial)
    swapped[one], swapped[other] = serial[other], serial[one]
    assert not is_serial("".join(swapped))


@given(SERIALS)
def test_a_serial_is_understood_as_people_type_it(serial: str) -> None:
    typed = f" {serial[:3].lower()}-{serial[3:]} ".replace("0", "o").replace("1", "l")
    assert tidy_serial(typed) == serial


@pytest.mark.parametrize("text", ["", "0", "0000000 ", "000000", "ÀÀÀÀÀÀÀ", "N1-S-0"])
def test_other_texts_are_no_serials(text: str) -> None:
    assert not is_serial(text)
