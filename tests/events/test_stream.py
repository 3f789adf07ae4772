"""The stream of events: what is in it, and where reading goes on."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.events.conftest import Reader
from tests.support.changelog import write_entry
from tests.support.comments import comment
from tests.support.keys import client_with, in_place_of, make_key
from tests.support.merges import merge
from tests.support.people import Person


def test_an_event_says_what_who_and_where(member: Person, admin: Person, reader: Reader) -> None:
    post_id = member.post_idea("Dark mode")["id"]
    comment_id = comment(admin, post_id, "Good.")["id"]
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned", "response": "Soon."})
    created, commented, answered = reader.rest()
    post = {"id": post_id, "title": "Dark mode", "url": f"/posts/{post_id}"}
    assert created["id"] == "evt_1"
    assert created["type"] == "post.created"
    assert created["data"] == {"actor": {"id": member.id, "name": "Member"}, "post": post, "votes_count": 1}
    assert commented["data"] == {
        "actor": {"id": admin.id, "name": "Admin"},
        "post": post,
        "comment": {"id": comment_id, "content": "Good.", "url": f"/comments/{comment_id}"},
    }
    assert answered["data"]["status"] == "planned"
    assert answered["data"]["response"] == "Soon."
    assert created["created_at"].endswith("Z")


def test_what_else_it_is_about(member: Person, admin: Person, reader: Reader) -> None:
    duplicate, original = (member.post_idea(title)["id"] for title in ("Darker", "Dark mode"))
    entry_id = write_entry(admin, "Version 2", published_at="now")["id"]
    admin.client.put(f"/v1/posts/{admin.post_idea('Night mode')['id']}/votes/{member.id}").raise_for_status()
    merge(admin, duplicate, original)
    made = make_key(admin, name="Support desk")
    integration = client_with(admin, made["key"], **in_place_of(member.id))
    integration.post("/v1/posts", json={"title": "From elsewhere"}).raise_for_status()
    told = {event["type"]: event["data"] for event in reader.rest()}
    assert told["changelog.published"] == {
        "actor": {"id": admin.id, "name": "Admin"},
        "entry": {"id": entry_id, "title": "Version 2", "url": f"/changelog/{entry_id}"},
    }
    assert told["vote.created"]["cast_by"] == {"id": admin.id}
    assert told["post.merged"]["original"] == {"id": original, "title": "Dark mode", "url": f"/posts/{original}"}
    assert told["post.created"]["via"] == {"id": made["user_id"], "name": "Support desk"}
    assert {"via", "cast_by", "entry"} & set(told["post.merged"]) == set()


def test_every_kind_is_told(member: Person, admin: Person, reader: Reader) -> None:
    one, other = (member.post_idea(title)["id"] for title in ("Dark mode", "Night mode"))
    path = f"/v1/posts/{one}"
    comment_id = comment(member, one, "Good.")["id"]
    admin.vote(one)
    admin.client.delete(f"{path}/vote")
    changes: list[dict[str, Any]] = [{"title": "Darker"}, {"visibility": "hidden"}, {"visibility": "public"}]
    for change in changes:
        admin.client.patch(path, json=change)
    changes = [{"content": "Better."}, {"hidden": True}, {"hidden": False}]
    for change in changes:
        admin.client.patch(f"/v1/comments/{comment_id}", json=change)
    admin.client.delete(f"/v1/comments/{comment_id}")
    admin.client.put(f"{path}/merge", json={"into": other})
    admin.client.delete(f"{path}/merge")
    entry = {"title": "Dark mode", "content": "Here.", "published_at": "now", "posts": [one]}
    entry_id = admin.client.post("/v1/changelog", json=entry).json()["id"]
    admin.client.patch(f"/v1/changelog/{entry_id}", json={"title": "Darker"})
    admin.client.delete(path)
    types = [event["type"] for event in reader.rest()]
    assert types == [
        *("post.created", "post.created", "comment.created", "vote.created", "vote.deleted"),
        *("post.updated", "post.hidden", "post.shown"),
        *("comment.updated", "comment.hidden", "comment.shown", "comment.deleted"),
        *("post.merged", "post.unmerged", "changelog.published", "changelog.updated", "post.deleted"),
    ]


def test_reading_goes_on_where_it_ended(member: Person, admin: Person, reader: Reader) -> None:
    assert reader.page() == {"items": [], "next": "0-0-0", "more": False}
    first = [member.post_idea(str(number))["id"] for number in range(5)]
    reader.query["limit"] = 2
    pages = [reader.page() for _ in range(3)]
    assert [page["more"] for page in pages] == [True, True, False]
    assert [event["data"]["post"]["id"] for page in pages for event in page["items"]] == first
    assert reader.page() == {"items": [], "next": pages[-1]["next"], "more": False}
    later = member.post_idea("later")["id"]
    assert [event["data"]["post"]["id"] for event in reader.rest()] == [later]
    assert pages[0]["items"][-1]["cursor"] == pages[0]["next"], "each event says where to go on behind it"


@pytest.mark.parametrize(
    ("type", "found"),
    [("vote.*", ["vote.created", "vote.deleted"]), ("vote.deleted", ["vote.deleted"]), ("*", None), ("user.*", [])],
)
def test_by_type(type: str, found: list[str] | None, member: Person, admin: Person) -> None:
    post_id = member.post_idea()["id"]
    admin.vote(post_id)
    admin.client.delete(f"/v1/posts/{post_id}/vote")
    everything = ["post.created", "vote.created", "vote.deleted"]
    for limit in (1, 2, 100):
        events = Reader(admin, type=type, limit=limit).rest()
        assert [event["type"] for event in events] == (everything if found is None else found)


def test_a_rare_type_among_many(member: Person, admin: Person, superuser: Engine) -> None:
    """A page looks at so many events and no more; `next` leads on all the same."""
    post_id = member.post_idea()["id"]
    with superuser.connect() as connection:
        votes = "SELECT 'vote.created', :post, :actor FROM generate_series(1, 12000)"
        statement = text(f"INSERT INTO events (type, post_id, actor_id) {votes}")
        connection.execute(statement, {"post": post_id, "actor": member.id})
    admin.client.patch(f"/v1/posts/{post_id}", json={"title": "Darker"})
    reader = Reader(admin, type="post.updated")
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["more"]:
        pages.append(reader.page())
    assert [len(page["items"]) for page in pages] == [0, 0, 1]


@pytest.mark.adversary
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("after=x", 422),
        ("after=1-2", 422),
        ("after=0-1-99999999999999999999", 422),
        ("after=0-00-1", 400),
        ("after=0-9223372036854775807-1", 400),
        ("after=0-9999999999999999999-1", 400),
        ("after=7-0-0", 410),
        ("type=post", 422),
        ("type=post.nothing", 422),
        ("type=nobody.*", 422),
        ("type=*.*", 422),
        ("limit=0", 422),
        ("limit=101", 422),
        ("after=0-0-0&after=0-0-0", 422),
    ],
)
def test_what_is_no_position_is_refused(query: str, status: int, admin: Person) -> None:
    assert admin.client.get(f"/v1/events?{query}").status_code == status


def test_a_private_boards_stream_is_the_teams_all_the_same(member: Person, visitor: Any) -> None:
    assert visitor.get("/v1/events").status_code == 401
    assert member.client.get("/v1/events").status_code == 403
