"""/sso: the link from the team's own product, which signs in to the board's pages."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.browsing import Browser
from tests.support.codes import MAIL, ask, mailed_code
from tests.support.people import PASSWORD, Person
from tests.support.proxy import Proxy
from tests.support.sso import OTHER_SECRET, claims, exchange, refusal, sign, sso_app, sso_board

pytestmark = pytest.mark.adversary


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


@pytest.fixture
def browser(client: httpx.Client) -> Browser:
    return Browser(client)


def link(token: str, to: str = "/") -> httpx.URL:
    return httpx.URL("/sso", params={"token": token, "to": to})


def open_link(browser: Browser, token: str, to: str = "/") -> httpx.Response:
    return browser.client.get(link(token, to))


def assert_without_trace(answer: httpx.Response) -> None:
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_link_signs_in_and_leads_on(browser: Browser, admin: Person) -> None:
    post = admin.post_idea()
    answer = open_link(browser, sign(claims()), f"/posts/{post['id']}/dark-mode?sort=newest")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/posts/{post['id']}/dark-mode?sort=newest")
    assert_without_trace(answer)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-heed=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert browser.open("/settings").control("name").get("value") == "Grace Hopper"


def test_once_and_for_pages_or_the_api(browser: Browser, client: httpx.Client) -> None:
    token = sign(claims())
    assert open_link(browser, token).status_code == 303
    again = open_link(Browser(client), token)
    assert (again.status_code, again.headers.get("Set-Cookie")) == (403, None)
    assert "is not good, or not any more" in again.text
    assert_without_trace(again)
    assert refusal(exchange(client, token)).startswith("The token was used before")


def test_once_of_ten_at_the_same_moment(admin: Person, superuser: Engine) -> None:
    token = sign(claims())
    with sso_app() as app:
        answers = in_parallel([lambda client: client.get(link(token), headers={"Accept": "text/html"})] * 10, app)
    assert sorted(answer.status_code for answer in answers) == [303] + [403] * 9
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE cookie_hash IS NOT NULL")) == 1


ELSEWHERE = [
    *("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
    *("evil.example", "https:evil.example", "/\t/evil.example", " //evil.example", "", "/" + "a" * 3_000),
    "/%0d%0aSet-Cookie: x=1\r\n",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_it_leads_nowhere_else(browser: Browser, to: str) -> None:
    answer = open_link(browser, sign(claims()), to)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


WRONG: dict[str, Callable[[], str]] = {
    "expired": lambda: sign(claims(exp=int(time.time()) - 1, iat=int(time.time()) - 60)),
    "another secret": lambda: sign(claims(), secret=OTHER_SECRET),
    "of staff": lambda: sign(claims(email="admin@example.com")),
    "none": lambda: sign(claims(), {"alg": "none"}),
    "no token": lambda: "",
    "a word": lambda: "token",
    "script": lambda: '"><script>alert(1)</script>',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_that_is_not_right(browser: Browser, name: str) -> None:
    answer = open_link(browser, WRONG[name](), "/settings")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (403, None)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "is not good, or not any more" in answer.text
    assert "<script>alert" not in answer.text
    assert_without_trace(answer)


def test_somebody_else_who_is_signed_in_is_asked(browser: Browser, member: Person) -> None:
    """The link may be an attacker's, with a token of their own, for the member to write in their name."""
    browser.sign_in(member.email)
    token = sign(claims(name='<b>Mallory</b> "', email="mallory@example.com"))
    shown = browser.open(str(link(token, "/roadmap")))
    assert (shown.status, shown.heading) == (200, "Who are you here?")
    assert '<b>Mallory</b> "' in shown.text, "as text"
    assert "mallory@example.com" in shown.text
    assert_without_trace(shown.answer)
    assert shown.answer.headers.get("Set-Cookie") is None
    assert browser.open("/settings").control("name").get("value") == "Member", "nobody's place was taken"
    assert (
        browser.client.post("/sso", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    led = browser.submit(shown, "/sso")
    assert led.path == "/roadmap"
    assert "Mallory" in str(browser.open("/settings").control("name").get("value"))
    assert member.client.get("/v1/users/me").status_code == 200


def test_the_session_before_ends(browser: Browser, superuser: Engine) -> None:
    """The same member comes once more: nobody is asked, and one session is left."""
    for _ in range(3):
        assert open_link(browser, sign(claims())).status_code == 303
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE cookie_hash IS NOT NULL")) == 1


def test_who_becomes_staff_is_signed_out(browser: Browser, admin: Person) -> None:
    open_link(browser, sign(claims()))
    [user] = admin.client.get("/v1/users?q=grace").json()["items"]
    admin.client.patch(f"/v1/users/{user['id']}", json={"role": "admin"})
    assert browser.open("/settings").status == 401
    assert browser.open("/admin").status == 401


def test_there_is_no_password_to_set(admin: Person, superuser: Engine) -> None:
    with sso_board(**MAIL) as client:
        browser = Browser(client)
        open_link(browser, sign(claims()))
        shown = browser.open("/settings/password")
        assert "You sign in through another site, so this account has no password." in shown.text
        assert "new_password" not in shown.answer.text
        code_id, code = ask(client, "grace@example.com"), mailed_code(superuser, "grace@example.com")
        browser.send("/sign-in/code", {"code_id": code_id, "code": code})
        refused = browser.send("/settings/password", {"new_password": "another horse"})
        assert refused.status == 409
        assert browser.open("/settings/data").status == 200


def test_who_had_a_password_keeps_it(member: Person, superuser: Engine) -> None:
    with superuser.connect() as connection:
        connection.execute(text("UPDATE users SET email_verified = true WHERE id = :id"), {"id": member.id})
    with sso_board(sso_match_email=True) as client:
        browser = Browser(client)
        open_link(browser, sign(claims(email=member.email)))
        form, new = browser.open("/settings/password"), {"current_password": PASSWORD, "new_password": "new horse"}
        assert browser.submit(form, "/settings/password", **new).statuses[0] == 303


def test_a_private_board_is_read_by_whoever_comes_with_a_link(browser: Browser, admin: Person) -> None:
    assert admin.client.patch("/v1/board", json={"private": True, "sign_up": "closed"}).status_code == 200
    assert browser.open("/").status == 401
    assert open_link(browser, sign(claims())).status_code == 303
    assert browser.open("/").status == 200


def test_below_a_path(admin: Person) -> None:
    """The path is a part of the address, and so of `aud`; `to` is without it."""
    with sso_board(public_url="https://board.example.com/feedback", root_path="/feedback") as client:
        assert Browser(client).client.get(link(sign(claims()))).status_code == 403
        token = sign(claims(aud="https://board.example.com/feedback"))
        answer = client.get(httpx.URL("/feedback/sso", params={"token": token, "to": "/roadmap"}))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/feedback/roadmap")


def test_no_line_of_the_log_has_the_token(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    token = sign(claims())
    with caplog.at_level("DEBUG"):
        open_link(browser, token)
        open_link(browser, token)
    said = "".join(str(vars(record)) for record in caplog.records if not record.name.startswith("httpx"))
    assert "/sso" in said
    assert not any(part in said for part in token.split("."))


def test_round_trips(admin: Person, database_url: str) -> None:
    """The board, the count, the exchange, and COMMIT."""
    with Proxy(database_url) as proxy, sso_board(database_url=proxy.url) as client:
        token, _ = sign(claims()), open_link(Browser(client), sign(claims()))
        with proxy.counting() as counted:
            assert open_link(Browser(client), token).status_code == 303
        assert counted[0] <= 4
