"""Figures by week: what was posted, voted and answered, and how long the first answer took."""

from typing import Annotated, Literal

from fastapi import Query, Response

from app.db.request import DatabaseConnection
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.response.charts import bar_chart, duration
from app.stats.queries import figures_by_week

router = PageRouter()
Weeks = Literal["13", "26", "52"]


@router.get("/admin/figures")
async def show_figures(page: CurrentPage, db: DatabaseConnection, weeks: Annotated[Weeks, Query()] = "26") -> Response:
    page.staff()
    language = page.language
    rows = figures_by_week(db, int(weeks))
    days = [row.week for row in rows]
    charts = [
        bar_chart(language, language.gettext("Ideas"), days, [row.posts for row in rows]),
        bar_chart(language, language.gettext("Votes"), days, [row.votes for row in rows]),
        bar_chart(language, language.gettext("Answers"), days, [row.answers for row in rows]),
        bar_chart(
            language,
            language.gettext("Time to the first answer"),
            days,
            [row.seconds_to_first_answer for row in rows],
            said=duration,
        ),
    ]
    return page.render("admin/figures.html", charts=charts, weeks=weeks, choices=("13", "26", "52"))
