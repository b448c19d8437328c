"""Makes PDFs whose pages bring their own text, good and bad, each with the words that it truly shows.

Chromium and LibreOffice write born-digital letters, Tesseract and OCRmyPDF layer scans of them, and the letters'
own text is spoilt in the ways that office files come spoilt.
"""

from __future__ import annotations

import html
import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pdf2image import convert_from_path
from pikepdf import Dictionary, Name, Operator, Pdf, String
from PIL import Image

from nasti.legacy.fonts import Layout
from pages.browser import Browser
from pages.legacy_font import make_font
from pages.legacy_typing import encode
from pages.wording import Wording

PAIR = re.compile(rb"<[0-9A-Fa-f]+> *<[0-9A-Fa-f]+>")
CSS_A4 = (794.0, 1123.0)
STYLE = """
@page { size: A4; margin: 0 } * { box-sizing: border-box }
body { margin: 0; padding: 70px 80px; font: 17px/1.6 %s; color: #0c0c0e }
.middle { text-align: center } .sides td + td { text-align: right }
table { border-collapse: collapse; margin: 12px 0 } .ruled td { border: 1px solid #333; padding: 3px 8px }
"""


@dataclass(frozen=True)
class Letter:
    """What a letter says.

    Attributes:
        lines: Paragraphs, with what they are: "middle", "sides" (parted by a tab), "row" (cells parted by tabs), "".
        english: Whether it is in English.
    """

    lines: tuple[tuple[str, str], ...]
    english: bool

    @property
    def words(self) -> list[str]:
        """All words, in any order."""
        return [word for _, line in self.lines for word in line.split()]


def write_letter(number: int) -> Letter:
    """A letter; the same number gives the same one. Every fourth is in English."""
    words = Wording(
        "tune" if number % 2 else "judge", random.Random(number), 1990 + number % 30, devanagari_digits=False
    )
    english = number % 4 == 3
    language, end = ("en", "_en") if english else ("hi", "")
    take = words.take
    numbers = [f"{n}\t{words.amount()}\t{words.date()}" for n in range(1, 2 + number % 5)]
    lines = [
        ("middle", take(f"offices{end}")),
        ("middle", take(f"departments{end}")),
        ("sides", f"{words.letter_number() if not english else 'No. 12/' + str(words.year)}\t{words.date()}"),
        ("", take(f"designations{end}") + ","),
        ("", ("Subject:- " if english else "विषय:- ") + take(f"subjects{end}")),
        *(("", words.paragraph(language, 1 + number % 2)) for _ in range(2 + number % 3)),
        *(("row", row) for row in numbers),
        ("", take(f"designations{end}")),
    ]
    return Letter(tuple(lines), english)


def typeset(letter: Letter, face: str, spell: Callable[[str], str] = str, extra: str = "") -> str:
    """A letter as HTML.

    Args:
        letter: What it says.
        face: CSS font families.
        spell: What each word is written as.
        extra: CSS.
    """
    body = []
    for kind, line in letter.lines:
        cells = [html.escape(" ".join(spell(word) for word in cell.split())) for cell in line.split("\t")]
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        if kind == "sides":
            body.append(f'<table class="sides" width="100%"><tr>{row}</tr></table>')
        elif kind == "row":
            body.append(f'<table class="ruled"><tr>{row}</tr></table>')
        else:
            body.append(f'<p class="{kind}">{cells[0]}</p>')
    return f"<!doctype html><meta charset=utf-8><style>{STYLE % face}{extra}</style>{''.join(body)}"


def print_chromium(browser: Browser, letter: Letter) -> bytes:
    """The letter as Chromium prints it."""
    browser.open(typeset(letter, "'Lohit Devanagari', 'Liberation Serif'"), CSS_A4, 96)
    return browser.pdf()


