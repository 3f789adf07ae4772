"""Which language a page is in: the person's choice, then the address's, the browser's, and the board's."""

from fastapi import Request

from app.languages import CODES
from app.languages.language import Language, get_language
from app.languages.negotiation import negotiate, of_board
from app.models import User
from app.pages.request.cookies import read_language
from app.settings.config import Settings


def choose_language(request: Request, settings: Settings, user: User | None, asked: str | None) -> Language:
    """`asked`: as `?lang=` has it. A code that is not one of the board's languages is none."""
    preferred = (user.language if user else None, asked, read_language(request))
    chosen = next((code for code in preferred if code in CODES), None)
    return get_language(chosen or negotiate(request.headers.get("accept-language", "")) or of_board(settings.language))
