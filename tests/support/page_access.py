"""Who may do what on pages: every route, and what it answers to whom. It is the tests' table and SECURITY.md's.

`python -m tests.support.page_access` prints it as SECURITY.md has it.
"""

from typing import NamedTuple

NOBODYS = None  # The page knows no "somebody else's".


class PageAccess(NamedTuple):
    """The status for each caller. The team acts on what is somebody else's. 401 is the page for signing in."""

    visitor: int
    member: int
    others: int | None
    team: int


COLUMNS = {"visitor": "visitor", "member": "member, own", "others": "member, another's", "team": "team"}

PUBLIC = PageAccess(200, 200, NOBODYS, 200)
PUBLIC_ABOUT = PageAccess(200, 200, 200, 200)
ONWARD = PageAccess(303, 303, NOBODYS, 303)
NOT_SIGNED_IN = PageAccess(200, 303, NOBODYS, 303)
NOT_BEGUN = PageAccess(403, 303, NOBODYS, 303)
OWN = PageAccess(401, 200, NOBODYS, 200)
OWN_WRITE = PageAccess(401, 303, NOBODYS, 303)
MEMBERS_WRITE = PageAccess(401, 303, 303, 303)
AUTHORS_FORM = PageAccess(401, 200, 403, 200)
AUTHORS_WRITE = PageAccess(401, 303, 403, 303)
TEAMS_FORM = PageAccess(401, 403, 403, 200)
TEAMS_WRITE = PageAccess(401, 403, 403, 303)
# The team's column is an admin's: what a moderator may not see is in tests/pages/test_admin_members.py.
TEAMS_OWN = PageAccess(401, 403, NOBODYS, 200)
TEAMS_OWN_WRITE = PageAccess(401, 403, NOBODYS, 303)

