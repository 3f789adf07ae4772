"""GET /v1/stats"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from tests.support.merges import merge
from tests.support.people import Person
from tests.support.problems import assert_problem


def weeks(staff: Person, query: str = "") -> list[dict[str, Any]]:
    answer = staff.client.get(f"/v1/stats{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["weeks"]
    return found


def test_a_board_where_nothing_happened(admin: Person) -> None:
    found = weeks(admin)
    monday = datetime.now(UTC).date() - timedelta(days=datetime.now(UTC).weekday())
    assert [each["week"] for each in found] == [str(monday - timedelta(weeks=25 - i)) for i in range(26)]
    nothing = {"posts": 0, "votes": 0, "answers": 0, "seconds_to_first_answer": None}
    assert all({**each, **nothing} == each for each in found)


def test_each_in_its_week(superuser: Engine, admin: Person, member: Person) -> None:
    posts = [member.post_idea()["id"] for _ in range(5)]
    for post_id in posts[:3]:
        admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"}).raise_for_status()
    admin.client.put(f"/v1/posts/{posts[0]}/status", json={"status": "started"}).raise_for_status()
    merge(admin, posts[3], posts[4])  # The author of both has voted for both, and no copy is made.
    admin.vote(posts[0])
    member.client.delete(f"/v1/posts/{posts[1]}").raise_for_status()
    monday = "date_trunc('week', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
    with superuser.connect() as connection:
        connection.execute(
            text(f"UPDATE posts SET created_at = {monday} - interval '1 second' WHERE id = :id"), {"id": posts[0]}
        )
        connection.execute(text(f"UPDATE posts SET created_at = {monday} WHERE id > :id"), {"id": posts[0]})
        connection.execute(text(f"UPDATE votes SET created_at = {monday} - interval '8 days' WHERE post_id = 1"))
        connection.execute(text("ALTER TABLE status_history DISABLE TRIGGER USER"))
        connection.execute(
            text(f"""
            UPDATE status_history SET created_at = {monday} + CASE post_id WHEN 1 THEN interval '59 seconds'
                WHEN 2 THEN interval '10 seconds' ELSE interval '90 seconds' END
        """)
        )
        connection.execute(text("ALTER TABLE status_history ENABLE TRIGGER USER"))
    before_last, last, this = weeks(admin, "?weeks=3")
    assert (before_last["votes"], last["votes"], this["votes"]) == (2, 0, 3)
    assert (last["posts"], this["posts"]) == (1, 3)
    assert (last["answers"], this["answers"]) == (0, 4)
    assert this["seconds_to_first_answer"] == 60  # Of 60, 10 and 90.
    assert weeks(admin, "?weeks=1") == [this]


@pytest.mark.parametrize("value", ["0", "105", "1e2", "-1", ""])
def test_so_many_weeks(admin: Person, value: str) -> None:
    assert_problem(admin.client.get(f"/v1/stats?weeks={value}"), 422)


def test_a_week_that_is_over_is_counted_once(superuser: Engine, admin: Person, member: Person) -> None:
    member.post_idea()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET created_at = created_at - interval '7 days'"))
        connection.execute(text("UPDATE votes SET created_at = created_at - interval '7 days'"))
    outbox = Outbox(load_settings())
    before = weeks(admin)
    for _ in range(2):
        outbox.handle({"command": "sweep"})
    outbox.engine.dispose()
    member.client.delete("/v1/posts/1/vote").raise_for_status()
    admin.post_idea()
    after = weeks(admin)
    assert after[:-1] == before[:-1]
    assert (after[-2]["posts"], after[-2]["votes"], after[-1]["posts"], after[-1]["votes"]) == (1, 1, 1, 1)
    with superuser.connect() as connection:
        whole = "SELECT count(*), sum(votes) FROM weekly_figures WHERE counted_until = (week + 7) AT TIME ZONE 'UTC'"
        assert connection.execute(text(whole)).one() == (103, 1)
