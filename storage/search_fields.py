"""The fields that pages and nasti are searched by: their names in a query, and the terms they are indexed as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nasti.hindi import fold, number_parts, tokens
from nasti.model import KINDS
from storage.term_keys import MARK

Sort = Literal["text", "number", "head", "year", "date", "kind", "part"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a query.

    Attributes:
        name: Its canonical name.
        sort: What its values are.
    """

    name: str
    sort: Sort


_NAMES = {
    Field("department", "text"): "department dept विभाग vibhag",
    Field("section", "text"): "section branch शाखा कक्ष shakha",
    Field("subject", "text"): "subject विषय vishay",
    Field("from", "text"): "from sender प्रेषक भेजनेवाला से preshak",
    Field("to", "text"): "to recipient प्राप्तकर्ता प्रति पानेवाला prati",
    Field("district", "text"): "district जिला ज़िला jila zila",
    Field("tehsil", "text"): "tehsil tahsil तहसील",
    Field("village", "text"): "village ग्राम गांव gram gaon",
    Field("khasra", "text"): "khasra खसरा",
    Field("person", "text"): "person name व्यक्ति नाम naam",
    Field("number", "number"): "number no क्रमांक नंबर संख्या kramank",
    Field("head", "head"): "head मद शीर्ष mad",
    Field("year", "year"): "year वर्ष सन varsh",
    Field("date", "date"): "date दिनांक तारीख dinank",
    Field("kind", "kind"): "kind type प्रकार prakar",
    Field("part", "part"): "part भाग bhag",
}  # fmt: skip

FIELDS: Mapping[str, Field] = {fold(name): field for field, names in _NAMES.items() for name in names.split()}
"""By every name that people may write before the colon, folded."""

_KIND_NAMES = {
    "cover": "cover आवरण", "note": "note टीप नोट नोटशीट टिप्पणी",
    "order_sheet": "order_sheet ordersheet आदेशपत्र आदेश-पत्रक",
    "letter": "letter पत्र patra", "order": "order आदेश aadesh adesh", "circular": "circular परिपत्र paripatra",
    "notification": "notification अधिसूचना", "memo": "memo ज्ञापन gyapan",
    "demi_official": "demi_official do अर्द्धशासकीय",
    "application": "application आवेदन aavedan avedan", "list": "list सूची suchi", "affidavit": "affidavit शपथपत्र",
    "panchnama": "panchnama पंचनामा", "statement": "statement कथन बयान", "map": "map नक्शा नक़्शा naksha",
    "receipt": "receipt रसीद rasid", "envelope": "envelope लिफाफा", "photograph": "photograph photo फोटो छायाचित्र",
    "separator": "separator", "blank": "blank कोरा", "other": "other अन्य",
}  # fmt: skip
KIND_NAMES = {fold(name): kind for kind, names in _KIND_NAMES.items() for name in names.split()}
PART_NAMES = {
    fold(name): part
    for part, names in {
        "noting": "noting टीप नोटशीट n", "correspondence": "correspondence पत्राचार c",
    }.items()
    for name in names.split()
}  # fmt: skip

FIELDS_DOCUMENT = 0
"""Kind of the document that holds the fields of a nasti."""

CORRESPONDENCE = 0x80
"""Added to the kind of pages of that part."""

FIELD_OF = {
    "sender": "from", "recipient": "to", "subject": "subject", "department": "department", "section": "section",
    "district": "district", "tehsil": "tehsil", "village": "village", "khasra": "khasra", "person": "person",
}  # fmt: skip
"""Text fields of the model, and the field of a query that finds each."""

NUMBERS = ("letter_number", "reference_number", "previous_number", "linked_number", "file_number")
DATES = ("date", "opened", "closed")


def kind_code(kind: str, part: str) -> int:
    """A page's kind and part as the index keeps them, 1 to 255.

    Args:
        kind: One of `nasti.model.KINDS`; unknown ones count as "other".
        part: "noting" or "correspondence".
    """
    place = KINDS.index(kind) if kind in KINDS else KINDS.index("other")
    return place + 1 | (CORRESPONDENCE if part == "correspondence" else 0)


def field_term(field: str, token: str) -> str:
    """The term of a token in a field.

    Args:
        field: Canonical name.
        token: Folded.
    """
    return f"{MARK}{field}{MARK}{token}"


def number_terms(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of the canonical parts of a file number."""
    return tuple(f"{MARK}n{MARK}{part}" for part in parts)


def date_terms(iso: str) -> tuple[str, ...]:
    """The terms of a date, so that days, months and years are found by one look-up each.

    Args:
        iso: ``1994-03-02``; also ``1994-03`` and ``1994``. Anything else has no terms.
    """
    parts = iso.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:
        return ()
    return tuple(field_term("date", "".join(parts[:count])) for count in range(1, len(parts) + 1))


def value_terms(name: str, value: object) -> Iterator[tuple[str, ...]]:
    """The terms that a field's value is found by; each tuple is a run of its own.

    Args:
        name: As the model names the field.
        value: Its value.
    """
    text = str(value)
    if name in FIELD_OF:
        yield tuple(field_term(FIELD_OF[name], token) for token in tokens(text))
    elif name == "head":
        yield tuple(field_term("head", part) for part in number_parts(text))
    elif name in NUMBERS:
        yield number_terms(number_parts(text))
    elif name in DATES:
        for term in date_terms(text):
            yield (term,)