# 404 and 409: who may has nothing to do it to here. 403 of /sso: there is no token, and no single sign-on.
PAGE_ACCESS = {
    "GET /": PUBLIC,
    "GET /posts/new": PUBLIC,
    "POST /posts/new": OWN_WRITE,
    "GET /posts/{post_id}": PageAccess(301, 301, 301, 301),
    "GET /posts/{post_id}/{slug:path}": PUBLIC_ABOUT,
    "POST /posts/{post_id}/vote": MEMBERS_WRITE,
    "POST /posts/{post_id}/follow": MEMBERS_WRITE,
    "POST /posts/{post_id}/comments": MEMBERS_WRITE,
    "GET /edit/posts/{post_id}": AUTHORS_FORM,
    "POST /edit/posts/{post_id}": AUTHORS_WRITE,
    "GET /delete/posts/{post_id}": AUTHORS_FORM,
    "POST /delete/posts/{post_id}": AUTHORS_WRITE,
    "GET /comments/{comment_id}": PageAccess(303, 303, 303, 303),
    "GET /edit/comments/{comment_id}": AUTHORS_FORM,
    "POST /edit/comments/{comment_id}": AUTHORS_WRITE,
    "POST /delete/comments/{comment_id}": AUTHORS_WRITE,
    "POST /team/posts/{post_id}": TEAMS_WRITE,
    "POST /team/comments/{comment_id}": TEAMS_WRITE,
    "GET /team/posts/{post_id}/answer": TEAMS_FORM,
    "POST /team/posts/{post_id}/answer": TEAMS_WRITE,
    "GET /team/posts/{post_id}/tags": TEAMS_FORM,
    "POST /team/posts/{post_id}/tags": TEAMS_WRITE,
    "GET /team/posts/{post_id}/merge": TEAMS_FORM,
    "POST /team/posts/{post_id}/merge": TEAMS_WRITE,
    "POST /team/posts/{post_id}/undo-merge": TEAMS_WRITE,
    "GET /voters/{post_id}": TEAMS_FORM,
    "POST /voters/{post_id}": TEAMS_WRITE,
    "POST /voters/{post_id}/remove": PageAccess(401, 403, 403, 404),
    "GET /roadmap": PUBLIC,
    "POST /roadmap/{post_id}": PageAccess(401, 403, 403, 409),
    "GET /changelog": PUBLIC,
    "GET /changelog/{entry_id}": PageAccess(301, 301, NOBODYS, 301),
    "GET /changelog/{entry_id}/{slug:path}": PUBLIC,
    "GET /changelog/new": TEAMS_OWN,
    "POST /changelog/new": TEAMS_OWN_WRITE,
    "GET /edit/changelog/{entry_id}": TEAMS_OWN,
    "POST /edit/changelog/{entry_id}": TEAMS_OWN_WRITE,
    "GET /delete/changelog/{entry_id}": TEAMS_OWN,
    "POST /delete/changelog/{entry_id}": TEAMS_OWN_WRITE,
    "GET /widget": PUBLIC,
    "GET /people/{user_id}": PUBLIC_ABOUT,
    "GET /assets/{name}": PUBLIC,
    "GET /robots.txt": PUBLIC,
    "GET /sitemap.xml": PUBLIC,
    "GET /sitemap/{number}.xml": PUBLIC,
    "GET /sign-in": NOT_SIGNED_IN,
    "POST /sign-in": PUBLIC,
    "GET /sign-in/code": ONWARD,
    "POST /sign-in/code": ONWARD,
    "GET /sign-in/password": ONWARD,
    "POST /sign-in/password": ONWARD,
    "GET /sign-in/oidc": ONWARD,
    "POST /sign-in/oidc": PUBLIC,
    "GET /sign-in/oidc/callback": NOT_BEGUN,
    "GET /sign-in/oidc/finish": NOT_BEGUN,
    "GET /sign-up": NOT_SIGNED_IN,
    "POST /sign-up": ONWARD,
    "GET /sso": PageAccess(403, 403, NOBODYS, 403),
    "POST /sso": PageAccess(403, 403, NOBODYS, 403),
    "POST /sign-out": ONWARD,
    "POST /language": ONWARD,
    "GET /unsubscribe": PUBLIC,
    "POST /unsubscribe": ONWARD,
    "GET /settings": OWN,
    "POST /settings": OWN_WRITE,
    "GET /settings/password": OWN,
    "POST /settings/password": OWN_WRITE,
    "GET /settings/email": OWN,
    "POST /settings/email": OWN,
    "GET /settings/email/code": ONWARD,
    "POST /settings/email/code": OWN_WRITE,
    "GET /settings/oidc": OWN,
    "POST /settings/oidc": OWN,
    "GET /settings/sessions": OWN,
    "POST /settings/sessions": OWN_WRITE,
    "GET /settings/notifications": OWN,
    "POST /settings/notifications": OWN_WRITE,
    "GET /settings/mails": OWN,
    "GET /settings/data": OWN,
    "GET /settings/export": OWN,
    "GET /settings/erase": OWN,
    "POST /settings/erase": OWN_WRITE,
    "GET /erased": PUBLIC,
    "GET /admin": TEAMS_OWN,
    "GET /admin/pending": TEAMS_OWN,
    "GET /admin/tags": TEAMS_OWN,
    "POST /admin/tags": TEAMS_OWN_WRITE,
    "GET /admin/tags/{slug}": TEAMS_OWN,
    "POST /admin/tags/{slug}": TEAMS_OWN_WRITE,
    "GET /admin/log": TEAMS_OWN,
    "GET /admin/figures": TEAMS_OWN,
    "GET /admin/members": TEAMS_OWN,
    "GET /admin/members/{user_id}": TEAMS_OWN,
    "POST /admin/members/{user_id}": TEAMS_OWN_WRITE,
    "GET /admin/mails": TEAMS_OWN,
    "GET /admin/webhooks": TEAMS_OWN,
    "POST /admin/webhooks": TEAMS_OWN,
    "GET /admin/webhooks/{webhook_id}": TEAMS_OWN,
    "POST /admin/webhooks/{webhook_id}": TEAMS_OWN_WRITE,
    "POST /admin/webhooks/{webhook_id}/secret": TEAMS_OWN,
    "POST /admin/webhooks/{webhook_id}/deliveries/{delivery_id}": TEAMS_OWN_WRITE,
    "GET /admin/keys": TEAMS_OWN,
    "POST /admin/keys": PageAccess(401, 403, NOBODYS, 200),  # The answer shows the key, and has no address.
    "POST /admin/keys/{key_id}": TEAMS_OWN_WRITE,
    "GET /admin/board": TEAMS_OWN,
    "POST /admin/board": TEAMS_OWN_WRITE,
    "GET /admin/board/logo": TEAMS_OWN_WRITE,
    "POST /admin/board/logo": TEAMS_OWN_WRITE,
    "GET /admin/board/logo/remove": TEAMS_OWN_WRITE,
    "POST /admin/board/logo/remove": TEAMS_OWN_WRITE,
    "GET /logo/{logo}": PUBLIC,
}


def markdown() -> str:
    lines = [f"| page | {' | '.join(COLUMNS.values())} |", f"|---|{'---|' * len(COLUMNS)}"]
    for route, access in PAGE_ACCESS.items():
        cells = " | ".join("–" if status is NOBODYS else str(status) for status in access)
        lines.append(f"| {route} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown())  # noqa: T201
