"""One plain line of what was typed, cut where a reader would cut it."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markdown.excerpts import excerpt

PLAIN = {
    "# Dark mode\n\nIt *hurts* my **eyes**, ~~really~~ `now`.": "Dark mode It hurts my eyes, really now.",
    "> - [ ] one\n> - [x] two\n3) three": "one two three",
    'see [the docs](https://x.example "t"), [a][1] and <https://y.example>\n\n[1]: https://z.example': (
        "see the docs, a and https://y.example"
    ),
    "![a cat](cat.png) [w](https://w.example/a_(b)) [![x](y)](z)": "a cat w x",
    "```python\nprint(1)\n```\nSetext\n===\na|b\n-|:-:\n***": "print(1) Setext a|b",
    "snake_case, 2 * 3 * 4, __init__, a_b_c, 5 ** 2, *x*": "snake_case, 2 * 3 * 4, init, a_b_c, 5 ** 2, x",
    "\\*not\\* \\# this &amp; &lt;that&gt;": "*not* # this & <that>",
    "<b>one</b> #1 -2 +3": "<b>one</b> #1 -2 +3",
    "a\u202eb\u2066c &#x202e;d": "abc d",
    "  \n\n ": "",
}


@pytest.mark.parametrize("text", PLAIN)
def test_has_no_markup(text: str) -> None:
    assert excerpt(text) == PLAIN[text]


def test_ends_at_a_word() -> None:
    assert excerpt("one two, three", 14) == "one two, three"
    assert excerpt("one two, three four", 14) == "one two…"
    assert excerpt("one two, three four", 15) == "one two, three…"
    assert excerpt("x" * 30, 10) == "x" * 9 + "…"
    assert excerpt("abc " + "x" * 30, 10) == "abc xxxxx…"
    assert excerpt("abcd " + "x" * 30, 10) == "abcd…"
    assert excerpt("x" * 200) == "x" * 200
    assert excerpt("x" * 201) == "x" * 199 + "…"


def test_of_markup_three_times_as_much_is_looked_at() -> None:
    assert excerpt("[word](https://x.example/abc) ", 10) == "word"
    assert excerpt("[word](https://x.example/abc)  x", 10) == "word…"
    assert excerpt("nine char" + " " * 40 + "x", 10) == "nine char…"


def test_ends_between_characters_as_people_see_them() -> None:
    assert excerpt("ダークモード" * 9, 10) == "ダークモードダーク…"
    for cluster in ("e\u0301\u0302", "👩‍👩‍👧", "👍🏻", "👍🏿", "🇿🇦", "🇦🇿", "कि"):
        for length in range(7, 14):
            shown = excerpt("xxxxxx" + cluster * 9, length).removesuffix("…").removeprefix("xxxxxx")
            while shown:
                assert shown.startswith(cluster), (cluster, length)
                shown = shown.removeprefix(cluster)
    accents = "e" + "\u0301" * 99
    assert excerpt(accents, 10) == accents[:4] + "…"


def test_what_follows_the_part_that_is_looked_at_costs_nothing() -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        for _ in range(50):
            excerpt(text)
        return time.perf_counter() - start

    start = "word *word* [word](https://x.example) " * 20
    assert min(seconds(start * 14) for _ in range(3)) < 5 * min(seconds(start) for _ in range(3))
    assert excerpt(" " * 700 + "word") == "…"


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(10, 60))
def test_is_one_line_that_is_no_longer_than_asked(text: str, length: int) -> None:
    shown = excerpt(text, length)
    assert len(shown) <= length
    assert len(shown.splitlines()) <= 1
    assert not shown or unicodedata.category(shown[-1]) != "Zs"
