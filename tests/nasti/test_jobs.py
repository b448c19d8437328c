"""The line: every scan comes to its end, whatever its pages do. Reading is made up here; the flow is real."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nasti.errors import InputRejected, StorageError, StoreBusy
from nasti.jobs import Line
from nasti.model import Arrival
from nasti.settings import Settings
from storage import arranging, handling, ledger, nastis, views
from storage.sheets import sheets_of_scan
from storage.store import Store
from storage.verify import verify
from watch_folders.arrivals import Refused

# A made-up scan is a text file: a line for each sheet, the first line of each sheet its number; see `made_up`.
GOOD = "12/अ-6/2003-04\nword\nblank\n"

pytestmark = pytest.mark.usefixtures("made_up_reading")


@pytest.fixture
def settings(tmp_path: Path, url: str) -> Settings:
    return Settings.model_validate(
        {
            "store": {"folder": str(tmp_path / "store")},
            "database": {"url": url},
            "work": {"readers": 2, "attempts": 2, "sheet_timeout_s": 120},
        }
    )


@pytest.fixture
def opened(settings: Settings) -> Iterator[Store]:
    store = Store(settings.database_url, settings.store_folder)
    store.migrate()
    yield store
    store.close()


def test_a_scan_becomes_a_registered_nasti_and_its_source_goes_to_done(settings: Settings, opened: Store) -> None:
    arrival = drop(settings, "desk/rajasva/one.pdf", GOOD)
    digitise(settings, opened, arrival)
    (nasti,) = opened.read(views.list_nastis)
    assert (nasti.number, nasti.state, nasti.sheets, nasti.pages) == ("12/अ-6/2003-04", "read", 3, 2)
    assert not arrival.path.exists()
    assert (settings.done / "desk/rajasva/one.pdf").read_text() == GOOD
    assert (settings.store_folder / nasti.folder / "correspondence.pdf").is_file()
    assert_sound(opened)


def test_a_second_volume_is_a_nasti_of_its_own(settings: Settings, opened: Store) -> None:
    first, second = drop(settings, "one.pdf", GOOD), drop(settings, "two.pdf", f"{GOOD}volume 2\n")
    digitise(settings, opened, first, second)
    assert {one.number for one in opened.read(views.list_nastis)} == {"12/अ-6/2003-04", "12/अ-6/2003-04 खंड-2"}


def test_the_same_bytes_twice_are_a_duplicate_and_are_not_read_again(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "desk/a/one.pdf", GOOD))
    again = drop(settings, "desk/b/two.pdf", GOOD)
    with Line(settings, opened) as line:
        assert line.take(again).outcome == "duplicate"
        finish(line)
    assert len(opened.read(views.list_nastis)) == 1
    assert (settings.done / "desk/b/two.pdf").is_file()
    assert opened.read(views.status).arrivals["duplicate"] == 1


def test_a_sheet_that_kills_its_reader_is_parked_and_kills_nothing_else(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", "12/अ-6/2003-04\nkill\nword\n"))
    (nasti,) = opened.read(views.list_nastis)
    assert (nasti.state, nasti.sheets, nasti.pages) == ("read", 3, 2)
    (scan,) = opened.read(views.list_scans)
    assert scan.parked == 1
    assert "SIGKILL" in (scan.reason or "")
    assert_sound(opened)


def test_a_scan_that_cannot_be_opened_goes_to_rejected_with_its_reason(settings: Settings, opened: Store) -> None:
    bad, good = drop(settings, "bad.pdf", "broken"), drop(settings, "good.pdf", GOOD)
    digitise(settings, opened, bad, good)
    assert (settings.rejected / "bad.pdf").is_file()
    reason = (settings.rejected / "bad.pdf.reason.txt").read_text()
    assert "made-up reason in bad.pdf" in reason
    assert "बनावटी कारण bad.pdf" in reason
    assert len(opened.read(views.list_nastis)) == 1


def test_a_scan_that_crashes_the_reader_when_opened_is_rejected(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "bad.pdf", "crash"))
    assert (settings.rejected / "bad.pdf").is_file()
    assert opened.read(views.status).scans["rejected"] == 1


def test_a_scan_of_which_no_sheet_can_be_read_is_rejected(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "bad.pdf", "bad sheet\nbad sheet\n"))
    assert (settings.rejected / "bad.pdf").is_file()
    assert opened.read(views.list_nastis) == []


def test_what_the_watcher_refused_is_noted_and_put_away(settings: Settings, opened: Store) -> None:
    arrival = drop(settings, "empty.pdf", "")
    refused = Refused(
        arrival.path, arrival.files, "", "", 0, False, arrival.inside, InputRejected("It is empty.", "यह ख़ाली है।")
    )
    with Line(settings, opened) as line:
        assert line.take(refused).outcome == "rejected"
        finish(line)
    assert (settings.rejected / "empty.pdf").is_file()


def test_a_nasti_that_cannot_be_bound_is_parked_with_the_reason(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", "12/अ-6/2003-04\nunbindable\n"))
    (nasti,) = opened.read(views.list_nastis)
    assert nasti.state == "parked"
    assert "unbindable" in (nasti.reason or "")


def test_a_page_whose_words_had_to_be_laid_apart_is_flagged(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", "12/अ-6/2003-04\nnoise\n"))
    (scan,) = opened.read(views.list_scans)
    assert [one.sheet.flags for one in opened.read(lambda s: sheets_of_scan(s, scan.sha256))] == [(), ("words_apart",)]
    assert opened.read(views.list_nastis)[0].state == "read"


def test_two_scans_of_one_number_become_one_nasti(settings: Settings, opened: Store) -> None:
    first = drop(settings, "desk/a/one.pdf", GOOD)
    second = drop(settings, "desk/a/two.pdf", "१२/अ-६/२००३-०४\nmore\n")
    digitise(settings, opened, first)
    digitise(settings, opened, second)
    (nasti,) = opened.read(views.list_nastis)
    assert (nasti.sheets, nasti.pages) == (5, 4)
    assert_sound(opened)


def test_what_people_change_meanwhile_is_bound_by_the_line_at_work(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", GOOD), drop(settings, "two.pdf", "13/अ-6/2003-04\nmore\n"))
    first, second = (opened.read(lambda s, at=at: views.find_nasti(s, f"{at}/अ-6/2003-04")) for at in (12, 13))
    with Line(settings, opened) as line:
        moving = opened.read(lambda s: arranging.order_of(s, second))[1:]
        opened.write(lambda s: handling.move(s, moving, first, 0, "मीरा"))
        finish(line)
    shown = opened.read(lambda s: views.show(s, f"#{first}"))
    assert [sheet.text for sheet in shown.understood.sheets] == ["more", "12/अ-6/2003-04", "word", ""]
    assert shown.labels == ("C-1", "C-2", "C-3", None)
    assert_sound(opened)


def test_a_nasti_from_which_all_sheets_went_leaves_no_folder(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", GOOD), drop(settings, "two.pdf", "stray\n"))
    stack = opened.read(views.list_unplaced)[0]
    assert (settings.store_folder / (stack.folder or "")).is_dir()
    with Line(settings, opened) as line:
        opened.write(lambda s: handling.place(s, stack.id, "12/अ-6/2003-04", None, "मीरा"))
        finish(line)
    (nasti,) = opened.read(views.list_nastis)
    assert (nasti.sheets, nasti.pages) == (4, 3)
    assert not (settings.store_folder / (stack.folder or "")).exists()
    assert_sound(opened)


def test_a_page_that_people_turn_is_read_again(settings: Settings, opened: Store) -> None:
    digitise(settings, opened, drop(settings, "one.pdf", GOOD))
    (nasti,) = opened.read(views.list_nastis)
    word, back = opened.read(lambda s: arranging.order_of(s, nasti.id))[1:]
    with Line(settings, opened) as line:
        opened.write(lambda s: handling.turn(s, [word], 90, "मीरा"))
        opened.write(lambda s: handling.mark_blank(s, [back], False, "मीरा"))
        finish(line)
    sheets = opened.read(lambda s: nastis.sheets_of_nasti(s, nasti.id))
    assert [(one.sheet.turn_deg, one.sheet.blank) for one in sheets] == [(0, False), (90, False), (0, False)]
    assert sheets[2].sheet.text == "blank", "what a person calls written is read"
    assert_sound(opened)


def test_sources_can_be_left_where_they_are(settings: Settings, opened: Store) -> None:
    arrival = drop(settings, "one.pdf", GOOD)
    with Line(settings, opened) as line:
        line.take(arrival, leave=True)
        finish(line)
    assert arrival.path.is_file()
    assert opened.read(views.status).nastis["read"] == 1


def test_sources_in_a_read_only_folder_are_left_there(settings: Settings, opened: Store) -> None:
    arrival = drop(settings, "disc/one.pdf", GOOD)
    arrival.path.parent.chmod(0o555)
    try:
        digitise(settings, opened, arrival)
        assert arrival.path.is_file()
    finally:
        arrival.path.parent.chmod(0o755)
    assert opened.read(views.status).nastis["read"] == 1


def test_everything_comes_back_from_the_ledger_when_the_engine_lost_its_memory(
    settings: Settings, opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Line(settings, opened) as line, monkeypatch.context() as forgetful:
        forgetful.setattr(line, "_enqueue", lambda _: None)
        line.take(drop(settings, "one.pdf", GOOD))
    with Line(settings, opened) as line:
        finish(line)
    assert opened.read(views.status).nastis["read"] == 1


def test_a_full_disk_stops_the_line_and_the_next_start_goes_on(
    settings: Settings, opened: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    halts: list[str] = []
    arrival = drop(settings, "one.pdf", GOOD)
    with Line(settings, opened, on_halt=lambda: halts.append("halted")) as line:
        with monkeypatch.context() as full:
            full.setattr(type(opened.files), "keep_bytes", _disk_full)
            line.take(arrival)
            wait(lambda: line.halted is not None)
        assert isinstance(line.halted, StorageError)
        assert halts
    assert arrival.path.is_file(), "a halted line touches no source"
    with Line(settings, opened) as line:
        finish(line)
    assert not arrival.path.exists()
    assert_sound(opened)


def test_a_store_has_one_line_at_a_time(settings: Settings, opened: Store) -> None:
    with Line(settings, opened), pytest.raises(StoreBusy), Line(settings, opened):
        pass
    with Line(settings, opened):
        pass


def drop(settings: Settings, inside: str, content: str) -> Arrival:
    path = settings.inbox / inside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    folders = Path(inside).parent.parts
    station, department = (*folders, "", "")[:2]
    return Arrival(path, (path,), "pdf", station, department, path.stat().st_size, False, Path(inside))


def digitise(settings: Settings, store: Store, *arrivals: Arrival) -> None:
    with Line(settings, store) as line:
        for arrival in arrivals:
            line.take(arrival)
        finish(line)


def finish(line: Line) -> None:
    wait(lambda: line.halted is not None or line.idle())
    line.raise_if_halted()


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def assert_sound(store: Store) -> None:
    assert verify(store).problems == ()
    assert [scan for scan in store.read(ledger.balance).scans if scan.faults] == []


def _disk_full(*_: object) -> None:
    raise StorageError("The disk is full.")
