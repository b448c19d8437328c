"""The search index: pages and the fields of nasti go in and out in the transaction that changes them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from nasti.hindi import find_numbers, number_parts, tokens
from nasti.model import Word
from storage.index_tables import NastiTokensRow, PageTokensRow
from storage.locks import hold
from storage.tables import KeywordRow, PageRow, SheetRow
from storage.vocabulary import add_terms, remove_terms

MOST_TOKENS = 16_000
"""Tokens of one document that are indexed: PostgreSQL knows positions up to 16,383 only."""

MOST_CHARACTERS = 200_000
"""Characters of these tokens in all: PostgreSQL refuses more than 1 MiB in a ``tsvector``."""

GAP = "/"
"""Stands between two numbers or keywords, so that no query matches the end of one and the start of the next."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds for a page or for the fields of a nasti.

    Attributes:
        words: Folded tokens: of its keywords, `GAP` after each, then of its text, in reading order.
        numbers: The parts of its canonical file numbers, `GAP` between two numbers.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def terms(self) -> set[str]:
        """The different tokens."""
        return set(self.words) - {GAP}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where documents of one kind are indexed: what was indexed, and the inverted index."""

    row: type[PageTokensRow] | type[NastiTokensRow]
    key: str
    index: str


_PAGES = _Shelf(PageTokensRow, "page_id", "page_index")
_NASTIS = _Shelf(NastiTokensRow, "nasti_id", "nasti_index")


def index_page(s: Session, page_id: int, words: Sequence[Word], numbers: Sequence[str] = ()) -> None:
    """Put a page into the index, in place of what the index had for it; with the keywords that people gave it.

    Args:
        s: The transaction that registers the page.
        page_id: Its row.
        words: Its words, in reading order.
        numbers: File numbers known to stand on it, as written or canonical; those in the words are found by itself.
    """
    keywords = _keywords_of(s, page_id)
    # Keywords come first, so that the bounds of a document never cut them off.
    given = (token for keyword in keywords for token in (*tokens(keyword), GAP))
    read = (token for word in words for token in tokens(word.text))
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    found = _numbers_in([*map(str.split, keywords), *lines.values()])
    _put(s, _PAGES, page_id, chain(given, read), [*map(number_parts, numbers), *found])


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


def indexed_words(s: Session, page_id: int) -> tuple[str, ...]:
    """The folded tokens that a page is found by; none where it is not in the index.

    Args:
        s: A transaction.
        page_id: Its row.
    """
    packed = s.scalar(select(PageTokensRow.packed).where(PageTokensRow.page_id == page_id))
    return _unpack(packed).words if packed else ()


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
    add_terms(s, content.terms)
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
    remove_terms(s, content.terms)


def _on_sqlite(s: Session) -> bool:
    return s.get_bind().dialect.name == "sqlite"


def _bind(s: Session, row: int, content: Indexed) -> dict[str, object]:
    show = " ".join if _on_sqlite(s) else _as_vector
    return {"row": row, "words": show(content.words), "numbers": show(content.numbers)}


def _as_vector(parts: Iterable[str]) -> str:
    """A ``tsvector`` literal: tokens are letters, marks and digits only, so that quoting them is enough."""
    return " ".join(f"'{part}':{place}" for place, part in enumerate(parts, start=1) if part != GAP)


def _keywords_of(s: Session, page_id: int) -> list[str]:
    # What was given to an older scan of the page holds for the newer one.
    stands_for = func.coalesce(SheetRow.replaced_by_id, SheetRow.id)
    of_page = select(KeywordRow.text).join(SheetRow, KeywordRow.sheet_id == SheetRow.id)
    of_page = of_page.join(PageRow, PageRow.sheet_id == stands_for)
    given = of_page.where(PageRow.id == page_id, KeywordRow.removed_at.is_(None))
    return list(s.scalars(given.order_by(KeywordRow.id)))


def _numbers_in(lines: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The file numbers on lines of words, as parts."""
    return [tuple(key.split("/")) for line in lines for _, _, key in find_numbers(line)]


def _pack(content: Indexed) -> bytes:
    # Tokens hold neither spaces nor line feeds.
    return zlib.compress(f"{' '.join(content.words)}\n{' '.join(content.numbers)}".encode())


def _unpack(packed: bytes) -> Indexed:
    words, _, numbers = zlib.decompress(packed).decode().partition("\n")
    return Indexed(tuple(words.split()), tuple(numbers.split()))
