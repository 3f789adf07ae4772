"""A write whose transaction PostgreSQL gave up is tried again, and answered with 503 only if that doesn't help."""

from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import Connection, Engine, text

from app.http.middleware import retry
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.problems import assert_unavailable

LOSING = """
    CREATE SEQUENCE losses;
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('losses') <= {losses} THEN
            RAISE EXCEPTION USING ERRCODE = '{sqlstate}', MESSAGE = 'lost';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON votes DEFERRABLE INITIALLY {when}
    FOR EACH ROW EXECUTE FUNCTION lose()
"""


@pytest.fixture
def losing(superuser: Engine, handler: Handler) -> Iterator[Connection]:
    with superuser.connect() as connection:
        yield connection
        connection.execute(text("DROP FUNCTION IF EXISTS lose CASCADE"))
        connection.execute(text("DROP SEQUENCE IF EXISTS losses"))


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
@pytest.mark.parametrize("when", ["IMMEDIATE", "DEFERRED"])
@pytest.mark.parametrize("losses", [1, 2])
def test_nobody_notices(
    losing: Connection, admin: Person, member: Person, sqlstate: str, when: str, losses: int
) -> None:
    post_id = admin.post_idea()["id"]
    losing.execute(text(LOSING.format(losses=losses, sqlstate=sqlstate, when=when)))
    answer = member.client.put(f"/v1/posts/{post_id}/vote")
    assert (answer.status_code, answer.json()) == (200, {"voted": True, "votes_count": 2})


def test_a_body_is_read_again(losing: Connection, member: Person) -> None:
    losing.execute(text(LOSING.format(losses=2, sqlstate="40001", when="DEFERRED")))
    assert member.post_idea("Tried three times")["title"] == "Tried three times"


def test_it_ends(
    losing: Connection, admin: Person, member: Person, visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After two pauses, each of up to a twentieth of a second."""
    pauses: list[tuple[float, float]] = []

    def uniform(least: float, most: float) -> float:
        pauses.append((least, most))
        return 0.0

    monkeypatch.setattr(retry, "random_pause", SimpleNamespace(uniform=uniform))
    post_id = admin.post_idea()["id"]
    losing.execute(text(LOSING.format(losses=99, sqlstate="40001", when="DEFERRED")))
    assert_unavailable(member.client.put(f"/v1/posts/{post_id}/vote"))
    assert losing.scalar(text("SELECT last_value FROM losses")) == 3
    assert pauses == [(0, 0.05)] * 2
    assert visitor.get(f"/v1/posts/{post_id}").json()["votes_count"] == 1
