"""Fills a store with made-up nasti, as registration would leave them, but for the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from finding.damage import Damage
from finding.texts import KINDS, Topic, Writer
from nasti.hindi import ascii_number, fold, number_key, tokens
from nasti.model import Word
from storage.columns import now
from storage.store import Store
from storage.tables import DepartmentRow, FieldRow, NastiRow, PageRow, PaperRow, ScanRow, SheetRow, WordsRow
from storage.words import pack

RATE = 0.045
"""Share of characters that are damaged. Source: findings on aged pages, 4.5 % of characters."""

PAGES_OF_NASTI = 40
MOST_TRUTH = 60_000
"""Pages whose clean words are kept to judge recall by."""


@dataclass
class Filled:
    """What was filled in.

    Attributes:
        nastis: How many.
        pages: How many.
        text_bytes: Of their text, UTF-8.
        numbers: File numbers.
        truth: Folded tokens as printed, of every page from the first on, as far as they are kept.
        samples: Some lines as they were read, for queries.
        villages: Names nobody has listed.
    """

    nastis: int
    pages: int
    text_bytes: int
    numbers: list[str]
    truth: list[frozenset[str]]
    samples: list[list[str]]
    villages: list[str]


class Filler:
    """Makes nasti; the same ones for the same seed.

    Args:
        seed: Of all chance.
    """

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.writer = Writer(self.chance)
        self.damage = Damage(self.chance, RATE)
        self.filled = Filled(0, 0, 0, [], [], [], self.writer.villages)
        self._departments: dict[str, int] = {}

    def fill(self, store: Store, pages: int) -> Filled:
        """Put nasti into a store until it has so many pages.

        Args:
            store: Opened and migrated.
            pages: At least.
        """
        while self.filled.pages < pages:
            store.write(self._put_some)
        return self.filled

    def _put_some(self, s: Session) -> None:
        rows: dict[type[Any], list[dict[str, Any]]] = {
            table: [] for table in (NastiRow, ScanRow, SheetRow, WordsRow, PageRow, PaperRow, FieldRow)
        }
        for _ in range(25):
            self._nasti(s, rows)
        for table, some in rows.items():
            s.execute(insert(table), some)

    def _nasti(self, s: Session, rows: dict[type[Any], list[dict[str, Any]]]) -> None:
        topic, nasti_id = self.writer.topic(), self.filled.nastis + 1
        self.filled.nastis += 1
        self.filled.numbers.append(topic.number)
        rows[NastiRow].append({
            "id": nasti_id, "department_id": self._department(s, topic.department), "number": topic.number,
            "number_key": number_key(topic.number), "number_ascii": ascii_number(topic.number),
            "section": topic.section, "subject": topic.subject, "year": topic.year, "state": "read", "version": 1,
            "registered_version": 1, "created_at": now(), "restricted": self.chance.random() < 0.01,
        })  # fmt: skip
        rows[ScanRow].append({
            "sha256": f"scan-{nasti_id}", "form": "pdf", "name": b"scan.pdf", "station": "", "department": "",
            "size_bytes": 1, "state": "registered", "kept_at": now(),
        })  # fmt: skip
        count = max(2, int(self.chance.gammavariate(1.5, PAGES_OF_NASTI / 1.5)))
        first = self.filled.pages + 1
        for place in range(count):
            self._page(topic, nasti_id, place, rows)
        self._fields(topic, nasti_id, None, first, rows)
        for position, start in enumerate(range(0, count, 3)):
            paper_id = nasti_id * 1000 + position
            rows[PaperRow].append({
                "id": paper_id, "nasti_id": nasti_id, "position": position, "kind": self.chance.choice(KINDS),
                "part": "correspondence", "first_sheet_id": first + start,
                "last_sheet_id": first + min(start + 2, count - 1),
            })  # fmt: skip
            self._fields(topic, nasti_id, paper_id, first + start, rows)

    def _fields(
        self,
        topic: Topic,
        nasti_id: int,
        paper_id: int | None,
        sheet_id: int,
        rows: dict[type[Any], list[dict[str, Any]]],
    ) -> None:
        values: dict[str, str] = {
            "head": topic.head,
            "district": topic.district,
            "tehsil": topic.tehsil,
            "village": topic.village,
        }
        if paper_id is not None:
            date = f"{topic.year}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
            values = {"sender": f"तहसीलदार {topic.tehsil}", "recipient": f"कलेक्टर {topic.district}", "date": date}
        rows[FieldRow] += [
            {"nasti_id": nasti_id, "paper_id": paper_id, "name": name, "value": value, "raw": value,
             "confidence": 0.95, "sheet_id": sheet_id, "box": [0, 0, 1, 1]}
            for name, value in values.items()
        ]  # fmt: skip

    def _page(self, topic: Topic, nasti_id: int, place: int, rows: dict[type[Any], list[dict[str, Any]]]) -> None:
        page_id = self.filled.pages + 1
        self.filled.pages += 1
        printed, rate = self.writer.page(topic), self.damage.page_rate()
        read = [self.damage.line(line, rate) for line in printed]
        if len(self.filled.truth) < MOST_TRUTH:
            self.filled.truth.append(frozenset(token for line in printed for word in line for token in tokens(word)))
        self.filled.text_bytes += sum(len(" ".join(line).encode()) + 1 for line in read)
        if self.chance.random() < 0.05 and len(self.filled.samples) < 5000:
            self.filled.samples.append(self.chance.choice(printed))
        rows[SheetRow].append({
            "id": page_id, "scan_sha256": f"scan-{nasti_id}", "position": place, "state": "read",
            "picture_key": "picture", "nasti_id": nasti_id, "place": place, "kind": "letter",
        })  # fmt: skip
        rows[WordsRow].append({"sheet_id": page_id, "packed": pack(tuple(lay_out(read)))})
        rows[PageRow].append({
            "id": page_id, "nasti_id": nasti_id, "sheet_id": page_id, "part": "correspondence", "position": place,
            "label": f"C-{place + 1}",
        })  # fmt: skip

    def _department(self, s: Session, name: str) -> int:
        if name not in self._departments:
            self._departments[name] = len(self._departments) + 1
            row = {"id": self._departments[name], "key": fold(name), "name": name}
            s.execute(insert(DepartmentRow), row)
        return self._departments[name]


def lay_out(lines: list[list[str]]) -> Iterator[Word]:
    """Words of lines with boxes, as a recogniser would give them."""
    confidence = float(np.float32(0.91))
    for line, words in enumerate(lines):
        left = 200
        for word in words:
            yield Word(word, (left, 100 + 60 * line, left + 22 * len(word), 140 + 60 * line), confidence, line, 0)
            left += 22 * len(word) + 20
