"""Which posts a search finds: first those that have what was typed, then those that have what is like it.

Each way is gone only where those before found few, so that what is common costs no more than what is rare, and one good
match hides nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.posts.models import Post
from app.posts.search.asked import Asked

# Of the posts that match, a search looks at so many (0.5 µs each), and ranks so many of them.
LOOKED_AT, RANKED = 5_000, 300
FEW = 20  # A page. Where fewer were found, what may have been meant is looked for, too.
VERY_LIKE = 0.6  # Of 1, where the board's setting for what is like at all is 0.4 (app/connection.py).
IS_LIKE = "<%%"  # pg_trgm's `<%`, as pg8000's parameter style writes a percent sign.
EXACT, NEAR, HALF_TYPED, CORRECTED, LIKE = (literal_column(str(way), Integer) for way in range(5))
NEVER, ALWAYS = false(), true()


def has(query: ColumnElement[Any]) -> ColumnElement[bool]:
    return Post.words.bool_op("@@")(query)


@dataclass(frozen=True, slots=True)
class Who:
    """`listed`: the posts that may be found. `seen`: those whose words may be told of, so that a duplicate which the
    caller may not see leads nobody to its original."""

    listed: ColumnElement[bool]
    seen: ColumnElement[bool]

    @property
    def merged(self) -> ColumnElement[bool]:
        return and_(self.seen, Post.merged_into_id.is_not(None))

    @property
    def or_merged(self) -> ColumnElement[bool]:
        return or_(self.listed, self.merged)


def found(asked: Asked, who: Who, *, first: Sequence[CTE] = (), loosely: Sequence[ColumnElement[Any]] = ()) -> Subquery:
    """The `id` of each post that matches, with its `way`, and the post `by` whose words it matches: itself, or one that
    was merged into it. A post may come by several. `first`, `loosely`: other ways, before these and behind them."""
    exact, near, half = (asked.level(level) for level in ("exact", "near", "half"))
    as_typed = matches("as_typed", EXACT, has(exact), who.listed)
    otherwise = has(near.op("&&")(func.tsquery_not(exact)))
    written_otherwise = matches("written_otherwise", NEAR, otherwise, who.listed, unless=enough(RANKED, as_typed))
    goes_on = has(half.op("&&")(func.tsquery_not(near)))
    whole = (as_typed, written_otherwise)
    half_typed = matches("half_typed", HALF_TYPED, goes_on, who.listed, unless=enough(RANKED, *whole))
    way = case((has(exact), EXACT), (has(near), NEAR), else_=HALF_TYPED)
    duplicates = matches("duplicates", way, has(half), who.merged, is_listed=false())
    ways = [*first, *whole, half_typed, duplicates]
    ways += what_was_meant(asked, who, ways)
    for number, query in enumerate(loosely):
        unless = enough(FEW, *ways)
        ways.append(matches(f"loosely_{number}", LIKE, has(query), who.or_merged, unless=unless, is_listed=who.listed))
    each = union_all(*map(select, ways)).limit(LOOKED_AT).cte("each_match").prefix_with("MATERIALIZED")
    return with_originals(each, who.listed)


def matches(
    name: str,
    way: ColumnElement[Any],
    condition: ColumnElement[bool],
    listed: ColumnElement[bool],
    *,
    unless: ColumnElement[bool] = NEVER,
    is_listed: ColumnElement[bool] = ALWAYS,
) -> CTE:
    """The posts that match, to be read as far as they are needed.

    MATERIALIZED keeps a LIMIT outside from the planner, which for it would rather read the table than the index: that
    is fast where many posts match, and takes seconds where it is wrong about that. What nobody reads is not looked for.
    """
    columns = Post.id, Post.merged_into_id, is_listed.label("is_listed"), Post.votes_count, way.label("way")
    return select(*columns).where(condition, listed, not_(unless)).cte(name).prefix_with("MATERIALIZED")


def enough(count: int, *before: CTE) -> ColumnElement[bool]:
    ids = union_all(*(select(cte.c.id) for cte in before)).subquery()
    return select(ids.c.id).offset(count - 1).exists()


def what_was_meant(asked: Asked, who: Who, before: Sequence[CTE]) -> list[CTE]:
    """Posts that have a word with one letter off, and those with a title that is like all of it.

    What is excluded is not among them, and beside what was typed only what is very like it, and nothing beside a phrase
    in quotation marks, unless there is nothing else.
    """
    some = enough(1, *before)
    allowed: ColumnElement[bool] = true()
    if any(clause.excluded for clause in asked.query.clauses):
        allowed = or_(not_(has(asked.level("excluded"))), not_(some))
    unless = enough(FEW, *before)
    ways = [
        corrected(number, *each, and_(allowed, who.or_merged), unless, who)
        for number, each in enumerate(asked.corrected())
    ]
    alike = and_(is_like(asked.query.typed), allowed)
    very = false() if asked.query.has_phrase else func.word_similarity(asked.query.typed, Post.title) >= VERY_LIKE
    alike = and_(alike, or_(very, not_(enough(1, *before, *ways))))
    return [*ways, matches("like_it", LIKE, alike, who.or_merged, unless=unless, is_listed=who.listed)]


def corrected(
    number: int,
    corrections: ColumnElement[Any],
    rest: ColumnElement[Any],
    allowed: ColumnElement[bool],
    unless: ColumnElement[bool],
    who: Who,
) -> CTE:
    """Each group of corrections looked for by itself: a post is then compared with those of its group only."""
    correction = func.unnest(corrections).table_valued("query", name=f"correction_{number}").render_derived()
    columns = Post.id, Post.merged_into_id, who.listed.label("is_listed"), Post.votes_count, CORRECTED.label("way")
    each = select(*columns).where(has(cast(correction.c.query, TSQUERY).op("&&")(rest)), allowed).limit(RANKED)
    each_of_them = each.correlate(correction).lateral(f"of_{number}")
    statement = select(each_of_them).select_from(correction).join(each_of_them, true()).where(not_(unless))
    return statement.cte(f"corrected_{number}").prefix_with("MATERIALIZED")


def is_like(typed: str) -> ColumnElement[bool]:
    """Matches by likeness. What has neither letter nor digit is like nothing, for which all titles would be read."""
    return literal(typed).bool_op(IS_LIKE)(Post.title) if re.search(r"[^\W_]", typed) else false()


def with_originals(each: CTE, listed: ColumnElement[bool]) -> Subquery:
    """LATERAL and OFFSET 0 make the planner look up the few originals that there are, one by one."""
    here = select(each.c.id, each.c.id.label("by"), each.c.way, each.c.votes_count).where(each.c.is_listed)
    original = select(Post.id).where(Post.id == each.c.merged_into_id, listed).correlate(each).offset(0).lateral()
    there = select(original.c.id, each.c.id, each.c.way, each.c.votes_count)
    there = there.select_from(each.join(original, true())).where(each.c.merged_into_id.is_not(None))
    return union_all(here, there).subquery("found")
