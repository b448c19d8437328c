"""Finds words that were misread, and says what was printed: a noisy channel that learns the habits of each page.

A word that the lexicon does not know is either one it does not hold, or a known word of which the recogniser took some
signs for others. Which signs it mistakes depends on the typeface: in one every ज is read as न, in another nothing is.
So how often each sign is taken for which other is estimated on the page itself, from all its words together, and a
word is changed only where that makes one known word far likelier than all else. Names, numbers and Latin words stay
as they were read.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, zip_longest

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from nasti.model import Word
from ocr.lexicon import Lexicon, load_lexicon, standardise
from ocr.repair import change_text

Edit = tuple[str, str]
"""What was printed and what was read: a sign or two each; "" where there is none."""

_LOOK_ALIKE = """
ज>न व>ब ब>व घ>ध ध>घ भ>म म>भ ड>ढ ढ>ड ट>द द>ढ थ>य य>थ प>ष ष>प प>म त>न न>त ट>ठ ठ>ट म>ग ग>ण न>ब ए>ग भ>श प>य र>स ह>ड
व>त ि>ी ी>ि ु>ू ू>ु े>ै ै>े ो>ौ ौ>ो ा>ो ो>ा ी>ो ृ>ू ू>ृ ौ>ी ं>ँ ँ>ं इ>ई ई>इ उ>ऊ ए>ऐ ऐ>ए औ>ऑ ऑ>औ आ>ऑ ्>ू
ं> >ं ्> >् ़> >़ ः> >ः ँ> >ँ र्> >र् ्र> >्र >्व ख>रव रव>ख स्व>ख ज्ञ>ज़ ाँ>ॉ आँ>ऑ ै>ॅ ौ>ॉ ़>् ृ>ु ु>ृ ू>ु ह>इ रा>य द>ढ़ रा>श
स>य घ>च न>ग न>व क>व ँ>ॅ ड>ङ ड़>ङ ्ञ> त्> ड>इ ज>ल प्त>म ए>उ श>ज त>ल न>ज ध>व
"""
_ALIKE = dict.fromkeys((printed, read) for printed, _, read in (pair.partition(">") for pair in _LOOK_ALIKE.split()))
"""Signs that look alike, printed first; in one order in every process.
Source: counted on 33 pages drawn in as many typefaces, and on aged ones; the last ten on five tuning sets, where 26
words more are put right by them and none put wrong."""

_ALIKE_RATE, _OTHER_RATE = 1e-2, 1e-5
_PRIOR_SIGNS = 10
"""What is taken for granted before a page is looked at: the rates of signs that look alike and of all others, with the
weight of so many signs seen. Source: the rates that mend most words at one wrong change in fifty or less, on drawn,
tuning and other pages; halved or doubled, all of these bounds give about the same."""

_ROUNDS = 4

_UNKNOWN_SHARE, _NATS_PER_SIGN, _SHORTEST = 0.05, 2.6, 4
"""Share of a text that is words the lexicon does not hold, and how unlikely each sign makes one of them. Shorter ones
than four signs are no likelier: the lexicon holds nearly all of those."""

_DOUBT = ((0.4, 0.6, 0.8, 0.9, 0.93, 0.97), (2.8, 2.2, 1.2, 0.2, -1.3, -2.9))
"""Confidences, and the natural logarithm of how much likelier each is for a misread word than for a right one.
Source: 6.5 thousand words of the 33 drawn pages, 398 of them misread."""

_HABIT = 0.1
"""Rate from which a page is said to mistake a sign habitually: then known words may be misread ones as well."""

_MIN_ODDS = 5.0
"""How much likelier the best word must be than all else together."""

_MOST_NATS = 50.0

_NEGATION = frozenset({("अ", ""), ("", "अ")})
"""What turns a word into its contrary: मान्य and अमान्य are never taken for each other."""

_NATS_PER_EDIT, _MOST_CANDIDATES = 2.0, 40
"""How much rarer a word may be for each sign that is nearer to what was read, where more than so many are near."""

MOST_SUSPECTS = 1000
"""So many unknown words of a page are looked at; each costs 0.7 to 3 milliseconds. Source: dense print that shines
through mirrored has 1046 words, nearly all unknown, and takes 0.8 s; a page of 1200 words that reads well 0.03 s.
"""

_CACHED = 1 << 11
"""Words whose candidates are kept from page to page. Source: 5.6 KB each, by 1458 made-up words."""

_PART = re.compile("[ऄ-हॠॡॲ-ॿ][ऀ-ःऄ-़ा-्॑-ॗॠ-ॣॲ-ॿ]*")
_NUMBER_OR_LATIN = re.compile("[0-9०-९A-Za-z]")
_LABEL = re.compile("^(?:विषय|संदर्भ|सन्दर्भ|प्रति|प्रतिलिपि|आदेश|दिनांक|क्रमांक)ः$")
"""Labels with a visarga: a colon, or the way somebody types them; which of them is told elsewhere."""

_BEFORE_NAMES = """
श्री श्रीमती श्रीमति सुश्री कु कुमारी स्व डॉ डा पिता पति पुत्र पुत्री आत्मज आत्मजा पत्नी माता बेवा ग्राम मौजा तहसील थाना जिला
"""
_TITLES = frozenset(_BEFORE_NAMES.split())
"""Words that a name of a person or a place follows."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A word, or a part of a hyphenated one, that may have been misread.

    Attributes:
        place: Index of its word.
        start: Where it begins in the text of the word.
        read: As it was read.
        share: Natural logarithm of the share of a text that it would make up, were it right.
        known: Whether the lexicon knows it.
        doubt: Natural logarithm of how much likelier its confidence is for a misread word than for a right one.
    """

    place: int
    start: int
    read: str
    share: float
    known: bool
    doubt: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A known word that may stand behind what was read."""

    word: str
    share: float
    edits: tuple[Edit, ...]


