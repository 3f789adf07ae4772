"""An entry of the moderation log in words, and where it leads whom."""

from typing import Any

import pytest

from app.languages.language import get_language
from app.models.moderation_log import ModerationEntry
from app.models.users import Member
from app.pages.response.log_entries import shown_entry

ENGLISH = get_language("en")


def shown(target: str, action: str, detail: dict[str, Any] | None = None, *, is_admin: bool = True) -> dict[str, Any]:
    """As it is for an entry about what has the id 7, where there is a post with this one."""
    target_id = 8 if action == "post.deleted" else 7
    entry = ModerationEntry(
        {"actor": Member({"id": 1, "name": "Ada"}), "action": action, "target_type": target, "target_id": target_id}
        | {"detail": detail or {}, "created_at": None}
    )
    return shown_entry(ENGLISH, entry, {7: "Dark mode"}, is_admin=is_admin)


@pytest.mark.parametrize(
    ("target", "action", "is_admin", "path", "name"),
    [
        ("post", "post.edited", True, "/posts/7/dark-mode", "Dark mode"),
        ("post", "post.deleted", True, "", "#8"),
        ("comment", "comment.hidden", True, "/comments/7", "#7"),
        ("comment", "note.deleted", True, "", "#7"),
        ("user", "user.changed", True, "/admin/members/7", "#7"),
        ("user", "user.changed", False, "/people/7", "#7"),
        ("changelog", "changelog.published", True, "/changelog/7", "#7"),
        ("changelog", "changelog.deleted", True, "", "#7"),
        ("webhook", "webhook.paused", True, "/admin/webhooks/7", "#7"),
        ("webhook", "webhook.paused", False, "", "#7"),
        ("webhook", "webhook.deleted", True, "", "#7"),
        ("key", "key.revoked", True, "", "#7"),
        ("board", "board.changed", True, "", ""),
    ],
)
def test_where_it_leads(target: str, action: str, is_admin: bool, path: str, name: str) -> None:
    entry = shown(target, action, is_admin=is_admin)
    assert (entry["path"], entry["name"]) == (path, name)


@pytest.mark.parametrize(("action", "path"), [("tag.changed", "/admin/tags/web"), ("tag.deleted", "")])
def test_a_tag_is_called_by_its_short_name(action: str, path: str) -> None:
    entry = shown("tag", action, {"slug": "web", "name": "Web site", "fields": ["name", "staff_only"]})
    assert (entry["path"], entry["name"]) == (path, "web")
    assert entry["changes"] == ["name: Web site", "staff_only"]


def test_an_action_without_words_is_shown_by_its_code() -> None:
    assert shown("board", "board.sold")["words"] == "board.sold"
    assert shown("board", "board.changed")["words"] == "Changed the board's settings"
