"""Nothing typed is lost: whatever is refused, the text is on the page that says so."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Connection

from app.pages.response import assets
from tests.support.boards import board
from tests.support.browsing import Browser, Shown, values_of
from tests.support.comments import comment
from tests.support.people import Person

TEXT = '\n Two lines,\nand <b>tags</b> & "quotes" \\ {{ 7 * 7 }} \u202e.'
OURS = {"title": "Ours, typed here", "content": TEXT.strip()}


@pytest.fixture
def idea(member: Person) -> dict[str, int]:
    """The member's post and comment."""
    post_id = member.post_idea("Dark mode", "Please.")["id"]
    return {"post": post_id, "comment": comment(member, post_id)["id"]}


def typed_on(shown: Shown) -> dict[str, str]:
    """What is in the fields and side by side with them, by where it is."""
    found = {
        str(each.get("name")): values_of(each).get(str(each.get("name")), "") for each in shown.content.iter("form")
    }
    for form in shown.content.iter("form"):
        found |= values_of(form)
    return found


def test_two_who_change_a_post_at_once(signed_in: Browser, admin: Person, idea: dict[str, int]) -> None:
    shown = signed_in.open(f"/edit/posts/{idea['post']}")
    theirs = {"title": "Theirs", "content": "Written <i>meanwhile</i>."}
    admin.client.patch(f"/v1/posts/{idea['post']}", json=theirs).raise_for_status()
    shown = signed_in.submit(shown, f"/edit/posts/{idea['post']}", None, **OURS)
    assert shown.status == 412
    assert OURS.items() <= typed_on(shown).items()
    assert all(text in shown.text for text in theirs.values())
    shown = signed_in.submit(shown, f"/edit/posts/{idea['post']}")
    assert (shown.statuses, shown.heading) == ([303, 200], OURS["title"])
    assert admin.client.get(f"/v1/posts/{idea['post']}").json()["content"] == OURS["content"]


def test_what_was_searched_for_is_typed_already(signed_in: Browser) -> None:
    assert signed_in.open("/posts/new?title=Dark+mode").control("title").get("value") == "Dark mode"
    assert signed_in.open("/posts/new").control("title").get("value") == ""


def test_two_who_change_a_comment_at_once(signed_in: Browser, admin: Person, idea: dict[str, int]) -> None:
    path = f"/edit/comments/{idea['comment']}"
    shown = signed_in.open(path)
    assert shown.heading == "Your comment"
    admin.client.patch(f"/v1/comments/{idea['comment']}", json={"content": "Theirs"}).raise_for_status()
    shown = signed_in.submit(shown, path, content=OURS["content"])
    assert (shown.status, typed_on(shown)["content"]) == (412, OURS["content"])
    assert "Theirs" in shown.text
    assert signed_in.submit(shown, path).statuses == [303, 303, 200]


def test_only_another_version_is_shown_beside_the_own(signed_in: Browser, idea: dict[str, int]) -> None:
    path = f"/edit/posts/{idea['post']}"
    shown = signed_in.submit(signed_in.open(path), path, title="", content=OURS["content"])
    assert (shown.status, typed_on(shown)["content"]) == (422, OURS["content"])
    assert "What is there now" not in shown.text


@pytest.mark.parametrize("how", ["deleted", "hidden"])
@pytest.mark.parametrize("path", ["/edit/posts/{post}", "/edit/comments/{comment}", "/posts/{post}/comments"])
def test_a_post_that_is_gone_meanwhile(
    signed_in: Browser, admin: Person, idea: dict[str, int], path: str, how: str
) -> None:
    path = path.format(**idea)
    form = signed_in.open(path if path.startswith("/edit") else f"/posts/{idea['post']}")
    if how == "deleted":
        admin.client.delete(f"/v1/posts/{idea['post']}").raise_for_status()
    else:
        admin.client.patch(f"/v1/posts/{idea['post']}", json={"visibility": "hidden"}).raise_for_status()
    shown = signed_in.submit(form, path, content=OURS["content"])
    assert shown.status in (404, 410)
    texts = {text for each in shown.content.iter() for text in ("".join(each.itertext()), each.get("value"))}
    assert OURS["content"] in {(text or "").strip() for text in texts}


