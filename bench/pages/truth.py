"""What stands on a drawn page and where: words, lines, and the way from the straight page to the scan.

Coordinates are pixels of the straight page at 300 dots per inch, origin in the left top corner, whatever the scan's
own resolution is. Angles are counter-clockwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

TRUTH_DPI = 300

Matrix = npt.NDArray[np.float64]
"""Shape (3, 3), maps (x, y, 1) of one image to another."""

Box = tuple[float, float, float, float]
PlacedWord = tuple[str, float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A page laid out, before ageing.

    Attributes:
        kind: As the corpus has it: cover, note, order_sheet, letter, order, circular, application, list, blank.
        layout: How it is arranged.
        language: "hi", "en", "hi+en" or "".
        words: In reading order.
        handwriting: Boxes of what a pen wrote; its words are in no truth.
        seals: Boxes of seals and stamps; neither are theirs.
        size_px: Width and height.
        face: The families it was set in, the second for what the first lacks.
        fields: What a clerk would index.
    """

    kind: str
    layout: str
    language: str
    words: tuple[PlacedWord, ...]
    handwriting: tuple[Box, ...]
    seals: tuple[Box, ...]
    size_px: tuple[int, int]
    face: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The page's lines in reading order."""
        return "\n".join(" ".join(word[0] for word in line) for line in break_lines(self.words))


def break_lines(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Part words that are in reading order into lines.

    A line goes on while words lie to the right of each other and their middles on the same height.
    """
    lines: list[list[PlacedWord]] = []
    for word in words:
        if lines and _goes_on(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _goes_on(last: PlacedWord, word: PlacedWord) -> bool:
    middle = (word[2] + word[4]) / 2
    last_middle = (last[2] + last[4]) / 2
    level = last[2] < middle < last[4] and word[2] < last_middle < word[4]
    return level and word[1] >= last[3] - 1


def place_words(found: Sequence[Sequence[Any]], scale: float) -> tuple[PlacedWord, ...]:
    """Give the browser's words NFC text and boxes in truth pixels, `scale` times CSS pixels."""
    placed: list[PlacedWord] = []
    for text, *box in found:
        left, top, right, bottom = (round(float(edge) * scale, 1) for edge in box)
        placed.append((unicodedata.normalize("NFC", text), left, top, right, bottom))
    return tuple(placed)


def find_strays(words: Sequence[PlacedWord], size_px: tuple[int, int]) -> list[PlacedWord]:
    """Words that stand partly off the page: then the page was laid out wrongly."""
    width, height = size_px
    return [word for word in words if word[1] < 0 or word[2] < 0 or word[3] > width or word[4] > height]


def scale_by(across: float, down: float | None = None) -> Matrix:
    """Grow by factors."""
    return np.diag([across, across if down is None else down, 1.0])


def shift_by(right: float, down: float) -> Matrix:
    """Move."""
    matrix = np.eye(3)
    matrix[:2, 2] = right, down
    return matrix


def rotate_about(centre: tuple[float, float], angle_deg: float) -> Matrix:
    """Rotate counter-clockwise, as seen, about a point."""
    return np.vstack([cv2.getRotationMatrix2D(centre, angle_deg, 1.0), [0.0, 0.0, 1.0]])


def move_points(matrix: Matrix, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Map points of shape (n, 2)."""
    given = np.asarray(points, np.float64)
    mapped = np.column_stack([given, np.ones(len(given))]) @ matrix.T
    moved: npt.NDArray[np.float64] = mapped[:, :2] / mapped[:, 2:]
    return moved


def best_affine(matrix: Matrix, size_px: tuple[int, int]) -> Matrix:
    """The affine map that is nearest to a perspective one over a page, by least squares on a grid of 9 by 9 points."""
    width, height = size_px
    grid = np.stack(np.meshgrid(np.linspace(0, width, 9), np.linspace(0, height, 9)), axis=-1).reshape(-1, 2)
    known = np.column_stack([grid, np.ones(len(grid))])
    answer = np.linalg.lstsq(known, move_points(matrix, grid), rcond=None)[0]
    return np.vstack([answer.T, [0.0, 0.0, 1.0]])


def angle_of(matrix: Matrix) -> float:
    """How far a nearly affine map turns the page's lines counter-clockwise, in degrees."""
    return float(np.degrees(np.arctan2(-matrix[1, 0], matrix[0, 0])))


@dataclass(frozen=True)
class Record:
    """One page of the truth file: a sheet, how it was aged and how it came into the scan."""

    sheet: Sheet
    look: str
    dpi: int
    page_to_scan: Matrix
    aged: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The page as `truth.json` has it."""
        sheet = self.sheet
        entry: dict[str, Any] = {
            "kind": sheet.kind,
            "lang": sheet.language,
            "layout": sheet.layout,
            "look": self.look,
            "dpi": self.dpi,
            "face": sheet.face,
            "fields": sheet.fields,
            "text": sheet.text,
            "words": [list(word) for word in sheet.words],
            "handwriting": [list(box) for box in sheet.handwriting],
            "seals": [list(box) for box in sheet.seals],
            "size": list(sheet.size_px),
            "aged": self.aged,
        }
        straight = abs(self.page_to_scan[2, :2]).max() < 1e-12
        affine = self.page_to_scan if straight else best_affine(self.page_to_scan, sheet.size_px)
        entry["page_to_scan"] = affine[:2].tolist()
        if not straight:
            entry["page_to_scan_3x3"] = self.page_to_scan.tolist()
        return entry
