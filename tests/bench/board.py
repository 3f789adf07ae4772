"""A board of any size, filled by SQL, as one looks that was used for three years: ten votes a post, very unevenly.

Titles and texts are pieces of Python's own manual, which every Python brings along: words as frequent, and in such
company, as people write them. One title in five hundred has a word of its own. Answered posts are old ones that rest,
as on any board; ten of them are `started`.
"""

import random
import re
from pydoc_data.topics import topics
from typing import Any

from sqlalchemy import Connection, text

from app.models.posts import RANK
from app.posts.search.store import MADE, VERSION
from app.posts.search.vector import text_of_post
from app.stats.changes import keep_a_week
from tests.bench.connection import connected

PHRASES = 4_000
TABLES = (
    *("users", "posts", "votes", "comments", "post_tags", "events", "moderation_log", "webhooks"),
    *("webhook_deliveries", "changelog_entries", "changelog_posts"),
)

ADMIN = 22
USERS = """
    INSERT INTO users (email, name, role)
    SELECT 'member' || i || '@example.com', 'Member ' || i, CASE i WHEN {admin} THEN 'admin' ELSE 'member' END
    FROM generate_series(1, {users}) AS i
"""
# Each post's chances come from hashes of its number, so that a board of a size is the same every time.
POSTS = """
    INSERT INTO posts
        (author_id, title, content, words, words_version, status, visibility, votes_count, comments_count, created_at,
         updated_at)
    SELECT 1 + hash % {users},
           head.title || ' ' || tail.title || CASE WHEN i % 500 = 7 THEN ' only' || i ELSE '' END,
           head.content || ' ' || tail.content,
           {words}, {version},
           CASE WHEN i <= 10 THEN 'started' WHEN u1 > 0.12 OR i > {posts} * 0.9 THEN 'open'
                WHEN u1 > 0.07 THEN 'completed' WHEN u1 > 0.03 THEN 'planned' ELSE 'declined' END,
           CASE WHEN i % 997 = 5 THEN 'pending' WHEN i % 991 = 6 THEN 'hidden' ELSE 'public' END,
           least({users}, floor(5 / sqrt(u2))), floor(0.5 / sqrt(u3)), at, at + (now() - at) * u1 * u3
    FROM (
        SELECT i, hash, (hash & 65535 | 1) / 65536.0::float8 AS u1, (hash >> 16 & 65535 | 1) / 65536.0::float8 AS u2,
               (hash >> 32 & 65535 | 1) / 65536.0::float8 AS u3,
               now() - interval '1095 days' * (1 - i * 1.0 / {posts}) AS at
        FROM (SELECT i, hashint8extended(i, 1) & 9223372036854775807 AS hash FROM generate_series(1, {posts}) AS i)
    ) AS post
    JOIN phrases AS head ON head.number = hash % {phrases}
    JOIN phrases AS tail ON tail.number = (hash >> 20) % {phrases}
    ORDER BY i
"""
# As a moderator left them: one of a thousand is deleted, besides those that POSTS hid.
DELETED = """
    UPDATE posts SET title = '', content = '', words = NULL, votes_count = 0, comments_count = 0,
                     deleted_at = updated_at
    WHERE id % 983 = 500
"""
UNPUBLISHED = "UPDATE posts SET published_at = NULL WHERE visibility = 'pending'"
VOTES = """
    INSERT INTO votes (post_id, user_id, created_at)
    SELECT posts.id, 1 + (posts.id * 7919 + n) % {users}, posts.created_at
    FROM posts, generate_series(1, votes_count) AS n
"""
COMMENTS = """
    INSERT INTO comments (post_id, author_id, content, created_at)
    SELECT posts.id, 1 + (posts.id * 31 + n) % {users}, 'For me, too.', posts.created_at
    FROM posts, generate_series(1, comments_count) AS n
"""
TAGS = "INSERT INTO tags (slug, name) SELECT 'tag-' || i, 'Tag ' || i FROM generate_series(1, 22) AS i"
# Every second post has a tag: tag-1 is on 18 % of all posts, tag-5 on 2 %, tag-20 on 1 %. tag-21 is on ten posts, and
# tag-22 on two of a thousand: of a million, so many that a list can neither read them all nor soon meet with them.
POST_TAGS = """
    INSERT INTO post_tags (post_id, tag_id, rank, created_at, votes_count, comments_count, updated_at)
    SELECT post_id, tag_id, {rank}, created_at, votes_count, comments_count, updated_at
    FROM posts JOIN (
        SELECT id, 1 + floor(20 * power((hashint8(id) & 65535) / 65536.0::float8, 3)) FROM posts WHERE id % 2 = 0
        UNION ALL SELECT id, 21 FROM posts WHERE id % ({posts} / 10) = 1
        UNION ALL SELECT id, 22 FROM posts WHERE id % 500 = 3
    ) AS tagged (post_id, tag_id) ON post_id = id
"""
# Every post was told of once, every tenth to an endpoint, and every tenth was moderated.
EVENTS = """
    INSERT INTO events (type, post_id, actor_id, xid, created_at, fanned_out_at)
    SELECT 'post.created', id, author_id, 0, created_at, created_at FROM posts
"""
MODERATION = """
    INSERT INTO moderation_log (actor_id, action, target_type, target_id, detail, created_at)
    SELECT {admin}, 'post.status', 'post', id, '{{"status": "planned"}}', updated_at FROM posts WHERE id % 10 = 4
"""
WEBHOOK = """
    INSERT INTO webhooks (url, events, secret, xid, event_id, paused_because, created_by_id)
    VALUES ('https://example.com/', '{{*}}', '', 0, 9223372036854775807, 'by_hand', {admin})
"""
DELIVERIES = """
    INSERT INTO webhook_deliveries (webhook_id, event_id, status, attempts, created_at, delivered_at)
    SELECT 1, id, 'delivered', 1, created_at, created_at FROM events WHERE id % 10 = 4
"""
ENTRIES = """
    INSERT INTO changelog_entries (author_id, publisher_id, title, content, published_at, event_id, created_at)
    SELECT {admin}, {admin}, 'Release ' || id, 'Many things.', created_at, id, created_at
    FROM posts WHERE id % greatest(25, {posts} / 2000) = 1
"""
ENTRY_POSTS = """
    INSERT INTO changelog_posts (entry_id, post_id)
    SELECT changelog_entries.id, event_id + n FROM changelog_entries, generate_series(1, 3) AS n
"""
# A post has the words of both its phrases, those of the second behind those of the first: not quite the places that
# app/posts/search/vector.py gives them, but as many words, places and bytes, in a fifth of the time.
OWN_WORD = r"CASE WHEN i % 500 = 7 THEN CAST('only' || i || '\:5A' AS tsvector) ELSE '' END"
WORDS = f"head.words || tail.words || {OWN_WORD}"
PHRASE_WORDS = """
    CREATE TEMPORARY TABLE phrases AS
    SELECT number, title, content, {vector} AS words
    FROM unnest(CAST(:number AS int[]), CAST(:title AS text[]), CAST(:content AS text[]), CAST(:words AS text[]),
                CAST(:alike AS text[]), CAST(:stemmable AS text[]))
         AS made (number, title, content, words, alike, stemmable)
"""
FILLED_BY = (
    *(USERS, TAGS, POSTS, DELETED, UNPUBLISHED, VOTES, COMMENTS, POST_TAGS),
    *(EVENTS, MODERATION, WEBHOOK, DELIVERIES, ENTRIES, ENTRY_POSTS),
)
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (CAST(:tables AS regclass[])) AND NOT indisprimary
"""


def fill(url: str, posts: int) -> None:
    """Fills a migrated, empty database. Indexes are built after the rows, and foreign keys hold by construction.

    The migrations have bounded what a statement of the board may take; a million rows take longer.
    """
    users = max(1_000, posts // 10)
    sizes = {"posts": posts, "users": users, "phrases": PHRASES, "admin": ADMIN, "words": WORDS, "version": VERSION}
    sizes["rank"] = RANK
    with connected(url, isolation_level="AUTOCOMMIT") as connection:
        bounds = ("statement_timeout = 0", "maintenance_work_mem = '1GB'", "work_mem = '256MB'")
        for setting in ("session_replication_role = replica", *bounds):
            connection.execute(text(f"SET {setting}"))
        indexes = connection.execute(text(INDEXES), {"tables": list(TABLES)}).all()
        for name, _ in indexes:
            connection.execute(text(f"DROP INDEX {name}"))
        add_phrases(connection)
        for statement in FILLED_BY:
            connection.execute(text(statement.format(**sizes)))
        for _, definition in indexes:
            connection.execute(text(definition))
        for table in TABLES:
            connection.execute(text(f"VACUUM (ANALYZE) {table}"))
        # As the courier's daily sweep does, which a board of that age has had a thousand times.
        while keep_a_week(connection) is not None:
            pass


def add_phrases(connection: Connection) -> None:
    """Half titles of two words and half texts of ten, of which every post takes two."""
    chance = random.Random(7)
    words = re.findall("[a-z]{3,}", " ".join(topics.values()).lower())
    starts = [chance.randrange(len(words) - 12) for _ in range(PHRASES)]
    columns: dict[str, list[Any]] = {
        "number": [],
        "title": [],
        "content": [],
        "words": [],
        "alike": [],
        "stemmable": [],
    }
    for number, at in enumerate(starts):
        title, content = " ".join(words[at : at + 2]), " ".join(words[at + 2 : at + 12])
        made = text_of_post(title, content)
        row = (number, title, content, made.words, made.alike, made.stemmable)
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    connection.execute(text(PHRASE_WORDS.format(vector=MADE)), {**columns, "language": "english"})
