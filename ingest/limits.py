"""What is refused before a pixel is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nasti.errors import InputRejected
from nasti.model import Size
from nasti.settings import LimitsSection


def check_files(files: Sequence[Path], limits: LimitsSection) -> None:
    """Refuse files that are empty, missing or larger than allowed.

    Raises:
        InputRejected: There is no file, one is missing or has no content, or together they are too large.
    """
    if not files:
        raise InputRejected("The folder holds no images.", "फ़ोल्डर में कोई चित्र नहीं है।")
    total = 0
    for path in files:
        try:
            size = path.stat().st_size
        except OSError as error:
            raise InputRejected(
                f"The file {path.name} cannot be opened: {error.strerror}.",
                f"फ़ाइल {path.name} खोली नहीं जा सकी: {error.strerror}।",
            ) from error
        if size == 0:
            raise InputRejected(
                f"The file {path.name} is empty (0 bytes). Scan it again.",
                f"फ़ाइल {path.name} खाली है (0 बाइट)। कृपया फिर से स्कैन करें।",
            )
        total += size
    if total > limits.max_file_mb * 1_000_000:
        raise InputRejected(
            f"The scan has {total // 1_000_000} MB; at most {limits.max_file_mb} MB are allowed (limits.max_file_mb).",
            f"स्कैन {total // 1_000_000} MB का है; अधिकतम {limits.max_file_mb} MB मान्य है (limits.max_file_mb)।",
        )


def check_sheets(count: int, limits: LimitsSection) -> None:
    """Refuse scans without sheets or with more of them than allowed.

    Raises:
        InputRejected: `count` is 0 or above the limit.
    """
    if count == 0:
        raise InputRejected("The file opens but has no pages.", "फ़ाइल खुलती है पर उसमें कोई पृष्ठ नहीं है।")
    if count > limits.max_sheets:
        raise InputRejected(
            f"The scan has {count} sheets; at most {limits.max_sheets} are allowed (limits.max_sheets). Split it.",
            f"स्कैन में {count} पन्ने हैं; अधिकतम {limits.max_sheets} मान्य हैं (limits.max_sheets)। इसे बाँट दें।",
        )


def check_pixels(size_px: Size, where: str, limits: LimitsSection) -> None:
    """Refuse images of more pixels than allowed, or of none.

    Args:
        size_px: Width and height as the header says.
        where: The image, as the message names it ("scan.png", "page 3 of scan.pdf").
        limits: What is allowed.

    Raises:
        InputRejected: There are no pixels, or too many.
    """
    width, height = size_px
    if width < 1 or height < 1:
        raise InputRejected(f"The image in {where} has no pixels.", f"{where} के चित्र में कोई पिक्सेल नहीं है।")
    if width * height > limits.max_megapixels * 1_000_000:
        raise InputRejected(
            f"The image in {where} has {width} × {height} pixels; at most {limits.max_megapixels} million are allowed "
            "(limits.max_megapixels).",
            f"{where} का चित्र {width} × {height} पिक्सेल का है; अधिकतम {limits.max_megapixels} × 10 लाख पिक्सेल मान्य हैं "
            "(limits.max_megapixels)।",
        )


def damaged(where: str, why: str) -> InputRejected:
    """The error for content that breaks off or contradicts itself.

    Args:
        where: The file or page, as the message names it.
        why: What is wrong, in a few English words.
    """
    return InputRejected(
        f"{where} is damaged or incomplete ({why}). Scan it again.",
        f"{where} क्षतिग्रस्त या अधूरा है ({why})। कृपया फिर से स्कैन करें।",
    )
