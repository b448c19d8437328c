"""What does not add up in the ledger, in sentences a record-room clerk understands, Hindi and English."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nasti.flags import FLAGS
from nasti.model import Part
from storage.ledger_nasti import COUNT_FLAGS, Line, MissingFolios, NastiPages, PartPages

PART_NAMES: dict[Part, tuple[str, str]] = {"noting": ("noting", "टीप"), "correspondence": ("correspondence", "पत्राचार")}
"""Of each part, in English and Hindi."""

COUNTED = ("pages", "blanks", "separators", "rejected", "replaced", "waiting")
UNCOUNTED = ("lost", "page unread", "page elsewhere", "page replaced")
"""Places of sheets that the ledger counts, and states in which no sheet should be."""

_SHOWN = 10
"""Numbers and pages that a sentence names; the remark has all pages."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that does not add up.

    Attributes:
        name: What it is: "sheets", "lost", "folio_gap", "stated_pages", ….
        english: One sentence.
        hindi: The same in Hindi.
        pages: Labels of the pages concerned; "file, sheet" for sheets that are no pages.
    """

    name: str
    english: str
    hindi: str
    pages: tuple[str, ...] = ()


def say_scan(
    scan: str, sheets_in: int, there: Mapping[str, int], culprits: Mapping[str, tuple[str, ...]]
) -> Iterator[Remark]:
    """What does not add up in a scan.

    Args:
        scan: What it is called.
        sheets_in: Sheets it was counted to have.
        there: Sheets by where they are.
        culprits: Sheets that are where none should be, by that.
    """
    rows = sum(there.values())
    if rows != sheets_in:
        yield Remark(
            "sheets",
            f"Scan {scan} came with {sheets_in} sheets, but {rows} are in the ledger.",
            f"स्कैन {scan} में {sheets_in} पन्ने आए थे, पर लेखे में {rows} हैं।",
        )
    yield from say_counts(("Scan", "स्कैन"), scan, there, culprits)


def say_rejected(scan: str, english: str, hindi: str) -> Remark:
    """That a scan was rejected: of its sheets it is not known how many there are.

    Args:
        scan: What it is called.
        english: Why.
        hindi: The same in Hindi.
    """
    return Remark(
        "scan_rejected", f"Scan {scan} was rejected: {english}", f"स्कैन {scan} अस्वीकृत हुआ: {hindi}"
    )  # fmt: skip


def say_counts(
    kind: tuple[str, str], name: str, there: Mapping[str, int], culprits: Mapping[str, tuple[str, ...]]
) -> Iterator[Remark]:
    """Sheets that are where none should be.

    Args:
        kind: What is counted, in English and Hindi.
        name: Its name.
        there: Sheets by where they are.
        culprits: Those sheets, by where they are.
    """
    for place in UNCOUNTED:
        count = there.get(place, 0)
        if count:
            english, hindi = _MISPLACED[place]
            yield Remark(
                place.replace(" ", "_"),
                f"{kind[0]} {name} {english.format(count=count)}",
                f"{kind[1]} {name} {hindi.format(count=count)}",
                culprits.get(place, ()),
            )


_MISPLACED = {
    "lost": (
        "is registered, but {count} of its sheets are neither pages nor blanks nor separators.",
        "पंजीकृत है, पर उसके {count} पन्ने न पृष्ठ हैं, न कोरे, न विभाजक।",
    ),
    "page unread": (
        "has {count} pages whose sheets were never read.",
        "के {count} पृष्ठ ऐसे हैं जिनके पन्ने कभी पढ़े नहीं गए।",
    ),
    "page elsewhere": (
        "has {count} pages in a nasti it does not belong to.",
        "के {count} पृष्ठ ऐसी नस्ती में हैं जिसके वे नहीं हैं।",
    ),
    "page replaced": (
        "has {count} pages that other sheets replace.",
        "के {count} पृष्ठ ऐसे हैं जिनकी जगह दूसरे पन्ने ले चुके हैं।",
    ),
}


def say_pages(nasti: NastiPages) -> Iterator[Remark]:
    """What a person should look at in a nasti.

    Args:
        nasti: Registered.
    """
    if not nasti.placed:
        count = sum(not line.replaced for line in nasti.lines)
        yield Remark(
            "unplaced",
            f"It is not known which nasti the {count} sheets of {nasti.name} belong to.",
            f"{nasti.name} के {count} पन्ने किस नस्ती के हैं, यह ज्ञात नहीं है।",
        )
    yield from _say_rejected(nasti)
    yield from _say_sheets(nasti)
    for part, pages in nasti.parts.items():
        doubles = [line for line in _flagged(nasti, "double") if line.part == part]
        yield from _say_stated(nasti.name, part, pages, len(doubles))
        for gap in pages.gaps:
            yield _say_gap(nasti.name, part, gap)
    yield from _say_repeats(nasti)
    yield from _say_strays(nasti)
    yield from _say_flags(nasti)


def _say_rejected(nasti: NastiPages) -> Iterator[Remark]:
    rejected = [line for line in nasti.lines if line.state == "parked" and not line.replaced]
    if rejected:
        labels = tuple(line.label for line in rejected)
        yield Remark(
            "rejected",
            f"Nasti {nasti.name}: {len(rejected)} sheets could not be read: {_list(labels)}.",
            f"नस्ती {nasti.name}: {len(rejected)} पन्ने पढ़े नहीं जा सके: {_list(labels)}।",
            labels,
        )


def _say_sheets(nasti: NastiPages) -> Iterator[Remark]:
    """Sides against the sheets of paper that the slips state: one side or two were scanned of each."""
    stated = nasti.stated_sheets
    there = [line for line in nasti.lines if not line.replaced]
    # A slip that was printed on its front alone has a blank back, which is a side of none of these sheets.
    backs = sum(front.separator and back.blank and not back.separator for front, back in pairwise(there))
    sides = sum(not line.separator for line in there) - backs
    if stated is not None and not stated <= sides <= 2 * stated:
        yield Remark(
            "stated_sheets",
            f"Nasti {nasti.name}: its slip states {stated} sheets of paper, {sides} sides were scanned.",
            f"नस्ती {nasti.name}: पर्ची पर {stated} पन्ने लिखे हैं, {sides} पृष्ठ-तल स्कैन हुए हैं।",
        )


def _say_stated(name: str, part: Part, pages: PartPages, doubles: int) -> Iterator[Remark]:
    """Pages against the count on slip or cover, which may count blank sides, or leaves.

    Pages that were fed twice are one page to whoever counted; that they are there twice is said elsewhere.
    """
    sides = pages.pages + pages.blanks
    if pages.stated in (None, pages.pages, sides) or (pages.blanks and pages.stated == math.ceil(sides / 2)):
        return
    if doubles and pages.stated in (pages.pages - doubles, sides - doubles):
        return
    english, hindi = PART_NAMES[part]
    by_hindi = {"slip": "पर्ची", "cover": "आवरण"}[pages.stated_by]
    yield Remark(
        "stated_pages",
        f"Nasti {name}: its {pages.stated_by} states {pages.stated} pages of {english}, {pages.pages} are there.",
        f"नस्ती {name}: {by_hindi} पर {hindi} के {pages.stated} पृष्ठ लिखे हैं, {pages.pages} हैं।",
    )


def _say_gap(name: str, part: Part, gap: MissingFolios) -> Remark:
    english, hindi = PART_NAMES[part]
    numbers = _list(list(map(str, gap.numbers)))
    if gap.least == len(gap.numbers):
        said = f"no page bears the number {numbers}", f"क्रमांक {numbers} का कोई पृष्ठ नहीं है"
    else:
        said = (
            f"no page bears at least {gap.least} of the numbers {numbers}",
            f"क्रमांक {numbers} में से कम से कम {gap.least} का कोई पृष्ठ नहीं है",
        )
    return Remark(
        "folio_gap",
        f"Nasti {name}, {english}: between {gap.before} and {gap.after} {said[0]}.",
        f"नस्ती {name}, {hindi}: {gap.before} और {gap.after} के बीच {said[1]}।",
        (gap.before, gap.after),
    )


def _say_repeats(nasti: NastiPages) -> Iterator[Remark]:
    bearers: dict[tuple[Part, int], list[str]] = defaultdict(list)
    for line in _flagged(nasti, "folio_repeat"):
        if line.part and line.folio is not None:
            bearers[line.part, line.folio].append(line.label)
    for (part, number), labels in bearers.items():
        english, hindi = PART_NAMES[part]
        yield Remark(
            "folio_repeat",
            f"Nasti {nasti.name}, {english}: the number {number} stands on {len(labels)} pages: {_list(labels)}.",
            f"नस्ती {nasti.name}, {hindi}: क्रमांक {number} {len(labels)} पृष्ठों पर है: {_list(labels)}।",
            tuple(labels),
        )


def _say_strays(nasti: NastiPages) -> Iterator[Remark]:
    for line in _flagged(nasti, "folio_disorder"):
        if line.part and line.folio is not None:
            english, hindi = PART_NAMES[line.part]
            yield Remark(
                "folio_disorder",
                f"Nasti {nasti.name}, {english}: {line.label} bears the number {line.folio} and lies out of order.",
                f"नस्ती {nasti.name}, {hindi}: {line.label} पर क्रमांक {line.folio} है और वह क्रम से बाहर है।",
                (line.label,),
            )


def _say_flags(nasti: NastiPages) -> Iterator[Remark]:
    """Sheets that may be missing, strange here, there twice or not readable."""
    labels = {line.sheet_id: line.label for line in nasti.lines}
    for flag in COUNT_FLAGS:
        found = [(line.label, labels.get(line.flags[flag].other or 0)) for line in _flagged(nasti, flag)]
        if found:
            named = _list([f"{label} (= {other})" if other else label for label, other in found])
            known = FLAGS[flag]
            yield Remark(
                flag,
                f"Nasti {nasti.name}: {known.english}: {named}.",
                f"नस्ती {nasti.name}: {known.hindi}: {named}।",
                tuple(label for label, _ in found),
            )


def _flagged(nasti: NastiPages, flag: str) -> Iterator[Line]:
    return (line for line in nasti.lines if flag in line.flags and not line.replaced)


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
