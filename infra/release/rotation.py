"""`make rotate`: a new signing key without an outage, as every process knows it before the first signs with it."""

import secrets
import time
from typing import Protocol

from pydantic import SecretStr

from app.settings.rules import strong_secret
from app.settings.ssm import KEPT
from infra.dev.progress import phase
from infra.release.environments import select_only
from infra.release.errors import ReleaseError
from infra.release.store import Store


class Parameters(Protocol):
    def read(self) -> dict[str, str]: ...
    def write(self, name: str, value: str) -> None: ...


def main(arguments: list[str]) -> int:
    store = Store(select_only(arguments))
    with phase(f"rotating the signing key under {store.path}, which takes {KEPT / 60:.0f} minutes"):
        rotate(store, KEPT + 30)
    return 0


def rotate(store: Parameters, pause: float) -> None:
    """`pause`: seconds after which every environment has read what was written.

    Tokens of the old key stay valid until they expire. Interrupted, it can be run again, and then begins anew.
    """
    settings = store.read()
    if not (old := settings.get("SECRET_KEY")):
        raise ReleaseError("heed: there is no SECRET_KEY to rotate; `make secrets` creates it")
    before = [key.strip() for key in settings.get("PREVIOUS_SECRET_KEYS", "").split(",") if key.strip()]
    for name, key in (("SECRET_KEY", old), *(("PREVIOUS_SECRET_KEYS", key) for key in before)):
        require_usable(name, key)
    new = secrets.token_urlsafe(48)
    store.write("PREVIOUS_SECRET_KEYS", ",".join([new, *before]))
    time.sleep(pause)
    # Both, as an environment may read between these two writes.
    store.write("PREVIOUS_SECRET_KEYS", f"{old},{new}")
    store.write("SECRET_KEY", new)


def require_usable(name: str, key: str) -> None:
    """Before anything is written: with a key that can't stand in PREVIOUS_SECRET_KEYS, no environment would start."""
    if "," in key:
        raise ReleaseError(
            f"heed: {name} has a comma, which separates keys in PREVIOUS_SECRET_KEYS, so it can't be rotated: replace "
            "it with `aws ssm put-parameter --overwrite`, which signs everybody out, or leave it as it is"
        )
    try:
        strong_secret(SecretStr(key))
    except ValueError as error:
        raise ReleaseError(f"heed: {name} holds a key that {error}") from None
