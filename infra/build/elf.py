"""Cuts from shared libraries what no loader reads: wheels come with symbols and debug information, 13 MB of them here.

What is loaded is named by the program headers alone, so everything behind the last segment may go, and with it the
section headers. This needs no `strip`, which knows only the architectures that it was built for.
ELF-64: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
"""

import struct
from pathlib import Path

MAGIC = b"\x7fELF\x02\x01"  # 64 bits, little-endian: both of Lambda's architectures.
PROGRAM_HEADERS = struct.Struct("<Q14xHH")  # e_phoff, and behind it e_phentsize and e_phnum
SECTION_HEADERS = ((40, "<Q"), (60, "<H"), (62, "<H"))  # e_shoff, e_shnum, e_shstrndx
OFFSET_AND_SIZE = struct.Struct("<Q16xQ")  # p_offset and p_filesz


def strip(library: Path) -> None:
    """Raises ValueError where the file is no library of this kind."""
    content = bytearray(library.read_bytes())
    if not content.startswith(MAGIC):
        raise ValueError(f"{library} is no 64-bit ELF file")
    start, entry_size, entries = PROGRAM_HEADERS.unpack_from(content, 32)
    segments = [OFFSET_AND_SIZE.unpack_from(content, start + entry * entry_size + 8) for entry in range(entries)]
    end = max(start + entry_size * entries, *(offset + length for offset, length in segments))
    for position, kind in SECTION_HEADERS:
        struct.pack_into(kind, content, position, 0)
    library.write_bytes(content[:end])
