"""The page that a request asks for: who is there, in which language, and the ways to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from app.auth.dependencies import require_verified
from app.auth.page_sessions import get_caller_who_writes
from app.auth.queries import SignedInUser, get_caller_by_cookie
from app.auth.tokens import token_hash
from app.board.cache import keep, kept_board
from app.board.queries import CurrentBoard, get_board_and
from app.db.request import SAFE_METHODS, connection_of
from app.errors import DomainError, Forbidden
from app.http.dependencies import link, settings_of
from app.languages.language import Language
from app.models.users import User
from app.pages.request.cookies import read_session
from app.pages.request.language import choose_language
from app.pages.response.rendering import render
from app.request_state import request_state
from app.settings.config import Settings
from app.tags.queries import tags_column


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller, as templates see one. A tuple is only a list there."""

    id: int
    name: str
    email: str
    is_staff: bool
    is_admin: bool
    email_verified: bool
    language: str | None


class SignedOut(DomainError):
    """Somebody has to sign in first. It is no refusal: the page to do so is the answer (response/refusals.py)."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Sign in first.", headers={"WWW-Authenticate": 'Cookie realm="board"'})


@dataclass(slots=True)
class Page:
    request: Request
    settings: Settings
    board: CurrentBoard
    language: Language
    # Those that the caller sees, where the board had to be read: the list of posts, which most visits begin with, needs
    # both, and no statement more for it.
    tags: Sequence[Any] | None = None
    viewer: Viewer | None = None
    user: SignedInUser | None = None  # The viewer's account and session, as the request found them.

    @property
    def private(self) -> bool:
        """Whether it is one person's, and so in nobody's cache."""
        return self.viewer is not None

    def render(self, template: str, status: int = 200, /, **values: Any) -> Response:
        return render(self, template, status, values)

    def see_other(self, path: str) -> Response:
        """303, to a path of the board: what was sent is done, and a reload won't do it again."""
        return RedirectResponse(link(self.request, path), 303)

    def member(self) -> SignedInUser:
        """Raises SignedOut."""
        if self.user is None:
            raise SignedOut
        return self.user

    def admin(self) -> User:
        """Raises SignedOut, or Forbidden."""
        user = self.member()
        if user.role != "admin":
            raise Forbidden("Only an admin may do this.")
        return user

    def staff(self) -> User:
        """Raises SignedOut, or Forbidden."""
        user = self.member()
        if not user.is_staff:
            raise Forbidden("Only staff may do this.")
        return user

    def verified_member(self) -> User:
        """Who may add to the board. Raises SignedOut, or Forbidden."""
        user = self.member()
        require_verified(user, self.settings)
        return user


async def get_open_page(request: Request, lang: Annotated[str | None, Query(max_length=20)] = None) -> Page:
    db, settings = connection_of(request), settings_of(request)
    token = read_session(request)
    user = find_caller(db, request, token) if token else None
    board, tags = kept_board(db), None
    if board is None:
        board, tags = get_board_and(db, settings, tags_column(user))
        keep(db, board)
    language = choose_language(request, board, user, lang)
    page = Page(request, settings, board, language, tags, user=user)
    state = request_state(request)
    if user is not None:
        page.viewer = viewer_of(user)
        state["user_id"], state["session_id"] = user.id, user.session_id
    state["page"] = page
    return page


def viewer_of(user: User) -> Viewer:
    return Viewer(
        id=user.id,
        name=user.name,
        email=str(user.email),
        is_staff=user.is_staff,
        is_admin=user.role == "admin",
        email_verified=user.email_verified,
        language=user.language,
    )


def find_caller(db: Connection, request: Request, token: str) -> SignedInUser | None:
    """A write also notes that the session is used; a read writes nothing."""
    find = get_caller_by_cookie if request.method in SAFE_METHODS else get_caller_who_writes
    return find(db, token_hash(token))


# A page that a visitor may see on a private board: it leads to a sign-in, or has nothing of anybody's.
OpenPage = Annotated[Page, Depends(get_open_page)]


async def get_page(page: OpenPage) -> Page:
    """Raises SignedOut for a visitor who reads a private board. Who writes is asked to sign in by the route, which has
    read the form by then, so that nothing typed is lost."""
    if page.board.private and page.user is None and page.request.method in SAFE_METHODS:
        raise SignedOut
    return page


CurrentPage = Annotated[Page, Depends(get_page)]
