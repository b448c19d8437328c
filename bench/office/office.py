"""An office: where it is, whom it writes to, and the habits of its clerks, drawn from a seed and kept all through."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from pages.wording import Wording

WORDS = Path(__file__).parent / "words.yaml"
Form = Literal["district", "court", "secretariat", "section"]
"""What its files are: of a district's section, cases of a revenue court, of a department, of a section with plain
numbers."""

MONTHS_HI = ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितम्बर", "अक्टूबर", "नवम्बर", "दिसम्बर"]
SAKA = ["चैत्र", "वैशाख", "ज्येष्ठ", "आषाढ़", "श्रावण", "भाद्र", "आश्विन", "कार्तिक", "अग्रहायण", "पौष", "माघ", "फाल्गुन"]


def saka_date(day: dt.date) -> str:
    """A day in the national calendar, as gazettes print it beside the common date.

    Args:
        day: Of the common calendar.

    Source: the calendar's rules: Chaitra begins on 22 March, in leap years on 21 March and has 31 days instead of 30;
    the five months behind it have 31 days, the other six 30.
    """
    year = day.year if day >= _first_of_chaitra(day.year) else day.year - 1
    left = (day - _first_of_chaitra(year)).days
    for month, length in zip(SAKA, [30 + calendar.isleap(year), *[31] * 5, *[30] * 6], strict=True):
        if left < length:
            return f"{month} {left + 1}, {year - 78}"
        left -= length
    raise AssertionError("a year of the national calendar ends before the next begins")


def _first_of_chaitra(year: int) -> dt.date:
    return dt.date(year, 3, 21 if calendar.isleap(year) else 22)


HEADS = ("अ-2", "अ-6", "अ-12", "अ-19", "अ-20(1)", "अ-27", "अ-68", "अ-70", "अ-74", "अ-82", "ब-121", "अ-3")


@dataclass(frozen=True)
class Post:
    """A post and its office, each in Hindi and English."""

    hindi: str
    english: str
    office: str
    office_en: str

    def name(self, english: bool) -> str:
        """What it is called."""
        return self.english if english else self.hindi

    def house(self, english: bool) -> str:
        """What its office is called."""
        return self.office_en if english else self.office


@dataclass(frozen=True)
class Office:
    """An office with its habits.

    Attributes:
        seed: What it was drawn from.
        split: Whose words it uses, "tune" or "judge".
        form: What its files are.
        english: How often its papers are in English, 0 to 1.
        post: Who heads it; whoever signs where it is a department.
        state: Its state: in Hindi, its short form, in English, its short form.
        district: Where it is, in Hindi and English.
        department: Of the state, in Hindi and English.
        sections: Those that keep files, in Hindi and English, each with its code.
        habits: By name, one of the ways that other offices have too.
        friends: Offices that it exchanges letters with.
    """

    seed: int
    split: str
    form: Form
    english: float
    post: Post
    state: tuple[str, str, str, str]
    district: tuple[str, str]
    department: tuple[str, str]
    sections: tuple[tuple[str, str, str, str], ...]
    habits: dict[str, int] = field(default_factory=dict)
    friends: tuple[Office, ...] = ()

    def choose(self, habit: str, ways: Sequence[Any]) -> Any:
        """The way that this office has: the same one each time for the same habit."""
        return ways[self.habits.get(habit, self.seed * 7 + len(habit)) % len(ways)]

    def draw_nasti(self, rng: random.Random, level: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """One of its nasti, typed and read: the sheets, not yet understood, and the truth of them.

        Args:
            rng: Of all that chance decides.
            level: "clean", "office" or "poor": how badly it was read.

        Returns:
            Sheets (`nasti.model.Sheet`) and the truth, as `measure.understanding` describes it.
        """
        from office.nasti import type_nasti

        return type_nasti(self, rng, level)


HABITS = (
    "head", "number_line", "number_label", "date_label", "date_style", "to_label", "subject_label", "reference_label",
    "salutation", "closing", "copies", "endorsement", "number_style", "digits", "cover", "cover_file", "cover_labels",
    "note_head", "note_sign", "court_head", "rule", "order_title", "order_of_head", "spacing", "paper", "leading",
)  # fmt: skip


@cache
def read_words() -> dict[str, Any]:
    """What offices are called, by split."""
    words: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


def draw_office(seed: int, split: str = "tune", *, friends: int = 3) -> Office:
    """An office drawn from a seed, the same each time.

    Args:
        seed: Which one.
        split: Whose words it uses.
        friends: How many offices it exchanges letters with.
    """
    chance = random.Random(f"{split}-{seed}")
    words = read_words()[split]
    form: Form = chance.choice(("district", "district", "court", "court", "secretariat", "secretariat", "section"))
    post = Post(*chance.choice(words["posts"]))
    if form == "secretariat":
        signer = chance.choice(words["signers"])
        post = Post(signer[0], signer[1], "", "")
    if form == "court":
        post = Post(*chance.choice(words["posts"][:3] if split == "tune" else words["posts"][:2]))
    wording = Wording(split, chance, 2000, devanagari_digits=False)
    district = chance.randrange(6)
    codes = chance.sample(words["codes"], 4)
    sections = chance.sample(words["sections"], 4)
    return Office(
        seed=seed, split=split, form=form, english=chance.choice((0.0, 0.05, 0.1, 0.1, 0.3, 0.9)),
        post=post, state=tuple(chance.choice(words["state"])),
        district=(wording.lists["districts"][district], wording.lists["districts_en"][district]),
        department=tuple(chance.choice(words["departments"])),
        sections=tuple((*section, *code) for section, code in zip(sections, codes, strict=True)),
        habits={name: chance.randrange(2 * 3 * 4 * 5 * 7) for name in HABITS},
        friends=tuple(draw_office(seed * 101 + n + 1, split, friends=0) for n in range(friends)),
    )  # fmt: skip


@dataclass
class Desk:
    """The clerk at work on one nasti.

    Attributes:
        office: Whose paper is written now.
        rng: Of all that chance decides.
        year: When the nasti was opened.
        wording: Where sentences and names come from.
        matter: What the nasti is about, in Hindi and English.
    """

    office: Office
    rng: random.Random
    year: int
    wording: Wording
    matter: tuple[str, str]

    @property
    def digits(self) -> bool:
        """Whether the office types ० to ९."""
        return bool(self.office.choose("digits", (False, False, True, False)))

    def say(self, text: str, english: bool = False) -> str:
        """Text with the office's digits."""
        return text if english or not self.digits else text.translate(str.maketrans("0123456789", "०१२३४५६७८९"))

    def pick(self, *ways: str) -> str:
        """One of these, by chance."""
        return self.rng.choice(ways)

    def day(self, after: int = 0) -> dt.date:
        """A day of the nasti's first years."""
        return dt.date(self.year, 1, 1) + dt.timedelta(days=after + self.rng.randrange(500))

    def write_day(self, day: dt.date, english: bool = False) -> str:
        """A day as the office writes it."""
        style = self.office.choose("date_style", range(9))
        if self.rng.random() < 0.15:
            style = self.rng.randrange(9)
        month = f"{day:%B}" if english else MONTHS_HI[day.month - 1]
        ways = (
            f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}",
            f"{day.day}/{day.month}/{day.year}", f"{day.day} {month} {day.year}", f"{day.day}-{day.month}-{day:%y}",
            f"{day.day} {month}, {day.year}" + ("" if english else f" ({saka_date(day)})"),
            f"{day:%d.%m.%Y}",
        )  # fmt: skip
        return self.say(ways[style], english)

    def names(self, english: bool) -> str:
        """A person."""
        return self.wording.take("people_en") if english else self.wording.name()

    def sentence(self, english: bool) -> str:
        """One sentence."""
        return self.say(self.wording.sentence("en" if english else "hi"), english)

    def subject(self, english: bool) -> str:
        """What a paper is about: mostly the nasti's matter."""
        if self.rng.random() < 0.75:
            return self.matter[english]
        return draw_matter(self.wording, self.rng)[english]

    def letter_number(self, english: bool) -> str:
        """A number as the office gives its letters."""
        office, rng = self.office, self.rng
        code = rng.choice(office.sections)
        short = code[3] if english else code[2]
        serial, year = rng.randint(11, 9899), self.year
        ways = (
            f"{serial}/{short}/{year}",
            f"{serial}/{short}/{year}",
            f"{short}/{year}/{serial}" if not short.endswith(".") else f"{serial}/{short}/{year}",
            f"{serial}/{short}/{year % 100:02d}",
            f"{serial}/{short}/{year}-{(year + 1) % 100:02d}",
            f"{serial}",
            f"{serial}/{year}",
        )
        if office.form == "secretariat":
            first, second = rng.randint(1, 29), rng.randint(2, 190)
            ordinal = ("1", "7", "9", "14")[rng.randrange(4)] if english else office.choose("ordinal", ORDINALS)
            prefix = "F" if english else "एफ"
            ways = (
                f"{prefix} {first}-{second}/{year}/{ordinal}/{rng.randint(1, 30)}",
                f"{prefix} {first}-{second}/{year}/{ordinal}",
                f"{prefix}-{first}-{second}/{ordinal}/{year}",
                f"{prefix} {first}-{second}/{ordinal}/{rng.randint(1, 9)}/{year}",
            )
        return str(office.choose("number_style", ways))


