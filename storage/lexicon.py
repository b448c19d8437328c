"""The words that are known to be right, and which of them owns a misreading.

A token that is not known is most probably a misreading of the known word that is both common and near to it. That word
owns it, from the moment the token enters the vocabulary, so that a search for the word finds what was misread by one
look-up, and nothing that some other word explains better.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from nasti.hindi import fold, has_devanagari
from nasti.lexicon.inflect import INFLECTIONS
from nasti.lexicon.words import general_words, office_words, read_lines

TENTH = 10
"""Distances are counted in tenths of an edit."""

SHORTEST = 3
"""Signs of a word that owns misreadings, and of a misreading: shorter ones are near to everything."""

_HALF = TENTH // 2
_LONG = 9
"""Signs of a token that may have been misread in three places."""

_PER_EDIT = 8.0
"""How much likelier an edit makes another word, in natural logarithms of how common the words are."""

_SECTION_RANKS = {
    "frequent": 60, "words": 700, "nouns": 900, "adjectives": 900, "verbs": 2500, "names": 1500, "places": 1500,
}  # fmt: skip
_BENT_RANK, _GENERAL_RANK, _GAZETTEER_RANK = 2500, 1000, 2000

_SIGNS = frozenset("ािीुूृेैोौं्")
"""Signs above, below and beside letters: recognisers lose, add and mix them up more than letters."""

_HALF_EDITS = frozenset(
    (
        "जन", "वब", "घध", "भम", "डढ", "टद", "दढ", "थय", "पष", "पम", "तन", "टठ", "मग", "गण", "नब", "एग", "भश", "पय",
        "रस", "हड", "वत", "इई", "उऊ", "एऐ", "खर", "ङड", "कफ", "षय", "लत", "सम", "चव", "चज", "हइ",
        "lI", "l1", "i1", "il", "ce", "oa", "ec", "hb", "nu", "nr", "vy", "tf", "tl", "o0", "uv", "ij", "gq", "mn",
        *_SIGNS, *(one + other for one in _SIGNS for other in _SIGNS),
    )
)  # fmt: skip
"""Letters that recognisers take for each other, in one order; signs alone, that they lose or add; signs for signs.

