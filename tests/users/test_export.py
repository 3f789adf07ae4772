"""GET /v1/users/me/export"""

from typing import Any

import httpx
from sqlalchemy import Engine, text

from app.models.all import metadata
from app.users.export_schemas import AccountExport
from tests.support.codes import another, ask, mail_board, mailed_code, redeem
from tests.support.comments import comment
from tests.support.keys import make_key
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.rows import run
from tests.support.webhooks import an_endpoint

# Where each column that leads to a user is exported: the name in the export.
EXPORTED = {
    "sessions.user_id": "sessions",
    "sso_identities.user_id": "identities",
    "posts.author_id": "posts",
    "votes.user_id": "votes",
    "votes.cast_by_id": "cast_votes",
    "comments.author_id": "comments",
    "subscriptions.user_id": "subscriptions",
    "changelog_entries.author_id": "changelog",
    "changelog_entries.publisher_id": "changelog",
    "status_history.actor_id": "statuses",
    "moderation_log.actor_id": "moderation",
    "events.actor_id": "events",
    "deliveries.user_id": "mails",
    "notification_settings.user_id": "notifications",
    "webhooks.created_by_id": "webhooks",
    "api_keys.created_by_id": "keys",
}
UNDER_WAY = {"oidc_sign_ins.user_id"}  # For minutes: an account at the provider that is being linked.

OF_INTEGRATIONS = {"api_keys.user_id", "events.via_id"}  # Which are nobody's accounts.


def export(person: Person) -> dict[str, Any]:
    answer = person.client.get("/v1/users/me/export")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_every_table_that_leads_to_a_user_is_in_it() -> None:
    """A new feature has to say where its part of the export is."""
    leading = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "users" for key in column.foreign_keys)
    }
    assert leading - OF_INTEGRATIONS - UNDER_WAY == set(EXPORTED)
    assert set(AccountExport.model_fields) == {"account", "codes", *EXPORTED.values()}  # Codes belong to an address.


def test_everything_of_ones_own(admin: Person, member: Person) -> None:
    mine, theirs = member.post_idea("Mine", "All of it"), admin.post_idea("Theirs")
    member.vote(theirs["id"])
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    member.client.patch(f"/v1/posts/{theirs['id']}", json={"title": "Edited"})
    body = export(member)
    assert body["account"] == member.client.get("/v1/users/me").json()
    assert [(post["id"], post["title"], post["content"]) for post in body["posts"]] == [
        (mine["id"], "Mine", "All of it")
    ]
    assert [vote["post_id"] for vote in body["votes"]] == [mine["id"], theirs["id"]]
    assert [session["address"] for session in body["sessions"]] == ["203.0.113.1"]
    assert [(entry["action"], entry["detail"]) for entry in body["moderation"]] == [
        ("user.changed", {"role": "moderator"}),
        ("post.edited", {"fields": ["title"]}),
    ]


def test_what_was_said_followed_and_answered(admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    kept, gone = comment(admin, post_id, "Soon."), comment(admin, post_id, "Never.")
    comment(member, post_id, "Good.")
    admin.client.delete(f"/v1/comments/{gone['id']}")
    admin.client.delete(f"/v1/posts/{post_id}/subscription")
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned", "response": "In spring."})
    make_key(admin, "read", name="Desk")
    body = export(admin)
    assert [(each["id"], each["post_id"], each["content"]) for each in body["comments"]] == [
        (kept["id"], post_id, "Soon.")
    ]
    assert [(each["post_id"], each["subscribed"], each["chosen"]) for each in body["subscriptions"]] == [
        (post_id, False, True)
    ]
    assert [(each["post_id"], each["status"], each["response"]) for each in body["statuses"]] == [
        (post_id, "planned", "In spring.")
    ]
    others = export(member)
    assert [each["content"] for each in others["comments"]] == ["Good."]
    assert [each["chosen"] for each in others["subscriptions"]] == [False]
    assert others["statuses"] == []
    assert [(each["name"], each["scopes"]) for each in body["keys"]] == [("Desk", ["read"])]
    assert others["keys"] == []


def test_what_was_told_and_to_whom(admin: Person, member: Person, superuser: Engine) -> None:
    member.post_idea()
    an_endpoint(admin)
    for person, kind in ((admin, "comments"), (member, "merges")):
        person.client.patch("/v1/users/me/notifications", json={kind: "never"}).raise_for_status()
        with superuser.connect() as connection:
            mail = text("INSERT INTO deliveries (template, user_id, address) VALUES (:kind, :id, :address)")
            connection.execute(mail, {"kind": kind, "id": person.id, "address": person.email})
    theirs, ours = export(member), export(admin)
    assert [each["type"] for each in theirs["events"]] == ["post.created"]
    assert ours["events"] == []
    assert [(each["template"], each["address"]) for each in theirs["mails"]] == [("merges", member.email)]
    assert [(each["comments"], each["merges"]) for each in theirs["notifications"]] == [("daily", "never")]
    assert (len(theirs["webhooks"]), len(ours["webhooks"])) == (0, 1)


def test_the_code_that_is_out(member: Person, superuser: Engine) -> None:
    """That it is, and not what it is."""
    assert export(member)["codes"] == []
    with mail_board() as client:
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
        redeem(client, code_id, another(code))
    [held] = export(member)["codes"]
    assert set(held) == {"created_at", "expires_at", "tries"}
    assert held["tries"] == 1


def test_who_one_is_elsewhere(admin: Person, member: Person, superuser: Engine) -> None:
    run(superuser, "INSERT INTO sso_identities (issuer, subject, user_id) SELECT 'https://id', id, id FROM users")
    assert [each["subject"] for each in export(member)["identities"]] == [str(member.id)]


def test_nothing_of_anybody_elses_and_no_secret(people: People, admin: Person, member: Person) -> None:
    admin.post_idea("Somebody else's")
    other = people.join("Other")
    admin.client.patch(f"/v1/users/{other.id}", json={"role": "moderator"})
    answer = member.client.get("/v1/users/me/export")
    for absent in ("Somebody else's", admin.email, other.email, "password", "hash", "bcrypt", "token", "setup"):
        assert absent not in answer.text
    assert (export(member)["posts"], export(member)["moderation"]) == ([], [])


def test_it_is_a_file_and_nobody_keeps_it(member: Person, visitor: httpx.Client) -> None:
    answer = member.client.get("/v1/users/me/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="heed-account.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert_problem(visitor.get("/v1/users/me/export"), 401)


def test_it_is_compressed_for_whom_takes_that(member: Person) -> None:
    """Lambda answers with 6 MB at most."""
    zipped = member.client.get("/v1/users/me/export")
    plain = member.client.get("/v1/users/me/export", headers={"Accept-Encoding": "identity"})
    assert (zipped.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert zipped.json() == plain.json()


def test_what_was_withdrawn_is_gone_from_it(admin: Person, member: Person, superuser: Engine) -> None:
    post_id = member.post_idea()["id"]
    member.client.delete(f"/v1/posts/{post_id}")
    body = export(member)
    assert (body["posts"], body["votes"]) == ([], [])
