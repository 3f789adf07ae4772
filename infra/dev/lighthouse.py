"""`make lighthouse`: what Chromium's Lighthouse says about the demo's board and a post, on a phone and on a desktop."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from infra.dev.browser import find_browser
from infra.dev.demo.board import demo_board
from infra.dev.progress import phase
from infra.tools import environment

LOWEST = 98
PERFECT = 0.995  # What 100 is rounded from.
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES: dict[str, tuple[str, ...]] = {"phone": (), "desktop": ("--preset=desktop",)}
Reports = dict[tuple[str, str], dict[str, Any]]  # By path and device.
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def main(arguments: list[str]) -> int:
    """Ends with 1 where a score is below 98."""
    if arguments:
        sys.exit(f"heed: lighthouse takes no arguments ({arguments[0]})")
    browser = find_browser()
    packages = environment.prepare_node()
    reports: Reports = {}
    with demo_board() as url:
        for path in ("/", post_path(url)):
            for device, options in DEVICES.items():
                with phase(f"Lighthouse on {path}, {device}"):
                    reports[path, device] = report(packages, browser, f"{url}{path}", options)
    print(table(reports))
    return 0 if all_pass(reports) else 1


def post_path(url: str) -> str:
    """Of the post that comes first, past the redirect to the address with its title."""
    [post] = httpx.get(f"{url}/v1/posts", params={"limit": 1}).raise_for_status().json()["items"]
    return httpx.get(f"{url}/posts/{post['id']}", follow_redirects=True).raise_for_status().url.path


def report(packages: Path, browser: str, url: str, options: tuple[str, ...]) -> dict[str, Any]:
    """https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md"""
    program = str(packages / ".bin" / "lighthouse")
    command = [program, url, "--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={FLAGS}"]
    environ = os.environ | {"CHROME_PATH": browser}
    ran = subprocess.run([*command, *options], check=False, capture_output=True, text=True, env=environ)
    if ran.returncode:
        print(f"\n{ran.stdout}{ran.stderr}", file=sys.stderr)
        sys.exit("heed: Lighthouse failed, see above")
    return dict(json.loads(ran.stdout))


def all_pass(reports: Reports) -> bool:
    return all(score(each, name) >= LOWEST for each in reports.values() for name in CATEGORIES)


def score(report: dict[str, Any], category: str) -> int:
    """Out of 100; 0 where Lighthouse could not tell."""
    return round(100 * (report["categories"][category]["score"] or 0))


def table(reports: Reports) -> str:
    """The scores of each page, and below them what costs a point."""
    width = max(len(path) for path, _ in reports)
    lines = ["", f"  {'':<{width + 10}}" + "".join(f"{name:>16}" for name in CATEGORIES)]
    for (path, device), each in reports.items():
        lines.append(f"  {path:<{width}}  {device:<8}" + "".join(f"{score(each, name):>16}" for name in CATEGORIES))
    faults = {
        f"  {path}, {device}: {audit['title']} ({audit['id']}) {audit.get('displayValue', '')}".rstrip()
        for (path, device), each in reports.items()
        for audit in costly(each)
    }
    return "\n".join([*lines, "", *sorted(faults)])


def costly(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < PERFECT:
                yield audit
