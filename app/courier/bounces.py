"""SES's notifications, which come by SNS: whom to write to no more.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import json
from typing import Any


def suppressions(event: dict[str, Any], topic_arn: str) -> list[dict[str, Any]]:
    """The outbox's commands for the records of one event. Records of another topic say nothing here.

    An address is given up for a bounce that is permanent, and for a complaint; a full mailbox is no reason.
    """
    found = []
    for record in event.get("Records", []):
        sns = record.get("Sns", {})
        if topic_arn and sns.get("TopicArn") == topic_arn:
            command = suppression(json.loads(sns["Message"]))
            if command is not None:
                found.append(command)
    return found


def suppression(message: dict[str, Any]) -> dict[str, Any] | None:
    kind = message.get("eventType") or message.get("notificationType")
    if kind == "Bounce" and message["bounce"].get("bounceType") == "Permanent":
        reason, recipients = "bounce", message["bounce"]["bouncedRecipients"]
    elif kind == "Complaint":
        reason, recipients = "complaint", message["complaint"]["complainedRecipients"]
    else:
        return None
    addresses = [each["emailAddress"].rpartition("<")[2].rstrip(">") for each in recipients]
    provider_id = message.get("mail", {}).get("messageId")
    return {"command": "suppress", "addresses": addresses, "reason": reason, "provider_id": provider_id}
