from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from watch_folders import contents
from watch_folders.contents import Content, Fingerprint, inspect

FORMS = ("jpeg", "png", "tiff", "pdf")

on_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def look(path: Path) -> Content:
    content = inspect(path, Fingerprint.of(path.lstat()))
    assert content is not None
    return content


@pytest.fixture
def look_at(tmp_path):
    def write_and_look(data: bytes, name: str = "scan.bin") -> Content:
        path = tmp_path / name
        path.write_bytes(data)
        return look(path)

    return write_and_look


@pytest.mark.parametrize("form", FORMS)
def test_whole_files_are_known_by_their_bytes_whatever_their_name(draw, look_at, form):
    for name in ("scan", "scan.txt", "scan.pdf"):
        content = look_at(getattr(draw, form)(), name)
        assert (content.form, content.problem) == (form, None)


@pytest.mark.parametrize("form", FORMS)
def test_padding_after_the_end_is_allowed(draw, look_at, form):
    for padding in (b"\0" * 3, b"\r\n", b"\x1a", b"\0" * 200_000):
        assert look_at(getattr(draw, form)() + padding).problem is None


def pixels(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as image:
        return [page.tobytes() for page in ImageSequence.Iterator(image)]


def says_as_much(data: bytes, whole: bytes, form: str) -> bool:
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(whole)) as original:
            return len(pdf.pages) == len(original.pages)
    return pixels(data) == pixels(whole)


@on_one_folder
@given(st.data())
def test_no_file_that_lost_anything_to_a_cut_is_whole(draw, look_at, data):
    form = data.draw(st.sampled_from(FORMS))
    whole = draw.tiff(3, compression="tiff_lzw") if form == "tiff" else getattr(draw, form)()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    content = look_at(cut)
    if content.problem is None:
        assert says_as_much(cut, whole, form)
    else:
        assert "scan.bin" in content.problem.message and "scan.bin" in content.problem.hindi


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.9])
def test_half_a_file_is_never_whole(draw, look_at, form, share):
    whole = getattr(draw, form)()
    assert look_at(whole[: int(len(whole) * share)]).problem is not None


@pytest.mark.parametrize("form", ["jpeg", "png", "pdf"])
@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.9])
def test_file_of_final_size_whose_end_is_still_zeros_is_not_whole(draw, look_at, form, share):
    """Windows gives a file its final size first and fills it in afterwards."""
    whole = getattr(draw, form)()
    kept = int(len(whole) * share)
    assert look_at(whole[:kept] + bytes(len(whole) - kept)).problem is not None


@on_one_folder
@given(st.data())
def test_no_bytes_make_the_look_fail(draw, look_at, data):
    whole = bytearray(data.draw(st.sampled_from([draw.jpeg(), draw.png(), draw.tiff(2), draw.pdf()])))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    look_at(bytes(whole))


@given(st.binary(max_size=300))
@on_one_folder
def test_what_is_no_scan_has_a_reason_in_both_languages(look_at, data):
    content = look_at(data)
    if content.form is None:
        assert content.problem.message != content.problem.hindi


def test_encrypted_and_empty_documents_are_whole(draw, look_at):
    assert look_at(draw.encrypted_pdf()) == Content("pdf")
    assert look_at(draw.pdf(pages=0)) == Content("pdf")


def test_pdf_with_a_wrong_index_but_an_end_is_whole(draw, look_at):
    whole = draw.pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = whole.rindex(b"startxref\n") + 10
    assert look_at(whole[:at] + b"7" + whole[at + 1 :]).problem is None


def test_pdf_with_an_end_and_nothing_else_is_damaged(look_at):
    assert "damaged" in look_at(b"%PDF-1.4\n" + b"x" * 500 + b"\n%%EOF\n").problem.message


def test_front_part_of_a_linearized_pdf_is_cut_off(draw, look_at):
    whole = draw.pdf(pages=5, linearize=True)
    assert look_at(whole).problem is None
    assert "cut off" in look_at(whole[: whole.index(b"%%EOF") + 6]).problem.message


def test_pdf_behind_a_printer_header_is_whole(draw, look_at):
    assert look_at(b"\x1b%-12345X@PJL JOB\n" + draw.pdf()).form == "pdf"


def test_pages_of_tiff_are_counted_in_both_byte_orders_and_sizes(draw, look_at):
    assert look_at(draw.tiff(7)).pages == 7
    assert look_at(draw.tiff(1)).pages == 1
    assert look_at(draw.tiff(3, big_tiff=True)).pages == 3
    assert look_at(big_endian_tiff(strip=(8, 40))).pages == 1


