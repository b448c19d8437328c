"""The page ledger against what the paper says."""

import pytest
from sqlalchemy import select

from nasti.errors import InputRejected, NotFound, ToolFailed
from nasti.model import Notice
from nasti.pages import plan_pages
from nasti.slips import Slip, write_qr
from storage import arranging, handling, ledger, ledger_scope, placing, scans, sheets
from storage.registration import drop_pages
from storage.tables import PageRow


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


def flagged(make, part, index, folio, flag, due=None):
    notice = Notice(flag, folio, due)
    return make.sheet(index, "क", part=part, kind="note", folio=folio, flags=(flag,), notices=(notice,))


@pytest.mark.parametrize(
    ("folios", "due", "missing", "said"),
    [
        ([1, 2, 5], 3, (3, 4), "between N-2 and N-3 no page bears the number 3, 4."),
        ([5, 4, 2], 3, (3,), "between N-2 and N-3 no page bears the number 3."),
        ([1, None, 5], 3, (2, 3, 4), "between N-1 and N-3 no page bears at least 2 of the numbers 2, 3, 4."),
        ([1, 4, 2, 9], 3, (3, 5, 6, 7, 8), "between N-3 and N-4 no page bears the number 3, 5, 6, 7, 8."),
    ],
)
def test_page_numbers_that_nobody_bears_are_missing(clerk, make, folios, due, missing, said):
    last = len(folios) - 1
    drawn = [note(make, index, folio) for index, folio in enumerate(folios[:-1])]
    nasti = draw_up(clerk, make, [*drawn, flagged(make, "noting", last, folios[-1], "folio_gap", due)])
    (gap,) = nasti.parts["noting"].gaps
    assert gap.numbers == nasti.parts["noting"].missing_folios == missing
    (doubt,) = nasti.doubtful
    assert doubt.english == f"Nasti 142/अ-27/1993-94, noting: {said}"
    assert "टीप" in doubt.hindi
    assert doubt.pages == (gap.before, gap.after)


def test_numbers_are_listed_as_they_run(clerk, make):
    folios = [1, 2, None, 3, 3, 9, 8, 7]
    pages = draw_up(clerk, make, [note(make, index, folio) for index, folio in enumerate(folios)]).parts["noting"]
    assert [(run.first_label, run.last_label, run.first, run.last) for run in pages.runs] == [
        ("N-1", "N-4", 1, 3), ("N-5", "N-5", 3, 3), ("N-6", "N-8", 9, 7),
    ]  # fmt: skip
    assert pages.unnumbered == ("N-3",)
    assert pages.gaps == ()


def test_numbers_borne_twice_and_pages_out_of_order_are_named(clerk, make):
    drawn = [
        note(make, 0, 1), flagged(make, "noting", 1, 2, "folio_repeat"), flagged(make, "noting", 2, 2, "folio_repeat"),
        flagged(make, "correspondence", 3, 7, "folio_disorder"),
    ]  # fmt: skip
    assert [(one.name, one.english.partition(", ")[2], one.pages) for one in draw_up(clerk, make, drawn).doubtful] == [
        ("folio_repeat", "noting: the number 2 stands on 2 pages: N-2, N-3.", ("N-2", "N-3")),
        ("folio_disorder", "correspondence: C-1 bears the number 7 and lies out of order.", ("C-1",)),
    ]


