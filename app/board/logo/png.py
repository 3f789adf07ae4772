"""PNG (https://www.w3.org/TR/png-3/): the chunks that make the picture, of one that ends where its file does."""

import zlib

from app.board.logo.refusal import NotALogo, check_sides

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Besides these there are texts, EXIF and profiles; and the frames of an animation, without which the first one is left.
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND")
BROKEN = "is no whole PNG"


def clean_png(file: bytes) -> bytes:
    """Raises NotALogo."""
    chunks = split(file)
    kinds = [kind for kind, _ in chunks]
    header = chunks[0][1][8:-4] if kinds[0] == b"IHDR" else b""
    if len(header) != 13 or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise NotALogo(BROKEN)
    check_sides(int.from_bytes(header[:4]), int.from_bytes(header[4:8]))
    return SIGNATURE + b"".join(chunk for kind, chunk in chunks if kind in KEPT)


def split(file: bytes) -> list[tuple[bytes, bytes]]:
    """The type of each chunk, and the chunk as it stands there."""
    chunks, position, kind = [], len(SIGNATURE), b""
    while kind != b"IEND":
        kind = file[position + 4 : position + 8]
        end = position + 12 + int.from_bytes(file[position : position + 4])
        checksum = zlib.crc32(file[position + 4 : end - 4]).to_bytes(4)
        if file[end - 4 : end] != checksum:  # Also where the file ends before.
            raise NotALogo(BROKEN)
        if kind[:1].isupper() and kind not in KEPT:  # One without which the picture can't be shown (§5.4).
            raise NotALogo(BROKEN)
        chunks.append((kind, file[position:end]))
        position = end
    if position != len(file):
        raise NotALogo("has more in it than a PNG")
    return chunks
