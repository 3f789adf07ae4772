"""`python3 -m infra.local postgres`: the embedded PostgreSQL alone, for who starts alembic and uvicorn by hand."""

from infra.local.database import embedded
from infra.local.stop_request import StopRequest


def main(arguments: list[str]) -> int:
    request = StopRequest()
    with embedded() as url:
        print(f"\n  database  {url}\n\nCtrl-C stops it.\n", flush=True)
        while not request.made():
            request.pause(0.5)
    return 0
