"""Reading who somebody is in the team's own product."""

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.models import SSOIdentity, User


def user_id_of(db: Session, issuer: str, subject: str) -> int | None:
    """The account that the subject has by now, whatever its status."""
    return db.scalar(select(SSOIdentity.user_id).where(SSOIdentity.issuer == issuer, SSOIdentity.subject == subject))


def has_product_alone(db: Session, user_id: int) -> bool:
    """Whether the member comes through the product and has no password: then there is none to set, as it would outlive
    the account in the product. One of the team has to sign in to the board itself, and may."""
    known = exists().where(SSOIdentity.user_id == User.id)
    alone = select(User.id).where(User.id == user_id, User.role == "member", User.password_hash.is_(None), known)
    return db.scalar(alone) is not None


def identities_of(user_id: int) -> Select[SSOIdentity]:
    return select(SSOIdentity).where(SSOIdentity.user_id == user_id).order_by(SSOIdentity.created_at)
