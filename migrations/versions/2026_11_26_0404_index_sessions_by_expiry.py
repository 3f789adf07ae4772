"""index sessions by expiry

Why: each sign-in deletes ten sessions that have lapsed, whosoever they were, and finds them without reading them all.
"""

from migrations.concurrently import create_index, drop_index

revision = "c94d27e1b6a0"
down_revision = "f31a6c84b9e5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_sessions_expires_at", "sessions", ["expires_at"])


def downgrade() -> None:
    drop_index("ix_sessions_expires_at", "sessions")
