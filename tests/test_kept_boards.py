"""A board that is put back is the one that was built: each row, and the ids that come next."""

from typing import Any

from sqlalchemy import Engine, text

from app.models.all import metadata
from tests.support import database
from tests.support.comments import comment
from tests.support.kept_boards import KeptBoards
from tests.support.people import People, Person


def rows(superuser: Engine) -> dict[str, Any]:
    with superuser.connect() as connection:
        return {name: connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all() for name in metadata.tables}


def test_it_is_the_same_board(kept_boards: KeptBoards, people: People, superuser: Engine, way_to_empty: Engine) -> None:
    def fill() -> Person:
        admin = people.join("Ada")
        comment(admin, admin.post_idea()["id"])
        return admin

    admin = kept_boards.board("same", fill)
    built = rows(superuser)
    assert {name for name, found in built.items() if found} >= {"users", "sessions", "posts", "comments", "events"}
    database.empty(way_to_empty)
    assert not any(rows(superuser).values())
    assert kept_boards.board("same", fill) is admin
    assert rows(superuser) == built
    assert admin.anew().post_idea("Light mode")["id"] == 2


def test_one_that_is_old_is_built_again(kept_boards: KeptBoards, people: People, way_to_empty: Engine) -> None:
    """Its access tokens would run out."""
    first = kept_boards.board("old", lambda: people.join("Ada"))
    kept_boards.boards["old"].since -= 61
    database.empty(way_to_empty)
    assert kept_boards.board("old", lambda: people.join("Ada")) is not first
