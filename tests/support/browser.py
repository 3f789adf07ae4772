"""A real Chromium without a window, a real server for it to look at, and what the browser says about a page."""

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from selenium.webdriver import Chrome

from app.settings.config import ROOT
from infra.dev import browser
from infra.dev.browser import View, command, find_browser, find_driver, look
from tests.support.missing import skipped_where_missing

# Listens from before the page's first byte, in a world of its own: the page sees nothing of it.
LISTEN = """
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(
        `${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`.trim()));
"""
WORLD = "policy"
NO_COOKIES_OF_OTHERS = {"profile.block_third_party_cookies": True, "profile.cookie_controls_mode": 1}
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # For who needs none: to read all the authorities takes 30 ms.


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """It blocks third-party cookies. Without one, or without its driver, the test is skipped, but never in CI."""
    with skipped_where_missing():
        find_browser()
        find_driver()
    with browser.chromium(profile, NO_COOKIES_OF_OTHERS) as chrome:
        command(chrome, "Page.enable")
        command(chrome, "Page.addScriptToEvaluateOnNewDocument", source=LISTEN, worldName=WORLD)
        yield chrome


def as_new(chrome: Chrome) -> None:
    """But for the page of an earlier test, which asks for nothing any more."""
    command(chrome, "Storage.clearCookies")
    look(chrome, View())
    complaints(chrome)


def leave(chrome: Chrome, board: str) -> None:
    """Whatever its page asked that board for, as one types, is done when this returns. The board answers in turn."""
    chrome.get("about:blank")
    httpx.get(f"{board}/health", trust_env=False, verify=NO_TLS).raise_for_status()


def log(chrome: Chrome, kind: str) -> list[dict[str, Any]]:
    """What was added since it was last asked for."""
    return list(chrome.get_log(kind))  # type: ignore[no-untyped-call]


def complaints(chrome: Chrome) -> list[str]:
    """Errors of the console since it was last asked: what a policy refused, a script that threw, a file that failed."""
    return [entry["message"] for entry in log(chrome, "browser") if entry["level"] == "SEVERE"]


def policy_violations(chrome: Chrome) -> list[str]:
    """What the Content-Security-Policy of the page that is there has refused, reports of the console aside."""
    return list(evaluate(chrome, "violations", WORLD))


def evaluate(chrome: Chrome, expression: str, world: str) -> Any:
    """In an isolated world of the page, which its Content-Security-Policy lets in; also where scripts are off."""
    frame = chrome.current_window_handle  # Which is the id of its outermost frame.
    context = command(chrome, "Page.createIsolatedWorld", frameId=frame, worldName=world)["executionContextId"]
    answer = command(
        chrome, "Runtime.evaluate", expression=expression, contextId=context, awaitPromise=True, returnByValue=True
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def requested_hosts(chrome: Chrome) -> set[str]:
    """Since it was last asked."""
    messages = (json.loads(entry["message"])["message"] for entry in log(chrome, "performance"))
    urls = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
    return {urlsplit(url).netloc for url in urls if url.startswith(("http", "ws"))}


def overflow(chrome: Chrome) -> int:
    """The CSS pixels by which a person would have to scroll sideways."""
    script = "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth"
    return int(chrome.execute_script(script))


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The board under uvicorn, in a process of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(server, cwd=ROOT, env={**os.environ, "DATABASE_URL": database_url})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server does not answer"
        try:
            assert httpx.get(f"{url}/ready").status_code == 200
            return
        except httpx.TransportError:
            time.sleep(0.1)
