"""Fits when the number reader is believed and when the recogniser, after the network was trained anew.

    python bench/weigh_numbers.py SETS … [--jobs 1]

SETS are folders as for `bench/read.py`. Their pages are read by Nasti; where the two read a word differently and one of
them is what stands there on the page, a logistic regression on what `ocr.numbers.offer` sees gives the odds. Prints the
weights for `ocr/numbers.py`, and how many words they put right and wrong, cross-validated.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from calibrate import FORMS, bare, fit, predict

from measure.places import map_box, page_to_sheet
from measure.sets import Corners, ScanSet, find_sets
from nasti.model import Box, Word
from nasti.settings import Settings
from nasti.sheets import read_sheet
from ocr import numbers, read
from ocr.engine import Image
from ocr.number_reader import NumberReader

FOLDS = 5
LEAST_WIDE, LEAST_HIGH = 0.5, 0.4
"""Shares of the narrower and of the lower box that two boxes of one word have in common, at least."""


@dataclass(frozen=True)
class Choice:
    """A word of which the reader sees something else than the recogniser.

    Attributes:
        seen: What speaks for the reader, by name.
        for_reader: Whether the reader is right and the recogniser wrong; otherwise it is the other way about.
    """

    seen: dict[str, float]
    for_reader: bool


def main() -> None:
    options = parse()
    tasks = [(one, index) for one in find_sets(options.sets, ()) for index, page in enumerate(one.pages) if page.text]
    with ProcessPoolExecutor(options.jobs) as readers:
        choices = [choice for found in readers.map(examine, *zip(*tasks, strict=True)) for choice in found]
    names = list(choices[0].seen)
    features = np.array([[choice.seen[name] for name in names] for choice in choices])
    right = np.array([choice.for_reader for choice in choices])
    for name, weight in zip(names, fit(features, right), strict=True):
        print(f"{name:>14} {weight:6.2f}")
    believed = cross_validate(features, right)
    print(
        f"{len(right)} words of {len(tasks)} pages, the reader right of {right.sum()}; cross-validated"
        f" {(believed & right).sum()} put right, {(believed & ~right).sum()} put wrong"
    )


def examine(one: ScanSet, index: int) -> list[Choice]:
    """The choices of one page that the truth decides."""
    page = one.pages[index]
    asked: list[tuple[Word, tuple[str, dict[str, float]], int]] = []

    def note(image: Image, words: Sequence[Word], reader: NumberReader) -> numbers.Reread:
        done = numbers.reread_numbers(image, words, reader)
        habit = numbers.page_habit(words, done.sights.values())
        for word in words:
            if word.box in done.sights and (other := numbers.offer(word, done.sights[word.box], habit)):
                asked.append((word, other, image.shape[1]))
        return done

    with patch.object(read, "reread_numbers", note):
        sheet = read_sheet(one.files, FORMS[one.scan.suffix], index, Settings()).sheet
    to_sheet = page_to_sheet(page, sheet.size_px, sheet.turn_deg, sheet.skew_deg)
    truth = [(text, map_box(to_sheet, box)) for text, box in page.words]
    return list(decide(asked, truth, sheet.size_px[0]))


def decide(
    asked: Sequence[tuple[Word, tuple[str, dict[str, float]], int]], truth: Sequence[tuple[str, Corners]], wide_px: int
) -> Iterator[Choice]:
    """Choices where one word stands in that place and one of both readings is it."""
    for word, (text, seen), image_px in asked:
        box = tuple(edge * wide_px / image_px for edge in word.box)
        there = [bare(known) for known, place in truth if is_there(box, place)]
        if len(there) == 1 and (bare(word.text) == there[0]) != (bare(text) == there[0]):
            yield Choice(seen, bare(text) == there[0])


def is_there(box: Sequence[float] | Box, place: Corners) -> bool:
    wide, high = (min(box[end], place[end]) - max(box[start], place[start]) for start, end in ((0, 2), (1, 3)))
    least_wide, least_high = (min(box[end] - box[start], place[end] - place[start]) for start, end in ((0, 2), (1, 3)))
    return wide > LEAST_WIDE * least_wide and high > LEAST_HIGH * least_high


def cross_validate(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether each word's reader is believed by a fit without its fold."""
    folds = np.arange(len(right)) % FOLDS
    believed = np.zeros(len(right), bool)
    for fold in range(FOLDS):
        weights = fit(features[folds != fold], right[folds != fold])
        believed[folds == fold] = predict(features[folds == fold], weights) > 0.5
    return believed


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+", help="folders of scans with truth to fit on")
    parser.add_argument("--jobs", type=int, default=1, help="pages read at the same time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
