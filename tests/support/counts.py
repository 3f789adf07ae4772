"""Whether the stored counts are what a recount gives."""

from sqlalchemy import Engine, text

RECOUNT = text("""
    SELECT id, votes_count, (SELECT count(*) FROM votes WHERE post_id = posts.id),
           comments_count,
           (SELECT count(*) FROM comments WHERE post_id = posts.id AND NOT hidden AND deleted_at IS NULL)
    FROM posts ORDER BY id
""")


def assert_counts_are_exact(superuser: Engine) -> dict[int, tuple[int, int]]:
    """Returns each post's votes and comments."""
    with superuser.connect() as connection:
        rows = connection.execute(RECOUNT).all()
    assert [(row[0], row[1], row[3]) for row in rows] == [(row[0], row[2], row[4]) for row in rows]
    return {row[0]: (row[1], row[3]) for row in rows}
