"""The types of file that a logo may be of."""

from typing import NamedTuple

from app.errors import DomainError

MAX_BYTES = 102_400


class Kind(NamedTuple):
    """`magic`: what a file of the type begins with; empty: anything."""

    media_type: str
    ending: str
    magic: bytes


KINDS = (
    Kind("image/png", "png", b"\x89PNG\r\n\x1a\n"),
    Kind("image/jpeg", "jpg", b"\xff\xd8\xff"),
    Kind("image/webp", "webp", b"RIFF"),
    Kind("image/svg+xml", "svg", b""),
)
MEDIA_TYPES = tuple(kind.media_type for kind in KINDS)


class UnsupportedMediaType(DomainError):
    status = 415

    def __init__(self) -> None:
        super().__init__(f"Send the file with its own type: {', '.join(MEDIA_TYPES)}.")


def media_type_in(content_type: str) -> str:
    """Of the header of that name. Raises UnsupportedMediaType."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise UnsupportedMediaType
    return media_type


def kind_of(file: bytes) -> Kind:
    return next(kind for kind in KINDS if file.startswith(kind.magic))


def media_type_of(name: str) -> str:
    """Of a logo's name. Raises StopIteration for a name of another ending."""
    ending = name.rpartition(".")[2]
    return next(kind.media_type for kind in KINDS if kind.ending == ending)
