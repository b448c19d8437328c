"""`nasti serve`: the pages and the interface for programs, over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from nasti import terminal
from nasti.commands.common import Config, StoreFolder, load, open_store


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for all of this machine's.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8030,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Answer searches over HTTP, until stopped with Ctrl-C. Restricted nasti never show here."""
    from web.app import make_app
    from web.server import listen

    with open_store(load(config, store)) as opened:
        terminal.say(f"http://{host}:{port}/api/docs; रोकने के लिए Ctrl-C। / stop with Ctrl-C.")
        listen(make_app(opened), host, port)
