"""Codes as the courier gets them: each with the request that redeems it; and what the provider answered.

The client's secret comes along with the work: it is configured once, beside the rest of OIDC_*, and the courier knows
it no longer than the request takes.
"""

from base64 import b64encode
from typing import Any
from urllib.parse import quote_plus, urlencode

from sqlalchemy import Engine

from app.db.step import step
from app.log import logger
from app.oidc.changes import Taken, answer, take
from app.oidc.documents import known_provider
from app.oidc.errors import ProviderUnavailable
from app.oidc.provider import Provider, redirect_uri
from app.remote.work import may_be_private
from app.settings.config import Settings

LONGEST_TOKEN = 16_000  # Characters of an ID token, with the groups that some providers write into it.
LEASE_SECONDS = 120  # Longer than anybody waits for it.
FAILED = {"failed": "unreachable"}


class Exchanges:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    def claim(self) -> dict[str, Any]:
        """One item: `url`, `headers` and `body` of the POST; `userinfo_url` or None; `private`, as of documents.

        What is never reported is lost: its page says so, and a new sign-in begins anew. What the provider says of
        itself is asked for here, too, so that it is there before the first person comes."""
        nothing: dict[str, Any] = {"items": [], "due_in": None}
        if not self.settings.has_oidc:
            return nothing
        with step(self.engine) as db:
            try:
                provider: Provider | None = known_provider(db, self.settings)
            except ProviderUnavailable:
                provider = None
            taken = take(db)
            if taken is not None and provider is None:
                answer(db, token=str(taken.token), said=FAILED)
        if taken is None or provider is None:
            return nothing
        item = {"token": str(taken.token), **request(provider, self.settings, taken)}
        return {"items": [item], "lease": LEASE_SECONDS, "due_in": 0.0}

    def report(self, results: list[dict[str, Any]]) -> int:
        """Each has `outcome`: answered, with `id_token` and `userinfo`, an object or None; or anything else, with
        `reason`."""
        counted = 0
        with step(self.engine) as db:
            for result in results:
                counted += answer(db, token=result["token"], said=said_by(result))
        return counted


def request(provider: Provider, settings: Settings, taken: Taken) -> dict[str, Any]:
    """RFC 6749 §4.1.3, with RFC 7636's verifier (§4.5). Id and secret are encoded before they are joined (§2.3.1)."""
    secret = settings.oidc_client_secret.get_secret_value()
    fields = {
        "grant_type": "authorization_code",
        "code": taken.code,
        "redirect_uri": redirect_uri(settings),
        "code_verifier": taken.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if provider.by_post:
        fields |= {"client_id": settings.oidc_client_id, "client_secret": secret}
    else:
        both = f"{quote_plus(settings.oidc_client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {b64encode(both.encode()).decode()}"
    return {
        "url": provider.token_endpoint,
        "headers": headers,
        "body": urlencode(fields),
        "userinfo_url": provider.userinfo_endpoint,
        "private": may_be_private(settings, settings.oidc_issuer),
    }


def said_by(result: dict[str, Any]) -> dict[str, Any]:
    if result["outcome"] != "answered":
        refuse(result.get("reason") or "was not asked, as the courier had no time left")
        return FAILED
    if len(result["id_token"]) > LONGEST_TOKEN:
        refuse("answered with an ID token that is too long")
        return FAILED
    return {"id_token": result["id_token"], "userinfo": result["userinfo"]}


def refuse(reason: str) -> None:
    logger.error("the OpenID provider can't be used: it %s", reason)
