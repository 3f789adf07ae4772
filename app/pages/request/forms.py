"""What was typed into a form: bounded, checked by the API's own schemas, and kept for when it has to come again."""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from app.db.request import SAFE_METHODS
from app.errors import INVALID_FIELDS, DomainError
from app.http.etag import UNKNOWN_VERSION
from app.http.forms import form_fields
from app.pages.request.same_origin import require_same_origin
from app.request_state import request_state

# Bytes of a value: 20,000 characters of four bytes, each escaped. What is cut is still too long.
LONGEST = 245_000
MOST = 200  # Fields: one for each tag of a post, or each post that an entry of the changelog might name.
Model = TypeVar("Model", bound=BaseModel)


class InvalidForm(DomainError):
    """`faults`: by the name of the field, pydantic's type of error and its context."""

    status = 422

    def __init__(self, faults: dict[str, tuple[str, dict[str, Any]]]) -> None:
        super().__init__(INVALID_FIELDS)
        self.faults = faults


@dataclass
class Form:
    """`template`: the page that shows the form again where what was sent is refused, with these values."""

    typed: dict[str, str]
    template: str | None = None
    values: dict[str, Any] = field(default_factory=dict)

    def shown_by(self, template: str, **values: Any) -> None:
        self.template, self.values = template, values

    def __getitem__(self, name: str) -> str:
        """Empty where the field is missing: then it is refused as an empty one is."""
        return self.typed.get(name, "")

    def checked(self, model: type[Model], *names: str, **values: Any) -> Model:
        """The model of these fields, and of further values. Raises InvalidForm."""
        try:
            return model(**{name: self[name] for name in names}, **values)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            faults = {str(each["loc"][0]): (each["type"], each.get("ctx", {})) for each in found if each["loc"]}
            raise InvalidForm(faults) from None


async def read_form(request: Request) -> Form:
    """Raises CrossSite before anything is read, and HTTPException for what no form of the board sends."""
    if request.method in SAFE_METHODS:
        return Form({})
    require_same_origin(request)
    fields = form_fields(await request.body(), request.headers.getlist("content-type"), longest=LONGEST, most=MOST)
    if any(times > 1 for times in Counter(name for name, _ in fields).values()):
        raise HTTPException(400, "A field is there twice.")
    form = Form({name: value.replace("\r\n", "\n") for name, value in fields})
    request_state(request)["form"] = form
    return form


TypedForm = Annotated[Form, Depends(read_form)]


def new_key() -> str:
    """By which a form that is sent twice is known (once.py)."""
    return secrets.token_urlsafe(12)


def version_of(form: Form) -> int:
    """What was changed from: as `If-Match` on the API. A version that is none matches none."""
    given = form["version"]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else UNKNOWN_VERSION


def id_in(form: Form, name: str) -> int:
    """0, which nothing has, for what is no id."""
    given = form[name]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
