"""The oidc_sign_ins table: sign-ins by OpenID Connect that somebody has begun and not ended."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata


class OIDCSignInColumns(TypedColumns):
    """Begun, come back with a code, taken by the courier, answered; and deleted as soon as it has ended, well or not.

    `state_hash` and `browser_hash` are SHA-256 of what only one browser has. PKCE's verifier and the nonce are made of
    the same (app/oidc/browsers.py), so neither is stored before it is needed. `code` and `verifier` are erased by the
    very statement that hands them to the courier: a code can be redeemed once, and is never tried again.
    `answer` is what the provider said, for a few seconds. `user_id`: who is signed in, and links the identity.
    """

    state_hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    browser_hash: Named[bytes] = Column(LargeBinary)
    user_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))
    carried: Named[dict[str, str]] = Column(JSONB, server_default=text("'{}'::jsonb"))
    code: Named[str | None] = Column(Text)
    verifier: Named[str | None] = Column(Text)
    returned_at: Named[datetime | None] = Column(Instant)
    taken_at: Named[datetime | None] = Column(Instant)
    lease_token: Named[uuid.UUID | None] = Column(Uuid)
    answer: Named[dict[str, Any] | None] = Column(JSONB)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime] = Column(Instant)


oidc_sign_ins = Table(
    "oidc_sign_ins",
    metadata,
    OIDCSignInColumns,
    CheckConstraint("(code IS NULL) = (verifier IS NULL)", name="code_and_verifier"),
    CheckConstraint("code IS NULL OR (returned_at IS NOT NULL AND taken_at IS NULL)", name="code_until_taken"),
    CheckConstraint("(taken_at IS NULL) = (lease_token IS NULL)", name="taken_with_a_lease"),
    CheckConstraint("answer IS NULL OR taken_at IS NOT NULL", name="answer_to_what_was_taken"),
    Index("ix_oidc_sign_ins_expires_at", "expires_at"),
    Index("ix_oidc_sign_ins_user_id", "user_id"),
    Index("ix_oidc_sign_ins_returned_at", "returned_at", postgresql_where=text("code IS NOT NULL")),
    Index("uq_oidc_sign_ins_lease_token", "lease_token", unique=True),
)
