"""The pages that most cold starts are for: the board, its posts and their comments, and the files behind every page."""

from app.pages.routes.board import router as board
from app.pages.routes.comments import router as comments
from app.pages.routes.files import router as files
from app.pages.routes.post import router as post
from app.pages.routes.writing import router as writing

ROUTERS = (board, writing, post, comments, files)