ORDINALS = ("एक", "सात", "नौ", "चौदह", "बारह", "तीन")


def draw_matter(wording: Wording, rng: random.Random) -> tuple[str, str]:
    """What a nasti may be about, in Hindi and English."""
    ends = ("", "", " के संबंध में", " बाबत", " विषयक")
    hindi = wording.take("subjects").rstrip("।")
    if not hindi.endswith(("में", "बाबत", "विषयक")):
        hindi += rng.choice(ends)
    return hindi, wording.take("subjects_en").rstrip(".")


def file_number(desk: Desk, english: bool) -> str:
    """A number as the office gives its files."""
    office, rng, year = desk.office, desk.rng, desk.year
    span = f"{year}-{(year + 1) % 100:02d}"
    if office.form == "court":
        head = rng.choice(HEADS)
        if english:
            head = head.replace("अ", "A").replace("ब", "B")
        return f"{rng.randint(1, 480)}/{head}/{span}"
    if office.form == "secretariat":
        first, second = rng.randint(1, 29), rng.randint(2, 190)
        ordinal = str(rng.randint(1, 20)) if english else office.choose("ordinal", ORDINALS)
        prefix = "F" if english else "एफ"
        ways = (
            f"{prefix} {first}-{second}/{year}/{ordinal}/{rng.randint(1, 30)}",
            f"{prefix} {first}-{second}/{year}/{ordinal}",
            f"{prefix}-{first}/{second}/{year}",
        )
        return str(office.choose("number_style", ways))
    code = office.sections[0]
    short = code[3] if english else code[2]
    ways = (f"{rng.randint(10, 2000)}/{short}/{year}", f"{rng.randint(2, 99)}-{rng.randint(1, 60)}/{short}/{year}")
    if office.form == "section":
        ways = (f"{rng.randint(10, 2000)}/{year}", f"{rng.randint(1, 90)}/{short}/{span}")
    return str(office.choose("number_style", ways))
