"""The SQL of searching posts, and of what is similar to a title."""

from collections.abc import Sequence
from functools import reduce
from itertools import combinations
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, and_, false, func, literal, select, true
from sqlalchemy.orm import Session

from app.posts.models import Post, one_of
from app.posts.search.asked import Asked
from app.posts.search.found import EXACT, RANKED, Who, found, matches
from app.posts.search.query import parse, plain_query
from app.posts.search.ranking import ranked
from app.posts.visibility import visible_to
from app.users.models import User


def search(q: str, language: str, listed: ColumnElement[bool], seen: ColumnElement[bool], *, by_score: bool) -> CTE:
    """The `id` of each post that is found; with `by_score` the best, with the `score` that they are ranked by."""
    query = parse(q)
    if not query.clauses:
        return select(Post.id, literal(0.0).label("score")).where(false()).cte("nothing")
    asked = Asked(query, language)
    posts = found(asked, Who(listed, seen))
    return ranked(asked, posts) if by_score else select(posts.c.id).cte("sorted")


PAIRED = 3  # Words of a title of which two are to be shared: of a million posts, the pairs of six took 62 ms.


def similar_posts(db: Session, title: str, language: str, *, caller: User | None) -> Sequence[Row[int, str, str, int]]:
    """At most five posts that may ask the same, the likest first.

    Looked at are those of this very title, those that a search for it would find, and where these are few, those with
    two of its longest words, and then with any.
    """
    query = plain_query(title)
    if not query.clauses:
        return []
    asked = Asked(query, language)
    seen = visible_to(caller)
    who = Who(and_(seen, Post.merged_into_id.is_(None)), seen)
    is_same = func.lower(Post.title) == func.lower(title)
    same = matches("same_title", EXACT, is_same, who.or_merged, is_listed=who.listed)
    loosely = [*pairs(asked), asked.level("any")]
    candidates = select(found(asked, who, first=[same], loosely=loosely)).limit(RANKED).cte("candidates")
    likeness = func.similarity(Post.title, title) + func.word_similarity(title, Post.title)
    scored = select(likeness.label("likeness")).where(Post.id == candidates.c.by).correlate(candidates)
    each = scored.offset(0).lateral("each")
    likest = select(candidates.c.id, func.max(each.c.likeness).label("likeness"))
    best = likest.select_from(candidates.join(each, true())).group_by(candidates.c.id).cte("best")
    order = select(best.c.likeness).where(best.c.id == Post.id).scalar_subquery()
    statement = select(Post.id, Post.title, Post.status, Post.votes_count).where(one_of(select(best.c.id)))
    return db.execute(statement.order_by(order.desc(), Post.votes_count.desc(), Post.id).limit(5)).all()


def pairs(asked: Asked) -> list[ColumnElement[Any]]:
    """A query for any two of the longest words; none where there are fewer than two."""
    words = [clause for clause in asked.query.clauses if clause.plain]
    longest = sorted(words, key=lambda clause: (-len(clause.plain), clause.plain))[:PAIRED]
    both = [asked.of(pair, "near") for pair in combinations(longest, 2)]
    return [reduce(lambda one, other: one.op("||")(other), both)] if both else []
