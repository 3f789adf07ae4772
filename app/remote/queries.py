"""Reading what was fetched."""

from typing import NamedTuple

from sqlalchemy import Connection, Double, cast, func, select

from app.models.remote_documents import remote_documents


class Document(NamedTuple):
    body: str
    age: float  # Seconds since it was fetched.


def get_document(db: Connection, url: str) -> Document | None:
    """What was fetched there last, however old; None where nothing ever was."""
    age = cast(func.extract("epoch", func.now() - remote_documents.c.fetched_at), Double)
    statement = select(remote_documents.c.body, age).where(
        remote_documents.c.url == url, remote_documents.c.body.is_not(None)
    )
    row = db.execute(statement).one_or_none()
    return None if row is None else Document(str(row[0]), float(row[1]))
