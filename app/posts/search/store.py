"""The words of posts, stored: with a post that is written, and again for those whose words are out of date."""

import re
from typing import Any

from sqlalchemy import Connection, cast, text, update
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.sql.dml import Update

from app.models.posts import posts
from app.posts.search.vector import text_of_post

VERSION = 1  # Of what vector.py, words.py and folding.py make: a change counts it up, and all is made again.
AT_ONCE = 500  # Posts of one transaction, whose votes wait meanwhile.

# Stems that are words of the post as well need not be stored twice. Parameters are those of parameters_of().
VECTOR = """
    CAST(:words AS tsvector) || CAST(:alike AS tsvector) || array_to_tsvector(ARRAY(
        SELECT '~' || stem FROM unnest(tsvector_to_array(ts_delete(
            to_tsvector(CAST(:language AS regconfig), :stemmable), tsvector_to_array(CAST(:words AS tsvector))
        ))) AS stem
    ))
"""


def parameters_of(title: str, content: str, language: str) -> dict[str, Any]:
    found = text_of_post(title, content)
    return {"words": found.words, "alike": found.alike, "stemmable": found.stemmable, "language": language}


def values_of(title: str, content: str, language: str) -> dict[str, Any]:
    """The columns of a post, for an UPDATE."""
    vector = text(f"({VECTOR})").bindparams(**parameters_of(title, content, language))
    return {"words": vector, "words_version": VERSION, "language": cast(language, REGCONFIG)}


def words_of(post_id: int, title: str, content: str, language: str) -> Update:
    return update(posts).where(posts.c.id == post_id).values(**values_of(title, content, language))


OUT_OF_DATE = text("""
    SELECT id, title, content FROM posts
    WHERE id > :after AND deleted_at IS NULL
      AND (words_version IS DISTINCT FROM :version OR language <> CAST(:language AS regconfig))
    ORDER BY id LIMIT :at_once FOR NO KEY UPDATE
""")
MADE = re.sub(":(words|alike|stemmable)", r"made.\1", VECTOR)
STORE = text(f"""
    UPDATE posts SET words = {MADE},
                     words_version = :version, language = CAST(:language AS regconfig)
    FROM unnest(CAST(:ids AS bigint[]), CAST(:words AS text[]), CAST(:alike AS text[]), CAST(:stemmable AS text[]))
         AS made (id, words, alike, stemmable)
    WHERE posts.id = made.id
""")  # noqa: S608  (put together from constants)


def index_some(connection: Connection, language: str, *, after: int) -> tuple[int, int]:
    """Makes the words of some posts behind `after` again; answers how many, and the last one's id.

    With the posts locked, so that nobody changes their text meanwhile. Whoever calls this commits, and goes on until
    there are none.
    """
    asked = {"after": after, "version": VERSION, "language": language, "at_once": AT_ONCE}
    posts = connection.execute(OUT_OF_DATE, asked).all()
    if not posts:
        return 0, after
    made = [text_of_post(post.title, post.content) for post in posts]
    columns = {name: [getattr(each, name) for each in made] for name in ("words", "alike", "stemmable")}
    ids = [post.id for post in posts]
    connection.execute(STORE, {**columns, "ids": ids, "version": VERSION, "language": language})
    return len(ids), ids[-1]
