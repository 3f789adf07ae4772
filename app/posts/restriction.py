"""Restricting a list to certain posts, in the way that the number of these asks for."""

from sqlalchemy import ColumnElement, Select, any_, func, true

from app.models.posts import posts


def restricted_to(ids: Select[int], *, in_memory: bool = False) -> ColumnElement[bool]:
    """Restricts posts to these ids, in a form that PostgreSQL will not rewrite as a join.

    Each id is looked up in the primary key. With `in_memory`, the ids are hashed, and every post that the list meets is
    looked up among them: better for many ids.
    """
    return posts.c.id.in_(ids).is_(true()) if in_memory else posts.c.id == any_(func.array(ids.scalar_subquery()))
