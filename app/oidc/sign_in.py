"""The steps of signing in, in the browser's order: away to the provider, back with a code, and in."""

import time
from typing import NamedTuple

from sqlalchemy import Connection

from app.auth.new_sessions import SignedIn
from app.auth.page_sessions import open_for
from app.http.dependencies import Client
from app.log import log_security
from app.models.users import User
from app.oidc import changes
from app.oidc.accounts import account_of, get_user, link
from app.oidc.browsers import challenge_of, hash_of, new_token, nonce_of, verifier_of
from app.oidc.documents import known_provider
from app.oidc.errors import OIDCRefused, ProviderUnavailable
from app.oidc.id_tokens import BadToken, Expected, UnknownKey, read_id_token
from app.oidc.people import Person, person_of
from app.oidc.provider import way_to
from app.oidc.queries import Begun, lock_begun
from app.rate_limits.limits import limit_per_hour, rate_limit_key
from app.remote.changes import ask_for
from app.remote.queries import get_document
from app.settings.config import Settings


class Ended(NamedTuple):
    """`signed_in` is None where an identity was linked, by whoever was signed in before."""

    user: User
    signed_in: SignedIn | None


def go(
    db: Connection,
    settings: Settings,
    client: Client,
    *,
    browser: str,
    carried: dict[str, str],
    user_id: int | None = None,
) -> str:
    """Begins a sign-in of this browser. Returns the address at the provider. Raises ProviderUnavailable or
    TooManyRequests. `user_id`: whose account is to be linked."""
    limit_per_hour(db, settings.sign_ins_per_hour, rate_limit_key(settings, "oidc-client", client.address))
    provider = known_provider(db, settings)
    state = new_token()
    changes.go(db, state=hash_of(state), browser=hash_of(browser), user_id=user_id, carried=carried)
    challenge = challenge_of(verifier_of(browser, state))
    return way_to(provider, settings, state=state, nonce=nonce_of(browser, state), challenge=challenge)


def come_back(db: Connection, settings: Settings, *, browser: str, state: str, code: str, issuer: str | None) -> None:
    """Hands the code to the courier, once. Raises OIDCRefused for an answer of another provider than the one that was
    asked, which a mix-up attack would have (RFC 9207 §2.4). A code for a sign-in that has one changes nothing."""
    if issuer != settings.oidc_issuer and (issuer is not None or known_provider(db, settings).sends_issuer):
        changes.end(db, state=hash_of(state), browser=hash_of(browser))
        log_security("oidc_refused", reason="the answer names another issuer")
        raise OIDCRefused("oidc-untrusted")
    verifier = verifier_of(browser, state)
    changes.come_back(db, state=hash_of(state), browser=hash_of(browser), code=code, verifier=verifier)


def finish(
    db: Connection, settings: Settings, client: Client, *, browser: str, state: str, viewer_id: int | None
) -> Ended | None:
    """None where one has to look again: the provider's keys are being fetched, or another tab has just ended it, for
    which this one has waited here. Raises OIDCRefused, ProviderUnavailable or SignUpRefused."""
    begun = lock_begun(db, state=hash_of(state), browser=hash_of(browser))
    if begun is None:
        return None
    if begun.waited is None:
        raise OIDCRefused("oidc-over")
    if begun.answer is None or "failed" in begun.answer:
        raise ProviderUnavailable
    person = person_in(db, settings, begun, nonce=nonce_of(browser, state))
    if person is None:
        return None
    changes.end(db, state=hash_of(state), browser=hash_of(browser))
    if begun.user_id is None:
        user = account_of(db, settings, person)
        log_security("signed_in_by_oidc", user_id=user.id)
        return Ended(user, open_for(db, settings, user, client))
    if begun.user_id != viewer_id:
        raise OIDCRefused("oidc-over")  # Somebody else has signed in meanwhile, or nobody is.
    link(db, person, begun.user_id)
    log_security("oidc_linked", user_id=begun.user_id)
    return Ended(get_user(db, begun.user_id), None)


def person_in(db: Connection, settings: Settings, begun: Begun, *, nonce: str) -> Person | None:
    """Who the answer is about; None where its key is not known yet, and the key set is being fetched again."""
    assert begun.answer is not None
    assert begun.waited is not None
    assert begun.since_taken is not None
    provider = known_provider(db, settings)
    keys = get_document(db, provider.jwks_uri)
    expected = Expected(settings.oidc_issuer, settings.oidc_client_id, nonce)
    try:
        # The time at which the answer came: it may be read later, where the keys were fetched again meanwhile.
        now = time.time() - begun.since_taken
        claims = read_id_token(begun.answer["id_token"], keys.body if keys else "", expected, now=now)
    except UnknownKey as error:
        if begun.waited < changes.PATIENCE.total_seconds() and (keys is None or keys.age > begun.since_taken):
            ask_for(db, provider.jwks_uri)
            return None
        raise refused(error) from None
    except BadToken as error:
        raise refused(error) from None
    return person_of(claims, begun.answer["userinfo"], trusts_email=settings.oidc_trust_email)


def refused(error: BadToken) -> OIDCRefused:
    log_security("oidc_refused", reason=f"the ID token {error.reason}")
    return OIDCRefused("oidc-untrusted")
