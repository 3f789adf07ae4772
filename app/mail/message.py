"""A mail as it goes over the wire (RFC 5322), from parts of which none can add a header."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.charset import Charset
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote
from itertools import repeat
from textwrap import wrap

from app.mail.rendering import Rendered
from app.settings.mail_url import ADDRESS

# 7bit: no server is asked for 8BITMIME.
POLICY = SMTP.clone(cte_type="7bit")
PLAIN = re.compile(r"[\x21-\x7e]+( [\x21-\x7e]+)*")
FOLD, LINE = "\r\n ", 66  # Characters, beside the header's name; an encoded word may have 75 (RFC 2047 §2).


def build_message(*, sender: str, to: str, content: Rendered, identity: Mapping[str, str]) -> bytes:
    """`identity`: headers made by the board alone, such as Message-ID and List-Unsubscribe.

    The library writes none of these, nor what somebody typed or set. It would fold a long address by encoding it, which
    no reader of that header undoes; and it decodes what it is given, so that a title or an address with
    `=?utf-8?q?=0ABcc:...?=` in it became a header. Raises ValueError for anything in `identity` or an address that has
    a line break, NUL or a character that is no ASCII in it.
    """
    message = EmailMessage(policy=POLICY)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation responder answers it.
    message.set_content(content.text)
    message.add_alternative(content.html, subtype="html")
    for name, value in identity.items():
        if not PLAIN.fullmatch(value):
            raise ValueError(f"{name}: holds what a header may not")
    own = {**identity, "From": mailbox(sender), "To": mailbox(to), "Subject": subject(content.subject)}
    return "".join(f"{name}: {value}\r\n" for name, value in own.items()).encode("ascii") + message.as_bytes()


def subject(text: str) -> str:
    """One line of text, folded (RFC 5322 §2.2.3)."""
    if is_plain(text):
        return FOLD.join(wrap(text, LINE, break_long_words=False, break_on_hyphens=False))
    return encoded(text)


def mailbox(text: str) -> str:
    """`Name <ada@example.com>`, or the address alone. Raises ValueError for anything that is no address."""
    name, bracket, rest = text.rpartition("<")
    name, address = name.strip(), rest.removesuffix(">") if bracket else text
    if not re.fullmatch(ADDRESS, address) or not name.isprintable():
        raise ValueError("not an address to send mail to")
    if not name:
        return address
    return f'"{quote(name)}" <{address}>' if is_plain(name) else f"{encoded(name)}{FOLD}<{address}>"


def is_plain(text: str) -> bool:
    """Whether a reader shows it as it is: what looks like an encoded word is encoded."""
    return bool(PLAIN.fullmatch(text)) and "=?" not in text


def encoded(text: str) -> str:
    return FOLD.join(filter(None, Charset("utf-8").header_encode_lines(text, repeat(LINE))))
