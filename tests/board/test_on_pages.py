"""What admins set, on pages: of each request, and for how long a page may know it."""

import time

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.board.test_board import SET, change
from tests.support.browsing import Browser
from tests.support.people import Person


def test_pages_show_it(admin: Person, visitor: httpx.Client) -> None:
    change(admin, **SET)
    page = Browser(visitor, **{"Accept-Language": "en, de;q=0.5"}).open("/")
    html = page.answer.text
    assert '<html lang="de"' in html
    assert "<strong>us</strong>" in html
    assert page.document.findtext("head/title") == "Ideas"
    assert [each.get("value") for each in page.form("/language").iter("option")] == ["de", "fr"]
    assert "#aa0000" in html
    assert Browser(visitor).open("/").document.get("lang") == "fr"
    assert "<title>Ideas: " in visitor.get("/feed.atom").text
    admin.post_idea()
    assert "<title>Ideas: " in visitor.get("/feed.atom").text


def test_pages_know_it_for_five_seconds(
    admin: Person, visitor: httpx.Client, superuser: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process changes is there after that. Where a page can't ask, it goes on saying what it knew."""

    def name_on(path: str) -> str:
        return str(Browser(visitor).open(path).document.findtext("head/title"))

    change(admin, name="Ours")
    before = time.time()
    assert name_on("/") == "Ours"
    after = time.time()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE board SET name = 'Theirs'"))
    for now, name in ((before + 4.9, "Ours"), (after + 5.1, "Theirs")):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert name_on("/") == name
        assert name in name_on("/nowhere")


def test_a_language_that_is_not_offered_is_not_taken(admin: Person, visitor: httpx.Client) -> None:
    change(admin, languages=["de", "en"])
    browser = Browser(visitor)
    assert browser.send("/language", {"language": "ja", "to": "/"}).status == 422
    assert browser.open("/?lang=ja").document.get("lang") == "en"
