"""How the board comes into the team's product: the widget itself, and the code to copy."""

from fastapi import Response

from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter

router = PageRouter()


@router.get("/widget")
async def show_widget(page: CurrentPage) -> Response:
    return page.render("widget.html")
