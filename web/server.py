"""Listens for requests until the process is told to stop."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from nasti.errors import ConfigError
from storage.search import prepare

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
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be listened on: {error.strerror}. Name another with --host or --port.",
            f"{host}:{port} पर सुना नहीं जा सकता: {error.strerror}। --host या --port से दूसरा बताएँ।",
        ) from error
    prepare()
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_S)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
