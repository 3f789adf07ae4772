"""A claimed batch becomes messages; what its reader may not see or doesn't want any more is dropped instead."""

from typing import Any

from sqlalchemy import Connection

from app.board.cache import current_board
from app.languages.language import Language
from app.languages.negotiation import choose
from app.log import logger
from app.mail import contents
from app.mail.headers import identity_of
from app.mail.message import build_message
from app.mail.releases import released
from app.mail.rendering import render
from app.models.users import User
from app.notifications.unsubscribe import Unsubscription, make_token
from app.outbox.queue import Claimed
from app.outbox.suppression import suppression_of
from app.settings.config import Settings

Item = dict[str, Any]


class Dropped(Exception):
    """`outcome`: dropped or suppressed."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


def compose(db: Connection, settings: Settings, claimed: list[Claimed]) -> tuple[list[Item], list[Item]]:
    """What to send, and the reports of what is not sent."""
    readers = contents.readers_of(db, [each.user_id for each in claimed if each.user_id is not None])
    items, refused = [], []
    for each in claimed:
        try:
            items.append(compose_one(db, settings, each, readers))
        except Dropped as error:
            refused.append({"token": each.token, "outcome": error.outcome, "reason": error.reason})
        except Exception as error:  # noqa: BLE001  (one that can't be written must not keep the others from being sent)
            # Not the error's own text: a template's holds the values that it was given.
            said = {"delivery_id": each.id, "template": each.template, "line": getattr(error, "line", None)}
            logger.error("a mail can't be written: %s", type(error).__name__, extra=said)
            refused.append({"token": each.token, "outcome": "retry", "reason": "it could not be written"})
    return items, refused


def compose_one(db: Connection, settings: Settings, claimed: Claimed, readers: dict[int, User]) -> Item:
    reader = readers.get(claimed.user_id) if claimed.user_id is not None else None
    if claimed.user_id is not None and reader is None:
        raise Dropped("dropped", "the account is disabled or erased")
    address = claimed.address or (reader and reader.email)
    assert address, "the table's constraint"
    if reason := suppression_of(db, address):
        raise Dropped("suppressed", f"the address had a {reason}")
    values, wanted = dict(claimed.data), None
    asked_for = values.pop("language", None)  # Where the address may have no account yet.
    language = choose(reader.language if reader else None, asked_for, current_board(db, settings).default_language)
    if claimed.event_id is not None or claimed.template == "digest":
        assert reader
        event_ids = [claimed.event_id] if claimed.event_id is not None else claimed.data["events"]
        told = told_now(db, claimed.template, reader, language, event_ids)
        if not told:
            raise Dropped("dropped", "its reader may no longer see it, or chose not to be told")
        wanted = unsubscription(claimed, reader, told[0])
        values = {"items": told, **told[0]}
    token = make_token(settings, wanted) if wanted else None
    query = f"unsubscribe?token={token}"
    page, one_click = (f"{settings.public_url}/{path}{query}" if token else None for path in ("", "v1/"))
    name = reader.name if reader else None
    content = render(
        claimed.template,
        language,
        **{"board_url": settings.public_url, "reader": name, "unsubscribe_url": page, **values},
    )
    post_id = values["post"]["id"] if wanted and wanted.post_id else None
    headers = identity_of(settings, claimed.id, post_id=post_id, unsubscribe_url=one_click)
    raw = build_message(sender=settings.mail_from, to=address, content=content, identity=headers)
    return {"token": str(claimed.token), "to": address, "raw": raw}


def told_now(
    db: Connection, template: str, reader: User, language: Language, event_ids: list[int]
) -> list[dict[str, Any]]:
    """The oldest first. Only a digest has both."""
    entries = released(db, reader, event_ids) if template in ("changelog", "digest") else []
    others = contents.tellable(db, reader, language, event_ids) if template != "changelog" else []
    return sorted([*entries, *others], key=lambda told: int(told["event_id"]))


def unsubscription(claimed: Claimed, reader: User, told: dict[str, Any]) -> Unsubscription:
    """What one click stops: the post's mails for those who follow it, otherwise mails of that kind."""
    if claimed.template in ("status_changes", "comments", "merges", "votes_cast"):
        return Unsubscription(reader.id, f"p{told['post']['id']}")
    return Unsubscription(reader.id, claimed.template)
