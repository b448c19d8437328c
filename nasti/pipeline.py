"""The whole flow, read top to bottom: an original becomes sheets, words, pieces of nasti, papers and searchable PDFs.

Functions of this module hold no state and touch neither database nor watched folders; `nasti.jobs` makes durable
work of them and `nasti read` runs them as they are. Those that open scans or write PDFs are meant to run in a reader
process (`nasti.readers`), because scans come from anywhere. They load what they need when they are called: the process
that hands out the work does without the recogniser and the libraries for images and PDF.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nasti.model import UNTOLD, Form, Paper, Part, Said, Sheet, SheetRead, Told, Understood
from nasti.pages import plan_pages
from nasti.pictures import load_picture
from nasti.settings import LimitsSection, Settings

if TYPE_CHECKING:
    from nasti.assembly import Assembled, Scanned
    from ocr.pdf import Bookmark, PdfInfo

__all__ = ["assemble", "bind_sheets", "count_sheets", "plan_parts", "read_sheet", "understand", "use_tables"]

READING = ("nasti.pipeline", "nasti.sheets")
ALL_WORK = (*READING, "nasti.assembly")
"""Modules for reader processes to begin with: those that read sheets, and those that understand them too."""


def count_sheets(files: Sequence[Path], form: Form, limits: LimitsSection) -> int:
    """How many sheets a scan holds; see `ingest.originals.count_sheets`.

    Raises:
        InputRejected: The scan cannot be used.
    """
    from ingest import originals

    return originals.count_sheets(files, form, limits)


def read_sheet(files: Sequence[Path], form: Form, index: int, settings: Settings, told: Told = UNTOLD) -> SheetRead:
    """Open, clean and read one sheet; see `nasti.sheets.read_sheet`.

    Raises:
        InputRejected: The sheet cannot be opened.
        ToolMissing: The recogniser or its language data is not installed.
        ToolFailed: The recogniser or a rasteriser failed.
    """
    from nasti import sheets

    return sheets.read_sheet(files, form, index, settings, told)


def use_tables(folder: Path) -> None:
    """Let this process know the office's own names; see `classify.tables.use_office_tables`.

    Raises:
        ConfigError: A table is not as it should be.
    """
    from classify.tables import use_office_tables

    use_office_tables(folder)


def understand(sheets: Sequence[Sheet], said: Sequence[Said] = (), model: Path | None = None) -> Understood:
    """What the sheets of one nasti or scan are; see `classify.understand.understand`.

    Args:
        sheets: Read, in order.
        said: What people say of fields.
        model: File of what was learned from people; None where nothing was.

    Raises:
        StorageError: The model cannot be read.
    """
    from classify import understand as understanding

    if model is None:
        return understanding.understand(sheets, said)
    from nasti.learning import load_model

    return understanding.understand(sheets, said, load_model(model))


def assemble(scanned: Scanned) -> Assembled:
    """What the sheets of a scan, read whole, are pieces of; see `nasti.assembly.assemble`."""
    from nasti import assembly

    return assembly.assemble(scanned)


def plan_parts(understood: Understood) -> dict[Part, tuple[int, ...]]:
    """Which sheets each bound part shows, in order, by the rules of `nasti.pages`.

    Args:
        understood: The sheets of one nasti.

    Returns:
        Positions in ``understood.sheets``; parts without a sheet are left out.
    """
    plan: dict[Part, list[int]] = {}
    for position, place in enumerate(plan_pages(understood.sheets)):
        if place is not None:
            plan.setdefault(place.part, []).append(position)
    return {part: tuple(positions) for part, positions in plan.items()}


def label_pages(understood: Understood, part: Part | None, positions: Sequence[int]) -> tuple[str, ...]:
    """Page labels: those of the part's pages as `nasti.pages` names them; 1… for a whole scan, which is no part."""
    if part is None:
        return tuple(str(number) for number in range(1, len(positions) + 1))
    places = plan_pages(understood.sheets)
    return tuple(place.label for position in positions if (place := places[position]) is not None)


