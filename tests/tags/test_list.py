"""GET /v1/tags, and posts by tag"""

from collections.abc import Iterator

import httpx
import pytest

from app.posts import filters
from app.posts.lists import listing
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


@pytest.fixture
def anew() -> Iterator[None]:
    """What asks how many posts there are is put together once, and each list by how its tag is looked up."""
    for each in (filters.tag_statement, listing):
        each.cache_clear()
    yield
    filters.tag_statement.cache_clear()


@pytest.fixture(params=["rare", "in between", "common"])
def frequency(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, anew: None) -> None:
    """Each way that a tag's posts are read in, which otherwise takes thousands of posts."""
    monkeypatch.setattr(filters, "ESTIMATE", "1000000" if request.param == "rare" else "0")
    if request.param == "common":
        monkeypatch.setattr(filters, "COMMON", 0)


@pytest.mark.usefixtures("frequency")
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
    member.client.delete(f"/v1/posts/{ids[2]}")
    changed = visitor.get("/v1/posts?tag=web&updated_since=2020-01-01T00:00:00Z").json()
    assert ([post["id"] for post in changed["items"]], changed["gone"]) == (ids[1::-1], ids[2:])


# In what is sent for a list, by how the tag's posts are looked up.
WAYS = {
    "rare": "= ANY (array((SELECT post_tags",
    "in memory": "IN (SELECT post_tags",
    "common": "EXISTS (SELECT post_tags",
}
PASSED = "FROM posts AS same"


@pytest.mark.usefixtures("anew")
def test_few_are_read_more_are_kept_in_memory_and_many_are_met_with(
    visitor: httpx.Client, admin: Person, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "ESTIMATE", "16")  # Whose root is 4.
    monkeypatch.setattr(filters, "COMMON", 6)
    ids = [member.post_idea()["id"] for _ in range(7)]
    sent = [statement_of(visitor, "")]
    for slug in ("android", "web"):
        add_tag(admin, slug)
        for post_id in ids:
            tag_post(admin, post_id, slug)
            sent.append(statement_of(visitor, f"?tag={slug}"))
    ways = [next((name for name, sign in WAYS.items() if sign in statement), None) for statement in sent]
    assert ways == [None, *2 * [*3 * ["rare"], *2 * ["in memory"], *2 * ["common"]]]
    # Whether a post is listed is asked of those alone that have the tag, where others are passed on the way.
    assert [PASSED in statement for statement in sent] == [way in ("in memory", "common") for way in ways]
    assert PASSED not in statement_of(visitor, "?tag=web&q=dark")


def statement_of(visitor: httpx.Client, query: str) -> str:
    """What is sent for the list, in one line."""
    with statements() as sent:
        visitor.get(f"/v1/posts{query}").raise_for_status()
    return " ".join(sent[-1].split())


@pytest.mark.parametrize("query", ["", "&limit=1&sort=votes", "&status=open"])
def test_an_unknown_tag(visitor: httpx.Client, admin: Person, member: Person, query: str) -> None:
    add_tag(admin, "legal", staff_only=True)
    tag_post(admin, member.post_idea()["id"], "legal")
    for tag in ("nothing", "legal"):
        problem = assert_problem(visitor.get(f"/v1/posts?tag={tag}{query}"), 422)
        assert [error["pointer"] for error in problem["errors"]] == ["query:tag"]
    assert len(admin.client.get(f"/v1/posts?tag=legal{query}").json()["items"]) == 1
    assert_problem(admin.client.get(f"/v1/posts?tag=nothing{query}"), 422)
