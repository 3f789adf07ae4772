"""Refusals as pages: they say what happened, and what to do. A form comes again with what was typed into it."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.http.dependencies import link
from app.http.request_state import request_state
from app.languages import Language, N_, get_language
from app.languages.negotiation import negotiate, of_board
from app.pages.request.page import Page

# What a person is told, by the code of a refusal or, where it has none of these, by its status.
SAID = {
    "votes-closed": N_("This idea takes no more votes: it is answered, locked, or merged into another."),
    "comments-closed": N_("This idea takes no more comments: it is locked, or merged into another."),
    "email-unverified": N_("Verify your e-mail address first, in your settings."),
    "cross-site": N_("This was sent from another site, so it was not done. Do it again on this page."),
    "too-many": N_("That was a lot at once. Wait a little, and try again."),
    "wrong-credentials": N_("The e-mail address or the password is wrong."),
    "email-code": N_("This code is wrong, or no longer good. Ask for a new one."),
    "email-taken": N_("This e-mail address has an account already."),
    "email-changed": N_("The address was changed meanwhile. Load the page again."),
    "current-password": N_("Enter your current password, or sign in again with a mailed code."),
    "mail-off": N_("This board sends no mail. Sign in with a password."),
    "last-admin": N_("You are the last admin. Make somebody else admin first."),
    "has-duplicates": N_("Other ideas were merged into this one, so it can't be deleted."),
    "setup-token": N_("This setup token is wrong, or was used already."),
    "cursor": N_("This page of the list is no longer there. Start from the first."),
}
TITLES = {
    400: N_("That address is not right"),
    401: N_("Sign in first"),
    403: N_("You may not do this"),
    404: N_("There is nothing here"),
    405: N_("This can't be done here"),
    409: N_("This doesn't work any more"),
    410: N_("This is gone"),
    412: N_("Somebody was faster"),
    413: N_("That is too much"),
    415: N_("This form can't be read"),
    422: N_("Something is not right yet"),
    429: N_("Not so fast"),
    500: N_("Something went wrong on our side"),
    503: N_("Back in a moment"),
}
EXPLANATIONS = {
    400: N_("The address has something in it that can't be. Start again from the board."),
    403: N_("Only its author or the team may do that."),
    404: N_("The idea or page may have been deleted, hidden or never been here."),
    409: N_("It has changed since you opened the page. Load it again."),
    410: N_("It was deleted."),
    412: N_("It has changed since you opened it. Your text is below, beside what is there now."),
    413: N_("Shorten the text, and send it again."),
    422: N_("Look at what is marked below."),
    500: N_("It has been noted. Try again, and tell the team this number if it stays:"),
    503: N_("The board can't reach its data right now. Nothing you typed is lost: try again in a few seconds."),
}


def refuse(
    request: Request,
    status: int,
    detail: str,
    *,
    type: str = "about:blank",
    headers: Mapping[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    """`detail` is for programs; what people read is here, and so in their language."""
    page = request_state(request).get("page") or anonymous(request)
    if status == 422 and request.method == "GET":
        status = 400  # No form, but an address.
    code = type.rpartition(":")[2]
    said = SAID.get(code) or EXPLANATIONS.get(status) or ""
    response = page.render(
        "refusal.html",
        status,
        title=page.language.gettext(TITLES.get(status, TITLES[400])),
        explanation=page.language.gettext(said) if said else "",
        request_id=request_state(request)["request_id"],
    )
    response.headers.update(headers or {})
    return response


def anonymous(request: Request) -> Page:
    """Where the failure came before anybody knew whose page it is."""
    settings = request.app.state.settings
    code = negotiate(request.headers.get("accept-language", "")) or of_board(settings.language)
    return Page(request, settings, get_language(code))
