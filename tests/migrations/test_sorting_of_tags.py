"""The rows of post_tags of before a release get what their posts are sorted by, while people vote."""

from threading import Thread

import pytest
from sqlalchemy import Connection, text

from tests.migrations.conftest import Do, superuser_of
from tests.support.counts import MISPLACED
from tests.support.until import until

BEFORE, FOLLOWED, SORTED, FILLED = "5d0c1f7a9e34", "b458fb786803", "fb13d25aec67", "78415a17ed46"
BOARD = """
    INSERT INTO users (email, name) VALUES ('ada@example.com', 'Ada');
    INSERT INTO tags (slug, name) VALUES ('web', 'Web'), ('android', 'Android');
    INSERT INTO posts (author_id, title, content, votes_count, comments_count, created_at, updated_at)
    SELECT 1, 'Idea ' || n, '', n % 5, n % 3, now() - n * interval '1 day', now() - n * interval '1 hour'
    FROM generate_series(1, 5100) AS n;
    INSERT INTO post_tags (post_id, tag_id) SELECT id, 1 FROM posts WHERE id > 1
"""
TAG = "INSERT INTO post_tags (post_id, tag_id) VALUES ({}, 2)"
VOTE = "UPDATE posts SET votes_count = votes_count + 1 WHERE id = {}"


@pytest.mark.parametrize("votes", [True, False], ids=["a vote is cast", "a vote fails"])
def test_rows_of_before(do: Do, empty_database: str, database: Connection, votes: bool) -> None:
    do({"command": "upgrade", "revision": BEFORE})
    database.exec_driver_sql(BOARD)
    for post_id, revision in enumerate((FOLLOWED, SORTED), 2):
        do({"command": "upgrade", "revision": revision})
        database.exec_driver_sql(TAG.format(post_id))
        database.exec_driver_sql(VOTE.format(post_id))
    with superuser_of(empty_database) as connection:
        voter = connection.execution_options(isolation_level="READ COMMITTED")
        voter.exec_driver_sql(VOTE.format(9))
        release = Thread(target=do, args=({"command": "upgrade", "revision": FILLED},))
        release.start()
        # All but the row that the vote holds, which was not filled in as far as anybody else can see.
        until(lambda: left(database) == 1, shown=lambda: f"{left(database)} are left")
        assert release.is_alive()
        if votes:
            voter.commit()
        else:
            voter.rollback()
        release.join()
    assert database.execute(MISPLACED).all() == []
    assert database.scalar(text("SELECT count(*) FROM post_tags WHERE votes_count = 5")) == votes


def left(database: Connection) -> int:
    return database.scalar(text("SELECT count(*) FROM post_tags WHERE created_at = 'epoch'")) or 0
