"""Refusals as pages: they say what happened, and what to do. A form comes again with what was typed into it."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.http.dependencies import path_below_root
from app.http.problems import problem
from app.http.request_state import request_state
from app.languages import N_
from app.pages.request.carried import carried_from
from app.pages.request.forms import Form, InvalidForm
from app.pages.request.language import choose_language
from app.pages.request.page import Page
from app.pages.response.rendering import here

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
    "no-courier": N_("Without mail, the board can't complete ideas at a time to come. Publish it by hand."),
    "no-roadmap": N_("The roadmap has what is planned, started or completed."),
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


FAULTS = {
    "missing": N_("Write something here."),
    "string_too_short": N_("Write a little more."),
    "string_too_long": N_("Shorten this: {max_length} characters fit."),
    "too_short": N_("Write a little more."),
    "too_long": N_("Shorten this: {max_length} characters fit."),
}
# Of rules that no schema can express, by the name of the field.
REFUSED_VALUES = {
    "password": N_("Many people have this password. Choose another."),
    "new_password": N_("Many people have this password. Choose another."),
    "email": N_("This is no e-mail address."),
    "confirmation": N_("This is not your e-mail address."),
}
CANT_BE = N_("This can't be used here.")


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
    known: Page | None = request_state(request).get("page")
    if known is None and "text/html" not in request.headers.get("accept", ""):
        return problem(request, status, detail, type=type, headers=headers, errors=errors)  # No page, and no browser.
    page = known or anonymous(request)
    form: Form | None = request_state(request).get("form")
    _ = page.language.gettext
    code = type.rpartition(":")[2]
    if status == 422 and form is None:
        status = 404 if errors and all(each["pointer"].startswith("path:") for each in errors) else 400
    said = SAID.get(code) or EXPLANATIONS.get(status)
    failure = {"title": _(TITLES.get(status, TITLES[400])), "explanation": _(said) if said else ""}
    if status == 401:
        response = ask_to_sign_in(page, form)
    elif form is not None and form.template is not None:
        marked = {name_of(each["pointer"]): each["pointer"] for each in errors or ()}
        said_of = {name: _(REFUSED_VALUES.get(name, CANT_BE)) for name in marked}
        response = page.render(form.template, status, form=form, failure=failure, errors=said_of, **form.values)
    else:
        post_id = request.path_params.get("post_id") if request.method == "POST" else None
        back = f"/posts/{post_id}" if str(post_id).isdigit() else None
        request_id = request_state(request)["request_id"]
        response = page.render("refusal.html", status, status=status, request_id=request_id, back=back, **failure)
    response.headers.update(headers or {})
    return response


async def on_invalid_form(request: Request, error: Exception) -> Response:
    """The form again, with what is wrong beside each field."""
    assert isinstance(error, InvalidForm)
    state = request_state(request)
    page: Page = state["page"]
    form: Form = state["form"]
    assert form.template is not None, "said before anything is checked"
    _ = page.language.gettext
    errors = {
        name: _(FAULTS[kind], **context) if kind in FAULTS else _(REFUSED_VALUES.get(name, CANT_BE))
        for name, (kind, context) in error.faults.items()
    }
    failure = {"title": _(TITLES[422]), "explanation": _(EXPLANATIONS[422])}
    return page.render(form.template, 422, form=form, failure=failure, errors=errors, **form.values)


def ask_to_sign_in(page: Page, form: Form | None) -> Response:
    """The page for signing in, which takes along what was sent, and then sends it where it was to go."""
    path = path_below_root(page.request.scope)
    if form is None:
        return page.render("sign_in.html", 401, form=Form({}), carried={"to": here(page)}, way="")
    return page.render("sign_in.html", 401, form=Form({}), carried=carried_from(form, path), way="")


def name_of(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def anonymous(request: Request) -> Page:
    """Where the failure came before anybody knew whose page it is."""
    settings = request.app.state.settings
    return Page(request, settings, choose_language(request, settings, None, None))
