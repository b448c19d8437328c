"""What a person typed, as clauses that must all match."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.orm import Session

from nasti.hindi import find_numbers, nfc, number_key, number_parts, tokens
from storage.spelling import SURE, spell

MOST_CHARACTERS = 500
"""What is typed beyond this is not looked at."""

MOST_CLAUSES = 12
"""Words, phrases and numbers beyond these are not looked at."""

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_AS_NEAR_AS_BEST = 0.02


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found.

    Attributes:
        typed: As typed.
        kind: "word" (one token), "phrase" (tokens that follow each other) or "number" (a file number or a piece).
        words: Its folded tokens.
        number: The canonical parts of a number; empty for words and phrases.
        exact: Tokens that count as the word itself: the token, and the Hindi word a Roman spelling surely means.
        near: Tokens that may be meant.
    """

    typed: str
    kind: Literal["word", "phrase", "number"]
    words: tuple[str, ...]
    number: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def either(self) -> tuple[str, ...]:
        """Every token that is accepted for a word."""
        return self.exact + self.near


def clean(query: str) -> str:
    """A query as it is worked with: no control characters or half surrogates, NFC, of bounded length.

    Args:
        query: Anything.
    """
    return " ".join(nfc(_UNUSABLE.sub(" ", query[: 4 * MOST_CHARACTERS])).split())[:MOST_CHARACTERS]


def parse(query: str) -> tuple[Clause, ...]:
    """The clauses of a query, in the order typed, none twice. Any text is a query; one without words has no clauses.

    Args:
        query: A cleaned query: words, "phrases", file numbers in any spelling or pieces of them.
    """
    clauses: list[Clause] = []
    at = 0
    for quoted in _QUOTED.finditer(query):
        clauses += _loose(query[at : quoted.start()])
        clauses += _together(quoted[1], "phrase")
        at = quoted.end()
    clauses += _loose(query[at:])
    different = {(clause.words, clause.number): clause for clause in reversed(clauses)}
    return tuple(reversed(different.values()))[:MOST_CLAUSES]


def widen(s: Session, clause: Clause) -> Clause:
    """A clause with the Hindi words of the vocabulary that its Roman spelling may stand for.

    Args:
        s: A transaction.
        clause: Phrases and numbers are given back as they are.
    """
    if clause.kind != "word":
        return clause
    found = spell(s, clause.words[0])
    best = max((near for _, near in found), default=0.0)
    sure = [term for term, near in found if near >= max(SURE, best - _AS_NEAR_AS_BEST)]
    return replace(clause, exact=(*clause.exact, *sure), near=tuple(term for term, _ in found if term not in sure))


def _loose(text: str) -> list[Clause]:
    words = text.split()
    clauses: list[Clause] = []
    at = 0
    for first, end, key in find_numbers(words):
        # "नस्ती क्रमांक" before a number need not stand on the page.
        while first > at and number_key(" ".join(words[first - 1 : end])) == key:
            first -= 1
        clauses += [clause for word in words[at:first] for clause in _together(word, "word")]
        number = " ".join(words[first:end])
        clauses.append(Clause(number, "number", tokens(number), tuple(key.split("/"))))
        at = end
    return clauses + [clause for word in words[at:] for clause in _together(word, "word")]


def _together(text: str, kind: Literal["word", "phrase"]) -> list[Clause]:
    """One clause for text whose tokens follow each other."""
    words = tokens(text)
    if not words:
        return []
    if len(words) == 1:
        return [Clause(text, "word", words, exact=words)]
    number = number_parts(text) if kind == "word" else ()
    if len(number) > 1 and any(part.isdecimal() for part in number):
        return [Clause(text, "number", words, number)]
    return [Clause(text, "phrase", words)]
