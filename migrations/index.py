"""The words that search finds posts by, made again where they are out of date: of a language that is no longer the
board's, or by a function that has changed since."""

import logging
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.posts.search.store import index_some
from app.settings.config import Settings
from migrations.failure import describe
from migrations.limits import limits_of

logger = logging.getLogger("heed.migrations")

SECONDS_LEFT = 30.0  # With less than this left, the rest is for the next time.


def index_posts(connection: Connection, settings: Settings) -> dict[str, Any]:
    """Some posts at a time, each a transaction of its own, so that a vote waits for none of it longer than a moment. It
    can be stopped at any time, and goes on where it was. Answers how many were made, and whether that is all."""
    total, last, count = 0, 0, 1
    while count and limits_of(connection).left() > SECONDS_LEFT:
        count, last = index_some(connection, settings.language, after=last)
        connection.commit()
        total += count
        if total and total % 50_000 == 0:
            logger.info("indexed %s posts", f"{total:,}")
    return {"indexed": total, "complete": not count}


def index_along(connection: Connection, settings: Settings) -> dict[str, Any]:
    """After an upgrade. A failure doesn't undo that: the posts are found by the words that they have."""
    try:
        answer = index_posts(connection, settings)
    except DBAPIError as error:
        connection.rollback()
        logger.warning("not all posts were indexed: %s; go on with the command index", describe(error))
        return {}
    if not answer["complete"]:
        logger.warning("not all posts were indexed in the time there is; go on with the command index")
    return {"indexed": answer["indexed"]} if answer["indexed"] else {}
