"""What a search found, and the words that people search by, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape

from nasti.terminal import show_line

if TYPE_CHECKING:
    from storage.search import NastiHit, PageHit, Reading, Results

_MOST_COUNTS, _MOST_MEANT = 8, 8


def show_results(results: Results) -> None:
    """Search results: how the query was understood, nasti, their best pages, the words found marked, and counts."""
    for piece in results.how:
        _show_reading(piece)
    if results.suggestion:
        show_line(f"क्या आपका आशय / did you mean: [bold]{escape(results.suggestion)}[/]")
    for hit in results.nastis:
        _show_hit(hit)
    more = "" if results.complete else "at least "
    show_line(f"[bold]{more}{results.total_nastis} nasti, {results.total_pages} pages[/]")
    for name, counts in results.facets.items():
        if len(counts) > 1:
            values = " · ".join(f"{escape(str(one.value))} {one.nastis}" for one in counts[:_MOST_COUNTS])
            show_line(f"[dim]{name}: {values}[/]")
    if results.cursor:
        show_line(f"[dim]… --after {results.cursor}[/]")


def _show_reading(piece: Reading) -> None:
    if piece.kind == "ignored":
        show_line(f"[yellow]{escape(piece.typed)}: {piece.field}?[/]")
    elif piece.as_typed:
        show_line(f"[dim]{escape(piece.typed)}: केवल जैसा लिखा है / only as typed[/]")
    elif piece.near or (piece.kind == "word" and piece.exact and piece.exact != (piece.typed,)):
        meant = list(dict.fromkeys((*piece.exact, *piece.near)))
        more = " …" if len(meant) > _MOST_MEANT else ""
        show_line(f"[dim]{escape(piece.typed)} → {escape(', '.join(meant[:_MOST_MEANT]))}{more}[/]")


def show_aliases(aliases: Iterable[tuple[str, str]]) -> None:
    """Words that people search by, and what they stand for."""
    for spelling, word in aliases:
        show_line(f"{escape(spelling)} → {escape(word)}")


def _show_hit(hit: NastiHit) -> None:
    about = " · ".join(escape(str(part)) for part in (hit.subject, hit.department, hit.year) if part)
    doubt = " [yellow](approximate)[/]" if hit.approximate else ""
    show_line(f"[bold cyan]#{hit.nasti_id} {escape(hit.number or '—')}[/] {about}{doubt}")
    for page in hit.pages:
        given = "".join(f"[black on cyan]{escape(keyword)}[/] " for keyword in page.keywords)
        mark = "[yellow]≈[/] " if page.approximate and not hit.approximate else ""
        show_line(f"    {mark}[green]{escape(page.label)}[/] {given}{_snippet(page)}")


def _snippet(page: PageHit) -> str:
    return " ".join(
        f"[black on yellow]{escape(piece.text)}[/]" if piece.lit else escape(piece.text) for piece in page.snippet
    )
