"""The app that `make run` serves, with the courier beside it: as on AWS woken by a line of the log.

Both end and begin again with each reload, which loses nothing: what a courier had taken is due again when its lease has
run out.
"""

import logging
import threading
import time

from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError

from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.main import create_app
from app.settings.config import Settings, load_settings
from app.settings.mail_url import parse_mail_url

LOOKS_EVERY = 30.0  # Seconds at most between two looks at the database, which runs here anyway.
PAUSE = 5.0  # Seconds, after the database was not there.

logger = logging.getLogger("heed")


class Wake(logging.Handler):
    """What a subscription filter does on AWS."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.woken.set()


def work(settings: Settings, woken: threading.Event) -> None:
    outbox = Outbox(settings)
    server = parse_mail_url(settings.mail_url.get_secret_value()) if settings.sends_mail else None
    while True:
        woken.clear()
        try:
            due_in = deliver(outbox.handle, create_works(server), time_left=lambda: 3600.0)
        except DBAPIError as error:
            logger.error("the courier will try again: %s", type(error).__name__)
            time.sleep(PAUSE)
            continue
        woken.wait(LOOKS_EVERY if due_in is None else min(due_in, LOOKS_EVERY))


def create_board() -> FastAPI:
    settings = load_settings()
    wake = Wake()
    outbox = logging.getLogger("heed.outbox")
    outbox.addHandler(wake)
    threading.Thread(target=work, args=(settings, wake.woken), daemon=True).start()
    return create_app(settings)
