"""What each page that is read sends to PostgreSQL, held for every one there is: few statements, which write nothing."""

import re

import httpx
import pytest
from sqlalchemy import Engine

from app.board import cache
from tests.http.test_reads import executed
from tests.support.changelog import write_entry
from tests.support.comments import comment
from tests.support.pages import page_app, sign_in
from tests.support.people import Person
from tests.support.routes import routes_of
from tests.support.tags import add_tag
from tests.support.webhooks import an_endpoint

# By route: a path, and the statements for a visitor and for a member. The first of a member's reads the member. For the
# team they are as many as for a member, or as in OF_THE_TEAM.
READS: dict[str, list[tuple[str, int, int]]] = {
    "/": [
        ("/", 2, 3),  # The posts and the tags.
        ("/?sort=votes&status=open&limit=1", 2, 3),
        ("/?q=dark", 3, 4),  # The search is counted first, for its limit.
        ("/?tag=web", 3, 4),  # The tag's posts are counted first.
        ("/?voted=me", 0, 3),
    ],
    "/posts/{post_id}": [("/posts/1", 1, 2)],
    "/posts/{post_id}/{slug:path}": [("/posts/1/dark-mode", 2, 3), ("/posts/1/wrong", 1, 2)],  # The post, its comments.
    "/voters/{post_id}": [("/voters/1", 0, 1)],  # The post, and who voted.
    "/posts/new": [("/posts/new", 0, 1), ("/posts/new?title=dark", 2, 3)],
    "/edit/posts/{post_id}": [("/edit/posts/1", 0, 2)],
    "/delete/posts/{post_id}": [("/delete/posts/1", 0, 2)],
    "/comments/{comment_id}": [("/comments/1", 1, 2)],
    "/edit/comments/{comment_id}": [("/edit/comments/1", 0, 2)],
    "/roadmap": [("/roadmap", 2, 2)],  # Nothing is on it: is the board private?
    "/changelog": [("/changelog", 1, 2), ("/changelog?state=draft", 2, 2)],
    "/changelog/{entry_id}": [("/changelog/1", 1, 2)],
    "/changelog/{entry_id}/{slug:path}": [("/changelog/1/version-2", 1, 2)],
    "/changelog/new": [("/changelog/new", 0, 1), ("/changelog/new?post=1", 0, 1)],
    "/edit/changelog/{entry_id}": [("/edit/changelog/1", 0, 1)],
    "/delete/changelog/{entry_id}": [("/delete/changelog/1", 0, 1)],
    "/team/posts/{post_id}/answer": [("/team/posts/1/answer", 0, 1)],
    "/team/posts/{post_id}/tags": [("/team/posts/1/tags", 0, 1)],
    "/team/posts/{post_id}/merge": [
        *(("/team/posts/1/merge", 0, 1), ("/team/posts/1/merge?q=dark", 0, 1), ("/team/posts/1/merge?into=2", 0, 1)),
    ],
    "/widget": [("/widget", 0, 1)],
    "/people/{user_id}": [("/people/1", 2, 3)],  # The member and the posts.
    "/sign-in": [("/sign-in", 0, 1)],
    "/sign-in/code": [("/sign-in/code", 0, 1)],
    "/sign-in/password": [("/sign-in/password", 0, 1)],
    "/sign-in/oidc": [("/sign-in/oidc", 0, 1)],  # This board has no provider: tests/oidc/test_reads.py.
    "/sign-in/oidc/callback": [("/sign-in/oidc/callback", 0, 1)],
    "/sign-in/oidc/finish": [("/sign-in/oidc/finish", 0, 1)],
    "/sign-up": [("/sign-up", 0, 1)],
    "/sso": [("/sso", 0, 1)],  # Without a token. With one it writes: tests/sso/test_pages.py.
    "/settings": [("/settings", 0, 1)],
    "/settings/email": [("/settings/email", 0, 1)],
    "/settings/email/code": [("/settings/email/code", 0, 1)],
    "/settings/password": [("/settings/password", 0, 2)],
    "/settings/oidc": [("/settings/oidc", 0, 1)],
    "/settings/sessions": [("/settings/sessions", 0, 2)],
    "/settings/notifications": [("/settings/notifications", 0, 2)],
    "/settings/mails": [("/settings/mails", 0, 2)],
    "/settings/data": [("/settings/data", 0, 1)],
    "/settings/export": [("/settings/export", 0, 2)],
    "/settings/erase": [("/settings/erase", 0, 1)],
    "/erased": [("/erased", 0, 1)],
    "/unsubscribe": [("/unsubscribe", 0, 1)],
    "/admin": [("/admin", 0, 1)],
    "/admin/pending": [("/admin/pending", 0, 1)],
    "/admin/tags": [("/admin/tags", 0, 1)],
    "/admin/tags/{slug}": [("/admin/tags/web", 0, 1)],
    "/admin/log": [("/admin/log", 0, 1)],
    "/admin/figures": [("/admin/figures", 0, 1)],
    "/admin/members": [("/admin/members", 0, 1), ("/admin/members?q=member&role=admin", 0, 1)],
    "/admin/members/{user_id}": [("/admin/members/1", 0, 1)],
    "/admin/mails": [("/admin/mails", 0, 1)],
    "/admin/webhooks": [("/admin/webhooks", 0, 1)],
    "/admin/webhooks/{webhook_id}": [("/admin/webhooks/1", 0, 1)],
    "/admin/keys": [("/admin/keys", 0, 1)],
    "/admin/board": [("/admin/board", 0, 1)],
    "/admin/board/logo": [("/admin/board/logo", 0, 1)],
    "/admin/board/logo/remove": [("/admin/board/logo/remove", 0, 1)],
    "/logo/{logo}": [("/logo/0123456789abcdef0123.svg", 2, 2)],
    "/robots.txt": [("/robots.txt", 0, 0)],
    "/sitemap.xml": [("/sitemap.xml", 1, 1)],
    "/sitemap/{number}.xml": [("/sitemap/0.xml", 2, 2)],
    "/assets/{name}": [("/assets/heed.css", 0, 0)],
}
# The first of them reads the member, the second the post.
OF_THE_TEAM = {
    "/voters/1": 3,
    "/changelog/new?post=1": 2,
    "/delete/changelog/1": 2,
    "/admin": 4,  # What has no answer, what is pending, and how many are.
    "/admin/pending": 2,
    "/admin/tags": 2,
    "/admin/tags/web": 2,
    "/admin/log": 4,  # The entries, the titles of their posts, and the team to choose from.
    "/admin/figures": 2,
    "/admin/members": 2,
    "/admin/members?q=member&role=admin": 2,
    "/admin/members/1": 2,
    "/admin/mails": 2,
    "/admin/webhooks": 2,
    "/admin/webhooks/1": 3,  # And what was sent there.
    "/admin/keys": 2,
    "/admin/board": 2,
    "/edit/changelog/1": 3,  # The posts that are ticked, too.
    "/posts/1/dark-mode": 4,  # And how many would be told of an answer.
    "/team/posts/1/answer": 3,  # That too.
    "/team/posts/1/tags": 3,
    "/team/posts/1/merge": 4,  # The search is counted first.
    "/team/posts/1/merge?q=dark": 4,
    "/team/posts/1/merge?into=2": 3,  # Both posts at once, and how many would be told.
}
CASES = [case for cases in READS.values() for case in cases]


