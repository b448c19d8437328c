"""Districts, tehsils and villages that a text names behind the words that announce them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from classify.cues import Token, word_list
from classify.layout import tidy
from classify.likeness import likeness, plain
from classify.mention import Mention, spelling_fit
from classify.place_names import Known, known_district, known_tehsil

_MOST_WORDS = 4
_JOINS = re.compile(r"[\s\-–—.]{0,4}")
_OPENS = re.compile(r"[\s:\-–—.]{0,4}")
_OPENS_BEHIND_OFFICE = re.compile(r"[\s:,\-–—.]{0,4}")
_SUFFIX = re.compile(r"\s?[-–]?\s?[0-9](?![0-9])")
"""The digit of a place that has one: भिलाई-3."""

_BY_OFFICE, _BEFORE_CUE, _UNKNOWN_TEHSIL = 0.96, 0.97, 0.6
_VILLAGE, _LONG_VILLAGE = 0.95, 0.9
_ALIKE_BY_OFFICE = 0.9

Known_ = Callable[[str], Known | None]


class _Named(NamedTuple):
    """A place and where its name stands."""

    known: Known
    start: int
    end: int


def find_localities(text: str, tokens: tuple[Token, ...]) -> Iterator[Mention]:
    """The districts, tehsils and villages that a text names.

    Districts and tehsils have the value of their tables, in Hindi; a tehsil that the table does not have, and every
    village, is as printed.

    Args:
        text: Of a page, with digits 0-9.
        tokens: Its words.
    """
    for index, token in enumerate(tokens):
        if token.cue == "district":
            yield from _district(text, tokens, index)
        elif token.cue == "collector":
            yield from _by_office(text, tokens, index, "district", known_district)
        elif token.cue == "tahsildar":
            yield from _by_office(text, tokens, index, "tehsil", known_tehsil)
        elif token.cue == "tehsil":
            yield from _tehsil(text, tokens, index)
        elif token.cue == "village":
            yield from _village(text, tokens, index)


def _district(text: str, tokens: Sequence[Token], index: int) -> Iterator[Mention]:
    cue = tokens[index]
    named = _after(text, tokens, index, known_district, _OPENS)
    if named:
        yield Mention("district", named.known.value, named.known.likeness, named.start, named.end, cue.likeness)
        return
    before = _before(text, tokens, index, known_district)
    if before:
        fit = before.known.likeness * _BEFORE_CUE
        yield Mention("district", before.known.value, fit, before.start, before.end, cue.likeness)


def _by_office(text: str, tokens: Sequence[Token], index: int, name: str, known: Known_) -> Iterator[Mention]:
    """The place of an officer: कलेक्टर, दुर्ग."""
    named = _after(text, tokens, index, known, _OPENS_BEHIND_OFFICE)
    if named and named.known.likeness >= _ALIKE_BY_OFFICE:
        fit = named.known.likeness * _BY_OFFICE
        yield Mention(name, named.known.value, fit, named.start, named.end, tokens[index].likeness)


def _tehsil(text: str, tokens: Sequence[Token], index: int) -> Iterator[Mention]:
    cue = tokens[index]
    named = _after(text, tokens, index, known_tehsil, _OPENS) or _shared(text, tokens, index)
    if named:
        yield Mention("tehsil", named.known.value, named.known.likeness, named.start, named.end, cue.likeness)
        return
    before = _before(text, tokens, index, known_tehsil)
    if before:
        fit = before.known.likeness * _BEFORE_CUE
        yield Mention("tehsil", before.known.value, fit, before.start, before.end, cue.likeness)
        return
    token = tokens[index + 1] if index + 1 < len(tokens) else None
    if token and _OPENS.fullmatch(text, cue.end, token.start) and not _ends(token) and len(plain(token.text)) > 2:
        yield Mention("tehsil", tidy(token.text), _UNKNOWN_TEHSIL, token.start, token.end, cue.likeness)


def _shared(text: str, tokens: Sequence[Token], index: int) -> _Named | None:
    """The tehsil of तहसील व जिला दुर्ग."""
    following = tokens[index + 1 : index + 3]
    if len(following) == 2 and plain(following[0].text) in _AND and following[1].cue == "district":
        return _after(text, tokens, index + 2, known_tehsil, _OPENS)
    return None


_AND = frozenset(map(plain, ("व", "एवं", "और", "तथा", "and")))


def _after(text: str, tokens: Sequence[Token], index: int, known: Known_, opens: re.Pattern[str]) -> _Named | None:
    """The place whose name begins behind a word, or behind one word of an office there."""
    first = _behind_name_label(tokens, index + 1)
    if first < len(tokens) and plain(tokens[first].text) in word_list("offices"):
        first, opens = first + 1, _OPENS_BEHIND_OFFICE
    if first >= len(tokens) or not opens.fullmatch(text, tokens[first - 1].end, tokens[first].start):
        return None
    last = first
    while last + 1 < min(len(tokens), first + _MOST_WORDS) and _joined(text, tokens, last):
        last += 1
    return _longest(text, [tokens[first : end + 1] for end in range(last, first - 1, -1)], known)


def _before(text: str, tokens: Sequence[Token], index: int, known: Known_) -> _Named | None:
    """The place whose name ends before a word: रायपुर जिले में."""
    first = index
    while first > max(0, index - _MOST_WORDS) and _joined(text, tokens, first - 1):
        first -= 1
    named = _longest(text, [tokens[start:index] for start in range(first, index)], known)
    return named if named and named.known.likeness == 1.0 else None


def _joined(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether nothing that ends a name stands between a word and the next."""
    return bool(_JOINS.fullmatch(text, tokens[index].end, tokens[index + 1].start))


