"""index sessions by cookie_hash

Why: each page of somebody who is signed in finds the session by its cookie. The index leaves out the API's sessions,
which are the only ones that the code before this opens.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "90ad27c4f1e5"
down_revision = "3c9f61d8e0b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "uq_sessions_cookie_hash",
        "sessions",
        ["cookie_hash"],
        unique=True,
        postgresql_where=sa.text("cookie_hash IS NOT NULL"),
    )


def downgrade() -> None:
    drop_index("uq_sessions_cookie_hash", "sessions")
