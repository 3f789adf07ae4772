"""Ten thousand who are to be told: what the request does for that, and each part of the fan-out."""

from itertools import product

import pytest
from sqlalchemy import text

from app.db.step import step
from app.mail.fan_out import PART, fan_out_part
from tests.mail.conftest import Post
from tests.support.people import Person
from tests.support.plans import pages_read

TABLES = ("users", "subscriptions", "notification_settings")


@pytest.fixture
def crowd(admin: Person, member: Person, post: Post) -> Post:
    """A post that 10,001 follow, and no event of it that is still to be told."""
    member.post_idea()
    post.execute("INSERT INTO users (email, name) SELECT n || '@example.com', 'N' FROM generate_series(1, 10000) AS n")
    post.execute("INSERT INTO subscriptions (post_id, user_id) SELECT 1, id FROM users WHERE name = 'N'")
    post.execute("INSERT INTO notification_settings (user_id) SELECT id FROM users WHERE name = 'N'")
    post.execute("DELETE FROM events")
    return post


def test_none_is_told_by_the_request_and_all_by_one_claim(crowd: Post, admin: Person) -> None:
    """Also those in a later part than some who are told nothing."""
    crowd.execute("UPDATE users SET status = 'disabled' WHERE email LIKE '5__@example.com'")
    admin.client.put("/v1/posts/1/status", json={"status": "started"}).raise_for_status()
    assert crowd.rows() == []
    batch = crowd.outbox.handle({"command": "claim"})
    assert len(crowd.rows()) == 10_001 - 100
    assert len(batch["items"]) == 20


def test_a_part_is_as_much_work_whatever_the_planner_believes(crowd: Post, admin: Person) -> None:
    """A table whose rows all went, and were vacuumed, is taken to be empty until it is analysed: a plan that compares
    each row with each costs nothing then, by estimate."""
    admin.client.put("/v1/posts/1/status", json={"status": "started"})
    crowd.execute(f"UPDATE events SET fanned_out_to = {PART}")
    with pages_read("WITH told") as read:
        for emptied in product((False, True), repeat=len(TABLES)):
            for table, is_emptied in zip(TABLES, emptied, strict=True):
                believe(crowd, table, *((50, 0) if is_emptied else (0, -1)))
            with step(crowd.outbox.engine) as db:
                assert fan_out_part(db, digest_hour=7)
                db.execute(text("UPDATE events SET fanned_out_at = NULL, fanned_out_to = :part"), {"part": PART})
    assert len(read) == 2 ** len(TABLES)
    assert max(read) < 30 * PART, read


def believe(crowd: Post, table: str, pages: int, rows: int) -> None:
    """As VACUUM notes it; -1 rows: it never came by."""
    crowd.execute(f"UPDATE pg_class SET relpages = {pages}, reltuples = {rows} WHERE oid = '{table}'::regclass")
