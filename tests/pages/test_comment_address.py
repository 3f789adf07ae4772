"""GET /comments/{id}: where a comment is, on the page of its post"""

import httpx
from sqlalchemy import Engine, text

from tests.support.people import Person

FILL = """
    INSERT INTO comments (post_id, author_id, content, staff_only, hidden)
    SELECT :post, :author, 'Comment ' || n, :note, :note FROM generate_series(1, :many) AS n
"""


def test_the_first_fifty_are_on_the_first_page(
    visitor: httpx.Client, admin: Person, member: Person, superuser: Engine
) -> None:
    """Of those that the visitor sees: notes and the comments of another post have no place there."""
    post, other = (member.post_idea()["id"] for _ in range(2))
    with superuser.connect() as connection:
        for post_id, note, many in ((other, False, 60), (post, True, 1), (post, False, 51)):
            values = {"post": post_id, "author": admin.id, "note": note, "many": many}
            connection.execute(text(FILL), values)
    for comment, query in ((62, ""), (111, ""), (112, "?from=112")):
        answer = visitor.get(f"/comments/{comment}")
        assert answer.headers["Location"] == f"/posts/{post}/dark-mode{query}#comment-{comment}"
    assert visitor.get("/comments/61").status_code == 404, "a note"
