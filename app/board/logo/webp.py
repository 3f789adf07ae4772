"""WebP (RFC 9649): the chunks that make the picture, of one that ends where its file does."""

from app.board.logo.refusal import NotALogo, check_sides

LOSSY, LOSSLESS, EXTENDED, ALPHA = b"VP8 ", b"VP8L", b"VP8X", b"ALPH"
ANIMATED, HAS_ALPHA = 0x02, 0x10
BROKEN = "is no whole WebP"


def clean_webp(file: bytes) -> bytes:
    """Raises NotALogo, also for one that moves."""
    chunks = split(file)
    kinds = [kind for kind, _ in chunks]
    pictures = [(kind, content) for kind, content in chunks if kind in (LOSSY, LOSSLESS)]
    if len(pictures) != 1 or kinds.count(EXTENDED) > 1 or kinds.count(ALPHA) > 1:
        raise NotALogo(BROKEN)
    [picture] = pictures
    width, height = sides_of(*picture)
    check_sides(width, height)
    if kinds[0] != EXTENDED:
        return put_together([picture])
    header = chunks[0][1]
    if len(header) != 10 or header[0] & ANIMATED:
        raise NotALogo("may not move, and has to be whole")
    if (int.from_bytes(header[4:7], "little") + 1, int.from_bytes(header[7:], "little") + 1) != (width, height):
        raise NotALogo(BROKEN)
    flags = bytes([header[0] & HAS_ALPHA])
    kept = [(kind, content) for kind, content in chunks if kind in (ALPHA, LOSSY, LOSSLESS)]
    return put_together([(EXTENDED, flags + header[1:]), *kept])


def split(file: bytes) -> list[tuple[bytes, bytes]]:
    if file != whole(file[12:]):
        raise NotALogo("has more in it than a WebP, or less")
    chunks, position = [], 12
    while position < len(file):
        size = int.from_bytes(file[position + 4 : position + 8], "little")
        end = position + 8 + size
        if end + size % 2 > len(file):
            raise NotALogo(BROKEN)
        chunks.append((file[position : position + 4], file[position + 8 : end]))
        position = end + size % 2
    return chunks


def sides_of(kind: bytes, content: bytes) -> tuple[int, int]:
    """From the header of the bitstream (RFC 6386 §9.1; RFC 9649 §3.4)."""
    if kind == LOSSY and content[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(content[6:8], "little") & 0x3FFF, int.from_bytes(content[8:10], "little") & 0x3FFF
    if kind == LOSSLESS and content[:1] == b"\x2f":
        bits = int.from_bytes(content[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise NotALogo(BROKEN)


def put_together(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return whole(
        b"".join(
            kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2) for kind, content in chunks
        )
    )


def whole(body: bytes) -> bytes:
    """The file, whose header says how long it is."""
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
