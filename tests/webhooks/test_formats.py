"""Messages for Slack and Teams: what people typed stays text, in whatever these take for markup."""

import json

import pytest

from app.languages.language import get_language
from app.webhooks.formats import body_of
from tests.support.changelog import set_status, write_entry
from tests.support.comments import comment
from tests.support.merges import merge
from tests.support.people import Person
from tests.webhooks.conftest import Hooks, Receiver

HOSTILE = "<!channel> & <https://evil.example|click> [me](https://evil.example) *bold*"


def sent(receiver: Receiver) -> list[dict[str, object]]:
    return [json.loads(body) for _, body in receiver.taken]


@pytest.mark.adversary
def test_slack(hooks: Hooks, receiver: Receiver, member: Person, admin: Person) -> None:
    hooks.create(receiver.url, format="slack")
    post_id = member.post_idea(HOSTILE)["id"]
    comment(admin, post_id, f"Good.\n{HOSTILE}")
    hooks.send()
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    label = f'Member posted "{escaped}"'.replace("|", "¦")
    created, commented = (str(each["text"]) for each in sent(receiver))
    assert created == f"<https://board.example/posts/{post_id}|{label}>"
    assert commented.splitlines()[1:] == ["> Good.", f"> {escaped}"]
    assert "<!" not in created + commented
    assert commented.startswith("<https://board.example/comments/1|Admin commented on ")
    assert [(each["unfurl_links"], each["unfurl_media"]) for each in sent(receiver)] == [(False, False)] * 2


def test_what_else_has_a_title_and_what_has_none(
    hooks: Hooks, receiver: Receiver, member: Person, admin: Person
) -> None:
    hooks.create(receiver.url, "changelog.*", "post.status_changed", "post.hidden", "post.merged", format="slack")
    one, other, third = (member.post_idea(title)["id"] for title in ("One", "Two", "Three"))
    write_entry(admin, "Version 2", published_at="now")
    set_status(admin, one, "planned", "Soon.")
    merge(admin, third, one)
    set_status(admin, other, "planned")
    admin.client.patch(f"/v1/posts/{other}", json={"visibility": "hidden"}).raise_for_status()
    hooks.send()
    board = "https://board.example"
    assert [each["text"] for each in sent(receiver)] == [
        f'<{board}/changelog/1|New in the changelog: "Version 2">',
        f'<{board}/posts/{one}|Admin answered "One": planned>\n> Soon.',
        f'<{board}/posts/{third}|Admin merged "Three" into "One">',
        f'<{board}/posts/{other}|Admin answered "#{other}": planned>',
        f"<{board}/posts/{other}|Admin hid an idea>",
    ]


def test_a_board_that_does_not_know_its_address_makes_no_link() -> None:
    about = {"actor": {"id": 1, "name": None}, "post": {"id": 7, "title": "Dark mode", "url": "/posts/7"}}
    event = {"type": "post.created", "data": about}
    slack, teams = (json.loads(body_of(event, format, get_language("en"))) for format in ("slack", "teams"))
    assert slack["text"] == 'Somebody posted "Dark mode"'
    assert "actions" not in teams["attachments"][0]["content"]


@pytest.mark.adversary
def test_teams(hooks: Hooks, receiver: Receiver, member: Person, admin: Person) -> None:
    hooks.create(receiver.url, format="teams")
    post_id = member.post_idea(HOSTILE)["id"]
    comment(admin, post_id, "Good.")
    hooks.send()
    cards = [each["attachments"][0]["content"] for each in sent(receiver)]  # type: ignore[index]
    assert cards[0]["body"] == [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": f'Member posted "{HOSTILE}"'}]}
    ]
    assert cards[0]["actions"][0]["url"] == f"https://board.example/posts/{post_id}"
    assert len(cards[1]["body"]) == 2


def test_every_kind_has_a_sentence(hooks: Hooks) -> None:
    from app.events.kinds import TYPES
    from app.webhooks.sentences import SENTENCES

    assert set(SENTENCES) == {*TYPES, "webhook.test"}


def test_in_the_boards_language(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.client.patch("/v1/board", json={"default_language": "de"})
    hooks.create(receiver.url, format="slack")
    hooks.client.post("/v1/webhooks/1/test")
    hooks.send()
    assert hooks.client.get("/v1/webhooks/1/deliveries/1").json()["request"] == sent(receiver)[0]
    assert "Test" in str(sent(receiver)[0]["text"])
    assert "This is" not in str(sent(receiver)[0]["text"])
