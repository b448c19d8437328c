"""What one registration writes: pages, papers, fields, flags, search index and bound PDFs of a nasti."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nasti.model import Field, Part, Understood
from nasti.pages import Place, plan_pages
from nasti.stems import nasti_key
from storage.files import Kept
from storage.index import index_pages, unindex_page
from storage.sheets import set_flags
from storage.tables import BoundRow, FieldRow, NastiRow, PageRow, PaperRow, SheetRow


def enter(
    s: Session, nasti: NastiRow, rows: Sequence[SheetRow], understood: Understood, bound: Mapping[Part, Kept]
) -> None:
    """Write everything that was understood of a nasti, in place of what an earlier version had.

    Args:
        s: A session that writes.
        nasti: Its row, locked.
        rows: Its read sheets, in order.
        understood: The same sheets, understood.
        bound: The PDF of each part.

    Raises:
        ValueError: The sheets are not those of the nasti, or a part with pages has no PDF.
    """
    if [row.position for row in rows] != [sheet.index for sheet in understood.sheets]:
        raise ValueError(f"nasti {nasti.id}: {len(understood.sheets)} sheets were understood, {len(rows)} are there")
    places = plan_pages(understood.sheets)
    if {place.part for place in places if place} != set(bound):
        raise ValueError(f"nasti {nasti.id}: the bound parts {sorted(bound)} are not those of its pages")
    for row, sheet in zip(rows, understood.sheets, strict=True):
        row.kind, row.part, row.folio = sheet.kind, sheet.part, sheet.folio
        set_flags(s, row.id, sheet)
    _enter_pages(s, nasti.id, rows, places)
    _enter_papers(s, nasti.id, [row.id for row in rows], understood)
    s.add_all(
        BoundRow(
            nasti_id=nasti.id, version=nasti.version, part=part, key=kept.key, sha256=kept.sha256,
            size_bytes=kept.size_bytes,
        )
        for part, kept in bound.items()
    )  # fmt: skip
    s.flush()
    index_pages(s, nasti.id, {row.id: sheet.words for row, sheet in zip(rows, understood.sheets, strict=True)})


def _enter_pages(s: Session, nasti_id: int, rows: Sequence[SheetRow], places: Sequence[Place | None]) -> None:
    known = {page.sheet_id: page for page in s.scalars(select(PageRow).where(PageRow.nasti_id == nasti_id))}
    planned = {row.id for row, place in zip(rows, places, strict=True) if place is not None}
    drop_pages(s, known.keys() - planned)
    for row, place in zip(rows, places, strict=True):
        if place is None:
            continue
        page = known.get(row.id)
        if page is not None:
            page.part, page.position, page.label = place.part, place.position, place.label
            continue
        s.add(PageRow(nasti_id=nasti_id, sheet_id=row.id, part=place.part, position=place.position, label=place.label))
    s.flush()


def drop_pages(s: Session, sheet_ids: Collection[int]) -> None:
    """Take sheets out of the pages and out of the search index: they are pages no more, or not here.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets; those that are no pages do not matter.
    """
    for page in s.scalars(select(PageRow).where(PageRow.sheet_id.in_(list(sheet_ids)))).all():
        unindex_page(s, page.id)
        s.delete(page)
    s.flush()


def _enter_papers(s: Session, nasti_id: int, sheet_ids: Sequence[int], understood: Understood) -> None:
    s.execute(delete(FieldRow).where(FieldRow.nasti_id == nasti_id))
    s.execute(delete(PaperRow).where(PaperRow.nasti_id == nasti_id))
    _enter_fields(s, nasti_id, None, sheet_ids, understood.fields.items())
    for position, paper in enumerate(understood.papers):
        row = PaperRow(
            nasti_id=nasti_id, position=position, kind=paper.kind, part=paper.part,
            first_sheet_id=sheet_ids[paper.first], last_sheet_id=sheet_ids[paper.last],
        )  # fmt: skip
        s.add(row)
        s.flush()
        _enter_fields(s, nasti_id, row.id, sheet_ids, paper.fields.items())
        _enter_fields(
            s, nasti_id, row.id, sheet_ids, ((name, one) for name in paper.mentions for one in paper.mentions[name])
        )


def _enter_fields(
    s: Session, nasti_id: int, paper_id: int | None, sheet_ids: Sequence[int], fields: Iterable[tuple[str, Field]]
) -> None:
    s.add_all(
        FieldRow(
            nasti_id=nasti_id, paper_id=paper_id, name=name, value=field.value, raw=field.raw,
            confidence=field.confidence, sheet_id=sheet_ids[field.sheet], box=list(field.box), told=field.told,
            key=nasti_key(str(field.value)) if name.endswith("number") else None,
        )
        for name, field in fields
    )  # fmt: skip
    s.flush()
