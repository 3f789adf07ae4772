"""What the measurements stand on: folders as Lambda gets them, a PostgreSQL of their own, boards, and tokens."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from platform import python_version
from shutil import copytree
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.auth.tokens import issue_access_token
from app.settings.config import ROOT, load_settings
from infra.build.architecture import this_machine
from infra.build.folder import build, compile_folder, dependencies
from infra.dev.file_lock import exclusive
from infra.dev.ports import free_port
from infra.dev.postgres.server import Postgres
from infra.dev.progress import phase
from tests.bench.board import fill
from tests.bench.connection import connected
from tests.support.database import set_parameters
from tests.support.signals import held

BENCH = Path(__file__).parent
BASELINES = ("bare", "floor", "textbook")
SECRET = "a-key-that-only-the-bench-knows-0123456789"
# What a deployed function has besides its database. Limits are out of the way, as they would end a measurement.
VARIABLES = {"AWS_REGION": "eu-central-1", "SECRET_KEY": SECRET, "BCRYPT_ROUNDS": "12", "ACCESS_TOKEN_MINUTES": "60"}
VARIABLES |= {
    f"{what}_PER_HOUR": "1000000"
    for what in ("SIGN_UPS", "SIGN_INS", "CODES", "REFRESHES", "SEARCHES", "POSTS", "COMMENTS", "SSO_EXCHANGES")
}


class Stage:
    """`built` and `baselines` are folders of code; `scratch` is thrown away afterwards."""

    def __init__(self, scratch: Path, server: Postgres) -> None:
        self.scratch = scratch
        self.server = server
        self.built = scratch / "built"
        self.baselines = scratch / "baselines"
        build(self.built, this_machine())
        build_baselines(self.baselines)

    def board(self, posts: int) -> str:
        """The URL of a board of so many posts. It is kept for the next run, as long as filling it says the same."""
        heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
        rules = (BENCH / "board.py").read_bytes() + f"{heads} {python_version()}".encode()
        name = f"board_{posts}_{hashlib.sha256(rules).hexdigest()[:8]}"
        with administrator(self.server) as connection:
            kept = set(connection.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'board%'")))
            if name not in kept:
                for outdated in (each for each in kept if each.startswith(f"board_{posts}_")):
                    connection.execute(text(f'DROP DATABASE "{outdated}" WITH (FORCE)'))
                with phase(f"filling a board of {posts:,} posts"):
                    migrated = self.database("board_unfinished")
                    fill(migrated, posts)
                    connection.execute(text(f'ALTER DATABASE board_unfinished RENAME TO "{name}"'))
        return self.server.url(name)

    def copy(self, url: str) -> str:
        """A copy that may be written to, in place of the one before."""
        with administrator(self.server) as connection:
            connection.execute(text("DROP DATABASE IF EXISTS heed_bench WITH (FORCE)"))
            connection.execute(text(f'CREATE DATABASE heed_bench TEMPLATE "{make_url(url).database}"'))
        set_parameters(load_settings(database_url=self.server.url("heed_bench")))
        return self.server.url("heed_bench")

    def database(self, name: str) -> str:
        """A migrated one, in place of the one before."""
        with administrator(self.server) as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        self.server.create_database(name)
        url = os.environ["DATABASE_URL"] = self.server.url(name)
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
        return url


@contextmanager
def stage() -> Iterator[Stage]:
    """PostgreSQL is durable here, as where it matters: the disk is a part of what a vote costs."""
    os.environ |= VARIABLES
    with ExitStack() as stack:
        with phase("waiting until no other `make bench` runs here"):
            stack.enter_context(exclusive(ROOT / ".local" / "bench.lock"))
        scratch = stack.enter_context(TemporaryDirectory())
        server = Postgres(ROOT / ".local" / "bench-postgres", free_port())
        with held():
            server.start()
            stack.callback(stop, server)
        require_durable(server)
        with phase("building what Lambda gets"):
            ready = Stage(Path(scratch), server)
        yield ready


def require_durable(server: Postgres) -> None:
    """One that somebody else started in this folder is joined as it is."""
    with administrator(server) as connection:
        if connection.scalar(text("SHOW fsync")) != "on":
            raise SystemExit(f"heed: the PostgreSQL in {server.data_directory} runs without fsync: stop it first")


def stop(server: Postgres) -> None:
    """A query goes on when its client is killed, and PostgreSQL counts as in use until then."""
    others = "backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid()"
    with held():
        with suppress(SQLAlchemyError), administrator(server) as connection:
            connection.execute(text(f"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE {others}"))
        server.stop()


def build_baselines(folder: Path) -> None:
    """With the same packages as Heed, and compiled like it."""
    copytree(dependencies(this_machine()), folder)
    for name in BASELINES:
        copytree(BENCH / name, folder / name)
        compile_folder(folder / name)


def administrator(server: Postgres) -> AbstractContextManager[Connection]:
    return connected(server.url("postgres"), isolation_level="AUTOCOMMIT")


def sign_in(url: str, *user_ids: int) -> list[str]:
    """An access token for each, of a session that stands."""
    statement = "INSERT INTO sessions (user_id, expires_at) VALUES (:user_id, now() + interval '1 day') RETURNING id"
    with connected(url) as connection:
        opened = [(user_id, connection.scalar(text(statement), {"user_id": user_id})) for user_id in user_ids]
    return [issue_access_token(user_id, session_id, load_settings(), seconds=900) for user_id, session_id in opened]
