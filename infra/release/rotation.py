"""A new signing key without an outage: every environment knows it before the first one signs with it."""

import secrets
import time
from typing import Protocol

from infra.release.errors import ReleaseError


class Parameters(Protocol):
    def read(self) -> dict[str, str]: ...
    def write(self, name: str, value: str, *, overwrite: bool = False) -> None: ...


def rotate(store: Parameters, pause: float) -> None:
    """`pause`: seconds after which every environment has read what was written.

    Tokens of the old key stay valid until they expire. Interrupted, it can be run again, and then begins anew.
    """
    settings = store.read()
    if not (old := settings.get("SECRET_KEY")):
        raise ReleaseError("heed: there is no SECRET_KEY to rotate; `make secrets` creates it")
    new = secrets.token_urlsafe(48)
    before = settings.get("PREVIOUS_SECRET_KEYS", "")
    store.write("PREVIOUS_SECRET_KEYS", f"{new},{before}".rstrip(","), overwrite=True)
    time.sleep(pause)
    # Both, as an environment may read between these two writes.
    store.write("PREVIOUS_SECRET_KEYS", f"{old},{new}", overwrite=True)
    store.write("SECRET_KEY", new, overwrite=True)
