"""What the words of a text cost to make: as much as it is long, whatever it holds"""

import time

import pytest

from app.posts.search.vector import text_of_post

TEXTS = [
    "x",
    "X",
    "xX",
    "a ",
    "a.",
    "a/",
    ".",
    "-",
    "暗",
    "한",
    "\u1100",
    "\u1161",
    "\u11a8",
    "ﷺ",
    "㌀",
    "e\u0301\u0316",
    "🇩",
    "👩‍💻",
    "'",
    "1",
]


def cost(text: str) -> float:
    def seconds() -> float:
        started = time.process_time()
        text_of_post("", text)
        return time.process_time() - started

    return min(seconds() for _ in range(3))


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_ten_times_the_text_takes_ten_times_the_work(text: str) -> None:
    """Not a hundred times, as a pattern takes that tries again from every character."""
    small, large = (text * (length // len(text)) for length in (1_000, 10_000))
    assert cost(large) < 40 * max(cost(small), 0.0002)
