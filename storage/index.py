"""The search index: pages and the fields of nasti go in and out in the transaction that changes them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from nasti.hindi import find_numbers, number_parts, tokens
from nasti.model import Word
from storage.index_tables import NastiTokensRow, PageTokensRow
from storage.locks import hold
from storage.vocabulary import add_terms, remove_terms

MOST_TOKENS = 16_000
"""Tokens of one document that are indexed: PostgreSQL knows positions up to 16,383 only."""

MOST_CHARACTERS = 200_000
"""Characters of these tokens in all: PostgreSQL refuses more than 1 MiB in a ``tsvector``."""

GAP = "/"
"""Stands between two numbers, so that no query matches the end of one and the start of the next."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds for a page or for the fields of a nasti.

    Attributes:
        words: Folded tokens, in reading order.
        numbers: The parts of its canonical file numbers, `GAP` between two numbers.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where documents of one kind are indexed: what was indexed, and the inverted index."""

    row: type[PageTokensRow] | type[NastiTokensRow]
    key: str
    index: str


_PAGES = _Shelf(PageTokensRow, "page_id", "page_index")
_NASTIS = _Shelf(NastiTokensRow, "nasti_id", "nasti_index")


def index_page(s: Session, page_id: int, words: Sequence[Word], numbers: Sequence[str] = ()) -> None:
    """Put a page into the index, in place of what the index had for it.

    Args:
        s: The transaction that registers the page.
        page_id: Its row.
        words: Its words, in reading order.
        numbers: File numbers known to stand on it, as written or canonical; those in the words are found by itself.
    """
    read = (token for word in words for token in tokens(word.text))
    _put(s, _PAGES, page_id, read, [*map(number_parts, numbers), *_numbers_in(words)])


def unindex_page(s: Session, page_id: int) -> None:
    """Take a page out of the index; nothing happens where it is not in.

    Args:
        s: The transaction that replaces the page.
        page_id: Its row.
    """
    _take(s, _PAGES, page_id)


def indexed_pages(s: Session) -> set[int]:
    """The rows of all pages in the index.

    Args:
        s: A transaction.
    """
    return set(s.scalars(text("SELECT rowid FROM page_index")))


def index_nasti(s: Session, nasti_id: int, fields: Sequence[str], number: str | None) -> None:
    """Put the fields of a nasti into the index, in place of what the index had for it.

    Args:
        s: The transaction that registers the nasti.
        nasti_id: Its row.
        fields: What it is to be found by besides its number: subject, department, section, year.
        number: Its file number as written, None where none is known.
    """
    numbers = [number_parts(number)] if number else []
    _put(s, _NASTIS, nasti_id, (token for field in [number or "", *fields] for token in tokens(field)), numbers)


def unindex_nasti(s: Session, nasti_id: int) -> None:
    """Take the fields of a nasti out of the index; nothing happens where they are not in.

    Args:
        s: The transaction that changes the nasti.
        nasti_id: Its row.
    """
    _take(s, _NASTIS, nasti_id)


def _put(s: Session, shelf: _Shelf, row: int, words: Iterable[str], numbers: Iterable[tuple[str, ...]]) -> None:
    _take(s, shelf, row)
    parts = [part for number in dict.fromkeys(numbers) if number for part in (*number, GAP)]
    content = Indexed(_bounded(words), _bounded(parts))
    add_terms(s, set(content.words))
    s.execute(insert(shelf.row), {shelf.key: row, "packed": _pack(content)})
    values = ":row, :words, :numbers" if _on_sqlite(s) else ":row, CAST(:words AS tsvector), CAST(:numbers AS tsvector)"
    s.execute(text(f"INSERT INTO {shelf.index} (rowid, words, numbers) VALUES ({values})"), _bind(s, row, content))


def _bounded(parts: Iterable[str]) -> tuple[str, ...]:
    some = tuple(islice(parts, MOST_TOKENS))
    return tuple(part for part, end in zip(some, accumulate(map(len, some)), strict=True) if end <= MOST_CHARACTERS)


def _take(s: Session, shelf: _Shelf, row: int) -> None:
    hold(s, "index")
    place = getattr(shelf.row, shelf.key) == row
    packed = s.scalar(select(shelf.row.packed).where(place))
    if packed is None:
        return
    content = _unpack(packed)
    if _on_sqlite(s):
        # A contentless index forgets a row only when it is told exactly what it had learnt.
        forget = f"INSERT INTO {shelf.index} ({shelf.index}, rowid, words, numbers)"
        s.execute(text(f"{forget} VALUES ('delete', :row, :words, :numbers)"), _bind(s, row, content))
    else:
        s.execute(text(f"DELETE FROM {shelf.index} WHERE rowid = :row"), {"row": row})
    s.execute(delete(shelf.row).where(place).execution_options(synchronize_session=False))
    remove_terms(s, set(content.words))


def _on_sqlite(s: Session) -> bool:
    return s.get_bind().dialect.name == "sqlite"


def _bind(s: Session, row: int, content: Indexed) -> dict[str, object]:
    show = " ".join if _on_sqlite(s) else _as_vector
    return {"row": row, "words": show(content.words), "numbers": show(content.numbers)}


def _as_vector(parts: Iterable[str]) -> str:
    """A ``tsvector`` literal: tokens are letters, marks and digits only, so that quoting them is enough."""
    return " ".join(f"'{part}':{place}" for place, part in enumerate(parts, start=1) if part != GAP)


def _numbers_in(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The file numbers on the lines of a page, as parts."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return [tuple(key.split("/")) for line in lines.values() for _, _, key in find_numbers(line)]


def _pack(content: Indexed) -> bytes:
    # Tokens hold neither spaces nor line feeds.
    return zlib.compress(f"{' '.join(content.words)}\n{' '.join(content.numbers)}".encode())


def _unpack(packed: bytes) -> Indexed:
    words, _, numbers = zlib.decompress(packed).decode().partition("\n")
    return Indexed(tuple(words.split()), tuple(numbers.split()))
