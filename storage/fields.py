"""The fields of nasti and of their papers, as people work on them: what is filled, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from nasti.model import MENTIONS, NOWHERE, Box
from nasti.settings import FieldsSection
from storage.nastis import sheets_in_order
from storage.said import Value, Word, same_value, standing, words_of_nasti
from storage.tables import FieldRow, NastiRow, PageRow, PaperRow, SheetRow

State = Literal["told", "filled", "unsure", "missing", "to_enter", "to_enter_again", "entries_differ"]
WAITING: frozenset[State] = frozenset({"unsure", "missing", "to_enter", "to_enter_again", "entries_differ"})
"""States in which a person has something to do."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field, for a list.

    Attributes:
        nasti_id: The nasti.
        number: Of the nasti, as written; None where it has none.
        paper: Kind of the paper it is of; None for the nasti's own.
        sheet_id: First sheet of that paper; None for the nasti's own.
        name: Of the field.
        value: As it stands; None where there is none.
        raw: As printed.
        confidence: 0 to 1.
        state: "told" by a person, "filled", "unsure", "missing"; or for fields that are typed twice "to_enter",
            "to_enter_again" when one has typed it, "entries_differ" when those who did typed different things.
        page: Label of the page it was read from, or the paper begins on; None where it was not read.
        evidence_id: Row of the sheet it was read from; None where it was not read.
        box: Where on that sheet; empty where it was not read.
    """

    nasti_id: int
    number: str | None
    paper: str | None
    sheet_id: int | None
    name: str
    value: Value
    raw: str
    confidence: float
    state: State
    page: str | None
    evidence_id: int | None
    box: Box

    @property
    def shown_blind(self) -> FieldLine:
        """The field without anything that whoever types it must not see."""
        blind = self.state in ("to_enter", "to_enter_again", "entries_differ")
        return replace(self, value=None, raw="", confidence=0.0) if blind else self


def fields_of(s: Session, nasti_id: int, routing: FieldsSection) -> list[FieldLine]:
    """The fields of a nasti and of its papers: those that were read or said, and those that must be there.

    What a person says is not there is told, and has no value.

    Args:
        s: A session.
        nasti_id: A nasti that is registered; of others nothing is known yet.
        routing: Which fields wait for a person.
    """
    nasti = s.get_one(NastiRow, nasti_id)
    rows = s.scalars(select(FieldRow).where(FieldRow.nasti_id == nasti_id).order_by(FieldRow.id)).all()
    papers = s.scalars(select(PaperRow).where(PaperRow.nasti_id == nasti_id).order_by(PaperRow.position)).all()
    words: dict[tuple[int | None, str], list[Word]] = {}
    for word in words_of_nasti(s, nasti_id):
        words.setdefault((word.sheet_id, word.name), []).append(word)
    pages = sheets_in_order(nasti_id).outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
    labels = dict(s.execute(pages.with_only_columns(SheetRow.id, PageRow.label)).all())
    found: list[FieldLine] = []
    for paper in (None, *papers):
        of = {row.name: row for row in rows if row.paper_id == (paper.id if paper else None) and not _is_mention(row)}
        sheet_id = paper.first_sheet_id if paper else None
        said = {name for sheet, name in words if sheet == sheet_id}
        needed = routing.needed_of_papers.get(paper.kind, ()) if paper else routing.needed
        for name in dict.fromkeys((*of, *needed, *sorted(said))):
            found.append(_line(nasti, paper, name, of.get(name), words.get((sheet_id, name), []), routing))
    return [replace(line, page=labels.get(line.evidence_id or line.sheet_id or 0)) for line in found]


def waiting(
    s: Session, routing: FieldsSection, *, nasti_id: int | None = None, limit: int | None = None
) -> list[FieldLine]:
    """Fields that wait for a person, by nasti, in the order of nasti and papers.

    Args:
        s: A session.
        routing: Which fields wait.
        nasti_id: Only those of this nasti; None for all.
        limit: How many at most; None for all.
    """
    found: list[FieldLine] = []
    for one in [nasti_id] if nasti_id is not None else _candidates(s, routing):
        found += (
            line for line in fields_of(s, one, routing) if line.state in WAITING and line.name not in routing.unasked
        )
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found


def _is_mention(row: FieldRow) -> bool:
    return row.paper_id is not None and row.name in MENTIONS


def _candidates(s: Session, routing: FieldsSection) -> Iterator[int]:
    """Registered nasti in which something may wait."""
    of_nasti = (FieldRow.nasti_id == NastiRow.id, FieldRow.paper_id.is_(None))
    lacking: list[ColumnElement[bool]] = [~exists().where(*of_nasti, FieldRow.name == name) for name in routing.needed]
    lacking += [
        exists().where(
            PaperRow.nasti_id == NastiRow.id,
            PaperRow.kind == kind,
            ~exists().where(FieldRow.paper_id == PaperRow.id, FieldRow.name == name),
        )
        for kind, names in routing.needed_of_papers.items()
        for name in names
    ]
    low = FieldRow.name.not_in(routing.own) & (FieldRow.confidence < routing.sure_from)
    own = [and_(FieldRow.name == name, FieldRow.confidence < bound) for name, bound in routing.own.items()]
    unsure = ~FieldRow.told & FieldRow.name.not_in(routing.unasked)
    unsure &= FieldRow.paper_id.is_(None) | FieldRow.name.not_in(MENTIONS)
    unsure &= or_(low, *own, FieldRow.name.in_(list(routing.twice)))
    lacking.append(exists().where(FieldRow.nasti_id == NastiRow.id, unsure))
    query = select(NastiRow.id).where(NastiRow.registered_version > 0, or_(*lacking)).order_by(NastiRow.id)
    return iter(s.scalars(query).all())


def _line(
    nasti: NastiRow,
    paper: PaperRow | None,
    name: str,
    row: FieldRow | None,
    words: Sequence[Word],
    routing: FieldsSection,
) -> FieldLine:
    stands = standing(words)
    line = FieldLine(
        nasti.id, nasti.number, paper.kind if paper else None, paper.first_sheet_id if paper else None, name,
        None, "", 0.0, _state(name, row, words, routing), None, None, NOWHERE,
    )  # fmt: skip
    if row is not None:
        box = cast(Box, tuple(row.box))
        evidence = row.sheet_id if box != NOWHERE else None
        line = replace(line, value=row.value, raw=row.raw, confidence=row.confidence, evidence_id=evidence, box=box)
    return line if stands is None else replace(line, value=stands.value, confidence=1.0)


def _state(name: str, row: FieldRow | None, words: Sequence[Word], routing: FieldsSection) -> State:
    if standing(words) is not None:
        return "told"
    if name in routing.twice:
        entries = [word for word in words if word.blind]
        differ = any(not same_value(name, entries[0].value, entry.value) for entry in entries[1:])
        return "entries_differ" if differ else "to_enter_again" if entries else "to_enter"
    if row is None:
        return "missing"
    return "filled" if row.told or row.confidence >= routing.threshold(name) else "unsure"
