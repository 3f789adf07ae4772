"""GET /v1/tags, and posts by tag"""

import httpx
import pytest

from app.posts import filters
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.statements import statements
from tests.support.tags import add_tag, tag_post


def test_staff_see_those_for_staff(visitor: httpx.Client, admin: Person, member: Person) -> None:
    web, android, legal = add_tag(admin, "web"), add_tag(admin, "android"), add_tag(admin, "legal", staff_only=True)
    assert visitor.get("/v1/tags").json() == {"items": [android, web]}
    assert member.client.get("/v1/tags").json() == {"items": [android, web]}
    assert admin.client.get("/v1/tags").json() == {"items": [android, legal, web]}


def test_no_tags(visitor: httpx.Client) -> None:
    assert visitor.get("/v1/tags").json() == {"items": []}


def test_posts_by_tag(visitor: httpx.Client, admin: Person, member: Person) -> None:
    add_tag(admin, "web")
    add_tag(admin, "android")
    ids = [member.post_idea()["id"] for _ in range(3)]
    for post_id in ids[:2]:
        tag_post(admin, post_id, "web")
    assert [post["id"] for post in visitor.get("/v1/posts?tag=web").json()["items"]] == ids[1::-1]
    assert visitor.get("/v1/posts?tag=android").json() == {"items": [], "next": None}
    assert visitor.get("/v1/posts?tag=web&author=99").json() == {"items": [], "next": None}
    first = visitor.get("/v1/posts?tag=web&limit=1&sort=newest")
    rest = visitor.get(first.links["next"]["url"]).json()
    assert [post["id"] for post in first.json()["items"] + rest["items"]] == ids[1::-1]
    assert rest["next"] is None
    moment = first.json()["items"][0]["updated_at"]
    changed = visitor.get("/v1/posts", params={"tag": "web", "updated_since": moment}).json()
    assert [post["id"] for post in changed["items"]] == ids[1:2], "from that very moment on"
    member.client.delete(f"/v1/posts/{ids[2]}")
    changed = visitor.get("/v1/posts?tag=web&updated_since=2020-01-01T00:00:00Z").json()
    assert ([post["id"] for post in changed["items"]], changed["gone"]) == (ids[1::-1], ids[2:])


WAYS = {"rare": "= ANY (array((SELECT post_tags", "common": "EXISTS (SELECT post_tags"}


def test_a_search_reads_few_posts_with_the_tag_and_asks_many(
    visitor: httpx.Client, admin: Person, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters.tag_statement.cache_clear()
    monkeypatch.setattr(filters, "FEW", 2)
    add_tag(admin, "web")
    add_tag(admin, "android")
    ids = [member.post_idea()["id"] for _ in range(4)]
    tag_post(admin, ids[0], "android")
    ways = []
    for number, post_id in enumerate(ids, 1):
        tag_post(admin, post_id, "web")
        with statements() as sent:
            found = visitor.get("/v1/posts?q=dark&tag=web").raise_for_status().json()["items"]
        assert sorted(post["id"] for post in found) == ids[:number]
        search = " ".join(sent[-1].split())
        ways.append([name for name, sign in WAYS.items() if sign in search])
    filters.tag_statement.cache_clear()  # What was put together with this bound is no other test's.
    assert ways == [["rare"], ["rare"], ["common"], ["common"]]


@pytest.mark.parametrize("query", ["", "&limit=1&sort=votes", "&status=open"])
def test_an_unknown_tag(visitor: httpx.Client, admin: Person, member: Person, query: str) -> None:
    add_tag(admin, "legal", staff_only=True)
    tag_post(admin, member.post_idea()["id"], "legal")
    for tag in ("nothing", "legal"):
        problem = assert_problem(visitor.get(f"/v1/posts?tag={tag}{query}"), 422)
        assert [error["pointer"] for error in problem["errors"]] == ["query:tag"]
    assert len(admin.client.get(f"/v1/posts?tag=legal{query}").json()["items"]) == 1
    assert_problem(admin.client.get(f"/v1/posts?tag=nothing{query}"), 422)
