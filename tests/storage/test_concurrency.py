"""Workers at the same time, on both databases: each thing happens once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from nasti.errors import ToolFailed
from storage import events, nastis, scans, sheets, verify, views
from storage.tables import DepartmentRow

WORKERS = 6


def at_once(work, count=WORKERS):
    """Run ``work(0)``, ``work(1)``, … all at the same moment; gives back what each gave."""
    barrier = Barrier(count)

    def start(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(start, range(count)))


def test_each_start_of_a_sheet_is_counted(clerk, store):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 1))
    started = at_once(lambda number: store.write(lambda s: sheets.begin(s, sha256, 0, f"worker-{number}")))
    assert sorted(started) == list(range(1, WORKERS + 1))


def test_exactly_one_of_the_last_sheets_is_the_last(clerk, store, make):
    for attempt in range(5):
        sha256 = clerk.take(clerk.drop(f"{attempt}.tif")).sha256
        store.write(lambda s, sha256=sha256: scans.split(s, sha256, WORKERS))

        def end(number, sha256=sha256):
            if number % 2:
                return clerk.read_sheet(sha256, make.sheet(number, "क"))
            store.write(lambda s: sheets.begin(s, sha256, number, "me"))
            return store.write(lambda s: sheets.park(s, sha256, number, "me", ToolFailed("crashed")))

        assert sorted(at_once(end)) == list(range(WORKERS))


def test_one_owner_finishes_a_sheet_that_many_read(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 1))
    at_once(lambda number: clerk.read_sheet(sha256, make.sheet(0, f"क{number}"), owner=f"worker-{number}"))
    (stored,) = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    assert stored.state == "read"
    assert stored.sheet.text.startswith("क")


def test_the_same_bytes_from_many_desks_make_one_scan(clerk, store):
    arrivals = [clerk.drop(f"{number}.tif", "same") for number in range(WORKERS)]
    noted = at_once(lambda number: clerk.take(arrivals[number]))
    assert sorted(one.outcome for one in noted) == ["duplicate"] * (WORKERS - 1) + ["new"]
    assert len({one.arrival_id for one in noted}) == WORKERS
    assert len(store.read(views.list_scans)) == 1


def test_the_same_drop_noted_by_many_is_one_arrival(clerk):
    arrival = clerk.drop("a.tif")
    noted = at_once(lambda _: clerk.take(arrival))
    assert len({one.arrival_id for one in noted}) == 1
    assert sorted(one.outcome for one in noted) == ["new"] + ["resumed"] * (WORKERS - 1)


def test_scans_of_one_new_number_make_one_nasti(clerk, store, make):
    read = [clerk.read(f"{number}.tif", [make.sheet(0, "क")], "नया विभाग") for number in range(WORKERS)]
    placed = at_once(lambda number: clerk.place(read[number], "142/अ-27/1993-94"))
    assert len({nasti_id for nasti_id, _ in placed}) == 1
    assert sorted(version for _, version in placed) == list(range(1, WORKERS + 1))
    assert store.read(lambda s: s.scalar(select(func.count(DepartmentRow.id)))) == 1


def test_a_version_is_registered_once(clerk, store, make):
    nasti_id, version = clerk.place(clerk.read("a.tif", make.nasti()), "142/अ-27/1993-94")
    assert sorted(at_once(lambda _: clerk.register(nasti_id, version))) == [False] * (WORKERS - 1) + [True]
    assert verify.verify(store).problems == ()


def test_many_nasti_are_registered_side_by_side(clerk, store, make):
    placed = [
        clerk.place(clerk.read(f"{number}.tif", make.nasti(), f"विभाग {number}"), f"{number + 1}/अ-27/1993-94")
        for number in range(WORKERS)
    ]
    assert all(at_once(lambda number: clerk.register(*placed[number])))
    assert not store.read(nastis.unfinished)
    assert verify.verify(store).problems == ()


def test_the_audit_chain_has_no_gap_and_no_fork(store):
    def note_all(number):
        for n in range(5):
            store.write(lambda s, n=n: events.append(s, "tried", f"worker:{number}", {"n": n}))

    at_once(note_all)
    assert store.read(events.verify_chain) == []
    assert verify.verify(store).events == 5 * WORKERS
