"""MAIL_URL and MAIL_FROM: what is taken, and what is refused before anything is sent."""

import pytest

from app.settings.config import SettingsError, load_settings
from app.settings.mail_url import MailServer, address_of, parse_mail_url

WHOLE = {"mail_from": "Heed <feedback@example.com>", "public_url": "https://example.com"}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://host", MailServer("smtp", "host", 587)),
        ("smtps://u%40x:p%3Aw@mail.example.com", MailServer("smtps", "mail.example.com", 465, "u@x", "p:w")),
        ("smtp://u:p@host:2525/", MailServer("smtp", "host", 2525, "u", "p")),
        ("smtp://[::1]:25", MailServer("smtp", "::1", 25)),
        ("ses://eu-central-1", MailServer("ses", "eu-central-1")),
        ("ses://us-gov-west-1", MailServer("ses", "us-gov-west-1")),
    ],
)
def test_taken(url: str, server: MailServer) -> None:
    assert parse_mail_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example.com", "http://host", "smtp://", "smtp://user@host", "smtp://host:port", "smtp://host:99999"),
        *("smtp://host?tls=off", "smtp://host/path", "ses://", "ses://Frankfurt", "ses://key:secret@eu-central-1"),
        *("smtp://u:p%0d%0aX@host", "smtp://[::1", "smtp://host#x"),
        *("ses://eu-central-1/path", "ses://eu-central-1?tls=off", "ses://eu-central-1#x"),
    ],
)
def test_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_URL: must") as refusal:
        load_settings(mail_url=url, **WHOLE)
    assert url.endswith("://") or url not in str(refusal.value)


@pytest.mark.parametrize(
    "sender", ["Heed", "a@b.c\r\nBcc: x@y.z", "<a@b.c>", 'A "B" <a@b.c>', "A <a@b.c> <d@e.f>", "a@b c"]
)
def test_a_sender_that_is_none(sender: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_FROM: must be an address"):
        load_settings(mail_url="smtp://host", mail_from=sender, public_url="https://example.com")


@pytest.mark.parametrize("missing", ["mail_from", "public_url"])
def test_mail_needs_the_others(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing.upper()}: is missing"):
        load_settings(mail_url="smtp://host", **{**WHOLE, missing: ""})


def test_without_a_url_it_is_off() -> None:
    assert not load_settings().sends_mail
    assert not load_settings(**WHOLE).sends_mail
    assert load_settings(mail_url="smtp://host", **WHOLE).sends_mail
    assert address_of(WHOLE["mail_from"]) == address_of("feedback@example.com") == "feedback@example.com"


@pytest.mark.parametrize(("url", "here"), [("smtp://localhost", True), ("smtp://[::1]", True), ("smtp://host", False)])
def test_a_server_on_this_machine(url: str, here: bool) -> None:
    assert parse_mail_url(url).is_next_door is here


def test_an_address_is_verified_with_a_mailed_code() -> None:
    with pytest.raises(SettingsError, match="REQUIRE_VERIFIED_EMAIL: needs MAIL_URL"):
        load_settings(require_verified_email=True)
    assert load_settings(require_verified_email=True, mail_url="smtp://host", **WHOLE).require_verified_email