class _Channel:
    """How often each sign is read as which other on one page."""

    def __init__(self, suspects: Sequence[_Suspect]) -> None:
        self._seen = Counter(sign for suspect in suspects for sign in suspect.read)
        self._seen[""] = self._seen.total()
        self._taken: defaultdict[Edit, float] = defaultdict(float)
        self._lost: defaultdict[str, float] = defaultdict(float)
        self._told: defaultdict[tuple[str, Edit], float] = defaultdict(float)

    def rate(self, edit: Edit, without: float = 0.0) -> float:
        """Share of the printed signs of a kind that are read as another.

        Args:
            edit: The sign, and the other.
            without: How many of those that were counted are left out.
        """
        printed = edit[0]
        taken = _PRIOR_SIGNS * (_ALIKE_RATE if edit in _ALIKE else _OTHER_RATE) + self._taken.get(edit, 0.0) - without
        return taken / (_PRIOR_SIGNS + self._seen[printed] + self._lost.get(printed, 0.0) - without)

    def habits(self) -> list[Edit]:
        """What is mistaken often on this page."""
        return [edit for edit in self._taken if self.rate(edit) > _HABIT]

    def odds(self, suspect: _Suspect, candidates: Sequence[_Candidate]) -> list[float]:
        """How much likelier each candidate is than that the word was printed as it was read."""
        return [math.exp(min(_MOST_NATS, self._log_odds(suspect, candidate))) for candidate in candidates]

    def learn(self, suspects: Sequence[_Suspect], candidates: Sequence[Sequence[_Candidate]]) -> None:
        """Estimate the rates anew, from what the words probably are by the present ones."""
        told: dict[tuple[str, str], tuple[float, tuple[Edit, ...]]] = {}
        for suspect, found in zip(suspects, candidates, strict=True):
            odds = self.odds(suspect, found)
            for candidate, likelier in zip(found, odds, strict=True):
                # A word that stands on the page ten times tells no more than once.
                pair = (suspect.read, candidate.word)
                told[pair] = max(told.get(pair, (0.0, ())), (likelier / (1 + sum(odds)), candidate.edits))
        self._told, self._taken, self._lost = defaultdict(float), defaultdict(float), defaultdict(float)
        for (read, _), (count, edits) in told.items():
            for edit in edits:
                self._told[read, edit] += count
                self._taken[edit] += count
                self._lost[edit[0]] += count

    def _log_odds(self, suspect: _Suspect, candidate: _Candidate) -> float:
        # What the word itself told about the habits of the page is no evidence for itself.
        rates = [self.rate(edit, self._told.get((suspect.read, edit), 0.0)) for edit in candidate.edits]
        # What looks alike, and what a page always mistakes, is mistaken with confidence.
        surely = all(edit in _ALIKE for edit in candidate.edits) or max(rates) > _HABIT
        doubt = max(0.0, suspect.doubt) if surely else suspect.doubt
        return candidate.share - suspect.share + sum(map(math.log, rates)) + doubt


def mend_misread(words: Sequence[Word]) -> tuple[tuple[Word, ...], int, int]:
    """Put right the words that were certainly misread.

    Args:
        words: Of one page, in reading order.

    Returns:
        The words, how many have another text now, and how many of `MOST_SUSPECTS` and more were not looked at.
    """
    lexicon = load_lexicon()
    found_at = (suspect for place in range(len(words)) for suspect in _suspect(words, place, lexicon))
    suspects, left = _cap(found_at)
    alike = [_undo_alike(suspect.read) if suspect.known else _find_alike(suspect.read) for suspect in suspects]
    candidates = alike
    channel = _Channel(suspects)
    for _ in range(_ROUNDS):
        channel.learn(suspects, candidates)
        habits = [edit for edit in channel.habits() if edit not in _ALIKE]
        candidates = [
            found + _undo(suspect.read, habits) if suspect.known else found
            for suspect, found in zip(suspects, alike, strict=True)
        ]
    mended, changed = list(words), 0
    for suspect, found in reversed(list(zip(suspects, candidates, strict=True))):
        best = _decide(channel.odds(suspect, found), found)
        if best is not None:
            text = mended[suspect.place].text
            text = text[: suspect.start] + best + text[suspect.start + len(suspect.read) :]
            mended[suspect.place] = change_text(mended[suspect.place], text)
            changed += 1
    return tuple(mended), changed, left


