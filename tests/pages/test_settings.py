"""/settings: name and language, password, address, notifications and mails."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser
from tests.support.codes import grow_old, mailed_code
from tests.support.people import PASSWORD, Person
from tests.support.sign_ins import sign_in

NEW = "another horse battery"
SECTIONS = ("", "/email", "/password", "/sessions", "/notifications", "/mails", "/data", "/erase")


def by_code(client: httpx.Client, superuser: Engine, email: str) -> Browser:
    browser = Browser(client)
    shown = browser.submit(browser.open("/sign-in"), "/sign-in", email=email)
    assert browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, email)).status == 200
    return browser


def account(person: Person) -> dict[str, object]:
    found: dict[str, object] = person.client.get("/v1/users/me").json()
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section(signed_in: Browser, section: str) -> None:
    shown = signed_in.open(f"/settings{section}")
    assert shown.status == 200
    assert shown.answer.headers["Cache-Control"] == "private, no-store"
    [current] = [each.get("href") for each in shown.content.iter("a") if each.get("aria-current")]
    assert current == ("/settings/data" if section == "/erase" else f"/settings{section}")
    labelled = {each.get("for") for each in shown.content.iter("label")}
    fields = [each for each in shown.content.iter() if each.tag in ("input", "select") and each.get("type") != "hidden"]
    assert {each.get("id") for each in fields} == labelled


def test_name_and_language(signed_in: Browser, member: Person) -> None:
    shown = signed_in.submit(signed_in.open("/settings"), "/settings", name=" Ada ", language="de")
    assert (shown.statuses, shown.document.get("lang")) == ([303, 200], "de")
    assert (account(member)["name"], account(member)["language"]) == ("Ada", "de")
    chosen = [
        each.get("value") for each in shown.control("language").iter("option") if each.get("selected") is not None
    ]
    assert chosen == ["de"]
    shown = signed_in.submit(shown, "/settings", name="\u202e")
    assert (shown.status, account(member)["name"]) == (422, "Ada")
    assert shown.control("name").get("aria-invalid") == "true"


def test_another_password(signed_in: Browser, visitor: httpx.Client, member: Person) -> None:
    shown = signed_in.open("/settings/password")
    wrong = signed_in.submit(shown, "/settings/password", current_password="not this one", new_password=NEW)
    assert wrong.status == 403
    assert "Enter your current password" in wrong.text
    none = signed_in.submit(shown, "/settings/password", new_password=NEW)
    common = signed_in.submit(shown, "/settings/password", current_password=PASSWORD, new_password="password1")
    assert (none.status, common.status) == (403, 422)
    assert common.described("new_password").startswith("Many people have this password.")
    done = signed_in.submit(shown, "/settings/password", current_password=PASSWORD, new_password=NEW)
    assert (done.statuses, "Saved." in done.text) == ([303, 200], True)
    assert member.client.get("/v1/users/me").status_code == 401
    assert sign_in(visitor, member.email, NEW).status_code == 200


def test_a_password_for_who_has_forgotten_it(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    browser.sign_in(member.email)
    before = dict(browser.cookies)
    shown = browser.submit(browser.open("/settings/password"), "/sign-in")
    shown = browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, member.email))
    assert (shown.path, shown.heading) == ("/settings/password", "Password")
    assert browser.cookies != before
    assert [each.get("name") for each in shown.content.iter("input")] == ["username", "new_password"]
    assert browser.submit(shown, "/settings/password", new_password=NEW).statuses == [303, 200]
    assert sign_in(mailing, member.email, NEW).status_code == 200


def test_the_code_is_good_for_ten_minutes(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = by_code(mailing, superuser, member.email)
    shown = browser.open("/settings/password")
    grow_old(superuser, 601)
    shown = browser.submit(shown, "/settings/password", new_password=NEW)
    assert shown.status == 403
    assert shown.control("current_password").get("required") is not None


def test_another_address(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    browser.sign_in(member.email)
    page = browser.open("/settings/email")
    invalid = browser.send("/settings/email", {"email": "ada@"})
    assert (invalid.status, invalid.control("email").get("value")) == (422, "ada@")
    form = browser.send("/settings/email", {"email": "New@Example.com"})
    assert "new@example.com" in form.text
    code = mailed_code(superuser, "new@example.com")
    refused = browser.submit(form, "/settings/email/code", code=code)
    assert (refused.status, account(member)["email"]) == (403, member.email)
    done = browser.submit(refused, "/settings/email/code", code=code, current_password=PASSWORD)
    assert (done.statuses, done.path) == ([303, 200], "/settings/email?done=1")
    assert (account(member)["email"], account(member)["email_verified"]) == ("new@example.com", True)
    assert "Verify this address" in page.text
    assert "Verify this address" not in done.text


def test_the_own_address_verified(mailing: httpx.Client, superuser: Engine, member: Person) -> None:
    browser = Browser(mailing)
    browser.sign_in(member.email)
    form = browser.send("/settings/email", {"email": member.email})
    assert [each.get("name") for each in form.content.iter("input")][:3] == ["email", "code_id", "code"]
    assert "current_password" not in form.answer.text
    done = browser.submit(form, "/settings/email/code", code=mailed_code(superuser, member.email))
    assert (done.statuses, account(member)["email_verified"]) == ([303, 200], True)


def test_no_address_without_mail(signed_in: Browser) -> None:
    assert "This board sends no mail" in signed_in.open("/settings/email").text
    assert signed_in.send("/settings/email", {"email": "new@example.com"}).status == 409
    shown = signed_in.open("/settings/email/code")
    assert (shown.statuses, shown.path) == ([303, 200], "/settings/email")


def test_notifications(signed_in: Browser, visitor: httpx.Client, admin: Person, member: Person) -> None:
    shown = signed_in.open("/settings/notifications")
    assert "Somebody posts an idea" not in shown.text
    done = signed_in.submit(shown, "/settings/notifications", comments="never", merges="daily")
    assert (done.statuses, "Saved." in done.text) == ([303, 200], True)
    chosen = member.client.get("/v1/users/me/notifications").json()
    assert (chosen["comments"], chosen["merges"], chosen["new_posts"]) == ("never", "daily", "daily")
    assert signed_in.submit(shown, "/settings/notifications", comments="hourly").status == 422
    team = Browser(visitor)
    team.sign_in(admin.email)
    done = team.submit(team.open("/settings/notifications"), "/settings/notifications", new_posts="at_once")
    assert done.statuses == [303, 200]
    assert admin.client.get("/v1/users/me/notifications").json()["new_posts"] == "at_once"


def test_mails(signed_in: Browser, superuser: Engine, member: Person) -> None:
    assert "There were none" in signed_in.open("/settings/mails").text
    with superuser.connect() as connection:
        for status in ("pending", "sent", "failed", "dropped", "suppressed", "bounced"):
            for template in ("code", "email_changed", "comments", "status_changes"):
                row = "INSERT INTO deliveries (template, user_id, status) VALUES (:template, :user_id, :status)"
                connection.execute(text(row), {"template": template, "user_id": member.id, "status": status})
    shown = signed_in.open("/settings/mails")
    assert "It came back" in shown.text
    assert "A code" in shown.text
    [following] = [each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"]
    assert "On its way" in signed_in.open(following).text
