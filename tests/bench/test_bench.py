"""What the measurements rest on, without measuring: the filled board, what is sent to it, and the verdicts."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from tests.bench import growth, plots
from tests.bench.board import ADMIN, fill
from tests.bench.conversation import conversation, give_password
from tests.bench.memory import MISTAKES, READER, day
from tests.bench.result import Budget, Table
from tests.bench.round_trips import every_other_route
from tests.bench.stage import sign_in
from tests.bench.traffic import Ask, record
from tests.support import database
from tests.support.boards import board
from tests.support.counts import assert_counts_are_exact

POSTS = 1_000


@pytest.fixture(scope="module")
def filled() -> Iterator[str]:
    url = make_url(os.environ["DATABASE_URL"])
    with database.cloned(url.set(database=f"{url.database}bench").render_as_string(hide_password=False)) as cloned:
        fill(cloned, POSTS)
        yield cloned


@pytest.fixture
def engine(filled: str) -> Iterator[Engine]:
    engine = create_engine(filled)
    yield engine
    engine.dispose()


def test_a_filled_board_is_one_that_the_api_could_have_made(engine: Engine) -> None:
    counts = assert_counts_are_exact(engine)
    assert len(counts) == POSTS
    assert 9 < sum(votes for votes, _ in counts.values()) / POSTS < 11
    with engine.connect() as connection:
        keys = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'"
        for table, name in connection.execute(text(keys)).all():
            connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT ENFORCED"))
            connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} ENFORCED"))  # Checks every row.
        connection.rollback()
        unanalysed = "SELECT relname FROM pg_class WHERE reltuples < 0 AND relname = ANY ('{posts,votes,post_tags}')"
        assert connection.scalars(text(unanalysed)).all() == []
        before = "SELECT created_at, lag(created_at) OVER (ORDER BY id) AS before FROM posts"
        assert connection.scalar(text(f"SELECT bool_and(created_at > before) FROM ({before})"))


def test_what_is_recorded_is_what_was_sent(filled: str, tmp_path: Path) -> None:
    [token] = sign_in(filled, 11)
    ask = Ask("PUT", "/v1/posts/950/vote", token=token)
    [caller, vote] = json.loads(record(filled, [ask], tmp_path / "statements.json").read_text())[ask.key]
    assert "sessions" in caller[0]
    assert "INSERT INTO votes" in vote[0]
    assert {950, 11} <= set(vote[1])


# The measured one sends none.
OF_A_BOARD_WITH_MAIL = {("POST", "/v1/auth/codes"), ("PUT", "/v1/users/me/email")}


def test_every_route_is_asked_for_its_round_trips(filled: str) -> None:
    tokens = sign_in(filled, 22, 11, 11)
    asks = conversation(tokens[0]) | every_other_route(tokens[0], 1, *tokens[1:])
    with board(database_url=filled) as client:
        contract = client.get("/openapi.json").json()
    routes = {(method.upper(), path) for path, operations in contract["paths"].items() for method in operations}
    asked = {(ask.method, template(ask.path, routes)) for ask in asks.values()}
    assert routes - asked == OF_A_BOARD_WITH_MAIL


def template(path: str, routes: set[tuple[str, str]]) -> str | None:
    """Of the paths of the contract, the one that it is: the plainest, as `me` is no number."""
    parts = path.partition("?")[0].split("/")
    fitting = [
        candidate
        for _, candidate in routes
        if len(candidate.split("/")) == len(parts)
        and all(known == part or known.startswith("{") for known, part in zip(candidate.split("/"), parts, strict=True))
    ]
    return min(fitting, key=lambda candidate: candidate.count("{"), default=None)


def test_the_day_succeeds_but_for_its_mistakes(filled: str) -> None:
    """Twice: on the second day, other words are said, and the export is as long as on the first."""
    give_password(filled, 21)
    asks = day(*sign_in(filled, 21, ADMIN, READER))
    exports = []
    with board(database_url=filled) as client:
        for number in range(2):
            events = [replace(ask, **said(ask, number)) for ask in asks]
            answers = [client.send(ask.request()) for ask in events]
            statuses = [answer.status_code for answer in answers]
            exports += [len(answer.content) for answer in answers if answer.url.path == "/v1/users/me/export"]
            right, mistaken = statuses[: -len(MISTAKES)], statuses[-len(MISTAKES) :]
            assert {status for status in right if status >= 300} == set()
            assert all(400 <= status < 500 for status in mistaken)
    assert len(set(exports)) == 1


def said(ask: Ask, number: int) -> dict[str, Any]:
    path, body = (json.loads(json.dumps(each).replace("LAP", f"lap{number}")) for each in (ask.path, ask.body))
    return {"path": path, "body": body}


def test_growth_tells_of_its_worst_sort() -> None:
    small, middle, large = growth.SIZES
    medians = {
        "a list": {"votes": {small: 5.0, middle: 5.0, large: 5.0}, "newest": {small: 5.0, middle: 9.0, large: 6.0}},
        "search: a word in 1 %": {"": {small: 5.0, middle: 5.0, large: 19.0}},
        "textbook: by votes": {"": {small: 5.0, middle: 50.0, large: -30_000.0}},
    }
    part = growth.report(medians, filling=0)
    assert [str(budget) for budget in part.budgets] == [
        "MISSED  a list, p50 of a larger board × 1,000 posts: 1.80, at most 1.5",
        "kept    search: a word in 1 %, p50 of a larger board × 1,000 posts: 3.80, at most 4",
    ]
    assert part.tables[0].rows[0][1:] == ["newest", "5.00", "9.00", "6.00", "1.80"]
    assert part.tables[0].rows[2][-2:] == ["error after 30000", "6000.00"]


def test_verdicts() -> None:
    assert Budget("a", 1.5, most=1.5).kept
    assert not Budget("a", 1.51, most=1.5).kept
    assert Budget("a", 0.7, least=0.7).kept
    assert str(Budget("votes", 0.69, least=0.7)) == "MISSED  votes: 0.69, at least 0.7"


def test_a_table_is_markdown() -> None:
    lines = str(Table("T", ["", "ms"], [["a", "1.5"], ["bcd", "10"]])).splitlines()
    assert lines == ["**T**", "", "|     |  ms |", "| --- | --: |", "| a   | 1.5 |", "| bcd |  10 |"]


def test_every_part_has_a_picture(tmp_path: Path) -> None:
    costs = {"p50": 1.0, "p99": 2.0, "cpu": 1.0}
    by_app = {"bare": costs, "Heed": costs}
    rates = {"bare": {1: {"rate": 1.0, "p99": 1.0}}, "Heed": {1: {"rate": 1.0, "p99": 1.0}}}
    figures: dict[str, dict[str, Any]] = {
        "cold": {"a": {"cpu": [1.0]}},
        "requests": {"list": by_app, "vote": by_app, "sign-in": by_app},
        "growth": {"medians": {"sort: votes": {1: 1.0}, "search: x": {1: 1.0}, "textbook: y": {1: -5.0}}},
        "load": {"load": {"spread": rates, "hot": rates}},
        "round_trips": {"round_trips": {"list": {"bare": 3, "Heed": 1}, "GET /": {"Heed": 1}}},
        "memory": {"memory": [1.0, 2.0], "requests": 2},
        "pages": {"pages": {"GET /": costs}},
        "outbox": {"p50": {"a status": 1.0}},
        "functions": {"memory": {"api": 1.0}},
    }
    for part, mine in figures.items():
        plots.draw(part, mine, tmp_path)
    assert {path.stem for path in tmp_path.glob("*.png")} == set(plots.DRAWN)
