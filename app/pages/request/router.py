"""The router of a page's module."""

from collections.abc import Callable
from typing import Any

from fastapi import Depends

from app.http.late_router import LateRouter
from app.http.route import QueryRoute
from app.pages.request.forms import read_form


class PageRouter(LateRouter):
    """`form`: reads what was typed, before the database is asked for anything: so it is not lost where that fails."""

    def __init__(self, *, prefix: str = "", form: Callable[..., Any] = read_form) -> None:
        super().__init__(prefix=prefix, route_class=QueryRoute, dependencies=[Depends(form)])
