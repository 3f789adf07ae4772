"""Does the board answer?"""

import http.client
import json
import time
import urllib.error
import urllib.request

from infra.release.errors import ReleaseError

PAUSE = 1.0  # Seconds between two attempts.


def wait_until_ready(address: str, within: float) -> None:
    """Raises ReleaseError with the last answer."""
    said = attempts(address, within)
    if said:
        raise ReleaseError(f"heed: {address}/ready is not: {said}; the log of the API's function says why")


def answers(address: str, within: float) -> bool:
    """Whether a board answers there, and not whoever else has the name."""
    return not attempts(address, within)


def attempts(address: str, within: float) -> str:
    """ "" once the board is ready, else what was said last."""
    deadline = time.monotonic() + within
    while said := attempt(address):
        if time.monotonic() > deadline:
            return said
        time.sleep(PAUSE)
    return ""


def attempt(address: str) -> str:
    try:
        with urllib.request.urlopen(f"{address}/ready", timeout=30) as answer:  # noqa: S310  (the stack's own address)
            body = answer.read(500)
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return str(error)
    try:
        status = json.loads(body)["status"]
    except (ValueError, KeyError, TypeError):
        return "what answers there is no board of Heed's"
    return "" if status == "ready" else str(status)
