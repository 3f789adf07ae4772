"""/admin/webhooks: an endpoint from its creation to its end, without a script, and its secret once."""

import httpx
import pytest

from tests.support.browsing import Browser
from tests.support.people import Person

URL = "https://example.com/heed"


@pytest.fixture
def browser(visitor: httpx.Client, admin: Person) -> Browser:
    """The admin's."""
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


def create(browser: Browser, **fields: str) -> str:
    """The secret."""
    shown = browser.submit(browser.open("/admin/webhooks"), "/admin/webhooks", url=URL, events="post.*", **fields)
    assert shown.statuses == [200], shown.text
    return next(word for word in shown.text.split() if word.startswith("whsec_"))


def test_the_secret_is_shown_once(browser: Browser) -> None:
    secret = create(browser)
    for path in ("/admin/webhooks", "/admin/webhooks/1"):
        shown = browser.open(path)
        assert secret not in shown.text
        assert URL in shown.text
    again = browser.send("/admin/webhooks/1/secret", {})
    assert "whsec_" in again.text
    assert secret not in again.text


def test_a_form_sent_twice_makes_one(browser: Browser) -> None:
    form = browser.open("/admin/webhooks")
    first, second = (browser.submit(form, "/admin/webhooks", url=URL, events="post.*") for _ in range(2))
    assert "whsec_" in first.text
    assert "whsec_" not in second.text
    assert second.path == "/admin/webhooks/1"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "http://10.0.0.1/", "events": "*"}, "https address on the public internet"),
        ({"url": URL, "events": "nothing"}, "Use the names of events"),
        ({"url": URL, "events": ""}, "Write a little more"),
    ],
)
def test_what_is_refused_comes_again_as_it_was_typed(browser: Browser, fields: dict[str, str], said: str) -> None:
    shown = browser.send("/admin/webhooks", {**fields, "format": "json"})
    assert shown.statuses == [422]
    assert said in shown.text
    assert browser.open("/admin/webhooks").text.count("/admin/webhooks/1") == 0


def test_changed_paused_resumed_tested_and_deleted(browser: Browser, admin: Person) -> None:
    create(browser)
    here = "/admin/webhooks/1"
    browser.send(here, {"step": "save", "url": f"{URL}/two", "events": "vote.*, post.created", "format": "slack"})
    changed = admin.client.get("/v1/webhooks/1").json()
    assert (changed["url"], changed["events"], changed["format"]) == (f"{URL}/two", ["vote.*", "post.created"], "slack")
    browser.send(here, {"step": "test"})
    assert "webhook.test" in browser.open(here).text
    browser.send(here, {"step": "pause"})
    assert admin.client.get("/v1/webhooks/1").json()["active"] is False
    assert browser.send(here, {"step": "test"}).statuses == [409]
    browser.send(here, {"step": "resume"})
    assert admin.client.get("/v1/webhooks/1").json()["active"] is True
    assert browser.send(f"{here}/deliveries/1", {}).statuses[0] == 303
    assert browser.send(here, {"step": "delete"}).path == "/admin/webhooks?done=1"
    assert admin.client.get("/v1/webhooks/1").status_code == 404
    actions = [entry["action"] for entry in admin.client.get("/v1/moderation-log").json()["items"]]
    assert actions == [f"webhook.{what}" for what in ("deleted", "resumed", "paused", "changed", "created")]
    assert "Deleted a webhook" in browser.open("/admin/log").text


def test_a_moderator_is_no_admin(signed_in: Browser, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert signed_in.open("/admin/webhooks").statuses == [403]
    assert "/admin/webhooks" not in signed_in.open("/admin").text
