"""What goes out: compressed; everybody's to revalidate or one person's to forget."""

import hashlib

from fastapi import Request, Response

from app.http.compression import compressed
from app.http.etag import known_tags

HTML = "text/html"
VARY = "Accept-Encoding, Accept-Language, Cookie"


def finish(request: Request, html: str, status: int, *, private: bool) -> Response:
    """The response. A visitor who has the page already is answered 304; what is made for one person is not stored."""
    headers = {"Vary": VARY, "Referrer-Policy": "same-origin"}
    if private or status != 200 or request.method != "GET":
        headers["Cache-Control"] = "private, no-store"
        return compressed(request, html.encode(), HTML, headers, status)
    return conditional(request, html.encode(), HTML, headers | {"Cache-Control": "no-cache"})


def share(request: Request, text: str, media_type: str) -> Response:
    """What is the same for everybody, in every language, and may be an hour old."""
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "public, max-age=3600"}
    return conditional(request, text.encode(), media_type, headers)


def conditional(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    # Weak, as the compressed body and the plain one are the same page (RFC 9110 §8.8.3.3).
    headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    if headers["ETag"].removeprefix("W/") in known_tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return compressed(request, body, media_type, headers)


def not_stored(response: Response) -> Response:
    """For a page that is another one as soon as somebody is signed in: going back must not bring it again."""
    response.headers["Cache-Control"] = "no-store"
    return response
