"""/settings/export and /settings/erase: a member's data, taken along and erased."""

import httpx

from tests.support.browsing import Browser
from tests.support.people import PASSWORD, Person


def test_the_export_is_the_apis(signed_in: Browser, member: Person) -> None:
    member.post_idea()
    answer = signed_in.client.get("/settings/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="heed-account.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json() == member.client.get("/v1/users/me/export").json()


def test_erasing(signed_in: Browser, visitor: httpx.Client, member: Person) -> None:
    post = member.post_idea()
    shown = signed_in.open("/settings/erase")
    cookie = signed_in.cookies["__Host-heed"]
    done = signed_in.submit(shown, "/settings/erase", confirmation=f" {member.email.upper()} ")
    assert (done.statuses, done.path, done.heading) == ([303, 200], "/erased", "Your account is erased")
    assert signed_in.cookies == {}
    signed_in.client.cookies.set("__Host-heed", cookie, domain="board.example.com")
    assert signed_in.open("/settings").status == 401
    assert visitor.get(f"/v1/posts/{post['id']}").json()["author"]["name"] == "Deleted member"


def test_it_has_to_be_confirmed(signed_in: Browser, member: Person) -> None:
    for typed in ("", "yes", "admin@example.com", f"{member.email}x"):
        shown = signed_in.submit(signed_in.open("/settings/erase"), "/settings/erase", confirmation=typed)
        assert (shown.status, shown.described("confirmation")) == (422, "This is not your e-mail address.")
    assert member.client.get("/v1/users/me").status_code == 200


def test_the_last_admin_stays(visitor: httpx.Client, admin: Person) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email, PASSWORD)
    shown = browser.submit(browser.open("/settings/erase"), "/settings/erase", confirmation=admin.email)
    assert shown.status == 409
    assert "You are the last admin." in shown.text
    assert browser.open("/settings").status == 200
