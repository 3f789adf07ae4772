"""The addresses of pages, as links have them: below the root path, with a slug that a person can read."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

MAX_SLUG = 60
NO_WORD = re.compile(r"[\W_]+")


def post_path(post_id: int, title: str) -> str:
    slug = slug_of(title)
    return f"/posts/{post_id}/{quote(slug)}" if slug else f"/posts/{post_id}"


def entry_path(entry_id: int, title: str) -> str:
    slug = slug_of(title)
    return f"/changelog/{entry_id}/{quote(slug)}" if slug else f"/changelog/{entry_id}"


def comment_path(post_id: int, title: str, comment_id: int, *, is_first_page: bool) -> str:
    query = "" if is_first_page else f"?from={comment_id}"
    return f"{post_path(post_id, title)}{query}#comment-{comment_id}"


@lru_cache(maxsize=1_000)
def slug_of(title: str) -> str:
    """Words in lower case and any script, with hyphens between; empty for a title of symbols alone."""
    words = NO_WORD.sub("-", unicodedata.normalize("NFKC", title).casefold())
    cut = words.strip("-")[: MAX_SLUG + 1]
    if len(cut) > MAX_SLUG:
        cut = cut.rpartition("-")[0] or cut[:MAX_SLUG]
    return cut.strip("-")
