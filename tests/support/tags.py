"""How the tests of tags make tags and give them."""

from typing import Any

from tests.support.people import Person


def add_tag(staff: Person, slug: str, *, staff_only: bool = False) -> dict[str, Any]:
    answer = staff.client.post("/v1/tags", json={"slug": slug, "name": slug.title(), "staff_only": staff_only})
    assert answer.status_code == 201, answer.text
    tag: dict[str, Any] = answer.json()
    return tag


def tag_post(staff: Person, post_id: int, slug: str) -> list[str]:
    """The slugs of the post then."""
    answer = staff.client.put(f"/v1/posts/{post_id}/tags/{slug}")
    assert answer.status_code == 200, answer.text
    return [tag["slug"] for tag in answer.json()["items"]]
