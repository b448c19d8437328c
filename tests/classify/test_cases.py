"""Tables of print as readers leave it: what it says, or that it says nothing."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

import pytest

from classify.amounts import read_amounts
from classify.dates import read_dates
from classify.layout import lay_out
from classify.likeness import plain
from classify.mentions import find_mentions
from classify.numbers import read_number
from nasti.hindi import ascii_digits, number_key
from tests.classify.conftest import write_sheet

CASES = Path(__file__).with_name("cases")
NOTHING = "nothing"


def rows(name: str) -> list[list[str]]:
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_tables_hold_more_than_150_cases() -> None:
    assert sum(len(rows(path.stem)) for path in CASES.glob("*.tsv")) >= 150


@pytest.mark.parametrize("case", rows("dates"), ids=lambda case: case[0])
def test_dates(case: list[str]) -> None:
    text, expected, options = case
    near = re.search("near=([0-9]{4})", options)
    found = read_dates(text, near_year=int(near[1]) if near else None, damaged="label" in options)
    assert [date.iso for date in found] == ([] if expected == NOTHING else expected.split())


@pytest.mark.parametrize("case", rows("numbers"), ids=lambda case: case[0])
def test_numbers(case: list[str]) -> None:
    text, expected, where, *form = case
    found = read_number(text, unlabelled=where == "open")
    if expected == NOTHING:
        assert found is None
        return
    assert found is not None
    assert (number_key(found.value) or plain(found.value)) == (number_key(expected) or plain(expected))
    assert [found.form] == form


def named(text: str, name: str) -> str:
    mentions = find_mentions("letter", [lay_out(write_sheet(text.replace("⏎", "\n")), 0)], 1994)
    if name != "reference":
        return "; ".join(str(field.value) for field in mentions.get(name, ())) or NOTHING
    numbers, dates = mentions.get("reference_number", ()), mentions.get("reference_date", ())
    assert len(dates) <= len(numbers)
    pairs = zip_longest(numbers, dates)
    return "; ".join(f"{number.value}={date.value}" if date else str(number.value) for number, date in pairs) or NOTHING


@pytest.mark.parametrize("case", rows("mentions"), ids=lambda case: f"{case[0]} {case[1]}")
def test_mentions(case: list[str]) -> None:
    name, text, expected = case
    assert named(text, name) == expected


@pytest.mark.parametrize("case", rows("amounts"), ids=lambda case: case[0])
def test_amounts(case: list[str]) -> None:
    text, expected = case
    assert " ".join(amount.rupees for amount in read_amounts(ascii_digits(text))) == expected.replace(NOTHING, "")
