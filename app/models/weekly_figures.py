"""The weekly_figures table."""

from datetime import date

from sqlalchemy import Column, Date, Double, Integer, Named, Table, TypedColumns

from app.models.base import metadata


class WeeklyFiguresColumns(TypedColumns):
    """What happened in a week that is over, counted once: `week` is its Monday, in UTC."""

    week: Named[date] = Column(Date, primary_key=True)
    posts: Named[int] = Column(Integer)
    votes: Named[int] = Column(Integer)
    answers: Named[int] = Column(Integer)
    seconds_to_first_answer: Named[float | None] = Column(Double)


weekly_figures = Table(
    "weekly_figures",
    metadata,
    WeeklyFiguresColumns,
)
