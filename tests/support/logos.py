"""Small files that a logo may be: real ones, of the kinds that programs write."""

import zlib

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z" fill="#0f766e"/></svg>'


def png(width: int = 8, height: int = 8, *, extra: bytes = b"") -> bytes:
    """Transparent, with `extra` chunks before the picture, of which 64 pixels a side are there at most."""
    rows = (b"\0" + b"\0" * 4 * min(width, 64)) * min(height, 64)
    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\0\0\0"
    chunks = [chunk(b"IHDR", header), extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def jpeg(width: int = 8, height: int = 8, *, extra: bytes = b"", scans: int = 1) -> bytes:
    """Grey, as `djpeg` shows it: one table of each kind, and a scan of one block."""
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\0"
    table = b"\0" + b"\x01" * 64
    code = b"\x01" + b"\0" * 15 + b"\0"
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x3f\xff\0"
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    tables = [segment(0xDB, table), segment(0xC4, b"\0" + code), segment(0xC4, b"\x10" + code)]
    return b"".join([b"\xff\xd8", jfif, extra, *tables, segment(0xC0, frame), scan * scans, b"\xff\xd9"])


def webp(width: int = 8, height: int = 8, *, extra: bytes = b"", flags: int | None = None) -> bytes:
    """Lossless; with `flags`, in the extended form, which `extra` chunks need."""
    picture = riff_chunk(b"VP8L", b"\x2f" + (width - 1 | (height - 1) << 14).to_bytes(4, "little") + b"\x88\x88\x08")
    return riff(b"" if flags is None else canvas(width, height, flags), picture, extra)


def lossy(width: int = 8, height: int = 8) -> bytes:
    """The chunk of a key frame, whose upscaling a browser leaves alone."""
    sides = (width | 1 << 14).to_bytes(2, "little") + (height | 2 << 14).to_bytes(2, "little")
    return riff_chunk(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + sides + b"\0")


def canvas(width: int, height: int, flags: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + sides)


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
