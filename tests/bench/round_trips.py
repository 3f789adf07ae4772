"""Round trips between an environment and its database, counted on the socket between them, route by route."""

from contextlib import ExitStack

from jose import jwt
from sqlalchemy import text

from app.notifications.unsubscribe import signature
from infra.dev.progress import phase
from tests.bench.board import ADMIN
from tests.bench.connection import connected
from tests.bench.conversation import MEMBER, PASSWORD, conversation, give_password, payload
from tests.bench.environment import Environment
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import SECRET, Stage, sign_in
from tests.bench.traffic import Ask, record
from tests.support.logos import SVG
from tests.support.proxy import Proxy

POSTS = 1_000
POST, DUPLICATE, ANYBODY = 940, 941, 33
# The next that are made: the board has one webhook, and a delivery for each tenth post.
WEBHOOK, DELIVERY = 2, POSTS // 10 + 1
MOST_TO_READ, MOST_TO_READ_SIGNED_IN, MOST_TO_VOTE = 2, 3, 5
Counts = dict[str, dict[str, int]]  # By the request and the app.


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    give_password(url, MEMBER)
    member, admin, leaver, other_device = sign_in(url, MEMBER, ADMIN, MEMBER, MEMBER)
    with connected(url) as connection:
        comment = connection.scalar(text("SELECT max(id) FROM comments"))
    both = conversation(member)
    statements = record(url, [ask for ask in both.values() if ask.form is None], stage.scratch / "counted.json")
    apps = {
        "bare": (stage.baselines, "bare.api.handler", both),
        "textbook": (stage.baselines, "textbook.api.handler", both),
        "Heed": (stage.built, "handler.api.handler", both | every_other_route(admin, comment, leaver, other_device)),
    }
    counts: Counts = {}
    with phase("asking each route, through a socket that counts"):
        for app, (folder, handler, asks) in apps.items():
            log = stage.scratch / f"counted-{app}.log"
            with ExitStack() as stack:
                proxy = stack.enter_context(Proxy(url))
                environment = Environment(folder, handler, proxy.url, log, STATEMENTS=str(statements))
                stack.enter_context(environment)
                for name, ask in asks.items():
                    with proxy.counting() as counted:
                        sample = environment.timed(payload(ask, app))
                    if sample.status >= 400:
                        raise RuntimeError(f"{app} answered {sample.status} to {name}")
                    counts.setdefault(name, {})[app] = counted[0]
    return report(counts)


