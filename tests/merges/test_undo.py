"""DELETE /v1/posts/{id}/merge: the duplicate is as it was, whatever happened in between"""

import pytest
from sqlalchemy import Engine, text

from tests.support.counts import assert_counts_are_exact
from tests.support.merges import (
    followers,
    merge,
    rows_of,
    silence_comment,
    undo,
    voters,
    withdraw,
    write_comment,
)
from tests.support.people import People, Person


def test_nothing_happened(superuser: Engine, people: People, admin: Person, original: int, duplicate: int) -> None:
    both, one = people.join(), people.join()
    for person, post_id in [(both, original), (both, duplicate), (one, duplicate)]:
        person.vote(post_id)
    for post_id in (original, duplicate, duplicate):
        write_comment(superuser, both, post_id)
    posts, rows = (
        [admin.client.get(f"/v1/posts/{post_id}").json() for post_id in (original, duplicate)],
        [rows_of(superuser, post_id) for post_id in (original, duplicate)],
    )
    merge(admin, duplicate, original)
    undone = undo(admin, duplicate)
    assert [rows_of(superuser, post_id) for post_id in (original, duplicate)] == rows
    assert undone == posts[1] | {"updated_at": undone["updated_at"]}
    after = admin.client.get(f"/v1/posts/{original}").json()
    assert after == posts[0] | {"updated_at": after["updated_at"]}
    assert after["updated_at"] > posts[0]["updated_at"]
    assert_counts_are_exact(superuser)


def test_undoing_again_changes_nothing(superuser: Engine, admin: Person, original: int, duplicate: int) -> None:
    merge(admin, duplicate, original)
    assert undo(admin, duplicate) == undo(admin, duplicate)
    assert len(admin.client.get("/v1/moderation-log").json()["items"]) == 2


def test_then_it_may_be_merged_elsewhere(superuser: Engine, admin: Person, original: int, duplicate: int) -> None:
    other = admin.post_idea()["id"]
    merge(admin, duplicate, original)
    undo(admin, duplicate)
    merge(admin, duplicate, other)
    assert assert_counts_are_exact(superuser) == {original: (1, 0), duplicate: (1, 0), other: (2, 0)}


def test_withdrew_at_the_original(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int
) -> None:
    """The vote that came along is gone there; the own one at the duplicate was never withdrawn."""
    merge(admin, duplicate, original)
    withdraw(member, original)
    undo(admin, duplicate)
    assert voters(superuser, original) == {admin.id: None}
    assert voters(superuser, duplicate) == {member.id: None}
    assert_counts_are_exact(superuser)


@pytest.mark.parametrize("withdraws_first", [False, True])
def test_voted_again_at_the_original(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int, withdraws_first: bool
) -> None:
    """It is the own vote then, and the member follows the original for it."""
    merge(admin, duplicate, original)
    if withdraws_first:
        withdraw(member, original)
    member.vote(original)
    undo(admin, duplicate)
    assert voters(superuser, original) == {admin.id: None, member.id: None}
    assert voters(superuser, duplicate) == {member.id: None}
    assert followers(superuser, original) == {admin.id: True, member.id: True}
    assert_counts_are_exact(superuser)


def test_had_voted_on_both_and_withdrew_at_the_original(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int
) -> None:
    member.vote(original)
    merge(admin, duplicate, original)
    withdraw(member, original)
    undo(admin, duplicate)
    assert (voters(superuser, original), voters(superuser, duplicate)) == ({admin.id: None}, {member.id: None})
    assert_counts_are_exact(superuser)


def test_votes_of_others_at_the_original_stay(
    superuser: Engine, people: People, admin: Person, original: int, duplicate: int
) -> None:
    merge(admin, duplicate, original)
    newcomer = people.join()
    newcomer.vote(original)
    undo(admin, duplicate)
    assert voters(superuser, original) == {admin.id: None, newcomer.id: None}
    assert_counts_are_exact(superuser)


@pytest.mark.parametrize("chooses", [True, False])
def test_chose_at_the_original_whether_to_follow(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int, chooses: bool
) -> None:
    """What was chosen outlives the undo."""
    merge(admin, duplicate, original)
    member.client.request("PUT" if chooses else "DELETE", f"/v1/posts/{original}/subscription")
    undo(admin, duplicate)
    assert followers(superuser, original) == {admin.id: True, member.id: chooses}
    assert followers(superuser, duplicate) == {member.id: True}


def test_a_choice_at_the_duplicate_comes_along_and_goes_again(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int
) -> None:
    member.client.delete(f"/v1/posts/{duplicate}/subscription")
    merge(admin, duplicate, original)
    assert followers(superuser, original) == {admin.id: True, member.id: False}
    undo(admin, duplicate)
    assert followers(superuser, original) == {admin.id: True}
    assert followers(superuser, duplicate) == {member.id: False}


def test_who_wrote_at_the_original_follows_it(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int
) -> None:
    merge(admin, duplicate, original)
    write_comment(superuser, member, original)
    undo(admin, duplicate)
    assert followers(superuser, original) == {admin.id: True, member.id: True}


def test_comments_go_back_as_they_are_by_then(
    superuser: Engine, admin: Person, member: Person, original: int, duplicate: int
) -> None:
    edited, deleted, hidden, hidden_before = (write_comment(superuser, member, duplicate) for _ in range(4))
    silence_comment(superuser, hidden_before, "hidden = true")
    merge(admin, duplicate, original)
    new = write_comment(superuser, member, original)
    silence_comment(superuser, deleted, "content = '', deleted_at = now()")
    silence_comment(superuser, hidden, "hidden = true")
    with superuser.connect() as connection:
        connection.execute(text("UPDATE comments SET content = 'Edited' WHERE id = :id"), {"id": edited})
    assert assert_counts_are_exact(superuser) == {original: (2, 2), duplicate: (1, 0)}
    undo(admin, duplicate)
    back = rows_of(superuser, duplicate)["comments"]
    assert [(row["id"], row["content"], row["hidden"], row["deleted_at"] is None) for row in back] == [
        (edited, "Edited", False, True),
        (deleted, "", False, False),
        (hidden, "Yes", True, True),
        (hidden_before, "Yes", True, True),
    ]
    assert [row["id"] for row in rows_of(superuser, original)["comments"]] == [new]
    assert assert_counts_are_exact(superuser) == {original: (1, 1), duplicate: (1, 1)}


def test_hidden_meanwhile(superuser: Engine, admin: Person, original: int, duplicate: int) -> None:
    merge(admin, duplicate, original)
    for post_id in (original, duplicate):
        admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"})
    assert undo(admin, duplicate)["visibility"] == "hidden"
    assert assert_counts_are_exact(superuser) == {original: (1, 0), duplicate: (1, 0)}
