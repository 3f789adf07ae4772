"""The two functions together: the courier invokes the outbox with JSON, as Lambda carries it, and sets the schedule."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.courier import schedule, worker
from handler import courier, outbox
from tests.support.mail_server import MailServer, mail_server
from tests.support.people import Person

ENVIRONMENT = {
    "MAIL_FROM": "feedback@board.example",
    "PUBLIC_URL": "https://board.example",
    "OUTBOX_FUNCTION": "heed-outbox",
    "COURIER_ARN": "arn:aws:lambda:eu-central-1:123456789012:function:heed-courier",
    "SCHEDULE_NAME": "heed-next",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/heed",
    "SES_TOPIC_ARN": "arn:topic",
}


class Context:
    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 300_000


@pytest.fixture
def scheduled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """AWS, as far as the courier calls it: Lambda's Invoke, and the scheduler's expressions."""
    expressions: list[str] = []

    def call(service: str, method: str, path: str, payload: Any, **_: Any) -> Any:
        if service == "scheduler":
            expressions.append(payload["ScheduleExpression"])
            return {}
        assert path == "/2015-03-31/functions/heed-outbox/invocations"
        return json.loads(json.dumps(outbox.handler(json.loads(json.dumps(payload)), Context())))

    monkeypatch.setattr(worker, "call_rest", call)
    monkeypatch.setattr(schedule, "call_rest", call)
    return expressions


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server() as server:
        for name, value in {**ENVIRONMENT, "MAIL_URL": server.url}.items():
            monkeypatch.setenv(name, value)
        for function in (outbox.outbox, courier.courier):
            function.expires_at = 0.0
        yield server
    if outbox.outbox.made:
        outbox.outbox.made.engine.dispose()


def test_from_a_line_of_the_log_to_an_inbox(
    server: MailServer, scheduled: list[str], member: Person, admin: Person
) -> None:
    post_id = member.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    answer = courier.handler({"awslogs": {"data": "..."}}, Context())
    [mail] = server.to(member.email)
    assert mail["Subject"] == "Dark mode: planned"
    assert 0 < answer["due_in"] <= 86_400, "the team's digest"
    assert len(scheduled) == 1


def test_a_bounce_and_the_sweep(
    server: MailServer, scheduled: list[str], member: Person, admin: Person, superuser: Engine
) -> None:
    post_id = member.post_idea()["id"]
    recipients = [{"emailAddress": member.email}]
    bounce = {"bounceType": "Permanent", "bouncedRecipients": recipients}
    message = {"eventType": "Bounce", "mail": {"messageId": "m"}, "bounce": bounce}
    courier.handler({"Records": [{"Sns": {"TopicArn": "arn:topic", "Message": json.dumps(message)}}]}, Context())
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    courier.handler({"sweep": True}, Context())
    assert server.taken == []
    with superuser.connect() as connection:
        found = connection.scalars(text("SELECT status FROM deliveries WHERE template <> 'digest'")).all()
    assert found == ["suppressed"]


def test_settings_that_are_wrong_end_the_call_and_not_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAIL_URL", *ENVIRONMENT):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(courier.courier, "made", None)
    with pytest.raises(RuntimeError, match="heed: OUTBOX_FUNCTION: "):
        courier.handler({}, Context())


def test_the_courier_knows_how_long_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked:
        def handle(self, event: object, time_left: Callable[[], float]) -> dict[str, Any]:
            return {"event": event, "seconds": time_left()}

    monkeypatch.setattr(courier.courier, "made", Asked())
    monkeypatch.setattr(courier.courier, "expires_at", float("inf"))
    assert courier.handler({"sweep": True}, Context()) == {"event": {"sweep": True}, "seconds": 300.0}