def test_sheets_that_may_be_missing_or_there_twice_are_named(clerk, store, make):
    twice = make.sheet(2, "क", part="noting", kind="note", flags=("double",))
    drawn = [note(make, 0, 1), note(make, 1, 2), twice, make.sheet(3, "ख", flags=("slip_missing", "faint"))]
    sha256 = clerk.read("a.tif", drawn)
    first, _, copy, _ = (one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    store.write(lambda s: sheets.add_notices(s, {copy: [Notice("double", 0.9, other=first)]}))
    assert clerk.register(*clerk.place(sha256, "142/अ-27/1993-94"))
    (nasti,) = store.read(ledger.balance).nastis
    assert [(one.name, one.pages) for one in nasti.doubtful] == [("slip_missing", ("C-1",)), ("double", ("N-3",))]
    assert nasti.doubtful[1].english.endswith("the same sheet twice: N-3 (= N-1).")
    assert nasti.flags == {"double": 1, "faint": 3, "slip_missing": 1}


def slip(make, index, **said):
    text = write_qr(Slip("nasti", serial="AB12", number="142/अ-27/1993-94", **said))
    return make.sheet(index, separator=text, kind="separator")


@pytest.mark.parametrize(
    ("stated", "doubts"),
    [
        (2, ()),  # pages alone,
        (4, ()),  # with their blank backs,
        (3, ("stated_pages",)),
    ],
)
def test_the_slip_is_believed_before_the_cover(clerk, make, stated, doubts):
    sides = [note(make, 1, 1), make.sheet(2, blank=True), note(make, 3, 2), make.sheet(4, blank=True)]
    nasti = draw_up(clerk, make, [slip(make, 0, noting_pages=stated), *sides], noting_pages=9)
    pages = nasti.parts["noting"]
    assert (pages.pages, pages.blanks, pages.stated, pages.stated_by) == (2, 2, stated, "slip")
    assert tuple(one.name for one in nasti.doubtful) == doubts
    assert (nasti.total, nasti.sheets_in, nasti.separators, nasti.blanks) == (5, 5, 1, 2)


def test_leaves_may_be_what_was_counted(clerk, make):
    sides = [note(make, 1, 1), note(make, 2, None), note(make, 3, 2), make.sheet(4, blank=True)]
    nasti = draw_up(clerk, make, [slip(make, 0, noting_pages=2), *sides])
    assert nasti.doubtful == ()


@pytest.mark.parametrize(("sheets", "fits"), [(1, False), (2, True), (3, True), (4, False)])
def test_sides_are_held_against_sheets_of_paper(clerk, make, sheets, fits):
    nasti = draw_up(clerk, make, [slip(make, 0, sheets=sheets), *(note(make, at, at) for at in (1, 2, 3))])
    assert nasti.stated_sheets == sheets
    assert [one.name for one in nasti.doubtful] == ([] if fits else ["stated_sheets"])


def test_the_blank_back_of_a_slip_is_no_side_of_its_nasti(clerk, make):
    sides = [note(make, 2, 1), make.sheet(3, blank=True), note(make, 4, 2), make.sheet(5, blank=True)]
    nasti = draw_up(clerk, make, [slip(make, 0, sheets=2), make.sheet(1, blank=True), *sides])
    assert nasti.doubtful == ()


def test_what_could_not_be_read_is_named(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 2))
    clerk.read_sheet(sha256, note(make, 0, 1))
    store.write(lambda s: sheets.begin(s, sha256, 1, "me"))
    store.write(lambda s: sheets.park(s, sha256, 1, "me", ToolFailed("It crashed.")))
    assert clerk.register(*clerk.place(sha256, "142/अ-27/1993-94"))
    found = store.read(ledger.balance)
    assert (found.scans[0].rejected, found.nastis[0].rejected, found.unbalanced) == (1, 1, ())
    (doubt,) = found.nastis[0].doubtful
    assert doubt.english == "Nasti 142/अ-27/1993-94: 1 sheets could not be read: a.tif, 2."


def test_a_scan_that_was_rejected_is_named_with_its_reason(clerk, store):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.reject(s, sha256, InputRejected("It is damaged.", "यह खराब है।")))
    found = store.read(ledger.balance)
    (doubt,) = found.scans[0].doubtful
    assert (doubt.name, found.doubts, found.unbalanced) == ("scan_rejected", (doubt.english,), ())
    assert doubt.english == f"Scan {sha256[:12]} (a.tif) was rejected: It is damaged."
    assert doubt.hindi.endswith("यह खराब है।")


def test_stacks_of_no_known_nasti_are_named(clerk, store, make):
    clerk.file("a.tif", None, make.nasti())
    found = store.read(ledger.balance)
    assert (found.scans[0].unplaced, found.nastis[0].placed) == (6, False)
    assert "It is not known which nasti the 6 sheets" in found.doubts[0]


def test_a_scan_of_several_nasti_is_counted_in_each(clerk, store, make):
    drawn = make.nasti()
    sha256 = clerk.read("a.tif", [*drawn, make.sheet(6, "क")])
    placed = clerk.place_pieces(sha256, ("1/अ-27/1993-94", "", 6), ("2/अ-27/1993-94", "", None))
    for one in placed:
        assert clerk.register(*one)
    clerk.file("b.tif", "2/अ-27/1993-94", [make.sheet(0, "ख")])
    found = store.read(lambda s: ledger.balance(s, scan=sha256))
    (scan,) = found.scans
    assert {nasti_id: counts.total for nasti_id, counts in scan.nastis.items()} == {placed[0][0]: 6, placed[1][0]: 1}
    assert [(nasti.number, nasti.total, nasti.sheets_in) for nasti in found.nastis] == [
        ("1/अ-27/1993-94", 6, 6), ("2/अ-27/1993-94", 2, 2),
    ]  # fmt: skip
    second = store.read(lambda s: ledger.balance(s, placed[1][0]))
    assert ([scan.sheets_in for scan in second.scans], len(second.nastis), second.lots) == ([7, 1], 1, ())


