"""The email_codes table: the code that was last mailed to an address, until it is used or expires."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Named, Table, Text, TypedColumns, func

from app.models.base import Instant, metadata


class EmailCodeColumns(TypedColumns):
    """One for each address, so that a new code ends the old one. It belongs to the address and to no account, as there
    may be none yet.

    `id_hash` is the SHA-256 of the id that only the asking client was told; `code_hash` is keyed with the secret key,
    as a million codes are soon tried out. `name` and `password_hash` are of the account that a sign-up will get by it.
    """

    email: Named[str] = Column(Text, primary_key=True)
    id_hash: Named[bytes] = Column(LargeBinary)
    code_hash: Named[bytes] = Column(LargeBinary)
    tries: Named[int] = Column(Integer, server_default="0")
    name: Named[str | None] = Column(Text)
    password_hash: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime] = Column(Instant)


email_codes = Table(
    "email_codes",
    metadata,
    EmailCodeColumns,
    CheckConstraint("email = lower(btrim(email))", name="email_normalised"),
    Index("uq_email_codes_id_hash", "id_hash", unique=True),
    Index("ix_email_codes_expires_at", "expires_at"),
)
