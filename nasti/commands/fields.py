"""`nasti fields …`, `nasti links`: what was read of nasti and papers, what waits for a person, and what people say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nasti import terminal, terminal_fields
from nasti.commands.common import (
    AsJson,
    By,
    Config,
    Number,
    StoreFolder,
    bring_to_end,
    load,
    open_store,
    print_json,
    signed_in,
)
from nasti.commands.crops import Place, write_crops
from nasti.errors import InputRejected, NotFound
from nasti.model import Notice
from nasti.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.fields import FieldLine
    from storage.said import Target
    from storage.store import Store

app = typer.Typer(
    name="fields",
    help="See, confirm and correct what was read: numbers, dates, subjects. Everything can be taken back.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help="Field as `nasti fields show` names it: file_number, subject, date, …")]
Page = Annotated[
    str | None, typer.Option("--page", help="A page of the paper it is of (C-3). [default: the nasti's own field]")
]
Nothing = Annotated[bool, typer.Option("--none", help="There is no such thing on the paper.")]
Typed = Annotated[str | None, typer.Argument(help="What it is, in any spelling: 15.9.94, १४२/अ-27/1993-94, …")]


@app.command()
def show(number: Number, as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Show every field of a nasti and of its papers: the value, how sure it is, and where it was read."""
    from storage import fields, views

    settings = load(config, store)
    with open_store(settings) as opened:
        nasti_id = opened.read(partial(views.find_nasti, number_or_id=number))
        found = opened.read(lambda s: fields.fields_of(s, nasti_id, settings.fields))
    _show(found, as_json=as_json)


