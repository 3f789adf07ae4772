"""The oidc_sign_ins table: sign-ins by OpenID Connect that somebody has begun and not ended."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt


class OIDCSignIn(Base):
    """Begun, come back with a code, taken by the courier, answered; and deleted as soon as it has ended, well or not.

    `state_hash` and `browser_hash` are SHA-256 of what only one browser has. PKCE's verifier and the nonce are made of
    the same (app/oidc/browsers.py), so neither is stored before it is needed. `code` and `verifier` are erased by the
    very statement that hands them to the courier: a code can be redeemed once, and is never tried again.
    `answer` is what the provider said, for a few seconds. `user_id`: who is signed in, and links the identity.
    """

    __tablename__ = "oidc_sign_ins"
    __table_args__ = (
        CheckConstraint("(code IS NULL) = (verifier IS NULL)", name="code_and_verifier"),
        CheckConstraint("code IS NULL OR (returned_at IS NOT NULL AND taken_at IS NULL)", name="code_until_taken"),
        CheckConstraint("(taken_at IS NULL) = (lease_token IS NULL)", name="taken_with_a_lease"),
        CheckConstraint("answer IS NULL OR taken_at IS NOT NULL", name="answer_to_what_was_taken"),
        Index("ix_oidc_sign_ins_expires_at", "expires_at"),
        Index("ix_oidc_sign_ins_user_id", "user_id"),
        Index("ix_oidc_sign_ins_returned_at", "returned_at", postgresql_where=text("code IS NOT NULL")),
        Index("uq_oidc_sign_ins_lease_token", "lease_token", unique=True),
    )

    state_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary)
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))
    carried: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    code: Mapped[str | None]
    verifier: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    lease_token: Mapped[uuid.UUID | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
