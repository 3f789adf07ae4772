"""What is made from the settings, made anew when these have changed."""

import logging
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from app.settings.config import SettingsError, settings_expire_at

Made = TypeVar("Made")
logger = logging.getLogger("heed")


class Renewed(Generic[Made]):
    def __init__(self, load: Callable[[], Any], make: Callable[[Any], Made], close: Callable[[Made], None]) -> None:
        self.load, self.make, self.close = load, make, close
        self.made: Made | None = None
        self.settings: Any = None
        self.expires_at = 0.0

    def get(self) -> Made:
        """Keeps what there is where the settings are no longer readable, or no longer right.

        Raises RuntimeError where there is nothing yet: SettingsError would end the process, and not just this call.
        """
        if self.made is None or time.time() >= self.expires_at:
            try:
                self.renew()
            except SettingsError as error:
                if self.made is None:
                    raise RuntimeError(str(error)) from None
                logger.error("%s", error)
        assert self.made is not None
        return self.made

    def renew(self) -> None:
        settings = self.load()
        self.expires_at = settings_expire_at()
        if settings != self.settings:
            if self.made is not None:
                self.close(self.made)
            self.made, self.settings = self.make(settings), settings
