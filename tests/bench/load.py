"""Votes a second as environments are added, all on one PostgreSQL: on many posts, and on one that everybody votes on.

Each environment votes and takes the votes back, for a member of its own, as fast as it is answered. Here all of them
share the machine's cores with PostgreSQL; on Lambda each has its own.
"""

import statistics
from collections.abc import Sequence

from sqlalchemy import Engine, create_engine, text

from infra.local.progress import phase
from tests.bench.fleet import Drive, drive
from tests.bench.result import Budget, Part, Table, percentile
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask, record
from tests.counts import assert_counts_are_exact

POSTS = 1_000
FLEETS = (1, 2, 4, 8)
SECONDS, TURNS = 2.5, 2
HOT = 950
FIRST_POST, EACH = 901, 6  # The newest posts are open; in spread traffic, each environment has so many of its own.
FIRST_MEMBER = 101
LEAST_OF_BARE = 0.7
Figures = dict[str, dict[str, dict[int, dict[str, float]]]]  # By traffic, app, and environments.


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    engine = create_engine(url)
    tokens = sign_in(url, *range(FIRST_MEMBER, FIRST_MEMBER + max(FLEETS)))
    own = [range(FIRST_POST + EACH * number, FIRST_POST + EACH * (number + 1)) for number in range(len(tokens))]
    traffic = {
        "spread": [votes(token, posts) for token, posts in zip(tokens, own, strict=True)],
        "hot": [votes(token, [HOT]) for token in tokens],
    }
    asks = [ask for lists in traffic.values() for mine in lists for ask in mine]
    statements = record(url, asks, stage.scratch / "votes.json")
    apps = {
        "bare": (stage.baselines, "bare.api", {"STATEMENTS": str(statements)}),
        "Heed": (stage.built, "handler.api", {}),
    }
    figures: Figures = {}
    for kind, lists in traffic.items():
        for environments in FLEETS:
            runs: dict[str, list[list[Drive]]] = {name: [] for name in apps}
            with phase(f"{environments} at once, {kind}"):
                for _ in range(TURNS):
                    for name, (folder, handler, variables) in apps.items():
                        mine = lists[:environments]
                        runs[name].append(drive(folder, handler, url, mine, variables, seconds=SECONDS))
                        check(engine, mine, runs[name][-1])
            for name, found in runs.items():
                figures.setdefault(kind, {}).setdefault(name, {})[environments] = summary(found)
    engine.dispose()
    return report(figures)


def votes(token: str, posts: Sequence[int]) -> list[Ask]:
    return [Ask(method, f"/v1/posts/{post}/vote", token=token) for method in ("PUT", "DELETE") for post in posts]


def check(engine: Engine, asks: Sequence[list[Ask]], drives: Sequence[Drive]) -> None:
    """Every answer was a success, each member's votes are as the last answers left them, and the counts are exact."""
    assert not any(each.failed for each in drives)
    expected = {}
    for member, (mine, each) in enumerate(zip(asks, drives, strict=True), FIRST_MEMBER):
        end = len(each.walls) % len(mine)
        for ask in mine[end:] + mine[:end]:  # The last round of each, in the order in which it was answered.
            expected[int(ask.path.split("/")[3]), member] = ask.method == "PUT"
    statement = text("SELECT post_id, user_id FROM votes WHERE user_id = ANY (:members)")
    with engine.connect() as connection:
        members = list(range(FIRST_MEMBER, FIRST_MEMBER + len(asks)))
        found = {tuple(row) for row in connection.execute(statement, {"members": members})}
    assert {pair for pair in expected if pair in found} == {pair for pair, stands in expected.items() if stands}
    assert_counts_are_exact(engine)


def summary(runs: Sequence[Sequence[Drive]]) -> dict[str, float]:
    walls = [wall for drives in runs for each in drives for wall in each.walls]
    rates = [sum(len(each.walls) / each.seconds for each in drives) for drives in runs]
    return {"rate": statistics.mean(rates), "p50": statistics.median(walls), "p99": percentile(walls, 99)}


def report(figures: Figures) -> Part:
    columns = ["", "bare votes/s", "bare p99 ms", "Heed votes/s", "Heed p50 ms", "Heed p99 ms", "Heed / bare"]
    table = Table("Votes a second, all environments together; counts exact after each run", columns)
    budgets = []
    for kind, apps in figures.items():
        for environments in FLEETS:
            bare, heed = apps["bare"][environments], apps["Heed"][environments]
            cells = [bare["rate"], bare["p99"], heed["rate"], heed["p50"], heed["p99"]]
            ratio = f"{heed['rate'] / bare['rate']:.2f}"
            table.rows.append([f"{kind}, {environments} at once", *(f"{cell:.1f}" for cell in cells), ratio])
            if kind == "hot" and environments > 1:  # One alone has nobody to wait for.
                what = f"a hot post's votes a second, {environments} at once, of bare's"
                budgets.append(Budget(what, heed["rate"] / bare["rate"], least=LEAST_OF_BARE))
    return Part([table], budgets, {"load": figures})
