"""Keeping the figures of days that are over, which nothing changes any more but what is taken back later."""

from datetime import date

from sqlalchemy import Connection, text

from app.stats.figures import COUNTS, MOST_WEEKS, SECONDS_TO_FIRST_ANSWER, WEEKS

FIGURES = {**COUNTS, "seconds_to_first_answer": SECONDS_TO_FIRST_ANSWER}
# What was begun on a day has ended an hour after it.
KEEP_A_WEEK = """
    WITH over AS (
        SELECT date_trunc('day', (now() - interval '1 hour') AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS until
    ),
    weeks AS (
        SELECT week, began, least(ended, over.until) AS until
        FROM ({weeks}) AS every CROSS JOIN over LEFT JOIN weekly_figures AS kept USING (week)
        WHERE began < over.until AND (kept.week IS NULL OR kept.counted_until < least(ended, over.until))
        ORDER BY week DESC LIMIT 1
    )
    INSERT INTO weekly_figures AS kept (week, counted_until, {names})
    SELECT week, until, {figures} FROM weeks
    ON CONFLICT (week) DO UPDATE SET (counted_until, {names}) = (excluded.counted_until, {excluded})
    WHERE kept.counted_until < excluded.counted_until
    RETURNING week
"""
KEEP = text(
    KEEP_A_WEEK.format(
        weeks=WEEKS,
        names=", ".join(FIGURES),
        figures=", ".join(f"({each.format(since='weeks.began', until='weeks.until')})" for each in FIGURES.values()),
        excluded=", ".join(f"excluded.{name}" for name in FIGURES),
    )
)


def keep_a_week(db: Connection) -> date | None:
    """Counts the latest of which a day is over that is not kept; None where there is none."""
    week: date | None = db.scalar(KEEP, {"weeks": MOST_WEEKS})
    return week
