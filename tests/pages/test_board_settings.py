"""/admin/board: what admins set, what is wrong with it, and two who set it at once."""

import httpx

from tests.support.browsing import Browser
from tests.support.people import Person


def test_the_page_of_settings(admin: Person, visitor: httpx.Client) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    form = browser.open("/admin/board")
    shown = browser.submit(form, "/admin/board", intro="Tell us.\r\n\r\nAll.", name="Ideas", accent_color="#aa0000")
    assert (shown.statuses, shown.path) == ([303, 200], "/admin/board?done=1")
    assert "Saved." in shown.text
    now = visitor.get("/v1/board").json()
    assert (now["name"], now["intro"], now["accent_color"]) == ("Ideas", "Tell us.\n\nAll.", "#aa0000")
    detail = admin.client.get("/v1/moderation-log").json()["items"][0]["detail"]
    assert detail["fields"] == ["accent_color", "intro", "name"]  # The rest stays as the environment says.
    late = browser.submit(form, "/admin/board", name="Overwritten")
    assert (late.status, late.control("name").get("value")) == (412, "Overwritten")
    assert "There now: Ideas" in late.text
    assert browser.submit(late, "/admin/board").statuses == [303, 200]
    assert visitor.get("/v1/board").json()["name"] == "Overwritten"


def test_what_is_wrong_is_said_beside_it(admin: Person, visitor: httpx.Client) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    shown = browser.submit(browser.open("/admin/board"), "/admin/board", name="\u200b", intro="x" * 2_001)
    assert shown.status == 422
    assert "2,000" in shown.described("intro") or "2000" in shown.described("intro")
    assert shown.described("name")
    fields = {"name": "A", "accent_color": "#aa0000", "default_language": "en", "sign_up": "open", "version": "1"}
    for languages, name in (({}, "languages"), ({"language_de": "yes"}, "default_language")):
        shown = browser.send("/admin/board", {**fields, **languages})
        assert (shown.status, f'id="{name}-error"' in shown.answer.text) == (422, True)


def test_who_comes_without_a_form_is_shown_the_settings(admin: Person, visitor: httpx.Client) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    for path in ("/admin/board/logo", "/admin/board/logo/remove"):
        shown = browser.open(path)
        assert (shown.statuses, shown.path) == ([303, 200], "/admin/board")
    assert browser.open("/admin/board?done=2").status == 400


def test_moderators_may_not(admin: Person, member: Person, visitor: httpx.Client) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}).raise_for_status()
    browser = Browser(visitor)
    browser.sign_in(member.email)
    assert browser.open("/admin/board").status == browser.send("/admin/board", {"private": "yes"}).status == 403
