"""/admin/board/logo: the one form that has a file."""

import httpx
import pytest

from app.board.logo.kinds import MAX_BYTES
from tests.support.browsing import Browser
from tests.support.logos import png
from tests.support.people import Person

FILE = b'--x\r\nContent-Disposition: form-data; name="logo"; filename="logo.png"\r\n\r\n1\r\n'


def test_it_is_set_and_removed(visitor: httpx.Client, admin: Person) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    shown = browser.send("/admin/board/logo", {"version": "1"}, {"logo": ("called.html", png())})
    assert (shown.statuses, shown.path) == ([303, 200], "/admin/board?done=1")
    assert [each.get("src") for each in shown.content.iter("img")] == [visitor.get("/v1/board").json()["logo"]]
    for file, status in ((png(9_000, 1), 422), (png() + b" " * MAX_BYTES, 413), (b"", 422)):
        again = browser.send("/admin/board/logo", {"version": "2"}, {"logo": ("logo.png", file)})
        assert (again.status, again.heading) == (status, "Board settings")
        assert again.control("name").get("value") == "Heed"
    assert browser.send("/admin/board/logo", {"version": "1"}, {"logo": ("logo.png", png())}).status == 412
    shown = browser.submit(shown, "/admin/board/logo/remove")
    assert (shown.path, list(shown.content.iter("img"))) == ("/admin/board?done=1", [])


@pytest.mark.parametrize(
    ("fields", "length", "statuses"), [(5, 1_000, [303, 200]), (6, 1_000, [400]), (5, 1_001, [400])]
)
def test_what_may_go_along(visitor: httpx.Client, admin: Person, fields: int, length: int, statuses: list[int]) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    others = {f"other-{number}": "x" * length for number in range(1, fields)}
    shown = browser.send("/admin/board/logo", {"version": "1", **others}, {"logo": ("logo.png", png())})
    assert shown.statuses == statuses


@pytest.mark.adversary
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=" + "x" * 100, b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary"),
        ("multipart/form-data; boundary=x", FILE * 2 + b"--x--"),
    ],
)
def test_a_form_that_no_browser_sends(visitor: httpx.Client, admin: Person, content_type: str, body: bytes) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": content_type}
    answer = browser.client.post("/admin/board/logo", content=body, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_one_file_is_of_such_a_form(visitor: httpx.Client, admin: Person) -> None:
    """What is refused above is refused for what it has besides."""
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x"}
    answer = browser.client.post("/admin/board/logo", content=FILE + b"--x--", headers=headers)
    assert (answer.status_code, "Choose a PNG" in answer.text) == (422, True)
