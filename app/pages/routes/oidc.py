"""Signing in by OpenID Connect: away to the provider, back from it, and a page that waits for the courier."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Response

from app.db.request import DatabaseConnection, write_from_here
from app.errors import NotFound
from app.http.dependencies import CurrentClient, link
from app.oidc import changes, sign_in
from app.oidc.browsers import TOKEN, hash_of, new_token
from app.oidc.errors import OIDCRefused
from app.oidc.queries import Begun, get_begun
from app.pages.request import sessions
from app.pages.request.carried import carried_action, carried_on, target_after
from app.pages.request.cookies import read_elsewhere, set_elsewhere
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import OpenPage, Page, viewer_of
from app.pages.request.router import PageRouter
from app.pages.response.caching import not_stored
from app.pages.routes.sign_in import SIGN_IN
from app.request_state import request_state

LINKING = "settings/oidc.html"
LINKED = "/settings/oidc?done=1"
PATIENCE = changes.PATIENCE.total_seconds()
LOOKS_AGAIN_AFTER = 2  # Seconds.
LONGEST_CODE, LONGEST_WORD = 4_000, 255

router = PageRouter()


async def get_offering_page(page: OpenPage) -> Page:
    """Raises NotFound where the board has no provider."""
    if not page.settings.has_oidc:
        raise NotFound("page")
    return page


OfferingPage = Annotated[Page, Depends(get_offering_page)]
Parameter = Annotated[str, Query(max_length=LONGEST_WORD)]


@router.post("/sign-in/oidc")
async def go(page: OfferingPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    carried = carried_on(form)
    form.shown_by(SIGN_IN, carried=carried, way="")
    return away(page, db, client, carried=carried)


@router.get("/sign-in/oidc")
async def show_sign_in_again(page: OfferingPage) -> Response:
    """The form is sent here. Who comes without one starts at the page that has it."""
    return page.see_other("/sign-in")


def away(
    page: Page, db: DatabaseConnection, client: CurrentClient, *, carried: dict[str, str], user_id: int | None = None
) -> Response:
    """A page that goes on by itself, and no redirect: the policy lets forms lead nowhere but to the board, and would
    stop one on its way to the provider, or from there to another."""
    browser = read_elsewhere(page.request) or new_token()
    url = sign_in.go(db, page.settings, client, browser=browser, carried=carried, user_id=user_id)
    response = not_stored(page.render("oidc_away.html", url=url))
    response.headers["Refresh"] = f"0; url={url}"
    set_elsewhere(page.request, response, browser, int(changes.LIFETIME.total_seconds()))
    return response


@router.get("/sign-in/oidc/callback")
async def come_back(
    page: OfferingPage,
    db: DatabaseConnection,
    state: Parameter = "",
    code: Annotated[str, Query(max_length=LONGEST_CODE)] = "",
    iss: Annotated[str | None, Query(max_length=LONGEST_WORD)] = None,
    error: Parameter = "",
) -> Response:
    """Whoever opens its address again only sees how far the sign-in is."""
    found = find_begun(page, db, state)
    if page.viewer and found is None:
        return page.see_other("/")  # It has ended well.
    browser, begun = required(page, found)
    if begun.waited is None:
        write_from_here(db)
        if error or not (code.isascii() and code.isprintable() and code):
            changes.end(db, state=hash_of(state), browser=hash_of(browser))
            raise OIDCRefused("oidc-cancelled" if error == "access_denied" else "oidc-untrusted")
        sign_in.come_back(db, page.settings, browser=browser, state=state, code=code, issuer=iss)
    return page.see_other(finish_path(state))


@router.get("/sign-in/oidc/finish")
async def finish(page: OfferingPage, db: DatabaseConnection, client: CurrentClient, state: Parameter = "") -> Response:
    """Signs in as soon as the provider's answer is there. Until then the page asks again by itself, scriptless."""
    found = find_begun(page, db, state)
    if page.viewer and found is None:
        return page.see_other("/")  # It has ended well, in another tab.
    browser, begun = required(page, found)
    if begun.answer is None and begun.waited is not None and begun.waited < PATIENCE:
        return waiting(page, state)
    write_from_here(db)
    viewer_id = page.viewer.id if page.viewer else None
    ended = sign_in.finish(db, page.settings, client, browser=browser, state=state, viewer_id=viewer_id)
    if ended is None:
        return waiting(page, state)
    if ended.signed_in is None:
        return page.see_other(LINKED)
    page.viewer = viewer_of(ended.user)
    return sessions.keep(page, db, onward(page, Form(begun.carried)), ended.signed_in)


def find_begun(page: Page, db: DatabaseConnection, state: str) -> tuple[str, Begun] | None:
    """The token of this browser, and the sign-in that it has begun with this state."""
    browser = read_elsewhere(page.request)
    if browser is None or not TOKEN.fullmatch(state):
        return None
    begun = get_begun(db, state=hash_of(state), browser=hash_of(browser))
    return None if begun is None else (browser, begun)


def required(page: Page, found: tuple[str, Begun] | None) -> tuple[str, Begun]:
    """What is refused from now on is said on the page that the sign-in began from, with what came along. Raises
    OIDCRefused for a state of another browser, one that has ended, and none at all."""
    form = Form({})
    form.shown_by(SIGN_IN, carried=found[1].carried if found else {}, way="")
    request_state(page.request)["form"] = form
    if found is None:
        raise OIDCRefused("oidc-over")
    if found[1].user_id is not None:
        form.shown_by(LINKING, linked=[])
    return found


def waiting(page: Page, state: str) -> Response:
    path = link(page.request, finish_path(state))
    response = not_stored(page.render("oidc_waiting.html", again=path))
    response.headers["Refresh"] = f"{LOOKS_AGAIN_AFTER}; url={path}"
    return response


def finish_path(state: str) -> str:
    return f"/sign-in/oidc/finish?{urlencode({'state': state})}"


def onward(page: Page, carried: Form) -> Response:
    """To where the person wanted to go; or to what they sent before they were asked to sign in, which a button sends:
    this is the answer to a GET, so no redirect could have it sent again."""
    if carried_action(carried) is None:
        return page.see_other(target_after(carried))
    return not_stored(page.render("oidc_signed_in.html", carried=carried_on(carried)))