def test_every_page_is_here() -> None:
    gets = {route.removeprefix("GET ") for route in routes_of(page_app()) if route.startswith("GET ")}
    assert gets == set(READS)


def test_each_takes_few_statements_and_writes_nothing(
    mailing: httpx.Client, superuser: Engine, admin: Person, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"}).raise_for_status()
    member.post_idea("Dark mode")
    admin.client.put("/v1/posts/1/tags/web").raise_for_status()
    comment(member, 1, "Please.")
    admin.post_idea("A darker mode")
    write_entry(admin, posts=[1], published_at="now")
    an_endpoint(admin)
    monkeypatch.setattr(cache, "KEPT", 60.0)
    mailing.get("/sign-in").raise_for_status()  # Reads the board, which is kept.
    callers = [{}, *({"Cookie": f"__Host-heed={sign_in(superuser, each.email).token}"} for each in (member, admin))]
    counted = {path: [reads(mailing, path, headers) for headers in callers] for path, _, _ in CASES}
    assert counted == {path: [*counts, OF_THE_TEAM.get(path, counts[-1])] for path, *counts in CASES}


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_the_list_reads_its_tags_with_the_board_or_alone(
    mailing: httpx.Client,
    superuser: Engine,
    admin: Person,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
) -> None:
    """So it takes no statement more where the process has no fresh copy of the board."""
    for slug in ("web", "later", "android"):
        add_tag(admin, slug, staff_only=slug == "later")
    member.post_idea("Dark mode")
    monkeypatch.setattr(cache, "KEPT", seconds)
    mailing.get("/roadmap")
    callers = [{}, *({"Cookie": f"__Host-heed={sign_in(superuser, each.email).token}"} for each in (member, admin))]
    assert [reads(mailing, "/", headers) for headers in callers] == [2, 3, 3]
    shown = [mailing.get("/", headers=headers).text for headers in callers]
    assert [re.findall(r'<option value="(web|later|android)"', each) for each in shown] == [
        *(["android", "web"], ["android", "web"], ["android", "later", "web"]),
    ]


def reads(visitor: httpx.Client, path: str, headers: dict[str, str]) -> int:
    with executed() as seen:
        answer = visitor.get(path, headers={"Accept": "text/html", **headers})
    assert answer.status_code < 500, path
    assert_reads(path, seen)
    return len(seen)


def assert_reads(path: str, seen: list[tuple[str, bool]]) -> None:
    for statement, is_a_transaction in seen:
        assert is_a_transaction, path
        if "INSERT INTO rate_limits" not in statement:  # The count of a search, in a transaction of its own.
            assert " FOR " not in statement.upper(), path
            assert not any(word in statement.upper() for word in ("INSERT ", "UPDATE ", "DELETE ")), path