def _longest(text: str, spans: Sequence[Sequence[Token]], known: Known_) -> _Named | None:
    """The place of the first span that is one, exactly if any is."""
    found: list[_Named] = []
    for span in spans:
        start, end = span[0].start, span[-1].end
        suffix = _SUFFIX.match(text, end)
        for stop in (suffix.end(), end) if suffix else (end,):
            place = known(text[start:stop])
            if place and (place.likeness == 1.0 or not any(map(_ends, span))):
                found.append(_Named(place, start, stop))
    return max(found, key=lambda named: named.known.likeness, default=None)


def _village(text: str, tokens: Sequence[Token], index: int) -> Iterator[Mention]:
    cue, first = tokens[index], _behind_name_label(tokens, index + 1)
    if first >= len(tokens) or not _OPENS.fullmatch(text, tokens[first - 1].end, tokens[first].start):
        return
    if _ends(tokens[first]) or _is_no_village(tokens[first]):
        return
    last = first
    if first + 1 < len(tokens) and _goes_on(text, tokens, first):
        last += 1
    end = tokens[last].end
    suffix = _SUFFIX.match(text, end)
    end = suffix.end() if suffix and text[end] in "-–" else end
    name = tidy(" ".join(text[tokens[first].start : end].split()))
    fit = (_VILLAGE if last == first else _LONG_VILLAGE) * spelling_fit(name)
    if _GLUED.search(name) or len(name) < _USUAL_LETTERS:
        fit *= _GLUED_FIT
    yield Mention("village", name, fit, tokens[first].start, end, cue.likeness)


_GLUED = re.compile("(?<=..)(?:के|में|को|ने|से)$")
_GLUED_FIT = 0.8
"""Trust in a name that ends as if the next word were glued to it, or that is very short."""
_USUAL_LETTERS = 4
_NO_VILLAGE_LIKENESS = 0.7


def _is_no_village(token: Token) -> bool:
    read = plain(token.text)
    return (
        len(read) < 2
        or read in word_list("village_behind")
        or any(
            read == word or (len(word) > 4 and likeness(read, word) >= _NO_VILLAGE_LIKENESS)
            for word in word_list("not_village")
        )
    )


def _behind_name_label(tokens: Sequence[Token], first: int) -> int:
    """The place of the word behind का नाम, or of the given one."""
    while first < len(tokens) and plain(tokens[first].text) in _NAME_LABEL:
        first += 1
    return first


_NAME_LABEL = frozenset(map(plain, ("का", "नाम", "Name")))


def _goes_on(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether the name of a village has a second word: बड़े डोंगर, खम्हरिया खुर्द."""
    word, following = tokens[index], tokens[index + 1]
    if not re.fullmatch(r"[ \n]", text[word.end : following.start]) or _ends(following):
        return False
    return plain(word.text) in word_list("village_before") or plain(following.text) in word_list("village_behind")


def _ends(token: Token) -> bool:
    return bool(token.cue) or plain(token.text) in word_list("function_words")
