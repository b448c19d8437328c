"""Kinds of TIFF images: those that cannot be opened here, and samples that are not simply 8 or 16 bits of gray."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image

from ingest.profiles import to_srgb
from nasti.errors import InputRejected

# Tags. Source: TIFF 6.0 (Adobe, 1992), sections 8, 19 and 23.
BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, MOST, PLANES, SAMPLE_FORMAT = 258, 259, 262, 277, 281, 284, 339
STRIP_OFFSETS, ORIENTATION = 273, 274
NEEDED = (BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, MOST, PLANES, SAMPLE_FORMAT, STRIP_OFFSETS, ORIENTATION)
UNSIGNED, SIGNED, FLOATING = 1, 2, 3
LAB_KINDS = (8, 9, 10)

CLOSED: Mapping[int, str] = {
    9: "JBIG", 10: "JBIG", 33003: "JPEG 2000", 33004: "JPEG 2000", 33005: "JPEG 2000", 34661: "JBIG",
    34676: "LogLuv", 34677: "LogLuv", 34712: "JPEG 2000", 34887: "LERC", 50001: "WebP", 50002: "JPEG XL",
}  # fmt: skip
"""Compressions that the libraries we are installed with do not decode.

Source: TIFF tag registry (Library of Congress).
"""
PLAIN_BITS = frozenset((1, 2, 4, 8, 16))
PLAIN_COLOURS = frozenset((0, 1, 2, 3, 5, 6))
"""White is zero, black is zero, RGB, palette, CMYK and YCbCr."""
JPEGS = (6, 7)
SIMPLE = frozenset(((1, 1), (2, 3)))
"""Photometric kind and samples of a pixel of images whose rows are what is shown: black is zero, and RGB."""
PARTLY_USED = {(1 << bits) - 1 for bits in range(9, 16)}
"""Largest samples of scanners that put 9 to 15 bits into 16."""

Tags = Mapping[int, tuple[int, ...]]


def is_unusual(tags: Tags) -> bool:
    """Whether only opening an image tells if it can be opened.

    Args:
        tags: Numbers by tag, those of `NEEDED` where the image has them.
    """
    return (
        not PLAIN_BITS.issuperset(tags.get(BITS, (1,)))
        or not {UNSIGNED}.issuperset(tags.get(SAMPLE_FORMAT, ()))
        or _first(tags, PHOTOMETRIC, 0) not in PLAIN_COLOURS
    )


def has_simple_rows(tags: Tags) -> bool:
    """Whether an image lies in strips of rows of whole pixels, 8 bits a sample, that a viewer shows as they are.

    Args:
        tags: Numbers by tag, those of `NEEDED` where the image has them.
    """
    return (
        STRIP_OFFSETS in tags
        and (_first(tags, PHOTOMETRIC, 0), _first(tags, SAMPLES, 1)) in SIMPLE
        and set(tags.get(BITS, (1,))) == {8}
        and {UNSIGNED}.issuperset(tags.get(SAMPLE_FORMAT, ()))
        and (_first(tags, PLANES, 1), _first(tags, ORIENTATION, 1)) == (1, 1)
        and _first(tags, COMPRESSION, 1) not in JPEGS
    )


def check_kind(tags: Tags, where: str) -> None:
    """Refuse an image whose compression is not decoded here.

    Raises:
        InputRejected: It is of such a kind.
    """
    closed = CLOSED.get(_first(tags, COMPRESSION, 1))
    if closed is not None:
        raise not_opened(where, f"{closed} compression", f"{closed} संपीडन")


def unusual_kind(tags: Tags, where: str) -> InputRejected:
    """The error for an image whose samples or colours are of a kind that is not opened here."""
    bits = max(tags.get(BITS, (1,)))
    floating = FLOATING in tags.get(SAMPLE_FORMAT, ())
    lab = _first(tags, PHOTOMETRIC, 0) in LAB_KINDS
    what = f"{bits} bits a sample{', floating point' if floating else ''}{', CIE L*a*b*' if lab else ''}"
    what_hindi = f"प्रति नमूना {bits} बिट{', दशमलव' if floating else ''}{', CIE L*a*b*' if lab else ''}"
    return not_opened(where, what, what_hindi)


def not_opened(where: str, what: str, what_hindi: str) -> InputRejected:
    """The error for a whole image of a kind that is not opened here.

    Args:
        where: The image, as the message names it.
        what: What is unusual about it, in a few English words.
        what_hindi: The same in Hindi.
    """
    return InputRejected(
        f"{where} is a TIFF image of a kind that is not opened here ({what}). "
        "Save it again as TIFF with LZW or Group 4 compression, or as PDF.",
        f"{where} ऐसे प्रकार का TIFF चित्र है जो यहाँ नहीं खुलता ({what_hindi})। "
        "इसे LZW या Group 4 संपीडन वाले TIFF या PDF के रूप में फिर से सहेजें।",
    )


def settle_depth(image: Image.Image, tags: Tags) -> Image.Image:
    """A gray image in eight bits where its tags say that its samples are not simply 0 to 65 535; else as it is.

    Signed samples begin at the lower end where any is negative. Of samples that a scanner fills in part, the largest it
    can write is white: the standard calls that number a mere statistic, but a viewer that leaves it aside shows black.
    """
    if not image.mode.startswith("I"):
        return image
    signed, most = _first(tags, SAMPLE_FORMAT, UNSIGNED) == SIGNED, _first(tags, MOST, 65535)
    if not signed and most not in PARTLY_USED:
        return image
    image.load()
    samples = np.asarray(image).astype(np.int64)
    if signed:
        samples = samples + 32768 if samples.min(initial=0) < 0 else samples * 2
    elif samples.max(initial=0) <= most:
        samples = samples * 65535 // most
    gray = Image.fromarray(np.clip(samples >> 8, 0, 255).astype(np.uint8))
    return to_srgb(gray, image.info.get("icc_profile"))


def _first(tags: Tags, tag: int, missing: int) -> int:
    return (tags.get(tag) or (missing,))[0]
