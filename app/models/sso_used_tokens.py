"""The sso_used_tokens table: the tokens of single sign-on that were used, until they have expired anyway."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Named, Table, TypedColumns

from app.models.base import Instant, metadata


class SSOUsedTokenColumns(TypedColumns):
    """`token_hash` is the SHA-256 of the token's issuer and `jti`."""

    token_hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    expires_at: Named[datetime] = Column(Instant)


sso_used_tokens = Table(
    "sso_used_tokens",
    metadata,
    SSOUsedTokenColumns,
    Index("ix_sso_used_tokens_expires_at", "expires_at"),
)
