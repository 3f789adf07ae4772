"""POST /v1/posts/{id}/votes: votes for an address, whose account waits until somebody proves it"""

import re

import httpx
import pytest
from sqlalchemy import Engine

from tests.mail.conftest import Post, post, server
from tests.support.boards import in_parallel
from tests.support.codes import mail_board, mailed_code, redeem, sign_in_by_code
from tests.support.counts import assert_counts_are_exact
from tests.support.erasure import assert_no_row_has, erase
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.webhooks import an_endpoint

__all__ = ["post", "server"]
pytestmark = pytest.mark.adversary
GRACE = "grace@example.com"


def vote_for(
    client: httpx.Client, staff: Person, post_id: int, email: str = GRACE, tell: bool = False
) -> httpx.Response:
    body = {"email": email, "tell": tell}
    return client.post(f"/v1/posts/{post_id}/votes", json=body, headers=staff.client.headers)


@pytest.fixture
def idea(member: Person) -> int:
    return int(member.post_idea()["id"])


def test_an_account_in_waiting(visitor: httpx.Client, superuser: Engine, admin: Person, idea: int) -> None:
    answer = vote_for(visitor, admin, idea, " Grace@EXAMPLE.com ")
    assert answer.status_code == 200, answer.text
    cast = answer.json()
    assert (cast["user"]["name"], cast["votes_count"], cast["counted"]) == ("New member", 2, True)
    again = vote_for(visitor, admin, idea).json()
    assert again == {**cast, "counted": False}
    profile = visitor.get(f"/v1/users/{cast['user']['id']}")
    assert profile.json() == cast["user"]
    voters = admin.client.get(f"/v1/posts/{idea}/votes").json()["items"]
    assert [(each["email"], each["cast_by"] is not None) for each in voters] == [(None, False), (GRACE, True)]
    assert_counts_are_exact(superuser)


@pytest.mark.parametrize("password", ["", "New member", PASSWORD])
def test_no_password_opens_it(visitor: httpx.Client, admin: Person, idea: int, password: str) -> None:
    vote_for(visitor, admin, idea).raise_for_status()
    form = {"grant_type": "password", "username": GRACE, "password": password}
    assert visitor.post("/v1/auth/token", data=form).status_code == 400


def test_whoever_proves_the_address_has_it(superuser: Engine, visitor: httpx.Client, admin: Person, idea: int) -> None:
    user_id = vote_for(visitor, admin, idea).json()["user"]["id"]
    with mail_board() as client:
        grace = sign_in_by_code(client, superuser, GRACE)
        assert grace.id == user_id
        assert grace.client.get("/v1/posts?voted=me").json()["items"][0]["id"] == idea
        assert [each["email"] for each in admin.client.get(f"/v1/posts/{idea}/votes").json()["items"]] == [None, None]
        assert grace.client.delete(f"/v1/posts/{idea}/vote").json()["votes_count"] == 1
        erase(grace)
    assert_no_row_has(superuser, GRACE)


def test_a_sign_up_by_mail_gives_it_name_and_password(
    superuser: Engine, visitor: httpx.Client, people: People, admin: Person, idea: int
) -> None:
    user_id = vote_for(visitor, admin, idea).json()["user"]["id"]
    with mail_board() as client:
        body = {"email": GRACE, "name": "Grace", "password": PASSWORD}
        answer = client.post("/v1/users", json=body)
        assert answer.status_code == 202, answer.text
        assert visitor.get(f"/v1/users/{user_id}").json()["name"] == "New member", "nothing before the code"
        assert redeem(client, answer.json()["code_id"], mailed_code(superuser, GRACE)).status_code == 200
    assert visitor.get(f"/v1/users/{user_id}").json()["name"] == "Grace"
    assert people.sign_in(user_id, GRACE).client.get("/v1/users/me").json()["email_verified"] is True


def test_where_no_mail_is_sent_a_sign_up_has_it(
    visitor: httpx.Client, people: People, admin: Person, idea: int
) -> None:
    user_id = vote_for(visitor, admin, idea).json()["user"]["id"]
    body = {"email": GRACE, "name": "Grace", "password": PASSWORD}
    assert visitor.post("/v1/users", json=body).json()["id"] == user_id
    assert_problem(visitor.post("/v1/users", json={**body, "password": "another horse battery"}), 409)
    assert people.sign_in(user_id, GRACE).client.get("/v1/posts?voted=me").json()["items"][0]["id"] == idea


def test_an_account_that_has_an_owner_stays_that_ones(
    superuser: Engine, visitor: httpx.Client, people: People, admin: Person, member: Person, idea: int
) -> None:
    other = people.join("Grace")
    cast = vote_for(visitor, admin, idea, other.email).json()
    assert (cast["user"]["id"], cast["user"]["name"], cast["counted"]) == (other.id, "Grace", True)
    assert vote_for(visitor, admin, idea, member.email).json()["counted"] is False
    emails = {each["email"] for each in admin.client.get(f"/v1/posts/{idea}/votes").json()["items"]}
    assert emails == {None}, "whose account it is, has a name"


