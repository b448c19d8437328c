import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.folios import describe, number_pages, read_numerals
from classify.layout import lay_out
from classify.understand import understand
from measure.folio_runs import Fault, Reading, Run, Score, judge, make_run
from nasti.folios.fit import FolioFit, fit_folios
from nasti.folios.spine import Numeral, Side
from nasti.model import Box, Notice, Sheet, Word

RIGHT = (2290, 110, 2330, 160)


def page(text: str, box: Box, confidence: float = 0.9, more: tuple[Word, ...] = ()) -> Sheet:
    words = tuple(
        Word(one, (box[0] + 60 * index, box[1], box[2] + 60 * index, box[3]), confidence, 0, 0)
        for index, one in enumerate(text.split())
    )
    return Sheet(0, (2480, 3508), 300, words=(*words, *more))


def read(text: str, box: Box = RIGHT, confidence: float = 0.9, more: tuple[Word, ...] = ()) -> list[Numeral]:
    return list(read_numerals(lay_out(page(text, box, confidence, more), 0)))


@pytest.mark.parametrize(
    ("text", "number", "suffix", "part"),
    [
        ("7", 7, "", None),
        ("१२", 12, "", None),
        ("(3)", 3, "", None),
        ("-12-", 12, "", None),
        ("N-4", 4, "", "noting"),
        ("n/1", 1, "", "noting"),
        ("N4", 4, "", "noting"),
        ("12/न", 12, "", "noting"),
        ("टीप-3", 3, "", "noting"),
        ("C-118.", 118, "", "correspondence"),
        ("12/प", 12, "", "correspondence"),
        ("प-१२", 12, "", "correspondence"),
        ("पृ.9", 9, "", None),
        ("पृ. 9", 9, "", None),
        ("पृष्ठ क्र. 14", 14, "", None),
        ("12A", 12, "A", None),
        ("12-क", 12, "क", None),
        ("12(ख)", 12, "ख", None),
    ],
)
def test_forms_in_which_offices_write_page_numbers(text: str, number: int, suffix: str, part: str | None) -> None:
    found = read(text)[0]
    assert (found.number, found.suffix, found.part, found.spot) == (number, suffix, part, "corner")
    assert found.box is not None


@pytest.mark.parametrize("text", ["7/2", "Page 3 of 7", "3/7", "सात", "0", "1997", "12.5", "5-6"])
def test_other_numbers_in_corners_are_no_folios(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("box", "spot"),
    [
        (RIGHT, "corner"),
        ((120, 110, 160, 160), "corner"),
        ((1220, 110, 1260, 160), "head"),
        ((2290, 3300, 2330, 3350), "foot corner"),
        ((1220, 3300, 1260, 3350), "foot"),
    ],
)
def test_where_a_number_stands(box: Box, spot: str) -> None:
    assert [one.spot for one in read("7", box)] == [spot]


def test_numbers_in_the_text_or_beside_print_or_badly_read_are_not_looked_at() -> None:
    assert read("7", (2290, 1300, 2330, 1350)) == []
    assert read("7", (800, 110, 840, 160)) == []
    assert read("7", confidence=0.1) == []
    assert read("7", more=(Word("खसरा", (2150, 110, 2280, 160), 0.9, 0, 0),)) == []


def test_scrawl_beside_a_number_does_not_hide_it() -> None:
    scrawl = Word("hr", (2220, 110, 2280, 160), 0.05, 0, 0)
    assert [one.number for one in read("12", more=(scrawl,))] == [12]
    assert read("12", more=(replace(scrawl, confidence=0.6),)) == []


def test_the_paper_has_the_corner_and_not_the_scanner_glass() -> None:
    sheet = replace(page("7", (1800, 700, 1840, 750)), paper_px=(300, 600, 1900, 3000))
    assert [one.number for one in read_numerals(lay_out(sheet, 0))] == [7]


@pytest.mark.parametrize(("text", "other"), [("9", 1), ("29", 21), ("१", 9), ("२१", 29), ("१४", None), ("19", None)])
def test_shapes_that_both_scripts_have_may_be_of_the_other(text: str, other: int | None) -> None:
    assert [one.number for one in read(text) if one.reshaped] == ([other] if other else [])


def test_letters_read_for_digits_count_for_less() -> None:
    (found,) = read("1O")
    assert (found.number, found.confidence) == (10, pytest.approx(0.54))


