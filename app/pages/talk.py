"""Posts and their comments, read and written, and the files behind every page."""

from app.pages.routes.comments import router as comments
from app.pages.routes.files import router as files
from app.pages.routes.post import router as post
from app.pages.routes.writing import router as writing

ROUTERS = (writing, post, comments, files)
