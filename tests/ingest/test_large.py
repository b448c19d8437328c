"""Giant maps are measured and read from a smaller copy, kept whole, and never take gigabytes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest import scanned
from ingest.clean import clean
from ingest.originals import open_sheet
from nasti.settings import IngestSection, LimitsSection
from tests.ingest import drawn
from tests.ingest.odd.papers import HERE, MANIFEST, TAKEN, missed_colours, unpack

MAPS = [name for name in TAKEN if name.startswith("map-")]
MOST_MB = 1500
PICTURE = drawn.uneven_colours((900, 1300))


@pytest.fixture
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "LARGE_PX", 100_000)


OPEN = """
import re, sys
from pathlib import Path
import numpy as np
from PIL import Image
from ingest.originals import count_sheets, open_sheet
from nasti.settings import LimitsSection

path, form, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
count_sheets((path,), form, LimitsSection())
sheet = open_sheet((path,), form, 0, LimitsSection(), 88)
Image.fromarray(sheet.pixels).save(out)
width, height = sheet.picture.size_px
# Its own peak: what getrusage says is at least that of the process it was started from.
peak_kb = int(re.search(r"VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1])
print(width, height, sheet.picture.dpi, sheet.picture.form, sheet.reduced, peak_kb // 1024)
"""


@pytest.mark.parametrize("name", MAPS)
def test_a_map_of_twenty_thousand_pixels_is_kept_whole_in_bounded_memory(tmp_path: Path, name: str) -> None:
    path, expected = unpack(name, tmp_path), MANIFEST[name]["sheets"][0]
    command = [sys.executable, "-c", OPEN, str(path), MANIFEST[name]["form"], str(tmp_path / "out.png")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parents[2])
    width, height, dpi, form, reduced, most_mb = re.findall(r"\S+", done.stdout)
    assert ([int(width), int(height)], int(dpi), form) == (expected["size_px"], expected["dpi"], expected["form"])
    assert int(reduced) == 2
    assert int(most_mb) < MOST_MB
    pixels = np.asarray(Image.open(tmp_path / "out.png"))
    assert pixels.shape[1::-1] == (int(width) // 2, int(height) // 2)
    assert missed_colours(pixels, expected) == []


KINDS = {
    "colour.png": PICTURE, "gray.png": PICTURE.convert("L"), "palette.png": PICTURE.quantize(16),
    "bilevel.png": PICTURE.convert("1", dither=Image.Dither.NONE), "inks.tif": PICTURE.convert("CMYK"),
    "clear.png": PICTURE.convert("RGBA"), "colour.jpg": PICTURE, "gray.jpg": PICTURE.convert("L"),
    "deep.png": Image.fromarray((np.asarray(PICTURE.convert("L"), dtype=np.uint16) * 257).astype(np.uint16)),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.usefixtures("low_limit")
def test_the_smaller_copy_shows_the_same(tmp_path: Path, name: str) -> None:
    image = KINDS[name]
    image.save(tmp_path / name, dpi=(300, 300))
    form = {"png": "png", "jpg": "jpeg", "tif": "tiff"}[name[-3:]]
    sheet = open_sheet((tmp_path / name,), form, 0, LimitsSection(), 95)
    assert (sheet.reduced, sheet.picture.dpi, sheet.dpi) == (4, 300, 75)
    assert sheet.pixels.shape[1::-1] == (225, 325)
    whole = image.convert("L") if image.mode == "1" else image.convert("RGB")
    whole = Image.fromarray(np.uint8(np.asarray(image) >> 8)) if image.mode.startswith("I") else whole
    expected = np.asarray(whole.convert("RGB").reduce(4), dtype=float)
    got = np.asarray(Image.fromarray(sheet.pixels).convert("RGB"), dtype=float)
    assert np.abs(got - expected).mean() < 2
    with Image.open(io.BytesIO(sheet.picture.data)) as kept:
        assert (kept.size, kept.format.lower()) == (image.size, sheet.picture.form)
        assert np.abs(np.asarray(kept.convert("RGB"), float) - np.asarray(whole.convert("RGB"), float)).mean() < 2
    assert sheet.picture.form == ("png" if name in ("palette.png", "bilevel.png") else "jpeg")


@pytest.mark.usefixtures("low_limit")
def test_a_jpeg_that_large_is_kept_as_it_came(tmp_path: Path) -> None:
    data = drawn.encode(PICTURE, "JPEG", dpi=(300, 300))
    (tmp_path / "map.jpg").write_bytes(data)
    assert open_sheet((tmp_path / "map.jpg",), "jpeg", 0, LimitsSection(), 95).picture.data == data


def test_a_reduced_sheet_is_cleaned_in_the_measures_of_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn.age(drawn.write(drawn.HINDI_LINES), skew_deg=1.5, border_px=60)
    Image.fromarray(drawn.turn(page, 90)).save(tmp_path / "page.png", dpi=(300, 300))
    files = (tmp_path / "page.png",)
    whole = clean(open_sheet(files, "png", 0, LimitsSection(), 88), IngestSection(), lambda _: None)
    monkeypatch.setattr(scanned, "LARGE_PX", 3_000_000)
    opened = open_sheet(files, "png", 0, LimitsSection(), 88)
    reduced = clean(opened, IngestSection(), lambda _: None)
    assert opened.reduced == 2
    assert (reduced.size_px, reduced.turn_deg) == (whole.size_px, whole.turn_deg)
    assert reduced.skew_deg == pytest.approx(whole.skew_deg, abs=0.15)
    assert reduced.paper_px == pytest.approx(whole.paper_px, abs=20)
    assert reduced.scale == 0.5
    # The same ink in the same places of the reading image.
    small = np.asarray(Image.fromarray(whole.reading).resize(reduced.reading.shape[::-1], Image.Resampling.BOX), float)
    assert np.abs(small - reduced.reading).mean() < 6
