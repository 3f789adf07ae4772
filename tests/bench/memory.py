"""Whether an environment that lives long grows: ten thousand requests of every kind, and its memory over them."""

import statistics

from infra.local.progress import phase
from tests.bench.board import word
from tests.bench.fleet import drive
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask

POSTS = 1_000
REQUESTS = 10_000
MEMBER, POST = 21, 950
MOST_GROWTH = 0.5  # Megabytes between the second quarter and the last: a byte for each thing said would be seen.


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    with phase(f"{REQUESTS:,} requests to one environment"):
        [driven] = drive(stage.built, "handler.api", url, [day(*sign_in(url, MEMBER))], {}, requests=REQUESTS)
    quarter = len(driven.memory) // 4
    early = statistics.median(driven.memory[quarter : 2 * quarter])
    late = statistics.median(driven.memory[-quarter:])
    table = Table("Memory of one environment", ["", "MB"])
    table.rows = [
        ["after the first of each kind", f"{driven.memory[0]:.1f}"],
        [f"from request {REQUESTS // 4:,} to {REQUESTS // 2:,}, median", f"{early:.1f}"],
        [f"the last {REQUESTS // 4:,}, median", f"{late:.1f}"],
    ]
    budgets = [
        Budget(f"MB grown between the second and last quarter of {REQUESTS:,}", late - early, most=MOST_GROWTH),
        Budget(f"answers of 500 and above to {REQUESTS:,} requests", driven.failed, most=0),
    ]
    return Part([table], budgets, {"memory": driven.memory, "requests": REQUESTS})


def day(token: str) -> list[Ask]:
    """What a board is asked in a day, mistakes included, no two searches or pages quite alike."""
    asks = [Ask("GET", f"/v1/posts?sort={sort}") for sort in ("trending", "newest", "votes", "discussed", "updated")]
    asks += [Ask("GET", f"/v1/posts?q={word(rank)}", token=token) for rank in range(0, 400, 20)]
    asks += [Ask("GET", f"/v1/posts/similar?title={word(rank)}+{word(rank + 1)}") for rank in range(0, 200, 20)]
    asks += [Ask("GET", f"/v1/posts/{post}") for post in range(1, 60)]
    asks += [Ask("GET", f"/v1/posts?limit={limit}&status=planned") for limit in range(1, 40)]
    asks += [Ask(method, f"/v1/posts/{POST}/vote", token=token) for method in ("PUT", "DELETE")] * 20
    asks += [Ask("POST", "/v1/posts", token=token, body={"title": f"Idea {n}"}) for n in range(5)]
    asks += [Ask("POST", f"/v1/posts/{POST}/comments", token=token, body={"content": "For me, too."})]
    mistakes = [Ask("POST", "/v1/posts", token=token, body={"title": ""}), Ask("PUT", f"/v1/posts/{POST}/vote")]
    mistakes += [Ask("GET", "/v1/posts", token="none"), Ask("GET", "/v1/posts/0"), Ask("GET", "/nowhere")]
    return [*asks, *mistakes, Ask("GET", "/feed.atom")]
