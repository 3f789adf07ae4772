"""Wakes what sends: one line in the log, after the commit of a change that has something to send.

On AWS a subscription filter of CloudWatch Logs looks for that line and invokes the courier; `make run` listens to the
logger. A line that gets lost loses nothing, as the daily sweep finds what is due in the database.
"""

import logging

from sqlalchemy import event
from sqlalchemy.orm import Session

outbox = logging.getLogger("heed.outbox")
SENDS = "heed.outbox"  # The key in the session's `info`.
MARKER = "something to send"


def wake_after_commit(db: Session) -> None:
    """Notes that this transaction has something to send. Nothing is logged for one that is rolled back."""
    db.info[SENDS] = True


@event.listens_for(Session, "after_commit")
def wake(db: Session) -> None:
    if db.info.pop(SENDS, False):
        outbox.info(MARKER)


@event.listens_for(Session, "after_rollback")
def forget(db: Session) -> None:
    db.info.pop(SENDS, None)
