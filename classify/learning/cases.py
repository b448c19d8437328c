"""The papers of a nasti, and the nasti itself, as learners look at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classify.layout import Page
from classify.learning.choices import Case
from classify.learning.spans import Surveyed, survey
from classify.likeness import plain
from nasti import hindi
from nasti.model import Field, Paper, Understood

NASTI = "nasti"
"""Stands for the kind of paper where the nasti's own fields are meant."""
_MOST_PAGES = 2
"""Pages of a paper that are looked at from its start, besides its last: what is sought stands at either end."""
_MOST_COVERS = 3
_MOST_PAPERS = 12
"""Papers of a nasti whose heads tell what it is about."""
_LEAST_LETTERS = 3


def paper_case(understood: Understood, pages: Sequence[Page | None], paper: Paper) -> Case:
    """A paper, to seek its fields in.

    Args:
        understood: The nasti, by the rules.
        pages: By sheet; None for sheets without print.
        paper: One of its papers.
    """
    own = _pages_of(understood, pages, paper)
    looked_at = survey([*own[:_MOST_PAGES], *own[_MOST_PAGES:][-1:]])
    heads = [word for page in looked_at[:1] for word in page.head]
    feet = [
        text for page in looked_at[-1:] for texts in page.texts[-4:] for text in texts if len(text) > _LEAST_LETTERS
    ]
    return Case(paper.kind, looked_at, paper.fields, _year(understood.fields), tuple(dict.fromkeys([*heads, *feet])))


def _pages_of(understood: Understood, pages: Sequence[Page | None], paper: Paper) -> list[Page]:
    positions = range(paper.first, paper.last + 1)
    return [
        page
        for position in positions
        if (page := pages[position]) and page.rows and understood.sheets[position].kind == paper.kind
    ]


def nasti_case(understood: Understood, pages: Sequence[Page | None]) -> Case:
    """The nasti, to seek its own fields on its covers; on its first printed page where it has none.

    Args:
        understood: The nasti, by the rules.
        pages: By sheet; None for sheets without print.
    """
    printed = [page for page in pages if page and page.rows]
    covers = [page for page in printed if understood.sheets[page.position].kind == "cover"][:_MOST_COVERS]
    looked_at = survey(covers or printed[:1])
    chosen = {page.page.position for page in looked_at}
    elsewhere = tuple(
        "".join(plain(word.text) for row in page.rows for word in row.words)
        for page in printed
        if page.position not in chosen
    )
    topics = tuple(dict.fromkeys(_topics(understood, pages, looked_at)))
    return Case(NASTI, looked_at, understood.fields, _year(understood.fields), topics, elsewhere)


def _topics(understood: Understood, pages: Sequence[Page | None], looked_at: Sequence[Surveyed]) -> Iterator[str]:
    number = understood.fields.get("file_number")
    if number:
        yield from (f"#{token}" for token in hindi.tokens(str(number.value)) if len(token) <= _LEAST_LETTERS)
    for paper in understood.papers[:_MOST_PAPERS]:
        first = pages[paper.first]
        if first and first.rows:
            yield from survey([first])[0].head
    for page in looked_at:
        yield from (text for texts in page.texts for text in texts if len(text) >= _LEAST_LETTERS)


def _year(fields: Mapping[str, Field]) -> int | None:
    year = fields.get("year")
    return year.value if year and isinstance(year.value, int) else None
