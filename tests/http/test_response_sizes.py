"""No answer is larger than Lambda's 6 MB, on a board whose texts are as long as they may be, and take the most."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, insert

from app.models.comments import comments
from app.models.posts import posts
from app.models.status_history import status_history
from tests.support.browsing import Browser
from tests.support.gateway import GatewayTransport, Handler
from tests.support.people import Person

pytestmark = pytest.mark.no_cover  # It takes much longer then, and other tests reach the same lines.
LARGEST = 6_291_556  # Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LONGEST = 10_000
# In JSON, in HTML, and as Markdown that is just let through.
TEXTS = {
    "quotes": '"' * LONGEST,
    "ampersands": "&" * LONGEST,
    "emoji": "🙂" * LONGEST,
    "headings": ("#a\n# a\n" * LONGEST)[:LONGEST],
    "lists": "*\n+\n" * 650 + "a" * 7_400,
    "lists and quotes": "-\n>\n" * 565 + "a" * 7_740,
    "addresses": "a@b.c " * 920 + "a" * 4_480,
}


def fill(superuser: Engine, text: str) -> None:
    """A post with what its page shows of each; and more in its list and in the queue than a page has.

    All rows of a table in one statement: of each longer than 8 KB, pg8000 sends the end some 25 ms later.
    """
    text = text.strip()
    row = {"author_id": 1, "title": "Dark mode", "content": text, "response": text}
    waiting = {**row, "visibility": "pending", "published_at": None}
    with superuser.begin() as db:
        db.execute(insert(posts).values([row] * 100))
        db.execute(insert(posts).values([waiting] * 100))
        change = {"post_id": 1, "actor_id": 1, "status": "planned", "response": text}
        db.execute(insert(status_history).values([change] * 100))
        db.execute(insert(comments).values([{"post_id": 1, "author_id": 1, "content": text}] * 101))


def sizes(handler: Handler, admin: Person) -> dict[str, int]:
    """Of each answer as Lambda gets it, by its path; for clients that take nothing compressed."""
    found: dict[str, int] = {}

    def measured(event: dict[str, Any], context: Any) -> dict[str, Any]:
        answer = handler(event, context)
        found[event["rawPath"]] = len(json.dumps(answer, ensure_ascii=False).encode())
        assert answer["statusCode"] < 400, answer["body"]
        return answer

    plain = {"Accept-Encoding": "identity"}
    way = httpx.Client(transport=GatewayTransport(measured), base_url=admin.client.base_url)
    browser = Browser(way, **plain)
    browser.sign_in(admin.email)
    for path in ("/posts/1", "/admin/pending?limit=100", "/?limit=100"):
        browser.open(path)
    for path in ("/v1/posts", "/v1/posts/1/comments", "/v1/posts/1/history"):
        headers = {**plain, "Authorization": admin.client.headers["Authorization"]}
        way.get(path, params={"limit": 100}, headers=headers)
    way.get("/feed.atom", headers=plain)
    return found


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_answer_fits(handler: Handler, admin: Person, superuser: Engine, text: str) -> None:
    fill(superuser, text)
    found = sizes(handler, admin)
    assert max(found.values()) <= LARGEST, found


def test_a_list_goes_on_where_its_texts_are_too_long(admin: Person, superuser: Engine) -> None:
    fill(superuser, TEXTS["quotes"])
    first = admin.client.get("/v1/posts?sort=newest&limit=100&visibility=public")
    rest = admin.client.get(first.links["next"]["url"])
    found = [[post["id"] for post in answer.json()["items"]] for answer in (first, rest)]
    assert (len(found[0]), found[0] + found[1]) == (70, list(range(100, 0, -1)))
    assert (first.json()["next"] is None, rest.json()["next"]) == (False, None)
