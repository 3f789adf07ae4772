"""Messages for Slack and Teams: what people typed stays text, in whatever these take for markup."""

import json

import pytest

from tests.support.comments import comment
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
    assert "Test" in str(sent(receiver)[0]["text"])
    assert "This is" not in str(sent(receiver)[0]["text"])
