"""What a single sheet says about its place: a slip, a folio number, a cover with the number of a nasti."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classify.cover import read_cover
from classify.evidence import COVER_VOTE, NOTE_VOTE, ORDER_SHEET_VOTE, Vote, case_votes, elect_number
from classify.folios import read_folio
from classify.kinds import NOTING, choose_kind
from classify.layout import Page, lay_out
from classify.signs import find_signs
from nasti.model import Field, Sheet
from nasti.slips import PATCH, Slip, read_slip

READABLE = 0.3
"""How likely the best word of a page must be right.

Source: the best word of each of 137 drawn and aged pages of print has 0.99; what the recogniser makes of seals and
show-through on pages that hold nothing else, 0.3 by its own count, comes to 0.25 at most.
"""


def is_blank(sheet: Sheet) -> bool:
    """Whether a side carries nothing, as it was told or else as it was measured.

    Args:
        sheet: Read.
    """
    return sheet.blank if sheet.told.blank is None else sheet.told.blank


def has_print(sheet: Sheet) -> bool:
    """Whether there is something to understand: what readers make of seals and specks is not.

    Args:
        sheet: Read.
    """
    readable = any(word.confidence >= READABLE for word in sheet.words)
    return readable and not is_blank(sheet) and sheet.separator is None


def slip_of(sheet: Sheet) -> Slip | None:
    """What a separator says; a separator that none of ours can read is one of others. None for ordinary sheets.

    Args:
        sheet: Read.
    """
    if sheet.separator is None:
        return None
    return read_slip(sheet.separator) or PATCH


def folio_of(sheet: Sheet) -> int | None:
    """The page number written on a side, None where none was read.

    Args:
        sheet: Read; understood or not.
    """
    if sheet.folio is not None:
        return sheet.folio
    return read_folio(lay_out(sheet, 0)) if has_print(sheet) else None


@dataclass(frozen=True, slots=True)
class Glance:
    """What a sheet says about its place.

    Attributes:
        position: In the sequence that is looked at.
        index: In its scan, by which people know it.
        slip: What it says as a separator; None for ordinary sheets.
        blank: Whether the side carries nothing.
        page: Its rows; None where nothing can be read.
        kind: One of `nasti.model.KINDS` where the page says so by itself.
        folio: The page number written on it.
        cover: The fields of a cover; none on other pages.
    """

    position: int
    index: int
    slip: Slip | None
    blank: bool
    page: Page | None
    kind: str | None
    folio: int | None
    cover: Mapping[str, Field]


def look_at(sheet: Sheet, position: int) -> Glance:
    """Look at one sheet.

    Args:
        sheet: Read.
        position: In the sequence that is looked at; fields carry it.
    """
    slip, blank = slip_of(sheet), is_blank(sheet)
    page = lay_out(sheet, position) if has_print(sheet) else None
    if page is None or not page.rows:
        return Glance(position, sheet.index, slip, blank, None, None, sheet.folio, {})
    kind = choose_kind(find_signs(page))
    folio = sheet.folio if sheet.folio is not None else read_folio(page)
    return Glance(position, sheet.index, slip, blank, page, kind, folio, read_cover(page) if kind == "cover" else {})


def number_of(glances: Sequence[Glance]) -> Field | None:
    """The file number that covers, order sheets and notes speak for; None where none of them names one.

    Args:
        glances: Of sheets that belong together.
    """
    votes: list[Vote] = []
    for glance in glances:
        if "file_number" in glance.cover:
            votes.append(Vote(glance.cover["file_number"], COVER_VOTE))
        elif glance.kind in NOTING and glance.page:
            weight = ORDER_SHEET_VOTE if glance.kind == "order_sheet" else NOTE_VOTE
            votes.extend(case_votes(glance.page, weight))
    return elect_number(votes)
