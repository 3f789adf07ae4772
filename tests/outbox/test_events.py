"""The log of events: what is in it, what is not, and when somebody is woken."""

import logging
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.comments import comment
from tests.support.people import People, Person
from tests.support.webhooks import an_endpoint


def events(database: Engine) -> list[tuple[Any, ...]]:
    """Type, post, comment, actor and data of each event so far, and nothing of these again."""
    with database.connect() as connection:
        columns = "type, post_id, comment_id, actor_id, data"
        rows = connection.execute(text(f"SELECT {columns} FROM events ORDER BY id")).all()
        connection.execute(text("DELETE FROM events"))
    return [tuple(row) for row in rows]


def types(database: Engine) -> list[str]:
    return [str(row[0]) for row in events(database)]


@pytest.fixture
def post_id(member: Person, superuser: Engine) -> int:
    post_id = int(member.post_idea()["id"])
    assert events(superuser) == [("post.created", post_id, None, member.id, {"votes_count": 1})]
    return post_id


def test_of_a_post(post_id: int, member: Person, admin: Person, superuser: Engine) -> None:
    path = f"/v1/posts/{post_id}"
    for who, change in (
        (member, {"title": "Darker mode"}),
        (admin, {"visibility": "hidden"}),
        (admin, {"title": "Unseen"}),
        (admin, {"visibility": "public"}),
        (admin, {}),
    ):
        assert who.client.patch(path, json=change).status_code == 200
    assert admin.client.put(f"{path}/status", json={"status": "planned", "response": "Soon."}).status_code == 200
    assert member.client.delete(path).status_code == 204
    assert events(superuser) == [
        ("post.updated", post_id, None, member.id, {}),
        ("post.hidden", post_id, None, admin.id, {}),
        ("post.shown", post_id, None, admin.id, {"votes_count": 1}),
        ("post.status_changed", post_id, None, admin.id, {"status": "planned", "change_id": 1}),
        ("post.deleted", post_id, None, member.id, {}),
    ]


def test_of_a_vote(post_id: int, member: Person, admin: Person, superuser: Engine) -> None:
    for _ in range(2):
        admin.vote(post_id)
    for _ in range(2):
        admin.client.delete(f"/v1/posts/{post_id}/vote")
    assert events(superuser) == [
        ("vote.created", post_id, None, admin.id, {}),
        ("vote.deleted", post_id, None, admin.id, {}),
    ]


def test_of_a_comment(post_id: int, member: Person, admin: Person, superuser: Engine) -> None:
    first = comment(member, post_id, "Good.")["id"]
    path = f"/v1/comments/{first}"
    for who, change in (
        (member, {"content": "Better."}),
        (admin, {"hidden": True}),
        (admin, {"content": "Unseen."}),
        (admin, {"hidden": False}),
    ):
        assert who.client.patch(path, json=change).status_code == 200
    assert member.client.delete(path).status_code == 204
    names = ("created", "updated", "hidden", "shown", "deleted")
    assert events(superuser) == [
        (f"comment.{name}", post_id, first, admin.id if name in ("hidden", "shown") else member.id, {})
        for name in names
    ]
    second = comment(member, post_id, "Spam.")["id"]
    admin.client.patch(f"/v1/comments/{second}", json={"hidden": True})
    events(superuser)
    admin.client.delete(f"/v1/comments/{second}")
    assert events(superuser) == []


def test_of_a_merge(post_id: int, member: Person, admin: Person, superuser: Engine) -> None:
    original = admin.post_idea("Night mode")["id"]
    events(superuser)
    admin.client.put(f"/v1/posts/{post_id}/merge", json={"into": original})
    admin.client.put(f"/v1/posts/{post_id}/merge", json={"into": original})
    admin.client.delete(f"/v1/posts/{post_id}/merge")
    assert events(superuser) == [
        ("post.merged", post_id, None, admin.id, {"original_id": original, "votes": 1}),
        ("post.unmerged", post_id, None, admin.id, {"original_id": original, "votes": -1}),
    ]


def test_nothing_tells_of_what_is_pending(people: People, admin: Person, superuser: Engine) -> None:
    with board(approve_first_posts=True) as client:
        newcomer = people.join("Newcomer")
        client.headers["Authorization"] = newcomer.client.headers["Authorization"]
        post_id = client.post("/v1/posts", json={"title": "Spam?"}).json()["id"]
        with superuser.connect() as connection:
            rows = connection.execute(text("SELECT type, staff_only FROM events")).all()
        assert [tuple(row) for row in rows] == [("post.pending", True)]
        events(superuser)
        client.patch(f"/v1/posts/{post_id}", json={"title": "No spam"})
        client.delete(f"/v1/posts/{post_id}/vote")
        client.put(f"/v1/posts/{post_id}/vote")
        client.post(f"/v1/posts/{post_id}/comments", json={"content": "Really."})
        admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    assert events(superuser) == []
    for visibility in ("public", "hidden", "public"):
        admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": visibility})
    assert types(superuser) == ["post.created", "post.hidden", "post.shown"]


def test_an_erased_account_leaves_one_event(post_id: int, member: Person, admin: Person, superuser: Engine) -> None:
    other = admin.post_idea("Night mode")["id"]
    member.vote(other)
    events_before = "SELECT count(*) FROM events WHERE type = 'vote.created'"
    with superuser.connect() as connection:
        assert connection.scalar(text(events_before)) == 1
    assert member.client.delete("/v1/users/me").status_code == 204
    assert types(superuser) == ["post.created", "user.erased"]


def test_what_fails_leaves_none(
    post_id: int, member: Person, admin: Person, superuser: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    etag = {"If-Match": '"0-0"'}
    assert member.client.post("/v1/posts", json={"title": "Tagged", "tags": ["none"]}).status_code == 422
    assert admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"}, headers=etag).is_error
    assert member.client.patch(f"/v1/posts/{post_id}", json={"title": "X"}, headers=etag).is_error
    assert member.client.put("/v1/posts/999/vote").status_code == 404
    assert member.client.post("/v1/posts/999/comments", json={"content": "x"}).status_code == 404
    assert events(superuser) == []
    assert [record for record in caplog.records if record.name == "heed.outbox"] == []


def test_who_sends_is_woken_once_for_each_change_that_tells(
    post_id: int, member: Person, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    admin.vote(post_id)
    assert [record for record in caplog.records if record.name == "heed.outbox"] == []
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    woken = []
    for body in ({"content": "Soon."}, {"content": "For the team.", "staff_only": True}):
        written = admin.client.post(f"/v1/posts/{post_id}/comments", json=body).json()
        admin.client.patch(f"/v1/comments/{written['id']}", json={"content": "Later."}).raise_for_status()
        woken.append(len([record for record in caplog.records if record.name == "heed.outbox"]))
    assert woken == [3, 3], "a note tells nobody"


def test_a_vote_wakes_who_sends_where_a_webhook_waits_for_it(
    post_id: int, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    def woken() -> int:
        return len([record for record in caplog.records if record.name == "heed.outbox"])

    an_endpoint(admin)
    before = woken()
    admin.vote(post_id)
    admin.vote(post_id)
    assert woken() == before + 1, "a second one changes nothing"
    admin.client.patch("/v1/webhooks/1", json={"active": False})
    admin.client.delete(f"/v1/posts/{post_id}/vote")
    assert woken() == before + 1
