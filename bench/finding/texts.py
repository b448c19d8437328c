"""Made-up office text, Hindi and English, with names nobody has listed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

import yaml

from nasti.lexicon.words import general_words, read_lines

WORDING = Path(__file__).parent.parent / "pages" / "wording"
HEADS = ("अ-6", "अ-27", "अ-12", "अ-82", "अ-5", "अ-2", "अ-19", "अ-20", "अ-68", "अ-70", "ब-121")
KINDS = ("letter", "order", "note", "application", "circular", "memo", "order_sheet", "statement", "list", "other")
SECTIONS = ("भू-अर्जन शाखा", "स्थापना शाखा", "वित्त शाखा", "नजूल शाखा", "राहत शाखा", "निर्माण शाखा", "लेखा शाखा")
_PLACE = re.compile(r"\{(\w+)\}")
_SYLLABLES = """
का की कु गा गि घो चा ची छो जा झि टो डो ता ति दे धा ना नी पा पु फू बा बि भा मा मु रा री रे ला ली लो वा शि सा सु हा हि
"""
_ENDS = "पुर गांव डीह पाली बंद नार टोला खुर्द कला डबरी सरा भाठा र न ल द त"
"""What names that nobody has listed are made of."""

_WORDS_OF_PAGE = 260


@dataclass(frozen=True)
class Topic:
    """What a nasti is about.

    Attributes:
        number: Its file number.
        year: Of that number.
        head: Revenue head.
        department: Its department.
        section: Its section.
        district: Where.
        village: The same.
        tehsil: The same.
        subject: In a line.
        people: Who.
    """

    number: str
    year: int
    head: str
    department: str
    section: str
    district: str
    village: str
    tehsil: str
    subject: str
    people: tuple[str, ...] = field(default=())


class Writer:
    """Writes nasti.

    Args:
        chance: Where everything comes from.
    """

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._tables = [yaml.safe_load((WORDING / f"{name}.yaml").read_text("utf-8")) for name in ("tune", "judge")]
        self._hindi = self._by_rank([word for word in general_words() if len(word) > 1], 30)
        english = [
            word for line in read_lines("gazetteer.txt") if line.isascii() and line[0] != "[" for word in line.split()
        ]
        self._english = self._by_rank(english, 10)
        self.villages = [self._invent() for _ in range(6000)]
        self.people = [self._invent() for _ in range(3000)]
        self._sentences = [one for table in self._tables for one in table["sentences"]]
        self._in_english = [one for table in self._tables for one in table.get("sentences_en", ())]
        self._number = 0

    def topic(self) -> Topic:
        """What the next nasti is about."""
        chance, table = self._chance, self._chance.choice(self._tables)
        year, head = chance.randint(1960, 2022), chance.choice(HEADS)
        self._number += 1
        number = f"{self._number}/{head}/{year}-{(year + 1) % 100:02}"
        village = chance.choice(self.villages)
        people = tuple(f"{chance.choice(table['first'])} {chance.choice(self.people)}" for _ in range(4))
        topic = Topic(
            number, year, head, chance.choice(table["departments"]), chance.choice(SECTIONS),
            chance.choice(table["districts"]), village, chance.choice(table["tahsils"]), "", people,
        )  # fmt: skip
        subject = self._fill(chance.choice(table["subjects"]), topic)
        return Topic(**{**topic.__dict__, "subject": " ".join(subject)})

    def page(self, topic: Topic) -> list[list[str]]:
        """The lines of a page as printed."""
        chance = self._chance
        lines: list[list[str]] = []
        if chance.random() < 0.35:
            lines.append(["नस्ती", "क्रमांक", topic.number])
        words = 0
        while words < _WORDS_OF_PAGE:
            sort = chance.random()
            if sort < 0.4:
                line = self._fill(chance.choice(self._sentences), topic)
            elif sort < 0.5:
                line = self._fill(chance.choice(self._in_english), topic)
            elif sort < 0.85:
                line = [*chance.choices(self._hindi[0], cum_weights=self._hindi[1], k=chance.randint(7, 14)), "।"]
            else:
                line = [*chance.choices(self._english[0], cum_weights=self._english[1], k=chance.randint(7, 14)), "."]
            lines.append(line)
            words += len(line)
        return lines

    def _fill(self, sentence: str, topic: Topic) -> list[str]:
        chance = self._chance
        values = {
            "village": topic.village, "village2": chance.choice(self.villages), "tahsil": topic.tehsil,
            "name": chance.choice(topic.people), "last": topic.people[0].split()[-1], "year": str(topic.year),
            "date": f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{topic.year}", "file": topic.number,
            "khasra": f"{chance.randint(1, 900)}/{chance.randint(1, 9)}",
            "amount": f"{chance.randint(1, 99)},{chance.randint(100, 999)}",
        }  # fmt: skip
        return _PLACE.sub(lambda place: values.get(place[1], str(chance.randint(1, 900))), sentence).split()

    def _invent(self) -> str:
        chance = self._chance
        syllables, ends = _SYLLABLES.split(), _ENDS.split()
        return "".join(chance.choices(syllables, k=chance.randint(2, 3))) + chance.choice(ends)

    @staticmethod
    def _by_rank(words: list[str], shift: int) -> tuple[list[str], list[float]]:
        return words, list(accumulate(1 / (rank + shift) for rank in range(len(words))))
