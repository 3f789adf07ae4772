"""How much work a request is, in steps rather than seconds: the same number whatever else the machine is doing.

A step is a call, of Python or C; and one more for each 1,024 characters of the longest text that the caller of a C
function has at hand, as that may read all of it, which takes as long. What a C function does beyond that is added by a
rule of its own: bringing text to a normal form takes the square of each run of combining marks.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

READ_IN_ONE = 1_024
SORTED_IN_ONE = 64  # Exchanges of two marks: 1,024 of them in the worst order take 1.6 ms.
RUN = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u0655]+")


class Steps:
    taken = 0

    def watch(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            self.taken += 1
        elif event == "c_call":
            at_hand = [len(value) for value in frame.f_locals.values() if isinstance(value, str | bytes)]
            self.taken += 1 + max(at_hand, default=0) // READ_IN_ONE


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    steps = Steps()
    normalize: Callable[[Any, str], str] = unicodedata.normalize

    def weighed(form: Any, text: str) -> str:
        steps.taken += sum(len(run) ** 2 for run in RUN.findall(text)) // SORTED_IN_ONE
        if steps.taken > 100_000_000:
            raise AssertionError(f"{len(text)} characters were to be brought to {form}")
        return normalize(form, text)

    with monkeypatch.context() as patched:
        patched.setattr(unicodedata, "normalize", weighed)
        sys.setprofile(steps.watch)
        try:
            yield steps
        finally:
            sys.setprofile(None)
