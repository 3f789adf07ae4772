"""JPEG (ITU-T T.81, annex B): the segments that make the picture, of one that ends where its file does."""

import re

from app.board.logo.refusal import NotALogo, check_sides

START, END = b"\xff\xd8", 0xD9
FRAMES = (0xC0, 0xC1, 0xC2)  # Baseline, extended and progressive: what browsers show.
QUANTIZATION, HUFFMAN, RESTART, SCAN, JFIF, ADOBE = 0xDB, 0xC4, 0xDD, 0xDA, 0xE0, 0xEE
KEPT = (QUANTIZATION, HUFFMAN, RESTART, SCAN, *FRAMES)
DROPPED = (*range(0xE0, 0xF0), 0xFE)  # What applications add: EXIF, XMP, profiles, thumbnails; and comments.
MAX_SCANS = 64  # A progressive one has about ten. Each is decoded over the whole picture, however few bytes it has.
NEXT_MARKER = re.compile(rb"\xff(?![\x00\xd0-\xd7])")  # The others belong to the data of a scan.
BROKEN = "is no whole JPEG"


def clean_jpeg(file: bytes) -> bytes:
    """Raises NotALogo."""
    kept, position, frames, scans = [START], len(START), 0, 0
    while True:
        if file[position : position + 1] != b"\xff" or position + 2 > len(file):
            raise NotALogo(BROKEN)
        marker = file[position + 1]
        if marker == END:
            break
        end = position + 2 + int.from_bytes(file[position + 2 : position + 4])
        if end > len(file) or end < position + 4 or marker not in (*KEPT, *DROPPED):
            raise NotALogo(BROKEN)
        if marker in FRAMES:
            frames += 1
            height, width = file[position + 5 : position + 7], file[position + 7 : position + 9]
            check_sides(int.from_bytes(width), int.from_bytes(height))
        if marker == SCAN:
            scans += 1
            found = NEXT_MARKER.search(file, end)
            end = found.start() if found else len(file)
        if marker in KEPT or is_of_the_picture(marker, file[position + 4 : end]):
            kept.append(file[position:end])
        position = end
    if position + 2 != len(file):
        raise NotALogo("has more in it than a JPEG")
    if frames != 1 or not 0 < scans <= MAX_SCANS:
        raise NotALogo(BROKEN)
    return b"".join([*kept, file[position:]])


def is_of_the_picture(marker: int, content: bytes) -> bool:
    """What says how colours are stored: JFIF without a thumbnail, and Adobe's marker."""
    if marker == JFIF:
        return content.startswith(b"JFIF\0") and len(content) == 14
    return marker == ADOBE and content.startswith(b"Adobe") and len(content) == 12
