"""Where a write has to come from; tests/pages/test_page_access.py tries every form."""

import httpx
import pytest

from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.people import Person

pytestmark = pytest.mark.adversary
OWN = "https://board.example.com"
CASES: dict[str, tuple[int, list[tuple[str, str]]]] = {
    "own page": (303, [("Sec-Fetch-Site", "same-origin")]),
    "own page, and what an extension makes of its origin": (
        303,
        [("Sec-Fetch-Site", "same-origin"), ("Origin", "null")],
    ),
    "old browser": (303, [("Origin", OWN)]),
    "old browser, in capitals": (303, [("Origin", OWN.upper())]),
    "other port": (403, [("Origin", f"{OWN}:8443")]),
    "without TLS": (403, [("Origin", "http://board.example.com")]),
    "ftp": (403, [("Origin", "ftp://board.example.com")]),
    "prefix": (403, [("Origin", "https://board.example.com.evil.example")]),
    "suffix": (403, [("Origin", "https://evil-board.example.com")]),
    "user": (403, [("Origin", "https://board.example.com@evil.example")]),
    "two origins": (403, [("Origin", OWN), ("Origin", "https://evil.example")]),
    "a list of origins": (403, [("Origin", f"{OWN} https://evil.example")]),
    "broken origin": (403, [("Origin", "https://[board.example.com")]),
    "empty origin": (403, [("Origin", "")]),
    "no URL": (403, [("Origin", "board.example.com")]),
    "two sites": (403, [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")]),
    "unknown site": (403, [("Sec-Fetch-Site", "same-origin-ish"), ("Origin", OWN)]),
    "empty site": (403, [("Sec-Fetch-Site", ""), ("Origin", OWN)]),
    "referrer alone": (403, [("Referer", f"{OWN}/")]),
    "a forwarded host": (403, [("Origin", "https://evil.example"), ("X-Forwarded-Host", "evil.example")]),
    "method override": (403, [("Origin", "https://evil.example"), ("X-HTTP-Method-Override", "GET")]),
    "a token": (403, [("Origin", "https://evil.example"), ("Authorization", "Bearer x")]),
}


def test_a_vote(signed_in: Browser, visitor: httpx.Client, admin: Person, member: Person) -> None:
    admin.post_idea()
    for name, (status, headers) in CASES.items():
        answer = signed_in.client.post("/posts/1/vote", data={"voted": "yes"}, headers=headers)
        assert answer.status_code == status, name
        assert visitor.get("/v1/posts/1").json()["votes_count"] == 1 + (status == 303), name
        member.client.delete("/v1/posts/1/vote").raise_for_status()


@pytest.mark.parametrize(("origin", "status"), [("https://ideas.example.com", 303), ("https://evil.example", 403)])
def test_the_public_address_is_the_boards_own(admin: Person, origin: str, status: int) -> None:
    """Behind a proxy that asks by another name than the browser did."""
    with board(public_url="https://ideas.example.com") as client:
        answer = client.post("/language", data={"language": "de"}, headers={"Origin": origin})
    assert answer.status_code == status


def test_other_methods_do_nothing(signed_in: Browser, admin: Person) -> None:
    admin.post_idea()
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        for path in ("/", "/posts/1/vote", "/sign-out", "/settings/erase", "/nowhere"):
            answer = signed_in.client.request(method, path, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code in (404, 405), (method, path)
    assert signed_in.open("/settings").status == 200


def test_a_link_does_nothing(signed_in: Browser, visitor: httpx.Client, admin: Person) -> None:
    """What a GET of a form's address does: an image or a link of another site sends one, with the cookie."""
    admin.post_idea()
    for path in ("/posts/1/vote?voted=yes", "/posts/1/follow?followed=yes", "/posts/1/comments?content=x", "/sign-out"):
        assert signed_in.open(path).status in (200, 404, 405), path
    assert signed_in.open("/settings").status == 200
    post = visitor.get("/v1/posts/1").json()
    assert (post["votes_count"], post["comments_count"]) == (1, 0)
