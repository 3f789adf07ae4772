"""The files of pages, compressed once and as well as can be, where the function would do it for each request."""

import gzip
from pathlib import Path

import brotli


def compress_assets(folder: Path) -> None:
    """Leaves a `.br` and a `.gz` beside each file, which app/pages/response/assets.py looks for."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        content = path.read_bytes()
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, mode=brotli.MODE_TEXT))
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, mtime=0))