def sides(*numbers: object, confidence: float = 0.9) -> list[Side]:
    """Sides by what is read on them: a number, one with a letter ("3A"), None, or "blank"."""
    drawn = []
    for number in numbers:
        if number in (None, "blank"):
            drawn.append(Side(blank=number == "blank"))
        else:
            digits = "".join(filter(str.isdecimal, str(number)))
            numeral = Numeral(int(digits), str(number).removeprefix(digits), confidence)
            other = {9: 1, 1: 9}.get(numeral.number)
            drawn.append(Side((numeral, *((replace(numeral, number=other, reshaped=True),) if other else ()))))
    return drawn


def folios(fit: FolioFit) -> list[int | None]:
    return [numeral.number if numeral else None for numeral in fit.numerals]


@pytest.mark.parametrize(
    ("numbers", "settled"),
    [
        ([None, 9, 2, None, 3], [None, 1, 2, None, 3]),
        ([8, 1, 10], [8, 9, 10]),
        ([8, 9, 10], [8, 9, 10]),
        ([1, 2, 7, 4], [1, 2, 7, 4]),
        ([9], [9]),
        ([5, 9, 7], [5, 9, 7]),
        ([], []),
    ],
)
def test_one_and_nine_are_told_apart_by_their_neighbours(numbers: list[int | None], settled: list[int | None]) -> None:
    assert folios(fit_folios(sides(*numbers))) == settled


def test_badly_read_numbers_are_taken_where_neighbours_bear_them_out() -> None:
    drawn = sides(1, 2, 3, 4)
    for alone, taken in ((Side((Numeral(5, confidence=0.3),)), 5), (Side((Numeral(8, confidence=0.3),)), None)):
        assert folios(fit_folios([*drawn, alone])) == [1, 2, 3, 4, taken]


def test_a_letters_own_page_numbers_are_not_folios() -> None:
    typed = [Side((Numeral(number, spot="head"),), opens=number == 1) for number in (2, 3, 4, 5, 6, 7)]
    assert folios(fit_folios(typed)) == [None] * 6
    through = [Side((Numeral(number, spot="head"),), opens=True) for number in (2, 3, 4, 5, 6, 7)]
    assert folios(fit_folios(through)) == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ([1, 2, 3, 6, 7, 8], [((4, 5), 2, 2, 3)]),
        ([9, 8, 7, 6, 3, 2, 1], [((5, 4), 2, 3, 4)]),
        ([1, 2, 3, None, 6, 7, 8], [((4, 5), 1, 2, 4)]),
        ([1, 2, 3, None, None, 6, 7, 8], []),
        ([1, 2, 3, 4, 5, 9], []),  # The last alone may be misread,
        ([1, 2, 5, 6], []),  # these are few,
        ([38, 39, *range(50, 60), 50, 51], []),  # and here ४ was read for ५.
        ([1, "blank", 3, "blank", 5, "blank", 7, "blank", 9], []),
        ([*(one for number in (*range(1, 9), *range(10, 19)) for one in (number, "blank"))], [((9,), 1, 14, 16)]),
        ([*(one for number in (*range(1, 9), *range(10, 19)) for one in (number, None))], [((9,), 1, 14, 16)]),
    ],
)
def test_gaps(numbers: list[object], gaps: list[object]) -> None:
    faults = fit_folios(sides(*numbers)).faults
    assert [(gap.numbers, gap.least, gap.before, gap.after) for gap in faults.gaps] == gaps
    assert (faults.repeats, faults.strays) == ((), ())


@pytest.mark.parametrize(
    ("numbers", "repeats"),
    [
        ([1, 2, 3, 4, 4, 5, 6, 7], [("4", 3, 4)]),
        ([1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9], [("4", 3, 6), ("5", 4, 7), ("6", 5, 8)]),
        ([1, 2, 3, "3A", 4, 5, 6, 7], []),
        ([*range(1, 9), *range(1, 9)], []),  # The next volume.
        ([10, 11, 12, 12, 14, 15, 16], []),  # १३ was read for १२.
    ],
)
def test_repeats(numbers: list[object], repeats: list[object]) -> None:
    faults = fit_folios(sides(*numbers)).faults
    assert sorted((one.text, *sorted((one.first, one.again))) for one in faults.repeats) == repeats
    assert (faults.gaps, faults.strays) == ((), ())


