"""What a page costs beside the API's answer to the same question: cold, warm, and over the wire."""

import json
import re
import statistics
from base64 import b64decode
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from app.auth.tokens import token_hash
from infra.dev.progress import phase
from tests.bench.cold import RUNS, Case
from tests.bench.connection import connected
from tests.bench.conversation import MEMBER, POST
from tests.bench.environment import Environment
from tests.bench.requests import BLOCKS, POSTS, Blocks, ask, summary
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import VARIABLES, Stage
from tests.bench.traffic import Ask
from tests.support.boards import board
from tests.support.statements import statements

COOKIE = "a" * 43
BROWSER = {"accept": "text/html", "accept-encoding": "gzip, deflate, br", "accept-language": "en"}
SIGNED_IN = BROWSER | {"cookie": f"__Host-heed={COOKIE}"}
ASKS = {
    "GET /v1/posts": Ask("GET", "/v1/posts"),
    "GET /": Ask("GET", "/", headers=BROWSER),
    "GET /, signed in": Ask("GET", "/", headers=SIGNED_IN),
    "GET /v1/posts/{id}": Ask("GET", f"/v1/posts/{POST}"),
    "GET /posts/{id}": Ask("GET", f"/posts/{POST}", headers=BROWSER),
    "GET /posts/{id}, signed in": Ask("GET", f"/posts/{POST}", headers=SIGNED_IN),
}
STATEMENTS = {"GET /": 2, "GET /posts/{id}": 2, "GET /, signed in": 3, "GET /posts/{id}, signed in": 3}


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    open_page_session(url)
    variables = VARIABLES | {"DATABASE_URL": url}
    cases = [Case(f"GET {path}", stage.built, "handler.api", variables, path) for path in ("/v1/posts", "/")]
    with phase(f"{RUNS} cold starts of each, in turn"):
        for _ in range(RUNS):
            for case in cases:
                case.start()
    samples: dict[str, Blocks] = {}
    with Environment(stage.built, "handler.api.handler", url, stage.scratch / "pages.log") as environment:
        asks = {name: replace(each, path=final_path(environment, each)) for name, each in ASKS.items()}
        with phase(f"{BLOCKS} blocks of 20, in turn"):
            for block in range(BLOCKS + 1):
                for name in asks:
                    measured = ask(environment, "Heed", asks, [name] * 20)[name]
                    if block:  # The first is to warm up: what a route needs is made when it is first asked.
                        samples.setdefault(name, []).append(measured)
        visit = first_visit(environment)
    return report(cases, samples, count_statements(url, asks), visit)


def open_page_session(url: str) -> None:
    statement = (
        "INSERT INTO sessions (user_id, expires_at, cookie_hash) VALUES (:user, now() + interval '1 day', :hash)"
    )
    with connected(url) as connection:
        connection.execute(text(statement), {"user": MEMBER, "hash": token_hash(COOKIE)})


def answer(environment: Environment, asked: Ask) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(environment.post(asked.payload()))
    return found


def final_path(environment: Environment, asked: Ask) -> str:
    """A page of a post has its title in its path, and leads there from any other."""
    return str(answer(environment, asked)["headers"].get("location", asked.path))


def first_visit(environment: Environment) -> dict[str, int]:
    """Bytes of each answer to a browser that was never here: its headers, as HTTP/1.1 writes them, and its body."""
    plain = answer(environment, Ask("GET", "/"))["body"]
    paths = ["/", *sorted(set(re.findall(r'"(/assets/[^"]+)"', plain)))]
    return {path: size(answer(environment, Ask("GET", path, headers=BROWSER))) for path in paths}


def size(found: dict[str, Any]) -> int:
    if not found["isBase64Encoded"]:
        raise RuntimeError(f"an answer is not compressed: {found['headers']}")
    return len(b64decode(found["body"])) + sum(len(f"{name}: {value}\r\n") for name, value in found["headers"].items())


def count_statements(url: str, asks: dict[str, Ask]) -> dict[str, int]:
    counts = {}
    with board(database_url=url) as client:
        for name, each in asks.items():
            with statements() as seen:
                client.send(each.request()).raise_for_status()
            counts[name] = len(seen)
    return counts


def report(cases: list[Case], samples: dict[str, Blocks], counts: dict[str, int], visit: dict[str, int]) -> Part:
    cold = {case.name: statistics.median(case.cpu) for case in cases}
    starts = Table("Cold start, up to the first answer", ["", "CPU s", "lowest–highest", "most MB"])
    for case in cases:
        spread = f"{min(case.cpu):.3f}–{max(case.cpu):.3f}"
        starts.rows.append([case.name, f"{cold[case.name]:.3f}", spread, f"{max(case.megabytes):.1f}"])
    figures = {name: summary(blocks) for name, blocks in samples.items()}
    warm = Table(f"One page, warm, {POSTS:,} posts", ["", "p50 ms", "CPU ms", "lowest–highest", "statements"])
    for name, found in figures.items():
        spread = f"{found['lowest_cpu']:.2f}–{found['highest_cpu']:.2f}"
        warm.rows.append([name, f"{found['p50']:.2f}", f"{found['cpu']:.2f}", spread, str(counts[name])])
    wire = Table("A first visit to /", ["", "bytes"], [[path, f"{count:,}"] for path, count in visit.items()])
    wire.rows.append(["in all", f"{sum(visit.values()):,}"])
    budgets = [
        Budget("cold start, GET / × GET /v1/posts", cold["GET /"] / cold["GET /v1/posts"], most=1.15),
        Budget("CPU, GET / × GET /v1/posts", figures["GET /"]["cpu"] / figures["GET /v1/posts"]["cpu"], most=2),
        *(Budget(f"statements, {name}", counts[name], most=most) for name, most in STATEMENTS.items()),
        Budget("a first visit to /, kB", sum(visit.values()) / 1000, most=40),
    ]
    return Part([starts, warm, wire], budgets, {"pages": figures})
