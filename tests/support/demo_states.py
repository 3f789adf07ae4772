"""Every state of every page on the demo's board.

Who writes a page adds its line to STATES: then its markup, its accessibility and its overflow are checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings

TOKEN = make_token(load_settings(), Unsubscription(1, "comments"))
STAFF, MEMBER, GUEST = "Amara Okafor", "Ben Lindqvist", "Grace Hopper"  # The last comes by single sign-on.
RICH = """# A heading, *with* **emphasis** and ~~none~~

> A quotation, and https://example.com/which-is-long/which-is-long/which-is-long/which-is-long/which-is-long as it is.

1. One
   - [x] done
   - [ ] not done

| Column | Another | And one more that is wide | And yet another of that sort |
|---|:-:|--:|---|
| `code` | middle | 12,345 | [a link](https://example.com) |

```
a line of code that goes on and on, and on, and on, and on, and on, and on, and on, and on, and on, and on, and on
```

![An image](https://example.com/picture.png), عربي, 日本語, andawordthatneverendsandawordthatneverendsandaword
"""


@dataclass(frozen=True)
class State:
    """`sends`: what is posted to the path, with the page as the answer; `shows`: what is clicked on it first."""

    path: str
    by: str | None = None
    sends: Mapping[str, str] | None = None
    status: int = 200
    shows: str | None = None

    def __str__(self) -> str:
        signs = [f"by {self.by}" if self.by else "", f"with {self.shows}" if self.shows else ""]
        sent = [f"{name}={value[:10]}" for name, value in (self.sends or {}).items()]
        return " ".join(filter(None, [self.path, *signs, *sent, str(self.status)]))


STATES = (
    State("/"),
    State("/", by=MEMBER),
    State("/", shows="#show-keys"),
    State("/?q=dark"),
    State("/?q=nothing+like+it"),
    State("/?status=completed&sort=votes&limit=1"),
    State("/?voted=me", by=MEMBER),
    State("/?status=nonsense", status=400),
    State("/posts/1"),  # Answered, with a history, and comments.
    State("/posts/1", shows="details.history summary"),
    State("/posts/1", by=MEMBER),
    State("/posts/1", by=STAFF),
    State("/posts/2"),  # Merged.
    State("/posts/27"),  # All that Markdown has, locked, with a comment that was deleted, and one that was hidden.
    State("/posts/27", by=STAFF),
    State("/posts/28", by=STAFF),  # Hidden.
    State("/posts/28", status=404),
    State("/posts/1/vote", sends={"voted": "yes"}, status=401),
    State("/posts/1/comments", by=MEMBER, sends={"content": ""}, status=422),
    State("/posts/27/comments", by=MEMBER, sends={"content": "Too late"}, status=409),
    State("/posts/new"),
    State("/posts/new", by=MEMBER, sends={"title": ""}, status=422),
    State("/posts/new", by=MEMBER, sends={"title": "Dark mode", "content": RICH}),
    State("/posts/new", by=MEMBER, sends={"title": "Dark mode", "content": RICH, "step": "preview"}),
    State("/edit/posts/27", by=MEMBER),
    State("/edit/posts/27", by=MEMBER, sends={"title": "Another", "content": "My text", "version": "99"}, status=412),
    State("/edit/posts/1", by=MEMBER, status=403),
    State("/delete/posts/27", by=MEMBER),
    State("/edit/comments/1", by=MEMBER),
    State("/posts/1", by=STAFF, shows=".team-side summary"),
    State("/team/posts/1/answer", by=STAFF),
    State("/team/posts/1/answer", by=STAFF, sends={"status": "planned", "response": RICH, "step": "preview"}),
    State("/team/posts/1/answer", by=STAFF, sends={"status": "x", "version": "99"}, status=422),
    State("/team/posts/1/answer", by=STAFF, sends={"status": "planned", "response": "Ours"}, status=412),
    State("/team/posts/1/answer", by=MEMBER, status=403),
    State("/team/posts/1/tags", by=STAFF),
    State("/team/posts/1/merge", by=STAFF),
    State("/team/posts/1/merge?q=a", by=STAFF),
    State("/team/posts/1/merge?q=nothing+like+it", by=STAFF),
    State("/team/posts/27/merge?into=1", by=STAFF),
    State("/team/posts/2/merge", by=STAFF, sends={"into": "1", "version": "99"}, status=412),
    State("/team/posts/27", by=STAFF, sends={"visibility": "hidden"}, status=412),
    State("/team/comments/1", by=STAFF, sends={"hidden": "yes"}, status=412),
    State("/team/posts/2/undo-merge", sends={"version": "1"}, status=401),
    State("/posts/29", by=STAFF),  # Pending.
    State("/voters/1", by=STAFF),
    State("/voters/1", by=STAFF, sends={"email": "x"}, status=422),
    State("/roadmap"),
    State("/roadmap", by=STAFF),
    State("/changelog"),
    State("/changelog?state=draft", by=STAFF),
    State("/changelog/1"),
    State("/changelog/new", by=STAFF),
    State("/changelog/new", by=STAFF, sends={"title": "", "content": RICH, "step": "preview"}),
    State("/edit/changelog/1", by=STAFF),
    State("/delete/changelog/1", by=STAFF),
    State("/widget"),
    State("/people/1"),
    State("/people/2", by=MEMBER),
    State("/people/999", status=404),
    State("/sign-in"),
    State("/sign-in", sends={"email": ""}, status=422),
    State("/sign-in", sends={"email": "ben@example.com"}, status=409),  # This board sends no mail.
    State("/sign-in/password", sends={"email": "ben@example.com", "password": "wrong"}, status=403),
    State("/sign-up"),
    State("/sign-up", sends={"email": "x"}, status=422),
    State("/sso?token=nonsense", status=403),
    State("/sso?token={token}&to=/roadmap", by=MEMBER),
    State("/settings", by=MEMBER),
    State("/settings", by=MEMBER, sends={"name": ""}, status=422),
    State("/settings/email", by=MEMBER),
    State("/settings/password", by=MEMBER),
    State("/settings/password", by=MEMBER, sends={"new_password": "short"}, status=422),
    State("/settings/password", by=GUEST),
    State("/settings/sessions", by=MEMBER),
    State("/settings/notifications", by=STAFF),
    State("/settings/mails", by=MEMBER),
    State("/settings/data", by=MEMBER),
    State("/settings/erase", by=MEMBER, sends={"confirmation": "x"}, status=422),
    State("/erased"),
    State("/admin", by=STAFF),
    State("/admin", by=MEMBER, status=403),
    State("/admin/pending", by=STAFF),
    State("/admin/tags", by=STAFF, sends={"name": "", "slug": "Not so"}, status=422),
    State("/admin/tags/big-customers", by=STAFF),
    State("/admin/tags/big-customers", by=STAFF, sends={"name": "Another", "version": "99"}, status=412),
    State("/admin/log", by=STAFF),
    State("/admin/figures", by=STAFF, shows="section details summary"),
    State("/admin/members", by=STAFF),
    State("/admin/members?q=nobody", by=STAFF),
    State("/admin/members/1", by=STAFF),
    State("/admin/webhooks", by=STAFF),
    State("/admin/webhooks", by=STAFF, sends={"url": "http://127.0.0.1", "events": "", "format": "json"}, status=422),
    State("/admin/webhooks/1", by=STAFF),
    State("/admin/webhooks/1/secret", by=STAFF, sends={}),
    State("/admin/members/1", by=STAFF, sends={"role": "member"}, status=409),
    State("/admin/mails", by=STAFF),
    State("/admin/keys", by=STAFF),
    State("/admin/keys", by=STAFF, sends={"name": "Support desk", "scope_read": "yes", "until": "2099-12-31"}),
    State("/admin/keys", by=STAFF, sends={"name": "", "until": "2020-01-01"}, status=422),
    State("/admin/board", by=STAFF),
    State("/admin/board", by=STAFF, sends={"name": "", "accent_color": "red"}, status=422),
    State(f"/unsubscribe?token={TOKEN}"),
    State(f"/unsubscribe?token={TOKEN}&done=1"),
    State("/unsubscribe?token=nonsense", status=404),
    State("/nowhere", status=404),
)
