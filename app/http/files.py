"""Files that the app serves from its own folders, in the coding that the client takes.

The build leaves a `.br` and a `.gz` beside each (infra/build/compression.py). In a checkout there is neither, and
a file is zipped when it is first asked for.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fastapi import Request, Response

from app.http.compression import accepts
from app.http.etag import known_tags

MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
CODINGS = {"br": ".br", "gzip": ".gz"}  # By preference.


class File(NamedTuple):
    media_type: str
    bodies: dict[str, bytes]  # By content coding; `identity` is always there.


@cache
def read(path: Path) -> File:
    bodies = {}
    for coding, suffix in CODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.exists():
            bodies[coding] = compressed.read_bytes()
    content = path.read_bytes()
    bodies.setdefault("gzip", gzip.compress(content, mtime=0))
    return File(MEDIA_TYPES[path.suffix], bodies | {"identity": content})


def respond(request: Request, path: Path, cache_control: str) -> Response:
    file = read(path)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": cache_control}
    coding = next((each for each in CODINGS if each in file.bodies and accepts(request, each)), "identity")
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return Response(file.bodies[coding], media_type=file.media_type, headers=headers)


def revalidated(request: Request, path: Path, cache_control: str) -> Response:
    """For a name under which the content changes: who has it already is answered 304."""
    response = respond(request, path, cache_control)
    tag = f'"{hashlib.sha256(read(path).bodies["identity"]).hexdigest()[:20]}"'
    response.headers["ETag"] = f"W/{tag}"  # Weak, as the codings are one file (RFC 9110 §8.8.3.3).
    if tag in known_tags(request.headers.get("if-none-match", "")):
        headers = {name: value for name, value in response.headers.items() if name in KEPT}
        return Response(status_code=304, headers=headers)
    return response


KEPT = ("cache-control", "etag", "vary")  # By a 304 (RFC 9110 §15.4.5).
