"""JBIG2 images, which scanners like to put into PDFs: decoded by poppler pixel for pixel.

Drawing the page instead would lay the image on a grid of its own and move the edges of letters.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf, PdfImage
from PIL import Image

from nasti import tools

FILTER = "/JBIG2Decode"
TIMEOUT_S = 60.0


def is_jbig2(image: pikepdf.Stream) -> bool:
    """Whether an image is coded as JBIG2 alone, in black and white without a colour map."""
    return PdfImage(image).filters == [FILTER] and image.get("/ColorSpace") in (Name.DeviceGray, Name.CalGray)


def decode_jbig2(image: pikepdf.Stream) -> Image.Image:
    """Decode a JBIG2 image of a PDF.

    Args:
        image: One that `is_jbig2` holds of.

    Raises:
        ToolMissing: poppler is not installed.
        ToolFailed: Decoding failed or took too long.
        OSError: The data is missing or damaged. Poppler shows white paper for what it cannot decode.
    """
    if not image.read_raw_bytes():
        raise OSError("the JBIG2 image has no data")
    with TemporaryDirectory(prefix="nasti-") as folder:
        alone = Path(folder) / "alone.pdf"
        with Pdf.new() as pdf:
            shown = Dictionary(XObject=Dictionary(I=pdf.copy_foreign(image)))
            content = pdf.make_stream(b"q 100 0 0 100 0 0 cm /I Do Q")
            box = pikepdf.Array([0, 0, 100, 100])
            pdf.pages.append(Page(Dictionary(Type=Name.Page, MediaBox=box, Resources=shown, Contents=content)))
            pdf.save(alone)
        _, said = tools.listen("pdfimages", ["-png", alone, Path(folder) / "image"], timeout_s=TIMEOUT_S)
        if said:
            raise OSError(f"the JBIG2 image is damaged: {said}")
        with Image.open(Path(folder) / "image-000.png", formats=["PNG"]) as found:
            found.load()
            return found
