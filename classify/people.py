"""Who wrote a paper, and to whom: posts, offices and persons named on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from classify.fields import known_confidence, make_field
from classify.labels import LOST_LABEL, labels_in
from classify.layout import Page, Row, has_letters, join, tidy
from classify.likeness import likeness, plain
from classify.marks import Marked
from classify.tables import find, load, recognise
from nasti.model import Field, Word

_DESIGNATION_LIKENESS = 0.8
_LEAST_COVERED = 0.75
"""Share of a line that a known post must cover: अधीक्षक alone is not the विद्युत अधीक्षक of a line."""
_UNKNOWN_POST_FIT = 0.75


def read_sender(pages: Sequence[Page], marks: Sequence[Marked]) -> Field | None:
    """Who wrote: the office of the letterhead, or whose post stands at the signature.

    Args:
        pages: Of the paper.
        marks: The labels in the head of its first page.
    """
    head = next((mark for mark in marks if mark.label.name == "office" and mark.begins_row), None)
    written = _person(_office_words(pages[0], head), pages[0].position, head.label.likeness) if head else None
    signers = [person for page in pages for person in _signers(page)]
    if written and written.known:
        return _unless_signed_by_another(written.field, signers)
    signed = next((person for person in signers if person.known), None) or written
    if signed:
        return signed.field
    return signers[0].field if signers else None


def _unless_signed_by_another(office: Field, signers: Sequence[_Person]) -> Field:
    """The office of a letterhead, less sure where somebody else signs: another's letterhead, or on behalf of it."""
    alike = [likeness(plain(str(office.value)), plain(str(signer.field.value))) for signer in signers]
    if not alike or max(alike) >= _SAME_POST:
        return office
    return replace(office, confidence=round(_SIGNED_BY_ANOTHER * office.confidence, 3))


_SAME_POST = 0.75
_SIGNED_BY_ANOTHER = 0.6
"""Trust in a letterhead that the signature contradicts; set by hand, so that a person is asked."""


def _signers(page: Page) -> Iterator[_Person]:
    """The posts at the right of a page, below its head and above the copies: at signatures."""
    closed = False
    for row in page.rows:
        begins = {label.name for label in labels_in("letter", row) if label.first in row.cores[:1]}
        if begins & {"copy_to", "endorsement"}:
            return
        at_right = page.across((row.box[0] + row.box[2]) / 2) > 0.55
        if at_right and page.depth(row) > 0.2 and len(row.cores) <= 7 and "closing" not in begins:
            person = _person(row.words, page.position, 1.0)
            if person and (person.known or _is_post(row) or (closed and not _is_bracketed(row))):
                yield person
        closed = "closing" in begins


def _is_bracketed(row: Row) -> bool:
    """Whether a row is the name of who signs, as it stands in brackets above the post."""
    return row.text.startswith("(")


def _is_post(row: Row) -> bool:
    """Whether a row names a post that no table has: its last word is one that posts end with."""
    last = plain(row.words[row.cores[-1]].text) if row.cores else ""
    return last in map(plain, load("posts")["endings"])


def read_applicant(pages: Sequence[Page]) -> Field | None:
    """Who applies: the name below the label of the applicant or the greeting, or behind it.

    Args:
        pages: Of the paper.
    """
    for page in reversed(pages):
        for index, row in enumerate(page.rows):
            label = next((label for label in labels_in("letter", row) if label.name in _APPLICANT), None)
            if label is None or page.depth(row) < 0.25:
                continue
            behind = row.words[label.last + 1 :]
            lines = [behind, *(below.words for below in page.rows[index + 1 : index + 4])]
            for line in lines:
                name = _name(line)
                if name:
                    return make_field(tidy(join(name)), name, page.position, label=label.likeness, fit=_NAME_FIT)
    return None


_APPLICANT = frozenset({"applicant", "closing"})
_NAME_FIT = 0.9
_NAME_WORDS = range(2, 6)


