"""The papers found in a nasti, as forms to fill in and draw: covers, order sheets, noting, letters, lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from nasti.drawing.canvas import A4_PX, SIGNATURE_PX, Canvas

Language = Literal["hi", "en"]

LETTER_WORDS: Mapping[Language, Mapping[str, str]] = {
    "hi": {
        "number": "क्रमांक",
        "date": "दिनांक",
        "to": "प्रति,",
        "subject": "विषय :-",
        "reference": "संदर्भ :-",
        "greeting": "महोदय,",
        "endorsement": "पृ. क्रमांक",
        "copy": "प्रतिलिपि :-",
        "note": "टीप",
    },
    "en": {
        "number": "No.",
        "date": "Dated",
        "to": "To,",
        "subject": "Subject :-",
        "reference": "Reference :-",
        "greeting": "Sir,",
        "endorsement": "Endt. No.",
        "copy": "Copy to :-",
        "note": "NOTE SHEET",
    },
}
"""The fixed words of office papers."""

DEVANAGARI_DIGITS = "०१२३४५६७८९"


class Paper(Protocol):
    """A paper that is filled in."""

    @property
    def kind(self) -> str:
        """One of `nasti.model.KINDS`."""

    def draw(self, canvas: Canvas) -> None:
        """Write it on an empty sheet."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a nasti: what it is, in rows of label and value."""

    office: str
    title: str
    rows: tuple[tuple[str, str], ...]
    kind: str = "cover"

    def draw(self, canvas: Canvas) -> None:
        """Write it in a double frame."""
        top = canvas.y_px = 520
        canvas.y_px += 110
        canvas.write(self.office, align="centre", size_pt=canvas.size_pt * 1.3, bold=True)
        canvas.write(self.title, align="centre", size_pt=canvas.size_pt * 1.15, bold=True)
        canvas.skip(1.2)
        labels_px, values_px = canvas.left_px + 110, canvas.left_px + 720
        for label, value in self.rows:
            row = canvas.y_px
            canvas.write(f"{label} :", left_px=labels_px, size_pt=canvas.size_pt * 1.1, bold=True)
            canvas.y_px = row
            canvas.write(value, left_px=values_px, right_px=canvas.right_px - 90, size_pt=canvas.size_pt * 1.1)
            canvas.skip(0.7)
        bottom = canvas.y_px + 60
        for inset in (0, 16):
            canvas.box((canvas.left_px + inset, top + inset, canvas.right_px - inset, bottom - inset))


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """An order sheet of a revenue court.

    Attributes:
        court: Whose court.
        case: What the number is called, and the number.
        entries: Date, what was done, who signed.
        folio: Page number in the nasti.
    """

    court: str
    case: str
    entries: tuple[tuple[str, str, str], ...]
    folio: str
    kind: str = "order_sheet"

    def draw(self, canvas: Canvas) -> None:
        """Write heading and ruled columns."""
        write_folio(canvas, self.folio)
        canvas.write(self.court, align="centre", size_pt=canvas.size_pt * 1.2, bold=True)
        canvas.write("आदेश पत्रक", align="centre", bold=True)
        canvas.write(self.case, align="centre")
        canvas.skip(0.6)
        edges = (canvas.left_px - 60, canvas.left_px + 380, canvas.right_px - 330, canvas.right_px + 60)
        canvas.row(("कार्यवाही की तारीख", "पीठासीन अधिकारी का आदेश एवं कार्यवाही", "हस्ताक्षर पक्षकार"), edges, bold=True)
        for date, order, officer in self.entries:
            canvas.row((date, order, ""), edges, closing_px=SIGNATURE_PX[1] + 130)
            below = canvas.y_px
            canvas.y_px -= SIGNATURE_PX[1] + 120
            canvas.leave_signature(edges[2] - SIGNATURE_PX[0] - 60)
            canvas.write(officer, left_px=edges[1] + 22, right_px=edges[2] - 60, align="right")
            canvas.y_px = below


