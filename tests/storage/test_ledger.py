"""The page ledger against what the paper says."""

import pytest

from nasti.pages import plan_pages
from storage import ledger


def draw_up(clerk, make, drawn, **fields):
    nasti_id, version = clerk.place(clerk.read("a.tif", drawn), "142/अ-27/1993-94")
    assert clerk.register(nasti_id, version, **fields)
    (nasti,) = clerk.store.read(lambda s: ledger.balance(s, nasti_id)).nastis
    return nasti


def note(make, index, folio):
    return make.sheet(index, "टीप", part="noting", kind="note", folio=folio)


def test_every_sheet_is_somewhere(clerk, store, make):
    clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    found = store.read(ledger.balance)
    (scan,) = found.scans
    assert (scan.sheets_in, scan.pages, scan.blanks, scan.separators, scan.rejected, scan.waiting) == (6, 4, 1, 1, 0, 0)
    assert (found.sheets_in, found.unbalanced, found.nastis[0].doubts) == (6, (), ())


def test_one_nasti_can_be_drawn_up_alone(clerk, store, make):
    first = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    clerk.file("b.tif", "143/अ-27/1993-94", [make.sheet(0, "क")])
    found = store.read(lambda s: ledger.balance(s, first))
    assert (len(found.scans), found.sheets_in, [nasti.nasti_id for nasti in found.nastis]) == (1, 6, [first])


def test_pages_are_held_against_the_count_on_the_cover(clerk, make):
    drawn = [make.sheet(0, kind="cover"), note(make, 1, 1), note(make, 2, 2)]
    nasti = draw_up(clerk, make, drawn, noting_pages=3)
    assert (nasti.parts["noting"].pages, nasti.parts["noting"].stated) == (2, 3)
    assert nasti.doubts == ("Nasti 142/अ-27/1993-94: its cover states 3 pages of noting, 2 are there.",)


@pytest.mark.parametrize(
    ("folios", "missing"),
    [
        ([1, 2, 3], ()),
        ([1, 2, 5], (3, 4)),
        ([5, 3, 2], (4,)),
        ([1, None, 3], ()),
        ([1, None, 5], (2, 3, 4)),
        ([None], ()),
    ],
)
def test_page_numbers_that_nobody_carries_are_missing(clerk, make, folios, missing):
    nasti = draw_up(clerk, make, [note(make, index, folio) for index, folio in enumerate(folios)])
    assert nasti.parts["noting"].missing_folios == missing
    assert len(nasti.doubts) == bool(missing)


def test_pages_are_planned_as_offices_number_them(make):
    drawn = [
        make.sheet(0, kind="cover"), note(make, 1, None), make.sheet(2, blank=True), note(make, 3, None),
        make.sheet(4), make.sheet(5, kind="cover", blank=True), make.sheet(6, separator="next"),
    ]  # fmt: skip
    planned = [place and (place.part, place.position, place.label) for place in plan_pages(drawn)]
    assert planned == [
        ("noting", 0, "cover"), ("noting", 1, "N-1"), None, ("noting", 2, "N-2"), ("correspondence", 0, "C-1"),
        ("noting", 3, "cover"), None,
    ]  # fmt: skip
