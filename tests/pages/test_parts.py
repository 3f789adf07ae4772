"""Every page is known, in its part of the pages, and with who may see it."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.pages.application import create_pages
from app.pages.mount import PARTS
from app.settings.config import ROOT, load_settings
from tests.support.boards import board
from tests.support.page_access import COLUMNS, PAGE_ACCESS, markdown
from tests.support.pages import routes_of


@pytest.fixture
def parts() -> Iterator[list[FastAPI]]:
    app = create_app(load_settings())
    yield [create_pages(app.state, 100_000, module) for module in PARTS]
    app.state.engine.dispose()


def test_no_page_is_missing(parts: list[FastAPI]) -> None:
    assert routes_of(*parts) == set(PAGE_ACCESS)


def test_a_new_page_would_be(parts: list[FastAPI]) -> None:
    seen = routes_of(*parts)
    parts[0].add_api_route("/hidden", lambda: None, methods=["POST"])
    assert routes_of(*parts) - seen == {"POST /hidden"}


def test_each_page_is_asked_in_its_part(parts: list[FastAPI]) -> None:
    """Where it was in another, nothing would lead to it."""
    for part, module in zip(parts, PARTS, strict=True):
        for path in {route.partition(" ")[2] for route in routes_of(part)}:
            assert next(name for name, paths in PARTS.items() if re.fullmatch(paths, path)) == module, path


@pytest.mark.adversary
@pytest.mark.usefixtures("handler")
def test_a_slash_more_leads_to_no_other_address() -> None:
    """A redirect would name the host of the request, which anybody may have written."""
    with board() as client:
        for path in ("/posts/1/", "/sign-in/", "/admin/"):
            answer = client.get(path, headers={"Host": "evil.example"})
            assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_the_documentation_is_this_table() -> None:
    assert markdown() in (ROOT / "SECURITY.md").read_text(), "renew it from: python -m tests.support.page_access"
    assert all(len(access) == len(COLUMNS) for access in PAGE_ACCESS.values())
