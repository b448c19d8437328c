"""Fits how far the confidence of a word can be trusted, and says how well that holds on pages it has not seen.

    python bench/calibrate.py SETS … [--check SETS …] [--jobs 1] [--out ocr/data/confidence.json]

SETS are folders as for `bench/read.py`. Their pages are read by Nasti; a word is right when the page has it, outer
punctuation aside. A logistic regression on what `ocr.confidence.describe` sees gives its odds. It is judged by
cross-validation, a look of page (or, where the truth names none, a scan) being left out at a time, and on the pages of
`--check`, which take no part in the fit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from measure.sets import ScanSet, TruePage, find_sets
from measure.texts import PUNCTUATION, find_right_words, fold
from nasti.model import Box, Form, Word
from nasti.settings import Settings
from nasti.sheets import read_sheet
from ocr import confidence, read
from ocr.number_reader import Sight

RIDGE = 1.0
"""Weight of the penalty on the squares of the standardised weights: a word's worth of evidence for each."""

ROUNDS = 50
CLOSE = 1e-8
BINS = 10
DIGITS = 4
FORMS: dict[str, Form] = {".pdf": "pdf", ".tif": "tiff", "": "folder"}
OUT = Path(confidence.__file__).with_name("data") / "confidence.json"


@dataclass(frozen=True)
class Evidence:
    """The words of one page.

    Attributes:
        group: Pages that are alike; one is left out at a time.
        features: As `ocr.confidence.describe` gives them.
        right: For each word, whether the page has it.
    """

    group: str
    features: np.ndarray
    right: np.ndarray


def main() -> None:
    options = parse()
    console = Console(width=None if sys.stdout.isatty() else 140)
    pages = gather(options.sets, options.jobs)
    features, right = stack(pages)
    console.print(tabulate("Cross-validated", leave_out_each(pages), right))
    weights = fit(features, right)
    if options.check:
        unseen, truth = stack(gather(options.check, options.jobs))
        console.print(tabulate("Pages without part in the fit", predict(unseen, weights), truth))
    named = dict(zip(confidence.FEATURES, (round(float(weight), DIGITS) for weight in weights), strict=True))
    source = f"bench/calibrate.py, {len(pages)} pages of bench/draw_pages.py --split tune, {len(right)} words"
    options.out.write_text(json.dumps({"source": source, "weights": named}, indent=1) + "\n", encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+", help="folders of scans with truth to fit on")
    parser.add_argument("--check", type=Path, nargs="+", default=[], help="folders of scans to judge the fit on")
    parser.add_argument("--jobs", type=int, default=1, help="pages read at the same time")
    parser.add_argument("--out", type=Path, default=OUT, help="where the weights go")
    return parser.parse_args()


def gather(folders: Sequence[Path], jobs: int) -> list[Evidence]:
    """Read every page that has text and compare its words with the truth."""
    tasks = [(one, index) for one in find_sets(folders, ()) for index, page in enumerate(one.pages) if page.text]
    with ProcessPoolExecutor(jobs) as readers:
        found = readers.map(examine, *zip(*tasks, strict=True))
        return [page for page in found if page is not None]


def examine(one: ScanSet, index: int) -> Evidence | None:
    """One page; None where nothing was read."""
    seen: list[tuple[tuple[str, ...], np.ndarray]] = []

    def note(
        words: Sequence[Word], agreed: Sequence[Box], contested: Sequence[Box], sights: Mapping[Box, Sight]
    ) -> tuple[Word, ...]:
        if words:
            texts = tuple(word.text for word in words)
            seen.append((texts, confidence.describe(words, agreed, contested, sights)))
        return tuple(words)

    with patch.object(read, "calibrate", note):
        sheet = read_sheet(one.files, FORMS[one.scan.suffix], index, Settings()).sheet
    texts = tuple(word.text for word in sheet.words)
    for read_texts, features in seen:
        if texts and read_texts == texts:
            page = one.pages[index]
            expected = [bare(word) for word in (page.text or "").split()]
            right = find_right_words(expected, [bare(text) for text in texts])
            return Evidence(group_of(one, page), features, np.asarray(right))
    return None


def bare(word: str) -> str:
    return fold(word).strip(PUNCTUATION) or word


def group_of(one: ScanSet, page: TruePage) -> str:
    return next((group for group in page.groups if group.startswith("look: ")), one.name)


def stack(pages: Sequence[Evidence]) -> tuple[np.ndarray, np.ndarray]:
    return np.vstack([page.features for page in pages]), np.concatenate([page.right for page in pages])


def fit(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a ridge, by Newton's method; a feature that never varies weighs nothing.

    Args:
        features: float64, shape ``(words, features)``; the first is the constant 1.
        right: bool, shape ``(words,)``.
    """
    scale = features.std(axis=0)
    varies = scale > 0
    varies[0], scale[0] = True, 1.0
    seen = features[:, varies] / scale[varies]
    penalty = np.diag([0.0, *[RIDGE] * (seen.shape[1] - 1)])
    weights = np.zeros(seen.shape[1])
    for _ in range(ROUNDS):
        sure = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (right - sure) - penalty @ weights
        curve = (seen * (sure * (1 - sure))[:, None]).T @ seen + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < CLOSE:
            break
    found = np.zeros(features.shape[1])
    found[varies] = weights / scale[varies]
    return found


def predict(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-features @ weights)))


def leave_out_each(pages: Sequence[Evidence]) -> np.ndarray:
    """For each word the probability by a fit without the pages of its group."""
    parts = []
    cache: dict[str, np.ndarray] = {}
    for page in pages:
        if page.group not in cache:
            cache[page.group] = fit(*stack([other for other in pages if other.group != page.group]))
        parts.append(predict(page.features, cache[page.group]))
    return np.concatenate(parts)


def bins_of(sure: np.ndarray) -> Iterator[np.ndarray]:
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return (place == number for number in range(BINS))


def tabulate(title: str, sure: np.ndarray, right: np.ndarray) -> Table:
    table = Table("confidence", "words", "mean confidence", "right", title=title)
    off = 0.0
    for number, inside in enumerate(bins_of(sure)):
        if inside.any():
            said, share = sure[inside].mean(), right[inside].mean()
            off += abs(said - share) * inside.mean()
            limits = f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}"
            table.add_row(limits, str(inside.sum()), f"{said:.3f}", f"{share:.3f}")
    table.caption = f"Expected calibration error {off:.4f}, {right.mean():.4f} of {len(right)} words right"
    return table


if __name__ == "__main__":
    main()
