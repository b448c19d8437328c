"""What a file is and whether it is there to its end, by its bytes and never by its name.

Every check is cheap: no pixel is decoded, nothing is allocated by what a header claims, and most files are answered
from their first and last few kilobytes.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import pikepdf

from nasti.errors import InputRejected
from watch_folders import reasons, tiff

FileForm = Literal["pdf", "tiff", "jpeg", "png"]

_HEAD_BYTES = 4096
_PDF_HEADER_WITHIN = 1024
"""A PDF may begin with this much of something else, such as a printer's job header.

Source: ISO 32000-1 Annex H, implementation note 13.
"""

_TAIL_BYTES = 1 << 16
_CHUNK = 1 << 20

_PADDING = b"\0\t\n\r \x1a"
"""What transfer programs and scanners append after the end of a file."""

_PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"

_JPEG_END = b"\xff\xd9"
_JPEG_SCAN = 0xDA
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers. Source: ITU-T T.81, table B.1."""

_SAVE_AS_PDF = reasons.Advice(
    "Open it in the program that made it, save it as PDF and drop that.",
    "इसे जिस प्रोग्राम में बना है उसमें खोलकर PDF के रूप में सहेजें और वह डालें।",
)
_UNPACK = reasons.Advice(
    "Unpack it and drop what is inside, the images of one scan together in a folder.",
    "इसे खोलकर (unpack) अंदर की फ़ाइलें डालें, एक स्कैन के सभी चित्र एक फ़ोल्डर में साथ।",
)
_UNPACK_OR_SAVE = reasons.Advice(
    "Save a document as PDF in the program that made it; unpack a zip file and drop what is inside.",
    "दस्तावेज़ को उसके प्रोग्राम में PDF के रूप में सहेजें; ज़िप फ़ाइल को खोलकर अंदर की फ़ाइलें डालें।",
)
_AS_JPEG = reasons.Advice(
    "Set the phone's camera to JPEG (iPhone: Settings, Camera, Formats, Most Compatible), or save the photo as JPEG.",
    "फ़ोन के कैमरे को JPEG पर रखें (iPhone: Settings, Camera, Formats, Most Compatible) या फ़ोटो को JPEG में सहेजें।",
)
_PRINT_TO_PDF = reasons.Advice(
    "Open it in a reader, print or export it as PDF and drop that.",
    "इसे रीडर में खोलें, PDF के रूप में प्रिंट या निर्यात करें और वह डालें।",
)

_STRANGERS: tuple[tuple[int, bytes, str, str, reasons.Advice], ...] = (
    (0, b"PK\x03\x04", "a zip, Word or Excel file", "ज़िप, वर्ड या एक्सेल फ़ाइल", _UNPACK_OR_SAVE),
    (0, b"PK\x05\x06", "an empty zip file", "ख़ाली ज़िप फ़ाइल", reasons.SAVE_AGAIN),
    (0, b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "पुरानी वर्ड या एक्सेल फ़ाइल", _SAVE_AS_PDF),
    (0, b"Rar!", "a RAR archive", "RAR फ़ाइल", _UNPACK),
    (0, b"7z\xbc\xaf", "a 7-Zip archive", "7-Zip फ़ाइल", _UNPACK),
    (0, b"\x1f\x8b", "a gzip archive", "gzip फ़ाइल", _UNPACK),
    (0, b"GIF8", "a GIF image", "GIF चित्र", reasons.SAVE_AGAIN),
    (0, b"BM", "a BMP image", "BMP चित्र", reasons.SAVE_AGAIN),
    (8, b"WEBP", "a WebP image", "WebP चित्र", reasons.SAVE_AGAIN),
    (4, b"ftyp", "a HEIC photograph or a video", "HEIC फ़ोटो या वीडियो", _AS_JPEG),
    (4, b"jP  ", "a JPEG 2000 image", "JPEG 2000 चित्र", reasons.SAVE_AGAIN),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 image", "JPEG 2000 चित्र", reasons.SAVE_AGAIN),
    (0, b"AT&TFORM", "a DjVu document", "DjVu दस्तावेज़", _PRINT_TO_PDF),
    (0, b"%!PS", "a PostScript document", "PostScript दस्तावेज़", _PRINT_TO_PDF),
    (0, b"{\\rtf", "an RTF document", "RTF दस्तावेज़", _SAVE_AS_PDF),
    (0, b"MZ", "a Windows program", "विंडोज़ प्रोग्राम", reasons.SAVE_AGAIN),
    (0, b"\x7fELF", "a program", "प्रोग्राम", reasons.SAVE_AGAIN),
)
"""Offset, bytes, what they announce in English and Hindi, and what to do: what people drop by mistake."""


