"""`Heed-On-Behalf-Of: <sub>`: a member as the team's own product calls them."""

import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.keys import in_place_of, make_key
from tests.support.people import People, Person
from tests.support.sso import ISSUER, sso_board
from tests.support.statements import statements


def know_as(superuser: Engine, person: Person, subject: str, issuer: str = ISSUER) -> None:
    insert = "INSERT INTO sso_identities (issuer, subject, user_id) VALUES (:issuer, :subject, :user_id)"
    with superuser.connect() as connection:
        connection.execute(text(insert), {"issuer": issuer, "subject": subject, "user_id": person.id})


@pytest.mark.parametrize(
    ("subject", "named"), [("user-42", "user-42"), ("user-42", "sub:user-42"), ("42", "sub:42"), ("sub:1", "sub:sub:1")]
)
def test_a_member_by_the_sub(superuser: Engine, admin: Person, member: Person, subject: str, named: str) -> None:
    know_as(superuser, member, subject)
    headers = {"Authorization": f"Bearer {make_key(admin)['key']}", **in_place_of(named)}
    with sso_board() as client, statements() as seen:
        assert client.get("/v1/users/me", headers=headers).json()["id"] == member.id
    assert len(seen) == 1


@pytest.mark.adversary
def test_neither_is_taken_for_the_other(superuser: Engine, admin: Person, member: Person, people: People) -> None:
    other = people.join("Another")
    know_as(superuser, other, str(member.id))
    key = {"Authorization": f"Bearer {make_key(admin)['key']}"}
    with sso_board() as client:
        for named, meant in ((f"{member.id}", member), (f"sub:{member.id}", other)):
            assert client.get("/v1/users/me", headers=key | in_place_of(named)).json()["id"] == meant.id


@pytest.mark.adversary
def test_the_sub_of_another_issuer_and_of_staff(superuser: Engine, admin: Person, member: Person) -> None:
    know_as(superuser, member, "user-42", "https://elsewhere.example.com")
    know_as(superuser, admin, "user-1")
    key = {"Authorization": f"Bearer {make_key(admin)['key']}"}
    with sso_board() as client:
        for named in ("user-42", "user-1", "USER-1", "user-1 ", "user"):
            assert client.get("/v1/users/me", headers=key | in_place_of(named)).status_code == 403, named
    know_as(superuser, member, "user-7")
    with board() as client:  # One without single sign-on.
        assert client.get("/v1/users/me", headers=key | in_place_of("user-7")).status_code == 403
