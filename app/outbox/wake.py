"""Wakes what sends: one line in the log, after the commit of a change that has something to send.

On AWS a subscription filter of CloudWatch Logs looks for that line and invokes the courier; `make run` listens to the
logger. A line that gets lost loses nothing, as the daily sweep finds what is due in the database.
"""

import logging

from sqlalchemy import Connection

from app.db.commit import after_commit

outbox = logging.getLogger("heed.outbox")
MARKER = "something to send"


def wake_after_commit(db: Connection) -> None:
    """Notes that this transaction has something to send. Nothing is logged for one that is rolled back."""
    after_commit(db, wake)


def wake() -> None:
    outbox.info(MARKER)