def bind_sheets(
    understood: Understood,
    part: Part | None,
    positions: Sequence[int],
    pictures: Mapping[int, Path],
    created: datetime,
    out: Path,
) -> tuple[int, ...]:
    """Bind sheets into one searchable PDF/A and prove that it gives every word back.

    Args:
        understood: The sheets of one nasti or scan.
        part: Which part they make up; None for a whole scan as it came.
        positions: Which sheets, in order; `plan_parts` gives those of a part.
        pictures: The kept image file of each of those positions.
        created: Date in the file, so that binding the same sheets twice gives the same bytes.
        out: Where the PDF is written.

    Returns:
        Those of the positions whose words had to be laid apart, near their ink instead of on it.

    Raises:
        InvalidOutput: The finished file is not valid PDF/A or lost a word.
    """
    from ocr.pdf import PdfPage
    from ocr.pdf_apart import bind_proved

    sheets = [understood.sheets[position] for position in positions]
    pages = [
        PdfPage(partial(load_picture, pictures[position], sheet), sheet, label)
        for position, sheet, label in zip(positions, sheets, label_pages(understood, part, positions), strict=True)
    ]
    bookmarks, info = list_bookmarks(understood.papers, positions), describe_pdf(understood, part, created)
    return tuple(positions[page] for page in bind_proved(pages, bookmarks, info, out))


def mark_apart(understood: Understood, positions: Collection[int]) -> Understood:
    """Flag the sheets whose words were laid apart in the bound file, and no others.

    Args:
        understood: The sheets of a nasti.
        positions: What `bind_sheets` gave back, of all its parts.
    """
    sheets = []
    for position, sheet in enumerate(understood.sheets):
        flags = {*sheet.flags} - {"words_apart"}
        if position in positions:
            flags.add("words_apart")
        sheets.append(replace(sheet, flags=tuple(sorted(flags))))
    return replace(understood, sheets=tuple(sheets))


def list_bookmarks(papers: Sequence[Paper], positions: Sequence[int]) -> list[Bookmark]:
    """Where the papers begin among some sheets.

    Args:
        papers: Of the nasti.
        positions: The sheets, in order.
    """
    from ocr.pdf import Bookmark

    pages = {position: page for page, position in enumerate(positions)}
    return [Bookmark(_title(paper), pages[paper.first]) for paper in papers if paper.first in pages]


def _title(paper: Paper) -> str:
    known = [str(paper.fields[name].value) for name in ("letter_number", "date", "subject") if name in paper.fields]
    return " · ".join([KIND_TITLES.get(paper.kind, paper.kind), *known])


KIND_TITLES = {
    "note": "टीप",
    "order_sheet": "आदेश पत्रक",
    "letter": "पत्र",
    "order": "आदेश",
    "circular": "परिपत्र",
    "notification": "अधिसूचना",
    "memo": "ज्ञापन",
    "demi_official": "अर्द्धशासकीय पत्र",
    "application": "आवेदन",
    "list": "सूची",
    "affidavit": "शपथ पत्र",
    "panchnama": "पंचनामा",
    "statement": "कथन",
    "map": "नक्शा",
    "receipt": "रसीद",
    "envelope": "लिफाफा",
    "photograph": "छायाचित्र",
    "other": "अन्य",
}
"""Bookmark titles of the kinds of paper."""

PART_TITLES: dict[Part, str] = {"noting": "टीप", "correspondence": "पत्राचार"}


def describe_pdf(understood: Understood, part: Part | None, created: datetime) -> PdfInfo:
    """What a bound file says about itself.

    Args:
        understood: The sheets of one nasti or scan.
        part: As for `bind_sheets`.
        created: As for `bind_sheets`.
    """
    from ocr.pdf import PdfInfo

    def value(name: str) -> str:
        return str(understood.fields[name].value) if name in understood.fields else ""

    number = value("file_number")
    return PdfInfo(
        title=" — ".join([number or "नस्ती", *([PART_TITLES[part]] if part else [])]),
        number=number,
        subject=value("subject"),
        department=value("department"),
        part=part,
        created=created.astimezone(UTC),
    )
