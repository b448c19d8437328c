"""Whatever is lost or changed behind the store's back is found, and said in a sentence."""

import os

import pytest
from sqlalchemy import Engine, delete, event, select, update

from storage import events, verify
from storage.columns import now
from storage.index import unindex_page
from storage.tables import BoundRow, EventRow, FlagRow, OriginalRow, PageRow, SheetRow, WordsRow


@pytest.fixture
def filed(clerk, make):
    """The row of a registered nasti."""
    return clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())


def a_key(store, shelf):
    return min(key for key in [*store.files.keys()] if key.startswith(shelf))


def problems(store):
    return list(verify.verify(store).problems)


def test_a_sound_store_has_no_problem(clerk, store, make, filed):
    told = []
    report = verify.verify(store, lambda done, total: told.append((done, total)))
    assert (report.problems, report.orphans, report.sheets) == ((), (), 6)
    assert told == [(done, report.files) for done in range(1, 10)]
    assert report.files == 1 + 6 + 2
    assert report.events == 4


@pytest.mark.parametrize("shelf", ["originals", "sheets", "bound"])
def test_a_changed_file_is_found(store, filed, shelf):
    key = a_key(store, shelf)
    path = store.files.path(key)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    assert problems(store) == [f"The kept file {key} is no longer what was kept: its bytes have changed. "
                               "Restore it from a backup."]  # fmt: skip


@pytest.mark.parametrize("shelf", ["originals", "sheets", "bound"])
def test_a_missing_file_is_found(store, filed, shelf):
    key = a_key(store, shelf)
    store.files.path(key).unlink()
    (problem,) = problems(store)
    assert key in problem
    assert "missing" in problem


def test_a_file_that_no_row_names_is_no_problem(store, filed):
    kept = store.files.keep_bytes("sheets", b"nobody's", ".jpg")
    report = verify.verify(store)
    assert (report.problems, report.orphans) == ((), (kept.key,))


def tamper(store, *statements):
    def work(s):
        for statement in statements:
            s.execute(statement)

    store.write(work)


def test_a_row_that_names_another_hash_is_found(store, filed):
    tamper(store, update(OriginalRow).values(sha256="0" * 64))
    (problem,) = problems(store)
    assert "0" * 64 in problem


def page_of(store, position):
    query = select(PageRow.id).join(SheetRow, PageRow.sheet_id == SheetRow.id).where(SheetRow.position == position)
    return store.read(lambda s: s.scalar(query))


def test_a_lost_sheet_is_found(store, filed):
    blank = store.read(lambda s: s.scalar(select(SheetRow.id).where(SheetRow.position == 2)))
    tamper(
        store,
        delete(FlagRow).where(FlagRow.sheet_id == blank),
        delete(WordsRow).where(WordsRow.sheet_id == blank),
        delete(SheetRow).where(SheetRow.id == blank),
    )
    (problem,) = problems(store)
    assert "came with 6 sheets, but 5 are in the ledger" in problem


def test_a_lost_page_is_found_in_the_ledger(store, filed):
    page_id = page_of(store, 1)
    store.write(lambda s: unindex_page(s, page_id))
    tamper(store, delete(PageRow).where(PageRow.id == page_id))
    (problem,) = problems(store)
    assert "1 of its sheets are neither pages nor blanks nor separators" in problem


def test_a_page_in_the_wrong_nasti_is_found(clerk, store, make, filed):
    other = clerk.file("b.tif", "143/अ-27/1993-94", [make.sheet(0, "क")])
    tamper(store, update(PageRow).where(PageRow.id == page_of(store, 1)).values(nasti_id=other, part="correspondence"))
    assert any("1 pages in a nasti it does not belong to" in problem for problem in problems(store))


def test_a_page_of_a_sheet_that_was_never_read_is_found(store, filed):
    parked = {"state": "parked", "picture_key": None}
    tamper(store, update(SheetRow).where(SheetRow.position == 1).values(**parked))
    assert any("1 pages whose sheets were never read" in problem for problem in problems(store))


def test_a_page_that_the_index_lost_is_found(store, filed):
    page_id = page_of(store, 1)
    store.write(lambda s: unindex_page(s, page_id))
    assert problems(store) == [f"Page {page_id} is not in the search index."]


def test_a_missing_pdf_is_found(store, filed):
    tamper(store, delete(BoundRow).where(BoundRow.part == "noting"))
    assert problems(store) == [f"Nasti #{filed} has pages of noting, but no searchable PDF of them."]


@pytest.mark.parametrize(
    "column", [{"detail": {"reason": "none"}}, {"kind": "approved"}, {"subject": "nasti:7"}, {"at": now()}]
)
def test_an_event_that_was_changed_is_found(store, filed, column):
    tamper(store, update(EventRow).where(EventRow.id == 3).values(**column))
    assert problems(store) == ["Event 3 was changed after it was written."]


def test_an_event_that_was_changed_and_sealed_again_is_found(store, filed):
    def forge(s):
        entry = s.get_one(EventRow, 3)
        entry.kind = "approved"
        entry.hash = events._seal(entry)

    store.write(forge)
    assert problems(store) == ["Event 4 does not follow from the one before it."]


def test_an_event_that_was_taken_out_is_found(store, filed):
    tamper(store, delete(EventRow).where(EventRow.id.in_((2, 3))))
    assert problems(store) == ["Events 2 to 3 are missing from the audit chain."]


def test_events_that_changed_places_are_found(store, filed):
    tamper(
        store,
        update(EventRow).where(EventRow.id == 2).values(id=99),
        update(EventRow).where(EventRow.id == 3).values(id=2),
        update(EventRow).where(EventRow.id == 99).values(id=3),
    )
    found = problems(store)
    assert "Event 2 does not follow from the one before it." in found
    assert "Event 3 was changed after it was written." in found


def test_events_hold_what_json_holds_and_text_that_is_no_text(store):
    detail = {"क": [1, 2.5, None, True], "name": os.fsdecode(b"\xff"), "nested": {"b": "\0", "a": 1e300}}
    store.write(lambda s: events.append(s, "tried", "test", detail))
    assert store.read(events.verify_chain) == []
    assert store.read(lambda s: s.scalar(select(EventRow.detail))) == detail


def test_what_json_cannot_hold_is_refused(store):
    with pytest.raises(ValueError, match="JSON"):
        store.write(lambda s: events.append(s, "tried", "test", {"value": float("nan")}))


def test_no_question_to_the_database_grows_with_the_store(clerk, store, make, filed):
    values = []

    def count(conn, cursor, statement, parameters, context, executemany):
        values.append(0 if executemany else len(parameters))

    def most_values():
        values.clear()
        event.listen(Engine, "before_cursor_execute", count)
        try:
            verify.verify(store)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        return max(values)

    before = most_values()
    clerk.file("b.tif", "143/अ-27/1993-94", [make.sheet(index, "पाठ") for index in range(40)])
    assert most_values() == before