class Fingerprint(NamedTuple):
    """What tells one state of a file from another without reading it."""

    size_bytes: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Fingerprint:
        """The fingerprint in a file's status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file turned out to be.

    Attributes:
        form: By its first bytes; None when it is no scan.
        pages: Of a whole TIFF; 1 for a whole JPEG or PNG; 0 where it was not counted.
        problem: Why it is no whole scan; None when it is one.
    """

    form: FileForm | None
    pages: int = 0
    problem: InputRejected | None = None


class _Broken(Exception):
    def __init__(self, problem: InputRejected) -> None:
        super().__init__(problem)
        self.problem = problem


def inspect(path: Path, expected: Fingerprint) -> Content | None:
    """Look into a file.

    Args:
        path: A regular file; links, pipes and devices are never opened, even when one takes its place meanwhile.
        expected: The state in which it was found.

    Returns:
        What it is; None when it is gone or no longer in that state, before or after the look.
    """
    try:
        # Without O_NONBLOCK, opening a pipe that has taken the file's place would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or Fingerprint.of(status) != expected:
                return None
            content = _look(file, path.name, status.st_size)
            return content if Fingerprint.of(os.fstat(descriptor)) == expected else None
    except FileNotFoundError:
        return None
    except OSError as error:
        return Content(None, problem=reasons.unreadable(path.name, error.strerror or str(error)))


def _look(file: BinaryIO, name: str, size_bytes: int) -> Content:
    head = file.read(_HEAD_BYTES)
    form = _sniff(head)
    try:
        if form is None:
            raise _Broken(_stranger(name, head))
        if form == "tiff":
            return Content(form, _check_tiff(file, name, size_bytes))
        if form == "pdf":
            _check_pdf(file, name, size_bytes, head)
            return Content(form)
        (_check_jpeg if form == "jpeg" else _check_png)(file, name, size_bytes)
        return Content(form, 1)
    except _Broken as broken:
        return Content(form, problem=broken.problem)


def _sniff(head: bytes) -> FileForm | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(_PNG_HEAD[:8]):
        return "png"
    if head[:4] in tiff.MAGIC:
        return "tiff"
    return "pdf" if b"%PDF-" in head[:_PDF_HEADER_WITHIN] else None


def _stranger(name: str, head: bytes) -> InputRejected:
    if not head.strip(b"\0"):
        return reasons.empty(name)
    for at, magic, what, what_hindi, advice in _STRANGERS:
        if head.startswith(magic, at):
            return reasons.not_a_scan(name, what, what_hindi, advice)
    if head.lstrip().startswith(b"<") and b"<svg" in head:
        return reasons.not_a_scan(name, "a drawing (SVG)", "रेखाचित्र (SVG)", _PRINT_TO_PDF)
    if re.match(rb"\s*<(!doctype html|html|\?xml)", head, re.IGNORECASE):
        return reasons.not_a_scan(name, "a web page or XML file", "वेब पृष्ठ या XML फ़ाइल")
    try:
        # Incremental, because the head may end inside a character.
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = "\0"
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return reasons.not_a_scan(name, "something unknown", "कोई अनजान चीज़")
    return reasons.not_a_scan(name, "a text file", "टेक्स्ट फ़ाइल")


