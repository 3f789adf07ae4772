"""Mailed codes: six digits that prove an address to the board, typed where they were asked for.

A code is of use only together with the `code_id` that its asking client was told. So neither a guess from elsewhere nor
who opens the mail in passing (a scanner of links) can use it, and there is no link that acts.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from app.auth import code_changes
from app.auth.new_sessions import SignedIn, new_session
from app.auth.newcomers import require_open_sign_up, role_of_newcomer
from app.errors import Conflict
from app.http.dependencies import Client
from app.log import log_security
from app.outbox.changes import enqueue_mail
from app.rate_limits.changes import count_hits, delete_counts
from app.rate_limits.limits import TooManyRequests, limit_per_hour, rate_limit_key
from app.settings.config import Settings

MAX_LENGTH = 100  # Of an id or a code, as it is sent.
LIFETIME = timedelta(minutes=15)
CODES_PER_HOUR = 5  # For one e-mail address: more would be a nuisance to its owner.
TRIES_PER_HOUR = 100  # From one client's address, behind which there may be a whole office.
# Of the codes of one e-mail address in a day, whoever asked for them: who guesses all year is right with 0.4 %.
TRIES, TRIES_WINDOW = 10, 86_400.0
REFUSED = "The code is wrong, or no longer good. Ask for a new one where you want to use it."
NEWCOMERS_NAME = "New member"  # Until the member gives a name: PATCH /v1/users/me.


class Proven(NamedTuple):
    """An address that a code has proven, and what a sign-up has left for its account."""

    email: str
    name: str | None
    password_hash: str | None


def ask_for_code(
    db: Connection,
    settings: Settings,
    email: str,
    client: Client,
    *,
    name: str | None = None,
    password_hash: str | None = None,
    language: str | None = None,
) -> str:
    """Mails a new code, which ends the old one. Returns its id, for the client alone.

    `name` and `password_hash`: for the account that a sign-up asks for. `language`: of the mail, where the account has
    chosen none. It does the same for every address, whether it
    has an account or not; a disabled one's mail is out of date before it could leave. Raises Conflict where mail is
    off, or TooManyRequests.
    """
    if not settings.sends_mail:
        raise Conflict("This board sends no mail, so there are no codes. Sign in with a password.", code="mail-off")
    limit_per_hour(db, settings.codes_per_hour, rate_limit_key(settings, "code-client", client.address))
    limit_per_hour(db, CODES_PER_HOUR, rate_limit_key(settings, "code", email))
    code_id, code = secrets.token_urlsafe(24), f"{secrets.randbelow(1_000_000):06}"
    stored = code_changes.replace_code(
        db,
        email,
        id_hash=hash_of_id(code_id),
        code_hash=hashes_of_code(settings, code_id, code)[0],
        lifetime=LIFETIME,
        name=name,
        password_hash=password_hash,
    )
    enqueue_mail(
        db,
        template="code",
        address=email,
        user_id=stored.user_id,
        data={"code": code, "language": language},
        expires_at=stored.mail_until,
    )
    log_security("code_requested", user_id=stored.user_id)
    return code_id


def redeem(db: Connection, settings: Settings, code_id: str, code: str, client: Client) -> Proven | None:
    """The address that the code proves; None for a code that is wrong, used, replaced, expired or of another client.

    The caller lets what was written stand, as a wrong try counts. What is right is used up only when the caller deletes
    it, in this transaction, in which others who try it wait. Raises TooManyRequests.
    """
    limit_per_hour(db, TRIES_PER_HOUR, rate_limit_key(settings, "code-try-client", client.address))
    code_hashes = hashes_of_code(settings, code_id, "".join(code.split()))
    tried = code_changes.try_code(db, id_hash=hash_of_id(code_id), code_hashes=code_hashes)
    if tried is not None:
        limit_tries(db, settings, tried.email)
    if tried is None or not tried.is_right:
        log_security("code_refused")
        return None
    delete_counts(db, rate_limit_key(settings, "code-try", tried.email))
    return Proven(tried.email, tried.name, tried.password_hash)


def limit_tries(db: Connection, settings: Settings, email: str) -> None:
    """Raises TooManyRequests: each code has its own tries, and who asks for many codes must not have as many more."""
    counted, *_ = count_hits(db, [rate_limit_key(settings, "code-try", email)], window=TRIES_WINDOW)
    if counted.hits > TRIES:
        log_security("limit_reached", limit="code-try")
        raise TooManyRequests(counted.seconds_left)


def sign_in(
    db: Connection, settings: Settings, code_id: str, code: str, client: Client, *, for_pages: bool = False
) -> SignedIn | None:
    """Signs in whoever has the code, and makes an account where the address has none. None for a refusal, which is the
    same for a wrong code and a disabled account. Raises TooManyRequests, or SignUpRefused where the code was right."""
    if max(len(code_id), len(code)) > MAX_LENGTH:
        return None
    proven = redeem(db, settings, code_id, code, client)
    if proven is None:
        return None
    session = new_session(settings, client, for_pages=for_pages)
    given = {"name": proven.name, "password_hash": proven.password_hash}
    opened = code_changes.open_session_by_code(db, proven.email, session, **given)
    if opened is None and make_account(db, settings, proven):
        opened = code_changes.open_session_by_code(db, proven.email, session, **given)
    if opened is None:
        log_security("code_refused")
        return None
    log_security("signed_in_by_code", user_id=opened.user_id)
    return SignedIn(opened.user_id, opened.id, session.token)


def make_account(db: Connection, settings: Settings, proven: Proven) -> bool:
    """Whether it did. Raises SignUpRefused."""
    require_open_sign_up(db, by_code=True)
    role = role_of_newcomer(db, settings, setup_token=None)
    name = proven.name or NEWCOMERS_NAME
    return code_changes.create_verified_user(db, proven.email, name=name, password_hash=proven.password_hash, role=role)


def forget_codes(db: Connection, settings: Settings, email: str) -> None:
    """Deletes what is held about codes of an address. In the order in which asking and trying lock it."""
    delete_counts(db, rate_limit_key(settings, "code", email))
    code_changes.delete_codes(db, email)
    delete_counts(db, rate_limit_key(settings, "code-try", email))


def hash_of_id(code_id: str) -> bytes:
    """A plain hash will do: the id is 192 random bits."""
    return hashlib.sha256(code_id.encode(errors="replace")).digest()


def hashes_of_code(settings: Settings, code_id: str, code: str) -> list[bytes]:
    """Under the secret key, and under each one before."""
    text = f"{code_id}\n{code}".encode(errors="replace")
    keys = (settings.secret_key, *settings.previous_secret_keys)
    return [hmac.digest(f"email-code:{key.get_secret_value()}".encode(), text, "sha256") for key in keys]
