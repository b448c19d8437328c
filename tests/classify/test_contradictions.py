from __future__ import annotations

from classify.contradictions import contradictions
from classify.evidence import Vote
from nasti.model import Field, Part, Sheet

BOX = (1, 2, 3, 4)
SHEETS = [Sheet(n, (2480, 3508), 300) for n in range(4)]
PARTS: list[Part | None] = [None, "noting", "noting", "correspondence"]


def field(value: str | int, sheet: int = 0, confidence: float = 0.95) -> Field:
    return Field(value, str(value), confidence, sheet, BOX)


def names(fields: dict[str, Field], votes: list[Vote]) -> dict[int, list[tuple[str, float | None]]]:
    found = contradictions(fields, votes, SHEETS, PARTS)
    return {at: [(notice.name, notice.measure) for notice in notices] for at, notices in found.items()}


def test_an_order_sheet_of_another_case() -> None:
    own, other = field("142/अ-27/1993-94"), field("143/अ-27/1993-94", 2)
    votes = [Vote(own, 1.0), Vote(other, 0.9), Vote(field("9/अ-6/1990-91", 1), 0.4)]
    assert names({"file_number": own}, votes) == {2: [("number_differs", None)]}


def test_a_misread_number_contradicts_nothing() -> None:
    own = field("142/अ-27/1993-94")
    assert names({"file_number": own}, [Vote(own, 1.0), Vote(field("1/अ-2/1993-94", 2, 0.5), 0.9)]) == {}
    assert names({}, [Vote(own, 1.0)]) == {}


def test_a_year_that_the_number_does_not_carry() -> None:
    number = field("142/अ-27/1993-94")
    assert names({"file_number": number, "year": field(1987)}, []) == {0: [("year_differs", 1987.0)]}
    assert names({"file_number": number, "year": field(1994)}, []) == {}


def test_counts_of_the_cover() -> None:
    counted = {"noting_pages": field(2), "correspondence_pages": field(7)}
    assert names(counted, []) == {0: [("count_differs", 1.0)]}
    assert names({"correspondence_pages": field(7, confidence=0.5)}, []) == {}
