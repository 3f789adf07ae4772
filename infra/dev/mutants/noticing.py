"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"


def files(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names.split())


# Where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": (
        *files("auth", "codes code_guesses code_keys forged_tokens page_sessions passwords refresh revoke scopes"),
        *files("auth", "session_pages sessions token_bounds token_endpoint tokens verified_email"),
        *files("users", "me password_reset email_change first_admin export sign_up_by_mail"),
        *files("keys", "keys credentials by_subject in_a_members_place"),
        *files("sso", "exchange whose_account pages"),
        *files("rate_limits", "counting equal_work sign_ins successes"),
        *files("board", "board private"),
    ),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": ("tests/db", "tests/handler/test_renewing_app.py", "tests/health", "tests/http/test_unexpected.py"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/keys": (*files("keys", "keys integrations"), "tests/users/test_export.py"),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/oidc": files("oidc", "bounds accounts failures hostile linking times"),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/rate_limits": (*files("rate_limits", "quotas successes"), "tests/keys/test_credentials.py"),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "app/users": (
        "tests/users",
        "tests/votes/test_for_an_address.py",
        "tests/board/test_board.py",
        "tests/board/test_private.py",
        "tests/pages/test_admin_members.py",
        "tests/sso/test_pages.py",
    ),
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
