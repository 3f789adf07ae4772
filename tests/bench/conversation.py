"""What everybody is asked, Heed and the baselines, and what each needs to answer it."""

import time
from dataclasses import replace

from jose import jwt
from passlib.hash import bcrypt
from sqlalchemy import text

from app.auth.passwords import hash_password
from app.settings.config import load_settings
from tests.bench.connection import connected
from tests.bench.stage import SECRET
from tests.bench.traffic import Ask

POST, MEMBER, TEXTBOOK_MEMBER = 950, 11, 12
PASSWORD = "correct horse battery"


def conversation(token: str) -> dict[str, Ask]:
    return {
        "list of 20": Ask("GET", "/v1/posts"),
        "list of 20, signed in": Ask("GET", "/v1/posts", token=token),
        "one post": Ask("GET", f"/v1/posts/{POST}"),
        "vote": Ask("PUT", f"/v1/posts/{POST}/vote", token=token),
        "unvote": Ask("DELETE", f"/v1/posts/{POST}/vote", token=token),
        "create": Ask(
            "POST", "/v1/posts", token=token, body={"title": "Dark mode", "content": "My eyes hurt at night."}
        ),
        "sign-in": Ask("POST", "/v1/auth/token", form=password_grant(MEMBER)),
    }


def password_grant(user_id: int) -> dict[str, str]:
    return {"grant_type": "password", "username": f"member{user_id}@example.com", "password": PASSWORD}


def give_password(url: str, user_id: int) -> None:
    """The textbook has hashes of its own, and a member with such a one."""
    hashes = {user_id: hash_password(PASSWORD, load_settings()), TEXTBOOK_MEMBER: bcrypt.hash(PASSWORD)}
    statement = text("UPDATE users SET password_hash = :password_hash WHERE id = :user_id")
    with connected(url) as connection:
        connection.execute(statement, [{"user_id": each, "password_hash": hash} for each, hash in hashes.items()])


def payload(ask: Ask, app: str) -> bytes:
    """The textbook has tokens of its own, too."""
    if app == "textbook" and ask.token:
        claims = {"sub": str(TEXTBOOK_MEMBER), "exp": int(time.time()) + 3600}
        ask = replace(ask, token=jwt.encode(claims, SECRET, "HS256"))
    if app == "textbook" and ask.form:
        ask = replace(ask, form=password_grant(TEXTBOOK_MEMBER))
    return ask.payload()
