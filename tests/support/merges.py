"""Steps that the tests of merges share, and what a merge must leave as it was."""

from typing import Any

import httpx
from sqlalchemy import Engine, text

from tests.support.people import Person

TABLES = ("votes", "subscriptions", "comments")


def merge(person: Person, duplicate: int, original: int) -> dict[str, Any]:
    answer = ask_to_merge(person.client, duplicate, original)
    assert answer.status_code == 200, answer.text
    post: dict[str, Any] = answer.json()
    return post


def ask_to_merge(client: httpx.Client, duplicate: int, original: int) -> httpx.Response:
    return client.put(f"/v1/posts/{duplicate}/merge", json={"into": original})


def undo(person: Person, duplicate: int) -> dict[str, Any]:
    answer = person.client.delete(f"/v1/posts/{duplicate}/merge")
    assert answer.status_code == 200, answer.text
    post: dict[str, Any] = answer.json()
    return post


def withdraw(person: Person, post_id: int) -> None:
    assert person.client.delete(f"/v1/posts/{post_id}/vote").status_code == 200


def write_comment(superuser: Engine, person: Person, post_id: int, content: str = "Yes") -> int:
    """As the API does it, in the database."""
    statement = text("""
        WITH post AS (UPDATE posts SET comments_count = comments_count + 1 WHERE id = :post_id RETURNING id)
        INSERT INTO comments (post_id, author_id, content) SELECT id, :author_id, :content FROM post RETURNING id
    """)
    with superuser.connect() as connection:
        values = {"post_id": post_id, "author_id": person.id, "content": content}
        return int(connection.execute(statement, values).scalar_one())


def silence_comment(superuser: Engine, comment_id: int, change: str) -> None:
    statement = f"""
        WITH comment AS (UPDATE comments SET {change} WHERE id = :id RETURNING post_id)
        UPDATE posts SET comments_count = comments_count - 1 FROM comment WHERE posts.id = comment.post_id
    """
    with superuser.connect() as connection:
        connection.execute(text(statement), {"id": comment_id})


def rows_of(superuser: Engine, post_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on the post, whole."""
    with superuser.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(
                    text(f"SELECT * FROM {table} WHERE post_id = :id ORDER BY 1, 2"), {"id": post_id}
                ).mappings()
            ]
            for table in TABLES
        }


def voters(superuser: Engine, post_id: int) -> dict[int, int | None]:
    """Who voted, and which duplicate brought each."""
    return {row["user_id"]: row["merged_from_id"] for row in rows_of(superuser, post_id)["votes"]}


def followers(superuser: Engine, post_id: int) -> dict[int, bool]:
    return {row["user_id"]: row["subscribed"] for row in rows_of(superuser, post_id)["subscriptions"]}
