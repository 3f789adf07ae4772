"""The folder that Lambda gets, the same to the byte for the same source, requirements and architecture."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from infra.build import elf
from infra.build.compression import compress_assets
from infra.build.pruning import prune
from infra.build.runtime import ARCHITECTURES, TASK_ROOT, VERSION, BuildError, find_python
from infra.dev.file_lock import exclusive

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
SOURCE = ("app", "handler", "migrations", "alembic.ini")
CACHE = ROOT / ".local" / "build"
# What Aurora's certificates are checked with: `make deploy` fetches them, where the database is Aurora.
RDS_CERTIFICATES = ROOT / ".local" / "rds.pem"
EPOCH = 315_532_800  # 1980-01-01, the earliest time that a zip file can hold.


def build(target: Path, architecture: str) -> None:
    """Fills an empty or missing folder. Raises BuildError."""
    if architecture not in ARCHITECTURES:
        raise BuildError(f"heed: {architecture} is no architecture of Lambda; it is one of {', '.join(ARCHITECTURES)}")
    shutil.copytree(dependencies(architecture), target, dirs_exist_ok=True)
    own = target.with_name(target.name + ".own")
    shutil.rmtree(own, ignore_errors=True)
    copy_source(own)
    for folder in ("pages/assets", "widget/served"):
        compress_assets(own / "app" / folder)
    if RDS_CERTIFICATES.exists():
        (own / "certificates").mkdir()
        shutil.copy(RDS_CERTIFICATES, own / "certificates" / "rds.pem")
    compile_folder(own)
    shutil.copytree(own, target, dirs_exist_ok=True)
    shutil.rmtree(own)
    normalise(target)


def dependencies(architecture: str) -> Path:
    """The packages, installed and compiled: kept under `.local`, as they change seldom and take half a minute."""
    kept = CACHE / f"{architecture}-{fingerprint(architecture)}"
    with exclusive(CACHE / "lock"):
        if not kept.exists():
            unfinished = CACHE / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            install(unfinished, architecture)
            prune(unfinished)
            for library in unfinished.rglob("*.so"):
                elf.strip(library)
            compile_folder(unfinished, "--only")
            unfinished.rename(kept)
    return kept


def fingerprint(architecture: str) -> str:
    python = subprocess.run([find_python(), "-VV"], check=True, capture_output=True).stdout
    rules = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    parts = (architecture.encode(), python, REQUIREMENTS.read_bytes(), *rules)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def install(target: Path, architecture: str) -> None:
    """Exactly the pinned list, as wheels for Amazon Linux 2023 (glibc 2.34), whatever machine this is."""
    wheels = ARCHITECTURES[architecture]
    command = [str(find_python()), "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--implementation=cp"]
    command += [f"--python-version={VERSION}", f"--target={target}", f"--requirement={REQUIREMENTS}"]
    command += [f"--platform=manylinux{glibc}_{wheels}" for glibc in ("2014", "_2_28", "_2_34")]
    run(command, "the packages could not be installed")


def copy_source(target: Path) -> None:
    for name in SOURCE:
        source = ROOT / name
        if source.is_dir():
            # `source`: the widget's, of which `served` is made.
            ignored = shutil.ignore_patterns("__pycache__", "*.md", "*.mako", "*.po", "*.pot", ".*", "source")
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copy(source, target / name)


def compile_folder(folder: Path, *options: str) -> None:
    """In a process of its own, whose hashes don't vary: the order of what a set held shows in bytecode."""
    program = Path(__file__).with_name("bytecode.py")
    command = [str(find_python()), "-I", str(program), str(folder), TASK_ROOT, *options]
    run(command, "the bytecode failed", PYTHONHASHSEED="0")


def run(command: list[str], complaint: str, **environment: str) -> None:
    finished = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | environment)
    if finished.returncode:
        print(finished.stdout + finished.stderr)
        raise BuildError(f"heed: {complaint}, see above")


def normalise(folder: Path) -> None:
    """One time and one mode for every file: `sam` puts both into the zip file."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (EPOCH, EPOCH))


def digest(folder: Path) -> str:
    """Over every name and every byte."""
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        seen.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return seen.hexdigest()


def size(folder: Path) -> int:
    """Bytes, as Lambda counts them against its limit of 250 MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
