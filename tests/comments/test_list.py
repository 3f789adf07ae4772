"""GET /v1/posts/{id}/comments"""

import httpx

from tests.support.comments import comment
from tests.support.people import Person
from tests.support.problems import assert_problem


def test_no_comments_are_no_missing_post(visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    answer = visitor.get(f"/v1/posts/{post_id}/comments")
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})
    assert_problem(visitor.get("/v1/posts/99/comments"), 404)


def test_pages_oldest_first_while_comments_come_and_go(visitor: httpx.Client, admin: Person, member: Person) -> None:
    post_id, other = member.post_idea()["id"], member.post_idea()["id"]
    ids = [comment(person, post_id)["id"] for person in (member, admin) * 3 if comment(person, other)]
    seen: list[int] = []
    url = f"/v1/posts/{post_id}/comments?limit=4"
    while url:
        answer = visitor.get(url)
        page = answer.json()
        seen += [each["id"] for each in page["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
        assert bool(url) == bool(page["next"])
        if page["next"]:
            admin.client.delete(f"/v1/comments/{seen[-1]}")
            ids.append(comment(member, post_id)["id"])
    assert seen == ids


def test_the_last_page_is_full(visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    ids = [comment(member, post_id)["id"] for _ in range(2)]
    page = visitor.get(f"/v1/posts/{post_id}/comments?limit=2").json()
    assert ([each["id"] for each in page["items"]], page["next"]) == (ids, None)


def test_a_cursor_of_another_post(visitor: httpx.Client, member: Person) -> None:
    first, second = member.post_idea()["id"], member.post_idea()["id"]
    for _ in range(2):
        comment(member, first)
    cursor = visitor.get(f"/v1/posts/{first}/comments?limit=1").json()["next"]
    assert_problem(visitor.get(f"/v1/posts/{second}/comments", params={"cursor": cursor}), 400)


def test_the_talk_below_a_hidden_post_is_for_staff(admin: Person, member: Person, visitor: httpx.Client) -> None:
    post_id = member.post_idea()["id"]
    comment(member, post_id)
    path = f"/v1/posts/{post_id}/comments"
    assert admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"}).status_code == 200
    assert_problem(visitor.get(path), 404)
    assert_problem(member.client.get(path), 404)
    assert len(admin.client.get(path).json()["items"]) == 1
