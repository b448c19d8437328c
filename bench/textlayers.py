"""Measures what becomes of pages that bring their own text: which are kept, how many words are right, what it costs.

    python bench/textlayers.py [--pages N] [--only SORT …] [--markdown FILE] [--keep FOLDER]

Chromium, LibreOffice (libreoffice-writer-nogui), Tesseract and OCRmyPDF write the pages.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pikepdf

from measure.tables import Table
from nasti import sheets as reading
from nasti.model import Sheet
from nasti.settings import OcrSection, Settings
from nasti.sheets import read_sheet
from ocr.read import PageReading
from pages import layered
from pages.browser import Browser
from pages.layered import Letter

HEAD = ("pages", "their text", "kept", "why not", "words right", "re-read", "CPU s", "re-read")
AGAIN = 12
"""Pages of a sort that are read from their pictures too, to compare."""

Make = Callable[[Letter, int], bytes | None]


@dataclass(frozen=True)
class Sort:
    """Pages of one make.

    Attributes:
        name: What they are.
        good: Whether their text is what they show.
        make: Makes one of a letter; None where it cannot be made of that one.
        again: Whether they are read from their pictures as well, to compare.
    """

    name: str
    good: bool
    make: Make
    again: bool = False


@dataclass
class Tally:
    """What became of the pages of a sort."""

    pages: int = 0
    kept: int = 0
    words: int = 0
    right: int = 0
    cpu_s: float = 0.0
    pages_read: int = 0
    words_read: int = 0
    right_read: int = 0
    cpu_read_s: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


def main() -> None:
    options = parse()
    letters = [layered.write_letter(number) for number in range(2 * options.pages)]
    with tempfile.TemporaryDirectory() as name, Browser() as browser:
        rows = []
        for sort in list_sorts(browser, letters, Path(name)):
            if options.only and not any(only in sort.name for only in options.only):
                continue
            tally = measure(sort, letters, options.pages, Path(name) / "page.pdf", options.keep)
            rows.append(describe(sort, tally))
            print(rows[-1], flush=True)
    table = Table("Pages that bring their own text", HEAD, rows)
    if options.markdown:
        options.markdown.write_text(table.to_markdown() + "\n", encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40, help="of each sort")
    parser.add_argument("--only", nargs="*", metavar="SORT", help="sorts with this in their name")
    parser.add_argument("--markdown", type=Path, help="where the table goes")
    parser.add_argument("--keep", type=Path, help="where the PDFs go")
    return parser.parse_args()


def list_sorts(browser: Browser, letters: Sequence[Letter], folder: Path) -> list[Sort]:
    printed: dict[int, bytes] = {}
    office: list[bytes] = []

    def chromium(letter: Letter, number: int) -> bytes:
        if number not in printed:
            printed[number] = layered.print_chromium(browser, letter)
        return printed[number]

    def libreoffice(letter: Letter, number: int) -> bytes:
        if not office:
            office.extend(layered.print_libreoffice(list(letters), folder))
        return office[number]

    def legacy(layout: Literal["krutidev", "walkman", "chanakya"], font: str) -> Make:
        return lambda letter, number: None if letter.english else layered.print_legacy(browser, letter, layout, font)

    def nameless(letter: Letter, number: int) -> bytes | None:
        made = legacy("krutidev", "KrutiDev010")(letter, number)
        return None if made is None else layered.rename_fonts(made, "Font1")

    def spoilt(spoil: Callable[[bytes], bytes]) -> Make:
        return lambda letter, number: None if letter.english else spoil(chromium(letter, number))

    def spoilt_office(spoil: Callable[[bytes], bytes]) -> Make:
        return lambda letter, number: None if letter.english else spoil(libreoffice(letter, number))

    def scanned(layer: Callable[[layered.Image.Image], bytes]) -> Make:
        return lambda letter, number: layer(layered.scan(chromium(letter, number), number))

    return [
        Sort("Chromium", True, chromium, again=True),
        Sort("LibreOffice", True, libreoffice, again=True),
        Sort("Kruti Dev, by name", True, legacy("krutidev", "KrutiDev010"), again=True),
        Sort("Kruti Dev, font without a name", True, nameless),
        Sort("DevLys", True, legacy("krutidev", "DevLys 010")),
        Sort("Walkman-Chanakya", True, legacy("walkman", "Walkman-Chanakya-905")),
        Sort("Chanakya", True, legacy("chanakya", "Chanakya"), again=True),
        Sort("legacy font of unknown layout", False, legacy("chanakya", "Shusha02")),
        Sort("legacy font under a false name", False, legacy("chanakya", "Arial")),
        Sort("Kruti Dev called Chanakya", False, legacy("krutidev", "Chanakya")),
        Sort("glyphs in the order they stand", False, spoilt_office(layered.forget_actual_text)),
        Sort("no Unicode", False, spoilt(layered.forget_unicode)),
        Sort("false Unicode", False, spoilt(layered.lie)),
        Sort("scan under a typed line", False, scanned(layered.head_scan)),
        Sort("scan, Tesseract Devanagari", False, scanned(lambda page: layered.layer_tesseract(page, "Devanagari"))),
        Sort("scan, Tesseract hin", False, scanned(lambda page: layered.layer_tesseract(page, "hin"))),
        Sort("scan, OCRmyPDF hin+eng", False, scanned(layered.layer_ocrmypdf)),
    ]


def measure(sort: Sort, letters: Sequence[Letter], most: int, path: Path, keep: Path | None) -> Tally:
    tally = Tally()
    for number, letter in enumerate(letters):
        data = sort.make(letter, number) if tally.pages < most else None
        if data is None:
            continue
        path.write_bytes(data)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{sort.name.replace(' ', '-').replace(',', '')}-{number}.pdf").write_bytes(data)
        truth = Counter(letter.words)
        sheets, cpu_s = read(path, "auto") if sort.good else judge(path)
        for sheet in sheets:
            (step,) = (step for step in sheet.steps if step.name == "text_layer")
            tally.pages += 1
            tally.kept += bool(step.detail["kept"])
            tally.reasons.update([] if step.detail["kept"] else [str(step.detail["why"])])
            print(sort.name, number, dict(step.detail), flush=True)
        if sort.good or any(sheet.words for sheet in sheets):
            tally.words += truth.total()
            tally.right += count_right(truth, sheets)
        tally.cpu_s += cpu_s
        if sort.again and tally.pages_read < AGAIN:
            again, cpu_s = read(path, "never")
            tally.pages_read += len(again)
            tally.words_read += truth.total()
            tally.right_read += count_right(truth, again)
            tally.cpu_read_s += cpu_s
    return tally


def judge(path: Path) -> tuple[list[Sheet], float]:
    """The same, but pages that are to be read are left unread: that is measured elsewhere, and takes long."""
    whole = reading.read_page
    reading.read_page = lambda *_: PageReading((), (), (), 1.0, 0, 0.0)  # type: ignore[assignment]
    try:
        return read(path, "auto")
    finally:
        reading.read_page = whole


def read(path: Path, layers: Literal["auto", "never"]) -> tuple[list[Sheet], float]:
    """The pages of a file that show something, and processor seconds, those of programs that were run included."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    settings = Settings(ocr=OcrSection(text_layers=layers))
    started_s = sum(os.times()[:4])
    sheets = [read_sheet((path,), "pdf", index, settings).sheet for index in range(count)]
    return [sheet for sheet in sheets if not sheet.blank], sum(os.times()[:4]) - started_s


def count_right(truth: Counter[str], sheets: Sequence[Sheet]) -> int:
    return (truth & Counter(word.text for sheet in sheets for word in sheet.words)).total()


def describe(sort: Sort, tally: Tally) -> tuple[str, ...]:
    why = ", ".join(f"{reason} {count}" for reason, count in tally.reasons.most_common())
    return (
        f"{sort.name} ({tally.pages})",
        "right" if sort.good else "wrong",
        f"{tally.kept} of {tally.pages}",
        why,
        f"{100 * tally.right / tally.words:.1f} %" if tally.words else "",
        f"{100 * tally.right_read / max(1, tally.words_read):.1f} %" if sort.again else "",
        f"{tally.cpu_s / max(1, tally.pages):.2f}",
        f"{tally.cpu_read_s / max(1, tally.pages_read):.2f}" if sort.again else "",
    )


if __name__ == "__main__":
    main()