@pytest.mark.parametrize(
    ("numbers", "strays"),
    [
        ([1, 2, 3, 6, 5, 4, 7, 8, 9, 10], {6, 4}),
        ([1, 2, 3, 5, 6, 7, 4, 8, 9], {4}),
        ([*range(1, 11), *range(23, 31), *range(11, 23), *range(31, 41)], set(range(11, 23))),
        ([1, 2, 9, 4, 5, 6, 7, 8, 3, 10, 11], {9, 3}),
    ],
)
def test_sides_out_of_order(numbers: list[object], strays: set[int]) -> None:
    faults = fit_folios(sides(*numbers)).faults
    assert {stray.number for stray in faults.strays} == strays
    assert (faults.gaps, faults.repeats) == ((), ())


def test_a_misread_number_is_kept_as_it_was_read() -> None:
    fit = fit_folios(sides(1, 2, 3, 4, 8, 6, 7, 3, 9))
    assert folios(fit) == [1, 2, 3, 4, 8, 6, 7, 3, 9]
    assert fit.faults.misread == (7,)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from((0.0, 0.2, 0.5, 0.8)))
def test_no_number_is_made_up_and_no_fault_where_there_is_none(seed: int, unread: float) -> None:
    run = make_run(random.Random(seed), Reading(unread, typed=0.2))
    fit = fit_folios(run.sides)
    assert all(
        numeral is None or numeral in side.numerals for numeral, side in zip(fit.numerals, run.sides, strict=True)
    )
    assert (fit.faults.gaps, fit.faults.repeats, fit.faults.strays) == ((), (), ())


def runs(reading: Reading, *faults: Fault) -> list[Run]:
    return [make_run(random.Random(f"{faults} {seed}"), reading, faults) for seed in range(60)]


def score(drawn: list[Run]) -> dict[Fault, Score]:
    total: dict[Fault, Score] = {}
    for run in drawn:
        for fault, one in judge(run, fit_folios(run.sides)).items():
            total[fault] = total.get(fault, Score()) + one
    return total


@pytest.mark.parametrize(
    ("fault", "unread", "share"), [("gap", 0.2, 0.85), ("repeat", 0.0, 0.8), ("disorder", 0.0, 0.5)]
)
def test_planted_faults_are_found_among_unread_and_misread_pages(fault: Fault, unread: float, share: float) -> None:
    total = score(runs(Reading(unread, misread=0.05, typed=0.1), fault))
    assert total[fault].found >= share * total[fault].planted
    assert sum(one.false for one in total.values()) <= 1


def test_clean_runs_with_misread_digits_are_left_alone() -> None:
    total = score(runs(Reading(0.2, misread=0.08, typed=0.1)))
    assert [one.false for one in total.values()] == [0, 0, 0]


def test_noting_and_correspondence_are_numbered_apart(write: Callable[..., Sheet]) -> None:
    corners = [1, 2, 3, 4, 5, 6, 1, 2, 3, 6, 7, 8]
    drawn = [replace(page(str(number), RIGHT), index=index) for index, number in enumerate(corners)]
    parts = ["noting"] * 6 + ["correspondence"] * 6
    pages = [lay_out(sheet, index) for index, sheet in enumerate(drawn)]
    numbered = number_pages(drawn, parts, [], pages)
    assert [one.folio for one in numbered] == corners
    said = [
        (index, notice.name, notice.measure, notice.bound)
        for index, one in enumerate(numbered)
        for notice in one.notices
    ]
    assert said == [(9, "folio_gap", 6, 4)]
    assert numbered[9].notices[0].box == RIGHT


def test_notices_name_all_sides_concerned() -> None:
    repeated = describe(fit_folios(sides(1, 2, 3, 4, 4, 5, 6, 7)))
    assert [[one.name for one in side.notices] for side in repeated[3:5]] == [["folio_repeat"]] * 2
    moved = describe(fit_folios(sides(1, 2, 3, 5, 6, 7, 4, 8, 9)))
    assert [side.notices for side in moved if side.notices] == [(Notice("folio_disorder", 4),)]


def test_what_was_noticed_earlier_is_forgotten_when_it_no_longer_holds(write: Callable[..., Sheet]) -> None:
    sheet = replace(
        write("प्रति,\nतहसीलदार"),
        folio=4,
        flags=("faint", "folio_gap"),
        notices=(Notice("folio_gap", 2), Notice("faint")),
    )
    (understood,) = understand([sheet]).sheets
    assert (understood.folio, understood.flags, understood.notices) == (None, ("faint",), (Notice("faint"),))
