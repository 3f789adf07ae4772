"""The SQL of accounts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from app.errors import Conflict, NotFound
from app.models import User

FIRST_ACCOUNT_LOCK = 0x4EED01  # Any number will do, as long as no other advisory lock of the board's has it.


def public(member: Any = User) -> tuple[Any, ...]:
    """What anybody may see of a member. Where only that is told, no address leaves the database."""
    return member.id, member.name, member.role, member.created_at


def with_member(relationship: Any, *, innerjoin: bool = False) -> ORMOption:
    """Joins a member, with what anybody may see. The rest raises."""
    return joinedload(relationship, innerjoin=innerjoin).load_only(*public(), raiseload=True)


def create_user(db: Session, *, email: str, name: str, password_hash: str, role: str) -> User:
    """Raises Conflict where the e-mail address has an account already."""
    values = {"email": email, "name": name, "password_hash": password_hash, "role": role}
    statement = insert(User).values(values).on_conflict_do_nothing(index_elements=[User.email]).returning(User)
    user = db.scalar(statement)
    if user is None:
        raise Conflict("This e-mail address has an account already. Sign in instead.", code="email-taken")
    return user


def is_first(db: Session, *, admins_only: bool) -> bool:
    """Whether nobody is there yet, or no admin. Of two who find it so at once, the second waits for the first."""
    somebody = select(User.id)
    if admins_only:
        somebody = somebody.where(User.role == "admin")
    nobody = select(~somebody.exists())
    if not db.scalar(nobody):
        return False
    db.execute(select(func.pg_advisory_xact_lock(FIRST_ACCOUNT_LOCK)))
    return bool(db.scalar(nobody))


def get_user(db: Session, user_id: int) -> User:
    """With what anybody may see."""
    present = select(User).where(User.id == user_id, User.status != "deleted")
    user = db.scalar(present.options(load_only(*public(), raiseload=True)))
    if user is None:
        raise NotFound("There is no such member.")
    return user


def list_users(db: Session, *, after: int, limit: int) -> Sequence[User]:
    """One more than `limit`, where there is one."""
    present = select(User).where(User.id > after, User.status != "deleted")
    return db.scalars(present.order_by(User.id).limit(limit + 1)).all()


def update_user(db: Session, user_id: int, **changes: str) -> User:
    present = update(User).where(User.id == user_id, User.status != "deleted")
    statement = present.values(**changes, updated_at=func.now()).returning(User)
    user = db.scalar(statement, execution_options={"populate_existing": True})
    if user is None:
        raise NotFound("There is no such member.")
    return user


def keep_an_admin(db: Session, user_id: int) -> None:
    """Refuses to let the last active admin go. Of two who leave at once, the second waits, and is refused."""
    admins = text("SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE")
    if list(db.scalars(admins)) == [user_id]:
        raise Conflict("This is the last admin. Make somebody else admin first.", code="last-admin")


def anonymise_user(db: Session, user_id: int) -> None:
    nobody = {"email": None, "password_hash": None, "name": "Deleted member", "role": "member", "status": "deleted"}
    db.execute(update(User).where(User.id == user_id).values(**nobody, updated_at=func.now()))
