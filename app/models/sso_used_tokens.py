"""The sso_used_tokens table: the tokens of single sign-on that were used, until they have expired anyway."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SSOUsedToken(Base):
    """`token_hash` is the SHA-256 of the token's issuer and `jti`."""

    __tablename__ = "sso_used_tokens"
    __table_args__ = (Index("ix_sso_used_tokens_expires_at", "expires_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_at: Mapped[datetime]
