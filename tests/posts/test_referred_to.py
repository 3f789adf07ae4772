"""Who changes a post waits for nobody that writes what refers to it, as a vote does until it is committed"""

from typing import Any

from sqlalchemy import Engine, text

from tests.support.comments import comment
from tests.support.people import Person
from tests.support.tags import add_tag, tag_post

CHANGES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("PATCH", "/v1/posts/1", {"title": "Night mode"}),
    ("PUT", "/v1/posts/1/vote", None),
    ("PUT", "/v1/posts/1/votes/2", None),
    ("POST", "/v1/posts/1/comments", {"content": "Yes."}),
    ("PATCH", "/v1/comments/1", {"content": "No."}),
    ("PATCH", "/v1/tags/web", {"name": "Browser"}),
    ("DELETE", "/v1/posts/1/tags/web", None),
    ("PUT", "/v1/posts/1/merge", {"into": 2}),
]


def test_while_it_is_referred_to(superuser: Engine, admin: Person, member: Person) -> None:
    member.post_idea()
    member.post_idea("Another")
    add_tag(admin, "web")
    tag_post(admin, 1, "web")
    comment(admin, 1)
    with superuser.connect() as connection:
        connection.execution_options(isolation_level="READ COMMITTED")
        connection.execute(text("SELECT FROM posts, comments WHERE posts.id = 1 FOR KEY SHARE"))
        for method, path, body in CHANGES:
            answer = admin.client.request(method, path, json=body)
            assert answer.is_success, f"{method} {path}: {answer.text}"
        connection.rollback()
