"""File and letter numbers: the forms of offices, found in noisy print, mended where one reading is possible."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import Levenshtein

from classify.dates import EARLIEST_YEAR, LATEST_YEAR
from classify.digits import LOOKALIKES, to_ascii
from classify.likeness import is_ill_formed, likeness, plain, skeleton
from classify.tables import load
from nasti import hindi

_D = "[0-9OQolI]"
_R = "[0-9OQolIBSZ]"
"""What can stand for a digit: more where the form leaves no room for letters."""
_LETTER = "\u0900-\u0963\u0970-\u097fA-Za-z"
_SLASH = r"\s*[/\\|।⁄]{1,2}\s*"
_DASH = r"\s*[-.]{1,2}\s*"
_YEAR = rf"(?P<year>[12IlO0]{_D}{{3}}|{_D}{{2}})"
_REVENUE_SPAN = rf"(?P<year>[12IlO0Z]{_R}{{3}}|{_R}{{2}})(?:(?:\s*[-/]\s*|\s)(?P<until>{_R}{{4}}|{_R}{{2}}))?"
_SPAN = rf"{_YEAR}(?:\s*[-/]\s*(?P<until>{_D}{{4}}|{_D}{{2}}))?"
_ABBREVIATION = rf"[{_LETTER}][{_LETTER}.0()]*(?:\s?-\s?(?:[{_LETTER}.()]+|[0-9]{{1,3}}))?"
_PIECE = rf"(?:शा\.?\s?[0-9]{{1,3}}|[{_LETTER}0-9.()]+)"
_TAIL = rf"(?:\s*[/|\\]\s*(?:{_PIECE})|\s*-\s*(?=\S*[0-9])(?:{_PIECE})|-(?:{_PIECE}))"
_EF = "एफ्?|ऍफ|ऐफ|एफ़|एक्?|एप|F|E(?=[.\\s-]{0,2}No)"
_SERIES = r"(?:जी|बी|सी|डी|ए|G|B|A)(?=[.\s-])\.?"
"""Letters of divisions behind the series: एफ.जी. 25-5-95."""
_HEAD = "अ[ां]?|बी|ब|व|आ|A|B|a|b|31|3T|3I|3l|3\\||37|8(?=\\s?-\\s?121)"
_HEADS = {
    "व": "ब",
    "आ": "अ",
    "अा": "अ",
    "अं": "अ",
    "बी": "ब",
    "8": "ब",
    "31": "अ",
    "3T": "अ",
    "3I": "अ",
    "3l": "अ",
    "3|": "अ",
    "37": "अ",
    "a": "A",
    "b": "B",
}
"""What stands in a revenue number where only the letter of a head can stand."""


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number found in text.

    Attributes:
        value: As written, with digits 0-9 and no stray spaces.
        form: Name of its form.
        fit: How well it fits the form, 0 to 1: weak forms and mended readings have less.
        year: The year it carries, of a span the first; None where none is written in four digits.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
    """

    value: str
    form: str
    fit: float
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    pattern: re.Pattern[str]
    fit: float
    mend: Callable[[re.Match[str]], str]


def read_number(text: str, *, unlabelled: bool = False) -> NumberRead | None:
    """The number that a text holds; of several the one of the strongest form, then the first.

    A strong form that needs mending goes before a weaker one that does not: what is left of a damaged strong form
    often looks like a weak one.

    Args:
        text: As read: what stands behind a label, or any row.
        unlabelled: Whether no label announces it, so that only forms that nothing else has count.
    """
    written = text[:_LONGEST_TEXT].translate(_DASHES)
    line = to_ascii(written)
    trust = 1.0 if line == hindi.ascii_digits(written) else 0.8
    found = _find(line, trust, unlabelled=unlabelled)
    if unlabelled or not _TORN.search(line):
        return found
    return _whole(found, line, trust)


def _find(line: str, trust: float, *, unlabelled: bool) -> NumberRead | None:
    for form in _FORMS:
        if unlabelled and form.fit < 1.0:
            break
        match = form.pattern.search(line)
        if match and _has_digits(match[0]):
            return _read(form, match, trust)
    return None


_TORN = re.compile(
    "(?<=(?<![A-Za-z\u0900-\u0963])[0-9]) (?=[0-9](?![0-9]))|(?<=(?<![0-9A-Za-z\u0900-\u0963])[0-9]) (?=[0-9])"
    "|(?<=[/-] [0-9][0-9]) (?=[0-9])"
)
"""A space that may have torn a number apart: beside a single digit, or in a year."""
_MENDED_TEAR = 0.6


