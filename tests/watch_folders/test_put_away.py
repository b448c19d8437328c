from __future__ import annotations

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from nasti.errors import InputRejected, NotFound, StorageError
from tests.watch_folders.file_systems import FileSystem, tree
from watch_folders import moving
from watch_folders.put_away import to_done, to_rejected

ERROR = InputRejected("The file is cut off. Scan it again.", "फ़ाइल अधूरी है। दोबारा स्कैन करें।")


pytestmark = pytest.mark.usefixtures("no_disk")


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.fixture
def inbox(tmp_path):
    return tmp_path / "inbox"


@pytest.fixture
def done(tmp_path):
    return tmp_path / "done"


class TestFiles:
    def test_goes_where_it_lay_in_the_inbox(self, drop, inbox, done, file_system):
        path = drop(inbox / "st/dept/scan.pdf", b"page")
        modified = path.stat().st_mtime_ns
        target = to_done(path, (path,), Path("st/dept/scan.pdf"), False, done)
        assert target == done / "st/dept/scan.pdf"
        assert tree(done) == {"st/dept/scan.pdf": b"page"}
        assert target.stat().st_mtime_ns == modified
        assert not tree(inbox) and (inbox / "st/dept").is_dir()

    def test_nothing_is_overwritten(self, drop, inbox, done, file_system):
        for content in (b"one", b"two", b"three"):
            path = drop(inbox / "a.pdf", content)
            to_done(path, (path,), Path("a.pdf"), False, done)
        assert tree(done) == {"a.pdf": b"one", "a (2).pdf": b"two", "a (3).pdf": b"three"}

    def test_same_bytes_are_kept_once(self, drop, inbox, done, file_system):
        for content in (b"one", b"two", b"two", b"one"):
            path = drop(inbox / "a.pdf", content)
            to_done(path, (path,), Path("a.pdf"), False, done)
        assert tree(done) == {"a.pdf": b"one", "a (2).pdf": b"two"}
        assert not tree(inbox)

    def test_again_gives_the_same_answer(self, drop, inbox, done):
        drop(done / "a.pdf", b"earlier")
        path = drop(inbox / "a.pdf", b"ours")
        first = to_done(path, (path,), Path("a.pdf"), False, done)
        assert to_done(path, (path,), Path("a.pdf"), False, done) == first == done / "a (2).pdf"
        assert to_done(path, (path,), Path("a.pdf"), False, done, [digest(b"earlier")]) == done / "a.pdf"

    def test_source_that_somebody_took_is_not_found(self, inbox, done):
        with pytest.raises(NotFound) as caught:
            to_done(inbox / "a.pdf", (inbox / "a.pdf",), Path("a.pdf"), False, done)
        assert caught.value.hindi != caught.value.message

    def test_new_drop_under_the_same_name_stays(self, drop, inbox, done):
        path = drop(inbox / "a.pdf", b"new")
        with pytest.raises(NotFound):
            to_done(path, (path,), Path("a.pdf"), False, done, [digest(b"registered")])
        assert tree(inbox) == {"a.pdf": b"new"}

    def test_new_drop_after_ours_was_put_away_stays(self, drop, inbox, done):
        path = drop(inbox / "a.pdf", b"ours")
        target = to_done(path, (path,), Path("a.pdf"), False, done, [digest(b"ours")])
        drop(path, b"new")
        assert to_done(path, (path,), Path("a.pdf"), False, done, [digest(b"ours")]) == target
        assert tree(inbox) == {"a.pdf": b"new"}

    @pytest.mark.parametrize("apart", [False, True], ids=["same disk", "other disk"])
    def test_new_drop_in_the_last_instant_stays(self, drop, inbox, done, tmp_path, monkeypatch, apart):
        path = drop(inbox / "a.pdf", b"ours")
        if apart:
            FileSystem(tmp_path, monkeypatch).part_disks()
        real = moving._rename_exclusively

        def renamed_over(source, target):
            if source == path and path.read_bytes() == b"ours":
                drop(inbox / "b.tmp", b"new").rename(path)
            return real(source, target)

        monkeypatch.setattr(moving, "_rename_exclusively", renamed_over)
        with pytest.raises(NotFound):
            to_done(path, (path,), Path("a.pdf"), False, done, [digest(b"ours")])
        assert tree(inbox) == {"a.pdf": b"new"} and not tree(done)

    def test_file_in_the_place_of_a_folder_is_passed_by(self, drop, inbox, done):
        drop(done / "st1", b"a scan without suffix")
        path = drop(inbox / "st1/a.pdf", b"page")
        assert to_done(path, (path,), Path("st1/a.pdf"), False, done) == done / "st1 (2)/a.pdf"
        assert to_done(path, (path,), Path("st1/a.pdf"), False, done) == done / "st1 (2)/a.pdf"

    @pytest.mark.parametrize(
        "name",
        ["दो शब्द (3).pdf", "a\nb.pdf", os.fsdecode(b"\xff\xe0.pdf"), "क" * 84 + ".p", "x" * 255, "..\\..\\a.pdf"],
    )
    def test_strange_and_long_names(self, drop, inbox, done, name):
        for content in (b"one", b"two"):
            path = drop(inbox / name, content)
            to_rejected(path, (path,), Path(name), False, done, ERROR)
        scans = [found for found in tree(done) if not found.endswith(".reason.txt")]
        assert len(scans) == 2
        assert {f"{scan}.reason.txt" for scan in scans} == set(tree(done)) - set(scans)

    @pytest.mark.parametrize("inside", ["../a.pdf", "st/../../a.pdf", "/etc/a.pdf", "."])
    def test_nothing_leaves_the_folder(self, drop, inbox, done, inside):
        path = drop(inbox / "a.pdf", b"page")
        with pytest.raises(ValueError, match="does not lie under"):
            to_done(path, (path,), Path(inside), False, done)
        assert tree(inbox)

    def test_full_disk_is_the_stores_error_and_leaves_no_draft(self, drop, inbox, done, tmp_path, monkeypatch):
        path = drop(inbox / "a.pdf", b"page")
        FileSystem(tmp_path, monkeypatch).part_disks()

        def is_full(descriptor):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", is_full)
        with pytest.raises(StorageError, match="No space left"):
            to_done(path, (path,), Path("a.pdf"), False, done)
        assert tree(inbox) == {"a.pdf": b"page"} and not tree(done)

    def test_half_made_copy_is_made_anew(self, drop, inbox, done, tmp_path, monkeypatch):
        path = drop(inbox / "a.pdf", b"page")
        FileSystem(tmp_path, monkeypatch).part_disks()
        drop(moving._draft_of(path, done), b"longer than the page, and wrong")
        to_done(path, (path,), Path("a.pdf"), False, done)
        assert tree(done) == {"a.pdf": b"page"} and not tree(inbox)

    def test_copy_that_differs_is_not_trusted(self, drop, inbox, done, tmp_path, monkeypatch):
        path = drop(inbox / "a.pdf", b"page")
        FileSystem(tmp_path, monkeypatch).part_disks()
        real = moving.read_sha256
        monkeypatch.setattr(moving, "read_sha256", lambda file: "00" if file.suffix == ".part" else real(file))
        with pytest.raises(StorageError, match="differs"):
            to_done(path, (path,), Path("a.pdf"), False, done)
        assert tree(inbox) == {"a.pdf": b"page"} and not tree(done)


