"""A book of pages cut into volumes, each small enough to be uploaded."""

from __future__ import annotations

from collections.abc import Sequence

from nasti.errors import InvalidOutput


def cut_volumes(sizes: Sequence[int], cap: int, starts: Sequence[int] = ()) -> list[range]:
    """Cut pages, in order, into as few volumes as the cap allows, between two papers where that costs no volume.

    Args:
        sizes: Bytes of each page.
        cap: Bytes that a volume may have.
        starts: Indexes of pages that a paper begins with, from 0.

    Returns:
        The pages of each volume; none is empty.

    Raises:
        InvalidOutput: A page alone is larger than the cap; the message names it.
    """
    fewest = _fill(sizes, cap, ())
    between_papers = _fill(sizes, cap, starts)
    return between_papers if len(between_papers) == len(fewest) else fewest


def _fill(sizes: Sequence[int], cap: int, starts: Sequence[int]) -> list[range]:
    """Fill volumes one after the other, each up to the last paper that begins in it."""
    volumes: list[range] = []
    first = 0
    while first < len(sizes):
        end, held = first, 0
        while end < len(sizes) and held + sizes[end] <= cap:
            held += sizes[end]
            end += 1
        if end == first:
            has, left = sizes[first] / 1e6, cap / 1e6
            raise InvalidOutput(
                f"Page {first + 1} alone has {has:.2f} MB, and {left:.2f} MB are left for pages in a file. "
                "Allow more megabytes, or fewer dots per inch.",
                f"पृष्ठ {first + 1} अकेला {has:.2f} MB का है, और फ़ाइल में पृष्ठों के लिए {left:.2f} MB बचे हैं। "
                "सीमा बढ़ाएँ या dpi घटाएँ।",
            )
        if end < len(sizes):
            end = max((start for start in starts if first < start <= end), default=end)
        volumes.append(range(first, end))
        first = end
    return volumes
