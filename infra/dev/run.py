"""`make run`: the API on PostgreSQL, migrated and with reload, until Ctrl-C."""

import sys

from app.settings.config import load_settings
from infra.dev import api_server, ports
from infra.dev.database import database, migrate
from infra.dev.shutdown import Shutdown


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: run takes no arguments ({arguments[0]}); the port comes from the environment: PORT=8001")
    port = ports.chosen_port(default=8000)
    ports.require_free(port)
    settings = load_settings()
    shutdown = Shutdown()
    with database(settings) as shown_url:
        if not shutdown.requested():
            migrate(shutdown)
        return 0 if shutdown.requested() else serve(port, shown_url, shutdown)


def serve(port: int, shown_url: str, shutdown: Shutdown) -> int:
    process = api_server.start(port)
    try:
        if not api_server.wait_until_ready(process, port, shutdown):
            if shutdown.requested():
                return 0
            print("heed: the API did not start, see above", file=sys.stderr)
            return 1
        show(port, shown_url)
        if shutdown.wait_for(process) is None:
            return 0
        print("heed: the API server ended by itself, see above", file=sys.stderr)
        return 1
    finally:
        print("\nheed: stopping", flush=True)
        api_server.stop(process)


def show(port: int, shown_url: str) -> None:
    print(
        f"\n  API       http://127.0.0.1:{port}/v1"
        f"\n  docs      http://127.0.0.1:{port}/docs"
        f"\n  database  {shown_url}"
        "\n\nCtrl-C stops it.\n",
        flush=True,
    )
