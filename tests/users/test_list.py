"""GET /v1/users: the members, for an admin who looks for some; and DELETE /v1/users/{id}/sessions"""

from urllib.parse import quote

import pytest
from sqlalchemy import Engine, text

from tests.support.people import People, Person
from tests.support.plans import pages_read
from tests.support.problems import assert_problem


@pytest.fixture
def crowd(admin: Person, people: People) -> dict[str, Person]:
    crowd = {name: people.join(name) for name in ("Ada Lovelace", "Grace Hopper", "Al 50% O_Neil", "Zoe")}
    admin.client.patch(f"/v1/users/{crowd['Grace Hopper'].id}", json={"role": "moderator"}).raise_for_status()
    change = {"name": "Zoë Çelik", "status": "disabled"}
    admin.client.patch(f"/v1/users/{crowd['Zoe'].id}", json=change).raise_for_status()
    return crowd


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=love", ["Ada Lovelace"]),
        ("q=LOVELACE", ["Ada Lovelace"]),
        ("q=hopper@exam", ["Grace Hopper"]),
        ("q=a", ["Admin", "Ada Lovelace", "Al 50% O_Neil"]),
        ("q=ad", ["Admin", "Ada Lovelace"]),
        ("q=zo", ["Zoë Çelik"]),
        ("q=op", []),
        ("q=op_", []),
        ("q=__", []),
        ("q=çel", ["Zoë Çelik"]),
        ("q=50%25", ["Al 50% O_Neil"]),
        ("q=%25%25%25", []),
        ("q=o_n", ["Al 50% O_Neil"]),
        ("q=___", []),
        ("q=nobody", []),
        ("role=moderator", ["Grace Hopper"]),
        ("role=admin", ["Admin"]),
        ("status=disabled", ["Zoë Çelik"]),
        ("status=active&role=member&q=ada", ["Ada Lovelace"]),
        ("status=disabled&role=admin", []),
    ],
)
def test_what_is_looked_for(crowd: dict[str, Person], admin: Person, query: str, names: list[str]) -> None:
    answer = admin.client.get(f"/v1/users?{query}")
    assert [each["name"] for each in answer.json()["items"]] == names, answer.text


def test_page_by_page(crowd: dict[str, Person], admin: Person) -> None:
    seen, url = [], "/v1/users?q=example.com&limit=2"
    while url:
        answer = admin.client.get(url)
        seen += [each["id"] for each in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == [admin.id, *(person.id for person in crowd.values())]


MEMBERS = 10_000
MANY = f"""
    INSERT INTO users (email, name) SELECT 'member' || n || '@example.com', 'Member ' || n
    FROM generate_series(1, {MEMBERS}) AS n
"""
# Of 8 KB: a walk past 7,700 members reads 141, one past a thousand 19.
MOST_PAGES = 110


@pytest.mark.parametrize(
    "q", ["member 77", "member 777", "member", "me", "@example", "9@example", "member 9999", "nobody"]
)
def test_few_pages_are_read_for_whoever_is_looked_for(admin: Person, superuser: Engine, q: str) -> None:
    """Whether everybody is found or next to nobody, page by page."""
    with superuser.connect() as connection:
        connection.execute(text(MANY))
        connection.execute(text("VACUUM (ANALYZE) users"))
    looked_for = [f"Member {n}" for n in range(1, MEMBERS + 1) if q in f"member {n} member{n}@example.com"]
    names, url = [], f"/v1/users?q={quote(q)}"
    for _ in range(3):
        with pages_read("WITH met AS") as read:
            answer = admin.client.get(url)
        names += [each["name"] for each in answer.json()["items"] if each["id"] != admin.id]
        assert read[0] < MOST_PAGES
        if "next" not in answer.links:
            break
        url = answer.links["next"]["url"]
    assert names == looked_for[: len(names)]
    assert len(names) in {len(looked_for), 59, 60}


@pytest.mark.parametrize("query", ["q=", "q=a%0Ab", "role=owner", "status=deleted"])
def test_what_can_not_be_looked_for(admin: Person, query: str) -> None:
    assert_problem(admin.client.get(f"/v1/users?{query}"), 422)


def test_signed_out_everywhere(people: People, admin: Person, member: Person, superuser: Engine) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    assert admin.client.delete(f"/v1/users/{member.id}/sessions").status_code == 204
    for person in (member, elsewhere):
        assert_problem(person.client.get("/v1/users/me"), 401)
    assert admin.client.get("/v1/users/me").status_code == 200
    [entry] = admin.client.get("/v1/moderation-log?action=user.signed_out").json()["items"]
    assert (entry["target_type"], entry["target_id"], entry["actor"]["id"]) == ("user", member.id, admin.id)
    people.sign_in(member.id, member.email)
    assert_problem(admin.client.delete("/v1/users/99/sessions"), 404)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM moderation_log WHERE action = 'user.signed_out'")) == 1