def big_endian_tiff(strip: tuple[int, int], following: int = 0) -> bytes:
    """One directory after 40 bytes of data, its only strip at (offset, length)."""
    entries = struct.pack(">HHII", 273, 4, 1, strip[0]) + struct.pack(">HHII", 279, 4, 1, strip[1])
    return b"MM\0*" + struct.pack(">I", 48) + bytes(40) + struct.pack(">H", 2) + entries + struct.pack(">I", following)


def test_tiff_that_points_outside_or_in_a_circle_is_refused(look_at):
    assert "cut off" in look_at(big_endian_tiff(strip=(8, 4000))).problem.message
    assert "cut off" in look_at(big_endian_tiff(strip=(8, 40), following=9999)).problem.message
    assert "damaged" in look_at(big_endian_tiff(strip=(8, 40), following=48)).problem.message
    assert "cut off" in look_at(b"II*\0\0\0\0\0").problem.message


def test_tiff_of_many_pages_that_share_one_huge_table_is_refused_at_once(look_at):
    table_at, values = 8, 50_000
    pages = b""
    for page in range(500):
        at = table_at + values * 4 + page * 18
        pages += struct.pack("<HHHIII", 1, 273, 4, values, table_at, at + 18)
    whole = b"II*\0" + struct.pack("<I", table_at + values * 4) + bytes(values * 4) + pages
    assert "damaged" in look_at(whole).problem.message


def test_huge_claims_cost_nothing(draw, look_at):
    whole = draw.png()
    huge = whole[:16] + struct.pack(">II", 60_000, 60_000) + whole[24:]
    assert look_at(huge) == Content("png", 1), "its size is the next stage's to refuse"
    bomb = b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + struct.pack("<Q", 2**60)
    assert "cut off" in look_at(bomb).problem.message


def test_jpeg_with_something_after_its_end_is_whole(draw, look_at):
    assert look_at(draw.jpeg() + b"scanner model 7, serial 00042" * 9000).problem is None


def test_thumbnail_inside_a_cut_jpeg_does_not_count_as_its_end(draw, look_at):
    thumbnail = draw.jpeg()
    application = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    assert look_at(b"\xff\xd8" + application + draw.jpeg()[2:]).problem is None
    assert "cut off" in look_at(b"\xff\xd8" + application + draw.jpeg()[2:-50]).problem.message


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "scan.pdf", "empty"),
        (bytes(10_000), "scan.pdf", "empty"),
        ("नमस्ते\n".encode() * 2000, "scan.pdf", "is named .pdf but is a text file"),
        (b"{}", "scan.tif", "is named .tif but is a text file"),
        (b"notes", "notes.md", "“notes.md” is a text file"),
        (b"<!DOCTYPE html><p>404", "scan.jpg", "web page"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "scan.pdf", "old Word"),
        (b"GIF89a" + bytes(20), "scan.jpg", "GIF"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "scan.jpg", "HEIC"),
        (bytes(range(1, 200)), "scan.pdf", "something unknown"),
    ],
)
def test_strangers_are_named(look_at, data, name, words):
    content = look_at(data, name)
    assert content.form is None
    assert words in content.problem.message


def test_zip_named_pdf_is_a_zip(tmp_path):
    path = tmp_path / "scan.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "is named .pdf but is a zip" in look(path).problem.message


def test_links_pipes_and_changed_files_are_not_looked_into(draw, tmp_path):
    whole = tmp_path / "whole.png"
    whole.write_bytes(draw.png())
    before = Fingerprint.of(whole.lstat())
    assert inspect(tmp_path / "gone.png", before) is None
    whole.write_bytes(draw.png() + b"\0")
    assert inspect(whole, before) is None
    os.mkfifo(tmp_path / "pipe.png")
    assert inspect(tmp_path / "pipe.png", Fingerprint.of((tmp_path / "pipe.png").lstat())) is None
    (tmp_path / "link.png").symlink_to(whole)
    assert inspect(tmp_path / "link.png", Fingerprint.of(whole.lstat())).problem is not None


def test_file_that_changes_under_the_look_is_not_judged(draw, tmp_path, monkeypatch):
    path = tmp_path / "scan.png"
    path.write_bytes(draw.png())

    def look_while_it_grows(file, name, size_bytes):
        path.write_bytes(draw.png() + b"more")
        return Content("png", 1)

    monkeypatch.setattr(contents, "_look", look_while_it_grows)
    assert inspect(path, Fingerprint.of(path.lstat())) is None


def test_file_that_may_not_be_read_has_a_reason(draw, tmp_path, monkeypatch):
    path = tmp_path / "scan.png"
    path.write_bytes(draw.png())

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    before = Fingerprint.of(path.lstat())
    monkeypatch.setattr(os, "open", refuse)
    assert "Permission denied" in inspect(path, before).problem.message
