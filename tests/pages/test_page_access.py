"""Every page × every kind of caller: the exact status, from the table in tests/support/page_access.py; and what holds
for every form, whoever sends it."""

from collections.abc import Iterator
from contextlib import nullcontext

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine

from app.main import create_app
from app.notifications.unsubscribe import Unsubscription, make_token
from app.pages.application import create_pages
from app.pages.response import assets
from app.settings.config import ROOT, load_settings
from tests.support.browsing import Browser
from tests.support.codes import mail_board, store_code
from tests.support.comments import comment
from tests.support.logos import SVG
from tests.support.page_access import COLUMNS, NOBODYS, PAGE_ACCESS, markdown
from tests.support.people import PASSWORD, People, Person

TOKEN = make_token(load_settings(), Unsubscription(1, "digest"))
NEW = "another horse battery"
CODE = {"code_id": "the-callers", "code": "123456"}
FIELDS: dict[str, dict[str, str]] = {
    "POST /posts/new": {"title": "Light mode", "step": "post"},
    "POST /posts/{post_id}/vote": {"voted": "yes"},
    "POST /posts/{post_id}/comments": {"content": "Yes, please."},
    "POST /edit/posts/{post_id}": {"title": "Light mode", "content": "", "version": "1"},
    "POST /delete/posts/{post_id}": {"version": "1"},
    "POST /edit/comments/{comment_id}": {"content": "No, thanks.", "version": "1"},
    "POST /delete/comments/{comment_id}": {"version": "1"},
    "POST /sign-in": {"email": "somebody@example.com"},
    "POST /sign-in/code": CODE,
    "POST /sign-in/password": {"email": "member@example.com", "password": PASSWORD},
    "POST /sign-up": {"email": "new@example.com", "name": "New", "password": PASSWORD},
    "POST /language": {"language": "de"},
    "POST /unsubscribe": {"token": TOKEN},
    "POST /settings": {"name": "Ada"},
    "POST /admin/board": {
        "name": "Ideas",
        "accent_color": "#aa0000",
        "language_en": "yes",
        "default_language": "en",
        "sign_up": "open",
        "version": "2",
    },
    "POST /admin/board/logo": {"version": "2"},
    "POST /admin/board/logo/remove": {"version": "2"},
    "POST /settings/password": {"current_password": PASSWORD, "new_password": NEW},
    "POST /settings/email": {"email": "new@example.com"},
    "POST /settings/email/code": {**CODE, "current_password": PASSWORD},
    "POST /settings/sessions": {"session": "others"},
    "POST /settings/notifications": {"comments": "never"},
    "POST /settings/erase": {"confirmation": "caller@example.com"},
}
FILES = {"POST /admin/board/logo": {"logo": ("logo.svg", SVG)}}
NEED_MAIL = ("POST /sign-in", "POST /settings/email")
CASES = [
    pytest.param(route, caller, status, id=f"{route} {caller}")
    for route, access in PAGE_ACCESS.items()
    for caller, status in access._asdict().items()
    if status is not NOBODYS and (caller != "team" or access.others is not NOBODYS)
]
WRITES = [route.removeprefix("POST ") for route in PAGE_ACCESS if route.startswith("POST ")]


@pytest.fixture
def ids(admin: Person, member: Person) -> dict[str, object]:
    """Of the member's."""
    post_id = member.post_idea()["id"]
    name = assets.path_of("heed.css").rpartition("/")[2]
    comment_id = comment(member, post_id)["id"]
    headers = {"Content-Type": "image/svg+xml"}
    logo = admin.client.put("/v1/board/logo", content=SVG, headers=headers).json()["logo"].rpartition("/")[2]
    return {
        "post_id": post_id,
        "slug:path": "dark-mode",
        "comment_id": comment_id,
        "user_id": member.id,
        "name": name,
        "logo": logo,
        "number": 0,
    }


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
    if CODE.items() <= FIELDS.get(route, {}).items():
        store_code(superuser, email, **CODE)
    with mail_board() if route in NEED_MAIL else nullcontext(visitor) as client:
        browser = Browser(client)
        if caller != "visitor":
            browser.sign_in(email)
        fields = FIELDS.get(route, {}) | ({"confirmation": email} if route == "POST /settings/erase" else {})
        path = path_for(route, ids)
        shown = browser.send(path, fields, FILES.get(route)) if route.startswith("POST") else browser.open(path)
    assert shown.statuses[0] == status, shown.text


@pytest.fixture
def pages() -> Iterator[FastAPI]:
    app = create_app(load_settings())
    yield create_pages(app.state, 100_000)
    app.state.engine.dispose()


def routes_of(pages: FastAPI) -> set[str]:
    contexts = iter_route_contexts(pages.routes)
    return {f"{method} {each.path}" for each in contexts for method in (each.methods or ()) if method != "HEAD"}


def test_no_page_is_missing(pages: FastAPI) -> None:
    assert routes_of(pages) == set(PAGE_ACCESS)


def test_a_new_page_would_be(pages: FastAPI) -> None:
    seen = routes_of(pages)
    pages.add_api_route("/hidden", lambda: None, methods=["POST"])
    assert routes_of(pages) - seen == {"POST /hidden"}


def test_the_documentation_is_this_table() -> None:
    assert markdown() in (ROOT / "SECURITY.md").read_text(), "renew it from: python -m tests.support.page_access"
    assert all(len(access) == len(COLUMNS) for access in PAGE_ACCESS.values())


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
    "too many": "&".join(f"f{number}=1" for number in range(30)),
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
