"""Persons named: behind श्री, before पिता, in brackets below a note, below प्रार्थी. Fathers and husbands are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from classify.cues import LETTERS, Token, word_list
from classify.layout import tidy
from classify.likeness import plain
from classify.mention import Mention, spelling_fit
from classify.tables import load

_MOST_WORDS = 4
_TITLED, _UNTITLED, _SIGNED = 0.97, 0.85, 0.93
_ROW = re.compile(r"[^\n]+")
_BRACKETED = re.compile(rf"[\s]*\(\s*([{LETTERS}.\s]+?)\s*\)[\s.,।]*")
_RELATION = re.compile(rf"(?<![{LETTERS}])[SDW]\s?/\s?[oO0](?![{LETTERS}])\.?")
_OF_OTHERS = frozenset({"village", "tehsil", "district", "khasra", "parent"})
"""Cues behind which a name is that of a place, or of somebody's father."""
_FATHER_OF = frozenset(map(plain, ("पिता", "आत्मज", "आत्मजा", "वल्द", "जौजे")))
"""Words of kinship that part two names; पुत्र and पति stand in sentences too."""
_KEPT_NAMES = frozenset(map(plain, ("प्रधान", "मंडल", "पटेल", "अमीन", "नाजिर", "Patel", "Amin", "Nazir", "Mandal")))
"""Words of posts that are names too."""


@cache
def _posts() -> frozenset[str]:
    """Words of designations, which no name of a person has."""
    words = (word for entry in load("designations") for text in (entry["hi"], entry["en"]) for word in text.split())
    return frozenset(map(plain, words)) - _KEPT_NAMES


def _ends_name(token: Token) -> bool:
    read = plain(token.text)
    if token.text.isascii() and not token.text[0].isupper():
        return True
    return bool(token.cue) or read in word_list("function_words") or read in word_list("address") or read in _posts()


def find_persons(text: str, tokens: tuple[Token, ...]) -> Iterator[Mention]:
    """The persons that a text names, as printed, without titles.

    Args:
        text: Of a page, rows parted by line feeds.
        tokens: Its words.
    """
    yield from _titled(text, tokens)
    yield from _before_father(text, tokens)
    yield from _parties(text, tokens)
    yield from _signed(text, tokens)