def _name(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a person's name among those of a line; none where the line says something else."""
    named = tuple(word for word in words if has_letters(word.text) and plain(word.text) not in _TITLES)
    if len(named) not in _NAME_WORDS or any(character.isdecimal() for word in named for character in word.text):
        return ()
    if plain(named[0].text) in _NO_NAME or any(plain(word.text) in _SENTENCE for word in named):
        return ()
    return named


_SENTENCE = frozenset(map(plain, ("की", "के", "का", "को", "में", "ने", "से", "है", "हैं", "हूँ", "एवं", "the", "of", "is", "and")))
_TITLES = frozenset({"श्री", "नाम", "हस्ताक्षर", *map(plain, ("श्रीमती", "कुमारी", "Shri"))})
_NO_NAME = frozenset(
    map(plain, ("ग्राम", "निवासी", "दिनांक", "स्थान", "पता", "जिला", "तहसील", "मोबाइल", "मो", "Date", "Place"))
)


def read_recipient(page: Page, marks: Sequence[Marked]) -> Field | None:
    """To whom: the first of the lines below the addressee's label that is a known post, else the first line.

    Args:
        page: The first of the paper.
        marks: The labels in its head.
    """
    to = next((mark for mark in marks if mark.label.name == "to" and mark.begins_row), None)
    if to is None:
        return _without_label(page, marks)
    labelled = {mark.index for mark in marks if mark.begins_row and mark.label.name in _BELOW_ADDRESS}
    lines = [to.value]
    for index in range(to.index + 1, min(to.index + 4, len(page.rows))):
        if index in labelled:
            break
        lines.append(page.rows[index].words)
    people = [person for line in lines if (person := _person(line, page.position, to.label.likeness))]
    best = next((person for person in people if person.known), people[0] if people else None)
    return best.field if best else None


def _without_label(page: Page, marks: Sequence[Marked]) -> Field | None:
    """To whom where the label was lost: a known post at the left between the number and what the letter is about."""
    numbered = [mark.index for mark in marks if mark.label.name in ("number", "date") and mark.opens]
    if not numbered:
        return None
    below = min(
        (mark.index for mark in marks if mark.label.name == "subject" and mark.begins_row), default=len(page.rows)
    )
    for row in page.rows[max(numbered) + 1 : min(below, max(numbered) + _ADDRESS_ROWS)]:
        if len(row.cores) <= _ADDRESS_WORDS and page.across(row.box[0]) < _ADDRESS_LEFT:
            person = _person(row.words, page.position, LOST_LABEL)
            if person and person.known:
                return person.field
    return None


_ADDRESS_ROWS, _ADDRESS_WORDS, _ADDRESS_LEFT = 5, 8, 0.4
_BELOW_ADDRESS = frozenset({"subject", "reference", "number", "date", "salutation"})


def read_demi_official(pages: Sequence[Page]) -> tuple[Field | None, Field | None]:
    """Sender and recipient of a demi-official letter: a known post above its number, and one at its foot on the left.

    Args:
        pages: Of the paper.
    """
    first, last = pages[0], pages[-1]
    head = (row for row in first.rows if first.depth(row) < _HEAD_OF_DEMI_OFFICIAL)
    closing = next(
        (index for index, row in enumerate(last.rows) for label in labels_in("letter", row) if label.name == "closing"),
        len(last.rows) // 2,
    )
    foot = (row for row in last.rows[closing + 1 :] if last.across(row.box[0]) < 0.4)
    return _first_post(first, head), _first_post(last, foot)


_HEAD_OF_DEMI_OFFICIAL = 0.25


def _first_post(page: Page, rows: Iterator[Row]) -> Field | None:
    people = [person for row in rows if (person := _person(row.words, page.position, 1.0))]
    return next((person.field for person in people if person.known), None)


class _Person(NamedTuple):
    """Someone named on a page, and whether the table of designations has the post."""

    field: Field
    known: bool


def _person(words: Sequence[Word], position: int, label: float) -> _Person | None:
    """The post that a line names before its comma or its district, without forms of address."""
    named = tuple(_named(words))
    if not any(has_letters(word.text) for word in named):
        return None
    if plain(named[0].text) in _EVERY:
        return _Person(make_field(tidy(join(named)), named, position, label=label, fit=_EVERY_FIT), True)
    longer = tuple(_named(words, through_commas=True))
    if len(longer) > len(named) and (post := _known_post(longer, position, label)):
        return post
    if post := _known_post(named, position, label):
        return _with_subject(post, longer[len(named) :])
    field = make_field(tidy(join(named)), named, position, label=label, fit=_UNKNOWN_POST_FIT)
    return _Person(field, False) if field.value else None


_EVERY = frozenset(map(plain, ("समस्त", "सभी", "All")))
_EVERY_FIT = 0.95


def _is_alike_at_ends(read: str, post: str) -> bool:
    """Whether print begins and ends as a post does: सहायक पंजीयक is no उप पंजीयक, whatever they are alike as a whole."""
    words, whole = post.split(), plain(read)
    first, last = plain(words[0]), plain(words[-1])
    return min(likeness(whole[: len(first)], first), likeness(whole[-len(last) :], last)) >= _ENDS_ALIKE


_ENDS_ALIKE = 0.5


def _with_subject(post: _Person, behind: Sequence[Word]) -> _Person:
    """A post with what it is for, where that stands behind its comma in words that offices are called by: …, उद्यान."""
    words = [tidy(word.text).rstrip(",") for word in behind if has_letters(word.text)]
    if not words:
        return post
    field = post.field
    trust = round(_SUBJECT_TRUST * field.confidence, 3)
    if len(words) > _SUBJECT_WORDS or not all(plain(word) in _calling_words() for word in words):
        # Either a place that no table has, or what the post is for.
        return _Person(replace(field, confidence=trust), True)
    return _Person(replace(field, value=f"{field.value}, {' '.join(words)}", confidence=trust), True)


_SUBJECT_WORDS, _SUBJECT_TRUST = 4, 0.65


@cache
def _calling_words() -> frozenset[str]:
    """Words that departments, sections and posts are called by."""
    entries = [entry for table in ("departments", "sections", "designations") for entry in load(table)]
    texts = (text for entry in entries for text in (entry["hi"], entry.get("en", ""), *entry.get("also", ())))
    return frozenset(plain(word) for text in texts for word in text.split()) - {""}


def _known_post(named: Sequence[Word], position: int, label: float) -> _Person | None:
    """The post of the table that some words are, all but for little."""
    found = find("designations", [word.text for word in named], at_least=_DESIGNATION_LIKENESS)
    if found and not _is_alike_at_ends(join(named[found.first : found.last + 1]), found.value):
        found = None
    if found:
        held = named[found.first : found.last + 1]
        if len(plain(join(held))) >= _LEAST_COVERED * len(plain(join(named))):
            sure = known_confidence(held)
            field = make_field(found.value, held, position, label=label, fit=found.likeness, reading=sure)
            return _Person(field, True)
    return None


def _named(words: Sequence[Word], *, through_commas: bool = False) -> Iterator[Word]:
    started = False
    for word in words:
        text = plain(word.text)
        if not text or text in _ARTICLES or any(likeness(text, form) >= 0.74 for form in _FORMS_OF_ADDRESS):
            continue
        if started and (text in _PLACES or recognise("districts", word.text, at_least=0.9)):
            return
        started = True
        yield word
        if word.text.endswith((",", ";")) and not through_commas:
            return


_FORMS_OF_ADDRESS = tuple(map(plain, ("श्रीमान", "श्रीमती", "महोदय", "महोदया", "माननीय")))
_PLACES = frozenset(map(plain, ("जिला", "संभाग", "तहसील", "District", "Dist", "Distt")))
_ARTICLES = frozenset({"the", "श्री"})


def _office_words(page: Page, head: Marked) -> tuple[Word, ...]:
    if head.value or head.index + 1 >= len(page.rows):
        return head.value
    return page.rows[head.index + 1].words
