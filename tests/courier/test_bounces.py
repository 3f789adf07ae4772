"""What SES says of mails that came back: whom to write to no more."""

import json
from typing import Any
from unittest.mock import patch

from app.courier.bounces import suppressions
from app.courier.worker import Courier
from app.settings.courier import CourierSettings
from tests.courier.test_aws import TOPIC, Answers, settings

__all__ = ["settings"]


def notification(kind: str, details: Any = None, topic: str = TOPIC) -> dict[str, Any]:
    message = {"eventType": kind, "mail": {"messageId": "m-1"}, **(details or {})}
    return {"Records": [{"Sns": {"TopicArn": topic, "Message": json.dumps(message)}}]}


BOUNCED = [{"emailAddress": "Ada <ada@example.com>"}]
PERMANENT = {"bounce": {"bounceType": "Permanent", "bouncedRecipients": BOUNCED}}


def test_what_comes_back_is_suppressed(settings: CourierSettings) -> None:
    transient = {"bounce": {"bounceType": "Transient", "bouncedRecipients": BOUNCED}}
    complaint = {"complaint": {"complainedRecipients": BOUNCED}}
    command = {"command": "suppress", "addresses": ["ada@example.com"], "provider_id": "m-1"}
    assert suppressions(notification("Bounce", PERMANENT), TOPIC) == [{**command, "reason": "bounce"}]
    assert suppressions(notification("Complaint", complaint), TOPIC) == [{**command, "reason": "complaint"}]
    of_an_identity = json.dumps({"notificationType": "Bounce", "mail": {"messageId": "m-1"}, **PERMANENT})
    records = {"Records": [{"Sns": {"TopicArn": TOPIC, "Message": of_an_identity}}]}
    assert suppressions(records, TOPIC) == [{**command, "reason": "bounce"}]
    assert suppressions(notification("Bounce", transient), TOPIC) == []
    assert suppressions(notification("Delivery"), TOPIC) == []
    assert suppressions(notification("Bounce", PERMANENT, "arn:aws:sns:eu-central-1:666:evil"), TOPIC) == []
    assert suppressions(notification("Bounce", PERMANENT, ""), "") == []
    ask = Answers({})
    with patch("app.courier.worker.call_rest", ask):
        Courier(settings).handle(notification("Bounce", PERMANENT), time_left=lambda: 100.0)
    assert [payload["command"] for _, payload in ask.commands] == ["suppress"]
