"""The files of pages: style sheet, script, icon. Their names hold a hash of what is in them, so they never change.

The build leaves a `.br` and a `.gz` beside each (infra/build/compression.py). In a checkout there is neither, and
a file is zipped when it is first asked for.
"""

import gzip
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
def names() -> frozenset[str]:
    return frozenset(path.name for path in ASSETS.iterdir() if path.suffix in MEDIA_TYPES)


def find(served_as: str) -> tuple[str, bool] | None:
    """The name of the file, and whether it is in the version that was asked for."""
    stem, _, rest = served_as.partition(".")
    name = f"{stem}.{rest.partition('.')[2]}"
    return (name, path_of(name) == f"/assets/{served_as}") if name in names() else None


@cache
def read(name: str) -> Asset:
    path = ASSETS / name
    bodies = {}
    for coding, suffix in CODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.exists():
            bodies[coding] = compressed.read_bytes()
    content = path.read_bytes()
    bodies.setdefault("gzip", gzip.compress(content, mtime=0))
    return Asset(MEDIA_TYPES[path.suffix], bodies | {"identity": content})
