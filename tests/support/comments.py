"""What the tests of comments say, and how they count."""

from typing import Any

from sqlalchemy import Engine, text

from tests.support.people import Person


def comment(person: Person, post_id: int, content: str = "On the phone too, please.") -> dict[str, Any]:
    answer = person.client.post(f"/v1/posts/{post_id}/comments", json={"content": content})
    assert answer.status_code == 201, answer.text
    written: dict[str, Any] = answer.json()
    return written


def count_comments(superuser: Engine, post_id: int) -> tuple[int, int]:
    """What the post says, and what there is."""
    both = text("""
        SELECT comments_count,
               (SELECT count(*) FROM comments WHERE post_id = posts.id AND deleted_at IS NULL AND NOT hidden)
        FROM posts WHERE id = :id
    """)
    with superuser.connect() as connection:
        said, there = connection.execute(both, {"id": post_id}).one()
    return said, there
