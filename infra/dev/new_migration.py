"""`make migration m="why"`: writes a revision from what the models have and the revisions before it don't."""

import os
import subprocess
import sys
from argparse import Namespace

from alembic import command
from alembic.config import Config

from app.settings.config import ROOT
from infra.dev.checks.scratch_database import scratch_database
from infra.dev.progress import phase
from migrations import runner
from migrations.connection import connected
from migrations.failure import MigrationError
from migrations.scripts import Scripts


def main(arguments: list[str]) -> int:
    message = " ".join(arguments) or os.environ.get("m", "")  # noqa: SIM112  (as make spells it)
    if not message.strip():
        sys.exit('heed: say what the revision does: make migration m="add posts.slug"')
    try:
        with phase("comparing the models with the revisions"), scratch_database() as settings:
            runner.upgrade(settings, Scripts())
            with connected(settings) as connection:
                attributes = {"connection": connection, "strict": True}
                config = Config(ROOT / "alembic.ini", cmd_opts=Namespace(quiet=True), attributes=attributes)
                script = command.revision(config, message, autogenerate=True)
    except MigrationError as error:
        sys.exit(f"heed: {error}")
    assert script
    assert not isinstance(script, list)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", script.path], check=True)
    print(f"heed: wrote {os.path.relpath(script.path)}; say why in its docstring, then: make check")
    return 0
