"""What each route costs on a warm connection: statements, and round trips counted on the socket."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.proxy import Proxy
from tests.support.statements import statements

Ask = Callable[[httpx.Client, int], httpx.Response]


def list_posts(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/posts?sort=votes&author=1")


def get_post(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get(f"/v1/posts/{post_id}")


def get_user(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/users/1")


def get_me(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/users/me")


def export(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/users/me/export")


def list_users(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/users")


def create_post(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.post("/v1/posts", json={"title": "Another"})


def update_post(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.patch(f"/v1/posts/{post_id}", json={"title": "Better"})


def delete_post(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.delete(f"/v1/posts/{post_id}")


def cast_vote(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.put(f"/v1/posts/{post_id}/vote")


def withdraw_vote(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.delete(f"/v1/posts/{post_id}/vote")


def list_voters(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get(f"/v1/posts/{post_id}/votes")


def list_comments(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get(f"/v1/posts/{post_id}/comments")


def create_comment(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.post(f"/v1/posts/{post_id}/comments", json={"content": "On the phone too, please."})


def update_comment(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.patch("/v1/comments/1", json={"content": "Better"})


def delete_comment(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.delete("/v1/comments/1")


def subscribe(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.put(f"/v1/posts/{post_id}/subscription")


def list_tags(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/tags")


def posts_of_a_tag(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/posts?tag=web")


def tag_post(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.put(f"/v1/posts/{post_id}/tags/android")


def tag_post_again(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.put(f"/v1/posts/{post_id}/tags/web")


def set_status(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})


def refuse_path(client: httpx.Client, post_id: int) -> httpx.Response:
    return client.get("/v1/posts/none")


# Signed in, a request has one statement more: the caller. A write has one round trip more, COMMIT, which a vote takes
# along. BEGIN costs none.
COSTS: list[tuple[Ask, bool, int, int]] = [
    (list_posts, False, 1, 1),
    (list_posts, True, 2, 2),
    (get_post, False, 1, 1),
    (get_post, True, 2, 2),
    (get_user, False, 1, 1),
    (get_me, True, 1, 1),
    (export, True, 2, 2),
    (list_users, True, 2, 2),
    (create_post, True, 4, 5),
    (update_post, True, 3, 4),
    (delete_post, True, 5, 6),
    (cast_vote, True, 2, 2),
    (withdraw_vote, True, 2, 2),
    (list_voters, True, 2, 2),
    (list_comments, False, 1, 1),
    (list_comments, True, 2, 2),
    (create_comment, True, 3, 4),
    (update_comment, True, 2, 3),
    (delete_comment, True, 2, 3),
    (subscribe, True, 2, 3),
    (list_tags, False, 1, 1),
    (posts_of_a_tag, False, 2, 2),
    (posts_of_a_tag, True, 3, 3),
    (tag_post, True, 4, 5),
    (tag_post_again, True, 3, 4),
    (set_status, True, 4, 5),
    (lambda client, post_id: client.get(f"/v1/posts/{post_id}/history"), False, 1, 1),
    (lambda client, _: client.get("/v1/posts?q=dark"), False, 2, 2),  # One of them counts it.
    (lambda client, _: client.get("/health"), False, 0, 0),
    (refuse_path, False, 0, 0),
]


@pytest.fixture(scope="module")
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def warm_board(warm_handler: Handler, proxy: Proxy) -> Iterator[httpx.Client]:
    with board(database_url=proxy.url) as client:
        client.get("/v1/posts")
        yield client


@pytest.fixture
def client(warm_board: httpx.Client, signed_in: bool, admin: Person) -> Iterator[httpx.Client]:
    if signed_in:
        warm_board.headers["Authorization"] = admin.client.headers["Authorization"]
    yield warm_board
    warm_board.headers.pop("Authorization", None)


@pytest.mark.parametrize(("ask", "signed_in", "statement_count", "round_trips"), COSTS)
def test_cost(
    ask: Ask,
    statement_count: int,
    round_trips: int,
    admin: Person,
    client: httpx.Client,
    proxy: Proxy,
) -> None:
    post_id = admin.post_idea()["id"]
    for number in range(3):
        admin.post_idea(f"More {number}")
        create_comment(admin.client, post_id)
    for slug in ("web", "android"):
        admin.client.post("/v1/tags", json={"slug": slug, "name": slug})
    tag_post_again(admin.client, post_id)
    with statements() as seen, proxy.counting() as counted:
        answer = ask(client, post_id)
    assert answer.is_success == (ask is not refuse_path), answer.text
    assert (len(seen), counted) == (statement_count, [round_trips]), seen


@pytest.mark.parametrize("signed_in", [False])
def test_a_list_fetches_little_more_than_it_sends(admin: Person, client: httpx.Client, proxy: Proxy) -> None:
    for number in range(20):
        admin.post_idea(f"Idea {number}", "A text of some length, as people write. " * 5)
    client.get("/v1/posts")
    before = proxy.answered
    sent = len(client.get("/v1/posts").content)
    assert sent > 20 * 500
    assert proxy.answered - before < 0.9 * sent  # 0.83; with e-mail addresses and password hashes it was more than 1.
