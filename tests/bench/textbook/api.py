"""Heed's paths with sync routes, lazy loading, votes counted by a join, and offset paging."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from jose import JWTError, jwt
from mangum import Mangum
from passlib.context import CryptContext
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from .models import Post, User, Vote

SECRET_KEY = os.environ["SECRET_KEY"]
engine = create_engine(os.environ["DATABASE_URL"])
SessionLocal = sessionmaker(bind=engine, autoflush=False)
passwords = CryptContext(schemes=["bcrypt"], bcrypt__rounds=int(os.environ["BCRYPT_ROUNDS"]))
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="v1/auth/token")
app = FastAPI()


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


Database = Annotated[Session, Depends(get_db)]


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)], db: Database) -> User:
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
    except JWTError:
        raise HTTPException(401, "Could not validate credentials") from None
    user = db.get(User, int(payload["sub"]))
    if user is None:
        raise HTTPException(401, "Could not validate credentials")
    return user


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    role: str
    created_at: datetime


class PostIn(BaseModel):
    title: str
    content: str = ""


class PostOut(PostIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
    author: UserOut
    status: str
    created_at: datetime
    updated_at: datetime


class PostWithVotes(BaseModel):
    post: PostOut
    votes: int


def with_votes() -> Select[Post, int]:
    statement = select(Post, func.count(Vote.user_id).label("votes"))
    return statement.outerjoin(Vote, Vote.post_id == Post.id).group_by(Post.id)


@app.post("/v1/auth/token")
def sign_in(form: Annotated[OAuth2PasswordRequestForm, Depends()], db: Database) -> dict[str, str]:
    user = db.scalar(select(User).where(User.email == form.username))
    if user is None or not passwords.verify(form.password, user.password_hash):
        raise HTTPException(403, "Invalid credentials")
    claims = {"sub": str(user.id), "exp": datetime.now(UTC) + timedelta(minutes=30)}
    return {"access_token": jwt.encode(claims, SECRET_KEY, "HS256"), "token_type": "bearer"}


@app.get("/v1/posts", response_model=list[PostWithVotes])
def list_posts(
    db: Database, limit: int = 20, skip: int = 0, search: str = "", status: str = "", sort: str = "votes"
) -> Any:
    statement = with_votes().where(Post.title.contains(search))
    if status:
        statement = statement.where(Post.status == status)
    order = Post.created_at.desc() if sort == "newest" else func.count(Vote.user_id).desc()
    rows = db.execute(statement.order_by(order).limit(limit).offset(skip)).all()
    return [{"post": post, "votes": votes} for post, votes in rows]


@app.post("/v1/posts", status_code=201, response_model=PostOut)
def create_post(body: PostIn, db: Database, user: Annotated[User, Depends(get_current_user)]) -> Post:
    post = Post(author_id=user.id, **body.model_dump())
    db.add(post)
    db.commit()
    db.refresh(post)
    return post


@app.get("/v1/posts/{post_id}", response_model=PostWithVotes)
def get_post(post_id: int, db: Database) -> Any:
    row = db.execute(with_votes().where(Post.id == post_id)).first()
    if row is None:
        raise HTTPException(404, "Post not found")
    return {"post": row[0], "votes": row[1]}


@app.put("/v1/posts/{post_id}/vote")
def cast_vote(post_id: int, db: Database, user: Annotated[User, Depends(get_current_user)]) -> dict[str, str]:
    if db.get(Post, post_id) is None:
        raise HTTPException(404, "Post not found")
    if db.get(Vote, (post_id, user.id)) is not None:
        raise HTTPException(409, "Already voted")
    db.add(Vote(post_id=post_id, user_id=user.id))
    db.commit()
    return {"message": "voted"}


@app.delete("/v1/posts/{post_id}/vote")
def withdraw_vote(post_id: int, db: Database, user: Annotated[User, Depends(get_current_user)]) -> dict[str, str]:
    vote = db.get(Vote, (post_id, user.id))
    if vote is None:
        raise HTTPException(404, "Vote not found")
    db.delete(vote)
    db.commit()
    return {"message": "withdrawn"}


handler = Mangum(app, lifespan="off")
