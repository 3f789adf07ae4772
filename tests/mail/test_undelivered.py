"""GET /v1/mails: what nobody got, and why, for an admin"""

from sqlalchemy import Engine, text

from tests.support.people import Person
from tests.support.problems import assert_problem

MAILS = text("""
    INSERT INTO deliveries (template, user_id, status, reason) VALUES
        ('status_changes', :id, 'failed', '550 no such mailbox'), ('status_changes', :id, 'sent', NULL),
        ('code', NULL, 'failed', '552 full'), ('comments', :id, 'bounced', 'bounce'), ('code', NULL, 'dropped', NULL)
""")


def test_why_and_to_whom(superuser: Engine, admin: Person, member: Person) -> None:
    with superuser.connect() as connection:
        connection.execute(MAILS, {"id": member.id})
    seen = admin.client.get("/v1/mails").json()["items"]
    assert [(each["template"], each["reason"], each["user"] and each["user"]["name"]) for each in seen] == [
        ("code", "552 full", None),
        ("status_changes", "550 no such mailbox", "Member"),
    ]
    [bounced] = admin.client.get("/v1/mails?status=bounced").json()["items"]
    assert (bounced["template"], bounced["status"]) == ("comments", "bounced")
    assert_problem(admin.client.get("/v1/mails?status=sent"), 422)
    first = admin.client.get("/v1/mails?limit=1")
    assert [each["id"] for each in admin.client.get(first.links["next"]["url"]).json()["items"]] == [seen[1]["id"]]
