"""Who is shown what of the changelog besides the lists: nobody on a private board, and each member the own entries."""

import httpx

from tests.support.changelog import change_entry, write_entry
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_of_a_private_board_a_visitor_has_nothing(admin: Person, visitor: httpx.Client) -> None:
    entry = write_entry(admin, published_at="now")
    paths = ("/v1/changelog", f"/v1/changelog/{entry['id']}", "/v1/changelog/99", "/changelog.atom")
    admin.client.patch("/v1/board", json={"private": True}).raise_for_status()
    for path in paths:
        assert assert_problem(visitor.get(path), 401)["type"] == "urn:problem-type:heed:private"
    assert admin.client.get("/v1/changelog").json()["items"][0]["id"] == entry["id"]


def test_an_export_has_what_one_wrote_or_published(admin: Person, people: People) -> None:
    publisher, other = people.join("Publisher"), people.join("Other")
    for person in (publisher, other):
        admin.client.patch(f"/v1/users/{person.id}", json={"role": "moderator"}).raise_for_status()
    change_entry(publisher, write_entry(admin, "Both's")["id"], published_at="now")
    exports = [person.client.get("/v1/users/me/export").json() for person in (admin, publisher, other)]
    assert [[entry["title"] for entry in each["changelog"]] for each in exports] == [["Both's"], ["Both's"], []]
