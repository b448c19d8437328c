"""Stores with something in them, on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from nasti.hindi import ascii_number, fold, number_key
from nasti.model import Arrival, Field, Paper, Part, Sheet, Step, Understood, Word
from storage import nastis, placing, scans, sheets, stations
from storage.columns import now
from storage.files import Kept
from storage.index import index_nasti, index_page
from storage.store import Store
from storage.tables import DepartmentRow, NastiRow, PageRow, ScanRow, SheetRow, Table, WordsRow
from storage.words import pack


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """A fresh store, on SQLite and on PostgreSQL."""
    opened = Store(url, tmp_path / "store")
    yield opened
    opened.close()


class Clerk:
    """Brings scans through a store as the line does, with made-up content."""

    def __init__(self, store: Store, inbox: Path) -> None:
        self.store = store
        self.inbox = inbox

    def drop(self, name: str, content: str = "", department: str = "rajasva") -> Arrival:
        """A file in the inbox, with the arrival it makes."""
        inside = Path("desk-1") / department / name
        path = self.inbox / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(content or name))
        size = path.stat().st_size
        return Arrival(path, (path,), "tiff", "desk-1", department, size, False, inside)

    def take(self, arrival: Arrival) -> scans.Noted:
        """Keep the original and note the arrival."""
        kept = [(file.name, self.store.files.keep_file("originals", file, file.suffix)) for file in arrival.files]
        sha256 = scans.scan_sha256([one for _, one in kept])
        return self.store.write(lambda s: scans.arrive(s, arrival, sha256, kept))

    def read_sheet(self, sha256: str, sheet: Sheet, owner: str = "me") -> int:
        """Read one sheet and commit it; gives back how many still wait."""
        picture = self.store.files.keep_bytes("sheets", f"{sha256}/{sheet.index}".encode(), ".jpg")
        self.store.write(lambda s: sheets.begin(s, sha256, sheet.index, owner))
        return self.store.write(lambda s: sheets.finish(s, sha256, sheet.index, owner, sheet, picture))

    def read(self, name: str, drawn: list[Sheet], department: str = "rajasva") -> str:
        """A scan with all its sheets read; gives back its hash."""
        sha256 = self.take(self.drop(name, department=department)).sha256
        self.store.write(lambda s: scans.split(s, sha256, len(drawn)))
        for sheet in drawn:
            self.read_sheet(sha256, sheet)
        return sha256

    def place(self, sha256: str, number: str | None, department: str | None = None) -> tuple[int, int]:
        """Place all of a scan under a number."""
        (placed,) = self.place_pieces(sha256, (number, department or "", None))
        return placed

    def place_pieces(self, sha256: str, *pieces: tuple[str | None, str, int | None]) -> list[tuple[int, int]]:
        """Place a scan in pieces: number, department and how many sheets, None for all that are left."""

        def work(s: Session) -> list[tuple[int, int]]:
            ids = [one.id for one in sheets.sheets_of_scan(s, sha256)]
            station, made = stations.station_of(s, sha256), []
            for number, department, count in pieces:
                count = len(ids) if count is None else count
                made.append(
                    placing.Piece(tuple(ids[:count]), number=number, department=station.department or department)
                )
                ids = ids[count:]
            return placing.place(s, [sha256], made)

        return self.store.write(work)

    def register(self, nasti_id: int, version: int, **fields: str | int) -> bool:
        """Understand, bind and register what is there of a nasti."""
        stored = self.store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id))
        understood = make_understood([one.sheet for one in stored if one.state == "read"], **fields)
        bound = self.bind(understood, f"{nasti_id}/{version}")
        return self.store.write(lambda s: nastis.register(s, nasti_id, version, understood, bound))

    def bind(self, understood: Understood, content: str) -> dict[Part, Kept]:
        """A bound file of each part that has a page."""
        pages = [sheet for sheet in understood.sheets if not sheet.blank and sheet.separator is None]
        parts = {"noting" if sheet.kind == "cover" else sheet.part or "correspondence" for sheet in pages}
        return {part: self.store.files.keep_bytes("bound", f"{part} {content}".encode(), ".pdf") for part in parts}

    def file(self, name: str, number: str | None, drawn: list[Sheet], department: str = "rajasva") -> int:
        """A scan brought the whole way; gives back the nasti it is in."""
        nasti_id, version = self.place(self.read(name, drawn, department), number)
        assert self.register(nasti_id, version, subject="भूमि आवंटन")
        return nasti_id


def make_field(value: str | int, sheet: int = 0) -> Field:
    """A field read from a sheet."""
    return Field(value, str(value), 0.93, sheet, (210, 400, 290, 440))


def make_sheet(index: int, text: str = "", **attributes: object) -> Sheet:
    """A read sheet with these words on one line."""
    words = tuple(
        Word(word, (100 * place, 50, 100 * place + 90, 90), 0.9123, 0, 0) for place, word in enumerate(text.split())
    )
    defaults: dict[str, object] = {
        "size_px": (2480, 3508), "dpi": 300, "turn_deg": 90, "skew_deg": -1.31, "paper_px": (10, 10, 2400, 3500),
        "flags": ("faint",), "steps": (Step("straighten", {"angle_deg": -1.31}),), "seconds": {"ocr": 0.9},
    }  # fmt: skip
    return Sheet(index, words=words, **{**defaults, **attributes})


def make_understood(drawn: list[Sheet], **fields: str | int) -> Understood:
    """Sheets with one letter on their last sheet, and these fields of the nasti."""
    last = len(drawn) - 1
    letters = [Paper("letter", "correspondence", last, last, {"date": make_field("1994-02-07")})] if drawn else []
    return Understood(tuple(drawn), tuple(letters), {name: make_field(value) for name, value in fields.items()})


def make_nasti() -> list[Sheet]:
    """A cover, a note, its blank back, a separator and two pages of a letter."""
    return [
        make_sheet(0, "नस्ती क्रमांक 142/अ-27/1993-94", kind="cover"),
        make_sheet(1, "टीप प्रस्तुत है", kind="note", part="noting", folio=1),
        make_sheet(2, blank=True, kind="blank", flags=()),
        make_sheet(3, separator="next", kind="separator"),
        make_sheet(4, "कार्यालय कलेक्टर", kind="letter", part="correspondence", folio=1),
        make_sheet(5, "भवदीय", kind="other"),
    ]


@pytest.fixture
def clerk(store: Store, tmp_path: Path) -> Clerk:
    """Somebody who brings scans through the store."""
    return Clerk(store, tmp_path / "inbox")


@pytest.fixture(scope="session")
def clerk_of() -> type[Clerk]:
    """For tests that make stores of their own."""
    return Clerk


@pytest.fixture
def sqlite_clerks(migrated: dict[str, str | Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Clerk]:
    """Makes somebody with a fresh store on SQLite, as often as asked."""

    def new_clerk() -> Clerk:
        folder = tmp_path_factory.mktemp("room")
        shutil.copyfile(migrated["sqlite"], folder / "nasti.db")
        return Clerk(Store(f"sqlite:///{folder}/nasti.db", folder / "store"), folder / "inbox")

    return new_clerk


@pytest.fixture
def postgres_clerks(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Clerk]:
    """Makes somebody with a store on PostgreSQL, emptied each time."""
    tables = ", ".join(f'"{name}"' for name in Table.metadata.tables if name != "index_state")

    def new_clerk() -> Clerk:
        folder = tmp_path_factory.mktemp("room")
        store = Store(postgres_url, folder / "store")
        store.write(lambda s: s.execute(text(f"TRUNCATE {tables}")))
        return Clerk(store, folder / "inbox")

    return new_clerk


@pytest.fixture
def run_machine() -> Callable[[Callable[[], RuleBasedStateMachine], int], None]:
    """Runs a state machine through so many made-up histories of twenty steps."""

    def run(machine: Callable[[], RuleBasedStateMachine], examples: int) -> None:
        chosen = settings(
            max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(machine, settings=chosen)

    return run


@pytest.fixture
def make() -> SimpleNamespace:
    """What tests draw their content with: field, sheet, understood, nasti."""
    return SimpleNamespace(field=make_field, sheet=make_sheet, understood=make_understood, nasti=make_nasti)


class Shelf:
    """Puts nasti into a store without reading any: every word is 9 pixels wide in a grid of 10 by 20."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @staticmethod
    def words(page: str) -> tuple[Word, ...]:
        """The words of a page as they would be read, line by line."""
        return tuple(
            Word(word, (10 * place, 20 * line, 10 * place + 9, 20 * line + 9), 0.9, line, 0)
            for line, words in enumerate(page.split("\n"))
            for place, word in enumerate(words.split())
        )

    def put(self, number: str, pages: Sequence[str], *, subject: str = "", department: str = "", year: int = 0) -> int:
        """Register a nasti whose pages hold these texts; gives back its row."""

        def work(s: Session) -> int:
            nasti_id = self._nasti(s, number, subject, department, year)
            for position, page in enumerate(pages):
                words = self.words(page)
                index_page(s, self._page(s, nasti_id, position, words), words)
            index_nasti(s, nasti_id)
            return nasti_id

        return self.store.write(work)

    def _nasti(self, s: Session, number: str, subject: str, department: str, year: int) -> int:
        office = s.scalar(select(DepartmentRow).where(DepartmentRow.key == fold(department)))
        if office is None:
            office = DepartmentRow(key=fold(department), name=department)
            s.add(office)
            s.flush()
        nasti = NastiRow(
            department_id=office.id, number=number, number_key=number_key(number), number_ascii=ascii_number(number),
            subject=subject, year=year or None, state="read", version=1, created_at=now(),
        )  # fmt: skip
        s.add(nasti)
        s.flush()
        s.add(ScanRow(
            sha256=f"scan-{nasti.id}", form="pdf", name=Path("scan.pdf"), station="", department=department,
            size_bytes=1, state="registered", kept_at=now(),
        ))  # fmt: skip
        s.flush()
        return nasti.id

    def _page(self, s: Session, nasti_id: int, position: int, words: tuple[Word, ...]) -> int:
        sheet = SheetRow(scan_sha256=f"scan-{nasti_id}", position=position, state="read", picture_key="picture",
                         nasti_id=nasti_id, place=position)  # fmt: skip
        s.add(sheet)
        s.flush()
        s.add(WordsRow(sheet_id=sheet.id, packed=pack(words)))
        page = PageRow(
            nasti_id=nasti_id, sheet_id=sheet.id, part="noting", position=position, label=f"N-{position + 1}"
        )
        s.add(page)
        s.flush()
        return page.id


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """A fresh store to put nasti into."""
    return Shelf(store)


@pytest.fixture
def shelves(sqlite_url: str, postgres_url: str, tmp_path: Path) -> Iterator[list[Shelf]]:
    """The same store twice: on SQLite and on PostgreSQL."""
    stores = [Store(url, tmp_path / str(place)) for place, url in enumerate((sqlite_url, postgres_url))]
    yield [Shelf(store) for store in stores]
    for store in stores:
        store.close()
