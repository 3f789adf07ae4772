"""The widget's files over HTTP: for any page, small, and made of what is in the repository."""

import json
import re
from pathlib import Path

import brotli
import httpx
import pytest

from app.languages import CODES
from app.widget.routes import SERVED
from infra.build.compression import compress_assets
from infra.dev import widget
from infra.dev.languages import widget as words
from tests.support.boards import board
from tests.support.missing import skipped_where_missing
from tests.support.people import Person

MOST = 6 * 1024  # Bytes, compressed.
FILES = ("/widget.js", *(f"/widget.{code}.json" for code in CODES[1:]))


def test_what_is_served_is_what_the_source_makes() -> None:
    with skipped_where_missing():
        made = widget.bundle()
    assert (SERVED / "widget.js").read_bytes() == made, "run `make widget`"


def test_it_is_small() -> None:
    assert len(brotli.compress((SERVED / "widget.js").read_bytes(), mode=brotli.MODE_TEXT)) <= MOST


@pytest.mark.parametrize("code", CODES[1:])
def test_its_words_are_the_catalogues(code: str) -> None:
    assert words.file_of(code).read_text(encoding="utf-8") == words.as_json(code), "run `make languages`"
    assert json.loads(words.as_json(code))["Close"]


def test_there_is_nothing_else_in_the_folder() -> None:
    assert {f"/{path.name}" for path in SERVED.iterdir()} == set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_any_page_may_load_it(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path, headers={"Origin": "https://anybody.example", "Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.content == (SERVED / path.removeprefix("/")).read_bytes()
    headers = answer.headers
    assert headers["Content-Type"].startswith("text/javascript" if path.endswith("js") else "application/json")
    assert (headers["Access-Control-Allow-Origin"], headers["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Set-Cookie" not in headers
    assert re.match(r"public, max-age=300\b", headers["Cache-Control"])
    again = visitor.get(path, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert visitor.head(path).status_code == 200


def test_it_is_compressed_as_the_client_takes_it(visitor: httpx.Client) -> None:
    plain = visitor.get("/widget.js", headers={"Accept-Encoding": "identity"})
    zipped = visitor.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert (zipped.headers["Content-Encoding"], zipped.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert zipped.content == plain.content
    assert zipped.headers["ETag"] == plain.headers["ETag"], "weak: it is the same file"


def test_the_build_compresses_it(tmp_path: Path) -> None:
    (tmp_path / "widget.js").write_bytes((SERVED / "widget.js").read_bytes())
    compress_assets(tmp_path)
    assert (tmp_path / "widget.js.br").stat().st_size <= MOST


def test_there_are_no_others(visitor: httpx.Client) -> None:
    statuses = {"/widget.de.json": 200, "/widget.en.json": 422, "/widget.xx.json": 422}
    statuses |= dict.fromkeys(("/widget.de", "/widget.js.br", "/widget.js/"), 404)
    assert {path: visitor.get(path).status_code for path in statuses} == statuses


def test_of_a_listed_origin_it_is_no_more(admin: Person) -> None:
    """Whatever the API may tell an origin with credentials, its files are everybody's."""
    with board(cors_origins="https://example.com", cors_credentials=True) as client:
        answer = client.get("/widget.js", headers={"Origin": "https://stranger.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get("/v1/posts", headers={"Origin": "https://stranger.example"}).headers.get(
            "Access-Control-Allow-Origin"
        ) is None  # fmt: skip


def test_a_private_board_has_it_too(visitor: httpx.Client, admin: Person) -> None:
    admin.client.patch("/v1/board", json={"private": True}).raise_for_status()
    assert visitor.get("/widget.js").status_code == 200
    assert visitor.get("/v1/posts").status_code == 401
    assert visitor.get("/widget", headers={"Accept": "text/html"}).status_code == 401


def test_the_source_parses_no_html_and_keeps_nothing() -> None:
    refused = re.compile(
        r"innerHTML|outerHTML|insertAdjacent|DOMParser|\beval\b|new Function|document\.write|\.style\b|createContextual"
        r"|localStorage|sessionStorage|indexedDB|document\.cookie|refresh_token"
    )
    sources = sorted(widget.SOURCE.glob("*.js"))
    assert len(sources) > 8
    assert [(path.name, found[0]) for path in sources if (found := refused.search(path.read_text()))] == []
    assert [path.name for path in sources if len(path.read_text().splitlines()) > 200] == []
