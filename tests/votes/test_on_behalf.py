"""PUT and DELETE /v1/posts/{id}/votes/{user_id}: votes that staff cast for members"""

from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from app.votes import on_behalf
from tests.support.boards import in_parallel
from tests.support.counts import assert_counts_are_exact
from tests.support.erasure import erase
from tests.support.merges import merge, undo, voters
from tests.support.people import People, Person
from tests.support.problems import assert_problem

pytestmark = pytest.mark.adversary


@pytest.fixture
def moderator(admin: Person, people: People) -> Person:
    person = people.join("Moderator")
    admin.client.patch(f"/v1/users/{person.id}", json={"role": "moderator"}).raise_for_status()
    return person


def cast_by(admin: Person, post_id: int) -> dict[str, str | None]:
    """Who voted, and who of the staff did it for them."""
    items = admin.client.get(f"/v1/posts/{post_id}/votes").json()["items"]
    return {each["user"]["name"]: each["cast_by"] and each["cast_by"]["name"] for each in items}


def events(superuser: Engine) -> list[tuple[object, ...]]:
    with superuser.connect() as connection:
        found = "SELECT type, actor_id, data FROM events WHERE type LIKE 'vote.%' ORDER BY id"
        return [tuple(row) for row in connection.execute(text(found))]


def test_it_counts_once_and_says_who_cast_it(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person, moderator: Person
) -> None:
    post_id = admin.post_idea()["id"]
    path = f"/v1/posts/{post_id}/votes/{member.id}"
    for counted, left in ((True, "299"), (False, "298")):
        answer = moderator.client.put(path)
        assert answer.headers["RateLimit-Remaining"] == left
        assert answer.status_code == 200, answer.text
        assert (answer.json()["votes_count"], answer.json()["counted"]) == (2, counted)
        assert answer.json()["user"]["name"] == "Member"
    assert cast_by(admin, post_id) == {"Admin": None, "Member": "Moderator"}
    assert member.client.get(f"/v1/posts/{post_id}").json()["has_voted"] is True
    assert events(superuser) == [("vote.created", member.id, {"staff_id": moderator.id})]
    [entry] = admin.client.get("/v1/moderation-log?action=vote.cast").json()["items"]
    assert (entry["actor"]["name"], entry["target_id"], entry["detail"]) == (
        "Moderator",
        post_id,
        {"user_id": member.id},
    )
    [public] = visitor.get("/v1/moderation-log?action=vote.cast").json()["items"]
    assert (public["actor"], public["detail"]) == (None, None)
    assert_counts_are_exact(superuser)


def test_who_is_not_told_gets_no_mails_of_it(superuser: Engine, admin: Person, member: Person) -> None:
    admin.client.put(f"/v1/posts/{admin.post_idea()['id']}/votes/{member.id}").raise_for_status()
    with superuser.connect() as connection:
        followers = text("SELECT count(*) FROM subscriptions WHERE user_id = :id")
        assert connection.scalar(followers, {"id": member.id}) == 0
        assert connection.scalar(text("SELECT count(*) FROM deliveries")) == 0


def test_staff_take_back_what_staff_cast(superuser: Engine, admin: Person, member: Person, moderator: Person) -> None:
    post_id = admin.post_idea()["id"]
    path = f"/v1/posts/{post_id}/votes/{member.id}"
    admin.client.put(path)
    for _ in range(2):
        answer = moderator.client.delete(path)
        assert (answer.status_code, answer.json()) == (200, {"voted": False, "votes_count": 1})
    assert events(superuser)[1:] == [("vote.deleted", member.id, {"staff_id": moderator.id})]
    assert len(admin.client.get("/v1/moderation-log?action=vote.removed").json()["items"]) == 1
    assert_counts_are_exact(superuser)


