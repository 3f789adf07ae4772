"""An Atom document (RFC 4287)."""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from app.models import Post

ATOM = "http://www.w3.org/2005/Atom"
# Everything but the Char production of XML 1.0 (§2.2).
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(posts: Sequence[Post], *, board: str, base: str) -> bytes:
    """`board`: its name. `base`: what links begin with, which is its address."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    add(feed, "id", permanent_id("feed", base))
    add(feed, "title", f"{board}: newest posts")
    add(feed, "updated", timestamp(max((post.edited_at for post in posts), default=datetime.fromtimestamp(0, UTC))))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=f"{base}/feed.atom")
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=f"{base}/")
    for post in posts:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        add(entry, "id", permanent_id("post", post.id, post.created_at.isoformat()))
        add(entry, "title", post.title)
        add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", post.author.name)
        add(entry, "published", timestamp(post.created_at))
        add(entry, "updated", timestamp(post.edited_at))
        add(entry, "content", post.content, type="text")
        ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=f"{base}/posts/{post.id}")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def add(parent: ET.Element, name: str, content: str, **attributes: str) -> None:
    """Leaves out what XML has no way to write, so that no row can make the feed unreadable."""
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = NO_XML.sub("", content)


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def permanent_id(*parts: object) -> str:
    """The same for ever, wherever the board moves (RFC 4287 §4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "heed:" + ":".join(map(str, parts))).urn
