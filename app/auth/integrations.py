"""The caller behind an API key: an integration, or the member on whose behalf it acts. One statement finds either."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, false, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from app.auth.api_keys import INVALID, ON_BEHALF_OF
from app.auth.scopes import InsufficientScope, Scopes
from app.errors import Forbidden, Invalid, Unauthorized
from app.http.fields import MAX_ID
from app.http.text import is_storable
from app.models import APIKey, ModerationEntry, SSOIdentity, User

OF_A_MEMBER: Scopes = frozenset({"read", "write"})  # What a key may do in a member's place, at most.
LONGEST = 255
SUBJECT = "sub:"
NOBODY = "There is no member of this id or `sub` in whose place an integration may act: it is nobody's of the team."

USE = timedelta(hours=1)  # How exact `last_used_at` is.
USED = (
    update(APIKey)
    .where(
        # One that another request is just noting is left to that one: nobody waits.
        APIKey.id
        == select(APIKey.id)
        .where(APIKey.key_hash == bindparam("shown"))
        .where(or_(APIKey.last_used_at.is_(None), APIKey.last_used_at < func.now() - USE))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(last_used_at=func.now())
    .cte("used")
)
LIVE = and_(APIKey.key_hash == bindparam("shown"), or_(APIKey.expires_at.is_(None), APIKey.expires_at > func.now()))
INTEGRATION = select(User, APIKey.scopes).join(APIKey, APIKey.user_id == User.id).where(LIVE).add_cte(USED)


class Caller(NamedTuple):
    user: User
    scopes: Scopes


def get_integration(db: Session, key_hash: bytes) -> Caller:
    """Raises Unauthorized for a key that was revoked, has expired, or never was."""
    row = db.execute(INTEGRATION, {"shown": key_hash}).one_or_none()
    if row is None:
        raise Unauthorized(INVALID)
    return Caller(row[0], frozenset(row[1]))


def get_member_for(db: Session, key_hash: bytes, named: str, *, issuer: str, writes: str | None) -> Caller:
    """The member, `via` the integration. `issuer`: of the board's single sign-on, or empty.
    `writes`: what is written, as the moderation log says it (`PUT /v1/…`), where the request is to change anything: the
    same statement puts it there.

    Raises Unauthorized as get_integration does, InsufficientScope for a key without `write`, Forbidden where there is
    no such member, and Invalid for what names nobody.
    """
    member = aliased(User)
    is_meant = and_(is_named(member, named, issuer), member.status == "active", member.role == "member")
    statement = select(APIKey.user_id, APIKey.scopes, member).outerjoin(member, is_meant).where(LIVE)
    if writes is not None:
        entry = {
            "actor_id": APIKey.user_id,
            "action": literal("user.acted_for"),
            "target_type": literal("user"),
            "target_id": member.id,
            "detail": literal({"request": writes}, JSONB),
        }
        logged = select(*entry.values()).join(member, is_meant).where(LIVE)
        statement = statement.add_cte(insert(ModerationEntry).from_select(list(entry), logged).cte("logged"))
    row = db.execute(statement.add_cte(USED), {"shown": key_hash}).one_or_none()
    if row is None:
        raise Unauthorized(INVALID)
    integration_id, scopes, user = row
    if "write" not in scopes:
        raise InsufficientScope("Acting on behalf of a member takes the scope `write`.", "write")
    if user is None:
        raise Forbidden(NOBODY, code="on-behalf-of")
    user.via_id = integration_id
    return Caller(user, OF_A_MEMBER.intersection(scopes))


def is_named(member: Any, named: str, issuer: str) -> ColumnElement[bool]:
    """Whether it is the member that the header names: digits alone are the board's id, and anything else is a `sub`.
    One of digits is written `sub:42`, so that neither is ever taken for the other. Raises Invalid.

    A header that came twice arrives as one with a comma, and is nobody's name.
    """
    if not named.strip() or len(named) > LONGEST or "," in named or not is_storable(named):
        raise Invalid(f"header:{ON_BEHALF_OF}", "must be the id of one member, or a `sub`")
    if named.isascii() and named.isdigit():
        number = int(named)
        return member.id == number if number <= MAX_ID else false()
    return is_subject(member, issuer, named.removeprefix(SUBJECT))


def is_subject(member: Any, issuer: str, subject: str) -> ColumnElement[bool]:
    """Whether the member is whom the issuer calls by this `sub`."""
    identity = select(SSOIdentity.user_id).where(SSOIdentity.issuer == issuer, SSOIdentity.subject == subject)
    is_meant: ColumnElement[bool] = member.id == identity.scalar_subquery()
    return is_meant
