"""The words of a page as hOCR, the form in which text recognisers hand pages to each other."""

from __future__ import annotations

from xml.sax.saxutils import escape

from nasti.model import Box, Sheet, Word, upright_to_scan

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title></title><meta name="ocr-system" content="Nasti"/></head>
<body><div class="ocr_page" title="bbox 0 0 {width} {height}; scan_res {dpi} {dpi}">
{blocks}
</div></body>
</html>
"""
"""Source: hOCR 1.2."""


def write_hocr(sheet: Sheet) -> str:
    """Write the words of a sheet with their boxes on the scan as it came.

    Args:
        sheet: What was found on the scan. Of words on a turned or crooked scan the upright box around them is given.
    """
    width, height = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    blocks: dict[int, list[str]] = {}
    for line in sheet.lines:
        spans = " ".join(_write_word(word, sheet) for word in line)
        box = _write_box(_surround([_scan_box(word.box, sheet) for word in line]))
        blocks.setdefault(line[0].block, []).append(f'<span class="ocr_line" title="{box}">{spans}</span>')
    paragraphs = "\n".join('<p class="ocr_par">' + "\n".join(lines) + "</p>" for lines in blocks.values())
    return _PAGE.format(width=width, height=height, dpi=sheet.dpi, blocks=paragraphs)


def _write_word(word: Word, sheet: Sheet) -> str:
    box, percent = _write_box(_scan_box(word.box, sheet)), round(100 * word.confidence)
    return f'<span class="ocrx_word" title="{box}; x_wconf {percent}">{escape(word.text)}</span>'


def _write_box(box: Box) -> str:
    return "bbox " + " ".join(map(str, box))


def _scan_box(box: Box, sheet: Sheet) -> Box:
    (a, b, c), (d, e, f) = upright_to_scan(sheet.size_px, sheet.turn_deg, sheet.skew_deg)
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    points = [(round(a * x + b * y + c), round(d * x + e * y + f)) for x, y in corners]
    return _surround([(x, y, x, y) for x, y in points])


def _surround(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return max(min(lefts), 0), max(min(tops), 0), max(rights), max(bottoms)
