"""What every layout works with, and the small pieces of HTML that they share."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass, field
from typing import Any

from pages.pen import BLACK, BLUE, GREEN, RED, VIOLET, Spot, scribble, seal, sign, stamp, tick
from pages.wording import Wording

A4_CSS = (793.6, 1122.56)
LEGAL_CSS = (816.0, 1344.0)
RULES = ("-----00-----", "----0----", "---000---", "--------00--------", "=====")


@dataclass(frozen=True)
class Style:
    """How a page's letters look.

    Attributes:
        face: Family of the text.
        companion: Family for what the first lacks.
        heading: Family of headings.
        pen: Families of handwriting; the first knows Devanagari.
        size_px: Letter size, CSS pixels.
        leading: Distance of lines in letter sizes.
        seal_face: Family of seals.
    """

    face: str
    companion: str
    heading: str
    pen: tuple[str, ...]
    size_px: float
    leading: float
    seal_face: str


@dataclass(frozen=True)
class Draft:
    """A page arranged, not yet laid out."""

    kind: str
    layout: str
    language: str
    body: str
    fields: dict[str, Any] = field(default_factory=dict)
    size_css: tuple[float, float] = A4_CSS
    padding: str = "72px 70px 60px 84px"


@dataclass
class Desk:
    """The clerk's desk: words, style and what the whole nasti has in common.

    Attributes:
        wording: Where words come from.
        chance: Where variety comes from.
        style: How letters look.
        language: "hi", "en" or "hi+en".
        number: The nasti's number.
        folio: Number of this page; 0 for none.
        stamped: How many seals fall on the text.
    """

    wording: Wording
    chance: random.Random
    style: Style
    language: str
    number: str
    folio: int = 0
    stamped: int = 0

    @property
    def hindi(self) -> bool:
        """Whether the page's frame is in Hindi."""
        return self.language != "en"

    def pick(self, *choices: str) -> str:
        """One of these."""
        return self.chance.choice(choices)

    def say(self, text: str) -> str:
        """Text with the page's digits, safe in HTML."""
        return html.escape(self.wording.digits(text) if self.hindi else text)

    def take(self, key: str) -> str:
        """An entry of a word list, safe in HTML."""
        return html.escape(self.wording.take(key))

    def sentences(self, count: int, language: str | None = None) -> str:
        """Some sentences, safe in HTML."""
        return html.escape(self.wording.paragraph(language or self.language[:2], count))

    def paragraphs(self, count: int, numbered: bool = False, start: int = 1) -> str:
        """Paragraphs of one to three sentences; what does not fit on the page is left out."""
        indent = self.pick("0", "48px", "64px")
        align = self.pick("left", "justify", "justify")
        parts = []
        for index in range(count):
            mark = self.say(f"{start + index}. ") if numbered else ""
            text = self.sentences(self.chance.randint(1, 3))
            style = f"text-indent:{indent};text-align:{align}"
            parts.append(f'<p class="{"filler" if index else ""}" style="{style}">{mark}{text}</p>')
        return "".join(parts)

    def folio_mark(self) -> str:
        """The page's number in its corner."""
        if not self.folio:
            return ""
        return f'<div style="position:absolute;top:22px;right:44px">{self.say(str(self.folio))}</div>'

    def head(self, office: str, below: str = "") -> str:
        """A letterhead in the middle."""
        rule = self.pick("", "", "border-bottom:2px solid #222;", "border-bottom:1px solid #222;")
        under = self.pick("", "", "text-decoration:underline;")
        colour = self.pick("", "", "", "color:#8a1c1c;", "color:#1c2f86;")
        second = f'<div style="font-size:1.02em">{below}</div>' if below else ""
        return (
            f'<div class="head" style="{colour}{rule}padding-bottom:4px">'
            f'<div style="font-size:1.28em;font-weight:bold;{under}">{office}</div>{second}</div>'
        )

    def rule(self) -> str:
        """A divider typed in the middle."""
        return f'<div class="middle">{self.say(self.pick(*RULES))}</div>'

    def signature(self, *lines: str, margin: str = "0 10px 55%") -> str:
        """A signature block: the name below the pen's stroke, on the right or where the margins put it."""
        colour = self.chance.choice((*BLUE, *BLUE, *BLACK, *GREEN))
        strokes = sign(self.chance, Spot(self.chance.uniform(0, 90), self.chance.uniform(-2, 14)), colour)
        shown = strokes if self.chance.random() < 0.85 else ""
        below = "".join(f"<div>{line}</div>" for line in lines)
        return (
            f'<div style="position:relative;margin:6px {margin};padding-top:46px;text-align:center">'
            f"{shown}{below}</div>"
        )

    def overlays(self, width: float = A4_CSS[0], height: float = A4_CSS[1]) -> str:
        """Seals, stamps and remarks that fall where they fall."""
        parts = []
        if self.chance.random() < 0.2:
            colour = self.chance.choice((*RED, *BLUE, *GREEN))
            for _ in range(self.chance.randint(1, 3)):
                parts.append(
                    tick(self.chance, Spot(self.chance.uniform(24, 52), self.chance.uniform(0.2, 0.8) * height), colour)
                )
        for count in range(self.stamped):
            spot = Spot(self.chance.uniform(90, width - 260), self.chance.uniform(0.12, 0.78) * height)
            parts.append(self._seal(spot) if count % 3 != 1 else self._stamp(spot))
        return "".join(parts)

    def remark(self, spot: Spot, text: str | None = None) -> str:
        """A remark in handwriting."""
        said = text or self.wording.take("scribbles")
        latin = said.isascii()
        face = self.style.pen[-1] if latin else self.style.pen[0]
        colour = self.chance.choice((*BLUE, *GREEN, *RED, *BLACK))
        return scribble(self.chance, spot, said, face, colour, self.chance.uniform(21, 30))

    def written_lines(self, spot: Spot, lines: int, width: float) -> str:
        """Some lines of a note in handwriting, which nobody typed: it is in no truth."""
        words = self.wording.paragraph("hi", lines).split()
        per_line = max(3, round(width / 82))
        colour = self.chance.choice((*BLUE, *GREEN, *BLACK))
        return "".join(
            scribble(
                self.chance,
                Spot(spot.left + self.chance.uniform(-8, 12), spot.top + line * 34),
                " ".join(words[line * per_line : (line + 1) * per_line]),
                self.style.pen[0],
                colour,
                22,
                steady=True,
            )
            for line in range(min(lines, len(words) // per_line))
        )

    def _seal(self, spot: Spot) -> str:
        around = f"{self.wording.take('offices' if self.hindi else 'offices_en')} * "
        colour = self.chance.choice((*VIOLET, *VIOLET, *BLUE, *RED, *GREEN))
        centre = self.wording.take("districts" if self.hindi else "districts_en")
        return seal(self.chance, spot, around, centre, self.style.seal_face, colour)

    def _stamp(self, spot: Spot) -> str:
        kinds = (
            ["आवक क्रमांक " + str(self.chance.randint(11, 999)), "दिनांक " + self.wording.date()],
            ["RECEIVED", self.wording.date()],
            ["सत्य प्रतिलिपि"],
            ["CONFIDENTIAL"],
            ["अति आवश्यक"],
            [self.wording.take("designations"), self.wording.take("districts")],
        )
        colour = self.chance.choice((*VIOLET, *BLUE, *RED))
        return stamp(self.chance, spot, self.chance.choice(kinds), self.style.seal_face, colour)


def two_sides(left: str, right: str, style: str = "") -> str:
    """One line with text on both sides."""
    return f'<div class="sides" style="{style}"><span>{left}</span><span>{right}</span></div>'
