"""What a machine could not settle is kept until a person has looked at it."""

import pytest

from nasti.errors import NotFound
from nasti.slips import Slip, write_qr
from storage import doubts, ledger, nastis, placing, sheets, stations, verify
from storage.doubts import Doubt


def test_a_doubt_stays_open_until_somebody_settles_it(clerk, store, make):
    sha256 = clerk.read("a.tif", [make.sheet(0, "एक"), make.sheet(1, "दो")])
    one, two = (sheet.id for sheet in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    doubt = Doubt("slip_missing", (two,), "A slip may be missing.", "पर्ची छूटी हो सकती है।")
    piece = placing.Piece((one, two), number="7/अ-6/2004")
    for _ in range(2):
        ((nasti_id, _),) = store.write(lambda s: placing.place(s, [sha256], [piece], [doubt]))
    (raised,) = store.read(lambda s: doubts.list_doubts(s, nasti_id))
    assert (raised.doubt, raised.nasti_ids, raised.scan_sha256) == (doubt, (nasti_id,), sha256)
    assert store.read(lambda s: doubts.list_doubts(s, nasti_id + 1)) == []
    (scan,) = store.read(ledger.balance).scans
    assert [(remark.name, remark.english, remark.hindi) for remark in scan.doubtful] == [
        ("slip_missing", doubt.message, doubt.hindi)
    ]
    for _ in range(2):
        store.write(lambda s: doubts.settle(s, raised.id, "मीरा"))
    assert store.read(doubts.list_doubts) == []
    assert [one.settled_by for one in store.read(lambda s: doubts.list_doubts(s, settled=True))] == ["मीरा"]
    with pytest.raises(NotFound):
        store.write(lambda s: doubts.settle(s, 99, "मीरा"))
    assert verify.verify(store).problems == ()


def test_a_scan_waits_for_the_scan_of_its_other_sides(clerk, store, make):
    fronts = clerk.read("fronts.tif", [make.sheet(0, "एक"), make.sheet(1, "दो")])
    store.write(lambda s: stations.await_partner(s, fronts, waits=True))
    assert [one.name for one in store.read(stations.waiting_at)] == ["fronts.tif"]
    assert not store.read(nastis.unfinished), "the line is idle until the other scan has come"
    backs = clerk.read("backs.tif", [make.sheet(0, "पीछे"), make.sheet(1, "")])
    assert [one.name for one in store.read(lambda s: stations.waiting_at(s, "desk-1"))] == ["fronts.tif", "backs.tif"]
    ids = [one.id for sha256 in (fronts, backs) for one in store.read(lambda s, a=sha256: sheets.sheets_of_scan(s, a))]
    piece = placing.Piece((ids[0], ids[2], ids[1], ids[3]), number="7/अ-6/2004")
    ((nasti_id, version),) = store.write(lambda s: placing.place(s, [fronts, backs], [piece]))
    assert clerk.register(nasti_id, version)
    assert store.read(stations.waiting_at) == []
    assert verify.verify(store).problems == ()
    with pytest.raises(NotFound):
        store.write(lambda s: stations.await_partner(s, "0" * 64, waits=True))
    with pytest.raises(NotFound):
        store.read(lambda s: stations.station_of(s, "0" * 64))


def test_what_the_other_side_shows_is_kept_of_a_side(clerk, store, make):
    drawn = [
        make.sheet(0, "सामने"),
        make.sheet(1, "झलक"),
        make.sheet(2, blank=True, kind="blank"),
        make.sheet(3, "पर्ची"),
    ]
    sha256 = clerk.read("a.tif", drawn)
    front, ghost, pale, slip = (one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    said = write_qr(Slip("nasti", side="B"))
    piece = placing.Piece(
        (front, ghost, pale, slip), number="7/अ-6/2004", blanks=frozenset([ghost]), written=frozenset([pale]),
        slip_sides={slip: said}, parts={front: "noting"},
    )  # fmt: skip
    store.write(lambda s: placing.place(s, [sha256], [piece]))
    found = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    assert [(one.sheet.blank, one.to_read_again) for one in found] == [
        (False, False), (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert (found[0].sheet.told.part, found[3].sheet.separator, found[3].sheet.kind) == ("noting", said, "separator")


def test_every_sheet_of_a_scan_goes_somewhere_once(clerk, store, make):
    sha256 = clerk.read("a.tif", [make.sheet(0, "एक"), make.sheet(1, "दो")])
    one, two = (sheet.id for sheet in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    for wrong in ([(one,)], [(one, two), (two,)], [(one, two, 99)]):
        with pytest.raises(ValueError, match="each once"):
            store.write(lambda s, wrong=wrong: placing.place(s, [sha256], [placing.Piece(ids) for ids in wrong]))
