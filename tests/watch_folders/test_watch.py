"""The loop with its threads, in real time but little of it."""

from __future__ import annotations

import logging
import os
import queue
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers.inotify import InotifyObserver

from nasti.errors import ConfigError
from nasti.settings import WatchSection
from watch_folders import watch as watch_module
from watch_folders.arrivals import Refused
from watch_folders.watch import watch

BY_EVENTS = WatchSection(settle_s=0.1, patience_s=0.3, rescan_s=3600, poll="never")
BY_POLLS = WatchSection(settle_s=0.1, patience_s=0.3, rescan_s=3600, poll="always", poll_s=0.2)
BY_RESCANS = WatchSection(settle_s=0.1, patience_s=0.3, rescan_s=0.5, poll="never")


class Watching:
    def __init__(self, inbox: Path, settings: WatchSection) -> None:
        self.found: queue.Queue = queue.Queue()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(inbox, settings))

    def _run(self, inbox, settings):
        for found in watch(inbox, settings, self.stop):
            self.found.put(found)

    def next(self):
        return self.found.get(timeout=10)

    def next_names(self, count):
        return {self.next().path.name for _ in range(count)}

    def is_quiet(self, for_s=0.5):
        time.sleep(for_s)
        return self.found.empty()


@contextmanager
def watching(inbox, settings):
    watching = Watching(inbox, settings)
    watching.thread.start()
    try:
        wait_until(inbox.is_dir)
        yield watching
    finally:
        watching.stop.set()
        watching.thread.join(timeout=10)
        assert not watching.thread.is_alive()


def wait_until(holds):
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("settings", [BY_EVENTS, BY_POLLS, BY_RESCANS], ids=["events", "polls", "rescans"])
def test_files_before_and_after_the_start_arrive_once(draw, drop, tmp_path, settings, monkeypatch):
    if settings is BY_RESCANS:
        monkeypatch.setattr(watch_module._Listener, "on_any_event", lambda listener, event: None)
    inbox = tmp_path / "inbox"
    drop(inbox / "st1/dept/before.pdf", draw.pdf())
    with watching(inbox, settings) as seen:
        assert seen.next().path.name == "before.pdf"
        drop(inbox / "st2/dept/after.pdf", draw.pdf())
        shutil.move(drop(tmp_path / "outside/moved.tif", draw.tiff()), inbox / "moved.tif")
        assert seen.next_names(2) == {"after.pdf", "moved.tif"}
        drop(inbox / "st2/bad.pdf", b"text")
        assert isinstance(seen.next(), Refused)
        assert seen.is_quiet()


def test_half_written_file_arrives_when_complete(draw, drop, tmp_path):
    inbox, whole = tmp_path / "inbox", draw.pdf(5)
    with watching(inbox, BY_EVENTS.model_copy(update={"patience_s": 30})) as seen:
        with (inbox / "a.pdf").open("wb") as file:
            file.write(whole[:300])
            file.flush()
            assert seen.is_quiet()
            file.write(whole[300:])
        assert seen.next().size_bytes == len(whole)


def test_missing_inbox_is_created(tmp_path):
    with watching(tmp_path / "var/scans/inbox", BY_EVENTS):
        assert (tmp_path / "var/scans/inbox").is_dir()


def test_inbox_that_cannot_be_created_is_a_matter_of_configuration(drop, tmp_path):
    with pytest.raises(ConfigError, match=r"watch\.inbox"):
        next(watch(drop(tmp_path / "file", b"") / "inbox", BY_EVENTS, threading.Event()))


@pytest.mark.parametrize("settings", [BY_EVENTS, BY_POLLS], ids=["events", "polls"])
def test_stop_ends_it_promptly_and_leaves_no_thread(tmp_path, settings):
    before = threading.active_count()
    with watching(tmp_path / "inbox", settings) as seen:
        time.sleep(0.2)
        began = time.monotonic()
        seen.stop.set()
        seen.thread.join(timeout=10)
        assert time.monotonic() - began < 1
    wait_until(lambda: threading.active_count() == before)