def test_a_disabled_account(visitor: httpx.Client, people: People, admin: Person, idea: int) -> None:
    other = people.join()
    admin.client.patch(f"/v1/users/{other.id}", json={"status": "disabled"}).raise_for_status()
    problem = assert_problem(vote_for(visitor, admin, idea, other.email), 409)
    assert problem["type"] == "urn:problem-type:heed:account-disabled"


def test_a_refusal_makes_no_account(visitor: httpx.Client, superuser: Engine, admin: Person, member: Person) -> None:
    assert_problem(vote_for(visitor, admin, 99), 404)
    post_id = member.post_idea()["id"]
    admin.client.patch(f"/v1/posts/{post_id}", json={"locked": True}).raise_for_status()
    assert_problem(vote_for(visitor, admin, post_id), 409)
    assert_problem(vote_for(visitor, admin, post_id, tell=True), 409)  # This board sends no mail.
    assert_problem(vote_for(visitor, member, post_id), 403)
    assert_no_row_has(superuser, GRACE)


def test_it_goes_with_its_last_vote(visitor: httpx.Client, superuser: Engine, admin: Person, idea: int) -> None:
    """An address that staff mistyped is kept nowhere."""
    other = admin.post_idea()["id"]
    user_id = vote_for(visitor, admin, other).json()["user"]["id"]
    assert vote_for(visitor, admin, idea).json()["user"]["id"] == user_id
    admin.client.delete(f"/v1/posts/{idea}/votes/{user_id}").raise_for_status()
    assert visitor.get(f"/v1/users/{user_id}").status_code == 200
    admin.client.delete(f"/v1/posts/{other}/votes/{user_id}").raise_for_status()
    assert_problem(visitor.get(f"/v1/users/{user_id}"), 404)
    assert_no_row_has(superuser, GRACE)
    assert_counts_are_exact(superuser)
    assert vote_for(visitor, admin, idea).json()["user"]["id"] != user_id


def test_four_at_once_make_one_account(superuser: Engine, admin: Person, idea: int) -> None:
    answers = in_parallel([lambda client: vote_for(client, admin, idea)] * 4)
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    assert sum(answer.json()["counted"] for answer in answers) == 1
    assert assert_counts_are_exact(superuser)[idea][0] == 2


def test_a_retry_with_the_same_key_has_no_effect(visitor: httpx.Client, admin: Person, idea: int) -> None:
    answers = [
        visitor.post(
            f"/v1/posts/{idea}/votes", json={"email": GRACE}, headers={**admin.client.headers, "Idempotency-Key": "a"}
        )
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_it_is_told_by_mail_only_if_asked(
    post: Post, visitor: httpx.Client, superuser: Engine, admin: Person, idea: int
) -> None:
    post.deliver()
    with mail_board() as client:
        vote_for(client, admin, idea, "silent@example.com").raise_for_status()
        for _ in range(2):
            vote_for(client, admin, idea, tell=True).raise_for_status()
    admin.client.put(f"/v1/posts/{idea}/status", json={"status": "planned"}).raise_for_status()
    post.deliver()
    assert [mail["Subject"] for mail in post.server.to(GRACE)] == ["Your vote for: Dark mode", "Dark mode: planned"]
    assert post.server.to("silent@example.com") == []
    told = post.server.to(GRACE)[0]
    stop = re.sub(r".*(/v1/unsubscribe[^>]+)>.*", r"\1", told["List-Unsubscribe"])
    assert visitor.post(stop).status_code == 204
    admin.client.put(f"/v1/posts/{idea}/status", json={"status": "started"}).raise_for_status()
    post.deliver()
    assert len(post.server.to(GRACE)) == 2


def test_what_was_taken_back_is_told_no_more(post: Post, admin: Person, idea: int) -> None:
    post.deliver()
    with mail_board() as client:
        other = vote_for(client, admin, admin.post_idea()["id"]).json()["user"]["id"]
        vote_for(client, admin, idea, tell=True).raise_for_status()
        vote_for(client, admin, idea, "silent@example.com").raise_for_status()  # Which stays.
    admin.client.delete(f"/v1/posts/{idea}/votes/{other}").raise_for_status()
    post.deliver()
    assert post.server.to(GRACE) == []


def test_so_many_mails_to_one_person(admin: Person, idea: int) -> None:
    with mail_board() as client:
        assert [vote_for(client, admin, idea, tell=True).status_code for _ in range(6)] == [*[200] * 5, 429]
        assert vote_for(client, admin, idea).status_code == 200


def test_who_sends_is_woken_by_what_is_told(admin: Person, idea: int, caplog: pytest.LogCaptureFixture) -> None:
    """And by a vote that nobody is told of, only where a webhook waits for it."""
    caplog.set_level("INFO")
    woken = []
    with mail_board() as client:
        for email, tell in (("ada@example.com", False), ("alan@example.com", True), (GRACE, False)):
            caplog.clear()
            vote_for(client, admin, idea, email, tell=tell).raise_for_status()
            woken.append([record.name for record in caplog.records].count("heed.outbox"))
            if tell:
                an_endpoint(admin)
    assert woken == [0, 1, 1]