def _titled(text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    for index, token in enumerate(tokens):
        last_title = index + 1 == len(tokens) or tokens[index + 1].cue != "title"
        if token.cue != "title" or not last_title or _is_relative(text, tokens, index):
            continue
        name = _name_from(text, tokens, index + 1, token.end)
        if name:
            yield _mention(text, name, _TITLED, token.likeness)


def _is_relative(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a title belongs to somebody's father or husband."""
    while index and (tokens[index - 1].cue == "title" or plain(tokens[index - 1].text) in _BETWEEN):
        index -= 1
    before = tokens[index - 1] if index else None
    if before and before.cue == "parent":
        return True
    return bool(_RELATION.search(text, max(0, tokens[index].start - 6), tokens[index].start))


_BETWEEN = frozenset(map(plain, ("of", "का", "नाम", "Name")))
"""Words that may stand between पिता and the title of the father."""
_JOINS = re.compile(r"[\s]{1,2}")
_JOINS_INITIAL = re.compile(r"\.?\s{0,2}")
_BEHIND_TITLE = re.compile(r"0?[\s.:\-–]{0,3}")
_INITIAL_LETTERS = 3
_HYPHENED = re.compile(rf"[-–][{LETTERS}]")
"""What parts the words of a compound: यात्रा-भत्ता is no name."""


def _name_from(text: str, tokens: Sequence[Token], first: int, end: int) -> list[Token]:
    """The words of a name that begins at a word; none where that begins no name."""
    name: list[Token] = []
    joins = _BEHIND_TITLE
    for token in tokens[first : first + _MOST_WORDS]:
        related = _RELATION.match(text, token.start) or _HYPHENED.match(text, token.end)
        if related or not joins.fullmatch(text, end, token.start) or _ends_name(token):
            break
        name.append(token)
        end = token.end
        joins = _JOINS_INITIAL if len(plain(token.text)) <= _INITIAL_LETTERS else _JOINS
    return name if sum(len(plain(token.text)) for token in name) >= 2 else []


def _before_father(text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """Names without a title that stand before पिता and another name."""
    for index, token in enumerate(tokens):
        if plain(token.text) in _FATHER_OF and token.cue == "parent":
            father = next((other for other in tokens[index + 1 : index + 4] if other.cue != "title"), None)
            name = _name_until(text, tokens, index, token.start) if father and not _ends_name(father) else []
            if name:
                yield _mention(text, name, _UNTITLED, token.likeness)
    for match in _RELATION.finditer(text):
        index = next((place for place, token in enumerate(tokens) if token.start >= match.start()), len(tokens))
        name = _name_until(text, tokens, index, match.start())
        if name:
            yield _mention(text, name, _UNTITLED, 1.0)


_RESIDENT = re.compile(r"निवासी|साकिन|resident of", re.IGNORECASE)
_PARTY = re.compile(
    r"(?:अना|आ)वेद(?:क|िका)|अपीलार्थी|प्रत्यर्थी|उत्तरवादी|पुनरीक्षणकर्ता|वादी|प्रतिवादी|शिकायतकर्ता|Applicant|Respondent|Appellant|Petitioner"
)
_NAMED = re.compile(r"(?:\s+का\s+नाम|\s+Name)?\s*[:\-–—]+\s*")


def _parties(text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """The parties of a case behind their labels, and who is said to live somewhere."""
    for match in _PARTY.finditer(text):
        named = _NAMED.match(text, match.end())
        first = (
            next((place for place, token in enumerate(tokens) if token.start >= named.end()), None) if named else None
        )
        name = _name_from(text, tokens, first, tokens[first].start) if first is not None else []
        if len(name) > 1:
            yield _mention(text, name, _UNTITLED, 1.0)
    for match in _RESIDENT.finditer(text):
        index = next((place for place, token in enumerate(tokens) if token.start >= match.start()), len(tokens))
        name = _name_until(text, tokens, index, match.start())
        if len(name) > 1:
            yield _mention(text, name, _UNTITLED, 1.0)


def _name_until(text: str, tokens: Sequence[Token], end: int, place: int) -> list[Token]:
    name: list[Token] = []
    for token in reversed(tokens[max(0, end - _MOST_WORDS) : end]):
        if token.cue in _OF_OTHERS and _JOINS.fullmatch(text, token.end, place):
            return []
        if not _JOINS.fullmatch(text, token.end, place) or _ends_name(token):
            break
        name.insert(0, token)
        place = token.start
    return name if name and sum(len(plain(token.text)) for token in name) >= 3 else []


def _signed(text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """Names in brackets in a row of their own, and in the row below प्रार्थी."""
    rows = list(_ROW.finditer(text))
    for above, row in zip([None, *rows], rows, strict=False):
        bracketed = _BRACKETED.fullmatch(row[0])
        below = above is not None and _APPLICANT.search(above[0]) is not None
        if not (bracketed or below):
            continue
        inside = [token for token in tokens if row.start() <= token.start < row.end()]
        plainly = not any(character.isdecimal() for character in row[0])
        if plainly and 2 <= len(inside) <= _MOST_WORDS and not any(map(_is_no_signature, inside)):
            yield _mention(text, inside, _SIGNED, 1.0)


_APPLICANT = re.compile(r"(?:प्रार्थी|प्रार्थिनी|आवेदक|आवेदिका|विनीत|निवेदक|भवदीय|Applicant|Yours faithfully)[\s,.:।-]*$")


def _is_no_signature(token: Token) -> bool:
    return _ends_name(token) or plain(token.text) in word_list("not_signed")


_TORN = re.compile(r"[^\s.,;:।)(/\-–—]")
_TWO_ROWS_FIT = 0.85
"""Trust in a name that goes on in the next row, where another label may stand."""
_LONE_FIT = 0.92
"""Trust in a name of one word: the other may have been lost in reading."""
_TORN_FIT = 0.6
"""Trust in a name on which something follows that is neither room nor a mark: what was read for a letter."""


def _mention(text: str, name: Sequence[Token], fit: float, label: float) -> Mention:
    start, end = name[0].start, name[-1].end
    if len(name) == 1:
        fit *= _LONE_FIT
    if "\n" in text[start:end]:
        fit *= _TWO_ROWS_FIT
    if _TORN.match(text, end):
        fit *= _TORN_FIT
    if text[end : end + 1] == "." and len(plain(name[-1].text)) <= _INITIAL_LETTERS:
        end += 1
    printed = tidy(" ".join(text[start:end].split()))
    return Mention("person", printed, fit * spelling_fit(printed), start, end, label)
