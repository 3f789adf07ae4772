"""Sending by Amazon SES (API v2, raw), signed with the function's own rights.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

from base64 import b64encode

from app.aws.client import AWSError, call_rest
from app.courier.result import NotSent, Sent
from app.settings.mail_url import MailServer

TIMEOUT = 10.0  # Seconds.
THROTTLED = ("TooManyRequestsException", "ThrottlingException", "Throttling")
WAIT = 2.0  # Seconds: the slowest account may send one a second.


class SESTransport:
    def __init__(self, server: MailServer, configuration_set: str = "") -> None:
        self.region = server.host
        self.configuration_set = configuration_set

    def send(self, sender: str, to: str, raw: bytes) -> Sent:
        """Raises NotSent."""
        request = {
            "FromEmailAddress": sender,
            "Destination": {"ToAddresses": [to]},
            "Content": {"Raw": {"Data": b64encode(raw).decode()}},
        }
        if self.configuration_set:
            request["ConfigurationSetName"] = self.configuration_set
        path = "/v2/email/outbound-emails"
        try:
            answer = call_rest("email", "POST", path, request, timeout=TIMEOUT, signed_as="ses", region=self.region)
        except AWSError as error:
            raise not_sent(error) from error
        if not isinstance(answer.get("MessageId"), str):
            raise NotSent("retry", "SES answered without a MessageId")
        return Sent(answer["MessageId"])

    def close(self) -> None:
        """Each mail has a connection of its own."""


def not_sent(error: AWSError) -> NotSent:
    """Only a request that SES calls bad is given up: a sandbox, a pause or a missing right can be mended."""
    reason = f"{error.code}: {error.message}"[:300]
    if error.status == 429 or error.code in THROTTLED:
        return NotSent("released", reason, after=WAIT)
    return NotSent("failed" if error.code == "BadRequestException" else "retry", reason)
