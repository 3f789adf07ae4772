"""What the courier does at an entry's hour."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from tests.changelog.test_entries import in_an_hour, statuses
from tests.support.changelog import write_entry
from tests.support.people import Person


@pytest.fixture
def outbox(admin: Person) -> Iterator[Outbox]:
    outbox = Outbox(load_settings())
    yield outbox
    outbox.engine.dispose()


def test_an_hour_completes_its_posts_also_where_no_mail_is_sent(
    admin: Person, superuser: Engine, outbox: Outbox
) -> None:
    asked = int(admin.post_idea("Dark mode")["id"])
    entry = write_entry(admin, published_at=in_an_hour(), complete=True, posts=[asked])
    waits = outbox.handle({"command": "claim"})["due_in"]
    assert 3_500 < waits <= 3_600
    with superuser.connect() as connection:
        connection.execute(text("UPDATE changelog_entries SET published_at = now()"))
    assert statuses(admin.client)[asked] == "open"
    assert outbox.handle({"command": "claim"}) == {"items": [], "due_in": None}
    post = admin.client.get(f"/v1/posts/{asked}").json()
    assert (post["status"], post["response"]) == ("completed", "Version 2"), "no link, where no address is known"
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json()["state"] == "published"


def test_one_that_another_works_on_is_asked_for_again_at_once(admin: Person, superuser: Engine, outbox: Outbox) -> None:
    write_entry(admin, published_at=in_an_hour())
    with superuser.connect() as connection:
        connection.execute(text("UPDATE changelog_entries SET published_at = now() - interval '1 minute'"))
        connection.execute(text("BEGIN"))
        connection.execute(text("SELECT FROM changelog_entries FOR UPDATE"))
        assert outbox.handle({"command": "claim"}) == {"items": [], "due_in": 0.0}
        connection.execute(text("ROLLBACK"))


def test_the_courier_is_woken_to_wait_for_an_hour_and_for_no_draft(
    admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "heed.outbox")
    for moment, woken in ((None, []), (in_an_hour(), ["something to send"])):
        caplog.clear()
        write_entry(admin, published_at=moment)
        assert [record.getMessage() for record in caplog.records if record.name == "heed.outbox"] == woken
