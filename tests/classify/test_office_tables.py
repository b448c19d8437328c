"""An office adds its own names to the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from classify.tables import OFFICE_TABLES, find, load, recognise, use_office_tables
from classify.understand import understand
from nasti.errors import ConfigError
from nasti.model import Sheet

Write = Callable[..., Sheet]


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Path]:
    """A folder for tables, of which nothing is left behind."""
    yield tmp_path
    use_office_tables(None)


def test_an_office_adds_names_and_spellings_of_names_that_are_there(tables: Path) -> None:
    assert recognise("sections", "सुशासन तिहार प्रकोष्ठ", at_least=0.9) is None
    (tables / "sections.yaml").write_text(
        '- {hi: "सुशासन तिहार प्रकोष्ठ", en: "Good Governance Cell"}\n- {hi: "राजस्व शाखा", also: ["रेवेन्यू सेक्शन"]}\n'
    )
    use_office_tables(tables)
    assert recognise("sections", "सुशासन तिहार प्रकोष्ठ", at_least=0.9) == ("सुशासन तिहार प्रकोष्ठ", 1.0)
    assert recognise("sections", "रेवेन्यू सेक्शन", at_least=0.9) == ("राजस्व शाखा", 1.0)
    assert recognise("sections", "Revenue Section", at_least=0.9) == ("Revenue Section", 1.0), "what is not said stays"
    use_office_tables(None)
    assert recognise("sections", "सुशासन तिहार प्रकोष्ठ", at_least=0.9) is None


def test_what_follows_from_tables_follows_from_those_of_the_office(tables: Path, write: Write) -> None:
    cover = write(">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tगोधन न्यास कक्षा\nनस्ती क्रमांक :\t142/अ-27/1993-94\nवर्ष :\t1993")
    read = understand([cover]).fields["section"]
    (tables / "sections.yaml").write_text('- {hi: "गोधन न्याय कक्ष"}')
    (tables / "heads.yaml").write_text('- {code: "अ-99", hi: "गोधन", en: "livestock"}')
    use_office_tables(tables)
    told = understand([write(">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tगोधन न्याय कक्ष\nवर्ष :\t1993")]).fields["section"]
    assert (read.value, told.value) == ("गोधन न्यास कक्षा", "गोधन न्याय कक्ष")
    assert told.confidence > read.confidence
    assert "अ-99" in {entry["code"] for entry in load("heads")}


def test_an_office_may_add_to_every_table_of_names(tables: Path) -> None:
    for name, key in OFFICE_TABLES.items():
        (tables / f"{name}.yaml").write_text(f'- {{{key}: "अनोखा नाम", en: "A Name"}}')
    use_office_tables(tables)
    assert all(any(entry[key] == "अनोखा नाम" for entry in load(name)) for name, key in OFFICE_TABLES.items())
    found = find("designations", ["श्री", "अनोखा", "नाम"], at_least=0.9)
    assert found is not None
    assert found.value == "अनोखा नाम"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("section.yaml", "[]", "no table of names"),
        ("sections.txt", "[]", "no table of names"),
        ("sections.yaml", "- [", "cannot be read"),
        ("sections.yaml", "hi: एक", "entry 1"),
        ("sections.yaml", '- {hi: "एक"}\n- {en: "two"}', "entry 2"),
        ("sections.yaml", '- {hi: "एक", also: "दो"}', "entry 1"),
        ("heads.yaml", '- {hi: "एक"}', "code"),
    ],
)
def test_a_table_that_is_wrong_is_refused_by_file_and_entry(tables: Path, name: str, text: str, told: str) -> None:
    (tables / name).write_text(text)
    with pytest.raises(ConfigError, match=told) as refused:
        use_office_tables(tables)
    assert name in str(refused.value)


def test_a_folder_that_is_not_there_adds_nothing(tables: Path) -> None:
    use_office_tables(tables / "none")
    assert load("sections") == load("sections")
    assert recognise("sections", "राजस्व शाखा", at_least=0.9) == ("राजस्व शाखा", 1.0)
