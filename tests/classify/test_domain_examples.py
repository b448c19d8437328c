"""The examples of the domain brief: every number, date, district, department, head and Kruti Dev pair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from classify.dates import read_dates
from classify.layout import lay_out
from classify.likeness import plain
from classify.mentions import find_mentions
from classify.numbers import read_number
from classify.place_names import known_district
from classify.tables import load, recognise
from nasti.hindi import number_key
from nasti.legacy.convert import convert
from tests.classify.conftest import write_sheet

CASES = Path(__file__).with_name("cases")
DOMAIN: dict[str, list[dict[str, Any]]] = yaml.safe_load((CASES / "domain.yaml").read_text(encoding="utf-8"))
LEGACY = [
    line.split("\t")
    for line in (CASES / "legacy.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_all_examples_are_here() -> None:
    counts = {name: len(entries) for name, entries in DOMAIN.items()}
    assert counts == {
        "case_numbers": 11, "letter_numbers": 8, "dates": 7, "districts": 33, "departments": 47, "heads": 15,
        "krutidev": 11,
    }  # fmt: skip


@pytest.mark.parametrize("example", DOMAIN["case_numbers"], ids=lambda example: example["text"])
def test_case_numbers(example: dict[str, Any]) -> None:
    found = read_number(example["text"])
    assert found is not None
    if example["canonical"] is None:
        assert found.form == "board"
    else:
        assert (found.form, number_key(found.value)) == ("revenue", number_key(example["canonical"]))


@pytest.mark.parametrize("example", DOMAIN["letter_numbers"], ids=lambda example: example["text"])
def test_letter_numbers(example: dict[str, Any]) -> None:
    found = read_number(example["text"])
    number = example["text"].removeprefix("क्रमांक ").split(",")[0]
    assert found is not None
    assert plain(found.value) == plain(number)


@pytest.mark.parametrize("example", DOMAIN["dates"], ids=lambda example: example["text"])
def test_dates(example: dict[str, Any]) -> None:
    assert [date.iso for date in read_dates(example["text"])] == [example["iso"]]


@pytest.mark.parametrize("example", DOMAIN["districts"], ids=lambda example: example["en"])
def test_districts(example: dict[str, Any]) -> None:
    entry = next(entry for entry in load("districts") if entry["hi"] == example["hi"])
    assert (entry["code"], entry["en"]) == (example["code"], example["en"])
    for spelling in (example["hi"], example["en"], *example["aliases"]):
        known = known_district(spelling)
        assert known is not None
        assert (known.value, known.likeness) == (example["hi"], 1.0)


@pytest.mark.parametrize("example", DOMAIN["departments"], ids=lambda example: example["en"])
def test_departments(example: dict[str, Any]) -> None:
    assert recognise("departments", example["hi"], at_least=1.0) == (example["hi"], 1.0)
    assert recognise("departments", f"{example['en']} Department", at_least=1.0) is not None


@pytest.mark.parametrize("example", DOMAIN["heads"], ids=lambda example: example["code"])
def test_heads(example: dict[str, Any]) -> None:
    assert (example["code"], example["hi"]) in [(entry["code"], entry["hi"]) for entry in load("heads")]


@pytest.mark.parametrize("example", DOMAIN["krutidev"], ids=lambda example: example["unicode"])
def test_kruti_dev(example: dict[str, Any]) -> None:
    assert convert(example["legacy"], "krutidev") == example["unicode"]


@pytest.mark.parametrize("case", LEGACY, ids=lambda case: case[0])
def test_values_in_legacy_text(case: list[str]) -> None:
    legacy, name, expected = case
    text = convert(legacy, "krutidev")
    if name == "date":
        values = [date.iso for date in read_dates(text, near_year=1995)]
    elif name == "number":
        number = read_number(text)
        values = [number.value] if number else []
    else:
        values = [
            str(one.value) for one in find_mentions("letter", [lay_out(write_sheet(text), 0)], None).get(name, ())
        ]
    assert [number_key(value) or value for value in values] == (
        [] if expected == "nothing" else [number_key(expected) or expected]
    )
