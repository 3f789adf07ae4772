"""An entry of the moderation log in words: what was done, to what, and what changed."""

from typing import Any

from app.languages import N_
from app.languages.language import Language
from app.models.moderation_log import ModerationEntry
from app.pages.response.addresses import post_path

ACTIONS = {
    "post.status": N_("Answered an idea"),
    "post.moderated": N_("Approved, hid, showed or locked an idea"),
    "post.edited": N_("Edited an idea"),
    "post.deleted": N_("Deleted an idea"),
    "post.tagged": N_("Tagged an idea"),
    "post.untagged": N_("Took a tag from an idea"),
    "post.merged": N_("Merged an idea"),
    "post.unmerged": N_("Undid a merge"),
    "vote.cast": N_("Voted for somebody"),
    "vote.removed": N_("Took back a vote for somebody"),
    "comment.hidden": N_("Hid a comment"),
    "comment.shown": N_("Showed a comment"),
    "comment.changed": N_("Edited a comment"),
    "comment.deleted": N_("Deleted a comment"),
    "note.changed": N_("Edited a note"),
    "note.deleted": N_("Deleted a note"),
    "tag.created": N_("Made a tag"),
    "tag.changed": N_("Changed a tag"),
    "tag.deleted": N_("Deleted a tag"),
    "user.changed": N_("Changed an account"),
    "user.signed_out": N_("Signed a member out everywhere"),
    "roadmap.moved": N_("Moved an idea on the roadmap"),
    "changelog.drafted": N_("Drafted an entry of the changelog"),
    "changelog.withdrawn": N_("Took back an entry of the changelog"),
    "changelog.published": N_("Published an entry of the changelog"),
    "changelog.changed": N_("Changed an entry of the changelog"),
    "changelog.deleted": N_("Deleted an entry of the changelog"),
    "user.acted_for": N_("Acted in a member's place"),
    "key.created": N_("Made an API key"),
    "key.revoked": N_("Revoked an API key"),
    "board.changed": N_("Changed the board's settings"),
    "webhook.created": N_("Added a webhook"),
    "webhook.changed": N_("Changed a webhook"),
    "webhook.rotated": N_("Made a new secret for a webhook"),
    "webhook.paused": N_("Paused a webhook"),
    "webhook.resumed": N_("Resumed a webhook"),
    "webhook.deleted": N_("Deleted a webhook"),
}


def shown_entry(
    language: Language, entry: ModerationEntry, titles: dict[int, str], *, is_admin: bool
) -> dict[str, Any]:
    """`titles`: of the posts that there still are, by id. An action without words here is shown by its code."""
    words = ACTIONS.get(entry.action)
    path, name = target_of(entry, titles, is_admin=is_admin)
    return {
        "words": language.gettext(words) if words else entry.action,
        "actor": {"id": entry.actor.id, "name": entry.actor.name},
        "path": path,
        "name": name,
        "changes": changes_of(entry.detail),
        "created_at": entry.created_at,
    }


def target_of(entry: ModerationEntry, titles: dict[int, str], *, is_admin: bool) -> tuple[str, str]:
    """Its path, empty where there is no page of it, and its name."""
    number = f"#{entry.target_id}"
    match entry.target_type:
        case "post":
            title = titles.get(entry.target_id)
            return ("", number) if title is None else (post_path(entry.target_id, title), title)
        case "comment":
            return "" if entry.action.endswith(".deleted") else f"/comments/{entry.target_id}", number
        case "tag":
            slug = entry.detail.get("slug", number)
            return "" if entry.action == "tag.deleted" else f"/admin/tags/{slug}", slug
        case "user":
            return f"/admin/members/{entry.target_id}" if is_admin else f"/people/{entry.target_id}", number
        case "changelog":
            return "" if entry.action.endswith(".deleted") else f"/changelog/{entry.target_id}", number
        case "webhook":
            return (
                f"/admin/webhooks/{entry.target_id}" if is_admin and entry.action != "webhook.deleted" else "",
                number,
            )
        case "key":
            return "", entry.detail.get("name", number)
        case _:
            return "", ""


def changes_of(detail: dict[str, Any]) -> list[str]:
    """As the API has it: the new values, and of what is kept by no entry, the fields."""
    values = [f"{name}: {value}" for name, value in detail.items() if name not in ("fields", "slug")]
    return values + [name for name in detail.get("fields", ()) if name not in detail]
