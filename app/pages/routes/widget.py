"""How the board comes into the team's product: the widget itself, and the code to copy."""

from fastapi import APIRouter, Response

from app.http.route import QueryRoute
from app.pages.request.page import CurrentPage

router = APIRouter(route_class=QueryRoute)


@router.get("/widget")
async def show_widget(page: CurrentPage) -> Response:
    return page.render("widget.html")
