"""create_app(): features, middleware, error handlers. Nothing else assembles."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI

from app.db.engine import autocommit_engine, create_database_engine
from app.http import docs
from app.http.error_handlers import add_error_handlers
from app.http.late_router import FeatureRoute
from app.http.middleware.stack import add_middleware
from app.http.openapi import HeedAPI
from app.http.router import operation_id
from app.pages.mount import PagesRoute
from app.settings.config import Settings, load_settings

POST, PART = "/v1/posts/[^/]+", "(/[^/]+)?"
# The modules of each feature's routes, and which paths these have. No path is of two features; of the two modules of
# posts, the first only reads: a list imports nothing that writes, which is 107 M instructions of a cold start.
FEATURES = {
    "app.posts.routes": f"/v1/posts{PART}",
    "app.posts.change_routes": f"/v1/posts{PART}|{POST}/tags/[^/]+",
    "app.votes.routes": f"{POST}/(vote|votes{PART})",
    "app.comments.routes": f"{POST}/comments|/v1/comments/[^/]+",
    "app.statuses.routes": f"{POST}/(status|history)",
    "app.tags.routes": f"/v1/tags{PART}",
    "app.subscriptions.routes": f"{POST}/subscription",
    "app.merges.routes": f"{POST}/merge",
    "app.roadmap.routes": f"/v1/roadmap{PART}",
    "app.changelog.routes": rf"/v1/changelog{PART}|/changelog\.atom",
    "app.feed.routes": r"/feed\.atom",
    "app.auth.routes": f"/v1/auth/[^/]+{PART}",
    "app.users.routes": f"/v1/users{PART}|/v1/users/(me/(export|password|email)|[^/]+/sessions)",
    "app.notifications.routes": "/v1/users/me/(notifications|mails)|/v1/(unsubscribe|mails)",
    "app.moderation_log.routes": "/v1/moderation-log",
    "app.board.routes": "/v1/board(/logo)?",
    "app.stats.routes": "/v1/stats",
    "app.keys.routes": f"/v1/keys{PART}",
    "app.events.routes": "/v1/events",
    "app.webhooks.routes": f"/v1/webhooks{PART}|/v1/webhooks/[^/]+/(rotate|test|deliveries({PART}|/[^/]+/replay))",
    "app.widget.routes": r"/widget\.(js|[^/]+\.json)",
    "app.health.routes": "/health|/ready",
}


def create_app(settings: Settings) -> FastAPI:
    app = HeedAPI(
        title="Heed",
        summary="A feedback board: ideas, votes, answers.",
        version="1",
        docs_url=None,  # app/http/docs.py serves both pages, with files of its own.
        redoc_url=None,
        redirect_slashes=False,  # The redirect would reflect the Host header.
        generate_unique_id_function=operation_id,
        telemetry={"auto_configure": False},
    )
    app.state.settings = settings
    app.state.held_of_members = held_of_members
    app.state.engine = create_database_engine(settings)
    app.state.reader = autocommit_engine(app.state.engine)
    add_error_handlers(app)
    add_middleware(app, settings)
    limit = settings.max_body_bytes
    features = [FeatureRoute(module, paths, limit) for module, paths in FEATURES.items()]
    app.router.routes = [*features, PagesRoute(app.state, limit), *app.router.routes]
    docs.add_docs(app)
    return app


def build_all(app: FastAPI) -> None:
    """Imports and builds what otherwise waits for its first request: every feature and page."""
    app.openapi()
    for route in app.router.routes:
        if isinstance(route, PagesRoute):
            list(route.app.routes)  # To list them builds them.


def held_of_members() -> Mapping[str, Callable[[int], Any]]:
    from app.held_of_members import HELD_OF_MEMBERS  # Imports every feature, for an export alone.

    return HELD_OF_MEMBERS


def __getattr__(name: str) -> FastAPI:
    """`uvicorn app.main:app`: made when it is asked for, as the Lambda handler makes its own."""
    if name == "app":
        return create_app(load_settings())
    raise AttributeError(name)
