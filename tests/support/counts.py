"""Whether what is stored twice is the same in both places: counts, and what the posts of a tag are sorted by."""

from sqlalchemy import Engine, text

from app.models.posts import RANK

RECOUNT = text("""
    SELECT id, votes_count, (SELECT count(*) FROM votes WHERE post_id = posts.id),
           comments_count,
           (SELECT count(*) FROM comments WHERE post_id = posts.id AND NOT hidden AND deleted_at IS NULL)
    FROM posts ORDER BY id
""")

KEYS = "created_at, votes_count, comments_count, updated_at"
MISPLACED = text(f"""
    SELECT post_id, tag_id FROM post_tags JOIN posts ON posts.id = post_id
    WHERE (post_tags.rank, {", ".join(f"post_tags.{key}" for key in KEYS.split(", "))})
          IS DISTINCT FROM ({RANK}, {", ".join(f"posts.{key}" for key in KEYS.split(", "))})
""")


def assert_counts_are_exact(superuser: Engine) -> dict[int, tuple[int, int]]:
    """Returns each post's votes and comments."""
    with superuser.connect() as connection:
        rows = connection.execute(RECOUNT).all()
    assert_all_are_in_place(superuser)
    assert [(row[0], row[1], row[3]) for row in rows] == [(row[0], row[2], row[4]) for row in rows]
    return {row[0]: (row[1], row[3]) for row in rows}


def assert_all_are_in_place(superuser: Engine) -> None:
    """In the lists of tags as in those of all posts."""
    with superuser.connect() as connection:
        assert connection.execute(MISPLACED).all() == []
