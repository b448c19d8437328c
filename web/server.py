"""Listens for requests until the process is told to stop."""

from __future__ import annotations

import errno

import uvicorn
from fastapi import FastAPI

from nasti.errors import ConfigError

GRACE_S = 10
"""Seconds that requests in hand have to end when the process is told to stop."""


def listen(app: FastAPI, host: str, port: int) -> None:
    """Answer requests until SIGINT or SIGTERM; those in hand are ended first.

    Args:
        app: The application.
        host: Address to listen on.
        port: Port to listen on.

    Raises:
        ConfigError: The address cannot be used.
    """
    config = uvicorn.Config(app, host, port, log_level="warning", timeout_graceful_shutdown=GRACE_S)
    try:
        listening = config.bind_socket()
    except (OSError, SystemExit) as error:
        why = "it is in use or not of this machine"
        if isinstance(error, OSError) and error.errno == errno.EACCES:
            why = "this user may not use it"
        raise ConfigError(f"{host}:{port} cannot be listened on: {why}. Name another with --host or --port.") from error
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
