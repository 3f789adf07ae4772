"""How a session of pages starts and ends for the browser that asks."""

from fastapi import Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from app.auth.changes import end_session
from app.auth.new_sessions import SignedIn
from app.http.dependencies import link
from app.pages.request.carried import carried_action, target_after
from app.pages.request.cookies import delete_session, set_session
from app.pages.request.forms import Form
from app.pages.request.page import Page


def start(page: Page, db: Connection, form: Form, signed_in: SignedIn) -> Response:
    """The cookie, and the way on: to where the person wanted to go; or with what they sent before they were asked to
    sign in, which 307 has the browser send again (RFC 9110 §15.4.8)."""
    action = carried_action(form)
    response = RedirectResponse(link(page.request, action), 307) if action else page.see_other(target_after(form))
    return keep(page, db, response, signed_in)


def keep(page: Page, db: Connection, response: Response, signed_in: SignedIn) -> Response:
    """The response, with the cookie. A session that the browser had before would have none any more, so it ends."""
    if page.user is not None:
        end_session(db, page.user.session_id)
    set_session(page.request, response, signed_in.token, page.settings.refresh_token_days * 86_400)
    return response


def end(page: Page, db: Connection) -> Response:
    """Also where the session has ended already: then what is left is its cookie."""
    if page.user is not None:
        end_session(db, page.user.session_id)
    response = page.see_other("/")
    delete_session(page.request, response)
    return response
