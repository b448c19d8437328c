"""Offices keep their habits, their nasti say truly what stands in them, and damage is what was measured."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
import yaml

from classify.understand import understand
from measure.kept_sheets import restore_sheet, write_sheet
from measure.understanding import Claim, Score, is_same, score_nasti
from measure.understanding_tables import list_wrong, tabulate
from nasti.model import KINDS, Field, Word
from office.damage import TABLE, Damage, damage_words
from office.nasti import compose, draw_typed
from office.office import WORDS, Office, draw_office, saka_date
from office.pad import A4_MM, Pad, width_of

OFFICES = [draw_office(seed, split) for split in ("tune", "judge") for seed in range(30)]


def test_the_same_seed_is_the_same_office() -> None:
    assert draw_office(7) == draw_office(7) != draw_office(8)
    first, second = (list(draw_typed(2, 3)) for _ in range(2))
    assert first == second


def test_the_splits_share_no_words() -> None:
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for key in words["tune"]:
        tune, judge = ({str(entry) for entry in words[split][key]} for split in ("tune", "judge"))
        assert not tune & judge, key


def test_every_form_and_kind_is_drawn() -> None:
    assert {office.form for office in OFFICES} == {"district", "court", "secretariat", "section"}
    papers = [compose(office, random.Random(n), papers=14) for n, office in enumerate(OFFICES)]
    kinds = {leaf.kind for one in papers for leaf in one.leaves}
    assert kinds == set(KINDS) - {"separator", "other"}


@pytest.mark.parametrize("office", OFFICES[::5], ids=lambda office: f"{office.split}-{office.seed}")
def test_what_the_truth_says_stands_on_the_pages(office: Office) -> None:
    composed = compose(office, random.Random(1))
    assert composed.leaves
    printed = " ".join(piece.text for leaf in composed.leaves for piece in leaf.pieces)
    plain = printed.translate(str.maketrans("०१२३४५६७८९", "0123456789"))
    for leaf in composed.leaves:
        assert all(0 <= piece.top < leaf.size_mm[1] and piece.left >= 0 for piece in leaf.pieces)
        if number := leaf.fields.get("letter_number"):
            assert number in plain
    assert composed.number is None or composed.number in plain


def test_papers_go_on_over_pages() -> None:
    pad = Pad("letter")
    for _ in range(30):
        pad.paragraph("उपरोक्त विषयांतर्गत लेख है कि चाही गई जानकारी संलग्न प्रेषित है। " * 4)
    assert len(pad.leaves) > 1
    assert [leaf.starts for leaf in pad.leaves] == [True] + [False] * (len(pad.leaves) - 1)
    ends = [piece.left + width_of(piece.text, piece.size) for leaf in pad.leaves for piece in leaf.pieces]
    assert max(ends) <= A4_MM[0]


WORDS_READ = [
    Word(text, (n * 60, 0, n * 60 + 50, 20), 0.95, 0, 0)
    for n, text in enumerate(["सीमांकन", "के", "संबंध", "में", "प्रतिवेदन", "प्रस्तुत", "करें"] * 40)
]
NONE = Damage(0.0, 0.0, 0.0, 0.0, (0.9,), (0.2,), (("ं", "", 1.0), ("", "ढ", 1.0)))


def test_without_damage_words_are_read_as_printed() -> None:
    read = damage_words(WORDS_READ, random.Random(1), NONE)
    assert [word.text for word in read] == [word.text for word in WORDS_READ]
    assert {word.confidence for word in read} == {0.9}


@pytest.mark.parametrize("what", ["wrong", "lost", "merged", "split"])
def test_each_damage_does_what_it_is_called(what: str) -> None:
    read = damage_words(WORDS_READ, random.Random(2), replace(NONE, **{what: 0.1}))
    assert {
        "wrong": any(word.confidence == 0.2 for word in read) and len(read) == len(WORDS_READ),
        "lost": len(read) < 0.95 * len(WORDS_READ),
        "merged": len(read) < 0.95 * len(WORDS_READ) and max(len(word.text) for word in read) > 12,
        "split": len(read) > 1.05 * len(WORDS_READ),
    }[what]


def test_the_table_of_damage_is_whole() -> None:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    assert table["clean"]["lost"] < table["poor"]["lost"]
    for level in ("clean", "office", "poor"):
        assert table[level]["words"] > 3000
        assert table[level]["sure"] == sorted(table[level]["sure"])


def claim(name: str, wanted: str | int | list[str] | None, found: str | int | None) -> Claim:
    field = None if found is None else Field(found, "", 0.95, 0, (0, 0, 1, 1))
    return Claim(name, "clean", wanted, field, "nasti")


@pytest.mark.parametrize(
    ("name", "wanted", "found", "right"),
    [
        ("file_number", "142/अ-27/1993-94", "१४२/अ-27/1993-94", True),
        ("file_number", "142/अ-27/1993-94", "143/अ-27/1993-94", False),
        ("paper subject", "भवन मरम्मत के संबंध में", "भवन मरम्मत के संबध में", True),
        ("paper subject", "भवन मरम्मत के संबंध में", "भवन के संबंध में", False),
        ("department", "गृह विभाग", "ग्रह विभाग", False),
        ("paper sender", ["कलेक्टर", "अपर कलेक्टर"], "अपर कलेक्टर", True),
        ("closed", None, "1994-01-01", False),
        ("closed", None, None, True),
        ("closed", "1994-01-01", None, False),
    ],
)
def test_what_counts_as_right(name: str, wanted: str | list[str] | None, found: str | None, right: bool) -> None:
    assert claim(name, wanted, found).right is right
    assert (list(list_wrong([claim(name, wanted, found)])) == []) is right


def test_a_value_that_is_none_of_several_is_wrong() -> None:
    assert not is_same("sender", ["कलेक्टर", "तहसीलदार"], "पटवारी")


def test_scores_of_typed_nasti() -> None:
    score = Score()
    for name, truth, sheets in draw_typed(6, 5):
        again = tuple(restore_sheet(write_sheet(sheet)) for sheet in sheets)
        assert [sheet.words for sheet in again] == [sheet.words for sheet in sheets]
        score_nasti(score, name, truth, understand(again))
    right, pages = (sum(count[place] for count in score.kinds.values()) for place in (0, 1))
    assert right >= 0.9 * pages > 0
    tables = tabulate("typed", score)
    assert [row[0] for row in tables[0].rows][-3:] == ["kind of page", "noting or correspondence", "papers begin (F1)"]
    assert tables[1].rows[-1][0] == "all"


@pytest.mark.parametrize(
    ("day", "saka"),
    [
        (dt.date(2004, 1, 23), "माघ 3, 1925"),
        (dt.date(2022, 8, 24), "भाद्र 2, 1944"),
        (dt.date(2024, 3, 21), "चैत्र 1, 1946"),
        (dt.date(2023, 3, 21), "फाल्गुन 30, 1944"),
    ],
)
def test_dates_of_the_national_calendar_are_those_of_the_day(day: dt.date, saka: str) -> None:
    assert saka_date(day) == saka
