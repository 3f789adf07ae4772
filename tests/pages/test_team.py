"""What staff do on a post's pages: notes for the team, and votes for people that asked in another way."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown
from tests.support.people import Person

pytestmark = pytest.mark.adversary
SECRET = "Zanzibar pays for this one."
NOTE = {"content": SECRET, "staff_only": "yes", "key": ""}


@pytest.fixture
def staff(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


@pytest.fixture
def path(member: Person) -> str:
    return f"/posts/{member.post_idea()['id']}/dark-mode"


def add_note(staff: Browser, path: str, content: str = SECRET) -> Shown:
    form = staff.open(path).form("/posts/1/comments", staff_only="yes")
    fields = {each.get("name", ""): each.get("value", "") for each in form.iter("input")}
    return staff.send("/posts/1/comments", {**fields, "content": content})


def test_a_note_is_the_teams(browser: Browser, signed_in: Browser, staff: Browser, path: str) -> None:
    shown = add_note(staff, path)
    assert shown.status == 200
    assert "Note for the team" in shown.text
    assert SECRET in shown.text
    assert "0 comments" in shown.text
    for other in (browser, signed_in):
        page = other.open(path)
        assert SECRET not in page.answer.text
        assert "ote for the team" not in page.answer.text
        assert other.open("/comments/1").status == 404
        assert other.open("/edit/comments/1").status in (401, 404)
    form = staff.open("/edit/comments/1")
    edited = staff.submit(form, "/edit/comments/1", content="Better")
    assert (form.heading, "Note for the team" in edited.text) == ("Note for the team", True)
    assert "Better" in edited.text
    assert "Better" not in browser.open(path).answer.text


def test_a_member_sends_a_note(superuser: Engine, signed_in: Browser, path: str) -> None:
    shown = signed_in.send("/posts/1/comments", NOTE)
    assert shown.status == 403
    assert SECRET in shown.text, "what was typed is there"
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM comments")) == 0


def test_a_note_stays_one_while_its_author_signs_in(browser: Browser, admin: Person, path: str) -> None:
    """The text of a note must not come out as a comment, whatever happens on the way."""
    asked = browser.send("/posts/1/comments", NOTE)
    assert asked.status == 401
    form = asked.form("/sign-in/password")
    carried = {each.get("name", ""): each.get("value", "") for each in form.iter("input")}
    assert carried["staff_only"] == "yes"
    on_the_way = browser.submit(asked, "/sign-in/password", email=admin.email, password="wrong password")
    assert on_the_way.form("/sign-in/password", staff_only="yes") is not None


def test_a_note_that_is_refused_comes_again_as_a_note(staff: Browser, path: str) -> None:
    shown = staff.send("/posts/1/comments", {**NOTE, "content": " "})
    assert shown.status == 422
    assert shown.heading == "Note for the team"
    assert shown.form("/posts/1/comments", staff_only="yes") is not None


def test_votes_for_an_address(staff: Browser, browser: Browser, path: str) -> None:
    voters = staff.submit(staff.open("/voters/1"), "/voters/1", email="grace@example.com")
    assert voters.statuses == [303, 200]
    assert "2 votes" in voters.text
    assert "grace@example.com" in voters.text
    assert "Cast by Admin" in voters.text
    assert "grace@" not in browser.open(path).answer.text
    gone = staff.submit(voters, "/voters/1/remove", ("user_id", "3"))
    assert "1 vote" in gone.text
    assert "grace@" not in gone.text


def test_an_address_that_is_none(staff: Browser, admin: Person, path: str) -> None:
    shown = staff.submit(staff.open("/voters/1"), "/voters/1", email="grace")
    assert shown.status == 422
    assert shown.control("email").get("value") == "grace"
    assert shown.described("email")
    admin.client.patch("/v1/posts/1", json={"locked": True}).raise_for_status()
    closed = staff.submit(shown, "/voters/1", email="grace@example.com")
    assert closed.status == 409
    assert closed.control("email").get("value") == "grace@example.com"


@pytest.mark.parametrize(
    ("page", "fields"), [("/voters/1", {"email": "x@example.com"}), ("/voters/1/remove", {"user_id": "2"})]
)
def test_it_is_for_staff(
    superuser: Engine, browser: Browser, signed_in: Browser, path: str, page: str, fields: dict[str, str]
) -> None:
    assert (browser.open("/voters/1").status, signed_in.open("/voters/1").status) == (401, 403)
    assert (browser.send(page, fields).status, signed_in.send(page, fields).status) == (401, 403)
    assert "/voters/" not in signed_in.open(path).answer.text
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM votes")) == 1
