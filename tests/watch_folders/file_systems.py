"""File systems that are less able than the one the tests run on, and what stands in a folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from watch_folders import moving


def tree(root: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path there."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


class FileSystem:
    """Makes the file system less able than it is."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = tmp_path
        self.patch = monkeypatch

    def part_disks(self) -> None:
        """Every folder at the top lies on a disk of its own."""
        for module, name in ((moving, "_rename_exclusively"), (os, "rename"), (os, "link")):
            self.patch.setattr(module, name, self._across(getattr(module, name)))

    def _across(self, call):
        def refuse_across(source, target, **options):
            sides = {Path(path).relative_to(self.root).parts[0] for path in (source, target)}
            if len(sides) > 1:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            return call(source, target, **options)

        return refuse_across

    def forget_exclusive_rename(self) -> None:
        def refuse(source, target):
            raise OSError(errno.EINVAL, "Invalid argument")

        self.patch.setattr(moving, "_rename_exclusively", refuse)

    def forget_links(self) -> None:
        def refuse(source, target, **options):
            raise OSError(errno.EPERM, "Operation not permitted")

        self.patch.setattr(os, "link", refuse)


KINDS = ("whole", "no exclusive rename", "no links either", "other disk", "other disk without exclusive rename")
