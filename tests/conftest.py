"""A real PostgreSQL with the real migrations, the real handler in front of it, and an empty board for each test."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import Engine

import app.settings.config
from app.board.cache import kept
from tests.support import database
from tests.support.gateway import GatewayTransport, Handler
from tests.support.kept_boards import KeptBoards
from tests.support.people import People, Person

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytest_plugins = ["tests.support.adversary"]

# Images of containers often set it. Then each of the many processes that tests start would compile all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
app.settings.config.ENV_FILE = Path(os.devnull)  # A developer's .env is no part of a test.
os.environ.update(SECRET_KEY="a-key-that-only-the-tests-know-0123456789", BCRYPT_ROUNDS="4")
os.environ.update(
    SIGN_UPS_PER_HOUR="1000", POSTS_PER_HOUR="1000", COMMENTS_PER_HOUR="1000"
)  # Their own tests set lower limits.


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        database.use_own(config.workerinput["workerid"])
    else:
        database.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lines are counted in the first case of a test alone: to count them takes as long again as the tests do."""
    counted: set[str] = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in counted:
            item.add_marker("no_cover")
        counted.add(name)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    with database.cloned(os.environ["DATABASE_URL"]) as url:
        yield url


@pytest.fixture(scope="session")
def superuser(database_url: str) -> Iterator[Engine]:
    """A way to the test's database round the API: to look at rows, break things, and clean up."""
    engine = database.way_round(database_url, isolation_level="AUTOCOMMIT")
    engine.dialect.private_by_default = False  # type: ignore[attr-defined]  # As app/db/engine.py does.
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def way_to_empty(database_url: str) -> Iterator[Engine]:
    engine = database.way_to_empty(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def warm_handler(database_url: str) -> Iterator[Handler]:
    """The real Lambda handler: one process's, warm from the second test on."""
    from handler.api import app, handler

    yield handler
    assert app.current
    app.current.state.engine.dispose()


@pytest.fixture
def handler(warm_handler: Handler, way_to_empty: Engine) -> Iterator[Handler]:
    """The handler on an empty board."""
    yield warm_handler
    database.empty(way_to_empty)
    kept.clear()


@pytest.fixture(scope="session")
def shared_kept_boards(superuser: Engine) -> KeptBoards:
    return KeptBoards(superuser)


@pytest.fixture
def kept_boards(handler: Handler, shared_kept_boards: KeptBoards) -> KeptBoards:
    """For tests that all begin with the same board, which takes many requests to fill."""
    return shared_kept_boards


@pytest.fixture
def visitor(handler: Handler) -> Iterator[httpx.Client]:
    with httpx.Client(transport=GatewayTransport(handler), base_url="https://board.example.com") as client:
        yield client


@pytest.fixture
def people(visitor: httpx.Client) -> People:
    return People(visitor)


@pytest.fixture
def first_people(request: pytest.FixtureRequest, kept_boards: KeptBoards, people: People) -> list[Person]:
    """The admin, and the member where the test has one."""
    names = ("Admin", "Member") if "member" in request.fixturenames else ("Admin",)
    return [each.anew() for each in kept_boards.board("_".join(names), lambda: [people.join(name) for name in names])]


@pytest.fixture
def admin(first_people: list[Person]) -> Person:
    return first_people[0]


@pytest.fixture
def member(first_people: list[Person]) -> Person:
    return first_people[1]


@pytest.fixture(scope="session")
def shared_chrome(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Chrome]":
    """The only one of a worker."""
    from tests.support.browser import chromium  # Most runs of some tests need no browser.

    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def chrome(shared_chrome: "Chrome") -> "Chrome":
    """It knows nobody, and looks as it did for the first test."""
    from tests.support.browser import as_new

    as_new(shared_chrome)
    return shared_chrome
