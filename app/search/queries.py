"""The SQL of searching posts."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Row,
    Select,
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
LONGEST = 6  # Words of a title of which two are to be shared: long words are rare, and 15 pairs are soon compared.
# pg_trgm's `<%` and `<<%`, as pg8000's parameter style writes a percent sign.
IS_LIKE, IS_LIKE_WORDS = "<%%", "<<%%"
WORDS: ColumnElement[Any] = literal_column(SEARCH)


def found(q: str, language: str, caller: User | None) -> ColumnElement[bool]:
    """The posts that match by words; where none does, those with a title that is like `q`, as for a typo.

    Each way is gone only as far as the ones before it leave room, the cheapest first: an index gives words as they
    stand in half the time of those that begin like a half-typed one, and like whole words in half that of like parts.
    """
    as_they_stand = func.websearch_to_tsquery(cast(language, REGCONFIG), q)
    ways: list[Select[int]] = []
    for name, condition in {
        "worded": WORDS.op("@@")(as_they_stand),
        "half_typed": WORDS.op("@@")(ts_query(q, language)),
        "like_words": literal(q).op(IS_LIKE_WORDS)(Post.title),
        "like_parts": literal(q).op(IS_LIKE)(Post.title),
    }.items():
        way = select(matches(name, condition, caller))
        ways.append(way.where(*(~before.exists() for before in ways)) if name.startswith("like") else way)
    return Post.id.in_(select(union_all(*ways).subquery()).limit(CANDIDATES))


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

    Looked at are those of this very title, with all of its words, with two of its longest, with a title like it where
    there are none, and with any of its words: each only where those before were few, as a word may be in every tenth.
    """
    config = cast(language, REGCONFIG)
    words = func.plainto_tsquery(config, title)
    any_word = cast(func.replace(cast(words, Text), "&", "|"), TSQUERY)
    originals = {
        "same": func.lower(Post.title) == func.lower(title),
        "all_words": WORDS.op("@@")(words),
        "two_words": WORDS.op("@@")(pairs(words)),
        "like_it": literal(title).op(IS_LIKE)(Post.title),
        "any_word": WORDS.op("@@")(any_word),
    }
    ways = {
        name: select(matches(name, and_(condition, Post.merged_into_id.is_(None)), caller))
        for name, condition in originals.items()
    }
    ways["like_it"] = ways["like_it"].where(~ways["all_words"].exists(), ~ways["two_words"].exists())
    candidates = select(union_all(*ways.values()).subquery()).limit(CANDIDATES)
    likeness = func.similarity(Post.title, title) + func.word_similarity(title, Post.title)
    statement = select(Post.id, Post.title, Post.status, Post.votes_count).where(Post.id.in_(candidates))
    return db.execute(statement.order_by(likeness.desc(), Post.votes_count.desc(), Post.id).limit(5)).all()


def pairs(words: ColumnElement[Any]) -> ColumnElement[Any]:
    """A query for any two of the longest words of one that asks for all of them; null where it has fewer than two."""
    split = func.regexp_split_to_table(cast(words, Text), " & ").column_valued("word")
    longest = select(split.label("word")).order_by(func.length(split).desc(), split).limit(LONGEST).cte("longest")
    one, other = longest.alias("one"), longest.alias("other")
    pair = one.c.word + " & " + other.c.word
    query = select(cast(func.string_agg(pair, " | "), TSQUERY)).where(one.c.word < other.c.word)
    return query.scalar_subquery()
