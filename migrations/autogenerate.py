"""What `revision --autogenerate` and `check` compare: Heed's own tables, and nothing else that is in the database."""

from collections.abc import Mapping
from typing import Any

from app.models.all import metadata


def is_own(name: str | None, type_: str, parent_names: Mapping[str, Any]) -> bool:
    """Alembic's include_name. Extensions, reports and other programs keep tables beside ours, and may go on doing so.

    Whatever a stranger added to one of our tables is compared all the same.
    """
    return type_ != "table" or name in metadata.tables


COMPARISON: dict[str, Any] = {"compare_type": True, "compare_server_default": True, "include_name": is_own}
# For a database in which the revisions made everything: a table without a model is one that a revision forgot to drop.
STRICT_COMPARISON: dict[str, Any] = COMPARISON | {"include_name": None}
