"""Atom documents (RFC 4287): of the newest posts, and of the changelog."""

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from app.feed.queries import NewPost
from app.models.changelog_entries import ChangelogEntry

ATOM = "http://www.w3.org/2005/Atom"
# Everything but the Char production of XML 1.0 (§2.2).
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    id: str
    title: str
    author: str
    published: datetime
    updated: datetime
    content: str
    path: str


def atom_feed(posts: Sequence[NewPost], *, board: str, base: str) -> bytes:
    """`board`: its name. `base`: what links begin with, which is its address."""
    entries = (
        Entry(
            permanent_id("post", post.id, post.created_at.isoformat()),
            post.title,
            post.author.name,
            post.created_at,
            post.edited_at,
            post.content,
            f"/posts/{post.id}",
        )
        for post in posts
    )
    return document(
        entries,
        feed_id=permanent_id("feed", base),
        title=f"{board}: newest posts",
        base=base,
        path="/feed.atom",
        page="/",
    )


def changelog_feed(entries: Sequence[ChangelogEntry], *, board: str, base: str) -> bytes:
    """`entries`: published ones."""
    published = (
        Entry(
            permanent_id("changelog", entry.id, entry.created_at.isoformat()),
            entry.title,
            entry.author.name,
            entry.published_at or entry.created_at,
            entry.updated_at,
            entry.content,
            f"/changelog/{entry.id}",
        )
        for entry in entries
    )
    feed_id = permanent_id("changelog-feed", base)
    return document(
        published, feed_id=feed_id, title=f"{board}: changelog", base=base, path="/changelog.atom", page="/changelog"
    )


def document(entries: Iterable[Entry], *, feed_id: str, title: str, base: str, path: str, page: str) -> bytes:
    """`path`: where the feed itself is. `page`: where people read it."""
    entries = list(entries)
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    add(feed, "id", feed_id)
    add(feed, "title", title)
    add(feed, "updated", timestamp(max((each.updated for each in entries), default=datetime.fromtimestamp(0, UTC))))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=base + path)
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=base + page)
    for each in entries:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        add(entry, "id", each.id)
        add(entry, "title", each.title)
        add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", each.author)
        add(entry, "published", timestamp(each.published))
        add(entry, "updated", timestamp(each.updated))
        add(entry, "content", each.content, type="text")
        ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=base + each.path)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def add(parent: ET.Element, name: str, content: str, **attributes: str) -> None:
    """Leaves out what XML has no way to write, so that no row can make the feed unreadable."""
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = NO_XML.sub("", content)


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def permanent_id(*parts: object) -> str:
    """The same for ever, wherever the board moves (RFC 4287 §4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "heed:" + ":".join(map(str, parts))).urn
