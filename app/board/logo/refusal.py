"""Why a file can't be a logo."""

MAX_SIDE = 2_048  # Pixels: decoded, that is 16 MB for a browser, whatever the file claims.


class NotALogo(Exception):
    """The message is for who sent it, as it follows the name of the field."""


def check_sides(width: int, height: int) -> None:
    """Raises NotALogo."""
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise NotALogo(f"may have up to {MAX_SIDE:,} pixels a side")
