"""The board on the wire."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import LINES, ONE_LINE, Interchangeable, OneLine, Visible
from app.models.enums import Language, SignUp

MAX_INTRO = 2_000
BoardName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=ONE_LINE),
    OneLine,
    Interchangeable,
    Visible,
]
Intro = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_INTRO, pattern=LINES), Interchangeable]
Color = Annotated[str, StringConstraints(to_lower=True, pattern=r"^#[0-9a-fA-F]{6}$")]


def each_once(values: list[Language]) -> list[Language]:
    if len(set(values)) < len(values):
        raise ValueError("must be there once each")
    return values


Languages = Annotated[list[Language], Field(min_length=1, max_length=7), AfterValidator(each_once)]
AS_BEFORE = "Null: as the environment says"


class BoardUpdate(RequestBody):
    """What is sent is changed."""

    name: BoardName | None = Field(None, description=AS_BEFORE, examples=["Example's ideas"])
    intro: Intro = Field("", description="CommonMark, above the list of posts")
    accent_color: Color | None = Field(None, description=AS_BEFORE, examples=["#0f766e"])
    languages: Languages | None = Field(None, description="Those that pages offer. Null: all that there are")
    default_language: Language | None = Field(None, description="Where a browser asks for none. " + AS_BEFORE)
    sign_up: SignUp = Field(
        "open", description="`by_code`: only a mailed code makes an account; `closed`: nothing does"
    )
    approve_first_posts: bool | None = Field(None, description=AS_BEFORE)
    private: bool = Field(False, description="Visitors are shown nothing but the way to sign in")


class BoardRead(ResponseBody):
    """A private board tells a visitor its name alone, and that it is private."""

    name: str
    private: bool
    intro: str | None = Field(default=None, description="CommonMark")
    accent_color: str | None = None
    logo: str | None = Field(default=None, description="Where its file is. The name changes with what is in it")
    languages: list[Language] | None = None
    default_language: Language | None = None
    sign_up: SignUp | None = None
    approve_first_posts: bool | None = None
