"""In which order a search's posts come: what was typed before what is like it, titles before contents."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Double, Integer, Subquery, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, REAL

from app.posts.models import Post
from app.posts.search.asked import Asked
from app.posts.search.found import RANKED, has

# Each way counts more than all that can be said of a post besides; of what is said, each more than all behind it.
WAY, IN_TITLE, SIDE_BY_SIDE_IN_TITLE, SIDE_BY_SIDE = 32, 16, 8, 4
# For ts_rank(): what stands by itself before parts of other words, each in titles before contents.
WEIGHTS = (0.1, 0.2, 0.6, 1.0)


def ranked(asked: Asked, found: Subquery) -> CTE:
    """The `id` and the `score` of the best 300, each once.

    Ranking reads each post's words again, which takes as long as there are words in the query: there are 16 at most,
    each in 255 places at most. Where more were found, those come first that have just what was typed, then the others
    with the most votes.
    """
    order = found.c.way, found.c.votes_count.desc(), found.c.id.desc(), found.c.by
    best = select(found).order_by(*order).limit(RANKED).cte("best").prefix_with("MATERIALIZED")
    scored = select(score(asked, best.c.way).label("score")).where(Post.id == best.c.by).correlate(best)
    each = scored.offset(0).lateral("each")
    statement = select(best.c.id, func.max(each.c.score).label("score")).select_from(best.join(each, true()))
    return statement.group_by(best.c.id).cte("ranked").prefix_with("MATERIALIZED")


def score(asked: Asked, way: ColumnElement[Any]) -> ColumnElement[float]:
    titled = counts(asked.level("titled"), IN_TITLE)
    weights = cast(list(WEIGHTS), ARRAY(REAL))
    density = func.ts_rank(weights, Post.words, asked.level("any"))
    typed = literal(asked.query.typed)
    likeness = func.word_similarity(typed, Post.title) + func.similarity(typed, Post.title)
    literally = cast(func.strpos(func.lower(Post.title), func.lower(typed)) > 0, Integer)
    total = (4 - way) * WAY + titled + cast(density + likeness / 2, Double) + cast(literally, Double) / 2
    if asked.query.order:
        total += counts(asked.in_order("AB"), SIDE_BY_SIDE_IN_TITLE) + counts(asked.in_order(), SIDE_BY_SIDE)
    return total


def counts(query: ColumnElement[Any], points: int) -> ColumnElement[int]:
    return cast(func.coalesce(has(query), False), Integer) * points
