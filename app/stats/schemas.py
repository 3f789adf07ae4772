"""Figures on the wire."""

from datetime import date

from pydantic import Field

from app.http.bodies import ResponseBody


class WeekRead(ResponseBody):
    week: date = Field(description="The Monday on which it began, in UTC")
    posts: int
    votes: int = Field(description="Those that stand; of authors, too, and not the copies that merges make")
    answers: int = Field(description="Changes of status")
    seconds_to_first_answer: float | None = Field(
        description="The median, of the posts that got their first answer in this week"
    )


class StatsRead(ResponseBody):
    """The oldest week comes first; the last one is not over yet. A board that sends mail keeps the figures of days that
    are over: what is taken back later is noticed a day late, and in a week that is over not at all."""

    weeks: list[WeekRead]
