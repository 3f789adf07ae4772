"""Reading the stream as an integrator does: page by page, with what the page before said to go on with."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.people import Person
from tests.support.strangers import wait_for_strangers


class Reader:
    """One who reads on. `after`: None at the start."""

    database: Engine

    def __init__(self, person: Person, **query: str | int) -> None:
        self.client = person.client
        self.query = query
        self.after: str | None = None

    def page(self) -> dict[str, Any]:
        wait_for_strangers(self.database)
        after = {} if self.after is None else {"after": self.after}
        answer = self.client.get("/v1/events", params={**self.query, **after})
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        self.after = page["next"]
        return page

    def rest(self) -> list[dict[str, Any]]:
        """All that is there by now."""
        found, more = [], True
        while more:
            page = self.page()
            found += page["items"]
            more = page["more"]
        return found


@pytest.fixture(autouse=True)
def database_of_readers(superuser: Engine) -> None:
    Reader.database = superuser


@pytest.fixture
def reader(admin: Person) -> Reader:
    return Reader(admin)
