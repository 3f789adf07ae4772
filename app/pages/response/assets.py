"""The files of pages: style sheet, script, icon. Their names hold a hash of what is in them, so they never change."""

import hashlib
from functools import cache
from pathlib import Path

from app.http.files import MEDIA_TYPES

ASSETS = Path(__file__).parent.parent / "assets"


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
