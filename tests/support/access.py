"""Who may do what: every route, and what it answers to whom. It is the tests' table and SECURITY.md's.

`python -m tests.support.access` prints it as SECURITY.md has it.
"""

from typing import NamedTuple

NOBODYS = None  # The route knows no "somebody else's".


class Access(NamedTuple):
    """The status for each caller. Moderators and admins act on what is somebody else's, unless it is `me`."""

    visitor: int
    member: int
    member_others: int | None
    moderator: int
    admin: int
    disabled: int


COLUMNS = {
    "visitor": "visitor",
    "member": "member, own",
    "member_others": "member, another's",
    "moderator": "moderator",
    "admin": "admin",
    "disabled": "disabled account",
}

PUBLIC = Access(200, 200, NOBODYS, 200, 200, disabled=200)  # Looks at no token.
READ = Access(200, 200, NOBODYS, 200, 200, disabled=401)  # Shows more to whoever sends a token.
ADMINS = Access(401, 403, NOBODYS, 403, 200, disabled=401)
OWN = Access(401, 200, NOBODYS, 200, 200, disabled=401)

ACCESS = {
    "GET /feed.atom": PUBLIC,
    "GET /changelog.atom": PUBLIC,
    "GET /health": PUBLIC,
    "GET /ready": PUBLIC,
    "GET /openapi.json": PUBLIC,
    "GET /docs": PUBLIC,
    "GET /redoc": PUBLIC,
    "GET /docs/assets/redoc.standalone.js": PUBLIC,
    "GET /docs/assets/{path}": PUBLIC,
    "GET /widget.js": PUBLIC,
    "GET /widget.{language}.json": PUBLIC,
    "POST /v1/users": Access(201, 201, NOBODYS, 201, 201, disabled=201),
    "GET /v1/users": Access(401, 403, NOBODYS, 403, 200, disabled=401),
    "GET /v1/users/me": OWN,
    "PATCH /v1/users/me": OWN,
    "DELETE /v1/users/me": Access(401, 204, NOBODYS, 204, 204, disabled=401),
    "GET /v1/users/me/export": OWN,
    "GET /v1/users/me/notifications": OWN,
    "PATCH /v1/users/me/notifications": OWN,
    "GET /v1/users/me/mails": OWN,
    "GET /v1/unsubscribe": Access(303, 303, NOBODYS, 303, 303, disabled=303),
    "POST /v1/unsubscribe": Access(204, 204, NOBODYS, 204, 204, disabled=204),
    "PUT /v1/users/me/password": Access(401, 204, NOBODYS, 204, 204, disabled=401),
    "PUT /v1/users/me/email": OWN,
    "GET /v1/users/{user_id}": Access(200, 200, 200, 200, 200, disabled=401),
    "PATCH /v1/users/{user_id}": Access(401, 403, 403, 403, 200, disabled=401),
    "DELETE /v1/users/{user_id}/sessions": Access(401, 403, 403, 403, 204, disabled=401),
    "POST /v1/auth/token": Access(200, 200, 200, 200, 200, disabled=400),
    "POST /v1/auth/codes": Access(202, 202, 202, 202, 202, disabled=202),
    "POST /v1/auth/revoke": PUBLIC,
    "GET /v1/auth/sessions": OWN,
    "DELETE /v1/auth/sessions/{session_id}": Access(401, 204, 404, 404, 404, disabled=401),
    "GET /v1/posts": READ,
    "GET /v1/posts/similar": READ,
    "POST /v1/posts": Access(401, 201, NOBODYS, 201, 201, disabled=401),
    "GET /v1/posts/{post_id}": Access(200, 200, 200, 200, 200, disabled=401),
    "PATCH /v1/posts/{post_id}": Access(401, 200, 403, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}": Access(401, 204, 403, 204, 204, disabled=401),
    "PUT /v1/posts/{post_id}/vote": Access(401, 200, 200, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}/vote": Access(401, 200, 200, 200, 200, disabled=401),
    "GET /v1/posts/{post_id}/votes": Access(401, 403, 403, 200, 200, disabled=401),
    "POST /v1/posts/{post_id}/votes": Access(401, 403, 403, 200, 200, disabled=401),
    "PUT /v1/posts/{post_id}/votes/{user_id}": Access(401, 403, 403, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}/votes/{user_id}": Access(401, 403, 403, 200, 200, disabled=401),
    "GET /v1/posts/{post_id}/comments": Access(200, 200, 200, 200, 200, disabled=401),
    "POST /v1/posts/{post_id}/comments": Access(401, 201, 201, 201, 201, disabled=401),
    "PATCH /v1/comments/{comment_id}": Access(401, 200, 403, 200, 200, disabled=401),
    "DELETE /v1/comments/{comment_id}": Access(401, 204, 403, 204, 204, disabled=401),
    "PUT /v1/posts/{post_id}/status": Access(401, 403, 403, 200, 200, disabled=401),
    "GET /v1/posts/{post_id}/history": Access(200, 200, 200, 200, 200, disabled=401),
    "PUT /v1/posts/{post_id}/merge": Access(401, 403, 403, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}/merge": Access(401, 403, 403, 200, 200, disabled=401),
    "GET /v1/roadmap": READ,
    "PUT /v1/roadmap/{post_id}": Access(401, 403, 403, 200, 200, disabled=401),
    "GET /v1/changelog": READ,
    "POST /v1/changelog": Access(401, 403, NOBODYS, 201, 201, disabled=401),
    "GET /v1/changelog/{entry_id}": READ,
    "PATCH /v1/changelog/{entry_id}": Access(401, 403, NOBODYS, 200, 200, disabled=401),
    "DELETE /v1/changelog/{entry_id}": Access(401, 403, NOBODYS, 204, 204, disabled=401),
    "GET /v1/tags": READ,
    "POST /v1/tags": Access(401, 403, NOBODYS, 201, 201, disabled=401),
    "PATCH /v1/tags/{slug}": Access(401, 403, NOBODYS, 200, 200, disabled=401),
    "DELETE /v1/tags/{slug}": Access(401, 403, NOBODYS, 204, 204, disabled=401),
    "PUT /v1/posts/{post_id}/tags/{slug}": Access(401, 403, 403, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}/tags/{slug}": Access(401, 403, 403, 200, 200, disabled=401),
    "PUT /v1/posts/{post_id}/subscription": Access(401, 200, 200, 200, 200, disabled=401),
    "DELETE /v1/posts/{post_id}/subscription": Access(401, 200, 200, 200, 200, disabled=401),
    "GET /v1/moderation-log": READ,
    "GET /v1/keys": ADMINS,
    "POST /v1/keys": Access(401, 403, NOBODYS, 403, 201, disabled=401),
    "DELETE /v1/keys/{key_id}": Access(401, 403, NOBODYS, 403, 204, disabled=401),
    "GET /v1/board": READ,
    "PATCH /v1/board": ADMINS,
    "PUT /v1/board/logo": ADMINS,
    "DELETE /v1/board/logo": ADMINS,
    "GET /v1/stats": Access(401, 403, NOBODYS, 200, 200, disabled=401),
    "GET /v1/events": Access(401, 403, NOBODYS, 200, 200, disabled=401),
    "GET /v1/webhooks": ADMINS,
    "POST /v1/webhooks": Access(401, 403, NOBODYS, 403, 201, disabled=401),
    "GET /v1/webhooks/{webhook_id}": ADMINS,
    "PATCH /v1/webhooks/{webhook_id}": ADMINS,
    "DELETE /v1/webhooks/{webhook_id}": Access(401, 403, NOBODYS, 403, 204, disabled=401),
    "POST /v1/webhooks/{webhook_id}/rotate": ADMINS,
    "POST /v1/webhooks/{webhook_id}/test": Access(401, 403, NOBODYS, 403, 202, disabled=401),
    "GET /v1/webhooks/{webhook_id}/deliveries": ADMINS,
    "GET /v1/webhooks/{webhook_id}/deliveries/{delivery_id}": ADMINS,
    "POST /v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": Access(401, 403, NOBODYS, 403, 202, disabled=401),
    "GET /v1/mails": Access(401, 403, NOBODYS, 403, 200, disabled=401),
}


