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
    false,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY
from sqlalchemy.orm import Session

from app.models import Post, User
from app.models.posts import SEARCH, one_of
from app.posts.visibility import visible_to

# Of the posts that match, a search looks at so many (0.5 µs each), and ranks those of them with the most votes, as that
# needs each one's words again (20 µs).
LOOKED_AT, RANKED = 5_000, 300
LONGEST = 3  # Words of a title of which two are to be shared: of a million posts, the pairs of six took 62 ms.
IS_LIKE = "<%%"  # pg_trgm's `<%`, as pg8000's parameter style writes a percent sign.
EXCLUSION = re.compile(r'(?:^|\s)-("[^"]*"?|\S+)')
ANYTHING = "T"  # What querytree() gives for a query that no index helps with: `-this`, or `this or -that`.
WORDS: ColumnElement[Any] = literal_column(SEARCH)


def found(q: str, language: str, listed: ColumnElement[bool], *, ranked: bool, in_memory: bool) -> ColumnElement[bool]:
    """The listed posts that match by words; where those are fewer than `RANKED`, also by words of which the last is
    half typed; and where none does, those with a title that is like `q`, as for a typo.

    Where more than `LOOKED_AT` match, it is the first of them that are found; with `ranked`, the `RANKED` of those that
    have the most votes. `in_memory`: as for one_of().
    """
    as_they_stand = func.websearch_to_tsquery(cast(language, REGCONFIG), q)
    others = ts_query(q, language).op("&&")(func.tsquery_not(as_they_stand))
    worded = select(matches("worded", has(as_they_stand), listed))
    half_typed = select(matches("half_typed", has(others) if half_typed_word(q) else false(), listed))
    like = select(matches("like_it", is_like(EXCLUSION.sub(" ", q)), listed))
    half_typed = half_typed.where(~worded.offset(RANKED - 1).exists())
    like = like.where(~worded.exists(), ~half_typed.exists()).limit(RANKED)
    some = select(union_all(worded, half_typed, like).subquery()).limit(LOOKED_AT).subquery()
    ids = select(some.c.id)
    if ranked:
        ids = ids.order_by(some.c.votes_count.desc(), some.c.id.desc()).limit(RANKED)
    return one_of(ids, in_memory=in_memory)


def matches(name: str, condition: ColumnElement[bool], listed: ColumnElement[bool]) -> CTE:
    """The posts that match, to be read as far as they are needed.

    MATERIALIZED keeps a LIMIT outside from the planner, which for it would rather read the table than the index: that
    is fast where many posts match, and takes seconds where it is wrong about that. What nobody reads is not looked for.
    """
    statement = select(Post.id, Post.votes_count).where(condition, listed)
    return statement.cte(name).prefix_with("MATERIALIZED")


def has(query: ColumnElement[Any]) -> ColumnElement[bool]:
    """Matches by words. One that every post may match matches nothing, as it would take seconds to read them all."""
    return and_(WORDS.op("@@")(query), func.querytree(query).not_in(["", ANYTHING]))


def is_like(q: str) -> ColumnElement[bool]:
    """Matches by likeness. What has neither letter nor digit is like nothing, for which all titles would be read."""
    return literal(q).op(IS_LIKE)(Post.title) if re.search(r"[^\W_]", q) else false()


def relevance(q: str, language: str) -> ColumnElement[float]:
    """How densely the words stand (those of the title weigh more), then how like the title is."""
    density = func.ts_rank_cd(WORDS, ts_query(q, language))
    return cast(density, Double) + func.word_similarity(q, Post.title) / 1_000


def ts_query(q: str, language: str) -> ColumnElement[Any]:
    """What people type: words, "phrases", -exclusions, `or`, and a last word that may be half typed.

    Nothing in it is a wildcard: websearch_to_tsquery takes any text, and a half-typed word is letters and digits only.
    """
    config = cast(language, REGCONFIG)
    half = half_typed_word(q)
    if half is None:
        return func.websearch_to_tsquery(config, q)
    whole = func.websearch_to_tsquery(config, q[: half.start()])
    return whole.op("&&")(func.to_tsquery(config, f"{half[1]}:*"))


def half_typed_word(q: str) -> re.Match[str] | None:
    """The last word, where it may be one that is still being typed."""
    inside_a_phrase = q.count('"') % 2
    return None if inside_a_phrase else re.search(r"(?<!\bor)(?:^|\s)([^\W_]+)$", q, re.IGNORECASE)


def similar_posts(db: Session, title: str, language: str, *, caller: User | None) -> Sequence[Row[int, str, str, int]]:
    """At most five posts that may ask the same, the likest first.

    Looked at are those of this very title, with all of its words, with two of the longest, with a title like it where
    there are none, and with any of its words: each only where those before were few, as a word may be in every tenth.
    """
    config = cast(language, REGCONFIG)
    words = func.plainto_tsquery(config, title)
    any_word = cast(func.replace(cast(words, Text), "&", "|"), TSQUERY)
    listed = and_(visible_to(caller), Post.merged_into_id.is_(None))
    conditions = {
        "same": func.lower(Post.title) == func.lower(title),
        "all_words": WORDS.op("@@")(words),
        "two_words": WORDS.op("@@")(pairs(words)),
        "like_it": is_like(title),
        "any_word": WORDS.op("@@")(any_word),
    }
    ways = {name: select(matches(name, condition, listed).c.id) for name, condition in conditions.items()}
    ways["like_it"] = ways["like_it"].where(~ways["all_words"].exists(), ~ways["two_words"].exists())
    candidates = select(union_all(*ways.values()).subquery()).limit(RANKED)
    likeness = func.similarity(Post.title, title) + func.word_similarity(title, Post.title)
    statement = select(Post.id, Post.title, Post.status, Post.votes_count).where(one_of(candidates))
    return db.execute(statement.order_by(likeness.desc(), Post.votes_count.desc(), Post.id).limit(5)).all()


def pairs(words: ColumnElement[Any]) -> ColumnElement[Any]:
    """A query for any two of the longest words of one that asks for all of them; null where it has fewer than two."""
    split = func.regexp_split_to_table(cast(words, Text), " & ").column_valued("word")
    longest = select(split.label("word")).order_by(func.length(split).desc(), split).limit(LONGEST).cte("longest")
    one, other = longest.alias("one"), longest.alias("other")
    pair = one.c.word + " & " + other.c.word
    query = select(cast(func.string_agg(pair, " | "), TSQUERY)).where(one.c.word < other.c.word)
    return query.scalar_subquery()
