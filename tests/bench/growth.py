"""How the cost of a list grows with the board: Heed's pages, filters and searches, and the textbook's beside them."""

import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import text

from infra.dev.progress import phase
from tests.bench.board import ADMIN
from tests.bench.connection import connected
from tests.bench.environment import Environment
from tests.bench.questions import LAST_PAGE, LISTS, MOST, PAGE, SEARCHES, SORTS, TEXTBOOK, Question
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask

SIZES = (1_000, 100_000, 1_000_000)
SEARCHED = ("ix_posts_words", "ix_posts_title", "ix_posts_lower_title")
MEMBER = 21
ROUNDS, PATIENCE = 21, 5.0  # How often each is asked, and for how many seconds at most.
STEP = 90  # Posts at a time, on the way to the page that is far down.
Medians = dict[int, float]  # Milliseconds by the posts of the board; negative where the textbook's answer was an error.


@dataclass
class Board:
    """Both apps on a board of one size, who is signed in to it, and what its questions are about."""

    posts: int
    apps: dict[str, Environment]
    tokens: dict[str, str]
    most: dict[str, int]
    cursors: dict[str, str]  # By sort, to the page that is far down.

    def ask(self, question: Question, sort: str) -> Ask:
        path = question.path.format(sort=sort, cursor=quote(self.cursors.get(sort, "")), **self.most)
        return Ask("GET", path, token=self.tokens.get(question.who))


def measure(stage: Stage) -> Part:
    started = time.monotonic()
    urls = {posts: stage.board(posts) for posts in SIZES}
    filling = time.monotonic() - started
    medians: dict[str, dict[str, Medians]] = {}
    with ExitStack() as stack:
        with phase("starting environments on each"):
            boards = [open_board(stage, posts, url, stack) for posts, url in urls.items()]
        with phase(f"going to page {PAGE:,} of every sort"):
            for board in boards:
                go_far_down(board)
        for name, question in (LISTS | SEARCHES | TEXTBOOK).items():
            with phase(name):
                sorts = SORTS if "{sort}" in question.path else ("",)
                medians[name] = {sort: time_it(boards, question, sort) for sort in sorts}
    part = report(medians, filling)
    megabytes = {posts: sizes(url) for posts, url in urls.items()}
    space = Table("MB of the posts and of the indexes that find them", ["", *(f"{posts:,} posts" for posts in SIZES)])
    for name in ("posts", *SEARCHED):
        space.rows.append([name, *(f"{megabytes[posts][name]:,.1f}" for posts in SIZES)])
    part.tables.append(space)
    part.figures["megabytes"] = megabytes
    return part


def sizes(url: str) -> dict[str, float]:
    """Megabytes of the posts, with their TOAST, and of each of their indexes."""
    statement = """
        SELECT 'posts', pg_table_size('posts') UNION ALL
        SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index
        WHERE indrelid = 'posts'::regclass
    """
    with connected(url) as connection:
        return {name: size / 2**20 for name, size in connection.execute(text(statement))}


def open_board(stage: Stage, posts: int, url: str, stack: ExitStack) -> Board:
    folders = {"handler": stage.built, "textbook": stage.baselines}
    apps = {
        app: stack.enter_context(Environment(folder, f"{app}.api.handler", url, stage.scratch / f"{app}-{posts}.log"))
        for app, folder in folders.items()
    }
    with connected(url) as connection:
        most = {name: int(connection.scalar(text(statement)) or 0) for name, statement in MOST.items()}
    tokens = dict(zip(("member", "admin"), sign_in(url, MEMBER, ADMIN), strict=True))
    return Board(posts, apps, tokens, most, {})


def go_far_down(board: Board) -> None:
    """As a client gets there, in larger steps: a cursor holds for any `limit`."""
    pages = PAGE if board.posts > PAGE * 20 else LAST_PAGE
    for sort in SORTS:
        path = f"/v1/posts?sort={sort}&limit={STEP}"
        for _ in range((pages - 1) * 20 // STEP):
            cursor = f"&cursor={quote(board.cursors[sort])}" if sort in board.cursors else ""
            board.cursors[sort] = board.apps["handler"].ask(Ask("GET", path + cursor).payload())["next"]


def time_it(boards: list[Board], question: Question, sort: str) -> Medians:
    """The median by the size of the board, all of them asked in turn."""
    asked = {board.posts: (board.apps[question.app], board.ask(question, sort).payload()) for board in boards}
    walls: dict[int, list[float]] = {posts: [] for posts in asked}
    errors = set()
    for _ in range(ROUNDS + 1):
        for posts, (app, payload) in asked.items():
            if sum(walls[posts]) < PATIENCE * 1000:
                sample = app.timed(payload)
                walls[posts].append(sample.wall)
                if sample.status >= 400 and question.app == "handler":
                    raise RuntimeError(f"Heed answered {sample.status} to {question.path} ({sort}) of {posts:,} posts")
                if sample.status >= 400:
                    errors.add(posts)
    # The first one warms up.
    found = {posts: statistics.median(each[1:] or each) for posts, each in walls.items()}
    return {posts: -median if posts in errors else median for posts, median in found.items()}


def report(medians: dict[str, dict[str, Medians]], filling: float) -> Part:
    columns = ["", "in its worst sort", *(f"{posts:,} posts" for posts in SIZES), "larger × smallest"]
    table = Table("p50 in ms as the board grows", columns)
    budgets = []
    shown = {}
    for name, by_sort in medians.items():
        sort = max(by_sort, key=lambda each: growth(by_sort[each]))
        shown[name], ratio = by_sort[sort], growth(by_sort[sort])
        cells = [f"{wall:.2f}" if wall > 0 else f"error after {-wall:.0f}" for wall in shown[name].values()]
        table.rows.append([name, sort, *cells, f"{ratio:.2f}"])
        if name not in TEXTBOOK:
            most = 4 if name in SEARCHES else 1.5
            budgets.append(Budget(f"{name}, p50 of a larger board × {SIZES[0]:,} posts", ratio, most=most))
    if filling > 10:  # A board of an earlier run is not filled again.
        budgets.append(Budget("seconds to fill the boards", filling, most=180))
    return Part([table], budgets, {"medians": shown, "every sort": medians, "filling": filling})


def growth(medians: Medians) -> float:
    """How many times the smallest board's the slower of the larger ones is."""
    return max(abs(medians[posts]) for posts in SIZES[1:]) / abs(medians[SIZES[0]])
