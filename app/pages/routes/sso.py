"""Coming from the team's own product, signed in: by the link that its server has made, with a token in it."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import Connection

from app.auth.sso_queries import user_id_of
from app.auth.sso_sign_in import read_token, sign_in
from app.db.request import DatabaseConnection, write_from_here
from app.http.dependencies import Client, CurrentClient, base_url
from app.pages.request import sessions
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import OpenPage, Page
from app.pages.request.router import PageRouter
from app.pages.request.targets import safe_target
from app.pages.response.caching import not_stored

router = PageRouter()


@router.get("/sso")
async def arrive(
    page: OpenPage,
    db: DatabaseConnection,
    client: CurrentClient,
    token: Annotated[str, Query()] = "",
    to: Annotated[str | None, Query()] = None,
) -> Response:
    """Signs in whom the token names, and leads to the path `to`. The one read that writes, as a product can but link.

    Whoever is signed in already is asked before somebody else takes their place: the link may be a stranger's, who
    would like to have written here what they are about to write.
    """
    target = safe_target(to) or "/"
    if page.viewer:
        assertion = read_token(db, page.settings, token, audience=base_url(page.request, page.settings))
        if user_id_of(db, assertion.iss, assertion.sub) != page.viewer.id:
            shown = page.render("sso.html", token=token, to=target, name=assertion.name, email=assertion.email)
            return without_trace(shown)
    write_from_here(db)
    return begin(page, db, client, token=token, to=target)


@router.post("/sso")
async def change_places(page: OpenPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    return begin(page, db, client, token=form["token"], to=safe_target(form["to"]) or "/")


def begin(page: Page, db: Connection, client: Client, *, token: str, to: str) -> Response:
    audience = base_url(page.request, page.settings)
    signed_in = sign_in(db, page.settings, token, client, audience=audience, for_pages=True)
    return without_trace(sessions.start(page, db, Form({"to": to}), signed_in))


def without_trace(response: Response) -> Response:
    """The token stands in the address of this page, which so is neither kept nor told to any other."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return not_stored(response)
