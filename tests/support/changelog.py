"""What tests of the changelog and the roadmap do as staff."""

from typing import Any

from tests.support.people import Person


def write_entry(
    staff: Person, title: str = "Version 2", content: str = "With **much** in it.", **more: Any
) -> dict[str, Any]:
    answer = staff.client.post("/v1/changelog", json={"title": title, "content": content, **more})
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


def change_entry(staff: Person, entry_id: int, **changes: Any) -> dict[str, Any]:
    answer = staff.client.patch(f"/v1/changelog/{entry_id}", json=changes)
    assert answer.status_code == 200, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


def set_status(staff: Person, post_id: int, status: str = "planned", response: str | None = None) -> None:
    answer = staff.client.put(f"/v1/posts/{post_id}/status", json={"status": status, "response": response})
    assert answer.status_code == 200, answer.text
