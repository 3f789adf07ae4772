"""/delete: a post goes after a question, a comment where it is edited."""

from tests.pages.test_kept import idea
from tests.support.browsing import Browser
from tests.support.people import Person

__all__ = ["idea"]


def test_a_post(signed_in: Browser, member: Person, idea: dict[str, int]) -> None:
    path = f"/delete/posts/{idea['post']}"
    asked = signed_in.open(path)
    assert "Dark mode" in asked.text
    assert signed_in.submit(asked, path).statuses == [303, 200]
    assert member.client.get(f"/v1/posts/{idea['post']}").status_code == 404


def test_a_comment(signed_in: Browser, member: Person, idea: dict[str, int]) -> None:
    form = signed_in.open(f"/edit/comments/{idea['comment']}")
    assert signed_in.submit(form, f"/delete/comments/{idea['comment']}").statuses == [303, 200]
    [left] = member.client.get(f"/v1/posts/{idea['post']}/comments").json()["items"]
    assert (left["author"], left["content"]) == (None, None), "its place stays"
