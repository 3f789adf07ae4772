"""One line per phase of work, with the seconds it takes."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def phase(what: str) -> Iterator[None]:
    """Prints `heed: what ... 3.1 s`; on a terminal the seconds tick while the work goes on."""
    line = f"heed: {what} ..."
    print(line, end="", flush=True)
    started = time.monotonic()
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(line, started, done), daemon=True)
    ticker.start()
    try:
        yield
    except BaseException:
        _finish(done, ticker, "")
        raise
    _finish(done, ticker, f"{chr(13) + line if sys.stdout.isatty() else ''} {time.monotonic() - started:.1f} s")


def _finish(done: threading.Event, ticker: threading.Thread, text: str) -> None:
    done.set()
    ticker.join()
    print(text, flush=True)


def _tick(line: str, started: float, done: threading.Event) -> None:
    while not done.wait(1) and sys.stdout.isatty():
        print(f"\r{line} {time.monotonic() - started:.0f} s", end="", flush=True)
