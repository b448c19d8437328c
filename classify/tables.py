"""The tables in classify/data: names of offices and people's posts, labels, kinds, months; and an office's own names.

An office adds its names in files of the same form, in a folder of its own (`use_office_tables`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify.likeness import likeness, plain
from nasti.errors import ConfigError

Authority = Literal["departments", "sections", "districts", "designations", "retention"]
"""Tables of names."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a table has it.

    Attributes:
        value: The canonical spelling, in the language of `spelling` where the table has both.
        spelling: One way it is printed, from `plain`.
    """

    value: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name recognised in print.

    Attributes:
        value: The canonical spelling.
        likeness: How alike print and spelling are, 0 to 1.
        first: Index of the first word of the name.
        last: Index of its last word, inclusive.
    """

    value: str
    likeness: float
    first: int
    last: int


OFFICE_TABLES = {
    "departments": "hi", "sections": "hi", "designations": "hi", "districts": "hi", "tehsils": "hi", "retention": "hi",
    "heads": "code",
}  # fmt: skip
"""Tables that an office may add to, and the key that says which entry is meant."""

_office: Path | None = None


def use_office_tables(folder: Path | None) -> None:
    """Let this process add an office's own names to the tables from now on.

    An entry with the name of one of ours adds its other spellings to it and replaces what else it says; others are new.

    Args:
        folder: Holds files such as ``sections.yaml``; None, or one that is not there, for our tables alone.

    Raises:
        ConfigError: A file is none of `OFFICE_TABLES`, or is not a list of entries as in our table.
    """
    global _office
    folder = folder if folder is not None and folder.is_dir() else None
    for file in sorted(folder.glob("*")) if folder else ():
        _read_office_table(file)
    if folder != _office:
        _office = folder
        _forget()


def _forget() -> None:
    """Drop whatever modules of understanding keep of the tables."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "classify"]
    for value in [value for module in modules for value in vars(module).values()]:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _read_office_table(file: Path) -> list[dict[str, Any]]:
    if file.stem not in OFFICE_TABLES or file.suffix != ".yaml":
        there = ", ".join(f"{name}.yaml" for name in OFFICE_TABLES)
        raise ConfigError(f"{file} is no table of names. There may be: {there}.")
    try:
        entries = yaml.load(file.read_text(encoding="utf-8"), _LOADER) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"The table {file} cannot be read: {error}") from error
    key = OFFICE_TABLES[file.stem]
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        if not isinstance(entries, list) or not isinstance(entry, dict) or not isinstance(entry.get(key), str):
            raise ConfigError(f"{file}: entry {number} must be as {{{key}: …, en: …, also: [other spellings]}}.")
        if not all(isinstance(text, str) for text in (entry.get("en", ""), *_also(entry))):
            raise ConfigError(f"{file}: entry {number}: names are text, and `also` is a list of them.")
    return list(entries)


def _also(entry: Mapping[str, Any]) -> list[Any]:
    also = entry.get("also", [])
    return also if isinstance(also, list) else [None]


@cache
def load(name: str) -> Any:
    """The content of a table, as YAML gives it, with what the office adds to it.

    Args:
        name: File name in classify/data, without its ending.
    """
    text = (resources.files("classify") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    ours = yaml.load(text, _LOADER)
    file = _office / f"{name}.yaml" if _office and name in OFFICE_TABLES else None
    return ours if file is None or not file.is_file() else _add(ours, _read_office_table(file), OFFICE_TABLES[name])


def _add(ours: list[dict[str, Any]], added: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    entries = {entry[key]: entry for entry in ours}
    for entry in added:
        known = entries.get(entry[key], {})
        entries[entry[key]] = {**known, **entry, "also": [*_also(known), *_also(entry)]}
    return list(entries.values())


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Plain values alone; the one in C, where it was built, reads the tables ten times as fast."""


@cache
def names(table: Authority) -> tuple[Name, ...]:
    """Every spelling in a table of names.

    Args:
        table: Which one.
    """
    return tuple(name for entry in load(table) for name in _spellings(entry))


def _spellings(entry: Mapping[str, Any]) -> Iterator[Name]:
    in_english = entry.get("en", entry["hi"])
    spellings = (entry["hi"], in_english, *entry.get("also", ()))
    for variant in dict.fromkeys(variant for spelling in spellings for variant in _joined_otherwise(spelling)):
        yield Name(in_english if variant.isascii() else entry["hi"], plain(variant))


_AND = re.compile(r" (?:एवं|और|तथा|व|and|&) ")


def _joined_otherwise(spelling: str) -> Iterator[str]:
    """A name with its words for "and", of which offices use any, and with each of the others throughout."""
    yield spelling
    if _AND.search(spelling):
        for word in ("and", "&") if spelling.isascii() else ("एवं", "और", "तथा", "व"):
            yield _AND.sub(f" {word} ", spelling)


@cache
def _printed(table: Authority) -> tuple[str, ...]:
    return tuple(name.spelling for name in names(table))


_ROUNDING = 1e-5
"""The scorer leaves out what is above its limit by less than this. Source: measured with rapidfuzz 3."""


def _near(table: Authority, read: str, at_least: float) -> Iterator[tuple[Name, float]]:
    """The names that may be so much alike to a text, with how alike they are.

    `likeness` is the mean of the likeness of the letters and of one that is at most 1, so no name is missed.
    """
    found = process.extract(
        read,
        _printed(table),
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=max(0.0, 2 * at_least - 1 - _ROUNDING),
        limit=None,
    )
    for _, _, index in sorted(found, key=lambda near: near[2]):
        name = names(table)[index]
        yield name, likeness(read, name.spelling)


def recognise(table: Authority, text: str, *, at_least: float) -> tuple[str, float] | None:
    """The canonical name that a whole text is, and how alike they are.

    Args:
        table: Where to look.
        text: As read.
        at_least: Likeness below which the text is not taken for a name.
    """
    read = plain(text)
    best = max(((alike, name.value) for name, alike in _near(table, read, at_least)), default=(0.0, ""))
    return (best[1], best[0]) if best[0] >= at_least else None


def find(table: Authority, words: Sequence[str], *, at_least: float, longest: int = 8) -> Found | None:
    """The name that stands somewhere among words; of several, the one that covers most print.

    Args:
        table: Where to look.
        words: Text of consecutive words, as read.
        at_least: Likeness below which nothing is taken for a name.
        longest: Words that a name may have.
    """
    best: Found | None = None
    best_weight = 0.0
    for first in range(len(words)):
        for last in range(first, min(len(words), first + longest)):
            read = plain(" ".join(words[first : last + 1]))
            for name, alike in _near(table, read, at_least):
                if alike >= at_least and alike**2 * len(name.spelling) > best_weight:
                    best, best_weight = Found(name.value, alike, first, last), alike**2 * len(name.spelling)
    return best