Source: counted on drawn pages in 33 typefaces and on aged ones."""


class Owner(NamedTuple):
    """The known word that a token is most probably a misreading of.

    Attributes:
        word: The word, folded.
        distance: Between the two, in tenths of an edit.
    """

    word: str
    distance: int


def is_known(token: str) -> bool:
    """Whether a token is a word of the lists.

    Args:
        token: Folded.
    """
    return token in _shares()


def most_distance(length: int, *, wide: bool = True) -> int:
    """How far a misreading may be from its word, in tenths of an edit.

    Args:
        length: Of the word, in signs.
        wide: As far as any is owned; otherwise as far as is probable.
    """
    probable = 5 if length <= 3 else 10 if length == 4 else 15 if length == 5 else 20 if length <= 8 else 25
    return probable + (5 if wide else 0)


def distance(right: str, read: str) -> int:
    """How far a token is from a word in tenths of an edit: signs, and letters that look alike, are half an edit.

    Args:
        right: The word, folded.
        read: The token.
    """
    total = 0
    for edit in Levenshtein.editops(right, read):
        one = "" if edit.tag == "insert" else right[edit.src_pos]
        other = "" if edit.tag == "delete" else read[edit.dest_pos]
        total += _HALF if one + other in _HALF_EDITS or other + one in _HALF_EDITS else TENTH
    return total


def near_among(word: str, tokens: Sequence[str], most: int) -> dict[str, int]:
    """Tokens that are near to a word, with their distance.

    Args:
        word: Folded.
        tokens: Any number.
        most: How far, in tenths of an edit.
    """
    # Each edit is half of one at least.
    probable = extract(word, tokens, scorer=Levenshtein.distance, score_cutoff=most // _HALF, limit=None)
    found = {token: distance(word, token) for token, _, _ in probable}
    return {token: far for token, far in found.items() if far <= most}


def find_owner(token: str) -> Owner | None:
    """The known word that a token is most probably a misreading of.

    Args:
        token: Folded.

    Returns:
        None for known words, for digits and short tokens, and for what is near to no known word.
    """
    if len(token) < SHORTEST or token[0].isdecimal() or is_known(token):
        return None
    return _find_owner(token)


@lru_cache(maxsize=1 << 16)
def _find_owner(token: str) -> Owner | None:
    shares = _shares()
    best, least = None, -math.inf
    for word, edits, _ in _candidates(token):
        share = shares[word]
        # Each edit is half of one at least.
        if share - _PER_EDIT * edits * 0.5 < least:
            continue
        far = distance(word, token)
        score = share - _PER_EDIT * far / TENTH
        if far <= most_distance(len(word)) and (best is None or (score, word) > (least, best.word)):
            best, least = Owner(word, far), score
    return best


def known_near(token: str) -> list[tuple[str, int]]:
    """Known words near a token, with their distance, the likeliest first.

    Args:
        token: Folded.
    """
    shares = _shares()
    found = {word: distance(word, token) for word, *_ in _candidates(token)}
    return sorted(found.items(), key=lambda one: (_PER_EDIT * one[1] / TENTH - shares[one[0]], one[0]))


def _candidates(token: str) -> list[tuple[str, int, int]]:
    """Known words that are some edits away, the nearest first, with these; a word may be there more than once."""
    most = 2 if len(token) < _LONG else 3
    found = extract(token, _alike(token), scorer=Levenshtein.distance, score_cutoff=most, limit=None)
    return found


def _alike(token: str) -> list[str]:
    """Known words that share the skeleton with a token, or a half and are two signs shorter or longer at most."""
    half = len(token) // 2
    begun, ended = _halves()
    # Such words have halves of three lengths; of the shortest or of the longest of these, one parity is near enough.
    if len(token) % 2:
        first, last, longest, shortest = begun.odd, begun.either, ended.odd, ended.either
    else:
        first, last, longest, shortest = begun.either, begun.even, ended.either, ended.even
    return [
        *_skeletons().get(_skeleton(token), ()),
        *first.get(token[: half - 1], ()),
        *begun.either.get(token[:half], ()),
        *last.get(token[: half + 1], ()),
        *longest.get(token[half - 1 :], ()),
        *ended.either.get(token[half:], ()),
        *shortest.get(token[half + 1 :], ()),
    ]


_Words = dict[str, tuple[str, ...]]


class _Half(NamedTuple):
    """Known words by a half of them: those of an even number of signs, of an odd one, of either."""

    even: _Words
    odd: _Words
    either: _Words


_CLASSES = str.maketrans("बघमढदयषपनठणशसखङफछझथ", "वधभडटथथथतटगतरवडकचजथ")

_BONES = _CLASSES | {ord(sign): None for sign in _SIGNS}


def _skeleton(word: str) -> str:
    """The letters of a word without signs, those that look alike being one."""
    return word.translate(_BONES)


@lru_cache(maxsize=1)
def _halves() -> tuple[_Half, _Half]:
    """Known words by either half: whatever is one edit away shares one, or the skeleton."""
    words = [word for word in _likeliest_first() if len(word) >= SHORTEST]
    even = [word for word in words if len(word) % 2 == 0]
    odd = [word for word in words if len(word) % 2]
    begun, ended = (
        _Half(_by(half, even), _by(half, odd), _by(half, words))
        for half in (lambda word: word[: len(word) // 2], lambda word: word[len(word) // 2 :])
    )
    return begun, ended


@lru_cache(maxsize=1)
def _skeletons() -> _Words:
    """Known Devanagari words by their skeleton."""
    return _by(_skeleton, (word for word in _likeliest_first() if len(word) >= SHORTEST and has_devanagari(word)))


def _by(key: Callable[[str], str], words: Iterable[str]) -> _Words:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        found[key(word)].append(word)
    return {one: tuple(some) for one, some in found.items()}


def _likeliest_first() -> list[str]:
    # Those that come later then seldom are better than the best before.
    shares = _shares()
    return sorted(shares, key=lambda word: -shares[word])


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    """Known words, folded, and the natural logarithm of how common each is, by Zipf's law."""
    ranks: dict[str, int] = {}

    def note(words: Iterable[str], rank: int) -> None:
        for word in words:
            folded = fold(word)
            if folded and " " not in folded and not folded[0].isdecimal():
                ranks[folded] = min(rank, ranks.get(folded, rank))

    for place, word in enumerate(general_words()):
        note((word,), place + _GENERAL_RANK)
    for section, word in office_words():
        note((word,), _SECTION_RANKS[section])
        if section in INFLECTIONS:
            note(INFLECTIONS[section](word), _BENT_RANK)
    for line in read_lines("gazetteer.txt"):
        if not line.startswith("["):
            note(line.split(), _GAZETTEER_RANK)
    return {word: -math.log(rank + 1) for word, rank in ranks.items()}
