"""Who votes or writes and has to sign in first: it is done afterwards, whichever way they signed in."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.browsing import Browser, Shown
from tests.support.codes import another, mailed_code
from tests.support.people import PASSWORD, Person

TEXT = 'Two lines,\nand "quotes" & <b>tags</b>.\n\n* ünïcode'


def by_password(browser: Browser, shown: Shown, member: Person, superuser: Engine) -> Shown:
    wrong = browser.submit(shown, "/sign-in/password", email=member.email, password="not this one")
    assert wrong.status == 403
    return browser.submit(wrong, "/sign-in/password", email=member.email, password=PASSWORD)


def by_code(browser: Browser, shown: Shown, member: Person, superuser: Engine) -> Shown:
    shown = browser.submit(shown, "/sign-in", email="no address")
    shown = browser.submit(shown, "/sign-in", email="not.mine@example.com")
    shown = browser.submit(shown, "/sign-in", ("show", "form"))
    shown = browser.submit(shown, "/sign-in", email=member.email)
    code = mailed_code(superuser, member.email)
    wrong = browser.submit(shown, "/sign-in/code", code=another(code))
    assert wrong.status == 403
    return browser.submit(wrong, "/sign-in/code", code=code)


def by_sign_up(browser: Browser, shown: Shown, member: Person, superuser: Engine) -> Shown:
    shown = browser.submit(shown, "/sign-up", ("show", "form"))
    short = browser.submit(shown, "/sign-up", name="Ada", email="ada@example.com", password="short")
    assert short.status == 422
    shown = browser.submit(short, "/sign-up", password=PASSWORD)
    return browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, "ada@example.com"))


WAYS: dict[str, Callable[[Browser, Shown, Person, Engine], Shown]] = {
    "password": by_password,
    "code": by_code,
    "sign-up": by_sign_up,
}


@pytest.fixture(params=WAYS)
def sign_in(request: pytest.FixtureRequest, member: Person, superuser: Engine) -> Callable[[Browser, Shown], Shown]:
    return lambda browser, shown: WAYS[request.param](browser, shown, member, superuser)


def test_a_vote(mailing: httpx.Client, admin: Person, sign_in: Any) -> None:
    admin.post_idea()
    browser = Browser(mailing)
    shown = browser.submit(browser.open("/?sort=newest"), "/posts/1/vote", ("voted", "yes"))
    assert (shown.status, "Sign in, and your vote is cast." in shown.text) == (401, True)
    shown = sign_in(browser, shown)
    assert (shown.statuses, shown.path) == ([307, 303, 200], "/?sort=newest")
    assert shown.form("/posts/1/vote").find("button").get("aria-pressed") == "true"
    assert mailing.get("/v1/posts/1").json()["votes_count"] == 2


def test_a_post(mailing: httpx.Client, sign_in: Any) -> None:
    browser = Browser(mailing)
    shown = browser.submit(browser.open("/posts/new"), "/posts/new", ("step", "check"), title="Mode", content=TEXT)
    assert (shown.status, "Sign in, and what you wrote is sent." in shown.text) == (401, True)
    shown = sign_in(browser, shown)
    assert (shown.statuses, shown.path, shown.heading) == ([307, 303, 200], "/posts/1/mode", "Mode")
    assert mailing.get("/v1/posts/1").json()["content"] == TEXT


def test_a_post_that_somebody_asked_for_before(mailing: httpx.Client, admin: Person, member: Person) -> None:
    """Signing in leads to what it is like, and the text is still there."""
    admin.post_idea("Dark mode for the app")
    browser = Browser(mailing)
    typed = {"title": "A dark mode for the app", "content": TEXT}
    shown = browser.submit(browser.open("/posts/new"), "/posts/new", ("step", "check"), **typed)
    shown = browser.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
    assert shown.statuses == [307, 200]
    assert "Has this been asked already?" in shown.text
    shown = browser.submit(shown, "/posts/new", ("step", "post"))
    assert shown.statuses == [303, 200]
    assert mailing.get("/v1/posts/2").json()["content"] == TEXT


def test_a_comment_and_a_follow(browser: Browser, visitor: httpx.Client, admin: Person, member: Person) -> None:
    admin.post_idea()
    post = browser.open("/posts/1/dark-mode")
    shown = browser.submit(post, "/posts/1/comments", content=TEXT)
    shown = browser.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
    assert shown.statuses == [307, 303, 303, 200]
    assert visitor.get("/v1/posts/1/comments").json()["items"][0]["content"] == TEXT
    other = Browser(visitor)
    shown = other.submit(post, "/posts/1/follow", ("followed", "yes"))
    shown = other.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
    assert (shown.statuses, shown.path) == ([307, 303, 200], "/posts/1/dark-mode")
    assert shown.control("followed").get("value") == "no", "it is followed"
    shown = other.submit(shown, "/posts/1/follow", ("followed", "no"))
    assert shown.control("followed").get("value") == "yes"


def test_an_edit_whose_session_has_ended(signed_in: Browser, visitor: httpx.Client, member: Person) -> None:
    member.post_idea()
    form = signed_in.open("/edit/posts/1")
    signed_in.client.cookies.clear()
    shown = signed_in.submit(form, "/edit/posts/1", content=TEXT)
    assert shown.status == 401
    shown = signed_in.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
    assert shown.statuses == [307, 303, 200]
    assert visitor.get("/v1/posts/1").json()["content"] == TEXT


def test_settings_are_typed_again(signed_in: Browser, member: Person) -> None:
    """Nothing but what is meant to comes along: not a password, above all."""
    form = signed_in.open("/settings/password")
    signed_in.client.cookies.clear()
    typed = {"current_password": PASSWORD, "new_password": "another horse battery"}
    shown = signed_in.submit(form, "/settings/password", **typed)
    assert shown.status == 401
    assert not any(each in shown.answer.text for each in typed.values())
    shown = signed_in.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
    assert (shown.statuses, shown.path) == ([303, 200], "/settings/password")


@pytest.mark.parametrize(
    "action",
    [
        *("https://evil.example/posts/new", "//evil.example/posts/new", "/\\evil.example", "/posts/new\r\nX: y"),
        *(
            "/posts/new?x=1",
            "/posts/1/vote/",
            "/settings/erase",
            "/delete/posts/1",
            "/sign-out",
            "posts/new",
            "/v1/posts",
        ),
    ],
)
def test_an_action_leads_nowhere_else(browser: Browser, member: Person, action: str) -> None:
    fields = {"email": member.email, "password": PASSWORD, "action": action}
    assert browser.send("/sign-in/password", fields).statuses == [303, 200]


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "\\\\evil.example"),
        *("/ok\r\nSet-Cookie: a=b", "/ok\nX: y", "javascript:alert(1)", "/%0d%0a\\", " /x", "/\t/evil.example", "/é"),
    ],
)
def test_to_leads_nowhere_else(visitor: httpx.Client, member: Person, target: str) -> None:
    browser = Browser(visitor)
    shown = browser.send("/sign-in/password", {"email": member.email, "password": PASSWORD, "to": target})
    assert (shown.statuses, shown.path) == ([303, 200], "/")
    answer = browser.client.get("/sign-in", params={"to": target})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    answer = visitor.get("/sign-in", params={"to": target})
    assert (answer.status_code, 'name="to"' in answer.text.partition("<main")[2].partition("</main")[0]) == (200, False)
