"""The SQL of searching posts."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Row,
    Text,
    and_,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY
from sqlalchemy.orm import Session

from app.posts.models import SEARCH, Post
from app.posts.visibility import visible_to
from app.users.models import User

# A search looks at so many posts: ranking needs each one's words, at some 20 µs a post, and few page through so many.
CANDIDATES = 300
IS_LIKE = "<%%"  # pg_trgm's `<%`, as pg8000's parameter style writes a percent sign.
WORDS: ColumnElement[Any] = literal_column(SEARCH)


def found(q: str, language: str, caller: User | None) -> ColumnElement[bool]:
    """The posts that match by words; where none does, those with a title that is like `q`, as for a typo."""
    worded = matches("worded", WORDS.op("@@")(ts_query(q, language)), caller)
    like = matches("like_it", literal(q).op(IS_LIKE)(Post.title), caller)
    by_words = select(worded.c.id).limit(CANDIDATES)
    by_title = select(like.c.id).where(~select(worded.c.id).exists()).limit(CANDIDATES)
    return Post.id.in_(union_all(by_words, by_title))


def matches(name: str, condition: ColumnElement[bool], caller: User | None) -> CTE:
    """The posts that match, to be read as far as they are needed.

    MATERIALIZED keeps a LIMIT outside from the planner, which for it would rather read the table than the index: that
    is fast where many posts match, and takes seconds where it is wrong about that. What nobody reads is not looked for.
    """
    return select(Post.id).where(condition, visible_to(caller)).cte(name).prefix_with("MATERIALIZED")


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
    """At most five posts that may ask the same, the likest first.

    Looked at are those of this very title, then those with all of its words, a title like it, or any of its words: each
    only where those before were few, as a word may be in every tenth post.
    """
    config = cast(language, REGCONFIG)
    words = func.plainto_tsquery(config, title)
    any_word = cast(func.replace(cast(words, Text), "&", "|"), TSQUERY)
    same = func.lower(Post.title) == func.lower(title)
    like = literal(title).op(IS_LIKE)(Post.title)
    branches = {"same": same, "all_words": WORDS.op("@@")(words), "like_it": like, "any_word": WORDS.op("@@")(any_word)}
    originals = [
        select(matches(name, and_(condition, Post.merged_into_id.is_(None)), caller))
        for name, condition in branches.items()
    ]
    candidates = select(union_all(*originals).subquery()).limit(CANDIDATES)
    likeness = func.similarity(Post.title, title) + func.word_similarity(title, Post.title)
    statement = select(Post.id, Post.title, Post.status, Post.votes_count).where(Post.id.in_(candidates))
    return db.execute(statement.order_by(likeness.desc(), Post.votes_count.desc(), Post.id).limit(5)).all()
