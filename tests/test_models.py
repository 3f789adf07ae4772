"""The tables are imported one by one, so each brings along those that it refers to."""

import subprocess
import sys
from pathlib import Path

MODULES = sorted(path.stem for path in Path("app/models").glob("*.py") if path.stem not in ("__init__", "all"))
# Each in a fork of a process that has imported what they all need, and none of them.
ALONE = """
import importlib, os, sys
import app.models, sqlalchemy.dialects.postgresql
for module in sys.argv[1:]:
    if os.fork():
        if os.wait()[1]:
            sys.exit(f"{module} is not whole alone")
        continue
    importlib.import_module(f"app.models.{module}")
    from app.models.base import metadata
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            key.column
    os._exit(0)
"""


def test_a_table_is_whole_alone() -> None:
    ran = subprocess.run([sys.executable, "-c", ALONE, *MODULES], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_one_module_has_them_all() -> None:
    program = "from app.models.all import metadata; print(*sorted(metadata.tables))"
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == [name for name in MODULES if name not in ("base", "enums", "record")]
