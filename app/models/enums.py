"""The values that a column may have, said once: for its CHECK constraint and for the contract of the API."""

from typing import Any, Literal, get_args

Role = Literal["member", "moderator", "admin"]
Status = Literal["open", "planned", "started", "completed", "declined"]
RoadmapStatus = Literal["planned", "started", "completed"]
Visibility = Literal["public", "pending", "hidden"]
Language = Literal["en", "de", "fr", "es", "pt", "ja", "ar"]
EntryState = Literal["draft", "scheduled", "published"]
Notify = Literal["at_once", "daily", "never"]
Scope = Literal["read", "write", "moderate", "admin", "import"]
# Of a session that is no full sign-in: what whoever vouched for the member may have, which is never the team's.
SessionScope = Literal["read", "write", "read write"]
# `by_code`: with a mailed code alone, so never with an address that nobody has proven.
SignUp = Literal["open", "by_code", "closed"]
# `dropped`: when it was to be sent, its reader might no longer see it, or want it.
DeliveryStatus = Literal["pending", "sent", "failed", "dropped", "suppressed", "bounced"]
Undelivered = Literal["failed", "bounced", "suppressed"]


def is_one_of(column: str, values: Any) -> str:
    """The condition of a CHECK constraint: `column` has one of the values of a Literal."""
    return f"{column} IN ({', '.join(repr(value) for value in get_args(values))})"
