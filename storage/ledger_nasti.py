"""What the ledger needs of each nasti: its sheets in order, their page numbers, and what slips and covers state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nasti.model import PARTS, Part
from storage.columns import plain
from storage.sheets import is_said
from storage.tables import IS_BLANK, DepartmentRow, FieldRow, FlagRow, NastiRow, PageRow, ScanRow, SheetRow

COVER = "cover"
FOLIO_FLAGS = ("folio_gap", "folio_repeat", "folio_disorder")
COUNT_FLAGS = (
    "slip_missing", "slip_repeated", "split_by_cover", "number_conflict", "larger_missing", "pass_mismatch", "double",
    "double_feed", "unreadable",
)  # fmt: skip
"""Flags that say that sheets may be missing, in a nasti that is not theirs, there twice, or not readable."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One of these flags on a sheet: measure, bound and the row of another sheet, as `nasti.model.Notice` has them."""

    measure: float | None = None
    bound: float | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet of a nasti as the ledger lists it.

    Attributes:
        sheet_id: Its row.
        label: Its page label; "file, sheet 7" where it is no page.
        state: "waiting", "reading", "read" or "parked".
        part: The part it is a page of; None where it is no page.
        cover: Whether it is a cover.
        blank: Whether it is a blank side.
        separator: Whether it is a separator.
        replaced: Whether another sheet stands for it.
        folio: The number written on it; None where none was read.
        reason: Why it could not be read, in English and Hindi; "" otherwise.
        flags: Those of its flags that the ledger names, by name.
    """

    sheet_id: int
    label: str
    state: str
    part: Part | None
    cover: bool
    blank: bool
    separator: bool
    replaced: bool
    folio: int | None
    reason: tuple[str, str] = ("", "")
    flags: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FolioRun:
    """Pages whose numbers follow each other.

    Attributes:
        first_label: Label of the first page.
        last_label: Label of the last page.
        first: Its number.
        last: The last page's number.
    """

    first_label: str
    last_label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class MissingFolios:
    """Numbers that no page bears.

    Attributes:
        numbers: Those that may be missing, in the order of the pages.
        least: How many of them are missing at least.
        before: Label of the page in front of them.
        after: Label of the page behind them.
    """

    numbers: tuple[int, ...]
    least: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartPages:
    """The pages of one part.

    Attributes:
        pages: Pages there are, covers apart.
        blanks: Blank sides among them.
        stated: Pages that slips say there are, or else the cover; None where neither says anything.
        stated_by: "slip", "cover", or "" where nothing is stated.
        runs: The numbers written on the pages, in order.
        unnumbered: Labels of pages on which no number was read.
        gaps: Numbers that no page bears.
    """

    pages: int = 0
    blanks: int = 0
    stated: int | None = None
    stated_by: str = ""
    runs: tuple[FolioRun, ...] = ()
    unnumbered: tuple[str, ...] = ()
    gaps: tuple[MissingFolios, ...] = ()

    @property
    def missing_folios(self) -> tuple[int, ...]:
        """All numbers that may be missing."""
        return tuple(number for gap in self.gaps for number in gap.numbers)


@dataclass(frozen=True, slots=True)
class NastiPages:
    """A nasti with its sheets.

    Attributes:
        nasti_id: The nasti.
        number: Its number as written; None where none was read.
        department: Its department; "" where it is not known.
        subject: None where none was read.
        placed: Whether it is known which nasti this is.
        registered: Whether all that came to it is registered.
        stated_sheets: Sheets of paper that its slips say there are.
        lines: Its sheets in order, those that others stand for behind them.
        parts: Each part.
        flags: How many sheets have each flag.
    """

    nasti_id: int
    number: str | None
    department: str
    subject: str | None
    placed: bool
    registered: bool
    stated_sheets: int | None
    lines: tuple[Line, ...]
    parts: Mapping[Part, PartPages]
    flags: Mapping[str, int]

    @property
    def name(self) -> str:
        """Its number, or its row where it has none."""
        return self.number or f"#{self.nasti_id}"


def read_nastis(s: Session, ids: Collection[int]) -> Iterator[NastiPages]:
    """The nasti of these rows, in order.

    Args:
        s: A session.
        ids: Their rows.
    """
    if not ids:
        return
    of_these = SheetRow.nasti_id.in_(list(ids)) if len(ids) <= _MANY else SheetRow.nasti_id.is_not(None)
    seen: dict[int, dict[str, Seen]] = defaultdict(dict)
    named = FlagRow.name.in_((*FOLIO_FLAGS, *COUNT_FLAGS))
    for flag in s.scalars(select(FlagRow).join(SheetRow, FlagRow.sheet_id == SheetRow.id).where(named, of_these)):
        seen[flag.sheet_id][flag.name] = Seen(flag.measure, flag.bound, flag.other_id)
    flags = _count_flags(s, of_these)
    covers = _stated_on_covers(s)
    rows = select(NastiRow, DepartmentRow.name).join(DepartmentRow, NastiRow.department_id == DepartmentRow.id)
    nastis = {nasti.id: (nasti, department) for nasti, department in s.execute(rows)}
    sheets = _sheets(of_these).execution_options(yield_per=2000)
    for nasti_id, mine in groupby(s.execute(sheets), key=lambda row: row.nasti_id):
        if nasti_id in ids:
            lines = tuple(_line(row, seen.get(row.id, {})) for row in mine)
            yield _nasti(*nastis[nasti_id], lines, covers.get(nasti_id, {}), flags.get(nasti_id, {}))


_MANY = 500
"""Values that a statement takes without harm; of more nasti all are read."""


def _sheets(of_these: Any) -> Any:
    columns = (
        SheetRow.id, SheetRow.nasti_id, SheetRow.position, SheetRow.state, SheetRow.kind, SheetRow.folio,
        SheetRow.separator, SheetRow.replaced_by_id, SheetRow.reason, SheetRow.reason_hindi,
        IS_BLANK.label("blank"),
        PageRow.part, PageRow.label, ScanRow.name,
    )  # fmt: skip
    return (
        select(*columns)
        .join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
        .outerjoin(PageRow, (PageRow.sheet_id == SheetRow.id) & (PageRow.nasti_id == SheetRow.nasti_id))
        .where(of_these)
        .order_by(SheetRow.nasti_id, SheetRow.place.is_(None), SheetRow.place, SheetRow.id)
    )


def _line(row: Any, flags: Mapping[str, Seen]) -> Line:
    return Line(
        row.id, row.label or f"{plain(row.name.name)}, {row.position + 1}", row.state, row.part, row.kind == COVER,
        bool(row.blank), row.separator is not None, row.replaced_by_id is not None, row.folio,
        (row.reason or "", row.reason_hindi or ""), flags,
    )  # fmt: skip


def _count_flags(s: Session, of_these: Any) -> dict[int, dict[str, int]]:
    query = select(SheetRow.nasti_id, FlagRow.name, func.count()).join(SheetRow, FlagRow.sheet_id == SheetRow.id)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    grouped = query.where(of_these, SheetRow.replaced_by_id.is_(None), is_said()).group_by(
        SheetRow.nasti_id, FlagRow.name
    )
    for nasti_id, name, count in s.execute(grouped.order_by(FlagRow.name)):
        found[cast(int, nasti_id)][name] = count
    return found


def _stated_on_covers(s: Session) -> dict[int, dict[str, int]]:
    names = [f"{part}_pages" for part in PARTS]
    query = select(FieldRow.nasti_id, FieldRow.name, FieldRow.value)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for nasti_id, name, value in s.execute(query.where(FieldRow.name.in_(names), FieldRow.paper_id.is_(None))):
        found[nasti_id][name] = int(value)
    return found


def _nasti(
    row: NastiRow, department: str, lines: tuple[Line, ...], cover: Mapping[str, int], flags: Mapping[str, int]
) -> NastiPages:
    parts = {}
    for part, pages in _by_part(lines).items():
        name = f"{part}_pages"
        slip = row.stated.get(name)
        stated, by = (int(slip), "slip") if slip is not None else (cover.get(name), "cover" if name in cover else "")
        parts[part] = _part(pages, stated, by)
    sheets = row.stated.get("sheets")
    return NastiPages(
        row.id, row.number, department, row.subject, row.number_key is not None,
        row.registered_version == row.version, None if sheets is None else int(sheets), lines, parts, flags,
    )  # fmt: skip


def _by_part(lines: Sequence[Line]) -> dict[Part, list[Line]]:
    """The sides of each part in order, blank ones with the page before them; covers belong to none."""
    sides: dict[Part, list[Line]] = {part: [] for part in PARTS}
    current: Part | None = None
    for line in lines:
        if line.replaced or line.separator or line.cover:
            continue
        if line.part:
            current = line.part
        if current and (line.part or line.blank):
            sides[current].append(line)
    return sides


def _part(sides: Sequence[Line], stated: int | None, stated_by: str) -> PartPages:
    pages = [line for line in sides if line.part]
    return PartPages(
        pages=len(pages),
        blanks=len(sides) - len(pages),
        stated=stated,
        stated_by=stated_by,
        runs=tuple(_runs([line for line in pages if line.folio is not None])),
        unnumbered=tuple(line.label for line in pages if line.folio is None),
        gaps=tuple(_gaps(pages)),
    )


def _runs(numbered: Sequence[Line]) -> Iterator[FolioRun]:
    """Stretches of pages whose numbers rise, or fall, by one; pages without a number between them do not part them."""
    start = 0
    steps = [cast(int, b.folio) - cast(int, a.folio) for a, b in pairwise(numbered)]
    for end in range(1, len(numbered) + 1):
        goes_on = end < len(numbered) and abs(steps[end - 1]) == 1 and steps[end - 1] == steps[start]
        if not goes_on:
            first, last = numbered[start], numbered[end - 1]
            yield FolioRun(first.label, last.label, cast(int, first.folio), cast(int, last.folio))
            start = end


def _gaps(pages: Sequence[Line]) -> Iterator[MissingFolios]:
    """The gaps that the fit of the numbers found, as the flags of the pages behind them tell."""
    borne = Counter(line.folio for line in pages)
    for at, line in enumerate(pages):
        seen = line.flags.get("folio_gap")
        if seen is None or seen.measure is None or seen.bound is None:
            continue
        found, due = int(seen.measure), int(seen.bound)
        sign = 1 if found > due else -1
        ahead = (one for one in reversed(pages[:at]) if one.folio is not None and sign * (due - one.folio) > 0)
        before = next(ahead, None)
        if before is not None:
            numbers = range(cast(int, before.folio) + sign, found, sign)
            absent = tuple(number for number in numbers if not borne[number])
            yield MissingFolios(absent, min(abs(found - due), len(absent)), before.label, line.label)
