"""From what was uploaded to what is served: of one of four types for certain, bounded, and with nothing else in it.

No picture is decoded here. The files of pixels are taken apart into their chunks and put together again from those that
make the picture, so that what hides beside it (scripts, archives, where a photo was taken) is gone.
"""

import hashlib
from typing import NamedTuple

from app.board.logo.jpeg import clean_jpeg
from app.board.logo.kinds import MAX_BYTES, kind_of
from app.board.logo.png import clean_png
from app.board.logo.refusal import NotALogo
from app.board.logo.svg import clean_svg
from app.board.logo.webp import clean_webp
from app.errors import DomainError, Invalid

CLEAN = {"png": clean_png, "jpg": clean_jpeg, "webp": clean_webp, "svg": clean_svg}
HASH = 20  # Characters: the name is no secret, it only has to change with the file.


class Logo(NamedTuple):
    name: str
    content: bytes


class LogoTooLarge(DomainError):
    status = 413

    def __init__(self) -> None:
        super().__init__(f"A logo has {MAX_BYTES:,} bytes at most.", code="logo-too-large")


def clean_logo(file: bytes, media_type: str | None = None) -> Logo:
    """`media_type`: what its sender calls it, which it then has to be. Raises Invalid, or LogoTooLarge."""
    if len(file) > MAX_BYTES:
        raise LogoTooLarge
    kind = kind_of(file)
    if media_type not in (None, kind.media_type):
        raise Invalid("#/logo", f"is no {media_type}")
    try:
        content = CLEAN[kind.ending](file)
    except NotALogo as error:
        raise Invalid("#/logo", str(error)) from None
    return Logo(f"{hashlib.sha256(content).hexdigest()[:HASH]}.{kind.ending}", content)
