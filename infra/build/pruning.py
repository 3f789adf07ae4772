"""What pip installs and Lambda never needs. Every entry names files, so that a test can show that none was imported."""

import shutil
from pathlib import Path

# Installed by `requirements.txt` for other uses.
SERVER = ("uvicorn", "click", "h11")  # `uvicorn app.main:app` on one's own machine.
FALLBACKS = ("ecdsa", "rsa", "pyasn1")  # python-jose's, where the package cryptography is missing.
COMPILERS = ("cffi", "pycparser")  # cryptography is compiled already and needs `_cffi_backend` alone.

UNUSED = (
    *SERVER,
    *FALLBACKS,
    *COMPILERS,
    "bin",
    "alembic/templates",
    "alembic/testing",
    "fastapi/.agents",
    "mako/testing",
    "passlib/ext",
    "passlib/tests",
    "pydantic/v1",
    "pydantic/mypy.py",
    "sqlalchemy/dialects/mssql",
    "sqlalchemy/dialects/mysql",
    "sqlalchemy/dialects/oracle",
    "sqlalchemy/dialects/sqlite",
    "sqlalchemy/ext/asyncio",
    "sqlalchemy/ext/declarative",
    "sqlalchemy/testing",
)
# FastAPI asks of 113 types of Heed's whether they are pydantic v1's. To import that for an answer costs a start 14 ms,
# and to fail to, each time, 7; this answers.
STAND_INS = {"pydantic/v1/__init__.py": "class BaseModel:\n    pass\n"}
# Type stubs, C headers and what packages say about themselves.
UNUSED_SUFFIXES = (".h", ".pxd", ".pyi", ".pyx", ".typed", ".rst", ".md")
# importlib.metadata reads these (pg8000 and scramp their own version, OpenTelemetry and pydantic the entry points);
# licences travel with the code.
KEPT_METADATA = ("METADATA", "entry_points.txt")
LICENCES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")


def prune(folder: Path) -> None:
    for unused in UNUSED:
        path = folder / unused
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_unused(path):
            path.unlink()
    for info in sorted(folder.glob("*.dist-info")):
        if name_of(info) in (*SERVER, *FALLBACKS, *COMPILERS):
            shutil.rmtree(info)
    remove_empty_folders(folder)
    for name, content in STAND_INS.items():
        (folder / name).parent.mkdir()
        (folder / name).write_text(content)


def is_unused(path: Path) -> bool:
    if any(parent.suffix == ".dist-info" for parent in path.parents):
        return path.name not in KEPT_METADATA and not path.name.startswith(LICENCES)
    return path.suffix in UNUSED_SUFFIXES


def name_of(info: Path) -> str:
    return info.name.partition("-")[0].lower()


def remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
