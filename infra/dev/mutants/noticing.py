"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
EVENTS, EXPORT, MAILS = "tests/outbox/test_events.py", "tests/users/test_export.py", "tests/mail/test_told.py"
PRIVATE = "tests/board/test_private.py"
REFERRED_TO, TRIPS = "tests/posts/test_referred_to.py", "tests/db/test_round_trips.py"
# Where the wing's own tests are elsewhere, or not all.
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
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py", REFERRED_TO),
    "app/subscriptions": ("tests/subscriptions", EXPORT),
    "app/statuses": ("tests/statuses", EXPORT, MAILS),
    "app/votes": ("tests/votes", EVENTS, EXPORT, REFERRED_TO, TRIPS, "tests/keys/test_in_a_members_place.py"),
    "app/merges": ("tests/merges", EVENTS, REFERRED_TO, "tests/pages/test_team_merge.py"),
    "app/comments": (
        *("tests/comments", EVENTS, EXPORT, MAILS, PRIVATE, REFERRED_TO),
        *("tests/pages/test_comment_address.py", "tests/pages/test_shared.py", "tests/pages/test_unseen.py"),
    ),
    "app/posts": (
        *("tests/posts", EVENTS, EXPORT, MAILS, PRIVATE, TRIPS),
        *("tests/tags/test_tagging.py", "tests/pages/test_sitemap.py", "tests/pages/test_admin_queue.py"),
    ),
    "app/posts/search": tuple(sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/posts/test_search*.py"))),
    "app/roadmap": ("tests/roadmap", PRIVATE, "tests/pages/test_roadmap.py"),
    "app/moderation_log": ("tests/moderation_log", EXPORT, PRIVATE),
    "handler": ("tests/handler",),
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
