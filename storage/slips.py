"""The register of printed slips: what each says, by its serial, and the numbers that blank ones were given later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from nasti.serials import is_serial, make_serial
from nasti.slips import SIDES, Slip
from nasti.stems import nasti_key
from storage import events
from storage.columns import now, plain
from storage.locks import hold
from storage.tables import SlipRow

_OF_PAPER = frozenset({"serial", "side"})
"""Members of a slip that say which side of which paper it is, and nothing of what it begins."""


def issue(s: Session, slips: Sequence[Slip], by: str) -> tuple[Slip, ...]:
    """Enter slips into the register before they are printed, and give each a serial.

    Args:
        s: A session that writes.
        slips: What they say; their own serials do not matter.
        by: Who prints them.

    Returns:
        The slips with their serials, in the order given.
    """
    hold(s, "slip")
    issued = []
    for slip in slips:
        one = replace(slip, serial=_free_serial(s), side=SIDES[0])
        s.add(SlipRow(serial=one.serial, said=_said(one), printed_by=plain(by), printed_at=now()))
        events.append(s, "slip_printed", f"slip:{one.serial}", {**_said(one), "by": by})
        issued.append(one)
    return tuple(issued)


def bind(s: Session, serial: str, slip: Slip, by: str, *, again: bool = False) -> Slip:
    """Say what a slip means that was printed without a file number.

    Args:
        s: A session that writes.
        serial: Of the slip.
        slip: What it says from now on; its kind, serial and side do not matter, and what is empty stays as it was.
        by: Who says so.
        again: The slip may have another number already, which it loses.

    Returns:
        The slip as the register now has it.

    Raises:
        NotFound: No such slip was printed from this store.
        InputRejected: It has another number already.
    """
    row = s.get(SlipRow, serial, with_for_update=True)
    if row is None:
        raise _unknown(serial)
    before = _restore(row)
    if not again and before.number and not _same_number(before.number, slip.number):
        raise InputRejected(
            f"Slip {serial} belongs to {before.number} already. Use a slip that is free, or say --again to change it.",
            f"पर्ची {serial} पहले से {before.number} की है। कोई खाली पर्ची लें, या बदलने के लिए --again लिखें।",
        )
    said = {**row.said, **{name: value for name, value in _said(slip).items() if name != "kind"}}
    if said != row.said or row.bound_at is None:
        row.said, row.bound_by, row.bound_at = said, plain(by), now()
        s.flush()
        events.append(s, "slip_bound", f"slip:{serial}", {**said, "before": _said(before), "by": by})
    return _restore(row)


def find(s: Session, serial: str) -> Slip | None:
    """What the register knows of a serial: what was printed, and over it what it was bound to.

    Args:
        s: A session.
        serial: Of a slip.
    """
    row = s.get(SlipRow, serial)
    return None if row is None else _restore(row)


def resolve(s: Session, slip: Slip) -> Slip:
    """A slip as it was read, made whole: its bars say no more than kind and serial, and it may be bound since.

    Args:
        s: A session.
        slip: As read.

    Returns:
        What the register knows, with the side that was read. The slip itself where the register does not know it, or
        knows another paper under its serial: then another store printed it.
    """
    row = s.get(SlipRow, slip.serial) if slip.serial else None
    if row is None:
        return slip
    known = _restore(row)
    # The bars say nothing but the kind; a QR code that says something else was not printed from this register.
    another = bool(slip.number) and row.bound_at is None and not _same_number(slip.number, known.number)
    return slip if slip.kind != known.kind or another else replace(known, side=slip.side)


def _free_serial(s: Session) -> str:
    while s.get(SlipRow, serial := make_serial()) is not None:
        pass
    return serial


def _said(slip: Slip) -> dict[str, Any]:
    return {
        name: plain(value) if isinstance(value, str) else value
        for name, value in asdict(slip).items()
        if name not in _OF_PAPER and value not in ("", None)
    }


def _restore(row: SlipRow) -> Slip:
    said: Mapping[str, Any] = row.said
    return Slip(**said, serial=row.serial)


def _same_number(one: str, other: str) -> bool:
    return (nasti_key(one) or one) == (nasti_key(other) or other)


def _unknown(serial: str) -> NotFound:
    doubt = "" if is_serial(serial) else " Its check character does not fit: look at the slip again."
    in_hindi = "" if is_serial(serial) else " उसका जाँच अक्षर मेल नहीं खाता: पर्ची फिर से देखें।"
    return NotFound(
        f"No slip {serial} was printed from this store.{doubt}",
        f"इस भंडार से पर्ची {serial} नहीं छपी है।{in_hindi}",
    )
