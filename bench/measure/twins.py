"""Pairs of sheets that are the same sheet twice, and pairs that only look it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from measure.ordinary import PLANS, Random, as_scanned, draw_wear, soften
from nasti.drawing.canvas import draw_seal
from nasti.drawing.leaves import Leaf, Wear, scan_leaf
from nasti.drawing.papers import Letter, Paper
from nasti.model import Sheet
from nasti.settings import Settings
from nasti.sheets import read_scanned

ADDRESSEES = (
    ("कलेक्टर,", "जिला दुर्ग (छ.ग.)"),
    ("मुख्य कार्यपालन अधिकारी,", "जनपद पंचायत, कुरूद"),
    ("थाना प्रभारी,", "थाना मगरलोड, जिला धमतरी"),
    ("वन मंडल अधिकारी,", "वन मंडल कांकेर"),
)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two sheets, read.

    Attributes:
        kind: ``rescanned`` is a double; ``addressee``, ``place`` and ``other`` are not.
        first: One sheet.
        second: The other.
    """

    kind: str
    first: Sheet
    second: Sheet


def draw_pairs(count: int, seed: int) -> Iterator[Pair]:
    """Pairs, of each kind in turn; each takes two readings."""
    for number in range(count):
        yield draw_pair(number, seed)


def draw_pair(number: int, seed: int) -> Pair:
    """One of these pairs."""
    leaves = [(plan, leaf) for plan in PLANS for leaf in plan.leaves if leaf.paper is not None]
    letters = [(plan, leaf) for plan, leaf in leaves if isinstance(leaf.paper, Letter) and leaf.paper.language == "hi"]
    random = np.random.default_rng([seed, number])
    kind = ("rescanned", "addressee", "rescanned", "place")[number % 4]
    among = leaves if kind == "rescanned" else letters
    plan, leaf = among[int(random.integers(1000)) % len(among)]
    wear = replace(draw_wear(random), turn_deg=0, fold_px=None, offset_px=(0, 0), skew_deg=0.0)
    seal = draw_seal(*plan.seal, plan.face)
    assert leaf.paper is not None
    first = scan_leaf(Leaf(leaf.paper, wear), plan.face, seal, random).image
    if kind == "rescanned":
        second = lay_again(first, random)
    else:
        second = scan_leaf(Leaf(address(leaf.paper, kind, random), _other(wear)), plan.face, seal, random).image
    settings = Settings()
    scans = [as_scanned(soften(image, random)) for image in (first, second)]
    return Pair(kind, *(read_scanned(scan, place, settings) for place, scan in enumerate(scans)))


def lay_again(page: np.ndarray, random: Random) -> np.ndarray:
    """Feed a page again: shifted by millimetres, askew, with other light."""
    height, width = page.shape[:2]
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), float(random.normal(0, 1.0)), 1.0), np.float64)
    matrix[:, 2] += random.uniform(-90, 90, 2)
    paper = tuple(int(part) for part in np.median(page[::40, ::40].reshape(-1, 3), axis=0))
    laid = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)
    return np.clip(laid.astype(np.float32) * random.uniform(0.82, 1.08) + random.uniform(-8, 8), 0, 255).astype(
        np.uint8
    )


def address(paper: Paper, kind: str, random: Random) -> Paper:
    """The same letter to somebody else, or to the same office in another place."""
    assert isinstance(paper, Letter)
    if kind == "addressee":
        return replace(paper, to=ADDRESSEES[int(random.integers(len(ADDRESSEES)))])
    words = paper.to[-1].split()
    return replace(paper, to=(*paper.to[:-1], " ".join([*words[:-1], "नारायणपुर"])))


def _other(wear: Wear) -> Wear:
    return replace(wear, age=min(0.9, wear.age + 0.05))
