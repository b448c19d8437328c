"""The name of who signed, out of the certificate that a digital signature carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SEQUENCE, _NAME_OF_KIND = 0x30, 0x06
_FIRST, _EXPLICIT = 0xA0, 0xA0
_COMMON_NAME = bytes((0x55, 0x04, 0x03))
"""Source: ITU-T X.690 (tags), X.520 (2.5.4.3, the common name)."""

_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
"""Kinds of text and how they are written: UTF8, printable, teletex, IA5 and BMP strings."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One value in DER.

    Attributes:
        tag: What it is.
        content: Its bytes; of a constructed one, the values in it one after the other.
    """

    tag: int
    content: bytes

    def __iter__(self) -> Iterator[_Item]:
        rest = self.content
        while rest:
            item, rest = _read(rest)
            yield item


def find_signer(contents: bytes) -> str:
    """The common name of who signed; "" where it cannot be read.

    Args:
        contents: Of the signature, a CMS message in DER; what follows it is not looked at.

    Source: RFC 5652, SignedData; RFC 5280, Certificate.
    """
    try:
        message, _ = _read(contents)
        _, wrapped = message
        (signed,) = wrapped
        parts = list(signed)
        certificates = next(list(part) for part in parts if part.tag == _FIRST)
        signers = list(parts[-1])
        serial = _serial_of_signer(signers[0])
        found = [certificate for certificate in certificates if _serial(certificate) == serial]
        return _subject(found[0] if found else certificates[0])
    except (ValueError, IndexError, StopIteration, UnicodeDecodeError):
        return ""


def _read(data: bytes) -> tuple[_Item, bytes]:
    """The first value, and what follows it.

    Raises:
        ValueError: The bytes break off.
        IndexError: The same.
    """
    tag, length, start = data[0], data[1], 2
    if length & 0x80:
        size = length & 0x7F
        if not 0 < size <= 4:
            raise ValueError("a length that is not written out")
        length, start = int.from_bytes(data[2 : 2 + size], "big"), 2 + size
    if start + length > len(data):
        raise ValueError("the value breaks off")
    return _Item(tag, data[start : start + length]), data[start + length :]


def _serial_of_signer(signer: _Item) -> bytes | None:
    """The serial number of the certificate that a signer names; None where it names a key instead."""
    chosen = list(signer)[1]
    return list(chosen)[-1].content if chosen.tag == _SEQUENCE else None


def _body(certificate: _Item) -> Sequence[_Item]:
    """Serial number, algorithm, issuer, validity, subject and what follows."""
    fields = list(next(iter(certificate)))
    return fields[1:] if fields[0].tag == _EXPLICIT else fields


def _serial(certificate: _Item) -> bytes:
    return _body(certificate)[0].content


def _subject(certificate: _Item) -> str:
    """The last common name of a certificate's subject, which is the nearest to the person."""
    names = [pair for group in _body(certificate)[4] for pair in group]
    found = ""
    for pair in names:
        kind, text = pair
        if kind.tag == _NAME_OF_KIND and kind.content == _COMMON_NAME and text.tag in _TEXTS:
            found = text.content.decode(_TEXTS[text.tag])
    return " ".join(found.split())
