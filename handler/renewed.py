"""What is made from the settings, made anew when these have to be read again."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Renewed(Generic[Made]):
    def __init__(self, make: Callable[[], Made], *, expires_at: Callable[[], float]) -> None:
        self.make, self.until = make, expires_at
        self.made: Made | None = None
        self.expires_at = 0.0

    def get(self) -> Made:
        """Raises what making it raises, while there is nothing of before."""
        if self.made is None or time.time() >= self.expires_at:
            self.made = self.make()
            self.expires_at = self.until()
        return self.made
