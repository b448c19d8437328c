"""A nasti the whole way through the store, on both databases."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from nasti.errors import InputRejected, NotFound, StorageError, ToolFailed
from nasti.model import Arrival
from storage import events, ledger, nastis, scans, sheets, tree, verify, views


def test_a_scan_becomes_a_registered_nasti(clerk, store, make):
    arrival = clerk.drop("a.tif")
    noted = clerk.take(arrival)
    assert noted.outcome == "new"
    kept = store.read(lambda s: scans.originals_of(s, noted.sha256))
    form, keys = kept.form, kept.keys
    assert form == "tiff"
    assert [store.files.read(key) for key in keys] == [b"a.tif"]
    assert store.read(nastis.unfinished).unsplit == (noted.sha256,)

    drawn = make.nasti()
    store.write(lambda s: scans.split(s, noted.sha256, len(drawn)))
    assert [clerk.read_sheet(noted.sha256, sheet) for sheet in drawn] == [5, 4, 3, 2, 1, 0]
    stored = store.read(lambda s: sheets.sheets_of_scan(s, noted.sha256))
    assert [one.sheet for one in stored] == drawn
    assert store.read(nastis.unfinished).unplaced == (noted.sha256,)

    nasti_id, version = clerk.place(noted.sha256, "142/अ-27/1993-94")
    assert store.read(nastis.unfinished).unbound == ((nasti_id, version),)
    assert not store.read(scans.to_put_away)
    assert clerk.register(nasti_id, version, subject="भूमि आवंटन", year=1993, file_number="142/अ-27/1993-94")
    assert not store.read(nastis.unfinished)

    (away,) = store.read(scans.to_put_away)
    assert (away.path, away.files, away.hashes, away.error) == (arrival.path, arrival.files, (noted.sha256,), None)
    store.write(lambda s: scans.put_away(s, away.arrival_id, Path("/done/a.tif")))
    assert store.read(scans.to_put_away) == []

    view = store.read(lambda s: views.show(s, "१४२/अ-२७/१९९३-९४"))
    assert view.labels == ("cover", "N-1", None, None, "C-1", "C-2")
    assert view.line.state == "read"
    assert (view.line.number, view.line.year, view.line.subject) == ("142/अ-27/1993-94", 1993, "भूमि आवंटन")
    assert view.understood.sheets == tuple(drawn)
    assert [(paper.first, paper.last) for paper in view.understood.papers] == [(5, 5)]
    assert view.understood.papers[0].fields["date"] == make.field("1994-02-07")
    assert view.understood.fields["year"] == make.field(1993)
    assert verify.verify(store).problems == ()


def test_the_same_drop_again_is_resumed_and_the_same_bytes_are_a_duplicate(clerk, store):
    first = clerk.take(clerk.drop("a.tif", "same"))
    assert clerk.take(clerk.drop("a.tif", "same")) == replace(first, outcome="resumed")
    second = clerk.take(clerk.drop("b.tif", "same"))
    assert (second.outcome, second.sha256) == ("duplicate", first.sha256)
    assert second.arrival_id != first.arrival_id
    assert store.read(views.status).arrivals == {"kept": 1, "duplicate": 1, "rejected": 0}


def test_a_file_dropped_again_after_it_was_put_away_is_a_duplicate(clerk, store, make):
    clerk.file("a.tif", "12/बी-121/1990-91", [make.sheet(0, "क")])
    (away,) = store.read(scans.to_put_away)
    store.write(lambda s: scans.put_away(s, away.arrival_id, Path("/done/a.tif")))
    assert clerk.take(clerk.drop("a.tif")).outcome == "duplicate"
    (again,) = store.read(scans.to_put_away)
    assert again.arrival_id != away.arrival_id
    assert again.error is None


def test_a_folder_of_images_is_named_by_the_hashes_of_its_files(clerk, store):
    files = [clerk.drop(f"scan/{name}.jpg").path for name in ("1", "2")]
    arrival = Arrival(files[0].parent, tuple(files), "folder", "", "", 10, True, Path("scan"))
    noted = clerk.take(arrival)
    kept = store.read(lambda s: scans.originals_of(s, noted.sha256))
    form, keys = kept.form, kept.keys
    assert form == "folder"
    assert [store.files.read(key) for key in keys] == [b"scan/1.jpg", b"scan/2.jpg"]
    other_order = clerk.take(replace(arrival, files=tuple(reversed(files))))
    assert (other_order.outcome, other_order.sha256 == noted.sha256) == ("new", False)


def test_a_refused_drop_is_noted_once_and_put_away_with_its_reason(clerk, store):
    arrival = clerk.drop("bad.pdf")
    error = InputRejected("This PDF is encrypted.", "यह PDF कूटबद्ध है।")

    def note(s):
        return scans.refuse(
            s, arrival.path, arrival.files, arrival.station, arrival.department, 7, False, arrival.inside, error
        )

    assert store.write(note) == store.write(note)
    (away,) = store.read(scans.to_put_away)
    assert (away.error.message, away.error.hindi) == (error.message, error.hindi)
    assert away.hashes == ()
    store.write(lambda s: scans.put_away(s, away.arrival_id, Path("/rejected/bad.pdf")))
    assert store.write(note) != away.arrival_id
    assert store.read(views.status).arrivals["rejected"] == 2


def test_a_rejected_scan_keeps_its_sheets_in_the_ledger(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 3))
    clerk.read_sheet(sha256, make.sheet(0, "क"))
    error = InputRejected("The rest is damaged.", "शेष ख़राब है।")
    for _ in range(2):
        store.write(lambda s: scans.reject(s, sha256, error))
    (line,) = store.read(views.list_scans)
    assert (line.state, line.parked, line.waiting, line.reason_hindi) == ("rejected", 2, 0, "शेष ख़राब है।")
    assert store.read(ledger.balance).unbalanced == ()
    assert store.read(scans.to_put_away)[0].error.hindi == "शेष ख़राब है।"
    assert not store.read(nastis.unfinished)


def test_splitting_twice_changes_nothing_and_splitting_otherwise_halts(clerk, store):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    for _ in range(2):
        store.write(lambda s: scans.split(s, sha256, 2))
    assert store.read(nastis.unfinished).waiting_sheets == ((sha256, 0), (sha256, 1))
    with pytest.raises(StorageError, match="2 sheets"):
        store.write(lambda s: scans.split(s, sha256, 3))


def test_only_the_last_owner_of_a_sheet_counts(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 1))
    picture = store.files.keep_bytes("sheets", b"picture", ".jpg")
    sheet = make.sheet(0, "क")
    assert store.write(lambda s: sheets.begin(s, sha256, 0, "first")) == 1
    assert store.write(lambda s: sheets.begin(s, sha256, 0, "second")) == 2
    assert store.write(lambda s: sheets.finish(s, sha256, 0, "first", sheet, picture)) == 1
    assert store.write(lambda s: sheets.park(s, sha256, 0, "first", ToolFailed("crashed"))) == 1
    assert store.write(lambda s: sheets.finish(s, sha256, 0, "second", sheet, picture)) == 0
    assert store.write(lambda s: sheets.begin(s, sha256, 0, "third")) is None
    other = make.sheet(0, "ख")
    assert store.write(lambda s: sheets.finish(s, sha256, 0, "second", other, picture)) == 0
    (stored,) = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    assert stored.sheet.text == "क"


def test_a_parked_sheet_is_accounted_for_and_the_rest_is_registered(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 3))
    clerk.read_sheet(sha256, make.sheet(0, "क", kind="cover"))
    store.write(lambda s: sheets.begin(s, sha256, 1, "me"))
    crashed = ToolFailed("The reader crashed.", "पाठक बंद हो गया।")
    assert store.write(lambda s: sheets.park(s, sha256, 1, "me", crashed)) == 1
    clerk.read_sheet(sha256, make.sheet(2, "ख"))
    nasti_id, version = clerk.place(sha256, None)
    assert clerk.register(nasti_id, version)
    view = store.read(lambda s: views.show(s, f"#{nasti_id}"))
    assert view.states == ("read", "parked", "read")
    assert view.labels == ("cover", None, "C-1")
    assert view.understood.papers[0].first == 2
    (scan,) = store.read(ledger.balance).scans
    assert (scan.sheets_in, scan.pages, scan.rejected, scan.faults) == (3, 2, 1, ())
    (line,) = store.read(views.list_scans)
    assert (line.state, line.parked, line.reason) == ("registered", 1, "The reader crashed.")


def test_scans_of_one_number_and_department_make_one_nasti(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    before = store.read(lambda s: views.show(s, f"#{nasti_id}"))
    pages = store.read(lambda s: set(s.execute(_page_ids())))
    joined, version = clerk.place(clerk.read("b.tif", [make.sheet(0, "अनुलग्नक")]), "142/A-27/1993-1994")
    assert (joined, version) == (nasti_id, before.version + 1)
    assert clerk.register(nasti_id, version)
    after = store.read(lambda s: views.show(s, f"#{nasti_id}"))
    assert after.labels == (*before.labels, "C-3")
    assert [sheet.index for sheet in after.understood.sheets] == list(range(7))
    assert pages < store.read(lambda s: set(s.execute(_page_ids())))
    assert after.line.bound != before.line.bound
    assert verify.verify(store).problems == ()

    elsewhere, _ = clerk.place(clerk.read("c.tif", [make.sheet(0, "क")], "swasthya"), "142/अ-27/1993-94")
    assert elsewhere != nasti_id
    with pytest.raises(NotFound, match=f"#{nasti_id} .*#{elsewhere} "):
        store.read(lambda s: views.show(s, "142/अ-27/1993-94"))


def test_the_department_read_counts_where_the_folder_names_none(clerk, make):
    first, _ = clerk.place(clerk.read("a.tif", [make.sheet(0, "क")], ""), "12/बी-121/1990-91", "राजस्व विभाग")
    second, _ = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")], "राजस्व विभाग"), "12/बी-121/1990-91", "गृह विभाग")
    third, _ = clerk.place(clerk.read("c.tif", [make.sheet(0, "ग")], ""), "12/बी-121/1990-91", None)
    assert first == second != third


def test_scans_without_a_number_stay_apart_and_placing_twice_changes_nothing(clerk, make):
    first = clerk.read("a.tif", [make.sheet(0, "क")])
    second = clerk.read("b.tif", [make.sheet(0, "ख")])
    assert clerk.place(first, None) == clerk.place(first, "12/बी-121/1990-91")
    assert clerk.place(first, None) != clerk.place(second, None)


def test_a_number_read_later_is_adopted_only_when_it_is_free(clerk, store, make):
    known = clerk.file("a.tif", "12/बी-121/1990-91", [make.sheet(0, "क")])
    for name, number, expected in (("b.tif", "7/अ-6/1991-92", "7/अ-6/1991-92"), ("c.tif", "12/बी-121/1990-91", None)):
        nasti_id, version = clerk.place(clerk.read(name, [make.sheet(0, "ख")]), None)
        assert clerk.register(nasti_id, version, file_number=number)
        assert store.read(lambda s, n=nasti_id: views.list_nasti(s, n)).number == expected
    assert store.read(lambda s: views.find_nasti(s, "12/बी-121/1990-91")) == known


def test_an_old_version_is_not_registered_and_a_new_one_once(clerk, make):
    nasti_id, old = clerk.place(clerk.read("a.tif", [make.sheet(0, "क")]), "12/बी-121/1990-91")
    _, new = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), "12/बी-121/1990-91")
    assert not clerk.register(nasti_id, old)
    assert clerk.register(nasti_id, new)
    assert not clerk.register(nasti_id, new)


def test_a_nasti_that_cannot_be_bound_is_laid_aside_until_sheets_join(clerk, store, make):
    nasti_id, version = clerk.place(clerk.read("a.tif", [make.sheet(0, "क")]), "12/बी-121/1990-91")
    error = ToolFailed("It lost a word.", "एक शब्द खो गया।")
    store.write(lambda s: nastis.park(s, nasti_id, version, error))
    assert not store.read(nastis.unfinished)
    assert store.read(views.list_scans)[0].state == "parked"
    assert store.read(views.list_nastis)[0].reason_hindi == "एक शब्द खो गया।"
    assert store.read(scans.to_put_away) == []
    _, newer = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), "12/बी-121/1990-91")
    store.write(lambda s: nastis.park(s, nasti_id, version, error))
    assert store.read(nastis.unfinished).unbound == ((nasti_id, newer),)
    assert clerk.register(nasti_id, newer)
    assert store.read(views.list_nastis)[0].reason is None


def test_a_part_with_pages_and_no_pdf_is_not_registered(clerk, store, make):
    nasti_id, version = clerk.place(clerk.read("a.tif", make.nasti()), None)
    understood = make.understood(make.nasti())
    bound = clerk.bind(understood, "x")
    del bound["noting"]
    with pytest.raises(ValueError, match="bound parts"):
        store.write(lambda s: nastis.register(s, nasti_id, version, understood, bound))
    assert store.read(views.list_nastis)[0].pages == 0


def test_names_that_no_database_takes_come_back_unchanged(clerk, store):
    name = os.fsdecode(b"\xff\xfe scan\n'\" \xe0\xa4\x95.tif")
    arrival = clerk.drop(name, department=os.fsdecode(b"rev\xffenue"))
    noted = clerk.take(arrival)
    assert clerk.take(arrival).outcome == "resumed"
    error = InputRejected(f"{name} \0 is damaged.")
    store.write(lambda s: scans.reject(s, noted.sha256, error))
    (away,) = store.read(scans.to_put_away)
    assert (away.path, away.inside) == (arrival.path, arrival.inside)
    assert away.error.message == "\\udcff\\udcfe scan\n'\" क.tif \\x00 is damaged."
    assert store.read(events.verify_chain) == []


def test_what_was_put_away_is_known_by_path_and_by_folder(clerk, store, make):
    arrival = clerk.drop("a.tif")
    noted = clerk.take(arrival)

    def known(path):
        return store.read(lambda s: views.was_put_away(s, path))

    assert not known(arrival.path)
    store.write(lambda s: scans.put_away(s, noted.arrival_id, Path("/done/a.tif")))
    assert known(arrival.path)
    assert known(clerk.inbox)
    assert not known(arrival.path.with_name("a"))


def test_what_is_not_there_is_said(store):
    for ask in (
        lambda s: scans.originals_of(s, "0" * 64),
        lambda s: scans.split(s, "0" * 64, 1),
        lambda s: sheets.begin(s, "0" * 64, 0, "me"),
        lambda s: nastis.sheets_of_nasti(s, 7),
        lambda s: scans.put_away(s, 7, Path("x")),
        lambda s: views.show(s, "142/अ-27/1993-94"),
        lambda s: views.show(s, "#" + "9" * 30),
        lambda s: views.show(s, "#²"),
    ):
        with pytest.raises(NotFound):
            store.write(ask)
    with pytest.raises(NotFound):
        tree.write_tree(store, 7)


def test_status_names_every_state(clerk, store, make):
    assert store.read(views.status).sheets == {"waiting": 0, "reading": 0, "read": 0, "parked": 0}
    clerk.file("a.tif", "12/बी-121/1990-91", make.nasti())
    found = store.read(views.status)
    assert (found.scans["registered"], found.sheets["read"], found.nastis["read"]) == (1, 6, 1)
    assert (found.pages, found.to_put_away, found.sheets_last_hour) == (4, 1, 6)


def _page_ids():
    from sqlalchemy import select

    from storage.tables import PageRow

    return select(PageRow.id, PageRow.sheet_id)