def test_closing_the_generator_ends_the_listener(draw, drop, tmp_path):
    before = threading.active_count()
    drop(tmp_path / "inbox/a.pdf", draw.pdf())
    gifts = watch(tmp_path / "inbox", BY_EVENTS, threading.Event())
    next(gifts)
    gifts.close()
    wait_until(lambda: threading.active_count() == before)


def test_stop_between_two_gifts_is_obeyed(draw, drop, tmp_path):
    stop = threading.Event()
    for name in ("a.pdf", "b.pdf"):
        drop(tmp_path / "inbox" / name, draw.pdf())
    gifts = watch(tmp_path / "inbox", BY_EVENTS, stop)
    next(gifts)
    stop.set()
    assert not list(gifts)


@pytest.mark.parametrize("settings", [BY_EVENTS, BY_POLLS], ids=["events", "polls"])
def test_inbox_that_comes_back_as_another_folder_is_listened_to_again(draw, drop, tmp_path, settings, caplog):
    inbox = tmp_path / "inbox"
    settings = settings.model_copy(update={"rescan_s": 0.5})
    with watching(inbox, settings) as seen, caplog.at_level(logging.WARNING, "watch_folders"):
        drop(inbox / "a.pdf", draw.pdf())
        seen.next()
        shutil.rmtree(inbox)
        wait_until(lambda: "cannot be reached" in caplog.text)
        assert seen.thread.is_alive()
        drop(inbox / "b.pdf", draw.pdf())
        assert seen.next().path.name == "b.pdf"
        drop(inbox / "st/c.pdf", draw.pdf())
        assert seen.next().path.name == "c.pdf"
    assert len([record for record in caplog.records if "cannot be reached" in record.message]) == 1


def test_system_out_of_watches_is_polled_instead(draw, drop, tmp_path, monkeypatch, caplog):
    def refuse(observer, *arguments, **options):
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(InotifyObserver, "schedule", refuse)
    before = threading.active_count()
    with watching(tmp_path / "inbox", BY_EVENTS.model_copy(update={"poll_s": 0.2})) as seen:
        drop(tmp_path / "inbox/a.pdf", draw.pdf())
        assert seen.next().path.name == "a.pdf"
        assert "max_user_watches" in caplog.text
    wait_until(lambda: threading.active_count() == before)


@pytest.mark.parametrize(("poll", "on_network", "polls"), [
    ("auto", True, True), ("auto", False, False), ("always", False, True), ("never", True, False),
])  # fmt: skip
def test_polling_is_chosen_by_setting_and_by_file_system(tmp_path, monkeypatch, poll, on_network, polls):
    monkeypatch.setattr(watch_module, "is_on_network", lambda folder: on_network)
    listener = watch_module._Listener(tmp_path, WatchSection(poll=poll, poll_s=2, rescan_s=30))
    listener.listen()
    try:
        assert listener.longest_wait_s == (2 if polls else 30)
    finally:
        listener.close()


def test_folders_made_in_new_folders_are_listened_to_without_a_warning(draw, drop, tmp_path):
    inbox = tmp_path / "inbox"
    with watching(inbox, BY_EVENTS) as seen:
        for number in range(300):
            (inbox / f"st{number}/a/b/c").mkdir(parents=True)
        drop(inbox / "st299/dept/letter.jpg", draw.jpeg(1))
        assert seen.next().inside == Path("st299/dept/letter.jpg")


def test_many_files_at_once_from_several_stations_all_arrive(draw, drop, tmp_path):
    inbox = tmp_path / "inbox"

    def scan_all_day(station):
        for number in range(25):
            part = drop(inbox / f"st{station}/dept/{number}.part", draw.jpeg(station * 25 + number))
            part.rename(part.with_name(f"letter-{os.urandom(4).hex()}-x.jpg"))
            time.sleep(0.002)

    with watching(inbox, BY_EVENTS) as seen:
        scanners = [threading.Thread(target=scan_all_day, args=(station,)) for station in range(4)]
        for scanner in scanners:
            scanner.start()
        found = {seen.next().inside for _ in range(100)}
        for scanner in scanners:
            scanner.join()
        assert len(found) == 100 and seen.is_quiet(0.3)
