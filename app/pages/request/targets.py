"""Where a form sends the browser afterwards: a path of the board, never another site."""

import re

PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # Printable ASCII without `\`, which browsers read as `/`.
MAX_LENGTH = 2_000


def safe_target(value: str | None) -> str | None:
    """The path, with its query, or None for anything that could lead elsewhere."""
    if value is None or len(value) > MAX_LENGTH or not PATH.fullmatch(value):
        return None
    return value
