"""Settings from AWS Systems Manager: every parameter under one path, kept for five minutes."""

import random
import threading
import time

from app.aws.client import AWSError, call

KEPT = 300.0  # Seconds that values are used without asking again.
RETRY_STALE = 30.0  # Seconds until the next attempt, after a refresh failed.
ATTEMPT = 2.0  # Seconds for one call.
BACKOFF = 0.2, 2.0  # Seconds between attempts, doubling from the first bound to the second.
# A new environment may wait this long, where 100 of them a second share 40 requests a second (the default limit).
# Lambda stops what has not started within 10 s; the first request then waits as long again.
DEADLINE = 8.0

chance = random.SystemRandom()  # The module's own generator would be part of a snapshot, and alike in every restore.


class ParameterStoreError(Exception):
    """The parameters can't be read; the message names the path and what to do."""


class ParameterStore:
    """What is stored under one path, by the last part of each name: `/heed/prod/SECRET_KEY` is `SECRET_KEY`."""

    def __init__(self, path: str) -> None:
        self.path = path.rstrip("/")
        self.values: dict[str, str] = {}
        self.fresh_until = 0.0
        self.lock = threading.Lock()

    def read(self) -> dict[str, str]:
        """The values of now, or, where a refresh fails, of before. Raises ParameterStoreError if there are none."""
        with self.lock:
            if time.time() >= self.fresh_until:
                self.refresh()
            return self.values

    def expire(self) -> None:
        """Makes the next read() ask again: a secret turned out to be no longer true."""
        self.fresh_until = 0.0

    def refresh(self) -> None:
        try:
            self.values = self.fetch(DEADLINE if not self.values else ATTEMPT)
            self.fresh_until = time.time() + KEPT
        except ParameterStoreError:
            if not self.values:
                raise
            self.fresh_until = time.time() + RETRY_STALE

    def fetch(self, patience: float) -> dict[str, str]:
        """Retries what may pass, with full jitter, until `patience` seconds are over. Raises ParameterStoreError.

        https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        """
        deadline = time.monotonic() + patience
        pause, longest = BACKOFF
        while True:
            try:
                return self.fetch_once(deadline)
            except AWSError as error:
                if not may_pass(error):
                    raise ParameterStoreError(self.explain(error)) from error
                if time.monotonic() + pause >= deadline:
                    raise ParameterStoreError(f"{self.path} could not be read in time: {error.code}") from error
            time.sleep(chance.uniform(0, pause))
            pause = min(pause * 2, longest)

    def fetch_once(self, deadline: float) -> dict[str, str]:
        """One call as long as there are at most ten parameters; an empty page may still have a next one."""
        values: dict[str, str] = {}
        request: dict[str, object] = {"Path": self.path, "WithDecryption": True, "MaxResults": 10}
        while True:
            timeout = max(0.1, min(ATTEMPT, deadline - time.monotonic()))
            page = call("ssm", "AmazonSSM.GetParametersByPath", request, timeout=timeout)
            values |= {each["Name"].rpartition("/")[2].upper(): each["Value"] for each in page.get("Parameters", [])}
            if not page.get("NextToken"):
                return values
            request["NextToken"] = page["NextToken"]

    def explain(self, error: AWSError) -> str:
        if error.code == "AccessDeniedException":
            return f"reading {self.path} was denied: allow ssm:GetParametersByPath on it, and kms:Decrypt on its key"
        return f"{self.path} can't be read: {error.code}"


def may_pass(error: AWSError) -> bool:
    """Throttling, a fault on AWS's side, or no answer at all."""
    if error.code in ("NoCredentials", "NoRegion"):
        return False
    return error.status in (0, 429) or error.status >= 500 or error.code.startswith(("Throttl", "RequestLimit"))
