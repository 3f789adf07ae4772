"""The files that tell search engines what is here (https://www.sitemaps.org/protocol.html, RFC 9309).

What stands in them needs no escaping: paths are percent-encoded, and the board's address is one of letters, digits,
`.`, `-`, `_`, `~`, `:` and `/` alone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

XML = "application/xml"
START = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Pages with nothing for a search engine: forms, and what is one person's. The API has no pages.
DISALLOWED = (
    *("/settings", "/admin", "/sign-in", "/sign-up", "/unsubscribe", "/posts/new", "/changelog/new"),
    *("/edit/", "/delete/", "/team/"),
    *("/v1/", "/docs", "/redoc", "/openapi.json"),
)


def robots(root: str, base: str | None, *, private: bool) -> str:
    """`base`: the address of the board, where it is known."""
    if private:
        return f"User-agent: *\nDisallow: {root}/\n"
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in DISALLOWED)]
    if base is not None:
        lines += ["", f"Sitemap: {base}/sitemap.xml"]
    return "\n".join([*lines, ""])


def index(base: str, numbers: Iterable[int]) -> str:
    entries = "\n".join(f"<sitemap><loc>{base}/sitemap/{number}.xml</loc></sitemap>" for number in numbers)
    return f"{START}\n<sitemapindex {NAMESPACE}>\n{entries}\n</sitemapindex>\n"


def url_set(base: str, paths: Iterable[str], edited: Iterable[tuple[str, datetime]]) -> str:
    """`edited`: paths, and when what is there was edited last."""
    entries = [f"<url><loc>{base}{path}</loc></url>" for path in paths]
    entries += [f"<url><loc>{base}{path}</loc><lastmod>{instant(moment)}</lastmod></url>" for path, moment in edited]
    return "\n".join([START, f"<urlset {NAMESPACE}>", *entries, "</urlset>", ""])


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
