"""The types of events, and the patterns that choose among them."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

EventType = Literal[
    "post.created",
    "post.pending",
    "post.updated",
    "post.hidden",
    "post.shown",
    "post.deleted",
    "post.status_changed",
    "post.merged",
    "post.unmerged",
    "vote.created",
    "vote.deleted",
    "comment.created",
    "comment.updated",
    "comment.hidden",
    "comment.shown",
    "comment.deleted",
    "changelog.published",
    "changelog.updated",
    "changelog.withdrawn",
    "changelog.deleted",
    "user.erased",
]
TYPES: tuple[str, ...] = get_args(EventType)
FAMILIES = tuple(dict.fromkeys(f"{name.partition('.')[0]}.*" for name in TYPES))
PATTERN = re.compile(r"\*|[a-z]+\.(\*|[a-z_]+)")
# Whether a row of `events` is of one of the patterns; to be formatted with what makes an array of them.
MATCHES = """EXISTS (
    SELECT FROM unnest({patterns}) AS pattern
    WHERE type = pattern OR right(pattern, 1) = '*' AND starts_with(type, rtrim(pattern, '*'))
)"""


def known_pattern(value: str) -> str:
    if value not in ("*", *FAMILIES, *TYPES):
        raise ValueError(f"must be `*`, one of {', '.join(FAMILIES)}, or the name of an event")
    return value


Pattern = Annotated[
    str,
    Field(max_length=50, pattern=rf"^({PATTERN.pattern})$", examples=["post.*"]),
    AfterValidator(known_pattern),
]
