"""What a mail server can answer, and what becomes of the mail."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.courier import smtp
from app.courier.loop import deliver
from app.courier.mails import MailSender
from app.courier.result import NotSent, Sent
from app.courier.smtp import SMTPTransport
from app.courier.works import create_works
from app.db.step import step
from app.outbox.changes import enqueue_mail
from app.settings.mail_url import MailServer, parse_mail_url
from tests.mail.conftest import Post
from tests.support.parameter_store import RateLimit
from tests.support.people import Person


@pytest.fixture
def mail(member: Person, admin: Person, post: Post) -> Post:
    """One mail that is due: a status for the member."""
    post_id = member.post_idea()["id"]
    post.deliver()
    post.execute("DELETE FROM deliveries")
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    return post


def seconds_until_due(post: Post) -> float:
    [(seconds,)] = post.rows("extract(epoch FROM due_at - now())")
    return float(seconds)


@pytest.mark.parametrize("where", ["reader", "mail"])
@pytest.mark.parametrize(("answer", "status"), [("550 no such mailbox", "failed"), ("451 later", "pending")])
def test_a_refusal(where: str, answer: str, status: str, mail: Post) -> None:
    if where == "reader":
        mail.server.answer_rcpt = lambda address: answer
    else:
        mail.server.answer = lambda envelope: answer
    mail.deliver()
    assert mail.rows() == [(status, answer)]
    if status == "pending":
        assert 20 < seconds_until_due(mail) < 40
        mail.server.answer_rcpt = lambda address: "250 OK"
        mail.server.answer = lambda envelope: "250 OK"
        mail.make_due()
        mail.deliver()
        assert mail.rows() == [("sent", None)]


def test_one_that_is_refused_keeps_no_other_from_its_mail(mail: Post, admin: Person) -> None:
    bad = "550 unknown"
    mail.server.answer_rcpt = lambda address: bad if address == "bad@example.com" else "250 OK"
    with step(mail.outbox.engine) as db:
        for address in ("bad@example.com", "good@example.com"):
            data = {"post": {"id": 1, "title": "T"}, "change": {"status": "planned", "response": None}}
            enqueue_mail(db, template="status_changes", address=address, user_id=None, data=data)
    mail.deliver()
    assert mail.rows() == [("failed", bad), ("sent", None), ("sent", None)]
    assert mail.rows("address, data") == [(None, {})] * 3, "what was needed to send it is forgotten"


def test_retries_grow_for_three_days_and_then_it_has_failed(mail: Post) -> None:
    mail.server.answer = lambda envelope: "451 not now"
    pauses, elapsed = [], 0.0
    while True:
        mail.deliver()
        [(status, reason)] = mail.rows()
        assert reason == "451 not now"
        if status == "failed":
            break
        pauses.append(seconds_until_due(mail))
        elapsed += pauses[-1]
        # As if that time had passed.
        mail.execute(
            "UPDATE deliveries SET due_at = now(), expires_at = expires_at - make_interval(secs => :s)", s=pauses[-1]
        )
    assert 8 <= len(pauses) <= 14
    assert pauses[0] < 40
    assert 0.75 * 43_200 <= pauses[-1] <= 1.25 * 43_200
    assert 2 * 86_400 < elapsed < 3 * 86_400


def test_what_is_too_late_is_not_sent(mail: Post) -> None:
    mail.outbox.handle({"command": "claim"})
    mail.execute("UPDATE deliveries SET due_at = now(), expires_at = now()")
    mail.deliver()
    assert mail.server.taken == []
    assert mail.rows() == [("failed", "not sent in time")]


@contextmanager
def speaking(*lines: bytes) -> Iterator[MailServer]:
    """A server that says that to whoever connects, and nothing else."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_sockets = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_sockets.append(connection)
            for line in lines:
                connection.sendall(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield parse_mail_url(f"smtp://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_sockets:
            connection.close()
        thread.join(5)


GARBAGE, ENDLESS = b"\x00\xff\xfegarbage\r\n", b"220 " + b"x" * 100_000
SAID = [(), (GARBAGE,), (ENDLESS,), (b"554 go away\r\n",), (b"220 hi\r\n", b"250\r\n" * 3)]


@pytest.mark.parametrize("lines", SAID, ids=["silence", "garbage", "endless", "refused", "wrong"])
def test_a_server_that_is_none(lines: tuple[bytes, ...], mail: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.5)
    started = time.monotonic()
    with speaking(*lines) as server:
        deliver(mail.outbox.handle, create_works(server), time_left=lambda: 600.0)
    assert time.monotonic() - started < 5
    [(status, reason)] = mail.rows()
    assert status == "pending"
    assert reason


def test_another_machine_gets_no_plain_text(mail: Post) -> None:
    server = parse_mail_url(mail.server.url)
    elsewhere = MailServer(server.scheme, "127.0.0.2", server.port)
    transport = SMTPTransport(elsewhere)
    with pytest.raises(NotSent):
        transport.send("a@example.com", "b@example.com", b"x")
    assert mail.server.taken == []


def test_a_suppressed_address_gets_none(mail: Post, member: Person) -> None:
    mail.outbox.handle({"command": "suppress", "addresses": [member.email.upper()], "reason": "bounce"})
    mail.deliver()
    assert mail.server.taken == []
    assert mail.rows() == [("suppressed", "the address had a bounce")]
    [shown] = member.client.get("/v1/users/me/mails").json()["items"]
    assert (shown["template"], shown["status"], shown["reason"]) == (
        "status_changes",
        "suppressed",
        "the address had a bounce",
    )


def test_a_provider_that_takes_one_a_second(mail: Post, admin: Person) -> None:
    allowed = RateLimit(1)

    class Throttling(SMTPTransport):
        def send(self, sender: str, to: str, raw: bytes) -> Sent:
            if allowed():
                raise NotSent("released", "slow", after=1.0)
            return super().send(sender, to, raw)

    with step(mail.outbox.engine) as db:
        for number in range(3):
            data = {"post": {"id": 1, "title": "T"}, "change": {"status": "planned", "response": None}}
            enqueue_mail(db, template="status_changes", address=f"{number}@example.com", user_id=None, data=data)
    works = {"mail": MailSender(Throttling(parse_mail_url(mail.server.url)))}
    deliver(mail.outbox.handle, works, time_left=lambda: 600.0)
    assert allowed.throttled > 0
    assert mail.rows() == [("sent", None)] * 4
    assert len(mail.server.taken) == 4
