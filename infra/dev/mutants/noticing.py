"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
# Where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": ("tests/auth", "tests/users"),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/board/logo": ("tests/board/test_logo.py", "tests/board/test_logo_files.py"),
    "app/board": ("tests/board", "tests/pages/test_board_settings.py", "tests/pages/test_logo.py"),
    "app/changelog": ("tests/changelog", "tests/feed/test_changelog_feed.py", "tests/pages/test_changelog.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": ("tests/db", "tests/handler/test_renewing_app.py", "tests/health", "tests/http/test_unexpected.py"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "app/widget": ("tests/widget/test_served.py",),
    "handler": ("tests/handler",),
    # Each of these makes databases: a module asks those that know it.
    "migrations": tuple(f"tests/migrations/test_{name}.py" for name in ("ahead", "commands", "failure")),
    "migrations/__main__.py": ("tests/migrations/test_command_line.py",),
    "migrations/autogenerate.py": ("tests/migrations/test_strangers.py",),
    "migrations/concurrently.py": ("tests/migrations/test_concurrently.py",),
    "migrations/connection.py": (
        *(f"tests/migrations/test_{name}.py" for name in ("failure", "progress", "refused_databases")),
        *("tests/db/test_pooler.py", "tests/db/test_sleeping_database.py"),
    ),
    "migrations/env.py": ("tests/migrations/test_failure.py", "tests/migrations/test_strangers.py"),
    "migrations/events.py": ("tests/handler/migrate/test_events.py",),
    "migrations/failure.py": ("tests/migrations/test_failure.py",),
    "migrations/index.py": ("tests/migrations/test_index.py",),
    "migrations/limits.py": ("tests/migrations/test_limits.py", "tests/migrations/test_commands.py"),
    "migrations/lock.py": ("tests/migrations/test_lock.py", "tests/migrations/test_progress.py"),
    "migrations/progress.py": ("tests/migrations/test_progress.py",),
    "migrations/roles.py": ("tests/migrations/test_roles.py",),
    "migrations/runner.py": tuple(
        f"tests/migrations/test_{name}.py"
        for name in ("ahead", "commands", "failure", "index", "roles", "strangers_locks")
    ),
    "migrations/session_parameters.py": ("tests/migrations/test_session_parameters.py",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    place = next((place for place in (Path(module), *Path(module).parents) if str(place) in BESIDES), None)
    wing = place or Path(*Path(module).parts[:2])
    named = BESIDES[str(wing)] if place else (f"tests/{wing.stem}",)
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]
