"""PDFs that bring their own text, for the tests."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ingest.originals import open_sheet
from ingest.scanned import Scanned
from nasti.settings import LimitsSection

SAMPLES = Path(__file__).parent / "textlayer"

LETTER = (
    "कार्यालय कलेक्टर, जिला दुर्ग (छ.ग.) क्रमांक 142/अ-27/2014 दिनांक 02.03.2015 विषय:- प्रथम श्रेणी के अधिकारियों को "
    "निर्देश। उपरोक्त विषयांतर्गत लेख है कि भूमि अधिग्रहण की कार्यवाही सुनिश्चित कर प्रतिवेदन भेजें।"
)
ENGLISH = "The final report shall reach this office by 15 April 2015."
REST = "ग्राम कुरूद के पटवारी द्वारा खसरा क्रमांक 45 का सीमांकन पूर्ण कर लिया गया है। 1 राम लाल साहू 2.45 तहसीलदार, तहसील पाटन"
"""What the samples say: chromium and libreoffice LETTER and ENGLISH, the others LETTER and REST."""


def open_page(path: Path, index: int = 0) -> Scanned:
    return open_sheet((path,), "pdf", index, LimitsSection(), 90)


def sample(name: str) -> Scanned:
    """A sample opened, at its last page."""
    path = SAMPLES / f"{name}.pdf"
    with pikepdf.open(path) as pdf:
        last = len(pdf.pages) - 1
    return open_page(path, last)


def helvetica(pdf: Pdf) -> Dictionary:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    return pdf.make_indirect(font)


def write_page(pdf: Pdf, content: bytes, **entries: object) -> pikepdf.Page:
    """An A5 page of a content stream whose font is F."""
    pdf.add_blank_page(page_size=(420, 595))
    page = pdf.pages[-1]
    page.Resources = Dictionary(Font=Dictionary(F=helvetica(pdf)))
    page.Contents = pdf.make_stream(content)
    for name, entry in entries.items():
        page[f"/{name}"] = entry
    return page


def add_field(pdf: Pdf, page: pikepdf.Page, name: str, value: str, rect: list[float], *, drawn: bool) -> None:
    """A text field with its value, as a clerk fills it in; undrawn ones leave that to the viewer."""
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), V=String(value), Rect=Array(rect), F=4,
            DA=String("/F 12 Tf 0 g"), P=page.obj,
        )
    )  # fmt: skip
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DR=Dictionary(Font=Dictionary(F=helvetica(pdf))))
    pdf.Root.AcroForm.Fields.append(field)
    page["/Annots"] = Array([*page.get("/Annots", ()), field])
    if drawn:
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        content = f"/Tx BMC q BT /F 12 Tf 2 5 Td ({value}) Tj ET Q EMC".encode()
        field.AP = Dictionary(
            N=pdf.make_stream(
                content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, width, height]),
                Resources=Dictionary(Font=Dictionary(F=helvetica(pdf))),
            )
        )  # fmt: skip
