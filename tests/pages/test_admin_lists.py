"""/admin/tags, /admin/mails, /admin/log and /admin/figures"""

from xml.etree.ElementTree import Element

import httpx
import pytest
from sqlalchemy import Engine, text

from app.pages.response.log_entries import ACTIONS
from tests.support.browsing import Browser, Shown
from tests.support.people import Person
from tests.support.tags import add_tag, tag_post

SAVE = ("step", "save")
SVG = "{http://www.w3.org/2000/svg}"
MAILS = text("""
    INSERT INTO deliveries (template, user_id, status, reason) VALUES
        ('status_changes', :id, 'failed', '550 no such <mailbox>'), ('status_changes', :id, 'sent', NULL),
        ('code', NULL, 'failed', '552 full'), ('comments', :id, 'bounced', 'bounce')
""")


@pytest.fixture
def team(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


def rows(shown: Shown) -> list[str]:
    lists = [each for each in shown.content.iter("ul") if each.get("class") == "plain rows"]
    return [" ".join(" ".join(row.itertext()).split()) for each in lists for row in each]


def tags(admin: Person) -> list[tuple[str, str, bool]]:
    return [(e["slug"], e["name"], e["staff_only"]) for e in admin.client.get("/v1/tags").json()["items"]]


def test_a_new_tag(team: Browser, admin: Person) -> None:
    shown = team.open("/admin/tags")
    made = team.submit(shown, "/admin/tags", name="Mobile app", slug="mobile")
    again = team.submit(shown, "/admin/tags", name="Mobile app", slug="mobile")  # A double click.
    assert (made.statuses, again.statuses, tags(admin)) == ([303, 200], [303, 200], [("mobile", "Mobile app", False)])
    taken = team.submit(made, "/admin/tags", name="Another", slug="mobile")
    assert (taken.status, taken.control("name").get("value")) == (409, "Another")
    assert "There is a tag of this short name already." in taken.text
    odd = team.submit(made, "/admin/tags", name="", slug="Not So")
    assert (odd.status, odd.described("slug")[:29]) == (422, "Use small letters and digits,")
    assert odd.described("name").startswith("Write something here.")


def test_a_tag_is_renamed_and_made_the_teams(team: Browser, admin: Person, visitor: httpx.Client) -> None:
    add_tag(admin, "web")
    shown = team.open("/admin/tags/web")
    team.send("/admin/tags/web", {"name": "Web site", "staff_only": "yes", "version": "1"})
    assert tags(admin) == [("web", "Web site", True)]
    assert visitor.get("/v1/tags").json()["items"] == []
    late = team.submit(shown, "/admin/tags/web", SAVE, name="The web")
    assert (late.status, "Web site" in late.text, late.control("name").get("value")) == (412, True, "The web")
    team.submit(late, "/admin/tags/web", SAVE, name="The web")
    assert tags(admin) == [("web", "The web", False)]
    assert team.open("/admin/tags/none").status == 404


def test_a_tag_is_deleted_from_every_idea(team: Browser, admin: Person) -> None:
    add_tag(admin, "web")
    post_id = admin.post_idea()["id"]
    tag_post(admin, post_id, "web")
    shown = team.open("/admin/tags/web")
    admin.client.patch("/v1/tags/web", json={"name": "Web site"}).raise_for_status()
    assert team.submit(shown, "/admin/tags/web", ("step", "delete")).status == 412
    shown = team.submit(team.open("/admin/tags/web"), "/admin/tags/web", ("step", "delete"))
    assert (shown.statuses, tags(admin)) == ([303, 200], [])
    assert admin.client.get(f"/v1/posts/{post_id}").json()["tags"] == []


def test_mails_that_nobody_got_and_why(team: Browser, superuser: Engine, member: Person) -> None:
    with superuser.connect() as connection:
        connection.execute(MAILS, {"id": member.id})
    code, answer = rows(team.open("/admin/mails"))
    assert ("To somebody without an account" in code, "552 full" in code) == (True, True)
    assert answer.startswith("The team answered an idea Member")
    assert answer.endswith("550 no such <mailbox>")
    [bounced] = rows(team.open("/admin/mails?status=bounced"))
    assert bounced.startswith("Somebody commented on an idea")
    assert "There were none" in team.open("/admin/mails?status=suppressed").text
    assert len(rows(team.open("/admin/mails?limit=1"))) == 1


def test_the_log_says_who_did_what(team: Browser, admin: Person, member: Person, visitor: httpx.Client) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}).raise_for_status()
    add_tag(member, "web")
    titles = ("As many ideas", "as there", "are tags and people", "Dark mode", "Gone")
    *_, dark, gone = (member.post_idea(title)["id"] for title in titles)  # So that no two things have the same id.
    admin.client.patch(f"/v1/posts/{dark}", json={"visibility": "hidden"}).raise_for_status()
    admin.client.patch(f"/v1/posts/{gone}", json={"locked": True}).raise_for_status()
    admin.client.delete(f"/v1/posts/{gone}").raise_for_status()
    shown = team.open("/admin/log")
    seen = [row.partition(" Admin ")[0] for row in rows(shown)]
    assert seen[1:3] == [
        f"Approved, hid, showed or locked an idea – #{gone} locked: True",
        "Approved, hid, showed or locked an idea – Dark mode visibility: hidden",
    ]
    assert seen[3].startswith("Made a tag – web Member")
    assert seen[4] == f"Changed an account – #{member.id} role: moderator"
    assert len(rows(team.open(f"/admin/log?actor={member.id}&action="))) == 1
    assert len(rows(team.open("/admin/log?action=post.moderated&actor="))) == 2
    assert "Nothing found." in team.open("/admin/log?actor=999").text
    paths = {each.get("href", "") for each in shown.content.iter("a")}
    assert {f"/posts/{dark}/dark-mode", "/admin/tags/web", f"/admin/members/{member.id}"} <= paths
    assert team.open("/admin/log?action=x").status == 400
    longest = f"a.{'b' * 48}"
    assert [team.open(f"/admin/log?action={each}").status for each in (longest, f"{longest}b")] == [200, 400]