def test_a_lot_is_counted_with_its_slips(clerk, store, make):
    drawn = [make.sheet(0, separator="lot"), make.sheet(1, "क"), make.sheet(2, blank=True), make.sheet(3, "ख")]
    sha256 = clerk.read("a.tif", drawn)
    rows = [one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256))]
    pieces = [
        placing.Piece((rows[0],), of_nasti=False, lot="लॉट 7", operator="रमेश"),
        placing.Piece(tuple(rows[1:3]), number="1/अ-27/1993-94", lot="लॉट 7"),
        placing.Piece((rows[3],), number="2/अ-27/1993-94"),
    ]
    for one in store.write(lambda s: placing.place(s, [sha256], pieces)):
        assert clerk.register(*one)
    (lot,) = store.read(ledger.balance).lots
    assert (lot.name, lot.operator, lot.ended, lot.scans) == ("लॉट 7", "रमेश", False, (sha256,))
    assert (lot.sheets_in, lot.total, lot.pages, lot.blanks, lot.separators) == (3, 3, 1, 1, 1)
    assert [counts.total for counts in lot.nastis.values()] == [2, 1]
    alone = store.read(lambda s: ledger.balance(s, lot_id=lot.lot_id))
    assert (alone.lots, [nasti.number for nasti in alone.nastis]) == ((lot,), ["1/अ-27/1993-94"])
    assert alone.scans[0].sheets_in == 4


def test_a_lost_page_is_named_in_scan_and_nasti(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    lost = store.read(lambda s: s.scalars(select(PageRow.sheet_id).order_by(PageRow.id.desc())).first())
    store.write(lambda s: drop_pages(s, [lost]))
    found = store.read(lambda s: ledger.balance(s, nasti_id))
    assert found.unbalanced == found.scans[0].faults
    for one in (*found.scans, *found.nastis):
        assert (one.sheets_in - one.total, [remark.name for remark in one.remarks]) == (1, ["lost"])
        assert one.remarks[0].pages == ("a.tif, 6",)
        assert "पंजीकृत" in one.remarks[0].hindi


def test_a_replaced_sheet_is_counted_as_such(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", [note(make, 0, 1), note(make, 1, 2)])
    clerk.file("b.tif", "142/अ-27/1993-94", [note(make, 0, 2)])
    _, second, again = store.read(lambda s: arranging.order_of(s, nasti_id))
    store.write(lambda s: handling.replace(s, second, [again], "रमेश"))
    found = store.read(lambda s: ledger.balance(s, nasti_id))
    assert [(scan.sheets_in, scan.total, scan.replaced) for scan in found.scans] == [(2, 2, 1), (1, 1, 0)]
    assert (found.nastis[0].sheets_in, found.nastis[0].replaced) == (3, 1)


def test_scopes_are_found_by_the_names_people_use(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    clerk.file("b.tif", None, [make.sheet(0, "क")])
    scope = store.read(lambda s: ledger_scope.of_nasti(s, "१४२/अ-२७/१९९३-९४"))
    assert (scope.nasti_id, scope.subject, scope.name) == (nasti_id, f"nasti:{nasti_id}", "142/अ-27/1993-94")
    by_name = store.read(lambda s: ledger_scope.of_scan(s, "b.tif"))
    assert by_name == store.read(lambda s: ledger_scope.of_scan(s, str(by_name.scan)[:8]))
    assert store.read(by_name.balance).sheets_in == 1
    assert store.read(ledger_scope.Scope().balance).sheets_in == 7
    for find in (ledger_scope.of_scan, ledger_scope.of_lot, ledger_scope.of_nasti):
        with pytest.raises(NotFound):
            store.read(lambda s, find=find: find(s, "999/zz-9/1900-01"))


def test_scans_of_one_name_are_told_apart_by_their_hash(clerk, store, make):
    for department in ("rajasva", "vitt"):
        sha256 = clerk.take(clerk.drop("a.tif", department, department=department)).sha256
    with pytest.raises(NotFound, match="beginning of its hash"):
        store.read(lambda s: ledger_scope.of_scan(s, "a.tif"))
    assert store.read(lambda s: ledger_scope.of_scan(s, sha256[:10])).scan == sha256


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
