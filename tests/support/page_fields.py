"""What a form of each page sends, so that it is done; and the board that it is sent to."""

from typing import NamedTuple

from app.notifications.unsubscribe import Unsubscription, make_token
from app.pages.response import assets
from app.settings.config import load_settings
from tests.support.changelog import write_entry
from tests.support.comments import comment
from tests.support.logos import SVG
from tests.support.people import PASSWORD, People, Person
from tests.support.tags import add_tag
from tests.support.webhooks import an_endpoint

TOKEN = make_token(load_settings(), Unsubscription(1, "digest"))
NEW = "another horse battery"
CODE = {"code_id": "the-callers", "code": "123456"}
FIELDS: dict[str, dict[str, str]] = {
    "POST /posts/new": {"title": "Light mode", "step": "post"},
    "POST /posts/{post_id}/vote": {"voted": "yes"},
    "POST /posts/{post_id}/comments": {"content": "Yes, please."},
    "POST /edit/posts/{post_id}": {"title": "Light mode", "content": "", "version": "1"},
    "POST /delete/posts/{post_id}": {"version": "1"},
    "POST /edit/comments/{comment_id}": {"content": "No, thanks.", "version": "1"},
    "POST /delete/comments/{comment_id}": {"version": "1"},
    "POST /team/posts/{post_id}": {"locked": "yes", "version": "1"},
    "POST /team/comments/{comment_id}": {"hidden": "yes", "version": "1"},
    "POST /team/posts/{post_id}/answer": {"status": "planned", "version": "1"},
    "POST /team/posts/{post_id}/merge": {"into": "2", "version": "1"},
    "POST /team/posts/{post_id}/undo-merge": {"version": "1"},
    "POST /sign-in": {"email": "somebody@example.com"},
    "POST /sign-in/code": CODE,
    "POST /sign-in/password": {"email": "member@example.com", "password": PASSWORD},
    "POST /sign-up": {"email": "new@example.com", "name": "New", "password": PASSWORD},
    "POST /sso": {"token": "nonsense", "to": "/"},
    "POST /language": {"language": "de"},
    "POST /unsubscribe": {"token": TOKEN},
    "POST /settings": {"name": "Ada"},
    "POST /settings/password": {"current_password": PASSWORD, "new_password": NEW},
    "POST /settings/email": {"email": "new@example.com"},
    "POST /settings/email/code": {**CODE, "current_password": PASSWORD},
    "POST /settings/sessions": {"session": "others"},
    "POST /settings/notifications": {"comments": "never"},
    "POST /voters/{post_id}": {"email": "phone@example.com"},
    "POST /voters/{post_id}/remove": {"user_id": "3"},
    "POST /roadmap/{post_id}": {"before": "1"},
    "POST /changelog/new": {"title": "Version 3", "content": "More.", "when": "draft"},
    "POST /edit/changelog/{entry_id}": {"title": "Version 3", "content": "More.", "when": "keep", "version": "1"},
    "POST /delete/changelog/{entry_id}": {"version": "1"},
    "POST /admin/board": {
        "name": "Ideas",
        "intro": "",
        "accent_color": "#123456",
        "default_language": "en",
        "sign_up": "open",
        "language_en": "yes",
        "version": "2",
    },
    "POST /admin/board/logo/remove": {"version": "2"},
    "POST /admin/tags": {"name": "Mobile", "slug": "mobile"},
    "POST /admin/tags/{slug}": {"name": "Web site", "version": "1"},
    "POST /admin/members/{user_id}": {"name": "Another", "version": "1"},
    "POST /admin/webhooks": {"url": "https://example.com/heed", "events": "post.*", "format": "json"},
    "POST /admin/webhooks/{webhook_id}": {"step": "test"},
    "POST /admin/keys": {"name": "Support desk", "scope_read": "yes"},
    "POST /settings/erase": {"confirmation": "caller@example.com"},
}
NEED_PROVIDER = (
    *("GET /sign-in/oidc", "POST /sign-in/oidc", "GET /sign-in/oidc/callback", "GET /sign-in/oidc/finish"),
    *("GET /settings/oidc", "POST /settings/oidc"),
)
NEED_MAIL = ("POST /sign-in", "POST /settings/email")


class Filled(NamedTuple):
    admin: Person
    member: Person
    ids: dict[str, object]  # Of what is the member's.


def fill(people: People) -> Filled:
    admin, member = people.join("Admin"), people.join("Member")
    post_id = member.post_idea()["id"]
    admin.post_idea("To merge into")
    comment_id = comment(member, post_id)["id"]
    logo = admin.client.put("/v1/board/logo", content=SVG, headers={"Content-Type": "image/svg+xml"}).json()["logo"]
    ids = {
        "post_id": post_id,
        "slug:path": "dark-mode",
        "comment_id": comment_id,
        "user_id": member.id,
        "slug": add_tag(admin, "web")["slug"],
        "name": assets.path_of("heed.css").rpartition("/")[2],
        "logo": logo.rpartition("/")[2],
        "entry_id": write_entry(admin, "Dark mode", published_at="now")["id"],
        "number": 0,
        **an_endpoint(admin),
        "key_id": 1,
    }
    return Filled(admin, member, ids)
