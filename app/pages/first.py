"""The page that most cold starts are for."""

from collections.abc import Sequence

from fastapi import APIRouter

from app.pages.routes.board import router as board

ROUTERS = (board,)
UPLOADS: Sequence[APIRouter] = ()
