"""Refusals as pages: they say what happened, and what to do. A form comes again with what was typed into it."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.board.cache import last_known_board
from app.http.dependencies import path_below_root
from app.http.problems import problem
from app.pages.request.carried import carried_from
from app.pages.request.forms import Form, InvalidForm
from app.pages.request.language import choose_language
from app.pages.request.page import Page
from app.pages.response.messages import failure_of, fault_of
from app.pages.response.rendering import here
from app.request_state import request_state


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
    if status == 422 and errors and all(each["pointer"].startswith("path:") for each in errors):
        status = 404
    elif status == 422 and form is None:
        status = 400
    failure = failure_of(page.language, status, code=type.rpartition(":")[2])
    if status == 401:
        response = ask_to_sign_in(page, form)
    elif form is not None and form.template is not None and status != 500:  # Its template may be what went wrong.
        names = [each["pointer"].rpartition("/")[2] for each in errors or ()]
        faults = {name: fault_of(page.language, name) for name in names}
        response = page.render(form.template, status, form=form, failure=failure, errors=faults, **form.values)
    else:
        response = without_form(page, status, failure)
    response.headers.update(headers or {})
    return response


async def on_invalid_form(request: Request, error: Exception) -> Response:
    """The form again, with what is wrong beside each field."""
    assert isinstance(error, InvalidForm)
    state = request_state(request)
    page: Page = state["page"]
    form: Form = state["form"]
    assert form.template is not None, "said before anything is checked"
    faults = {name: fault_of(page.language, name, *fault) for name, fault in error.faults.items()}
    failure = failure_of(page.language, error.status, code="")
    return page.render(form.template, error.status, form=form, failure=failure, errors=faults, **form.values)


def ask_to_sign_in(page: Page, form: Form | None) -> Response:
    """The page for signing in, which takes along what was sent, and then sends it where it was to go."""
    carried = carried_from(form, path_below_root(page.request.scope)) if form else {"to": here(page)}
    return page.render("sign_in.html", 401, form=Form({}), carried=carried, way="")


def without_form(page: Page, status: int, failure: dict[str, str]) -> Response:
    """Where the page of the form can't be shown. What was written is there to be copied, or to be sent once more."""
    request, state = page.request, request_state(page.request)
    post_id = request.path_params.get("post_id") if request.method == "POST" else None
    return page.render(
        "refusal.html",
        status,
        status=status,
        request_id=state["request_id"],
        back=f"/posts/{post_id}" if str(post_id).isdigit() else None,
        kept=carried_from(state["form"], path_below_root(request.scope)) if "form" in state else {},
        once_more=status in (500, 503),
        **failure,
    )


def anonymous(request: Request) -> Page:
    """Where the failure came before anybody knew whose page it is."""
    settings = request.app.state.settings
    board = last_known_board(request.app.state.engine, settings)
    return Page(request, settings, board, choose_language(request, board, None, None))
