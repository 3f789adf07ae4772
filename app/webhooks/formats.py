"""An event as an endpoint wants it: the stream's own JSON, or a message for Slack's or Teams' incoming webhooks."""

import json
from collections.abc import Mapping
from typing import Any

from app.languages.language import Language
from app.webhooks.sentences import sentence


def body_of(event: Mapping[str, Any], format: str, language: Language) -> bytes:
    if format == "json":
        return as_json(event)
    about = event["data"].get("post") or event["data"].get("entry") or {}
    said = sentence(event, language)
    text = event["data"].get("response") or (event["data"].get("comment") or {}).get("content")
    url = (event["data"].get("comment") or about).get("url", "")
    url = url if url.startswith("http") else None
    return as_json(slack(said, text, url) if format == "slack" else teams(said, text, url, language))


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def slack(said: str, text: str | None, url: str | None) -> dict[str, Any]:
    """https://docs.slack.dev/messaging/formatting-message-text: three characters are its own, and nothing else is."""
    shown = f"<{slack_text(url)}|{slack_text(said).replace('|', '¦')}>" if url else slack_text(said)
    quoted = "".join(f"\n> {slack_text(line)}" for line in (text or "").splitlines())
    return {"text": shown + quoted, "unfurl_links": False, "unfurl_media": False}


def slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(said: str, text: str | None, url: str | None, language: Language) -> dict[str, Any]:
    """An adaptive card. What people typed stands in text runs, which know no Markdown, so that no link can be made."""
    lines = [said, *([text] if text else [])]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]} for line in lines],
    }
    if url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": language.gettext("Open the page"), "url": url}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}
