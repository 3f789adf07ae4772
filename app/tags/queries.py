"""Reading tags."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Tag, User
from app.tags.visibility import tag_visible_to


def list_tags(db: Session, *, caller: User | None) -> Sequence[Tag]:
    return db.scalars(select(Tag).where(tag_visible_to(caller)).order_by(Tag.slug)).all()


def tags_column(caller: User | None) -> ColumnElement[list[dict[str, str]]]:
    """The same tags by `slug` and `name`, as a column of another statement."""
    one = func.json_build_object("slug", Tag.slug, "name", Tag.name)
    tags = select(func.json_agg(aggregate_order_by(one, Tag.slug))).where(tag_visible_to(caller))
    return func.coalesce(tags.scalar_subquery(), literal_column("'[]'::json"))


def get_tag(db: Session, slug: str, *, caller: User | None) -> Tag:
    """Raises NotFound."""
    tag = db.scalar(select(Tag).where(Tag.slug == slug, tag_visible_to(caller)))
    if tag is None:
        raise NotFound("tag")
    return tag
