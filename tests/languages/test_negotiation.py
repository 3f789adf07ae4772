"""Which language somebody reads, whatever their browser sends."""

import time

import pytest

from app.languages import CODES
from app.languages.negotiation import OF_BOARD, choose, negotiate, of_board
from app.settings.rules import LANGUAGES


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("pt-PT", "pt"),
        ("zh-Hant-TW, ja;q=0.8, en;q=0.7", "ja"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("en, fr", "en"),
        ("en;q=1, fr", "en"),
        ("fr ; q=0.9 , ar; q=1.000", "ar"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("de;q=0, de-AT;q=0.9, fr;q=0.1", "fr"),
        ("de-AT;q=0, de;q=0.5", "de"),
        ("*", None),
        ("*;q=0.5, de;q=0.1", None),
        ("nl, *;q=0.1", None),
        ("en-GB,*;q=0.5", "en"),
        ("zh", None),
        ("", None),
        ("de;q=2", None),
        ("de;q=0.1234", None),
        ("de;q=٠", None),
        ("de_DE", None),
        ("deutsch", None),
        ("../../de, \x00, <script>, ;q=1", None),
        (",,de,,", "de"),
    ],
)
def test_an_accept_language(header: str, code: str | None) -> None:
    assert negotiate(header) == code


def test_only_the_beginning_of_a_long_one_is_looked_at() -> None:
    assert [negotiate("zh," * before + "de") for before in (19, 20)] == ["de", None]
    whole = "zh" + "-aaaaaaaa" * 21 + "-aaaaa" + ",de"
    assert (len(whole), negotiate(whole), negotiate(f"z{whole}")) == (200, "de", None)
    assert negotiate("zh-" + "a" * 8 + "," + "x" * 200 + ",de") is None
    long = (
        "zh-Hant-TW-x-aaaaaaaa,en-x-bbbbbbbb;q=0.3,fr-x-cccccccc;q=0.4,"
        + "nl-x-dddddddd;q=0.1," * 6
        + "nl-xx,"
        + "ja-x-eeeeeeee,de"
    )
    assert len(long[:200].split(",")) < 20
    assert negotiate(long) == "fr", "a range that is cut is not looked at"
    began = time.perf_counter()
    for header in ("a-" * 4000, "de;" * 2700, " " * 8000, ";q=0." * 1600, "-" * 8000):
        assert negotiate(header) is None
    assert time.perf_counter() - began < 1


def test_a_board_has_one_of_the_languages() -> None:
    assert set(OF_BOARD) <= set(LANGUAGES)
    assert {of_board(language) for language in LANGUAGES} == set(CODES) - {"ja"}
    assert (of_board("german"), of_board("simple"), of_board("hindi")) == ("de", "en", "en")


def test_the_first_choice_that_there_is_counts() -> None:
    assert choose(None, "xx", "../de", "ja", "de").code == "ja"
    assert choose(None, "").code == "en"
