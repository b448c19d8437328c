"""Sheets on which something was noticed, for the people who look at them and scan them again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.flags import FLAGS, Severity
from nasti.model import Notice, Sheet
from storage.columns import plain
from storage.sheets import stored
from storage.tables import FlagRow, NastiRow, PageRow, ScanRow, SheetRow

_GRAVEST: tuple[Severity, ...] = ("fault", "check", "hint")


@dataclass(frozen=True, slots=True)
class Flagged:
    """One flag of one sheet.

    Attributes:
        nasti_id: The nasti it is in; None for slips of a lot.
        number: Of the nasti, as written; None where it has none.
        sheet_id: Its row.
        label: Its page label; None for sheets that are no pages.
        scan: Name of its scan as it came.
        position: Its place in the scan, from 0.
        severity: How grave the flag is.
        notice: The flag, with its measure and place where it has them.
        sheet: The sheet.
        picture_key: Its kept image.
    """

    nasti_id: int | None
    number: str | None
    sheet_id: int
    label: str | None
    scan: str
    position: int
    severity: Severity
    notice: Notice
    sheet: Sheet
    picture_key: str


def list_flagged(s: Session, nasti_id: int | None = None, least: Severity = "hint") -> list[Flagged]:
    """The flags of sheets that are shown, the gravest first, then in the order of nasti and sheets.

    Args:
        s: A session.
        nasti_id: Only of this nasti; None for all.
        least: Only flags at least as grave.
    """
    wanted = [name for name, flag in FLAGS.items() if _rank(flag.severity) <= _rank(least)]
    with_flag = select(FlagRow.sheet_id).where(FlagRow.name.in_(wanted))
    query = select(SheetRow).where(
        SheetRow.id.in_(with_flag), SheetRow.replaced_by_id.is_(None), SheetRow.picture_key.is_not(None)
    )
    if nasti_id is not None:
        query = query.where(SheetRow.nasti_id == nasti_id)
    order = (SheetRow.nasti_id, SheetRow.place, SheetRow.id)
    about = {
        row.id: row
        for row in s.execute(
            query.with_only_columns(SheetRow.id, ScanRow.name, NastiRow.number, PageRow.label)
            .join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
            .outerjoin(NastiRow, SheetRow.nasti_id == NastiRow.id)
            .outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
        )
    }
    found = []
    for one in stored(s, query.order_by(*order)):
        notices = {notice.name: notice for notice in one.sheet.notices}
        row = about[one.id]
        for name in one.sheet.flags:
            if name in wanted:
                found.append(
                    Flagged(
                        one.nasti_id, row.number, one.id, row.label, plain(str(row.name)), one.sheet.index,
                        FLAGS[name].severity, notices.get(name, Notice(name)), replace(one.sheet, words=()),
                        one.picture_key,
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: _rank(one.severity))


def _rank(severity: Severity) -> int:
    return _GRAVEST.index(severity)
