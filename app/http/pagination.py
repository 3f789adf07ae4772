"""Keyset pagination: the dependency that a list takes, the page that it returns, and the `Link` to the next one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from pydantic import BeforeValidator, Field

from app.http.bodies import ResponseBody
from app.http.cursors import decode_cursor, encode_cursor
from app.http.dependencies import link, path_below_root
from app.http.fields import decimal_digits
from app.http.route import known_query

Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(decimal_digits), Query(description="Items per page")]
Cursor = Annotated[str | None, Query(max_length=1_000, description="`next` of the page before")]

# Characters of the texts of one page. Lambda answers with 6 MB at most, and JSON within its JSON takes up to four bytes
# for each: an emoji, or a quotation mark.
MOST_TEXT = 1_400_000

Item = TypeVar("Item")


class Page(ResponseBody, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="The cursor of the next page; null on the last")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The page that a request asks for. The cursor is decoded where it is used, so that 401, 403 and 422 come first."""

    request: Request
    response: Response
    limit: int
    cursor: str | None

    def position(self) -> list[str] | None:
        """The last page's end, as text, in the order of the list's key; None at the start. Raises InvalidCursor."""
        return None if self.cursor is None else decode_cursor(self.request, self.cursor)

    def last_id(self) -> int:
        """The end of the last page of a list in the order of ids; 0 at the start. Raises InvalidCursor."""
        [last] = self.position() or ["0"]
        return int(last)

    def page(self, rows: Sequence[Any], *key: str, size: Callable[[Any], int] | None = None) -> dict[str, Any]:
        """The page of these rows, of which the query read one more than `limit` where the list goes on.

        `key`: the attributes that the list is ordered by, the last one unique. `size`: the characters of a row's texts,
        where `limit` of them may be more than a response holds; the page ends before that.
        """
        most = self.limit
        if size is not None:
            most = min(most, sum(end <= MOST_TEXT for end in accumulate(map(size, rows))))
        items, cursor = rows[:most], None
        if len(rows) > most:
            cursor = encode_cursor(self.request, [getattr(items[-1], name) for name in key])
            self.response.headers["Link"] = f'<{self.path(cursor)}>; rel="next"'
        return {"items": items, "next": cursor}

    def path(self, cursor: str | None) -> str:
        """This list from there on, or from its start, with the same filters."""
        query = [(name, value) for name, value in known_query(self.request) if name != "cursor"]
        query += [("cursor", cursor)] if cursor is not None else []
        path = link(self.request, path_below_root(self.request.scope))
        return f"{path}?{urlencode(query)}" if query else path

    def around(self, page: dict[str, Any]) -> dict[str, str | None]:
        """What leads away from a page: to the `first`, from any other, and to the `next`, where there is one."""
        first = None if self.cursor is None else self.path(None)
        return {"first": first, "next": None if page["next"] is None else self.path(page["next"])}


async def get_page_request(
    request: Request, response: Response, limit: Limit = 20, cursor: Cursor = None
) -> PageRequest:
    return PageRequest(request, response, limit, cursor)


Paging = Annotated[PageRequest, Depends(get_page_request)]
