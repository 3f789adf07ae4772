"""The Content-Security-Policy of pages: their own script and style, by hash, and nothing of anybody else's."""

import base64
import hashlib
from functools import lru_cache

from app.pages.response import assets
from app.pages.response.theme import theme_of


def loader(root: str) -> str:
    """The one inline script. It loads the module, which `strict-dynamic` then allows: an external file's own hash in a
    policy is not known to all browsers (https://web.dev/articles/strict-csp). The address is in it, so that its hash
    allows no other."""
    address = f"{root}{assets.path_of('heed.js')}"
    return f'(s=>{{s.type="module";s.src="{address}";document.head.append(s)}})(document.createElement("script"))'


@lru_cache(maxsize=16)
def of_page(accent_color: str, root: str) -> str:
    return (
        "default-src 'none'"
        f"; script-src 'strict-dynamic' {digest(loader(root))}"
        f"; style-src 'self' {digest(theme_of(accent_color).style)}"
        "; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
