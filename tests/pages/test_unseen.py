"""What somebody may not see is on no page, in no count and behind no address: hidden, pending, deleted, for staff."""

import re

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser
from tests.support.comments import comment
from tests.support.merges import merge
from tests.support.people import People, Person
from tests.support.tags import add_tag

pytestmark = pytest.mark.adversary
SECRET = "xylophone"  # In everything that a visitor may not see.
EVERYWHERE = (
    *("/", "/?sort=newest", "/?sort=discussed", "/?sort=updated", f"/?q={SECRET}", "/?tag=internal", "/posts/new"),
    *(f"/posts/new?title={SECRET}", "/people/1", "/people/2", "/sitemap.xml", "/sitemap/0.xml", "/feed.atom"),
    *(f"/{kind}/{n}" for kind in ("posts", "comments") for n in range(1, 7)),
    *(f"/{what}/{kind}/{n}" for what in ("edit", "delete") for kind in ("posts", "comments") for n in range(1, 7)),
)
VISIBLE, HIDDEN, PENDING, DELETED, DUPLICATE, ORIGINAL = range(1, 7)


@pytest.fixture
def board_with_secrets(superuser: Engine, admin: Person, member: Person) -> None:
    """A post that everybody sees, with what not everybody sees of it; and posts that not everybody sees."""
    add_tag(admin, "internal", staff_only=True)
    member.post_idea("Dark mode")
    admin.client.patch("/v1/tags/internal", json={"name": SECRET}).raise_for_status()
    admin.client.put("/v1/posts/1/tags/internal").raise_for_status()
    for _ in range(3):
        member.post_idea(f"A {SECRET}", SECRET)
    member.post_idea("A duplicate")
    member.post_idea(f"The original {SECRET}")
    for post_id in (VISIBLE, HIDDEN, DELETED):
        comment(member, post_id, SECRET)
    comment(member, VISIBLE, SECRET)
    comment(member, VISIBLE, "What everybody reads")
    admin.client.patch("/v1/comments/1", json={"hidden": True}).raise_for_status()
    member.client.delete("/v1/comments/4").raise_for_status()
    admin.client.patch(f"/v1/posts/{HIDDEN}", json={"visibility": "hidden"}).raise_for_status()
    with superuser.connect() as connection:
        connection.execute(text(f"UPDATE posts SET visibility = 'pending', published_at = NULL WHERE id = {PENDING}"))
    member.client.delete(f"/v1/posts/{DELETED}").raise_for_status()
    merge(admin, DUPLICATE, ORIGINAL)
    admin.client.patch(f"/v1/posts/{ORIGINAL}", json={"visibility": "hidden"}).raise_for_status()


@pytest.mark.usefixtures("board_with_secrets")
@pytest.mark.parametrize("who", ["visitor", "another member"])
def test_it_is_nowhere(visitor: httpx.Client, people: People, who: str) -> None:
    browser = Browser(visitor)
    if who == "another member":
        browser.sign_in(people.join("Another").email)
    statuses = {}
    for path in EVERYWHERE:
        shown = browser.open(path)
        statuses[path] = shown.status
        assert shown.status < 500, path
        told = re.sub(f"(q|title)(=|%3D){SECRET}", "", shown.answer.text)  # In links back to this page.
        asked = path.endswith(SECRET)
        assert told.count(SECRET) <= (2 if asked else 0), path  # What was searched for is in its own field and title.
    assert {statuses[f"/posts/{n}"] for n in (HIDDEN, PENDING, ORIGINAL)} == {404}
    assert statuses[f"/posts/{VISIBLE}"] == 200
    assert {statuses[f"/comments/{n}"] for n in (1, 2, 3, 4, 6)} == {404}
    assert statuses["/comments/5"] == 200
    shown = browser.open(f"/posts/{VISIBLE}")
    assert "1 comment" in shown.text
    assert "1 idea is shown" in browser.open("/?q=dark").text
    assert "Nothing found" in browser.open(f"/?q={SECRET}").text


@pytest.mark.usefixtures("board_with_secrets")
def test_writes_find_no_more_than_reads(visitor: httpx.Client, people: People) -> None:
    browser = Browser(visitor)
    browser.sign_in(people.join("Another").email)
    for number in (HIDDEN, PENDING, ORIGINAL):
        for path in ("/posts/{}/vote", "/posts/{}/follow", "/posts/{}/comments", "/edit/posts/{}", "/delete/posts/{}"):
            shown = browser.send(path.format(number), {"content": "x", "title": "x", "version": "1"})
            assert shown.status == 404, path
            assert SECRET not in shown.answer.text
    for number in (1, 2, 3, 4):
        for path in ("/edit/comments/{}", "/delete/comments/{}"):
            shown = browser.send(path.format(number), {"content": "x", "version": "1"})
            assert shown.status == 404, path
            assert SECRET not in shown.answer.text


@pytest.mark.usefixtures("board_with_secrets")
def test_who_may_see_it_does(visitor: httpx.Client, admin: Person, member: Person) -> None:
    """The same addresses tell the team, and of what waits its author: the words above are not missing by mistake."""
    team, author = Browser(visitor), Browser(visitor)
    team.sign_in(admin.email)
    author.sign_in(member.email)
    people = (team, author)
    of_team, of_author = ({path for path in EVERYWHERE if SECRET in each.open(path).answer.text} for each in people)
    assert {f"/posts/{number}" for number in (VISIBLE, HIDDEN, PENDING, DUPLICATE)} <= of_team
    assert {"/", "/comments/1"} <= of_team
    assert f"/posts/{PENDING}" in of_author
    assert f"/posts/{HIDDEN}" not in of_author
    for each in people:
        shown = each.open(f"/posts/{PENDING}")
        assert "noindex" in shown.answer.text
        assert "og:title" not in shown.answer.text
        assert "application/ld+json" not in shown.answer.text
