"""How much a text can make of itself: the work grows as the text does, and so does what comes out."""

import time

import pytest

from app.markdown.excerpts import excerpt
from app.markdown.rendering import may_have_tables, to_html

LONGEST = 10_000
PATHOLOGICAL = {
    "quotes": ">",
    "spaced quotes": "> ",
    "quotes of a letter": ">a\n\n",
    "quoted lists": "> - ",
    "lists": "* 1. ",
    "open brackets": "[",
    "open links": "[a](",
    "links in links": "[a](http://b",
    "open images": "![a](",
    "emphasis": "*a_ ",
    "strong emphasis": "**a *a ",
    "strikethrough": "~a~~ ",
    "backticks": "`a``",
    "definitions": "[a]: b\n",
    "addresses": "http://a.",
    "mail addresses": "a@b.c ",
    "bracketed addresses": "<http://a>",
    "images": "![](http://b) ",
    "open tags": "<a ",
    "comments": "<!-",
    "sections": "<![CDATA[",
    "entities": "&",
    "quotation marks": '"',
    "escapes": "\\[",
    "lines": "a\n",
    "tables": "a|b\n-|-\n",
    "cells": "|a",
    "rules": "* ",
    "headings": "#a\n# a\n",
    "lists of nothing": "*\n+\n",
    "lists of quotes": "-\n>\n",
}


def text_of(piece: str, length: int) -> str:
    return (piece * length)[:length]


def seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        to_html(text, heading=3)
        excerpt(text)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize("piece", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_four_times_the_text_is_not_sixteen_times_the_work(piece: str) -> None:
    """Two milliseconds are too little to be compared."""
    short, long = (max(seconds(text_of(piece, length)), 0.002) for length in (LONGEST // 4, LONGEST))
    assert long < 10 * short


@pytest.mark.parametrize("piece", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_what_comes_out_is_at_most_eight_times_the_text(piece: str) -> None:
    """Also where only so much of it is markup as is let through: a page has fifty of them, and may have 6 MB."""
    for share in range(1, 11):
        text = text_of(piece, LONGEST * share // 10)
        assert len(to_html(text + "a" * (LONGEST - len(text)), heading=3)) < 8 * LONGEST


@pytest.mark.parametrize(("rows", "is_one"), [(281, True), (398, False)])
def test_of_a_table_of_letters_three_times_the_text_and_a_little_more_is_let_through(rows: int, is_one: bool) -> None:
    assert ("<table>" in to_html("|a|b|\n|-|-|\n" + "|c|d|\n" * rows, heading=3)) == is_one


def test_what_is_mostly_markup_is_shown_as_it_was_typed_if_it_is_long() -> None:
    short, long = text_of("*\n+\n", 500), text_of('* <"\n+\n', LONGEST)
    assert to_html(short, heading=3).count("<li>") == 250
    assert to_html(long, heading=3).startswith('<p dir="auto">* &lt;"<br>\n+<br>\n* &lt;"<br>\n')


def test_runs_of_backticks_and_deeper_lists_are_no_more_work() -> None:
    runs = " ".join("`" * length for length in range(1, 140))
    nested = "".join(f"{' ' * 2 * depth}- a\n" for depth in range(98))
    balanced = "*" * (LONGEST // 2) + "a" + "*" * (LONGEST // 2)
    for text in (runs, nested, balanced):
        assert seconds(text[:LONGEST]) < 50 * max(seconds(text_of("word ", LONGEST)), 0.001)


def table(columns: int, rows: int) -> str:
    return f"{'|a' * columns}|\n{'|-' * columns}|\n{'|b' * columns}|\n" + "c\n" * (rows - 1)


@pytest.mark.parametrize("columns", [30, 100, 1_000])
def test_short_rows_of_a_wide_table_are_not_filled_up(columns: int) -> None:
    text = table(columns, LONGEST)[:LONGEST]
    assert to_html(text, heading=3).startswith('<p dir="auto">|a|a')
    assert seconds(text) < 50 * max(seconds(text_of("word ", LONGEST)), 0.001)


def test_so_many_cells_a_table_may_have() -> None:
    """As many as all lines would have, were each as wide as the widest."""
    assert may_have_tables(table(98, 98)), "a hundred lines of a hundred"
    for text in (table(71, 135), table(98, 99), table(99, 98)):  # Of the first, 137 lines of 73: one more.
        assert not may_have_tables(text)


def test_a_table_that_is_whole_is_one_however_wide() -> None:
    wide = f"{'|a' * 1_000}|\n{'|-' * 1_000}|\n{'|b' * 1_000}|\n"
    many = "|a|b|\n|-|-|\n" + "|some|words|\n" * ((LONGEST - 12) // 13)
    for text in (wide, many):
        assert "<table>" in to_html(text, heading=3)
