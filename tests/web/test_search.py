"""`/api/search` answers as the search does."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from storage.store import Store
from web.app import make_app

NUMBER = "142/अ-27/1993-94"


class Client:
    """Asks the application, without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str, params: dict[str, Any] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://nasti") as client:
                return await client.get(path, params=params)

        return asyncio.run(ask())


@pytest.fixture
def client(store: Store) -> Client:
    return Client(make_app(store))


def test_a_query_is_answered_with_the_word_lit(client: Client) -> None:
    answer = client.get("/api/search", params={"q": "patan year:1993"})
    assert answer.status_code == 200
    found = answer.json()
    (hit,) = found["nastis"]
    assert (hit["number"], hit["approximate"], found["total_pages"]) == (NUMBER, False, 1)
    (page,) = hit["pages"]
    assert page["label"] == "N-1"
    assert page["boxes"] == [[30, 0, 39, 9]]
    assert [piece["text"] for piece in page["snippet"] if piece["lit"]] == ["पाटन"]
    assert found["facets"]["department"] == [{"value": "राजस्व 1", "nastis": 1, "pages": 1}]


def test_restricted_nasti_never_show(client: Client) -> None:
    found = client.get("/api/search", params={"q": NUMBER, "restricted": "true"}).json()
    assert [hit["nasti_id"] for hit in found["nastis"]] == [1]
    assert found["total_nastis"] == 1


@pytest.mark.parametrize("query", ["", "\x00", '"', "😀", "a" * 10_000, "विभाग:", "-", "*", "year:x"])
def test_no_query_is_an_error(client: Client, query: str) -> None:
    assert client.get("/api/search", params={"q": query}).status_code == 200


@pytest.mark.parametrize("query", [b"%ED%A0%80", b"%FF%FE", b"%00"])
def test_bytes_that_are_no_text_are_no_error(client: Client, query: bytes) -> None:
    assert client.get(f"/api/search?q={query.decode()}").status_code == 200


def test_what_is_out_of_bounds_is_said(client: Client) -> None:
    assert client.get("/api/search", params={"q": "पाटन", "limit": 1000}).status_code == 422
    assert client.get("/api/search", params={"q": "पाटन", "after": "no cursor"}).status_code == 200


def test_the_interface_is_described(client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    parameters = described["paths"]["/api/search"]["get"]["parameters"]
    assert {one["name"] for one in parameters} == {"q", "limit", "after", "wide", "facets"}
    assert all(one["description"] for one in parameters)
    assert "Results" in described["components"]["schemas"]
