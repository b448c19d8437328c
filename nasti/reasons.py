"""Why a scan or a sheet is given up, in words for the person who scanned it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from nasti.errors import InputRejected, NastiError

E = TypeVar("E", bound=NastiError)


def by_name(error: E, names: Mapping[str, str]) -> E:
    """The same error, speaking of files by the names they came under and not by those they have in the store.

    Args:
        error: What happened.
        names: The name that each file came under, by its key in the store.
    """
    message, hindi = error.message, error.hindi
    for key, name in names.items():
        message, hindi = message.replace(Path(key).name, name), hindi.replace(Path(key).name, name)
    return type(error)(message, hindi)


def unreadable(error: NastiError) -> InputRejected:
    """Why a file is rejected that no reader survives."""
    return InputRejected(
        f"This file cannot be opened without the reader failing: {error}. Scan the papers again.",
        f"यह फ़ाइल खोलते ही पाठक प्रक्रिया बंद हो जाती है: {error}। कागज़ दोबारा स्कैन करें।",
    )


def not_one_sheet() -> InputRejected:
    """Why a scan is rejected of which nothing could be read."""
    return InputRejected(
        "Not one sheet of this scan could be read. Scan the papers again.",
        "इस स्कैन का एक भी पृष्ठ पढ़ा नहीं जा सका। कागज़ दोबारा स्कैन करें।",
    )
