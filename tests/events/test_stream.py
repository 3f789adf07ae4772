"""The stream of events: what is in it, and where reading goes on."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.events.conftest import Reader
from tests.support.comments import comment
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


@pytest.mark.adversary
def test_texts_are_told_only_as_long_as_everybody_may_read_them(member: Person, admin: Person, reader: Reader) -> None:
    """An event is older than its post's being hidden, deleted, or edited (case 142)."""
    posts = [member.post_idea(f"Secret {number}")["id"] for number in range(3)]
    comment_id = comment(member, posts[0], "Secret comment.")["id"]
    admin.client.put(f"/v1/posts/{posts[1]}/status", json={"status": "planned", "response": "Secret answer."})
    note = {"content": "Secret note.", "staff_only": True}
    assert admin.client.post(f"/v1/posts/{posts[0]}/comments", json=note).status_code == 201
    assert "Secret comment." in str(reader.rest())
    admin.client.patch(f"/v1/comments/{comment_id}", json={"hidden": True})
    admin.client.patch(f"/v1/posts/{posts[1]}", json={"visibility": "hidden"})
    admin.client.delete(f"/v1/posts/{posts[2]}")
    events = Reader(admin).rest()
    told = str(events)
    assert "Secret comment" not in told
    assert "Secret answer" not in told
    assert "Secret note" not in told
    assert {event["data"]["post"]["title"] for event in events} == {"Secret 0", None}


@pytest.mark.adversary
def test_an_erased_member_has_no_name(member: Person, admin: Person) -> None:
    post_id = member.post_idea()["id"]
    member.vote(admin.post_idea("Night mode")["id"])
    member.client.delete("/v1/users/me")
    events = Reader(admin).rest()
    assert [(event["type"], event["data"]["actor"]["name"]) for event in events] == [
        ("post.created", None),
        ("post.created", "Admin"),
        ("user.erased", None),
    ]
    assert events[0]["data"]["post"]["id"] == post_id


def test_the_largest_is_small(member: Person, admin: Person, superuser: Engine) -> None:
    """Whatever was typed, an event has 20 KB at most."""
    worst = "\U0001f600"
    with superuser.connect() as connection:
        connection.execute(text("UPDATE users SET name = :name"), {"name": worst * 100})
    post_id = member.post_idea(worst * 200, worst * 10_000)["id"]
    other = member.post_idea(worst * 200)["id"]
    comment(member, post_id, worst * 10_000)
    answer = {"status": "planned", "response": worst * 10_000}
    assert admin.client.put(f"/v1/posts/{post_id}/status", json=answer).status_code == 200
    admin.client.put(f"/v1/posts/{post_id}/merge", json={"into": other})
    sizes = [len(str(event).encode()) for event in Reader(admin).rest()]
    assert len(sizes) == 5
    assert max(sizes) < 10_000


def swept(admin: Person, superuser: Engine, days: int) -> None:
    from app.mail.outbox import Outbox
    from app.settings.config import load_settings

    with superuser.connect() as connection:
        connection.execute(text("UPDATE events SET created_at = now() - make_interval(days => :days)"), {"days": days})
    outbox = Outbox(load_settings())
    outbox.handle({"command": "sweep"})
    outbox.engine.dispose()


@pytest.mark.adversary
def test_what_was_forgotten_is_not_skipped_silently(member: Person, admin: Person, superuser: Engine) -> None:
    idle, late = Reader(admin), Reader(admin, limit=1)
    for number in range(3):
        member.post_idea(str(number))
    idle.rest()
    late.page()
    swept(admin, superuser, days=89)
    assert len(Reader(admin).rest()) == 3
    swept(admin, superuser, days=91)
    last = member.post_idea("last")["id"]
    assert [event["data"]["post"]["id"] for event in idle.rest()] == [last]
    gone = admin.client.get("/v1/events", params={"after": late.after})
    assert gone.status_code == 410
    assert gone.json()["type"] == "urn:problem-type:heed:position-gone"
    assert [event["data"]["post"]["id"] for event in Reader(admin).rest()] == [last]


def test_a_private_boards_stream_is_the_teams_all_the_same(member: Person, visitor: Any) -> None:
    assert visitor.get("/v1/events").status_code == 401
    assert member.client.get("/v1/events").status_code == 403
