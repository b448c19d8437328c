"""`nasti learn`: learn from what people said, and say what it gained."""

from __future__ import annotations

from typing import Annotated

import typer

from nasti import terminal
from nasti.commands.common import AsJson, Config, StoreFolder, load, open_store, print_json
from nasti.errors import NotFound


def learn(
    report: Annotated[bool, typer.Option("--report", help="Only say what the last learning gained.")] = False,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Learn kinds, fields and letterheads from everything that people corrected and confirmed."""
    from nasti.learning import tell
    from nasti.teaching import learn_now
    from storage import lessons

    settings = load(config, store)
    with open_store(settings) as opened:
        if not report:
            learn_now(opened, settings)
        model = opened.read(lessons.newest)
    if model is None:
        raise NotFound(
            "Nothing was learned yet: nobody has said anything of fields or pages. Begin with: nasti fields waiting",
            "अभी कुछ नहीं सीखा गया: किसी ने खानों या पृष्ठों के बारे में कुछ नहीं कहा। शुरू करें: nasti fields waiting",
        )
    if as_json:
        print_json(model)
    else:
        terminal.show_text("\n".join([*tell(dict(model.report)), ""]))