def _whole(found: NumberRead | None, line: str, trust: float) -> NumberRead | None:
    """A number with what was torn off it, where it keeps its form so; trusted less."""
    kept = [place for place in range(len(line)) if not _TORN.match(line, place)]
    whole = _find("".join(line[place] for place in kept), trust * _MENDED_TEAR, unlabelled=False)
    if whole is None or found is None or whole.value == found.value:
        return found
    if whole.form not in (found.form, "revenue", "secretariat", "central"):
        return found
    return replace(whole, start=kept[whole.start], end=kept[whole.end - 1] + 1)


_LONGEST_TEXT = 400
_YEAR_PART = re.compile(r"(?<![0-9]-)(?<![0-9])[0-9]{4}(?=$|[-/ .)])")
_DASHES = str.maketrans(dict.fromkeys("–—‐‑−~﹣－", "-"))


def _has_digits(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def _read(form: _Form, match: re.Match[str], trust: float) -> NumberRead:
    value = _drop_open_bracket(_close_up(form.mend(match)))
    fit = form.fit * trust
    if value != _drop_open_bracket(_close_up(match[0])):
        fit *= 0.75
    if _LETTERS_AMONG_DIGITS.search(value) or is_ill_formed(value) or _lost_its_series(value):
        fit *= 0.6
    year = _year(match, value)
    if year is None and len(match.groupdict().get("year") or "") == 4:
        fit *= 0.6
    return NumberRead(value, form.name, fit, year, match.start(), match.end())


_LETTERS_AMONG_DIGITS = re.compile("[0-9][\u0900-\u0963]+[0-9]|[-/][\u0900-\u0963]{1,2}[0-9]{2}")


_WITHOUT_SERIES = re.compile("[0-9]+-[0-9]+/([\u0900-\u0963]+)")


def _lost_its_series(value: str) -> bool:
    """Whether a number is that of a department but for the एफ before it."""
    match = _WITHOUT_SERIES.match(value)
    return match is not None and match[1] in _ordinals()


def _year(match: re.Match[str], value: str) -> int | None:
    """The year of a number: where its form has one, else the first part that can be one; two digits say too little."""
    stated = match.groupdict().get("year")
    parts = [stated.translate(LOOKALIKES)] if stated else _YEAR_PART.findall(value)
    years = [int(part) for part in parts if len(part) == 4]
    return next((year for year in years if EARLIEST_YEAR <= year <= LATEST_YEAR), None)


def _close_up(text: str) -> str:
    """Text without the spaces that readers put around separators."""
    text = re.sub(r"\s*[/\\|।⁄][/\\|।⁄\s]*", "/", text)
    text = re.sub(r"\s*-\s*", "-", text)
    return " ".join(text.split()).strip(" ,;:-/")


def _drop_open_bracket(value: str) -> str:
    return value.rstrip("(") if value.count("(") <= value.count(")") else value.rpartition("(")[0]


def _mend_digits(match: re.Match[str]) -> str:
    """Letters that stand for digits, mended inside the groups that are digits by form."""
    text = match[0]
    for name, part in match.groupdict().items():
        if part is not None and name in ("serial", "number", "second", "year", "until"):
            start, end = match.start(name) - match.start(), match.end(name) - match.start()
            text = text[:start] + part.translate(LOOKALIKES) + text[end:]
    return text


def _mend_revenue(match: re.Match[str]) -> str:
    """A number of a revenue case, with a slash before its head and its year and a dash in its head."""
    text = _mend_digits(match)
    serial = text[: match.end("serial") - match.start()]
    head = _HEADS.get(match["head"], match["head"])
    dash = match["dash"] if match["dash"].strip(" .") == "/" else "-"
    number = text[match.start("number") - match.start() : match.start("joint") - match.start()]
    years = text[match.start("year") - match.start() :]
    word = match["joint"].strip(" /\\|।⁄-")
    joint = f" {word} " if word else "/"
    return f"{serial}/{head}{dash}{number}{joint}{_span(years)}"


def _span(years: str) -> str:
    """Years of which the second may have lost its dash; a number that is no second year is left out."""
    first, gap, second = years.partition(" ")
    if not gap or not (first.isdecimal() and second.isdecimal()):
        return years
    return f"{first}-{second}" if (int(first) + 1) % 100 == int(second) % 100 else first


def _mend_secretariat(match: re.Match[str]) -> str:
    prefix = match["prefix"]
    text = _mend_digits(match)[len(prefix) :]
    prefix = prefix if prefix in ("एफ", "F") else ("F" if prefix.isascii() else "एफ")
    text = re.sub(r"^\.?\s?(?:क्र(?:मांक)?|नं)\.?\s*", " ", text)
    gap = "" if re.match(r"[\s.\-]", text) else " "
    head, *pieces = re.split(r"(/)", prefix + gap + text)
    return head + "".join(_mend_piece(piece, whole=text) for piece in pieces)


def _mend_piece(piece: str, *, whole: str) -> str:
    """Letters among digits as digits; the word for a department's number, where a misread one can be only that."""
    if re.fullmatch(r"[0-9OolI]*[0-9]{2}[0-9OolI]*", piece):
        return piece.translate(LOOKALIKES)
    word, dash, rest = piece.partition("-")
    if re.fullmatch(r"[12][0-9OolI]{3}", word) and _has_digits(word):
        return word.translate(LOOKALIKES) + dash + rest
    if not re.fullmatch("[\u0900-\u0963]+", word) or word in _ordinals() or not re.search("[0-9]{4}", whole):
        return piece
    near = [ordinal for ordinal in _ordinals() if Levenshtein.distance(word, ordinal) == 1 or _holds(word, ordinal)]
    if len(near) > 1:
        near = [ordinal for ordinal in near if skeleton(ordinal) == skeleton(word)]
    return near[0] + dash + rest if len(near) == 1 else piece


def _holds(word: str, ordinal: str) -> bool:
    """Whether a word is an ordinal with a letter and its sign read into it."""
    return len(ordinal) > 3 and ordinal in word and len(word) - len(ordinal) <= 2


@cache
def _ordinals() -> tuple[str, ...]:
    return tuple(hindi.nfc(word) for word in load("ordinals"))


def _keep(match: re.Match[str]) -> str:
    return match[0]


def _mend_series(match: re.Match[str]) -> str:
    """A number of a series that is parted from it by a dash."""
    return re.sub(r"^(\S+?)\s*[-\s]\s*(?=[0-9])", r"\1-", match[0])


_GLUED_LABEL = r"(?:(?:पत्र\s?)?(?:क्रमांक|क्र\.?|संख्या)|No\.?)"
_LEADING_LABEL = re.compile(rf"{_GLUED_LABEL}\s?/\s?")


def _keep_behind_label(match: re.Match[str]) -> str:
    """What is printed, without a label that a slash parts from it: क्रमांक/स्था/1234/98."""
    label = _LEADING_LABEL.match(match[0])
    first, slash, rest = match[0].partition("/")
    if label is None and slash and likeness(plain(first), _LABEL) >= _LABEL_LIKENESS:
        return rest
    return match[0][label.end() :] if label else match[0]


_LABEL = plain("क्रमांक")
_LABEL_LIKENESS = 0.7


_START = rf"(?<![{_LETTER}0-9/-])"
_END = rf"(?![{_LETTER}0-9])"
_FORMS = tuple(
    _Form(name, re.compile(pattern), fit, mend)
    for name, fit, mend, pattern in (
        (
            "revenue", 1.0, _mend_revenue,
            rf"(?<![0-9/])(?<![0-9]-)(?P<serial>{_R}{{1,6}})(?P<slash>{_SLASH}|{_DASH}|\s*)(?P<head>{_HEAD})"
            rf"(?P<dash>{_DASH}|\s*/\s*|\s+|(?<=[अब]))(?P<number>{_R}{{1,3}})[अब]?(?:\([^()\s]{{1,3}}\))?"
            rf"(?P<joint>{_SLASH}(?:वर्ष\s*)?|\s+(?:वर्ष|सन्?)\s+|\s*-\s*(?=[12]{_R}{{3}})){_REVENUE_SPAN}{_END}",
        ),
        (
            "secretariat", 1.0, _mend_secretariat,
            rf"{_START}(?P<prefix>{_EF})(?:\.?\s?(?:No|क्र(?:मांक)?|नं)\b|\.?\s?(?:{_SERIES}))?[\s.0-]*(?P<number>{_D}{{1,4}})"
            rf"(?:\s?\([^()\s]{{1,3}}\)\s?)?(?:\s*[-/]\s*(?P<second>{_D}{{1,4}}))?{_TAIL}{{1,5}}",
        ),
        (
            "central", 1.0, _mend_digits,
            rf"{_START}[A-Z]\s?-?\s?(?P<serial>{_D}{{4,6}})(?:\({_D}{{1,3}}\))?{_SLASH}(?P<number>{_D}{{1,4}}){_SLASH}"
            rf"(?P<year>{_D}{{4}}|[0-9]{{2}}(?=\s?-\s?[A-Z]))(?:\s?[-/]\s?[A-Z][A-Za-z.&()]*)*(?:-[A-Z]+)*{_END}",
        ),
        (
            "board", 1.0, _keep,
            rf"{_START}[A-Z]{{1,4}}\s?/\s?[0-9]{{1,4}}(?:\s?/\s?[A-Z0-9()-]+){{2,5}}{_END}",
        ),
        (
            "central", 0.97, _mend_digits,
            rf"{_START}(?P<serial>{_D}{{4,6}})(?:\({_D}{{1,3}}\))?{_SLASH}(?P<number>{_D}{{1,4}}){_SLASH}"
            rf"(?P<year>{_D}{{4}})\s?-\s?[A-Z][A-Za-z.&()]*",
        ),
        (
            "central", 0.95, _keep,
            rf"{_START}[0-9]{{1,3}}\s?-\s?[0-9]{{1,4}}\s?/\s?(?P<year>(?:19|20)?[0-9]{{2}})\s?-\s?[A-Z][A-Za-z.&()-]*",
        ),
        (
            "secretariat", 0.95, _mend_series,
            rf"{_START}(?:सी|डी|बी|ए|क्यू|एम|[A-DMQ])\s?[-\s]\s?[0-9]{{1,3}}\s?-\s?[0-9]{{1,4}}{_SLASH}"
            rf"(?P<year>(?:19|20)?[0-9]{{2}})(?:{_SLASH}{_PIECE}){{1,3}}",
        ),
        (
            "secretariat", 0.9, _keep,
            rf"{_START}[0-9]{{1,2}}\s?-\s?[0-9]{{1,4}}{_SLASH}(?P<year>(?:19|20)[0-9]{{2}}){_SLASH}[0-9]{{1,2}}"
            rf"(?:-[0-9]{{1,2}})?{_END}",
        ),
        (
            "old", 0.95, _keep,
            rf"{_START}फा\.?\s?क्र[.0]?\s?[0-9]{{1,4}}(?:\s?\([^()\s]{{1,3}}\)\s?)?[0-9]*{_TAIL}{{1,5}}\)?",
        ),
        (
            "law", 0.9, _keep,
            rf"(?:_+|\.{{3,}}|(?<![0-9/-])[0-9]{{1,6}})?{_SLASH}(?:19|20)[0-9]{{2}}{_SLASH}[0-9]{{1,3}}\s?-\s?[{_LETTER}]+(?:\s?\([^()\s]{{1,4}}\))?",
        ),
        (
            "section", 0.97, _mend_digits,
            rf"(?<![{_LETTER}0-9-])(?P<serial>{_D}{{1,6}})(?:\s?-\s?[0-9]{{1,4}})?"
            rf"(?:\([^()\s]{{1,3}}\))?{_SLASH}"
            rf"{_ABBREVIATION}(?:{_SLASH}{_ABBREVIATION}|{_SLASH}[0-9]{{1,4}}(?=\s*/)){{0,4}}{_SLASH}{_SPAN}"
            rf"(?:/[{_LETTER}0-9.()-]+)?{_END}",
        ),
        (
            "section", 0.93, _keep_behind_label,
            rf"{_START}(?:{_GLUED_LABEL}\s?/\s?)?(?!{_GLUED_LABEL}\s?/){_ABBREVIATION}{_SLASH}"
            rf"(?:(?P<year>(?:19|20)?[0-9]{{2}}(?:-[0-9]{{2,4}})?){_SLASH}[0-9]{{1,6}}|[0-9]{{1,6}}{_SLASH}(?:19|20)?[0-9]{{2}}"
            rf"(?:-[0-9]{{2,4}})?){_END}(?!\s?/)",
        ),
        (
            "dated", 0.85, _mend_digits,
            rf"(?<![{_LETTER}0-9-])(?<![0-9]/)(?P<serial>{_D}{{1,6}}){_SLASH}(?P<year>(?:18|19|20){_D}{{2}})"
            rf"(?:\s?-\s?{_D}{{2,4}})?{_END}",
        ),
        ("parts", 0.6, _keep_behind_label, rf"{_START}(?=\S*[0-9]){_PIECE}(?:\s?/\s?{_PIECE}|-{_PIECE}){{1,6}}"),
        (
            "plain", 0.5, _mend_digits,
            rf"(?<![{_LETTER}0-9])(?<![0-9][/.-])(?P<serial>[0-9]{{1,7}}){_END}(?![/.-][0-9])",
        ),
    )
)  # fmt: skip
"""Strongest first. Source: numbers on files and in letters of the state, its former parent, and the central offices."""