def test_the_person_takes_it_back(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = admin.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/votes/{member.id}")
    assert member.client.delete(f"/v1/posts/{post_id}/vote").json() == {"voted": False, "votes_count": 1}
    assert_counts_are_exact(superuser)


@pytest.mark.parametrize("voted_first", [True, False])
def test_an_own_vote_is_the_members(admin: Person, member: Person, voted_first: bool) -> None:
    """Whether it was cast before staff did, or again after."""
    post_id = admin.post_idea()["id"]
    path = f"/v1/posts/{post_id}/votes/{member.id}"
    if voted_first:
        member.vote(post_id)
    assert admin.client.put(path).json()["counted"] is not voted_first
    assert member.vote(post_id)["votes_count"] == 2
    assert cast_by(admin, post_id) == {"Admin": None, "Member": None}
    assert assert_problem(admin.client.delete(path), 403)["type"] == "urn:problem-type:heed:own-vote"
    assert member.client.get(f"/v1/posts/{post_id}").json()["votes_count"] == 2


def test_a_vote_for_oneself_is_an_own_vote(admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/votes/{admin.id}").raise_for_status()
    assert cast_by(admin, post_id) == {"Admin": None, "Member": None}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_refusals(visitor: httpx.Client, admin: Person, member: Person, people: People, method: str) -> None:
    post_id = admin.post_idea()["id"]
    path = f"/v1/posts/{post_id}/votes/{member.id}"
    assert_problem(visitor.request(method, path), 401)
    assert_problem(member.client.request(method, path), 403)
    assert_problem(admin.client.request(method, f"/v1/posts/99/votes/{member.id}"), 404)
    assert_problem(admin.client.request(method, f"/v1/posts/{post_id}/votes/99"), 404)
    admin.client.patch(f"/v1/posts/{post_id}", json={"locked": True}).raise_for_status()
    assert assert_problem(admin.client.request(method, path), 409)["type"].endswith("votes-closed")
    erase(member)
    assert_problem(admin.client.request(method, path), 404)


def test_of_a_disabled_account_it_can_only_be_taken_back(admin: Person, member: Person) -> None:
    path = f"/v1/posts/{admin.post_idea()['id']}/votes/{member.id}"
    admin.client.put(path).raise_for_status()
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}).raise_for_status()
    assert admin.client.delete(path).json()["votes_count"] == 1
    assert_problem(admin.client.put(path), 404)


def test_a_merge_copies_it_as_it_is_and_an_undo_leaves_it(
    superuser: Engine, admin: Person, member: Person, people: People
) -> None:
    original, duplicate, other = (admin.post_idea(title)["id"] for title in ("Original", "Duplicate", "Other"))
    for post_id in (duplicate, other):
        admin.client.put(f"/v1/posts/{post_id}/votes/{member.id}").raise_for_status()
        merge(admin, post_id, original)
    assert cast_by(admin, original) == {"Admin": None, "Member": "Admin"}
    undo(admin, duplicate)
    assert cast_by(admin, original) == {"Admin": None, "Member": "Admin"}
    assert voters(superuser, original)[member.id] == other
    undo(admin, other)
    assert cast_by(admin, original) == {"Admin": None}
    assert cast_by(admin, duplicate) == {"Admin": None, "Member": "Admin"}
    assert_counts_are_exact(superuser)


def test_it_outlives_who_cast_it_and_not_whose_it_is(
    superuser: Engine, admin: Person, member: Person, moderator: Person
) -> None:
    post_id = admin.post_idea()["id"]
    path = f"/v1/posts/{post_id}/votes/{member.id}"
    moderator.client.put(path).raise_for_status()
    erase(moderator)
    assert cast_by(admin, post_id) == {"Admin": None, "Member": "Deleted member"}
    erase(member)
    assert cast_by(admin, post_id) == {"Admin": None}
    assert events(superuser) == []
    assert_counts_are_exact(superuser)


def test_the_export_of_both(admin: Person, member: Person) -> None:
    post_id = admin.post_idea()["id"]
    admin.client.put(f"/v1/posts/{post_id}/votes/{member.id}").raise_for_status()
    mine, theirs = (person.client.get("/v1/users/me/export").json() for person in (member, admin))
    assert [(each["post_id"], each["cast_by_staff"]) for each in mine["votes"]] == [(post_id, True)]
    assert [(each["post_id"], each["cast_by_staff"]) for each in theirs["votes"]] == [(post_id, False)]
    assert (mine["cast_votes"], [each["post_id"] for each in theirs["cast_votes"]]) == ([], [post_id])


def test_at_once_with_the_members_own(superuser: Engine, admin: Person, people: People) -> None:
    post_id = admin.post_idea()["id"]
    crowd = [people.join() for _ in range(4)]

    def ask(client: httpx.Client, who: Person, method: str, path: str) -> int:
        client.headers["Authorization"] = who.client.headers["Authorization"]
        return client.request(method, path).status_code

    calls = []
    for person in crowd:
        calls += [
            partial(ask, who=person, method="PUT", path=f"/v1/posts/{post_id}/vote"),
            partial(ask, who=admin, method="PUT", path=f"/v1/posts/{post_id}/votes/{person.id}"),
        ]
    assert set(in_parallel(calls)) == {200}
    assert assert_counts_are_exact(superuser)[post_id][0] == 5


def test_so_many_an_hour(monkeypatch: pytest.MonkeyPatch, admin: Person, member: Person) -> None:
    monkeypatch.setattr(on_behalf, "VOTES_PER_HOUR", 2)
    path = f"/v1/posts/{admin.post_idea()['id']}/votes/{member.id}"
    answers = [admin.client.put(path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
