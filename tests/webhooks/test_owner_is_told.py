"""The mail to whoever set an endpoint up that is left alone now."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from app.courier.loop import Ask, deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from app.settings.mail_url import parse_mail_url
from tests.support.mail_server import MailServer, mail_server
from tests.support.people import Person
from tests.webhooks.conftest import LOCAL, Hooks, Receiver


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.mark.parametrize("status", [410, 500])
def test_once(
    hooks: Hooks, receiver: Receiver, member: Person, admin: Person, server: MailServer, superuser: Engine, status: int
) -> None:
    hooks.client.patch("/v1/users/me", json={"language": "de"})
    hooks.create(receiver.url, "post.updated")
    post_id = member.post_idea()["id"]
    member.client.patch(f"/v1/posts/{post_id}", json={"title": "Darker"})
    receiver.answers += [(status, {}, b"")] * 3
    outbox = Outbox(load_settings(mail_url=server.url, mail_from="Heed <feedback@board.example>", **LOCAL))
    works = create_works(parse_mail_url(server.url))
    for _ in range(3):
        hooks.claim()
        hooks.execute("UPDATE webhook_deliveries SET lease_token = NULL, due_at = now()")
        hooks.execute("UPDATE webhooks SET next_at = now(), failing_since = now() - interval '73 hours'")
        deliver(only_due(outbox), works, time_left=lambda: 600.0)
    outbox.engine.dispose()
    mails = [mail for mail in server.to(admin.email) if "Webhook" in str(mail["Subject"])]
    assert len(mails) == 1
    body = mails[0].get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "https://board.example/admin/webhooks/1" in text
    assert "127.0.0.1" in text
    assert "key=1" not in text, "the URL may hold a secret"
    assert ("410" in text) == (status == 410)


def only_due(outbox: Outbox) -> Ask:
    def ask(command: dict[str, Any]) -> dict[str, Any]:
        answer = outbox.handle(command)
        if not answer.get("items") and answer.get("due_in"):
            answer["due_in"] = None
        return answer

    return ask
