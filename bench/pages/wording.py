"""Makes up what office papers say, from the word lists of a split."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

LISTS = Path(__file__).parent / "wording"
LATIN_LETTERS = str.maketrans("कखग", "abc")
DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
REVENUE_HEADS = ("अ-2", "अ-6", "अ-6(अ)", "अ-12", "अ-19", "अ-20(3)", "अ-27", "अ-68", "अ-70", "अ-74", "अ-82", "ब-121")
MAJOR_HEADS = ("2029", "2053", "2059", "2202", "2210", "2245", "4059", "5054")


class Wording:
    """Sentences, names and numbers of one nasti. The same seed gives the same ones.

    Attributes:
        year: When the papers were written.
        lists: Entries by the name of their list.
        devanagari_digits: Whether Hindi text has ० to ९; English text never has.
    """

    def __init__(self, split: str, chance: random.Random, year: int, *, devanagari_digits: bool) -> None:
        self.chance = chance
        self.year = year
        self.devanagari_digits = devanagari_digits
        self.lists: dict[str, list[str]] = _read_lists(split)
        self._bags: dict[str, list[str]] = {}
        self._slots: dict[str, Callable[[], str]] = {
            "name": self.name,
            "date": self.date,
            "amount": self.amount,
            "khasra": self.khasra,
            "area": lambda: f"{chance.uniform(0.05, 6):.3f}",
            "decimal": lambda: f"{chance.uniform(0.2, 48):.2f}",
            "percent": lambda: str(chance.choice((5, 10, 12, 18, 30, 65, 80, 100))),
            "number": lambda: str(chance.randint(101, 9876)),
            "small": lambda: str(chance.randint(2, 99)),
            "digit": lambda: str(chance.randint(1, 3)),
            "days": lambda: str(chance.choice((3, 7, 10, 15, 21, 30))),
            "law": lambda: chance.choice(("107", "115", "129", "165(6)", "178", "248", "250", "3(1)", "41(2)(क)")),
            "head": lambda: chance.choice(MAJOR_HEADS),
            "year": lambda: str(year),
            "year_range": self.year_range,
        }

    def take(self, key: str) -> str:
        """One entry of a list, filled in; none comes again before all have come."""
        bag = self._bags.setdefault(key, [])
        if not bag:
            bag.extend(self.lists[key])
            self.chance.shuffle(bag)
        english = key.endswith("_en")
        text = self.fill(bag.pop(), english=english)
        return text if english else self.digits(text)

    def fill(self, template: str, *, english: bool = False) -> str:
        """Fill the slots of a template."""

        def answer(match: re.Match[str]) -> str:
            name = match[1]
            if name in self._slots:
                text = self._slots[name]()
                return text.translate(LATIN_LETTERS) if english else text
            plural = re.sub(r"[0-9]", "", name)
            key = {"person_en": "people_en"}.get(plural, re.sub(r"(_en)?$", r"s\1", plural, count=1))
            return self.take(key if key in self.lists else plural)

        return re.sub(r"\{([a-z0-9_]+)\}", answer, template)

    def digits(self, text: str) -> str:
        """Hindi text with the digits this nasti writes."""
        return text.translate(DEVANAGARI_DIGITS) if self.devanagari_digits else text

    def sentence(self, language: str) -> str:
        """One sentence in "hi" or "en"."""
        return self.take("sentences" if language == "hi" else "sentences_en")

    def paragraph(self, language: str, sentences: int) -> str:
        """Some sentences, one after the other."""
        return " ".join(self.sentence(language) for _ in range(sentences))

    def name(self) -> str:
        """A person."""
        return f"{self.take('first')} {self.take('last')}"

    def moment(self) -> dt.date:
        """A day of the nasti's years."""
        return dt.date(self.year, 1, 1) + dt.timedelta(days=self.chance.randrange(500))

    def date(self) -> str:
        """A day, written in one of the usual ways."""
        return self.write_date(self.moment())

    def write_date(self, day: dt.date, style: int | None = None) -> str:
        """A given day, in ASCII digits."""
        styles = (f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day:%y}")
        return styles[self.chance.randrange(4) if style is None else style]

    def amount(self) -> str:
        """Money, with Indian commas."""
        rupees = round(10 ** self.chance.uniform(2.6, 6.9))
        paise = self.chance.choice((".00", ".00", ".50", "", "/-"))
        return group_digits(rupees) + paise

    def khasra(self) -> str:
        """A plot number."""
        parts = [str(self.chance.randint(2, 980)), str(self.chance.randint(1, 19)), self.chance.choice("कखग")]
        return "/".join(parts[: self.chance.choice((1, 2, 2, 2, 3))])

    def year_range(self) -> str:
        """A financial year."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    def case_number(self) -> str:
        """A revenue case's number, in ASCII digits."""
        return f"{self.chance.randint(2, 480)}/{self.chance.choice(REVENUE_HEADS)}/{self.year_range()}"

    def letter_number(self) -> str:
        """A letter's number, in ASCII digits."""
        serial = self.chance.randint(12, 9860)
        if self.chance.random() < 0.3:
            return (
                f"एफ {self.chance.randint(1, 29)}-{self.chance.randint(2, 190)}/{self.year}/{self.chance.randint(1, 9)}"
            )
        return f"{serial}/{self.take('branch_codes')}/{self.year}"


def group_digits(rupees: int) -> str:
    """Digits grouped as in India: the last three, then by two."""
    digits = str(rupees)
    head, tail = digits[:-3], digits[-3:]
    while len(head) > 2:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    return f"{head},{tail}" if head else tail


@cache
def _read_lists(split: str) -> dict[str, list[str]]:
    lists = yaml.safe_load((LISTS / f"{split}.yaml").read_text(encoding="utf-8"))
    return {key: [entry] if isinstance(entry, str) else entry for key, entry in lists.items()}
