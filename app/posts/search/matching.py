"""Which posts a search finds: first those that have what was typed, then those that have what is like it.

Each way is gone only where those before found few, so that what is common costs no more than what is rare, and one good
match hides nothing. The CTEs refer to each other by name, in their order: as expressions, they took 10 ms to build.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    TextClause,
    and_,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.models.posts import posts
from app.posts.search.asked import Asked

# Of the posts that match, a search looks at so many (0.5 µs each), and ranks so many of them.
LOOKED_AT, RANKED = 5_000, 300
MOST_BEGUN = 3  # Words that may all be half typed, each of which may stand for very many.
VERY_LIKE = 0.6  # Of 1, where what is like at all is 0.4 (app/db/session_parameters.py).
EXACT, HALF_TYPED, CORRECTED, LIKE = range(4)
ID, MERGED, VOTES = (
    literal_column("posts.id", BigInteger).label("id"),
    literal_column("posts.merged_into_id", BigInteger).label("merged_into_id"),
    literal_column("posts.votes_count", Integer).label("votes_count"),
)
YES, NO = literal_column("true", Boolean), literal_column("false", Boolean)
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Who:
    """`listed`: the posts that may be found. `seen`: those whose words may be told of, so that a duplicate which the
    caller may not see leads nobody to its original."""

    listed: Condition
    seen: Condition

    @property
    def merged(self) -> Condition:
        return and_(self.seen, literal_column("posts.merged_into_id IS NOT NULL", Boolean))

    @property
    def or_merged(self) -> Condition:
        return or_(self.listed, self.merged)


def matching_posts(
    asked: Asked, who: Who, *, enough_of: int, few: int, first: Sequence[CTE] = (), loosely: Sequence[TextClause] = ()
) -> list[CTE]:
    """CTEs, of which the last, `found`, has the `id` of each post that matches, the `way`, its `votes_count`, and the
    post `by` whose words it matches: itself, or one that was merged into it. A post may come by several.

    `enough_of`: with so many that were typed exactly, what is like them is not needed. `few`: where fewer were found,
    what may have been meant is looked for, too. `first`, `loosely`: other ways, before these and behind them.
    """
    half = asked.half()
    ways = [*first, matches("as_typed", EXACT, asked.exact(), who.listed, is_listed=YES)]
    ways.append(matches("half_typed", HALF_TYPED, half, who.listed, unless=enough(enough_of, ways), is_listed=YES))
    if 1 < len(asked.asking) <= MOST_BEGUN:
        ways.append(matches("begun", HALF_TYPED, asked.begun(), who.listed, unless=enough(few, ways), is_listed=YES))
    ways.append(matches("duplicates", HALF_TYPED, half, who.merged, is_listed=NO))
    ways += what_was_meant(asked, who, ways, few)
    for number, condition in enumerate(loosely):
        name, unless = f"loosely_{number}", enough(few, ways)
        ways.append(matches(name, LIKE, condition, who.or_merged, unless=unless, is_listed=who.listed))
    each = " UNION ALL ".join(f"SELECT * FROM {way.name}" for way in ways)  # noqa: S608  (names from here)
    originals = select(ID).select_from(posts).where(text(ORIGINALS), who.listed)
    return [
        *ways,
        materialized("each_match", f"{each} LIMIT {LOOKED_AT}"),
        originals.cte("originals").prefix_with("MATERIALIZED"),
        materialized("found", FOUND),
    ]


ORIGINALS = "posts.id = ANY (ARRAY (SELECT merged_into_id FROM each_match))"
FOUND = """
    SELECT id, id AS by, way, votes_count FROM each_match WHERE is_listed
    UNION ALL
    SELECT merged_into_id, id, way, votes_count FROM each_match WHERE merged_into_id IN (SELECT id FROM originals)
"""


def matches(
    name: str,
    way: int,
    condition: TextClause,
    among: Condition,
    *,
    is_listed: Condition,
    unless: str = "",
) -> CTE:
    """The posts that match, to be read as far as they are needed.

    MATERIALIZED keeps a LIMIT outside from the planner, which for it would rather read the table than the index: that
    is fast where many posts match, and takes seconds where it is wrong about that. What nobody reads is not looked for.
    """
    statement = select(*columns(way, is_listed)).select_from(posts).where(condition, among)
    if unless:
        statement = statement.where(text(f"NOT {unless}"))
    return statement.cte(name).prefix_with("MATERIALIZED")


def enough(count: int, before: Sequence[CTE]) -> str:
    """Whether there are so many posts in these, each counted once. Of each no more are read than that."""
    each = " UNION ".join(f"(SELECT id FROM {cte.name} LIMIT {count})" for cte in before)  # noqa: S608  (names from here)
    return f"EXISTS (SELECT FROM ({each}) AS before OFFSET {count - 1})"


def materialized(name: str, sql: str, **values: Any) -> CTE:
    """A CTE of SQL, which is read by SQL."""
    return text(sql).bindparams(**values).columns(column("id")).cte(name).prefix_with("MATERIALIZED")


def what_was_meant(asked: Asked, who: Who, before: Sequence[CTE], few: int) -> list[CTE]:
    """Posts that have a word with one letter off, and those with a title that is like all of it: very like it, beside
    what was typed. Nothing is like a phrase in quotation marks, and of many words too much is.

    What is excluded is not among them, unless no post has the rest, with or without it.
    """
    if asked.has_many:
        return []
    among: Condition = who.or_merged
    if asked.excluding:
        rest = select(ID).select_from(posts).where(asked.regardless(), who.listed).offset(0).exists()
        among = and_(among, or_(asked.without_excluded(), ~rest))
    ways = [corrected(*each, among, enough(few, before), who) for each in asked.corrected()]
    typed = asked.query.typed
    # What has neither letter nor digit is like nothing, for which all titles would be read.
    if asked.query.has_phrase or not re.search(r"[^\W_]", typed):
        return ways
    # pg8000 takes a percent sign for a parameter's.
    very = f"(word_similarity(:typed, posts.title) >= {VERY_LIKE} OR NOT {enough(1, [*before, *ways])})"
    like = text(f":typed <%% posts.title AND {very}").bindparams(typed=typed)
    unless = enough(few, [*before, *ways])
    return [*ways, matches("like_it", LIKE, like, among, unless=unless, is_listed=who.listed)]


def corrected(name: str, corrections: list[str], condition: TextClause, among: Condition, unless: str, who: Who) -> CTE:
    """Each group of corrections looked for by itself: a post is then compared with those of its group only."""
    correction = func.unnest(cast(corrections, ARRAY(Text))).table_valued("query").render_derived("correction")
    each = select(*columns(CORRECTED, who.listed)).select_from(posts).where(condition, among).limit(RANKED)
    of_one = each.lateral("of_one")
    statement = select(of_one).select_from(correction.join(of_one, true())).where(text(f"NOT {unless}"))
    return statement.cte(name).prefix_with("MATERIALIZED")


def columns(way: int, is_listed: Condition) -> tuple[ColumnElement[Any], ...]:
    return ID, MERGED, VOTES, literal_column(str(way), Integer).label("way"), is_listed.label("is_listed")
