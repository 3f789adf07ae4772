"""What a form of each page sends, so that it is done."""

from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings
from tests.support.people import PASSWORD

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
    "POST /admin/members/{user_id}": {"name": "Another"},
    "POST /settings/erase": {"confirmation": "caller@example.com"},
}
NEED_MAIL = ("POST /sign-in", "POST /settings/email")
