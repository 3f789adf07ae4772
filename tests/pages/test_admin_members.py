"""/admin/members: finding people, their names, roles and accounts, and what nobody but an admin may."""

import httpx
import pytest

from tests.support.browsing import Browser, Shown
from tests.support.people import People, Person

FOR_ADMINS = ("/admin/members", "/admin/members/2", "/admin/mails", "/admin/board")
FOR_STAFF = ("/admin", "/admin/pending", "/admin/tags", "/admin/log", "/admin/figures")


@pytest.fixture
def in_charge(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


def account(admin: Person, user_id: int) -> dict[str, object]:
    items = admin.client.get("/v1/users").json()["items"]
    [found] = [each for each in items if each["id"] == user_id]
    return {name: found[name] for name in ("name", "role", "status")}


def names(shown: Shown) -> list[str]:
    links = [each for each in shown.content.iter("a") if (each.get("href") or "").startswith("/admin/members/")]
    return ["".join(each.itertext()) for each in links]


def logged(admin: Person) -> list[tuple[str, object]]:
    return [(each["action"], each["detail"]) for each in admin.client.get("/v1/moderation-log").json()["items"]]


def test_a_moderator_sees_what_is_for_moderators(
    visitor: httpx.Client, admin: Person, member: Person, people: People
) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}).raise_for_status()
    browser = Browser(visitor)
    browser.sign_in(member.email)
    assert [browser.open(path).status for path in FOR_STAFF] == [200] * 5
    assert [browser.open(path).status for path in FOR_ADMINS] == [403] * 4
    assert browser.send("/admin/members/1", {"role": "member"}).status == 403
    shown = browser.open("/admin")
    assert not {each.get("href") for each in shown.content.iter("a")} & set(FOR_ADMINS)


def test_they_are_found_by_name_address_role_and_account(in_charge: Browser, people: People, admin: Person) -> None:
    ada, ben = people.join("Ada Lovelace"), people.join("Ben Lindqvist")
    admin.client.patch(f"/v1/users/{ben.id}", json={"role": "moderator", "status": "disabled"}).raise_for_status()
    assert names(in_charge.open("/admin/members")) == ["Admin", "Ada Lovelace", "Ben Lindqvist"]
    for query in ("q=lovelace", f"q={ada.email}", "role=member", "q=ADA&role=&status="):
        assert names(in_charge.open(f"/admin/members?{query}")) == ["Ada Lovelace"], query
    assert names(in_charge.open("/admin/members?role=moderator&status=disabled")) == ["Ben Lindqvist"]
    assert "Nobody found." in in_charge.open("/admin/members?q=nobody").text
    shown = in_charge.open("/admin/members?limit=2&role=")
    [following] = [each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"]
    assert names(in_charge.open(following)) == ["Ben Lindqvist"]


def test_one_thing_is_changed_at_a_time(in_charge: Browser, admin: Person, member: Person) -> None:
    path = f"/admin/members/{member.id}"
    renamed = in_charge.send(path, {"name": " Ada ", "version": "1"})
    assert (renamed.statuses, renamed.heading, "Saved." in renamed.text) == ([303, 200], "Ada", True)
    shown = in_charge.send(path, {"role": "moderator", "version": "2"})
    assert (shown.path, shown.heading) == (f"{path}?done=1", "Ada")
    assert account(admin, member.id) == {"name": "Ada", "role": "moderator", "status": "active"}
    in_charge.send(path, {"role": "moderator", "version": "2"})  # Twice is once.
    assert logged(admin) == [("user.changed", {"role": "moderator"}), ("user.changed", {"fields": ["name"]})]


def test_an_admin_who_is_renamed_stays_there(in_charge: Browser, admin: Person) -> None:
    shown = in_charge.send(f"/admin/members/{admin.id}", {"name": "Boss", "version": "1"})
    assert (shown.path, shown.heading) == (f"/admin/members/{admin.id}?done=1", "Boss")


def test_what_is_no_name_or_role_is_refused_in_its_field(in_charge: Browser, member: Person) -> None:
    path = f"/admin/members/{member.id}"
    nameless, odd = in_charge.send(path, {"name": " "}), in_charge.send(path, {"role": "owner"})
    assert (nameless.status, nameless.described("name")[:21]) == (422, "Write something here.")
    assert (odd.status, odd.control("role").get("aria-invalid")) == (422, "true")
    assert in_charge.open("/admin/members/999").status == 404


def test_who_is_disabled_is_out_until_enabled_again(in_charge: Browser, signed_in: Browser, member: Person) -> None:
    path = f"/admin/members/{member.id}"
    shown = in_charge.submit(in_charge.open(path), path, ("status", "disabled"))
    assert "Disabled" in shown.text
    assert signed_in.open("/settings").status == 401
    in_charge.submit(shown, path, ("status", "active"))
    signed_in.sign_in(member.email)


@pytest.mark.parametrize(
    ("press", "typed"), [(("status", "disabled"), {}), (None, {"name": "Bob"}), (None, {"role": "admin"})]
)
def test_of_two_admins_at_once_the_second_sees_what_the_first_did(
    in_charge: Browser, admin: Person, member: Person, press: tuple[str, str] | None, typed: dict[str, str]
) -> None:
    path = f"/admin/members/{member.id}"
    form = in_charge.open(path)
    admin.client.patch(f"/v1/users/{member.id}", json={"name": "Ada", "role": "moderator"}).raise_for_status()
    changed = dict([press]) if press else typed
    shown = in_charge.send(path, {**changed, "version": "1"})
    assert (shown.status, form.heading, shown.heading) == (412, "Member", "Ada")
    assert "What is there now Ada Moderator" in shown.text
    assert account(admin, member.id) == {"name": "Ada", "role": "moderator", "status": "active"}
    if "name" in typed:
        assert shown.control("name").get("value") == "Bob", "what was typed is still there"
    in_charge.send(path, {**changed, "version": version_in(shown)})
    assert account(admin, member.id) == {"name": "Ada", "role": "moderator", "status": "active", **changed}


def version_in(shown: Shown) -> str:
    [version] = {each.get("value") for each in shown.content.iter("input") if each.get("name") == "version"}
    assert version
    return version


def test_sessions_are_ended(in_charge: Browser, signed_in: Browser, admin: Person, member: Person) -> None:
    path = f"/admin/members/{member.id}"
    shown = in_charge.submit(in_charge.open(path), path, ("sessions", "none"))
    assert (shown.statuses, signed_in.open("/settings").status) == ([303, 200], 401)
    assert logged(admin) == [("user.signed_out", {})]


@pytest.mark.parametrize("change", [{"role": "member"}, {"status": "disabled"}])
def test_the_last_admin_stays_one(in_charge: Browser, admin: Person, change: dict[str, str]) -> None:
    shown = in_charge.send(f"/admin/members/{admin.id}", {**change, "version": "1"})
    assert (shown.status, "You are the last admin." in shown.text) == (409, True)
    assert account(admin, admin.id) == {"name": "Admin", "role": "admin", "status": "active"}


def test_an_admin_who_gives_it_up_is_led_away(in_charge: Browser, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"}).raise_for_status()
    shown = in_charge.send(f"/admin/members/{admin.id}", {"role": "moderator", "version": "1"})
    assert (shown.statuses, shown.path) == ([303, 200], "/")
