"""GET /v1/posts?q= of words in a content, where no title is like what was typed: what finds a post, and what doesn't"""

import httpx
import pytest

from tests.posts.test_search import search
from tests.support.people import Person

WORDS = [f"w{number}" for number in range(10, 50)]


@pytest.mark.parametrize(
    ("content", "q", "is_found"),
    [
        ("A keyboard.", "key", True),  # Half typed, from three letters on.
        ("A keyboard.", "ke", False),
        ("A small keyboard for one hand.", "small keyboard one han", True),  # The last of many.
        ("A small keyboard.", "small keybaord", True),  # A typing mistake in one word, beside the others,
        ("A large keyboard.", "small keybaord", False),
        ("A small keyboard.", "phone OR small keybaord", True),  # which are those of the same alternative.
        ("A large keyboard.", "small keybaord OR phone", False),
        ("A darkmode.", "dark mode", True),  # Two words as one,
        ("A darkmode at night.", "dark mode -night", False),  # of which the same is excluded.
        ("A darkmode.", "dark mode please", False),
        ("We use nodejs.", "node.js", True),  # Parts as one,
        ("See docs/setup.md", "setup/docs", True),  # wherever they stand,
        ("Try node-jsx.", "node.js", True),  # and side by side, of which the last may be half typed.
        ("A setup.", "setup/do", True),  # What is hardly begun says nothing yet,
        ("A setup.", "setup/doc", False),
        ("A node.", "node.js", False),  # unless it is a word's own end.
        ("暗モード", '"暗"', True),  # A single character is the beginning of a pair.
        ("A setup.", "setup/暗", False),
        ("설정, 다크모드.", "다크모ㄷ/설정", True),
        ("A dark mode.", '"dark mo', True),  # While a phrase is not closed, its last word may be half typed.
        ("A dark mode.", '"dark m', False),
        (f"설정 {'ㅋ' * 9_000}", "ㅋㅋㅋ", True),  # Letters of Korean, as people laugh, are one syllable of any length.
        (f"{'ㅋ' * 700}{'ㅠ' * 900}{'ㄱ' * 700} 설정", "설정", True),
        (f"{'ㅋ' * 341}{'ㅠ' * 341}{'각ㄱ' * 341}", "ㅋㅋㅋ", True),
        ("Below -15 degrees.", "-15", True),  # By itself, it is a number.
        ("Below -15 degrees.", "degrees -15", False),
        ("A compiler of the language C.", "compiler -c++", True),
        (" ".join(WORDS), f'"{" ".join(WORDS[:32])} zz"', True),  # Of a phrase, the first 32 words count.
        (" ".join(WORDS), f'"{" ".join(WORDS[:31])} zz"', False),
        (" ".join(WORDS), f"{' '.join(WORDS[:16])} -w49", True),  # Of a query, the first 16.
        (" ".join(WORDS), f"{' '.join(WORDS[:15])} -w49", False),
    ],
)
def test_content(visitor: httpx.Client, admin: Person, content: str, q: str, is_found: bool) -> None:
    admin.post_idea("Idea", content)
    assert search(visitor, q) == ["Idea"] * is_found
