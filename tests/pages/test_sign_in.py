"""/sign-in and /sign-out: by code and by password, what is kept and what is never shown again."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown
from tests.support.codes import another, mailed, mailed_code
from tests.support.people import PASSWORD, Person

WRONG = "another horse battery"


def ask_for_code(browser: Browser, email: str, shown: Shown | None = None) -> Shown:
    shown = browser.submit(shown or browser.open("/sign-in"), "/sign-in", email=email)
    assert shown.heading == "Enter the code", shown.text
    return shown


def cookie_of(browser: Browser) -> str | None:
    return browser.cookies.get("__Host-heed")


def test_with_a_password_where_the_board_sends_no_mail(browser: Browser, member: Person) -> None:
    shown = browser.open("/sign-in?to=/settings")
    assert [each.get("name") for each in shown.content.iter("input")] == ["to", "email", "password"]
    shown = browser.submit(shown, "/sign-in/password", email=member.email.upper(), password=PASSWORD)
    assert (shown.statuses, shown.path, shown.heading) == ([303, 200], "/settings", "Profile")


def test_with_a_code(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    shown = ask_for_code(browser, member.email, browser.open("/sign-in?to=/settings"))
    assert member.email in shown.text
    code = mailed_code(superuser, member.email)
    shown = browser.submit(shown, "/sign-in/code", code=f" {code[:3]} {code[3:]}")
    assert (shown.statuses, shown.path) == ([303, 200], "/settings")


def test_with_a_password_where_the_board_sends_mail(mailing: httpx.Client, member: Person) -> None:
    assert Browser(mailing).sign_in(member.email).status == 200


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/password"])
def test_who_comes_without_a_form_starts_at_the_first(browser: Browser, path: str) -> None:
    shown = browser.open(path)
    assert (shown.statuses, shown.path) == ([303, 200], "/sign-in")


def test_the_cookie(visitor: httpx.Client, member: Person) -> None:
    data = {"email": member.email, "password": PASSWORD}
    answer = visitor.post("/sign-in/password", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    [cookie] = answer.headers.get_list("set-cookie")
    pair, *attributes = cookie.split("; ")
    assert pair.startswith("__Host-heed=")
    assert {each.lower() for each in attributes} == {
        *("secure", "httponly", "samesite=lax", "path=/", f"max-age={30 * 86_400}")
    }


def test_every_refusal_is_the_same(browser: Browser, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}).raise_for_status()
    said = set()
    for email, password in ((admin.email, WRONG), ("nobody@example.com", PASSWORD), (member.email, PASSWORD)):
        shown = browser.submit(browser.open("/sign-in"), "/sign-in/password", email=email, password=password)
        assert (shown.status, cookie_of(browser)) == (403, None)
        assert password not in shown.answer.text
        assert shown.control("email").get("value") == email
        said.add(shown.text)
    [text] = said
    assert "Something is not right yet" in text
    assert "The e-mail address or the password is wrong." in text


def test_a_wrong_code_can_be_corrected(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    shown = ask_for_code(browser, member.email)
    code = mailed_code(superuser, member.email)
    shown = browser.submit(shown, "/sign-in/code", code=another(code))
    assert shown.status == 403
    assert "This code is wrong, or no longer good." in shown.text
    assert browser.submit(shown, "/sign-in/code", code=code).statuses == [303, 200]


def test_another_code_ends_the_one_before(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    first = ask_for_code(browser, member.email)
    old = mailed_code(superuser, member.email)
    second = browser.submit(first, "/sign-in")
    assert second.heading == "Enter the code"
    assert browser.submit(first, "/sign-in/code", code=old).status == 403
    assert browser.submit(second, "/sign-in/code", code=mailed_code(superuser, member.email)).status == 200


def test_what_is_no_address_is_said_beside_the_field(mailing: httpx.Client, superuser: Engine) -> None:
    shown = Browser(mailing).submit(Browser(mailing).open("/sign-in"), "/sign-in", email="ada")
    assert (shown.status, shown.control("email").get("value")) == (422, "ada")
    assert shown.described("email") == "This is no e-mail address."
    assert mailed(superuser) == []


def test_a_known_and_an_unknown_address_look_alike(mailing: httpx.Client, member: Person) -> None:
    known, unknown = (ask_for_code(Browser(mailing), email) for email in (member.email, "xxxxxx@example.com"))
    assert known.text.replace(member.email, "") == unknown.text.replace("xxxxxx@example.com", "")


def test_the_mail_is_in_the_language_of_the_page(mailing: httpx.Client, superuser: Engine) -> None:
    browser = Browser(mailing, **{"Accept-Language": "de"})
    browser.submit(browser.open("/sign-in"), "/sign-in", email="new@example.com")
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT data ->> 'language' FROM deliveries")) == "de"


def test_where_a_limit_is_reached_the_address_is_kept(mailing: httpx.Client, member: Person) -> None:
    browser = Browser(mailing)
    for _ in range(5):
        ask_for_code(browser, member.email)
    shown = browser.submit(browser.open("/sign-in"), "/sign-in", email=member.email)
    assert (shown.status, shown.control("email").get("value")) == (429, member.email)
    assert int(shown.answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/sign-in?to=/settings", "/sign-up?to=/settings"])
def test_who_is_signed_in_goes_on(signed_in: Browser, path: str) -> None:
    shown = signed_in.open(path)
    assert (shown.statuses, shown.path) == ([303, 200], "/settings")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up"])
def test_the_page_is_not_kept(browser: Browser, path: str) -> None:
    assert browser.open(path).answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/password"])
def test_a_reload_of_what_a_form_led_to_starts_again(browser: Browser, path: str) -> None:
    shown = browser.open(path)
    assert (shown.statuses, shown.path) == ([303, 200], "/sign-in")


def test_signing_out(signed_in: Browser, superuser: Engine) -> None:
    cookie = cookie_of(signed_in)
    assert cookie
    shown = signed_in.submit(signed_in.open("/"), "/sign-out")
    assert (shown.statuses, shown.path, cookie_of(signed_in)) == ([303, 200], "/", None)
    signed_in.client.cookies.set("__Host-heed", cookie, domain="board.example.com")
    assert signed_in.open("/settings").status == 401
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE cookie_hash IS NOT NULL")) == 0


def test_signing_out_twice(browser: Browser) -> None:
    assert browser.send("/sign-out", {}).statuses == [303, 200]