@app.command()
def waiting(
    number: Annotated[
        str | None, typer.Argument(help="File number in any spelling, or #id. [default: all nasti]")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 200,
    crops: Annotated[
        Path | None, typer.Option("--crops", help="Folder for a picture of each, with the place outlined.")
    ] = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """List the fields that wait for a person: read unsurely, missing, or to be typed by two people."""
    from storage import fields, views

    settings = load(config, store)
    with open_store(settings) as opened:
        nasti_id = None if number is None else opened.read(partial(views.find_nasti, number_or_id=number))
        found = opened.read(lambda s: fields.waiting(s, settings.fields, nasti_id=nasti_id, limit=limit))
        pictures = _cut(opened, settings, found, crops) if crops is not None else None
    _show(found, pictures, as_json=as_json)


@app.command()
def say(
    number: Number,
    name: Name,
    typed: Typed = None,
    page: Page = None,
    nothing: Nothing = False,
    by: By = None,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say what a field is, or with --none that there is none."""
    from storage import said

    value = _value(name, typed, nothing=nothing, of_paper=page is not None)
    settings = load(config, store)
    if name in settings.fields.twice:
        raise InputRejected(
            f"The field {name} is typed by two people without seeing it: nasti fields enter",
            f"{name} खाना दो व्यक्ति बिना देखे भरते हैं: nasti fields enter",
        )
    with open_store(settings) as opened:
        if opened.write(lambda s: said.say(s, _target(s, number, name, page), value, by or signed_in())):
            bring_to_end(settings, opened)


@app.command()
def confirm(
    number: Number,
    names: Annotated[
        list[str] | None, typer.Argument(help="Fields whose value is right. [default: all that wait and have one]")
    ] = None,
    page: Page = None,
    by: By = None,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say that what was read is right."""
    from storage import fields, said, views

    settings = load(config, store)

    def work(s: Session) -> int:
        nasti_id = views.find_nasti(s, number)
        sheet_id = _paper_of(s, nasti_id, page)
        there = [one for one in fields.fields_of(s, nasti_id, settings.fields) if one.sheet_id == sheet_id]
        read = {one.name: one for one in there if one.state in ("unsure", "filled")}
        if missing := [name for name in names or () if name not in read]:
            raise NotFound(
                f"Nothing was read for {', '.join(missing)}. Say what it is: nasti fields say",
                f"{', '.join(missing)} के लिए कुछ नहीं पढ़ा गया। बताएँ कि वह क्या है: nasti fields say",
            )
        meant = names or [name for name, one in read.items() if one.state == "unsure"]
        who = by or signed_in()
        return sum(said.say(s, said.Target(nasti_id, name, sheet_id), read[name].value, who) for name in meant)

    with open_store(settings) as opened:
        if opened.write(work):
            bring_to_end(settings, opened)


@app.command()
def enter(
    number: Number,
    name: Name,
    typed: Typed = None,
    page: Page = None,
    nothing: Nothing = False,
    by: By = None,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Type a field without seeing what was read; it stands once a second person types the same."""
    from storage import said

    value = _value(name, typed, nothing=nothing, of_paper=page is not None)
    settings = load(config, store)
    with open_store(settings) as opened:
        if opened.write(lambda s: said.enter(s, _target(s, number, name, page), value, by or signed_in())):
            bring_to_end(settings, opened)
        else:
            terminal.say("एक और व्यक्ति को इसे भरना है। / Another person has to type it.")


@app.command("take-back")
def take_back(
    number: Number, name: Name, page: Page = None, by: By = None, config: Config = None, store: StoreFolder = None
) -> None:
    """Take back the last thing that was said of a field."""
    from storage import said

    settings = load(config, store)
    with open_store(settings) as opened:
        opened.write(lambda s: said.take_back(s, _target(s, number, name, page), by or signed_in()))
        bring_to_end(settings, opened)


@app.command()
def history(number: Number, as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Say what people said of the fields of a nasti, and when."""
    from storage import said, views

    with open_store(load(config, store)) as opened:
        words = opened.read(lambda s: said.history(s, views.find_nasti(s, number)))
    if as_json:
        print_json([{"said": word, "taken_back_by": taken_back_by} for word, taken_back_by in words])
    else:
        terminal_fields.show_words(words)


def links(number: Number, as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """List what a nasti hangs together with: letters it answers, copies, previous and linked nasti, volumes."""
    from storage import links as linking
    from storage import views

    with open_store(load(config, store)) as opened:
        found = opened.read(lambda s: linking.links_of(s, views.find_nasti(s, number)))
    if as_json:
        print_json(found)
    else:
        terminal_fields.show_links(found)


def _value(name: str, typed: str | None, *, nothing: bool, of_paper: bool) -> str | int | None:
    from nasti.entries import form_of, read_entry

    if (typed is None) != nothing:
        raise InputRejected(
            "Say what the field is, or --none when there is none.", "बताएँ कि खाने में क्या है, या न होने पर --none लिखें।"
        )
    form_of(name, of_paper=of_paper)
    return None if typed is None else read_entry(name, typed, of_paper=of_paper)


def _target(s: Session, number: str, name: str, page: str | None) -> Target:
    from storage import said, views

    nasti_id = views.find_nasti(s, number)
    return said.Target(nasti_id, name, _paper_of(s, nasti_id, page))


def _paper_of(s: Session, nasti_id: int, page: str | None) -> int | None:
    """First sheet of the paper that a page lies in; None where no page is named."""
    from storage import keywords, said

    if page is None:
        return None
    return said.paper_of(s, nasti_id, keywords.find_sheet(s, nasti_id, page, pages_only=False))


def _cut(store: Store, settings: Settings, found: list[FieldLine], folder: Path) -> list[Path | None]:
    """Pictures of where the fields were read; None for those that were not."""
    from storage import sheets

    evidence = {one.evidence_id for one in found if one.evidence_id is not None}
    kept = {one.id: one for one in store.read(lambda s: sheets.sheets_by_id(s, evidence))}
    places = []
    for one in found:
        sheet = kept.get(one.evidence_id or 0)
        name = f"{one.nasti_id}-{one.evidence_id}-{one.name}"
        notice = Notice(one.name, box=one.box)
        places.append(None if sheet is None else Place(name, sheet.picture_key, sheet.sheet, notice))
    return write_crops(store, settings, places, folder)


def _show(found: list[FieldLine], pictures: list[Path | None] | None = None, *, as_json: bool) -> None:
    shown = [one.shown_blind for one in found]
    if as_json:
        crops = pictures or [None] * len(shown)
        print_json([{"field": one, "crop": crop} for one, crop in zip(shown, crops, strict=True)])
    else:
        terminal_fields.show_fields(shown, pictures)
