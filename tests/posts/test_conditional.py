"""ETag, If-None-Match and If-Match on a post (RFC 9110 §13)"""

import httpx
import pytest

from tests.support.people import Person


def test_304_until_anything_of_the_answer_changes(visitor: httpx.Client, admin: Person, member: Person) -> None:
    url = f"/v1/posts/{admin.post_idea()['id']}"
    etag = visitor.get(url).headers["etag"]
    answer = visitor.get(url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert visitor.get(url, headers={"If-None-Match": f'"other", W/{etag}'}).status_code == 304
    member.client.put(f"{url}/vote")
    assert visitor.get(url, headers={"If-None-Match": etag}).status_code == 200
    assert "etag" not in visitor.get("/v1/posts").headers, "it is no one thing"


def test_a_list_of_tags_that_is_too_long(visitor: httpx.Client, admin: Person) -> None:
    """None of it is looked at: to answer in full is always right, and to change nothing."""
    url = f"/v1/posts/{admin.post_idea()['id']}"
    etag = visitor.get(url).headers["etag"]
    longest, longer = (f'"{"x" * (length - len(etag) - 4)}", {etag}' for length in (1_000, 1_001))
    assert visitor.get(url, headers={"If-None-Match": longest}).status_code == 304
    assert visitor.get(url, headers={"If-None-Match": longer}).status_code == 200
    assert admin.client.patch(url, json={"title": "x"}, headers={"If-Match": longest}).status_code == 412
    assert admin.client.patch(url, json={"title": "x"}, headers={"If-Match": longer}).status_code == 422


def test_whether_the_caller_voted_is_part_of_it(visitor: httpx.Client, admin: Person) -> None:
    url = f"/v1/posts/{admin.post_idea()['id']}"
    assert visitor.get(url).headers["etag"] != admin.client.get(url).headers["etag"]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_412_when_somebody_else_was_faster(admin: Person, member: Person, method: str) -> None:
    post = member.post_idea()
    url = f"/v1/posts/{post['id']}"
    stale = member.client.get(url).headers["etag"]
    admin.client.patch(url, json={"title": "Edited by staff"})
    body = {"title": "Mine"} if method == "PATCH" else None
    answer = member.client.request(method, url, json=body, headers={"If-Match": stale})
    assert (answer.status_code, answer.json()["status"]) == (412, 412)
    assert member.client.get(url).json()["title"] == "Edited by staff"
    fresh = member.client.get(url).headers["etag"]
    assert member.client.request(method, url, json=body, headers={"If-Match": fresh}).status_code in (200, 204)


def test_a_vote_in_between_is_no_reason_to_refuse(admin: Person, member: Person) -> None:
    url = f"/v1/posts/{member.post_idea()['id']}"
    etag = member.client.get(url).headers["etag"]
    admin.client.put(f"{url}/vote")
    answer = member.client.patch(url, json={"title": "Edited"}, headers={"If-Match": etag})
    assert (answer.status_code, answer.headers["etag"] != etag) == (200, True)


@pytest.mark.parametrize("if_match", ['"nonsense"', "1", '"1-0000000000000000", "x"', '"999999999-0123456789abcdef"'])
def test_a_tag_that_is_not_ours_matches_nothing(member: Person, if_match: str) -> None:
    url = f"/v1/posts/{member.post_idea()['id']}"
    assert member.client.patch(url, json={"title": "x"}, headers={"If-Match": if_match}).status_code == 412


def test_edits_one_after_the_other(member: Person) -> None:
    """Each with the tag of the one before, and a tag of long ago fits no more."""
    url = f"/v1/posts/{member.post_idea()['id']}"
    first = etag = member.client.get(url).headers["etag"]
    for title in ("One", "Two", "Three", "Four"):
        answer = member.client.patch(url, json={"title": title}, headers={"If-Match": etag})
        assert (answer.status_code, answer.json()["title"]) == (200, title)
        etag = answer.headers["etag"]
    assert member.client.patch(url, json={"title": "Late"}, headers={"If-Match": first}).status_code == 412


def test_any_version_will_do(member: Person) -> None:
    url = f"/v1/posts/{member.post_idea()['id']}"
    assert member.client.patch(url, json={"title": "x"}, headers={"If-Match": "*"}).status_code == 200


def test_403_and_404_come_before_412(visitor: httpx.Client, admin: Person, member: Person) -> None:
    url = f"/v1/posts/{admin.post_idea()['id']}"
    stale = {"If-Match": '"9-0123456789abcdef"'}
    assert member.client.patch(url, json={"title": "x"}, headers=stale).status_code == 403
    assert member.client.patch("/v1/posts/99", json={"title": "x"}, headers=stale).status_code == 404
