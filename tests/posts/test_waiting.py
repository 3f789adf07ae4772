"""What waits for an answer is found without a walk past what has one, on a board of any size."""

from sqlalchemy import Engine, text

from app.posts.waiting import list_unanswered
from app.users.queries import get_account
from tests.support.people import Person
from tests.support.plans import pages_read

POSTS, ANSWERED = 20_000, 18_000
FILL = """
    INSERT INTO posts (author_id, title, content, language, words, words_version, votes_count, status, published_at)
    SELECT 1, 'Idea ' || n, '', 'simple', '', 1, 1000000 - n, CASE WHEN n <= :answered THEN 'completed' ELSE 'open' END,
           now()
    FROM generate_series(1, :posts) AS n
"""


def test_the_most_wanted_without_an_answer(superuser: Engine, admin: Person) -> None:
    """Nine tenths have one, and they are those with the most votes."""
    with superuser.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text(FILL), {"posts": POSTS, "answered": ANSWERED})
        connection.execute(text("ANALYZE posts"))
        connection.execute(text("RESET statement_timeout"))
    with pages_read("votes_count DESC") as read, superuser.connect() as db:
        staff = get_account(db, admin.id)
        found = list_unanswered(db, staff=staff, limit=5)
        assert [post.votes_count for post in found] == [999_999 - ANSWERED - n for n in range(5)]
    [pages] = read
    assert pages < 60, "pages of 8 KB; with the index of all posts by votes, they would be a tenth of the table"
