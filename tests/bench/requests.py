"""What one request costs: Heed beside its own SQL alone, the least that the framework can do, and the textbook.

One environment of each answers in turn, in short blocks, so that all see the same weather on the machine.
"""

import json
import statistics
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from infra.dev.progress import phase
from tests.bench.conversation import MEMBER, conversation, give_password, payload
from tests.bench.environment import Environment, Sample
from tests.bench.result import Budget, Part, Table, percentile
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask, record

POSTS = 1_000
BLOCKS = 12
# Requests in a block, one after the other. The floor is asked for the list only.
CASES = {
    "list of 20": ["list of 20"] * 20,
    "list of 20, signed in": ["list of 20, signed in"] * 20,
    "one post": ["one post"] * 20,
    "304": ["304"] * 20,
    "vote and unvote": ["vote", "unvote"] * 15,
    "create": ["create"] * 10,
    "sign-in": ["sign-in"] * 2,
}
CPU = {"list of 20": 1.4, "list of 20, signed in": 1.4, "one post": 2, "304": 2, "vote": 1.5, "unvote": 1.5}
P50 = {"list of 20": 1.25, "list of 20, signed in": 1.25, "one post": 2.5, "vote": 2.5, "unvote": 2.5}
Blocks = list[list[Sample]]


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    give_password(url, MEMBER)
    asks = conversation(*sign_in(url, MEMBER))
    statements = record(url, [ask for ask in asks.values() if ask.form is None], stage.scratch / "statements.json")
    samples: dict[tuple[str, str], Blocks] = {}
    with ExitStack() as stack:
        with phase("starting one environment of each"):
            apps = open_apps(stage, url, statements, stack)
        etag = json.loads(apps["Heed"].post(asks["one post"].payload()))["headers"]["etag"]
        asks["304"] = replace(asks["one post"], headers={"if-none-match": etag})
        for case, block in CASES.items():
            with phase(f"{BLOCKS} blocks of {len(block)}, in turn: {case}"):
                answering = [app for app in apps if app != "floor" or case == "list of 20"]
                for app in answering:
                    ask(apps[app], app, asks, block)  # To warm up: what a route needs is made when it is first asked.
                for _ in range(BLOCKS):
                    for app in answering:
                        for name, measured in ask(apps[app], app, asks, block).items():
                            samples.setdefault((name, app), []).append(measured)
    return report(samples)


def open_apps(stage: Stage, url: str, statements: Path, stack: ExitStack) -> dict[str, Environment]:
    apps = {name: (stage.baselines, f"{name}.api.handler") for name in ("bare", "floor", "textbook")}
    apps["Heed"] = stage.built, "handler.api.handler"
    opened = {
        name: Environment(folder, handler, url, stage.scratch / f"{name}.log", STATEMENTS=str(statements))
        for name, (folder, handler) in apps.items()
    }
    return {name: stack.enter_context(environment) for name, environment in opened.items()}


def ask(environment: Environment, app: str, asks: dict[str, Ask], block: list[str]) -> dict[str, list[Sample]]:
    samples: dict[str, list[Sample]] = {}
    for name in block:
        sample = environment.timed(payload(asks[name], app))
        if sample.status >= 400:
            raise RuntimeError(f"{app} answered {sample.status} to {name}")
        samples.setdefault(name, []).append(sample)
    return samples


def report(samples: dict[tuple[str, str], Blocks]) -> Part:
    columns = ["", "p50 ms", "lowest–highest", "p99 ms", "CPU ms", "lowest–highest", "p50 × bare", "CPU × bare"]
    table = Table("One request, through the emulator, warm, 1,000 posts", columns)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for (name, app), blocks in samples.items():
        figures.setdefault(name, {})[app] = found = summary(blocks)
        bare = figures[name]["bare"]
        cells = [f"{found['p50']:.2f}", f"{found['lowest']:.2f}–{found['highest']:.2f}", f"{found['p99']:.2f}"]
        cells += [f"{found['cpu']:.2f}", f"{found['lowest_cpu']:.2f}–{found['highest_cpu']:.2f}"]
        ratios = [f"{found[unit] / bare[unit]:.2f}" for unit in ("p50", "cpu")] if app != "bare" else ["", ""]
        table.rows.append([f"{name}, {app}", *cells, *ratios])

    def ratio(name: str, unit: str) -> float:
        return figures[name]["Heed"][unit] / figures[name]["bare"][unit]

    budgets = [Budget(f"{name}, CPU × bare", ratio(name, "cpu"), most=most) for name, most in CPU.items()]
    budgets += [Budget(f"{name}, p50 × bare", ratio(name, "p50"), most=most) for name, most in P50.items()]
    budgets.append(Budget("sign-in, p50 × one bcrypt hash", ratio("sign-in", "p50"), most=1.15))
    return Part([table], budgets, figures)


def summary(blocks: Blocks) -> dict[str, float]:
    """Milliseconds. `lowest` and `highest`: the medians of the calmest and the roughest block."""
    wall = [sample.wall for block in blocks for sample in block]
    walls = [statistics.median(sample.wall for sample in block) for block in blocks]
    cpus = [statistics.median(sample.cpu for sample in block) for block in blocks]
    return {
        "p50": statistics.median(wall),
        "lowest": min(walls),
        "highest": max(walls),
        "p99": percentile(wall, 99),
        "cpu": statistics.median(sample.cpu for block in blocks for sample in block),
        "lowest_cpu": min(cpus),
        "highest_cpu": max(cpus),
    }