def _check_tiff(file: BinaryIO, name: str, size_bytes: int) -> int:
    try:
        return tiff.count_pages(file, size_bytes)
    except tiff.BrokenTiff as broken:
        refuse = reasons.cut_off if broken.cut_off else reasons.damaged
        raise _Broken(refuse(name, "tiff")) from broken


def _check_pdf(file: BinaryIO, name: str, size_bytes: int, head: bytes) -> None:
    # The front part of a linearized file ends like a whole one; it says itself how long the whole is.
    linearized = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,18})\b", head)
    if linearized and int(linearized[1]) > size_bytes:
        raise _Broken(reasons.cut_off(name, "pdf"))
    if _opens(file, recover=False):
        return
    # Recovery opens what is left of a cut-off file too, without the lost pages: it is for files that have an end.
    if b"%%EOF" not in _tail(file, size_bytes)[-_PDF_HEADER_WITHIN:]:
        raise _Broken(reasons.cut_off(name, "pdf"))
    if not _opens(file, recover=True):
        raise _Broken(reasons.damaged(name, "pdf"))


def _opens(file: BinaryIO, *, recover: bool) -> bool:
    file.seek(0)
    try:
        # Reading through the stream: a mapped file that shrinks on its share would kill the process.
        with pikepdf.open(file, attempt_recovery=recover, access_mode=pikepdf.AccessMode.stream) as pdf:
            return "/Root" in pdf.trailer
    except pikepdf.PasswordError:
        return True
    except pikepdf.PikepdfError:
        return False


def _check_png(file: BinaryIO, name: str, size_bytes: int) -> None:
    file.seek(0)
    if not file.read(len(_PNG_HEAD)) == _PNG_HEAD:
        raise _Broken(reasons.damaged(name, "png"))
    if _PNG_END not in _tail(file, size_bytes):
        raise _Broken(reasons.cut_off(name, "png"))


def _check_jpeg(file: BinaryIO, name: str, size_bytes: int) -> None:
    scan_at = _find_jpeg_scan(file, name, size_bytes)
    if size_bytes - scan_at > _TAIL_BYTES and _tail(file, size_bytes).rstrip(b"\xff").endswith(_JPEG_END):
        return
    # Something follows the image, as some scanners add. In image data a marker cannot occur by chance: every FF
    # there is followed by 00 or by a restart marker (ITU-T T.81, B.1.1.5).
    file.seek(scan_at)
    kept = b""
    while chunk := file.read(_CHUNK):
        if _JPEG_END in kept + chunk:
            return
        kept = chunk[-1:]
    raise _Broken(reasons.cut_off(name, "jpeg"))


def _find_jpeg_scan(file: BinaryIO, name: str, size_bytes: int) -> int:
    """Where the first scan of a JPEG begins; everything before it lies inside the file."""
    at, framed = 2, False
    while at + 4 <= size_bytes:
        file.seek(at)
        prefix, marker, length = struct.unpack(">BBH", file.read(4))
        if prefix != 0xFF:
            raise _Broken(reasons.damaged(name, "jpeg"))
        if marker == 0xFF:
            at += 1
            continue
        framed = framed or marker in _JPEG_FRAMES
        if marker == _JPEG_SCAN:
            if not framed:
                raise _Broken(reasons.damaged(name, "jpeg"))
            return at
        if length < 2:
            raise _Broken(reasons.damaged(name, "jpeg"))
        at += 2 + length
    raise _Broken(reasons.cut_off(name, "jpeg"))


def _tail(file: BinaryIO, size_bytes: int) -> bytes:
    """The last bytes before the padding, at most 64 KiB; padding of any length is read past."""
    end = size_bytes
    while end > 0:
        start = max(0, end - _TAIL_BYTES)
        file.seek(start)
        block = file.read(end - start)
        kept = block.rstrip(_PADDING)
        if kept:
            end = start + len(kept)
            file.seek(max(0, end - _TAIL_BYTES))
            return file.read(end - max(0, end - _TAIL_BYTES))
        end = start
    return b""
