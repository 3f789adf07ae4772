"""Whatever is typed is a search: the grammar of a tsquery, and texts that make work"""

from itertools import product

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.posts.search.query import MOST_CLAUSES, parse
from tests.posts.test_search import search
from tests.support.boards import board
from tests.support.people import Person

bounded = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Everything that is an operator or a quotation mark somewhere between a search box and a tsquery.
GRAMMAR = [
    *"\"'-&|!()<>:*\\~%_.,;@#+$^`[]{}=/?",
    "<->",
    "<2>",
    ":A",
    ":*",
    "or",
    "OR",
    "and",
    " ",
    "  ",
    "“",
    "”",
    "－",
    "a",
]
GRAMMAR += [
    "\u0301",
    "\u200d",
    "\ufeff",
    "ﷺ",
    "한",
    "ㄱ",
    "暗",
    "โ",
    "🇩",
    "👩‍💻",
    "1",
    "ab",
    '-"',
    "the",
    "\uffff",
    "\U0010ffff",
]


SEARCHED = [("/v1/posts", "q"), ("/v1/posts/similar", "title")]
LONG = [
    "-" * 33,
    "-" * 200,
    '"' * 200,
    "(" * 200,
    "! " * 100,
    "a " * 100,
    "-a " * 66,
    "a or " * 40,
    "ab" * 100,
    "暗" * 200,
]
LONG += [
    "ﷺ" * 200,
    "한" * 200,
    "a/" * 100,
    "a." * 100,
    "👩‍💻" * 60,
    '"a b" ' * 33,
    "'" * 200,
    "\\" * 200,
    "or " * 66,
    "- " * 100,
]


TYPED = ("dark", "mode", "-night", '"two words"', '-"not these"', "or", "c++", "-c", "日本", "12", "-", '"')


def test_any_three_together_are_few_clauses() -> None:
    """Of two words, what is excluded, and what is both written as one, each was asked for alone, and never together."""
    for typed in product(TYPED, repeat=3):
        assert len(parse(" ".join(typed)).clauses) <= 2 * MOST_CLAUSES, typed


@bounded
@given(st.one_of(st.lists(st.sampled_from(GRAMMAR), max_size=60).map("".join), st.text(max_size=60)))
def test_no_text_is_more_than_a_search(visitor: httpx.Client, q: str) -> None:
    try:
        answers = [visitor.get(path, params={name: q[:200]}) for path, name in SEARCHED]
    except UnicodeEncodeError:
        return  # A lone surrogate, which no client can send.
    assert {answer.status_code for answer in answers} <= {200, 422}, (q, [answer.text for answer in answers])
    assert "A value is outside" not in answers[0].text + answers[1].text


@pytest.mark.parametrize("q", LONG)
@pytest.mark.parametrize(("path", "name"), SEARCHED)
def test_no_text_is_too_much(admin: Person, path: str, name: str, q: str) -> None:
    admin.post_idea(q[:200], q)
    for sort in ("", "newest"):
        answer = admin.client.get(path, params={name: q, **({"sort": sort} if sort and name == "q" else {})})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("q", ["", " ", "\u3000"])
def test_an_empty_q_is_no_search(visitor: httpx.Client, admin: Person, q: str) -> None:
    admin.post_idea("Dark mode")
    assert search(visitor, q) == ["Dark mode"]


@pytest.mark.usefixtures("handler")
@pytest.mark.parametrize("joint", [" ", "", "/"])
def test_posts_that_make_work_make_little(admin: Person, joint: str) -> None:
    """Six posts of the same sixty words, each as often as there is room for, and a search for all of them: seconds,
    where every place of one word is compared with every place of the others."""
    words = [f"w{number:02}" for number in range(60)] if joint else ["暗", "黑", "模", "式"] * 25
    content = (joint.join(words) + joint) * (10_000 // len(joint.join(words) + joint))
    for number in range(6):
        admin.post_idea(f"Idea {number} {joint.join(words)}"[:200], content)
    with board(database_statement_timeout=1) as client:
        for q in (
            joint.join(words)[:200],
            f'"{joint.join(words[:40])}"',
            " ".join(f"{word[:3]}" for word in words)[:200],
        ):
            for path, name in SEARCHED:
                answer = client.get(path, params={name: q})
                assert answer.status_code == 200, answer.text
                assert len(answer.json()["items"]) >= 5
