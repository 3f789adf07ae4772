"""What a tag's posts are sorted by stands in post_tags, and follows what is in posts."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.backends import wait_for_a_lock
from tests.support.boards import in_parallel
from tests.support.counts import assert_all_are_in_place, assert_counts_are_exact
from tests.support.people import Person
from tests.support.tags import add_tag, tag_post

SORTED_BY = "SELECT tag_id, rank, created_at, votes_count, comments_count, updated_at FROM post_tags ORDER BY tag_id"
CHANGES = {
    "created_at": "created_at - interval '1 day'",
    "votes_count": "votes_count + 9",
    "comments_count": "comments_count + 1",
    "updated_at": "updated_at + interval '1 hour'",
}


@pytest.fixture
def post_id(admin: Person, member: Person) -> int:
    """Of a post with two tags, beside another that has one."""
    for slug in ("web", "android"):
        add_tag(admin, slug)
    ids: list[int] = [member.post_idea()["id"] for _ in range(2)]
    tag_post(admin, ids[1], "web")
    for slug in ("web", "android"):
        tag_post(admin, ids[0], slug)
    return ids[0]


@pytest.mark.parametrize("key", CHANGES)
def test_each_key_is_followed(superuser: Engine, post_id: int, key: str) -> None:
    with superuser.connect() as connection:
        before = connection.execute(text(SORTED_BY)).all()
        connection.execute(text(f"UPDATE posts SET {key} = {CHANGES[key]} WHERE id = :id"), {"id": post_id})
        after = connection.execute(text(SORTED_BY)).all()
        kept = connection.scalar(text(f"SELECT {key} FROM posts WHERE id = :id"), {"id": post_id})
    changed = [row for row in after if row not in before]
    assert [getattr(row, key) for row in changed] == [kept, kept], "of both tags, and of no other post"
    assert_all_are_in_place(superuser)


def test_what_moves_no_post_writes_nothing(superuser: Engine, post_id: int) -> None:
    versions = text("SELECT ctid, xmin FROM post_tags ORDER BY post_id, tag_id")
    with superuser.connect() as connection:
        before = connection.execute(versions).all()
        connection.execute(text("UPDATE posts SET title = 'Light mode', votes_count = votes_count"))
        assert connection.execute(versions).all() == before


def change_posts(member: Person, admin: Person, post_id: int) -> list[Callable[[], object]]:
    path, other = f"/v1/posts/{post_id}", f"/v1/posts/{post_id + 1}"
    client = admin.client
    return [
        lambda: client.put(f"{path}/vote"),
        lambda: client.delete(f"{path}/vote"),
        lambda: member.client.post(f"{path}/comments", json={"content": "For me, too."}),
        lambda: member.client.patch(path, json={"title": "Light mode"}),
        lambda: client.put(f"{path}/status", json={"status": "planned"}),
        lambda: client.put(f"{other}/merge", json={"into": post_id}),
        lambda: client.delete(f"{other}/merge"),
        lambda: client.patch("/v1/tags/web", json={"name": "The web"}),
        lambda: member.client.request("DELETE", "/v1/users/me", json={"password": "correct horse battery staple"}),
    ]


def test_whatever_is_done_to_a_post(superuser: Engine, admin: Person, member: Person, post_id: int) -> None:
    for number, change in enumerate(change_posts(member, admin, post_id)):
        with superuser.connect() as connection:
            before = connection.execute(text(SORTED_BY)).all()
        change()
        assert_counts_are_exact(superuser)
        with superuser.connect() as connection:
            assert connection.execute(text(SORTED_BY)).all() != before, number


def test_a_new_post_has_its_place(superuser: Engine, admin: Person, post_id: int) -> None:
    posted = admin.client.post("/v1/posts", json={"title": "Offline", "content": "", "tags": ["web"]})
    assert posted.status_code == 201
    assert_counts_are_exact(superuser)
    listed = admin.client.get("/v1/posts?tag=web&sort=newest").json()["items"]
    assert listed[0]["id"] == posted.json()["id"]


@pytest.mark.parametrize("way", ["by a request", "by SQL"])
def test_a_vote_that_is_being_cast_is_not_missed(superuser: Engine, admin: Person, post_id: int, way: str) -> None:
    """Whoever tags a post waits for who changes it, also a person who types SQL and locks no post before."""
    legal = add_tag(admin, "legal")["slug"]
    insert = "INSERT INTO post_tags (post_id, tag_id) SELECT :post, id FROM tags WHERE slug = :slug"
    values = {"post": post_id, "voter": admin.id, "slug": legal}
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as voter:
        voter.execute(text("INSERT INTO votes (post_id, user_id) VALUES (:post, :voter)"), values)
        voter.execute(text("UPDATE posts SET votes_count = votes_count + 1 WHERE id = :post"), values)

        def tag(client: httpx.Client) -> None:
            if way == "by a request":
                client.put(f"/v1/posts/{post_id}/tags/{legal}", headers=admin.client.headers).raise_for_status()
                return
            with superuser.connect() as connection:
                connection.execute(text("SET application_name = 'heed'"))
                connection.execute(text(insert), values)
                connection.execute(text("RESET application_name"))

        def commit(client: httpx.Client) -> None:
            wait_for_a_lock(superuser)
            voter.commit()

        in_parallel([tag, commit])
    assert_counts_are_exact(superuser)
    assert len(admin.client.get(f"/v1/posts/{post_id}").json()["tags"]) == 3
