"""The number of a nasti that is one volume of several: the file's own number, and which volume this is."""

from __future__ import annotations

import re

from nasti.hindi import ascii_digits, number_key

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_VOLUME = re.compile(
    r"[\s,;()\[\]/-]*(?<![^\W\d_])(?:खंड|खण्ड|भाग|जिल्द|volume|vol|part)\b\.?\s*(?:क्र\.?|no\.?)?\s*[-–:]?\s*"
    r"([0-9]{1,2}|[ivx]{1,4})[\s)\]]*\Z",
    re.IGNORECASE,
)


def split_volume(number: str) -> tuple[str, int | None]:
    """A number without the volume that it names, and that volume.

    Args:
        number: As written: ``एफ 6-103/2016/सात-1 खंड-2``, ``F-3/12/2019 Vol. II``.

    Returns:
        The number as it is and None where it names no volume.
    """
    found = _VOLUME.search(ascii_digits(number))
    if found is None:
        return number, None
    volume = int(found[1]) if found[1].isdecimal() else _ROMAN.get(found[1].upper())
    return (number[: found.start()].rstrip(), volume) if volume else (number, None)


def join_volume(number: str, volume: int | None) -> str:
    """A number that names its volume; as it is for the first, and where it names one already.

    Args:
        number: As written.
        volume: Which volume; None for a file that is not in volumes.
    """
    return number if volume in (None, 1) or split_volume(number)[1] is not None else f"{number} खंड-{volume}"


def nasti_key(number: str) -> str | None:
    """What a nasti is found by: the canonical form of its number, and the volume from the second on.

    Files are called volume 1 once there is a second, and many covers print it from the start: it makes no difference.

    Args:
        number: As written.

    Returns:
        As `nasti.hindi.number_key`, with ``/v2`` behind it for volume 2; None for what is no file number.
    """
    stem, volume = split_volume(number)
    key = number_key(stem)
    return key if key is None or volume in (None, 1) else f"{key}/v{volume}"


def stem_of_key(key: str) -> str:
    """The key of a file without its volume.

    Args:
        key: From `nasti_key`.
    """
    return re.sub(r"/v[0-9]{1,2}\Z", "", key)
