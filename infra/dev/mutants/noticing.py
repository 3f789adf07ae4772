"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
# Where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": ("tests/auth", "tests/users"),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": (
        "tests/courier",
        "tests/webhooks/test_failing.py",
        "tests/webhooks/test_hostile_receivers.py",
        "tests/handler/test_mail_functions.py",
        "tests/remote/test_documents.py",
    ),
    "app/db": (
        "tests/db",
        "tests/handler/test_renewing_app.py",
        "tests/health",
        "tests/http/test_unexpected.py",
        "tests/mail/test_commands.py",
    ),
    "app/dispatch": (
        "tests/mail/test_commands.py",
        "tests/mail/test_outbox.py",
        "tests/changelog/test_scheduled.py",
        "tests/events/test_kept_back.py",
        "tests/handler/test_mail_functions.py",
        "tests/stats/test_stats.py",
        "tests/webhooks/test_secrets.py",
    ),
    "app/events": (
        "tests/events/test_concurrency.py",
        "tests/events/test_kept_back.py",
        "tests/events/test_positions.py",
        "tests/events/test_stream.py",
        "tests/webhooks/test_endpoints.py",
    ),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/mail": (
        "tests/mail/test_codes.py",
        "tests/mail/test_commands.py",
        "tests/mail/test_languages.py",
        "tests/mail/test_message.py",
        "tests/mail/test_no_more_so.py",
        "tests/mail/test_outbox.py",
        "tests/mail/test_releases.py",
        "tests/mail/test_told.py",
        "tests/votes/test_for_an_address.py",
    ),
    "app/notifications": (
        "tests/subscriptions",
        "tests/mail/test_counted.py",
        "tests/mail/test_outbox.py",
        "tests/mail/test_told.py",
        "tests/mail/test_undelivered.py",
        "tests/pages/test_unsubscribe.py",
        "tests/users/test_export.py",
    ),
    "app/outbox": (
        "tests/outbox",
        "tests/mail/test_commands.py",
        "tests/mail/test_outbox.py",
        "tests/mail/test_providers.py",
        "tests/mail/test_taken_back.py",
        "tests/mail/test_told.py",
        "tests/users/test_export.py",
    ),
    "app/webhooks": (
        "tests/webhooks/test_endpoints.py",
        "tests/webhooks/test_failing.py",
        "tests/webhooks/test_formats.py",
        "tests/webhooks/test_owner_is_told.py",
        "tests/webhooks/test_secrets.py",
        "tests/webhooks/test_sending.py",
        "tests/webhooks/test_waiting.py",
        "tests/mail/test_commands.py",
        "tests/users/test_export.py",
    ),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "handler": ("tests/handler",),
    "migrations": ("tests/migrations",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    named = BESIDES.get(wing, (f"tests/{parts[1].removesuffix('.py')}",))
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]
