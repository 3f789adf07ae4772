"""What the stream tells no more: texts that are hidden, names that are erased, events that were forgotten."""

import pytest
from sqlalchemy import Engine, text

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from tests.events.conftest import Reader
from tests.support.comments import comment
from tests.support.people import Person

pytestmark = pytest.mark.adversary


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
    events = Reader(admin).rest()
    assert [len(event["data"]["comment"]["content"]) for event in events if "comment" in event["data"]] == [1_000]
    sizes = [len(str(event).encode()) for event in events]
    assert len(sizes) == 5
    assert max(sizes) < 10_000


def swept(superuser: Engine, age: str) -> None:
    with superuser.connect() as connection:
        connection.execute(text(f"UPDATE events SET created_at = now() - interval '{age}'"))
    outbox = Outbox(load_settings())
    outbox.handle({"command": "sweep"})
    outbox.engine.dispose()


def test_what_was_forgotten_is_not_skipped_silently(member: Person, admin: Person, superuser: Engine) -> None:
    idle, late = Reader(admin), Reader(admin, limit=1)
    for number in range(3):
        member.post_idea(str(number))
    idle.rest()
    late.page()
    swept(superuser, "89 days 23 hours")
    assert len(Reader(admin).rest()) == 3
    swept(superuser, "90 days")
    last = member.post_idea("last")["id"]
    assert [event["data"]["post"]["id"] for event in idle.rest()] == [last]
    gone = admin.client.get("/v1/events", params={"after": late.after})
    assert gone.status_code == 410
    assert gone.json()["type"] == "urn:problem-type:heed:position-gone"
    assert [event["data"]["post"]["id"] for event in Reader(admin).rest()] == [last]
