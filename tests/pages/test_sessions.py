"""Sessions of pages: never one that was there before, ended when they are to end, and of no use elsewhere."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine, text

from app.pages.response.browsers import browser_name
from tests.support.browsing import Browser
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem

COOKIE = "__Host-heed"
PLANTED = "A" * 43
ENDINGS: dict[str, Callable[[Person, Person], object]] = {
    "disabled": lambda member, admin: admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}),
    "erased": lambda member, admin: member.client.delete("/v1/users/me"),
    "another password": lambda member, admin: member.client.put(
        "/v1/users/me/password", json={"current_password": PASSWORD, "new_password": "another horse battery"}
    ),
}


def sessions(superuser: Engine) -> int:
    with superuser.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM sessions WHERE cookie_hash IS NOT NULL")) or 0)


def test_a_planted_cookie_never_becomes_a_session(visitor: httpx.Client, member: Person) -> None:
    browser = Browser(visitor)
    browser.client.cookies.set(COOKIE, PLANTED, domain="board.example.com", path="/")
    shown = browser.submit(browser.open("/sign-in"), "/sign-in/password", email=member.email, password=PASSWORD)
    assert (shown.status, "Member" in shown.answer.text) == (200, True)
    assert browser.cookies[COOKIE] != PLANTED
    assert visitor.get("/settings", headers={"Cookie": f"{COOKIE}={PLANTED}"}).status_code == 401


def test_every_sign_in_has_a_cookie_of_its_own(signed_in: Browser, superuser: Engine, member: Person) -> None:
    """The one before ends with it, as no browser has it any more."""
    before = signed_in.cookies[COOKIE]
    signed_in.send("/sign-in/password", {"email": member.email, "password": PASSWORD})
    assert signed_in.cookies[COOKIE] != before
    assert sessions(superuser) == 1


def test_somebody_else_signs_in_over_it(signed_in: Browser, superuser: Engine, admin: Person) -> None:
    signed_in.send("/sign-in/password", {"email": admin.email, "password": PASSWORD})
    assert "Admin" in signed_in.open("/settings").answer.text
    assert sessions(superuser) == 1


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_what_ends_it(
    signed_in: Browser, admin: Person, member: Person, ending: Callable[[Person, Person], object]
) -> None:
    assert signed_in.open("/settings").status == 200
    ending(member, admin)
    assert signed_in.open("/settings").status == 401
    assert "Member" not in signed_in.open("/").answer.text


def test_another_role_counts_at_once(signed_in: Browser, admin: Person, member: Person) -> None:
    assert "Somebody posts an idea" not in signed_in.open("/settings/notifications").text
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}).raise_for_status()
    assert "Somebody posts an idea" in signed_in.open("/settings/notifications").text


def test_neither_is_good_for_the_other(signed_in: Browser, visitor: httpx.Client, member: Person) -> None:
    cookie = {"Cookie": f"{COOKIE}={signed_in.cookies[COOKIE]}"}
    assert_problem(visitor.get("/v1/users/me", headers=cookie), 401)
    bearer = {"Authorization": f"Bearer {signed_in.cookies[COOKIE]}"}
    assert_problem(visitor.get("/v1/users/me", headers=bearer), 401)
    for each in (member.client.headers["Authorization"].split()[1], member.refresh_token):
        assert visitor.get("/settings", headers={"Cookie": f"{COOKIE}={each}"}).status_code == 401
    assert member.client.get("/settings").status_code == 401


def test_a_header_of_cookies_that_no_browser_sends_is_not_read(visitor: httpx.Client, signed_in: Browser) -> None:
    cookie = f"{COOKIE}={signed_in.cookies[COOKIE]}; other="
    for length, status in ((8_192, 200), (8_193, 401)):
        assert visitor.get("/settings", headers={"Cookie": cookie.ljust(length, "x")}).status_code == status, length
    twice = f"{cookie}; {cookie}"
    assert visitor.get("/settings", headers={"Cookie": twice}).status_code == 401, "one of the two is somebody else's"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge, Windows"),
        ("Firefox", "Firefox"),
        ("curl/8.14.1 (a test)", "curl/8.14.1"),
        ("x" * 41, "x" * 40),
        (None, ""),
    ],
)
def test_what_a_browser_is_called(agent: str | None, name: str) -> None:
    assert browser_name(agent) == name


def test_the_list_and_ending_one(visitor: httpx.Client, signed_in: Browser, member: Person) -> None:
    phone = Browser(visitor, **{"User-Agent": "<b>Phone</b>"})
    phone.sign_in(member.email)
    shown = signed_in.open("/settings/sessions")
    assert (shown.text.count("This one"), "<b>Phone</b>" in shown.text) == (1, True)
    [button] = [each for each in shown.content.iter("button") if each.get("aria-label", "").endswith("<b>Phone</b>")]
    shown = signed_in.submit(shown, "/settings/sessions", ("session", button.get("value", "")))
    assert (shown.statuses, "Phone" in shown.text) == ([303, 200], False)
    assert (phone.open("/settings").status, signed_in.open("/settings").status) == (401, 200)


def test_ending_all_others(visitor: httpx.Client, signed_in: Browser, superuser: Engine, member: Person) -> None:
    Browser(visitor).sign_in(member.email)
    shown = signed_in.submit(signed_in.open("/settings/sessions"), "/settings/sessions", ("session", "others"))
    assert (shown.statuses, sessions(superuser)) == ([303, 200], 1)
    assert member.client.get("/v1/users/me").status_code == 401


def test_ending_this_one_is_signing_out(signed_in: Browser, superuser: Engine) -> None:
    with superuser.connect() as connection:
        this = connection.scalar(text("SELECT id FROM sessions WHERE cookie_hash IS NOT NULL"))
    shown = signed_in.submit(signed_in.open("/settings/sessions"), "/settings/sessions", ("session", str(this)))
    assert (shown.path, signed_in.cookies, sessions(superuser)) == ("/", {}, 0)


@pytest.mark.parametrize("session", ["", "0", "x", "١", "1e3", "-1", "9" * 19, "9" * 30])
def test_ending_what_is_none(signed_in: Browser, session: str) -> None:
    assert signed_in.send("/settings/sessions", {"session": session}).status == 404


def test_ending_somebody_elses(signed_in: Browser, superuser: Engine, people: People) -> None:
    somebody = people.join("Somebody")
    with superuser.connect() as connection:
        theirs = connection.scalar(text("SELECT id FROM sessions WHERE user_id = :id"), {"id": somebody.id})
    assert signed_in.send("/settings/sessions", {"session": str(theirs)}).status == 404
    assert somebody.client.get("/v1/users/me").status_code == 200


def test_the_list_goes_on(signed_in: Browser, superuser: Engine, member: Person) -> None:
    with superuser.connect() as connection:
        used_at = "now() - make_interval(secs => n) FROM generate_series(1, 25) AS n"
        rows = f"INSERT INTO sessions (user_id, expires_at, used_at) SELECT :id, now() + interval '1 day', {used_at}"
        connection.execute(text(rows), {"id": member.id})
    shown = signed_in.open("/settings/sessions")
    [following] = [each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"]
    last = signed_in.open(following)
    assert [page.text.count("Signed in ") for page in (shown, last)] == [20, 7]
