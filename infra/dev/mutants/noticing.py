"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# Where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": ("tests/auth", "tests/users"),
    "app/aws": ("tests/aws", "tests/courier", "tests/settings"),
    "app/db": ("tests/db", "tests/http"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/limits": ("tests/http",),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/moderation": ("tests/posts", "tests/pages/test_moderation.py"),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/search": ("tests/posts",),
    "handler": ("tests/handler",),
    "migrations": ("tests/migrations",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    named = BESIDES.get(wing, (f"tests/{parts[1].removesuffix('.py')}",))
    found = [name for name in named if (ROOT / name).exists()]
    # What goes over the wire is in the contract, to the last bound and example.
    contract = ["tests/http/test_contract.py"] if parts[-1] in ("routes.py", "schemas.py") else []
    return [*contract, *found] or ["tests/http"]
