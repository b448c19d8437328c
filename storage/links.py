"""How papers and nasti hang together: by the letters they answer, by copies of one letter, and by their numbers.

Links are not kept: they are asked of the fields as they stand, so that a number that somebody corrects links at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session, aliased

from nasti.stems import stem_of_key
from storage.tables import DepartmentRow, FieldRow, NastiRow, PageRow, PaperRow

Relation = Literal[
    "answers", "answered_by", "same_letter", "previous", "next", "linked", "volume"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a link, seen from a nasti.

    Attributes:
        relation: The paper here "answers" the one there or is "answered_by" it; both are the "same_letter"; the nasti
            there is the "previous" or "next" one, a "linked" one, or another "volume" of the same file.
        sure: Whether number and date agree; False where one of the two has no date.
        page: Label of the page here where the paper begins; None for links between nasti.
        nasti_id: The nasti there; this one for links between its own papers. None where the store has no such nasti.
        number: Number of the nasti there, or of the letter where only that is known.
        department: Of the nasti there; "" where none is known.
        page_there: Label of the page there where the paper begins; None for links between nasti.
    """

    relation: Relation
    sure: bool
    page: str | None
    nasti_id: int | None
    number: str | None
    department: str
    page_there: str | None


def links_of(s: Session, nasti_id: int) -> list[Link]:
    """The links of a nasti: those of its papers in their order, then its own.

    Args:
        s: A session.
        nasti_id: The nasti.
    """
    return [*_links_of_papers(s, nasti_id), *_links_of_numbers(s, nasti_id)]


_Mine, _There = aliased(FieldRow, name="mine"), aliased(FieldRow, name="there")
_PaperHere, _PaperThere = aliased(PaperRow, name="paper_here"), aliased(PaperRow, name="paper_there")
_PageHere, _PageThere = aliased(PageRow, name="page_here"), aliased(PageRow, name="page_there")


_BY_PAPERS: tuple[tuple[Relation, str, str], ...] = (
    ("answers", "reference", "letter"),
    ("answered_by", "letter", "reference"),
    ("same_letter", "letter", "letter"),
)
"""What papers have in common here and there: the numbers of letters they name, or their own."""


def _links_of_papers(s: Session, nasti_id: int) -> Iterator[Link]:
    for relation, here, there in _BY_PAPERS:
        rows = _same_key(s, nasti_id, f"{here}_number", f"{there}_number")
        all_dates = _dates(s, {row.here for row in rows}, here)
        all_dates_there = _dates(s, {row.there for row in rows}, there)
        for row in rows:
            dates, dates_there = all_dates[row.here], all_dates_there[row.there]
            sure = bool(dates & dates_there)
            if not sure and (relation == "same_letter" or (dates and dates_there)):
                # Offices count their letters anew each year: another date is another letter.
                continue
            if relation != "same_letter" or row.nasti_id != nasti_id:
                yield Link(relation, sure, row.page, row.nasti_id, row.number, row.department, row.page_there)


def _same_key(
    s: Session, nasti_id: int, here: str, there: str
) -> Sequence[Row[int, int, str, int, str | None, str, str]]:
    """Papers of a nasti and papers anywhere that have the same number in these fields."""
    return s.execute(
        select(
            _PaperHere.id.label("here"), _PaperThere.id.label("there"), _PageHere.label.label("page"),
            NastiRow.id.label("nasti_id"), NastiRow.number.label("number"), DepartmentRow.name.label("department"),
            _PageThere.label.label("page_there"),
        )
        .join(_Mine, _Mine.paper_id == _PaperHere.id)
        .join(_There, (_There.key == _Mine.key) & (_There.name == there) & (_There.paper_id != _Mine.paper_id))
        .join(_PaperThere, _There.paper_id == _PaperThere.id)
        .join(NastiRow, _There.nasti_id == NastiRow.id)
        .join(DepartmentRow, NastiRow.department_id == DepartmentRow.id)
        .outerjoin(_PageHere, _PageHere.sheet_id == _PaperHere.first_sheet_id)
        .outerjoin(_PageThere, _PageThere.sheet_id == _PaperThere.first_sheet_id)
        .where(_PaperHere.nasti_id == nasti_id, _Mine.name == here)
        .order_by(_PaperHere.position, NastiRow.id, _PaperThere.position)
    ).all()  # fmt: skip


def _dates(s: Session, paper_ids: Collection[int], of: str) -> Mapping[int, set[str]]:
    """The dates of papers, or of the letters that they name."""
    name = "reference_date" if of == "reference" else "date"
    found: dict[int, set[str]] = {paper_id: set() for paper_id in paper_ids}
    query = select(FieldRow.paper_id, FieldRow.value).where(FieldRow.name == name)
    for paper_id, value in s.execute(query.where(FieldRow.paper_id.in_(list(paper_ids)))):
        found[paper_id].add(value)
    return found


_BY_NUMBER: tuple[tuple[str, Relation, Relation], ...] = (
    ("previous_number", "previous", "next"),
    ("linked_number", "linked", "linked"),
)
"""Fields that name another nasti: what that one is to this one, and this one to that."""


def _links_of_numbers(s: Session, nasti_id: int) -> Iterator[Link]:
    nasti = s.get_one(NastiRow, nasti_id)
    for name, relation, back in _BY_NUMBER:
        of_nasti = (FieldRow.paper_id.is_(None), FieldRow.name == name)
        for field in s.scalars(select(FieldRow).where(FieldRow.nasti_id == nasti_id, *of_nasti)).all():
            found = _nastis(s, nasti_id, NastiRow.number_key == field.key)
            yield from (Link(relation, True, None, *one, None) for one in found)
            if not found:
                yield Link(relation, True, None, None, str(field.value), "", None)
        if nasti.number_key is not None:
            pointing = select(FieldRow.nasti_id).where(FieldRow.key == nasti.number_key, *of_nasti)
            yield from (Link(back, True, None, *one, None) for one in _nastis(s, nasti_id, NastiRow.id.in_(pointing)))
    if nasti.number_key is not None:
        stem = stem_of_key(nasti.number_key)
        is_volume = (NastiRow.number_key == stem) | NastiRow.number_key.in_([f"{stem}/v{n}" for n in range(2, 100)])
        volumes = _nastis(s, nasti_id, is_volume & (NastiRow.department_id == nasti.department_id))
        yield from (Link("volume", True, None, *one, None) for one in volumes)


def _nastis(s: Session, but: int, which: ColumnElement[bool]) -> list[tuple[int, str | None, str]]:
    query = select(NastiRow.id, NastiRow.number, DepartmentRow.name).join(DepartmentRow)
    found = s.execute(query.where(which, NastiRow.id != but).order_by(NastiRow.id))
    return [(nasti_id, number, department) for nasti_id, number, department in found]
