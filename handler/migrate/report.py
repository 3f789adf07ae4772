"""Telling CloudFormation how it went: always, once, and in time."""

import json
import logging
import threading
import time
from urllib.parse import urlsplit

from app.aws.client import AWSError, send
from handler.migrate.events import CustomResource
from migrations.failure import MigrationError, one_line

logger = logging.getLogger("heed.migrations")

ATTEMPTS = 3
ATTEMPT_SECONDS = 3.0
PAUSE_SECONDS = 0.5


class Report:
    """The one answer to a release: whether it succeeded, and a line that says what was done or why not."""

    def __init__(self, event: CustomResource) -> None:
        self.event = event
        self.told = threading.Lock()

    def send(self, succeeded: bool, line: str) -> bool:
        """Does nothing, and says so, when an answer is out already. Raises MigrationError when nobody takes it."""
        if not self.told.acquire(blocking=False):
            return False
        for attempt in range(1, ATTEMPTS + 1):
            try:
                tell_cloudformation(self.event, succeeded, line)
                logger.info("reported: %s, %s", "succeeded" if succeeded else "failed", line)
                break
            except AWSError as error:
                passing = error.status == 0 or error.status == 429 or error.status >= 500
                if attempt == ATTEMPTS or not passing:
                    raise MigrationError(f"{line}; and CloudFormation could not be told: {error}") from None
                logger.warning("report not taken, trying again: %s", error)
            time.sleep(PAUSE_SECONDS * attempt)
        return True

    def out_of_time(self, line: str) -> None:
        """The last resort, from a timer's thread, where the migration could not stop itself."""
        try:
            self.send(False, line)
        except MigrationError as error:
            logger.error("%s, and no time is left", error)


def tell_cloudformation(event: CustomResource, succeeded: bool, line: str) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html"""
    body = {
        "Status": "SUCCESS" if succeeded else "FAILED",
        "Reason": one_line(line),
        "PhysicalResourceId": event.PhysicalResourceId,
        "StackId": event.StackId,
        "RequestId": event.RequestId,
        "LogicalResourceId": event.LogicalResourceId,
    }
    url = urlsplit(event.ResponseURL)
    # The address is signed for a request without a content type.
    headers = {"host": url.netloc, "content-type": ""}
    status, _ = send(url, "PUT", f"{url.path}?{url.query}", headers, json.dumps(body).encode(), ATTEMPT_SECONDS)
    if status != 200:
        raise AWSError("NotTaken", f"the answer's address said {status}", status)
