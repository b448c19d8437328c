"""The bench understands truth with and without places, and keeps what it may keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from measure.processes import Usage
from measure.programs import Run, read_or_remember
from measure.sets import ScanSet, find_sets

PAGE = {"kind": "letter", "lang": "hi", "text": "पत्र", "words": [["पत्र", 1, 2, 3, 4]], "aged": {"turn": 90}}


def write_set(folder: Path, *pages: dict[str, object], **truth: object) -> ScanSet:
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "scan.tif").write_bytes(b"II*\0")
    text = json.dumps({"level": "poor", "pages": pages} | truth)
    (folder / "one" / "truth.json").write_text(text, encoding="utf-8")
    (found,) = find_sets([folder], [])
    return found


def test_pages_belong_to_the_groups_that_truth_and_page_name(tmp_path: Path) -> None:
    found = write_set(tmp_path, {**PAGE, "layout": "table"}, {"kind": "blank"}, dpi=600)
    groups = {"all", "level: poor", "kind: letter", "lang: hi", "layout: table", "dpi: 600", "turned"}
    assert set(found.pages[0].groups) == groups
    assert found.groups == groups
    assert found.pages[1].text is None


def test_pages_written_by_hand_are_averaged_by_themselves(tmp_path: Path) -> None:
    found = write_set(tmp_path, PAGE, {**PAGE, "layout": "handwritten"})
    assert found.pages[1].groups == ("layout: handwritten",)
    assert "all" in found.groups


def test_the_map_to_the_scan_may_be_affine_or_perspective_or_missing(tmp_path: Path) -> None:
    affine, perspective = [[1, 0, 5], [0, 1, 6]], [[1, 0, 5], [0, 1, 6], [0, 0.1, 1]]
    found = write_set(tmp_path, {**PAGE, "page_to_scan": affine}, {**PAGE, "page_to_scan_3x3": perspective}, PAGE)
    assert [page.to_scan.tolist()[2] for page in found.pages] == [[0, 0, 1], [0, 0.1, 1], [0, 0, 1]]
    assert np.array_equal(found.pages[2].to_scan, np.eye(3))


def test_without_a_scan_the_bench_stops(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "truth.json").write_text('{"level": "poor", "pages": []}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"no scan\.pdf"):
        find_sets([tmp_path], [])


@dataclass
class Counting:
    """A program that counts how often it is run."""

    identity: str | None
    name: str = "counting"
    needs: tuple[str, ...] = ()
    runs: int = 0

    def describe(self) -> str:
        return "counting"

    def read(self, one: ScanSet, work: Path) -> Run:
        self.runs += 1
        return Run([one.name], Usage(1.5, 2.0, 3.0))


def test_a_result_is_kept_for_the_same_version_and_the_same_bytes(tmp_path: Path) -> None:
    one, kept, program = write_set(tmp_path / "set", PAGE), tmp_path / "kept", Counting("version 1")
    first, second = (read_or_remember(program, one, tmp_path, kept) for _ in range(2))
    assert (first.remembered, second.remembered, program.runs) == (False, True, 1)
    assert (second.texts, second.usage) == (first.texts, first.usage)
    program.identity = "version 2"
    read_or_remember(program, one, tmp_path, kept)
    one.scan.write_bytes(b"MM\0*")
    read_or_remember(program, one, tmp_path, kept)
    assert program.runs == 3


def test_what_has_no_version_is_run_every_time(tmp_path: Path) -> None:
    one, program = write_set(tmp_path / "set", PAGE), Counting(None)
    assert not any(read_or_remember(program, one, tmp_path, tmp_path / "kept").remembered for _ in range(2))
    assert program.runs == 2
