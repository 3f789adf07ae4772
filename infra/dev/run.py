"""`make run`: the board on PostgreSQL, migrated and with reload, until Ctrl-C."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dotenv import dotenv_values

from app.settings.config import ROOT, Settings, load_settings
from infra.dev import api_server, ports
from infra.dev.database import database, migrate
from infra.dev.mail_catcher import FOLDER, mail_catcher
from infra.dev.shutdown import Shutdown


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: run takes no arguments ({arguments[0]}); the port comes from the environment: PORT=8001")
    port = ports.chosen_port(default=8000)
    ports.require_free(port)
    # Links in mails lead to this server. What the environment or .env says about it counts more.
    if not (os.environ.get("PUBLIC_URL") or dotenv_values(ROOT / ".env").get("PUBLIC_URL")):
        os.environ["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    settings = load_settings()
    shutdown = Shutdown()
    with database(settings) as shown_url, mail(settings) as shown_mail:
        if not shutdown.requested():
            migrate(shutdown)
        return 0 if shutdown.requested() else serve(port, shown_url, shown_mail, shutdown)


@contextmanager
def mail(settings: Settings) -> Iterator[str]:
    """Catches it, unless MAIL_URL names somewhere to send it."""
    if settings.sends_mail:
        yield f"sent by MAIL_URL, as {settings.mail_from}"
        return
    with mail_catcher() as url:
        os.environ["MAIL_URL"] = url
        os.environ["MAIL_FROM"] = settings.mail_from or "Heed <heed@localhost>"
        yield os.path.relpath(FOLDER)


def serve(port: int, shown_url: str, shown_mail: str, shutdown: Shutdown) -> int:
    process = api_server.start(port)
    try:
        if not api_server.wait_until_ready(process, port, shutdown):
            if shutdown.requested():
                return 0
            print("heed: the board did not start, see above", file=sys.stderr)
            return 1
        show(port, shown_url, shown_mail)
        if shutdown.wait_for(process) is None:
            return 0
        print("heed: the board ended by itself, see above", file=sys.stderr)
        return 1
    finally:
        print("\nheed: stopping", flush=True)
        api_server.stop(process)


def show(port: int, shown_url: str, shown_mail: str) -> None:
    print(
        f"\n  board     http://127.0.0.1:{port}/"
        f"\n  API       http://127.0.0.1:{port}/v1"
        f"\n  docs      http://127.0.0.1:{port}/docs"
        f"\n  database  {shown_url}"
        f"\n  mail      {shown_mail}"
        "\n\nCtrl-C stops it.\n",
        flush=True,
    )
