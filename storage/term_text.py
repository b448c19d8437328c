"""How the vocabulary keeps its terms: one ASCII byte for each sign of Devanagari, which UTF-8 writes with three.

A term lies in its row and in one or two indexes, and there are several to every page, so its bytes count. Folding
leaves a–z, 0–9 and ``=`` of ASCII (`storage.term_keys.MARK`): the other printable signs are free, and stand for the
letters and signs of Devanagari that folded Hindi has, in the order of both. Words of Hindi so lie by their alphabet as
before, and those of English; only terms of several scripts lie elsewhere among others that begin alike.

Only this module knows how terms are kept: SQL that is about terms goes through what it has.
"""

from __future__ import annotations

import codecs
import re
import string
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from storage.rows import among, fetch_rows
from storage.term_keys import MARK

_DEVANAGARI = "ंअआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसहािीुूृेैोौ्"
"""What Hindi words are made of when they are folded: nukta, visarga, chandrabindu and the digits are gone.

Source: of 4.6 million terms of a million pages, 95 have another sign of Devanagari."""

_FREE = "!\"#$%&'()*+,-./:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`{|}~"
_ESCAPE = " "
"""Stands before a sign that means itself although it stands for another one: no folded word has any such."""

_WRITE = str.maketrans(
    dict(zip(_DEVANAGARI, _FREE, strict=True)) | {sign: _ESCAPE + sign for sign in (_ESCAPE, *_FREE)}
)
_READ = str.maketrans(_FREE, _DEVANAGARI)
_KEPT = re.compile(f"{_ESCAPE}(.)|([^{_ESCAPE}]+)", re.DOTALL)

_BETWEEN = "\n"
_SIGNS = dict(zip(_FREE, _DEVANAGARI, strict=True)) | {sign: sign for sign in string.ascii_lowercase + string.digits}
_SIGNS |= {MARK: MARK, _BETWEEN: _BETWEEN}
_TABLE = "".join(_SIGNS.get(chr(byte), "\ufffe") for byte in range(256))
"""What nearly all terms are made of, by the byte that keeps it: many are read in one go, at an eighth of the time.
U+FFFE stands for a byte that is none of these."""

LAST = "\U0010ffff"
"""Sorts behind every sign, as it is and as it is kept."""


def write_term(term: str) -> str:
    """A term as it is kept. What begins like another term does so as it is kept, and nothing else does.

    Args:
        term: Any text; letters of other scripts stay as they are.
    """
    return term.translate(_WRITE)


def read_term(kept: str) -> str:
    """The term that is kept so.

    Args:
        kept: As `write_term` gives it.
    """
    if _ESCAPE not in kept:
        return kept.translate(_READ)
    return _KEPT.sub(lambda found: found[1] or found[2].translate(_READ), kept)


def read_terms(kept: Sequence[str]) -> list[str]:
    """The terms that are kept so, each as `read_term` gives it.

    Args:
        kept: As `write_term` gives them.
    """
    try:
        joined = _BETWEEN.join(kept).encode("ascii")
        terms = codecs.charmap_decode(joined, "strict", _TABLE)[0].split(_BETWEEN)
    except UnicodeError:
        terms = []
    return terms if len(terms) == len(kept) else list(map(read_term, kept))


BEGUN = "term >= :first AND term < :last"
"""The condition that a term begins in one way."""


def among_terms(s: Session, terms: Collection[str]) -> tuple[str, dict[str, object]]:
    """A condition that a row of the vocabulary is of one of some terms, and what is bound to it.

    Args:
        s: A transaction.
        terms: Any number.
    """
    return among(s, "term", list(map(write_term, terms)), "text")


def begun(beginning: str) -> dict[str, object]:
    """What is bound to the condition `BEGUN`.

    Args:
        beginning: Of the terms.
    """
    first = write_term(beginning)
    return {"first": first, "last": first + LAST}


def fetch_terms(s: Session, query: str, bound: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """All rows of a query of the vocabulary, as `storage.rows.fetch_rows` gives them, with the term as it is.

    Args:
        s: A transaction.
        query: SQL that selects the term before all else.
        bound: Its parameters.
    """
    rows = fetch_rows(s, query, bound)
    return [(term, *row[1:]) for term, row in zip(read_terms([row[0] for row in rows]), rows, strict=True)]