MOVED = {"st/n1/1.jpg": b"page 1", "st/n1/10.jpg": b"page 10", "st/n1/2.jpg": b"page 2"}


class TestFolders:
    @pytest.fixture
    def pages(self, drop, inbox):
        return tuple(drop(inbox / f"st/n1/{page}.jpg", b"page %d" % page) for page in (1, 2, 10))

    def test_goes_as_a_whole_and_takes_its_folder_and_companions_along(self, drop, inbox, done, pages, file_system):
        drop(inbox / "st/n1/Thumbs.db", b"litter")
        drop(inbox / "st/n1/capture.xml", b"<c/>")
        assert to_done(inbox / "st/n1", pages, Path("st/n1"), True, done) == done / "st/n1"
        assert tree(done) == {**MOVED, "st/n1/Thumbs.db": b"litter", "st/n1/capture.xml": b"<c/>"}
        assert list((inbox / "st").iterdir()) == []

    def test_folder_that_stays(self, drop, inbox, done, pages, file_system):
        other = drop(inbox / "st/n1/letter.pdf", b"another scan")
        assert to_done(inbox / "st/n1", pages, Path("st/n1/1"), False, done) == done / "st/n1/1"
        assert set(tree(done)) == {"st/n1/1/1.jpg", "st/n1/1/2.jpg", "st/n1/1/10.jpg"}
        assert tree(inbox) == {"st/n1/letter.pdf": other.read_bytes()}
        assert list((inbox / "st").iterdir()) == [inbox / "st/n1"]

    def test_scans_of_the_same_name_are_not_mixed(self, drop, inbox, done, file_system):
        for nasti in (b"one", b"two"):
            files = tuple(drop(inbox / f"n1/{page}.jpg", nasti + b"%d" % page) for page in (1, 2))
            to_done(inbox / "n1", files, Path("n1"), True, done)
        assert tree(done) == {
            "n1/1.jpg": b"one1",
            "n1/2.jpg": b"one2",
            "n1 (2)/1.jpg": b"two1",
            "n1 (2)/2.jpg": b"two2",
        }

    def test_again_gives_the_same_answer(self, inbox, done, pages, drop):
        drop(done / "st/n1/1.jpg", b"earlier")
        first = to_done(inbox / "st/n1", pages, Path("st/n1"), True, done)
        assert to_done(inbox / "st/n1", pages, Path("st/n1"), True, done) == first == done / "st/n1 (2)"

    def test_folder_that_somebody_took_is_not_found(self, inbox, done, pages):
        (inbox / "st/n1").rename(inbox / "elsewhere")
        with pytest.raises(NotFound):
            to_done(inbox / "st/n1", pages, Path("st/n1"), True, done)
        assert not tree(done) and not list(done.rglob(".*"))

    def test_pages_that_came_later_stay(self, drop, inbox, done, pages, file_system):
        drop(inbox / "st/n1/11.jpg", b"page 11")
        drop(inbox / "st/n1/12.jpg.part", b"pa")
        to_done(inbox / "st/n1", pages, Path("st/n1"), True, done)
        assert tree(done) == MOVED
        assert set(tree(inbox)) == {"st/n1/11.jpg", "st/n1/12.jpg.part"}

    def test_page_that_comes_while_the_folder_moves_comes_back(self, drop, inbox, done, pages, monkeypatch):
        real = moving._rename_exclusively

        def rename_late(source, target):
            if source == inbox / "st/n1":
                drop(source / "11.jpg", b"page 11")
            return real(source, target)

        monkeypatch.setattr(moving, "_rename_exclusively", rename_late)
        to_done(inbox / "st/n1", pages, Path("st/n1"), True, done)
        assert tree(done) == MOVED and tree(inbox) == {"st/n1/11.jpg": b"page 11"}

    def test_page_that_was_replaced_stays(self, drop, inbox, done, pages):
        digests = [digest(page.read_bytes()) for page in pages]
        drop(pages[1], b"page 2 anew")
        to_done(inbox / "st/n1", pages, Path("st/n1"), True, done, digests)
        assert set(tree(done)) == {"st/n1/1.jpg", "st/n1/10.jpg"}
        assert tree(inbox) == {"st/n1/2.jpg": b"page 2 anew"}

    def test_new_folder_of_the_same_name_after_ours_was_put_away_stays(self, drop, inbox, done, pages):
        digests = [digest(page.read_bytes()) for page in pages]
        target = to_done(inbox / "st/n1", pages, Path("st/n1"), True, done, digests)
        for page in pages:
            drop(page, b"another nasti")
        assert to_done(inbox / "st/n1", pages, Path("st/n1"), True, done, digests) == target
        assert len(tree(inbox)) == 3 and tree(done) == MOVED

    def test_folder_that_somebody_has_open_is_emptied_instead(self, inbox, done, pages, monkeypatch):
        real = moving._rename_exclusively

        def is_open(source, target):
            if source == inbox / "st/n1":
                raise OSError(errno.EBUSY, "Device or resource busy")
            return real(source, target)

        monkeypatch.setattr(moving, "_rename_exclusively", is_open)
        to_done(inbox / "st/n1", pages, Path("st/n1"), True, done)
        assert tree(done) == MOVED and not tree(inbox)


