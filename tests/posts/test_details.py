"""What a post's page reads besides the post: one statement, and nothing that its caller may not see"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from app.posts.details import PostInDetail, get_post_in_detail
from app.users.queries import get_account
from tests.support.merges import merge
from tests.support.people import People, Person
from tests.support.statements import statements


def read(superuser: Engine, post_id: int, person: Person | None = None) -> PostInDetail:
    with superuser.connect() as db:
        caller = None if person is None else get_account(db, person.id)
        with statements() as seen:
            post = get_post_in_detail(db, post_id, caller=caller)
            _ = post.followed, post.original_title, post.history, post.author.name, post.tags, post.has_voted
        assert len(seen) == 1, seen
        return post


def answer(staff: Person, post_id: int, status: str, response: str | None = None) -> None:
    body = {"status": status, "response": response}
    staff.client.put(f"/v1/posts/{post_id}/status", json=body).raise_for_status()


def test_a_post_of_which_nothing_is_told_yet(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    for person, followed in ((None, None), (admin, False), (member, True)):
        post = read(superuser, post_id, person)
        assert (post.followed, post.original_title, post.history) == (followed, None, [])


def test_whether_the_caller_follows(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    path = f"/v1/posts/{post_id}/subscription"
    admin.client.put(path).raise_for_status()
    member.client.delete(path).raise_for_status()
    assert (read(superuser, post_id, admin).followed, read(superuser, post_id, member).followed) == (True, False)


def test_the_history(superuser: Engine, people: People, admin: Person, member: Person) -> None:
    post_id, other = member.post_idea()["id"], member.post_idea("Another")["id"]
    moderator = people.join("Moderator")
    admin.client.patch(f"/v1/users/{moderator.id}", json={"role": "moderator"}).raise_for_status()
    answer(admin, post_id, "planned", "Coming in spring.")
    answer(moderator, other, "declined")
    answer(moderator, post_id, "completed")
    for person in (None, member, admin):
        history = read(superuser, post_id, person).history
        assert history is not None
        times = [change.pop("created_at") for change in history]
        assert history == [
            {"status": "planned", "response": "Coming in spring.", "actor_id": admin.id, "actor_name": "Admin"},
            {"status": "completed", "response": None, "actor_id": moderator.id, "actor_name": "Moderator"},
        ]
        assert times == sorted(times)
        assert all(datetime.now(UTC) - each < timedelta(minutes=1) for each in times)
    listed = member.client.get(f"/v1/posts/{post_id}/history").json()["items"]
    assert [datetime.fromisoformat(each["created_at"]) for each in listed] == times


def test_a_long_history(superuser: Engine, admin: Person) -> None:
    """Its end, in order: twenty."""
    post_id = admin.post_idea()["id"]
    statement = text("""
        INSERT INTO status_history (post_id, actor_id, status, response)
        SELECT :post_id, :actor_id, 'planned', n FROM generate_series(1, :count) AS n
    """)
    with superuser.connect() as connection:
        connection.execute(statement, {"post_id": post_id, "actor_id": admin.id, "count": 57})
    history = read(superuser, post_id).history
    assert history is not None
    assert [change["response"] for change in history] == [str(n) for n in range(38, 58)]


def test_the_title_of_the_original(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = member.post_idea("Dark mode")["id"], member.post_idea("Night mode")["id"]
    merge(admin, duplicate, original)
    assert {read(superuser, duplicate, person).original_title for person in (None, member, admin)} == {"Dark mode"}
    assert read(superuser, original).original_title is None


# Who is told the title of an original in each state: its author is the member.
TOLD = {
    "visibility = 'hidden'": {"admin"},
    "visibility = 'pending'": {"admin", "member"},
    "deleted_at = now()": set[str](),
}


@pytest.mark.parametrize("state", TOLD)
def test_an_original_that_is_not_seen(
    superuser: Engine, people: People, admin: Person, member: Person, state: str
) -> None:
    original, duplicate = member.post_idea("A secret")["id"], admin.post_idea("Night mode")["id"]
    merge(admin, duplicate, original)
    with superuser.connect() as connection:
        connection.execute(text(f"UPDATE posts SET {state} WHERE id = :id"), {"id": original})
    callers = {"visitor": None, "stranger": people.join("Stranger"), "member": member, "admin": admin}
    told = {name for name, person in callers.items() if read(superuser, duplicate, person).original_title}
    assert told == TOLD[state]
