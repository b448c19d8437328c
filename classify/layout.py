"""Rows of print across a whole sheet: readers cut a page into blocks, people read along rows."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from nasti import hindi
from nasti.model import Box, Sheet, Word, enclose

_KEPT_MARKS = re.compile(r"[/\\\-–—:;।().,_]+")
_GLUE = re.compile(r":[-–]*|\.")
_LEAST_GLUED_LETTERS = 3
_GLUED_LABEL = re.compile(
    "(?:पत्र|ज्ञापन|आदेश|परिपत्र|पृ|पृष्ठांकन)?\\.?(?:क्रमा[ंँ]?[कङ]्?क?|क्र|दिना[ंँ]?क|संख्या|No|Dated|Dt)[./:,-]*(?=[0-9०-९A-Zएऍ])"
)
"""A label that a number stands right behind: क्रमांक/5402/स्था./1993. Source: letters of state offices."""
_GLUED_NUMBER = re.compile("(?:[A-Za-z\u0900-\u0963]{5,}|No|Dt|क्र|दि)[.:]?(?=[0-9०-९]{2})")


@dataclass(frozen=True)
class Row:
    """Words that stand side by side.

    Attributes:
        words: Left to right; never empty.
        box: Around all of them.
        height_px: Usual height of its words.
    """

    words: tuple[Word, ...]
    box: Box
    height_px: float

    @cached_property
    def text(self) -> str:
        """The words, parted by spaces."""
        return join(self.words)

    @cached_property
    def cores(self) -> tuple[int, ...]:
        """Indexes of the words that have a letter or a digit."""
        return tuple(index for index, word in enumerate(self.words) if has_letters(word.text))

    def gap_before(self, index: int) -> float:
        """Room to the left of a word, in heights of the row; infinite before the first.

        Args:
            index: Of the word.
        """
        if index == 0:
            return math.inf
        return (self.words[index].box[0] - self.words[index - 1].box[2]) / max(1.0, self.height_px)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as rows.

    Attributes:
        position: Of the sheet, in the sequence that is understood.
        frame: The paper on the sheet image.
        rows: Top to bottom.
        paper_mm: Width and height of the paper.
        dark_share: Share of the paper that is darker than paper; None where it was not measured.
    """

    position: int
    frame: Box
    rows: tuple[Row, ...]
    paper_mm: tuple[float, float] = (210.0, 297.0)
    dark_share: float | None = None

    def depth(self, row: Row) -> float:
        """How far down the paper a row stands, 0 at the top edge and 1 at the bottom edge.

        Args:
            row: One of the page's rows.
        """
        return ((row.box[1] + row.box[3]) / 2 - self.frame[1]) / max(1, self.frame[3] - self.frame[1])

    def across(self, x_px: float) -> float:
        """How far across the paper a place is, 0 at the left edge and 1 at the right edge.

        Args:
            x_px: On the sheet image.
        """
        return (x_px - self.frame[0]) / max(1, self.frame[2] - self.frame[0])


def join(words: Sequence[Word]) -> str:
    """The text of words, parted by spaces.

    Args:
        words: In order.
    """
    return " ".join(word.text for word in words)


def surround(words: Sequence[Word]) -> Box:
    """The box around words.

    Args:
        words: At least one.
    """
    return enclose(word.box for word in words)


@lru_cache(maxsize=1 << 15)
def has_letters(text: str) -> bool:
    """Whether a text has a letter or a digit.

    Args:
        text: Any text.
    """
    return any(character.isalnum() for character in text)


def lay_out(sheet: Sheet, position: int) -> Page:
    """The rows of a sheet.

    Args:
        sheet: Read; specks that were read as marks are left out.
        position: Of the sheet, in the sequence that is understood.
    """
    left, top, right, bottom = sheet.paper_px
    frame = sheet.paper_px if right > left and bottom > top else (0, 0, *sheet.size_px)
    words = [part for word in sheet.words if _is_print(word.text) for part in _part_glued(word)]
    rows: list[list[Word]] = []
    for piece in sorted(_pieces(words), key=_middle):
        row = next((row for row in reversed(rows[-6:]) if _beside(row, piece)), None)
        if row is None:
            rows.append(list(piece))
        else:
            row.extend(piece)
    per_mm = max(1, sheet.dpi) / 25.4
    paper_mm = ((frame[2] - frame[0]) / per_mm, (frame[3] - frame[1]) / per_mm)
    dark_share = sheet.measures.get("dark_share")
    return Page(position, frame, tuple(map(_row, sorted(rows, key=_middle))), paper_mm, dark_share)


def _is_print(text: str) -> bool:
    return has_letters(text) or bool(_KEPT_MARKS.fullmatch(text))


def _part_glued(word: Word) -> Iterator[Word]:
    """A word as its parts where the space after a label or a sentence was lost: ``विषय:नामांतरण``."""
    cut = _glue(word.text)
    if cut is None:
        yield word
        return
    left, top, right, bottom = word.box
    between = left + round((right - left) * cut / len(word.text))
    yield replace(word, text=word.text[:cut], box=(left, top, between, bottom))
    yield from _part_glued(replace(word, text=word.text[cut:], box=(between, top, right, bottom)))


def _glue(text: str) -> int | None:
    """Where a word must be parted; None where it is one."""
    number = _GLUED_LABEL.match(text) or _GLUED_NUMBER.match(text)
    if number:
        return number.end()
    for mark in _GLUE.finditer(text):
        before, after = text[: mark.start()], text[mark.end() :]
        enough = 1 if mark[0][0] == ":" else _LEAST_GLUED_LETTERS
        if _letters(before) >= _LEAST_GLUED_LETTERS and (_letters(after) >= enough or after[:1].isdecimal()):
            return mark.end()
    return None


def _letters(text: str) -> int:
    """Letters of a word that does not begin with a digit."""
    return 0 if text[:1].isdecimal() else sum(character.isalpha() for character in text)


def _pieces(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words by the reader's lines; single words where what it took for a line is none."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        middles = [(word.box[1] + word.box[3]) / 2 for word in line]
        if max(middles) - min(middles) > 1.5 * _height(line):
            yield from ([word] for word in line)
        else:
            yield line


def _height(words: Sequence[Word]) -> float:
    return max(1.0, statistics.median(word.box[3] - word.box[1] for word in words))


def _middle(words: Sequence[Word]) -> float:
    return statistics.median((word.box[1] + word.box[3]) / 2 for word in words)


def _beside(row: Sequence[Word], piece: Sequence[Word]) -> bool:
    if abs(_middle(row) - _middle(piece)) > 0.5 * min(_height(row), _height(piece)):
        return False
    left, _, right, _ = surround(piece)
    other_left, _, other_right, _ = surround(row)
    if right <= other_left or left >= other_right:
        return True
    return not any(word.box[0] < other.box[2] and other.box[0] < word.box[2] for word in piece for other in row)


def _row(words: Sequence[Word]) -> Row:
    ordered = tuple(sorted(words, key=lambda word: (word.box[0], word.box[2])))
    return Row(ordered, surround(ordered), _height(ordered))


def tidy(text: str) -> str:
    """Text as a person would copy it: NFC, single spaces, no marks at the ends.

    Args:
        text: As read.
    """
    text = " ".join(hindi.nfc(text).split())
    text = text.lstrip(" .,;:।-–—_|/\\").rstrip(" ,;:।-–—_|/\\")
    return text if _ABBREVIATION.search(text) else text.rstrip(" .")


_ABBREVIATION = re.compile("(?:^|[\\s(])(?:\\S+\\.\\S+|[\u0900-\u0963]{1,3})\\.$")
