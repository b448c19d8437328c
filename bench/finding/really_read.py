"""What is found on pages that Nasti really read: scans with their truth go through the line's reading into an index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from finding.fill import lay_out
from finding.queries import pages_of
from measure.programs import Nasti
from measure.sets import ScanSet
from measure.texts import error_rate, fold_likeness
from nasti.hindi import tokens
from storage.columns import now
from storage.store import Store
from storage.tables import DepartmentRow, NastiRow, PageRow, ScanRow, SheetRow, WordsRow
from storage.words import pack

BANDS = (0.02, 0.08, 0.15, 1.0)
"""Upper bounds of the bands of character errors that recall is told for."""

_SHORTEST = 3


@dataclass(frozen=True)
class ReadPage:
    """A page as it was read, and what it really says.

    Attributes:
        truth: Its folded tokens.
        errors: Share of characters that were read wrongly, digits, dashes and quotes of either kind being alike.
        lines: Its words as read.
    """

    truth: frozenset[str]
    errors: float
    lines: list[list[str]]


@dataclass(frozen=True)
class BandRecall:
    """What is found of the words of pages that were read about as well.

    Attributes:
        name: The band.
        pages: How many pages are in it.
        words: Words searched for and how many of them were found on their page, as typed and with what is approximate.
        numbers: The same of digits.
    """

    name: str
    pages: int
    words: tuple[int, int, int]
    numbers: tuple[int, int, int]


def read_pages(sets: Sequence[ScanSet], work: Path) -> list[ReadPage]:
    """Read scans, one sheet after the other; blank pages and those written by hand are left out."""
    found = []
    for one in sets:
        run = Nasti(1, pdf=False).read(one, work)
        for page, read in zip(one.pages, run.texts, strict=True):
            if page.averaged and page.text:
                errors = error_rate(fold_likeness(page.text), fold_likeness(read))
                found.append(
                    ReadPage(frozenset(tokens(page.text)), errors, [line.split() for line in read.split("\n")])
                )
        print(f"{one.name}: {len(one.pages)} pages read", flush=True)
    return found


def put_pages(store: Store, pages: Sequence[ReadPage]) -> None:
    """Put what was read into an empty store, as one nasti."""

    def put(s: Session) -> None:
        s.execute(insert(DepartmentRow), {"id": 1, "key": "", "name": ""})
        s.execute(insert(NastiRow), {
            "id": 1, "department_id": 1, "number": "1/2001", "number_key": "1/2001", "number_ascii": "1-2001",
            "state": "read", "version": 1, "registered_version": 1, "created_at": now(),
        })  # fmt: skip
        s.execute(insert(ScanRow), {
            "sha256": "scan", "form": "pdf", "name": b"scan.pdf", "station": "", "department": "", "size_bytes": 1,
            "state": "registered", "kept_at": now(),
        })  # fmt: skip
        for number, page in enumerate(pages, start=1):
            s.execute(insert(SheetRow), {
                "id": number, "scan_sha256": "scan", "position": number - 1, "state": "read", "nasti_id": 1,
                "picture_key": "picture", "place": number - 1, "kind": "letter",
            })  # fmt: skip
            s.execute(insert(WordsRow), {"sheet_id": number, "packed": pack(tuple(lay_out(page.lines)))})
            s.execute(insert(PageRow), {
                "id": number, "nasti_id": 1, "sheet_id": number, "part": "correspondence", "position": number - 1,
                "label": f"C-{number}",
            })  # fmt: skip

    store.write(put)


def recall_by_band(store: Store, pages: Sequence[ReadPage]) -> list[BandRecall]:
    """Search for each distinct word of the truth, and see on which of its pages it is found."""
    found: dict[str, tuple[set[int], set[int]]] = {}
    for token in sorted(set().union(*(page.truth for page in pages))):
        if token.isdecimal() or len(token) >= _SHORTEST:
            typed, everything, _ = store.read(lambda s, token=token: pages_of(s, token, len(pages)))
            found[token] = typed, everything
    banded: defaultdict[float, list[tuple[int, ReadPage]]] = defaultdict(list)
    for number, page in enumerate(pages, start=1):
        banded[next(bound for bound in BANDS if page.errors <= bound)].append((number, page))
    return [_judge(bound, banded[bound], found) for bound in BANDS if banded[bound]]


def _judge(
    bound: float, pages: Sequence[tuple[int, ReadPage]], found: dict[str, tuple[set[int], set[int]]]
) -> BandRecall:
    def count(wanted: Iterable[tuple[int, str]]) -> tuple[int, int, int]:
        there = [(number in found[token][0], number in found[token][1]) for number, token in wanted]
        return len(there), sum(typed for typed, _ in there), sum(either for _, either in there)

    wanted = [(number, token) for number, page in pages for token in sorted(page.truth) if token in found]
    below = BANDS[BANDS.index(bound) - 1] if bound != BANDS[0] else 0.0
    return BandRecall(
        f"{100 * below:.0f} to {100 * bound:.0f} %", len(pages),
        count(one for one in wanted if not one[1].isdecimal()), count(one for one in wanted if one[1].isdecimal()),
    )  # fmt: skip
