"""What is nobody's business doesn't leave the database, even where no answer would show it."""

import httpx
import pytest

from tests.support.people import Person
from tests.support.statements import statements

READS = {
    "posts": "/v1/posts",
    "search": "/v1/posts?q=dark",
    "posts of a tag": "/v1/posts?tag=web",
    "changes": "/v1/posts?updated_since=2020-01-01T00:00:00Z",
    "post": "/v1/posts/1",
    "similar": "/v1/posts/similar?title=dark",
    "comments": "/v1/posts/1/comments",
    "history": "/v1/posts/1/history",
    "voters": "/v1/posts/1/votes",
    "member": "/v1/users/1",
    "moderation log": "/v1/moderation-log",
    "feed": "/feed.atom",
}
ACCOUNTS = {"accounts": "/v1/users", "own account": "/v1/users/me", "export": "/v1/users/me/export"}


@pytest.fixture
def talk(admin: Person, member: Person) -> None:
    member.post_idea()
    admin.client.post("/v1/posts/1/comments", json={"content": "Soon."})
    admin.client.put("/v1/posts/1/status", json={"status": "planned"})
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"})


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("path", READS.values(), ids=READS)
def test_no_address_is_read_where_none_is_shown(admin: Person, path: str) -> None:
    with statements() as seen:
        assert admin.client.get(path).status_code == 200
    assert [each for each in seen if ".email" in each and "JOIN sessions" not in each] == []


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("path", (READS | ACCOUNTS).values(), ids=READS | ACCOUNTS)
def test_no_password_is_read_where_none_is_checked(admin: Person, path: str) -> None:
    with statements() as seen:
        assert admin.client.get(path).status_code == 200
    assert [each for each in seen if "password_hash" in each] == []


@pytest.mark.usefixtures("talk")
def test_nor_where_something_is_written(admin: Person, member: Person) -> None:
    with statements() as seen:
        for method, path, body in (
            ("PUT", "/v1/posts/1/vote", None),
            ("POST", "/v1/posts/1/comments", {"content": "Thanks."}),
            ("PATCH", "/v1/users/me", {"name": "Ada"}),
            ("PATCH", f"/v1/users/{member.id}", {"role": "moderator"}),
        ):
            assert admin.client.request(method, path, json=body).is_success
    assert [each for each in seen if "password_hash" in each] == []


def test_a_password_is_read_where_it_is_checked(visitor: httpx.Client, member: Person) -> None:
    with statements() as seen:
        wrong = {"current_password": "not this one", "new_password": "correct horse battery"}
        assert member.client.put("/v1/users/me/password", json=wrong).status_code == 403
    assert [each for each in seen if "password_hash" in each] != []
