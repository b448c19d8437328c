"""Makes the PDFs in tests/ingest/textlayer, all but the signed one: one letter as several programs write it.

    python bench/layer_samples.py OUT

Chromium, LibreOffice (libreoffice-writer-nogui), Tesseract and OCRmyPDF write them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pages import layered
from pages.browser import Browser
from pages.layered import Letter

LETTER = Letter(
    (
        ("middle", "कार्यालय कलेक्टर, जिला दुर्ग (छ.ग.)"),
        ("sides", "क्रमांक 142/अ-27/2014\tदिनांक 02.03.2015"),
        ("", "विषय:- प्रथम श्रेणी के अधिकारियों को निर्देश।"),
        ("", "उपरोक्त विषयांतर्गत लेख है कि भूमि अधिग्रहण की कार्यवाही सुनिश्चित कर प्रतिवेदन भेजें।"),
        ("", "ग्राम कुरूद के पटवारी द्वारा खसरा क्रमांक 45 का सीमांकन पूर्ण कर लिया गया है।"),
        ("row", "1\tराम लाल साहू\t2.45"),
        ("", "तहसीलदार, तहसील पाटन"),
    ),
    english=False,
)
ENGLISH = Letter(
    (*LETTER.lines[:4], ("latin", "The final report shall reach this office by 15 April 2015.")), english=False
)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        printed = layered.print_chromium(browser, ENGLISH)
        (out / "chromium.pdf").write_bytes(printed)
        (office,) = layered.print_libreoffice([ENGLISH], Path(folder))
        (out / "libreoffice.pdf").write_bytes(office)
        krutidev = layered.print_legacy(browser, LETTER, "krutidev", "KrutiDev010")
        chanakya = layered.print_legacy(browser, LETTER, "chanakya", "Chanakya")
        assert krutidev is not None
        assert chanakya is not None
        (out / "krutidev.pdf").write_bytes(krutidev)
        (out / "chanakya.pdf").write_bytes(chanakya)
        (out / "shusha.pdf").write_bytes(layered.rename_fonts(chanakya, "Shusha02"))
        page = layered.draw(layered.print_chromium(browser, LETTER)).rotate(0.6, fillcolor=255)
        scan = page.point(lambda level: 255 * (level > 140), "1")
        (out / "tesseract.pdf").write_bytes(layered.layer_tesseract(scan, "Devanagari"))
        (out / "ocrmypdf.pdf").write_bytes(layered.layer_ocrmypdf(scan))
        (out / "typed-line.pdf").write_bytes(layered.head_scan(scan))


if __name__ == "__main__":
    main()