def test_the_log_offers_the_team_to_choose_from(team: Browser, superuser: Engine) -> None:
    with superuser.connect() as connection:
        names = "'Moderator ' || n, 'm' || n || '@example.com', 'moderator' FROM generate_series(1, 200) AS n"
        connection.execute(text(f"INSERT INTO users (name, email, role) SELECT {names}"))
    choices = [each.get("value") for each in team.open("/admin/log").control("actor").iter("option")]
    assert len(choices) == 1 + 200


def test_what_is_done_on_the_board_has_words(team: Browser, admin: Person, member: Person) -> None:
    """An action without words would be shown by its code."""
    post, other = admin.post_idea("One")["id"], member.post_idea("Two")["id"]
    add_tag(admin, "web")
    tag_post(admin, other, "web")
    calls = (
        ("PUT", f"/v1/posts/{other}/status", {"status": "planned"}),
        ("PATCH", f"/v1/posts/{other}", {"title": "Three"}),
        ("PUT", f"/v1/posts/{other}/merge", {"into": post}),
        ("DELETE", f"/v1/posts/{other}/merge", None),
        ("DELETE", f"/v1/posts/{other}/tags/web", None),
        ("PATCH", "/v1/tags/web", {"name": "Web site"}),
        ("DELETE", "/v1/tags/web", None),
        ("DELETE", f"/v1/users/{member.id}/sessions", None),
        ("PATCH", "/v1/board", {"name": "Ours"}),
    )
    for method, path, body in calls:
        admin.client.request(method, path, json=body).raise_for_status()
    entries = admin.client.get("/v1/moderation-log?limit=100").json()["items"]
    done = {each["action"] for each in entries}
    assert len(done) == len(calls) + 2
    assert done <= set(ACTIONS)
    assert len(rows(team.open("/admin/log?limit=100"))) == len(entries)


def charts(shown: Shown) -> dict[str, tuple[list[Element], list[str]]]:
    """By name: the bars, and the table's last column."""
    found = {}
    for section in shown.content.iter("section"):
        if section.get("aria-labelledby", "").startswith("chart-"):
            [heading] = section.iter("h2")
            cells = ["".join(each.itertext()) for each in section.iter("td")]
            found["".join(heading.itertext())] = (list(section.iter(f"{SVG}rect")), cells)
    return found


def test_figures_by_week(team: Browser, superuser: Engine, admin: Person, member: Person) -> None:
    ids = [member.post_idea(f"Idea {number}")["id"] for number in range(3)]
    admin.vote(ids[0])
    admin.client.put(f"/v1/posts/{ids[0]}/status", json={"status": "planned"}).raise_for_status()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET created_at = now() - interval '7 days' WHERE id = 1"))
    shown = team.open("/admin/figures?weeks=13")
    found = charts(shown)
    assert list(found) == ["Ideas", "Votes", "Answers", "Time to the first answer"]
    assert all(len(cells) == 13 for _, cells in found.values())
    bars, cells = found["Ideas"]
    assert cells[-2:] == ["1", "2"]
    drawn = [tuple(bar.get(name) for name in ("x", "y", "height")) for bar in bars]
    assert drawn == [("132", "50", "50"), ("144", "0", "100")]
    assert found["Votes"][1][-1] == "4"
    assert (len(found["Answers"][0]), found["Answers"][1][0]) == (1, "0")
    assert found["Time to the first answer"][1][-2:] == ["–", "7 days"]
    assert len(charts(team.open("/admin/figures"))["Ideas"][1]) == 26
    assert team.open("/admin/figures?weeks=5").status == 400