def print_libreoffice(letters: list[Letter], folder: Path) -> list[bytes]:
    """The letters as LibreOffice prints them."""
    sources = [folder / f"{number}.html" for number in range(len(letters))]
    for letter, source in zip(letters, sources, strict=True):
        # LibreOffice loses the first paragraph of a page of HTML whose style sets the size of the paper.
        page = typeset(letter, "'Lohit Devanagari'").replace("</style>", "</style><p>&nbsp;</p>", 1)
        source.write_text(page, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", folder, *sources], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return [source.with_suffix(".pdf").read_bytes() for source in sources]


def print_legacy(browser: Browser, letter: Letter, layout: Layout, name: str) -> bytes | None:
    """The letter typed in a legacy font; None where the layout lacks a letter of it."""
    with tempfile.NamedTemporaryFile(suffix=".ttf") as font:
        font.write(make_font(layout, name))
        font.flush()
        face = f"@font-face {{ font-family: Legacy; src: url({Path(font.name).as_uri()}) }}"
        try:
            page = typeset(letter, "Legacy", lambda word: encode(word, layout), face)
        except KeyError:
            return None
        browser.open(page, CSS_A4, 96)
        return browser.pdf()


def draw(pdf: bytes, dpi: int = 200) -> Image.Image:
    """The first page that shows something, drawn."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return next(page for page in convert_from_path(file.name, dpi, grayscale=True) if page.getextrema()[0] < 128)


def scan(pdf: bytes, number: int) -> Image.Image:
    """The page as an office scanner would see it: a little skewed, gray and noisy."""
    chance = random.Random(number)
    page = draw(pdf).rotate(chance.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.effect_noise(page.size, 18)
    return Image.blend(page, noise, 0.12).point(lambda level: min(255, int(level * 1.02)))


def layer_tesseract(image: Image.Image, languages: str) -> bytes:
    """A scan with the text layer that Tesseract itself writes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image.save(folder / "scan.jpg", dpi=(200, 200), quality=80)
        subprocess.run(
            ["tesseract", folder / "scan.jpg", folder / "out", "-l", languages, "pdf"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        return (folder / "out.pdf").read_bytes()


def _packed(image: Image.Image) -> dict[str, Any]:
    """How a scan is packed into TIFF."""
    return {"compression": "group4"} if image.mode == "1" else {"compression": "jpeg", "quality": 80}


def layer_ocrmypdf(image: Image.Image) -> bytes:
    """A scan with the text layer of OCRmyPDF as most people set it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image.save(folder / "scan.pdf", resolution=200)
        program = shutil.which("ocrmypdf", path=f"{Path(sys.executable).parent}") or "ocrmypdf"
        command = [program, "-l", "hin+eng", "--output-type", "pdf", "-j", "1", folder / "scan.pdf", folder / "out.pdf"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return (folder / "out.pdf").read_bytes()


def head_scan(image: Image.Image) -> bytes:
    """A scan under a typed line, as gateways and registries print it on what they receive."""
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    with Pdf.open(out) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        pdf.pages[0].Resources.Font = Dictionary(F=pdf.make_indirect(font))
        pdf.pages[0].contents_add(b"BT /F 9 Tf 60 820 Td (Received in the registry on 04.03.2015, page 1 of 1) Tj ET")
        return _saved(pdf)


def forget_actual_text(data: bytes) -> bytes:
    """A page without the marks that say what its glyphs mean together: glyphs are left, in the order they stand."""

    def keep(operands: list[object], operator: Operator) -> tuple[list[object], Operator]:
        if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and "/ActualText" in operands[1]:
            return [operands[0]], Operator("BMC")
        return operands, operator

    with Pdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            steps = [keep(list(step.operands), step.operator) for step in pikepdf.parse_content_stream(page)]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))
        return _saved(pdf)


def forget_unicode(data: bytes) -> bytes:
    """A page whose fonts do not say what their glyphs are."""
    with Pdf.open(io.BytesIO(forget_actual_text(data))) as pdf:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        return _saved(pdf)


def lie(data: bytes) -> bytes:
    """A page whose fonts say that each glyph is another one, as copy protection does."""
    with Pdf.open(io.BytesIO(forget_actual_text(data))) as pdf:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and "/ToUnicode" in item:
                lines = item["/ToUnicode"].read_bytes().splitlines()
                pairs = [number for number, line in enumerate(lines) if PAIR.fullmatch(line)]
                meanings = [lines[number].rpartition(b"<")[2] for number in pairs]
                for number, other in zip(pairs, [*meanings[3:], *meanings[:3]], strict=True):
                    lines[number] = lines[number].rpartition(b"<")[0] + b"<" + other
                item["/ToUnicode"].write(b"\n".join(lines))
        return _saved(pdf)


def rename_fonts(data: bytes, name: str) -> bytes:
    """A page whose fonts are called otherwise."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            for key in ("/BaseFont", "/FontName"):
                if isinstance(item, Dictionary) and key in item:
                    item[key] = Name(f"/ABCDEF+{name}")
            if isinstance(item, Dictionary) and "/FontFamily" in item:
                item["/FontFamily"] = String(name)
        return _saved(pdf)


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
