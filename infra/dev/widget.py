"""`make widget`: app/widget/served/widget.js of app/widget/source/, as one module without its comments and spaces."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from app.settings.config import ROOT
from infra.tools.environment import prepare_node

SOURCE = ROOT / "app" / "widget" / "source"
SERVED = ROOT / "app" / "widget" / "served"
SMALL = ("--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning")
# Each has light-dark() and colours that are made of another.
BROWSERS = "--target=chrome123,firefox128,safari18"


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: widget takes no arguments ({arguments[0]})")
    script = bundle()
    (SERVED / "widget.js").write_bytes(script)
    print(f"heed: app/widget/served/widget.js has {len(script)} bytes")
    return 0


def bundle() -> bytes:
    """Raises NodeMissing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(SOURCE, Path(folder) / "source")
        style = copy / "style.css"
        style.write_bytes(esbuild(str(style)))  # The style is a string of the script, which no minifier looks into.
        return esbuild(str(copy / "index.js"), "--bundle", "--format=esm", "--loader:.css=text")


def esbuild(*arguments: str) -> bytes:
    program = str(prepare_node() / ".bin" / "esbuild")
    return subprocess.run([program, *arguments, *SMALL, BROWSERS], check=True, stdout=subprocess.PIPE).stdout
