"""Which language a page is in: the person's choice, then the address's, the browser's, and the board's."""

from fastapi import Request

from app.board.queries import CurrentBoard
from app.languages.language import Language, get_language
from app.languages.negotiation import negotiate
from app.models.users import User
from app.pages.request.cookies import read_language


def choose_language(request: Request, board: CurrentBoard, user: User | None, asked: str | None) -> Language:
    """`asked`: as `?lang=` has it. A code that is not one of those that the board offers is none."""
    preferred = (user.language if user else None, asked, read_language(request))
    chosen = next((code for code in preferred if code in board.languages), None)
    wanted = chosen or negotiate(request.headers.get("accept-language", ""), board.languages)
    return get_language(wanted or board.default_language)
