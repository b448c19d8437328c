"""The word lists that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def general_words() -> Iterator[str]:
    """Hindi words, the most frequent first."""
    return read_lines("hindi.txt")


def office_words() -> Iterator[tuple[str, str]]:
    """Section and word of the list of office words, as written: see the head of ``office.txt``."""
    section = ""
    for line in read_lines("office.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            yield from ((section, word) for word in line.split())


def nukta_words() -> Iterator[str]:
    """Words that are written with a dot below some of their letters, or without: see the head of ``nukta.txt``."""
    return (word for line in read_lines("nukta.txt") for word in line.split())


def read_lines(name: str) -> Iterator[str]:
    """The lines of a list without empty ones and comments.

    Args:
        name: File name in this package.
    """
    text = (resources.files("nasti.lexicon") / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