def _cap(suspects: Iterable[_Suspect]) -> tuple[list[_Suspect], int]:
    """Those that are looked at, and how many are not: a page of garbage has no end of unknown words."""
    kept: list[_Suspect] = []
    unknown = 0
    for suspect in suspects:
        unknown += not suspect.known
        if suspect.known or unknown <= MOST_SUSPECTS:
            kept.append(suspect)
    return kept, max(0, unknown - MOST_SUSPECTS)


def _suspect(words: Sequence[Word], place: int, lexicon: Lexicon) -> Iterator[_Suspect]:
    word = words[place]
    if _NUMBER_OR_LATIN.search(word.text) or _is_name(words, place, lexicon):
        return
    doubt = float(np.interp(word.confidence, *_DOUBT))
    for part in _PART.finditer(word.text):
        read = part.group()
        shortened = word.text[part.end() : part.end() + 1] == "."
        if len(read) < 2 or _LABEL.match(read) or (shortened and len(read) <= _SHORTEST):
            continue
        share = lexicon.likelihood(read)
        unknown = math.log(_UNKNOWN_SHARE) - _NATS_PER_SIGN * max(_SHORTEST, len(read))
        yield _Suspect(place, part.start(), read, unknown if share is None else share, share is not None, doubt)


def _is_name(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether a word is a name, or stands where names stand: after a title, beside the known name of a person."""
    here = words[place]
    before, after = (
        _bare(words[at]) if 0 <= at < len(words) and words[at].line == here.line else ""
        for at in (place - 1, place + 1)
    )
    return lexicon.is_name(_bare(here)) or before in _TITLES or bool({before, after} & lexicon.people)


def _bare(word: Word) -> str:
    part = _PART.search(word.text)
    return part.group() if part else ""


@lru_cache(maxsize=_CACHED)
def _find_alike(read: str) -> tuple[_Candidate, ...]:
    lexicon = load_lexicon()
    most = 1 if len(read) <= 3 else 2 if len(read) <= 7 else 3
    found = extract(read, lexicon.words.keys(), scorer=Levenshtein.distance, score_cutoff=most, limit=None)
    # Of short words hundreds are near: the common ones are those that are likelier than all others together.
    near = sorted(found, key=lambda match: _NATS_PER_EDIT * match[1] - lexicon.words[match[0]])[:_MOST_CANDIDATES]
    candidates = [_Candidate(word, lexicon.words[word], _edits(word, read)) for word, _, _ in near]
    # One sign for three, ख for स्व, is too far away to be near.
    candidates += (further for further in _undo_alike(read) if further.word not in {match[0] for match in found})
    return tuple(alike for alike in candidates if not lexicon.is_name(alike.word) and _NEGATION.isdisjoint(alike.edits))


def _edits(printed: str, read: str) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for same, group in groupby(Levenshtein.opcodes(printed, read), key=lambda op: op.tag == "equal"):
        if same:
            continue
        ops = list(group)
        # One sign read as two is two steps to the measure: one put in, one replaced.
        whole = printed[ops[0].src_start : ops[-1].src_end], read[ops[0].dest_start : ops[-1].dest_end]
        if whole in _ALIKE:
            edits.append(whole)
            continue
        for op in ops:
            pair = printed[op.src_start : op.src_end], read[op.dest_start : op.dest_end]
            edits.extend([pair] if pair in _ALIKE else zip_longest(*pair, fillvalue=""))
    return tuple(edits)


@lru_cache(maxsize=_CACHED)
def _undo_alike(read: str) -> tuple[_Candidate, ...]:
    return _undo(read, _ALIKE)


def _undo(read: str, edits: Iterable[Edit]) -> tuple[_Candidate, ...]:
    """The known words of which one sign was taken for another."""
    lexicon = load_lexicon()
    found = []
    for printed, taken in edits:
        at = read.find(taken, 0 if taken else 1)
        while 0 <= at <= len(read):
            word = read[:at] + printed + read[at + len(taken) :]
            if word in lexicon.words and not lexicon.is_name(word) and standardise(word) != standardise(read):
                found.append(_Candidate(word, lexicon.words[word], ((printed, taken),)))
            at = read.find(taken, at + 1) if at < len(read) else -1
    return tuple(found)


def _decide(odds: Sequence[float], candidates: Sequence[_Candidate]) -> str | None:
    if not odds:
        return None
    best = max(range(len(odds)), key=odds.__getitem__)
    rest = 1 + sum(odds) - odds[best]
    return candidates[best].word if odds[best] >= _MIN_ODDS * rest else None
