"""`make demo`: fills the running board through its own API. Doing it again adds only what is missing."""

import json
import sys
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from infra.local.demo_data import PEOPLE, POSTS
from infra.local.demo_talk import ANSWERS, COMMENTS, MERGES, TAGS
from infra.local.progress import phase
from infra.local.run import chosen_port

PASSWORD = "correct horse battery staple"
CONFLICT = 409


class Refusal(Exception):
    """The board answered with an error."""

    def __init__(self, call: str, status: int, answer: str) -> None:
        super().__init__(f"{call} answered {status}: {answer}")
        self.status = status


class Board:
    """The API as one caller sees it."""

    def __init__(self, base: str, token: str | None = None) -> None:
        self._base = base
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, {"Content-Type": "application/json"} if data else {})

    def sign_in(self, email: str, password: str) -> "Board":
        form = {"grant_type": "password", "username": email, "password": password}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", "/v1/auth/token", urllib.parse.urlencode(form).encode(), kind)
        return Board(self._base, answer["access_token"])

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Any:
        request = urllib.request.Request(  # noqa: S310  (the address is our own)
            self._base + path, data, headers | self._headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refusal(f"{method} {path}", error.code, error.read().decode(errors="replace")) from None


def main(arguments: list[str]) -> int:
    base = f"http://127.0.0.1:{chosen_port()}"
    board = Board(base)
    try:
        board.call("GET", "/ready")
    except (OSError, ValueError, Refusal):
        sys.exit(f"heed: no board answers at {base}; start it first, in another terminal: make run")
    try:
        fill(board)
    except Refusal as refusal:
        sys.exit(f"heed: the demo stopped: {refusal}")
    print(f"\nSign in at {base}/docs as any of them, with the password: {PASSWORD}")
    print("\n".join(f"  {email(name)}" for name in PEOPLE))
    return 0


def fill(board: Board) -> None:
    before = all_posts(board)
    known = {(post["author"]["name"], post["title"]): post["id"] for post in before}
    with phase(f"signing up {len(PEOPLE)} people"):
        # Who is there already has a post, and needs no sign-up, of which an address has only so many an hour.
        authors = {author for author, _ in known}
        members = [board.sign_in(email(name), PASSWORD) if name in authors else join(board, name) for name in PEOPLE]
    with phase(f"writing {len(POSTS)} posts"):
        ids = []
        for number, (title, content, _) in enumerate(POSTS):
            author = number % len(PEOPLE)
            found = known.get((PEOPLE[author], title))
            body = {"title": title, "content": content}
            ids.append(found or members[author].call("POST", "/v1/posts", body)["id"])
    closed = {post["id"] for post in before if post["status"] in ("completed", "declined") or post["merged_into_id"]}
    with phase(f"casting {sum(votes for _, _, votes in POSTS)} votes"):
        for number, (_, _, votes) in enumerate(POSTS):
            for voter in range(number + 1, number + 1 + (0 if ids[number] in closed else votes)):
                members[voter % len(PEOPLE)].call("PUT", f"/v1/posts/{ids[number]}/vote")
    posts = {post["title"]: post for post in all_posts(members[0]) if post["id"] in ids}
    with phase(f"writing {sum(map(len, COMMENTS.values()))} comments"):
        for title, comments in COMMENTS.items():
            if posts[title]["comments_count"] == 0:
                for name, content in comments:
                    path = f"/v1/posts/{posts[title]['id']}/comments"
                    members[PEOPLE.index(name)].call("POST", path, {"content": content})
    if members[0].call("GET", "/v1/users/me")["role"] == "admin":
        answer(members[0], posts)
    else:
        print("  tags and answers are staff's: they come to a board on which the demo's people are the first")


def answer(team: Board, posts: dict[str, dict[str, Any]]) -> None:
    """What the team does: tags for posts, and answers to some."""
    with phase(f"giving {len(TAGS)} tags"):
        known = {tag["slug"] for tag in team.call("GET", "/v1/tags")["items"]}
        for slug, (name, staff_only, titles) in TAGS.items():
            if slug not in known:
                team.call("POST", "/v1/tags", {"slug": slug, "name": name, "staff_only": staff_only})
            for title in titles:
                team.call("PUT", f"/v1/posts/{posts[title]['id']}/tags/{slug}")
    with phase(f"answering {len(ANSWERS)} posts"):
        for title, answers in ANSWERS.items():
            if posts[title]["status"] == "open":
                for status, response in answers:
                    body = {"status": status, "response": response}
                    team.call("PUT", f"/v1/posts/{posts[title]['id']}/status", body)
    with phase("merging a duplicate"):
        for duplicate, original in MERGES.items():
            if posts[duplicate]["merged_into_id"] is None:
                team.call("PUT", f"/v1/posts/{posts[duplicate]['id']}/merge", {"into": posts[original]["id"]})


def join(board: Board, name: str) -> Board:
    """A member who is signed in, and signed up if need be."""
    try:
        board.call("POST", "/v1/users", {"email": email(name), "name": name, "password": PASSWORD})
    except Refusal as refusal:
        if refusal.status != CONFLICT:
            raise
    return board.sign_in(email(name), PASSWORD)


def all_posts(board: Board) -> list[dict[str, Any]]:
    """Duplicates too, which only a list of changes has."""
    posts: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = board.call("GET", f"/v1/posts?limit=100&updated_since=1970-01-01T00:00:00Z{cursor}")
        posts += page["items"]
        if not page["next"]:
            return posts
        cursor = "&cursor=" + urllib.parse.quote(page["next"])


def email(name: str) -> str:
    first = unicodedata.normalize("NFKD", name.split()[0].lower()).encode("ascii", "ignore").decode()
    return f"{first}@example.com"
