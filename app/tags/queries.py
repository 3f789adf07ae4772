"""Reading tags."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Tag, User
from app.tags.visibility import tag_visible_to


def list_tags(db: Session, *, caller: User | None) -> Sequence[Tag]:
    return db.scalars(select(Tag).where(tag_visible_to(caller)).order_by(Tag.slug)).all()
