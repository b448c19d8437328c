"""The web application: what answers under which address."""

from __future__ import annotations

from fastapi import FastAPI

from storage.store import Store
from web.search import router


def make_app(store: Store) -> FastAPI:
    """An application over a store.

    Args:
        store: Opened and migrated; it stays open as long as the application is used.
    """
    app = FastAPI(
        title="Nasti",
        description="Finds the nasti (नस्ती) of an e-office store and the pages in them.",
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.store = store
    app.include_router(router)
    return app
