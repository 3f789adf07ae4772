"""Every route × every kind of caller: the exact status, from the table in tests/support/access.py."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.main import create_app
from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import ROOT, load_settings
from tests.support.access import ACCESS, COLUMNS, NOBODYS, markdown
from tests.support.changelog import set_status, write_entry
from tests.support.codes import mail_board, store_code
from tests.support.comments import comment
from tests.support.kept_boards import KeptBoards
from tests.support.keys import make_key
from tests.support.logos import SVG
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.routes import routes_of
from tests.support.tags import add_tag
from tests.support.webhooks import an_endpoint

TOKEN = {"token": make_token(load_settings(), Unsubscription(1, "digest"))}
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/users": {"json": {"email": "new@example.com", "name": "New", "password": PASSWORD}},
    "PATCH /v1/users/me": {"json": {"name": "Another"}},
    "PATCH /v1/users/me/notifications": {"json": {"comments": "never"}},
    "GET /v1/unsubscribe": {"params": TOKEN},
    "POST /v1/unsubscribe": {"params": TOKEN},
    "PUT /v1/users/me/password": {"json": {"current_password": PASSWORD, "new_password": "another horse battery"}},
    "PATCH /v1/users/{user_id}": {"json": {"role": "admin"}},
    "PUT /v1/users/me/email": {"json": {"code_id": "the-callers", "code": "123456", "current_password": PASSWORD}},
    "POST /v1/auth/revoke": {"data": {"token": "unknown"}},
    "POST /v1/posts": {"json": {"title": "Dark mode"}},
    "GET /v1/posts/similar": {"params": {"title": "Dark mode"}},
    "PUT /v1/posts/{post_id}/merge": {"json": {"into": 1}},
    "PATCH /v1/posts/{post_id}": {"json": {"title": "Light mode"}},
    "POST /v1/posts/{post_id}/comments": {"json": {"content": "Yes, please."}},
    "PATCH /v1/comments/{comment_id}": {"json": {"content": "No, thanks."}},
    "POST /v1/posts/{post_id}/votes": {"json": {"email": "grace@example.com"}},
    "PUT /v1/posts/{post_id}/status": {"json": {"status": "planned"}},
    "PUT /v1/roadmap/{post_id}": {"json": {"index": 0}},
    "POST /v1/changelog": {"json": {"title": "Dark mode", "content": "It is here.", "published_at": "now"}},
    "PATCH /v1/changelog/{entry_id}": {"json": {"title": "Night mode"}},
    "POST /v1/tags": {"json": {"slug": "android", "name": "Android"}},
    "POST /v1/keys": {"json": {"name": "Support desk", "scopes": ["read"]}},
    "PATCH /v1/board": {"json": {"name": "Ideas"}},
    "PUT /v1/board/logo": {"content": SVG, "headers": {"Content-Type": "image/svg+xml"}},
    "POST /v1/webhooks": {"json": {"url": "https://example.com/heed", "events": ["*"]}},
    "PATCH /v1/webhooks/{webhook_id}": {"json": {"active": True}},
    "PATCH /v1/tags/{slug}": {"json": {"name": "In the browser"}},
}
CASES = [
    pytest.param(route, kind, status, id=f"{route} {kind}")
    for route, access in ACCESS.items()
    for kind, status in access._asdict().items()
    if status is not NOBODYS
]


CHANGES = {"moderator": {"role": "moderator"}, "admin": {"role": "admin"}, "disabled": {"status": "disabled"}}


class Board(NamedTuple):
    stranger: Person  # Whose post, comment, session and account somebody else has a try at.
    caller: Person | None


def fill(people: People, kind: str) -> Board:
    admin, stranger = people.join("Admin"), people.join("Member")
    add_tag(admin, "web")
    make_key(admin)
    write_entry(admin, published_at="now")
    an_endpoint(admin)
    admin.post_idea("The original")
    somebodys = stranger.post_idea("Somebody's")["id"]
    comment(stranger, somebodys)
    set_status(admin, somebodys, "planned")
    if kind == "visitor":
        return Board(stranger, None)
    caller = people.join("Caller")
    comment(caller, caller.post_idea("The caller's")["id"])
    if kind in CHANGES:
        assert admin.client.patch(f"/v1/users/{caller.id}", json=CHANGES[kind]).status_code == 200
    return Board(stranger, caller)


@pytest.mark.parametrize(("route", "kind", "status"), CASES)
def test_access(
    route: str,
    kind: str,
    status: int,
    kept_boards: KeptBoards,
    people: People,
    visitor: httpx.Client,
    superuser: Engine,
) -> None:
    stranger, caller = kept_boards.board(f"access_{kind}", partial(fill, people, kind))
    method, path = route.split()
    owner = caller if caller and kind in ("member", "disabled") else stranger
    sessions = stranger.client.get("/v1/auth/sessions") if owner is stranger else owner.client.get("/v1/auth/sessions")
    ids = {
        "user_id": owner.id,
        "post_id": 3 if owner is caller else 2,
        "comment_id": 2 if owner is caller else 1,
        "slug": "web",
        "entry_id": 1,
        "session_id": sessions.json()["items"][0]["id"] if sessions.is_success else 1,
        "key_id": 1,
        "path": "swagger-ui.css",
        "webhook_id": 1,
        "delivery_id": 1,
        "language": "de",
    }
    if route == "DELETE /v1/posts/{post_id}/votes/{user_id}":
        ids["user_id"] = 1  # Has no vote there; an author's own is nobody's to take back.
    if route == "PUT /v1/users/me/email":
        store_code(superuser, (caller or owner).email, code_id="the-callers", code="123456")
    credentials = {"grant_type": "password", "username": owner.email, "password": PASSWORD}
    body = {"data": credentials} if route == "POST /v1/auth/token" else BODIES.get(route, {})
    client = caller.client if caller else visitor
    if route == "POST /v1/auth/codes":  # There are none on a board that sends no mail, as the others' is.
        with mail_board() as mailing:
            answer = mailing.post(path, json={"email": owner.email}, headers=client.headers)
    else:
        answer = client.request(method, path.format(**ids), **body)
    assert answer.status_code == status, answer.text
    if status in (401, 403, 404):
        assert_problem(answer, status)
    if status == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.fixture
def app() -> Iterator[FastAPI]:
    app = create_app(load_settings())
    yield app
    app.state.engine.dispose()


def test_no_route_is_missing(app: FastAPI) -> None:
    assert routes_of(app) == set(ACCESS)


def test_a_new_route_would_be(app: FastAPI) -> None:
    """That the comparison sees routes of every kind: of a router, of the app, hidden from the contract, mounted."""
    seen = routes_of(app)
    assert {"GET /v1/posts", "GET /docs", "GET /openapi.json", "GET /docs/assets/{path}", "GET /health"} <= seen
    app.add_api_route("/hidden", lambda: None, methods=["PUT"], include_in_schema=False)
    assert routes_of(app) - seen == {"PUT /hidden"}


def test_the_documentation_is_this_table() -> None:
    assert markdown() in (ROOT / "SECURITY.md").read_text(), "renew it from: python -m tests.support.access"
    assert all(len(access) == len(COLUMNS) for access in ACCESS.values())
