"""Whether an environment that lives long grows: its memory over ten thousand requests of nearly every kind."""

import statistics

from infra.dev.progress import phase
from tests.bench.board import ADMIN
from tests.bench.conversation import PASSWORD, give_password, password_grant
from tests.bench.fleet import Drive, drive
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask

POSTS = 1_000
REQUESTS = 10_000
MEMBER, POST, DUPLICATE = 21, 950, 951
# Neither writes nor moderates: the export of who does grows with each lap, and so does what is needed to send it.
READER = 23
# Megabytes between the second quarter and the last, 5,000 requests apart: a hundred bytes a request would be seen.
MOST_GROWTH = 0.5
# Last in a lap.
MISTAKES = [
    Ask("PUT", f"/v1/posts/{POST}/vote"),
    Ask("GET", "/v1/posts", token="none"),
    Ask("GET", "/v1/posts?cursor=LAP"),
    Ask("GET", "/v1/posts/0"),
    Ask("GET", "/nowhere/LAP"),
    Ask("POST", "/v1/users", body={"email": "LAP", "name": "", "password": "LAP"}),
]


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    give_password(url, MEMBER)
    asks = day(*sign_in(url, MEMBER, ADMIN, READER))
    with phase(f"{REQUESTS:,} requests to one environment"):
        [driven] = drive(stage.built, "handler.api", url, [asks], {}, requests=REQUESTS)
    return report(driven, len(asks))


def report(driven: Drive, kinds: int) -> Part:
    quarter = len(driven.memory) // 4
    early = statistics.median(driven.memory[quarter : 2 * quarter])
    late = statistics.median(driven.memory[-quarter:])
    table = Table("Memory of one environment", ["", "MB"])
    table.rows = [
        ["after the first of each kind", f"{driven.memory[0]:.1f}"],
        [f"from request {REQUESTS // 4:,} to {REQUESTS // 2:,}, median", f"{early:.1f}"],
        [f"the last {REQUESTS // 4:,}, median", f"{late:.1f}"],
    ]
    laps, rest = divmod(REQUESTS, kinds)
    mistakes = (1 + laps) * len(MISTAKES) + max(0, rest - (kinds - len(MISTAKES)))  # One lap is to warm up.
    budgets = [
        Budget(f"MB grown between the second and last quarter of {REQUESTS:,}", late - early, most=MOST_GROWTH),
        Budget(f"answers of 500 and above to {REQUESTS:,} requests", driven.failed, most=0),
        Budget("answers of 400 to 499, beside those to mistakes", driven.refused - mistakes, most=0),
    ]
    return Part([table], budgets, {"memory": driven.memory, "requests": REQUESTS})


def day(token: str, admin: str, reader: str) -> list[Ask]:
    """What a board is asked in a day, mistakes included; what people type is on no two days the same (`LAP`)."""
    post, duplicate = f"/v1/posts/{POST}", f"/v1/posts/{DUPLICATE}"
    asks = [Ask("GET", f"/v1/posts?sort={sort}") for sort in ("trending", "newest", "votes", "discussed", "updated")]
    asks += [Ask("GET", f"/v1/posts?q={word}+LAP", token=token) for word in ("string", "nested", "LAP+or", "dictonary")]
    asks += [Ask("GET", f"/v1/posts/similar?title={word}+LAP") for word in ("string", "nested", "x")]
    asks += [Ask("GET", f"/v1/posts/{number}") for number in range(7, 46)]
    asks += [Ask("GET", f"/v1/posts?limit={limit}&status=planned") for limit in range(1, 40)]
    asks += [Ask(method, f"{post}/vote", token=token) for method in ("PUT", "DELETE")] * 20
    asks += [
        Ask("POST", "/v1/users", body={"email": "LAP@example.com", "name": "LAP", "password": PASSWORD}),
        Ask("POST", "/v1/auth/token", form=password_grant(MEMBER)),
        Ask("POST", "/v1/posts", token=token, body={"title": "Idea LAP", "content": "LAP"}),
        Ask("POST", f"{post}/comments", token=token, body={"content": "For me, too. LAP"}),
        Ask("PATCH", post, token=admin, body={"title": "Better LAP"}),
        Ask("PUT", f"{post}/status", token=admin, body={"status": "planned", "response": "LAP"}),
        Ask("PUT", f"{post}/status", token=admin, body={"status": "open"}),
        Ask("POST", "/v1/tags", token=admin, body={"slug": "tag-LAP", "name": "LAP"}),
        Ask("PUT", f"{post}/tags/tag-LAP", token=admin),
        Ask("GET", "/v1/posts?tag=tag-LAP"),
        Ask("DELETE", "/v1/tags/tag-LAP", token=admin),
        Ask("PUT", f"{duplicate}/merge", token=admin, body={"into": POST}),
        Ask("DELETE", f"{duplicate}/merge", token=admin),
        Ask("GET", "/v1/moderation-log", token=admin),
        Ask("GET", "/v1/users/me/export", token=reader),
        Ask("GET", "/feed.atom"),
    ]
    return asks + MISTAKES
