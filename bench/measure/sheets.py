"""What Nasti says about a sheet beside its text, against the truth: turn, skew, places, sureness, handwriting, time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from measure.places import cover, map_box, overlap, page_to_sheet, true_skew_deg
from measure.sets import TruePage
from measure.texts import PUNCTUATION, find_right_words, fold, match_in_order

SURE_FROM_WORDS = 10
"""Pages with fewer words may be turned wrongly and say so."""


@dataclass(frozen=True)
class SheetScore:
    """One sheet of Nasti's against the truth.

    Attributes:
        place: Scan and number of the sheet in it, from 1.
        groups: As of the page.
        words: How many words the page has.
        turned_wrong: Whether its turn is wrong.
        turn_unsure: Whether Nasti says that it is not sure of the turn.
        skew_error_deg: Skew left in or put in; None for blank pages, wrong turns and truth without places.
        overlaps: Of each matched word's box with the true one, intersection over union.
        sureness: Of each word read, its confidence and whether it is right.
        seconds: Processor time by stage.
        blank: Whether the page is blank, and whether Nasti says so.
        handwriting: Squares a hand wrote on, those of them that Nasti marked, and all that Nasti marked; None where
            the truth does not say.
    """

    place: str
    groups: tuple[str, ...]
    words: int
    turned_wrong: bool
    turn_unsure: bool
    skew_error_deg: float | None
    overlaps: tuple[float, ...]
    sureness: tuple[tuple[float, bool], ...]
    seconds: Mapping[str, float]
    blank: tuple[bool, bool]
    handwriting: tuple[int, int, int] | None


def score_sheet(place: str, page: TruePage, sheet: Mapping[str, Any]) -> SheetScore:
    """Compare what Nasti says about a sheet with the truth.

    Args:
        place: What to call the sheet.
        page: The truth.
        sheet: As in Nasti's JSON.
    """
    turned_wrong = page.text is not None and sheet["turn_deg"] != page.turn_deg
    placed = bool(page.words) and page.text is not None and not turned_wrong
    true_words = (page.text or "").split()
    return SheetScore(
        place=place,
        groups=page.groups,
        words=len(true_words),
        turned_wrong=turned_wrong,
        turn_unsure="turn_unsure" in sheet["flags"],
        skew_error_deg=sheet["skew_deg"] - true_skew_deg(page) if placed else None,
        overlaps=tuple(_overlaps(page, sheet)) if placed else (),
        sureness=tuple(_sureness(true_words, sheet["words"])) if page.text is not None else (),
        seconds=sheet["seconds"],
        blank=(page.text is None, sheet["blank"]),
        handwriting=_handwriting(page, sheet),
    )


def _bare(word: str) -> str:
    return fold(word).strip(PUNCTUATION) or word


def _overlaps(page: TruePage, sheet: Mapping[str, Any]) -> list[float]:
    matrix = page_to_sheet(page, sheet["size_px"], sheet["turn_deg"], sheet["skew_deg"])
    expected = [_bare(word) for word, _ in page.words]
    found = [_bare(word["text"]) for word in sheet["words"]]
    return [
        overlap(map_box(matrix, page.words[here][1]), sheet["words"][there]["box"])
        for here, there in match_in_order(expected, found)
    ]


def _sureness(true_words: Sequence[str], words: Sequence[Mapping[str, Any]]) -> list[tuple[float, bool]]:
    right = find_right_words([_bare(word) for word in true_words], [_bare(word["text"]) for word in words])
    return [(word["confidence"], is_right) for word, is_right in zip(words, right, strict=True)]


def _handwriting(page: TruePage, sheet: Mapping[str, Any]) -> tuple[int, int, int] | None:
    if page.handwriting is None or page.turn_deg != sheet["turn_deg"]:
        return None
    size = sheet["size_px"]
    matrix = page_to_sheet(page, size, sheet["turn_deg"], sheet["skew_deg"])
    written = cover((map_box(matrix, box) for box in page.handwriting), size)
    marked = cover((_box_of(region) for region in sheet.get("handwriting") or ()), size)
    return int(written.sum()), int((written & marked).sum()), int(marked.sum())


def _box_of(region: Any) -> tuple[int, int, int, int]:
    left, top, right, bottom = region["box"] if isinstance(region, Mapping) else region
    return left, top, right, bottom
