"""In which order a search's posts come: what was typed before what is like it, titles before contents."""

from sqlalchemy import CTE

from app.posts.search.asked import Asked
from app.posts.search.matching import RANKED, materialized
from app.posts.search.vector import BY_ITSELF, IN_TITLES

# Each way counts more than all that can be said of a post besides; and of what is said, each more than all behind it:
# the words as they were typed are in the title, all of them; side by side there; side by side at all; each by itself,
# as a title that is like `c` is like `C++` as well; how often they stand there, and how like the title is; and whether
# it is typed with its very accents.
SCORE = """
    64 * (3 - best.way)
    + 32 * CAST(posts.words @@ CAST(:titled AS tsquery) AS int)
    + 16 * CAST(posts.words @@ CAST(:in_title AS tsquery) AS int)
    + 8 * CAST(posts.words @@ CAST(:in_order AS tsquery) AS int)
    + 4 * CAST(posts.words @@ CAST(:by_itself AS tsquery) AS int)
    + ts_rank(CAST(:weights AS real[]), posts.words, CAST(:any AS tsquery))
    + (word_similarity(:typed, posts.title) + similarity(:typed, posts.title)) / 2
    + CAST(strpos(lower(posts.title), lower(:typed)) > 0 AS int) / 2.0
"""
# For D, C, B and A: what stands by itself before parts of other words, each in titles before contents (vector.py).
WEIGHTS = [0.1, 0.2, 0.6, 1.0]
BEST = f"""
    SELECT best.id, max(scored.score) AS score
    FROM (SELECT * FROM found ORDER BY way, votes_count DESC, id DESC, by LIMIT {RANKED}) AS best, LATERAL (
        SELECT CAST({SCORE} AS float8) AS score FROM posts WHERE posts.id = best.by OFFSET 0
    ) AS scored
    GROUP BY best.id
"""  # noqa: S608  (put together from constants)


def ranked(asked: Asked) -> CTE:
    """The `id` and the `score` of the best 300 of `found`, each once.

    Ranking reads each post's words again, which takes as long as there are words in the query: there are 16 at most,
    each in 255 places at most. Where more were found, those come first that have just what was typed, then the others,
    each with the most votes first.
    """
    return materialized(
        "ranked",
        BEST,
        titled=asked.every(IN_TITLES),
        by_itself=asked.every(BY_ITSELF),
        in_title=asked.in_order(IN_TITLES),
        in_order=asked.in_order(),
        any=asked.any(),
        typed=asked.query.typed,
        weights=WEIGHTS,
    )
