"""JPEG (ITU-T T.81, annex B): the segments that make the picture, of one that ends where its file does."""

import re

from app.board.logo.refusal import NotALogo, check_sides

START, END = b"\xff\xd8", b"\xff\xd9"
FRAMES = (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2")  # Baseline, extended and progressive: what browsers show.
QUANTIZATION, HUFFMAN, RESTART, SCAN = b"\xff\xdb", b"\xff\xc4", b"\xff\xdd", b"\xff\xda"
KEPT = (QUANTIZATION, HUFFMAN, RESTART, SCAN, *FRAMES)
# What applications add: EXIF, XMP, profiles, thumbnails; and comments.
DROPPED = re.compile(rb"\xff[\xe0-\xef\xfe]")
# But not what says how colours are stored: JFIF without a thumbnail, and Adobe's marker, both of one length.
COLOURS = (b"\xff\xe0\x00\x10JFIF\x00", b"\xff\xee\x00\x0eAdobe")
MAX_SCANS = 64  # A progressive one has about ten. Each is decoded over the whole picture, however few bytes it has.
NEXT_MARKER = re.compile(rb"\xff(?![\x00\xd0-\xd7])")  # The others belong to the data of a scan.
BROKEN = "is no whole JPEG"


def clean_jpeg(file: bytes) -> bytes:
    """Raises NotALogo."""
    kept, position, frames, scans = [START], len(START), 0, 0
    while (marker := file[position : position + 2]) != END:
        size = int.from_bytes(file[position + 2 : position + 4])  # Its own two bytes are of it.
        end = position + 2 + size
        if size < 2 or not (marker in KEPT or DROPPED.fullmatch(marker)):  # Also where the file ends before.
            raise NotALogo(BROKEN)
        if marker in FRAMES:
            frames += 1
            height, width = file[position + 5 : position + 7], file[position + 7 : position + 9]
            check_sides(int.from_bytes(width), int.from_bytes(height))
        if marker == SCAN:
            scans += 1
            found = NEXT_MARKER.search(file, end)
            end = found.start() if found else len(file)
        segment = file[position:end]
        if marker in KEPT or segment.startswith(COLOURS):
            kept.append(segment)
        position = end
    if file[position:] != END:
        raise NotALogo("has more in it than a JPEG")
    if frames != 1 or not 0 < scans <= MAX_SCANS:
        raise NotALogo(BROKEN)
    return b"".join([*kept, END])
