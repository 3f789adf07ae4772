"""What happened, in one sentence, for the people of a chat."""

from collections.abc import Mapping
from typing import Any

from app.languages import N_
from app.languages.language import Language

SENTENCES = {
    "post.created": N_('{actor} posted "{title}"'),
    "post.pending": N_("{actor} posted an idea that waits for approval"),
    "post.updated": N_('{actor} changed "{title}"'),
    "post.hidden": N_("{actor} hid an idea"),
    "post.shown": N_('{actor} shows "{title}" again'),
    "post.deleted": N_("{actor} deleted an idea"),
    "post.status_changed": N_('{actor} answered "{title}": {status}'),
    "post.merged": N_('{actor} merged "{title}" into "{original}"'),
    "post.unmerged": N_('{actor} took "{title}" out of "{original}" again'),
    "vote.created": N_('{actor} voted for "{title}"'),
    "vote.deleted": N_('{actor} took the vote for "{title}" back'),
    "comment.created": N_('{actor} commented on "{title}"'),
    "comment.updated": N_('{actor} changed a comment on "{title}"'),
    "comment.hidden": N_('{actor} hid a comment on "{title}"'),
    "comment.shown": N_('{actor} shows a comment on "{title}" again'),
    "comment.deleted": N_('{actor} deleted a comment on "{title}"'),
    "changelog.published": N_('New in the changelog: "{title}"'),
    "changelog.updated": N_('Changed in the changelog: "{title}"'),
    "changelog.withdrawn": N_("An entry of the changelog was taken back"),
    "changelog.deleted": N_("An entry of the changelog was deleted"),
    "user.erased": N_("A member erased their account"),
    "webhook.test": N_("This is a test from your feedback board"),
}


def sentence(event: Mapping[str, Any], language: Language) -> str:
    """What has no title any more that may be told goes by its number."""
    data, said, status = event["data"], SENTENCES[event["type"]], event["data"].get("status")
    values = {
        "actor": data.get("actor", {}).get("name") or language.gettext("Somebody"),
        "title": name_of(data.get("post") or data.get("entry")),
        "original": name_of(data.get("original")),
        "status": language.gettext(status) if status else "",
    }
    return language.gettext(said, **values)


def name_of(thing: Mapping[str, Any] | None) -> str:
    return str(thing["title"] or f"#{thing['id']}") if thing else ""
