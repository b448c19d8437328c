"""Whatever happens to the bytes of an odd paper, it comes out as sheets or as one of our own errors."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.originals import count_sheets, open_sheet
from nasti.errors import InputRejected, ToolFailed
from nasti.settings import LimitsSection
from tests.ingest.odd.papers import MANIFEST, unpack
from watch_folders.contents import Fingerprint, inspect

LIMITS = LimitsSection(max_megapixels=4)
HEAD_BYTES = 600
"""Where most of what contradicts itself is found: flips in coded pixels only change colours."""
SMALL = [name for name in MANIFEST if not name.startswith(("map-", "page-", "fax-")) and name != "empty.pdf"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: unpack(name, folder).read_bytes() for name in SMALL}


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_flipped_bytes_bring_down_a_reader(whole: dict[str, bytes], tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SMALL))
    changed = bytearray(whole[name])
    reach = min(len(changed), data.draw(st.sampled_from((HEAD_BYTES, len(changed)))))
    for at in data.draw(st.lists(st.integers(0, reach - 1), min_size=1, max_size=8)):
        changed[at] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(changed)
    with warnings.catch_warnings():
        # Pillow warns of what it then opens or refuses.
        warnings.simplefilter("ignore")
        open_all(path)


def open_all(path: Path) -> None:
    content = inspect(path, Fingerprint.of(path.lstat()))
    assert content is not None
    if content.form is None:
        assert content.problem is not None
        return
    try:
        for index in range(min(3, count_sheets((path,), content.form, LIMITS))):
            sheet = open_sheet((path,), content.form, index, LIMITS, 88)
            assert sheet.pixels.shape[1::-1] == sheet.picture.size_px
    except (InputRejected, ToolFailed) as error:
        assert error.message
