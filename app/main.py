"""create_app(): routers, middleware, error handlers. Nothing else assembles."""

from fastapi import FastAPI

from app.auth.queries import codes_of, sessions_of
from app.auth.routes import router as auth
from app.auth.routes import tokens
from app.auth.sso_queries import identities_of
from app.board.routes import router as board
from app.board.routes import uploads
from app.changelog.queries import changelog_of
from app.changelog.routes import feed as changelog_feed
from app.changelog.routes import router as changelog
from app.comments.queries import comments_of
from app.comments.routes import router as comments
from app.db.engine import autocommit_engine, create_database_engine
from app.events.routes import router as events
from app.feed.routes import router as feed
from app.health.routes import router as health
from app.http import docs
from app.http.error_handlers import add_error_handlers
from app.http.middleware.stack import add_middleware
from app.http.openapi import HeedAPI, operation_id
from app.http.problems import problem_responses
from app.keys.queries import keys_of
from app.keys.routes import router as keys
from app.merges.routes import router as merges
from app.moderation_log.queries import entries_about
from app.moderation_log.routes import router as moderation
from app.notifications.queries import notifications_of
from app.notifications.routes import mails, unsubscribing
from app.notifications.routes import router as notifications
from app.outbox.queries import events_of, mails_of
from app.pages.mount import PagesRoute
from app.posts.queries import posts_of
from app.posts.routes import router as posts
from app.posts.routes import tagging
from app.roadmap.routes import router as roadmap
from app.settings.config import Settings, load_settings
from app.stats.routes import router as stats
from app.statuses.queries import status_changes_of
from app.statuses.routes import router as statuses
from app.subscriptions.queries import subscriptions_of
from app.subscriptions.routes import router as subscriptions
from app.tags.routes import router as tags
from app.users.routes import router as users
from app.votes.queries import votes_cast_by, votes_of
from app.votes.routes import router as votes
from app.webhooks.queries import webhooks_of
from app.webhooks.routes import router as webhooks
from app.widget.routes import router as widget

# Those that most cold starts are for come first: FastAPI builds a router's routes when it first looks for one in it,
# half a millisecond each: behind users and auth, the first list of posts took 7 ms of CPU more.
ROUTERS = (
    *(posts, votes, comments, statuses, tags, tagging, subscriptions, merges, roadmap, changelog, changelog_feed, feed),
    *(tokens, auth, users, notifications, unsubscribing, mails, moderation, keys, board, uploads, stats),
    *(events, webhooks, health, widget),
)
# What each feature holds of a member, by its name in the export of an account.
HELD_OF_MEMBERS = {
    "sessions": sessions_of,
    "identities": identities_of,
    "codes": codes_of,
    "posts": posts_of,
    "votes": votes_of,
    "cast_votes": votes_cast_by,
    "comments": comments_of,
    "subscriptions": subscriptions_of,
    "statuses": status_changes_of,
    "changelog": changelog_of,
    "moderation": entries_about,
    "events": events_of,
    "mails": mails_of,
    "notifications": notifications_of,
    "webhooks": webhooks_of,
    "keys": keys_of,
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
        responses=problem_responses(422, 500, 503),
    )
    app.state.settings = settings
    app.state.held_of_members = HELD_OF_MEMBERS
    app.state.engine = create_database_engine(settings)
    app.state.reader = autocommit_engine(app.state.engine)
    add_error_handlers(app)
    add_middleware(app, settings)
    app.router.routes[:0] = [PagesRoute(app.state, settings.max_body_bytes, first=part) for part in (True, False)]
    for router in ROUTERS:
        # Not the app's own max_body_size: that stands outside the middleware, and answers without a request id.
        app.include_router(router, max_body_size=settings.max_body_bytes)
    docs.add_docs(app)
    return app


def __getattr__(name: str) -> FastAPI:
    """`uvicorn app.main:app`: made when it is asked for, as the Lambda handler makes its own."""
    if name == "app":
        return create_app(load_settings())
    raise AttributeError(name)
