"""How the cost of a list grows with the board: Heed's pages, filters and searches, and the textbook's beside them."""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import create_engine, text

from infra.local.progress import phase
from tests.bench.board import word
from tests.bench.environment import Environment, Sample
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask

SIZES = (1_000, 100_000, 1_000_000)
MEMBER, STAFF = 21, 22
ROUNDS, PATIENCE = 15, 5.0  # How often each is asked, and for how many seconds at most.
PAGE, LAST_PAGE = 1_000, 45  # The page that is far down; the smallest board has no such, and gives one of its last.
SORTS = ("trending", "newest", "votes", "discussed", "updated")
COMMON, USUAL, OTHER = word(0), word(300), word(40)

LISTS = {
    "status, answered": "status=planned&sort=votes",
    "status, answered, newest": "status=planned&sort=newest",
    "status, on ten posts": "status=started&sort=newest",
    "tag, on 18 % of posts": "tag=tag-1",
    "tag, on 2 %": "tag=tag-5",
    "tag, on 1 %": "tag=tag-20&sort=votes",
    "tag, on ten posts": "tag=tag-21",
    "one author": "author=77",
    "status, open": "status=open&sort=discussed",
    "what changed since": "updated_since=2025-01-01T00:00:00Z&sort=updated",
}
SEARCHES = {
    "search: a word in 10 % of posts": f"?q={COMMON}",
    "search: a usual word": f"?q={USUAL}",
    "search: two words": f"?q={COMMON}+{OTHER}",
    "search: a typo": f"?q={USUAL[:3]}x{USUAL[3:]}",
    "search: nothing like it": "?q=xylophone",
    "similar: three words": f"/similar?title={COMMON}+{OTHER}+{USUAL}",
    "similar: a long title": f"/similar?title=I+want+{OTHER}+{word(7)}+{word(500)}+{word(1200)}+now",
}
TEXTBOOK = {
    "textbook: by votes": "sort=votes",
    "textbook: newest": "sort=newest",
    "textbook: newest, far down": f"sort=newest&skip={(PAGE - 1) * 20}",
    "textbook: status": "status=planned",
    "textbook: search in titles": f"search={USUAL}",
}


@dataclass
class Board:
    """Both apps, on a board of one size, and those who are signed in to it."""

    posts: int
    heed: Environment
    textbook: Environment
    member: str
    staff: str


Question = Callable[[Board], tuple[Environment, Ask]]
Medians = dict[int, float]  # Milliseconds by the posts of the board; negative where the answer was an error.


def measure(stage: Stage) -> Part:
    started = time.monotonic()
    urls = {posts: stage.board(posts) for posts in SIZES}
    filling = time.monotonic() - started
    with ExitStack() as stack:
        with phase("starting environments on each"):
            boards = [open_board(stage, posts, url, stack) for posts, url in urls.items()]
        with phase(f"going to page {PAGE:,} of every sort"):
            questions = heeds_lists(boards)
        medians = {}
        for name, question in (questions | searches() | textbooks()).items():
            with phase(name):
                medians[name] = ask(boards, question)
    return report(medians, filling)


def open_board(stage: Stage, posts: int, url: str, stack: ExitStack) -> Board:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE users SET role = 'admin' WHERE id = :id"), {"id": STAFF})
    engine.dispose()
    heed = Environment(stage.built, "handler.api.handler", url, stage.scratch / f"heed-{posts}.log")
    textbook = Environment(stage.baselines, "textbook.api.handler", url, stage.scratch / f"textbook-{posts}.log")
    for environment in (heed, textbook):
        stack.enter_context(environment)
    return Board(posts, heed, textbook, *sign_in(url, MEMBER, STAFF))


def heeds_lists(boards: list[Board]) -> dict[str, Question]:
    found = {f"sort: {sort}": heed(f"?sort={sort}") for sort in SORTS}
    found |= {f"sort: {sort}, page {PAGE:,}": far_down(boards, sort) for sort in SORTS}
    found["sort: trending, signed in"] = lambda board: (board.heed, Ask("GET", "/v1/posts", token=board.member))
    found |= {name: heed(f"?{query}") for name, query in LISTS.items()}
    found["sort: trending, for staff"] = lambda board: (board.heed, Ask("GET", "/v1/posts", token=board.staff))
    pending = "/v1/posts?visibility=pending"
    found["pending, for staff"] = lambda board: (board.heed, Ask("GET", pending, token=board.staff))
    found["members, for an admin"] = lambda board: (board.heed, Ask("GET", "/v1/users", token=board.staff))
    found["voters of a post, for staff"] = lambda board: (
        board.heed,
        Ask("GET", "/v1/posts/7/votes", token=board.staff),
    )
    found["comments of a post"] = heed("/7/comments")
    return found


def heed(path: str) -> Question:
    return lambda board: (board.heed, Ask("GET", f"/v1/posts{path}"))


def far_down(boards: list[Board], sort: str) -> Question:
    """As a client gets there, in larger steps: a cursor holds for any `limit`."""
    cursors = {}
    for board in boards:
        pages = PAGE if board.posts > PAGE * 20 else LAST_PAGE
        path = f"/v1/posts?sort={sort}"
        for _ in range((pages - 1) // 5):
            cursors[board.posts] = board.heed.ask(Ask("GET", f"{path}&limit=100").payload())["next"]
            path = f"/v1/posts?sort={sort}&cursor={quote(cursors[board.posts])}"
    return lambda board: (board.heed, Ask("GET", f"/v1/posts?sort={sort}&cursor={quote(cursors[board.posts])}"))


def searches() -> dict[str, Question]:
    return {name: heed(path) for name, path in SEARCHES.items()}


def textbooks() -> dict[str, Question]:
    def textbook(query: str) -> Question:
        return lambda board: (board.textbook, Ask("GET", f"/v1/posts?{query}"))

    return {name: textbook(query) for name, query in TEXTBOOK.items()}


def ask(boards: list[Board], question: Question) -> Medians:
    """The median in milliseconds by the size of the board, all of them asked in turn."""
    asked = {board.posts: question(board) for board in boards}
    samples: dict[int, list[Sample]] = {posts: [] for posts in asked}
    for _ in range(ROUNDS + 1):
        for posts, (environment, asking) in asked.items():
            if sum(sample.wall for sample in samples[posts]) < PATIENCE * 1000:
                samples[posts].append(environment.timed(asking.payload()))
    return {posts: median(found[1:] or found) for posts, found in samples.items()}  # The first one warms up.


def median(samples: list[Sample]) -> float:
    wall = statistics.median(sample.wall for sample in samples)
    return wall if all(sample.status < 400 for sample in samples) else -wall


def report(medians: dict[str, Medians], filling: float) -> Part:
    table = Table("p50 in ms as the board grows", ["", *(f"{posts:,} posts" for posts in SIZES), "largest × smallest"])
    budgets = []
    for name, by_size in medians.items():
        ratio = abs(by_size[SIZES[-1]]) / by_size[SIZES[0]]
        cells = [f"{wall:.2f}" if wall > 0 else f"error after {-wall:.0f}" for wall in by_size.values()]
        table.rows.append([name, *cells, f"{ratio:.2f}"])
        if not name.startswith("textbook"):
            most = 4 if name.startswith(("search", "similar")) else 1.5
            budgets.append(Budget(f"{name}, p50 of {SIZES[-1]:,} × {SIZES[0]:,}", ratio, most=most))
    if filling > 10:  # A board of an earlier run is not filled again.
        budgets.append(Budget("seconds to fill the boards", filling, most=180))
    return Part([table], budgets, {"medians": medians, "filling": filling})
