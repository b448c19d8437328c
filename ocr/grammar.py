"""Mends the few words that another known word stands for, where what stands before them forbids it.

है and हैं, मैं and में, और and ओर differ by a dot or a stroke, and no lexicon tells them apart. Grammar does in places:
a postposition follows no conjunction, what became of several feminine things is plural, and a page whose every verb is
a plural, after participles of the singular too, is set in a typeface whose ै looks like ैं.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nasti.model import Word
from ocr.repair import change_text

_MANY, _FEW = 4, 6
"""Plurals of a page that are asked about, and how many times more of them than of singulars there are at least.
Source: of 160 tuning pages in Hindi, half a dozen verbs each, plurals are one in six on average; on ten pages of one
typeface all were read as plurals."""

_SIDES = "की को का के इस उस जिस किस सभी चारों दोनों एक दूसरी दूसरे किसी हर ओर"
_BEFORE_SIDE = frozenset(_SIDES.split())
"""Words that stand before ओर, side, and what की is misread as."""

_END = re.compile("^हे(?=[।;?]+$)")
"""No sentence ends by calling somebody: है."""

_PLURAL = re.compile("^हैं(?=[।,;:.!]?$)")
_SINGULAR = re.compile("^है[।,;:.!]?$")
_NOT = re.compile("^नही(?=[।,;:.!?]*$)")
"""Many type नहीं without its dot; who writes the dot elsewhere on the page has written it here."""

_FEMININES = ("याँ", "यां", "एँ", "एं")
_OF_ONE = re.compile("^(?:गई|हुई|थी)(?=[।,;:.!]*$)")
"""दवाइयाँ बाँटी गईं: what became of several. Source: three tuning sets, where of 47 such dots above ई 5 were read."""

_CORE = re.compile("[ऄ-हॠॡॲ-ॿ][ऀ-ःऄ-़ा-्॑-ॗॠ-ॣॲ-ॿ]*$")


def mend_by_grammar(words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Put right the words that cannot stand where they were read.

    Args:
        words: Of one page, in reading order.

    Returns:
        The words, and how many have another text now.
    """
    mended = list(words)
    before = [_ending(words[place - 1]) if place else "" for place in range(len(words))]
    for place in _no_plurals(words, before):
        mended[place] = change_text(words[place], _PLURAL.sub("है", words[place].text))
    for place in _dotless(words):
        mended[place] = change_text(words[place], _NOT.sub("नहीं", words[place].text))
    for place, word in enumerate(words):
        text = _END.sub("है", mended[place].text)
        if place and words[place - 1].line == word.line:
            text = _written(text, before[place])
        if place > 1 and words[place - 2].line == word.line and _are_several(*before[place - 1 : place + 1]):
            text = _OF_ONE.sub(r"\g<0>ं", text)
        mended[place] = change_text(mended[place], text)
    return tuple(mended), sum(one.text != other.text for one, other in zip(words, mended, strict=True))


def _ending(word: Word) -> str:
    core = _CORE.search(word.text)
    return core.group() if core else ""


def _no_plurals(words: Sequence[Word], before: Sequence[str]) -> list[int]:
    """The places of हैं that are है, on a page of which the typeface does not show the difference."""
    plurals = [place for place, word in enumerate(words) if _PLURAL.match(word.text)]
    singulars = sum(bool(_SINGULAR.match(word.text)) for word in words)
    if len(plurals) < _MANY or len(plurals) < _FEW * singulars:
        return []
    told_plural = [place for place in plurals if before[place].endswith(("े", "ें"))]
    told_singular = [place for place in plurals if before[place].endswith("ा")]
    if len(told_singular) <= len(told_plural):
        return []
    return [place for place in plurals if place not in told_plural]


def _dotless(words: Sequence[Word]) -> list[int]:
    """The places of नही on a page that has नहीं as often."""
    places = [place for place, word in enumerate(words) if _NOT.match(word.text)]
    return places if len(places) <= sum(word.text.startswith("नहीं") for word in words) else []


def _are_several(noun: str, participle: str) -> bool:
    return noun.endswith(_FEMININES) and participle.endswith("ी")


def _written(text: str, before: str) -> str:
    if text == "में" and before == "कि":
        return "मैं"
    if text == "ओर" and len(before) > 1 and before not in _BEFORE_SIDE and not before.endswith(("ी", "ीं", "ों")):
        return "और"
    return text
