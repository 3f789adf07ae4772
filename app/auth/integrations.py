"""The caller behind an API key: an integration, or the member on whose behalf it acts. One statement finds either."""

from datetime import timedelta
from typing import ClassVar, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, false, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB

from app.auth.api_keys import INVALID, ON_BEHALF_OF
from app.auth.scopes import InsufficientScope, Scopes
from app.errors import Forbidden, Invalid, Unauthorized
from app.http.fields import MAX_ID
from app.http.text import is_storable
from app.models.api_keys import api_keys
from app.models.moderation_log import moderation_log
from app.models.record import Record
from app.models.sso_identities import sso_identities
from app.models.users import User, users

OF_A_MEMBER: Scopes = frozenset({"read", "write"})  # What a key may do in a member's place, at most.
LONGEST = 255
SUBJECT = "sub:"
NOBODY = "There is no member of this id or `sub` in whose place an integration may act: it is nobody's of the team."

USE = timedelta(hours=1)  # How exact `last_used_at` is.
USED = (
    update(api_keys)
    .where(
        # One that another request is just noting is left to that one: nobody waits.
        api_keys.c.id
        == select(api_keys.c.id)
        .where(api_keys.c.key_hash == bindparam("shown"))
        .where(or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < func.now() - USE))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(last_used_at=func.now())
    .cte("used")
)
LIVE = and_(
    api_keys.c.key_hash == bindparam("shown"), or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > func.now())
)
INTEGRATION = (
    select(*User.columns(users), api_keys.c.scopes)
    .join(api_keys, api_keys.c.user_id == users.c.id)
    .where(LIVE)
    .add_cte(USED)
)


class Caller(NamedTuple):
    user: User
    scopes: Scopes


class Integration(User):
    scopes: list[str]


class Acting(Record):
    """An integration, and the member in whose place it acts, if there is one."""

    nested: ClassVar = {"member": User}

    user_id: int
    scopes: list[str]
    member: User | None


def get_integration(db: Connection, key_hash: bytes) -> Caller:
    """Raises Unauthorized for a key that was revoked, has expired, or never was."""
    found = Integration.one_or_none(db.execute(INTEGRATION, {"shown": key_hash}))
    if found is None:
        raise Unauthorized(INVALID)
    return Caller(found, frozenset(found.scopes))


def get_member_for(db: Connection, key_hash: bytes, named: str, *, issuer: str, writes: str | None) -> Caller:
    """The member, `via` the integration. `issuer`: of the board's single sign-on, or empty.
    `writes`: what is written, as the moderation log says it (`PUT /v1/…`), where the request is to change anything: the
    same statement puts it there.

    Raises Unauthorized as get_integration does, InsufficientScope for a key without `write`, Forbidden where there is
    no such member, and Invalid for what names nobody.
    """
    is_meant = and_(is_named(named, issuer), users.c.status == "active", users.c.role == "member")
    columns = (*Acting.columns(api_keys), *User.columns(users, "member"))
    statement = select(*columns).select_from(api_keys).outerjoin(users, is_meant).where(LIVE)
    if writes is not None:
        entry = {
            "actor_id": api_keys.c.user_id,
            "action": literal("user.acted_for"),
            "target_type": literal("user"),
            "target_id": users.c.id,
            "detail": literal({"request": writes}, JSONB),
        }
        logged = select(*entry.values()).select_from(api_keys).join(users, is_meant).where(LIVE)
        statement = statement.add_cte(insert(moderation_log).from_select(list(entry), logged).cte("logged"))
    found = Acting.one_or_none(db.execute(statement.add_cte(USED), {"shown": key_hash}))
    if found is None:
        raise Unauthorized(INVALID)
    if "write" not in found.scopes:
        raise InsufficientScope("Acting on behalf of a member takes the scope `write`.", "write")
    if found.member is None:
        raise Forbidden(NOBODY, code="on-behalf-of")
    found.member.via_id = found.user_id
    return Caller(found.member, OF_A_MEMBER.intersection(found.scopes))


def is_named(named: str, issuer: str) -> ColumnElement[bool]:
    """Whether it is the member that the header names: digits alone are the board's id, and anything else is a `sub`.
    One of digits is written `sub:42`, so that neither is ever taken for the other. Raises Invalid.

    A header that came twice arrives as one with a comma, and is nobody's name.
    """
    if not named.strip() or len(named) > LONGEST or "," in named or not is_storable(named):
        raise Invalid(f"header:{ON_BEHALF_OF}", "must be the id of one member, or a `sub`")
    if named.isascii() and named.isdigit():
        number = int(named)
        return users.c.id == number if number <= MAX_ID else false()
    return is_subject(issuer, named.removeprefix(SUBJECT))


def is_subject(issuer: str, subject: str) -> ColumnElement[bool]:
    """Whether the member is whom the issuer calls by this `sub`."""
    identity = select(sso_identities.c.user_id).where(
        sso_identities.c.issuer == issuer, sso_identities.c.subject == subject
    )
    return users.c.id == identity.scalar_subquery()
