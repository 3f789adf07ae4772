"""Asking for a document."""

from sqlalchemy import Connection, text

from app.outbox.wake import wake_after_commit

# However many ask, as with keys that nobody has: once a minute is often enough.
ASK = text("""
    INSERT INTO remote_documents (url, due_at) VALUES (:url, now())
    ON CONFLICT (url) DO UPDATE SET due_at = now()
    WHERE remote_documents.due_at IS NULL
      AND coalesce(remote_documents.tried_at < now() - interval '1 minute', true)
    RETURNING url
""")


def ask_for(db: Connection, url: str) -> bool:
    """Has the courier fetch it, after the commit. False where that is under way, or was tried a moment ago."""
    if db.execute(ASK, {"url": url}).one_or_none() is None:
        return False
    wake_after_commit(db)
    return True
