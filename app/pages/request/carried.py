"""What comes along while somebody signs in: what they were about to do, in hidden fields of every form on the way."""

import re

from app.pages.request.forms import Form, new_key
from app.pages.request.targets import safe_target

# The text and its key, the vote, and where the browser was to go afterwards.
FIELDS = ("title", "content", "version", "step", "key", "voted", "followed", "to")
ACTION = re.compile(r"/(posts/(new|\d{1,19}/(vote|follow|comments))|edit/(posts|comments)/\d{1,19})")
# Pages at the path that their forms are sent to: whose session has ended comes back to the page, and types again.
PAGE = re.compile(r"/settings(/[a-z]+)?|/admin(/[a-z]+)*|/delete/posts/\d{1,19}")


def carried_from(form: Form, path: str) -> dict[str, str]:
    """Of a form that only a member may send. `path`: where it was sent to."""
    if ACTION.fullmatch(path):
        key = form["key"] or new_key()  # Who signs in twice, by a double click, writes once.
        return {**{name: form[name] for name in FIELDS if name in form.typed}, "key": key, "action": path}
    return {"to": path} if PAGE.fullmatch(path) else {}


def carried_on(form: Form) -> dict[str, str]:
    """Of a step of signing in, for the next one."""
    return {name: form[name] for name in (*FIELDS, "action") if name in form.typed}


def carried_action(form: Form) -> str | None:
    """Where the form goes once its sender is signed in. None for what was sent by nobody's own doing."""
    return form["action"] if ACTION.fullmatch(form["action"]) else None


def target_after(form: Form) -> str:
    return safe_target(form["to"]) or "/"
