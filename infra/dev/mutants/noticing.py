"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"


def pages(*names: str) -> tuple[str, ...]:
    """Those tests of pages that need no browser."""
    return tuple(f"tests/pages/test_{name}.py" for name in names)


# Where the tests of a folder or module are elsewhere, or not all of a wing's: the nearest key counts.
BESIDES = {
    "app/auth": ("tests/auth", "tests/users"),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": ("tests/db", "tests/handler/test_renewing_app.py", "tests/health", "tests/http/test_unexpected.py"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "app/pages": pages("first_visit", "logo", "parts", "private", "same_origin", "sitemap"),
    "app/pages/request": pages(
        *("addresses", "carried", "hostile_requests", "keys", "kept", "language", "logo", "private"),
        *("roadmap", "same_origin", "sent_twice", "sessions", "sign_in", "team", "webhooks"),
    ),
    "app/pages/response": pages(
        *("addresses", "admin_lists", "changelog", "charts", "first_visit", "hostile_requests", "kept", "keys"),
        *("log_entries", "logo", "many_comments", "private", "refusals", "sessions", "shared", "sign_in", "sitemap"),
        *("slugs", "theme"),
    ),
    "app/pages/routes": pages(
        *("addresses", "carried", "changelog", "first_visit", "kept", "language", "many_comments", "people"),
        *("private", "roadmap", "sent_twice", "shared", "sign_in", "sign_up", "sitemap", "team", "unsubscribe"),
    ),
    "app/pages/routes/admin": pages(
        *("admin_lists", "admin_members", "admin_queue", "board_settings", "keys", "logo", "webhooks"),
    ),
    "app/pages/routes/files.py": (*pages("addresses", "first_visit", "kept"), "tests/board/test_private.py"),
    "app/pages/routes/oidc.py": (
        "tests/oidc/test_sign_in.py",
        "tests/oidc/test_pages.py",
        "tests/oidc/test_linking.py",
    ),
    "app/pages/routes/settings": (*pages("language", "own_data", "sessions", "settings"), "tests/oidc/test_linking.py"),
    "app/pages/routes/sso.py": ("tests/sso/test_pages.py",),
    "app/pages/routes/team": pages("team", "team_answer", "team_merge", "team_moderation"),
    "handler": ("tests/handler",),
    "migrations": ("tests/migrations",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    places = [str(place) for place in (Path(module), *Path(module).parents)]
    named = next((BESIDES[place] for place in places if place in BESIDES), (f"tests/{parts[1].removesuffix('.py')}",))
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]
