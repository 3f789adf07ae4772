"""A post with more comments than a page has: each comment leads to the page that it is on."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown
from tests.support.people import Person


@pytest.fixture
def comments(superuser: Engine, admin: Person) -> None:
    """101 of them, on the second post, whose ids are their texts."""
    admin.post_idea("Another")
    admin.post_idea("Dark mode")
    rows = "SELECT 2, :author, CAST(n AS text) FROM generate_series(1, 101) AS n"
    with superuser.connect() as connection:
        connection.execute(text(f"INSERT INTO comments (post_id, author_id, content) {rows}"), {"author": admin.id})


def shown_ids(shown: Shown) -> list[int]:
    ids = (each.get("id", "").removeprefix("comment-") for each in shown.content.iter() if each.get("id"))
    return [int(each) for each in ids if each.isdigit()]


def test_fifty_are_on_a_page(browser: Browser, comments: None) -> None:
    first = browser.open("/posts/2/dark-mode")
    assert shown_ids(first) == list(range(1, 51))
    hrefs = {each.get("href") for each in first.content.iter("a")}
    [following] = [each for each in hrefs if each and "from=" in each]
    second = browser.open(following)
    assert shown_ids(second) == list(range(51, 101))
    assert shown_ids(browser.open("/posts/2/dark-mode?from=101")) == [101]
    assert shown_ids(browser.open("/posts/2/dark-mode?from=52")) == list(range(52, 102))


@pytest.mark.parametrize(
    ("comment", "path"),
    [(50, "/posts/2/dark-mode#comment-50"), (51, "/posts/2/dark-mode?from=51#comment-51")],
)
def test_a_comments_address(visitor: httpx.Client, comments: None, comment: int, path: str) -> None:
    assert visitor.get(f"/comments/{comment}").headers["Location"] == path