def every_other_route(admin: str, comment: int, leaver: str, other_device: str) -> dict[str, Ask]:
    """Mostly as an admin, who has all there is to do; in an order in which each succeeds."""
    post = f"/v1/posts/{POST}"
    written = [
        Ask("GET", "/v1/posts?tag=tag-1", token=admin),
        Ask("GET", "/v1/posts?q=words", token=admin),
        Ask("GET", "/v1/posts/similar?title=words", token=admin),
        Ask("GET", post, token=admin),
        Ask("PATCH", post, token=admin, body={"title": "Better"}),
        Ask("GET", f"{post}/votes", token=admin),
        Ask("POST", f"{post}/votes", token=admin, body={"email": "grace@example.com"}),
        Ask("PUT", f"{post}/votes/{ANYBODY}", token=admin),
        Ask("DELETE", f"{post}/votes/{ANYBODY}", token=admin),
        Ask("GET", f"{post}/comments", token=admin),
        Ask("POST", f"{post}/comments", token=admin, body={"content": "For me, too."}),
        Ask("PATCH", f"/v1/comments/{comment}", token=admin, body={"content": "Better"}),
        Ask("DELETE", f"/v1/comments/{comment}", token=admin),
        Ask("PUT", f"{post}/status", token=admin, body={"status": "planned", "response": "Soon."}),
        Ask("GET", f"{post}/history", token=admin),
        Ask("GET", "/v1/roadmap", token=admin),
        Ask("PUT", f"/v1/roadmap/{POST}", token=admin, body={"index": 3}),
        Ask("POST", "/v1/changelog", token=admin, body={"title": "New", "content": "It is here.", "posts": [POST]}),
        Ask("GET", "/v1/changelog?state=draft", token=admin),
        Ask("GET", "/v1/changelog/1", token=admin),
        Ask("PATCH", "/v1/changelog/1", token=admin, body={"published_at": "now", "complete": True}),
        Ask("DELETE", "/v1/changelog/1", token=admin),
        Ask("GET", "/v1/tags", token=admin),
        Ask("POST", "/v1/tags", token=admin, body={"slug": "new", "name": "New"}),
        Ask("PATCH", "/v1/tags/new", token=admin, body={"name": "Newer"}),
        Ask("PUT", f"{post}/tags/new", token=admin),
        Ask("DELETE", f"{post}/tags/new", token=admin),
        Ask("DELETE", "/v1/tags/new", token=admin),
        Ask("PUT", f"{post}/subscription", token=admin),
        Ask("DELETE", f"{post}/subscription", token=admin),
        Ask("PUT", f"/v1/posts/{DUPLICATE}/merge", token=admin, body={"into": POST}),
        Ask("DELETE", f"/v1/posts/{DUPLICATE}/merge", token=admin),
        Ask("DELETE", f"/v1/posts/{DUPLICATE}", token=admin),
        Ask("GET", "/v1/users", token=admin),
        Ask("GET", "/v1/users/me", token=admin),
        Ask("GET", "/v1/users/me/export", token=admin),
        Ask("PATCH", "/v1/users/me", token=admin, body={"name": "Ada"}),
        Ask("GET", "/v1/users/me/notifications", token=admin),
        Ask("PATCH", "/v1/users/me/notifications", token=admin, body={"comments": "never"}),
        Ask("GET", "/v1/users/me/mails", token=admin),
        Ask("PATCH", f"/v1/users/{ANYBODY}", token=admin, body={"role": "moderator"}),
        Ask("DELETE", f"/v1/users/{ANYBODY}/sessions", token=admin),
        Ask("GET", "/v1/auth/sessions", token=admin),
        Ask("GET", "/v1/moderation-log", token=admin),
        Ask("GET", "/v1/keys", token=admin),
        Ask("POST", "/v1/keys", token=admin, body={"name": "Support desk", "scopes": ["read"]}),
        Ask("DELETE", "/v1/keys/1", token=admin),
        Ask("GET", "/v1/board", token=admin),
        Ask("PATCH", "/v1/board", token=admin, body={"name": "Ideas"}),
        Ask("PUT", "/v1/board/logo", token=admin, content=SVG.decode(), headers={"content-type": "image/svg+xml"}),
        Ask("DELETE", "/v1/board/logo", token=admin),
        Ask("GET", "/v1/stats", token=admin),
        Ask("GET", "/v1/events?limit=1", token=admin),
        Ask("POST", "/v1/webhooks", token=admin, body={"url": "https://example.com/heed", "events": ["*"]}),
        Ask("GET", "/v1/webhooks", token=admin),
        Ask("GET", f"/v1/webhooks/{WEBHOOK}", token=admin),
        Ask("PATCH", f"/v1/webhooks/{WEBHOOK}", token=admin, body={"events": ["post.*"]}),
        Ask("POST", f"/v1/webhooks/{WEBHOOK}/rotate", token=admin),
        Ask("POST", f"/v1/webhooks/{WEBHOOK}/test", token=admin),
        Ask("GET", f"/v1/webhooks/{WEBHOOK}/deliveries", token=admin),
        Ask("GET", f"/v1/webhooks/{WEBHOOK}/deliveries/{DELIVERY}", token=admin),
        Ask("POST", f"/v1/webhooks/{WEBHOOK}/deliveries/{DELIVERY}/replay", token=admin),
        Ask("DELETE", f"/v1/webhooks/{WEBHOOK}", token=admin),
        Ask("GET", "/v1/mails", token=admin),
    ]
    session = jwt.get_unverified_claims(other_device)["sid"]
    password = {"current_password": PASSWORD, "new_password": "a horse of another colour"}
    leaving = [
        Ask("DELETE", f"/v1/auth/sessions/{session}", token=leaver),
        Ask("PUT", "/v1/users/me/password", token=leaver, body=password),
        Ask("DELETE", "/v1/users/me", token=leaver),
    ]
    token = f"{MEMBER}.p{POST}.{signature(SECRET, f'{MEMBER}.p{POST}')}"
    someone = {"email": "new@example.com", "name": "New", "password": PASSWORD}
    everybody = [
        Ask("POST", "/v1/users", body=someone),
        Ask("POST", "/v1/auth/revoke", form={"token": "of nobody"}),
        Ask("GET", "/v1/posts?tag=tag-1"),
        Ask("GET", "/v1/posts?q=words"),
        Ask("GET", "/v1/posts/similar?title=words"),
        Ask("GET", f"{post}/comments"),
        Ask("GET", f"{post}/history"),
        Ask("GET", "/v1/tags"),
        Ask("GET", "/v1/roadmap"),
        Ask("GET", "/v1/changelog"),
        Ask("GET", "/changelog.atom"),
        Ask("GET", f"/v1/users/{MEMBER}"),
        Ask("GET", f"/v1/unsubscribe?token={token}"),
        Ask("POST", f"/v1/unsubscribe?token={token}"),
        Ask("GET", "/feed.atom"),
        Ask("GET", "/v1/board"),
        Ask("GET", "/health"),
        Ask("GET", "/ready"),
    ]
    return {
        f"{ask.method} {ask.path}{', signed in' if ask.token else ''}": ask for ask in everybody + written + leaving
    }


def report(counts: Counts) -> Part:
    apps = ("bare", "textbook", "Heed")
    table = Table("Round trips to the database, on a connection that is open", ["", *apps])
    for name, by_app in counts.items():
        table.rows.append([name, *(str(by_app.get(app, "")) for app in apps)])
    heed = {name: by_app["Heed"] for name, by_app in counts.items()}
    reads = {name: count for name, count in heed.items() if name.startswith(("GET", "list", "one post"))}
    anonymous = max(count for name, count in reads.items() if "signed in" not in name)
    signed_in = max(count for name, count in reads.items() if "signed in" in name)
    budgets = [
        Budget("round trips of an anonymous read, the most", anonymous, most=MOST_TO_READ),
        Budget("round trips of a signed-in read, the most", signed_in, most=MOST_TO_READ_SIGNED_IN),
        Budget("round trips of a vote, cast or taken back", max(heed["vote"], heed["unvote"]), most=MOST_TO_VOTE),
    ]
    return Part([table], budgets, {"round_trips": counts})
