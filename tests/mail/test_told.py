"""Who is told of what: through the API, the outbox, the courier and a real SMTP server."""

import httpx
import pytest

from tests.mail.conftest import Post
from tests.support.comments import comment
from tests.support.merges import merge
from tests.support.people import People, Person


def set_status(staff: Person, post_id: int, status: str = "planned", response: str | None = None) -> None:
    answer = staff.client.put(f"/v1/posts/{post_id}/status", json={"status": status, "response": response})
    assert answer.status_code == 200, answer.text


def choose(person: Person, **kinds: str) -> None:
    answer = person.client.patch("/v1/users/me/notifications", json=kinds)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def idea(member: Person, post: Post) -> int:
    """The member's post, and nothing that is due from before."""
    post_id = int(member.post_idea("Dark mode")["id"])
    post.deliver()
    post.execute("DELETE FROM deliveries")
    return post_id


def test_a_status_reaches_its_followers_as_text_and_html(idea: int, admin: Person, member: Person, post: Post) -> None:
    set_status(admin, idea, "planned", "In <b>spring</b>.\n.\nReally.")
    assert post.deliver() is None
    [mail] = post.server.to(member.email)
    assert len(post.server.taken) == 1, "not to the one who did it"
    assert (mail["Subject"], mail["From"], mail["To"]) == (
        "Dark mode: planned",
        "Heed <feedback@board.example>",
        member.email,
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["References"] == f"<post-{idea}@board.example>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    assert "> In <b>spring</b>.\n> .\n> Really." in plain.get_content().replace("\r\n", "\n")
    assert "In &lt;b&gt;spring&lt;" in html.get_content()
    assert post.rows() == [("sent", None)]


def test_one_click_stops_it_and_a_look_does_not(
    idea: int, admin: Person, member: Person, post: Post, visitor: httpx.Client
) -> None:
    set_status(admin, idea)
    post.deliver()
    [mail] = post.server.to(member.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = mail["List-Unsubscribe"].strip("<>").removeprefix("https://board.example")
    looked = visitor.get(url, follow_redirects=True)
    assert looked.status_code == 200
    assert looked.url.path == "/unsubscribe"
    assert looked.headers["content-type"].startswith("text/html")
    set_status(admin, idea, "started")
    post.deliver()
    assert len(post.server.to(member.email)) == 2
    clicked = visitor.post(url, data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 204, clicked.text
    set_status(admin, idea, "completed")
    post.deliver()
    assert len(post.server.to(member.email)) == 2
    assert visitor.post(url[:-1] + ("A" if url[-1] != "A" else "B")).status_code == 404
    for choice in ("never", "at_once"):  # A choice about everything doesn't bring the one post back.
        choose(member, status_changes=choice)
    set_status(admin, idea, "declined")
    post.deliver()
    assert len(post.server.to(member.email)) == 2


def test_comments_come_once_a_day_unless_they_are_wanted_at_once(
    idea: int, admin: Person, member: Person, post: Post
) -> None:
    for number in range(3):
        comment(admin, idea, f"Thought {number}.")
    comment(member, idea, "My own.")
    wait = post.deliver()
    assert wait is not None
    assert 0 < wait <= 86_400
    assert set(post.rows("to_char(due_at AT TIME ZONE 'UTC', 'HH24:MI')")) == {("07:00",)}
    assert post.server.taken == []
    post.make_due()
    post.deliver()
    [mail] = post.server.to(member.email)
    body = mail.get_body(("plain",))
    assert body
    assert [f"Thought {number}." in body.get_content() for number in range(3)] == [True] * 3
    assert "My own." not in body.get_content()
    choose(member, comments="at_once")
    comment(admin, idea, "Now.")
    post.deliver()
    assert len(post.server.to(member.email)) == 2
    choose(member, comments="never")
    comment(admin, idea, "Unheard.")
    post.deliver()
    assert len(post.server.to(member.email)) == 2


def test_followers_of_a_duplicate_are_told_where_it_went(idea: int, admin: Person, member: Person, post: Post) -> None:
    original = admin.post_idea("Night mode")["id"]
    merge(admin, idea, original)
    post.deliver()
    [mail] = post.server.to(member.email)
    assert mail["Subject"] == "Dark mode: merged"


def test_the_team_hears_of_new_posts(people: People, admin: Person, member: Person, post: Post) -> None:
    choose(admin, new_posts="at_once")
    member.post_idea("Dark mode", "For the eyes.")
    post.deliver()
    [mail] = post.server.to(admin.email)
    assert mail["Subject"] == "New: Dark mode"
    assert len(post.server.taken) == 1


@pytest.mark.parametrize("what", ["unfollowed", "never", "disabled", "erased", "hidden", "deleted"])
def test_what_changed_before_it_was_sent_counts(
    what: str, idea: int, admin: Person, member: Person, people: People, post: Post
) -> None:
    follower = people.join("Follower")
    follower.vote(idea)
    set_status(admin, idea, "planned", "Secret?")
    post.outbox.handle({"command": "claim"})  # Fanned out, and taken by a courier that dies.
    post.make_due()
    if what == "unfollowed":
        follower.client.delete(f"/v1/posts/{idea}/subscription")
    elif what == "never":
        choose(follower, status_changes="never")
    elif what == "disabled":
        admin.client.patch(f"/v1/users/{follower.id}", json={"status": "disabled"})
    elif what == "erased":
        follower.client.delete("/v1/users/me")
    elif what == "hidden":
        admin.client.patch(f"/v1/posts/{idea}", json={"visibility": "hidden"})
    else:
        admin.client.delete(f"/v1/posts/{idea}")
    post.deliver()
    assert post.server.to(follower.email) == []
    expected = 0 if what in ("hidden", "deleted") else 1
    assert len(post.server.to(member.email)) == expected
    statuses = sorted(status for status, _ in post.rows())
    assert statuses == sorted(["sent"] * expected + ["dropped"] * (2 - expected - (what == "erased")))
