"""FastAPI, SQLAlchemy, pg8000 and Mangum: one route, one SELECT."""

import os
from typing import Any

from fastapi import FastAPI
from mangum import Mangum
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"], pool_size=1, max_overflow=0)
app = FastAPI()


@app.get("/v1/posts")
async def list_posts() -> list[dict[str, Any]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, title FROM posts ORDER BY id DESC LIMIT 20"))
        return [dict(row._mapping) for row in rows]


handler = Mangum(app, lifespan="off")
