"""The outbox's commands, over all kinds of work: whose turn it is, and what there is no time for."""

import pytest

from app.dispatch.outbox import turns
from tests.mail.conftest import Post
from tests.mail.test_told import choose, set_status
from tests.support.people import Person

KINDS = ["codes", "documents", "mail", "webhooks"]


@pytest.mark.parametrize(
    ("after", "first"), [("", "codes"), ("codes", "documents"), ("documents", "mail"), ("webhooks", "codes")]
)
def test_whose_turn_was_just_now_comes_last(after: str, first: str) -> None:
    order = turns(KINDS, after)
    assert order[0] == first
    assert sorted(order) == KINDS
    assert order[-1] == (after or "webhooks")


@pytest.mark.parametrize(
    "what",
    ["app.dispatch.outbox.PUBLISHING_SECONDS", "app.mail.work.FAN_OUT_SECONDS", "app.webhooks.work.FAN_OUT_SECONDS"],
)
def test_what_there_was_no_time_for_is_due_at_once(what: str, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post.outbox.handle({"command": "claim"})["due_in"] is None
    monkeypatch.setattr(what, 0.0)
    assert post.outbox.handle({"command": "claim"})["due_in"] == 0.0


def test_a_mail_that_comes_back_is_known_by_the_providers_id(member: Person, admin: Person, post: Post) -> None:
    post_id = member.post_idea()["id"]
    choose(admin, new_posts="never")
    for status in ("planned", "started"):
        set_status(admin, post_id, status)
    post.deliver()
    post.execute("UPDATE deliveries SET provider_id = 'm-' || id WHERE template = 'status_changes'")
    came_back = {"command": "suppress", "addresses": [], "reason": "bounce"}
    post.outbox.handle(came_back)
    assert {status for status, _ in post.rows() if status != "pending"} == {"sent"}
    (first,) = post.rows("provider_id")[0]
    post.outbox.handle({**came_back, "provider_id": first})
    assert post.rows() == [("bounced", "bounce"), ("sent", None)]
