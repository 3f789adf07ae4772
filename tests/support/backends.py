"""The server's side of the board's connections: those of this worker's database only, as others run beside it."""

import time

from sqlalchemy import Engine, text

OURS = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'heed'"


def kill_backends(superuser: Engine) -> int:
    """Returns when they are gone, and how many there were."""
    with superuser.connect() as connection:
        killed = connection.scalars(text(f"SELECT pg_terminate_backend(pid) {OURS}")).all()
        while connection.scalar(text(f"SELECT count(*) {OURS}")):
            time.sleep(0.01)
    return len(killed)


def backend_states(superuser: Engine) -> set[str]:
    with superuser.connect() as connection:
        return set(connection.scalars(text(f"SELECT state {OURS}")))


def wait_for_a_lock(superuser: Engine) -> None:
    """Returns when one of them waits for a lock."""
    with superuser.connect() as connection:
        while not connection.scalar(text(f"SELECT count(*) {OURS} AND wait_event_type = 'Lock'")):
            time.sleep(0.01)
