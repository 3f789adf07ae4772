"""sort what was tagged

Why: the rows of before get what their posts are sorted by. Some thousand at a time, each time committed, so that a vote
waits for one batch at most. Rows that a vote holds are passed: it fills them in itself, or if it fails, a later batch
does.
"""

from alembic import op

from migrations.concurrently import outside_transaction
from migrations.limits import allow

revision = "78415a17ed46"
down_revision = "fb13d25aec67"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(posts.votes_count, 1)::double precision)"
    " + date_part('epoch', posts.created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    with outside_transaction():
        allow(800)
        op.execute(f"""
            DO $$
            BEGIN
                WHILE EXISTS (SELECT FROM post_tags WHERE created_at = 'epoch') LOOP
                    UPDATE post_tags SET
                        rank = {RANK}, created_at = posts.created_at, votes_count = posts.votes_count,
                        comments_count = posts.comments_count, updated_at = posts.updated_at
                    FROM posts, (
                        SELECT post_id, tag_id FROM post_tags WHERE created_at = 'epoch'
                        LIMIT 5000 FOR NO KEY UPDATE SKIP LOCKED
                    ) AS unsorted
                    WHERE post_tags.post_id = unsorted.post_id AND post_tags.tag_id = unsorted.tag_id
                        AND posts.id = unsorted.post_id;
                    IF NOT FOUND THEN
                        PERFORM pg_sleep(0.1);
                    END IF;
                    COMMIT;
                END LOOP;
            END
            $$
        """)


def downgrade() -> None:
    pass
