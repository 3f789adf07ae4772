"""What reading the stream costs doesn't grow with it: no statement reads all events."""

from typing import Any

import pytest
from sqlalchemy import Engine, TextClause, text

from app.events.queries import SCANNED, page_statement
from app.webhooks.fan_out import HELD_BACK, NEXT_PART
from tests.support.people import Person
from tests.support.webhooks import an_endpoint

START = {"xid": 0, "id": 10_000, "limit": 100}
STATEMENTS: dict[str, tuple[TextClause, dict[str, Any]]] = {
    "a page": (page_statement(filtered=False), {**START, "scanned": 101}),
    "a page of a type": (page_statement(filtered=True), {**START, "scanned": SCANNED, "pattern": "post.deleted"}),
    "fan-out": (NEXT_PART, {}),
    "what is held back": (HELD_BACK, {}),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_of_many_events_few_are_read(name: str, admin: Person, superuser: Engine) -> None:
    an_endpoint(admin)
    statement, values = STATEMENTS[name]
    with superuser.connect() as connection:
        many = "SELECT 'vote.created', :actor, 0 FROM generate_series(1, 30000)"
        connection.execute(text(f"INSERT INTO events (type, actor_id, xid) {many}"), {"actor": admin.id})
        connection.execute(text("ANALYZE events"))
        plan = "\n".join(connection.scalars(explained(statement), values))
    assert "Seq Scan on events" not in plan, plan


def explained(statement: TextClause) -> TextClause:
    return text(f"EXPLAIN {statement.text}")
