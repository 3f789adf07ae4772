"""GET /health and GET /ready"""

import httpx

from app.db.session_parameters import session_parameters
from app.health.readiness import revisions_of_code
from app.settings.config import load_settings
from migrations import runner
from migrations.scripts import Scripts
from tests.migrations.conftest import empty_database, kept_database, upgraded_database
from tests.support.boards import board
from tests.support.database import parameters
from tests.support.problems import assert_problem, assert_unavailable

__all__ = ["empty_database", "kept_database", "upgraded_database"]


def test_up_and_ready(visitor: httpx.Client) -> None:
    assert visitor.get("/health").json() == {"status": "ok"}
    assert visitor.get("/ready").json() == {"status": "ready", "revision": revisions_of_code()[1]}


def test_not_ready_while_a_changed_time_out_is_not_in_force() -> None:
    with board(database_statement_timeout=3) as client:
        detail = assert_problem(client.get("/ready"), 503)["detail"]
        assert "statement_timeout is 5000 and not 3000" in detail
        assert "Run the migrations" in detail
        assert client.get("/v1/posts").status_code == 200
    with parameters(database_statement_timeout=3), board(database_statement_timeout=3) as client:
        assert client.get("/ready").status_code == 200


def test_not_ready_in_a_copy_of_the_database(upgraded_database: str) -> None:
    """As after CREATE DATABASE ... TEMPLATE, or where a dump was read back: a role's settings don't come along."""
    settings = load_settings(database_url=upgraded_database)
    with board(database_url=upgraded_database) as client:
        detail = assert_problem(client.get("/ready"), 503)["detail"]
        assert all(f"{name} is " in detail for name in session_parameters(settings))
        assert "pg_trgm.word_similarity_threshold is not set" in detail
    runner.upgrade(settings, Scripts())
    with board(database_url=upgraded_database) as client:
        assert client.get("/ready").status_code == 200


def test_not_ready_before_the_first_migration(empty_database: str) -> None:
    with board(database_url=empty_database) as client:
        assert "The database schema is at no revision" in assert_problem(client.get("/ready"), 503)["detail"]


def test_up_without_a_database() -> None:
    with board(database_url="postgresql://heed@127.0.0.1:1/heed") as client:
        assert client.get("/health").json() == {"status": "ok"}
        assert_unavailable(client.get("/ready"))
