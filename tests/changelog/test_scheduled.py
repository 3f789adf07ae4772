"""What the courier does at an entry's hour."""

from sqlalchemy import Engine, text

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from tests.changelog.test_entries import in_an_hour, statuses
from tests.support.changelog import write_entry
from tests.support.people import Person


def test_an_hour_completes_its_posts_also_where_no_mail_is_sent(admin: Person, superuser: Engine) -> None:
    asked = int(admin.post_idea("Dark mode")["id"])
    entry = write_entry(admin, published_at=in_an_hour(), complete=True, posts=[asked])
    outbox = Outbox(load_settings())
    try:
        waits = outbox.handle({"command": "claim"})["due_in"]
        assert 3_500 < waits <= 3_600
        with superuser.connect() as connection:
            connection.execute(text("UPDATE changelog_entries SET published_at = now()"))
        assert statuses(admin.client)[asked] == "open"
        assert outbox.handle({"command": "claim"}) == {"items": [], "due_in": None}
    finally:
        outbox.engine.dispose()
    assert statuses(admin.client)[asked] == "completed"
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json()["state"] == "published"
