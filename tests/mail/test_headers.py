"""The headers of a mail: each is what was meant, in any script, and nothing that was typed becomes one."""

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from pydantic import TypeAdapter

from app.http.fields import Email
from app.mail.headers import identity_of
from app.mail.message import build_message
from app.mail.rendering import Rendered
from app.settings.config import load_settings

SETTINGS = load_settings(
    mail_url="smtp://127.0.0.1:25", mail_from="Heed <feedback@board.example>", public_url="https://board.example"
)
LONG = "https://board.example/" + "x" * 300


def build(
    subject: str = "Hi", to: str = "ada@example.com", url: str | None = LONG, sender: str = SETTINGS.mail_from
) -> bytes:
    headers = identity_of(SETTINGS, 7, post_id=3, unsubscribe_url=url)
    content = Rendered(subject, "Text.\n", "<p>Text.</p>")
    return build_message(sender=sender, to=to, content=content, identity=headers)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    "bad",
    [
        *("a@b.c\r\nBcc: x@y.z", "a@b.c\nX: y", "a@b\x00.c", "a b@c.d", "é@example.com", "A\x07 <a@b.c>", ""),
        *("a,b@c.d", "a@b.c, d@e.f", "a@b@c.d"),
    ],
)
def test_an_address_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="address"):
        build(to=bad)


def test_a_header_of_the_boards_own_holds_no_line_break() -> None:
    with pytest.raises(ValueError, match="List-Unsubscribe"):
        build(url="https://board.example/\r\nBcc: x@y.z")


def test_a_long_link_stays_as_it_is() -> None:
    assert f"List-Unsubscribe: <{LONG}>\r\n".encode() in build()


def test_a_long_subject_in_any_script_comes_back() -> None:
    for subject in ("Ünïcode " * 25, "黑" * 200, "x" * 200, "🙂" * 100):
        assert parsed(build(subject.strip()))["Subject"] == subject.strip()


def test_a_long_subject_is_folded_between_words_alone() -> None:
    begins = {"a" * 64 + " b c": "a" * 64 + " b", "a" * 65 + " b": "a" * 65, "a" * 60 + " well-known": "a" * 60}
    for subject, first in begins.items():
        lines = build(subject).decode().split("\r\n")
        assert f"Subject: {first}" in lines
        assert parsed(build(subject))["Subject"] == subject


SUBJECTS = (
    *("=?utf-8?q?=0D=0ABcc:_victim@example.com?=", "Ü =?utf-8?q?=0ABcc:_victim@example.com?= x", "=?utf-8?q?=00?="),
    *("=?utf-8?q?x?=", "=?x?q?=ff?= é", "a =?utf-8?B?<a@b.c>?= é", "黑=?" + "x" * 150, "é" + "x" * 199, "x y " * 50),
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_that_looks_encoded_is_what_was_typed(subject: str) -> None:
    raw = build(subject.strip())
    message = parsed(raw)
    assert (message["Subject"], message["Bcc"], "\0" in str(message)) == (subject.strip(), None, False)
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 76 for line in lines if b"=?" in line), "RFC 2047 §2"


@pytest.mark.parametrize("address", ["=?utf-8?q?=0abcc=3ax=40y.com?=@example.com", "=?utf-8?q?a=2cb?=@c.d", "a?=@b.c"])
def test_an_address_that_looks_encoded_is_what_was_typed(address: str) -> None:
    """It is one, and anybody may have a code mailed to it."""
    assert TypeAdapter(Email).validate_python(address) == address
    raw = build(to=address, sender=f"Heed <{address}>")
    assert f"\r\nTo: {address}\r\n".encode() in raw
    assert f'\r\nFrom: "Heed" <{address}>\r\n'.encode() in raw
    assert b"bcc" not in raw.replace(address.encode(), b"").lower()


NAMES = (
    *("Heed", "A's Board, the \\ (first): a@b.c;", "Ünïcode", "Zoë, Ltd.", "黑" * 100, "x y " * 25, "a  b"),
    *("=?utf-8?q?=0ABcc:_x=40y.com?=", "A =?utf-8?q?B?="),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_senders_name_is_what_the_operator_wrote(name: str) -> None:
    raw = build(sender=f"{name.strip()} <feedback@board.example>")
    message = email.message_from_bytes(raw)
    shown, address = parseaddr(message["From"])
    assert (str(make_header(decode_header(shown))), address) == (name.strip(), "feedback@board.example")
    assert message["Bcc"] is None
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 76 for line in lines if b"=?" in line), "RFC 2047 §2"
