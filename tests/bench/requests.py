"""What one request costs: Heed beside its own SQL alone, the least that the framework can do, and the textbook.

One environment of each answers in turn, in short blocks, so that all see the same weather on the machine.
"""

import json
import statistics
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from jose import jwt
from passlib.hash import bcrypt
from sqlalchemy import create_engine, text

from app.auth.passwords import hash_password
from app.config import load_settings
from infra.local.progress import phase
from tests.bench.environment import Environment, Sample
from tests.bench.result import Budget, Part, Table, percentile
from tests.bench.stage import SECRET, Stage, sign_in
from tests.bench.traffic import Ask, record

POSTS = 1_000
POST, MEMBER, TEXTBOOK_MEMBER = 950, 11, 12
PASSWORD = "correct horse battery"
BLOCKS = 12
# Requests in a block, one after the other; what is not in `ONLY` is asked of everybody but the floor.
CASES = {
    "list of 20": ["list of 20"] * 20,
    "list of 20, signed in": ["list of 20, signed in"] * 20,
    "one post": ["one post"] * 20,
    "304": ["304"] * 20,
    "vote and unvote": ["vote", "unvote"] * 15,
    "create": ["create"] * 10,
    "sign-in": ["sign-in"] * 2,
}
ONLY = {
    "list of 20": ("bare", "floor", "textbook", "Heed"),
    "list of 20, signed in": ("bare", "Heed"),  # The textbook's list doesn't know the caller,
    "304": ("bare", "Heed"),  # nor does it know ETags; bare reads the post and sends it.
}
Blocks = list[list[Sample]]


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    give_passwords(url)
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
                for _ in range(BLOCKS):
                    for app in ONLY.get(case, ("bare", "textbook", "Heed")):
                        measured = [apps[app].timed(payload(asks[name], app)) for name in block]
                        if failed := {sample.status for sample in measured if sample.status >= 400}:
                            raise RuntimeError(f"heed: {app} answered {failed} to {case}")
                        for name in dict.fromkeys(block):
                            mine = [sample for sample, each in zip(measured, block, strict=True) if each == name]
                            samples.setdefault((name, app), []).append(mine)
    return report(samples)


def open_apps(stage: Stage, url: str, statements: Path, stack: ExitStack) -> dict[str, Environment]:
    apps = {name: (stage.baselines, f"{name}.api.handler") for name in ("bare", "floor", "textbook")}
    apps["Heed"] = stage.built, "handler.api.handler"
    opened = {
        name: Environment(folder, handler, url, stage.scratch / f"{name}.log", STATEMENTS=str(statements))
        for name, (folder, handler) in apps.items()
    }
    return {name: stack.enter_context(environment) for name, environment in opened.items()}


def conversation(token: str) -> dict[str, Ask]:
    return {
        "list of 20": Ask("GET", "/v1/posts"),
        "list of 20, signed in": Ask("GET", "/v1/posts", token=token),
        "one post": Ask("GET", f"/v1/posts/{POST}"),
        "vote": Ask("PUT", f"/v1/posts/{POST}/vote", token=token),
        "unvote": Ask("DELETE", f"/v1/posts/{POST}/vote", token=token),
        "create": Ask(
            "POST", "/v1/posts", token=token, body={"title": "Dark mode", "content": "My eyes hurt at night."}
        ),
        "sign-in": Ask("POST", "/v1/auth/token", form=password_grant(MEMBER)),
    }


def password_grant(user_id: int) -> dict[str, str]:
    return {"grant_type": "password", "username": f"member{user_id}@example.com", "password": PASSWORD}


def give_passwords(url: str) -> None:
    engine = create_engine(url)
    hashes = {MEMBER: hash_password(PASSWORD, load_settings()), TEXTBOOK_MEMBER: bcrypt.hash(PASSWORD)}
    with engine.begin() as connection:
        for user_id, password_hash in hashes.items():
            statement = text("UPDATE users SET password_hash = :password_hash WHERE id = :user_id")
            connection.execute(statement, {"password_hash": password_hash, "user_id": user_id})
    engine.dispose()


def payload(ask: Ask, app: str) -> bytes:
    """The textbook has tokens and password hashes of its own, and a member with them."""
    if app == "textbook" and ask.token:
        claims = {"sub": str(TEXTBOOK_MEMBER), "exp": int(time.time()) + 3600}
        ask = replace(ask, token=jwt.encode(claims, SECRET, "HS256"))
    if app == "textbook" and ask.form:
        ask = replace(ask, form=password_grant(TEXTBOOK_MEMBER))
    return ask.payload()


def report(samples: dict[tuple[str, str], Blocks]) -> Part:
    columns = ["", "p50 ms", "lowest–highest", "p99 ms", "CPU ms", "p50 × bare", "CPU × bare"]
    table = Table("One request, through the emulator, warm, 1,000 posts", columns)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for (name, app), blocks in samples.items():
        figures.setdefault(name, {})[app] = found = summary(blocks)
        bare = figures[name]["bare"]
        spread = f"{found['lowest']:.2f}–{found['highest']:.2f}"
        cells = [f"{found['p50']:.2f}", spread, f"{found['p99']:.2f}", f"{found['cpu']:.2f}"]
        ratios = [f"{found[unit] / bare[unit]:.2f}" for unit in ("p50", "cpu")] if app != "bare" else ["", ""]
        table.rows.append([f"{name}, {app}", *cells, *ratios])

    def ratio(name: str, unit: str) -> float:
        return figures[name]["Heed"][unit] / figures[name]["bare"][unit]

    budgets = [Budget("list of 20, CPU × bare", ratio("list of 20", "cpu"), most=3)]
    budgets += [
        Budget(f"{name}, p50 × bare", ratio(name, "p50"), most=2.5)
        for name in ("list of 20", "one post", "vote", "unvote")
    ]
    budgets.append(Budget("sign-in, p50 × one bcrypt hash", ratio("sign-in", "p50"), most=1.15))
    return Part([table], budgets, figures)


def summary(blocks: Blocks) -> dict[str, float]:
    """Milliseconds. `lowest` and `highest`: the medians of the calmest and the roughest block."""
    wall = [sample.wall for block in blocks for sample in block]
    medians = [statistics.median(sample.wall for sample in block) for block in blocks]
    return {
        "p50": statistics.median(wall),
        "lowest": min(medians),
        "highest": max(medians),
        "p99": percentile(wall, 99),
        "cpu": statistics.mean(sample.cpu for block in blocks for sample in block),
    }
