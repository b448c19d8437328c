"""What a person typed, as clauses: any text is a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from nasti.hindi import find_numbers, fold, nfc, number_key, number_parts, tokens
from storage.search_dates import date_cover, read_years
from storage.search_fields import FIELDS, KIND_NAMES, PART_NAMES, Field, field_term, number_terms

MOST_CHARACTERS = 500
"""What is typed beyond this is not looked at."""

MOST_CLAUSES = 12
"""Words, phrases and numbers beyond these are not looked at."""

_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"(?P<minus>(?:(?<=\s)|^)[-−–](?=\S))?(?:(?P<field>[^\W\d][\w\u0900-\u097f-]*):\s?)?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]|(?P<bare>[^\s{_QUOTES}]+))?"
)
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_STAR = re.compile(r"\*+$")

ClauseKind = Literal["word", "phrase", "number", "prefix", "filter", "ignored"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a run, and the terms that may stand there.

    Attributes:
        token: Folded, as typed.
        exact: Terms that count as typed.
        forms: Its forms of other number and case; they count as typed.
        near: Terms that may be meant.
        begins: Whether terms that begin like the exact one count as well.
    """

    token: str
    exact: tuple[str, ...]
    forms: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    begins: bool = False

    @property
    def either(self) -> tuple[str, ...]:
        """Every term that is accepted."""
        return self.exact + self.forms + self.near


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found, or must not.

    Attributes:
        typed: As typed.
        kind: "word" (one token), "phrase" (tokens that follow each other), "number" (a file number or a piece),
            "prefix" (the beginning of a word), "filter" (years, a kind of page, a part) or "ignored" (no value of its
            field).
        runs: Terms that follow each other; one of the runs must be there. None for filters.
        words: Folded tokens of the text, to be lit.
        number: The canonical parts of a number.
        field: The field it was asked for in; "" for anywhere.
        without: Whether it must not be found.
        values: Of a filter: years from and to, kinds, or parts.
        as_typed: Whether nothing else was looked for than what was typed, as there were words enough before it.
    """

    typed: str
    kind: ClauseKind
    runs: tuple[tuple[Slot, ...], ...] = ()
    words: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    field: str = ""
    without: bool = False
    values: tuple[str | int, ...] = ()
    as_typed: bool = False


def clean(query: str) -> str:
    """A query as it is worked with: no control characters or half surrogates, NFC, of bounded length.

    Args:
        query: Anything.
    """
    return " ".join(nfc(_UNUSABLE.sub(" ", query[: 4 * MOST_CHARACTERS])).split())[:MOST_CHARACTERS]


def parse(query: str) -> tuple[Clause, ...]:
    """The clauses of a query, in the order typed, none twice. Any text is a query; one without words has no clauses.

    Args:
        query: A cleaned query: words, "phrases", file numbers in any spelling or pieces of them, begin*, -without,
            field:value.
    """
    clauses: list[Clause] = []
    at = 0
    for item in _ITEM.finditer(query):
        special = _read_item(item, query[: item.start()])
        if special is not None:
            clauses += [*_loose(query[at : item.start()]), *special]
            at = item.end()
    clauses += _loose(query[at:])
    different = {(one.runs, one.field, one.values, one.without, one.kind): one for one in reversed(clauses)}
    return tuple(reversed(different.values()))[:MOST_CLAUSES]


def _read_item(item: re.Match[str], before: str) -> list[Clause] | None:
    """The clauses of what is more than a loose word; None for loose words, which may be parts of a file number."""
    minus, quoted, bare = item["minus"], item["quoted"], item["bare"]
    field = FIELDS.get(fold(item["field"])) if item["field"] else None
    if item["field"] and field is None:
        # A colon after what is no field's name: part of the text.
        bare, quoted = f"{item['field']}:{bare or ''}", quoted
        if quoted is not None:
            return None
    text = quoted if quoted is not None else bare
    if text is None or (minus and _in_number(bare or "", before)):
        return None
    if field is None and quoted is None and not minus:
        return _prefix(text, item[0]) if _STAR.search(text) else None
    if field is not None:
        found = _in_field(field, text, item[0], quoted=quoted is not None)
    elif quoted is not None:
        found = _together(text, "phrase")
    else:
        found = _prefix(text, item[0]) or _together(text, "word")
    return [replace(one, typed=item[0], without=bool(minus)) for one in found]


def _in_number(text: str, before: str) -> bool:
    """Whether what follows a minus goes on with a file number before it: ``142/अ -27``."""
    last = before.split()[-1:] or [""]
    return text[:1].isdigit() and "/" in last[0]


def _prefix(text: str, typed: str) -> list[Clause] | None:
    words = tokens(_STAR.sub("", text))
    if not _STAR.search(text) or not words:
        return None
    slots = (*_slots(words[:-1]), Slot(words[-1], (words[-1],), begins=True))
    return [Clause(typed, "prefix", (slots,), words)]


def _in_field(field: Field, text: str, typed: str, *, quoted: bool) -> list[Clause]:
    """A value asked for in a field; what is no value of its kind is left out of the search and said so."""
    ignored = [Clause(typed, "ignored", field=field.name)]
    if field.sort == "year":
        years = read_years(text)
        return [Clause(typed, "filter", field="year", values=years)] if years else ignored
    if field.sort in ("kind", "part"):
        names = KIND_NAMES if field.sort == "kind" else PART_NAMES
        value = names.get(fold(text).replace(" ", ""), names.get(fold(text)))
        return [Clause(typed, "filter", field=field.name, values=(value,))] if value else ignored
    if field.sort == "date":
        terms = tuple(field_term("date", one) for one in date_cover(text))
        return [Clause(typed, "word", ((Slot(text, terms),),), field="date")] if terms else ignored
    if field.sort in ("number", "head"):
        parts = number_parts(text)
        if not parts:
            return ignored
        if field.sort == "head":
            return [Clause(typed, "phrase", (_slots(field_term("head", part) for part in parts),), field="head")]
        return [Clause(typed, "number", (_number_run(parts),), tokens(text), parts, field="number")]
    begins = bool(_STAR.search(text)) and not quoted
    words = tokens(text)
    if not words:
        return ignored
    slots = [Slot(word, (field_term(field.name, word),)) for word in words]
    slots[-1] = replace(slots[-1], begins=begins)
    kind: ClauseKind = "prefix" if begins else "word" if len(words) == 1 else "phrase"
    return [Clause(typed, kind, (tuple(slots),), words, field=field.name)]


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
        clauses.append(_number(number, tuple(key.split("/"))))
        at = end
    return clauses + [clause for word in words[at:] for clause in _together(word, "word")]


def _together(text: str, kind: Literal["word", "phrase"]) -> list[Clause]:
    """One clause for text whose tokens follow each other."""
    words = tokens(text)
    if not words:
        return []
    if len(words) == 1:
        return [Clause(text, "word", (_slots(words),), words)]
    number = number_parts(text) if kind == "word" else ()
    if len(number) > 1 and any(part.isdecimal() for part in number):
        return [_number(text, number)]
    return [Clause(text, "phrase", (_slots(words),), words)]


def _number(text: str, parts: tuple[str, ...]) -> Clause:
    words = tokens(text)
    return Clause(text, "number", (_slots(words), _number_run(parts)), words, parts)


def _number_run(parts: tuple[str, ...]) -> tuple[Slot, ...]:
    """A number may have been typed in part, up to the middle of its last digits."""
    slots = _slots(number_terms(parts))
    return (*slots[:-1], replace(slots[-1], begins=parts[-1].isdecimal()))


def _slots(terms: Iterable[str]) -> tuple[Slot, ...]:
    return tuple(Slot(term, (term,)) for term in terms)
