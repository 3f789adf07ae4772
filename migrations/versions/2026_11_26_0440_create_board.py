"""create board

Why: admins set the board's name, look, languages and who may join or read it, without a release. It begins empty, so
all is as the environment says, which the code before this goes on reading.
"""

import sqlalchemy as sa
from alembic import op

revision = "9c4e7a10b2d8"
down_revision = "47b1fc905d3e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.BigInteger(), autoincrement=False, server_default="1", nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("intro", sa.Text(), server_default="", nullable=False),
        sa.Column("accent_color", sa.Text(), nullable=True),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_name", sa.Text(), nullable=True),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("default_language", sa.Text(), nullable=True),
        sa.Column("sign_up", sa.Text(), server_default="open", nullable=False),
        sa.Column("approve_first_posts", sa.Boolean(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_board_one_row")),
        sa.CheckConstraint("accent_color ~ '^#[0-9a-f]{6}$'", name=op.f("ck_board_accent_color")),
        sa.CheckConstraint(
            "default_language IN ('en', 'de', 'fr', 'es', 'pt', 'ja', 'ar')", name=op.f("ck_board_default_language")
        ),
        sa.CheckConstraint("sign_up IN ('open', 'by_code', 'closed')", name=op.f("ck_board_sign_up")),
        sa.CheckConstraint("(logo IS NULL) = (logo_name IS NULL)", name=op.f("ck_board_logo_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
    )


def downgrade() -> None:
    op.drop_table("board")
