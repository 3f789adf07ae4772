"""axe-core on the page that a browser shows: WCAG 2.2 A and AA, and its best practices.

It runs in an isolated world: there the page's Content-Security-Policy lets it in, and the page sees nothing of it.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from selenium.webdriver import Chrome

from infra.dev.browser import command
from infra.tools import environment
from tests.support.browser import evaluate
from tests.support.missing import skipped_where_missing

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations", "incomplete"],
    "checks": {"color-contrast": {"options": {"ignoreLength": True}}},  # A single letter has to be legible, too.
}
# What axe leaves to a person is told as well: on a page of plain colours it has to be sure of every contrast.
WORLD = "axe"
SHOWN = 4  # Elements of each rule.
SURE = {"color-contrast"}


@cache
def source() -> str:
    with skipped_where_missing():
        packages = environment.prepare_node()
    return (packages / "axe-core" / "axe.min.js").read_text()


def program() -> str:
    return f"(() => {{{source()}; return 1}})()"


@contextmanager
def in_every_page(chrome: Chrome) -> Iterator[None]:
    """Meanwhile the browser has it at hand itself, which costs a fifth of what it does to hand half a megabyte over."""
    script = {"source": program(), "worldName": WORLD}
    added = command(chrome, "Page.addScriptToEvaluateOnNewDocument", **script)
    yield
    command(chrome, "Page.removeScriptToEvaluateOnNewDocument", **added)


def barriers(chrome: Chrome, *rules: str) -> list[str]:
    """One entry for each: the rule, what it is about, and the elements that break it. `rules`: by id, else all."""
    results = run(chrome, rules)
    unsure = [rule for rule in results["incomplete"] if rule["id"] in SURE]
    return [told(rule, "") for rule in results["violations"]] + [told(rule, " (not sure)") for rule in unsure]


def run(chrome: Chrome, rules: Sequence[str]) -> dict[str, Any]:
    """A page that came without scripts stays so; but axe needs its own timers, and so the next page has scripts."""
    command(chrome, "Emulation.setScriptExecutionDisabled", value=False)
    options = OPTIONS | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    look = f"globalThis.axe?.run(document, {json.dumps(options)}).then(JSON.stringify)"
    if not (results := evaluate(chrome, look, WORLD)):
        evaluate(chrome, program(), WORLD)
        results = evaluate(chrome, look, WORLD)
    return dict(json.loads(results))


def told(rule: dict[str, Any], doubt: str) -> str:
    nodes = [f"\n    {node['html'][:200]}\n      {' '.join(node['failureSummary'].split())}" for node in rule["nodes"]]
    more = f"\n    and {len(nodes) - SHOWN} more" if len(nodes) > SHOWN else ""
    return f"{rule['id']}{doubt}: {rule['help']}{''.join(nodes[:SHOWN])}{more}"
