"""A form that is sent twice has one effect, and both answers lead to it."""

import httpx
import pytest

from tests.support.boards import in_parallel
from tests.support.browsing import Browser, values_of
from tests.support.comments import comment
from tests.support.people import PASSWORD, People, Person

SITE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
FORMS = ("/posts/new", "/posts/{post}/comments", "/edit/posts/{post}", "/edit/comments/{comment}")


@pytest.fixture
def idea(member: Person) -> dict[str, int]:
    """The member's post and comment."""
    post_id = member.post_idea("Dark mode", "Please.")["id"]
    return {"post": post_id, "comment": comment(member, post_id)["id"]}


def test_a_post_sent_twice_is_one(signed_in: Browser, visitor: httpx.Client) -> None:
    shown = signed_in.open("/posts/new")
    first, second = (signed_in.submit(shown, "/posts/new", ("step", "check"), title="Mode") for _ in range(2))
    assert (first.path, first.heading) == (second.path, second.heading) == ("/posts/1/mode", "Mode")
    assert len(visitor.get("/v1/posts").json()["items"]) == 1


def test_another_text_from_the_same_form_is_another_post(signed_in: Browser, visitor: httpx.Client) -> None:
    shown = signed_in.open("/posts/new")
    for title in ("Mode", "Something else"):
        signed_in.submit(shown, "/posts/new", ("step", "check"), title=title)
    assert len(visitor.get("/v1/posts").json()["items"]) == 2


@pytest.mark.parametrize(
    "path", ["/posts/new", "/posts/{post}/comments", "/edit/posts/{post}", "/edit/comments/{comment}"]
)
def test_ten_at_once_have_one_effect(
    signed_in: Browser, idea: dict[str, int], visitor: httpx.Client, path: str
) -> None:
    path = path.format(**idea)
    shown = signed_in.open(f"/posts/{idea['post']}" if path.endswith("/comments") else path)
    fields = {**values_of(shown.form(path)), "content": "Our text", "step": "post"}
    fields["title"] = "Something new"
    cookies = signed_in.cookies

    def send(client: httpx.Client) -> tuple[int, str]:
        for name, value in cookies.items():
            client.cookies.set(name, value, domain="board.example.com")
        answer = client.post(path, data=fields, headers=SITE)
        return answer.status_code, answer.headers.get("Location", answer.text)

    [answered] = set(in_parallel([send] * 10))
    assert answered[0] == 303
    posts = visitor.get("/v1/posts").json()["items"]
    comments = visitor.get(f"/v1/posts/{idea['post']}/comments").json()["items"]
    assert (len(posts), len(comments)) == (1 + (path == "/posts/new"), 1 + path.endswith("/comments"))


def test_who_signs_in_twice_on_the_way_writes_once(visitor: httpx.Client, member: Person, idea: dict[str, int]) -> None:
    """A double click on the button for signing in, with a comment that comes along."""
    browser = Browser(visitor)
    form = browser.open(f"/posts/{idea['post']}")
    shown = browser.submit(form, f"/posts/{idea['post']}/comments", content="Our text")
    assert shown.status == 401
    for _ in range(2):
        again = Browser(visitor)
        done = again.submit(shown, "/sign-in/password", email=member.email, password=PASSWORD)
        assert done.statuses == [307, 303, 303, 200]
    assert len(visitor.get(f"/v1/posts/{idea['post']}/comments").json()["items"]) == 2


@pytest.mark.parametrize(
    ("key", "posts"), [("", 2), ("a", 1), ("k" * 64, 1), ("k" * 65, 2), ("\u00e9", 2), ("a\x7f", 2)]
)
def test_a_key_is_of_a_form_of_the_board(signed_in: Browser, visitor: httpx.Client, key: str, posts: int) -> None:
    """What could be none is no key, and not refused: what was typed counts."""
    for _ in range(2):
        signed_in.send("/posts/new", {"title": "The same", "step": "post", "key": key})
    assert len(visitor.get("/v1/posts").json()["items"]) == posts


def test_the_key_of_another_member_is_another(visitor: httpx.Client, people: People, admin: Person) -> None:
    for person in (people.join("One"), people.join("Two")):
        browser = Browser(visitor)
        browser.sign_in(person.email)
        browser.send("/posts/new", {"title": "The same", "step": "post", "key": "the-same"})
    assert len(visitor.get("/v1/posts").json()["items"]) == 2
