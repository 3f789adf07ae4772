"""sort what is tagged

Why: a new row of post_tags has from its first moment what its post is sorted by, whoever writes it, the code before
this too. The post is locked, as its tagging does already, so that no vote passes between the look and the row.
"""

from alembic import op

revision = "fb13d25aec67"
down_revision = "b458fb786803"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(posts.votes_count, 1)::double precision)"
    " + date_part('epoch', posts.created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    op.execute(f"""
        CREATE FUNCTION sort_as_post() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            SELECT {RANK}, posts.created_at, posts.votes_count, posts.comments_count, posts.updated_at
            INTO NEW.rank, NEW.created_at, NEW.votes_count, NEW.comments_count, NEW.updated_at
            FROM posts WHERE posts.id = NEW.post_id FOR NO KEY UPDATE;
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER post_tags_sorted BEFORE INSERT ON post_tags FOR EACH ROW EXECUTE FUNCTION sort_as_post()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER post_tags_sorted ON post_tags")
    op.execute("DROP FUNCTION sort_as_post")
