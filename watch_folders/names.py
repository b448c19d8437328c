"""What file names say: which are passed over, and how pages are put in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".jpe", ".jfif", ".png"})
"""Suffixes that claim a scan; what a file is, its first bytes say."""

IMAGE_SUFFIXES = SCAN_SUFFIXES - {".pdf"}

SIDECAR_SUFFIXES = frozenset({".json", ".xml", ".txt", ".csv", ".log", ".md"})
"""What capture programs write beside the images of a scan; it goes wherever they go."""

LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"})
"""Files that desktops leave in folders people look into."""

_SYSTEM_FOLDERS = frozenset({"lost+found", "@eadir", "#recycle", "$recycle.bin", "system volume information"})

_UNFINISHED_SUFFIXES = (
    ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".swp", ".lock",
)  # fmt: skip
"""Suffixes under which browsers, WinSCP, rsync and scanner software write before they rename."""

_SIDE = re.compile(r"[\s._-]*(?:a|b|f|r|v|front|back|recto|verso)?")
"""What may follow a page's number: which side of the leaf it is."""

_SEPARATORS = " _-.("

_NAMES_KEPT = 1 << 15
"""How many names need not be taken apart again at every look."""

_LAST_NUMBER = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)

_COUNTER_LIMIT = 100_000
"""Numbers from here on are times or dates ("20241105_103012") unless they run on without a gap."""


class Place(NamedTuple):
    """Where a page stands in a sequence of pages: its series (what the names have in common) and its number."""

    series: str
    number: int


def is_unfinished(name: str) -> bool:
    """Whether a program is, by its name, still writing this file: hidden, temporary or partial.

    Two dots at the start hide nothing: such names come from paths of other systems, backslashes and all.
    """
    folded = name.casefold()
    is_hidden = folded.startswith((".", "~")) and not folded.startswith("..")
    return folded not in LITTER and (is_hidden or folded.endswith(("~", *_UNFINISHED_SUFFIXES)))


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is never looked into."""
    return name.casefold() in LITTER | _SYSTEM_FOLDERS or is_unfinished(name)


def is_companion(name: str) -> bool:
    """Whether a file of this name belongs to the images it lies beside: a sidecar, or desktop litter."""
    return name.casefold() in LITTER or suffix_of(name) in SIDECAR_SUFFIXES


def suffix_of(name: str) -> str:
    """The suffix in lower case with its dot, "" where there is none."""
    return PurePath(name).suffix.casefold()


@lru_cache(_NAMES_KEPT)
def natural_key(name: str) -> tuple[object, ...]:
    """A sort key under which numbers in names count as numbers: 2 before 10, and २ before १०.

    Total: two different names never have equal keys.
    """
    stem = unicodedata.normalize("NFC", PurePath(name).stem).casefold()
    # Text and numbers alternate, beginning with text, so that keys compare like with like.
    pieces = tuple(int(piece) if at % 2 else piece for at, piece in enumerate(re.split(r"(\d+)", stem)))
    return pieces, suffix_of(name), name


@lru_cache(_NAMES_KEPT)
def place_of(name: str) -> Place | None:
    """Where the name puts a page in a sequence; None where it carries no page number.

    The last number counts, followed by nothing or by the side of the leaf ("0004", "scan_0004", "0004_back").
    """
    stem = unicodedata.normalize("NFC", PurePath(name).stem).casefold()
    match = _LAST_NUMBER.fullmatch(stem)
    if match is None or not _SIDE.fullmatch(match[3]):
        return None
    return Place(stem[: match.start(2)].rstrip(_SEPARATORS), int(match[2]))


def run_on(numbers: Sequence[int], *, sparse: bool = False) -> bool:
    """Whether page numbers belong to one sequence: at least two, and not times of day.

    Args:
        numbers: Page numbers of one series, in any order; a number twice is two sides or two formats of a leaf.
        sparse: Whether more than half of the sequence may be missing.
    """
    known = set(numbers)
    if len(known) < 2:
        return False
    span = max(known) - min(known) + 1
    return span == len(known) or (max(known) < _COUNTER_LIMIT and (sparse or span <= 2 * len(known)))


def missing(numbers: Sequence[int]) -> list[int]:
    """The page numbers that a sequence leaves out, ascending; those before the first count when it starts low.

    Args:
        numbers: Page numbers for which `run_on` holds, in any order.
    """
    known = set(numbers)
    first = 1 if 1 < min(known) <= len(known) else min(known)
    return [number for number in range(first, max(known)) if number not in known]


def shown(name: str) -> str:
    """The name on one line that every log and file can hold: control characters and stray bytes escaped."""
    whole = name.encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() or letter in "\u200c\u200d" else _escaped(letter) for letter in whole)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode()
