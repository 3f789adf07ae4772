"""Starts and stops the process that serves the API, and knows when it answers."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from infra.local.stop_request import StopRequest

READY_WITHIN = 60.0  # Seconds.


def require_free_port(port: int) -> None:
    """An API server whose runner was killed lets go of the port within a moment, so a taken one is asked again."""
    deadline = time.monotonic() + 4
    while fault := _fault(port):
        if fault != errno.EADDRINUSE:
            sys.exit(f"heed: port {port} cannot be used: {os.strerror(fault)}; try: make run PORT=8001")
        if time.monotonic() > deadline:
            free = next((other for other in range(port + 1, 65536) if not _fault(other)), 8001)
            sys.exit(f"heed: port {port} is in use by another program; try: make run PORT={free}")
        time.sleep(0.2)


def _fault(port: int) -> int | None:
    with socket.socket() as probe:
        if sys.platform != "win32":  # There it would mean the right to share the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno
    return None


def start(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "infra.local.serve_api", str(port)]
    # A group of its own: Ctrl-C is the runner's alone, and what is left at the end can be ended as a whole.
    if sys.platform == "win32":
        group = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, stdin=subprocess.PIPE, text=True, creationflags=group)
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)


def wait_until_ready(process: subprocess.Popen[str], port: int, request: StopRequest) -> bool:
    """Whether GET /ready answers 200; False when the process ends, the time is up, or a stop is asked for."""
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and not request.made() and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            request.pause(0.1)
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
