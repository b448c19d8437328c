"""Light copies of a nasti's parts for uploading, cut into volumes where one would be too large.

The bound files in the store are never touched: copies are bound anew from the kept pictures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from nasti import pipeline
from nasti.model import Part, Picture, Understood
from nasti.pictures import load_picture
from nasti.settings import PdfSection
from ocr.pdf import PdfPage
from ocr.pdf_apart import bind_proved
from ocr.pdf_light import lighten
from ocr.pdf_metadata import is_ours
from ocr.pdf_picture import weigh_picture
from ocr.pdf_volumes import cut_volumes

MEGABYTE = 1_000_000

BYTES_A_FILE, BYTES_A_PAGE, BYTES_A_WORD = 12_000, 1_500, 45
"""What a bound file takes beside its pictures, a little more than measured, to begin with: a volume that comes out too
large all the same is cut again. Source: 11 bound corpus pages of 54 to 330 words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a copy may be.

    Attributes:
        dpi: Dots per inch of its pictures; coarser ones keep theirs.
        cap_bytes: Bytes of a volume.
    """

    dpi: int
    cap_bytes: int

    @classmethod
    def of(cls, settings: PdfSection, cap_mb: float | None) -> Limits:
        """As configured, but for the megabytes of a volume where they are given."""
        return cls(settings.eoffice_dpi, round((cap_mb or settings.eoffice_cap_mb) * MEGABYTE))


@dataclass(frozen=True, slots=True)
class Volume:
    """A light copy of a part, or of some of its pages in a row.

    Attributes:
        path: The PDF.
        labels: What its pages are called.
    """

    path: Path
    labels: tuple[str, ...]


def bind_volumes(
    understood: Understood,
    part: Part | None,
    pictures: Mapping[int, Path],
    created: datetime,
    limits: Limits,
    stem: Path,
) -> list[Volume]:
    """Bind a light copy of sheets and prove that it gives every word back.

    Args:
        understood: The sheets of one nasti or scan.
        part: Which part they make up; None for a whole scan as it came.
        pictures: The kept image file of each position shown, in order; `pipeline.plan_parts` gives those of a part.
        created: Date in the files.
        limits: How light, and how large at most.
        stem: Path and name of the PDFs without their ending: ``stem.pdf``, or ``stem-1-of-3.pdf`` and so on.

    Raises:
        InvalidOutput: A volume is not valid PDF/A or lost a word, or a page alone is too large.
    """
    with TemporaryDirectory(dir=stem.parent) as aside:
        pages, sizes = _lighten_pages(understood, part, pictures, limits.dpi, Path(aside))
        firsts = {paper.first for paper in understood.papers}
        starts = [page for page, position in enumerate(pictures) if position in firsts]
        room = limits.cap_bytes - BYTES_A_FILE
        while True:
            cuts = cut_volumes(sizes, room, starts)
            volumes = [
                _bind_volume(understood, part, list(pictures), pages, created, stem, (cuts, number))
                for number in range(len(cuts))
            ]
            largest = max(volume.path.stat().st_size for volume in volumes)
            if largest <= limits.cap_bytes:
                return volumes
            for volume in volumes:
                volume.path.unlink()
            room = min(room - 1, room * limits.cap_bytes // largest)


def drop_stale(stem: Path, written: Collection[str]) -> None:
    """Remove volumes of an earlier run that this one did not write: ``stem-1-of-3.pdf`` beside ``stem-1-of-2.pdf``.

    Args:
        stem: Path and name of the PDFs without their ending.
        written: Names that this run wrote. Files that Nasti did not bind stay as well.
    """
    volume = re.compile(re.escape(stem.name) + r"-[1-9][0-9]*-of-[1-9][0-9]*\.pdf")
    for path in sorted(stem.parent.iterdir()):
        if volume.fullmatch(path.name) and path.name not in written and is_ours(path):
            path.unlink()


def _lighten_pages(
    understood: Understood, part: Part | None, pictures: Mapping[int, Path], dpi: int, aside: Path
) -> tuple[list[PdfPage], list[int]]:
    """The pages with their light pictures set aside in files, and about how many bytes each will take."""
    pages, sizes = [], []
    for (position, kept), label in zip(
        pictures.items(), pipeline.label_pages(understood, part, list(pictures)), strict=True
    ):
        sheet = understood.sheets[position]
        picture = lighten(load_picture(kept, sheet), dpi)
        path = aside / str(position)
        path.write_bytes(picture.data)
        pages.append(PdfPage(partial(_load, path, replace(picture, data=b"")), sheet, label))
        sizes.append(weigh_picture(picture) + BYTES_A_PAGE + BYTES_A_WORD * len(sheet.words))
    return pages, sizes


def _load(path: Path, picture: Picture) -> Picture:
    return replace(picture, data=path.read_bytes())


def _bind_volume(
    understood: Understood,
    part: Part | None,
    positions: Sequence[int],
    pages: Sequence[PdfPage],
    created: datetime,
    stem: Path,
    place: tuple[Sequence[range], int],
) -> Volume:
    """Bind and prove one volume; its name and title say which of how many it is."""
    cuts, number = place
    cut = slice(cuts[number].start, cuts[number].stop)
    info = pipeline.describe_pdf(understood, part, created)
    out = stem.with_name(f"{stem.name}.pdf")
    if len(cuts) > 1:
        out = stem.with_name(f"{stem.name}-{number + 1}-of-{len(cuts)}.pdf")
        info = replace(info, title=f"{info.title} ({number + 1}/{len(cuts)})")
    bind_proved(pages[cut], pipeline.list_bookmarks(understood.papers, positions[cut]), info, out)
    return Volume(out, tuple(page.label for page in pages[cut]))
