"""What slips say survives both of their codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.slips import PATCH, SIDES, Slip, read_slip, write_bars, write_qr

TEXT = st.text(max_size=40)
COUNTS = st.none() | st.integers(0, 5000)
KINDS = st.sampled_from(["nasti", "noting", "correspondence", "lot", "end_of_lot", "larger"])
SERIALS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=16)
SLIPS = st.builds(
    Slip, KINDS, serial=SERIALS, side=st.sampled_from(SIDES), number=TEXT, department=TEXT, subject=TEXT,
    noting_pages=COUNTS, correspondence_pages=COUNTS, sheets=COUNTS, lot=TEXT, operator=TEXT,
    passes=st.sampled_from(["", "one", "two_in_file", "two_files"]),
)  # fmt: skip


@given(SLIPS)
def test_the_qr_code_carries_everything(slip):
    assert read_slip(write_qr(slip)) == slip


@given(SLIPS)
def test_the_bars_carry_kind_serial_and_side(slip):
    assert read_slip(write_bars(slip)) == Slip(slip.kind, serial=slip.serial, side=slip.side)


def test_a_slip_printed_by_a_newer_version_is_understood():
    assert read_slip('NASTI1:{"kind":"nasti","number":"12/अ-6/2004","colour":"red"}') == Slip(
        "nasti", number="12/अ-6/2004"
    )


@pytest.mark.parametrize(
    "text",
    ["", "PATCHT", "NASTI1:", "NASTI1:[]", "NASTI1:{}", 'NASTI1:{"kind":"party"}', "N1-X-12-A", "N1-S-12-C", "n1-s-1-a",
     'NASTI1:{"kind":"nasti","sheets":"many"}', 'NASTI1:{"kind":"nasti","side":"C"}', "https://example.in/N1-S-12-A",
     'NASTI1:{"kind":"nasti","sheets":true'],
)  # fmt: skip
def test_other_codes_are_no_slips(text):
    assert read_slip(text) is None


def test_separators_of_others_are_not_printed():
    with pytest.raises(ValueError, match="not ours"):
        write_bars(PATCH)
    assert read_slip(write_qr(PATCH)) == PATCH
