"""Reading the figures: those that are kept, and what is not yet, counted now."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Row, text

from app.stats.figures import COUNTS, SECONDS_TO_FIRST_ANSWER, WEEKS

# A count runs only where a CASE gets to it.
SINCE_KEPT = "coalesce(kept.{name}, 0) + CASE WHEN since < ended THEN ({count}) ELSE 0 END AS {name}"
BY_WEEK = """
    SELECT weeks.week, {counts},
           CASE WHEN since < ended THEN ({median}) ELSE kept.seconds_to_first_answer END AS seconds_to_first_answer
    FROM ({weeks}) AS weeks LEFT JOIN weekly_figures AS kept ON kept.week = weeks.week CROSS JOIN LATERAL (
        SELECT CASE WHEN kept.week IS NULL THEN began ELSE coalesce(kept.counted_until, ended) END AS since
    ) AS rest
    ORDER BY weeks.week
"""
FIGURES = text(
    BY_WEEK.format(
        weeks=WEEKS,
        counts=", ".join(
            SINCE_KEPT.format(name=name, count=count.format(since="since", until="ended"))
            for name, count in COUNTS.items()
        ),
        median=SECONDS_TO_FIRST_ANSWER.format(since="began", until="ended"),
    )
)


def figures_by_week(db: Connection, weeks: int) -> Sequence[Row[date, int, int, int, float | None]]:
    """`week` (its Monday), `posts`, `votes`, `answers` and `seconds_to_first_answer`, of this week and those before."""
    return db.execute(FIGURES, {"weeks": weeks}).all()
