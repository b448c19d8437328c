"""`nasti search`, `nasti reindex`, `nasti alias`: finding, and what finding works with."""

from __future__ import annotations

from typing import Annotated

import typer

from nasti import terminal, terminal_search
from nasti.commands.common import AsJson, By, Config, StoreFolder, load, open_store, print_json, signed_in


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            help='Words in either script, a "phrase", a file number, begin*, -without, field:value (विभाग:राजस्व, '
            "year:1994..1998, kind:order, from:तहसीलदार). Put -- before a query that begins with a minus."
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Nasti to show.")] = 20,
    after: Annotated[str, typer.Option("--after", help="Show what follows: the cursor of the results before.")] = "",
    wide: Annotated[bool, typer.Option("--wide", help="Look for less probable spellings too.")] = False,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Show restricted nasti too, if you have the right to see them.")
    ] = False,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Find nasti by what stands on their pages and in their fields."""
    from storage import reindex as indexing
    from storage import search as searching

    options = searching.Options(limit, after, wide, restricted)
    with open_store(load(config, store)) as opened:
        missing = opened.read(indexing.behind)
        results = opened.read(lambda s: searching.search(s, " ".join(query), options))
    if missing:
        terminal.say(
            f"{missing} नस्तियाँ अभी खोज में नहीं हैं: nasti reindex चलाएँ। / "
            f"{missing} nasti are not in the search index yet: run nasti reindex."
        )
    if as_json:
        print_json(results)
    else:
        terminal_search.show_results(results)


def reindex(
    anew: Annotated[bool, typer.Option("--anew", help="Index everything again, not only what is missing.")] = False,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Bring the search index up; others may work meanwhile, and what is interrupted goes on where it stopped."""
    from storage.reindex import reindex as bring_up

    with open_store(load(config, store)) as opened, terminal.bar("index", "nasti") as tell:
        done = bring_up(opened, tell, anew=anew)
    if as_json:
        print_json({"nasti": done})
    else:
        terminal.say(f"{done} नस्तियाँ अनुक्रमित / {done} nasti indexed")


def alias(
    spelling: Annotated[str | None, typer.Argument(help="What people type. [default: list all]")] = None,
    word: Annotated[str | None, typer.Argument(help="The word of the files that it stands for.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take this alias away instead.")] = False,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Let a search for one word find another as well: `nasti alias sdo अनुविभागीय`."""
    from storage import aliases

    if (spelling is None) != (word is None):
        raise typer.BadParameter("an alias takes two words: what people type, and what it stands for")
    with open_store(load(config, store)) as opened:
        if spelling is not None and word is not None:
            change = aliases.remove_alias if remove else aliases.add_alias
            opened.write(lambda s: change(s, spelling, word, by or signed_in()))
        known = opened.read(aliases.list_aliases)
    if as_json:
        print_json([{"spelling": here, "word": there} for here, there in known])
    else:
        terminal_search.show_aliases(known)
