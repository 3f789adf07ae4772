"""What is made for one person is in nobody's cache; and a form that is sent twice has one effect."""

import httpx
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.people import PASSWORD, Person

PATHS = ("/", "/posts/1/dark-mode", "/people/1", "/posts/new", "/erased")


def test_a_visitors_page_is_never_a_members_nor_the_other_way(
    visitor: httpx.Client, signed_in: Browser, admin: Person
) -> None:
    admin.post_idea()
    for path in PATHS:
        public = visitor.get(path)
        assert (public.status_code, public.headers["Cache-Control"]) == (200, "no-cache"), path
        known = {"If-None-Match": public.headers["ETag"]}
        assert visitor.get(path, headers=known).status_code == 304
        own = signed_in.client.get(path, headers=known)
        assert (own.status_code, own.headers["Cache-Control"]) == (200, "private, no-store"), path
        assert "ETag" not in own.headers
        for answer in (public, own):
            assert "Cookie" in answer.headers["Vary"]
        assert ("Member" in own.text, "Member" in public.text) == (True, False), path


def test_what_a_visitor_sends_or_is_refused_is_not_kept(browser: Browser) -> None:
    for shown in (browser.open("/nowhere"), browser.send("/posts/new", {"title": "Dark mode", "step": "preview"})):
        assert shown.status in (404, 200)
        assert shown.answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in shown.answer.headers


def test_an_account_that_is_made_twice(browser: Browser, superuser: Engine) -> None:
    form = browser.open("/sign-up")
    typed = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD}
    statuses = [browser.submit(form, "/sign-up", **typed).status for _ in range(2)]
    assert statuses == [200, 409]
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 1


def test_settings_that_are_sent_twice(signed_in: Browser, member: Person) -> None:
    for path, typed in (("/settings", {"name": "Ada"}), ("/settings/notifications", {"comments": "never"})):
        form = signed_in.open(path)
        assert [signed_in.submit(form, path, **typed).statuses for _ in range(2)] == [[303, 200]] * 2


def test_below_a_root_path(visitor: httpx.Client, member: Person) -> None:
    """Where the board has a stage or a folder of its own: every way on stays below it, and so does the action."""
    member.post_idea()
    with board(root_path="/feedback") as client:
        browser = Browser(client)
        shown = browser.open("/feedback/posts/1/dark-mode")
        shown = browser.submit(shown, "/feedback/posts/1/vote", ("voted", "yes"))
        assert (shown.status, shown.form("/feedback/sign-in/password").get("action")) == (
            401,
            "/feedback/sign-in/password",
        )
        shown = browser.submit(shown, "/feedback/sign-in/password", email=member.email, password=PASSWORD)
        assert (shown.statuses, shown.path) == ([307, 303, 200], "/feedback/posts/1/dark-mode")
        shown = browser.submit(shown, "/feedback/language", language="de")
        assert (shown.path, shown.document.get("lang")) == ("/feedback/posts/1/dark-mode", "de")
        shown = browser.submit(browser.open("/feedback/settings"), "/feedback/settings", name="Ada")
        assert shown.path == "/feedback/settings?done=1"
        assert browser.submit(shown, "/feedback/sign-out").path == "/feedback/"
