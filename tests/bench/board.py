"""A board of any size, filled by SQL, as one looks that was used for three years: ten votes a post, very unevenly.

The words are Zipf's without the commonest, which no index holds: the word of rank r comes with a chance in proportion
to 1 / (r + 50), so the first is in every tenth post and the last in one of four hundred. One title in five hundred has
a word of its own. Answered posts are old ones, as on any board; ten of them are `started`.
"""

import random

from sqlalchemy import Connection, create_engine, text

BEGINNINGS = "bra cle dorm fesh gri hult jam kelp lorn mist nack pold quar slen trup wick"
MIDDLES = "abo eda ifi ogu uha aki elo ima one upa iri oso eta uvi awe izo"
ENDS = "bler ck dge fth lsh mpt nsel rrow"
VOCABULARY = 2_000
PHRASES = 4_000
TABLES = ("users", "posts", "votes", "comments", "post_tags")

USERS = """
    INSERT INTO users (email, name)
    SELECT 'member' || i || '@example.com', 'Member ' || i FROM generate_series(1, {users}) AS i
"""
# Each post's chances come from hashes of its number, so that a board of a size is the same every time.
POSTS = """
    INSERT INTO posts
        (author_id, title, content, status, visibility, votes_count, comments_count, created_at, updated_at)
    SELECT 1 + hash % {users},
           head.title || ' ' || tail.title || CASE WHEN i % 500 = 7 THEN ' only' || i ELSE '' END,
           head.content || ' ' || tail.content,
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
TAGS = "INSERT INTO tags (slug, name) SELECT 'tag-' || i, 'Tag ' || i FROM generate_series(1, 21) AS i"
# Every second post has a tag: tag-1 is on 18 % of all posts, tag-5 on 2 %, tag-20 on 1 %, and tag-21 on ten.
POST_TAGS = """
    INSERT INTO post_tags (post_id, tag_id)
    SELECT id, 1 + floor(20 * power((hashint8(id) & 65535) / 65536.0::float8, 3)) FROM posts WHERE id % 2 = 0
    UNION ALL SELECT id, 21 FROM posts WHERE id % ({posts} / 10) = 1
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (CAST(:tables AS regclass[])) AND NOT indisprimary
"""


def fill(url: str, posts: int) -> None:
    """Fills a migrated, empty database. Indexes are built after the rows, and foreign keys hold by construction."""
    users = max(1_000, posts // 10)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'", "work_mem = '256MB'"):
            connection.execute(text(f"SET {setting}"))
        indexes = connection.execute(text(INDEXES), {"tables": list(TABLES)}).all()
        for name, _ in indexes:
            connection.execute(text(f"DROP INDEX {name}"))
        add_phrases(connection)
        for statement in (USERS, TAGS, POSTS, VOTES, COMMENTS, POST_TAGS):
            connection.execute(text(statement.format(posts=posts, users=users, phrases=PHRASES)))
        for _, definition in indexes:
            connection.execute(text(definition))
        for table in TABLES:
            connection.execute(text(f"VACUUM (ANALYZE) {table}"))
    engine.dispose()


def add_phrases(connection: Connection) -> None:
    """Half titles of two words and half contents of ten, of which every post takes two."""
    chance = random.Random(7)
    rows = [(i, say(chance, 2), say(chance, 10)) for i in range(PHRASES)]
    connection.execute(text("CREATE TEMPORARY TABLE phrases (number int, title text, content text)"))
    columns = [list(column) for column in zip(*rows, strict=True)]
    statement = "INSERT INTO phrases SELECT * FROM unnest(CAST(:i AS int[]), CAST(:t AS text[]), CAST(:c AS text[]))"
    connection.execute(text(statement), dict(zip("itc", columns, strict=True)))


def say(chance: random.Random, words: int) -> str:
    ranks = (int(50 * ((VOCABULARY + 50) / 50) ** chance.random() - 50) for _ in range(words))
    return " ".join(word(rank) for rank in ranks)


def word(rank: int) -> str:
    """The word of a rank: 0 is the commonest."""
    places = rank % 16, (rank // 16 + rank) % 16, rank // 256 % 8
    return "".join(
        syllables.split()[place] for syllables, place in zip((BEGINNINGS, MIDDLES, ENDS), places, strict=True)
    )
