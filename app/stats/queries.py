"""Reading the figures: each week's counted from the rows of the last weeks alone, through indexes of their times."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# Weeks of ISO 8601, in UTC: they begin on Monday. Each count is by week before it is joined. An answer is a change of
# status; the first of a post counts for the time that its author waited, and the median leaves out the odd old one.
WEEKS = text("""
    WITH since AS (
        SELECT date_trunc('week', now() AT TIME ZONE 'UTC') - make_interval(weeks => CAST(:weeks AS int) - 1) AS monday
    ),
    weeks AS (
        SELECT generate_series(monday, date_trunc('week', now() AT TIME ZONE 'UTC'), interval '1 week') AS week
        FROM since
    ),
    written AS (
        SELECT date_trunc('week', created_at AT TIME ZONE 'UTC') AS week, count(*) AS posts
        FROM posts WHERE created_at >= (SELECT monday AT TIME ZONE 'UTC' FROM since) AND deleted_at IS NULL GROUP BY 1
    ),
    voted AS (
        SELECT date_trunc('week', created_at AT TIME ZONE 'UTC') AS week, count(*) AS votes
        FROM votes WHERE created_at >= (SELECT monday AT TIME ZONE 'UTC' FROM since) AND merged_from_id IS NULL
        GROUP BY 1
    ),
    answered AS (
        SELECT date_trunc('week', answer.created_at AT TIME ZONE 'UTC') AS week, count(*) AS answers,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answer.created_at - posts.created_at))
               FILTER (WHERE NOT EXISTS (
                   SELECT FROM status_history AS earlier WHERE earlier.post_id = posts.id AND earlier.id < answer.id
               )) AS seconds
        FROM status_history AS answer JOIN posts ON posts.id = answer.post_id
        WHERE answer.created_at >= (SELECT monday AT TIME ZONE 'UTC' FROM since)
        GROUP BY 1
    )
    SELECT CAST(week AS date) AS week, coalesce(posts, 0) AS posts, coalesce(votes, 0) AS votes,
           coalesce(answers, 0) AS answers, CAST(seconds AS float8) AS seconds_to_first_answer
    FROM weeks LEFT JOIN written USING (week) LEFT JOIN voted USING (week) LEFT JOIN answered USING (week)
    ORDER BY week
""")


def figures_by_week(db: Session, weeks: int) -> Sequence[Row[date, int, int, int, float | None]]:
    """`week` (its Monday), `posts`, `votes`, `answers` and `seconds_to_first_answer`, of this week and those before."""
    return db.execute(WEEKS, {"weeks": weeks}).all()
