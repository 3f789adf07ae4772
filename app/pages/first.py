"""The page that most cold starts are for."""

from app.pages.routes.board import router as board

ROUTERS = (board,)
