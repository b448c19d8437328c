"""Where a nasti belongs: its district as it was in its year, its tehsil, its village, and the head of its case."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from classify.likeness import plain
from classify.numbers import read_number
from classify.tables import load
from nasti import hindi
from nasti.model import Field

Named = tuple[str, Mapping[str, tuple[Field, ...]]]
"""The kind of a paper, or "cover", and what it names, as `classify.mentions.find_mentions` gives it."""

_WEIGHTS = {"cover": 1.0, "order_sheet": 0.9, "note": 0.6, "letter": 0.6, "application": 0.6}
_OTHER_WEIGHT = 0.5
"""How much a paper says about the nasti: covers and order sheets are about it, letters name other places too."""

_RUNS_ON = 6
"""Years after a nasti's own in which papers are still put into it."""
_ANACHRONISM = 0.5
"""Trust in a district that did not exist in the nasti's time: its name or the year was misread."""
_BY_TEHSIL = 0.9
"""How often the table of tehsils, of which a part is unverified, knows the district."""
_TOLD_APART = 0.6
"""Trust in a tehsil that lies in another district than the nasti's."""
_UNKNOWN_HEAD = 0.8
_AGAINST = {"district": 0.5}
"""How much each other value speaks against the elected one, 1.0 where it is not here: letters name the districts of
other offices too. Source: 150 nasti of drawn offices: of 86 districts elected with 0.6 or more for offices of a
district 84 were right.
"""
_OF_THE_STATE = 0.7
"""Trust in a district of which only letters speak, for a file of a department: its letters go to all districts. Source:
the same: of 19 with 0.7 or more 12 were right.
"""
_STATE_FORMS = frozenset({"secretariat", "central"})


@dataclass(frozen=True, slots=True)
class _District:
    name: str
    since: int
    parent: str | None
    earlier: tuple[tuple[int, str], ...]


@cache
def _districts() -> Mapping[str, _District]:
    entries: list[Mapping[str, Any]] = load("districts")
    return {
        entry["hi"]: _District(
            entry["hi"],
            entry.get("since", 0),
            entry.get("parent"),
            tuple((was["until"], was["hi"]) for was in entry.get("was", ())),
        )
        for entry in entries
    }


def district_in(name: str, year: int) -> str | None:
    """The name that a district had in a year; None where it was not yet one.

    Args:
        name: As the table of districts has it today.
        year: Any.
    """
    district = _districts().get(name)
    if district is None or year < district.since:
        return None
    return next((earlier for until, earlier in district.earlier if year <= until), district.name)


def district_of_land(name: str, year: int) -> str | None:
    """The district to which the land of one of today's districts belonged in a year; None for one not in the table.

    Args:
        name: As the table of districts has it today.
        year: Any.
    """
    district = _districts().get(name)
    while district is not None and year < district.since:
        district = _districts().get(district.parent or "")
    return district_in(district.name, year) if district else None


@cache
def _tehsils() -> Mapping[str, Mapping[str, Any]]:
    return {entry["hi"]: entry for entry in load("tehsils")}


def district_of_tehsil(tehsil: str, year: int | None) -> str | None:
    """The district of a tehsil in a year, in today's boundaries where no year is known; None for an unknown tehsil.

    Args:
        tehsil: As the table of tehsils has it.
        year: Of the nasti.
    """
    entry = _tehsils().get(tehsil)
    if entry is None or "district" not in entry:
        return None
    if year is None:
        return str(entry["district"])
    moved = (was["district"] for was in entry.get("was", ()) if year <= was["until"])
    return district_of_land(str(next(moved, entry["district"])), year)


def elect_places(fields: Mapping[str, Field], named: Sequence[Named]) -> dict[str, Field]:
    """The places of a nasti that its papers speak for, and the head of its case.

    Args:
        fields: Of the nasti: its number and year, where read.
        named: What its cover and its papers name, in order.

    Returns:
        ``district`` (as it was called in the nasti's year, in Hindi), ``tehsil`` (Hindi, as its table has it),
        ``village`` (as printed), ``head`` (``अ-27``); each where something speaks for it.
    """
    year = _year(fields)
    elected: dict[str, Field] = {}
    tehsil = _elect(named, "tehsil")
    district = _elect(named, "district", among=_districts()) or _elect(named, "district")
    if district:
        elected["district"] = _as_it_was(_less_of_the_state(district, fields, named), year)
    elif tehsil and (home := district_of_tehsil(str(tehsil.value), year)):
        elected["district"] = replace(tehsil, value=home, confidence=round(_BY_TEHSIL * tehsil.confidence, 3))
    if tehsil:
        elected["tehsil"] = _in_district(tehsil, district, year)
    village = _elect(named, "village")
    head = head_of(fields["file_number"]) if "file_number" in fields else None
    return elected | {name: field for name, field in (("village", village), ("head", head)) if field}


