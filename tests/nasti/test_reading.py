"""Where `nasti read` writes its PDFs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from nasti.errors import StorageError
from nasti.model import Arrival
from nasti.reading import ScanReader
from nasti.settings import Settings
from nasti.volumes import Limits


@pytest.fixture
def reader() -> Iterator[ScanReader]:
    opened = ScanReader(Settings.model_validate({"work": {"readers": 1}}))
    yield opened
    opened.close()


@pytest.fixture
def scan(tmp_path: Path) -> Arrival:
    path = tmp_path / "scan.png"
    Image.linear_gradient("L").resize((600, 400)).save(path, dpi=(300, 300))
    return Arrival(path, (path,), "png", "", "", path.stat().st_size, False, Path(path.name))


@pytest.mark.parametrize("name", ["12.3", "12.PDF"])
def test_a_light_copy_is_written_under_the_name_it_was_given(
    reader: ScanReader, scan: Arrival, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    other = tmp_path / "out" / "12.pdf"
    other.write_bytes(b"of somebody else")
    reader.read(scan, tmp_path / "out" / name, lambda done, total: None, Limits(200, 1_000_000))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {name, other.name}
    assert other.read_bytes() == b"of somebody else"


def test_volumes_of_an_earlier_run_go_and_what_nasti_did_not_bind_stays(
    reader: ScanReader, scan: Arrival, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    reader.read(scan, folder / "12.pdf", lambda done, total: None, Limits(200, 1_000_000))
    bound = (folder / "12.pdf").read_bytes()
    for name in ("12-1-of-3.pdf", "12-3-of-3.pdf", "112-1-of-3.pdf", "12-1-of-3-old.pdf"):
        (folder / name).write_bytes(bound)
    (folder / "12-2-of-3.pdf").write_bytes(b"of somebody else")
    reader.read(scan, folder / "12.pdf", lambda done, total: None, Limits(200, 1_000_000))
    assert sorted(path.name for path in folder.iterdir()) == [
        "112-1-of-3.pdf", "12-1-of-3-old.pdf", "12-2-of-3.pdf", "12.pdf",
    ]  # fmt: skip


def test_a_place_that_cannot_be_written_is_told(reader: ScanReader, scan: Arrival) -> None:
    with pytest.raises(StorageError, match=r"out\.pdf cannot be written: Not a directory"):
        reader.read(scan, scan.path / "deep" / "out.pdf", lambda done, total: None)
