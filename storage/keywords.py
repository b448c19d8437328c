"""Keywords that people give to pages: how what no machine can read is found all the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from nasti.hindi import nfc, tokens
from nasti.pages import COVER
from storage import events
from storage.columns import now, plain
from storage.index import index_page
from storage.nastis import locked_nasti, sheets_in_order
from storage.rows import among, fetch_rows
from storage.said_tables import KeywordRow
from storage.tables import STANDS_FOR, PageRow, SheetRow, WordsRow
from storage.words import unpack

LONGEST = 100
"""Characters of a keyword; a longer one is a text."""

MOST = 200
"""Keywords of a page; a page that needs more wants to be typed out."""

_LABEL = re.compile(r"([NC])\s*[-–/ ]?\s*0*(\d{1,9})", re.IGNORECASE)
_COVERS = (COVER, "आवरण")
_HINDI_LETTERS = str.maketrans({"न": "N", "प": "C"})


def find_sheet(s: Session, nasti_id: int, page: str, *, pages_only: bool = True) -> int:
    """The row of the sheet that a page of a nasti is.

    Args:
        s: A transaction.
        nasti_id: The nasti.
        page: Its label as people write it ("N-3", "n3", "cover", "न-3", "प-12"), or the number of the sheet as
            `nasti show` counts them, from 1. Of several covers, which the scans of a nasti may each have, the word
            alone means the first.
        pages_only: Whether the numbers of blanks, separators and sheets that could not be read are refused.

    Raises:
        NotFound: The nasti has no such page or sheet.
    """
    query = sheets_in_order(nasti_id).outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
    rows = s.execute(query.with_only_columns(SheetRow.id, PageRow.label)).all()
    asked = page.strip()
    if asked.isdecimal() and len(asked) < 10:
        asked_for = rows[int(asked) - 1 : int(asked)] if int(asked) else []
        meant = [sheet_id for sheet_id, label in asked_for if label is not None or not pages_only]
    else:
        wanted = _read_label(asked)
        meant = [sheet_id for sheet_id, label in rows if label is not None and label == wanted]
    if not meant:
        there = ", ".join(dict.fromkeys(label for _, label in rows if label is not None)) or "—"
        raise NotFound(
            f"This nasti has no page {page}. Its pages are: {there}.",
            f"इस नस्ती में पृष्ठ {page} नहीं है। इसके पृष्ठ हैं: {there}।",
        )
    return meant[0]


def _read_label(asked: str) -> str | None:
    """The label of a page as it is kept; None for what is no label."""
    if found := _LABEL.fullmatch(asked.translate(_HINDI_LETTERS)):
        return f"{found[1].upper()}-{int(found[2])}"
    return COVER if asked.casefold() in _COVERS else None


def add_keywords(s: Session, sheet_id: int, keywords: Sequence[str], by: str) -> tuple[str, ...]:
    """Give keywords to a page, so that a search finds it by them. What it has already is not given again.

    Args:
        s: A session that writes.
        sheet_id: The sheet that the page is.
        keywords: A word or a few, each.
        by: Who gives them.

    Returns:
        Those that are new.

    Raises:
        InputRejected: One has no letter and no digit or is too long, or the page would have too many.
        NotFound: The sheet is no page.
    """
    wanted = dict(map(_keyed, keywords))
    if not wanted:
        return ()

    def give(given: Mapping[str, list[KeywordRow]]) -> list[str]:
        new = {key: text for key, text in wanted.items() if key not in given}
        if len(given) + len(new) > MOST:
            raise InputRejected(
                f"A page takes {MOST} keywords at most.", f"एक पृष्ठ पर अधिकतम {MOST} कुंजी शब्द रखे जा सकते हैं।"
            )
        s.add_all(KeywordRow(sheet_id=sheet_id, text=text, key=key, added_by=plain(by), added_at=now())
                  for key, text in new.items())  # fmt: skip
        return list(new.values())

    return _change(s, sheet_id, "keywords_added", by, give)


def remove_keywords(s: Session, sheet_id: int, keywords: Sequence[str], by: str) -> tuple[str, ...]:
    """Take keywords from a page; who gave them and who took them stays known.

    Args:
        s: A session that writes.
        sheet_id: The sheet that the page is.
        keywords: Keywords of the page, in any spelling that is searched for alike.
        by: Who takes them.

    Returns:
        Those taken, as they were given.

    Raises:
        InputRejected: One has no letter and no digit, or is too long.
        NotFound: The sheet is no page, or it has no such keyword.
    """
    wanted = dict(map(_keyed, keywords))

    def take(given: Mapping[str, list[KeywordRow]]) -> list[str]:
        missing = ", ".join(text for key, text in wanted.items() if key not in given)
        if missing:
            there = ", ".join(rows[0].text for rows in given.values()) or "—"
            raise NotFound(
                f"The page has no keyword {missing}. Its keywords are: {there}.",
                f"पृष्ठ पर कुंजी शब्द {missing} नहीं है। इसके कुंजी शब्द हैं: {there}।",
            )
        for row in chain.from_iterable(given[key] for key in wanted):
            row.removed_by, row.removed_at = plain(by), now()
        return [given[key][0].text for key in wanted]

    return _change(s, sheet_id, "keywords_removed", by, take)


def keywords_of(s: Session, sheet_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The keywords of sheets and of what they replace, in the order given; sheets without any are left out.

    Args:
        s: A transaction.
        sheet_ids: Rows of sheets.
    """
    condition, bound = among(s, "wanted.id", sheet_ids, "bigint")
    # What was given to sheets themselves and to those that they replace, each looked up by an index.
    query = (
        "SELECT wanted.id, keyword.key, keyword.text FROM sheet AS wanted JOIN sheet AS here "
        "ON here.id = wanted.id OR here.replaced_by_id = wanted.id JOIN keyword ON keyword.sheet_id = here.id "
        f"WHERE {condition} AND keyword.removed_at IS NULL AND wanted.replaced_by_id IS NULL ORDER BY keyword.id"
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for sheet_id, key, text in fetch_rows(s, query, bound):
        found[sheet_id].setdefault(key, text)
    return {sheet_id: tuple(texts.values()) for sheet_id, texts in found.items()}


def _keyed(keyword: str) -> tuple[str, str]:
    """What a keyword is found by, and the keyword."""
    text = " ".join(plain(nfc(keyword)).split())
    key = " ".join(tokens(text))
    if not key or len(text) > LONGEST:
        raise InputRejected(
            f"{keyword!r} cannot be a keyword: it takes a letter or a digit, and {LONGEST} characters at most.",
            f"{keyword!r} कुंजी शब्द नहीं हो सकता: उसमें कोई अक्षर या अंक हो, और अधिकतम {LONGEST} अक्षर हों।",
        )
    return key, text


def _given() -> Select[int, KeywordRow]:
    query = select(STANDS_FOR, KeywordRow).join(SheetRow, KeywordRow.sheet_id == SheetRow.id)
    return query.where(KeywordRow.removed_at.is_(None)).order_by(KeywordRow.id)


def _change(
    s: Session, sheet_id: int, kind: str, by: str, change: Callable[[Mapping[str, list[KeywordRow]]], list[str]]
) -> tuple[str, ...]:
    """Let `change` work on the keywords of a sheet by key, then bring index, folder and audit chain in step."""
    page = s.scalar(select(PageRow).where(PageRow.sheet_id == sheet_id))
    if page is None:
        raise NotFound(f"Sheet {sheet_id} is no page of any nasti.", f"पन्ना {sheet_id} किसी नस्ती का पृष्ठ नहीं है।")
    # Whoever changes keywords of this nasti at the same time waits here, so that none is given twice.
    nasti = locked_nasti(s, page.nasti_id)
    given: dict[str, list[KeywordRow]] = defaultdict(list)
    for _, row in s.execute(_given().where(STANDS_FOR.in_([sheet_id]))):
        given[row.key].append(row)
    changed = change(given)
    if changed:
        s.flush()
        index_page(s, page.id, unpack(s.get_one(WordsRow, sheet_id).packed))
        # The folder for people names the keywords; it is behind until it is written again.
        nasti.folder_version = 0
        detail = {"page": page.label, "sheet": sheet_id, "keywords": changed, "by": by}
        events.append(s, kind, f"nasti:{nasti.id}", detail)
    return tuple(changed)
