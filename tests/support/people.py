"""The people of a test's board, who speak to it over the API."""

import itertools
from dataclasses import dataclass, replace
from typing import Any

import httpx

PASSWORD = "correct horse battery"
# What a member gets of the own account.
OWN_ACCOUNT = {"id", "name", "role", "integration", "created_at"} | {"email", "email_verified", "status", "language"}


@dataclass
class Person:
    """A signed-in member, with a client that sends the access token along."""

    id: int
    email: str
    client: httpx.Client
    refresh_token: str

    def anew(self) -> "Person":
        """The same, with a client that has answered nothing yet."""
        client = httpx.Client(
            transport=self.client._transport,
            base_url=self.client.base_url,
            headers={"Authorization": self.client.headers["Authorization"]},
        )
        return replace(self, client=client)

    def post_idea(self, title: str = "Dark mode", content: str = "") -> dict[str, Any]:
        answer = self.client.post("/v1/posts", json={"title": title, "content": content})
        assert answer.status_code == 201, answer.text
        post: dict[str, Any] = answer.json()
        return post

    def vote(self, post_id: int) -> dict[str, Any]:
        answer = self.client.put(f"/v1/posts/{post_id}/vote")
        assert answer.status_code == 200, answer.text
        vote: dict[str, Any] = answer.json()
        return vote


class People:
    """Signs people up and in. The first one is the board's admin, as on any new board."""

    def __init__(self, visitor: httpx.Client) -> None:
        self.visitor = visitor
        self.numbers = itertools.count(1)

    def join(self, name: str | None = None) -> Person:
        name = name or f"Member {next(self.numbers)}"
        email = f"{name.lower().replace(' ', '.')}@example.com"
        answer = self.visitor.post("/v1/users", json={"email": email, "name": name, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return self.sign_in(answer.json()["id"], email)

    def sign_in(self, user_id: int, email: str, password: str = PASSWORD) -> Person:
        form = {"grant_type": "password", "username": email, "password": password}
        answer = self.visitor.post("/v1/auth/token", data=form)
        assert answer.status_code == 200, answer.text
        tokens = answer.json()
        client = httpx.Client(
            transport=self.visitor._transport,
            base_url=self.visitor.base_url,
            headers={"Authorization": f"Bearer {tokens['access_token']}"},
        )
        return Person(user_id, email, client, tokens["refresh_token"])
