"""Language data is found wherever a system keeps it, and named where it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from nasti.errors import ToolMissing
from nasti.settings import OcrSection
from ocr import tessdata
from ocr.tessdata import find_tessdata, resolve_languages

ALL = ("Devanagari", "eng", "hin", "osd")


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / f"{name}.traineddata"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(tessdata, "_PLACES", (str(tmp_path / "share/tesseract-ocr"), str(tmp_path / "share")))


def test_the_newest_version_that_has_all_is_taken(tmp_path: Path) -> None:
    place = tmp_path / "share/tesseract-ocr"
    fill(place / "4.00/tessdata", *ALL)
    five = fill(place / "5/tessdata", *ALL)
    fill(place / "10/tessdata", "eng", "osd")
    assert find_tessdata(OcrSection()) == five


def test_script_data_may_lie_in_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = fill(tmp_path / "share/tessdata", "script/Devanagari", "eng", "hin", "osd")
    assert find_tessdata(OcrSection()) == folder
    assert resolve_languages("eng+Devanagari", folder) == "eng+script/Devanagari"


@pytest.mark.parametrize("below", ["", "tessdata"])
def test_the_environment_comes_before_the_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    fill(tmp_path / "share/tessdata", *ALL)
    mine = fill(tmp_path / "mine" / below, *ALL)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "mine"))
    assert find_tessdata(OcrSection()) == mine


def test_a_configured_folder_alone_counts(tmp_path: Path) -> None:
    fill(tmp_path / "share/tessdata", *ALL)
    with pytest.raises(ToolMissing, match=f"{tmp_path}/mine: Devanagari, eng, hin, osd"):
        find_tessdata(OcrSection(tessdata=tmp_path / "mine"))
    mine = fill(tmp_path / "mine", *ALL)
    assert find_tessdata(OcrSection(tessdata=mine)) == mine


def test_what_is_missing_is_named_with_its_packages(tmp_path: Path) -> None:
    fill(tmp_path / "share/tessdata", "eng")
    with pytest.raises(
        ToolMissing, match=r"apt-get install tesseract-ocr-script-deva tesseract-ocr-hin tesseract-ocr-osd$"
    ) as caught:
        find_tessdata(OcrSection())
    assert "tesseract-ocr-script-deva" in caught.value.hindi


def test_the_languages_asked_for_are_those_looked_for(tmp_path: Path) -> None:
    folder = fill(tmp_path / "share/tessdata", "mar", "eng", "osd")
    assert find_tessdata(OcrSection(first="mar", mixed="eng+mar", second="")) == folder
