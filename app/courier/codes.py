"""Redeeming a code at an OpenID provider: the ID token, and what else it says of the person where that says too little.

Nothing is verified here: the ID token goes on to who has the keys (app/oidc/id_tokens.py). The access token stays here.
"""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any

from app.courier.result import NotSent
from app.outside.fetching import Answer, NoAnswer, fetch

TIMEOUT = 8.0  # Seconds for each of the two: somebody sits and waits.
CODE = re.compile(r"[a-z_]{1,40}")


class CodeRedeemer:
    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        """Raises NotSent: a code can be redeemed once, so it is never tried again."""
        tokens = self.fetched("POST", item["url"], item["headers"], item["body"].encode(), private=item["private"])
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str):
            raise NotSent("failed", "answered without an ID token")
        userinfo = None
        if item["userinfo_url"] and isinstance(access_token, str) and not has_address(id_token):
            userinfo = self.userinfo(item["userinfo_url"], access_token, private=item["private"])
        return {"outcome": "answered", "id_token": id_token, "userinfo": userinfo}

    def userinfo(self, url: str, access_token: str, *, private: bool) -> dict[str, Any] | None:
        """OpenID Connect Core §5.3. Without it, the ID token has to do."""
        if not access_token.isascii() or not access_token.isprintable():
            return None
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        try:
            found = self.fetched("GET", url, headers, None, private=private)
        except NotSent:
            return None
        return {name: found[name] for name in ("sub", "email", "email_verified", "name") if name in found}

    def fetched(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None, *, private: bool
    ) -> dict[str, Any]:
        try:
            answer = fetch(method, url, headers=headers, body=body, timeout=TIMEOUT, private=private)
        except NoAnswer as error:
            raise NotSent("failed", f"gave none: {error.reason}") from error
        found = object_in(answer)
        if answer.status != 200:
            code = found.get("error") if found else None
            said = f", {code}" if isinstance(code, str) and CODE.fullmatch(code) else ""
            raise NotSent("failed", f"answered with status {answer.status}{said}")
        if found is None:
            raise NotSent("failed", "answered with what is no JSON object, or too large")
        return found

    def close(self) -> None:
        """Each request has a connection of its own."""


def object_in(answer: Answer) -> dict[str, Any] | None:
    if not answer.is_whole:
        return None
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "\\u0000" not in answer.body.decode(errors="replace") else None


def has_address(id_token: str) -> bool:
    """Whether the token says it itself; whether the token is right is somebody else's question."""
    try:
        claims = json.loads(urlsafe_b64decode(f"{id_token.split('.')[1]}=="))
    except (ValueError, IndexError, RecursionError):
        return False
    return isinstance(claims, dict) and "email" in claims
