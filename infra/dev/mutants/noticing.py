"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
# How a connection to the database comes about, or doesn't.
TO_THE_SERVER = (
    "tests/db/test_attempts.py",
    "tests/db/test_engine.py",
    "tests/db/test_explanations.py",
    "tests/db/test_failures.py",
    "tests/db/test_password.py",
    "tests/db/test_private_authority.py",
    "tests/db/test_server_roles.py",
    "tests/db/test_sockets.py",
    "tests/db/test_tls.py",
)
# What leads from one page of a list to the next.
LISTS = (
    "tests/http/test_query.py",
    "tests/pages/test_page_by_page.py",
    "tests/posts/test_cursors.py",
    "tests/users/test_list.py",
    CONTRACT,
)
# Where the wing's own tests are elsewhere, or not all: of a module, or of the folder nearest to it.
BESIDES = {
    "app/auth": ("tests/auth", "tests/users"),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": (
        "tests/db/test_connections.py",
        "tests/db/test_engine.py",
        "tests/db/test_last_statement.py",
        "tests/db/test_start_up.py",
        "tests/db/test_transactions.py",
        "tests/http/test_refused_early.py",
        "tests/outbox/test_wake.py",
    ),
    "app/db/authentication.py": TO_THE_SERVER,
    "app/db/connection.py": TO_THE_SERVER,
    "app/db/driver.py": (
        "tests/db/test_connections.py",
        "tests/db/test_driver.py",
        "tests/db/test_driver_edges.py",
        "tests/db/test_failures.py",
        "tests/db/test_last_statement.py",
    ),
    "app/db/failure.py": TO_THE_SERVER,
    "app/db/sockets.py": TO_THE_SERVER,
    "app/db/tls.py": TO_THE_SERVER,
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/errors.py": (
        "tests/auth/test_tokens.py",
        "tests/db/test_last_statement.py",
        "tests/http/test_http.py",
        "tests/http/test_refused_early.py",
        "tests/merges/test_merge.py",
        "tests/pages/test_sitemap.py",
        "tests/posts/test_conditional.py",
    ),
    "app/http": (
        "tests/http/test_cors.py",
        "tests/http/test_features.py",
        "tests/http/test_fields.py",
        "tests/http/test_http.py",
        CONTRACT,
    ),
    "app/http/cursors.py": LISTS,
    "app/http/dependencies.py": (
        "tests/feed/test_feed.py",
        "tests/http/test_client_address.py",
        "tests/http/test_http.py",
        "tests/rate_limits/test_edge.py",
    ),
    "app/http/email_address.py": ("tests/http/test_email_address.py",),
    "app/http/error_handlers.py": (
        "tests/db/test_refusals.py",
        "tests/db/test_retry.py",
        "tests/http/test_bodies.py",
        "tests/http/test_http.py",
        "tests/test_log.py",
    ),
    "app/http/etag.py": ("tests/posts/test_conditional.py", "tests/posts/test_create.py", "tests/feed/test_feed.py"),
    "app/http/fields.py": (
        "tests/http/test_email_address.py",
        "tests/http/test_fields.py",
        "tests/http/test_query.py",
        "tests/http/test_text.py",
        CONTRACT,
    ),
    "app/http/files.py": ("tests/http/test_files.py", "tests/widget/test_served.py"),
    "app/http/forms.py": ("tests/auth/test_token_endpoint.py",),
    "app/http/middleware": (
        "tests/db/test_retry.py",
        "tests/http/test_cors.py",
        "tests/http/test_http.py",
        "tests/http/test_request_id.py",
        "tests/test_log.py",
    ),
    "app/http/pagination.py": LISTS,
    "app/http/route.py": ("tests/http/test_bodies.py", "tests/http/test_query.py", "tests/idempotency/test_replay.py"),
    "app/http/text.py": ("tests/http/test_fields.py",),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/log.py": ("tests/test_log.py",),
    "app/main.py": ("tests/http/test_features.py", "tests/http/test_http.py", CONTRACT),
    "app/models": ("tests/models",),
    "app/models/api_keys.py": ("tests/keys/test_keys.py", "tests/models"),
    "app/models/board.py": ("tests/board/test_board.py", "tests/board/test_private.py", "tests/models"),
    "app/models/posts.py": ("tests/models", "tests/posts/test_conditional.py", "tests/posts/test_update.py"),
    "app/models/record.py": ("tests/keys/test_keys.py", "tests/posts/test_list.py", "tests/posts/test_read.py"),
    "app/models/sessions.py": ("tests/models", "tests/users/test_password_reset.py"),
    "app/models/users.py": ("tests/models", "tests/users/test_read.py", "tests/votes/test_for_an_address.py"),
    "app/models/webhooks.py": ("tests/models", "tests/webhooks/test_endpoints.py"),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/settings": ("tests/settings", "tests/courier/test_settings.py", "tests/handler/test_renewing_app.py"),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "handler": (
        "tests/handler/test_events.py",
        "tests/handler/test_hostile_events.py",
        "tests/handler/test_mail_functions.py",
        "tests/handler/test_pages.py",
        "tests/handler/test_renewed.py",
        "tests/handler/test_renewing_app.py",
    ),
    "handler/migrate": (
        "tests/handler/migrate/test_deadlines.py",
        "tests/handler/migrate/test_events.py",
        "tests/handler/migrate/test_release.py",
        "tests/handler/migrate/test_report.py",
    ),
    "migrations": ("tests/migrations",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    own = (f"tests/{parts[1].removesuffix('.py')}",)
    named = next((BESIDES[str(place)] for place in (Path(module), *Path(module).parents) if str(place) in BESIDES), own)
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]
