"""What is told of an event: the same in the stream and in a webhook.

What happened is in the event's row, and never changes. Texts are read anew each time, and only those that everybody on
the board may read now: of a post that was hidden or deleted since, its id is told and no title; of an erased member, no
name. Texts are cut, so that none is larger than 20 KB; the rest is behind the links.
"""

from datetime import UTC
from typing import Any

from sqlalchemy import Row

LONGEST = 1_000  # Characters of a text, each of at most four bytes.

# Follows a CTE `chosen` with the ids; `{more}` are columns of its own.
TOLD = f"""
    SELECT events.id, events.xid, events.type, events.created_at, events.data, events.post_id, events.comment_id,
           events.actor_id, CASE WHEN actor.status <> 'deleted' THEN actor.name END AS actor_name,
           events.via_id, via.name AS via_name,
           CASE WHEN post.visibility = 'public' AND post.deleted_at IS NULL THEN post.title END AS post_title,
           CASE WHEN original.visibility = 'public' AND original.deleted_at IS NULL THEN original.title END
               AS original_title,
           CASE WHEN post.visibility = 'public' AND post.deleted_at IS NULL AND NOT comment.hidden
                     AND comment.deleted_at IS NULL THEN left(comment.content, {LONGEST}) END AS comment_content,
           CASE WHEN post.visibility = 'public' AND post.deleted_at IS NULL THEN left(answer.response, {LONGEST}) END
               AS response,
           CASE WHEN entry.published_at <= now() THEN entry.title END AS entry_title
    FROM chosen JOIN events ON events.id = chosen.id
    LEFT JOIN users AS actor ON actor.id = events.actor_id
    LEFT JOIN users AS via ON via.id = events.via_id
    LEFT JOIN posts AS post ON post.id = events.post_id
    LEFT JOIN comments AS comment ON comment.id = events.comment_id
    LEFT JOIN posts AS original ON original.id = CAST(events.data ->> 'original_id' AS bigint)
    LEFT JOIN status_history AS answer ON answer.id = CAST(events.data ->> 'change_id' AS bigint)
    LEFT JOIN changelog_entries AS entry ON entry.id = CAST(events.data ->> 'entry_id' AS bigint)
"""  # noqa: S608  (no value in it is anybody's)
AS_THEY_ARE = ("status", "votes", "votes_count")


def payload(row: Row[*tuple[Any, ...]], *, epoch: int, board_url: str) -> dict[str, Any]:
    """`board_url`: PUBLIC_URL; where there is none, links begin with a slash."""
    at = row.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {
        "id": event_name(row.id),
        "type": row.type,
        "created_at": at,
        "cursor": f"{epoch}-{row.xid}-{row.id}",
        "data": contents(row, board_url),
    }


def event_name(event_id: int) -> str:
    return f"evt_{event_id}"


def contents(row: Row[*tuple[Any, ...]], board_url: str) -> dict[str, Any]:
    data: dict[str, Any] = {"actor": {"id": row.actor_id, "name": row.actor_name}}
    if row.via_id is not None:
        data["via"] = {"id": row.via_id, "name": row.via_name}
    if row.post_id is not None:
        data["post"] = thing(row.post_id, row.post_title, f"{board_url}/posts/{row.post_id}")
    if row.comment_id is not None:
        url = f"{board_url}/comments/{row.comment_id}"
        data["comment"] = {"id": row.comment_id, "content": row.comment_content, "url": url}
    if (original_id := row.data.get("original_id")) is not None:
        data["original"] = thing(original_id, row.original_title, f"{board_url}/posts/{original_id}")
    if (entry_id := row.data.get("entry_id")) is not None:
        data["entry"] = thing(entry_id, row.entry_title, f"{board_url}/changelog/{entry_id}")
    if (staff_id := row.data.get("staff_id")) is not None:
        data["cast_by"] = {"id": staff_id}
    if "change_id" in row.data:
        data["response"] = row.response
    return data | {name: row.data[name] for name in AS_THEY_ARE if name in row.data}


def thing(id: int, title: str | None, url: str) -> dict[str, Any]:
    return {"id": id, "title": title, "url": url}
