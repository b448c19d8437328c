"""Looks at moments of our choosing: no test here waits."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from nasti.model import Arrival
from nasti.settings import WatchSection
from watch_folders.arrivals import Refused
from watch_folders.inbox import Inbox

SETTINGS = WatchSection(settle_s=2, patience_s=60)


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def inbox(root) -> Inbox:
    return Inbox(root, SETTINGS)


def test_what_lay_there_at_the_start_is_given_once_it_stood_still(draw, drop, root, inbox):
    drop(root / "st1/revenue/a.pdf", draw.pdf())
    assert not list(inbox.look(100))
    assert inbox.due_at == 102
    (arrival,) = inbox.look(102)
    assert isinstance(arrival, Arrival)
    assert (arrival.station, arrival.department, arrival.inside) == ("st1", "revenue", Path("st1/revenue/a.pdf"))
    assert not list(inbox.look(500))


def test_time_of_the_file_does_not_matter(draw, drop, root, inbox):
    for name, year in (("old.pdf", 0), ("future.pdf", 4_000_000_000)):
        os.utime(drop(root / name, draw.pdf()), (year, year))
    assert not list(inbox.look(0))
    assert len(list(inbox.look(2))) == 2


def test_half_written_file_is_given_when_it_is_complete(draw, drop, root, inbox):
    whole = draw.pdf(5)
    for second, kept in enumerate((10, 400, 900)):
        drop(root / "a.pdf", whole[:kept])
        assert not list(inbox.look(second))
    assert not list(inbox.look(30)), "it stands still, but has no end"
    drop(root / "a.pdf", whole)
    assert not list(inbox.look(31))
    (arrival,) = inbox.look(33)
    assert arrival.size_bytes == len(whole)


def test_bytes_that_arrive_under_a_final_size_and_time_are_noticed(draw, drop, root, inbox):
    whole = draw.pdf()
    path = drop(root / "a.pdf", bytes(len(whole)))
    os.utime(path, (1000, 1000))
    assert not list(inbox.look(0)) and not list(inbox.look(2))
    path.write_bytes(whole)
    os.utime(path, (1000, 1000))
    assert list(inbox.look(inbox.due_at))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"hello", "text file"),
        ("a.pdf", b"PK\x03\x04rest", "zip"),
        ("a.xyz", b"hello", "text file"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "cut off"),
    ],
)
def test_what_stays_broken_is_refused_after_patience_and_not_before(drop, root, inbox, name, data, words):
    drop(root / "st1" / name, data)
    assert not list(inbox.look(0))
    now = 0.0
    while inbox.due_at < 60:
        assert inbox.due_at > now
        now = inbox.due_at
        assert not list(inbox.look(now))
    (refused,) = inbox.look(60)
    assert isinstance(refused, Refused)
    assert words in refused.error.message and refused.error.hindi != refused.error.message
    assert (refused.station, refused.files) == ("st1", (root / "st1" / name,))
    assert not list(inbox.look(61))


def test_file_renamed_over_one_that_was_given_is_given_too(draw, drop, root, inbox):
    drop(root / "a.pdf", draw.pdf(1))
    list(inbox.look(0)), list(inbox.look(2))
    drop(root / "b.tmp", draw.pdf(2)).rename(root / "a.pdf")
    assert not list(inbox.look(3))
    (arrival,) = inbox.look(5)
    assert arrival.path == root / "a.pdf"


def test_same_file_dropped_again_after_it_was_moved_away_is_given_again(draw, drop, root, inbox):
    path = drop(root / "a.pdf", draw.pdf())
    list(inbox.look(0)), list(inbox.look(2))
    path.rename(root.parent / "a.pdf")
    list(inbox.look(3))
    (root.parent / "a.pdf").rename(path)
    list(inbox.look(4))
    assert len(list(inbox.look(6))) == 1


def test_vanishing_file_is_forgotten(draw, drop, root, inbox):
    path = drop(root / "a.pdf", draw.pdf())
    list(inbox.look(0))
    path.unlink()
    assert not list(inbox.look(2))
    assert inbox.due_at == float("inf")


def test_file_that_vanishes_between_two_gifts_is_not_given(draw, drop, root, inbox):
    drop(root / "a.pdf", draw.pdf())
    second = drop(root / "b.pdf", draw.pdf())
    list(inbox.look(0))
    gifts = inbox.look(2)
    assert next(gifts).path.name == "a.pdf"
    second.unlink()
    assert not list(gifts)


def test_two_stations_drop_the_same_name(draw, drop, root, inbox):
    for station in ("st1", "st2"):
        drop(root / station / "scan.pdf", draw.pdf())
    list(inbox.look(0))
    assert [arrival.inside for arrival in inbox.look(2)] == [Path("st1/scan.pdf"), Path("st2/scan.pdf")]


def test_names_of_unfinished_files_are_passed_over(draw, drop, root, inbox):
    for name in (".scan.pdf", "~$scan.pdf", "scan.tmp", "scan.pdf.part", "scan.crdownload", "Thumbs.db", "desktop.ini"):
        drop(root / name, draw.pdf())
    for folder in ("@eaDir", ".Trash-1000", "lost+found"):
        drop(root / folder / "scan.pdf", draw.pdf())
    list(inbox.look(0))
    assert not list(inbox.look(100))


def test_links_pipes_and_sockets_are_passed_over(draw, drop, root, inbox):
    outside = drop(root.parent / "outside/secret.pdf", draw.pdf())
    (root / "link.pdf").symlink_to(outside)
    (root / "folder").symlink_to(outside.parent)
    os.mkfifo(root / "pipe.pdf")
    list(inbox.look(0))
    assert not list(inbox.look(100))


class TestSequences:
    def test_folder_is_given_when_the_whole_of_it_stands_still(self, draw, drop, root, inbox):
        for second, page in enumerate((1, 2, 10)):
            drop(root / f"st/dept/n1/scan_{page}.jpg", draw.jpeg())
            assert not list(inbox.look(second))
        assert not list(inbox.look(3.9))
        (arrival,) = inbox.look(4)
        assert [file.name for file in arrival.files] == ["scan_1.jpg", "scan_2.jpg", "scan_10.jpg"]
        assert (arrival.station, arrival.department, arrival.owns_folder) == ("st", "dept", True)
        assert arrival.inside == Path("st/dept/n1")

    def test_unfinished_page_beside_them_holds_them_back(self, draw, drop, root, inbox):
        for page in (1, 2):
            drop(root / f"st/dept/n1/{page}.jpg", draw.jpeg())
        list(inbox.look(0))
        drop(root / "st/dept/n1/3.jpg.part", draw.jpeg()[:50])
        assert not list(inbox.look(2))
        drop(root / "st/dept/n1/3.jpg.part", draw.jpeg()).rename(root / "st/dept/n1/3.jpg")
        assert not list(inbox.look(3))
        (arrival,) = inbox.look(20)
        assert len(arrival.files) == 3

    def test_broken_page_holds_them_back_and_refuses_them_all_in_the_end(self, draw, drop, root, inbox):
        for page in (1, 2, 3):
            drop(root / f"st/dept/n1/{page}.jpg", draw.jpeg()[:-30] if page == 2 else draw.jpeg())
        assert not list(inbox.look(0)) and not list(inbox.look(2)) and not list(inbox.look(59))
        (refused,) = inbox.look(60)
        assert len(refused.files) == 3 and "2.jpg" in refused.error.message

    def test_page_mended_in_time_saves_them(self, draw, drop, root, inbox):
        for page in (1, 2, 3):
            drop(root / f"st/dept/n1/{page}.jpg", draw.jpeg()[:-30] if page == 2 else draw.jpeg())
        list(inbox.look(0)), list(inbox.look(2))
        drop(root / "st/dept/n1/2.jpg", draw.jpeg())
        list(inbox.look(3))
        (arrival,) = inbox.look(10)
        assert len(arrival.files) == 3

    def test_slow_scanner_is_waited_for(self, draw, drop, root, inbox):
        """Pages every three seconds against a settle time of two: given once early, then only when complete."""
        given = []
        for page in range(1, 21):
            drop(root / f"st/dept/n1/{page:03}.jpg", draw.jpeg(page))
            for tenth in range(30):
                given += inbox.look(page * 3 + tenth / 10)
        assert [len(arrival.files) for arrival in given] in ([1], [1, 2])
        assert [len(arrival.files) for arrival in inbox.look(100)] == [20]

    def test_images_that_leave_one_by_one_are_not_given_as_what_is_left(self, draw, drop, root, inbox):
        for page in (1, 2, 3, 4):
            drop(root / f"st/dept/n1/{page}.jpg", draw.jpeg())
        list(inbox.look(0))
        assert len(list(inbox.look(2))) == 1
        for page in (1, 2, 3):
            (root / f"st/dept/n1/{page}.jpg").unlink()
            assert not list(inbox.look(100 + page))

    def test_sequences_in_a_station_do_not_own_it(self, draw, drop, root, inbox):
        for page in (1, 2):
            drop(root / f"st1/a_{page}.jpg", draw.jpeg())
            drop(root / f"st1/b_{page}.jpg", draw.jpeg())
        drop(root / "st1/letter.jpg", draw.jpeg())
        list(inbox.look(0))
        arrivals = list(inbox.look(2))
        assert [(len(a.files), a.owns_folder, a.station, str(a.inside)) for a in arrivals] == [
            (2, False, "st1", "st1/a_1"),
            (2, False, "st1", "st1/b_1"),
            (1, False, "st1", "st1/letter.jpg"),
        ]
        assert {a.path for a in arrivals[:2]} == {root / "st1"}

    def test_folder_dropped_with_its_images_while_we_watch_is_no_station(self, draw, drop, root, inbox):
        list(inbox.look(0))
        for page in (1, 2):
            drop(root / f"n-142/{page}.jpg", draw.jpeg())
        list(inbox.look(1))
        (arrival,) = inbox.look(3)
        assert (arrival.owns_folder, arrival.station, arrival.inside) == (True, "", Path("n-142"))

    def test_folder_that_stood_empty_is_a_station(self, draw, drop, root, inbox):
        list(inbox.look(0))
        (root / "st9").mkdir()
        list(inbox.look(1)), list(inbox.look(10))
        for page in (1, 2):
            drop(root / f"st9/{page}.jpg", draw.jpeg())
        list(inbox.look(11))
        (arrival,) = inbox.look(13)
        assert (arrival.owns_folder, arrival.station) == (False, "st9")

    def test_multi_page_tiffs_turn_out_to_be_scans_of_their_own(self, draw, drop, root, inbox):
        for number in (1, 2):
            drop(root / f"st/dept/n1/{number}.tif", draw.tiff(3))
        list(inbox.look(0))
        assert [arrival.form for arrival in inbox.look(2)] == ["tiff", "tiff"]


def test_inbox_that_vanishes_is_waited_for_with_one_warning(draw, drop, root, inbox, caplog):
    path = drop(root / "a.pdf", draw.pdf())
    list(inbox.look(0)), list(inbox.look(2))
    root.rename(root.parent / "away")
    with caplog.at_level(logging.INFO, "watch_folders"):
        for second in (3, 4, 5):
            assert not list(inbox.look(second))
        assert not inbox.is_reachable
        (root.parent / "away").rename(root)
        assert not list(inbox.look(6)) and not list(inbox.look(60)), "it was given before"
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    drop(path, draw.pdf(3))
    list(inbox.look(61))
    assert len(list(inbox.look(63))) == 1


def test_folder_that_cannot_be_read_does_not_stop_the_others(draw, drop, root, inbox, monkeypatch, caplog):
    drop(root / "closed/a.pdf", draw.pdf())
    drop(root / "open/b.pdf", draw.pdf())
    real = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    list(inbox.look(0))
    assert [arrival.path.name for arrival in inbox.look(2)] == ["b.pdf"]
    assert "closed" in caplog.text
