"""What the address of a post has of its title."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pages.request.targets import safe_target
from app.pages.response.addresses import post_path, slug_of


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_slug_is_one_segment_that_needs_no_care(title: str) -> None:
    slug = slug_of(title)
    assert len(slug) <= 60
    assert not set(slug) & set("/\\?#%&.\"'<> ")
    path = post_path(7, title)
    assert path.isascii()
    assert urlsplit(f"https://board.example.com{path}").path == path
    assert safe_target(path) == path


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60),
        (f"{'x' * 20} {'y' * 39}", f"{'x' * 20}-{'y' * 39}"),
        (f"{'x' * 20} {'y' * 40}", "x" * 20),
        (f"{'x' * 20} {'y' * 40} z", "x" * 20),
        ("Dark – mode?", "dark-mode"),
    ],
)
def test_a_slug_has_whole_words_where_it_can(title: str, slug: str) -> None:
    assert slug_of(title) == slug
