"""Plans one nasti: its number, its pages and what goes wrong with its sheets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from lot.model import Fault, Leaf, Nasti, Side
from lot.numbers import REVENUE, Language, Numbers
from lot.papers import Identity, Writer
from nasti.drawing.papers import Paper
from nasti.model import PARTS, Part
from pages.wording import Wording

LANGUAGES: tuple[Language, ...] = ("hi", "hi", "en", "mixed")
FACES = {"hi": ("lohit", "nakula", "sahadeva"), "mixed": ("lohit", "sahadeva"), "en": ("serif", "typewriter")}
SHEETS = (4, 5, 6)
FAULTY_SHEETS = 7
SHEET_FAULTS = ("lost_on_back_pass", "doubled", "missing_folio", "almost_blank")
"""They want sheets before and after the one that they befall."""
GAP_SHEETS = 14
"""A gap in page numbers speaks for itself where there are some before and behind it; in short parts the counts do."""
THICK_SHEETS = 25
MIDDLING = 9
"""Every so manyth nasti is as thick as two others."""
WRITTEN_BACKS = 0.2
"""Share of backs with a page on them, where backs are scanned."""

Use = Literal["page", "blank", "initials"]
"""What is on a side."""


def plan_nasti(
    index: int, seed: int, numbers: Numbers, faults: Sequence[Fault], *, duplex: bool, full: bool, thick: bool
) -> Nasti:
    """Plan one nasti.

    Args:
        index: Which one of the lot.
        seed: Of the lot.
        numbers: Where its number comes from.
        faults: What goes wrong with it.
        duplex: Whether its backs are scanned.
        full: Whether the lot is of full size; in a small one nasti are thin.
        thick: Whether it has many sheets.
    """
    chance = random.Random(f"{seed}/{index}")
    # Where the slip is missing, the cover has to be read, and most covers are Hindi.
    language = "hi" if "missing_slip" in faults else LANGUAGES[index % len(LANGUAGES)]
    year = chance.randint(1986, 2021)
    words = Wording("tune", chance, year, devanagari_digits=language == "hi" and chance.random() < 0.3)
    lang = "_en" if language == "en" else ""
    number = numbers.deal(language, year, REVENUE if "missing_slip" in faults else None)
    identity = Identity(number, words.take(f"departments{lang}"), words.take(f"subjects{lang}"), year, language)
    uses = _use_sides(_count_sheets(index, faults, chance, full=full, thick=thick), duplex, faults, chance)
    counts = {part: sum(use != "blank" for leaf in uses[part] for use in leaf) for part in PARTS}
    sides = _write_sides(index, Writer(identity, words, chance), uses, counts, duplex)
    leaves = _wear(sides, faults, chance)
    slip_fault = next((fault for fault in faults if fault in ("faint_slip", "missing_slip")), None)
    return Nasti(
        identity, counts["noting"], counts["correspondence"], leaves, chance.choice(FACES[language]), slip_fault
    )


def _count_sheets(index: int, faults: Sequence[Fault], chance: random.Random, *, full: bool, thick: bool) -> int:
    if thick:
        return THICK_SHEETS
    if set(SHEET_FAULTS).intersection(faults):
        return GAP_SHEETS if full and "missing_folio" in faults else FAULTY_SHEETS
    if not full:
        return SHEETS[0]
    return chance.choice(SHEETS) * (2 if index % MIDDLING == MIDDLING - 1 else 1)


def _use_sides(
    sheets: int, duplex: bool, faults: Sequence[Fault], chance: random.Random
) -> dict[Part, list[tuple[Use, Use]]]:
    """What is on fronts and backs of the sheets behind the cover, by part."""
    noting = max(1, (sheets - 1) // 2 if set(SHEET_FAULTS).intersection(faults) else (sheets - 1) // 3)
    uses: dict[Part, list[tuple[Use, Use]]] = {part: [] for part in PARTS}
    for count in range(sheets - 1):
        part: Part = "noting" if count < noting else "correspondence"
        written = duplex and chance.random() < WRITTEN_BACKS
        uses[part].append(("page", "page" if written else "blank"))
    if "almost_blank" in faults:
        uses["noting"][1] = ("page", "initials") if duplex else ("initials", "blank")
    if "missing_folio" in faults:
        for part in PARTS:
            middle = len(uses[part]) // 2
            uses[part][middle] = (uses[part][middle][0], "blank")
    if "lost_on_back_pass" in faults:
        uses["correspondence"][1] = ("page", "page")
    return uses


def _write_sides(
    index: int,
    writer: Writer,
    uses: dict[Part, list[tuple[Use, Use]]],
    counts: dict[Part, int],
    duplex: bool,
) -> list[Leaf]:
    cover = writer.cover(counts["noting"], counts["correspondence"])
    leaves = [Leaf(Side("cover", index, paper=cover), Side("blank", index))]
    for part in PARTS:
        flat = [use for leaf in uses[part] for use in leaf]
        # On a sheet of its own the page with the initials has its number, though nobody wrote it down; a back has none.
        skipped = [place for place, use in enumerate(use for use in flat if use != "blank") if use == "initials"]
        last = counts[part] - (len(skipped) if duplex else 0)
        folios = [folio for folio in range(1, last + 1) if duplex or folio - 1 not in skipped]
        pages = _pages(index, part, folios, writer)
        sides = [_side(use, index, part, pages) for use in flat]
        leaves += [Leaf(front, back) for front, back in zip(sides[::2], sides[1::2], strict=True)]
    return leaves


def _pages(index: int, part: Part, folios: Sequence[int], writer: Writer) -> Iterator[Side]:
    papers: list[Paper] = (
        [writer.noting(folio) for folio in folios] if part == "noting" else writer.correspondence(folios)
    )
    for folio, paper in zip(folios, papers, strict=True):
        yield Side(paper.kind, index, part, folio, paper)


def _side(use: Use, index: int, part: Part, pages: Iterator[Side]) -> Side:
    if use == "page":
        return next(pages)
    return Side("note", index, part, initials=True) if use == "initials" else Side("blank", index)


def _wear(leaves: list[Leaf], faults: Sequence[Fault], chance: random.Random) -> tuple[Leaf, ...]:
    """How the sheets lie in the scanner, and what happens to them."""
    laid = [replace(leaf, skew_deg=chance.choice((0.0, 0.0, 0.0, chance.uniform(-1.2, 1.2)))) for leaf in leaves]
    for fault in ("doubled", "missing_folio", "lost_on_back_pass"):
        if fault not in faults:
            continue
        part = "correspondence" if fault == "lost_on_back_pass" else chance.choice(PARTS)
        of_part = [place for place, leaf in enumerate(laid) if part in (leaf.front.part, leaf.back.part)]
        place = of_part[len(of_part) // 2 if fault == "missing_folio" else 1]
        laid[place] = replace(laid[place], fault=fault)
    return tuple(laid)
