"""The API function as built: what it answers first, then, after failures, and to what is no request."""

import json
import re

import pytest
from sqlalchemy import Engine, make_url, text

from tests.built.breakable_line import BreakableLine
from tests.built.conftest import Start, visitor
from tests.support.people import People

MALFORMED: list[object] = [
    {"version": "2.0", "requestContext": {}},
    {"version": "2.0", "routeKey": "$default", "rawPath": "/v1/posts", "headers": None, "requestContext": {"http": {}}},
    {"httpMethod": "GET", "path": None, "headers": {"host": None}, "requestContext": {}},
]
FOREIGN: list[object] = [
    {},
    None,
    [],
    "ping",
    {"Records": [{"eventSource": "aws:sqs", "body": "1"}]},
    {"source": "aws.events"},
]


@pytest.mark.usefixtures("empty_board")
def test_serves_a_whole_conversation(start: Start) -> None:
    function = start()
    with visitor(function) as client:
        assert client.get("/v1/posts").json() == {"items": [], "next": None}
        assert function.cpu_seconds() < 1.5
        member = People(client).join("Member")
        post = member.post_idea("Dark mode")
        assert member.vote(post["id"])["votes_count"] == 1
        assert [found["title"] for found in client.get("/v1/posts").json()["items"]] == ["Dark mode"]
        assert client.get("/ready").json()["status"] == "ready"
        assert "swagger-ui" in client.get("/docs").text
        assert client.get("/docs/assets/swagger-ui.css").status_code == 200
        assert client.get("/openapi.json").json()["info"]["title"] == "Heed"
    assert function.peak_megabytes() < 110


@pytest.mark.usefixtures("empty_board")
def test_serves_pages_to_a_browser_that_begins_there(start: Start) -> None:
    """In a language with a catalogue, with text that becomes HTML, and with the files as the build compressed them."""
    function = start()
    with visitor(function) as client:
        client.headers.update({"accept-encoding": "gzip, br", "accept-language": "de"})
        assert '<html lang="de"' in client.get("/").text
        assert function.cpu_seconds() < 1.7
        post = People(client).join("Member").post_idea("Dark mode", "**Please**")
        page = client.get(f"/posts/{post['id']}/dark-mode").text
        assert "<strong>Please</strong>" in page
        for path in set(re.findall(r'"(/assets/[^"]+)"', page)):
            asset = client.get(path)
            assert (asset.status_code, asset.headers["content-encoding"]) == (200, "br"), path
            zipped = client.get(path, headers={"accept-encoding": "gzip"})
            assert zipped.headers["content-encoding"] == "gzip"
            assert zipped.content == asset.content == client.get(path, headers={"accept-encoding": "identity"}).content
    assert function.peak_megabytes() < 125


def test_answers_503_while_the_database_is_away_and_serves_when_it_is_back(start: Start, database_url: str) -> None:
    url = make_url(database_url)
    assert url.port
    line = BreakableLine(url.port)
    away = url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
    with visitor(start(DATABASE_URL=away)) as client:
        for _ in range(2):
            answer = client.get("/v1/posts")
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert int(answer.headers["retry-after"]) > 0
        line.restore()
        assert client.get("/v1/posts").status_code == 200
        line.cut()
        assert client.get("/v1/posts").status_code == 503
        line.restore()
        assert client.get("/v1/posts").status_code == 200
        line.cut()


def test_does_not_notice_that_its_connection_was_killed(start: Start, superuser: Engine) -> None:
    ours = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'heed'"
    kill = text(f"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000)) {ours} AND pid <> ALL (:others)")
    with superuser.connect() as connection:
        others = list(connection.scalars(text(f"SELECT pid {ours}")))  # Of the tests that this process ran before.
        with visitor(start()) as client:
            assert client.get("/v1/posts").status_code == 200
            assert connection.scalar(kill, {"others": others}) == 1
            assert client.get("/v1/posts").status_code == 200


def test_refuses_what_is_no_request_and_serves_the_next(start: Start) -> None:
    function = start()
    with visitor(function) as client:
        for event in MALFORMED + FOREIGN:
            assert function(event)["statusCode"] == 400, event
            assert client.get("/health").status_code == 200


def test_fails_its_start_with_one_line_that_names_the_setting(start: Start) -> None:
    function = start(SECRET_KEY="short")
    answer = function({"version": "2.0"})
    assert "SECRET_KEY" in json.dumps(answer) + function.log.read_text()
    assert "short" not in json.dumps(answer)
