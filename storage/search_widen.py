"""What else may stand for a word that was typed: its forms, its misreadings, Hindi for Roman letters, aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from nasti.hindi import fold, has_devanagari
from nasti.lexicon.inflect import inflect_noun, uninflect
from storage.aliases import aliases
from storage.lexicon import SHORTEST, distance, is_known, known_near, most_distance, near_among
from storage.rows import among
from storage.search_fields import field_term
from storage.search_query import Clause, Slot
from storage.spelling import SURE, spell
from storage.term_keys import owner_key, read_keys
from storage.term_text import BEGUN, among_terms, begun, fetch_terms
from storage.vocabulary import Known, list_begun

MOST_WIDENED = 8
"""Words of a query for which others are looked for that may be meant; those behind them are found as typed."""

MOST_MISREADINGS = 300
"""Misreadings of one word that are looked for, the most frequent first."""

MOST_OWNED = 400
"""Misreadings of one word among which these are, those that were met first: the frequent ones are met early."""

MOST_NEIGHBOURS = 64
"""The same of tokens that are an edit away from a word that owns nothing."""

MOST_LONGER = 12_000
"""Tokens that begin with a word, among which those that are it and another one are looked for."""

SHORTEST_MERGED = 4
"""Signs of a word that is looked for at the beginning of longer ones: shorter ones begin too many."""

LONGEST = 24
"""Signs of a word that is looked for with an edit: longer ones are no words."""

SHORTEST_PARTED = 5
"""Signs of a word that may have been read as two."""

_SHORTEST_PART = 2

FEW = 30
"""Pages below which wider candidates are looked for by themselves."""

_NOTHING: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
_AS_NEAR_AS_BEST = 0.02
MOST_BEGUN = 4_000
"""Tokens that begin like a word that owns nothing, among which its misreadings are looked for."""

_OTHER_LENGTH = 2
_COLUMNS = "SELECT term, documents, distance FROM term WHERE"
_RARER = 0.5
"""A misreading is found on fewer pages than this share of those with the right word."""

_DEVANAGARI = "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूृेैोौं्"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


class _Found(NamedTuple):
    """A token of the vocabulary, and how far it is from the known word that owns it."""

    term: str
    documents: int
    owned: int | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was looked up of words, so that a wider search need not look again.

    Attributes:
        spelt: Hindi words that Roman spellings surely mean, and those that they may mean.
        owned: Tokens that are owned by known words, those on many pages first.
        known: What the vocabulary has of tokens.
    """

    spelt: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    owned: dict[str, list[_Found]] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)


def widen(
    s: Session, clauses: Sequence[Clause], *, wide: bool, looked_up: LookedUp | None = None
) -> tuple[Clause, ...]:
    """Clauses with all that may stand for their words.

    Args:
        s: A transaction.
        clauses: Parsed; numbers, dates, prefixes and filters are given back as they are.
        wide: Whether candidates that are less probable count as well.
        looked_up: By an earlier call of the same transaction.
    """
    looked_up = looked_up or LookedUp()
    every = [_words(clause) for clause in clauses]
    words = _first_words(every)
    others = aliases(s, set().union(*every))
    for word in words - looked_up.spelt.keys():
        looked_up.spelt[word] = _spell(s, word) if word not in others else ((), ())
    spelt = looked_up.spelt
    exact = {word: (word, *others.get(word, ()), *spelt.get(word, _NOTHING)[0]) for word in set().union(*every)}
    meant = {one for word in words for one in exact[word]}
    misread, merged = _misreadings(s, meant, looked_up, wide=wide), _merged(s, meant)
    misread = {word: [*misread.get(word, ()), *merged.get(word, ())] for word in meant}
    # Known words own what is near them, and Roman letters that are Hindi are no English word misread.
    alone = [word for word in words if not is_known(word) and len(exact[word]) == 1]
    neighbours = _neighbours(s, alone, wide=wide)
    widened = []
    for clause, some in zip(clauses, every, strict=True):
        if not some:
            widened.append(clause)
            continue
        as_typed = not some <= words
        near = ({}, {}, {}) if as_typed else (spelt, misread, neighbours)
        runs = tuple(tuple(_fill(slot, clause, exact, *near) for slot in run) for run in clause.runs)
        parted = () if as_typed else _parted(clause)
        widened.append(replace(clause, runs=(*runs, *parted), as_typed=as_typed))
    return tuple(widened)