@dataclass(frozen=True, slots=True)
class Noting:
    """A noting sheet: numbered notes, signed one below the other.

    Attributes:
        subject: What the nasti is about.
        notes: Paragraphs, and who signed them: name, post, date.
        folio: Page number in the nasti.
        first: Number of the first paragraph.
        language: Of the fixed words.
    """

    subject: str
    notes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    folio: str
    first: str = "1"
    language: Language = "hi"
    kind: str = "note"

    def draw(self, canvas: Canvas) -> None:
        """Write it with the wide left margin of a noting sheet."""
        words = LETTER_WORDS[self.language]
        write_folio(canvas, self.folio)
        canvas.write(words["note"], align="centre", size_pt=canvas.size_pt * 1.2, bold=True, underline=True)
        canvas.skip(0.5)
        left = canvas.left_px + 260
        canvas.write(f"{words['subject']} {self.subject}", left_px=left, bold=True)
        canvas.skip(0.6)
        number = int(self.first)  # int() reads Devanagari digits too
        for paragraphs, signatory in self.notes:
            for paragraph in paragraphs:
                canvas.write(f"{write_number(number, self.first)}. {paragraph}", left_px=left)
                canvas.skip(0.5)
                number += 1
            write_signatory(canvas, signatory)
            canvas.skip(0.8)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, or whatever is written like one.

    Attributes:
        office: Letterhead.
        number: Letter number.
        place: Where it was written.
        date: When, as printed.
        to: Lines of the address; none for orders.
        subject: What it is about, "" for none.
        reference: What it answers, "" for none.
        body: Paragraphs.
        signatory: Post and office.
        copies: Who gets a copy.
        folio: Page number in the nasti.
        heading: What stands above the body of an order.
        language: Of the fixed words.
        kind: One of `nasti.model.KINDS`.
    """

    office: str
    number: str
    place: str
    date: str
    to: tuple[str, ...]
    subject: str
    reference: str
    body: tuple[str, ...]
    signatory: tuple[str, ...]
    folio: str
    copies: tuple[str, ...] = ()
    heading: str = ""
    language: Language = "hi"
    kind: str = "letter"

    def draw(self, canvas: Canvas) -> None:
        """Write it from letterhead to copies."""
        words = LETTER_WORDS[self.language]
        write_folio(canvas, self.folio)
        canvas.write(self.office, align="centre", size_pt=canvas.size_pt * 1.3, bold=True)
        canvas.skip(0.3)
        self._write_number(canvas, words["number"])
        if self.heading:
            canvas.skip(0.4)
            canvas.write(self.heading, align="centre", size_pt=canvas.size_pt * 1.2, bold=True, underline=True)
        if self.to:
            canvas.write(words["to"])
            canvas.write("\n".join(self.to), left_px=canvas.left_px + 220)
        for label, text in ((words["subject"], self.subject), (words["reference"], self.reference)):
            if text:
                canvas.skip(0.3)
                canvas.write(f"{label} {text}", left_px=canvas.left_px + 220, bold=label == words["subject"])
        if self.to:
            canvas.write("-----00-----", align="centre")
            canvas.write(words["greeting"], left_px=canvas.left_px + 110)
        for paragraph in self.body:
            canvas.skip(0.25)
            canvas.write(paragraph, indent_px=260)
        canvas.skip(0.5)
        write_signatory(canvas, self.signatory)
        if self.copies:
            self._write_copies(canvas, words)

    def _write_number(self, canvas: Canvas, label: str) -> None:
        row = canvas.y_px
        canvas.write(f"{label} {self.number}")
        canvas.y_px = row
        canvas.write(f"{self.place}, {LETTER_WORDS[self.language]['date']} {self.date}", align="right")

    def _write_copies(self, canvas: Canvas, words: Mapping[str, str]) -> None:
        canvas.skip(0.5)
        self._write_number(canvas, words["endorsement"])
        canvas.write(words["copy"])
        for count, copy in enumerate(self.copies, 1):
            canvas.write(f"{write_number(count, self.date)}. {copy}", left_px=canvas.left_px + 60)
        write_signatory(canvas, self.signatory[:1])


@dataclass(frozen=True, slots=True)
class Application:
    """What a citizen hands in."""

    to: tuple[str, ...]
    subject: str
    body: tuple[str, ...]
    applicant: tuple[str, ...]
    date: str
    folio: str
    kind: str = "application"

    def draw(self, canvas: Canvas) -> None:
        """Write it from address to applicant."""
        write_folio(canvas, self.folio)
        canvas.skip(1)
        canvas.write("प्रति,")
        canvas.write("\n".join(self.to), left_px=canvas.left_px + 220)
        canvas.skip(0.5)
        canvas.write(f"विषय :- {self.subject}", left_px=canvas.left_px + 220, bold=True)
        canvas.skip(0.5)
        canvas.write("महोदय,")
        for paragraph in self.body:
            canvas.write(paragraph, indent_px=260, leading=1.75)
        canvas.skip(0.6)
        below = canvas.y_px
        canvas.write(f"दिनांक {self.date}")
        canvas.y_px = below
        write_signatory(canvas, self.applicant)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list in a ruled table; widths are shares of the sheet."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    signatory: tuple[str, ...]
    folio: str
    kind: str = "list"

    def draw(self, canvas: Canvas) -> None:
        """Write title, table and signatory."""
        write_folio(canvas, self.folio)
        canvas.write(self.title, align="centre", size_pt=canvas.size_pt * 1.15, bold=True)
        canvas.skip(0.6)
        room = canvas.right_px - canvas.left_px
        edges = [canvas.left_px + round(room * sum(self.widths[:count])) for count in range(len(self.widths) + 1)]
        canvas.row(self.head, edges, bold=True)
        for row in self.rows:
            canvas.row(row, edges)
        canvas.skip(1)
        write_signatory(canvas, self.signatory)


def write_signatory(canvas: Canvas, lines: tuple[str, ...]) -> None:
    """Leave room for a signature and write who signs below it, centred in the right half."""
    left, right = A4_PX[0] // 2 + 160, canvas.right_px
    canvas.leave_signature((left + right - SIGNATURE_PX[0]) // 2)
    for line in lines:
        canvas.write(line, left_px=left, right_px=right, align="centre", leading=1.4)


def write_folio(canvas: Canvas, folio: str) -> None:
    """Write the page number in the upper right corner, above what follows."""
    below = canvas.y_px
    canvas.y_px = 110
    canvas.write(folio, right_px=A4_PX[0] - 170, align="right", size_pt=canvas.size_pt * 1.15, bold=True)
    canvas.y_px = below


def write_number(number: int, like: str) -> str:
    """Write a number in the digits that another text is written in."""
    if any(digit in like for digit in DEVANAGARI_DIGITS):
        return "".join(DEVANAGARI_DIGITS[int(digit)] for digit in str(number))
    return str(number)