FULL_SIGN_IN = "full sign-in"
# The scope that a route takes, where its statuses don't tell: the account itself is no scope's.
SCOPES = {
    "POST /v1/users": None,
    "POST /v1/auth/codes": None,
    "POST /v1/auth/token": None,
    "GET /v1/unsubscribe": None,
    "POST /v1/unsubscribe": None,
    "GET /v1/users/me": "read",
    "PATCH /v1/users/me": FULL_SIGN_IN,
    "DELETE /v1/users/me": FULL_SIGN_IN,
    "GET /v1/users/me/export": FULL_SIGN_IN,
    "GET /v1/users/me/notifications": FULL_SIGN_IN,
    "PATCH /v1/users/me/notifications": FULL_SIGN_IN,
    "GET /v1/users/me/mails": FULL_SIGN_IN,
    "PUT /v1/users/me/password": FULL_SIGN_IN,
    "PUT /v1/users/me/email": FULL_SIGN_IN,
    "GET /v1/auth/sessions": FULL_SIGN_IN,
    "DELETE /v1/auth/sessions/{session_id}": FULL_SIGN_IN,
    "GET /v1/keys": FULL_SIGN_IN,
    "POST /v1/keys": FULL_SIGN_IN,
    "DELETE /v1/keys/{key_id}": FULL_SIGN_IN,
    "PATCH /v1/users/{user_id}": "moderate",  # Which is how a moderator renames; a role takes an admin.
}


def scope_of(route: str) -> str | None:
    """The scope without which a credential that is no full sign-in is refused; None: the route looks at none."""
    access = ACCESS[route]
    if route in SCOPES:
        return SCOPES[route]
    if access is PUBLIC:
        return None
    if access.member == 403:
        return "admin" if access.moderator == 403 else "moderate"
    return "read" if route.startswith("GET ") else "write"


def markdown() -> str:
    lines = [f"| route | {' | '.join(COLUMNS.values())} | scope |", f"|---|{'---|' * (len(COLUMNS) + 1)}"]
    for route, access in ACCESS.items():
        cells = " | ".join("–" if status is NOBODYS else str(status) for status in access)
        lines.append(f"| {route} | {cells} | {scope_of(route) or '–'} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown())  # noqa: T201
