"""/admin/board/logo: the one form that has a file."""

import httpx
import pytest

from app.board.logo.kinds import MAX_BYTES
from tests.support.browsing import Browser
from tests.support.logos import png
from tests.support.people import Person

PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'


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


@pytest.mark.adversary
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=" + "x" * 100, b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary"),
        (
            "multipart/form-data; boundary=x",
            b"".join(b'--x\r\n%s; name="%d"\r\n\r\n1\r\n' % (PART, n) for n in range(9)),
        ),
        ("multipart/form-data; boundary=x", b'--x\r\n%s; name="a"\r\n\r\n%s\r\n--x--' % (PART, b"a" * 2_000)),
        ("multipart/form-data; boundary=x", b'--x\r\n%s; name="a"; filename="1"\r\n\r\n1\r\n' % PART * 2 + b"--x--"),
    ],
)
def test_a_form_that_no_browser_sends(visitor: httpx.Client, admin: Person, content_type: str, body: bytes) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": content_type}
    answer = browser.client.post("/admin/board/logo", content=body, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
