"""From the sheets of a scan to the pieces of nasti: all that is found is told by the sheets as they came."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from classify.segments import Hints
from nasti import assembly
from nasti.assembly import Assembled, Scanned, assemble
from nasti.model import Sheet, Word
from nasti.settings import StationSection
from nasti.slips import Slip, write_qr

FIRST = Slip("nasti", serial="7QK2M9R", number="142/अ-27/1993-94", noting_pages=2, correspondence_pages=0)
SECOND = Slip("nasti", serial="7QK2M9S", number="15/अ-2/1994")


def slip(index: int, says: Slip, side: str = "A") -> Sheet:
    return Sheet(
        index, (2480, 3508), 300, separator=write_qr(Slip(**{**_members(says), "side": side})), kind="separator"
    )


def _members(says: Slip) -> dict[str, object]:
    return {name: getattr(says, name) for name in says.__slots__}


def page(index: int, text: str, *, look: str = "") -> Sheet:
    words = tuple(
        Word(word, (300 + 200 * place, 600, 480 + 200 * place, 650), 0.95, 0, 0)
        for place, word in enumerate(text.split())
    )
    return Sheet(index, (2480, 3508), 300, words=words, measures={"hash": look} if look else {})


def run(*sheets: Sheet, how: StationSection | None = None, pictures: dict[int, Path] | None = None) -> Assembled:
    return assemble(Scanned(sheets, pictures or {}, how or StationSection(), None, Hints(max_sheets=600)))


def test_fronts_and_backs_in_one_file_are_told_by_the_sides_as_they_came() -> None:
    sheets = (
        slip(0, FIRST), page(1, "प्रथम पृष्ठ का सामने का भाग"), slip(2, SECOND), page(3, "दूसरी नस्ती का सामने का भाग"),
        page(4, "दूसरी नस्ती का पिछला भाग"), slip(5, SECOND, "B"), page(6, "प्रथम पृष्ठ का पिछला भाग"), slip(7, FIRST, "B"),
    )  # fmt: skip
    found = run(*sheets, how=StationSection(passes="two_in_file", backs_reversed=True))
    assert [segment.positions for segment in found.segments] == [(0, 7, 1, 6), (2, 5, 3, 4)]
    assert [str(segment.number and segment.number.value) for segment in found.segments] == [FIRST.number, SECOND.number]
    assert (found.blanks, found.written) == (frozenset(), frozenset())


def test_every_sheet_is_in_one_piece_and_notices_name_sheets_as_they_came() -> None:
    sheets = (page(0, "पर्ची से पहले"), slip(1, FIRST), *(page(index, f"टीप {index}") for index in range(2, 6)))
    found = run(*sheets)
    assert sorted(position for segment in found.segments for position in segment.positions) == list(range(6))
    assert [notice.name for notice in found.notices[4]] == ["slip_missing"], "the slip says two pages"
    assert [doubt.positions for doubt in found.doubts if doubt.flag == "slip_missing"] == [(4,)]


@pytest.mark.parametrize(("blank", "found_blank"), [(False, True), (True, False), (False, False), (True, True)])
def test_a_side_is_settled_by_its_other_side(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, blank: bool, found_blank: bool
) -> None:
    side = Sheet(1, (2480, 3508), 300, blank=blank, kind="blank" if blank else "other")
    pictures = {position: tmp_path / f"{position}.jpg" for position in (0, 1)}
    for path in pictures.values():
        path.write_bytes(b"picture")
    monkeypatch.setattr(assembly, "may_be_blank", lambda sheet: sheet is side)
    monkeypatch.setattr(assembly, "judge_back", lambda *_: SimpleNamespace(blank=found_blank))
    found = run(page(0, "सामने का भाग जो झलकता है"), side, pictures=pictures)
    assert found.blanks == ({1} if found_blank and not blank else frozenset())
    assert found.written == ({1} if blank and not found_blank else frozenset())


def test_a_side_without_a_picture_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "may_be_blank", lambda _: True)
    found = run(page(0, "सामने"), Sheet(1, (2480, 3508), 300))
    assert (found.blanks, found.written) == (frozenset(), frozenset())
