"""The statements of lists and posts are put together once for each kind of caller, and hold nobody's values."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import CacheStats

from app.posts.lists import listing
from app.posts.queries import post_statement
from tests.support.people import People, Person
from tests.support.statements import statements

PATHS = (
    "/v1/posts",
    "/v1/posts?sort=votes",
    "/v1/posts?status=open&author={author}",
    "/v1/posts?tag=web",
    "/v1/posts?voted=me",
    "/v1/posts?updated_since=2020-01-01T00:00:00Z",
    "/v1/posts/1",
)
OTHERS = ("/posts/1/dark-mode", "/v1/users/1", "/v1/moderation-log", "/v1/posts/1/comments", "/v1/roadmap")


def built() -> int:
    return listing.cache_info().misses + post_statement.cache_info().misses


@pytest.mark.parametrize("path", PATHS)
def test_two_members_ask_with_one_statement(admin: Person, people: People, path: str) -> None:
    ada, bob = people.join("Ada"), people.join("Bob")
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"})
    ada.client.post("/v1/posts", json={"title": "Dark mode", "tags": ["web"]}).raise_for_status()
    asked = path.format(author=ada.id)
    with statements() as first:
        mine = ada.client.get(asked).raise_for_status().json()
    before = built()
    with statements() as second:
        theirs = bob.client.get(path.format(author=bob.id)).raise_for_status().json()
    assert built() == before
    assert first == second
    if path in ("/v1/posts", "/v1/posts?sort=votes"):
        assert [post["has_voted"] for post in (*mine["items"], *theirs["items"])] == [True, False]
    if path == "/v1/posts?voted=me":
        assert (len(mine["items"]), theirs["items"]) == (1, [])


def test_a_page_further_on_is_one_statement_too(admin: Person, visitor: httpx.Client) -> None:
    for number in range(4):
        admin.client.post("/v1/posts", json={"title": f"Number {number}"}).raise_for_status()
    page = visitor.get("/v1/posts?limit=1&sort=newest").json()
    second = visitor.get("/v1/posts", params={"limit": 1, "sort": "newest", "cursor": page["next"]}).json()
    before = built()
    third = visitor.get("/v1/posts", params={"limit": 2, "sort": "newest", "cursor": second["next"]}).json()
    assert built() == before
    titles = [post["title"] for each in (page, second, third) for post in each["items"]]
    assert titles == ["Number 3", "Number 2", "Number 1", "Number 0"]


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_what_a_visitor_asks_is_compiled_once(admin: Person, visitor: httpx.Client, path: str) -> None:
    """One element without a key of its own would have its statement compiled anew each time, unnoticed."""
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"})
    admin.post_idea()
    seen: list[CacheStats] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[4].cache_hit)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for _ in range(2):
            visitor.get(path.format(author=admin.id).replace("voted=me", "limit=5")).raise_for_status()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(seen) >= 2
    assert CacheStats.CACHE_HIT in seen
    assert not {CacheStats.NO_CACHE_KEY, CacheStats.CACHING_DISABLED} & set(seen)


def test_what_is_kept_is_bounded() -> None:
    assert listing.cache_info().maxsize == 64
