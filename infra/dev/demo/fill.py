"""`make demo`: fills the running board through its own API. Doing it again adds only what is missing."""

import sys
import time
import unicodedata
from contextlib import ExitStack
from typing import Any

from httpx import Client, HTTPError, HTTPStatusError, codes

from infra.dev.demo.conversations import ANSWERS, COMMENTS, MERGES, NOTES, TAGS, VOTES_FOR
from infra.dev.demo.mailed_code import mailed_code
from infra.dev.demo.posts import PEOPLE, POSTS
from infra.dev.demo.releases import ENTRIES, ROADMAP, entry_of
from infra.dev.ports import chosen_port
from infra.dev.progress import phase

EMAIL_CODE = "urn:heed:params:oauth:grant-type:email-code"
PASSWORD = "correct horse battery staple"


def main(arguments: list[str]) -> int:
    base = f"http://127.0.0.1:{chosen_port(default=8000)}"
    api = client(base)
    try:
        call(api, "GET", "/ready")
    except (HTTPError, ValueError):
        sys.exit(f"heed: no board answers at {base}; start it first, in another terminal: make run")
    try:
        fill(api)
    except HTTPStatusError as error:
        request, response = error.request, error.response
        sys.exit(f"heed: the demo stopped: {request.method} {request.url.path}: {response.status_code} {response.text}")
    print(f"\nSign in at {base}/sign-in as any of them, with the password: {PASSWORD}")
    print("\n".join(f"  {email(name)}" for name in PEOPLE))
    return 0


def fill(api: Client) -> None:
    before = all_posts(api)
    known = {(post["author"]["name"], post["title"]): post["id"] for post in before}
    with ExitStack() as at_the_end:
        with phase(f"signing up {len(PEOPLE)} people"):
            # Who is there already has a post, and needs no sign-up, of which an address has only so many an hour.
            authors = {author for author, _ in known}
            members = [sign_in(api, name) if name in authors else join(api, name) for name in PEOPLE]
            for member in members:
                at_the_end.callback(member.close)
        write(members, before, known)


def write(members: list[Client], before: list[dict[str, Any]], known: dict[tuple[str, str], int]) -> None:
    """`known`: the ids of what is there, by author and title."""
    with phase(f"writing {len(POSTS)} posts"):
        ids = []
        for number, (title, content, _) in enumerate(POSTS):
            author = number % len(PEOPLE)
            found = known.get((PEOPLE[author], title))
            body = {"title": title, "content": content}
            ids.append(found or call(members[author], "POST", "/v1/posts", body)["id"])
    closed = {post["id"] for post in before if post["status"] in ("completed", "declined") or post["merged_into_id"]}
    with phase(f"casting {sum(votes for _, _, votes in POSTS)} votes"):
        for number, (_, _, votes) in enumerate(POSTS):
            for voter in range(number + 1, number + 1 + (0 if ids[number] in closed else votes)):
                call(members[voter % len(PEOPLE)], "PUT", f"/v1/posts/{ids[number]}/vote")
    posts = {post["title"]: post for post in all_posts(members[0]) if post["id"] in ids}
    with phase(f"writing {sum(map(len, COMMENTS.values()))} comments"):
        for title, comments in COMMENTS.items():
            if posts[title]["comments_count"] == 0:
                for name, content in comments:
                    path = f"/v1/posts/{posts[title]['id']}/comments"
                    call(members[PEOPLE.index(name)], "POST", path, {"content": content})
    if call(members[0], "GET", "/v1/users/me")["role"] == "admin":
        answer(members[0], posts)
    else:
        print("  tags and answers are staff's: they come to a board on which the demo's people are the first")


