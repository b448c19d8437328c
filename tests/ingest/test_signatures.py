"""Digital signatures are told by name and date, and the signed file is kept byte for byte."""

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from ingest.certificates import find_signer
from ingest.scanned import Seal
from ingest.signatures import read_signatures
from tests.ingest import layered

SIGNED = layered.SAMPLES / "signed.pdf"


def contents() -> bytes:
    with pikepdf.open(SIGNED) as pdf:
        return bytes(pdf.Root.AcroForm.Fields[0].V.Contents)


def signed_with(folder: Path, **value: object) -> tuple[Seal, ...]:
    """The seals of a page whose signature says something else."""
    with pikepdf.open(SIGNED) as pdf:
        for name, entry in value.items():
            pdf.Root.AcroForm.Fields[0].V[f"/{name}"] = entry
        pdf.save(folder / "signed.pdf")
    return layered.open_page(folder / "signed.pdf").signatures


def test_a_signature_is_told_by_name_and_date_and_place() -> None:
    scanned = layered.open_page(SIGNED)
    (seal,) = scanned.signatures
    assert "signed" in scanned.flags
    assert (seal.by, seal.whole) == ("RAM LAL SAHU", True)
    assert seal.at.startswith("2026-11-29T")
    assert seal.box is not None
    left, top, right, bottom = seal.box
    assert (scanned.pixels[top:bottom, left:right] < 128).any()


def test_what_was_added_after_signing_shows(tmp_path: Path) -> None:
    grown = tmp_path / "grown.pdf"
    grown.write_bytes(SIGNED.read_bytes() + b"\n%%EOF\n")
    (seal,) = layered.open_page(grown).signatures
    assert not seal.whole


def test_the_name_in_the_signature_comes_before_that_of_the_certificate(tmp_path: Path) -> None:
    (seal,) = signed_with(tmp_path, Name=String("श्री राम लाल"))
    assert seal.by == "श्री राम लाल"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("D:20150302113000+05'30'", "2015-03-02T11:30:00+05:30"), ("D:20150302", "2015-03-02T00:00:00"),
        ("D:20150302113000Z", "2015-03-02T11:30:00"), ("D:20151399", ""), ("yesterday", ""), ("", ""),
    ],
)  # fmt: skip
def test_dates_are_read_as_pdf_writes_them(tmp_path: Path, written: str, read: str) -> None:
    (seal,) = signed_with(tmp_path, M=String(written))
    assert seal.at == read


def test_fields_that_nobody_signed_are_no_signatures(tmp_path: Path) -> None:
    with pikepdf.open(SIGNED) as pdf:
        del pdf.Root.AcroForm.Fields[0]["/V"]
        pdf.save(tmp_path / "open.pdf")
    scanned = layered.open_page(tmp_path / "open.pdf")
    assert scanned.signatures == ()
    assert "signed" not in scanned.flags


def test_a_signature_that_stands_nowhere_belongs_to_the_first_page(tmp_path: Path) -> None:
    with pikepdf.open(SIGNED) as pdf:
        del pdf.pages[0]["/Annots"]
        pdf.pages.append(pdf.pages[0])
        assert [one.page for one in read_signatures(pdf, 1)] == [0]
        assert read_signatures(pdf, 1)[0].box_pt is None


@pytest.mark.parametrize(
    "form",
    [Array(), Dictionary(), Dictionary(Fields=Array([1, Dictionary()])), Dictionary(Fields=Dictionary())],
)
def test_odd_forms_have_no_signatures(form: pikepdf.Object) -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = form
        assert read_signatures(pdf, 1) == ()


def test_a_signature_that_says_nothing_is_still_one() -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        value = Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
        pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T=String("a"), V=value)]))
        (one,) = read_signatures(pdf, 5)
        assert (one.by, one.at, one.whole, one.page) == ("", "", True, 0)


def test_the_signer_is_found_in_the_certificate() -> None:
    assert find_signer(contents()) == "RAM LAL SAHU"


@given(st.integers(0, 1200), st.integers(0, 255))
def test_damaged_certificates_give_a_name_or_none(place: int, byte: int) -> None:
    damaged = bytearray(contents())
    damaged[place] = byte
    assert isinstance(find_signer(bytes(damaged)), str)
    assert find_signer(bytes(damaged[: place // 4])) == ""
