"""`make screenshots`: the pictures of the board that README.md opens with."""

import io
import sys
import tempfile
from pathlib import Path

from infra.dev.browser import View, chromium, command, find_browser, find_driver, look
from infra.dev.demo.board import demo_board
from infra.dev.progress import phase
from infra.dev.venv import ROOT

FOLDER = ROOT / ".github" / "screenshots"
WIDTH, HEIGHT = 1280, 960
COLOURS = 128  # Of the page's few; it makes the file a third as large, and nobody sees it.


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: screenshots takes no arguments ({arguments[0]})")
    find_browser()
    find_driver()
    with demo_board() as url, tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as chrome:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, dark in (("light", False), ("dark", True)):
            file = FOLDER / f"board-{name}.png"
            with phase(f"taking {file.relative_to(ROOT)}"):
                look(chrome, View(width=WIDTH, height=HEIGHT, dark=dark))
                command(chrome, "Emulation.setScrollbarsHidden", hidden=True)
                chrome.get(url)
                file.write_bytes(few_colours(chrome.get_screenshot_as_png()))
            print(f"  {file.stat().st_size / 1000:.0f} KB")
    return 0


def few_colours(picture: bytes) -> bytes:
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    reduced = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    written = io.BytesIO()
    reduced.save(written, "PNG", optimize=True)
    return written.getvalue()
