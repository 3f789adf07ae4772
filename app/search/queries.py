"""The SQL of searching posts."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Double, Row, Text, cast, func, literal, literal_column, select, union_all
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY
from sqlalchemy.orm import Session

from app.posts.models import SEARCH, Post
from app.posts.visibility import visible_to
from app.users.models import User

# A search looks at so many posts: ranking needs each one's words, at some 50 µs a post, and nobody pages through more.
CANDIDATES = 1_000
IS_LIKE = "<%%"  # pg_trgm's `<%`, as pg8000's parameter style writes a percent sign.
WORDS: ColumnElement[Any] = literal_column(SEARCH)


def found(q: str, language: str, caller: User | None) -> ColumnElement[bool]:
    """The posts that match by words; where none does, those with a title that is like `q`, as for a typo."""
    by_words = select(Post.id).where(WORDS.op("@@")(ts_query(q, language)), visible_to(caller)).limit(CANDIDATES)
    like = select(Post.id).where(literal(q).op(IS_LIKE)(Post.title), visible_to(caller), ~by_words.exists())
    return Post.id.in_(union_all(by_words, like.limit(CANDIDATES)))


def relevance(q: str, language: str) -> ColumnElement[float]:
    """How densely the words stand (those of the title weigh more), then how like the title is."""
    density = func.ts_rank_cd(WORDS, ts_query(q, language))
    return cast(density, Double) + func.word_similarity(q, Post.title) / 1_000


def ts_query(q: str, language: str) -> ColumnElement[Any]:
    """What people type: words, "phrases", -exclusions, `or`, and a last word that may be half typed.

    Nothing in it is a wildcard: websearch_to_tsquery takes any text, and a half-typed word is letters and digits only.
    """
    config = cast(language, REGCONFIG)
    half = re.search(r"(?<!\bor)(?:^|\s)([^\W_]+)$", q, re.IGNORECASE)
    if half is None or q.count('"') % 2:
        return func.websearch_to_tsquery(config, q)
    whole = func.websearch_to_tsquery(config, q[: half.start()])
    return whole.op("&&")(func.to_tsquery(config, f"{half[1]}:*"))


def similar_posts(db: Session, title: str, language: str, *, caller: User | None) -> Sequence[Row[int, str, str, int]]:
    """At most five posts that may ask the same: with a word in common, or a title like this one. The likest first."""
    config = cast(language, REGCONFIG)
    any_word = cast(func.replace(cast(func.plainto_tsquery(config, title), Text), "&", "|"), TSQUERY)
    worded = select(Post.id).where(WORDS.op("@@")(any_word)).limit(CANDIDATES)
    like = select(Post.id).where(literal(title).op(IS_LIKE)(Post.title)).limit(CANDIDATES)
    likeness = func.similarity(Post.title, title) + func.word_similarity(title, Post.title)
    statement = select(Post.id, Post.title, Post.status, Post.votes_count).where(
        Post.id.in_(union_all(worded, like)), visible_to(caller), Post.merged_into_id.is_(None)
    )
    return db.execute(statement.order_by(likeness.desc(), Post.votes_count.desc(), Post.id).limit(5)).all()
