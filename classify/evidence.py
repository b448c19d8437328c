"""What the sheets of a nasti say together: readings of one value vote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classify import values
from classify.fields import make_field
from classify.labels import LOST_LABEL, labels_in, value_range
from classify.layout import Page
from classify.likeness import key_of_number, likeness, plain
from classify.numbers import read_number
from nasti.model import Field

COVER_VOTE, ORDER_SHEET_VOTE, NOTE_VOTE, LETTER_VOTE = 1.0, 0.9, 0.4, 0.25
"""Weight of a file number by where it stands: notes name other cases too, a letter's number seldom is the nasti's."""
FILE_VOTE = 0.85
"""Weight of one on a note behind the label of a file, which is the note's own."""
_OWN_VOTE = 0.8
"""Weight from which a reading is trusted as it is; below it, only with others."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A reading of the file number.

    Attributes:
        field: The reading.
        weight: How much the place it stands in says about the nasti, 0 to 1.
    """

    field: Field
    weight: float


def case_votes(page: Page, weight: float) -> list[Vote]:
    """File numbers that a page carries behind a label in its upper half.

    Args:
        page: An order sheet or a note.
        weight: How much such a page says about the nasti, 0 to 1.
    """
    votes = []
    for row in page.rows:
        for label in labels_in("case", row):
            span = value_range(row, label)
            value = values.number_value(row.words[span.start : span.stop])
            own = _FILE.search(plain(row.words[label.first].text)) is not None
            if value and value.fit > (_WEAK_FORM if own else 0.6) and page.depth(row) < (_HEAD if own else 0.5):
                field = value.as_field(page.position, label.likeness)
                votes.append(Vote(field, max(weight, FILE_VOTE) if own else weight))
    return votes or list(_bare_votes(page, weight))


def _bare_votes(page: Page, weight: float) -> Iterator[Vote]:
    """File numbers in the head of a page whose label was lost: of a form that only files have, in a short row."""
    for row in page.rows:
        if page.depth(row) > _HEAD or len(row.cores) > _SHORT_ROW:
            continue
        number = read_number(row.text, unlabelled=True)
        if number:
            held = values.covering(row.words, number.start, number.end)
            field = make_field(number.value, held, page.position, label=LOST_LABEL, fit=number.fit)
            yield Vote(field, _BARE * weight)


_HEAD, _SHORT_ROW, _BARE = 0.25, 8, 0.6
_FILE = re.compile("^(?:नस्त|फाइल|फाईल|पत्रावल|file)")
_WEAK_FORM = 0.4


def letter_votes(numbers: Sequence[Field]) -> list[Vote]:
    """Letter numbers of a form that only files have: the nasti's number with a serial behind it, or without.

    Args:
        numbers: The letter numbers of the nasti.
    """
    found = ((field, read_number(str(field.value), unlabelled=True)) for field in numbers)
    return [Vote(field, LETTER_VOTE) for field, number in found if number]


def elect_number(votes: Sequence[Vote]) -> Field | None:
    """The file number that most and best readings speak for; None where there is no reading.

    Readings with the same canonical form are one candidate. What speaks for another one lowers the confidence.

    Args:
        votes: All readings.
    """
    groups: dict[str, list[Vote]] = {}
    for vote in votes:
        groups.setdefault(_key(vote.field), []).append(vote)
    if not groups:
        return None
    sums = {key: sum(vote.weight * vote.field.confidence for vote in group) for key, group in groups.items()}
    best = max(sums, key=lambda key: sums[key])
    doubt = 1.0
    for vote in groups[best]:
        doubt *= 1 - vote.weight * vote.field.confidence
    against = sum(weight for key, weight in sums.items() if key != best)
    share = sums[best] / (sums[best] + 0.5 * against) if sums[best] else 1.0
    strongest = max(groups[best], key=lambda vote: (vote.weight * vote.field.confidence, -vote.field.sheet))
    chosen = strongest.field
    alone = chosen.confidence if strongest.weight >= _OWN_VOTE else strongest.weight * chosen.confidence
    return replace(chosen, confidence=round(max(1 - doubt, alone) * share, 3))


def _key(field: Field) -> str:
    return key_of_number(str(field.value))


_HARDLY_READ = 0.5
_REPEATED_ELSEWHERE = 0.75
"""How often what stands above the copies is what stands at the head. Source: general knowledge of state letters."""


def support(head: Field | None, again: Field | None) -> Field | None:
    """A value from the head of a letter and from where it is repeated: the better reading, surer where both agree.

    Args:
        head: As the head has it; None where it was not read.
        again: As the repetition has it, which may also be another number of the same office.
    """
    if again is None:
        return head
    if head and _key(head) == _key(again):
        sure = 1 - (1 - head.confidence) * (1 - _REPEATED_ELSEWHERE * again.confidence)
        return replace(max((head, again), key=lambda field: field.confidence), confidence=round(sure, 3))
    if head is None or (head.confidence < _HARDLY_READ and again.confidence > head.confidence):
        return replace(again, confidence=round(_REPEATED_ELSEWHERE * again.confidence, 3))
    return head


_SAME_SUBJECT = 0.72
_BADLY_READ = 0.8


def elect_subject(cover: Field | None, others: Sequence[Field]) -> Field | None:
    """The subject of the nasti: the cover's, or where that was badly read the best reading of the same words elsewhere.

    Args:
        cover: As the cover has it; None where it was not read.
        others: Subjects of notes and letters, in order.
    """
    if cover is None:
        return replace(others[0], confidence=round(0.8 * others[0].confidence, 3)) if others else None
    alike = [other for other in others if likeness(plain(str(cover.value)), plain(str(other.value))) >= _SAME_SUBJECT]
    best = max(alike, key=lambda other: other.confidence, default=cover)
    return best if cover.confidence < _BADLY_READ and best.confidence > cover.confidence else cover


def elect_year(cover: Field | None, number: Field | None) -> Field | None:
    """The year of a nasti: the cover's, or the one that its number carries where that was read better.

    Args:
        cover: As the cover has it; None where it was not read. What a person says stands.
        number: The file number; None where none was read.
    """
    carried = year_of_number(number) if number else None
    if cover is None or carried is None or cover.told:
        return cover or carried
    same = isinstance(cover.value, int) and isinstance(carried.value, int) and abs(cover.value - carried.value) <= 1
    return cover if same or cover.confidence >= carried.confidence else carried


def year_of_number(number: Field) -> Field | None:
    """The year that a file number carries.

    Args:
        number: The file number.
    """
    found = read_number(str(number.value))
    if found is None or found.year is None:
        return None
    return replace(number, value=found.year, confidence=round(0.85 * number.confidence, 3))
