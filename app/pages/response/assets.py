"""The files of pages: style sheet, script, icon. Their names hold a hash of what is in them, so they never change.

The build leaves a `.br` and a `.gz` beside each (infra/build/compression.py); in a checkout they go out as they are.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).parent.parent / "assets"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CODINGS = {"br": ".br", "gzip": ".gz"}  # By preference.


class Asset(NamedTuple):
    media_type: str
    bodies: dict[str, bytes]  # By content coding; `identity` is always there.


@cache
def path_of(name: str) -> str:
    """`heed.css` -> `/assets/heed.0123456789.css`."""
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:10]
    return f"/assets/{stem}.{digest}.{suffix}"


@cache
def served() -> dict[str, str]:
    """The name of each file by the path that it is served at."""
    return {path_of(path.name): path.name for path in ASSETS.iterdir() if path.suffix in MEDIA_TYPES}


@cache
def read(name: str) -> Asset:
    path = ASSETS / name
    bodies = {"identity": path.read_bytes()}
    for coding, suffix in CODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.exists():
            bodies[coding] = compressed.read_bytes()
    return Asset(MEDIA_TYPES[path.suffix], bodies)
