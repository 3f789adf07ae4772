"""PUT /v1/posts/{id}/merge"""

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.counts import assert_counts_are_exact
from tests.support.merges import ask_to_merge, followers, merge, rows_of, undo, voters, write_comment
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_votes_and_subscribers_move_over_each_person_once(
    superuser: Engine, people: People, admin: Person, member: Person
) -> None:
    both, one = people.join(), people.join()
    original, duplicate = admin.post_idea("Dark mode")["id"], member.post_idea("Night mode")["id"]
    for person, post_id in [(both, original), (both, duplicate), (one, duplicate)]:
        person.vote(post_id)
    merged = merge(admin, duplicate, original)
    assert (merged["id"], merged["merged_into_id"], merged["votes_count"]) == (duplicate, original, 3)
    assert voters(superuser, original) == {admin.id: None, both.id: None, member.id: duplicate, one.id: duplicate}
    assert voters(superuser, duplicate) == dict.fromkeys((member.id, both.id, one.id))
    assert followers(superuser, original) == dict.fromkeys((admin.id, member.id, both.id, one.id), True)
    assert one.client.get(f"/v1/posts/{original}").json()["has_voted"] is True
    assert assert_counts_are_exact(superuser) == {original: (4, 0), duplicate: (3, 0)}


def test_comments_move_in_their_order(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    ids = [write_comment(superuser, member, post_id) for post_id in (duplicate, original, duplicate)]
    merge(admin, duplicate, original)
    comments = rows_of(superuser, original)["comments"]
    assert [(row["id"], row["merged_from_id"]) for row in comments] == [
        (ids[0], duplicate), (ids[1], None), (ids[2], duplicate),
    ]  # fmt: skip
    assert assert_counts_are_exact(superuser) == {original: (2, 3), duplicate: (1, 0)}


def test_a_duplicate_answers_with_its_original(visitor: httpx.Client, admin: Person, member: Person) -> None:
    original, duplicate = member.post_idea("Dark mode")["id"], member.post_idea("Night mode")["id"]
    before = visitor.get(f"/v1/posts/{original}")
    merged = merge(admin, duplicate, original)
    assert visitor.get(f"/v1/posts/{duplicate}").json() == merged | {"has_voted": None}
    for sort in ("trending", "newest", "votes", "discussed", "updated"):
        assert [post["id"] for post in visitor.get(f"/v1/posts?sort={sort}").json()["items"]] == [original]
    changed = visitor.get("/v1/posts", params={"updated_since": merged["updated_at"]}).json()
    assert {post["id"]: post["merged_into_id"] for post in changed["items"]} == {original: None, duplicate: original}
    assert visitor.get(f"/v1/posts/{original}").json()["updated_at"] > before.json()["updated_at"]
    stale = {"If-Match": before.headers["ETag"]}
    assert_problem(admin.client.patch(f"/v1/posts/{original}", json={"title": "Lost"}, headers=stale), 412)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_duplicate_takes_no_votes(superuser: Engine, admin: Person, member: Person, method: str) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    merge(admin, duplicate, original)
    assert_problem(member.client.request(method, f"/v1/posts/{duplicate}/vote"), 409)
    assert assert_counts_are_exact(superuser) == {original: (2, 0), duplicate: (1, 0)}


def test_only_staff(visitor: httpx.Client, people: People, admin: Person, member: Person) -> None:
    original, duplicate = member.post_idea()["id"], member.post_idea()["id"]
    path, body = f"/v1/posts/{duplicate}/merge", {"into": original}
    assert_problem(visitor.put(path, json=body), 401)
    assert_problem(member.client.put(path, json=body), 403)
    assert_problem(visitor.delete(path), 401)
    assert_problem(member.client.delete(path), 403)
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert member.client.put(path, json=body).status_code == 200
    assert member.client.delete(path).status_code == 200


def test_merging_again_changes_nothing(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    first, again = (ask_to_merge(admin.client, duplicate, original) for _ in range(2))
    assert (again.json(), again.headers["ETag"]) == (first.json(), first.headers["ETag"])
    assert assert_counts_are_exact(superuser) == {original: (2, 0), duplicate: (1, 0)}
    assert len(admin.client.get("/v1/moderation-log").json()["items"]) == 1


def test_neither_chains_nor_circles(superuser: Engine, admin: Person) -> None:
    first, second, third = (admin.post_idea()["id"] for _ in range(3))
    merge(admin, second, first)
    ids = (first, second, third)
    before = [rows_of(superuser, post_id) for post_id in ids]
    for duplicate, into, code in [
        (third, second, "merged"),
        (second, third, "merged"),
        (first, third, "has-duplicates"),
        (first, second, "merged"),
    ]:
        problem = assert_problem(ask_to_merge(admin.client, duplicate, into), 409)
        assert problem["type"] == f"urn:problem-type:heed:{code}"
    assert [rows_of(superuser, post_id) for post_id in ids] == before
    posts = [admin.client.get(f"/v1/posts/{post_id}").json() for post_id in ids]
    assert [post["merged_into_id"] for post in posts] == [None, first, None]


@pytest.mark.parametrize("into", [1, 99, 0, -1, "2", None, 2**63])
def test_into_what_there_is_not(admin: Person, into: object) -> None:
    admin.post_idea()
    problem = assert_problem(admin.client.put("/v1/posts/1/merge", json={"into": into}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/into"]


def test_deleted_posts(admin: Person, member: Person) -> None:
    gone, there = member.post_idea()["id"], member.post_idea()["id"]
    member.client.delete(f"/v1/posts/{gone}")
    assert_problem(ask_to_merge(admin.client, gone, there), 404)
    assert_problem(ask_to_merge(admin.client, there, gone), 422)
    assert_problem(ask_to_merge(admin.client, 99, there), 404)
    assert_problem(admin.client.delete(f"/v1/posts/{gone}/merge"), 404)


def test_nothing_comes_to_light_or_disappears(admin: Person, member: Person) -> None:
    hidden, public = member.post_idea()["id"], member.post_idea()["id"]
    admin.client.patch(f"/v1/posts/{hidden}", json={"visibility": "hidden"})
    for duplicate, into in [(hidden, public), (public, hidden)]:
        problem = assert_problem(ask_to_merge(admin.client, duplicate, into), 409)
        assert problem["type"] == "urn:problem-type:heed:not-public"


def test_answered_and_locked_posts_may_be_merged_into(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    admin.client.patch(f"/v1/posts/{original}", json={"locked": True})
    merge(admin, duplicate, original)
    assert assert_counts_are_exact(superuser)[original] == (2, 0)
    undo(admin, duplicate)
    assert assert_counts_are_exact(superuser)[original] == (1, 0)


def test_an_original_stays_while_it_has_duplicates(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    merge(admin, duplicate, original)
    problem = assert_problem(admin.client.delete(f"/v1/posts/{original}"), 409)
    assert problem["type"] == "urn:problem-type:heed:has-duplicates"
    assert assert_counts_are_exact(superuser) == {original: (2, 0), duplicate: (1, 0)}
    assert member.client.delete(f"/v1/posts/{duplicate}").status_code == 204
    assert assert_counts_are_exact(superuser) == {original: (2, 0), duplicate: (0, 0)}
    assert admin.client.delete(f"/v1/posts/{original}").status_code == 204


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_the_version_that_was_read(admin: Person, method: str) -> None:
    original, duplicate = admin.post_idea()["id"], admin.post_idea()["id"]
    if method == "DELETE":
        merge(admin, duplicate, original)
    etag = admin.client.get(f"/v1/posts/{duplicate}").headers["ETag"]
    admin.client.patch(f"/v1/posts/{duplicate}", json={"title": "Changed"})
    body = {"into": original} if method == "PUT" else None
    path = f"/v1/posts/{duplicate}/merge"
    assert_problem(admin.client.request(method, path, json=body, headers={"If-Match": etag}), 412)
    etag = admin.client.get(f"/v1/posts/{duplicate}").headers["ETag"]
    answer = admin.client.request(method, path, json=body, headers={"If-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] == admin.client.get(f"/v1/posts/{duplicate}").headers["ETag"] != etag


def test_it_is_recorded(visitor: httpx.Client, admin: Person, member: Person) -> None:
    original, duplicate = member.post_idea()["id"], member.post_idea()["id"]
    merge(admin, duplicate, original)
    undo(admin, duplicate)
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert [(entry["action"], entry["target_id"], entry["detail"]) for entry in entries] == [
        ("post.unmerged", duplicate, {"into": original}),
        ("post.merged", duplicate, {"into": original}),
    ]
    assert {entry["target_type"] for entry in visitor.get("/v1/moderation-log").json()["items"]} == {"post"}
