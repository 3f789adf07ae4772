"""The process that serves the API with reload: how `make run` starts and stops it, and what it does."""

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from infra.dev.shutdown import Shutdown

READY_WITHIN = 60.0  # Seconds.
GRACE = 3  # Seconds for the requests that are being answered.


def start(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "infra.dev.api_server", str(port)]
    # A group of its own: Ctrl-C is the runner's alone, and what is left at the end can be ended as a whole.
    if sys.platform == "win32":
        group = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, stdin=subprocess.PIPE, text=True, creationflags=group)
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)


def wait_until_ready(process: subprocess.Popen[str], port: int, shutdown: Shutdown) -> bool:
    """Whether GET /ready answers 200; False when the process ends, the time is up, or a stop is asked for."""
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and not shutdown.requested() and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as response:
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError):
            shutdown.wait(0.1)
    return False


def stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if sys.platform != "win32":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # Nothing of it is left, as it should be.


def serve(port: int) -> None:
    import uvicorn  # Only the process that serves pays for this import, not the one that waits for it.

    # uvicorn's reloader would wait for an edit after a failing import; at the start that has to end the process.
    importlib.import_module("infra.dev.board")
    threading.Thread(target=end_with_parent, daemon=True).start()
    uvicorn.run(
        "infra.dev.board:create_board",
        factory=True,
        host="127.0.0.1",
        port=port,
        reload=True,
        reload_dirs=["app"],
        reload_includes=["*.html", "*.txt", "*.css", "*.js", "*.svg", "*.mo", "*.json"],  # Besides *.py.
        timeout_graceful_shutdown=GRACE,
    )


def end_with_parent() -> None:
    """Standard input closes with the parent, also one that is killed with -9; the port must not stay taken."""
    while os.read(0, 1024):
        continue
    signal.raise_signal(signal.SIGINT)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
