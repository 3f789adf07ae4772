"""The code that the board mailed to one of the demo's people, out of the mail that `make run` has caught."""

import email
import email.policy
import re
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from infra.dev.mail_catcher import CODE, FOLDER

PATIENCE = 20.0  # Seconds.


def mailed_code(address: str, *, since: int, folder: Path = FOLDER, patience: float = PATIENCE) -> str:
    """Waits for it. `since`: in nanoseconds since the epoch, as the files are named; what is older is another's."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for path in sorted(folder.glob("*.eml"), reverse=True):
            if int(path.stem) >= since and (found := code_for(address, path.read_bytes())):
                return found
        time.sleep(0.1)
    sys.exit(f"heed: no code for {address} came to {folder}; the demo needs a board that `make run` started")


def code_for(address: str, content: bytes) -> str | None:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    found = re.search(CODE, body.get_content()) if body and message["To"] == address else None
    return found[0] if found else None
