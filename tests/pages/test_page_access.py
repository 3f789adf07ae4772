"""Every page × every kind of caller: the exact status, from the table in tests/support/page_access.py; and what holds
for every form, whoever sends it."""

from contextlib import ExitStack

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.browsing import Browser
from tests.support.codes import mail_board, store_code
from tests.support.kept_boards import KeptBoards
from tests.support.keys import make_key
from tests.support.logos import SVG
from tests.support.oidc import board_with_provider
from tests.support.page_access import NOBODYS, PAGE_ACCESS
from tests.support.page_fields import CODE, FIELDS, NEED_MAIL, NEED_PROVIDER, TOKEN, Filled, fill
from tests.support.people import PASSWORD, People, Person

CASES = [
    pytest.param(route, caller, status, id=f"{route} {caller}")
    for route, access in PAGE_ACCESS.items()
    for caller, status in access._asdict().items()
    if status is not NOBODYS and (caller != "team" or access.others is not NOBODYS or access.team != access.member)
]
LOGO = "POST /admin/board/logo"
WRITES = [route.removeprefix("POST ") for route in PAGE_ACCESS if route.startswith("POST ")]


@pytest.fixture
def filled(kept_boards: KeptBoards, people: People) -> Filled:
    return kept_boards.board("page_access", lambda: fill(people))


@pytest.fixture
def ids(filled: Filled) -> dict[str, object]:
    return filled.ids


@pytest.fixture
def admin(filled: Filled) -> Person:
    return filled.admin.anew()


@pytest.fixture
def member(filled: Filled) -> Person:
    return filled.member.anew()


def path_for(route: str, ids: dict[str, object]) -> str:
    path = route.rpartition(" ")[2].replace("/unsubscribe", f"/unsubscribe?token={TOKEN}")
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


@pytest.mark.parametrize(("route", "caller", "status"), CASES)
def test_access(
    route: str,
    caller: str,
    status: int,
    visitor: httpx.Client,
    superuser: Engine,
    admin: Person,
    member: Person,
    people: People,
    ids: dict[str, object],
) -> None:
    email = {"team": admin.email, "others": "caller@example.com"}.get(caller, member.email)
    if caller == "others":
        people.join("Caller")
    if "{key_id}" in route:
        make_key(admin)
    if CODE.items() <= FIELDS.get(route, {}).items():
        store_code(superuser, email, **CODE)
    with ExitStack() as boards:
        client = visitor
        if route in NEED_MAIL:
            client = boards.enter_context(mail_board())
        elif route in NEED_PROVIDER:
            client = boards.enter_context(board_with_provider(superuser))
        browser = Browser(client)
        if caller != "visitor":
            browser.sign_in(email)
        fields = FIELDS.get(route, {}) | ({"confirmation": email} if route == "POST /settings/erase" else {})
        path = path_for(route, ids)
        if route == LOGO:
            assert send_logo(browser, {"Sec-Fetch-Site": "same-origin"}) == status
            return
        shown = browser.send(path, fields) if route.startswith("POST") else browser.open(path)
    assert shown.statuses[0] == status, shown.text


def send_logo(browser: Browser, headers: dict[str, str]) -> int:
    """The one form that has a file."""
    files = {"logo": ("x.svg", SVG, "image/svg+xml")}
    return browser.client.post("/admin/board/logo", data={"version": "2"}, files=files, headers=headers).status_code


ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "a sister domain": {"Sec-Fetch-Site": "same-site", "Origin": "https://other.example.com"},
    "typed": {"Sec-Fetch-Site": "none"},
    "no origin": {},
    "a sandboxed frame": {"Origin": "null"},
    "an old browser elsewhere": {"Origin": "https://evil.example"},
    "both": {"Sec-Fetch-Site": "cross-site", "Origin": "https://board.example.com"},
}


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
def test_no_form_is_taken_from_elsewhere(
    signed_in: Browser, ids: dict[str, object], superuser: Engine, headers: dict[str, str]
) -> None:
    """Nothing of it is read, and the answer tells nothing of whoever is signed in and sets no cookie."""
    for path in WRITES:
        fields = FIELDS.get(f"POST {path}", {})
        answer = signed_in.client.post(path_for(path, ids), data=fields, headers=headers)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (403, None), path
        assert "This was sent from another site" in answer.text
    assert signed_in.open("/settings").status == 200


def test_an_old_browser_of_the_board_is_known_by_its_origin(visitor: httpx.Client, member: Person) -> None:
    data = {"email": member.email, "password": PASSWORD}
    answer = visitor.post("/sign-in/password", data=data, headers={"Origin": "https://board.example.com"})
    assert answer.status_code == 303


ODD = {
    "empty": "",
    "unknown fields": "utm=1&_method=DELETE&__proto__=x&user_id=1&role=admin&email_verified=true",
    "no names": "=&=x&&&",
    "broken escapes": "email=%zz&content=%&title=%ff%fe&name=%00&language=%e9",
    "bytes of no text": "title=%ed%a0%80&content=%f0%9f&email=a@b.example%00&name=%ef%bf%bf",
    "huge": f"title={'a' * 130_000}&content={'%f0%9f%98%80' * 9_000}",
}
UNREADABLE = {
    "twice": "email=a@b.example&email=c@d.example&title=a&title=b",
    "too many": "&".join(f"f{number}=1" for number in range(300)),
}


@pytest.mark.parametrize("body", (ODD | UNREADABLE).values(), ids=ODD | UNREADABLE)
def test_an_odd_form_is_answered_with_a_page(visitor: httpx.Client, signed_in: Browser, ids: object, body: str) -> None:
    assert isinstance(ids, dict)
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    for path in WRITES:
        if path in ("/sign-out", "/delete/posts/{post_id}", "/delete/comments/{comment_id}"):
            continue  # These need no field, and there would be nothing left for the others.
        answer = signed_in.client.post(path_for(path, ids), content=body, headers=headers)
        assert answer.status_code < 500, path
        assert answer.status_code in (200, 303, 400, 403, 404, 409, 412, 422), path
        if body in UNREADABLE.values():
            assert answer.status_code == 400, path
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"].startswith("text/html"), path
