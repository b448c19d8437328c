"""``/api/search``: the search, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from storage.search import Options, Results, search
from storage.store import Store

MOST_AT_ONCE = 100
"""Nasti of one answer."""

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search", summary="Find nasti and pages")
def find(
    request: Request,
    q: Annotated[
        str,
        Query(
            description='Words in either script (all must match), "phrases", file numbers or pieces of them, begin*, '
            "-without, and field:value with Hindi or English names: विभाग:राजस्व, year:1994..1998, number:142/अ-27, "
            "kind:order, from:तहसीलदार. Any text is a query."
        ),
    ] = "",
    limit: Annotated[int, Query(ge=0, le=MOST_AT_ONCE, description="Nasti to give back.")] = 20,
    after: Annotated[str, Query(description="The `cursor` of the answer before, to see what follows.")] = "",
    wide: Annotated[bool, Query(description="Look for less probable spellings too.")] = False,
    facets: Annotated[bool, Query(description="Count what was found by department, section, year and so on.")] = True,
) -> Results:
    """Find nasti by what stands on their pages and in their fields, best first.

    Hits that are only approximate say so and come after all exact ones. Restricted nasti do not show, nor do they
    count.
    """
    store: Store = request.app.state.store
    options = Options(limit=limit, cursor=after, wide=wide, facets=facets)
    return store.read(lambda s: search(s, q, options))
