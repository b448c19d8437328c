"""What makes a field less sure: holes in its row, letters among digits, years far off."""

from __future__ import annotations

import pytest

from classify.fields import has_hole, make_field
from classify.values import count_value, date_value, number_value
from nasti.model import Word


def words(*texts: str, gap: int = 12, row: int = 0) -> tuple[Word, ...]:
    return tuple(
        Word(text, (n * (100 + gap), 60 * row, n * (100 + gap) + 100, 60 * row + 40), 0.99, row, row)
        for n, text in enumerate(texts)
    )


def test_room_for_a_word_makes_less_sure() -> None:
    close, torn = words("संयुक्त", "सचिव"), words("संयुक्त", "सचिव", gap=70)
    assert has_hole(torn)
    assert not has_hole(close)
    assert not has_hole((*words("एक"), *words("दो", row=1)))
    assert make_field("x", torn, 0).confidence < make_field("x", close, 0).confidence


@pytest.mark.parametrize("number", ["F 23-130/199त51/8", "एफ 25-51/नौ/21013", "7464/ं्था./1964"])
def test_letters_among_digits_are_strange(number: str) -> None:
    strange, usual = number_value(words(*number.split())), number_value(words("F", "23-130/1995/8"))
    assert strange
    assert usual
    assert strange.fit < usual.fit


@pytest.mark.parametrize("number", ["142/अ-27/1993-94", "एफ 4-28/सात-1/2014", "7245/क.भू.अ./1998", "12/अ6/1998"])
def test_what_offices_write_is_not(number: str) -> None:
    found = number_value(words(*number.split()))
    assert found
    assert found.fit > 0.7


def test_dates_far_from_the_nasti_are_trusted_less() -> None:
    near, far = (date_value(words("07.02.1993"), year) for year in (1991, 1975))
    assert near
    assert far
    assert far.fit < near.fit


@pytest.mark.parametrize(("read", "iso"), [("27त.11.1991", "1991-11-27"), ("16-12क्-2002", "2002-12-16")])
def test_a_letter_among_the_digits_of_a_date(read: str, iso: str) -> None:
    found = date_value(words(read), 1991)
    assert found
    assert found.value == iso
    assert found.fit <= 0.5


def test_counts_that_no_nasti_has() -> None:
    assert count_value(words("9344")) is None
    found = count_value(words("344"))
    assert found
    assert found.value == 344
