"""The words of posts, made again along with an upgrade and by a command."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.settings.config import load_settings
from migrations import runner
from migrations.scripts import Scripts
from tests.support.people import Person

Upgrade = Callable[[float], dict[str, Any]]


@pytest.fixture
def upgrade(admin: Person) -> Upgrade:
    """At the head already; with two posts that were indexed for another language. Takes the seconds that it has."""
    for title in ("Nightly reports", "Evening reports"):
        admin.post_idea(title)
    german = load_settings(language="german")
    return lambda seconds: runner.upgrade(german, Scripts(), "head", time.monotonic() + seconds)


@pytest.fixture
def refused(superuser: Engine) -> Iterator[None]:
    """Whatever changes a post."""
    with superuser.connect() as connection:
        connection.execute(
            text("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'")
        )
        connection.execute(text("CREATE TRIGGER refusal BEFORE UPDATE ON posts EXECUTE FUNCTION refuse()"))
        yield
        connection.execute(text("DROP FUNCTION refuse CASCADE"))


def test_along_with_an_upgrade(upgrade: Upgrade, caplog: pytest.LogCaptureFixture) -> None:
    assert upgrade(60)["indexed"] == 2
    assert "indexed" not in upgrade(60)
    assert caplog.text == ""


def test_with_little_time_left_it_is_for_the_next_time(upgrade: Upgrade, caplog: pytest.LogCaptureFixture) -> None:
    assert "indexed" not in upgrade(25)
    assert "not all posts were indexed in the time there is; go on with the command index" in caplog.text
    assert runner.index(load_settings(language="german"), Scripts(), time.monotonic() + 25) == {
        "command": "index",
        "language": "german",
        "indexed": 0,
        "complete": False,
    }
    assert runner.index(load_settings(language="german"), Scripts())["indexed"] == 2


@pytest.mark.usefixtures("refused")
def test_a_failure_undoes_no_upgrade(upgrade: Upgrade, caplog: pytest.LogCaptureFixture) -> None:
    assert upgrade(60)["to"] == Scripts().head
    assert "not all posts were indexed: P0001 no, in: " in caplog.text
