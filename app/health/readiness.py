"""Whether a database is ready for this code."""

from collections.abc import Mapping
from functools import lru_cache

from app.errors import Unavailable
from app.settings.config import ROOT


def check_schema(revisions: set[str]) -> str:
    """The revision that the database is at. Raises Unavailable where it lacks what this code needs.

    A revision that this code doesn't know is a later one: during a release, or after a rollback, the code before it
    serves on the schema after it, as every migration expands before it contracts.
    """
    known, head = revisions_of_code()
    behind = not revisions or revisions & known - {head}
    if behind:
        at = ", ".join(sorted(revisions)) or "no revision"
        raise Unavailable(f"The database schema is at {at}, this code needs {head}. Run the migrations.")
    return ", ".join(sorted(revisions))


def check_session(wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Raises Unavailable where one is not in force: after a setting was changed, or in a copy of the database."""
    if differing := [name for name in wanted if found[name] != wanted[name]]:
        listed = ", ".join(f"{name} is {found[name] or 'not set'} and not {wanted[name]}" for name in differing)
        raise Unavailable(f"In the sessions of the API's role {listed}. Run the migrations, which set it.")


def check_language(language: str, *, known: bool) -> None:
    """Raises Unavailable where PostgreSQL lost it, or is older than those that Heed supports."""
    if not known:
        raise Unavailable(f"LANGUAGE is {language}, which this PostgreSQL has no text search configuration for.")


@lru_cache
def revisions_of_code() -> tuple[frozenset[str], str]:
    """Every revision in migrations/, and the head. Alembic is imported here because only this route needs it."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(ROOT / "migrations")
    return frozenset(revision.revision for revision in script.walk_revisions()), script.get_heads()[0]
