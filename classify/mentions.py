"""What a paper names: the letters it answers, places, plots, amounts, persons; several of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from classify.amounts import read_amounts
from classify.cues import Token, tokenise
from classify.labels import labels_in
from classify.layout import Page
from classify.likeness import key_of_number, plain
from classify.localities import find_localities
from classify.mention import Finder, Mention
from classify.passages import Passage, passage_of
from classify.persons import find_persons
from classify.plots import find_plots
from classify.references import DATE, NUMBER, Reference, find_references
from nasti.model import Field

ANSWERING = frozenset(
    {"letter", "order", "circular", "notification", "memo", "demi_official", "application", "note", "order_sheet"}
)
"""Kinds that may name the letters they answer."""

_SEEN_AGAIN = 0.5
"""How much a second sight of a value adds to its confidence: the same misreading may come twice."""
_BODY_LABELS = frozenset({"to", "subject", "reference", "salutation"})
"""Labels that stand below a letter's own number and date."""


def find_mentions(
    kind: str, pages: Sequence[Page], near_year: int | None, *, own_number: str = ""
) -> Mapping[str, tuple[Field, ...]]:
    """What a paper names, distinct values in the order in which they stand.

    ``reference_number`` and ``reference_date`` are paired by their places: the first of the one belongs to the first of
    the other. Letters named with both come first; behind them come numbers that stand without a date, so there may be
    more numbers than dates and never more dates. A date without a number names no letter and is left out. Numbers that
    come with different dates stand once for each.

    Args:
        kind: One of `nasti.model.KINDS`.
        pages: Of the paper, with words, in order.
        near_year: A year that two-digit years lie close to: the nasti's.
        own_number: The paper's own number, which it repeats above the copies; "" where it has none.

    Returns:
        By name, without the names of which there is none: ``reference_number``, ``reference_date``, ``district``,
        ``tehsil`` (Hindi names, as the tables have them), ``village``, ``person`` (as printed), ``khasra`` (``176/4``),
        ``amount`` (rupees in digits, ``125000`` or ``12.50``).
    """
    found: dict[str, list[Field]] = {}
    references: list[tuple[Field, Field | None]] = []
    for first, page in enumerate(pages):
        passage = passage_of(page)
        tokens = tokenise(passage.text)
        for finder in _FINDERS:
            for mention in finder(passage.text, tokens):
                found.setdefault(mention.name, []).append(mention.as_field(passage))
        if kind in ANSWERING:
            body_from = 0 if first else _body_start(page, passage)
            named = find_references(passage, tokens, near_year, body_from)
            references.extend(_as_fields(reference, passage) for reference in named)
    distinct = {name: _distinct(fields) for name, fields in found.items()}
    return {**_paired(references, own_number), **{name: fields for name, fields in distinct.items() if fields}}


def _find_amounts(text: str, _tokens: tuple[Token, ...]) -> Iterator[Mention]:
    for amount in read_amounts(text):
        yield Mention("amount", amount.rupees, amount.fit, amount.start, amount.end)


_FINDERS: tuple[Finder, ...] = (find_localities, find_plots, _find_amounts, find_persons)


def _body_start(page: Page, passage: Passage) -> int:
    """Where the text of a paper begins on its first page: below the labels of its head, which hold its own number."""
    for row, start in zip(page.rows, passage.row_starts, strict=True):
        label = next(labels_in("letter", row), None)
        if label and label.first == row.cores[0] and label.name in _BODY_LABELS:
            return start
    return passage.row_starts[min(len(passage.row_starts) - 1, _HEAD_ROWS)] if passage.row_starts else 0


_HEAD_ROWS = 4


def _as_fields(reference: Reference, passage: Passage) -> tuple[Field, Field | None]:
    date = reference.date.as_field(passage) if reference.date else None
    return reference.number.as_field(passage), date


def _key(value: str | int) -> str:
    return key_of_number(str(value))


def _distinct(fields: Sequence[Field]) -> tuple[Field, ...]:
    """One field for each value, the best read of it, the surer the more often it stands."""
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(plain(str(field.value)) or str(field.value), []).append(field)
    return tuple(map(_strongest, groups.values()))


def _strongest(fields: Sequence[Field]) -> Field:
    best, *others = sorted(fields, key=lambda field: -field.confidence)
    doubt = 1 - best.confidence
    for other in others:
        doubt *= 1 - _SEEN_AGAIN * other.confidence
    return replace(best, confidence=round(1 - doubt, 3))


def _paired(references: Sequence[tuple[Field, Field | None]], own_number: str) -> dict[str, tuple[Field, ...]]:
    """Numbers and dates of the letters named, pairs first."""
    own = _key(own_number) if own_number else None
    groups: dict[tuple[str, str | int | None], list[tuple[Field, Field | None]]] = {}
    for number, date in references:
        if _key(number.value) != own:
            groups.setdefault((_key(number.value), date.value if date else None), []).append((number, date))
    dated = {key for key, date in groups if date is not None}
    pairs = [group for (_, date), group in groups.items() if date is not None]
    alone = [group for (key, date), group in groups.items() if date is None and key not in dated]
    numbers = tuple(_strongest([number for number, _ in group]) for group in (*pairs, *alone))
    dates = tuple(_strongest([date for _, date in group if date]) for group in pairs)
    return {name: fields for name, fields in ((NUMBER, numbers), (DATE, dates)) if fields}
