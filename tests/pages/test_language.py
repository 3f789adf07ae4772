"""POST /language: a visitor's browser keeps it, and a member's account."""

import httpx
import pytest

from tests.support.browsing import Browser, Shown
from tests.support.people import Person


def language_of(shown: Shown) -> str | None:
    return shown.document.get("lang")


def test_a_visitor(browser: Browser, admin: Person) -> None:
    admin.post_idea("ダークモード")
    shown = browser.open("/posts/1")
    assert language_of(shown) == "en"
    back = browser.submit(shown, "/language", language="ja")
    assert (back.statuses, back.path, language_of(back)) == ([303, 200], shown.path, "ja")
    assert language_of(browser.open("/?lang=de")) == "de"
    assert language_of(browser.open("/")) == "ja"


def test_it_is_kept_for_a_year_and_no_script_reads_it(browser: Browser, member: Person) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    [cookie] = browser.client.post("/language", data={"language": "de"}, headers=headers).headers.get_list("set-cookie")
    assert set(cookie.lower().split("; ")) == {
        *("language=de", "max-age=31536000", "path=/", "secure", "httponly", "samesite=lax")
    }


def test_a_member(visitor: httpx.Client, signed_in: Browser, member: Person) -> None:
    signed_in.submit(signed_in.open("/"), "/language", language="ar")
    assert member.client.get("/v1/users/me").json()["language"] == "ar"
    elsewhere = Browser(visitor)
    elsewhere.sign_in(member.email)
    assert elsewhere.open("/").document.get("dir") == "rtl"


def test_as_the_browser_asks_again(visitor: httpx.Client, member: Person) -> None:
    browser = Browser(visitor, **{"Accept-Language": "fr"})
    browser.sign_in(member.email)
    browser.submit(browser.open("/"), "/language", language="de")
    shown = browser.submit(browser.open("/settings"), "/settings", language="")
    assert "language" not in browser.cookies
    assert (language_of(shown), member.client.get("/v1/users/me").json()["language"]) == ("fr", None)


@pytest.mark.parametrize("code", ["", "xx", "de-AT", "de\r\nX: y", "a" * 9_000])
def test_what_is_no_language_of_the_board(browser: Browser, member: Person, code: str) -> None:
    shown = browser.send("/language", {"language": code, "to": "/"})
    assert (shown.status, browser.cookies) == (422, {})


@pytest.mark.parametrize(("length", "status"), [(20, 200), (21, 400)])
def test_a_long_code_in_the_address(browser: Browser, length: int, status: int) -> None:
    assert browser.open(f"/?lang={'x' * length}").status == status


def test_it_leads_nowhere_else(browser: Browser, member: Person) -> None:
    shown = browser.send("/language", {"language": "de", "to": "//evil.example/"})
    assert (shown.statuses, shown.path) == ([303, 200], "/")


def test_a_cookie_that_says_anything_is_none(visitor: httpx.Client) -> None:
    for value in ("xx", "de\\", '"', "a" * 4_000):
        assert visitor.get("/", headers={"Cookie": f"language={value}"}).status_code == 200
