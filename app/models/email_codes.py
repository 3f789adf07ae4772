"""The email_codes table: the code that was last mailed to an address, until it is used or expires."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedAt


class EmailCode(Base):
    """One for each address, so that a new code ends the old one. It belongs to the address and to no account, as there
    may be none yet.

    `id_hash` is the SHA-256 of the id that only the asking client was told; `code_hash` is keyed with the secret key,
    as a million codes are soon tried out. `name` and `password_hash` are of the account that a sign-up will get by it.
    """

    __tablename__ = "email_codes"
    __table_args__ = (
        CheckConstraint("email = lower(btrim(email))", name="email_normalised"),
        Index("uq_email_codes_id_hash", "id_hash", unique=True),
        Index("ix_email_codes_expires_at", "expires_at"),
    )

    email: Mapped[str] = mapped_column(primary_key=True)
    id_hash: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    name: Mapped[str | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
