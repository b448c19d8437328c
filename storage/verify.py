"""Fixity: whether everything the store was given is still there, unchanged and accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nasti.errors import StorageError
from storage import events, ledger
from storage.index import indexed_pages, indexed_words
from storage.said_tables import KeywordRow, LearnedRow
from storage.store import Store
from storage.tables import BoundRow, EventRow, NastiRow, OriginalRow, PageRow, SheetRow

_FILES = (
    (OriginalRow.key, OriginalRow.sha256),
    (SheetRow.picture_key, SheetRow.picture_sha256),
    (BoundRow.key, BoundRow.sha256),
    (LearnedRow.key, LearnedRow.sha256),
)
"""Where rows name files, and the hash they say."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    Attributes:
        files: Files that were read through and hashed.
        sheets: Sheets in the ledger.
        events: Entries of the audit chain.
        problems: What is wrong, one sentence each; empty when the store is sound.
        orphans: Keys of kept files that no row names: left by a process that ended between keeping and registering,
            or by an arrival that was recognised as known. Nothing is wrong with them.
    """

    files: int
    sheets: int
    events: int
    problems: tuple[str, ...]
    orphans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows say, of one state of the store."""

    keys: set[str]
    sheets: int
    events: int
    problems: list[str]


def _ignore(done: int, total: int) -> None:
    """Tell nobody."""


def verify(store: Store, progress: Callable[[int, int], None] = _ignore) -> Report:
    """Check the whole store: the ledger, the audit chain, the index, and every byte of every kept file.

    Args:
        store: An opened, migrated store; the line may go on meanwhile.
        progress: Told files done and files in all, after each.

    Raises:
        StorageError: The database itself cannot be read.
    """
    rows = store.read(_check_rows)
    problems = list(rows.problems)
    for done, key in enumerate(sorted(rows.keys), start=1):
        try:
            store.files.check(key)
        except StorageError as error:
            problems.append(error.message)
        progress(done, len(rows.keys))
    orphans = sorted(set(store.files.keys()) - rows.keys)
    return Report(len(rows.keys), rows.sheets, rows.events, tuple(problems), tuple(orphans))


def _check_rows(s: Session) -> _Rows:
    drawn_up = ledger.balance(s)
    problems = [*drawn_up.unbalanced, *events.verify_chain(s), *_check_index(s), *_check_bound(s)]
    keys = set()
    for key, digest in _FILES:
        for named, said in s.execute(select(key, digest).where(key.is_not(None)).distinct()):
            keys.add(str(named))
            if str(said) not in str(named):
                problems.append(f"The rows name the file {named}, but the hash {said}.")
    return _Rows(keys, drawn_up.sheets_in, s.scalar(select(func.count(EventRow.id))) or 0, problems)


def _check_index(s: Session) -> Iterable[str]:
    pages, indexed = set(s.scalars(select(PageRow.id))), indexed_pages(s)
    for page_id in sorted(pages - indexed):
        yield f"Page {page_id} is not in the search index."
    for page_id in sorted(indexed - pages):
        yield f"The search index has a page {page_id} that does not exist."
    given = select(PageRow.id, KeywordRow.text, KeywordRow.key).join(PageRow, PageRow.sheet_id == KeywordRow.sheet_id)
    for page_id, text, key in s.execute(given.where(KeywordRow.removed_at.is_(None))):
        if page_id in indexed and not set(key.split()) <= set(indexed_words(s, page_id)):
            yield f"Page {page_id} is not found by its keyword {text}."


def _check_bound(s: Session) -> Iterable[str]:
    parts = select(PageRow.nasti_id, PageRow.part).join(NastiRow, PageRow.nasti_id == NastiRow.id).distinct()
    bound = select(BoundRow.nasti_id, BoundRow.part).join(
        NastiRow, (BoundRow.nasti_id == NastiRow.id) & (BoundRow.version == NastiRow.registered_version)
    )
    for nasti_id, part in sorted(set(s.execute(parts)) - set(s.execute(bound))):
        yield f"Nasti #{nasti_id} has pages of {part}, but no searchable PDF of them."
