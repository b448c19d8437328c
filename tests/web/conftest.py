"""A store with one nasti, and a restricted one of the same number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from nasti.model import Word
from storage.columns import now
from storage.index import index_nasti, index_page
from storage.store import Store
from storage.tables import DepartmentRow, NastiRow, PageRow, ScanRow, SheetRow, WordsRow
from storage.words import pack

NUMBER = "142/अ-27/1993-94"


def put(s: Session) -> None:
    words = tuple(
        Word(word, (10 * place, 0, 10 * place + 9, 9), 0.9, 0, 0)
        for place, word in enumerate(["राजस्व", "प्रकरण", "ग्राम", "पाटन"])
    )
    for row, restricted in ((1, False), (2, True)):
        s.execute(insert(DepartmentRow), {"id": row, "key": f"राजस्व {row}", "name": f"राजस्व {row}"})
        s.execute(insert(NastiRow), {
            "id": row, "department_id": row, "number": NUMBER, "number_key": "142/a/27/1993/94", "state": "read",
            "version": 1, "created_at": now(), "restricted": restricted, "year": 1993,
        })  # fmt: skip
        s.execute(insert(ScanRow), {
            "sha256": str(row), "form": "pdf", "name": Path("a"), "station": "", "department": "", "size_bytes": 1,
            "state": "registered", "kept_at": now(),
        })  # fmt: skip
        s.execute(insert(SheetRow), {"id": row, "scan_sha256": str(row), "position": 0, "state": "read",
                                     "picture_key": "p", "nasti_id": row, "place": 0})  # fmt: skip
        s.execute(insert(WordsRow), {"sheet_id": row, "packed": pack(words)})
        s.execute(insert(PageRow), {"id": row, "nasti_id": row, "sheet_id": row, "part": "noting", "position": 0,
                                    "label": "N-1"})  # fmt: skip
        index_page(s, row, words)
        index_nasti(s, row)


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """The store, on SQLite and on PostgreSQL."""
    opened = Store(url, tmp_path / "store")
    opened.write(put)
    yield opened
    opened.close()
