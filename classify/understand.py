"""What the sheets of one nasti are: kinds, parts, papers and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classify.agreement import agree
from classify.calibration import calibrate, calibrate_papers
from classify.contradictions import FLAGS as CONTRADICTIONS
from classify.contradictions import contradictions
from classify.cover import read_cover
from classify.evidence import (
    COVER_VOTE,
    NOTE_VOTE,
    ORDER_SHEET_VOTE,
    Vote,
    case_votes,
    elect_number,
    elect_subject,
    elect_year,
    letter_votes,
)
from classify.folios import FLAGS, lettered_part, number_pages
from classify.glance import has_print, is_blank
from classify.kinds import NOTING, choose_kind
from classify.layout import Page, lay_out
from classify.learning.looks import look_over
from classify.learning.model import Learned
from classify.letters import read_paper
from classify.looks import is_dark
from classify.mentions import find_mentions
from classify.papers import Place, Stretch, follow_papers
from classify.places import Named, elect_places
from classify.said import heed, heed_papers
from classify.signs import Signs, find_signs
from nasti.model import Field, Notice, Paper, Part, Said, Sheet, Understood


def understand(sheets: Sequence[Sheet], said: Sequence[Said] = (), learned: Learned | None = None) -> Understood:
    """Understand the sheets of one nasti; whatever was read, something comes back.

    What a person or a slip says goes before what a sheet looks like.

    Args:
        sheets: Read, in scan order. Positions in the result are positions in this sequence.
        said: What people say of fields, the last word of each.
        learned: What was learned from people, where that was anything better than the rules.
    """
    if not sheets:
        # All were moved to other nasti: what people said of this one has no page any more to stand on.
        return Understood((), (), {})
    pages = [lay_out(sheet, position) if has_print(sheet) else None for position, sheet in enumerate(sheets)]
    signs = [find_signs(page) if page and page.rows else None for page in pages]
    places, stretches = _follow(sheets, pages, signs)
    if learned:
        looks = look_over(pages, signs, [place.kind for place in places], {stretch.first for stretch in stretches})
        places, stretches = _follow(learned.believe(sheets, looks), pages, signs)
    kinds = [place.kind for place in places]
    fields = heed(said, _cover_fields(kinds, pages))
    votes = _number_votes(fields, kinds, pages)
    _put(fields, "file_number", elect_number(votes))
    _put(fields, "year", elect_year(fields.get("year"), fields.get("file_number")))
    read = [_paper(stretch, pages, kinds, _year(fields)) for stretch in stretches]
    papers = heed_papers(said, agree(read, fields.get("subject")))
    _put(fields, "file_number", elect_number([*votes, *letter_votes(_of_papers(papers, "letter_number"))]))
    noted_first = sorted(papers, key=lambda paper: paper.part != "noting")
    _put(fields, "subject", elect_subject(fields.get("subject"), _of_papers(noted_first, "subject")))
    fields = {**elect_places(fields, _named(kinds, pages, papers, _year(fields))), **fields}
    fields = heed(said, calibrate(fields, "nasti"))
    papers = calibrate_papers(papers)
    if learned:
        sheets = [replace(sheet, kind=place.kind) for sheet, place in zip(sheets, places, strict=True)]
        refined = learned.refine(Understood(tuple(sheets), papers, fields), pages)
        papers, fields = heed_papers(said, refined.papers), heed(said, refined.fields)
    parts = [place.part for place in places]
    against = contradictions(fields, votes, sheets, parts)
    seen = [
        (one.folio, (*one.notices, *against.get(position, ())))
        for position, one in enumerate(number_pages(sheets, parts, papers, pages))
    ]
    return Understood(tuple(map(_understood, sheets, places, seen)), papers, fields)


def _follow(
    sheets: Sequence[Sheet], pages: Sequence[Page | None], signs: Sequence[Signs | None]
) -> tuple[list[Place], list[Stretch]]:
    """Kinds and papers by what the sheets show, and by what people, or what was learned of them, say of sheets."""
    first_kinds = list(map(_first_kind, sheets, signs))
    told = list(map(_told_part, sheets, first_kinds, pages))
    places, stretches = follow_papers(first_kinds, signs, told, [sheet.told.begins for sheet in sheets])
    return list(map(_as_told, places, sheets)), stretches


def _as_told(place: Place, sheet: Sheet) -> Place:
    """The place of a sheet, of the kind that a person says it is."""
    return replace(place, kind=sheet.told.kind) if sheet.told.kind else place


def _first_kind(sheet: Sheet, signs: Signs | None) -> str | None:
    """The kind that a person says a sheet is, or that it shows by itself."""
    if sheet.told.kind:
        return sheet.told.kind
    if sheet.separator is not None:
        return "separator"
    if is_blank(sheet):
        return "blank"
    kind = choose_kind(signs) if signs else ("photograph" if is_dark(sheet) else None)
    # A cover opens the noting; one that lies in the correspondence is a paper like any other there.
    return "other" if kind == "cover" and sheet.told.part == "correspondence" else kind


def _told_part(sheet: Sheet, kind: str | None, page: Page | None) -> Part | None:
    """The part that somebody says, or that stands with its number on a page which does not show what it is."""
    return sheet.told.part or (lettered_part(page) if kind is None and page else None)


def _cover_fields(kinds: Sequence[str], pages: Sequence[Page | None]) -> dict[str, Field]:
    """Fields of the covers; of several the first that has one, for a cover may have an inner page."""
    fields: dict[str, Field] = {}
    for kind, page in zip(kinds, pages, strict=True):
        if kind == "cover" and page:
            fields = {**read_cover(page), **fields}
    return fields


def _number_votes(cover: Mapping[str, Field], kinds: Sequence[str], pages: Sequence[Page | None]) -> list[Vote]:
    votes = [Vote(cover["file_number"], COVER_VOTE)] if "file_number" in cover else []
    for kind, page in zip(kinds, pages, strict=True):
        if kind in NOTING and page:
            votes.extend(case_votes(page, ORDER_SHEET_VOTE if kind == "order_sheet" else NOTE_VOTE))
    return votes


def _paper(stretch: Stretch, pages: Sequence[Page | None], kinds: Sequence[str], near_year: int | None) -> Paper:
    positions = range(stretch.first, stretch.last + 1)
    printed = [page for position in positions if (page := pages[position]) and kinds[position] == stretch.kind]
    fields = read_paper(stretch.kind, printed, near_year)
    own = str(fields["letter_number"].value) if "letter_number" in fields else ""
    mentions = find_mentions(stretch.kind, printed, near_year, own_number=own)
    return Paper(stretch.kind, stretch.part, stretch.first, stretch.last, fields, mentions)


def _named(
    kinds: Sequence[str], pages: Sequence[Page | None], papers: Sequence[Paper], near_year: int | None
) -> list[Named]:
    """What the covers and the papers name, in order."""
    covers = (page for kind, page in zip(kinds, pages, strict=True) if kind == "cover" and page)
    named = [("cover", find_mentions("cover", [page], near_year)) for page in covers]
    return [*named, *((paper.kind, paper.mentions) for paper in papers)]


def _of_papers(papers: Sequence[Paper], name: str) -> list[Field]:
    return [paper.fields[name] for paper in papers if name in paper.fields]


def _put(fields: dict[str, Field], name: str, field: Field | None) -> None:
    if field is not None:
        fields[name] = field


def _year(fields: Mapping[str, Field]) -> int | None:
    year = fields.get("year")
    return year.value if year and isinstance(year.value, int) else None


_NOTICED = frozenset((*FLAGS, *CONTRADICTIONS))


def _understood(sheet: Sheet, place: Place, seen: tuple[int | None, tuple[Notice, ...]]) -> Sheet:
    # What an earlier understanding noticed no longer holds where sheets came or went.
    folio, noticed = seen
    flags = {flag for flag in sheet.flags if flag not in _NOTICED} | {notice.name for notice in noticed}
    notices = (*(notice for notice in sheet.notices if notice.name not in _NOTICED), *noticed)
    return replace(
        sheet, kind=place.kind, part=place.part, folio=folio, flags=tuple(sorted(flags)), notices=notices,
        blank=is_blank(sheet),
    )  # fmt: skip
