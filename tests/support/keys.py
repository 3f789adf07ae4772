"""API keys of a test's board, and the integrations that speak with them."""

from typing import Any

import httpx
from sqlalchemy import Engine, text

from tests.support.people import Person

ALL = ("read", "write", "moderate", "admin", "import")


def make_key(admin: Person, *scopes: str, name: str = "Support desk", **fields: Any) -> dict[str, Any]:
    answer = admin.client.post("/v1/keys", json={"name": name, "scopes": scopes or ("read", "write"), **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def client_with(admin: Person, key: str, **headers: str) -> httpx.Client:
    """One that speaks to the same board with the key."""
    return httpx.Client(
        transport=admin.client._transport,
        base_url=admin.client.base_url,
        headers={"Authorization": f"Bearer {key}", **headers},
    )


def integration(admin: Person, *scopes: str) -> httpx.Client:
    return client_with(admin, make_key(admin, *scopes)["key"])


def in_place_of(person_id: int | str) -> dict[str, str]:
    return {"Heed-On-Behalf-Of": str(person_id)}


def events(superuser: Engine) -> list[tuple[str, int, int | None]]:
    """Of each: its type, who did it, and the integration in their place."""
    with superuser.connect() as connection:
        found = connection.execute(text("SELECT type, actor_id, via_id FROM events ORDER BY id"))
        return [(row.type, row.actor_id, row.via_id) for row in found]
