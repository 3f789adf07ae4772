"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"


def files(folder: str, *names: str) -> tuple[str, ...]:
    """Of a folder whose other tests are slow, as those in a browser are."""
    return tuple(f"tests/{folder}/test_{name}.py" for name in names)


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
    "app/pages": files("pages", "first_visit", "logo", "parts", "private", "same_origin", "sitemap"),
    "app/pages/request": files(
        "pages",
        *("addresses", "carried", "hostile_requests", "keys", "kept", "language", "logo", "private"),
        *("roadmap", "same_origin", "sent_twice", "sessions", "sign_in", "team", "webhooks"),
    ),
    "app/pages/response": (
        "tests/board/test_private.py",
        *files("pages", "addresses", "changelog", "first_visit", "hostile_requests", "kept", "keys", "logo"),
        *files("pages", "many_comments", "own_data", "people", "private", "refusals", "sessions", "shared"),
        *files("pages", "sign_in", "sitemap", "slugs", "webhooks"),
    ),
    "app/pages/response/addresses.py": files("pages", "changelog", "many_comments", "slugs"),
    "app/pages/response/caching.py": files("pages", "hostile_requests", "private", "refusals", "sitemap"),
    "app/pages/response/charts.py": files("pages", "admin_lists", "charts"),
    "app/pages/response/log_entries.py": files("pages", "admin_lists", "log_entries"),
    "app/pages/response/refusals.py": files("pages", "kept", "own_data", "private", "refusals"),
    "app/pages/response/structured_data.py": files("pages", "shared"),
    "app/pages/response/theme.py": files("pages", "theme"),
    "app/pages/routes": files(
        "pages",
        *("addresses", "carried", "changelog", "first_visit", "kept", "language", "many_comments", "people"),
        *("private", "reads", "roadmap", "sent_twice", "shared", "sign_in", "sign_up", "team", "unsubscribe"),
    ),
    "app/pages/routes/admin": files(
        "pages",
        *("admin_lists", "admin_members", "admin_queue", "board_settings", "keys", "logo", "webhooks"),
    ),
    "app/pages/routes/files.py": (*files("pages", "addresses", "first_visit", "kept"), "tests/board/test_private.py"),
    "app/pages/routes/oidc.py": files("oidc", "failures", "hostile", "linking", "pages", "reads", "sign_in"),
    "app/pages/routes/settings": (
        *files("pages", "language", "own_data", "sessions", "settings"),
        "tests/oidc/test_linking.py",
    ),
    "app/pages/routes/settings/password.py": (*files("pages", "settings"), "tests/sso/test_pages.py"),
    "app/pages/routes/sitemap.py": (*files("pages", "sitemap"), "tests/board/test_private.py"),
    "app/pages/routes/sso.py": ("tests/sso/test_pages.py",),
    "app/pages/routes/team": files("pages", "team", "team_answer", "team_merge", "team_moderation"),
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
