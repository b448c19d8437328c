"""Lays a draft out in the browser: the printed layer, the layer of pens and seals, and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pages.browser import CSS_DPI, Browser, Colour
from pages.layouts.desk import Draft, Style
from pages.truth import TRUTH_DPI, Box, Sheet, find_strays, place_words

COLLECT = (Path(__file__).parent / "collect.js").read_text(encoding="utf-8")
SHEET = """
* {{ box-sizing: border-box; }}
html, body {{ margin: 0; background: #fff; }}
.page {{ position: relative; overflow: hidden; width: {width}px; height: {height}px; padding: {padding};
  font: {size}px/{leading} {face}; color: #0c0c0e; }}
p {{ margin: 0 0 0.55em; }}
hr {{ border: 0; border-top: 1.5px solid #333; margin: 6px 0; }}
.head, .middle {{ text-align: center; }}
.head, th, .big {{ font-family: {heading}; }}
.sides {{ display: flex; justify-content: space-between; gap: 24px; }}
table {{ border-collapse: collapse; }}
td, th {{ vertical-align: top; padding: 3px 6px; font-weight: normal; }}
th {{ font-weight: bold; }}
.ruled td, .ruled th {{ border: 1.4px solid #333; }}
.open th {{ border-top: 1.4px solid #333; border-bottom: 1.4px solid #333; }}
.ink {{ position: absolute; white-space: nowrap; z-index: 2; }}
body.printed .ink {{ visibility: hidden; }}
body.inked .page, body.inked .page * {{ visibility: hidden; }}
body.inked .ink, body.inked .ink * {{ visibility: visible; }}
"""
WOBBLES = "".join(
    f'<filter id="wobble{seed}" x="-5%" y="-20%" width="110%" height="140%"><feTurbulence type="turbulence" '
    f'baseFrequency="0.03" numOctaves="2" seed="{seed + 3}"/>'
    '<feDisplacementMap in="SourceGraphic" scale="4.5"/></filter>'
    for seed in range(4)
)


@dataclass(frozen=True)
class Typeset:
    """A page laid out.

    Attributes:
        sheet: The truth.
        print: What the press printed, on white; uint8 of shape (height, width, 3).
        ink: What pens and seals added, on white; None where nothing was.
        dpi: Resolution of both.
    """

    sheet: Sheet
    print: Colour
    ink: Colour | None
    dpi: int


def typeset(browser: Browser, draft: Draft, style: Style, links: str, dpi: int) -> Typeset:
    """Lay a draft out.

    Args:
        browser: Where.
        draft: What.
        style: How its letters look.
        links: Style sheets that bring typefaces, as HTML.
        dpi: Resolution of the pictures, 300 or more.

    Raises:
        ValueError: A word stands off the page.
    """
    width, height = draft.size_css
    families = f"'{style.face}', '{style.companion}', 'Lohit Devanagari'"
    rules = SHEET.format(
        width=width, height=height, padding=draft.padding, size=style.size_px, leading=style.leading,
        face=families, heading=f"'{style.heading}', {families}",
    )  # fmt: skip
    filters = f'<svg width="0" height="0" style="position:absolute">{WOBBLES}</svg>'
    browser.open(
        f'<!doctype html><meta charset="utf-8">{links}<style>{rules}</style>'
        f'<body>{filters}<div class="page">{draft.body}</div></body>',
        draft.size_css,
        dpi,
    )
    found = browser.evaluate(COLLECT)
    scale = TRUTH_DPI / CSS_DPI
    size_px = round(width * scale), round(height * scale)
    words = place_words(found["words"], scale)
    if strays := find_strays(words, size_px):
        raise ValueError(f"{draft.layout}: off the page: {strays[:5]}")
    pens, seals = (_boxes(found["ink"], kind, scale, size_px) for kind in ("pen", "seal"))
    sheet = Sheet(
        draft.kind,
        draft.layout,
        draft.language,
        words,
        pens,
        seals,
        size_px,
        f"{style.face}, {style.companion}",
        _known(draft),
    )
    shape = round(size_px[1] * dpi / TRUTH_DPI), round(size_px[0] * dpi / TRUTH_DPI)
    printed = _layer(browser, "printed", shape)
    ink = _layer(browser, "inked", shape) if found["ink"] else None
    return Typeset(sheet, printed, ink, dpi)


def _layer(browser: Browser, name: str, shape: tuple[int, int]) -> Colour:
    # Two frames: the first may still be the layer before.
    browser.evaluate(
        f"document.body.className = '{name}';"
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    picture = browser.picture()
    height, width = shape
    padded = cv2.copyMakeBorder(
        picture, 0, max(0, height - picture.shape[0]), 0, max(0, width - picture.shape[1]), cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(padded[:height, :width]).astype(np.uint8, copy=False)


def _boxes(found: list[list[float | str]], kind: str, scale: float, size_px: tuple[int, int]) -> tuple[Box, ...]:
    boxes = []
    for name, *edges in found:
        left, top, right, bottom = (float(edge) * scale for edge in edges)
        box = max(0.0, left), max(0.0, top), min(size_px[0], right), min(size_px[1], bottom)
        if name == kind and box[0] < box[2] and box[1] < box[3]:
            boxes.append((round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)))
    return tuple(boxes)


def _known(draft: Draft) -> dict[str, object]:
    return {key: value for key, value in draft.fields.items() if value is not None}
