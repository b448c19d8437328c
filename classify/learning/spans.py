"""Where on a page a value may stand, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from classify.layout import Page, Row, has_letters
from classify.learning.hashing import Ids, feature_ids, pieces
from classify.likeness import plain
from nasti.model import Word

_CELL_GAP = 1.2
"""Room between two cells of a row, in row heights, as before a label inside a row."""
_LEAD_WORDS = 3
"""Words at the start of a cell that may be a label without a colon."""
_HEAD_LETTERS = 4
"""Shorter words of a letterhead say nothing about whose it is."""
_HEAD_ROWS, _HEAD_WORDS = 3, 6
_PARTS_MARKS = (":", ":-", "-", "–", "ः", ".", ")", "/")
_LONGEST_CONTEXT = 14
_PLAINEST = ("L1", "DX", "R", "A1", "B1")


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive words of a row, perhaps with the rows below it.

    Attributes:
        row: Index of the row on the page.
        start: Index of the first word in the row.
        words: All of them, with those of the rows below.
    """

    row: int
    start: int
    words: tuple[Word, ...]


class Surveyed:
    """A page with what learners ask of it again and again.

    Args:
        page: Any page.
        place: Which page of its paper it is: "only", "first", "inner" or "last".
    """

    def __init__(self, page: Page, place: str) -> None:
        self.page = page
        self.place = place
        self._around: dict[tuple[int, int], tuple[tuple[str, ...], Ids]] = {}
        self._around_in: dict[tuple[str, int, int], Ids] = {}

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """By row, its words folded."""
        return tuple(tuple(plain(word.text) for word in row.words) for row in self.page.rows)

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The longer words of the first rows: whose paper it is."""
        words = [text for texts in self.texts[:_HEAD_ROWS] for text in texts if len(text) >= _HEAD_LETTERS]
        return tuple(word for word in words if not any(letter.isdecimal() for letter in word))[:_HEAD_WORDS]

    @cached_property
    def flat(self) -> str:
        """All of its text folded, without spaces."""
        return "".join("".join(texts) for texts in self.texts)

    @cached_property
    def starts(self) -> tuple[tuple[int, ...], ...]:
        """By row, indexes of the words at which a value may begin: behind room, behind marks, behind a short label."""
        return tuple(tuple(sorted(_starts(row))) for row in self.page.rows)

    def cell_end(self, row: int, start: int) -> int:
        """Index behind the last word of the cell that a word stands in.

        Args:
            row: Index of the row.
            start: Index of the word.
        """
        words = self.page.rows[row].words
        gaps = (index for index in range(start + 1, len(words)) if self.page.rows[row].gap_before(index) >= _CELL_GAP)
        return next(gaps, len(words))

    def around(self, row: int, start: int) -> Ids:
        """Features of a place: the words to the left, above and below, and where on the page it is.

        Args:
            row: Index of the row.
            start: Index of the word.
        """
        return self._look_around(row, start)[1]

    def around_in(self, kind: str, row: int, start: int) -> Ids:
        """The same features, the plainest of them, on papers of a kind.

        Args:
            kind: Of the paper.
            row: Index of the row.
            start: Index of the word.
        """
        key = kind, row, start
        if key not in self._around_in:
            plainest = (one for one in self._look_around(row, start)[0] if one.startswith(_PLAINEST))
            self._around_in[key] = feature_ids(f"K{kind}|{one}" for one in plainest)
        return self._around_in[key]

    def _look_around(self, row: int, start: int) -> tuple[tuple[str, ...], Ids]:
        key = row, start
        if key not in self._around:
            features = tuple(self._features(row, start))
            self._around[key] = features, feature_ids(features)
        return self._around[key]

    def _features(self, index: int, start: int) -> Iterator[str]:
        row, texts = self.page.rows[index], self.texts[index]
        left = [text for text in texts[:start] if text][-3:]
        for distance, text in enumerate(reversed(left), 1):
            yield f"L{distance}={text}"
        yield from (f"l={piece}" for piece in pieces("".join(left)[-_LONGEST_CONTEXT:]))
        yield f"L{'-' if start else '^'}{min(3, len(left))}"
        first = next(filter(None, texts), "")
        yield f"F={first}"
        for name, neighbour in (("A", index - 1), ("B", index + 1)):
            yield from self._beside(name, neighbour, row.words[start])
        yield from self._where(index, row, start)

    def _beside(self, name: str, index: int, word: Word) -> Iterator[str]:
        """The words of a row above or below that stand over or under a word."""
        if not 0 <= index < len(self.page.rows):
            yield f"{name}|"
            return
        rows, texts = self.page.rows[index].words, self.texts[index]
        yield f"{name}1={next(filter(None, texts), '')}"
        over = [
            text
            for other, text in zip(rows, texts, strict=True)
            if text and other.box[0] < word.box[2] and other.box[2] > word.box[0]
        ][:2]
        for text in over:
            yield f"{name}={text}"
        yield from (f"{name.lower()}={piece}" for piece in pieces("".join(over)[:_LONGEST_CONTEXT]))

    def _where(self, index: int, row: Row, start: int) -> Iterator[str]:
        page = self.page
        depth = min(0.999, max(0.0, page.depth(row)))
        across = min(0.999, max(0.0, page.across(row.words[start].box[0])))
        coarse = f"{int(6 * depth)},{int(4 * across)}"
        yield from (f"D{int(14 * depth)}", f"X{int(10 * across)}", f"DX{coarse}", f"P{self.place}")
        yield from (f"R{min(12, index)}", f"r{min(6, len(page.rows) - 1 - index)}", f"P{self.place}{int(6 * depth)}")
        yield f"C{min(4, sum(row.gap_before(word) >= _CELL_GAP for word in range(len(row.words))))}"
        yield f"G{int(min(3.0, max(0.0, row.gap_before(start))))}"
        yield f"{'tall' if row.height_px > 1.3 * self._usual_height else 'usual'}"
        for word in self.head:
            yield from (f"H{word}|{coarse}", f"H{word}|R{min(12, index)}|{int(2 * across)}")

    @cached_property
    def _usual_height(self) -> float:
        heights = sorted(row.height_px for row in self.page.rows)
        return heights[len(heights) // 2] if heights else 1.0


def _starts(row: Row) -> Iterator[int]:
    cell_start = 0
    for index, word in enumerate(row.words):
        if not has_letters(word.text):
            continue
        if row.gap_before(index) >= _CELL_GAP:
            cell_start = index
        parted = index > 0 and row.words[index - 1].text.endswith(_PARTS_MARKS)
        if parted or index - cell_start < _LEAD_WORDS:
            yield index


def survey(pages: Sequence[Page]) -> tuple[Surveyed, ...]:
    """The pages of one paper, surveyed.

    Args:
        pages: In order, those with print.
    """
    if len(pages) == 1:
        return (Surveyed(pages[0], "only"),)
    places = ("first", *("inner" for _ in pages[2:]), "last")
    return tuple(Surveyed(page, place) for page, place in zip(pages, places, strict=False))
