"""A real Chromium without a window, driven by selenium: for the tests and for `make screenshots`."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
# Nothing but what the page asks for may leave the browser, and as root it has no sandbox. No page lives for long here:
# so none that was left is kept, no process is made in advance for the next, and no script is optimised while it runs.
UNUSED = ("BackForwardCache", "SpareRendererForSitePerProcess", "RenderDocument", "ProactivelySwapBrowsingInstance")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--window-size=1280,2000",
    f"--disable-features={','.join(UNUSED)}", "--js-flags=--no-opt --no-maglev",
)  # fmt: skip
# Chromium would open its page of new tabs first, with 85 files: a quarter of what it takes to start.
EMPTY_START = {"session.restore_on_startup": 4, "session.startup_urls": ["about:blank"]}


class BrowserMissing(SystemExit):
    """There is no browser here, or none that can be driven."""


def find_browser() -> str:
    """Raises BrowserMissing."""
    if browser := next(filter(None, map(shutil.which, BROWSERS)), None):
        return browser
    raise BrowserMissing("heed: there is no Chromium on the PATH; on Debian: sudo apt install chromium chromium-driver")


def find_driver() -> str:
    """Raises BrowserMissing."""
    if driver := shutil.which("chromedriver"):
        return driver
    raise BrowserMissing("heed: there is no chromedriver on the PATH; on Debian: sudo apt install chromium-driver")


@contextmanager
def chromium(profile: Path, preferences: dict[str, Any] | None = None) -> Iterator[Chrome]:
    """`preferences`: of the profile, as Chromium's own files name them. Raises BrowserMissing."""
    options = ChromeOptions()
    options.binary_location = find_browser()
    for argument in (*OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {**EMPTY_START, **(preferences or {})})
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    chrome = Chrome(options, Service(find_driver()))
    try:
        yield chrome
    finally:
        chrome.quit()


@dataclass(frozen=True)
class View:
    """How somebody looks at a page. A zoom leaves the window as it is, and so fewer CSS pixels of width."""

    width: int = 1280
    height: int = 2000
    zoom: int = 1
    dark: bool = False
    forced_colors: bool = False
    reduced_motion: bool = False
    scripts: bool = True

    def __str__(self) -> str:
        signs = [f"{self.width} px", "dark" if self.dark else "light"]
        signs += [f"{self.zoom} times as large"] if self.zoom > 1 else []
        signs += ["forced colours"] if self.forced_colors else []
        signs += ["less motion"] if self.reduced_motion else []
        signs += [] if self.scripts else ["without scripts"]
        return ", ".join(signs)


def look(chrome: Chrome, view: View) -> None:
    """Holds for the page that is there and for all that follow; scripts for those that follow."""
    size = {"width": view.width // view.zoom, "height": view.height // view.zoom}
    metrics = {**size, "deviceScaleFactor": view.zoom, "mobile": False}
    features = {
        "prefers-color-scheme": "dark" if view.dark else "light",
        "forced-colors": "active" if view.forced_colors else "none",
        "prefers-reduced-motion": "reduce" if view.reduced_motion else "no-preference",
    }
    command(chrome, "Emulation.setDeviceMetricsOverride", **metrics)
    media = [{"name": name, "value": value} for name, value in features.items()]
    command(chrome, "Emulation.setEmulatedMedia", features=media)
    command(chrome, "Emulation.setScriptExecutionDisabled", value=not view.scripts)


def command(chrome: Chrome, method: str, **parameters: Any) -> dict[str, Any]:
    """One of https://chromedevtools.github.io/devtools-protocol/."""
    return dict(chrome.execute_cdp_cmd(method, parameters) or {})
