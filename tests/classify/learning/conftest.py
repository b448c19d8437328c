"""An office of foresters whose letters no rule knows: number in a frame at the right, date below the signature."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest

from classify.learning.examples import Example
from classify.learning.train import Trained, learn
from nasti.model import Said, Sheet, Word

ROW_PX, HEIGHT_PX, LETTER_PX = 90, 48, 17
LEFT_PX, RIGHT_PX = 290, 1500
SENDERS = ("वनपाल केशकाल", "वनरक्षक माकड़ी")


def write_rows(index: int, rows: list[tuple[int, str]]) -> Sheet:
    """A sheet: each row with the place where it begins, in pixels from the left edge."""
    words: list[Word] = []
    for line, (left, text) in enumerate(rows):
        x = left
        for part in text.split():
            right, top = x + LETTER_PX * len(part), 200 + line * ROW_PX
            words.append(Word(part, (x, top, right, top + HEIGHT_PX), 0.97, line, line))
            x = right + LETTER_PX
    return Sheet(index, (2480, 3508), 300, words=tuple(words))


def day_of(number: int, shift: int) -> tuple[str, str]:
    """A day as the office writes it, and its ISO form."""
    chance = random.Random(number * 7 + shift)
    year, month, day = 1985 + number % 9, chance.randint(1, 12), chance.randint(1, 28)
    return f"{day:02d}.{month:02d}.{year}", f"{year}-{month:02d}-{day:02d}"


def forest_letter(index: int, number: int, place: int) -> tuple[Sheet, list[Said]]:
    """One letter, and what a person says of it: its date is the one that stands below the signature."""
    (printed, iso), (other, _) = day_of(number, place), day_of(number, place + 50)
    sender = SENDERS[(number + place) % 2]
    rows = [
        (RIGHT_PX, "कार्यालय वनपरिक्षेत्र मर्दापाल"),
        (RIGHT_PX, f"संदेश {number}{place}/वप/{1985 + number % 9}"),
        (LEFT_PX, f"पावती दिनांक {other}"),
        (LEFT_PX, "विषय :- लकड़ी के परिवहन बाबत।"),
        (LEFT_PX, "सूचित किया जाता है कि लकड़ी का परिवहन रोक दिया गया है तथा जाँच की जा रही है।"),
        (RIGHT_PX, sender),
        (LEFT_PX, f"लिखा {printed} को"),
    ]
    return write_rows(index, rows), [Said(index, "date", iso), Said(index, "sender", sender)]


def forest_list(index: int, number: int) -> Sheet:
    """A list of logs under a title that no rule knows."""
    rows = [(RIGHT_PX, "लट्ठा पंजी डिपो मर्दापाल"), (LEFT_PX, "लट्ठा लम्बाई गोलाई")]
    return write_rows(index, [*rows, *((LEFT_PX, f"साल {number + row} मीटर") for row in range(5))])


def forest_nasti(number: int, person: str = "asha", letters: int = 2) -> Example:
    """A nasti of the office with what a person says of all of it."""
    written = [forest_letter(index, number, index) for index in range(letters)]
    said = tuple(one for _, own in written for one in own)
    sheets = (*(sheet for sheet, _ in written), forest_list(letters, number))
    kinds = ("letter",) * letters + ("list",)
    return Example(f"v{number}", sheets, kinds, (True,) * len(sheets), said, float(number), person)


@cache
def _forest() -> Trained:
    return learn([forest_nasti(number) for number in range(28)])


@pytest.fixture
def forest() -> Trained:
    """What 28 nasti of the office teach."""
    return _forest()


Draw = Callable[[int], Example]


@pytest.fixture
def draw() -> Draw:
    """Nasti of the office by number; those from 28 on were not learnt from."""
    return forest_nasti