def _less_of_the_state(district: Field, fields: Mapping[str, Field], named: Sequence[Named]) -> Field:
    """A district, less sure where the file is of a department and neither cover nor order sheet names it."""
    number = read_number(str(fields["file_number"].value)) if "file_number" in fields else None
    if number is None or number.form not in _STATE_FORMS:
        return district
    own = (one.value for kind, mentions in named if kind in _OWN for one in mentions.get("district", ()))
    if district.value in own:
        return district
    return replace(district, confidence=round(_OF_THE_STATE * district.confidence, 3))


_OWN = frozenset({"cover", "order_sheet"})


def _year(fields: Mapping[str, Field]) -> int | None:
    year = fields.get("year")
    return year.value if year and isinstance(year.value, int) else None


def _elect(named: Sequence[Named], name: str, *, among: Container[str] | None = None) -> Field | None:
    """The value that most and best papers name; each paper has one vote, parted among all that it names.

    Args:
        named: What the papers name.
        name: Of the mention.
        among: Values that count; None for all.
    """
    votes: dict[str, list[tuple[float, Field]]] = {}
    for kind, mentions in named:
        counted = [field for field in mentions.get(name, ()) if among is None or str(field.value) in among]
        for field in counted:
            weight = _WEIGHTS.get(kind, _OTHER_WEIGHT) * field.confidence / len(counted)
            votes.setdefault(plain(str(field.value)), []).append((weight, field))
    if not votes:
        return None
    sums = {key: sum(weight for weight, _ in group) for key, group in votes.items()}
    best = max(sums, key=lambda key: sums[key])
    doubt = 1.0
    for weight, _ in votes[best]:
        doubt *= 1 - weight
    strongest = max(votes[best], key=lambda vote: (vote[0], -vote[1].sheet))[1]
    against = _AGAINST.get(name, 1.0) * (sum(sums.values()) - sums[best])
    share = sums[best] / ((sums[best] + against) or 1.0)
    return replace(strongest, confidence=round((1 - doubt) * share, 3))


def _as_it_was(district: Field, year: int | None) -> Field:
    """A district by the name it had in the nasti's time, less sure where it did not exist then."""
    if year is None or district.value not in _districts():
        return district
    then = district_in(str(district.value), year) or district_in(str(district.value), year + _RUNS_ON)
    if then:
        return replace(district, value=then)
    return replace(district, confidence=round(_ANACHRONISM * district.confidence, 3))


def _in_district(tehsil: Field, district: Field | None, year: int | None) -> Field:
    """A tehsil, less sure where it lies in another district than the nasti's, in its time and today."""
    homes = {district_of_tehsil(str(tehsil.value), when) for when in (year, None)} - {None}
    if district is None or not homes or district.value in homes:
        return tehsil
    return replace(tehsil, confidence=round(_TOLD_APART * tehsil.confidence, 3))


_HEAD = re.compile(r"/\s*(?P<head>(?P<letter>अ|ब|बी|ए|A|B)\s*[-/. ]?\s*(?P<number>[0-9]{1,3})(?P<part>[अब])?)")
_HEAD_LETTERS = {"A": "अ", "ए": "अ", "B": "ब", "बी": "ब"}


def head_of(number: Field) -> Field | None:
    """The head (मद) of a revenue case, as ``अ-27``; None where the number is of another form.

    Args:
        number: The file number of the nasti.
    """
    value = hindi.ascii_digits(str(number.value))
    read = read_number(value, unlabelled=True)
    match = _HEAD.search(value) if read and read.form == "revenue" else None
    if match is None:
        return None
    letter = _HEAD_LETTERS.get(match["letter"], match["letter"])
    code = f"{letter}-{int(match['number'])}"
    with_part = code + (match["part"] or "")
    known = with_part in _heads() or code in _heads()
    confidence = number.confidence * (1.0 if known else _UNKNOWN_HEAD)
    return replace(number, value=with_part, raw=match["head"], confidence=round(confidence, 3))


@cache
def _heads() -> frozenset[str]:
    return frozenset(entry["code"] for entry in load("heads"))
