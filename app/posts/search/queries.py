"""The SQL of searching posts, and of what is similar to a title."""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import CTE, Connection, Row, TextClause, and_, text

from app.auth.visitors import refuse_visitor_of_private
from app.models.posts import posts
from app.models.users import User
from app.posts.search.asked import Asked
from app.posts.search.matching import EXACT, RANKED, Condition, Who, matches, matching_posts, materialized
from app.posts.search.query import parse, plain_query
from app.posts.search.ranking import ranked
from app.posts.search.vector import IN_TITLES
from app.posts.visibility import visible_to

# Where fewer were found, what may have been meant is looked for, too: for a search, and for what is similar.
PAGE, SIMILAR = 20, 10
PAIRED = 3  # Words of a title of which two are to be shared: of a million posts, the pairs of six took 62 ms.
# A title with all the words comes first: by their trigrams alone, `C#` is as like `C++` as `C++` itself.
LIKEST = f"""
    SELECT candidates.id, max(each.likeness) AS likeness
    FROM (SELECT * FROM found LIMIT {RANKED}) AS candidates, LATERAL (
        SELECT similarity(posts.title, :typed) + word_similarity(:typed, posts.title)
               + 2 * CAST(posts.words @@ CAST(:titled AS tsquery) AS int) AS likeness
        FROM posts WHERE posts.id = candidates.by OFFSET 0
    ) AS each
    GROUP BY candidates.id
"""  # noqa: S608  (put together from constants)
SHOWN = """
    SELECT posts.id, posts.title, posts.status, posts.votes_count
    FROM posts JOIN likest ON likest.id = posts.id
    WHERE posts.id = ANY (ARRAY (SELECT id FROM likest))
    ORDER BY likest.likeness DESC, posts.votes_count DESC, posts.id LIMIT 5
"""


def search(q: str, language: str, listed: Condition, seen: Condition) -> list[CTE]:
    """CTEs, of which `found` has the `id` of each post that is found, and the last one, `ranked`, those of the best
    with the `score` that they are ranked by."""
    query = parse(q)
    if not query.clauses:
        nothing = "SELECT CAST(NULL AS bigint) AS id, CAST(0 AS float8) AS score WHERE false"
        return [materialized("found", nothing), materialized("ranked", nothing)]
    asked = Asked(query, language)
    return [*matching_posts(asked, Who(listed, seen), enough_of=RANKED, few=PAGE), ranked(asked)]


def similar_posts(
    db: Connection, title: str, language: str, *, caller: User | None
) -> Sequence[Row[int, str, str, int]]:
    """At most five posts that may ask the same, the likest first. Raises Unauthorized for a visitor of a private board.

    Looked at are those of this very title, those that a search for it would find, and where these are few, those with
    two of its longest words, and then with any.
    """
    query = plain_query(title)
    if not query.clauses:
        return []
    asked = Asked(query, language)
    seen = visible_to(caller)
    who = Who(and_(seen, posts.c.merged_into_id.is_(None)), seen)
    is_same = text("lower(posts.title) = lower(:same)").bindparams(same=title)
    same = matches("same_title", EXACT, is_same, who.or_merged, is_listed=who.listed)
    loosely = [*pairs(asked), asked.has_any()]
    ctes = matching_posts(asked, who, enough_of=SIMILAR, few=SIMILAR, first=[same], loosely=loosely)
    titled = asked.every(IN_TITLES)
    statement = text(SHOWN).columns(posts.c.id, posts.c.title, posts.c.status, posts.c.votes_count)
    found = db.execute(statement.add_cte(*ctes, materialized("likest", LIKEST, typed=title, titled=titled))).all()
    if not found:
        refuse_visitor_of_private(db, caller)
    return found


def pairs(asked: Asked) -> list[TextClause]:
    """For any two of the longest words, that a post has both; none where there are fewer than two."""
    words = [clause for clause in asked.asking if clause.plain]
    longest = sorted(words, key=lambda clause: (-len(clause.plain), clause.plain))[:PAIRED]
    return [asked.near(f"pair_{number}", *pair) for number, pair in enumerate(combinations(longest, 2))]
