"""Aliases: words that people search by, and the words of the files that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from nasti.hindi import tokens
from nasti.lexicon.words import read_lines
from storage import events
from storage.columns import now, plain
from storage.index_tables import AliasRow
from storage.rows import among, fetch_rows


def aliases(s: Session, words: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The words that some stand for; words without an alias are left out.

    Args:
        s: A transaction.
        words: Folded.
    """
    found: dict[str, list[str]] = defaultdict(list)
    condition, bound = among(s, "spelling", words, "text")
    for spelling, word in fetch_rows(s, f"SELECT spelling, word FROM alias WHERE {condition} ORDER BY word", bound):
        found[spelling].append(word)
    bundled = _bundled()
    for word in words:
        found[word] += bundled.get(word, ())
    return {word: tuple(dict.fromkeys(some)) for word, some in found.items() if some}


def list_aliases(s: Session) -> list[tuple[str, str]]:
    """All aliases that people gave, in order: the spelling, and the word it stands for."""
    query = select(AliasRow.spelling, AliasRow.word).order_by(AliasRow.spelling, AliasRow.word)
    return [(spelling, word) for spelling, word in s.execute(query)]


def add_alias(s: Session, spelling: str, word: str, by: str) -> None:
    """Let a search for one word find another as well; nothing happens where it does already.

    Args:
        s: A session that writes.
        spelling: What people type.
        word: What stands in the files.
        by: Who says so.

    Raises:
        InputRejected: One of them is not one word.
    """
    here, there = _single(spelling), _single(word)
    if s.get(AliasRow, (here, there)) is None:
        s.execute(insert(AliasRow), {"spelling": here, "word": there, "added_by": plain(by), "added_at": now()})
        events.append(s, "alias added", f"alias:{here}", {"word": there, "by": by})


def remove_alias(s: Session, spelling: str, word: str, by: str) -> None:
    """Take an alias away that people gave.

    Args:
        s: A session that writes.
        spelling: What people type.
        word: What stands in the files.
        by: Who says so.

    Raises:
        InputRejected: One of them is not one word.
        NotFound: There is no such alias.
    """
    here, there = _single(spelling), _single(word)
    if s.get(AliasRow, (here, there)) is None:
        raise NotFound(f"{spelling} is no alias of {word}.", f"{spelling} {word} का पर्याय नहीं है।")
    s.execute(delete(AliasRow).where(AliasRow.spelling == here, AliasRow.word == there))
    s.expire_all()
    events.append(s, "alias removed", f"alias:{here}", {"word": there, "by": by})


def _single(word: str) -> str:
    found = tokens(plain(word))
    if len(found) != 1:
        raise InputRejected(
            f"{word!r} cannot be an alias: it takes one word on either side.",
            f"{word!r} पर्याय नहीं हो सकता: दोनों ओर एक-एक शब्द चाहिए।",
        )
    return found[0]


@lru_cache(maxsize=1)
def _bundled() -> dict[str, tuple[str, ...]]:
    """Those that come with the program: a spelling, then the words it stands for."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in read_lines("aliases.txt"):
        spelling, *words = line.split()
        found[_single(spelling)] += [_single(word) for word in words]
    return {spelling: tuple(words) for spelling, words in found.items()}
