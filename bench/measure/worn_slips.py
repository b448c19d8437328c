"""Slips as they come back from a record room: drawn, printed, worn, copied and scanned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import cv2
import numpy as np
import pypdfium2

from nasti.covers import draw_slips
from nasti.drawing import ageing, copying
from nasti.drawing.canvas import DPI, Grey, draw_seal
from nasti.slips import Slip

SLIPS = (
    Slip("nasti", "7QK2M9R", number="142/अ-27/1993-94", department="राजस्व", subject="भूमि आवंटन", noting_pages=12,
         correspondence_pages=44),
    Slip("nasti", "3RT8C04", number="F.No. 17-23/2003-Estt.", department="Public Works Department",
         subject="Regularisation of service of daily wage employees appointed before 31.12.1988", sheets=120),
    Slip("nasti", "B6H1Y55", number="एफ 6-103/2011/स्था./चार", department="कार्यालय कलेक्टर, जिला बिलासपुर",
         subject="श्री रामप्रसाद वर्मा, सहायक ग्रेड-3 के विरुद्ध विभागीय जांच में अधिरोपित शास्ति के विरुद्ध अपील तथा "
         "सेवा-पुस्तिका में प्रविष्टि के संबंध में", noting_pages=212, correspondence_pages=1044, sheets=631, lot="L-17"),
    Slip("nasti", "Q0J4W8X"),
    Slip("noting", "T5E9S23", number="142/अ-27/1993-94"),
    Slip("correspondence", "C8P3A66"),
    Slip("lot", "M1K7R43", lot="राजस्व-17", operator="sita", passes="two_files"),
    Slip("end_of_lot", "X9N2D5T", lot="राजस्व-17"),
)  # fmt: skip
"""Short and long, with and without a number, in both scripts."""

Scan = tuple[Grey, int]
"""A scan and its resolution in dots per inch."""

Wear = Callable[[Grey, np.random.Generator], Scan]
"""Takes a printed page of 300 dots per inch and gives the scan of it."""


@cache
def print_slip(number: int) -> Grey:
    """The front of a slip as an office printer prints it, 300 dots per inch.

    Args:
        number: Its place in `SLIPS`.
    """
    page = pypdfium2.PdfDocument(draw_slips([SLIPS[number]]))[0]
    return page.render(scale=DPI / 72, grayscale=True).to_numpy().copy()


def _on_paper(page: Grey, paper: ageing.Rgb, random: np.random.Generator, stains: float, strength: float) -> Grey:
    aged = ageing.stain_paper(ageing.print_on_paper(page, paper, strength=strength), random, stains)
    return np.asarray(cv2.cvtColor(aged, cv2.COLOR_RGB2GRAY), np.uint8)


def _copies(page: Grey, random: np.random.Generator, *toners: float, dirt: float = 1.0) -> Grey:
    for toner in toners:
        page = copying.photocopy(page, random, toner=toner, dirt=dirt)
    return page


def _stamp(page: Grey, random: np.random.Generator, *places: tuple[int, int]) -> Grey:
    seal = cv2.resize(draw_seal("कार्यालय कलेक्टर जिला बिलासपुर", "आवक", "lohit"), (700, 700))
    stamped = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    for place in places:
        turned = ageing.turn_mask(seal, random.uniform(-40, 40))
        stamped = ageing.press(stamped, turned, place, ageing.VIOLET_INK, 0.95)
    return np.asarray(cv2.cvtColor(stamped, cv2.COLOR_RGB2GRAY), np.uint8)


def _punch(page: Grey) -> Grey:
    colour = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    for left_px in (110, 700, 1500, 2050):
        colour = ageing.punch_holes(colour, (500, 1900, 2800), left_px)
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)


def _fold(page: Grey, random: np.random.Generator) -> Grey:
    colour = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    for top in random.integers(400, 3100, 3):
        colour = ageing.fold(colour, int(top), 0.5)
        colour[top : top + 5] = 245
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)


def _tear(page: Grey) -> Grey:
    """The upper 40 % is missing: one QR code is left."""
    torn = page.copy()
    torn[: round(0.4 * len(torn))] = 20
    return torn


def _keep_bars(page: Grey) -> Grey:
    """Both QR codes are pasted over; the Code 39 is left."""
    pasted = page.copy()
    pasted[200:1180, 1290:2300] = 240
    pasted[2300:3320, 200:1190] = 240
    return pasted


def _scan(page: Grey, random: np.random.Generator, dpi: int = 150, noise: float = 4.0) -> Scan:
    return copying.scan(page, random, dpi=dpi, noise=noise), dpi


def _fade(page: Grey, random: np.random.Generator, strength: float, noise: float = 4.0) -> Scan:
    return _scan(_on_paper(page, ageing.CREAM, random, 0.5, strength), random, noise=noise)


def _turn(page: Grey, random: np.random.Generator, turn_deg: int, least: float, most: float) -> Scan:
    askew_deg = float(random.choice([-1, 1]) * random.uniform(least, most))
    return _scan(copying.turn(page, turn_deg + askew_deg), random)


def _part(page: Grey, random: np.random.Generator) -> Scan:
    return np.where(copying.scan(page, random, dpi=200, noise=15) < 128, np.uint8(0), np.uint8(255)), 200


def _fax(page: Grey, quality: str) -> Scan:
    return np.asarray(cv2.resize(copying.fax(page, quality), None, fx=0.68, fy=0.68), np.uint8), 204


def _photograph(page: Grey, random: np.random.Generator) -> Scan:
    """From an angle, in half shade."""
    height, width = page.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = (corners * 0.86 + 0.07 * np.array([width, height]) + random.normal(0, 60, (4, 2))).astype(np.float32)
    seen = cv2.warpPerspective(page, cv2.getPerspectiveTransform(corners, moved), (width, height), borderValue=90)
    shade = np.linspace(0.35, 0.95, width, dtype=np.float32)[None, :] ** float(random.uniform(0.6, 1.4))
    return _scan((seen * shade).astype(np.uint8), random, noise=6)


WEARS: Mapping[str, Wear] = {
    "as printed, 300 dpi": lambda page, random: _scan(page, random, 300),
    "as printed, 150 dpi": _scan,
    "as printed, 100 dpi": lambda page, random: _scan(page, random, 100),
    "as printed, 75 dpi": lambda page, random: _scan(page, random, 75),
    "askew by 3 to 12 degrees": lambda page, random: _turn(page, random, 0, 3, 12),
    "upside down, askew": lambda page, random: _turn(page, random, 180, 0, 4),
    "sideways, askew": lambda page, random: _turn(page, random, 90, 0, 4),
    "old paper, stained": lambda page, random: _scan(
        _on_paper(page, ageing.YELLOWED, random, 1.0, 0.9), random, noise=8
    ),
    "faint, a third of the ink": lambda page, random: _fade(page, random, 0.33),
    "faint, a tenth of the ink": lambda page, random: _fade(page, random, 0.10),
    "faint, a twentieth of the ink": lambda page, random: _fade(page, random, 0.05),
    "faint and noisy": lambda page, random: _fade(page, random, 0.2, 14),
    "noisy scanner": lambda page, random: _scan(page, random, noise=40),
    "JPEG of quality 12": lambda page, random: (copying.pack(copying.scan(page, random, noise=8), 12), 150),
    "black and white": _part,
    "photographed in half shade": _photograph,
    "photocopy": lambda page, random: _scan(_copies(page, random, 0.0), random),
    "photocopy, light": lambda page, random: _scan(_copies(page, random, -1.0), random),
    "photocopy, dark": lambda page, random: _scan(_copies(page, random, 1.0), random),
    "copy of a copy": lambda page, random: _scan(_copies(page, random, 0.5, -0.5, dirt=2), random),
    "copy of a copy, both light": lambda page, random: _scan(_copies(page, random, -1, -1, dirt=2), random),
    "copy of a copy, both dark": lambda page, random: _scan(_copies(page, random, 1, 1, dirt=2), random),
    "copy of a copy, both dark, 100 dpi": lambda page, random: _scan(_copies(page, random, 1, 1, dirt=2), random, 100),
    "fourth copy": lambda page, random: _scan(_copies(page, random, 0.4, -0.4, 0.4, -0.4, dirt=3), random),
    "fax, fine": lambda page, _: _fax(page, "fine"),
    "fax, standard": lambda page, _: _fax(page, "standard"),
    "fax, standard, of a light copy": lambda page, random: _fax(_copies(page, random, -0.8), "standard"),
    "lines along the feed, 25": lambda page, random: _scan(copying.streak(page, random, 25), random),
    "crumpled": lambda page, random: _scan(copying.crumple(page, random), random),
    "folded three times": lambda page, random: _scan(_fold(page, random), random),
    "punched twelve times": lambda page, random: _scan(_punch(page), random),
    "stamped on one QR code": lambda page, random: _scan(_stamp(page, random, (1450, 350)), random),
    "stamped on both and the bars": lambda page, random: _scan(
        _stamp(page, random, (1450, 350), (350, 2450), (900, 1650)), random
    ),
    "dark copy of a copy, punched, stamped": lambda page, random: _scan(
        _stamp(_punch(_copies(page, random, 0.8, 0.6, dirt=2)), random, (1450, 350), (900, 1650)), random
    ),
    "upper part torn off": lambda page, random: _scan(_tear(page), random),
    "copy of a copy, both light, 75 dpi": lambda page, random: _scan(_copies(page, random, -1, -1, dirt=2), random, 75),
    "three dark copies, one of the other": lambda page, random: _scan(_copies(page, random, 1, 1, 1, dirt=3), random),
    "four light copies, one of the other": lambda page, random: _scan(
        _copies(page, random, -1, -1, -1, -1, dirt=3), random
    ),
    "very noisy scanner": lambda page, random: _scan(page, random, noise=90),
    "faint, a fortieth of the ink": lambda page, random: _fade(page, random, 0.025),
    "lines along the feed, 80": lambda page, random: _scan(copying.streak(page, random, 80), random),
    "badly crumpled": lambda page, random: _scan(copying.crumple(page, random, 60), random),
    "as printed, 50 dpi": lambda page, random: _scan(page, random, 50),
    "QR codes pasted over": lambda page, random: _scan(_keep_bars(page), random),
    "QR codes pasted over, faint and noisy": lambda page, random: _fade(_keep_bars(page), random, 0.2, 14),
    "QR codes pasted over, dark copy": lambda page, random: _scan(
        _copies(_keep_bars(page), random, 0.7), random, noise=10
    ),
}

BEYOND = frozenset({
    "copy of a copy, both light, 75 dpi", "three dark copies, one of the other", "four light copies, one of the other",
    "very noisy scanner", "faint, a fortieth of the ink", "lines along the feed, 80", "badly crumpled",
    "as printed, 50 dpi",
})  # fmt: skip
"""Keys of `WEARS`: worse than what is promised, to see where slips begin to be missed."""


def wear_slip(name: str, number: int, seed: int) -> Scan:
    """A slip as it comes back.

    Args:
        name: A key of `WEARS`.
        number: Its place in `SLIPS`.
        seed: Where chance begins.
    """
    image, dpi = WEARS[name](print_slip(number), np.random.default_rng([seed, number, *name.encode()]))
    return np.ascontiguousarray(image), dpi
