"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
# Where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": (
        *(f"tests/auth/test_{name}.py" for name in ("codes", "code_guesses", "code_keys", "forged_tokens")),
        *(f"tests/auth/test_{name}.py" for name in ("passwords", "refresh", "revoke", "scopes", "session_pages")),
        *(
            f"tests/auth/test_{name}.py"
            for name in ("page_sessions", "sessions", "token_bounds", "token_endpoint", "tokens")
        ),
        "tests/auth/test_verified_email.py",
        *(f"tests/users/test_{name}.py" for name in ("me", "password_reset", "email_change", "first_admin", "export")),
        "tests/users/test_sign_up_by_mail.py",
        *(f"tests/keys/test_{name}.py" for name in ("keys", "credentials", "by_subject", "in_a_members_place")),
        *(f"tests/sso/test_{name}.py" for name in ("exchange", "whose_account", "pages")),
        *(f"tests/rate_limits/test_{name}.py" for name in ("counting", "sign_ins", "successes")),
        "tests/board/test_board.py",
        "tests/board/test_private.py",
    ),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": ("tests/db", "tests/handler/test_renewing_app.py", "tests/health", "tests/http/test_unexpected.py"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/keys": ("tests/keys/test_keys.py", "tests/keys/test_integrations.py", "tests/users/test_export.py"),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/oidc": tuple(
        f"tests/oidc/test_{name}.py" for name in ("bounds", "accounts", "failures", "hostile", "linking", "times")
    ),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/rate_limits": (
        "tests/rate_limits/test_quotas.py",
        "tests/rate_limits/test_successes.py",
        "tests/keys/test_credentials.py",
    ),
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
