"""Which number and department a nasti has, as people say it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.errors import InputRejected
from nasti.hindi import ascii_number
from storage import handling
from storage.locks import hold
from storage.nastis import bind_again, locked_nasti
from storage.placing import department_id_of, key_of
from storage.tables import NastiRow


def rename(s: Session, nasti_id: int, number: str | None, department: str, *, told: bool, by: str) -> int:
    """Let a nasti have this number in this department, and be bound again.

    Where the department has a nasti of that number already, the sheets go there, which can be undone as any move.

    Args:
        s: A session that writes.
        nasti_id: The nasti.
        number: As written; None for a stack of which it is not known which nasti it is.
        department: "" where none is known.
        told: Whether a person says the number; False lets what is read change it.
        by: Who does it.

    Returns:
        The nasti that has the sheets now.

    Raises:
        NotFound: There is no such nasti.
        InputRejected: What is to be the number has no letter and no digit.
    """
    hold(s, "place")
    nasti = locked_nasti(s, nasti_id)
    key = None if number is None else key_of(number, told=True)
    if number is not None and key is None:
        raise InputRejected(f"{number!r} is no file number.", f"{number!r} नस्ती क्रमांक नहीं है।")
    department_id = department_id_of(s, department)
    same = (NastiRow.number_key == key, NastiRow.department_id == department_id, NastiRow.id != nasti_id)
    other = None if key is None else s.scalar(select(NastiRow.id).where(*same))
    if other is not None and number is not None:
        handling.place(s, nasti_id, number, department, by)
        return other
    nasti.number, nasti.number_key, nasti.department_id = number, key, department_id
    nasti.number_ascii = None if number is None else ascii_number(number)
    nasti.number_told = told
    bind_again(nasti)
    s.flush()
    return nasti_id
