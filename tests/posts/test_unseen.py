"""A post that a caller may not see is answered like one that isn't there, also by the routes of its comments."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.auth.test_access import BODIES
from tests.support.access import ACCESS
from tests.support.comments import comment
from tests.support.people import People, Person
from tests.support.tags import add_tag

ROUTES = [route for route in ACCESS if "{post_id}" in route or "{comment_id}" in route]
UNSEEN = {
    "hidden": "UPDATE posts SET visibility = 'hidden'",
    "pending": "UPDATE posts SET visibility = 'pending'",
    "deleted": "UPDATE posts SET deleted_at = now()",
}


@pytest.mark.parametrize("state", UNSEEN)
def test_every_route_answers_as_if_it_were_not_there(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person, people: People, state: str
) -> None:
    add_tag(admin, "web")
    comment(member, member.post_idea("The members'")["id"])
    stranger = people.join("Stranger")
    with superuser.begin() as connection:
        connection.execute(text(UNSEEN[state]))
    callers = {"a visitor": visitor, "a stranger": stranger.client}
    if state == "deleted":
        callers |= {"its author": member.client, "an admin": admin.client}
    assert len(ROUTES) > 15
    for route in ROUTES:
        method, path = route.split()
        body = BODIES.get(route, {})
        for name, client in callers.items():
            there, missing = (
                client.request(method, path.format(post_id=number, comment_id=number, user_id=2, slug="web"), **body)
                for number in (1, 99)
            )
            assert there.status_code == missing.status_code >= 400, f"{route} by {name}"
            unlike = {key: value for key, value in there.json().items() if missing.json()[key] != value}
            assert set(unlike) <= {"request_id"}, f"{route} by {name}"