def _words(clause: Clause) -> set[str]:
    """The words of a clause for which others are looked for."""
    return {slot.token for run in clause.runs for slot in run} if _takes(clause) else set()


def _first_words(clauses: Sequence[set[str]]) -> set[str]:
    """The words of the first clauses that have few enough of them."""
    found: set[str] = set()
    for words in clauses:
        if len(found | words) <= MOST_WIDENED:
            found |= words
    return found


def suggest(s: Session, clauses: Sequence[Clause]) -> dict[str, str]:
    """For words that were typed and are not in the vocabulary, the likeliest that is.

    Args:
        s: A transaction.
        clauses: Parsed.
    """
    words = set().union(*map(_words, clauses))
    missing = words - _documents(s, words).keys()
    near = {word: [one for one, _ in known_near(word)[:20]] for word in missing if len(word) >= SHORTEST}
    there = _documents(s, {one for found in near.values() for one in found})
    best = {word: next((one for one in found if one in there), None) for word, found in near.items()}
    return {word: one for word, one in best.items() if one is not None}


def _takes(clause: Clause) -> bool:
    return clause.kind in ("word", "phrase") and clause.field not in ("date", "head") and not clause.without


def _fill(
    slot: Slot, clause: Clause, exact: Mapping[str, tuple[str, ...]],
    spelt: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
    misread: Mapping[str, Sequence[str]], neighbours: Mapping[str, Sequence[str]],
) -> Slot:  # fmt: skip
    typed = exact[slot.token]
    forms = [] if clause.kind == "phrase" else [form for one in typed for form in _forms(one)]
    sounds = spelt.get(slot.token, _NOTHING)[1]
    near = [*sounds, *(one for word in typed for one in misread.get(word, ())), *neighbours.get(slot.token, ())]
    forms = [one for one in dict.fromkeys(forms) if one not in typed]
    near = [one for one in dict.fromkeys(near) if one not in typed and one not in forms]
    if clause.field:
        terms = [tuple(field_term(clause.field, one) for one in some) for some in (typed, forms, near)]
        return replace(slot, exact=terms[0], forms=terms[1], near=terms[2])
    return replace(slot, exact=typed, forms=tuple(forms), near=tuple(near))


