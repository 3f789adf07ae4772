"""Votes a second as environments are added, all on one PostgreSQL: on many posts, and on one that everybody votes on.

Each environment votes and takes the votes back, for a member of its own, as fast as it is answered. Here all of them
share the machine's cores with PostgreSQL, and those are soon busy; on Lambda each has its own, and waits for the post's
lock alone. So the hot post is also voted on where a commit takes as long as on storage in several zones.
"""

import statistics
from collections.abc import Sequence

from sqlalchemy import create_engine, make_url, text

from infra.dev.progress import phase
from tests.bench.connection import connected
from tests.bench.fleet import Drive, drive
from tests.bench.result import Budget, Part, Table, percentile
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask, record
from tests.support.counts import assert_counts_are_exact

POSTS = 1_000
FLEETS = (1, 2, 4, 8)
SECONDS, TURNS = 1.5, 3
HOT = 950
FIRST_POST, EACH = 901, 6  # The newest posts are open; in spread traffic, each environment has so many of its own.
FIRST_MEMBER = 101
BEGINNING = "bare, BEGIN … COMMIT"
LEAST_OF_BARE = 0.7
SLOW, SLOW_COMMIT = "hot, commits of 3 ms", 3_000  # Microseconds.
VOTES = text("SELECT post_id, user_id FROM votes WHERE user_id = ANY (:members)")
Figures = dict[str, dict[str, dict[int, dict[str, float]]]]  # By traffic, app, and environments.


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    tokens = sign_in(url, *range(FIRST_MEMBER, FIRST_MEMBER + max(FLEETS)))
    own = [range(FIRST_POST + EACH * number, FIRST_POST + EACH * (number + 1)) for number in range(len(tokens))]
    traffic = {
        "spread": [votes(token, posts) for token, posts in zip(tokens, own, strict=True)],
        "hot": [votes(token, [HOT]) for token in tokens],
        SLOW: [votes(token, [HOT]) for token in tokens],
    }
    asks = [ask for lists in traffic.values() for mine in lists for ask in mine]
    statements = record(url, asks, stage.scratch / "votes.json")
    apps = {
        "bare": (stage.baselines, "bare.api", {"STATEMENTS": str(statements)}),
        BEGINNING: (stage.baselines, "bare.api", {"STATEMENTS": str(statements), "BEGINS": ""}),
        "Heed": (stage.built, "handler.api", {}),
    }
    figures: Figures = {}
    for kind, lists in traffic.items():
        commits_take(SLOW_COMMIT if kind == SLOW else 0, url)
        for environments in FLEETS:
            runs: dict[str, list[list[Drive]]] = {name: [] for name in apps}
            with phase(f"{environments} at once, {kind}"):
                for turn in range(TURNS):
                    for name in list(apps)[:: -1 if turn % 2 else 1]:
                        folder, handler, variables = apps[name]
                        mine = lists[:environments]
                        runs[name].append(drive(folder, handler, url, mine, variables, seconds=SECONDS))
                        check(url, mine, runs[name][-1])
            for name, found in runs.items():
                figures.setdefault(kind, {}).setdefault(name, {})[environments] = summary(found)
    return report(figures)


def commits_take(microseconds: int, url: str) -> None:
    """At least so long, with the post's lock held, for whoever connects from now on."""
    with connected(url) as connection:
        for setting in (f"commit_delay = {microseconds}", "commit_siblings = 0"):
            connection.execute(text(f'ALTER DATABASE "{make_url(url).database}" SET {setting}'))


def votes(token: str, posts: Sequence[int]) -> list[Ask]:
    return [Ask(method, f"/v1/posts/{post}/vote", token=token) for method in ("PUT", "DELETE") for post in posts]


def check(url: str, asks: Sequence[list[Ask]], drives: Sequence[Drive]) -> None:
    """Every answer was a success, each member's votes are as the last answers left them, and the counts are exact."""
    if statuses := {status for each in drives for status in each.statuses if int(status) != 200}:
        raise RuntimeError(f"votes were answered with {statuses}")
    expected = {}
    for member, (mine, each) in enumerate(zip(asks, drives, strict=True), FIRST_MEMBER):
        end = len(each.walls) % len(mine)
        for ask in mine[end:] + mine[:end]:  # The last round of each, in the order in which it was answered.
            expected[int(ask.path.split("/")[3]), member] = ask.method == "PUT"
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            members = list(range(FIRST_MEMBER, FIRST_MEMBER + len(asks)))
            found = {tuple(row) for row in connection.execute(VOTES, {"members": members})}
        assert {pair for pair in expected if pair in found} == {pair for pair, stands in expected.items() if stands}
        assert_counts_are_exact(engine)
    finally:
        engine.dispose()


def summary(runs: Sequence[Sequence[Drive]]) -> dict[str, float]:
    """Votes a second: the median turn's, the lowest and the highest; milliseconds of all answers together."""
    walls = [wall for drives in runs for each in drives for wall in each.walls]
    rates = [sum(len(each.walls) / each.seconds for each in drives) for drives in runs]
    spread = {"lowest": min(rates), "highest": max(rates)}
    return {"rate": statistics.median(rates), "p50": statistics.median(walls), "p99": percentile(walls, 99)} | spread


def report(figures: Figures) -> Part:
    columns = ["", "bare, votes/s", BEGINNING, "Heed", "p50 ms", "p99 ms", "Heed / bare", f"Heed / {BEGINNING}"]
    table = Table("Votes a second, all environments together; counts exact after each run", columns)
    budgets = []
    for kind, apps in figures.items():
        for environments in FLEETS:
            bare, beginning, heed = (apps[name][environments] for name in ("bare", BEGINNING, "Heed"))
            ratios = [heed["rate"] / other["rate"] for other in (bare, beginning)]
            cells = [rate(bare), rate(beginning), rate(heed), f"{heed['p50']:.1f}", f"{heed['p99']:.1f}"]
            table.rows.append([f"{kind}, {environments} at once", *cells, *(f"{ratio:.2f}" for ratio in ratios)])
            if kind != "spread" and environments > 1:  # One alone has nobody to wait for.
                what = f"votes a second, {kind}, {environments} at once, × the same SQL's in BEGIN … COMMIT"
                budgets.append(Budget(what, ratios[1], least=LEAST_OF_BARE))
    return Part([table], budgets, {"load": figures})


def rate(figures: dict[str, float]) -> str:
    return f"{figures['rate']:.0f} ({figures['lowest']:.0f}–{figures['highest']:.0f})"
