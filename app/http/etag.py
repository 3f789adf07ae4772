"""ETags, and the conditional requests that use them (RFC 9110 §13).

An ETag is `"<version>-<hash>"`. The hash of the response's body makes it a strong one, which covers the counts and the
caller's vote; the version counts what an edit could overwrite. `If-None-Match` compares the whole tag and `If-Match`
the version alone, because a vote in between is no reason to reject an edit. Neither takes a further query.
"""

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from app.request_state import request_state

UNKNOWN_VERSION = -1
MAX_LENGTH = 1_000  # Of a list of tags; one of ours has at most 28 characters.


def set_version(request: Request, version: int) -> None:
    """Gives the response an ETag. A route calls it whose response is one resource."""
    request_state(request)["version"] = version


def add_etag(request: Request, response: Response) -> Response:
    """Returns the response with its ETag, or 304 where the client has it already."""
    version = request_state(request).get("version")
    if version is None:
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
    """The version in `If-Match`, or None where any version matches. A tag of another form matches none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'"(0|[1-9][0-9]{0,8})-[0-9a-f]{16}"', if_match.strip())
    return int(found[1]) if found else UNKNOWN_VERSION


ExpectedVersion = Annotated[int | None, Depends(expected_version)]
