"""Reading what was fetched."""

from typing import NamedTuple

from sqlalchemy import Double, cast, func, select
from sqlalchemy.orm import Session

from app.models import RemoteDocument


class Document(NamedTuple):
    body: str
    age: float  # Seconds since it was fetched.


def get_document(db: Session, url: str) -> Document | None:
    """What was fetched there last, however old; None where nothing ever was."""
    age = cast(func.extract("epoch", func.now() - RemoteDocument.fetched_at), Double)
    statement = select(RemoteDocument.body, age).where(RemoteDocument.url == url, RemoteDocument.body.is_not(None))
    row = db.execute(statement).one_or_none()
    return None if row is None else Document(str(row[0]), max(float(row[1]), 0.0))
