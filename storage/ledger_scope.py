"""Which part of the ledger somebody asks for: a nasti, a scan, a lot, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.errors import NotFound
from nasti.hindi import fold
from storage import views
from storage.columns import plain
from storage.ledger import Balance, balance
from storage.tables import LotRow, NastiRow, ScanRow

_LEAST_HASH = 6
"""Characters of a scan's hash that are enough to name it by."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What a ledger is drawn up of.

    Attributes:
        kind: "nasti", "scan", "lot" or "store".
        name: Its number or name; "" for the store.
        nasti_id: The nasti.
        scan: The scan, by its hash.
        lot_id: The lot.
    """

    kind: Literal["nasti", "scan", "lot", "store"] = "store"
    name: str = ""
    nasti_id: int | None = None
    scan: str | None = None
    lot_id: int | None = None

    @property
    def subject(self) -> str:
        """What the event chain calls it."""
        if self.kind == "store":
            return "store"
        return f"{self.kind}:{self.nasti_id or self.scan or self.lot_id}"

    def balance(self, s: Session) -> Balance:
        """Draw up its ledger."""
        return balance(s, self.nasti_id, scan=self.scan, lot_id=self.lot_id)


def of_nasti(s: Session, number: str) -> Scope:
    """A nasti, by its number in any spelling, or #id.

    Raises:
        NotFound: There is no such nasti.
    """
    nasti_id = views.find_nasti(s, number)
    return Scope("nasti", s.get_one(NastiRow, nasti_id).number or f"#{nasti_id}", nasti_id=nasti_id)


def of_scan(s: Session, name: str) -> Scope:
    """A scan, by its file or folder name or the beginning of its hash.

    Raises:
        NotFound: There is no such scan, or more than one.
    """
    rows = s.execute(select(ScanRow.sha256, ScanRow.name).order_by(ScanRow.kept_at, ScanRow.sha256))
    scans = {sha256: plain(str(known)) for sha256, known in rows}
    found = [sha256 for sha256, known in scans.items() if name in (known, known.rpartition("/")[2])]
    if not found and len(name) >= _LEAST_HASH:
        found = [sha256 for sha256 in scans if sha256.startswith(name.lower())]
    if len(found) != 1:
        _refuse(name, ("scan", "स्कैन"), [f"{sha256[:12]} ({scans[sha256]})" for sha256 in found])
    return Scope("scan", scans[found[0]], scan=found[0])


def of_lot(s: Session, name: str) -> Scope:
    """A lot, by its name.

    Raises:
        NotFound: There is no such lot.
    """
    lot = s.scalar(select(LotRow).where(LotRow.key == (fold(name) or plain(name).casefold())))
    if lot is None:
        _refuse(name, ("lot", "बैच"), [])
    return Scope("lot", lot.name, lot_id=lot.id)


def _refuse(name: str, what: tuple[str, str], found: Sequence[str]) -> NoReturn:
    if not found:
        raise NotFound(f"There is no {what[0]} {name} in the store.", f"भंडार में {name} नाम का कोई {what[1]} नहीं है।")
    shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    raise NotFound(
        f"Several of the store's scans are called {name}: {shown}. Name one by the beginning of its hash.",
        f"{name} नाम के कई स्कैन हैं: {shown}। किसी एक को उसके हैश के आरंभ से बताएँ।",
    )
