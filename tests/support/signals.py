"""The signals that end a program: in order, and not between a process's start and the line that knows of it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def end_in_order() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal leave every context, with the status that a shell gives."""
    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:  # nohup means it.
            signal.signal(each, leave)


def leave(number: int, frame: FrameType | None) -> None:
    for each in ENDING:
        signal.signal(each, lambda *_: None)  # A second Ctrl-C would end the tidying up.
    with suppress(OSError):  # The terminal is closed. Not print(), in the midst of which this may come.
        os.write(2, b"\nheed: stopping\n")
    sys.exit(128 + number)


@contextmanager
def held() -> Iterator[None]:
    """What arrives meanwhile takes effect at the end. For the main thread."""
    came: list[int] = []
    before = {each: signal.signal(each, lambda number, _: came.append(number)) for each in ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came:
            signal.raise_signal(number)
