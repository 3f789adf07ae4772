"""Figures of days that are over are kept, and what came since is counted: seen from any moment of a week."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, text

from app.stats.changes import keep_a_week
from app.stats.queries import figures_by_week
from tests.support.people import Person

MONDAY = "2026-03-02"


@pytest.fixture
def board(superuser: Engine, admin: Person, member: Person) -> Iterator[Connection]:
    """One post, vote and answer on each day of a week, at midnight; answers take a minute more each day."""
    for day in range(1, 8):
        assert member.post_idea()["id"] == day
        admin.client.put(f"/v1/posts/{day}/status", json={"status": "planned"}).raise_for_status()
    with superuser.connect() as connection:
        midnight = f"CAST('{MONDAY} 00:00:00Z' AS timestamptz) + make_interval(days => CAST({{}} AS int) - 1)"
        for table, post in (("posts", "id"), ("votes", "post_id")):
            connection.execute(text(f"UPDATE {table} SET created_at = {midnight.format(post)}"))
        connection.execute(text("ALTER TABLE status_history DISABLE TRIGGER USER"))
        answered = f"{midnight.format('post_id')} + make_interval(mins => CAST(post_id AS int))"
        connection.execute(text(f"UPDATE status_history SET created_at = {answered}"))
        connection.execute(text("ALTER TABLE status_history ENABLE TRIGGER USER"))
        with movable_clock(connection):
            yield connection


@contextmanager
def movable_clock(connection: Connection) -> Iterator[None]:
    """Of this connection."""
    connection.execute(text("CREATE SCHEMA clock"))
    connection.execute(
        text("""
        CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql
        RETURN CAST(current_setting('clock.now') AS timestamptz)
    """)
    )
    connection.execute(text("SET search_path = clock, public, pg_catalog"))
    yield
    connection.execute(text("RESET search_path"))
    connection.execute(text("DROP SCHEMA clock CASCADE"))


def at(board: Connection, moment: str) -> None:
    board.execute(text(f"SET clock.now = '{moment}'"))


def sweep(board: Connection) -> int:
    kept = 0
    while keep_a_week(board) is not None:
        kept += 1
    return kept


def running(board: Connection) -> tuple[int, int, int, float | None]:
    [(week, posts, votes, answers, seconds)] = figures_by_week(board, 1)
    assert str(week) == MONDAY
    return posts, votes, answers, seconds


@pytest.mark.parametrize("day", range(1, 8))
def test_the_same_with_and_without_what_is_kept(board: Connection, day: int) -> None:
    at(board, f"2026-03-{1 + day:02} 23:59:59Z")
    counted = running(board)
    assert counted == (7, 7, 7, 240)
    sweep(board)
    assert running(board) == counted
    kept = board.execute(text(f"SELECT posts, votes, answers FROM weekly_figures WHERE week = '{MONDAY}'"))
    assert [tuple(each) for each in kept] == [(day - 1,) * 3] * (day > 1)


def test_a_day_is_over_when_all_that_began_in_it_has_ended(board: Connection) -> None:
    at(board, "2026-03-04 00:59:59Z")
    assert sweep(board) == 104, "103 weeks before, and the first day of this one"
    at(board, "2026-03-04 01:00:00Z")
    assert sweep(board) == 1
    until = board.scalar(text(f"SELECT counted_until FROM weekly_figures WHERE week = '{MONDAY}'"))
    assert until.isoformat() == "2026-03-04T00:00:00+00:00"
    assert sweep(board) == 0


def test_what_is_taken_back_is_noticed_a_day_late_and_in_a_week_that_is_over_not_at_all(board: Connection) -> None:
    at(board, "2026-03-06 12:00:00Z")
    sweep(board)
    board.execute(text("DELETE FROM votes WHERE post_id = 1"))
    board.execute(text("DELETE FROM votes WHERE post_id = 7"))
    assert running(board)[1] == 6, "the one of this day is noticed"
    at(board, "2026-03-07 12:00:00Z")
    sweep(board)
    assert running(board)[1] == 5
    at(board, "2026-03-09 01:00:00Z")
    assert sweep(board) == 1
    board.execute(text("DELETE FROM votes WHERE post_id = 2"))
    assert sweep(board) == 0
    [over, this] = figures_by_week(board, 2)
    assert (over.posts, over.votes, over.answers, over.seconds_to_first_answer) == (7, 5, 7, 240)
    assert (this.posts, this.votes, this.answers, this.seconds_to_first_answer) == (0, 0, 0, None)


def test_what_was_kept_before_days_were_is_whole(board: Connection) -> None:
    at(board, "2026-03-09 12:00:00Z")
    columns = "week, posts, votes, answers, seconds_to_first_answer"
    board.execute(text(f"INSERT INTO weekly_figures ({columns}) VALUES ('{MONDAY}', 3, 4, 5, 6)"))
    assert sweep(board) == 102, "all but it and the running one"
    assert [tuple(each)[1:] for each in figures_by_week(board, 2)] == [(3, 4, 5, 6), (0, 0, 0, None)]
