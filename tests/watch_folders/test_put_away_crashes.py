"""The power goes while a scan is put away: no page is lost, none is there twice."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from nasti.errors import InputRejected
from tests.watch_folders.file_systems import tree
from watch_folders import moving
from watch_folders.put_away import to_done, to_rejected

ERROR = InputRejected("The file is cut off. Scan it again.", "फ़ाइल अधूरी है। दोबारा स्कैन करें।")

pytestmark = pytest.mark.usefixtures("no_disk")


class Crash(BaseException):
    """The power goes."""


STEPS = (
    (moving, "_rename_exclusively"), (os, "rename"), (os, "link"), (os, "unlink"), (os, "mkdir"), (os, "rmdir"),
    (os, "fsync"), (os, "utime"),
)  # fmt: skip


class CrashAt:
    """Lets a number of changes to the file system happen and then stops everything."""

    def __init__(self, monkeypatch):
        self.left = 0
        self.is_armed = False
        for module, name in STEPS:
            monkeypatch.setattr(module, name, self._counted(getattr(module, name)))

    def _counted(self, call):
        def step(*arguments, **options):
            if self.is_armed:
                self.left -= 1
                if self.left < 0:
                    raise Crash
            return call(*arguments, **options)

        return step

    def run(self, steps, call):
        """Whether the call was ended by the crash."""
        self.left, self.is_armed = steps, True
        try:
            call()
        except Crash:
            return True
        finally:
            self.is_armed = False
        return False


@pytest.mark.parametrize("rejected", [False, True], ids=["done", "rejected"])
@pytest.mark.parametrize("kind", ["file", "taken", "folder", "folder that stays"])
def test_crash_between_any_two_steps_loses_and_doubles_nothing(
    drop, tmp_path, file_system, monkeypatch, kind, rejected
):
    power = CrashAt(monkeypatch)
    crashes = 0
    while True:
        top = tmp_path / f"at-{crashes}"
        file_system.root = top
        inbox, target = top / "inbox", top / "target"
        expected = [b"page %d" % page for page in (1, 2, 3)]
        files = tuple(drop(inbox / f"st/n1/{page}.jpg", b"page %d" % page) for page in (1, 2, 3))
        path, inside = (inbox / "st/n1", Path("st/n1")) if "folder" in kind else (files[0], Path("st/1.jpg"))
        if kind == "taken":
            drop(target / "st/1.jpg", b"earlier")
            expected.append(b"earlier")
        put = (path, files if "folder" in kind else files[:1], inside, kind == "folder", target)

        def move(put=put):
            return to_rejected(*put, ERROR) if rejected else to_done(*put)

        crashed = power.run(crashes, move)
        held = Counter(data for found, data in tree(top).items() if not found.endswith((".part", ".reason.txt")))
        assert set(held) == set(expected), "after the crash every page still stands somewhere, whole"
        place = move()
        names = [found for found in tree(top) if not found.endswith(".reason.txt")]
        assert sorted(tree(top)[found] for found in names) == sorted(expected), "and in the end exactly once"
        assert not list(top.rglob(".*")), "with no temporary file or folder left"
        assert place == target / ("st/1 (2).jpg" if kind == "taken" else inside)
        assert rejected == Path(f"{place}.reason.txt").is_file()
        if kind == "folder":
            assert not path.exists()
        if not crashed:
            break
        crashes += 1
    assert crashes >= 4
