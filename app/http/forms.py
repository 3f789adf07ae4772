"""Forms as browsers and OAuth clients send them: the one kind that is urlencoded, bounded before it is decoded."""

import re
from collections.abc import Sequence
from urllib.parse import unquote_plus

from starlette.exceptions import HTTPException

# In UTF-8, as RFC 6749 has it (appendix B).
FORM = re.compile(r'application/x-www-form-urlencoded *(; *(charset *= *("utf-8"|utf-8) *)?)?', re.IGNORECASE)
MAX_FIELDS = 20  # OAuth's grants have five at most, and a client may send a few of its own.


def form_fields(
    body: bytes, content_types: Sequence[str], *, longest: int, most: int = MAX_FIELDS
) -> list[tuple[str, str]]:
    """Name and value of each field. Raises HTTPException for another kind of form, before anything of it is decoded (in
    a multipart form, each field may name a character set, of which some take seconds), and for too many fields.

    `longest`: the bytes of a name or value that are decoded. What is longer is cut, and must still be too long then.
    `most`: fields.
    """
    if body and not FORM.fullmatch(",".join(content_types).strip()):
        raise HTTPException(400, "Send a form with `Content-Type: application/x-www-form-urlencoded`.")
    fields = body.split(b"&", most)
    if len(fields) > most:
        raise HTTPException(400, f"A form has at most {most} fields here.")
    pairs = (field.partition(b"=") for field in fields if field)
    return [(decoded(name[:longest]), decoded(value[:longest])) for name, _, value in pairs]


def decoded(text: bytes) -> str:
    return unquote_plus(text.decode("latin-1"))