def answer(team: Client, posts: dict[str, dict[str, Any]]) -> None:
    """What the team does: tags for posts, notes, votes for people who asked elsewhere, and answers."""
    with phase(f"giving {len(TAGS)} tags"):
        known = {tag["slug"] for tag in call(team, "GET", "/v1/tags")["items"]}
        for slug, (name, staff_only, titles) in TAGS.items():
            if slug not in known:
                call(team, "POST", "/v1/tags", {"slug": slug, "name": name, "staff_only": staff_only})
            for title in titles:
                call(team, "PUT", f"/v1/posts/{posts[title]['id']}/tags/{slug}")
    with phase("noting what others don't see, and voting for who asked by phone"):
        for title, note in NOTES.items():
            path = f"/v1/posts/{posts[title]['id']}/comments"
            if not any(each["staff_only"] for each in call(team, "GET", path)["items"]):
                call(team, "POST", path, {"content": note, "staff_only": True})
        for title, addresses in VOTES_FOR.items():
            for address in addresses:
                call(team, "POST", f"/v1/posts/{posts[title]['id']}/votes", {"email": address})
    with phase(f"answering {len(ANSWERS)} posts"):
        for title, answers in ANSWERS.items():
            if posts[title]["status"] == "open":
                for status, response in answers:
                    body = {"status": status, "response": response}
                    call(team, "PUT", f"/v1/posts/{posts[title]['id']}/status", body)
    with phase("ordering the roadmap, writing the changelog"):
        known = {entry["title"] for entry in call(team, "GET", "/v1/changelog")["items"]}
        for title, content, named in ENTRIES:
            if title not in known:
                call(team, "POST", "/v1/changelog", entry_of(title, content, named, posts))
        for column in ROADMAP:
            for index, title in enumerate(column):
                call(team, "PUT", f"/v1/roadmap/{posts[title]['id']}", {"index": index})
    with phase("merging a duplicate"):
        for duplicate, original in MERGES.items():
            if posts[duplicate]["merged_into_id"] is None:
                call(team, "PUT", f"/v1/posts/{posts[duplicate]['id']}/merge", {"into": posts[original]["id"]})


def join(api: Client, name: str) -> Client:
    """A member who is signed in, and signed up if need be: where the board sends mail, by the code that it mails."""
    asked_at = time.time_ns()
    try:
        account = call(api, "POST", "/v1/users", {"email": email(name), "name": name, "password": PASSWORD})
    except HTTPStatusError as error:
        if error.response.status_code != codes.CONFLICT:
            raise
        return sign_in(api, name)
    if "code_id" not in account:
        return sign_in(api, name)
    code = mailed_code(email(name), since=asked_at)
    form = {"grant_type": EMAIL_CODE, "code_id": account["code_id"], "code": code}
    response = api.post("/v1/auth/token", data=form)
    member = client(str(api.base_url), response.raise_for_status().json()["access_token"])
    member.put("/v1/users/me/password", json={"new_password": PASSWORD}).raise_for_status()
    return member


def sign_in(api: Client, name: str) -> Client:
    form = {"grant_type": "password", "username": email(name), "password": PASSWORD}
    response = api.post("/v1/auth/token", data=form)
    return client(str(api.base_url), response.raise_for_status().json()["access_token"])


def client(base: str, token: str | None = None) -> Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(base_url=base, headers=headers, timeout=30, trust_env=False)  # No proxy stands before 127.0.0.1.


def call(api: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return api.request(method, path, json=body).raise_for_status().json()


def all_posts(api: Client) -> list[dict[str, Any]]:
    """Duplicates too, which only a list of changes has."""
    posts: list[dict[str, Any]] = []
    query = {"limit": "100", "updated_since": "1970-01-01T00:00:00Z"}
    while True:
        page = api.get("/v1/posts", params=query).raise_for_status().json()
        posts += page["items"]
        if not page["next"]:
            return posts
        query["cursor"] = page["next"]


def email(name: str) -> str:
    first = unicodedata.normalize("NFKD", name.split()[0].lower()).encode("ascii", "ignore").decode()
    return f"{first}@example.com"
