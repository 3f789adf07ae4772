"""A real Firefox without a window, spoken to by WebDriver BiDi: it needs no driver beside it.

https://www.w3.org/TR/webdriver-bidi/
"""

import itertools
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import websocket

from infra.dev.browser import BrowserMissing
from infra.dev.ports import free_port
from tests.support.missing import skipped_where_missing

# Third-party cookies are blocked, and nothing leaves the browser but what the page asks for.
PREFERENCES = {
    "network.cookie.cookieBehavior": 1,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}
PATIENCE = 30  # Seconds.


class Firefox:
    def __init__(self, port: int) -> None:
        wait_for(port)
        url = f"ws://127.0.0.1:{port}/session"
        self.socket = websocket.create_connection(url, timeout=PATIENCE, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.command("session.new", capabilities={})
        # Without a screen, the first window never has the focus, and keys then press no button.
        self.context = self.command("browsingContext.create", type="window")["context"]
        self.command("browsingContext.activate", context=self.context)

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return dict(answer["result"])

    def get(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """As a script of the page, which its policy doesn't concern."""
        target = {"context": self.context}
        answer = self.command("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"].get("value")

    def until(self, expression: str) -> Any:
        deadline = time.monotonic() + 5
        while not (found := self.run(expression)):
            assert time.monotonic() < deadline, expression
            time.sleep(0.05)
        return found

    def close(self) -> None:
        self.socket.close()

    def press(self, *keys: str) -> None:
        pressed = [{"type": kind, "value": key} for each in keys for key in each for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": pressed}
        self.command("input.performActions", context=self.context, actions=[keyboard])


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Without one, the test is skipped, but never in CI."""
    with skipped_where_missing():
        program = find_firefox()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    port = free_port()
    command = [program, "--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with closing(Firefox(port)) as browser:
            yield browser
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "Firefox does not answer"
            time.sleep(0.1)


def find_firefox() -> str:
    """Raises BrowserMissing."""
    if program := next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None):
        return program
    raise BrowserMissing("heed: there is no Firefox on the PATH; on Debian: sudo apt install firefox-esr")
