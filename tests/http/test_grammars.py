"""Each text that reaches another parser, made up from that parser's grammar: refused by name or taken, never a 500.

`make fuzz` runs this too, with more examples.
"""

import json
import os
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import Person

bounded = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES") or 60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def made_of(tokens: list[str], most: int = 12) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(tokens), min_size=1, max_size=most).map("".join)


# https://www.postgresql.org/docs/current/datatype-datetime.html, RFC 3339, and what Python's parser adds.
YEARS = ["0000", "0001", "1970", "2026", "9999", "10000", "-0001", "294276", "+002026"]
DATES = st.builds(
    "{}-{}-{}".format,
    st.sampled_from(YEARS),
    st.sampled_from(["00", "01", "02", "12", "13", "1"]),
    st.sampled_from(["00", "01", "28", "29", "30", "31", "32"]),
)
CLOCKS = st.builds(
    "{}:{}:{}".format,
    st.sampled_from(["00", "23", "24", "25"]),
    st.sampled_from(["00", "59", "60"]),
    st.sampled_from(["00", "59", "60", "59.999999", "59.9999999999", "00.", "00,5"]),
)
OFFSETS = [
    "", "Z", "z", "+00:00", "-00:00", "+23:59", "-23:59", "+24:00", "+0000", "+14", "-99:99", "+00:00:01", " UTC",
]  # fmt: skip
TIMES = st.builds("{}{}{}{}".format, DATES, st.sampled_from(["T", "t", " ", "W", ""]), CLOCKS, st.sampled_from(OFFSETS))
SPECIAL_TIMES = [
    "infinity", "-infinity", "now", "epoch", "today", "allballs", "2026-W01-1T00:00:00Z", "0", "1e9", "T", "TT",
]  # fmt: skip

LIKE = [
    "%", "_", "\\", "\\%", "\\\\", "'", '"', "a", "ab", " ", "*", "?", "[", "]", "|", "暗", "\u0301", "::", "$1",
    "%s",
]  # fmt: skip
REGCONFIG = [
    "english", "simple", "pg_catalog.english", '"english"', "public.", ".", "::regconfig", "'", ";", "--", "\x00",
]  # fmt: skip
IDENTIFIERS = ["0", "1", "9223372036854775807", "9223372036854775808", "-1", "+1", "1e3", "0x1", "٣", " ", "1_0", "NaN"]
TAGS = ["'\"-1\"'", '"1-0123456789abcdef"', "*", "W/", '"', ",", " ", "é", "1", "\\", '"-1-0123456789abcdef"']
JSON_TOKENS = [
    '{"title":', '"a"', ":", ",", "{", "}", "[", "]", "null", "true", "1e400", "-0", "NaN", '"\\ud800"', '"\\u0000"',
]  # fmt: skip
JSON_TOKENS += [
    '"\\ufffe"', "1", '"title"', '"content"', "\ufeff", " ", "/*", "'", '"\\', "\t", '"tags":["a"]', "1" * 5_000,
]  # fmt: skip

PARAMETERS = {
    "updated_since": TIMES | st.sampled_from(SPECIAL_TIMES),
    "q": made_of(LIKE + REGCONFIG),
    "status": made_of(REGCONFIG + LIKE, 3),
    "tag": made_of(LIKE, 4),
    "author": made_of(IDENTIFIERS, 2),
    "sort": made_of(REGCONFIG, 2),
    "limit": made_of(IDENTIFIERS, 2),
    "cursor": made_of([*"abcXYZ019_-=+/%.", "\n"], 60),
}


@pytest.fixture
def author(admin: Person) -> Person:
    admin.post_idea("Canary")
    return admin


def assert_well(author: Person, answer: httpx.Response) -> None:
    assert answer.status_code < 500, (answer.request.url, answer.text)
    canary = author.client.get("/v1/posts/1")
    assert (canary.status_code, canary.json()["title"]) == (200, "Canary")


@bounded
@given(st.data())
@pytest.mark.parametrize("name", PARAMETERS)
def test_query_parameters(author: Person, name: str, data: st.DataObject) -> None:
    assert_well(author, author.client.get("/v1/posts", params={name: data.draw(PARAMETERS[name])}))


@bounded
@given(made_of(LIKE + REGCONFIG))
def test_titles_that_something_is_similar_to(author: Person, title: str) -> None:
    assert_well(author, author.client.get("/v1/posts/similar", params={"title": title}))


@bounded
@given(made_of(TAGS, 6))
def test_conditional_headers(author: Person, value: str) -> None:
    headers = {b"If-None-Match": value.encode(), b"If-Match": value.encode()}
    assert_well(author, author.client.get("/v1/posts/1", headers=headers))
    assert_well(author, author.client.patch("/v1/posts/1", json={}, headers=headers))


@bounded
@given(made_of(JSON_TOKENS, 14))
def test_json_bodies(author: Person, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = author.client.post("/v1/posts", content=body.encode(), headers=headers)
    assert answer.status_code in (201, 400, 422), answer.text
    if answer.status_code != 201:
        json.loads(answer.content)
    assert_well(author, answer)


XML = [
    "<", ">", "&", "]]>", "<!--", "-->", "<![CDATA[", "<?xml?>", "&#0;", "&#xFFFE;", "\ufffe", "\uffff", "\x0b",
    "\x7f",
]  # fmt: skip
XML += [
    "<script>", "a", " ", "\n", "\u2028", "\U0001ffff", '"', "'", "xmlns:a='b'", "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&b;",
]  # fmt: skip


@bounded
@given(title=made_of(XML), content=made_of(XML, 20))
def test_texts_in_the_feed(author: Person, title: str, content: str) -> None:
    answer = author.client.post("/v1/posts", json={"title": title, "content": content})
    assert answer.status_code in (201, 422), answer.text
    ET.fromstring(author.client.get("/feed.atom").content)
    assert_well(author, answer)
