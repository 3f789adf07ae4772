"""MAIL_URL and MAIL_FROM: what sends mail, and in whose name."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import SecretStr

FORMS = "must look like smtp://user:password@host:587, smtps://user:password@host:465 or ses://eu-central-1"
PORTS = {"smtp": 587, "smtps": 465}
ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
NEXT_DOOR = ("localhost", "127.0.0.1", "::1")


class MailServer(NamedTuple):
    """`scheme`: smtp, smtps or ses; for ses, `host` is the region."""

    scheme: str
    host: str
    port: int = 0
    user: str = ""
    password: str = ""

    @property
    def is_next_door(self) -> bool:
        """On this machine: what is sent there needs no TLS."""
        return self.host in NEXT_DOOR


def parse_mail_url(value: str) -> MailServer:
    """Raises ValueError, which never holds the value."""
    try:
        url = urlsplit(value)
        port = url.port
    except ValueError:
        raise ValueError(FORMS) from None
    if url.scheme == "ses":
        return ses(url)
    if url.scheme not in PORTS or not url.hostname or url.path not in ("", "/") or url.query or url.fragment:
        raise ValueError(FORMS)
    if (url.username is None) != (url.password is None):
        raise ValueError("must name both user and password, or neither; write : and @ in them as %3A and %40")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if re.search(r"[\x00-\x1f\x7f]", user + password + url.hostname):
        raise ValueError("must hold no control characters")
    return MailServer(url.scheme, url.hostname, port or PORTS[url.scheme], user, password)


def ses(url: SplitResult) -> MailServer:
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", url.netloc) or url.path not in ("", "/") or url.query or url.fragment:
        raise ValueError("must name SES's region alone, as in ses://eu-central-1")
    return MailServer("ses", url.netloc)


def checked_mail_url(value: SecretStr) -> SecretStr:
    if text := value.get_secret_value():
        parse_mail_url(text)
    return value


def checked_sender(value: str) -> str:
    if value and not re.fullmatch(rf"{ADDRESS}|[^<>\"\\\x00-\x1f\x7f]{{1,100}} <{ADDRESS}>", value):
        raise ValueError("must be an address, or a name with one: Heed <feedback@example.com>")
    return value


def address_of(sender: str) -> str:
    """The address alone of what MAIL_FROM says."""
    return sender.rpartition("<")[2].rstrip(">")
