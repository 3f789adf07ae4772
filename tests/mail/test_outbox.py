"""The outbox's commands beside claim and report, what it doesn't do, and who may read of it."""

import pytest
from sqlalchemy import text

from app.db.step import step
from app.mail import work
from app.outbox.changes import enqueue_mail
from tests.mail.conftest import Post
from tests.support.comments import comment
from tests.support.people import People, Person


def test_a_command_that_there_is_not(post: Post) -> None:
    with pytest.raises(ValueError, match="claim, report, suppress, sweep"):
        post.outbox.handle({"command": "drop"})


def test_the_sweep_forgets_what_is_over_for_long(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    post.deliver()
    with step(post.outbox.engine) as db:
        enqueue_mail(db, template="gone", address="a@example.com", user_id=None, data={})
    post.execute("UPDATE deliveries SET created_at = created_at - interval '91 days'")
    post.execute("UPDATE events SET created_at = created_at - interval '91 days' WHERE type = 'post.status_changed'")
    post.outbox.handle({"command": "sweep"})
    assert post.rows("template, status") == [("digest", "pending"), ("gone", "pending")]
    assert post.outbox.handle({"command": "sweep"}) == {}


def test_a_mail_that_cannot_be_written_keeps_no_other_from_being_sent(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with step(post.outbox.engine) as db:
        for template in ("none", "comments"):
            enqueue_mail(db, template=template, address="a@example.com", user_id=None, data={"post": "123456"})
        data = {"post": {"id": 1, "title": "T"}, "change": {"status": "planned", "response": None}}
        enqueue_mail(db, template="status_changes", address="b@example.com", user_id=None, data=data)
    post.deliver()
    assert post.rows() == [("pending", "it could not be written")] * 2 + [("sent", None)]
    assert "123456" not in caplog.text
    assert "a mail can't be written: TemplateError" in caplog.text


def test_mails_that_are_more_than_a_response_holds_come_in_several(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGEST_BATCH", 300_000)
    change = {"status": "planned", "response": "\N{BELL}" * 5_000}
    with step(post.outbox.engine) as db:
        for number in range(20):
            data = {"post": {"id": 1, "title": "T"}, "change": change}
            enqueue_mail(db, template="status_changes", address=f"{number}@example.com", user_id=None, data=data)
    batch = post.outbox.handle({"command": "claim"})
    assert 0 < len(batch["items"]) < 20
    assert 200_000 < sum(len(item["raw"]) for item in batch["items"]) <= 300_000
    assert batch["due_in"] <= 0
    post.make_due()
    assert post.deliver() is None
    assert post.rows() == [("sent", None)] * 20


def test_what_happened_while_no_mail_was_sent_is_not_told_days_later(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    post.execute("UPDATE events SET created_at = created_at - interval '4 days'")
    assert post.deliver() is None
    assert post.rows() == []


def test_a_digest_that_is_being_sent_takes_up_nothing_more(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    post.deliver()
    post.execute("DELETE FROM deliveries")
    comment(admin, post_id, "First.")
    post.deliver()
    post.make_due()
    [taken] = post.outbox.handle({"command": "claim"})["items"]
    comment(admin, post_id, "Second.")
    post.deliver()
    retried = {"token": taken["token"], "outcome": "retry", "reason": "451"}
    assert post.outbox.handle({"command": "report", "kind": "mail", "results": [retried]}) == {"counted": 1}
    assert [len(data["events"]) for (data,) in post.rows("data")] == [1, 1]
    post.make_due()
    post.deliver()
    assert len(post.server.to(member.email)) == 2


def test_a_digest_has_a_hundred_events_at_most(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    post.deliver()
    post.execute("DELETE FROM deliveries")
    comment(admin, post_id, "First.")
    post.deliver()
    many = "SELECT jsonb_agg(number) FROM generate_series(1, 99) AS number"
    post.execute(f"UPDATE deliveries SET data = jsonb_build_object('events', ({many}))")
    for _ in range(2):
        comment(admin, post_id, "Next.")
        post.deliver()
    assert post.rows("jsonb_array_length(data -> 'events')") == [(100,)]


def test_nobody_reads_of_anothers_mails(member: Person, admin: Person, people: People, post: Post) -> None:
    post_id = member.post_idea()["id"]
    for status in ("planned", "started", "completed"):
        admin.client.put(f"/v1/posts/{post_id}/status", json={"status": status})
    post.deliver()
    first = member.client.get("/v1/users/me/mails?limit=2").json()
    rest = member.client.get(f"/v1/users/me/mails?limit=2&cursor={first['next']}").json()
    mails = first["items"] + rest["items"]
    assert [mail["status"] for mail in mails] == ["sent"] * 3
    assert [mail["id"] for mail in mails] == sorted((mail["id"] for mail in mails), reverse=True)
    assert people.join("Other").client.get("/v1/users/me/mails").json()["items"] == []


def test_what_members_choose_is_theirs(member: Person, admin: Person) -> None:
    path = "/v1/users/me/notifications"
    defaults = member.client.get(path).json()
    assert defaults == {
        "status_changes": "at_once",
        "comments": "daily",
        "changelog": "at_once",
        "merges": "at_once",
        "new_posts": "daily",
        "pending_posts": "at_once",
    }
    assert member.client.patch(path, json={}).json() == defaults
    assert member.client.patch(path, json={"merges": "never"}).json() == {**defaults, "merges": "never"}
    assert member.client.patch(path, json={"comments": "at_once"}).json()["merges"] == "never"
    assert member.client.patch(path, json={"comments": "hourly"}).status_code == 422
    assert admin.client.get(path).json() == defaults


def test_the_digest_is_left_by_one_click(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    comment(admin, post_id, "Yes.")
    post.deliver()
    post.make_due()
    post.deliver()
    [mail] = post.server.to(member.email)
    url = mail["List-Unsubscribe"].strip("<>").removeprefix("https://board.example")
    member.client.patch("/v1/users/me/notifications", json={"merges": "daily"})
    assert member.client.post(url).status_code == 204
    assert member.client.get("/v1/users/me/notifications").json() == {
        "status_changes": "at_once",
        "changelog": "at_once",
        "comments": "never",
        "merges": "never",
        "new_posts": "never",
        "pending_posts": "at_once",
    }


def test_an_erased_account_leaves_no_mail(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    member.client.patch("/v1/users/me/notifications", json={"merges": "never"})
    with step(post.outbox.engine) as db:
        enqueue_mail(db, template="code", address=member.email, user_id=None, data={"code": "123456"})
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    post.outbox.handle({"command": "claim"})
    post.outbox.handle({"command": "suppress", "addresses": [member.email], "reason": "complaint"})
    assert member.client.delete("/v1/users/me").status_code == 204
    assert post.rows("user_id, address") == [(admin.id, None)], "the team's digest"
    with post.database.connect() as connection:
        for table in ("notification_settings", "suppressed_addresses"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