@pytest.mark.parametrize("field", ["title", "content"])
def test_what_is_too_long_comes_again(signed_in: Browser, field: str) -> None:
    longer = {**OURS, field: "ü" * 10_001}
    shown = signed_in.send("/posts/new", {"step": "post", **longer})
    assert shown.status == 422
    assert longer.items() <= typed_on(shown).items()
    assert "characters fit" in shown.described(field)


def test_the_limit_of_an_hour(admin: Person, member: Person) -> None:
    with board(posts_per_hour=1) as client:
        browser = Browser(client)
        browser.sign_in(member.email)
        assert browser.send("/posts/new", {"title": "One", "step": "post"}).status == 200
        shown = browser.send("/posts/new", {**OURS, "step": "post"})
    assert (shown.status, "Not so fast" in shown.text) == (429, True)
    assert int(shown.answer.headers["Retry-After"]) > 0
    assert OURS.items() <= typed_on(shown).items()


@pytest.fixture(scope="module")
def without_database() -> Iterator[httpx.Client]:
    with board(database_url="postgresql+pg8000://heed:heed@127.0.0.1:1/heed") as client:
        yield client


SENT = {
    "/posts/new": {**OURS, "step": "post", "key": "a-key"},
    "/posts/7/comments": {"content": OURS["content"], "key": "a-key"},
    "/edit/posts/7": {**OURS, "version": "3"},
    "/edit/comments/7": {"content": OURS["content"], "version": "3"},
    "/posts/7/vote": {"voted": "yes", "to": "/?sort=votes"},
}


@pytest.mark.parametrize("path", SENT)
def test_while_there_is_no_database(without_database: httpx.Client, path: str) -> None:
    """Before it is even known who sends it."""
    browser = Browser(without_database)
    browser.client.cookies.set("__Host-heed", "x" * 43, domain="board.example.com")
    shown = browser.send(path, SENT[path])
    assert (shown.status, shown.heading) == (503, "Back in a moment")
    assert "Nothing you typed is lost" in shown.text
    assert int(shown.answer.headers["Retry-After"]) > 0
    assert shown.answer.headers["Cache-Control"] == "private, no-store"
    again = values_of(shown.form(path))
    assert SENT[path].items() <= again.items()
    written = {"".join(each.itertext()).strip() for each in shown.content.iter()}
    assert {SENT[path][name] for name in ("title", "content") if name in SENT[path]} <= written


@pytest.mark.parametrize("path", ["/", "/posts/7", "/people/7", "/settings", "/sitemap.xml", "/?q=dark"])
def test_a_page_while_there_is_no_database(without_database: httpx.Client, path: str) -> None:
    browser = Browser(without_database)
    browser.client.cookies.set("__Host-heed", "x" * 43, domain="board.example.com")
    shown = browser.open(path)
    assert (shown.status, shown.heading) == (503, "Back in a moment")
    assert int(shown.answer.headers["Retry-After"]) > 0


def test_what_needs_no_database_is_there_without_one(without_database: httpx.Client) -> None:
    browser = Browser(without_database)
    assert [browser.open(path).status for path in (assets.path_of("heed.css"), assets.path_of("heed.js"))] == [200] * 2


@pytest.mark.parametrize("path", SENT)
def test_what_goes_wrong_unforeseen(
    signed_in: Browser, idea: dict[str, int], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Its number is on the page, and in the log."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError("a secret")

    path, fields = path.replace("7", "1"), SENT[path]
    with monkeypatch.context() as broken:
        broken.setattr(Connection, "commit", fail)
        shown = signed_in.send(path, {**fields, "version": "1"})
    assert (shown.status, shown.heading) == (500, "Something went wrong on our side")
    assert f"tell the team this number if it stays:{shown.answer.headers['X-Request-ID']}" in shown.text
    assert "secret" not in shown.answer.text
    assert fields.items() <= {**values_of(shown.form(path)), "version": "3"}.items()
    assert signed_in.open("/").status == 200
