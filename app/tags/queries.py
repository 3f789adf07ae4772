"""Reading tags."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Tag, User
from app.tags.visibility import tag_visible_to


def list_tags(db: Session, *, caller: User | None) -> Sequence[Tag]:
    return db.scalars(select(Tag).where(tag_visible_to(caller)).order_by(Tag.slug)).all()


def get_tag(db: Session, slug: str, *, caller: User | None) -> Tag:
    """Raises NotFound."""
    tag = db.scalar(select(Tag).where(Tag.slug == slug, tag_visible_to(caller)))
    if tag is None:
        raise NotFound("tag")
    return tag
