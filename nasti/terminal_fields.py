"""Tables of fields, of what people said of them, and of links, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from nasti.field_names import name_field
from nasti.terminal import new_table, show_table

if TYPE_CHECKING:
    from storage.fields import FieldLine
    from storage.links import Link
    from storage.said import Word

STATES = {
    "told": "व्यक्ति ने बताया / told",
    "filled": "भरा / filled",
    "unsure": "जाँचें / check",
    "missing": "नहीं मिला / missing",
    "to_enter": "दो व्यक्ति भरें / two people type it",
    "to_enter_again": "एक और व्यक्ति भरे / one more types it",
    "entries_differ": "भरे मान अलग हैं / entries differ",
}
RELATIONS = {
    "answers": "का उत्तर / answers",
    "answered_by": "का उत्तर मिला / answered by",
    "same_letter": "वही पत्र / same letter",
    "previous": "पूर्व नस्ती / previous",
    "next": "अगली नस्ती / next",
    "linked": "संबंधित नस्ती / linked",
    "volume": "दूसरा खंड / other volume",
}
_STYLES = {"told": "green", "filled": "", "missing": "red"}


def show_fields(found: Sequence[FieldLine], crops: Sequence[Path | None] | None = None) -> None:
    """Fields, with how sure each is, whether it waits for a person, and where the picture of it lies."""
    table = new_table("Fields / खाने", "nasti", "page", "paper", "field", "value", "sure", "")
    for one, crop in zip(found, crops or [None] * len(found), strict=True):
        sure = "" if one.value is None else f"{one.confidence:.2f}"
        style = _STYLES.get(one.state, "yellow")
        state = f"[{style}]{STATES[one.state]}[/]" if style else STATES[one.state]
        state += "" if crop is None else f"\n{escape(str(crop))}"
        table.add_row(
            f"#{one.nasti_id} {escape(one.number or '—')}", escape(one.page or ""), one.paper or "",
            f"{one.name} ({name_field(one.name)})", escape("—" if one.value is None else str(one.value)), sure, state,
        )  # fmt: skip
    show_table(table)


def show_words(words: Sequence[tuple[Word, str | None]]) -> None:
    """What people said of fields; what was typed blind is not shown."""
    table = new_table("Said / कहा गया", "field", "was", "said", "by", "when", "taken back by")
    for word, taken_back_by in words:
        was = "—" if word.read is None else str(word.read["value"])
        said = "···" if word.blind else "—" if word.value is None else str(word.value)
        when = word.at.astimezone().strftime("%d.%m.%Y %H:%M")
        table.add_row(
            f"{word.name} ({name_field(word.name)})", "···" if word.blind else escape(was), escape(said),
            escape(word.by), when, escape(taken_back_by or ""),
        )  # fmt: skip
    show_table(table)


def show_links(found: Sequence[Link]) -> None:
    """What a nasti hangs together with."""
    table = new_table("Links / संबंध", "page", "", "nasti", "department", "page there")
    for one in found:
        nasti = escape(one.number or "—") if one.nasti_id is None else f"#{one.nasti_id} {escape(one.number or '—')}"
        relation = RELATIONS[one.relation] if one.sure else f"{RELATIONS[one.relation]} ?"
        table.add_row(one.page or "", relation, nasti, escape(one.department), one.page_there or "")
    show_table(table)
