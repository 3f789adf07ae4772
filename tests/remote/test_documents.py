"""Documents of other servers: asked for, fetched by the courier, kept, and asked for again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app.courier.loop import deliver
from app.courier.works import create_works
from app.db.step import step
from app.dispatch.outbox import Outbox
from app.remote.changes import ask_for
from app.remote.queries import get_document
from app.settings.config import load_settings
from tests.support.stub_server import serving


@pytest.fixture
def outbox(visitor: object) -> Iterator[Outbox]:
    outbox = Outbox(load_settings())
    yield outbox
    outbox.engine.dispose()


def fetch_all(outbox: Outbox) -> float | None:
    return deliver(outbox.handle, create_works(None), time_left=lambda: 600.0)


def body_of(outbox: Outbox, url: str) -> str | None:
    with step(outbox.engine) as db:
        document = get_document(db, url)
    return document and document.body


def failure_of(outbox: Outbox, url: str) -> str:
    with step(outbox.engine) as db:
        statement = text("SELECT failure FROM remote_documents WHERE url = :url")
        return str(db.execute(statement, {"url": url}).scalar_one())


def ask(outbox: Outbox, url: str) -> bool:
    with step(outbox.engine) as db:
        return ask_for(db, url)


def minutes_later(outbox: Outbox) -> None:
    with step(outbox.engine) as db:
        db.execute(text("UPDATE remote_documents SET tried_at = tried_at - interval '2 minutes'"))


def test_what_is_asked_for_is_fetched_once(outbox: Outbox) -> None:
    with serving(200, b'{"keys": []}') as server:
        assert body_of(outbox, server.url) is None
        assert ask(outbox, server.url)
        assert not ask(outbox, server.url), "it is under way"
        assert fetch_all(outbox) is None
        assert body_of(outbox, server.url) == '{"keys": []}'
        assert not ask(outbox, server.url), "it was tried a moment ago"
        minutes_later(outbox)
        assert ask(outbox, server.url)
        fetch_all(outbox)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (500, b"x", "answered with status 500"),
        (302, b"", "answered with status 302"),
        (200, b"x" * 65_537, "is larger than 65,536 bytes"),
        (200, b"\xff", "is not UTF-8"),
        (200, b"a\0b", "is not text"),
    ],
)
def test_what_fails_leaves_what_there_was(status: int, body: bytes, failure: str, outbox: Outbox) -> None:
    with serving(status, body) as server:
        ask(outbox, server.url)
        with step(outbox.engine) as db:
            db.execute(text("UPDATE remote_documents SET body = 'before', fetched_at = now() - interval '1 hour'"))
        assert fetch_all(outbox) is None, "it is not tried again until somebody asks"
        assert failure_of(outbox, server.url) == failure
        assert body_of(outbox, server.url) == "before"


def test_a_courier_that_dies_is_followed_by_another(outbox: Outbox) -> None:
    with serving(200, b"{}") as server:
        ask(outbox, server.url)
        taken = outbox.handle({"command": "claim"})
        assert outbox.handle({"command": "claim"})["items"] == []
        with step(outbox.engine) as db:
            db.execute(text("UPDATE remote_documents SET due_at = now()"))
        fetch_all(outbox)
        late = {"token": taken["items"][0]["token"], "outcome": "fetched", "body": "late"}
        assert outbox.handle({"command": "report", "kind": "documents", "results": [late]}) == {"counted": 0}
        assert body_of(outbox, server.url) == "{}"


def test_what_is_deployed_reaches_nothing_private(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "heed-outbox")
    outbox = Outbox(load_settings(), outbox.engine)
    with serving(200, b"{}") as server:
        ask(outbox, server.url)
        fetch_all(outbox)
        assert server.requests == []
        assert failure_of(outbox, server.url) == "the URL must begin with https://"
