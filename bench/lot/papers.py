"""Writes the papers of one nasti: cover, noting and correspondence, every page with words of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from lot.numbers import Language
from nasti.drawing.canvas import Canvas
from nasti.drawing.papers import (
    Application,
    Cover,
    Letter,
    Listing,
    Noting,
    OrderSheet,
    Paper,
    write_folio,
    write_signatory,
)
from pages.wording import Wording

TITLES = {"hi": "नस्ती आवरण", "en": "FILE COVER"}
LETTERLIKE = ("letter", "letter", "order", "circular", "application", "list", "two_pages")


@dataclass(frozen=True, slots=True)
class Continuation:
    """The second page of a letter: nothing but its end."""

    body: tuple[str, ...]
    signatory: tuple[str, ...]
    folio: str
    kind: str = "letter"

    def draw(self, canvas: Canvas) -> None:
        """Write it from folio to signatory."""
        write_folio(canvas, self.folio)
        canvas.skip(1)
        for paragraph in self.body:
            canvas.write(paragraph, indent_px=260)
            canvas.skip(0.3)
        write_signatory(canvas, self.signatory)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a nasti is: as its slip and its cover say."""

    number: str
    department: str
    subject: str
    year: int
    language: Language


class Writer:
    """Writes the papers of one nasti.

    Args:
        identity: What it is.
        wording: Where sentences come from.
        chance: Decides how pages look.
    """

    def __init__(self, identity: Identity, wording: Wording, chance: random.Random) -> None:
        self._id = identity
        self._words = wording
        self._chance = chance
        self._english = identity.language == "en"
        self._court = not self._english and any(head in identity.number for head in ("/अ-", "/ब-"))
        self._style = chance.choice(("letter", "letter", "plain"))
        self.place = self._take("districts")
        self.office = self._office()

    def cover(self, noting: int, correspondence: int) -> Paper:
        """The cover.

        Args:
            noting: Pages of noting that it states.
            correspondence: The same of correspondence.
        """
        words, identity = self._words, self._id
        opened = words.moment()
        closed = opened.replace(year=opened.year + 1, day=min(opened.day, 28))
        values = (
            identity.department, self._take("branches") if not self._english else "Works Branch", identity.number,
            identity.subject, str(identity.year), words.write_date(opened, 0), words.write_date(closed, 0),
            str(noting), str(correspondence),
        )  # fmt: skip
        labels = (
            ("Department", "Section", "File No.", "Subject", "Year", "Opened on", "Closed on", "Noting pages",
             "Correspondence pages")
            if self._english
            else ("विभाग", "शाखा", "नस्ती क्रमांक", "विषय", "वर्ष", "प्रारंभ दिनांक", "समाप्ति दिनांक", "टीप पृष्ठ", "पत्राचार पृष्ठ")
        )  # fmt: skip
        rows = tuple(zip(labels, map(self._digits, values), strict=True))
        return Cover(self.office, TITLES["en" if self._english else "hi"], rows)

    def noting(self, folio: int) -> Paper:
        """One page of noting: an order sheet in a court's nasti, notes in others."""
        words, mark = self._words, self._folio("N", folio)
        if self._court:
            entries = tuple(
                (words.digits(words.date()), self._paragraph(2), "तहसीलदार")
                for _ in range(self._chance.choice((2, 2, 3)))
            )
            case = f"राजस्व प्रकरण क्रमांक {self._digits(self._id.number)}"
            return OrderSheet(f"न्यायालय तहसीलदार {self.place}", case, entries, mark)
        notes = tuple(
            (
                tuple(self._paragraph(self._chance.choice((1, 2))) for _ in range(2)),
                (f"({self._person()})", self._take("designations"), self._digits(words.date())),
            )
            for _ in range(self._chance.choice((1, 2, 2)))
        )
        first = self._digits(str(3 * (folio - 1) + 1))
        return Noting(self._id.subject, notes, mark, first, language="en" if self._english else "hi")

    def correspondence(self, folios: Sequence[int]) -> list[Paper]:
        """The pages of correspondence with these folios, one letter, order, application or list after the other."""
        pages: list[Paper] = []
        while len(pages) < len(folios):
            kind = self._chance.choice(LETTERLIKE)
            folio = self._folio("C", folios[len(pages)])
            if kind == "two_pages" and len(folios) - len(pages) >= 2:
                english = self._id.language == "mixed" and self._chance.random() < 0.5
                letter = self._letter("letter", folio, english=english or self._english)
                pages.append(letter)
                pages.append(
                    Continuation(
                        tuple(self._paragraph(2, english=english) for _ in range(self._chance.choice((2, 3)))),
                        letter.signatory,
                        self._folio("C", folios[len(pages)]),
                    )
                )
            elif kind == "list":
                pages.append(self._list(folio))
            elif kind == "application" and not self._english:
                pages.append(self._application(folio))
            else:
                english = self._english or (self._id.language == "mixed" and self._chance.random() < 0.5)
                pages.append(self._letter(kind if kind in ("order", "circular") else "letter", folio, english=english))
        return pages

    def _letter(self, kind: str, folio: str, *, english: bool) -> Letter:
        words, chance = self._words, self._chance
        lang = "_en" if english else ""
        number = words.digits(words.letter_number()) if not english else f"{chance.randint(101, 9876)}/{self._id.year}"
        to: tuple[str, ...] = ()
        heading = ""
        if kind == "letter":
            to = (words.take(f"designations{lang}") + ",", words.take(f"districts{lang}"))
        else:
            headings = {"order": ("// आदेश //", "ORDER"), "circular": ("// परिपत्र //", "CIRCULAR")}
            heading = headings[kind][english]
        date = words.date() if english else words.digits(words.date())
        reference = ""
        if to and chance.random() < 0.6:
            reference = (
                f"Your letter dated {words.date()}" if english else words.digits(f"आपका पत्र दिनांक {words.date()}")
            )
        copies = tuple(words.take(f"designations{lang}") for _ in range(chance.choice((0, 0, 2, 3))))
        return Letter(
            self.office if english == self._english else words.take(f"offices{lang}"),
            number,
            words.take(f"districts{lang}"),
            date,
            to,
            words.take(f"subjects{lang}"),
            reference,
            tuple(self._paragraph(chance.choice((1, 2, 2)), english=english) for _ in range(chance.choice((2, 3)))),
            (words.take(f"designations{lang}"),),
            folio,
            copies,
            heading,
            "en" if english else "hi",
            kind,
        )

    def _list(self, folio: str) -> Paper:
        words, chance = self._words, self._chance
        head = ("S.No.", "Name", "Place", "Amount") if self._english else ("क्र.", "नाम", "ग्राम", "राशि")
        rows = tuple(
            (self._digits(str(count)), self._person(), self._take("villages"), self._digits(words.amount()))
            for count in range(1, chance.randint(7, 15))
        )
        title = f"LIST OF BENEFICIARIES, {words.year_range()}" if self._english else f"{self.place} के हितग्राहियों की सूची"
        return Listing(title, head, rows, (0.12, 0.4, 0.26, 0.22), (self._take("designations"),), folio)

    def _application(self, folio: str) -> Paper:
        words = self._words
        body = tuple(self._paragraph(2) for _ in range(self._chance.choice((2, 3))))
        to = ("श्रीमान् " + words.take("designations") + " महोदय,", self.place)
        applicant = ("आवेदक", words.name(), "ग्राम " + words.take("villages"))
        return Application(to, words.take("subjects"), body, applicant, words.digits(words.date()), folio)

    def _office(self) -> str:
        office, state = self._take("offices"), self._take("state")
        return f"{office}, {self.place} ({state})"

    def _take(self, key: str) -> str:
        state = key == "state"
        if self._english:
            return self._words.fill(self._words.take("state_en")) if state else self._words.take(f"{key}_en")
        return self._words.take(key)

    def _person(self) -> str:
        return self._words.take("people_en") if self._english else self._words.name()

    def _paragraph(self, sentences: int, *, english: bool | None = None) -> str:
        in_english = self._english if english is None else english or self._english
        return self._words.paragraph("en" if in_english else "hi", sentences)

    def _digits(self, text: str) -> str:
        return text if self._english else self._words.digits(text)

    def _folio(self, letter: str, folio: int) -> str:
        return f"{letter}-{folio}" if self._style == "letter" else self._digits(str(folio))
