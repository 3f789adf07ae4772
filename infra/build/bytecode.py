"""Compiles a folder for Lambda. Runs as a program, on the runtime's own Python: bytecode.py FOLDER TASK_ROOT [--only]

Lambda's code folder is read-only, so that without bytecode every cold start compiles everything: 1.8 s of CPU. The
bytecode is `unchecked-hash`, as a zip file changes the time stamps that Python otherwise compares.
"""

import py_compile
import sys
from pathlib import Path

UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def compile_folder(folder: Path, task_root: str, *, only: bool) -> None:
    """In the order of names, and with the paths of Lambda, so that the same source gives the same bytes.

    `only`: the bytecode takes the place of its source. Tracebacks then show a module's lines by number.
    """
    for source in sorted(folder.rglob("*.py")):
        shown = f"{task_root}/{source.relative_to(folder).as_posix()}"
        place = str(source.with_suffix(".pyc")) if only else None
        py_compile.compile(str(source), place, shown, doraise=True, invalidation_mode=UNCHECKED)
        if only:
            source.unlink()


if __name__ == "__main__":
    compile_folder(Path(sys.argv[1]), sys.argv[2], only="--only" in sys.argv)
