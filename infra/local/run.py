"""`make run`: the API on PostgreSQL, migrated and with reload, until Ctrl-C."""

import os
import sys

from app.settings.config import load_settings
from infra.local import api_server
from infra.local.database import database, migrate
from infra.local.stop_request import StopRequest


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: run takes no arguments ({arguments[0]}); the port comes from the environment: PORT=8001")
    port = chosen_port()
    api_server.require_free_port(port)
    settings = load_settings()
    request = StopRequest()
    with database(settings) as shown_url:
        if not request.made():
            migrate(request)
        return 0 if request.made() else serve(port, shown_url, request)


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        sys.exit("heed: PORT: must be a number from 1 to 65535")
    return int(value)


def serve(port: int, shown_url: str, request: StopRequest) -> int:
    process = api_server.start(port)
    try:
        if not api_server.wait_until_ready(process, port, request):
            if request.made():
                return 0
            print("heed: the API did not start, see above", file=sys.stderr)
            return 1
        show(port, shown_url)
        if request.wait_for(process) is None:
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
