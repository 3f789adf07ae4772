"""ETags from a row's version and the bytes of its answer, and what conditional requests make of them (RFC 9110 §13).

`"<version>-<hash>"`: the hash makes it a strong tag of exactly this answer, counts and caller's vote included; the
version is what a writer could overwrite. `If-None-Match` compares the whole tag, `If-Match` the version: a vote in
between is no reason to refuse an edit. Neither takes another query.
"""

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response

UNKNOWN_VERSION = -1
MAX_LENGTH = 1_000  # Of a list of tags; one of ours has at most 28 characters.


def set_version(request: Request, version: int) -> None:
    """Called by a route that answers with one resource: its answer gets an ETag."""
    request.state.version = version


def tag(request: Request, response: Response) -> Response:
    """The answer with its ETag, or 304 in its place where the caller has it already."""
    version = getattr(request.state, "version", None)
    if version is None or response.status_code not in (200, 201):
        return response
    etag = f'"{version}-{hashlib.sha256(bytes(response.body)).hexdigest()[:16]}"'
    response.headers["ETag"] = etag
    known = known_tags(request.headers.get("if-none-match", ""))
    if request.method == "GET" and (etag in known or "*" in known):
        kept = {
            name: value for name, value in response.headers.items() if name not in ("content-length", "content-type")
        }
        return Response(status_code=304, headers=kept)
    return response


def known_tags(if_none_match: str) -> list[str]:
    """None of a list that is too long to be one of ours: to answer in full is always right."""
    if len(if_none_match) > MAX_LENGTH:
        return []
    return [each.strip().removeprefix("W/") for each in if_none_match.split(",")]


async def expected_version(
    if_match: Annotated[
        str | None, Header(max_length=MAX_LENGTH, description="An ETag: answer 412 if it is out of date")
    ] = None,
) -> int | None:
    """The version that `If-Match` asks for; None where any will do. A tag that is not ours matches nothing."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'"(0|[1-9][0-9]{0,8})-[0-9a-f]{16}"', if_match.strip())
    return int(found[1]) if found else UNKNOWN_VERSION


ExpectedVersion = Annotated[int | None, Depends(expected_version)]
