"""What a page says of itself to search engines and to whoever shows a link to it."""

import json
import re
from datetime import datetime
from html import unescape
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.merges import merge
from tests.support.people import Person

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')
HOSTILE = "</script><script>alert(1)</script><!-- \u2028 \" ' & ]]>"


def structured(answer: httpx.Response) -> dict[str, Any]:
    (data,) = DATA.findall(answer.text)
    found: dict[str, Any] = json.loads(data)
    assert found["@context"] == "https://schema.org"
    return found


def metadata(answer: httpx.Response) -> dict[str, str]:
    return {name: unescape(value) for name, value in META.findall(answer.text)}


def page_of(visitor: httpx.Client, post: dict[str, Any], query: str = "") -> httpx.Response:
    answer = visitor.get(f"/posts/{post['id']}{query}", follow_redirects=True)
    assert answer.status_code == 200
    return answer


def test_a_post(visitor: httpx.Client, admin: Person, member: Person) -> None:
    post = member.post_idea("Dark mode", "**Please**, for the [night](https://night.example).")
    admin.vote(post["id"])
    admin.client.post(f"/v1/posts/{post['id']}/comments", json={"content": "We *think* of it."}).raise_for_status()
    answer = page_of(visitor, post)
    url = f"https://board.example.com/posts/{post['id']}/dark-mode"
    found = structured(answer)
    assert found["@type"] == "DiscussionForumPosting"
    assert (found["url"], found["headline"], found["text"]) == (url, "Dark mode", "Please, for the night.")
    assert found["author"]["name"] == "Member"
    assert datetime.fromisoformat(found["datePublished"]) <= datetime.fromisoformat(found["dateModified"])
    counts = {each["interactionType"]: each["userInteractionCount"] for each in found["interactionStatistic"]}
    assert counts == {"https://schema.org/LikeAction": 2, "https://schema.org/CommentAction": 1}
    (comment,) = found["comment"]
    assert (comment["text"], comment["author"]["name"]) == ("We think of it.", "Admin")
    said = metadata(answer)
    assert said["description"] == said["og:description"] == "Please, for the night."
    assert (said["og:url"], said["og:title"], said["og:type"]) == (url, "Dark mode", "article")
    assert f'<link rel="canonical" href="{url}">' in answer.text
    assert "robots" not in said


def test_the_board(visitor: httpx.Client) -> None:
    answer = visitor.get("/")
    found = structured(answer)
    assert (found["@type"], found["name"], found["url"]) == ("WebSite", "Heed", "https://board.example.com/")
    assert metadata(answer)["og:url"] == "https://board.example.com/"
    assert "robots" not in metadata(answer)


@pytest.mark.parametrize("query", ["q=dark", "status=open", "sort=newest"])
def test_a_filtered_list_is_not_for_search_engines(visitor: httpx.Client, query: str) -> None:
    answer = visitor.get(f"/?{query}")
    assert metadata(answer)["robots"] == "noindex"
    assert not DATA.search(answer.text)


def test_a_language_is_no_page_of_its_own(visitor: httpx.Client) -> None:
    assert '<link rel="canonical" href="https://board.example.com/">' in visitor.get("/?lang=de").text


def test_a_long_text_is_told_in_part_and_none_by_the_title(visitor: httpx.Client, admin: Person) -> None:
    first, second = admin.post_idea("Dark mode", "x" * 600), admin.post_idea("Light mode", "")
    admin.client.post(f"/v1/posts/{first['id']}/comments", json={"content": "y" * 300}).raise_for_status()
    found = structured(page_of(visitor, first))
    assert (len(found["text"]), len(found["comment"][0]["text"])) == (500, 200)
    assert structured(page_of(visitor, second))["text"] == "Light mode"


def test_hostile_text_stays_data(visitor: httpx.Client, admin: Person) -> None:
    post = admin.post_idea(HOSTILE.replace("\u2028", ""), HOSTILE)
    admin.client.post(f"/v1/posts/{post['id']}/comments", json={"content": HOSTILE}).raise_for_status()
    found = structured(page_of(visitor, post))
    assert found["headline"] == post["title"]
    assert "<script>alert(1)</script>" in found["comment"][0]["text"]


def test_what_nobody_may_see_is_not_told(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    post = admin.post_idea("Dark mode")
    path = f"/v1/posts/{post['id']}/comments"
    comments = [admin.client.post(path, json={"content": word}).json()["id"] for word in ("shown", "hidden", "deleted")]
    admin.client.patch(f"/v1/comments/{comments[1]}", json={"hidden": True}).raise_for_status()
    admin.client.delete(f"/v1/comments/{comments[2]}").raise_for_status()
    assert [each["text"] for each in structured(page_of(visitor, post))["comment"]] == ["shown"]
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET visibility = 'hidden'"))
    for path in (f"/posts/{post['id']}", f"/posts/{post['id']}/dark-mode", "/"):
        answer = visitor.get(path, headers={"accept": "text/html"})
        assert "dark mode" not in answer.text.lower()


def test_a_duplicate_and_later_comments_are_not_for_search_engines(visitor: httpx.Client, admin: Person) -> None:
    duplicate, original = admin.post_idea("Night mode"), admin.post_idea("Dark mode")
    merge(admin, duplicate["id"], original["id"])
    for answer in (page_of(visitor, duplicate), page_of(visitor, original, "/dark-mode?from=2")):
        assert not [name for name in metadata(answer) if name.startswith("og:")]
        assert metadata(answer)["robots"] == "noindex"
        assert "canonical" not in answer.text
        assert not DATA.search(answer.text)


def test_refusals_are_not_for_search_engines(visitor: httpx.Client) -> None:
    for path in ("/posts/99", "/nowhere", "/?cursor=x"):
        assert metadata(visitor.get(path, headers={"accept": "text/html"}))["robots"] == "noindex"


def test_below_a_path(handler: Handler, admin: Person) -> None:
    post = admin.post_idea()
    settings = {"root_path": "/feedback", "public_url": "https://example.com/feedback", "logo_url": "/logo.svg"}
    with board(**settings) as client:
        answer = client.get(f"/feedback/posts/{post['id']}/dark-mode")
        url = f"https://example.com/feedback/posts/{post['id']}/dark-mode"
        assert structured(answer)["url"] == metadata(answer)["og:url"] == url
        assert structured(client.get("/feedback/"))["url"] == "https://example.com/feedback/"
        assert '<img src="/logo.svg"' in answer.text, "of the host, as the board serves no such file"
        assert metadata(answer)["og:image"] == "https://example.com/logo.svg"
