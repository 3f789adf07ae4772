"""The process that serves the API with reload. It ends with its parent: when its standard input is closed.

That also holds when the parent is killed with -9, which would otherwise leave the port taken.
"""

import importlib
import os
import signal
import sys
import threading

import uvicorn

GRACE = 3  # Seconds for the requests that are being answered.


def main(port: int) -> None:
    # uvicorn's reloader would wait for an edit after a failing import; at the start that has to end the process.
    importlib.import_module("app.main")
    threading.Thread(target=end_with_parent, daemon=True).start()
    uvicorn.run(
        "app.main:app",
        host="127.0.0.1",
        port=port,
        reload=True,
        reload_dirs=["app"],
        timeout_graceful_shutdown=GRACE,
    )


def end_with_parent() -> None:
    while os.read(0, 1024):
        continue
    signal.raise_signal(signal.SIGINT)


if __name__ == "__main__":
    main(int(sys.argv[1]))