def _spell(s: Session, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Hindi words that a Roman spelling surely means, and those that it may mean."""
    found = spell(s, word)
    best = max((near for _, near in found), default=0.0)
    sure = tuple(term for term, near in found if near >= max(SURE, best - _AS_NEAR_AS_BEST))
    return sure, tuple(term for term, _ in found if term not in sure)


def _forms(word: str) -> list[str]:
    """Forms of a Hindi word of other number and case."""
    if len(word) < SHORTEST or not has_devanagari(word):
        return []
    bases = [base for base in uninflect(word) if is_known(fold(base))] or [word]
    return [fold(form) for base in bases for form in inflect_noun(base)]


def _documents(s: Session, words: set[str]) -> dict[str, int]:
    condition, bound = among_terms(s, words)
    return dict(fetch_terms(s, f"SELECT term, documents FROM term WHERE documents > 0 AND {condition}", bound))


def _misreadings(s: Session, words: set[str], looked_up: LookedUp, *, wide: bool) -> dict[str, list[str]]:
    """Tokens of the vocabulary that are owned by words: most probably misreadings of them."""
    owners = {word for word in words if is_known(word)}
    looked_up.owned.update(_owned(s, owners - looked_up.owned.keys(), looked_up.known))
    counts = _documents(s, owners)
    found: dict[str, list[str]] = {}
    for word in owners:
        far, most = most_distance(len(word), wide=wide), _fewer(counts.get(word, 0))
        some = [one.term for one in looked_up.owned[word] if one.documents <= most and (one.owned or 0) <= far]
        found[word] = some[:MOST_MISREADINGS]
    return found


def _owned(s: Session, words: set[str], known: dict[str, Known]) -> dict[str, list[_Found]]:
    """Tokens that words own, those on many pages first; what the vocabulary has of them is added to what is known."""
    if not words:
        return {}
    ids = read_keys(s, [owner_key(word) for word in words], MOST_OWNED)
    condition, bound = among(s, "id", {one for some in ids.values() for one in some}, "integer")
    rows = fetch_terms(s, f"SELECT term, id, documents, distance, newest FROM term WHERE {condition}", bound)
    there = {term_id: _Found(term, documents, far) for term, term_id, documents, far, _ in rows}
    known.update((term, Known(one, documents, bytes(newest))) for term, one, documents, _, newest in rows)
    found = {word: [there[one] for one in ids.get(owner_key(word), ()) if one in there] for word in words}
    return {word: sorted(some, key=lambda one: (-one.documents, one.term)) for word, some in found.items()}


def _parted(clause: Clause) -> Iterator[tuple[Slot, ...]]:
    """A word read as two, where that is not two words: only what is near, never what was typed."""
    if clause.kind != "word" or clause.field:
        return
    word = clause.words[0]
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        parts = word[:at], word[at:]
        if SHORTEST_PARTED <= len(word) <= LONGEST and not word[0].isdecimal() and not all(map(is_known, parts)):
            yield tuple(Slot(part, (), near=(part,)) for part in parts)


def _merged(s: Session, words: set[str]) -> dict[str, list[str]]:
    """Tokens that are a word and the one behind it, read as one."""
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST_MERGED and not word[0].isdecimal():
            longer = list_begun(s, word, MOST_LONGER)
            merged = (one for one in longer if is_known(one.removeprefix(word)) and not is_known(one))
            found[word] = list(islice(merged, MOST_MISREADINGS))
    return found


def _neighbours(s: Session, words: Sequence[str], *, wide: bool) -> dict[str, list[str]]:
    """Tokens of the vocabulary that are one edit, or in their second half some, from words that own nothing."""
    long = [word for word in words if SHORTEST < len(word) <= LONGEST and not word[0].isdecimal()]
    if not long:
        return {}
    variants = {word: _one_edit(word) for word in long}
    condition, bound = among_terms(s, set().union(*variants.values()))
    there = {term: _Found(term, *row) for term, *row in fetch_terms(s, f"{_COLUMNS} {condition}", bound)}
    counts = _documents(s, set(long))
    near: dict[str, list[str]] = {}
    for word, some in variants.items():
        alike = {one: there[one] for one in some if one in there} | _begun_alike(s, word, wide=wide)
        far = {one: distance(word, one) for one in alike}
        found = [one for one in alike.values() if wide or one.owned is None or one.owned > far[one.term]]
        # A word that is neither known nor there was typed wrongly: what is right may be near it.
        if is_known(word) or word in counts:
            found = [one for one in found if not is_known(one.term) and one.documents <= _fewer(counts.get(word, 0))]
        ranked = sorted(found, key=lambda one: (far[one.term], -one.documents, one.term))
        near[word] = [one.term for one in ranked[:MOST_NEIGHBOURS]]
    return near


def _begun_alike(s: Session, word: str, *, wide: bool) -> dict[str, _Found]:
    """Tokens that begin like a word and are near to it."""
    half = word[: len(word) // 2]
    if len(half) < SHORTEST:
        return {}
    query = f"{_COLUMNS} {BEGUN} ORDER BY term LIMIT :most"
    rows = fetch_terms(s, query, {**begun(half), "most": MOST_BEGUN})
    found = {row[0]: _Found(*row) for row in rows if row[0] != word and abs(len(row[0]) - len(word)) <= _OTHER_LENGTH}
    return {one: found[one] for one in near_among(word, list(found), most_distance(len(word), wide=wide))}


def _fewer(documents: int) -> float:
    """On how many pages a misreading of a word stands at most that itself stands on so many."""
    return max(2, _RARER * documents)


def _one_edit(word: str) -> set[str]:
    letters = _DEVANAGARI if has_devanagari(word) else _LATIN
    places = range(len(word) + 1)
    shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
    other = {word[:at] + letter + word[at + 1 :] for at in range(len(word)) for letter in letters}
    longer = {word[:at] + letter + word[at:] for at in places for letter in letters}
    return (shorter | other | longer) - {word}
