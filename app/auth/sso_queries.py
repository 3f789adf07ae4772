"""Reading who somebody is in the team's own product."""

from typing import Any

from sqlalchemy import Connection, Select, exists, select

from app.models.sso_identities import sso_identities
from app.models.users import users


def user_id_of(db: Connection, issuer: str, subject: str) -> int | None:
    """The account that the subject has by now, whatever its status."""
    return db.scalar(
        select(sso_identities.c.user_id).where(sso_identities.c.issuer == issuer, sso_identities.c.subject == subject)
    )


def has_product_alone(db: Connection, user_id: int) -> bool:
    """Whether the member comes through the product and has no password: then there is none to set, as it would outlive
    the account in the product. One of the team has to sign in to the board itself, and may."""
    known = exists().where(sso_identities.c.user_id == users.c.id)
    alone = select(users.c.id).where(
        users.c.id == user_id, users.c.role == "member", users.c.password_hash.is_(None), known
    )
    return db.scalar(alone) is not None


def identities_of(user_id: int) -> Select[*tuple[Any, ...]]:
    return select(sso_identities).where(sso_identities.c.user_id == user_id).order_by(sso_identities.c.created_at)
