"""GET /v1/posts?q=: how many words are asked for loosely, and when what may have been meant is found beside the rest"""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.posts.test_search import search, similar
from tests.support.indexing import index_posts
from tests.support.people import Person


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("alpha bravo charlie delta foxtrot zz", True),  # The longest five of the six.
        ("alpha bravo charlie delta uniform zz", False),  # One of these is not there.
        ("alpha bravo charlie delta foxtort", True),  # A typo, of five words.
        ("alpha bravo charlie delta foxtort zz", False),  # Of six, none is looked for.
        ("alhpa bravo charlie foxtrot", True),  # In the third of the longest,
        ("alpha barvo charlie foxtrot", False),  # and in the fourth, where none is looked for.
        ("alp or zz", True),  # Each half typed,
        ("alp charl", True),
        ("alp charl foxtr", True),  # up to three of them.
        ("alp charl foxtr bravo", False),
    ],
)
def test_of_many_words(visitor: httpx.Client, admin: Person, q: str, is_found: bool) -> None:
    admin.post_idea("Idea", "Alpha, bravo, charlie, delta, foxtrot.")
    assert search(visitor, q) == ["Idea"] * is_found


def add(superuser: Engine, author: Person, count: int, title: str, content: str = "") -> None:
    statement = (
        "INSERT INTO posts (author_id, title, content) SELECT :id, :title, :content FROM generate_series(1, :count)"
    )
    with superuser.begin() as connection:
        connection.execute(text(statement), {"id": author.id, "title": title, "content": content, "count": count})
    index_posts(superuser)


@pytest.mark.parametrize("title", ["Notification", "Notifica"])
def test_a_page_of_what_is_typed_or_begins_so_is_enough(
    visitor: httpx.Client, superuser: Engine, admin: Person, title: str
) -> None:
    """With fewer than twenty, a typo in a post is found as well."""
    add(superuser, admin, 19, title)
    add(superuser, admin, 1, "Notifca")
    assert search(visitor, "notifica", limit="100") == [title] * 19 + ["Notifca"]
    add(superuser, admin, 1, title)
    assert search(visitor, "notifica", limit="100") == [title] * 20


def test_the_best_three_hundred(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    add(superuser, admin, 299, "Keyboard")
    add(superuser, admin, 2, "Keyboards")
    found, url = [], "/v1/posts?q=keyboard&limit=100"
    while url:
        answer = visitor.get(url)
        found += [post["title"] for post in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == ["Keyboard"] * 299 + ["Keyboards"]


def test_beside_what_was_typed_only_what_is_very_like_it(visitor: httpx.Client, admin: Person) -> None:
    """Of the letters in threes that a word has, six in ten. Where nothing else is found, four will do."""
    for title in ("Notifices", "Notifs"):
        admin.post_idea(title)
    assert search(visitor, "notifica") == ["Notifices", "Notifs"]
    admin.post_idea("Idea", "A notification.")
    assert search(visitor, "notifica") == ["Idea", "Notifices"]


def test_what_is_excluded_is_not_meant(visitor: httpx.Client, admin: Person) -> None:
    for title in ("Keyboard shortcuts", "Keyboard in black", "Keybord shortcuts", "Keybord in black"):
        admin.post_idea(title)
    assert search(visitor, "keyboard -shortcuts") == ["Keyboard in black", "Keybord in black"]


@pytest.mark.parametrize(("content", "shown"), [("alpha bravo", "Idea"), ("alpha delta", "Bravo"), ("alpha", "Bravo")])
def test_similar_are_first_those_with_two_of_the_longest_words(
    visitor: httpx.Client, superuser: Engine, admin: Person, content: str, shown: str
) -> None:
    """Of three. Ten of these are enough; otherwise any word will do."""
    add(superuser, admin, 9, "Idea", content)
    admin.post_idea("Bravo")
    assert similar(visitor, "charlie alpha bravo delta")[0] == "Bravo"
    add(superuser, admin, 1, "Idea", content)
    assert similar(visitor, "charlie alpha bravo delta")[0] == shown
