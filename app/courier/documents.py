"""Fetching documents of other servers: key sets, and what an OpenID provider says of itself."""

from typing import Any

from app.courier.result import NotSent
from app.outside.fetching import LIMIT, NoAnswer, fetch

TIMEOUT = 10.0  # Seconds.
HEADERS = {"Accept": "application/json, application/jwk-set+json"}


class DocumentFetcher:
    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        """Raises NotSent."""
        try:
            answer = fetch("GET", item["url"], headers=HEADERS, timeout=TIMEOUT, private=item["private"])
        except NoAnswer as error:
            raise NotSent("failed", error.reason) from error
        if answer.status != 200:
            raise NotSent("failed", f"answered with status {answer.status}")
        if not answer.is_whole:
            raise NotSent("failed", f"is larger than {LIMIT:,} bytes")
        try:
            body = answer.body.decode()
        except UnicodeDecodeError:
            raise NotSent("failed", "is not UTF-8") from None
        if "\0" in body:
            raise NotSent("failed", "is not text")
        return {"outcome": "fetched", "body": body}

    def close(self) -> None:
        """Each document has a connection of its own."""
