"""The headers by which a mail is recognised, threaded and left."""

import hmac
from urllib.parse import urlsplit

from app.settings.config import Settings
from app.settings.mail_url import address_of


def identity_of(
    settings: Settings, delivery_id: int, *, post_id: int | None, unsubscribe_url: str | None
) -> dict[str, str]:
    """The same for each attempt at one delivery, so that a second copy is recognisable as one.

    SES writes a Message-ID of its own: so Heed-Delivery says it too, and a post's mails are threaded by References to
    an id that no mail has.
    """
    domain = address_of(settings.mail_from).rpartition("@")[2]
    board = urlsplit(settings.public_url).netloc
    key = settings.secret_key.get_secret_value().encode()
    digest = hmac.digest(key, f"heed:message:{board}:{delivery_id}".encode(), "sha256").hex()[:16]
    headers = {"Message-ID": f"<{delivery_id}.{digest}@{domain}>", "Heed-Delivery": f"{delivery_id}.{digest}"}
    if post_id is not None:
        headers["References"] = headers["In-Reply-To"] = f"<post-{post_id}@{domain}>"
    if unsubscribe_url is not None:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
