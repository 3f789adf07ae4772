"""Nothing follows the statement that took COMMIT along: it would run in a second transaction without a word."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import InvalidRequestError

from app.db.driver import TransactionEnded
from app.db.engine import create_database_engine
from app.db.request import DatabaseConnection, TransactionRoute, write_from_here
from app.errors import Conflict
from app.main import create_app
from app.models.tags import tags
from app.settings.config import load_settings
from tests.support.boards import client_of
from tests.support.gateway import Handler
from tests.support.problems import assert_problem

LAST = {"commits": True}
WRITE = text("INSERT INTO tags (slug, name) VALUES (:slug, 'Second')")
Use = Callable[[Connection], Any]


USES: dict[str, Use] = {
    "a write": lambda db: db.execute(WRITE, {"slug": "second"}),
    "a read": lambda db: db.scalar(text("SELECT 1")),
    "a read with parameters": lambda db: db.scalar(select(tags.c.name).where(tags.c.slug == "first")),
    "an insert": lambda db: db.execute(insert(tags).values(slug="second", name="Second")),
    "a savepoint": lambda db: (db.begin_nested(), db.execute(WRITE, {"slug": "second"})),
    "SQL as text": lambda db: db.exec_driver_sql("SELECT 1"),
    "the driver's own cursor": lambda db: db.connection.cursor().execute("SELECT 1"),
    "many at once": lambda db: db.execute(WRITE, [{"slug": "second"}, {"slug": "third"}]),
    "another last one": lambda db: db.execute(WRITE, {"slug": "second"}, execution_options=LAST),
}


@pytest.fixture
def engine(handler: Handler, database_url: str) -> Iterator[Engine]:
    engine = create_database_engine(load_settings(database_url=database_url))
    yield engine
    engine.dispose()


def slugs(superuser: Engine) -> list[str]:
    with superuser.connect() as connection:
        return list(connection.scalars(text("SELECT slug FROM tags ORDER BY slug")))


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_statement_after_the_last_one_raises(engine: Engine, superuser: Engine, use: Use) -> None:
    with engine.connect() as db:
        db.execute(WRITE, {"slug": "first"}, execution_options=LAST)
        with pytest.raises(TransactionEnded):
            use(db)
        with pytest.raises((TransactionEnded, InvalidRequestError)):  # SQLAlchemy's own, after a failed flush.
            use(db)
    assert slugs(superuser) == ["first"]
    with engine.connect() as db:  # On the same connection, which is sound.
        assert db.scalar(text("SELECT count(*) FROM tags")) == 1


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_nor_after_one_that_failed(engine: Engine, superuser: Engine, use: Use) -> None:
    with engine.connect() as db:
        with pytest.raises(Exception, match="23502"):
            db.execute(text("INSERT INTO tags (slug) VALUES (:slug)"), {"slug": "first"}, execution_options=LAST)
        with pytest.raises(TransactionEnded):
            use(db)
    assert slugs(superuser) == []


def test_the_session_may_end_as_it_likes(engine: Engine, superuser: Engine) -> None:
    for number, end in enumerate((Connection.commit, Connection.rollback, Connection.close)):
        with engine.connect() as db:
            db.execute(WRITE, {"slug": f"tag-{number}"}, execution_options=LAST)
            end(db)
    assert slugs(superuser) == ["tag-0", "tag-1", "tag-2"]


@pytest.fixture
def careless(handler: Handler) -> Iterator[httpx.Client]:
    """The board with routes that go on after their last statement."""
    app = create_app(load_settings())

    async def first(db: DatabaseConnection) -> None:
        db.execute(WRITE, {"slug": "first"}, execution_options=LAST)

    async def write_again(db: DatabaseConnection) -> None:
        await first(db)
        db.execute(WRITE, {"slug": "second"})

    async def swallow(db: DatabaseConnection) -> None:
        await first(db)
        with pytest.raises(TransactionEnded):
            db.scalar(text("SELECT 1"))
        raise Conflict("There is no such thing.", keeps_writes=True)

    async def refuse(db: DatabaseConnection) -> None:
        db.execute(WRITE, {"slug": "first"})
        raise Conflict("There is no such thing.")

    async def refuse_and_keep(db: DatabaseConnection) -> None:
        db.execute(WRITE, {"slug": "second"})
        raise Conflict("There is no such thing.", keeps_writes=True)

    async def read_and_refuse(db: DatabaseConnection) -> None:
        db.scalar(text("SELECT 1"))
        write_from_here(db)
        await refuse(db)

    app.router.route_class = TransactionRoute
    app.get("/v1/read")(read_and_refuse)
    app.post("/v1/refuse")(refuse)
    app.post("/v1/keep")(refuse_and_keep)
    app.post("/v1/first")(first)
    app.post("/v1/again")(write_again)
    app.post("/v1/swallow")(swallow)
    with client_of(app) as client:
        yield client
    app.state.engine.dispose()


def test_a_route_that_goes_on_fails_aloud(careless: httpx.Client, superuser: Engine) -> None:
    """500, and not the 503 of a database that can't be used: it is the code that is wrong."""
    assert_problem(careless.post("/v1/again"), 500)
    assert slugs(superuser) == ["first"]


def test_the_next_request_is_served(careless: httpx.Client, superuser: Engine) -> None:
    assert_problem(careless.post("/v1/swallow"), 409)
    with superuser.connect() as connection:
        connection.execute(text("DELETE FROM tags"))
    assert careless.post("/v1/first").status_code == 200
    assert slugs(superuser) == ["first"]


def test_a_refusal_undoes_what_was_written_unless_it_says_that_it_stands(
    careless: httpx.Client, superuser: Engine
) -> None:
    assert_problem(careless.post("/v1/refuse"), 409)
    assert_problem(careless.get("/v1/read"), 409)
    assert slugs(superuser) == []
    assert_problem(careless.post("/v1/keep"), 409)
    assert slugs(superuser) == ["second"]