class TestReasons:
    def test_reason_lies_beside_in_hindi_and_english(self, drop, inbox, done):
        path = drop(inbox / "st/a.pdf", b"cut")
        target = to_rejected(path, (path,), Path("st/a.pdf"), False, done, ERROR)
        assert target == done / "st/a.pdf"
        raw = (done / "st/a.pdf.reason.txt").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r\n")
        text = raw.decode("utf-8-sig")
        assert text.index(ERROR.hindi) < text.index(ERROR.message)
        assert str(path) in text and "When: 2" in text and "कब: 2" in text

    def test_reason_of_a_folder(self, drop, inbox, done, file_system):
        files = tuple(drop(inbox / f"n1/{page}.jpg", b"page %d" % page) for page in (1, 2))
        assert to_rejected(inbox / "n1", files, Path("n1"), True, done, ERROR) == done / "n1"
        assert set(tree(done)) == {"n1/1.jpg", "n1/2.jpg", "n1.reason.txt"}

    def test_each_of_two_has_its_own(self, drop, inbox, done):
        for content in (b"one", b"two"):
            path = drop(inbox / "a.pdf", content)
            to_rejected(path, (path,), Path("a.pdf"), False, done, ERROR)
        assert set(tree(done)) == {"a.pdf", "a.pdf.reason.txt", "a (2).pdf", "a (2).pdf.reason.txt"}

    def test_reason_never_takes_the_place_of_a_file(self, drop, inbox, done):
        note = drop(inbox / "a.pdf.reason.txt", b"dropped by a person")
        to_rejected(note, (note,), Path("a.pdf.reason.txt"), False, done, ERROR)
        path = drop(inbox / "a.pdf", b"cut")
        assert to_rejected(path, (path,), Path("a.pdf"), False, done, ERROR) == done / "a (2).pdf"
        assert tree(done)["a.pdf.reason.txt"] == b"dropped by a person"
